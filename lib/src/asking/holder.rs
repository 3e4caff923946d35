//! The object that has the keys: which of its places the operator reads.

use crate::config;
use crate::k8s::{Kinds, Object, Pod, StringMap, Workload};
use crate::operator::{self, Annotation};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::known::Known;
use super::places::{Role, holds_containers, is_list, selected_keys};

/// What an object is to the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    /// A workload; its pod templates are read.
    Workload,
    /// A Namespace; its annotations are read.
    Namespace,
    /// What kustomize builds from: it adds annotations and labels to what it builds.
    Kustomization,
    /// Anything else. It may have pod templates at places that nobody told of.
    Other,
}

/// The object that has the keys.
pub(super) struct Holder<'v> {
    pub is: Is,
    pub object: Object<'v, 'v>,
    /// Where its pod templates are: those that are there, else where one would be.
    pub templates: Vec<Pointer<'static>>,
    /// Whether what it asks for and does not get is a failure of the run.
    pub counts: bool,
}

/// What the operator and its bridge for OpAMP read or write in labels, apart from pods: the operator copies the labels
/// of a collector to what it makes of it (`internal/manifests/manifestutils`, `cmd/operator-opamp-bridge`,
/// `constants.LabelTargetAllocator`).
const LABELS: [&str; 3] =
    ["opentelemetry.io/opamp-reporting", "opentelemetry.io/opamp-managed", "opentelemetry.io/target-allocator"];
/// The label of a pod that has a sidecar (`pkg/sidecar`).
const INJECTED: &str = "sidecar.opentelemetry.io/injected";
/// What the operator's webhook writes to an Instrumentation: which image it set for a language
/// (`constants.AnnotationDefaultAutoInstrumentation…`).
const DEFAULT_IMAGE: (&str, &str) = ("instrumentation.opentelemetry.io/default-auto-instrumentation-", "-image");

impl<'v> Holder<'v> {
    /// `None` for an object whose keys somebody else looks after: a configuration, or what is not for a cluster.
    pub(super) fn of(value: &'v Value<'v>, kinds: &Kinds) -> Option<Self> {
        let object = Object(value);
        let is_config = object.group() == config::GROUP && object.kind() == config::KIND;
        if is_config || object.is_local_config() {
            return None;
        }
        let workloads = Workload::all(kinds, value, None, StringMap::default());
        let templates = workloads.iter().map(|workload| workload.template_path.clone()).collect();
        let is = if !workloads.is_empty() {
            Is::Workload
        } else if (object.api_version(), object.kind()) == ("v1", "Namespace") {
            Is::Namespace
        } else if is_kustomization(object) {
            Is::Kustomization
        } else {
            Is::Other
        };
        let counts = match &workloads[..] {
            [] => holds_containers(value),
            workloads => workloads.iter().filter_map(Workload::pod).any(|pod| !Pod::is_partial(pod)),
        };
        Some(Self { is, object, templates, counts })
    }

    /// Its pod template whose annotations or labels are at a place.
    pub(super) fn template_at(&self, path: &[Step<'_>], role: Role) -> Option<&Pointer<'static>> {
        self.templates.iter().find(|template| is_metadata(path, &template.0, role))
    }

    /// Something that looks like a pod template, of a kind that nobody knows, whose annotations are at a place.
    pub(super) fn assumed_template<'p>(&self, path: &'p [Step<'v>]) -> Option<&'p [Step<'v>]> {
        let [template @ .., _, _] = path else { return None };
        let spec = [Step::Key("spec".into()), Step::Key("containers".into())];
        let containers = template.iter().chain(&spec).cloned().collect();
        let is_template = is_metadata(path, template, Role::Annotations)
            && Pointer(containers).resolve(self.object.0).is_some_and(is_list);
        (self.is == Is::Other && is_template).then_some(template)
    }

    /// The place whose annotations the operator reads, for a key that is elsewhere: of several pod templates the one
    /// that the key stands in.
    pub(super) fn target(&self, path: &[Step<'_>]) -> Option<Pointer<'static>> {
        let template = match &self.templates[..] {
            [only] => only,
            several => several.iter().find(|template| path.starts_with(&template.0))?,
        };
        Some(template.join(Step::Key("metadata".into())).join(Step::Key("annotations".into())))
    }

    /// The value that one of its pod templates has in an annotation, where that is all the same.
    pub(super) fn template_says(&self, key: &str, value: &str) -> bool {
        let template = |template: &Pointer<'static>| template.resolve(self.object.0).map(Pod);
        let says = |pod: Pod<'_, '_>| pod.annotations().get(key).is_some_and(|own| own == value);
        self.templates.iter().filter_map(template).any(says)
    }

    /// Whether it is the operator that wrote a key, or that reads it in a way that no pod template has a part in.
    pub(super) fn is_operators(&self, path: &[Step<'_>], role: Role, key: &str, known: &Known) -> bool {
        let own = is_metadata(path, &[], role);
        match role {
            Role::Annotations => {
                let (begin, end) = DEFAULT_IMAGE;
                let is_instrumentation =
                    self.object.group() == operator::GROUP && self.object.kind() == "Instrumentation";
                own && is_instrumentation && key.starts_with(begin) && key.ends_with(end)
            }
            Role::Labels => {
                let on_pods = self.template_at(path, role).is_some();
                let is_other = matches!(known, Known::Nothing { in_root: true, meant: None });
                key == INJECTED && on_pods
                    || LABELS.contains(&key) && (own || on_pods)
                    || is_other && selected_keys(self.object.0).contains(&key)
            }
        }
    }

    /// Whether it is a Namespace's annotation that the operator reads there.
    pub(super) fn reads_of_namespace(&self, path: &[Step<'_>], role: Role, known: &Known) -> bool {
        let is_read = match known {
            // Read from the pod alone.
            Known::Annotation(Annotation::GoTarget) | Known::Resource | Known::Nothing { .. } => false,
            Known::Annotation(_) | Known::Sidecar => true,
        };
        is_read && self.is_namespace_annotation(path, role)
    }

    /// Whether a place is the annotations of a Namespace.
    pub(super) fn is_namespace_annotation(&self, path: &[Step<'_>], role: Role) -> bool {
        self.is == Is::Namespace && role == Role::Annotations && is_metadata(path, &[], role)
    }
}

/// Whether kustomize builds from an object. Most of these name neither version nor kind.
fn is_kustomization(object: Object<'_, '_>) -> bool {
    let is_unnamed = || object.api_version().is_empty() && object.kind().is_empty();
    object.group() == "kustomize.config.k8s.io" || is_unnamed() && object.0.get("commonAnnotations").is_some()
}

/// Whether a place is the annotations or labels of what is at another.
pub(super) fn is_metadata(path: &[Step<'_>], of: &[Step<'_>], role: Role) -> bool {
    let name = match role {
        Role::Annotations => "annotations",
        Role::Labels => "labels",
    };
    let [above @ .., Step::Key(metadata), Step::Key(last)] = path else { return false };
    metadata == "metadata" && last == name && above == of
}
