//! An object that was read, with its places.

use std::ops::Range;

use crate::asking::Key;
use crate::diagnostic::{Location, ObjectRef};
use crate::k8s::Object;
use crate::lint::finding::{Place, ResourceId};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, NodeId};

use super::document::{Document, Manifest};

/// An object that was read, of any kind.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'i> {
    id: ResourceId,
    document: &'i Document<'i>,
    manifest: &'i Manifest<'i>,
}

impl<'i> Resource<'i> {
    /// All objects of all documents, in order.
    pub(super) fn all(documents: &'i [Document<'i>]) -> impl Iterator<Item = Self> {
        documents.iter().enumerate().flat_map(|(number, document)| {
            let manifests = document.manifests.iter().enumerate();
            manifests.map(move |(index, manifest)| {
                let id = ResourceId { document: number, manifest: index };
                Self { id, document, manifest }
            })
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> ResourceId {
        self.id
    }

    /// The source that has it.
    #[must_use]
    pub fn source(&self) -> usize {
        self.document.source
    }

    /// The object as it was read.
    #[must_use]
    pub fn value(&self) -> &'i Value<'i> {
        &self.manifest.value
    }

    /// What all objects have.
    #[must_use]
    pub fn object(&self) -> Object<'i, 'i> {
        Object(self.value())
    }

    /// Whether it has an API version, such as `apps/v1`, and a kind, such as `Deployment`.
    #[must_use]
    pub fn is(&self, api_version: &str, kind: &str) -> bool {
        self.object().kind() == kind && self.object().api_version() == api_version
    }

    /// Its namespace: its own, or the default for objects that name none.
    #[must_use]
    pub fn namespace(&self) -> Option<&'i str> {
        self.manifest.namespace.as_deref()
    }

    /// The operator's keys in it, and those that were meant to be.
    #[must_use]
    pub fn keys(&self) -> &'i [Key] {
        &self.manifest.keys
    }

    /// What names it.
    #[must_use]
    pub fn reference(&self) -> ObjectRef {
        self.object().reference()
    }

    /// The same, unless it has no kind, as values for templates and many kustomizations.
    fn named(&self) -> Option<ObjectRef> {
        Some(self.reference()).filter(|reference| !reference.kind.is_empty())
    }

    /// What stands at a pointer: of a scalar the scalar, of a collection its key. If nothing stands there, the nearest
    /// thing above that does.
    #[must_use]
    pub fn place(&self, at: &Pointer<'_>) -> Place {
        self.spanning(at, yaml::point(&self.document.tree, self.node(), at, self.document.offset))
    }

    /// The key of a value.
    #[must_use]
    pub fn key(&self, at: &Pointer<'_>) -> Place {
        let Document { tree, offset, .. } = self.document;
        let value = yaml::exact(tree, self.node(), at);
        match value.and_then(|value| yaml::key_of(tree, self.node(), value)) {
            Some(key) => self.spanning(at, offset + tree.start(key)..offset + tree.end(key)),
            None => self.place(at),
        }
    }

    /// Some bytes of a text; the whole text if it is not written as it is meant, but with escapes or line breaks.
    #[must_use]
    pub fn within(&self, at: &Pointer<'_>, part: Range<usize>) -> Place {
        let Document { tree, offset, .. } = self.document;
        let written = yaml::exact(tree, self.node(), at).and_then(|node| {
            let text = &tree.source[tree.start(node)..tree.end(node)];
            Some(tree.start(node) + text.find(&*tree.content(node))?)
        });
        match written.filter(|_| !part.is_empty()) {
            Some(start) => self.spanning(at, offset + start + part.start..offset + start + part.end),
            None => self.place(at),
        }
    }

    fn spanning(&self, at: &Pointer<'_>, span: Range<usize>) -> Place {
        let location = Location { source: self.document.source, span };
        let by_names = crate::record::by_names(self.value(), at);
        Place { location, object: self.named(), field: yaml::field(&by_names) }
    }

    /// How the text of a scalar is written, without its quotes. `None` if the document does not have it there.
    #[must_use]
    pub fn written(&self, at: &Pointer<'_>) -> Option<String> {
        let tree = &self.document.tree;
        Some(tree.content(yaml::exact(tree, self.node(), at)?).into_owned())
    }

    fn node(&self) -> NodeId {
        self.manifest.node
    }

    pub(super) fn manifest(&self) -> &'i Manifest<'i> {
        self.manifest
    }
}

#[cfg(test)]
mod tests {
    use crate::operator::Release;

    use super::super::Manifests;
    use super::super::testing::document;
    use super::*;

    const TEXT: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  list: \"one,two\"
  escaped: \"one,\\ttwo\"
  folded: >-
    one,two
";

    /// The text of a place in the object.
    fn text(place: impl Fn(&Resource<'_>) -> Place) -> String {
        let documents = [document(TEXT)];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        TEXT[place(&manifests.resources()[0]).location.span].to_owned()
    }

    #[test]
    fn a_place_is_what_stands_there_or_the_nearest_thing_above() {
        assert_eq!(text(|one| one.place(&Pointer::keys(&["data", "list"]))), "\"one,two\"");
        assert_eq!(text(|one| one.place(&Pointer::keys(&["data"]))), "data");
        assert_eq!(text(|one| one.place(&Pointer::keys(&["data", "missing", "deeper"]))), "data");
        assert_eq!(text(|one| one.key(&Pointer::keys(&["data", "list"]))), "list");
        assert_eq!(text(|one| one.key(&Pointer::keys(&["data", "missing"]))), "data");
    }

    #[test]
    fn bytes_of_a_text_are_pointed_at_if_it_is_written_as_it_is_meant() {
        assert_eq!(text(|one| one.within(&Pointer::keys(&["data", "list"]), 4..7)), "two");
        assert_eq!(text(|one| one.within(&Pointer::keys(&["data", "folded"]), 4..7)), "two");
        assert_eq!(text(|one| one.within(&Pointer::keys(&["data", "escaped"]), 5..8)), "\"one,\\ttwo\"");
        assert_eq!(text(|one| one.within(&Pointer::keys(&["data", "list"]), 4..4)), "\"one,two\"", "no bytes");
    }

    #[test]
    fn a_scalar_is_given_back_as_it_is_written() {
        let documents = [document("kind: A\na: 007\nb: 'true'\n")];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let written = |key: &'static str| manifests.resources()[0].written(&Pointer::keys(&[key]));
        assert_eq!((written("a").as_deref(), written("b").as_deref()), (Some("007"), Some("true")));
        assert_eq!(written("c"), None);
    }
}
