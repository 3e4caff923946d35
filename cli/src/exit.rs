//! What a run came to, as an exit code.

use std::panic::{UnwindSafe, catch_unwind};
use std::process::ExitCode;

use otel_inject::diagnostic::{Code, Diagnostic, DiagnosticId, Severity};

use crate::output;

/// What a run came to. The highest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// What was asked for is done.
    Done = 0,
    /// `--check` would change something, `diff --exit-code` shows something, or `lint` found something.
    WouldChange = 1,
    /// The arguments are wrong.
    WrongUsage = 2,
    /// Something can't be read or written, or a workload was refused.
    BadInput = 3,
    /// A bug of ours.
    Bug = 4,
}

impl Outcome {
    /// What these diagnostics make of a run.
    pub(crate) fn of(diagnostics: &[Diagnostic]) -> Self {
        let of_one = |diagnostic: &Diagnostic| match (diagnostic.severity, diagnostic.code) {
            (Severity::Error, DiagnosticId::Code(Code::InternalError)) => Outcome::Bug,
            (Severity::Error, _) => Outcome::BadInput,
            _ => Outcome::Done,
        };
        diagnostics.iter().map(of_one).max().unwrap_or(Outcome::Done)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// Has a panic say something that a person can act on.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), |place| format!(" ({}:{})", place.file(), place.line()));
        let what = panic.payload_as_str().unwrap_or("something unexpected happened");
        output::bug(&format!("{what}{place}"));
    }));
}

/// Runs; a panic is a bug of ours.
pub(crate) fn guarded(run: impl FnOnce() -> Outcome + UnwindSafe) -> Outcome {
    catch_unwind(run).unwrap_or(Outcome::Bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_bug_of_ours() {
        assert_eq!(guarded(|| panic!("a test")), Outcome::Bug);
        assert_eq!(guarded(|| Outcome::WouldChange), Outcome::WouldChange);
    }

    #[test]
    fn the_highest_wins() {
        let diagnostic = |severity, code: Code| Diagnostic::new(severity, code, "");
        let warning = diagnostic(Severity::Warning, Code::ConfigDoubtful);
        let refusal = diagnostic(Severity::Error, Code::MalformedWorkload);
        assert_eq!(Outcome::of(&[]), Outcome::Done);
        assert_eq!(Outcome::of(std::slice::from_ref(&warning)), Outcome::Done);
        assert_eq!(Outcome::of(&[warning.clone(), refusal.clone()]), Outcome::BadInput);
        assert_eq!(
            Outcome::of(&[refusal.clone(), diagnostic(Severity::Error, Code::InternalError), refusal]),
            Outcome::Bug
        );
    }
}
