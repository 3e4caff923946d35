//! Lines and columns of many places.

use crate::diagnostic::Location;

use super::text::File;

/// A place as lines and columns, counted from 1, columns in characters. The end is behind the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// The files, with where their lines begin.
#[derive(Debug)]
pub(super) struct Regions<'a> {
    files: &'a [File<'a>],
    lines: Vec<Vec<usize>>,
}

impl<'a> Regions<'a> {
    pub(super) fn of(files: &'a [File<'a>]) -> Self {
        let starts = |file: &File<'_>| {
            let behind = memchr::memchr_iter(b'\n', file.text.as_bytes()).map(|newline| newline + 1);
            std::iter::once(0).chain(behind).collect()
        };
        Self { files, lines: files.iter().map(starts).collect() }
    }

    /// The file's name, and the place in it; none for a place in no file.
    pub(super) fn region(&self, location: &Location) -> Option<(&'a str, Region)> {
        let file = self.files.get(location.source)?;
        let (line, column) = self.position(location.source, location.span.start);
        let (end_line, end_column) = self.position(location.source, location.span.end.max(location.span.start));
        Some((file.name, Region { line, column, end_line, end_column }))
    }

    fn position(&self, source: usize, offset: usize) -> (usize, usize) {
        let text = self.files[source].text;
        let offset = text.floor_char_boundary(offset);
        let line = self.lines[source].partition_point(|start| *start <= offset);
        let start = self.lines[source][line - 1];
        (line, text[start..offset].trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let files = [File { name: "a.yaml", text: "\u{feff}a: é\nb: 12\n" }];
        let regions = Regions::of(&files);
        let region = |span| regions.region(&Location { source: 0, span }).map(|(_, region)| region);
        let at = |line, column, end_line, end_column| Some(Region { line, column, end_line, end_column });
        assert_eq!(region(6..8), at(1, 4, 1, 5));
        assert_eq!(region(12..14), at(2, 4, 2, 6));
        assert_eq!(region(15..15), at(3, 1, 3, 1));
        assert_eq!(regions.region(&Location { source: 1, span: 0..0 }), None);
    }
}
