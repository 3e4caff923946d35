//! Comments that suppress findings: `# otel-inject: ignore[rule, rule] reason`, on the line or the one above.

use std::ops::Range;

use crate::diagnostic::Location;
use crate::lint::finding::{Finding, Place};
use crate::lint::model::Document;
use crate::yaml::{Kind, Tree};

/// What such a comment begins with, behind its `#` and blanks.
const NEEDLE: &str = "otel-inject:";

/// A comment that suppresses findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression<'i> {
    /// The source that has it.
    pub source: usize,
    /// The line that it is for.
    line: Range<usize>,
    /// The rules that it names, with their places.
    pub rules: Vec<(&'i str, Range<usize>)>,
    /// Why.
    pub reason: &'i str,
}

/// What is left when all other rules have found what they find.
#[derive(Debug, Clone, Copy)]
pub struct Leftovers<'r> {
    /// The comments that suppress findings.
    pub suppressions: &'r [Suppression<'r>],
    /// The names in them that suppress nothing.
    pub unused: &'r [Unused<'r>],
}

/// A name in a comment that suppresses nothing.
#[derive(Debug, Clone)]
pub struct Unused<'r> {
    /// The comment.
    pub suppression: &'r Suppression<'r>,
    /// The name.
    pub name: &'r str,
    /// Where it is.
    pub span: &'r Range<usize>,
    /// What to say of the name if no rule has it.
    pub unknown: Option<String>,
}

impl Suppression<'_> {
    /// The rule of it that a finding is suppressed by.
    pub(in crate::lint) fn suppresses(&self, finding: &Finding) -> Option<usize> {
        let Location { source, span } = &finding.place.location;
        let here = *source == self.source && self.line.contains(&span.start);
        if !here {
            return None;
        }
        self.rules.iter().position(|(rule, _)| *rule == finding.rule)
    }

    /// A place in it.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        let location = Location { source: self.source, span };
        Place { location, object: None, field: String::new() }
    }
}

/// The suppressions in a document.
pub(in crate::lint) fn suppressions<'i>(document: &'i Document<'i>) -> impl Iterator<Item = Suppression<'i>> {
    let text = document.tree.source;
    let found = memchr::memmem::find_iter(text.as_bytes(), NEEDLE);
    found.filter_map(|at| suppression(document, at))
}

fn suppression<'i>(document: &'i Document<'i>, at: usize) -> Option<Suppression<'i>> {
    let tree = &document.tree;
    let text: &'i str = tree.source;
    let line = tree.line_start(at);
    let comment = line + text[line..at].trim_end_matches([' ', '\t']).strip_suffix('#')?.len();
    if !is_comment(tree, comment) {
        return None;
    }
    let end = tree.next_line(at);
    let rest = text[at + NEEDLE.len()..end].trim_start().strip_prefix("ignore[")?;
    let (names, reason) = rest.split_once(']')?;
    let offset = |part: &str| document.offset + (part.as_ptr() as usize - text.as_ptr() as usize);
    let rules = names.split(',').map(|name| {
        let name = name.trim();
        (name, offset(name)..offset(name) + name.len())
    });
    let rules = rules.filter(|(name, _)| !name.is_empty()).collect();
    let target = if text[line..comment].trim().is_empty() { below(text, end) } else { line..end };
    let line = document.offset + target.start..document.offset + target.end;
    Some(Suppression { source: document.source, line, rules, reason: reason.trim() })
}

/// The first line from a place on that is no comment.
fn below(text: &str, mut start: usize) -> Range<usize> {
    loop {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at + 1);
        if start >= end || !text[start..end].trim_start().starts_with('#') {
            return start..end;
        }
        start = end;
    }
}

/// Whether a `#` begins a comment: behind a blank, and in no scalar. The header of a block scalar may have one.
fn is_comment(tree: &Tree<'_>, at: usize) -> bool {
    let behind_blank = tree.source[..at].bytes().next_back().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    let in_scalar = |kind: Kind, start: usize| match kind {
        Kind::Plain | Kind::Single | Kind::Double => true,
        Kind::Literal | Kind::Folded => tree.line_start(start) != tree.line_start(at),
        _ => false,
    };
    let inside = |node: &crate::yaml::Node| {
        let (start, end) = (node.start as usize, node.end as usize);
        start < at && at < end && in_scalar(node.kind, start)
    };
    behind_blank && !tree.nodes().iter().any(inside)
}
