//! What a rule is.

mod input;
mod page;
mod settings;
mod suppression;

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Findings, Safety};
use crate::lint::model::{Manifests, Workload};

pub use input::Input;
pub use page::Page;
pub use settings::LintSettings;
#[cfg(test)]
pub(in crate::lint) use settings::REQUIRED;
pub(crate) use suppression::suppressions;
pub use suppression::{Leftovers, Suppression, Unused};

/// Something to look for. Its doc comment is its page. It defines at least one of the functions.
pub trait Rule {
    /// Its name, in kebab-case: people suppress it and scripts match it, so it never changes.
    const ID: &'static str;
    /// The severity of its findings, unless a finding has its own.
    const SEVERITY: Severity;
    /// How safe its repairs are, if it has any: the safest, if they differ.
    const FIX: Option<Safety> = None;
    /// Looks at the comments that suppress findings, after all other rules have run.
    const LEFTOVERS: Option<LeftoversHook> = None;

    /// Looks at everything.
    fn check(_input: &Input<'_>, _found: &mut Findings) {}

    /// Looks at one workload, for what has nothing to do with the others.
    fn workload(_manifests: &Manifests<'_>, _workload: &Workload<'_>, _facts: &Facts<'_>, _found: &mut Findings) {}
}

/// [`Rule::LEFTOVERS`]
pub type LeftoversHook = fn(&Leftovers<'_>, &mut Findings);

/// A rule in the list of all rules.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo {
    /// [`Rule::ID`]
    pub id: &'static str,
    /// [`Rule::SEVERITY`]
    pub severity: Severity,
    /// [`Rule::FIX`]
    pub fix: Option<Safety>,
    pub(in crate::lint) check: fn(&Input<'_>, &mut Findings),
    pub(in crate::lint) workload: fn(&Manifests<'_>, &Workload<'_>, &Facts<'_>, &mut Findings),
    pub(in crate::lint) leftovers: Option<LeftoversHook>,
    source: &'static str,
}

impl RuleInfo {
    /// From a rule and the text of its file.
    pub(in crate::lint) const fn of<R: Rule>(source: &'static str) -> Self {
        Self {
            id: R::ID,
            severity: R::SEVERITY,
            fix: R::FIX,
            check: R::check,
            workload: R::workload,
            leftovers: R::LEFTOVERS,
            source,
        }
    }

    /// Its page.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::of(self.source)
    }
}
