//! The page of a rule: its doc comment.

/// The page of a rule, in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page(String);

impl Page {
    /// From the text of a file: the first doc comment in it.
    pub(super) fn of(source: &str) -> Self {
        let is_doc = |line: &&str| line.starts_with("///");
        let lines = source.lines().skip_while(|line| !is_doc(line)).take_while(is_doc);
        let text = lines.map(|line| line.trim_start_matches("///")).map(|line| line.strip_prefix(' ').unwrap_or(line));
        Self(text.flat_map(|line| [line, "\n"]).collect())
    }

    /// The whole page.
    #[must_use]
    pub fn markdown(&self) -> &str {
        &self.0
    }

    /// The first paragraph, on one line: what the rule does.
    #[must_use]
    pub fn summary(&self) -> String {
        let lines = self.0.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_doc_comment() {
        let source = "//! About it.\n\nuse x;\n\n/// ## What it does\n/// Finds\n/// things.\n///\n/// ## More\n/// a: 1\npub struct A;\n";
        let page = Page::of(source);
        assert_eq!(page.markdown(), "## What it does\nFinds\nthings.\n\n## More\na: 1\n");
        assert_eq!(page.summary(), "Finds things.");
    }
}
