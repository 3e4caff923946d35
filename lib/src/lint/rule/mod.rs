//! What a rule is.

mod input;
mod page;
mod settings;
mod suppression;

use crate::diagnostic::Severity;
use crate::lint::finding::{Findings, Safety};
use crate::lint::model::{Surroundings, Workload};

pub use input::Input;
pub use page::Page;
#[cfg(test)]
pub(in crate::lint) use settings::REQUIRED;
pub use settings::Settings;
pub use suppression::Suppression;
pub(in crate::lint) use suppression::{Unused, suppressions};

/// Something that is looked for. Its doc comment is its page. It has one of the two functions, or both.
pub trait Rule {
    /// Its name, in kebab-case: what people suppress, and scripts match. It never changes.
    const ID: &'static str;
    /// How much what it finds matters, where it doesn't say otherwise of a single finding.
    const SEVERITY: Severity;
    /// How safe its repairs are, where it has any; of several kinds the safest.
    const FIX: Option<Safety> = None;

    /// Looks at everything, and says what it finds.
    fn check(_input: &Input<'_>, _found: &mut Findings<'_>) {}

    /// Looks at one workload, for what has nothing to do with the others.
    fn workload(_surroundings: &Surroundings<'_>, _workload: &Workload<'_>, _found: &mut Findings<'_>) {}
}

/// A rule as the list of rules has it.
#[derive(Debug, Clone, Copy)]
pub struct Registered {
    /// [`Rule::ID`]
    pub id: &'static str,
    /// [`Rule::SEVERITY`]
    pub severity: Severity,
    /// [`Rule::FIX`]
    pub fix: Option<Safety>,
    pub(in crate::lint) check: fn(&Input<'_>, &mut Findings<'_>),
    pub(in crate::lint) workload: fn(&Surroundings<'_>, &Workload<'_>, &mut Findings<'_>),
    source: &'static str,
}

impl Registered {
    /// A rule, and the file that it stands in.
    pub(in crate::lint) const fn of<R: Rule>(source: &'static str) -> Self {
        Self { id: R::ID, severity: R::SEVERITY, fix: R::FIX, check: R::check, workload: R::workload, source }
    }

    /// Its page.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::of(self.source)
    }
}
