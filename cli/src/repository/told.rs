//! What was left out of a run, as a person is told of it at the end.

use std::collections::BTreeMap;

use otel_inject::diagnostic::printable;
use otel_inject::engine::LeftOut as Document;
use otel_inject::render::left_out::{by_reason, each};
use otel_inject::render::places::Places;
use otel_inject::render::text::File;

use super::left_out::{LeftOut, Unread, Why};

/// From so many groups of a kind on, they are told as one.
const GROUPS: usize = 3;

/// What was left out of a run.
#[derive(Debug)]
pub(crate) struct Told {
    /// A line for each reason.
    reasons: Vec<String>,
    /// A line for each file and document.
    each: Vec<String>,
    files: usize,
    documents: usize,
}

impl Told {
    /// Of files that were not read, and documents of those that were, in a run of a command.
    pub(crate) fn of(unread: &Unread, documents: &[Document], files: &[File<'_>], command: &str) -> Self {
        let Unread { files: left_out, plugins, .. } = unread;
        let places = Places::of(files);
        let of_files = reasons_of(left_out, command);
        let of_documents = by_reason(documents, &places);
        let reasons = of_files.into_iter().chain(of_documents).collect();
        let each_file = left_out.iter().map(|one| one.why.of(&one.name));
        // Their Instrumentations are read, so they are not wholly left out.
        let each_plugin = plugins.iter().map(|one| format!("the workloads in {}", one.why.of(&one.name)));
        let each = each_file.chain(each_plugin).chain(each(documents, &places)).collect();
        Self { reasons, each, files: left_out.len(), documents: documents.len() }
    }

    /// The lines to say: what was left out and why, or all of it.
    pub(crate) fn lines(&self, verbose: bool) -> String {
        let lines = if verbose { &self.each } else { &self.reasons };
        lines.iter().map(|line| format!("left out: {line}\n")).collect()
    }

    /// How much it is, as `3 files and 1 document left out`; empty if nothing is.
    pub(crate) fn count(&self) -> String {
        let counts = [(self.files, "file"), (self.documents, "document")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" })).collect();
        if counts.is_empty() { String::new() } else { format!("{} left out", counts.join(" and ")) }
    }
}

/// A line for each group of files, or for several groups of a kind.
fn reasons_of(left_out: &[LeftOut], command: &str) -> Vec<String> {
    let mut kinds: BTreeMap<u8, BTreeMap<&str, Vec<&LeftOut>>> = BTreeMap::new();
    for one in left_out {
        let (kind, group) = one.why.group();
        kinds.entry(kind).or_default().entry(group).or_default().push(one);
    }
    let of_kind = |groups: BTreeMap<&str, Vec<&LeftOut>>| {
        let groups: Vec<Vec<&LeftOut>> = groups.into_values().collect();
        match groups.len() > GROUPS {
            true => vec![said(&groups.concat(), groups.len(), command)],
            false => groups.iter().map(|files| said(files, 1, command)).collect(),
        }
    };
    kinds.into_values().flat_map(of_kind).collect()
}

/// What files are, and how a person gets at what the first would come to.
fn said(files: &[&LeftOut], groups: usize, command: &str) -> String {
    let LeftOut { name, why } = files[0];
    let what = match (groups, why) {
        (1, Why::Chart { .. }) => why.describe(files.len()),
        (1, _) if files.len() == 1 => why.of(name),
        (1, _) => format!("{}, such as {name}", why.describe(files.len())),
        _ => format!("{}, such as {name}", why.describe_groups(groups, files.len())),
    };
    let instead = why.instead(command).map_or(String::new(), |instead| format!("; {instead}"));
    printable(&format!("{what}{instead}")).into_owned()
}
