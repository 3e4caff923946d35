//! Edits, reads the result again, and compares it with what is wanted.

use serde::de::IgnoredAny;

use crate::plan::{Op, Plan};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::edit::{edit, swallowed};
use super::locate::exact;
use super::source::value_source;
use super::style::Style;
use super::tree::{NodeId, Tree};
use super::value::{key_name, merges, plainly_means, value};
use super::{Error, read};

/// An object of a document that is edited.
#[derive(Debug, Clone, Copy)]
pub struct Edited<'a, 's> {
    /// Its node.
    pub node: NodeId,
    /// What changes.
    pub plan: &'a Plan<'s>,
    /// What it must mean afterwards.
    pub wanted: &'a Value<'s>,
}

/// Carries out plans and returns the document's new text, which is read again and compared with what is wanted.
///
/// If the document was reformatted since, something put back may no longer fit as it was written. Then it is written in
/// the document's own style instead.
///
/// # Errors
/// [`Error::Edit`] if an edit can't be written, [`Error::Verification`] if the result differs from what is wanted.
pub fn edit_verified<'s>(tree: &Tree<'s>, objects: &[Edited<'_, 's>]) -> Result<String, Error> {
    let plans: Vec<(NodeId, &Plan<'s>)> = objects.iter().map(|object| (object.node, object.plan)).collect();
    let result = edited(tree, &plans, objects)?;
    let has_source = |plan: &Plan<'_>| {
        plan.edits.iter().any(|edit| edit.op.content().is_some_and(|content| content.source.is_some()))
    };
    let puts_back = plans.iter().any(|(_, plan)| has_source(plan));
    match result {
        // A document that was printed as JSON since then has to stay JSON, however it was written before.
        Ok(text) if puts_back && is_json(tree.source) && !is_json(&text) => {}
        Ok(text) => return Ok(text),
        Err(difference) if !puts_back => return Err(no_bug(tree, &plans).unwrap_or(difference)),
        Err(_) => {}
    }
    let bare: Vec<(NodeId, Plan<'s>)> = plans.iter().map(|(node, plan)| (*node, plan.without_sources())).collect();
    let plans: Vec<(NodeId, &Plan<'s>)> = bare.iter().map(|(node, plan)| (*node, plan)).collect();
    edited(tree, &plans, objects)?.map_err(|difference| no_bug(tree, &plans).unwrap_or(difference))
}

/// Whether a document is JSON, apart from a `---` before it: then a program printed it, or a person wants JSON.
#[must_use]
pub fn is_json(document: &str) -> bool {
    let document = document.trim_start_matches('\u{feff}').trim_start();
    let document = document.strip_prefix("---").unwrap_or(document).trim_start();
    document.starts_with('{') && serde_json::from_str::<IgnoredAny>(document).is_ok()
}

/// Why a plan can't be written, if the document is the reason and not a bug in this crate.
fn no_bug<'s>(tree: &Tree<'s>, plans: &[(NodeId, &Plan<'s>)]) -> Option<Error> {
    brought_back(tree, plans).or_else(|| swallowed(tree, &edit(tree, plans).ok()?))
}

/// A removed key that would come back through a merge key.
fn brought_back<'s>(tree: &Tree<'s>, plans: &[(NodeId, &Plan<'s>)]) -> Option<Error> {
    plans.iter().flat_map(|(node, plan)| plan.edits.iter().map(move |edit| (*node, edit))).find_map(|(node, edit)| {
        let (Op::Remove { .. }, Some((Step::Key(key), path))) = (&edit.op, edit.at.split_last()) else { return None };
        let map = exact(tree, node, &Pointer(path.to_vec()))?;
        let message = format!("{key} would come in here through the merge key; write the mapping out");
        merges(tree, map, key).then(|| Error::Edit { message, offset: tree.start(map) })
    })
}

/// Outer error: it can't be written. Inner error: it was written and reads back differently.
fn edited<'s>(
    tree: &Tree<'s>,
    plans: &[(NodeId, &Plan<'s>)],
    objects: &[Edited<'_, 's>],
) -> Result<Result<String, Error>, Error> {
    let mut text = edit(tree, plans)?;
    let Err(difference) = verify(tree, objects, &text) else { return Ok(Ok(text)) };
    if tree.source.ends_with('\n') {
        return Ok(Err(difference));
    }
    // A block scalar that moved to the end of a text without a last line end may need one for its value.
    text.push_str(Style::of(tree).line_end);
    Ok(verify(tree, objects, &text).map(|()| text).map_err(|_| difference))
}

fn verify(tree: &Tree<'_>, objects: &[Edited<'_, '_>], text: &str) -> Result<(), Error> {
    let read_again = read(text).map_err(|_| Error::Verification { at: "/".to_owned() })?;
    let (Some(before), Some(after)) = (tree.root(), read_again.root()) else {
        return Err(Error::Verification { at: "/".to_owned() });
    };
    compare(tree, before, &read_again, after, objects, &mut String::new())
}

/// Walks down to the edited objects. Everything beside them must mean what it meant before.
fn compare(
    tree: &Tree<'_>,
    before: NodeId,
    edited: &Tree<'_>,
    after: NodeId,
    objects: &[Edited<'_, '_>],
    at: &mut String,
) -> Result<(), Error> {
    let different = |at: &str| Error::Verification { at: if at.is_empty() { "/".to_owned() } else { at.to_owned() } };
    let now = || value(edited, after).map_err(|_| different(at));
    if let Some(object) = objects.iter().find(|object| object.node == before) {
        if plainly_means(edited, after, object.wanted) {
            return Ok(());
        }
        let now = now()?;
        if now == *object.wanted {
            return Ok(());
        }
        let first = crate::plan::difference(&now, object.wanted).edits.first().map(|edit| edit.at.to_string());
        return Err(different(&format!("{at}{}", first.unwrap_or_default())));
    }
    let node = tree.node(before);
    let holds_edited = objects.iter().any(|object| before < object.node && object.node < node.next as usize);
    if !holds_edited {
        let same = match (value(tree, before), value(edited, after)) {
            (Ok(before), Ok(after)) => before == after,
            // Something without a value, such as a mapping with a key twice, is unchanged if its text is.
            (Err(_), Err(_)) => value_source(tree, before) == value_source(edited, after),
            _ => false,
        };
        return if same { Ok(()) } else { Err(different(at)) };
    }
    let (olds, news): (Vec<NodeId>, Vec<NodeId>) = (tree.children(before).collect(), edited.children(after).collect());
    if olds.len() != news.len() || tree.kind(before) != edited.kind(after) {
        return Err(different(at));
    }
    let is_map = matches!(tree.kind(before), super::tree::Kind::Map | super::tree::Kind::FlowMap);
    for (index, (old, new)) in olds.iter().zip(&news).enumerate() {
        if is_map && index % 2 == 0 {
            if key_name(tree, *old).ok() != key_name(edited, *new).ok() {
                return Err(different(at));
            }
            continue;
        }
        let length = at.len();
        at.push('/');
        at.push_str(&if is_map { tree.content(olds[index - 1]).into_owned() } else { index.to_string() });
        compare(tree, *old, edited, *new, objects, at)?;
        at.truncate(length);
    }
    Ok(())
}
