//! Lines about workloads, of which the first that are alike are named.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::decision::Outcome;
use crate::diagnostic::{ObjectRef, printable};

/// So many workloads are named of which the same is said; the others are counted.
pub(super) const ALIKE: usize = 20;

/// A line for each workload, and those below it about what was left out.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
    said: BTreeMap<String, usize>,
}

impl Lines {
    /// A line for a workload, or for one of several pod templates of it.
    pub(super) fn add(&mut self, (object, template): (&ObjectRef, Option<&str>), what: &str, outcomes: &[Outcome]) {
        let which = template.map_or_else(String::new, |template| format!(", {}", printable(template)));
        let mut text = format!("{}\n", printable(what));
        for Outcome { language, container, skipped } in outcomes {
            let Some(skip) = skipped else { continue };
            let container = container.as_ref().map_or(String::new(), |container| format!("container {container}, "));
            let line = format!("  {container}{language}: skipped: {skip} [{}]", skip.code());
            let _ = writeln!(text, "{}", printable(&line));
        }
        match self.said.get_mut(&text) {
            Some(count) if *count >= ALIKE => *count += 1,
            Some(count) => {
                *count += 1;
                let _ = write!(self.out, "{object}{which}: {text}");
            }
            None => {
                let _ = write!(self.out, "{object}{which}: {text}");
                self.said.insert(text, 1);
            }
        }
    }

    /// The lines, the workloads that are counted only, and last those of which there is nothing else to say: of one, and of
    /// several.
    pub(super) fn finish(self, idle: usize, [one, several]: [&str; 2]) -> String {
        let mut out = self.out;
        for (text, count) in self.said.into_iter().filter(|(_, count)| *count > ALIKE) {
            let what = text.lines().next().unwrap_or_default();
            let _ = writeln!(out, "and {} more: {what}", workloads(count - ALIKE));
        }
        if idle > 0 {
            let _ = writeln!(out, "{} {}", workloads(idle), if idle == 1 { one } else { several });
        }
        out
    }
}

fn workloads(count: usize) -> String {
    match count {
        1 => "1 workload".to_owned(),
        many => format!("{many} workloads"),
    }
}
