//! Keys of the operator's in objects of any kind: what reads each, and what is to be said where nothing does.
//!
//! People write `instrumentation.opentelemetry.io/inject-java` where nobody looks: on the Deployment itself, as a label,
//! with a letter missing. Nothing is injected then, and nothing in the cluster says so.

mod domain;
mod holder;
mod judge;
mod known;
mod places;
mod repair;
mod search;
mod text;
mod words;

use crate::diagnostic::Severity;
use crate::k8s::Kinds;
use crate::operator::Annotation;
use crate::pointer::Pointer;
use crate::value::Value;

use holder::Holder;
use judge::{Asked, judged};
use known::Known;

pub use repair::Repair;
pub use search::may_have_keys;
pub use text::requests;

/// The rules of the linter that say what is found here.
pub mod rule {
    /// An annotation on the workload itself.
    pub const ON_WORKLOAD: &str = "annotation-on-workload";
    /// A key anywhere else where nothing reads it.
    pub const MISPLACED: &str = "annotation-misplaced";
    /// A key that the operator does not know.
    pub const UNKNOWN: &str = "unknown-annotation";
    /// A value that is no string.
    pub const NOT_STRING: &str = "annotation-value-not-string";
    /// A request in a kind of object that nobody told of.
    pub const KIND_UNKNOWN: &str = "workload-kind-unknown";
    /// A request for a collector beside the app.
    pub const SIDECAR: &str = "sidecar-not-injected";

    /// All of them.
    pub const ALL: [&str; 6] = [ON_WORKLOAD, MISPLACED, UNKNOWN, NOT_STRING, KIND_UNKNOWN, SIDECAR];
}

/// Who reads a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The operator and this program, on a pod template.
    Template,
    /// The operator, elsewhere, or whoever selects by it.
    Other,
    /// Nobody, but it is a copy of what the object's own pod template says.
    Copied,
    /// Nobody, and another key beside it speaks for it.
    SpokenFor,
    /// Nobody.
    Nobody,
}

/// A key of the operator's, or one that was meant to be.
#[derive(Debug, Clone)]
pub struct Key {
    /// Where its value is.
    pub at: Pointer<'static>,
    /// The key.
    pub key: String,
    /// Its value, as text.
    pub value: String,
    /// Who reads it.
    pub reader: Reader,
    /// What to say of it.
    pub told: Option<Told>,
}

/// What to say of a key.
#[derive(Debug, Clone)]
pub struct Told {
    /// The rule of the linter that says it.
    pub rule: &'static str,
    /// How severe that rule takes it.
    pub severity: Severity,
    /// Whether it asks for something that is not done.
    pub unmet: bool,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to say at its place; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: String,
    /// What makes it right, where that is sure.
    pub repair: Option<Repair>,
    /// Whether it is nothing to speak of where a pod template says the same.
    pub may_be_copy: bool,
}

/// All keys of an object, in order. `written` is how the text of a scalar at a place is written.
#[must_use]
pub fn keys<'v>(
    value: &'v Value<'v>,
    kinds: &Kinds,
    written: impl Fn(&Pointer<'static>) -> Option<String>,
) -> Vec<Key> {
    let Some(holder) = Holder::of(value, kinds) else { return Vec::new() };
    let mut keys = Vec::new();
    places::each_mapping(value, &mut |path, role, beside| {
        for (key, value) in beside.iter() {
            let Some(known) = Known::of(key) else { continue };
            let asked = Asked { holder: &holder, path, role, beside, key, value, known: &known };
            let (reader, told) = judged(&asked, &written);
            keys.push(Key { at: asked.at(), key: key.to_owned(), value: asked.text(), reader, told });
        }
    });
    one_speaks_for_all(&mut keys);
    keys
}

/// In the pod template of a kind that nobody told of, one key speaks for all: the first that asks for a language, or for
/// anything, or that is there.
fn one_speaks_for_all(keys: &mut [Key]) {
    let is_of_kind = |key: &&Key| key.told.as_ref().is_some_and(|told| told.rule == rule::KIND_UNKNOWN);
    let template = |key: &Key| key.at.split_last().map(|(_, template)| template.to_vec());
    let rank = |key: &Key| {
        let asks = key.told.as_ref().is_some_and(|told| told.unmet);
        let is_language = matches!(Annotation::parse(&key.key), Some(Annotation::Inject(_)));
        (!(asks && is_language), !asks)
    };
    let speakers: Vec<Pointer<'static>> = {
        let of_kind = || keys.iter().filter(is_of_kind);
        let speaks =
            |key: &&Key| of_kind().filter(|other| template(other) == template(key)).min_by_key(|key| rank(key));
        of_kind().filter(|key| speaks(key).is_some_and(|first| first.at == key.at)).map(|key| key.at.clone()).collect()
    };
    for key in keys.iter_mut().filter(|key| is_of_kind(&&**key) && !speakers.contains(&key.at)) {
        (key.reader, key.told) = (Reader::SpokenFor, None);
    }
}

/// What pod templates ask: the keys that they have, with their values. kustomize copies these to other objects.
pub fn asked<'k>(keys: impl IntoIterator<Item = &'k Key>) -> impl Iterator<Item = (&'k str, &'k str)> {
    let keys = keys.into_iter().filter(|key| key.reader == Reader::Template);
    keys.map(|key| (key.key.as_str(), key.value.as_str()))
}

#[cfg(test)]
mod tests;
