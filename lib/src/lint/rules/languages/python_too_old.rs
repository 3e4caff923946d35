//! `python-too-old`

use crate::diagnostic::Severity;
use crate::lint::{Agent, Facts, Findings, Manifests, Rule, Workload};
use crate::operator::Language;

/// ## What it does
///
/// Finds `python` images that are older than the injected agent supports, by their tag.
///
/// ## Why is this bad?
///
/// The agent's modules are found before the program's own. Where the interpreter can't load them, the program fails at
/// its start: with the agent of 0.64b0, Python 3.8 and 3.9 exit at once.
///
/// OpenTelemetry 0.44b0 (SDK 1.23.0) is the first that asks for Python 3.8, 0.55b0 (SDK 1.34.0) for 3.9, and 0.63b0
/// (SDK 1.42.0) for 3.10: so the `requires-python` of the packages says.
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
///     image: python:3.9-slim
/// ```
///
/// ## Use instead
///
/// ```yaml
/// spec:
///   containers:
///   - name: app
///     image: python:3.12-slim
/// ```
///
/// An older agent is chosen by `python.image` in the Instrumentation. Where the Instrumentation is not among the inputs,
/// the operator's default is assumed, and the finding is good to know only.
///
/// ## References
///
/// - [opentelemetry-python: version support](https://github.com/open-telemetry/opentelemetry-python#python-version-support)
pub struct PythonTooOld;

/// A minor version of OpenTelemetry's instrumentation, and the minor version of Python 3 that it is the first to
/// require.
const ASKED_FOR: [(u32, u32); 4] = [(63, 10), (55, 9), (44, 8), (34, 7)];

impl Rule for PythonTooOld {
    const ID: &'static str = "python-too-old";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.asked(Language::Python) {
            let Some(image) = container.tagged_image().filter(|image| image.name == "python") else { continue };
            let Some(agent) = Agent::of(manifests, workload, Language::Python) else { continue };
            let Some(oldest) = oldest(&agent.image.version()) else { continue };
            // A tag without a minor version is the newest of its major version. There are no other major versions.
            let is_too_old = match image.version()[..] {
                [2, ..] => true,
                [3, minor, ..] => minor < oldest,
                _ => false,
            };
            let Some(place) = workload.effective_place(&container.below(&["image"])).filter(|_| is_too_old) else {
                continue;
            };
            let message = format!(
                "Python {} is older than the agent of {} supports",
                image.tag.split('-').next().unwrap_or_default(),
                agent.image.tag
            );
            let finding = found.add(place, message);
            finding.also(workload.request_place(Language::Python), "the agent is asked for here");
            finding.help(format!(
                "use Python 3.{oldest} or newer, or give an older agent as python.image in the Instrumentation"
            ));
            if !agent.is_known {
                finding.severity(Severity::Info);
            }
        }
    }
}

/// The oldest minor version of Python 3 that an agent supports. `None` if that is not known.
fn oldest(agent: &[u32]) -> Option<u32> {
    let &[0, minor, ..] = agent else { return None };
    ASKED_FOR.iter().find(|(since, _)| minor >= *since).map(|(_, oldest)| *oldest)
}
