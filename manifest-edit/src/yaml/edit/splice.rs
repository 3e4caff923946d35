//! Replacing pieces of a text.

/// A piece of new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The first byte that goes.
    pub start: usize,
    /// The byte after the last that goes; equal to `start` for an insertion.
    pub end: usize,
    /// What is put instead.
    pub text: String,
    /// How deep in the document: of insertions at the same offset, the deeper comes first, since it belongs to what
    /// ends there.
    pub depth: usize,
}

/// The text after all splices. Removals may touch or overlap; insertions inside a removal are kept.
#[must_use]
pub fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    // A stable sort, so that insertions into one list at the same offset keep their order.
    splices.sort_by_key(|splice| (splice.start, splice.end > splice.start, std::cmp::Reverse(splice.depth)));
    let added: usize = splices.iter().map(|splice| splice.text.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut copied = 0;
    for splice in splices {
        if splice.start > copied {
            out.push_str(&text[copied..splice.start]);
            copied = splice.start;
        }
        out.push_str(&splice.text);
        copied = copied.max(splice.end);
    }
    out.push_str(&text[copied.min(text.len())..]);
    out
}
