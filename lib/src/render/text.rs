//! Diagnostics for a terminal, the way rustc writes them: the source line with what is said about it.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::diagnostic::{Diagnostic, Location, ObjectRef, Related, Severity};

/// A text that diagnostics point into.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path with `/` between the parts, or what stands for one.
    pub name: &'a str,
    /// What it holds.
    pub text: &'a str,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI escape sequences.
    Styled,
}

/// Of warnings and notes with the same code, so many are written out; the rest are counted. Errors are all written.
const SHOWN: usize = 20;

/// Lines longer than this are cut around the place that is meant.
const LONG_LINE: usize = 2000;

/// What of a long line is kept before the place, and how much of the place itself.
const KEPT: usize = 200;

/// All diagnostics in their order, a blank line between them. A location's source is an index into `files`.
#[must_use]
pub fn diagnostics(diagnostics: &[Diagnostic], files: &[File<'_>], style: Style) -> String {
    let mut lines = Lines::default();
    let mut seen: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        let seen = seen.entry((diagnostic.severity, diagnostic.code.as_str())).or_default();
        *seen += 1;
        if *seen > SHOWN && diagnostic.severity != Severity::Error {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one(diagnostic, files, &mut lines, style));
        out.push('\n');
    }
    for ((severity, code), count) in seen.into_iter().rev() {
        if count > SHOWN && severity != Severity::Error {
            out.push_str(&format!("\n{severity}[{code}]: and {} more like these\n", count - SHOWN));
        }
    }
    out
}

fn one(diagnostic: &Diagnostic, files: &[File<'_>], lines: &mut Lines, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()));
    if let Some((file, location)) = diagnostic.location.as_ref().and_then(|at| Some((files.get(at.source)?, at))) {
        let excerpt = Excerpt::of(file.text, location, lines);
        group = group.elements(excerpt.elements(file.name, &diagnostic.label, AnnotationKind::Primary));
    }
    for Related { location, label } in &diagnostic.related {
        let Some(file) = files.get(location.source) else { continue };
        // Its own count: the places that are pointed at are in no order.
        let excerpt = Excerpt::of(file.text, location, &mut Lines::default());
        group = group.elements(excerpt.elements(file.name, label, AnnotationKind::Context));
    }
    if let Some(about) = about(diagnostic.object.as_ref(), &diagnostic.field) {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&about)));
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(normalize_untrusted_str(&diagnostic.help)));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Styled => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// `in Deployment cxtm/web, field spec.template`: what the diagnostic is about.
fn about(object: Option<&ObjectRef>, field: &str) -> Option<String> {
    match (object, field) {
        (None, "") => None,
        (None, field) => Some(format!("in field {field}")),
        (Some(object), "") => Some(format!("in {object}")),
        (Some(object), field) => Some(format!("in {object}, field {field}")),
    }
}

/// The one line that a place begins in: whoever prints it gets no more of the file than that.
struct Excerpt<'a> {
    line: usize,
    /// The column in characters, given only where `text` does not begin where the line does.
    column: Option<usize>,
    text: &'a str,
    /// The place within `text`.
    span: Range<usize>,
}

impl<'a> Excerpt<'a> {
    fn of(text: &'a str, location: &Location, lines: &mut Lines) -> Self {
        let begin = text.floor_char_boundary(location.span.start);
        let end = text.floor_char_boundary(location.span.end).max(begin);
        let line = lines.line(text, location.source, begin);
        let line_begin = memchr::memrchr(b'\n', &text.as_bytes()[..begin]).map_or(0, |newline| newline + 1);
        let byte_order_mark = if line_begin == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let line_begin = line_begin + byte_order_mark;
        let begin = begin.max(line_begin);
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[begin..]).map_or(text.len(), |newline| begin + newline);
        let content = text[line_begin..line_end].trim_end_matches('\r');
        let begin = (begin - line_begin).min(content.len());
        let end = end.saturating_sub(line_begin).clamp(begin, content.len());
        if content.len() <= LONG_LINE {
            return Self { line, column: None, text: content, span: begin..end };
        }
        let column = content[..begin].chars().count() + 1;
        let cut = content.floor_char_boundary(begin.saturating_sub(KEPT));
        let end = content.floor_char_boundary(end.min(begin + KEPT)).max(begin);
        let rest = content.floor_char_boundary(end + KEPT);
        Self { line, column: Some(column), text: &content[cut..rest], span: begin - cut..end - cut }
    }

    fn elements(self, name: &'a str, label: &str, kind: AnnotationKind) -> Vec<Element<'a>> {
        let label = (!label.is_empty()).then(|| normalize_untrusted_str(label));
        let annotation = kind.span(self.span).label(label);
        let snippet = Snippet::source(self.text).line_start(self.line).annotation(annotation);
        match self.column {
            None => vec![snippet.path(name).into()],
            Some(column) => {
                vec![Origin::path(name).line(self.line).char_column(column).into(), snippet.into()]
            }
        }
    }
}

/// Counts lines once, although many diagnostics ask for them: they come in the order of their places.
#[derive(Default)]
struct Lines {
    source: usize,
    offset: usize,
    before: usize,
}

impl Lines {
    /// The number of the line that `offset` is in, counted from 1.
    fn line(&mut self, text: &str, source: usize, offset: usize) -> usize {
        if source != self.source || offset < self.offset {
            *self = Self { source, offset: 0, before: 0 };
        }
        self.before += memchr::memchr_iter(b'\n', &text.as_bytes()[self.offset..offset]).count();
        self.offset = offset;
        self.before + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticId;

    fn at(text: &str, place: &str) -> Option<Location> {
        let start = text.find(place)?;
        Some(Location { source: 0, span: start..start + place.len() })
    }

    fn warning(location: Option<Location>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            code: DiagnosticId::Rule("odd"),
            message: "this is odd".to_owned(),
            location,
            label: String::new(),
            related: Vec::new(),
            object: None,
            field: String::new(),
            help: String::new(),
        }
    }

    fn plain(diagnostic: &Diagnostic, text: &str) -> String {
        diagnostics(std::slice::from_ref(diagnostic), &[File { name: "k8s/web.yaml", text }], Style::Plain)
    }

    #[test]
    fn a_diagnostic_points_at_its_line_and_says_what_to_do() {
        let text = "kind: Deployment\nmetadata:\n  name: web\n";
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            code: DiagnosticId::Rule("some-code"),
            message: "the name is wrong".to_owned(),
            location: at(text, "web"),
            label: "this one".to_owned(),
            related: Vec::new(),
            object: Some(ObjectRef {
                api_version: "apps/v1".to_owned(),
                kind: "Deployment".to_owned(),
                namespace: Some("cxtm".to_owned()),
                name: "web".to_owned(),
            }),
            field: "metadata.name".to_owned(),
            help: "give it another".to_owned(),
        };
        assert_eq!(
            plain(&diagnostic, text),
            "\
error[some-code]: the name is wrong
 --> k8s/web.yaml:3:9
  |
3 |   name: web
  |         ^^^ this one
  |
  = note: in Deployment cxtm/web, field metadata.name
  = help: give it another
"
        );
    }

    #[test]
    fn without_a_place_there_is_a_title_only() {
        assert_eq!(plain(&warning(None), ""), "warning[odd]: this is odd\n");
    }

    #[test]
    fn carriage_returns_and_a_byte_order_mark_are_not_part_of_the_line() {
        let text = "\u{feff}kind: A\r\nname: wéb\r\nlast: 1\r\n";
        assert_eq!(
            plain(&warning(at(text, "kind")), text),
            "warning[odd]: this is odd\n --> k8s/web.yaml:1:1\n  |\n1 | kind: A\n  | ^^^^\n"
        );
        assert_eq!(
            plain(&warning(at(text, "wéb\r\nlast")), text),
            "warning[odd]: this is odd\n --> k8s/web.yaml:2:7\n  |\n2 | name: wéb\n  |       ^^^\n"
        );
        assert_eq!(
            plain(&warning(Some(Location { source: 0, span: 0..0 })), text),
            "warning[odd]: this is odd\n --> k8s/web.yaml:1:1\n  |\n1 | kind: A\n  | ^\n"
        );
    }

    #[test]
    fn the_end_of_a_file_is_a_place() {
        for (text, expected) in [
            ("a: b", "warning[odd]: this is odd\n --> k8s/web.yaml:1:5\n  |\n1 | a: b\n  |     ^\n"),
            ("a: b\n", "warning[odd]: this is odd\n --> k8s/web.yaml:2:1\n  |\n2 |\n  | ^\n"),
            ("", "warning[odd]: this is odd\n --> k8s/web.yaml:1:1\n  |\n1 |\n  | ^\n"),
        ] {
            let end = Some(Location { source: 0, span: text.len()..text.len() });
            assert_eq!(plain(&warning(end), text), expected, "{text:?}");
            let beyond = Some(Location { source: 0, span: 1000..2000 });
            assert_eq!(plain(&warning(beyond), text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("a: 1\n{{{}\"here\": 1, {}}}\n", "\"é\": 2, ".repeat(100_000), "\"b\": 2, ".repeat(100_000));
        let shown = plain(&warning(at(&text, "\"here\": 1")), &text);
        assert!(shown.starts_with("warning[odd]: this is odd\n --> k8s/web.yaml:2:800002\n"), "{shown}");
        assert!(shown.contains("\"here\": 1, \"b\": 2"), "{shown}");
        assert!(shown.len() < 1000, "{shown}");
        let everything = Some(Location { source: 0, span: 0..text.len() });
        assert!(plain(&warning(everything), &text).len() < 1000);
        let line = text.find('{').map(|start| Location { source: 0, span: start..text.len() });
        assert!(plain(&warning(line), &text).len() < 1000);
    }

    #[test]
    fn a_place_in_a_long_file_has_the_right_line_whatever_the_order() {
        let text = "a: b\n".repeat(200_000);
        let place = |line: usize| warning(Some(Location { source: 0, span: line * 5..line * 5 + 1 }));
        let both = [place(150_000), place(199_999), place(0)];
        let shown = diagnostics(&both, &[File { name: "big.yaml", text: &text }], Style::Plain);
        let places: Vec<&str> = shown.lines().filter(|line| line.contains("-->")).map(str::trim).collect();
        assert_eq!(places, ["--> big.yaml:150001:1", "--> big.yaml:200000:1", "--> big.yaml:1:1"]);
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let text = "name: \u{1b}[31mred\n";
        let mut diagnostic = warning(at(text, "red"));
        diagnostic.label = "\u{1b}[1mlabel".to_owned();
        diagnostic.help = "\u{1b}[1mhelp".to_owned();
        diagnostic.field = "\u{1b}[1mfield".to_owned();
        diagnostic.message = "\u{1b}[1mmessage".to_owned();
        assert!(!plain(&diagnostic, text).contains('\u{1b}'));
    }

    #[test]
    fn colours_are_only_there_when_asked_for() {
        let text = "a: b\n";
        let file = [File { name: "a.yaml", text }];
        let styled = diagnostics(&[warning(at(text, "b"))], &file, Style::Styled);
        assert!(styled.contains("\u{1b}["));
        assert!(!plain(&warning(at(text, "b")), text).contains('\u{1b}'));
    }

    #[test]
    fn what_is_said_a_thousand_times_is_counted() {
        let many = vec![warning(None); 1000];
        let shown = diagnostics(&many, &[], Style::Plain);
        assert_eq!(shown.matches("this is odd").count(), SHOWN);
        assert!(shown.ends_with("\nwarning[odd]: and 980 more like these\n"), "{shown}");
    }
}
