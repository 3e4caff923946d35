//! `language-off-by-default`

use crate::diagnostic::Severity;
use crate::k8s::effective_annotation;
use crate::lint::{Facts, Findings, Manifests, Rule, Workload};
use crate::operator::{Annotation, Language, says_yes};

/// ## What it does
///
/// Finds annotations that ask for Go or nginx, which the operator doesn't inject by default.
///
/// ## Why is this bad?
///
/// With default settings, the operator skips both languages. It writes an event, and the pod starts without the agent.
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

impl Rule for LanguageOffByDefault {
    const ID: &'static str = "language-off-by-default";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        let Some(pod) = workload.pod() else { return };
        for language in Language::ALL.into_iter().filter(|language| !language.facts().on_by_default) {
            let key = Annotation::Inject(language).key();
            if !says_yes(&effective_annotation(key, pod.annotations(), workload.namespace_annotations())) {
                continue;
            }
            // Many workloads may share an annotation of their Namespace.
            found
                .add(
                    manifests.request_place(workload, language),
                    format!("an operator with default settings leaves {language} out"),
                )
                .dedup_by("")
                .help(format!("give the operator --enable-{language}-instrumentation, or inject at build time"));
        }
    }
}
