//! `namespace-override`

use crate::diagnostic::Severity;
use crate::lint::{Facts, Findings, Manifests, Rule, Workload};
use crate::operator::{Annotation, Language};

/// ## What it does
///
/// Finds pod templates that ask with `"true"` where an annotation of the Namespace names an Instrumentation.
///
/// ## Why is this bad?
///
/// It may be what is wanted. But `"true"` reads as the only Instrumentation of the namespace, and here it means the one
/// that the Namespace names, which nobody sees who looks at the workload.
///
/// ## Example
///
/// ```yaml
/// kind: Namespace
/// metadata:
///   name: shop
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: observability/telemetry
/// ---
/// # … in a Deployment of it
/// instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## Use instead
///
/// The name, where it should be another one; else no annotation on the pod template, since the Namespace asks already.
pub struct NamespaceOverride;

impl Rule for NamespaceOverride {
    const ID: &'static str = "namespace-override";
    const SEVERITY: Severity = Severity::Info;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        let Some(pod) = workload.pod() else { return };
        for language in Language::ALL {
            let key = Annotation::Inject(language).key();
            let given = workload.namespace_annotations().get(key);
            let (Some(own), Some(given)) = (pod.annotations().get(key), given) else { continue };
            let names_one = !["", "true", "false"].iter().any(|word| given.eq_ignore_ascii_case(word));
            if !own.eq_ignore_ascii_case("true") || !names_one {
                continue;
            }
            let finding = found
                .add(
                    workload.request_place(language),
                    format!("this means the Instrumentation {given}, by the annotation of the Namespace"),
                )
                .help("write the name of another one where that is meant");
            if let Some(named) = manifests.annotation(workload, key) {
                finding.also(named.place(), "named here");
            }
        }
    }
}
