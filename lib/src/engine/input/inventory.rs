//! Which kinds of object there are, as far as this program is concerned.

use std::borrow::Cow;

use crate::config;
use crate::k8s::{Kinds, Object, Pod, WorkloadKind};
use crate::operator;
use crate::pointer::Step;
use crate::yaml::{self, Kind, NodeId, Tree};

/// The key that adds what another mapping has.
const MERGE: &str = "<<";

/// What an object of the inputs holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A workload with a pod template.
    Workload,
    /// A workload without what every pod has: a patch that a build applies to the whole one.
    Patch,
    /// An Instrumentation, of whatever version.
    Instrumentation,
    /// An OpenTelemetryCollector, of whatever version.
    Collector,
    /// A Namespace.
    Namespace,
    /// An OtelInject, of whatever version.
    Config,
    /// A Service.
    Service,
    /// A Secret or ConfigMap: injection can refer to it by name.
    Referred,
    /// What kustomize builds from.
    Kustomization,
    /// A template that has to be rendered before it can be read.
    Template,
    /// Something that neither asks for anything nor is asked for.
    Other,
}

/// What tells kinds of one name apart.
#[derive(Debug, Clone, Copy)]
enum Api<'a> {
    /// The group of `apiVersion`, in any version; empty for the core group.
    Group(&'a str),
    /// All of `apiVersion`.
    Version(&'a str),
}

/// What objects hold that are no workloads: by `apiVersion` and `kind`.
const OTHERS: &[(Api<'static>, &str, Holds)] = &[
    (Api::Group(operator::GROUP), "Instrumentation", Holds::Instrumentation),
    (Api::Group(operator::GROUP), "OpenTelemetryCollector", Holds::Collector),
    (Api::Group(config::GROUP), config::KIND, Holds::Config),
    (Api::Version("v1"), "Namespace", Holds::Namespace),
    (Api::Version("v1"), "Service", Holds::Service),
    (Api::Version("v1"), "Secret", Holds::Referred),
    (Api::Version("v1"), "ConfigMap", Holds::Referred),
    (Api::Group("kustomize.config.k8s.io"), "Kustomization", Holds::Kustomization),
    (Api::Group("kustomize.config.k8s.io"), "Component", Holds::Kustomization),
];

impl Holds {
    /// Whether it is a workload, whole or not.
    pub(crate) fn is_workload(self) -> bool {
        matches!(self, Holds::Workload | Holds::Patch)
    }

    /// The kinds of object that hold this: a text that names none of them holds no such object.
    pub(crate) fn kinds(self) -> impl Iterator<Item = &'static str> {
        OTHERS.iter().filter(move |(.., holds)| *holds == self).map(|(_, kind, _)| *kind)
    }

    /// Whether an object that is no workload may have this kind.
    pub(crate) fn is_named(kind: &str) -> bool {
        OTHERS.iter().any(|(_, known, _)| *known == kind)
    }

    /// What an object holds.
    pub(crate) fn of(tree: &Tree<'_>, node: NodeId, kinds: &Kinds) -> Self {
        let object = tree.target(node);
        let [kind, api_version, merged] = children(tree, object, ["kind", "apiVersion", MERGE]);
        let value = || yaml::value(tree, object).ok();
        let kind = match (kind, merged) {
            (Some(kind), _) => tree.content(tree.target(kind)),
            (None, Some(_)) => value().map_or(Cow::default(), |value| Object(&value).kind().to_owned().into()),
            (None, None) => return Holds::Other,
        };
        let workloads =
            kinds.iter().filter(|known| known.kind == kind).map(|known| (Api::Group(&known.group), Ok(known)));
        let others = OTHERS.iter().filter(|(_, known, _)| *known == kind).map(|(api, _, holds)| (*api, Err(*holds)));
        let mut named = workloads.chain(others).peekable();
        let Some((_, first)) = named.peek().copied() else { return Holds::Other };
        let version = api_version.map(|version| tree.content(tree.target(version)));
        let by_version = |version: &str| named.clone().find(|(api, _)| api.fits(version)).map(|(_, known)| known);
        let known = version.and_then(|version| by_version(&version)).or_else(|| match value() {
            Some(value) => by_version(Object(&value).api_version()),
            // An object that can't be read keeps its kind, so that somebody reports it.
            None => Some(first),
        });
        match known {
            None => Holds::Other,
            Some(Err(holds)) => holds,
            Some(Ok(kind)) if is_partial(tree, object, kind) => Holds::Patch,
            Some(Ok(_)) => Holds::Workload,
        }
    }

    /// What a text holds that can't be read.
    pub(crate) fn of_unreadable(text: &str) -> Self {
        if text.contains("{{") { Holds::Template } else { Holds::Other }
    }
}

impl Api<'_> {
    fn fits(self, api_version: &str) -> bool {
        match self {
            Api::Group(group) => api_version.split_once('/').map_or("", |(group, _)| group) == group,
            Api::Version(version) => api_version == version,
        }
    }
}

/// Whether a workload lacks what every pod has. Its value is read only if its shape is unusual.
fn is_partial(tree: &Tree<'_>, object: NodeId, kind: &WorkloadKind) -> bool {
    let by_value = || {
        let value = yaml::value(tree, object).unwrap_or_default();
        let templates = kind.templates(&value);
        templates.iter().filter_map(|at| at.resolve(&value)).any(|template| Pod(template).is_partial())
    };
    let [path] = &kind.templates[..] else { return by_value() };
    let Some(keys) = path.keys() else { return by_value() };
    let mut node = object;
    for (depth, key) in keys.iter().copied().chain(["spec", "containers"]).enumerate() {
        if !matches!(tree.kind(node), Kind::Map | Kind::FlowMap) {
            return by_value();
        }
        match children(tree, node, [key, MERGE]) {
            [Some(below), _] => node = tree.target(below),
            [None, Some(_)] => return by_value(),
            [None, None] => return depth >= keys.len(),
        }
    }
    false
}

/// The values of some keys of a mapping.
fn children<const N: usize>(tree: &Tree<'_>, node: NodeId, keys: [&str; N]) -> [Option<NodeId>; N] {
    keys.map(|key| child(tree, node, key))
}

/// The value of a key.
pub(crate) fn child(tree: &Tree<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    yaml::step(tree, tree.target(node), &Step::Key(key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> Holds {
        let tree = yaml::read(text).expect("YAML");
        Holds::of(&tree, tree.root().expect("an object"), Kinds::known())
    }

    #[test]
    fn what_an_object_holds_follows_from_its_api_version_its_kind_and_its_shape() {
        let cases = [
            ("apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: []}}}\n", Holds::Workload),
            ("apiVersion: v1\nkind: Pod\nspec: {containers: []}\n", Holds::Workload),
            ("apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {workloadRef: {name: web}}\n", Holds::Workload),
            ("apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {}}}\n", Holds::Patch),
            ("apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {volumes: []}}}\n", Holds::Patch),
            ("apiVersion: v1\nkind: Pod\nmetadata: {}\n", Holds::Patch),
            ("apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\n", Holds::Instrumentation),
            ("apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\n", Holds::Collector),
            ("apiVersion: v1\nkind: Namespace\n", Holds::Namespace),
            ("apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\n", Holds::Config),
            ("apiVersion: v1\nkind: Service\n", Holds::Service),
            ("apiVersion: v1\nkind: Secret\n", Holds::Referred),
            ("apiVersion: v1\nkind: ConfigMap\n", Holds::Referred),
            ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", Holds::Kustomization),
            ("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n", Holds::Kustomization),
            ("apiVersion: networking.k8s.io/v1\nkind: Ingress\n", Holds::Other),
            // Kinds of one name in other groups.
            ("apiVersion: serving.knative.dev/v1\nkind: Service\n", Holds::Workload),
            ("apiVersion: networking.example.com/v1\nkind: Service\n", Holds::Other),
            ("apiVersion: extensions/v1beta1\nkind: Deployment\n", Holds::Workload),
            ("apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\n", Holds::Workload),
            ("apiVersion: example.com/v1\nkind: Deployment\n", Holds::Other),
            ("apiVersion: v1\nkind: Instrumentation\n", Holds::Other),
            ("kind: Namespace\n", Holds::Other),
            ("apiVersion: apps/v1\n", Holds::Other),
            ("[]\n", Holds::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(text), expected, "{text}");
        }
    }

    #[test]
    fn what_merge_keys_and_aliases_bring_counts() {
        let deployment = "x: &x {apiVersion: apps/v1, kind: Deployment}\n<<: *x\n";
        let with = |spec: &str| holds(&[deployment, "spec: ", spec, "\n"].concat());
        assert_eq!(with("{template: {spec: {containers: []}}}"), Holds::Workload);
        assert_eq!(with("{template: {spec: {<<: {containers: []}}}}"), Holds::Workload);
        assert_eq!(with("{template: {spec: {<<: {volumes: []}}}}"), Holds::Patch);
        assert_eq!(with("{template: {<<: {spec: {containers: []}}}}"), Holds::Workload);
        let version = "x: &x {apiVersion: example.com/v1}\nkind: Deployment\n<<: *x\n";
        assert_eq!(holds(version), Holds::Other);
        let alias = "x: &x {spec: {containers: []}}\napiVersion: apps/v1\nkind: Deployment\nspec: {template: *x}\n";
        assert_eq!(holds(alias), Holds::Workload);
    }

    #[test]
    fn what_cannot_be_read_is_still_known_by_its_kind() {
        assert_eq!(holds("apiVersion: {{ .Values.version }}\nkind: Deployment\n"), Holds::Workload);
        assert_eq!(holds("apiVersion: example.com/v1\nkind: Deployment\na: 1\na: 2\n"), Holds::Workload);
        assert_eq!(Holds::of_unreadable("spec: {{ toYaml . }}\n"), Holds::Template);
        assert_eq!(Holds::of_unreadable("spec: [\n"), Holds::Other);
    }

    #[test]
    fn objects_are_looked_for_by_the_names_of_their_kinds() {
        assert_eq!(Holds::Referred.kinds().collect::<Vec<_>>(), ["Secret", "ConfigMap"]);
        assert_eq!(Holds::Instrumentation.kinds().collect::<Vec<_>>(), ["Instrumentation"]);
    }
}
