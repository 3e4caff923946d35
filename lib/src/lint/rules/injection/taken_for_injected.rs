//! `taken-for-injected`

use crate::decision::{ContainerSkip, Decision, Skip};
use crate::diagnostic::Severity;
use crate::k8s::{Pod, Section};
use crate::lint::{Container, Findings, Input, Place, Rule, Workload};
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
/// Or nothing at all: injection adds the node's name. What carries the rest of an injection too is no finding.
pub struct TakenForInjected;

impl Rule for TakenForInjected {
    const ID: &'static str = "taken-for-injected";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            passed_over(input, workload, found);
            let Decision::Skipped { reason: Skip::AlreadyInjected { by }, .. } = workload.decision() else { continue };
            if workload.pod().is_none_or(carries_the_rest) {
                continue;
            }
            let place = workload.own_containers().find_map(|container| cause(workload, container, by));
            let place = place.unwrap_or_else(|| workload.resource.place(&Pointer::keys(&["metadata", "name"])));
            found
                .add(place, format!("injection is asked for and left out, since the pod counts as instrumented: {by}"))
                .help("give it another name, or take it away: the rest of an injection is not there");
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

/// Whether a container has what every injection adds, the operator's too.
fn carries_the_rest(pod: Pod<'_, '_>) -> bool {
    let all = [Section::Regular, Section::Init].into_iter().flat_map(|section| pod.containers(section));
    let variables = ["OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "OTEL_RESOURCE_ATTRIBUTES"];
    all.into_iter().any(|container| variables.into_iter().all(|name| container.has_env(name)))
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
