//! `taken-for-injected`

use crate::decision::ContainerSkip;
use crate::diagnostic::{Severity, listed};
use crate::k8s::Section;
use crate::lint::{Container, Findings, Input, Place, Rule, Workload};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};

/// ## What it does
///
/// Finds pods and containers that ask for injection, and are left alone because of a container or variable that somebody
/// wrote by hand.
///
/// ## Why is this bad?
///
/// The operator takes a pod for instrumented that has `OTEL_RESOURCE_ATTRIBUTES_NODE_NAME`, or a container with one of its
/// own names, and does nothing. So does `otel-inject`. A container with `OTEL_DOTNET_AUTO_HOME` counts as one that has .NET's
/// agent already: it is passed over, and what was meant to be the agent's is added to the pod all the same. That is a
/// warning, since such a container mostly has one.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: OTEL_RESOURCE_ATTRIBUTES_NODE_NAME
///       valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
///     - name: OTEL_RESOURCE_ATTRIBUTES
///       value: k8s.node.name=$(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME)
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: NODE_NAME
///       valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
///     - name: OTEL_RESOURCE_ATTRIBUTES
///       value: k8s.node.name=$(NODE_NAME)
/// ```
///
/// Or nothing at all: injection adds the node's name. A pod that has the agent of the language that is asked for, as the
/// operator injects it, is no finding.
pub struct TakenForInjected;

impl Rule for TakenForInjected {
    const ID: &'static str = "taken-for-injected";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            passed_over(input, workload, found);
            let left_out = workload.decision().outcomes().iter().filter_map(|outcome| match &outcome.skipped {
                Some(skipped @ ContainerSkip::TakenForInjected { by }) => Some((outcome.language, skipped, by)),
                _ => None,
            });
            let left_out: Vec<_> = left_out.collect();
            let Some((_, skipped, by)) = left_out.first() else { continue };
            let mut languages: Vec<Language> = left_out.iter().map(|(language, ..)| *language).collect();
            languages.dedup();
            let names: Vec<&str> = languages.iter().map(|language| language.name()).collect();
            let are = if names.len() == 1 { "is" } else { "are" };
            let place = workload.own_containers().find_map(|container| cause(workload, container, by));
            let place = place.unwrap_or_else(|| workload.resource.place(&Pointer::keys(&["metadata", "name"])));
            let message = format!(
                "{} {are} asked for and left out, since the pod counts as instrumented: {by}",
                listed(&names, "and")
            );
            let finding = found.add(place, message).help(skipped.help());
            for language in languages {
                finding.also(input.request_place(workload, language), "asked for here");
            }
        }
    }
}

/// Finds containers that count as instrumented because of a variable.
fn passed_over(input: &Input<'_>, workload: &Workload<'_>, found: &mut Findings) {
    for outcome in workload.decision().outcomes() {
        let (Some(name), Some(ContainerSkip::AlreadySet { variable })) = (&outcome.container, &outcome.skipped) else {
            continue;
        };
        let container = workload.own_containers().find(|container| container.name() == name);
        let own = container.and_then(|container| {
            let entry = container.variables().iter().find(|entry| entry.name == variable)?;
            workload.effective_place(&container.entry(entry).join(Step::Key("name".into())))
        });
        let asked = input.request_place(workload, outcome.language);
        let language = outcome.language;
        found
            .add(
                own.unwrap_or_else(|| asked.clone()),
                format!("container {name} counts as instrumented by {variable}, so {language} is not injected into it"),
            )
            .severity(Severity::Warning)
            .also(asked, "it is asked for here")
            .help(format!("take the agent away that was set up by hand, or don't have {language} injected"));
    }
}

const NODE_NAME: &str = "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME";

/// The place in a container that makes the pod count as instrumented, if it is this container.
fn cause(workload: &Workload<'_>, container: &Container<'_>, by: &str) -> Option<Place> {
    let name = container.name();
    let kind = match container.section {
        Section::Init => "init container",
        Section::Regular => "container",
    };
    let at = if by == format!("{kind} {name}") {
        container.below(&["name"])
    } else if container.section == Section::Regular && by == format!("{NODE_NAME} in container {name}") {
        let variable = container.variable(NODE_NAME)?;
        container.entry(&variable).join(Step::Key("name".into()))
    } else {
        return None;
    };
    workload.effective_place(&at)
}
