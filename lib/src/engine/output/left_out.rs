//! What a run leaves out of its inputs: what can't be read, and what is nothing to inject into by itself.

use crate::asking::{Key, Reader};
use crate::decision::{LeftOut, LeftOutReason};
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::engine::index::Inputs;
use crate::engine::input::{ReadDocument, ReadObject, Role};
use crate::k8s::{Object, is_fragment};
use crate::operator::{Annotation, says_yes};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, field};

/// A document that can't be read.
pub(crate) fn unreadable_document(error: &yaml::Error, source: usize, offset: usize) -> LeftOut {
    let at = offset + error.offset();
    let reason = LeftOutReason::Unreadable(error.to_string());
    LeftOut { location: Location { source, span: at..at }, object: None, reason }
}

/// A ResourceList that is data.
pub(crate) fn resource_list(document: &ReadDocument<'_>) -> Option<LeftOut> {
    let location = document.location(document.tree.root()?, &Pointer::keys(&["kind"]));
    Some(LeftOut { location, object: None, reason: LeftOutReason::ResourceList })
}

/// A workload that was found in a folder and is only a fragment of one.
pub(crate) fn fragment(
    inputs: &Inputs,
    document: &ReadDocument<'_>,
    object: ReadObject,
    value: &Value<'_>,
) -> Option<LeftOut> {
    let is_found = inputs.sources[document.source].role == Role::Found;
    (is_found && is_fragment(&inputs.kinds, value)).then(|| LeftOut {
        location: document.location(object.node, &Pointer::keys(&["metadata", "name"])),
        object: Some(Object(value).reference()),
        reason: LeftOutReason::Fragment,
    })
}

/// Says that a fragment asks for injection, at the place where it does.
pub(crate) fn fragment_asks(
    fragment: &LeftOut,
    document: &ReadDocument<'_>,
    object: ReadObject,
    value: &Value<'_>,
) -> Option<Diagnostic> {
    let is_request = |key: &Key| {
        let is_inject = matches!(Annotation::parse(&key.key), Some(Annotation::Inject(_)));
        key.reader == Reader::Template && is_inject && says_yes(&key.value)
    };
    let Key { at, key, .. } = document.keys(object, value).into_iter().find(is_request)?;
    let about = fragment.object.as_ref()?;
    let message = format!("{key} asks for injection in a fragment of {about}, which is left out");
    let asks = Diagnostic::new(Severity::Warning, Code::LeftOut, message);
    let asks = asks.at(document.key_location(object.node, &at)).about(about, field(&at));
    Some(asks.help("if it is a patch, look at what is built from it; to have it done by itself, name its file"))
}
