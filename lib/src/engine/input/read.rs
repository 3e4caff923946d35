//! Documents as trees, with the objects in them.

use std::ops::Range;

use crate::asking;
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::k8s::Kinds;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, Error, NodeId, Tree, point};

use super::inventory::{Holds, child};
use super::list_items::{items, kind_of};
use super::otherwise::{glued_marker_help, otherwise};
use super::prefilter::may_request_injection;
use super::source::{Source, is_function_input};

/// A document of a source, read.
#[derive(Debug)]
pub(crate) struct ReadDocument<'s> {
    pub source: usize,
    /// Where it begins in the source: the tree's places count from there.
    pub offset: usize,
    pub tree: Tree<'s>,
    /// The root, or the items of a List or ResourceList.
    pub objects: Vec<ReadObject>,
    /// What a ResourceList configures a function with.
    pub function_config: Option<ReadObject>,
    /// The Lists that its objects are items of, whose own metadata may have keys.
    lists: Vec<NodeId>,
    is_resource_list: bool,
    /// The kinds of workload that the run knows.
    kinds: &'s Kinds,
}

/// An object in a document. Its value is read on demand, since most objects are only passed through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadObject {
    pub node: NodeId,
    pub holds: Holds,
}

impl<'s> ReadDocument<'s> {
    /// Reads a part of a source's text.
    pub(crate) fn read(text: &'s str, source: usize, range: Range<usize>, kinds: &'s Kinds) -> Result<Self, Error> {
        let tree = yaml::read(&text[range.clone()])?;
        let (mut objects, mut lists) = (Vec::new(), Vec::new());
        let (mut function_config, mut is_resource_list) = (None, false);
        if let Some(root) = tree.root() {
            collect(&tree, root, 0, kinds, &mut objects, &mut lists);
            is_resource_list = kind_of(&tree, root).as_deref() == Some("ResourceList");
            if is_resource_list {
                function_config = child(&tree, root, "functionConfig").map(|node| ReadObject::of(&tree, node, kinds));
            }
        }
        Ok(Self { source, offset: range.start, tree, objects, function_config, lists, is_resource_list, kinds })
    }

    /// Whether it is a ResourceList.
    pub(super) fn is_resource_list(&self) -> bool {
        self.is_resource_list
    }

    /// Whether it is a ResourceList among other files: what some function is tested with, not what this one is given. It
    /// is data then, and nothing in it counts.
    pub(crate) fn is_data(&self, sources: &[Source]) -> bool {
        self.is_resource_list && !is_function_input(sources, self.source)
    }

    /// What kubectl reads otherwise in it.
    pub(crate) fn otherwise(&self) -> Vec<Diagnostic> {
        otherwise(&self.tree, self.source, self.offset, self.kinds)
    }

    /// What an object means.
    pub(crate) fn value(&self, object: ReadObject) -> Result<Value<'s>, Error> {
        yaml::value(&self.tree, object.node)
    }

    /// An object as it is written.
    pub(crate) fn text(&self, object: ReadObject) -> &'s str {
        &self.tree.source[self.tree.outer_start(object.node)..self.tree.end(object.node)]
    }

    /// The operator's keys in an object.
    pub(crate) fn keys(&self, object: ReadObject, value: &Value<'s>) -> Vec<asking::Key> {
        if !self.may_ask(object) {
            return Vec::new();
        }
        let written = |at: &Pointer<'_>| {
            let node = yaml::exact(&self.tree, object.node, at)?;
            Some(self.tree.content(node).into_owned())
        };
        asking::keys(value, self.kinds, written)
    }

    /// The operator's keys in the Lists themselves, each with the List as far as it is no list: their metadata is nobody's.
    pub(crate) fn keys_of_lists(&self) -> Vec<(NodeId, Value<'s>, Vec<asking::Key>)> {
        let own = |list: &NodeId| {
            let metadata = child(&self.tree, *list, "metadata")?;
            let value = |node| yaml::value(&self.tree, node).ok();
            let text = &self.tree.source[self.tree.outer_start(metadata)..self.tree.end(metadata)];
            if self.tree.aliases().is_empty() && !may_request_injection(text) {
                return None;
            }
            let of = |key| child(&self.tree, *list, key).and_then(value).unwrap_or_default();
            let entries = [("apiVersion", of("apiVersion")), ("kind", of("kind")), ("metadata", value(metadata)?)];
            let list_only = Value::map(entries);
            let keys = asking::keys(&list_only, self.kinds, |_| None);
            Some((*list, list_only, keys))
        };
        self.lists.iter().filter_map(own).collect()
    }

    /// Whether an object may have a key of the operator's. An alias may stand for one that is elsewhere.
    pub(crate) fn may_ask(&self, object: ReadObject) -> bool {
        !self.tree.aliases().is_empty() || may_request_injection(self.text(object))
    }

    /// Where the key of something in an object is.
    pub(crate) fn key_location(&self, object: NodeId, at: &Pointer<'_>) -> Location {
        let tree = &self.tree;
        let key = yaml::exact(tree, object, at).and_then(|value| yaml::key_of(tree, object, value));
        match key {
            Some(key) => {
                let span = self.offset + tree.start(key)..self.offset + tree.end(key);
                Location { source: self.source, span }
            }
            None => self.location(object, at),
        }
    }

    /// Where something in an object is.
    pub(crate) fn location(&self, object: NodeId, at: &Pointer<'_>) -> Location {
        Location { source: self.source, span: point(&self.tree, object, at, self.offset) }
    }
}

impl ReadObject {
    fn of(tree: &Tree<'_>, node: NodeId, kinds: &Kinds) -> Self {
        Self { node, holds: Holds::of(tree, node, kinds) }
    }
}

fn collect(
    tree: &Tree<'_>,
    node: NodeId,
    depth: usize,
    kinds: &Kinds,
    found: &mut Vec<ReadObject>,
    lists: &mut Vec<NodeId>,
) {
    match items(tree, node, depth) {
        Some(items) => {
            lists.push(node);
            for item in tree.children(items) {
                collect(tree, item, depth + 1, kinds, found, lists);
            }
        }
        None => found.push(ReadObject::of(tree, node, kinds)),
    }
}

/// A document that can't be read though something may be asked of it.
pub(crate) fn unreadable(error: &Error, source: usize, offset: usize) -> Diagnostic {
    let at = offset + error.offset();
    let code = if matches!(error, Error::Syntax { .. }) { Code::Syntax } else { Code::Unreadable };
    Diagnostic::new(Severity::Error, code, format!("this document can't be read: {error}"))
        .at(Location { source, span: at..at })
}

/// The same with the text that can't be read, which may be a template of one that can.
pub(crate) fn unreadable_text(error: &Error, text: &str, source: usize, offset: usize) -> Diagnostic {
    let diagnostic = unreadable(error, source, offset);
    match Holds::of_unreadable(text) {
        Holds::Template => {
            diagnostic.help("templates have to be rendered first, as in helm template ./chart | otel-inject inject -")
        }
        _ => match glued_marker_help(text) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::list_items::DEEPEST;
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let document = ReadDocument::read(text, 0, 0..text.len(), Kinds::known()).expect("YAML");
        let name = |object: &ReadObject| document.value(*object).expect("a value").str_at(&["name"]).map(str::to_owned);
        document.objects.iter().filter_map(name).collect()
    }

    /// An object in as many Lists.
    fn nested(depth: usize) -> String {
        (0..depth).fold("{name: innermost}".to_owned(), |object, _| format!("{{kind: List, items: [{object}]}}"))
    }

    #[test]
    fn the_objects_of_a_document_are_its_root_or_the_items_of_lists() {
        assert_eq!(names("name: a\n"), ["a"]);
        assert_eq!(names("kind: List\nitems:\n- name: a\n- name: b\n"), ["a", "b"]);
        assert_eq!(names("kind: ResourceList\nitems:\n- name: a\nfunctionConfig: {name: c}\n"), ["a"]);
        assert_eq!(names("kind: Menu\nname: a\nitems:\n- name: b\n"), ["a"]);
        assert!(names("").is_empty());
    }

    #[test]
    fn lists_in_lists_are_read_as_deep_as_anybody_nests_them() {
        assert_eq!(names("kind: List\nitems:\n- kind: DeploymentList\n  items:\n  - name: a\n- name: b\n"), ["a", "b"]);
        assert_eq!(names(&nested(DEEPEST)), ["innermost"]);
        assert!(names(&nested(DEEPEST + 1)).is_empty());
    }

    #[test]
    fn only_a_resource_list_configures_a_function() {
        let configures = |text: &str| {
            let document = ReadDocument::read(text, 0, 0..text.len(), Kinds::known()).expect("YAML");
            document.function_config.map(|object| object.holds)
        };
        let config = "functionConfig: {apiVersion: otel-inject.dev/v1alpha1, kind: OtelInject}\n";
        assert_eq!(configures(&["kind: ResourceList\n", config].concat()), Some(Holds::Config));
        assert_eq!(configures(&["kind: List\n", config].concat()), None);
    }

    #[test]
    fn a_template_is_to_be_rendered_first() {
        let help = |text: &str| {
            let error = yaml::read(text).expect_err("no YAML");
            unreadable_text(&error, text, 0, 0).help
        };
        assert!(help("a: {{ b }\n- c\n").contains("helm template"));
        assert_eq!(help("a: [\n"), "");
    }
}
