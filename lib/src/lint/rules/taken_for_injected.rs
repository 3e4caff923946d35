//! `taken-for-injected`

use crate::decision::{Decision, Skip};
use crate::diagnostic::Severity;
use crate::k8s::Section;
use crate::lint::{Container, Findings, Input, Place, Rule, Workload};
use crate::pointer::Pointer;
use crate::selection::carries_attributes;

/// ## What it does
///
/// Finds pods that ask for injection, and are left alone because of a container or variable that somebody wrote by hand.
///
/// ## Why is this bad?
///
/// The operator takes a pod for instrumented that has `OTEL_RESOURCE_ATTRIBUTES_NODE_NAME`, or a container with one of its
/// own names, and does nothing. So does `otel-inject`.
///
/// ## Example
///
/// ```yaml
/// env:
/// - name: OTEL_RESOURCE_ATTRIBUTES_NODE_NAME
///   valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
/// - name: OTEL_RESOURCE_ATTRIBUTES
///   value: k8s.node.name=$(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME)
/// ```
///
/// ## Use instead
///
/// ```yaml
/// env:
/// - name: NODE_NAME
///   valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
/// - name: OTEL_RESOURCE_ATTRIBUTES
///   value: k8s.node.name=$(NODE_NAME)
/// ```
///
/// Or nothing at all: injection adds the node's name. What carries the rest of an injection too is no finding.
pub struct TakenForInjected;

impl Rule for TakenForInjected {
    const ID: &'static str = "taken-for-injected";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings<'_>) {
        for workload in input.workloads() {
            let Decision::Skipped { reason: Skip::AlreadyInjected { by }, .. } = workload.decision() else { continue };
            // Every injection leaves these, the operator's too.
            if workload.pod().is_none_or(|pod| carries_attributes(pod).is_some()) {
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

const NODE_NAME: &str = "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME";

/// The place in a container that is meant, if it is this one.
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
        container.entry(&variable).join(crate::pointer::Step::Key("name".into()))
    } else {
        return None;
    };
    workload.effective_place(&at)
}
