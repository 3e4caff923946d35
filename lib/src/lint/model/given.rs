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
    let key = instrumentation::spec_key(request.language);
    let of_language = spec.settings(request.language).map(|settings| settings.env).unwrap_or_default();
    in_list(of_language, Pointer::keys(&["spec", key, "env"]))
        .or_else(|| in_list(&spec.env, Pointer::keys(&["spec", "env"])))
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
