//! From a template before and after an injection to the record of it.

mod carried;
mod compare;
mod recorder;
mod shared;
mod spelling;

use crate::plan::Edit;
use crate::value::Value;
use crate::yaml;

use super::data::{Change, Part, Record, Spelling, by_names};

pub use recorder::Original;

use recorder::{Place, Recorder};

/// The parts of what leads from `before` to `after`, and of aliases that are written out on the way.
///
/// Elements of `before` know where the document has them, those of `after` where `before` has them. How things were
/// written is taken from the old record if it knows the place, else from the document.
pub fn parts<'v, 's>(
    current: &Value<'s>,
    before: &Value<'s>,
    after: &'v Value<'s>,
    written_out: &[Edit<'s>],
    original: Original<'_, 's>,
    old: Option<&Record<'static>>,
) -> Vec<Part<'v, 's>> {
    let mut recorder = Recorder::new(original, old);
    let root = Place { parent: None, node: Some(original.template) };
    recorder.values(root, "", before, after);
    for edit in written_out {
        recorder.at = by_names(current, &edit.at);
        let node = yaml::exact(original.tree, original.template, &edit.at);
        let spelling = Spelling { source: node.map(|node| recorder.text(node)), value: None };
        recorder.push(Change::Respelled { spelling });
    }
    recorder.unended_scalar(current);
    recorder.carry_over(old, after);
    recorder.parts
}
