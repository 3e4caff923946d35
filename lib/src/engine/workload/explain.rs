//! What a trace takes down of a workload before anything is selected or injected.

use crate::config::ARGUMENTS;
use crate::decision::{At, Request, Step, Trace, Variable};
use crate::diagnostic::Code;
use crate::engine::index::Index;
use crate::k8s::{ContainerRef, EnvChange, EnvOffer, Workload};
use crate::operator::EnvSource;
use crate::pointer::{self, Pointer};
use crate::record::{ANNOTATION, Record};
use crate::value::{List, Value};

/// What is known of a workload before anything is selected.
pub(super) fn told(
    trace: &mut Trace,
    source: usize,
    workload: &Workload<'_, '_>,
    own_namespace: Option<&str>,
    index: &Index,
    record: Option<&Record<'_>>,
) {
    trace.step(|| match (own_namespace, workload.namespace) {
        (Some(own), _) => {
            let at = At::Workload(Pointer::keys(&["metadata", "namespace"]));
            Step::new(Code::WorkloadNamespace, format!("it is in namespace {own}")).found(own).at(at)
        }
        (None, Some(given)) => {
            let message = format!("it names no namespace; {given} is given for what names none");
            Step::new(Code::WorkloadNamespace, message).found(given)
        }
        (None, None) => {
            Step::new(Code::WorkloadNamespace, "it names no namespace, and none is given for what names none")
        }
    });
    if let Some(namespace) =
        workload.namespace.filter(|namespace| trace.is_on() && index.namespace_place(Some(namespace), source).is_none())
    {
        trace.step(|| {
            let message = format!("the Namespace {namespace} is not among the inputs, so what it says is not known");
            Step::new(Code::NamespaceNotGiven, message)
        });
    }
    let choice = workload.namespace.filter(|_| trace.is_on());
    if let Some(choice) = choice.and_then(|namespace| index.namespace_choice(namespace, source)) {
        let at = At::Namespace(Pointer::keys(&["metadata", "name"]));
        trace.step(|| Step::new(Code::NamespaceChosen, choice).at(at));
    }
    trace.step(|| {
        let Some(record) = record else {
            return Step::new(Code::Record, "it carries no record of an earlier injection");
        };
        let asked = |asked_by: &Option<String>| match asked_by.as_deref() {
            None => "an annotation".to_owned(),
            Some(ARGUMENTS) => "the command line".to_owned(),
            Some(config) => format!("the configuration {config}"),
        };
        let languages = record.languages.iter().map(|language| {
            format!("{} by {}, asked for by {}", language.name, language.instrumentation, asked(&language.asked_by))
        });
        let languages = languages.collect::<Vec<_>>().join("; ");
        let at = Pointer::keys(&["metadata", "annotations", ANNOTATION]);
        let message = format!("it carries the record of an earlier injection ({languages}), which is taken back first");
        Step::new(Code::Record, message).at(At::Workload(workload.in_template(at)))
    });
}

/// What the containers that are to be injected have of their own.
pub(super) fn own_variables(trace: &mut Trace, workload: &Workload<'_, '_>, requests: &[Request<'_>]) {
    let Some(pod) = workload.pod().filter(|_| trace.is_on()) else { return };
    let mut seen: Vec<&ContainerRef> = Vec::new();
    for place in requests.iter().flat_map(|request| &request.containers) {
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let entries = pod.container(place).and_then(|container| container.0.get("env")).and_then(Value::as_list);
        trace.variables(entries.into_iter().flat_map(List::iter).map(|entry| own(workload, place, entry)));
    }
}

fn own(workload: &Workload<'_, '_>, place: &ContainerRef, entry: &Value<'_>) -> Variable {
    let offer = EnvOffer::of(place.clone(), EnvSource::Container, entry, EnvChange::Added);
    let step = pointer::Step::Named { name: offer.name.clone().into(), occurrence: 0 };
    let at = workload.in_template(place.pointer().join(pointer::Step::Key("env".into())).join(step));
    let from = "the container's own".to_owned();
    Variable { language: None, from, offer, at: At::Workload(at), location: None }
}
