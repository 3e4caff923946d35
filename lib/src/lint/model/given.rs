//! What gives a variable its value: the manifest, or a field of the Instrumentation.

use crate::decision::Request;
use crate::instrumentation;
use crate::lint::finding::Place;
use crate::pointer::{Pointer, Step};

use super::{Container, Manifests, Variable, Workload};

impl<'i> Manifests<'i> {
    /// Where a variable of a container is: in its manifest, or where the Instrumentation gives it. `None` if injection
    /// sets it by itself.
    #[must_use]
    pub fn given(&self, workload: &Workload<'i>, container: &Container<'i>, variable: &Variable<'i>) -> Option<Place> {
        let own = workload.own_value(container, variable).map(|at| workload.resource.place(&at));
        own.or_else(|| self.given_by(container, variable.name))
    }

    /// Where an Instrumentation gives a variable that injection sets.
    #[must_use]
    pub fn given_by(&self, container: &Container<'i>, name: &str) -> Option<Place> {
        container.requests.iter().find_map(|request| self.given_by_request(request, name))
    }

    /// As [`Manifests::given_by`], by one of the languages that are injected.
    pub(in crate::lint) fn given_by_request(&self, request: &Request<'i>, name: &str) -> Option<Place> {
        let at = field_of(request, name)?;
        Some(self.instrumentation(request)?.place(&at))
    }
}

/// The field of an Instrumentation that a variable comes from.
fn field_of(request: &Request<'_>, name: &str) -> Option<Pointer<'static>> {
    let spec = &request.instrumentation.spec;
    let in_list = |list: &[instrumentation::EnvVar], at: Pointer<'static>| {
        let index = list.iter().position(|variable| variable.name == name)?;
        Some(at.join(Step::Index(index)).join(Step::Key("value".into())))
    };
    let of_language = spec.settings(request.language).map(|settings| settings.env).unwrap_or_default();
    in_list(of_language, instrumentation::field_place(Some(request.language), "env"))
        .or_else(|| in_list(&spec.env, instrumentation::field_place(None, "env")))
        .or_else(|| {
            let field: &[&'static str] = match name {
                "OTEL_EXPORTER_OTLP_ENDPOINT" => &["spec", "exporter", "endpoint"],
                "OTEL_EXPORTER_OTLP_CERTIFICATE" => &["spec", "exporter", "tls", "ca_file"],
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE" => &["spec", "exporter", "tls", "cert_file"],
                "OTEL_EXPORTER_OTLP_CLIENT_KEY" => &["spec", "exporter", "tls", "key_file"],
                "OTEL_PROPAGATORS" => &["spec", "propagators"],
                "OTEL_TRACES_SAMPLER" => &["spec", "sampler", "type"],
                "OTEL_TRACES_SAMPLER_ARG" => &["spec", "sampler", "argument"],
                _ => return None,
            };
            Some(Pointer::keys(field))
        })
}

#[cfg(test)]
mod tests {
    use crate::decision::Request;
    use crate::instrumentation::Instrumentation as Settings;
    use crate::k8s::{self, Section};
    use crate::operator::Language;
    use crate::operator::Release;

    use super::super::testing::{document, injected};
    use super::super::{Document, Workload};
    use super::*;

    const INSTRUMENTATION: &str = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: telemetry}\n\
        spec:\n  exporter: {endpoint: 'http://collector:4318'}\n  env: [{name: BOTH, value: all}, {name: ALL, value: all}]\n  \
        python: {env: [{name: BOTH, value: python}]}\n";
    const WRITTEN: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: \
        [{name: app, env: [{name: OWN, value: own}]}]}}}\n";
    const EFFECTIVE: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: \
        [{name: app, env: [{name: OWN, value: own}, {name: BOTH}, {name: ALL}, {name: OTEL_EXPORTER_OTLP_ENDPOINT}, \
        {name: OTEL_SERVICE_NAME}]}]}}}\n";

    /// The fields that give the variables of a container.
    fn given(documents: &[Document<'_>], settings: &Settings) -> Vec<Option<String>> {
        let at = Pointer::keys(&["metadata", "name"]);
        let location = Manifests::new(documents, [], Release::LATEST).resources()[1].place(&at).location;
        let object = k8s::Object(&documents[1].manifests[0].value).reference();
        let manifests = Manifests::new(documents, [(settings, location, object)], Release::LATEST);
        let workload = Workload::of(manifests.resources()[0]).expect("a workload");
        let container = &workload.containers()[0];
        let given = container.variables().iter().map(|variable| manifests.given(&workload, container, variable));
        given.map(|place| Some(place?.field)).collect()
    }

    #[test]
    fn a_variable_is_where_it_is_given() {
        let settings = document(INSTRUMENTATION).manifests[0].value.to_json();
        let settings = instrumentation::read(&settings).instrumentation;
        let place = k8s::ContainerRef { section: Section::Regular, name: "app".to_owned() };
        let request = Request {
            language: Language::Python,
            instrumentation: &settings,
            containers: vec![place],
            asked_by: None,
            listed_by_rule: false,
            rule: None,
        };
        let mut workload = injected(WRITTEN, None, Some(EFFECTIVE), vec![request]);
        let effective = workload.manifests[0].analyses.first_mut().and_then(|analysis| analysis.effective.as_mut());
        added_from(effective.expect("a value"), 1);
        let given = given(&[workload, document(INSTRUMENTATION)], &settings);
        let fields = [
            Some("spec.template.spec.containers[app].env[OWN].value"),
            Some("spec.python.env[BOTH].value"),
            Some("spec.env[ALL].value"),
            Some("spec.exporter.endpoint"),
            None,
        ];
        assert_eq!(given.iter().map(Option::as_deref).collect::<Vec<_>>(), fields);
    }

    /// Makes of the variables of the first container those that injection added.
    fn added_from(object: &mut crate::value::Value<'_>, start: usize) {
        let mut at = object;
        for key in ["spec", "template", "spec", "containers"] {
            at = at.as_map_mut().and_then(|map| map.get_mut(key)).expect(key);
        }
        let container = at.as_list_mut().and_then(|list| list.get_mut(0)).expect("a container");
        let env = container.as_map_mut().and_then(|map| map.get_mut("env")?.as_list_mut()).expect("a list");
        env.elements_mut()[start..].iter_mut().for_each(|element| element.origin = None);
    }
}
