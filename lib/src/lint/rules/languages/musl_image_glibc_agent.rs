//! `musl-image-glibc-agent`

use crate::diagnostic::Severity;
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Safety, Workload};
use crate::operator::{Language, Libc};
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

impl Rule for MuslImageGlibcAgent {
    const ID: &'static str = "musl-image-glibc-agent";
    const SEVERITY: Severity = Severity::Warning;
    const FIX: Option<Safety> = Some(Safety::Unsafe);

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for language in Language::ALL {
            let Some(platform) = language.facts().platform else { continue };
            for container in workload.asked(language) {
                // With any other value the operator leaves the container out.
                let Some(agent) = platform.libc(&workload.effective_annotation(platform.annotation)) else { continue };
                let Some(image) = libc(container).filter(|image| *image != agent) else { continue };
                let place = workload.effective_place(&container.below(&["image"]));
                let Some(place) = place else { continue };
                let (image_name, agent_name) = (image.name(), agent.name());
                let message =
                    format!("this image looks like one with {image_name}, and the agent is the one for {agent_name}");
                let key = platform.annotation.key();
                let at = workload.annotation(key);
                let (because, what) = match at.resolve(workload.resource.value()) {
                    Some(_) => (workload.resource.place(&at), "this is for the whole pod"),
                    None => (workload.request_place(language), "the agent is asked for here"),
                };
                let finding = found.add(place, message);
                finding.also(because, what);
                if workload.asked(language).all(|other| libc(other) == Some(image)) {
                    let wanted = platform.value(image);
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
fn libc(container: &Container<'_>) -> Option<Libc> {
    const MUSL: [&str; 2] = ["alpine", "musl"];
    const GLIBC: [&str; 9] = ["slim", "debian", "ubuntu", "buster", "bullseye", "bookworm", "trixie", "jammy", "noble"];
    let image = container.tagged_image()?;
    let is = |word: &str, known: &str| {
        word.strip_prefix(known).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if image.words().any(|word| MUSL.iter().any(|known| is(word, known))) {
        return Some(Libc::Musl);
    }
    image.words().any(|word| GLIBC.iter().any(|known| is(word, known))).then_some(Libc::Glibc)
}
