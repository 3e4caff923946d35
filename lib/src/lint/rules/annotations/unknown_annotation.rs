//! `unknown-annotation`

use crate::diagnostic::Severity;
use crate::k8s::StringMap;
use crate::lint::{Facts, Findings, Fix, Input, Manifests, Resource, Rule, Safety, Workload};
use crate::operator::{ANNOTATION_PREFIX, Annotation};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// ## What it does
///
/// Finds annotations `instrumentation.opentelemetry.io/…` on pod templates and Namespaces that the operator doesn't read.
///
/// ## Why is this bad?
///
/// It has no effect, and nothing says so.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-pyhton: "true"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// The list for nginx is `inject-nginx-container-names`. What resembles nothing that the operator reads may be for
/// another program, a vendor's build of it for example, and is a warning.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#add-annotations-to-existing-deployments)
pub struct UnknownAnnotation;

/// What people write, and what they mean.
const MEANT: [(&str, &str); 7] = [
    ("nginx-container-names", "inject-nginx-container-names"),
    ("inject-apache", "inject-apache-httpd"),
    ("inject-httpd", "inject-apache-httpd"),
    ("inject-golang", "inject-go"),
    ("inject-node", "inject-nodejs"),
    ("inject-js", "inject-nodejs"),
    ("inject-net", "inject-dotnet"),
];
/// How many letters may be wrong.
const WRONG: usize = 2;

impl Rule for UnknownAnnotation {
    const ID: &'static str = "unknown-annotation";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Unsafe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for namespace in input.of_kind("v1", "Namespace") {
            let at = Pointer::keys(&["metadata", "annotations"]);
            annotations(namespace, &at, namespace.object().annotations(), found);
        }
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        let Some(pod) = workload.pod() else { return };
        let at = workload.written.in_template(Pointer::keys(&["metadata", "annotations"]));
        annotations(&workload.resource, &at, pod.annotations(), found);
    }
}

fn annotations(resource: &Resource<'_>, at: &Pointer<'static>, annotations: StringMap<'_, '_>, found: &mut Findings) {
    for (key, _) in annotations.iter() {
        if !key.starts_with(ANNOTATION_PREFIX) || Annotation::parse(key).is_some() {
            continue;
        }
        let finding = found.add(
            resource.key(&at.join(Step::Key(key.to_owned().into()))),
            format!("the operator does not read the annotation {key}"),
        );
        match meant(key) {
            Some(meant) => {
                let fix = if annotations.get(&meant).is_none() { renamed(resource, at, key, &meant) } else { None };
                finding.help(format!("did you mean {meant}?")).fix(fix);
            }
            None => {
                finding.severity(Severity::Warning).help("take it away, unless another program reads it");
            }
        }
    }
}

/// The key that was probably meant.
fn meant(key: &str) -> Option<String> {
    let name = &key[ANNOTATION_PREFIX.len()..];
    if let Some((_, meant)) = MEANT.iter().find(|(written, _)| *written == name) {
        return Some(format!("{ANNOTATION_PREFIX}{meant}"));
    }
    let wrong = |known: &&str| strsim::damerau_levenshtein(key, known);
    let known = Annotation::all().map(Annotation::key);
    known.min_by_key(wrong).filter(|known| wrong(known) <= WRONG).map(str::to_owned)
}

fn renamed(resource: &Resource<'_>, at: &Pointer<'_>, key: &str, meant: &str) -> Option<Fix> {
    resource.fix(Safety::Unsafe, |object| {
        let mut place = Some(object);
        for step in &at.0 {
            let Step::Key(name) = step else { return };
            place = place.and_then(|value| value.as_map_mut()?.get_mut(name));
        }
        let Some(annotations) = place.and_then(Value::as_map_mut) else { return };
        if let Some(value) = annotations.remove(key) {
            annotations.set(meant.to_owned(), value);
        }
    })
}
