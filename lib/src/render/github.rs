//! Diagnostics as commands of a GitHub workflow, which annotate the lines of a pull request.

use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Severity};

use super::region::Regions;
use super::text::File;

/// A line each: `::error file=web.yaml,line=3,…::the name is wrong`.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], files: &[File<'_>]) -> String {
    let regions = Regions::of(files);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(out, "::{command} ");
        if let Some((path, region)) = diagnostic.location.as_ref().and_then(|location| regions.region(location)) {
            let _ = write!(out, "file={},line={},endLine={}", property(path), region.line, region.end_line);
            // Columns are of one line only.
            if region.line == region.end_line {
                let _ = write!(out, ",col={},endColumn={}", region.column, region.end_column);
            }
            out.push(',');
        }
        let _ = writeln!(out, "title={}::{}", property(diagnostic.code.as_str()), data(&message(diagnostic)));
    }
    out
}

fn message(diagnostic: &Diagnostic) -> String {
    let mut message = diagnostic.message.clone();
    for part in [&diagnostic.label, &diagnostic.help].into_iter().filter(|part| !part.is_empty()) {
        message.push_str("; ");
        message.push_str(part);
    }
    message
}

/// What stands behind the command, with what would end it written otherwise.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, likewise.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{DiagnosticId, Location};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let files = [File { name: "a,b:c.yaml", text: "kind: A\n" }];
        let location = Location { source: 0, span: 6..7 };
        let diagnostic =
            Diagnostic::new(Severity::Warning, DiagnosticId::Rule("odd"), "100%\nodd").at(location).help("a: b");
        assert_eq!(
            github(&[diagnostic], &files),
            "::warning file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=7,endColumn=8,title=odd::100%25%0Aodd; a: b\n"
        );
        let nowhere = Diagnostic::new(Severity::Info, DiagnosticId::Rule("odd"), "it is so");
        assert_eq!(github(&[nowhere], &files), "::notice title=odd::it is so\n");
    }
}
