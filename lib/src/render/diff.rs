//! What changes in a text, as a unified diff.

use std::fmt::Write as _;

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use crate::yaml::documents;

/// The lines by which two texts differ.
#[derive(Debug)]
pub struct Diff<'t> {
    before: Vec<&'t str>,
    after: Vec<&'t str>,
    operations: Vec<DiffOp>,
}

/// So many lines are shown around a change.
const CONTEXT: usize = 3;

impl<'t> Diff<'t> {
    /// Compares two texts. Documents stay documents: each is compared with what has become of it, however alike others
    /// are.
    #[must_use]
    pub fn of(before: &'t str, after: &'t str) -> Self {
        let mut diff = Self { before: Vec::new(), after: Vec::new(), operations: Vec::new() };
        let (old, new) = (documents(before), documents(after));
        if old.len() == new.len() {
            old.into_iter().zip(new).for_each(|(old, new)| diff.document(&before[old], &after[new]));
        } else {
            diff.document(before, after);
        }
        diff
    }

    fn document(&mut self, before: &'t str, after: &'t str) {
        let (old_start, new_start) = (self.before.len(), self.after.len());
        self.before.extend(before.split_inclusive('\n'));
        self.after.extend(after.split_inclusive('\n'));
        if before == after {
            let len = self.before.len() - old_start;
            return self.push(DiffOp::Equal { old_index: old_start, new_index: new_start, len });
        }
        let found = capture_diff_slices(Algorithm::Myers, &self.before[old_start..], &self.after[new_start..]);
        for mut operation in found {
            let (DiffOp::Equal { old_index, new_index, .. }
            | DiffOp::Delete { old_index, new_index, .. }
            | DiffOp::Insert { old_index, new_index, .. }
            | DiffOp::Replace { old_index, new_index, .. }) = &mut operation;
            *old_index += old_start;
            *new_index += new_start;
            self.push(operation);
        }
    }

    fn push(&mut self, operation: DiffOp) {
        match (self.operations.last_mut(), operation) {
            // A hunk ends where many equal lines are one operation.
            (Some(DiffOp::Equal { len: before, .. }), DiffOp::Equal { len, .. }) => *before += len,
            (_, DiffOp::Equal { len: 0, .. }) => {}
            _ => self.operations.push(operation),
        }
    }

    /// How many lines are new.
    #[must_use]
    pub fn inserted(&self) -> usize {
        self.changes().map(|operation| operation.new_range().len()).sum()
    }

    /// How many lines are no longer there.
    #[must_use]
    pub fn deleted(&self) -> usize {
        self.changes().map(|operation| operation.old_range().len()).sum()
    }

    fn changes(&self) -> impl Iterator<Item = &DiffOp> {
        self.operations.iter().filter(|operation| operation.tag() != DiffTag::Equal)
    }

    /// The way `git diff` writes it; empty where nothing differs.
    #[must_use]
    pub fn unified(&self, name: &str) -> String {
        let mut out = String::new();
        if self.changes().next().is_none() {
            return out;
        }
        let name = name.strip_prefix('/').unwrap_or(name);
        let _ = writeln!(out, "--- {}\n+++ {}", header("a", name), header("b", name));
        for hunk in group_diff_ops(self.operations.clone(), CONTEXT) {
            let _ = writeln!(out, "{}", UnifiedHunkHeader::new(&hunk));
            for operation in hunk {
                let (tag, old, new) = operation.as_tag_tuple();
                if tag == DiffTag::Equal {
                    lines(&mut out, ' ', &self.before[old]);
                } else {
                    lines(&mut out, '-', &self.before[old]);
                    lines(&mut out, '+', &self.after[new]);
                }
            }
        }
        out
    }
}

/// A file's name as `git diff` writes it: in quotes where it has to be, and with a tab behind one with blanks, where
/// `patch` takes the first blank for its end.
fn header(side: &str, name: &str) -> String {
    let name = format!("{side}/{name}");
    if !name.contains(|character: char| character.is_ascii_control() || matches!(character, '"' | '\\')) {
        let end = if name.contains(' ') { "\t" } else { "" };
        return name + end;
    }
    let mut out = String::from("\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out + "\""
}

fn lines(out: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The difference of two texts the way `git diff` writes it; empty where they are equal.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    Diff::of(before, after).unified(name)
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
    fn each_document_is_compared_with_itself() {
        let document = |name: &str| format!("name: {name}\nenv:\n- a\n- b\n- c\n- d\n");
        let before = [document("a"), document("b"), document("c")].join("---\n");
        let after = before.replace("name: b\n", "name: b\nnew: 1\n").replace("name: c\n", "name: c\nnew: 1\n");
        let diff = Diff::of(&before, &after);
        assert_eq!((diff.inserted(), diff.deleted()), (2, 0));
        let unified = diff.unified("a.yaml");
        assert!(unified.contains("@@ -6,6 +6,7 @@\n - d\n ---\n name: b\n+new: 1\n env:\n"), "{unified}");
        assert!(unified.contains("@@ -13,6 +14,7 @@\n"), "{unified}");
        let one_less = Diff::of(&before, "name: a\n");
        assert_eq!((one_less.inserted(), one_less.deleted()), (0, 19));
    }

    #[test]
    fn a_name_is_one_for_git_and_for_patch() {
        let headers = |name: &str| unified(name, "a\n", "b\n").lines().take(2).collect::<Vec<_>>().join("|");
        assert_eq!(headers("k8s/wéb.yaml"), "--- a/k8s/wéb.yaml|+++ b/k8s/wéb.yaml");
        assert_eq!(headers("my app.yaml"), "--- a/my app.yaml\t|+++ b/my app.yaml\t");
        assert_eq!(headers("a\nb \"c\"\u{1b}.yaml"), r#"--- "a/a\nb \"c\"\033.yaml"|+++ "b/a\nb \"c\"\033.yaml""#);
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
