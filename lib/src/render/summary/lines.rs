//! Lines about workloads: one for each or, where there are many, one for all of which the same is said.

use std::fmt::Write as _;

use super::totals::Part;

/// So many workloads have a line each.
pub(super) const EACH: usize = 10;
/// So many lines are written of more workloads, so that they fit on a screen with what else is said.
pub(super) const MOST: usize = 14;
/// So many workloads are named of which the same is said.
const NAMED: usize = 2;

/// What is said of a workload, or of one of several pod templates of it.
#[derive(Debug)]
pub(super) struct Line {
    /// What names it, with its kind in front.
    pub name: String,
    /// What came of it.
    pub part: Part,
    /// In so many words.
    pub what: String,
    /// In fewer, that are the same for workloads whose containers have other names.
    pub short: String,
    /// Lines below about what was left out.
    pub below: String,
}

impl Line {
    /// All that is said of it but its name.
    fn text(&self) -> String {
        format!("{}\n{}", self.what, self.below)
    }
}

/// The lines as a text.
pub(super) fn listed(lines: Vec<Line>) -> String {
    let mut out = String::new();
    if lines.len() <= EACH {
        for line in &lines {
            let _ = write!(out, "{}: {}", line.name, line.text());
        }
        return out;
    }
    // What did not change is counted only.
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.part.is_quiet()).collect();
    let whole = if lines.len() <= EACH { each(&lines) } else { grouped(&lines, Line::text) };
    let height: usize = whole.iter().map(|group| group.text.lines().count()).sum();
    let groups = if height <= MOST { whole } else { shortened(grouped(&lines, |line| format!("{}\n", line.short))) };
    for group in groups {
        let _ = write!(out, "{}", group.said());
    }
    out
}

/// Workloads of which the same is said.
struct Group<'a> {
    lines: Vec<&'a Line>,
    text: String,
}

impl Group<'_> {
    /// `Deployment shop/web, Deployment shop/api and 17 more: injected python into container app`
    fn said(&self) -> String {
        let names: Vec<&str> = self.lines.iter().map(|line| line.name.as_str()).collect();
        let text = &self.text;
        match &names[..] {
            [] => text.clone(),
            [name] => format!("{name}: {text}"),
            [first, second] => format!("{first} and {second}: {text}"),
            names => format!("{} and {} more: {text}", names[..NAMED].join(", "), names.len() - NAMED),
        }
    }
}

fn each(lines: &[Line]) -> Vec<Group<'_>> {
    lines.iter().map(|line| Group { lines: vec![line], text: line.text() }).collect()
}

fn grouped(lines: &[Line], text: impl Fn(&Line) -> String) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for line in lines {
        let text = text(line);
        match known.get(&text) {
            Some(at) => {
                let group: &mut Group<'_> = &mut groups[*at];
                group.lines.push(line);
            }
            None => {
                known.insert(text.clone(), groups.len());
                groups.push(Group { lines: vec![line], text });
            }
        }
    }
    groups
}

/// So many groups as may be said. Those that something is wrong with, and of the others the largest, are the last to go.
fn shortened(mut groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    if groups.len() > MOST {
        groups.sort_by_key(|group| {
            let weight = group.lines.first().map_or(0, |line| line.part.weight());
            std::cmp::Reverse((weight, group.lines.len()))
        });
        let rest: usize = groups.drain(MOST - 1..).map(|group| group.lines.len()).sum();
        groups.push(Group {
            lines: Vec::new(),
            text: format!("and {rest} workloads more, each with an outcome of its own\n"),
        });
    }
    groups
}
