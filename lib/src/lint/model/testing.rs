//! What rules look at, made from texts for tests.

use crate::asking;
use crate::decision::{Decision, Request};
use crate::diagnostic::Location;
use crate::k8s::{Kinds, StringMap, WorkloadKind};
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml;

use super::{Analysis, Document, Manifest};

/// A document with one object.
pub(in crate::lint) fn document(text: &str) -> Document<'_> {
    let tree = yaml::read(text).expect("YAML");
    let node = tree.root().expect("an object");
    let value = yaml::value(&tree, node).expect("a value");
    let namespace = value.str_at(&["metadata", "namespace"]).map(str::to_owned);
    let keys = asking::keys(&value, Kinds::known(), |_| None);
    let manifest = Manifest { node, value, namespace, keys, analyses: Vec::new(), plan: None };
    Document { source: 0, offset: 0, tree, manifests: vec![manifest] }
}

/// A document with one workload that is injected, as people wrote it and as it is after injection.
pub(in crate::lint) fn injected<'t>(
    text: &'t str,
    written: Option<&'t str>,
    effective: Option<&'t str>,
    requests: Vec<Request<'t>>,
) -> Document<'t> {
    let version = |text: &'t str| -> Value<'t> {
        let tree = yaml::read(text).expect("YAML");
        yaml::value(&tree, tree.root().expect("an object")).expect("a value")
    };
    let mut document = document(text);
    let path = Kinds::known().of(&document.manifests[0].value).map(WorkloadKind::first_place);
    document.manifests[0].analyses.push(Analysis {
        template_path: path.unwrap_or_default(),
        decision: Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes: Vec::new() },
        written: written.map(version),
        effective: effective.map(version),
        requests,
        unmet: Vec::new(),
        lists: None,
        verified: None,
        namespace_annotations: StringMap::default(),
        namespace_at: None,
    });
    document
}

/// Where the name of an object is that is the whole of a text.
pub(in crate::lint) fn name_of(text: &str) -> Location {
    let tree = yaml::read(text).expect("YAML");
    let at = Pointer::keys(&["metadata", "name"]);
    Location { source: 0, span: yaml::point(&tree, tree.root().expect("an object"), &at, 0) }
}
