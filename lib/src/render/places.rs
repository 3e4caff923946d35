//! From a place in the sources to file and line.

use crate::diagnostic::Location;

use super::text::File;

/// The files of a run, with their lines counted once.
#[derive(Debug)]
pub struct Places<'a> {
    files: Vec<(File<'a>, Vec<usize>)>,
}

impl<'a> Places<'a> {
    /// Of these files; a location's source is an index into them.
    #[must_use]
    pub fn of(files: &[File<'a>]) -> Self {
        let lines = |file: &File<'a>| memchr::memchr_iter(b'\n', file.text.as_bytes()).collect();
        Self { files: files.iter().map(|file| (*file, lines(file))).collect() }
    }

    /// `file:line`.
    #[must_use]
    pub fn line(&self, location: &Location) -> Option<String> {
        let (file, line, _) = self.file_line_column(location)?;
        Some(format!("{file}:{line}"))
    }

    /// The file, and line and column in characters, both counted from 1.
    #[must_use]
    pub fn file_line_column(&self, location: &Location) -> Option<(&'a str, usize, usize)> {
        let (file, newlines) = self.files.get(location.source)?;
        let offset = file.text.floor_char_boundary(location.span.start);
        let before = newlines.partition_point(|newline| *newline < offset);
        let begin = before.checked_sub(1).map_or(0, |last| newlines[last] + 1);
        let column = file.text[begin..offset].trim_start_matches('\u{feff}').chars().count();
        Some((file.name, before + 1, column + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let file = File { name: "a.yaml", text: "\u{feff}é: 1\r\nb: ü\n" };
        let places = Places::of(&[file]);
        let at = |place: &str| {
            let start = file.text.find(place).unwrap();
            places.file_line_column(&Location { source: 0, span: start..start })
        };
        assert_eq!(at("é"), Some(("a.yaml", 1, 1)));
        assert_eq!(at("1"), Some(("a.yaml", 1, 4)));
        assert_eq!(at("ü"), Some(("a.yaml", 2, 4)));
        let end = Location { source: 0, span: file.text.len()..file.text.len() };
        assert_eq!(places.line(&end).as_deref(), Some("a.yaml:3"));
        assert_eq!(places.line(&Location { source: 1, span: 0..0 }), None);
    }
}
