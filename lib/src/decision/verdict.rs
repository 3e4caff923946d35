//! What a verification says of a workload: a code for scripts and a sentence for people.

use crate::diagnostic::Code;
use std::fmt;

/// Whether a workload is as injection would make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing asks for anything, or it is what injection makes of it.
    Current,
    /// It is injected, and nothing in the input tells whether the injection is up to date.
    Unknown,
    /// It asks for injection but isn't injected.
    NotInjected,
    /// Something that its record lists is gone.
    Incomplete,
    /// Injection would change it.
    Outdated,
}

impl Verdict {
    /// Those that are findings: what can't be told is none.
    pub const FINDINGS: [Verdict; 3] = [Verdict::NotInjected, Verdict::Incomplete, Verdict::Outdated];

    /// Whether something is to be done about it.
    #[must_use]
    pub fn is_finding(self) -> bool {
        Self::FINDINGS.contains(&self)
    }

    /// By what scripts match it, and the diagnostic that a finding is told by.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Verdict::Current => Code::Current,
            Verdict::Unknown => Code::InjectionUnknown,
            Verdict::NotInjected => Code::NotInjected,
            Verdict::Incomplete => Code::InjectionIncomplete,
            Verdict::Outdated => Code::InjectionOutdated,
        }
    }

    /// What to do about it; empty where there is nothing to do.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Verdict::Current | Verdict::Unknown => "",
            Verdict::NotInjected => {
                "run `otel-inject inject`; in a kustomize build, check that the function ran: `kubectl kustomize` silently \
                 skips functions that are programs"
            }
            Verdict::Incomplete | Verdict::Outdated => "inject it again",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Current => "up to date",
            Verdict::Unknown => "injected, but nothing in the input tells whether the injection is up to date",
            Verdict::NotInjected => "this workload asks for injection but isn't injected",
            Verdict::Incomplete => "the injection is incomplete",
            Verdict::Outdated => "injecting again would change it",
        })
    }
}
