//! `dotnet-profiler-blocked`

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;

/// ## What it does
///
/// Finds .NET containers with injection in which a variable keeps the runtime from loading the agent's profiler.
///
/// ## Why is this bad?
///
/// The agent is a profiler to the runtime, and a runtime has one profiler or none. `DOTNET_EnableDiagnostics: "0"`, often
/// set for read-only file systems, turns profilers off; another `CORECLR_PROFILER` takes the agent's place. Injection
/// leaves what a container sets as it is.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-dotnet: "true"
/// spec:
///   containers:
///   - name: app
///     env:
///     - name: DOTNET_EnableDiagnostics
///       value: "0"
/// ```
///
/// ## Use instead
///
/// ```yaml
/// spec:
///   containers:
///   - name: app
/// ```
///
/// ## References
///
/// - [.NET: runtime configuration for debugging and profiling](https://learn.microsoft.com/dotnet/core/runtime-config/debugging-profiling)
pub struct DotnetProfilerBlocked;

/// The class id of the agent's profiler.
const PROFILER: &str = "{918728DD-259F-4A6A-AC2B-B85E1B658318}";

impl Rule for DotnetProfilerBlocked {
    const ID: &'static str = "dotnet-profiler-blocked";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        // What an Instrumentation gives to many workloads is told once.
        let mut told = BTreeSet::new();
        for (workload, container) in input.asked(Language::Dotnet) {
            for name in [
                "DOTNET_EnableDiagnostics",
                "COMPlus_EnableDiagnostics",
                "CORECLR_ENABLE_PROFILING",
                "CORECLR_PROFILER",
            ] {
                let Some(variable) = container.variable(name) else { continue };
                let Some(value) = variable.value() else { continue };
                let (message, help) = match name {
                    "CORECLR_PROFILER" if !value.eq_ignore_ascii_case(PROFILER) => (
                        "another profiler takes the place of the agent's".to_owned(),
                        "take it away with the other agent, or don't have .NET injected",
                    ),
                    "CORECLR_PROFILER" => continue,
                    _ if value.trim() == "0" => (
                        format!("{name} keeps the runtime from loading the agent's profiler"),
                        "take the variable away, or set it to \"1\"",
                    ),
                    _ => continue,
                };
                let Some(place) = input.given(workload, container, &variable) else { continue };
                if !told.insert((place.location.source, place.location.span.start)) {
                    continue;
                }
                found
                    .add(place, message)
                    .also(workload.request_place(Language::Dotnet), "the agent is asked for here")
                    .help(help);
            }
        }
    }
}
