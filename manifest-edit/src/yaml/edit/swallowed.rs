//! Explains edits that can't be written because a block scalar would swallow what stands below it.

use std::collections::HashMap;

use super::super::tree::{Kind, NodeId, Tree};
use super::super::{Error, read};
use super::Editor;

/// Why an edited text doesn't say what was wanted, if one of its block scalars swallowed comments or blank lines that
/// stood below it.
pub(in crate::yaml) fn swallowed(tree: &Tree<'_>, edited: &str) -> Option<Error> {
    match read(edited) {
        Ok(after) => comment(tree, &after).or_else(|| blank_lines(tree, &after)),
        Err(error) => unreadable_comment(tree, edited, error.offset()),
    }
}

/// A comment that no reader accepts where it is now: below an empty block scalar whose header gives its indentation.
fn unreadable_comment(tree: &Tree<'_>, edited: &str, at: usize) -> Option<Error> {
    let begin = edited[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = edited[begin..].lines().next()?;
    let (offset, _) = comments(tree).into_iter().find(|(_, comment)| *comment == line)?;
    Some(refusal("this comment would come where none can stand, below a text that is empty; move it", offset))
}

fn refusal(message: &str, offset: usize) -> Error {
    Error::Edit { message: message.to_owned(), offset }
}

/// A comment that became text.
fn comment(before: &Tree<'_>, after: &Tree<'_>) -> Option<Error> {
    let mut kept: HashMap<&str, usize> = HashMap::new();
    comments(after).into_iter().for_each(|(_, comment)| *kept.entry(comment).or_default() += 1);
    let mut lost = comments(before).into_iter().filter(|(_, comment)| match kept.get_mut(comment) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    });
    let taken = |comment: &str| scalars(after).any(|id| text(after, id).lines().any(|line| line == comment));
    let (offset, _) = lost.find(|(_, comment)| taken(comment))?;
    Some(refusal("this comment would become part of the text above it; indent it less, or move it", offset))
}

/// Blank lines that became text: those below a scalar that keeps all of them, or those longer than its indentation.
fn blank_lines(before: &Tree<'_>, after: &Tree<'_>) -> Option<Error> {
    let grown = |id: &NodeId| {
        let was = before.content(*id);
        let more = |now: &str| now.strip_prefix(&*was).is_some_and(|more| !more.is_empty() && more.trim().is_empty());
        scalars(after).any(|other| more(&after.content(other)))
    };
    let id = scalars(before).find(grown)?;
    let message = "blank lines further down would become part of this text; take them or the blanks in them out";
    Some(refusal(message, before.start(id)))
}

/// The lines that hold only a comment, with their offsets.
fn comments<'t>(tree: &'t Tree<'_>) -> Vec<(usize, &'t str)> {
    let editor = Editor::to_look(tree);
    let lines = editor.comment_lines(0, tree.source.len()).into_iter();
    lines.filter_map(|line| Some((line, tree.source[line..].lines().next()?))).collect()
}

fn scalars<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = NodeId> + 't {
    (0..tree.nodes().len()).filter(|id| matches!(tree.kind(*id), Kind::Literal | Kind::Folded))
}

fn text<'t>(tree: &'t Tree<'_>, id: NodeId) -> &'t str {
    &tree.source[tree.start(id)..tree.end(id)]
}
