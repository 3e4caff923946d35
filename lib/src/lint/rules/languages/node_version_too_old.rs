//! `node-version-too-old`

use crate::diagnostic::Severity;
use crate::lint::{Agent, Facts, Findings, Manifests, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds `node` images that are older than the injected agent supports, by their tag.
///
/// ## Why is this bad?
///
/// The agent is loaded before the program. Since `@opentelemetry/auto-instrumentations-node` 0.57.0 it asks for Node.js
/// 18.19 or a newer 18, or 20.6 and newer; on others it may fail, and the program with it.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-nodejs: "true"
/// spec:
///   containers:
///   - name: app
///     image: node:16-alpine
/// ```
///
/// ## Use instead
///
/// ```yaml
/// spec:
///   containers:
///   - name: app
///     image: node:22-alpine
/// ```
///
/// An older agent is chosen by `nodejs.image` in the Instrumentation. Where the Instrumentation is not among the inputs,
/// the operator's default is assumed, and the finding is good to know only.
///
/// ## References
///
/// - [OpenTelemetry JavaScript: supported runtimes](https://github.com/open-telemetry/opentelemetry-js#supported-runtimes)
pub struct NodeVersionTooOld;

/// The first minor version of the agent that requires this.
const SINCE: u32 = 57;

impl Rule for NodeVersionTooOld {
    const ID: &'static str = "node-version-too-old";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.asked(Language::Nodejs) {
            let Some(image) = container.tagged_image().filter(|image| image.name == "node") else { continue };
            let Some(agent) = Agent::of(manifests, workload, Language::Nodejs) else { continue };
            let asks_for_it = matches!(agent.image.version()[..], [0, minor, ..] if minor >= SINCE);
            if !asks_for_it || is_supported(&image.version()) {
                continue;
            }
            let Some(place) = workload.effective_place(&container.below(&["image"])) else { continue };
            let version = image.tag.split('-').next().unwrap_or_default();
            let message = format!("the agent of {} does not support Node.js {version}", agent.image.tag);
            let finding = found.add(place, message);
            finding.also(workload.request_place(Language::Nodejs), "the agent is asked for here");
            finding.help(
                "use Node.js 18.19 or a newer 18, or 20.6 or newer; or give an older agent as nodejs.image in the \
                 Instrumentation",
            );
            if !agent.is_known {
                finding.severity(Severity::Info);
            }
        }
    }
}

/// A tag without a minor version is the newest of its major version.
fn is_supported(version: &[u32]) -> bool {
    match *version {
        [] => true,
        [18 | 20] => true,
        [18, minor, ..] => minor >= 19,
        [20, minor, ..] => minor >= 6,
        [major, ..] => major > 20,
    }
}
