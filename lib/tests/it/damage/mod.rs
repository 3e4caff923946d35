//! One text from anywhere: what reading it, editing it and taking the edits back do to it.

mod opinion;
mod plans;
mod touched;
mod undo;

use std::collections::BTreeMap;
use std::ops::Range;

use otel_inject::plan::{Op, Plan, apply};
use otel_inject::value::Value;
use otel_inject::yaml::{Edited, Error, Tree, documents, edit, edit_verified, read, value, write_outs};

use crate::yaml_random::Random;

pub use opinion::agrees;

/// What was tried, and what came of it.
#[derive(Default)]
pub struct Tally {
    pub texts: usize,
    /// Documents that the second reader can read.
    pub documents: usize,
    /// Those of them that we can't, by why.
    pub unread: BTreeMap<String, usize>,
    pub edits: usize,
    pub refused: BTreeMap<String, usize>,
    /// Plans that only add, taken back to the very bytes.
    pub taken_back: usize,
    /// Edits whose result did not pass our own check, so that nothing was written, with what they were.
    pub unverified: Vec<String>,
    /// Whatever must not happen.
    pub failures: Vec<String>,
}

impl Tally {
    pub fn refusals(&self) -> usize {
        self.refused.values().sum()
    }

    /// Panics with what failed, if anything did.
    pub fn assert_undamaged(&self) {
        let shown: Vec<&str> = self.failures.iter().take(8).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} failures, of which:\n{}", self.failures.len(), shown.join("\n\n"));
    }

    /// Panics with what did not pass our own check, if anything didn't.
    pub fn assert_verified(&self) {
        assert!(
            self.unverified.is_empty(),
            "{} not verified, the first:\n{}",
            self.unverified.len(),
            self.unverified[0]
        );
    }

    fn fail(&mut self, name: &str, what: &str, details: &str) {
        self.failures.push(format!("== {name}: {what}\n{details}"));
    }
}

/// Everything that must hold for a text, with this many plans a document.
pub fn examine(name: &str, text: &str, plans: usize, random: &mut Random, tally: &mut Tally) {
    tally.texts += 1;
    let ranges = documents(text);
    let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
    if joined != text {
        tally.fail(name, "the documents are not the whole stream", "");
    }
    for range in ranges {
        examine_document(name, &text[range], plans, random, tally);
    }
}

fn examine_document(name: &str, text: &str, plans: usize, random: &mut Random, tally: &mut Tally) {
    let Some(theirs) = opinion::of(text) else { return };
    tally.documents += 1;
    let tree = match read(text) {
        Ok(tree) => tree,
        Err(error) => {
            *tally.unread.entry(error.to_string()).or_default() += 1;
            return;
        }
    };
    if edit(&tree, &[]).as_deref() != Ok(text) {
        tally.fail(name, "printed without an edit it is something else", text);
    }
    let Some(root) = tree.root() else { return };
    let before = match value(&tree, root) {
        Ok(before) => before,
        Err(error) => {
            *tally.unread.entry(error.to_string()).or_default() += 1;
            return;
        }
    };
    if !agrees(&before, &theirs) {
        tally.fail(name, "two readers differ", &format!("{text}\n{}\n{theirs:?}", before.to_json()));
        return;
    }
    for plan in plans::plans(&before, plans, random) {
        examine_plan(name, &tree, &before, plan, tally);
    }
}

fn examine_plan<'s>(name: &str, tree: &Tree<'s>, before: &Value<'s>, mut plan: Plan<'s>, tally: &mut Tally) {
    let root = tree.root().unwrap_or_default();
    let text = tree.source;
    tally.edits += 1;
    let only_adds = plan.edits.iter().all(|edit| matches!(edit.op, Op::Insert(_) | Op::Set(_)));
    match write_outs(tree, root, &plan) {
        Ok(edits) => plan.edits.extend(edits),
        Err(error) => return *tally.refused.entry(error.to_string()).or_default() += 1,
    }
    let wanted = apply(&plan, before);
    let after = match edit_verified(tree, &[Edited { node: root, plan: &plan, wanted: &wanted }]) {
        Ok(after) => after,
        Err(error @ Error::Edit { .. }) => return *tally.refused.entry(error.to_string()).or_default() += 1,
        Err(error) => {
            let written = edit(tree, &[(root, &plan)]).unwrap_or_default();
            return tally.unverified.push(format!("== {name}: {error}\n{}", shown(text, &plan, &written)));
        }
    };
    match opinion::of(&after) {
        Some(theirs) if agrees(&wanted, &theirs) => {}
        _ => tally.fail(name, "the second reader reads something else", &shown(text, &plan, &after)),
    }
    if let Some(lost) = touched::lost_line(tree, &plan, &after) {
        tally.fail(name, &format!("an untouched line is lost: {lost:?}"), &shown(text, &plan, &after));
    }
    if only_adds && let Some(undo) = undo::undo(tree, before, &plan) {
        let back = read(&after).map_err(|error| error.to_string()).and_then(|edited| {
            let object = Edited { node: edited.root().unwrap_or_default(), plan: &undo, wanted: before };
            edit_verified(&edited, &[object]).map_err(|error| error.to_string())
        });
        if back.as_deref() == Ok(text) {
            tally.taken_back += 1;
        } else {
            let back = back.unwrap_or_else(|error| error);
            tally.fail(
                name,
                "taken back it is something else",
                &format!("{}\n-- back\n{back}", shown(text, &plan, &after)),
            );
        }
    }
}

/// What a person needs to see of a failure; of long texts the lines around the first difference.
fn shown(before: &str, plan: &Plan<'_>, after: &str) -> String {
    let edits: Vec<String> = plan.edits.iter().map(|edit| format!("{} {:?}", edit.at, edit.op)).collect();
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| around(text, same).map_or_else(String::new, |range| text[range].to_owned());
    format!("{}\n-- before\n{}\n-- after\n{}", edits.join("\n"), around(before), around(after))
}

fn around(text: &str, at: usize) -> Option<Range<usize>> {
    const BYTES: usize = 700;
    if text.len() < 2 * BYTES {
        return Some(0..text.len());
    }
    let start = (0..=at.saturating_sub(BYTES).min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let end = ((at + BYTES).min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at))?;
    Some(start..end)
}
