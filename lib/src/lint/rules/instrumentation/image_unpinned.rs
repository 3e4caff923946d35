//! `image-unpinned`

use crate::diagnostic::Severity;
use crate::instrumentation::field_place;
use crate::k8s::{Section, parse_image};
use crate::lint::{Facts, Findings, Input, Instrumentation, Manifests, Rule, Workload};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};

/// ## What it does
///
/// Finds images of agents without a tag or with `latest`, in Instrumentations; and images of instrumented containers whose
/// `latest` becomes `service.version`.
///
/// ## Why is this bad?
///
/// The agent runs inside of the application. Without a version it changes when a pod happens to start on another node,
/// two pods of one workload may have different ones, and going back to the one before is not possible. A
/// `service.version` of `latest` tells no two releases apart.
///
/// ## Example
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     image: registry.example.com/otel/python:latest
/// ```
///
/// ## Use instead
///
/// ```yaml
/// kind: Instrumentation
/// spec:
///   python:
///     image: registry.example.com/otel/python:0.64b0
/// ```
///
/// Without `image` it is the one that belongs to the operator's version.
///
/// ## References
///
/// - [Kubernetes: image names](https://kubernetes.io/docs/concepts/containers/images/#image-names)
pub struct ImageUnpinned;

impl Rule for ImageUnpinned {
    const ID: &'static str = "image-unpinned";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for instrumentation in input.instrumentations() {
            of_instrumentation(instrumentation, found);
        }
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for container in workload.own_containers() {
            let is_reporting = container.section == Section::Regular && !container.requests.is_empty();
            let attributes = container.variable("OTEL_RESOURCE_ATTRIBUTES").and_then(|variable| variable.value());
            let is_version =
                attributes.is_some_and(|attributes| attributes.split(',').any(|pair| pair == "service.version=latest"));
            if !is_reporting || !is_version || unpinned(container.effective.image()) != Some("is tagged latest") {
                continue;
            }
            let Some(place) = workload.effective_place(&container.below(&["image"])) else { continue };
            found
                .add(place, format!("container {} reports latest as its service.version", container.name()))
                .severity(Severity::Info)
                .help("give the image a tag of its own, or the pod template resource.opentelemetry.io/service.version");
        }
    }
}

fn of_instrumentation(instrumentation: &Instrumentation<'_>, found: &mut Findings) {
    let spec = &instrumentation.settings.spec;
    let agents = Language::ALL.into_iter().filter_map(|language| {
        let image = spec.settings(language)?.image?;
        Some((field_place(Some(language), "image"), image))
    });
    let extensions = spec.java.extensions.iter().enumerate().map(|(index, extension)| {
        let at = Pointer::keys(&["spec", "java", "extensions"]).join(Step::Index(index));
        (at.join(Step::Key("image".into())), extension.image.as_str())
    });
    for (at, image) in agents.chain(extensions) {
        if let Some(what) = unpinned(image) {
            found
                .add(instrumentation.place(&at), format!("the image {image} {what}, so the agent changes unasked"))
                .help("give it the tag of a release, or a digest");
        }
    }
}

/// Why an image may change. An image that can't be parsed is another matter.
fn unpinned(image: &str) -> Option<&'static str> {
    let parsed = parse_image(image)?;
    match (parsed.tag, parsed.digest) {
        (_, Some(_)) => None,
        (None, None) => Some("has no tag"),
        (Some("latest"), None) => Some("is tagged latest"),
        (Some(_), None) => None,
    }
}
