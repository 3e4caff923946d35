//! Documents that kubectl reads otherwise than they are read here: it is a mistake either way, and what is meant only a
//! person knows.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Location, Related, Severity};
use crate::k8s::Kinds;
use crate::yaml::{Kind, NodeId, Tree, is_json};

use super::list_items::items;
use super::prefilter::{WorkloadWords, may_request_injection};

/// The keys by which an object is known, or which hold objects. kubectl takes the last of two.
const KNOWN_BY: [&str; 3] = ["apiVersion", "kind", "items"];

/// What ends a line for kubectl, whose YAML is that of version 1.1, and not here.
const LINE_ENDS: [(char, &str); 3] = [
    ('\u{85}', "U+0085 (next line)"),
    ('\u{2028}', "U+2028 (line separator)"),
    ('\u{2029}', "U+2029 (paragraph separator)"),
];

/// The marker between documents, which stands on a line of its own.
const MARKER: &str = "---";

/// What kubectl reads otherwise in a document that asks for something or holds a workload.
pub(crate) fn otherwise(tree: &Tree<'_>, source: usize, offset: usize, kinds: &Kinds) -> Vec<Diagnostic> {
    let text = tree.source;
    let Some(root) = tree.root() else { return Vec::new() };
    let mut found = Found { tree, source, offset, diagnostics: Vec::new() };
    found.glued_marker(root);
    if found.diagnostics.is_empty() {
        found.twice(root, 0);
    }
    found.line_ends();
    let may_hold_workload = || WorkloadWords::of(kinds).may_hold_workload(text);
    if found.diagnostics.is_empty() || !(may_request_injection(text) || may_hold_workload()) {
        return Vec::new();
    }
    found.diagnostics
}

/// The same keys at the beginning of a line.
static AT_LINE_START: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["\napiVersion:", "\nkind:", "\nitems:"].map(Finder::new));

/// Whether a text that nothing is asked in may be read otherwise, by what a search can tell.
pub(crate) fn may_be_read_otherwise(text: &str, words: &WorkloadWords) -> bool {
    (may_have_line_ends(text) || AT_LINE_START.iter().any(|key| stands_twice(text, key)))
        && words.may_hold_workload(text)
}

/// What to say of a text that can't be read, if it is for a marker that something stands behind.
pub(crate) fn glued_marker_help(text: &str) -> Option<String> {
    let is_glued = |line: &str| line.strip_prefix(MARKER).is_some_and(|rest| rest.starts_with(is_key));
    text.lines().any(is_glued).then(|| on_its_own_line().to_owned())
}

fn on_its_own_line() -> &'static str {
    "write --- on a line of its own"
}

/// Whether a key may begin with it.
fn is_key(first: char) -> bool {
    first.is_alphanumeric() || matches!(first, '"' | '\'' | '{')
}

fn may_have_line_ends(text: &str) -> bool {
    // The first bytes of the three.
    let mut firsts = memchr::memchr2_iter(0xC2, 0xE2, text.as_bytes());
    firsts.any(|at| LINE_ENDS.iter().any(|(end, _)| text[at..].starts_with(*end)))
}

/// Whether a key stands at the beginning of two lines.
fn stands_twice(text: &str, key: &Finder<'_>) -> bool {
    let first = text.as_bytes().starts_with(&key.needle()[1..]);
    key.find_iter(text.as_bytes()).nth(usize::from(!first)).is_some()
}

struct Found<'t, 's> {
    tree: &'t Tree<'s>,
    source: usize,
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Found<'_, '_> {
    fn location(&self, start: usize, end: usize) -> Location {
        Location { source: self.source, span: self.offset + start..self.offset + end }
    }

    fn add(&mut self, message: String, location: Location) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(Severity::Error, Code::Unreadable, message).at(location));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// `---apiVersion: apps/v1`: the first key of what was meant to be the next document.
    fn glued_marker(&mut self, root: NodeId) {
        let tree = self.tree;
        if tree.kind(root) != Kind::Map {
            return;
        }
        for (key, _) in tree.entries(root).filter(|(key, _)| tree.kind(*key) == Kind::Plain) {
            let name = tree.content(key);
            if name.strip_prefix(MARKER).is_some_and(|rest| rest.starts_with(is_key)) {
                let location = self.location(tree.start(key), tree.start(key) + MARKER.len());
                let message = format!("this document can't be read: something stands right behind --- in {name}");
                on_its_own_line().clone_into(&mut self.add(message, location).help);
            }
        }
    }

    /// Keys that stand twice, in an object or in those that it lists.
    fn twice(&mut self, node: NodeId, depth: usize) {
        let tree = self.tree;
        let node = tree.target(node);
        if !matches!(tree.kind(node), Kind::Map | Kind::FlowMap) {
            return;
        }
        for name in KNOWN_BY {
            let mut keys = tree.entries(node).map(|(key, _)| key).filter(|key| tree.content(*key) == name);
            let Some(first) = keys.next() else { continue };
            let place = |key: NodeId| self.location(tree.start(key), tree.end(key));
            let first = place(first);
            for second in keys.map(place).collect::<Vec<_>>() {
                let message =
                    format!("this document can't be read: {name} stands twice, and kubectl takes the last one");
                let related = Related { location: first.clone(), label: "it stands here, too".to_owned() };
                let diagnostic = self.add(message, second);
                diagnostic.related.push(related);
                diagnostic.help = format!("leave one {name}");
            }
        }
        if let Some(items) = items(tree, node, depth) {
            for item in tree.children(items) {
                self.twice(item, depth + 1);
            }
        }
    }

    /// The first character that ends a line for kubectl only.
    fn line_ends(&mut self) {
        let text = self.tree.source;
        if !may_have_line_ends(text) || is_json(text) {
            return;
        }
        let is_end = |character: char| LINE_ENDS.iter().any(|(end, _)| *end == character);
        let Some((at, character)) = text.char_indices().find(|(_, character)| is_end(*character)) else { return };
        let name = LINE_ENDS.iter().find(|(end, _)| *end == character).map_or("", |(_, name)| name);
        let location = self.location(at, at + character.len_utf8());
        let message = format!("this document can't be read: kubectl ends a line at {name}, and YAML 1.2 does not");
        "write a line break, or \\N, \\L or \\P in double quotes".clone_into(&mut self.add(message, location).help);
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml;

    use super::*;

    /// What is found, with the text of its place.
    fn found(text: &str) -> Vec<(String, &str)> {
        let tree = yaml::read(text).expect("YAML");
        let place = |diagnostic: &Diagnostic| &text[diagnostic.location.clone().expect("a place").span];
        let message = |text: &str| text.split(": ").nth(1).unwrap_or_default().to_owned();
        otherwise(&tree, 0, 0, Kinds::known()).iter().map(|one| (message(&one.message), place(one))).collect()
    }

    #[test]
    fn keys_that_tell_objects_apart_stand_once() {
        let twice = |name: &str| format!("{name} stands twice, and kubectl takes the last one");
        let kind = "kind: ConfigMap\napiVersion: apps/v1\nkind: Deployment\n";
        assert_eq!(found(kind), [(twice("kind"), "kind")]);
        assert_eq!(otherwise(&yaml::read(kind).expect("YAML"), 0, 5, Kinds::known())[0].related[0].location.span, 5..9);
        assert_eq!(
            found("{\"kind\": \"List\", \"items\": [], \"items\": [{\"kind\": \"Pod\"}]}"),
            [(twice("items"), "\"items\"")]
        );
        let item = "kind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  apiVersion: v1\n";
        assert_eq!(found(item), [(twice("apiVersion"), "apiVersion")]);
        assert_eq!(found("kind: ResourceList\nitems:\n- {kind: a, kind: Pod}\n"), [(twice("kind"), "kind")]);
        for other in ["kind: A\nkind: B\n", "kind: Pod\nspec: {kind: a, kind: b}\n", "kind: Pod\nname: a\nname: b\n"] {
            assert_eq!(found(other), [], "{other}");
        }
    }

    #[test]
    fn what_ends_a_line_for_kubectl_only_is_found_wherever_it_stands() {
        for (text, end) in [
            ("kind: Pod # a\u{85}b\n", "\u{85}"),
            ("kind: Pod\na: 'x\u{2028}y'\n", "\u{2028}"),
            ("kind: Pod\na: |\n  x\u{2029}y\n", "\u{2029}"),
        ] {
            assert_eq!(found(text).iter().map(|(_, place)| *place).collect::<Vec<_>>(), [end]);
            assert!(may_be_read_otherwise(text, &WorkloadWords::of(Kinds::known())));
        }
        assert_eq!(found("{\"kind\": \"Pod\", \"a\": \"x\u{2028}y\"}"), [], "JSON may have it");
        assert_eq!(found("kind: A\na: 'x\u{2028}y'\n"), [], "no workload, and nothing is asked");
        assert_eq!(found("kind: Pod\na: \"\u{201c}x\u{201d} \u{a0}\\u2028\"\n"), []);
    }

    #[test]
    fn a_marker_stands_on_a_line_of_its_own() {
        assert_eq!(found("---kind: Pod\na: b\n"), [("something stands right behind --- in ---kind".to_owned(), "---")]);
        assert_eq!(found("kind: A\n---kind: Pod\nkind: B\n").len(), 1);
        assert_eq!(found("----kind: Pod\na: b\n"), []);
        assert!(glued_marker_help("a: [\n---kind: Pod\n").is_some());
        assert!(glued_marker_help("a: [\n-----BEGIN CERTIFICATE-----\n--- # x\n").is_none());
    }

    #[test]
    fn texts_are_searched_before_they_are_read() {
        assert!(may_be_read_otherwise("kind: A\nkind: Pod\n", &WorkloadWords::of(Kinds::known())));
        assert!(!may_be_read_otherwise("kind: A\nspec:\n  kind: Pod\n", &WorkloadWords::of(Kinds::known())));
        assert!(!may_be_read_otherwise("kind: A\nkind: B\n", &WorkloadWords::of(Kinds::known())));
        assert!(!may_be_read_otherwise("kind: Pod\na: \u{201c}\u{e9}\u{201d}\n", &WorkloadWords::of(Kinds::known())));
    }
}
