//! How many workloads a document holds that nothing is asked in: counted without reading it, wherever its text allows.

mod block;
mod json;
#[cfg(test)]
mod tests;

use crate::k8s::Kinds;

use super::read::ReadDocument;
use super::source::{Role, Source, is_function_input};

/// How many workloads a document of a source holds. In a ResourceList that is data they don't count, and what is found in
/// a folder has to have containers, or it is a fragment, which is left out.
pub(crate) fn count_workloads(document: &str, kinds: &Kinds, sources: &[Source], source: usize) -> usize {
    let given = is_function_input(sources, source);
    let may_be_fragment = sources[source].role == Role::Found;
    let counter = Counter { kinds, given, may_be_fragment };
    counter.scanned(document).unwrap_or_else(|| counter.read(document))
}

struct Counter<'k> {
    kinds: &'k Kinds,
    given: bool,
    may_be_fragment: bool,
}

impl Counter<'_> {
    /// `None` where only reading the document tells.
    fn scanned(&self, document: &str) -> Option<usize> {
        let text = document.strip_prefix('\u{feff}').unwrap_or(document);
        let (column, content) = first_line(text);
        match content.as_bytes() {
            [] | [b'-'] | [b'-', b' ' | b'\n', ..] => Some(0),
            [b'{', ..] => self.json(content),
            // What is indented begins with its indentation, so that all its lines look alike.
            [first, ..] if first.is_ascii_alphanumeric() || matches!(first, b'"' | b'\'') => {
                self.block(&text[text.len() - content.len() - column..], column)
            }
            _ => None,
        }
    }

    fn read(&self, document: &str) -> usize {
        let read = ReadDocument::read(document, 0, 0..document.len(), self.kinds);
        let counted = read.ok().filter(|read| self.given || !read.is_resource_list());
        counted.map_or(0, |read| {
            let objects = read.objects.iter().filter(|object| object.holds.is_workload());
            objects.filter(|object| self.is_whole(read.text(**object))).count()
        })
    }

    /// Whether this is a workload, by what names its kind.
    fn is_workload(&self, api_version: &str, kind: &str) -> bool {
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        self.kinds.get(group, kind).is_some()
    }

    /// Whether a workload has containers, by its text; one of Argo may have those of another.
    fn is_whole(&self, text: &str) -> bool {
        !self.may_be_fragment || ["containers", "workloadRef"].iter().any(|key| text.contains(key))
    }

    fn is_data(&self, kind: &str) -> bool {
        kind == "ResourceList" && !self.given
    }
}

/// The text from its first content on, and the column in which that begins; empty where there is none.
fn first_line(text: &str) -> (usize, &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |newline| newline + 1);
        let content = rest.trim_start_matches(' ');
        let marked = content.strip_prefix("---").filter(|behind| behind.starts_with([' ', '\t', '\r', '\n']));
        let behind = marked.map(|behind| behind.trim_start_matches([' ', '\t']));
        match behind {
            Some(behind) if !behind.starts_with(['#', '\r', '\n']) && !behind.is_empty() => return (0, behind),
            Some(_) => {}
            None if content.starts_with(['#', '%', '\r', '\n']) || matches!(content, "---" | "...") => {}
            None if content.starts_with("...") => {}
            None => return (rest.len() - content.len(), content),
        }
        rest = &rest[end..];
    }
    (0, "")
}
