//! One text from anywhere: what reading it, editing it and taking the edits back do to it, and an injection.
//!
//! Whatever must hold for all texts is here, and needs nothing else of these tests: `fuzz/` includes this folder.

mod injection;
mod opinion;
mod plans;
mod random;
mod readers;
mod tally;
pub mod targets;
mod touched;
mod undo;

use std::ops::Range;

use otel_inject::plan::{Op, Plan, apply};
use otel_inject::value::Value;
use otel_inject::yaml::{Edited, Error, Tree, documents, edit, edit_verified, read, value, write_outs};

pub use injection::examine_injection;
pub use opinion::agrees;
pub use random::{Random, random_value};
pub use readers::compare_readers;
pub use tally::Tally;

/// Everything that must hold for a text, with this many plans a document.
pub fn examine(name: &str, text: &str, plans: usize, random: &mut Random, tally: &mut Tally) {
    tally.texts += 1;
    tally.manifests += usize::from(holds_object(text));
    let ranges = documents(text);
    let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
    if joined != text {
        tally.fail(name, "the documents are not the whole stream", "");
    }
    for range in ranges {
        examine_document(name, &text[range], plans, random, tally);
    }
}

/// Whether there is a Kubernetes object that begins in the first column.
fn holds_object(text: &str) -> bool {
    ["apiVersion:", "kind:"].iter().all(|key| text.lines().any(|line| line.starts_with(key)))
}

fn examine_document(name: &str, text: &str, plans: usize, random: &mut Random, tally: &mut Tally) {
    let quick = compare_readers(text).unwrap_or_else(|difference| {
        tally.fail(name, "our two readers differ", &difference);
        false
    });
    let tree = read(text);
    if tree.is_ok() {
        tally.count(text, quick);
    }
    let Some(theirs) = opinion::of(text) else { return };
    tally.documents += 1;
    let tree = match tree {
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
        // The second reader ends lines where kubectl does; a document that asks is refused for it.
        if text.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
            return;
        }
        tally.differing.push(format!("== {name}\n{text}\n{}\n{theirs:?}", before.to_json()));
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
