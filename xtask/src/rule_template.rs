//! `new-rule`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Input, Rule};
use crate::operator::Language;
use crate::pointer::Pointer;

/// ## What it does
///
/// Finds
///
/// ## Why is this bad?
///
/// ## Example
///
/// ```yaml
/// ```
///
/// ## Use instead
///
/// ```yaml
/// ```
///
/// ## References
///
/// - []()
pub struct NewRule;

impl Rule for NewRule {
    const ID: &'static str = "new-rule";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        for (workload, container) in input.containers() {
            if container.has(Language::Python) {
                let place = workload.effective_place(&container.below(&["image"]));
                let place = place.unwrap_or_else(|| workload.resource.place(&Pointer::keys(&["metadata", "name"])));
                found.add(place, "what was found").help("what to do");
            }
        }
    }
}
