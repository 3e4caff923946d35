//! `command-wrapped-and-injected`

use crate::diagnostic::Severity;
use crate::lint::{Facts, Findings, Manifests, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds containers whose command runs `opentelemetry-instrument`, and into which Python is injected.
///
/// ## Why is this bad?
///
/// Both do the same: two ways to one SDK, of which the injected packages are found first, whatever version the image has.
/// Who changes one of the two wonders why nothing happens.
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
///     command: [opentelemetry-instrument, python, app.py]
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
///     command: [python, app.py]
/// ```
///
/// Where a rule of the configuration puts a command behind `opentelemetry-instrument`, nothing is found.
///
/// ## References
///
/// - [OpenTelemetry: Python zero-code instrumentation](https://opentelemetry.io/docs/zero-code/python/)
pub struct CommandWrappedAndInjected;

impl Rule for CommandWrappedAndInjected {
    const ID: &'static str = "command-wrapped-and-injected";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, facts: &Facts<'_>, found: &mut Findings) {
        for container in workload.asked(Language::Python) {
            // A rule that wraps commands is meant to.
            let is_ruled = container
                .requests
                .iter()
                .any(|request| request.rule.is_some_and(|rule| rule.command.wrap_with.is_some()));
            let words = facts.words(container);
            let Some(word) = words.iter().find(|word| !is_ruled && word.program() == "opentelemetry-instrument") else {
                continue;
            };
            found
                .add(word.place(workload), "the command starts what is injected as well")
                .also(workload.request_place(Language::Python), "Python is injected by this")
                .help("take opentelemetry-instrument out of the command, or don't have Python injected");
        }
    }
}
