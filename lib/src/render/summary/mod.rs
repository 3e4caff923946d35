//! What was done with each workload, or why not, and how many there are of each.

mod injected;
mod lines;
mod names;
mod said;
#[cfg(test)]
mod tests;
mod totals;

use std::fmt;
use std::ptr;

use crate::decision::{Decision, Restored, Update, Verdict};
use crate::diagnostic::ObjectRef;

use lines::{Line, listed};
use names::Names;
use said::Said;
use totals::{Part, Totals};

pub(super) use said::injection_of;

/// A workload, and what is done with it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What names it.
    pub object: &'a ObjectRef,
    /// The file that has it.
    pub file: &'a str,
    /// Which of its pod templates, if it has several.
    pub template: Option<&'a str>,
    /// Whether anything about it changes.
    pub changed: bool,
    /// What is done.
    pub decision: &'a Decision<'a>,
    /// When an injection was removed: how well.
    pub restored: Option<Restored>,
    /// When it was verified: what came of it.
    pub verdict: Option<Verdict>,
    /// What changes in an injection that was there already.
    pub update: Option<&'a Update>,
    /// Whether something is said of it that is asked for and not done.
    pub is_unmet: bool,
}

/// Whether the changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// They are: "injected".
    Done,
    /// They only would be: "would inject".
    Would,
}

/// What came of a run: lines about the workloads that something came of, and last how many there are of all.
#[derive(Debug)]
pub struct Summary {
    lines: String,
    totals: Totals,
    /// What workloads are that nobody looked into.
    idle: Part,
    tense: Tense,
}

impl Summary {
    fn of<'a>(
        entries: impl IntoIterator<Item = Entry<'a>>,
        (idle, tense): (Part, Tense),
        said: impl Fn(&Entry<'_>) -> Option<Said>,
    ) -> Self {
        let entries: Vec<Entry<'a>> = entries.into_iter().collect();
        let names = Names::of(&entries);
        let (mut lines, mut totals) = (Vec::new(), Totals::default());
        // The pod templates of a workload follow each other, and are one workload.
        for workload in entries.chunk_by(|one, next| ptr::eq(one.object, next.object)) {
            let mut parts = Vec::new();
            for entry in workload {
                let Some(Said { part, what, short, below }) = said(entry) else { continue };
                parts.push(part);
                if part != idle {
                    lines.push(Line { name: names.shown(entry), part, what, short, below });
                }
            }
            // The first of equals.
            if let Some(part) = parts.into_iter().rev().max_by_key(|part| part.weight()) {
                totals.add(part, 1);
            }
        }
        Self { lines: listed(lines), totals, idle, tense }
    }

    /// With workloads that nothing came of, of which nothing is known but that they are there.
    #[must_use]
    pub fn with_unread(mut self, count: usize) -> Self {
        self.totals.add(self.idle, count);
        self
    }

    /// The text, with something behind the totals that is no workload, such as "3 files left out"; nothing if it is
    /// empty.
    #[must_use]
    pub fn text(&self, more: &str) -> String {
        let Self { lines, totals, tense, .. } = self;
        let line = match (lines.lines().count(), totals.sum()) {
            // Of one workload everything is said.
            (1.., 1) if more.is_empty() => String::new(),
            (0, _) => totals.line_alone(*tense),
            _ => totals.line(*tense),
        };
        match (line.as_str(), more) {
            ("", "") => lines.clone(),
            (line, "") | ("", line) => format!("{lines}{line}\n"),
            (line, more) => format!("{lines}{line}; {more}\n"),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(""))
    }
}

/// What an injection did with the workloads that something was asked of.
#[must_use]
pub fn injection<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> Summary {
    Summary::of(entries, (Part::AsksForNothing, tense), |entry| Some(said::injection(entry, tense)))
}

/// What a removal did with the workloads that carry an injection.
#[must_use]
pub fn removal<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> Summary {
    Summary::of(entries, (Part::CarriesNone, tense), |entry| Some(said::removal(entry, tense)))
}

/// What a verification found of the workloads that something is asked of.
#[must_use]
pub fn verification<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Summary {
    Summary::of(entries, (Part::AsksForNothing, Tense::Would), said::verification)
}
