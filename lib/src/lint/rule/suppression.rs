//! Comments that suppress findings: `# otel-inject: ignore[rule, rule] reason`, on the line or the one above.

use std::ops::Range;

use crate::diagnostic::Location;
use crate::lint::finding::Place;
use crate::yaml::{Kind, Tree};

/// What such a comment begins with, after its `#` and blanks.
const NEEDLE: &str = "otel-inject:";

/// A comment that suppresses findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression<'i> {
    /// The source that has it.
    pub source: usize,
    /// The line whose findings it suppresses.
    line: Range<usize>,
    /// The rules that it names, with their places.
    pub rules: Vec<(&'i str, Range<usize>)>,
    /// The reason that it gives; may be empty.
    pub reason: &'i str,
}

/// What is left after all other rules have run.
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
    /// If no rule has the name: what to do about that.
    pub unknown: Option<String>,
}

impl Suppression<'_> {
    /// Which of its rules suppresses what a rule finds at a place.
    pub(crate) fn suppresses(&self, rule: &str, Location { source, span }: &Location) -> Option<usize> {
        let here = *source == self.source && self.line.contains(&span.start);
        if !here {
            return None;
        }
        self.rules.iter().position(|(suppressed, _)| *suppressed == rule)
    }

    /// A place in the comment.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        let location = Location { source: self.source, span };
        Place { location, object: None, field: String::new() }
    }
}

/// The suppressions in a document, which begins at an offset of a source.
pub(crate) fn suppressions<'i>(tree: &Tree<'i>, source: usize, offset: usize) -> impl Iterator<Item = Suppression<'i>> {
    let found = memchr::memmem::find_iter(tree.source.as_bytes(), NEEDLE);
    found.filter_map(move |at| suppression(tree, source, offset, at))
}

fn suppression<'i>(tree: &Tree<'i>, source: usize, start: usize, at: usize) -> Option<Suppression<'i>> {
    let text: &'i str = tree.source;
    let line = tree.line_start(at);
    let comment = line + text[line..at].trim_end_matches([' ', '\t']).strip_suffix('#')?.len();
    if !is_comment(tree, comment) {
        return None;
    }
    let end = tree.next_line(at);
    let rest = text[at + NEEDLE.len()..end].trim_start().strip_prefix("ignore[")?;
    let (names, reason) = rest.split_once(']')?;
    let offset = |part: &str| start + (part.as_ptr() as usize - text.as_ptr() as usize);
    let rules = names.split(',').map(|name| {
        let name = name.trim();
        (name, offset(name)..offset(name) + name.len())
    });
    let rules = rules.filter(|(name, _)| !name.is_empty()).collect();
    let target = if text[line..comment].trim().is_empty() { below(text, end) } else { line..end };
    let line = start + target.start..start + target.end;
    Some(Suppression { source, line, rules, reason: reason.trim() })
}

/// The first line at or after a place that is no comment.
fn below(text: &str, mut start: usize) -> Range<usize> {
    loop {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at + 1);
        if start >= end || !text[start..end].trim_start().starts_with('#') {
            return start..end;
        }
        start = end;
    }
}

/// Whether a `#` begins a comment: after a blank, and in no scalar. The header of a block scalar may have one.
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

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::lint::finding::Findings;
    use crate::lint::model::testing::document;

    use super::*;

    /// The rules that the comments of a text name, and the lines that they are for.
    fn suppressed(text: &str) -> Vec<(Vec<&str>, &str)> {
        let document = document(text);
        let of = |one: Suppression<'_>| {
            let names = one.rules.iter().map(|(_, span)| &text[span.clone()]).collect();
            (names, text[one.line].trim_end())
        };
        suppressions(&document.tree, 0, 0).map(of).collect()
    }

    #[test]
    fn a_comment_is_for_its_line_or_for_the_one_below() {
        assert_eq!(
            suppressed("a: 1 # otel-inject: ignore[x] why\nb: 2\n"),
            [(vec!["x"], "a: 1 # otel-inject: ignore[x] why")]
        );
        assert_eq!(suppressed("# otel-inject: ignore[x, y]\na: 1\n"), [(vec!["x", "y"], "a: 1")]);
        assert_eq!(suppressed("# otel-inject: ignore[x]\n  # and more\na: 1\n"), [(vec!["x"], "a: 1")]);
        assert_eq!(suppressed("a: 1\n#otel-inject:ignore[x]"), [(vec!["x"], "")]);
    }

    #[test]
    fn what_only_looks_like_a_comment_is_none() {
        for text in [
            "a: 'x # otel-inject: ignore[x]'\n",
            "a: x#otel-inject:ignore[x]\n",
            "a: |\n  # otel-inject: ignore[x]\n",
            "a: 1 # otel-inject: ignore x\n",
            "a: 1 # otel-inject: ignore[x\n",
            "a: 1 # see otel-inject: ignore[x]\n",
        ] {
            assert_eq!(suppressed(text), [], "{text}");
        }
        assert_eq!(
            suppressed("a: | # otel-inject: ignore[x]\n  b\n").len(),
            1,
            "the header of a block scalar may have one"
        );
    }

    #[test]
    fn a_finding_is_suppressed_by_its_rule_and_its_line() {
        let text = "a: 1 # otel-inject: ignore[other, rule] for now\nb: 2\n";
        let document = document(text);
        let suppression = suppressions(&document.tree, 0, 0).next().expect("a comment");
        assert_eq!(suppression.reason, "for now");
        let found = |rule, source, start| {
            let mut findings = Findings::new(rule, Severity::Error);
            let location = Location { source, span: start..start + 1 };
            findings.add(Place { location, object: None, field: String::new() }, "found");
            let found = &findings.into_found()[0];
            suppression.suppresses(found.rule, &found.place.location)
        };
        assert_eq!(found("rule", 0, 3), Some(1));
        assert_eq!(found("rule", 0, text.find("b:").expect("a key")), None, "another line");
        assert_eq!(found("rule", 1, 3), None, "another source");
        assert_eq!(found("third", 0, 3), None, "another rule");
    }
}
