//! `not-injected`

use crate::decision::Verdict;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds workloads that ask for injection but aren't injected. Only with `--require-injected`, or if `--rule` names it.
///
/// ## Why is this bad?
///
/// A build that should have injected them didn't: `kubectl kustomize` silently skips functions that are programs, and a
/// pipeline can pick up a file that nobody rendered. If no operator runs in the cluster, the pods start without
/// instrumentation.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// ```
///
/// ## Use instead
///
/// Run `otel-inject inject` or `otel-inject lint --require-injected --fix`.
///
/// A workload with the operator's own names in it counts as injected.
pub struct NotInjected;

impl Rule for NotInjected {
    const ID: &'static str = "not-injected";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let Some(verified) = workload.verified().filter(|found| found.verdict == Verdict::NotInjected) else {
                continue;
            };
            let help = verified.verdict.help();
            let place = if verified.at.0.is_empty() {
                workload.requests().first().map(|request| workload.request_place(request.language))
            } else {
                None
            };
            let place = place.unwrap_or_else(|| workload.resource.place(&verified.at));
            found.add(place, verified.message.as_str()).help(help).fix(workload.injection_fix());
        }
    }
}
