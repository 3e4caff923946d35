//! An object that was read, with its places.

use std::ops::Range;

use crate::diagnostic::ObjectRef;
use crate::k8s::Object;
use crate::lint::finding::Place;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::NodeId;

use super::document::{Document, Manifest};

/// Which object is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// The number of its document.
    pub document: usize,
    /// Its number in the document.
    pub manifest: usize,
}

/// An object that was read, of any kind.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'i> {
    id: ResourceId,
    document: &'i Document<'i>,
    manifest: &'i Manifest<'i>,
}

impl<'i> Resource<'i> {
    /// All objects of all documents, in order.
    pub(in crate::lint) fn all(documents: &'i [Document<'i>]) -> impl Iterator<Item = Self> {
        documents.iter().enumerate().flat_map(|(number, document)| {
            let manifests = document.manifests.iter().enumerate();
            manifests.map(move |(index, manifest)| {
                let id = ResourceId { document: number, manifest: index };
                Self { id, document, manifest }
            })
        })
    }

    /// Which one it is.
    #[must_use]
    pub fn id(&self) -> ResourceId {
        self.id
    }

    /// It, as it was read.
    #[must_use]
    pub fn value(&self) -> &'i Value<'i> {
        &self.manifest.value
    }

    /// What all objects have.
    #[must_use]
    pub fn object(&self) -> Object<'i, 'i> {
        Object(self.value())
    }

    /// `apps/v1` and `Deployment`.
    #[must_use]
    pub fn is(&self, api_version: &str, kind: &str) -> bool {
        self.object().kind() == kind && self.object().api_version() == api_version
    }

    /// Its namespace: its own, or the one that holds for objects that name none.
    #[must_use]
    pub fn namespace(&self) -> Option<&'i str> {
        self.manifest.namespace.as_deref()
    }

    /// What names it.
    #[must_use]
    pub fn reference(&self) -> ObjectRef {
        self.object().reference()
    }

    /// What stands at a pointer: of a scalar the scalar, of a collection its key; where nothing stands there, the
    /// nearest thing above.
    #[must_use]
    pub fn place(&self, at: &Pointer<'_>) -> Place {
        Place::of_value(*self, at)
    }

    /// The key that a value stands under.
    #[must_use]
    pub fn key(&self, at: &Pointer<'_>) -> Place {
        Place::of_key(*self, at)
    }

    /// Some bytes of a text.
    #[must_use]
    pub fn within(&self, at: &Pointer<'_>, part: Range<usize>) -> Place {
        Place::within(*self, at, part)
    }

    /// How the text of a scalar is written, without its quotes; none where the document does not have it there.
    #[must_use]
    pub fn written(&self, at: &Pointer<'_>) -> Option<String> {
        let tree = &self.document.tree;
        Some(tree.content(crate::yaml::exact(tree, self.node(), at)?).into_owned())
    }

    pub(in crate::lint) fn document(&self) -> &'i Document<'i> {
        self.document
    }

    pub(in crate::lint) fn node(&self) -> NodeId {
        self.manifest.node
    }

    pub(in crate::lint) fn manifest(&self) -> &'i Manifest<'i> {
        self.manifest
    }
}
