//! Which repairs go together.

use std::collections::BTreeMap;

use crate::plan::{Edit, Op, Plan};
use crate::pointer::Step;

use super::{Change, Finding, Fix, ResourceId, Safety};

/// The repairs that can be made together: of several that touch the same place the first; the others are for the next
/// run. `plan` tells what a change does.
#[must_use]
pub fn chosen<'f>(
    findings: &'f [Finding],
    safety: Safety,
    plan: impl Fn(&'f Change) -> Option<&'f Plan<'f>>,
) -> Vec<&'f Fix> {
    let mut taken: BTreeMap<ResourceId, Vec<&Edit<'_>>> = BTreeMap::new();
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safety <= safety);
    let mut chosen = Vec::new();
    for fix in fixes {
        let fits = fix.changes.iter().all(|change| {
            let others = taken.get(&change.resource).into_iter().flatten();
            plan(change).is_some_and(|plan| others.into_iter().all(|other| !touches(other, plan)))
        });
        if fits {
            for change in &fix.changes {
                taken.entry(change.resource).or_default().extend(plan(change).into_iter().flat_map(|plan| &plan.edits));
            }
            chosen.push(fix);
        }
    }
    chosen
}

/// Whether an edit is at, above or below a place that a plan edits too. Elements that come into a list move nothing
/// that another edit counts, so those at different places are apart.
fn touches(edit: &Edit<'_>, plan: &Plan<'_>) -> bool {
    plan.edits.iter().any(|other| {
        let (a, b) = (place(edit), place(other));
        let shared = a.len().min(b.len());
        a[..shared] == b[..shared]
    })
}

/// What an edit claims: where an element of a list goes or comes, the whole list.
fn place<'e>(edit: &'e Edit<'_>) -> &'e [Step<'e>] {
    match edit.op {
        Op::Insert(_) | Op::Move { .. } => edit.at.0.split_last().map_or(&[], |(_, list)| list),
        Op::Set(_) | Op::Replace(_) | Op::Remove { .. } => &edit.at.0,
    }
}
