//! `nginx-version-unsupported`

use crate::diagnostic::Severity;
use crate::lint::{Agent, Findings, Rule, Surroundings, Workload};

/// ## What it does
///
/// Finds `nginx` images of a version that the injected agent has no module for, by their tag.
///
/// ## Why is this bad?
///
/// nginx loads modules of exactly its own version only. Without one for it the server does not start, or starts without
/// the agent.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-nginx: "true"
/// spec:
///   containers:
///   - name: web
///     image: nginx:1.27.0
/// ```
///
/// ## Use instead
///
/// ```yaml
/// spec:
///   containers:
///   - name: web
///     image: nginx:1.23.1
/// ```
///
/// OpenTelemetry says that 1.22.0, 1.23.0 and 1.23.1 are supported. The agent's own releases also name 1.24.0 and 1.25.3,
/// which are not found. Nothing is said where the Instrumentation gives another release of the agent as `nginx.image`.
///
/// ## References
///
/// - [OpenTelemetry: using NGINX auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#using-nginx-auto-instrumentation)
/// - [The agent's releases](https://github.com/open-telemetry/opentelemetry-cpp-contrib/releases)
pub struct NginxVersionUnsupported;

/// The release of the agent that is known here.
const AGENT: [u32; 3] = [1, 0, 4];
/// What it has modules for.
const SUPPORTED: [[u32; 3]; 5] = [[1, 22, 0], [1, 23, 0], [1, 23, 1], [1, 24, 0], [1, 25, 3]];

impl Rule for NginxVersionUnsupported {
    const ID: &'static str = "nginx-version-unsupported";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(_: &Surroundings<'_>, workload: &Workload<'_>, found: &mut Findings<'_>) {
        for container in workload.asked("nginx") {
            let is_nginx = |name: &str| matches!(name, "nginx" | "nginx-unprivileged");
            let Some(image) = container.tagged_image().filter(|image| is_nginx(image.name)) else { continue };
            let Some(agent) = Agent::of(workload, "nginx").filter(|agent| agent.image.version() == AGENT) else {
                continue;
            };
            let version = image.version();
            // Two numbers are the newest patch of a minor version: which one that is can't be told here.
            let is_supported = SUPPORTED.iter().any(|supported| supported.starts_with(&version));
            if version.len() < 2 || is_supported {
                continue;
            }
            let Some(place) = workload.effective_place(&container.below(&["image"])) else { continue };
            let version: Vec<String> = version.iter().map(u32::to_string).collect();
            let message = format!("the agent of {} has no module for nginx {}", agent.image.tag, version.join("."));
            let finding = found.add(place, message);
            finding.also(workload.asked_place("nginx"), "the agent is asked for here");
            finding.help("use nginx 1.22.0, 1.23.0 or 1.23.1, or don't have it injected");
            if !agent.is_known {
                finding.severity(Severity::Info);
            }
        }
    }
}
