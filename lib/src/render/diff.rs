//! What changes in a text, as a unified diff.

use similar::TextDiff;

/// The difference of two texts the way `git diff` writes it; empty where they are equal.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = name.strip_prefix('/').unwrap_or(name);
    TextDiff::from_lines(before, after).unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_three_lines_around_it() {
        let before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
        let after = before.replace("five\n", "5\nhalf\n");
        assert_eq!(
            unified("k8s/web.yaml", before, &after),
            "\
--- a/k8s/web.yaml
+++ b/k8s/web.yaml
@@ -2,7 +2,8 @@
 two
 three
 four
-five
+5
+half
 six
 seven
 eight
"
        );
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(unified("a.yaml", "a: b\r\n", "a: b\r\n"), "");
    }

    #[test]
    fn a_missing_last_newline_and_line_ends_are_part_of_the_text() {
        assert_eq!(
            unified("/tmp/a.yaml", "a: b\r\nc: d", "a: b\nc: d\n"),
            "\
--- a/tmp/a.yaml
+++ b/tmp/a.yaml
@@ -1,2 +1,2 @@
-a: b\r
-c: d
\\ No newline at end of file
+a: b
+c: d
"
        );
    }
}
