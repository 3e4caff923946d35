//! The order in which things are said.

use crate::diagnostic::Diagnostic;

/// Sorts by place; what has none comes first.
pub(crate) fn in_order(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by_key(|diagnostic| diagnostic.location.as_ref().map(|location| (location.source, location.span.start)));
}
