//! `dotnet-agent-too-old`

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::lint::{Agent, Findings, Input, Place, Rule, TaggedImage, Workload};
use crate::operator::Language;
use crate::pointer::Pointer;

/// ## What it does
///
/// Finds agents for .NET that don't have the folder in which their profiler is looked for.
///
/// ## Why is this bad?
///
/// Since v0.157.0 the operator has the runtime load the profiler from the agent's folder `linux`, or `linux-musl`, which
/// fits every architecture. Images from before that have `linux-x64` and `linux-musl-x64` in its place. The runtime finds
/// no profiler there and starts without it; what needs it is not instrumented.
///
/// Images of 1.14 and older are from before that; of later ones the tag doesn't tell.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   dotnet:
///     image: ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-dotnet:1.2.0
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   dotnet:
///     image: ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-dotnet:1.16.0
/// ```
///
/// Or tell the runtime where the profiler is in an image that can't be changed:
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   dotnet:
///     env:
///     - name: CORECLR_PROFILER_PATH
///       value: /otel-auto-instrumentation-dotnet/linux-x64/OpenTelemetry.AutoInstrumentation.Native.so
/// ```
///
/// ## References
///
/// - [The operator: release v0.157.0](https://github.com/open-telemetry/opentelemetry-operator/releases/tag/v0.157.0)
pub struct DotnetAgentTooOld;

const PATH: &str = "CORECLR_PROFILER_PATH";
/// The oldest release whose image may have the folders.
const SINCE: [u32; 2] = [1, 15];

impl Rule for DotnetAgentTooOld {
    const ID: &'static str = "dotnet-agent-too-old";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        // What an Instrumentation gives to many workloads is told once.
        let mut told = BTreeSet::new();
        for (workload, container) in input.asked(Language::Dotnet) {
            let path = container.variable(PATH).and_then(|variable| variable.value()).unwrap_or_default();
            let folder = path.rsplit('/').nth(1).filter(|folder| matches!(*folder, "linux" | "linux-musl"));
            let (Some(folder), Some(agent)) = (folder, Agent::of(input.manifests(), workload, Language::Dotnet)) else {
                continue;
            };
            let version = agent.image.version();
            if version.is_empty() || version[..] >= SINCE[..] {
                continue;
            }
            let asked = workload.request_place(Language::Dotnet);
            let place = given(input, workload, agent.image).unwrap_or_else(|| asked.clone());
            if !told.insert((place.location.source, place.location.span.start)) {
                continue;
            }
            found
                .add(place, format!("the agent of {} has no folder {folder}, which {PATH} names", agent.image.tag))
                .also(asked, "the agent is asked for here")
                .help(format!("use the image of a newer release, or give {PATH} in dotnet.env"));
        }
    }
}

/// Where an Instrumentation gives the image.
fn given(input: &Input<'_>, workload: &Workload<'_>, image: TaggedImage<'_>) -> Option<Place> {
    let request = workload.requests().iter().find(|request| request.language == Language::Dotnet)?;
    let given = request.instrumentation.spec.settings(Language::Dotnet)?.image?;
    let place = input.instrumentation(request)?.place(&Pointer::keys(&["spec", "dotnet", "image"]));
    (TaggedImage::of(given) == Some(image)).then_some(place)
}
