//! Comment lines: which entry they belong to, and where something new goes between them.

use super::Editor;
use super::lines::Extent;

impl Editor<'_, '_> {
    /// Where the comment lines begin that stand directly above an entry, at its own indentation.
    pub(super) fn comments_above(&self, start: usize) -> usize {
        let mut from = self.line_begin(start);
        let column = self.tree.column(start);
        while from > 0 {
            let above = self.tree.line_start(from - 1);
            if self.comment_line(above) != Some(column) {
                break;
            }
            from = above;
        }
        from
    }

    /// The offset after the comments below an entry that are indented deeper than the entry, including blank lines
    /// between them. Left behind, they would become part of a block scalar above.
    pub(super) fn comments_below(&self, Extent { start, end }: Extent) -> usize {
        let column = self.tree.column(start);
        let mut behind = self.next_line(end);
        while self.deeper_comment_below(behind, column) {
            behind = self.skip_comments(self.skip_blank_lines(behind), Some(column));
        }
        behind
    }

    /// The comment lines between two offsets. They are a person's: this crate writes none.
    pub(super) fn comments_within(&self, from: usize, to: usize) -> String {
        self.comment_lines(from, to).into_iter().map(|line| &self.text[line..self.next_line(line)]).collect()
    }

    /// Where the lines between two offsets begin that hold only a comment.
    pub(super) fn comment_lines(&self, from: usize, to: usize) -> Vec<usize> {
        let mut comments = Vec::new();
        if memchr::memchr(b'#', &self.text.as_bytes()[from..to]).is_none() {
            return comments;
        }
        let nodes = self.tree.nodes();
        let first = nodes.partition_point(|node| (node.start as usize) < from);
        let below = nodes[first..].iter().take_while(|node| (node.start as usize) < to);
        // What looks like a comment inside a text of several lines isn't one.
        let texts: Vec<(usize, usize)> = below
            .filter(|node| !node.kind.is_block_collection() && !node.kind.is_flow_collection())
            .map(|node| (node.start as usize, node.end as usize))
            .collect();
        let mut line = from;
        while line < to {
            let next = self.next_line(line);
            let before = texts.partition_point(|(start, _)| *start < line);
            let in_text = before.checked_sub(1).is_some_and(|last| line < texts[last].1);
            if !in_text && self.comment_line(line).is_some() {
                comments.push(line);
            }
            line = next;
        }
        comments
    }

    /// Whether the next line that isn't blank is a comment indented deeper than a column: a block scalar written before
    /// it would swallow it.
    pub(super) fn deeper_comment_below(&self, line: usize, column: usize) -> bool {
        self.comment_line(self.skip_blank_lines(line)).is_some_and(|indent| indent > column)
    }

    /// Whether a block scalar written before a line would swallow what stands below: a deeper comment, or a line of
    /// blanks longer than the scalar's own indentation may be.
    pub(super) fn would_be_taken(&self, line: usize, column: usize) -> bool {
        let blank = &self.text[line.min(self.text.len())..self.skip_blank_lines(line)];
        self.deeper_comment_below(line, column) || blank.lines().any(|line| line.len() > column)
    }

    /// The indentation of a line that holds only a comment; `None` for any other line.
    pub(super) fn comment_line(&self, line: usize) -> Option<usize> {
        let content = self.line_content(line);
        let trimmed = content.trim_start_matches(' ');
        trimmed.starts_with('#').then_some(content.len() - trimmed.len())
    }

    /// The offset after comment lines that are indented deeper than a column.
    pub(super) fn skip_comments(&self, mut line: usize, column: Option<usize>) -> usize {
        while line < self.text.len() {
            match self.comment_line(line) {
                Some(indent) if column.is_none_or(|column| indent > column) => line = self.next_line(line),
                _ => break,
            }
        }
        line
    }

    /// The offset after blank lines.
    pub(super) fn skip_blank_lines(&self, mut line: usize) -> usize {
        while line < self.text.len() && self.line_content(line).trim().is_empty() {
            line = self.next_line(line);
        }
        line
    }
}
