//! `nginx-version-unsupported`

use crate::diagnostic::Severity;
use crate::lint::{Agent, Facts, Findings, Manifests, Rule, Workload};
use crate::operator::Language;

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
///     image: nginx:1.25.3
/// ```
///
/// Each release of the agent has modules for some versions, and not for those of the release before: 1.0.4, the operator's
/// default, for 1.24.0 and 1.25.3; 1.0.3 for 1.22.0, 1.23.0 and 1.23.1, which OpenTelemetry's page still names. Nothing is
/// said where the Instrumentation gives another release as `nginx.image`.
///
/// ## References
///
/// - [OpenTelemetry: using NGINX auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#using-nginx-auto-instrumentation)
/// - [The agent's releases](https://github.com/open-telemetry/opentelemetry-cpp-contrib/releases)
pub struct NginxVersionUnsupported;

/// A release of the agent, and what it has modules for.
const RELEASES: [([u32; 3], &[[u32; 3]]); 2] =
    [([1, 0, 3], &[[1, 22, 0], [1, 23, 0], [1, 23, 1]]), ([1, 0, 4], &[[1, 24, 0], [1, 25, 3]])];

impl Rule for NginxVersionUnsupported {
    const ID: &'static str = "nginx-version-unsupported";
    const SEVERITY: Severity = Severity::Warning;

    fn workload(manifests: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.asked(Language::Nginx) {
            let is_nginx = |name: &str| matches!(name, "nginx" | "nginx-unprivileged");
            let Some(image) = container.tagged_image().filter(|image| is_nginx(image.name)) else { continue };
            let Some(agent) = Agent::of(manifests, workload, Language::Nginx) else { continue };
            let release = RELEASES.iter().find(|(release, _)| agent.image.version() == release);
            let Some((_, supported)) = release else { continue };
            let version = image.version();
            // A tag with two numbers is the newest patch of a minor version, and nothing here tells which.
            let is_supported = supported.iter().any(|supported| supported.starts_with(&version));
            if version.len() < 2 || is_supported {
                continue;
            }
            let Some(place) = workload.effective_place(&container.below(&["image"])) else { continue };
            let message = format!("the agent of {} has no module for nginx {}", agent.image.tag, dotted(&version));
            let finding = found.add(place, message);
            finding.also(workload.request_place(Language::Nginx), "the agent is asked for here");
            let supported: Vec<String> = supported.iter().map(|version| dotted(version)).collect();
            finding.help(format!("use nginx {}, or don't have it injected", supported.join(" or ")));
            if !agent.is_known {
                finding.severity(Severity::Info);
            }
        }
    }
}

fn dotted(version: &[u32]) -> String {
    let numbers: Vec<String> = version.iter().map(u32::to_string).collect();
    numbers.join(".")
}
