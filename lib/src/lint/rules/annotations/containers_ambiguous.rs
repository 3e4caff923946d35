//! `containers-ambiguous`

use crate::decision::Skip;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Place, Rule, Workload};
use crate::operator::{Annotation, Language};
use crate::selection::NotSelected;

/// ## What it does
///
/// Finds pods that ask for several languages of which one has no list of containers, and lists that name a container
/// twice.
///
/// ## Why is this bad?
///
/// With one language the operator takes the first container. With several it has to be told which goes where, and where
/// it isn't, it injects nothing into the pod, of none of them, without an error.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-java: "true"
/// instrumentation.opentelemetry.io/inject-python: "true"
/// instrumentation.opentelemetry.io/java-container-names: cart
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-java: "true"
/// instrumentation.opentelemetry.io/inject-python: "true"
/// instrumentation.opentelemetry.io/java-container-names: cart
/// instrumentation.opentelemetry.io/python-container-names: worker
/// ```
///
/// `container-names` is the list of every language that is asked for; the one of a language adds to it.
///
/// ## References
///
/// - [OpenTelemetry: multi-container pods](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#multi-container-pods-with-multiple-instrumentations)
pub struct ContainersAmbiguous;

impl Rule for ContainersAmbiguous {
    const ID: &'static str = "containers-ambiguous";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let Some(NotSelected::Skip(reason)) = workload.lists() else { continue };
            match reason {
                Skip::ContainersAmbiguous { languages } => {
                    let &[first, ref others @ ..] = languages.as_slice() else { continue };
                    let finding = found.add(place(input, workload, first), reason.to_string()).help(reason.help());
                    if let Some(namespace) = input.asked_by_namespace(workload, Annotation::Inject(first).key()) {
                        finding.also(namespace, format!("{first} is asked for here"));
                    }
                    for language in others {
                        finding.also(input.request_place(workload, *language), "this one has no list either");
                    }
                }
                Skip::ContainerTwice { language, container } => {
                    let mut places = occurrences(input, workload, *language, container).into_iter().rev();
                    let place = places.next().unwrap_or_else(|| place(input, workload, *language));
                    let finding = found.add(place, reason.to_string()).help("name it once");
                    if let Some(first) = places.next() {
                        finding.also(first, "it stands here already");
                    }
                }
                _ => {}
            }
        }
    }
}

/// What asks for a language, as far as it is in the pod template or the Namespace.
fn place<'i>(input: &Input<'i>, workload: &Workload<'i>, language: Language) -> Place {
    // Many workloads share an annotation of a Namespace, and only this one is wrong.
    match input.annotation(workload, Annotation::Inject(language).key()) {
        Some(asked) if asked.resource.id() == workload.resource.id() => asked.place(),
        _ => workload.request_place(language),
    }
}

/// Where a container stands in the lists of a language.
fn occurrences<'i>(input: &Input<'i>, workload: &Workload<'i>, language: Language, container: &str) -> Vec<Place> {
    let lists = Annotation::lists(language).into_iter().filter_map(|list| input.annotation(workload, list.key()));
    let mut places = Vec::new();
    for list in lists {
        let Some(value) = list.at.resolve(list.resource.value()).and_then(|value| value.text()) else { continue };
        let mut start = 0;
        for name in value.split(',') {
            if name == container {
                places.push(list.resource.within(&list.at, start..start + name.len()));
            }
            start += name.len() + 1;
        }
    }
    places
}
