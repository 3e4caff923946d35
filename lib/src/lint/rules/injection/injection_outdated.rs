//! `injection-outdated`

use crate::decision::Verdict;
use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule, Safety};

/// ## What it does
///
/// Finds injections that are incomplete, or that injecting again would change. Only with `--require-injected`, or if `--rule`
/// names it.
///
/// ## Why is this bad?
///
/// The Instrumentation, an annotation or a container has changed since, and the pods still run with the old settings. Or a
/// later step of the build removed a part of the injection.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-sdk: "true"
///     otel-inject.dev/injected: '{"version":1,"languages":{"sdk":"shop/telemetry"},"containers":[{"names":["app"],"added":{"/env/OTEL_SERVICE_NAME":"d7d10529"}}]}'
/// spec:
///   containers:
///   - name: app # a later step took its env away
/// ```
///
/// ## Use instead
///
/// Run `otel-inject inject` or `otel-inject lint --require-injected --fix`.
///
/// Without the Instrumentation, the rule can't tell whether an injection is up to date. It then only checks that everything
/// that the record lists is there.
pub struct InjectionOutdated;

impl Rule for InjectionOutdated {
    const ID: &'static str = "injection-outdated";
    const SEVERITY: Severity = Severity::Error;
    const FIX: Option<Safety> = Some(Safety::Safe);

    fn check(input: &Input<'_>, found: &mut Findings) {
        for workload in input.workloads() {
            let is_outdated = |verdict| matches!(verdict, Verdict::Incomplete | Verdict::Outdated);
            let Some(verified) = workload.verified().filter(|found| is_outdated(found.verdict)) else { continue };
            let place = workload.resource.place(&verified.at);
            found.add(place, verified.message.as_str()).help(verified.verdict.help()).fix(workload.injection_fix());
        }
    }
}
