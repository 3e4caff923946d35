//! `language-off-by-default`

use crate::diagnostic::Severity;
use crate::instrumentation::ANNOTATION_PREFIX;
use crate::k8s::effective;
use crate::lint::{Facts, Findings, Manifests, Rule, Workload};

/// ## What it does
///
/// Finds annotations that ask for Go or nginx, which an operator has to be told to inject.
///
/// ## Why is this bad?
///
/// An operator with default settings leaves both out. An event tells of it, and the pod starts without the agent.
///
/// ## Example
///
/// ```yaml
/// instrumentation.opentelemetry.io/inject-go: "true"
/// ```
///
/// ## Use instead
///
/// The operator's arguments `--enable-go-instrumentation` and `--enable-nginx-instrumentation`, and a comment that
/// suppresses this where they are given. `otel-inject inject` itself does both without further ado.
///
/// ## References
///
/// - [OpenTelemetry: controlling instrumentation capabilities](https://github.com/open-telemetry/opentelemetry-operator#controlling-instrumentation-capabilities)
pub struct LanguageOffByDefault;

const OFF: [&str; 2] = ["go", "nginx"];

impl Rule for LanguageOffByDefault {
    const ID: &'static str = "language-off-by-default";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        let Some(pod) = workload.pod() else { return };
        for language in OFF {
            let key = format!("{ANNOTATION_PREFIX}inject-{language}");
            let value = effective(&key, pod.annotations(), workload.namespace_annotations());
            if value.is_empty() || value.eq_ignore_ascii_case("false") {
                continue;
            }
            // An annotation on a Namespace is that of many workloads.
            found
                .add(
                    manifests.asked_place(workload, language),
                    format!("an operator with default settings leaves {language} out"),
                )
                .once("")
                .help(format!("give the operator --enable-{language}-instrumentation, or inject at build time"));
        }
    }
}
