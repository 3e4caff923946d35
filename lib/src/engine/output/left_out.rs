//! What a run leaves out of its inputs: what can't be read, and what is nothing to inject into by itself.

use std::fmt;

use crate::asking::{Key, Reader};
use crate::diagnostic::{Code, Diagnostic, Location, ObjectRef, Severity};
use crate::engine::index::Inputs;
use crate::engine::input::{ReadDocument, ReadObject, Role};
use crate::k8s::{Object, is_fragment};
use crate::operator::{Annotation, says_yes};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, field};

/// A document or an object that a run leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it is, or where it can't be read.
    pub location: Location,
    /// What names it, if that is known.
    pub object: Option<ObjectRef>,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why something is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It is a part of a workload, in a folder that may hold the rest.
    Fragment,
    /// It is a ResourceList among other files, data for some function.
    ResourceList,
    /// It can't be read, for this reason, and nothing in it asks for anything.
    Unreadable(String),
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeftOutReason::Fragment => f.write_str("a fragment of a workload, such as a patch"),
            LeftOutReason::ResourceList => f.write_str("a ResourceList, which is data for some function"),
            LeftOutReason::Unreadable(why) => write!(f, "it can't be read: {why}"),
        }
    }
}

impl LeftOut {
    /// A document that can't be read.
    pub(crate) fn unreadable(error: &yaml::Error, source: usize, offset: usize) -> Self {
        let at = offset + error.offset();
        let reason = LeftOutReason::Unreadable(error.to_string());
        Self { location: Location { source, span: at..at }, object: None, reason }
    }

    /// A ResourceList that is data.
    pub(crate) fn resource_list(document: &ReadDocument<'_>) -> Option<Self> {
        let location = document.location(document.tree.root()?, &Pointer::keys(&["kind"]));
        Some(Self { location, object: None, reason: LeftOutReason::ResourceList })
    }

    /// A workload that was found in a folder and is only a fragment of one.
    pub(crate) fn fragment(
        inputs: &Inputs,
        document: &ReadDocument<'_>,
        object: ReadObject,
        value: &Value<'_>,
    ) -> Option<Self> {
        let is_found = inputs.sources[document.source].role == Role::Found;
        (is_found && is_fragment(&inputs.kinds, value)).then(|| Self {
            location: document.location(object.node, &Pointer::keys(&["metadata", "name"])),
            object: Some(Object(value).reference()),
            reason: LeftOutReason::Fragment,
        })
    }

    /// Says that a fragment asks for injection, at the place where it does.
    pub(crate) fn asks(
        &self,
        document: &ReadDocument<'_>,
        object: ReadObject,
        value: &Value<'_>,
    ) -> Option<Diagnostic> {
        let is_request = |key: &Key| {
            let is_inject = matches!(Annotation::parse(&key.key), Some(Annotation::Inject(_)));
            key.reader == Reader::Template && is_inject && says_yes(&key.value)
        };
        let Key { at, key, .. } = document.keys(object, value).into_iter().find(is_request)?;
        let about = self.object.as_ref()?;
        let message = format!("{key} asks for injection in a fragment of a {}, which is left out", about.kind);
        let asks = Diagnostic::new(Severity::Warning, Code::LeftOut, message);
        let asks = asks.at(document.key_location(object.node, &at)).about(about, field(&at));
        Some(asks.help("if it is a patch, look at what is built from it; to have it done by itself, name its file"))
    }
}
