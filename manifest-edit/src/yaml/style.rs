//! A document's own style, found by majority.

use super::tree::{Kind, NodeId, Tree};

/// How new text should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// How far a mapping is indented below its key.
    pub step: usize,
    /// How far a sequence's dashes are indented below its key.
    pub sequence_offset: usize,
    /// Whether strings that need quotes get single ones.
    pub single_quotes: bool,
    /// The line end.
    pub line_end: &'static str,
    /// Whether the document is JSON: everything is quoted and nothing is in block style.
    pub json: bool,
}

/// Indentations are counted from 0 to 8; larger ones count as 8.
const MAX_OFFSET: usize = 8;

impl Style {
    /// The style of most manifests.
    pub const PLAIN: Self = Self { step: 2, sequence_offset: 0, single_quotes: false, line_end: "\n", json: false };

    /// The style of a document.
    #[must_use]
    pub fn of(tree: &Tree<'_>) -> Self {
        let mut steps = [0_usize; MAX_OFFSET + 1];
        let mut offsets = [0_usize; MAX_OFFSET + 1];
        let (mut single, mut double) = (0_usize, 0_usize);
        let mut json_step = None;
        let text = |id: NodeId| &tree.source.as_bytes()[tree.start(id)..tree.end(id)];
        for (id, node) in tree.nodes().iter().enumerate() {
            match node.kind {
                // Quotes around text with the other kind of quotes say nothing about taste; the record of an injection
                // is such text.
                Kind::Single => single += usize::from(memchr::memchr(b'"', text(id)).is_none()),
                Kind::Double => double += usize::from(memchr::memchr2(b'\'', b'\\', text(id)).is_none()),
                Kind::Map => {
                    let column = tree.column(tree.start(id));
                    for (_, value) in tree.entries(id) {
                        let below = match tree.kind(value) {
                            Kind::Map => &mut steps,
                            Kind::Seq => &mut offsets,
                            _ => continue,
                        };
                        let offset = tree.column(tree.start(value)).saturating_sub(column);
                        below[offset.min(MAX_OFFSET)] += 1;
                    }
                }
                Kind::FlowMap if json_step.is_none() => {
                    let first = tree.children(id).next().map(|first| tree.outer_start(first));
                    json_step = first.filter(|first| tree.is_first_on_line(*first)).map(|first| {
                        let own =
                            tree.source[tree.line_start(tree.start(id))..].bytes().take_while(|b| *b == b' ').count();
                        tree.column(first).saturating_sub(own)
                    });
                }
                _ => {}
            }
        }
        // The most common indentation; of equally common ones the smaller.
        let best = |votes: &[usize], least: usize, default: usize| {
            let voted = (least..votes.len()).rev().max_by_key(|offset| votes[*offset]);
            voted.filter(|offset| votes[*offset] > 0).unwrap_or(default)
        };
        let json = is_json(tree);
        let step = if json { json_step.unwrap_or(2) } else { best(&steps, 1, 2) };
        Self {
            step: step.max(1),
            sequence_offset: best(&offsets, 0, 0),
            single_quotes: single > double,
            line_end: line_end(tree.source),
            json,
        }
    }
}

/// Whether a document is JSON rather than YAML: a flow collection whose first key or string is in double quotes.
fn is_json(tree: &Tree<'_>) -> bool {
    let mut leaf = tree.root();
    while let Some(id) = leaf.filter(|id| tree.kind(*id).is_flow_collection()) {
        leaf = tree.children(id).next();
    }
    leaf.is_some_and(|id| id > 0 && tree.kind(id) == Kind::Double)
}

/// The line end of a text's first line.
fn line_end(source: &str) -> &'static str {
    match memchr::memchr(b'\n', source.as_bytes()) {
        Some(at) if at > 0 && source.as_bytes()[at - 1] == b'\r' => "\r\n",
        _ => "\n",
    }
}
