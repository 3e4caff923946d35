//! `musl-image-glibc-agent`

use crate::diagnostic::Severity;
use crate::instrumentation::ANNOTATION_PREFIX;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Safety, Workload};
use crate::value::Value;

/// ## What it does
///
/// Finds Python and .NET containers whose image has another C library than the agent that is injected: Alpine has musl,
/// most others have glibc. It goes by the words of the image's name and tag.
///
/// ## Why is this bad?
///
/// Parts of these agents are native code. Code that is built for one C library is not loaded by the other: Python misses
/// modules, and the .NET runtime starts without its profiler.
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
///     image: python:3.12-alpine
/// ```
///
/// ## Use instead
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
///     instrumentation.opentelemetry.io/otel-python-platform: musl
/// ```
///
/// For .NET that is `instrumentation.opentelemetry.io/otel-dotnet-auto-runtime: linux-musl-x64`. The annotation is for
/// all containers of the pod, so a pod that has both kinds can have one of them instrumented only.
///
/// ## References
///
/// - [OpenTelemetry: injecting auto-instrumentation](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/)
pub struct MuslImageGlibcAgent;

/// How a language is told which C library the image has.
struct Platform {
    language: &'static str,
    annotation: &'static str,
    musl: &'static str,
    glibc: &'static str,
}

const PLATFORMS: [Platform; 2] = [
    Platform { language: "python", annotation: "otel-python-platform", musl: "musl", glibc: "glibc" },
    Platform { language: "dotnet", annotation: "otel-dotnet-auto-runtime", musl: "linux-musl-x64", glibc: "linux-x64" },
];

impl Rule for MuslImageGlibcAgent {
    const ID: &'static str = "musl-image-glibc-agent";
    const SEVERITY: Severity = Severity::Warning;
    const FIX: Option<Safety> = Some(Safety::Unsafe);

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for platform in &PLATFORMS {
            for container in workload.asked(platform.language) {
                let setting = workload.setting(platform.annotation);
                let agent_has_musl = setting == platform.musl;
                // Another value is no platform at all; the container is left out then.
                let is_known = agent_has_musl || setting.is_empty() || setting == platform.glibc;
                let Some(image_has_musl) = has_musl(container).filter(|_| is_known) else { continue };
                if image_has_musl == agent_has_musl {
                    continue;
                }
                let (image, agent) = if image_has_musl { ("musl", "glibc") } else { ("glibc", "musl") };
                let wanted = if image_has_musl { platform.musl } else { platform.glibc };
                let key = format!("{ANNOTATION_PREFIX}{}", platform.annotation);
                let place = workload.effective_place(&container.below(&["image"]));
                let Some(place) = place else { continue };
                let message = format!("this image looks like one with {image}, and the agent is the one for {agent}");
                let at = workload.annotation(&key);
                let (because, what) = match at.resolve(workload.resource.value()) {
                    Some(_) => (workload.resource.place(&at), "this is for the whole pod"),
                    None => (workload.asked_place(platform.language), "the agent is asked for here"),
                };
                let finding = found.add(place, message);
                finding.also(because, what);
                if workload.asked(platform.language).all(|other| has_musl(other) == Some(image_has_musl)) {
                    let fix = workload.resource.fix_setting(Safety::Unsafe, &at, Value::from(wanted));
                    finding.help(format!("say {key}: {wanted} on the pod template")).fix(fix);
                } else {
                    finding.help("list containers of one kind only, since the annotation is for all of them");
                }
            }
        }
    }
}

/// Which C library an image has, as far as its words tell.
fn has_musl(container: &Container<'_>) -> Option<bool> {
    const MUSL: [&str; 2] = ["alpine", "musl"];
    const GLIBC: [&str; 9] = ["slim", "debian", "ubuntu", "buster", "bullseye", "bookworm", "trixie", "jammy", "noble"];
    let image = container.tagged_image()?;
    let is = |word: &str, known: &str| {
        word.strip_prefix(known).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if image.words().any(|word| MUSL.iter().any(|known| is(word, known))) {
        return Some(true);
    }
    image.words().any(|word| GLIBC.iter().any(|known| is(word, known))).then_some(false)
}
