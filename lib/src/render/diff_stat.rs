//! How much changes in each file, the way `git diff --stat` shows it.

use std::fmt::Write as _;

use super::diff::Diff;

/// How many lines of a file change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stat {
    /// The file's name.
    pub name: String,
    /// Lines that are new.
    pub inserted: usize,
    /// Lines that are no longer there.
    pub deleted: usize,
}

impl Stat {
    /// Counts the lines of a file by which two texts differ.
    #[must_use]
    pub fn of(name: &str, diff: &Diff<'_>) -> Self {
        Self { name: name.to_owned(), inserted: diff.inserted(), deleted: diff.deleted() }
    }
}

/// How many signs a line has at most.
const LONGEST_BAR: usize = 40;

/// So many files have a line each; of more, those that do.
const SHOWN: usize = 10;

/// A line for each file, as far as they fit on a screen, and one for all of them; empty where there are none.
#[must_use]
pub fn table(stats: &[Stat]) -> String {
    let shown = &stats[..stats.len().min(SHOWN)];
    let name_width = shown.iter().map(|stat| stat.name.chars().count()).max().unwrap_or_default();
    let most = shown.iter().map(|stat| stat.inserted + stat.deleted).max().unwrap_or_default();
    let count_width = most.to_string().len();
    let scale = |count: usize| if most > LONGEST_BAR { (count * LONGEST_BAR).div_ceil(most) } else { count };
    let mut out = String::new();
    for Stat { name, inserted, deleted } in shown {
        let (count, plus, minus) = (inserted + deleted, "+".repeat(scale(*inserted)), "-".repeat(scale(*deleted)));
        let _ = writeln!(out, " {name:name_width$} | {count:count_width$} {plus}{minus}");
    }
    match stats.len() - shown.len() {
        0 => {}
        1 => out.push_str(" and 1 file more\n"),
        more => {
            let _ = writeln!(out, " and {more} files more");
        }
    }
    if !stats.is_empty() {
        let sum = |count: fn(&Stat) -> usize| stats.iter().map(count).sum::<usize>();
        let (inserted, deleted) = (sum(|stat| stat.inserted), sum(|stat| stat.deleted));
        let files = if stats.len() == 1 { "file" } else { "files" };
        let _ = writeln!(out, " {} {files} changed, {inserted} lines added, {deleted} removed", stats.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_bars_scaled() {
        let few = Stat::of("k8s/a.yaml", &Diff::of("a: 1\nb: 2\n", "a: 1\nb: 3\nc: 4\n"));
        assert_eq!(few, Stat { name: "k8s/a.yaml".to_owned(), inserted: 2, deleted: 1 });
        let many = Stat::of("b.yaml", &Diff::of("", &"x: 1\n".repeat(200)));
        assert_eq!(
            table(&[few.clone(), many]),
            concat!(
                " k8s/a.yaml |   3 +-\n",
                " b.yaml     | 200 ++++++++++++++++++++++++++++++++++++++++\n",
                " 2 files changed, 202 lines added, 1 removed\n",
            )
        );
        assert_eq!(table(&[few]), " k8s/a.yaml | 3 ++-\n 1 file changed, 2 lines added, 1 removed\n");
        assert_eq!(table(&[]), "");
    }

    #[test]
    fn of_many_files_the_first_are_shown_and_all_are_summed_up() {
        let one = Stat { name: "a.yaml".to_owned(), inserted: 2, deleted: 1 };
        let many = table(&vec![one; SHOWN + 5]);
        assert_eq!(many.lines().count(), SHOWN + 2, "{many}");
        assert!(many.ends_with(" and 5 files more\n 15 files changed, 30 lines added, 15 removed\n"), "{many}");
    }
}
