//! If an edit would change what an alias elsewhere stands for, the alias is written out first.

use crate::plan::{Content, Edit, Op, Plan};
use crate::pointer::{Pointer, Step};

use super::super::Error;
use super::super::locate::{pointer_to, step};
use super::super::tree::{Kind, NodeId, Tree};
use super::super::value::{is_merge_key, key_name, value};

/// The edits that write out aliases, so that they keep their value although the plan changes what they stand for.
/// `root` is the node that the plan is for.
///
/// # Errors
/// [`Error::Edit`] if that can't be written: an alias is in another object of the same document, or in a key.
pub fn write_outs<'s>(tree: &Tree<'s>, root: NodeId, plan: &Plan<'s>) -> Result<Vec<Edit<'s>>, Error> {
    if tree.aliases().is_empty() || plan.is_empty() {
        return Ok(Vec::new());
    }
    let mut changed: Vec<(NodeId, Vec<&Edit<'s>>)> = Vec::new();
    for edit in &plan.edits {
        for node in passed(tree, root, edit) {
            if tree.is_anchored(node) {
                match changed.iter_mut().find(|(anchor, _)| *anchor == node) {
                    Some((_, edits)) => edits.push(edit),
                    None => changed.push((node, vec![edit])),
                }
            }
        }
    }
    let mut edits = Vec::new();
    for alias in tree.aliases() {
        let target = tree.target(*alias);
        let Some((anchor, theirs)) = changed.iter().find(|(anchor, _)| target == *anchor) else {
            if plan.edits.iter().any(|edit| parts(tree, root, plan, edit, *alias, target)) {
                write_out(tree, root, plan, *alias, &mut edits)?;
            }
            continue;
        };
        if tree.nodes()[root].next as usize <= *alias || *alias < root {
            let message = "this is an alias of something in another object that has to change; write it out";
            return Err(Error::Edit { message: message.to_owned(), offset: tree.start(*alias) });
        }
        match merging_map(tree, root, *alias) {
            Some(map) if !shows_through(tree, root, plan, (*anchor, theirs), map)? => {}
            _ => write_out(tree, root, plan, *alias, &mut edits)?,
        }
    }
    Ok(edits)
}

fn write_out<'s>(
    tree: &Tree<'s>,
    root: NodeId,
    plan: &Plan<'s>,
    alias: NodeId,
    edits: &mut Vec<Edit<'s>>,
) -> Result<(), Error> {
    let at = pointer_to(tree, root, alias)?;
    if !plan.edits.iter().any(|edit| means(edit, &at) || takes_away(edit, &at)) {
        edits.push(Edit { at, op: Op::Replace(Content::new(value(tree, alias)?)) });
    }
    Ok(())
}

/// Whether a move, together with others in the same list, brings an alias before its anchor.
fn parts(tree: &Tree<'_>, root: NodeId, plan: &Plan<'_>, edit: &Edit<'_>, alias: NodeId, anchor: NodeId) -> bool {
    let (Op::Move { .. }, Some((_, path))) = (&edit.op, edit.at.split_last()) else { return false };
    let Some(list) = path.iter().try_fold(root, |node, along| step(tree, node, along)) else { return false };
    let item =
        |node: NodeId| tree.children(list).position(|child| child <= node && node < tree.nodes()[child].next as usize);
    // What moves arrives before the element that stands there, in the order of the edits.
    let place = |index: usize| {
        let moved = plan.edits.iter().enumerate().find_map(|(order, other)| match (&other.op, other.at.split_last()) {
            (Op::Move { to, .. }, Some((Step::Index(from), other))) if *from == index && other == path => {
                Some((*to, false, order))
            }
            _ => None,
        });
        moved.unwrap_or((index, true, 0))
    };
    let (Some(anchor), Some(alias)) = (item(anchor), item(alias)) else { return false };
    anchor < alias && place(alias) < place(anchor)
}

/// Whether an edit takes away a place, or something that the place is in.
fn takes_away(edit: &Edit<'_>, place: &Pointer<'_>) -> bool {
    matches!(edit.op, Op::Remove { .. } | Op::Replace(_)) && place.0.starts_with(&edit.at.0)
}

/// Whether an edit changes what stands at a place or below it.
fn means(edit: &Edit<'_>, place: &Pointer<'_>) -> bool {
    // An insert or a move at an index is about the list.
    let only_place = matches!(edit.op, Op::Insert(_) | Op::Move { .. }) && edit.at.0.len() == place.0.len();
    !only_place && edit.at.0.starts_with(&place.0)
}

/// The nodes that an edit changes: those along its path up to the first alias, and everything below what it takes away.
fn passed<'s>(tree: &Tree<'s>, root: NodeId, edit: &Edit<'s>) -> Vec<NodeId> {
    let mut nodes = vec![root];
    let mut node = root;
    for (index, along) in edit.at.0.iter().enumerate() {
        match step(tree, node, along) {
            Some(child) if tree.kind(child) != Kind::Alias => {
                // An insert goes before the node that stands there now, not into it.
                let only_place =
                    index + 1 == edit.at.0.len() && matches!(edit.op, Op::Insert(_) | Op::Move { .. } | Op::Set(_));
                if only_place {
                    break;
                }
                nodes.push(child);
                node = child;
                if index + 1 == edit.at.0.len() {
                    nodes.extend(child + 1..tree.nodes()[child].next as usize);
                }
            }
            _ => break,
        }
    }
    nodes
}

/// The mapping that an alias is merged into, if it stands after `<<:`.
fn merging_map(tree: &Tree<'_>, root: NodeId, alias: NodeId) -> Option<NodeId> {
    let mut node = root;
    loop {
        let inside = |child: &NodeId| *child <= alias && alias < tree.nodes()[*child].next as usize;
        match tree.kind(node) {
            Kind::Map | Kind::FlowMap => {
                let (key, child) = tree.entries(node).find(|(_, child)| inside(child))?;
                if is_merge_key(tree, key) {
                    return Some(node);
                }
                node = child;
            }
            Kind::Seq | Kind::FlowSeq => node = tree.children(node).find(inside)?,
            _ => return None,
        }
    }
}

/// Whether edits of a merged mapping show in the mapping that merges it.
fn shows_through<'s>(
    tree: &Tree<'s>,
    root: NodeId,
    plan: &Plan<'s>,
    (anchor, theirs): (NodeId, &[&Edit<'s>]),
    map: NodeId,
) -> Result<bool, Error> {
    let at = pointer_to(tree, root, map)?;
    let depth = pointer_to(tree, root, anchor)?.0.len();
    let seen = |edit: &&&Edit<'s>| {
        let Some(along) = edit.at.0.get(depth) else { return true };
        // A list of mappings is being merged.
        let Step::Key(key) = along else { return true };
        let place = at.join(along.clone());
        let own = tree.entries(map).any(|(name, _)| key_name(tree, name).is_ok_and(|name| name == *key));
        !own && !plan.edits.iter().any(|other| means(other, &place))
    };
    let goes = plan.edits.iter().any(|edit| takes_away(edit, &at));
    Ok(!goes && theirs.iter().any(|edit| seen(&edit)))
}
