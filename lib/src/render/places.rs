//! From a place in the sources to file and line.

use crate::diagnostic::Location;

use super::region::Regions;
use super::text::File;

/// The files of a run, with their lines counted once.
#[derive(Debug)]
pub struct Places<'a>(Regions<'a>);

impl<'a> Places<'a> {
    /// Of these files; a location's source is an index into them.
    #[must_use]
    pub fn of(files: &'a [File<'a>]) -> Self {
        Self(Regions::of(files))
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
        let (file, region) = self.0.region(location)?;
        Some((file, region.line, region.column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_by_file_and_line() {
        let files = [File { name: "a.yaml", text: "a: 1\nb: ü\n" }];
        let places = Places::of(&files);
        let at = |source, start| places.line(&Location { source, span: start..start });
        assert_eq!(at(0, 8).as_deref(), Some("a.yaml:2"));
        assert_eq!(at(0, files[0].text.len()).as_deref(), Some("a.yaml:3"));
        assert_eq!(at(1, 0), None);
    }
}
