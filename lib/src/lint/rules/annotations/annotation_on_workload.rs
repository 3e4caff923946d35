//! `annotation-on-workload`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Fix, Input, Rule, Safety, Workload};
use crate::operator::ANNOTATION_PREFIX;
use crate::pointer::{Pointer, Step};
use crate::value::{Map, Text, Value};

/// ## What it does
///
/// Finds annotations of the operator (`instrumentation.opentelemetry.io/…`) on a workload's own metadata.
///
/// ## Why is this bad?
///
/// The operator reads the annotations of pods and of Namespaces. A pod has those of the workload's pod template, and
/// none of the workload itself: nothing is injected, and nothing says so. `kubectl annotate deployment` puts them there.
///
/// ## Example
///
/// ```yaml
/// kind: Deployment
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Deployment
/// spec:
///   template:
///     metadata:
///       annotations:
///         instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct AnnotationOnWorkload;

impl Rule for AnnotationOnWorkload {
    const ID: &'static str = "annotation-on-workload";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        // A Pod is its own template.
        let workloads = input.workloads().iter().filter(|workload| !workload.written.is_pod());
        for workload in workloads {
            let Some(pod) = workload.pod() else { continue };
            for (key, value) in workload.written.object.annotations().iter() {
                if !key.starts_with(ANNOTATION_PREFIX) || pod.annotations().get(key).is_some() {
                    continue;
                }
                let at = Pointer::keys(&["metadata", "annotations", key]);
                let kind = &workload.written.kind.kind;
                let message = format!("the annotation {key} has no effect on a {kind} itself");
                let template = workload.annotation(key);
                let field = crate::yaml::field(&Pointer(template.0[..template.0.len() - 1].to_vec()));
                found
                    .add(workload.resource.key(&at), message)
                    .label("the operator reads the pod template's annotations")
                    .help(format!("move it to {field}"))
                    .fix(moved(workload, key, value));
            }
        }
    }
}

fn moved<'i>(workload: &Workload<'i>, key: &'i str, value: Text<'i>) -> Option<Fix> {
    workload.resource.fix(Safety::Safe, |object| {
        take(object, key);
        let Some((Step::Key(_), path)) =
            workload.annotation(key).split_last().map(|(last, path)| (last, path.to_vec()))
        else {
            return;
        };
        let mut place = Some(object);
        for step in &path {
            let (Some(Value::Map(map)), Step::Key(name)) = (place.take(), step) else { return };
            if map.get(name).is_none_or(Value::is_null) {
                map.set(name.clone().into_owned(), Value::Map(Map::default()));
            }
            place = map.get_mut(name);
        }
        if let Some(Value::Map(annotations)) = place {
            annotations.set(key, Value::String(value));
        }
    })
}

/// Removes an annotation, and the mapping that held nothing else.
fn take(object: &mut Value<'_>, key: &str) {
    let Some(metadata) = object.as_map_mut().and_then(|object| object.get_mut("metadata")?.as_map_mut()) else {
        return;
    };
    let Some(annotations) = metadata.get_mut("annotations").and_then(Value::as_map_mut) else { return };
    annotations.remove(key);
    if annotations.is_empty() {
        metadata.remove("annotations");
    }
}
