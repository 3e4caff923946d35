//! How much was found, in a line.

use crate::diagnostic::{Diagnostic, Severity};

/// `2 errors, 1 warning`, or that there is nothing.
#[must_use]
pub fn tally(found: &[Diagnostic]) -> String {
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    let of = |severity: Severity| {
        let plural = |count| if count == 1 || severity == Severity::Info { "" } else { "s" };
        Some(count(severity)).filter(|count| *count > 0).map(|count| format!("{count} {severity}{}", plural(count)))
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info].into_iter().filter_map(of).collect();
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticId;

    #[test]
    fn what_matters_most_is_counted_first() {
        let of = |severities: &[Severity]| {
            let found: Vec<Diagnostic> = severities
                .iter()
                .map(|severity| Diagnostic::new(*severity, DiagnosticId::Rule("rule"), "message"))
                .collect();
            tally(&found)
        };
        assert_eq!(of(&[]), "nothing found");
        assert_eq!(of(&[Severity::Info, Severity::Info]), "2 info");
        assert_eq!(of(&[Severity::Warning, Severity::Error, Severity::Error]), "2 errors, 1 warning");
    }
}
