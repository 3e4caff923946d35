//! Which lines a plan may change; all others must come out as they went in, and in their order.

use std::ops::Range;

use otel_inject::plan::{Op, Plan};
use otel_inject::pointer::Step;
use otel_inject::yaml::{Kind, NodeId, Tree, key_of, step, unended_scalar};

/// The first line that is not touched by a plan and that the edited text lacks.
pub fn lost_line<'s>(tree: &Tree<'s>, plan: &Plan<'_>, after: &str) -> Option<&'s str> {
    let mut touched: Vec<Range<usize>> = Vec::new();
    for edit in &plan.edits {
        touched.extend(range(tree, plan, &edit.at.0, &edit.op));
    }
    // Behind a block scalar that ended the text, a line end has to be said not to count.
    touched.extend(unended_scalar(tree).map(|id| lines(tree, tree.start(id), tree.start(id))));
    let mut rest = after.trim_start_matches('\u{feff}').split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let mut at = 0;
    for line in tree.source.split_inclusive('\n') {
        let here = at..at + line.len();
        at = here.end;
        let is_touched = touched.iter().any(|range| range.start < here.end && here.start < range.end);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line).trim_start_matches('\u{feff}');
        if !is_touched && !rest.any(|other| other == line) {
            return Some(line);
        }
    }
    None
}

fn lines(tree: &Tree<'_>, start: usize, end: usize) -> Range<usize> {
    tree.line_start(start)..tree.next_line(end)
}

fn with_comments_above(tree: &Tree<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start > 0 {
        let above = tree.line_start(range.start - 1);
        if !tree.source[above..].trim_start_matches(' ').starts_with('#') {
            break;
        }
        range.start = above;
    }
    range
}

/// With the comments below that are indented deeper than the line it begins on, and blank lines between them.
fn with_comments_below(tree: &Tree<'_>, mut range: Range<usize>) -> Range<usize> {
    let indent = |line: &str| {
        let line = line.trim_start_matches('\u{feff}');
        line.len() - line.trim_start_matches(' ').len()
    };
    let own = tree.source[range.clone()].lines().find(|line| !line.trim_start().starts_with('#')).map_or(0, indent);
    let mut at = range.end;
    for line in tree.source[range.end..].split_inclusive('\n') {
        at += line.len();
        match line.trim() {
            "" => {}
            comment if comment.starts_with('#') && indent(line) > own => range.end = at,
            _ => break,
        }
    }
    range
}

/// The lines that an edit may change: none for what is added to a block.
fn range(tree: &Tree<'_>, plan: &Plan<'_>, path: &[Step<'_>], op: &Op<'_>) -> Option<Range<usize>> {
    let root = tree.root()?;
    let mut node = root;
    for (depth, along) in path.iter().enumerate() {
        let last = depth + 1 == path.len();
        let whole = || Some(lines(tree, tree.lead(node).unwrap_or(tree.outer_start(node)), tree.end(node)));
        if !tree.kind(node).is_block_collection() {
            return whole();
        }
        let children: Vec<NodeId> = tree.children(node).collect();
        let inline = children
            .first()
            .is_some_and(|first| !tree.is_first_on_line(tree.lead(*first).unwrap_or(tree.outer_start(*first))));
        match op {
            Op::Insert(_) if last && inline && *along == Step::Index(0) => {
                return Some(lines(tree, tree.start(node), tree.start(node)));
            }
            // It goes before `containers`, which may stand on the line of its item's dash.
            Op::Set(_)
                if last
                    && inline
                    && *along == Step::Key("initContainers".into())
                    && tree.content(children[0]) == "containers" =>
            {
                return Some(lines(tree, tree.start(children[0]), tree.start(children[0])));
            }
            Op::Insert(_) | Op::Set(_) if last => return None,
            Op::Remove { .. } | Op::Move { .. } if last => {
                let per_entry = if tree.kind(node) == Kind::Map { 2 } else { 1 };
                let leaving = plan.edits.iter().filter(|edit| {
                    edit.at.0.len() == path.len() && edit.at.0[..depth] == path[..depth] && edit.op.content().is_none()
                });
                if inline || leaving.count() * per_entry == children.len() {
                    return whole().map(|range| with_comments_below(tree, with_comments_above(tree, range)));
                }
            }
            _ => {}
        }
        let child = step(tree, node, along)?;
        if last {
            let key = key_of(tree, root, child).filter(|_| matches!(along, Step::Key(_)));
            let first = key.unwrap_or(child);
            let start = tree.lead(first).unwrap_or(tree.outer_start(first)).min(tree.start(child));
            let range = with_comments_above(tree, lines(tree, start, tree.end(child)));
            return Some(if op.content().is_none() { with_comments_below(tree, range) } else { range });
        }
        node = child;
    }
    None
}
