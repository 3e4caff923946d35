//! Block mappings of YAML, whose keys are found by their column.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Counter;

static API_VERSION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("apiVersion"));
static KIND: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("kind"));
static ITEMS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("items"));

/// What may bring keys that stand nowhere as such: merge keys, explicit keys, and escapes.
const HIDES_KEYS: [&str; 3] = ["<<", "? ", "\\"];

impl Counter<'_> {
    /// The workloads of a text that is a mapping with its keys in this column; `None` where only reading it tells.
    pub(super) fn block(&self, text: &str, column: usize) -> Option<usize> {
        let Some((kind, _)) = value(text, &KIND, column) else {
            return (!HIDES_KEYS.iter().any(|sign| text.contains(sign))).then_some(0);
        };
        let kind = scalar(kind)?;
        if kind.ends_with("List") {
            return if self.is_data(kind) { Some(0) } else { self.list(text, column) };
        }
        if self.kinds.iter().all(|known| known.kind != kind) {
            return Some(0);
        }
        let api_version = match value(text, &API_VERSION, column) {
            Some((api_version, _)) => scalar(api_version)?,
            None if HIDES_KEYS.iter().any(|sign| text.contains(sign)) => return None,
            None => "",
        };
        Some(usize::from(self.is_workload(api_version, kind) && self.is_whole(text)))
    }

    /// The workloads among the items of a list.
    fn list(&self, text: &str, column: usize) -> Option<usize> {
        let Some((written, below)) = value(text, &ITEMS, column) else { return self.without_items(text) };
        match without_comment(written) {
            "" => elements(below, column)?.into_iter().map(|(item, column)| self.item(item, column)).sum(),
            "[]" => Some(0),
            _ => None,
        }
    }

    fn without_items(&self, text: &str) -> Option<usize> {
        (!HIDES_KEYS.iter().any(|sign| text.contains(sign))).then_some(0)
    }

    fn item(&self, item: &str, column: usize) -> Option<usize> {
        let is_list = value(item, &KIND, column).is_some_and(|(kind, _)| kind.contains("List"));
        if is_list { None } else { self.block(item, column) }
    }
}

/// What stands behind a key of a block mapping whose keys are in this column, and the lines below it. In an element of a
/// list dashes stand before the first of its keys.
fn value<'t>(text: &'t str, key: &Finder<'_>, column: usize) -> Option<(&'t str, &'t str)> {
    let bytes = text.as_bytes();
    key.find_iter(bytes).find_map(|at| {
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |newline| newline + 1);
        let (quote, before) = match bytes[start..at].split_last() {
            Some((quote @ (b'"' | b'\''), before)) => (Some(quote), before),
            _ => (None, &bytes[start..at]),
        };
        if before.len() != column || !before.iter().all(|byte| matches!(byte, b' ' | b'-')) {
            return None;
        }
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |newline| at + newline);
        let behind = &text[at + key.needle().len()..end];
        let behind = quote.map_or(Some(behind), |quote| behind.strip_prefix(char::from(*quote)))?;
        let value = behind
            .trim_start()
            .strip_prefix(':')
            .filter(|value| value.is_empty() || value.starts_with(char::is_whitespace))?;
        Some((value.trim(), text.get(end + 1..).unwrap_or_default()))
    })
}

/// The text of a scalar on one line; `None` where there is more to it.
fn scalar(written: &str) -> Option<&str> {
    let quote = match written.chars().next()? {
        quote @ ('"' | '\'') => quote,
        first if first.is_alphanumeric() => return Some(without_comment(written)),
        _ => return None,
    };
    let (content, behind) = written[1..].split_once(quote)?;
    (!content.contains('\\') && !behind.starts_with(quote)).then_some(content)
}

fn without_comment(written: &str) -> &str {
    if written.starts_with('#') {
        return "";
    }
    written.split_once(" #").map_or(written, |(content, _)| content.trim_end())
}

/// The elements of the list that begins in these lines, below a key in this column: each with the column of its keys;
/// `None` where they are not block mappings.
fn elements(lines: &str, column: usize) -> Option<Vec<(&str, usize)>> {
    let mut dash = None;
    let mut starts = Vec::new();
    let mut end = 0;
    for line in lines.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let is_element = matches!(content.as_bytes(), [b'-', b' ' | b'\r' | b'\n', ..] | [b'-']);
        if content.starts_with(['#', '\r', '\n']) || content.is_empty() {
            // Whose it is makes no difference.
        } else if is_element && indent == *dash.get_or_insert(indent) && indent >= column {
            starts.push(end);
        } else if dash.is_none_or(|dash| indent <= dash) {
            break;
        }
        end += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([end]);
    let element = |(start, end): (&usize, usize)| {
        let element = &lines[*start..end];
        let column = element.len() - element.trim_start_matches([' ', '-']).len();
        let first = element[column..].chars().next()?;
        (first.is_alphanumeric() || matches!(first, '"' | '\'')).then_some((element, column))
    };
    starts.iter().zip(ends).map(element).collect()
}
