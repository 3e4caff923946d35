//! `annotation-value-not-string`

use crate::diagnostic::Severity;
use crate::k8s::Kinds;
use crate::lint::{Findings, Input, Resource, Rule, Safety};
use crate::operator::ANNOTATION_PREFIX;
use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// ## What it does
///
/// Finds annotations of the operator whose value is no string: `true` or `1` without quotes.
///
/// ## Why is this bad?
///
/// Annotations are strings. The API server refuses the whole object, with a message about JSON that names neither the
/// annotation nor the line.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: true
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## References
///
/// - [Kubernetes: annotations](https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/)
pub struct AnnotationValueNotString;

impl Rule for AnnotationValueNotString {
    const ID: &'static str = "annotation-value-not-string";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for resource in input.resources() {
            let mut metadata = vec![Pointer::keys(&["metadata", "annotations"])];
            match Kinds::known().of(resource.value()) {
                Some(kind) if !kind.is_pod() => {
                    let below = || ["metadata", "annotations"].map(|key| Step::Key(key.into()));
                    let templates = kind.templates(resource.value()).into_iter();
                    metadata.extend(templates.map(|at| below().into_iter().fold(at, |at, step| at.join(step))));
                }
                Some(_) => {}
                None if resource.is("v1", "Namespace") => {}
                None => continue,
            }
            metadata.iter().for_each(|at| annotations(resource, at, found));
        }
    }
}

fn annotations(resource: &Resource<'_>, at: &Pointer<'static>, found: &mut Findings) {
    let annotations = at.resolve(resource.value()).and_then(Value::as_map);
    for (key, value) in annotations.into_iter().flat_map(|annotations| annotations.iter()) {
        let is_scalar = !matches!(value, Value::String(_) | Value::Null | Value::List(_) | Value::Map(_));
        if !is_scalar || !key.starts_with(ANNOTATION_PREFIX) {
            continue;
        }
        let at = at.join(Step::Key(key.to_owned().into()));
        let written = resource.written(&at).or_else(|| value.text().map(|text| text.into_owned())).unwrap_or_default();
        found
            .add(resource.place(&at), format!("{key} is {}, and the API server accepts strings only", value.kind()))
            .help(format!("write it in quotes: \"{written}\""))
            .fix(resource.fix_replacing(Safety::Safe, &at, Value::from(written)));
    }
}
