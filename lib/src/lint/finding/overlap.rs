//! Which repairs go together.

use std::collections::BTreeMap;

use crate::plan::{Edit, Op, Plan};
use crate::pointer::Step;

use super::{Change, Finding, Fix, ResourceId, Safety};

/// The repairs that can be made together: of several that touch the same place the first; the others are for the next
/// run. `plan` tells what a change does.
#[must_use]
pub fn non_overlapping<'f>(
    findings: &'f [Finding],
    safety: Safety,
    plan: impl Fn(&'f Change) -> Option<&'f Plan<'f>>,
) -> Vec<&'f Fix> {
    let mut taken: BTreeMap<ResourceId, Vec<&Edit<'_>>> = BTreeMap::new();
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safety <= safety);
    let mut non_overlapping = Vec::new();
    for fix in fixes {
        let fits = fix.changes.iter().all(|change| {
            let others = taken.get(&change.resource).into_iter().flatten();
            plan(change).is_some_and(|plan| others.into_iter().all(|other| !touches(other, plan)))
        });
        if fits {
            for change in &fix.changes {
                taken.entry(change.resource).or_default().extend(plan(change).into_iter().flat_map(|plan| &plan.edits));
            }
            non_overlapping.push(fix);
        }
    }
    non_overlapping
}

/// Whether an edit and a plan claim the same place, or one above the other.
fn touches(edit: &Edit<'_>, plan: &Plan<'_>) -> bool {
    plan.edits.iter().any(|other| {
        let (a, b) = (claim(edit), claim(other));
        let shared = a.len().min(b.len());
        a[..shared] == b[..shared]
    })
}

/// What an edit claims. Where an element comes into a list or changes its place, that is the whole list: the places
/// would fit together, since all of them are those of the document, but another repair in that list did not know of the
/// element.
fn claim<'e>(edit: &'e Edit<'_>) -> &'e [Step<'e>] {
    match edit.op {
        Op::Insert(_) | Op::Move { .. } => edit.at.0.split_last().map_or(&[], |(_, list)| list),
        Op::Set(_) | Op::Replace(_) | Op::Remove { .. } => &edit.at.0,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Location, Severity};
    use crate::plan::Content;
    use crate::pointer::Pointer;
    use crate::value::Value;

    use super::super::{Findings, Place};
    use super::*;

    const ENV: &str = "spec/containers/0/env";

    /// A path of keys and indices: `spec/env/0`.
    fn pointer(path: &str) -> Pointer<'static> {
        let step = |name: &str| name.parse().map_or_else(|_| Step::Key(name.to_owned().into()), Step::Index);
        Pointer(path.split('/').map(step).collect())
    }

    fn edit(path: &str, op: Op<'static>) -> Plan<'static> {
        Plan { edits: vec![Edit { at: pointer(path), op }] }
    }

    fn insert(list: &str, index: usize) -> Plan<'static> {
        edit(&format!("{list}/{index}"), Op::Insert(Content::new(Value::from("new"))))
    }

    fn replace(at: &str) -> Plan<'static> {
        edit(at, Op::Replace(Content::new(Value::from("new"))))
    }

    fn in_manifest(manifest: usize, plan: Plan<'static>) -> Fix {
        Fix::of(Safety::Safe, ResourceId { document: 0, manifest }, plan).expect("it changes something")
    }

    /// Which of several repairs are made together.
    fn chosen(fixes: Vec<Fix>, safety: Safety) -> Vec<usize> {
        let mut findings = Findings::new("rule", Severity::Warning);
        for (number, fix) in fixes.into_iter().enumerate() {
            let location = Location { source: 0, span: number..number };
            findings.add(Place { location, object: None, field: String::new() }, "found").fix(Some(fix));
        }
        let found = findings.into_found();
        let chosen = non_overlapping(&found, safety, |change| change.plan.as_ref());
        let is = |fix: &Fix, finding: &Finding| finding.fix.as_ref().is_some_and(|own| std::ptr::eq(own, fix));
        chosen.iter().filter_map(|fix| found.iter().position(|finding| is(fix, finding))).collect()
    }

    fn of_one(plans: Vec<Plan<'static>>) -> Vec<usize> {
        chosen(plans.into_iter().map(|plan| in_manifest(0, plan)).collect(), Safety::Safe)
    }

    #[test]
    fn repairs_at_different_places_go_together() {
        let values = [0, 1, 2].map(|index| replace(&format!("{ENV}/{index}/value")));
        assert_eq!(of_one(values.to_vec()), [0, 1, 2]);
        assert_eq!(
            of_one(vec![edit(&format!("{ENV}/0"), Op::Remove { ours: false }), replace(&format!("{ENV}/1/value"))]),
            [0, 1]
        );
    }

    #[test]
    fn of_repairs_at_above_or_below_one_place_the_first_is_made() {
        let (above, below) = (replace(ENV), replace(&format!("{ENV}/0/value")));
        assert_eq!(of_one(vec![above.clone(), below.clone()]), [0]);
        assert_eq!(of_one(vec![below.clone(), above]), [0]);
        assert_eq!(of_one(vec![below.clone(), below.clone(), replace("spec/hostNetwork")]), [0, 2]);
    }

    #[test]
    fn what_comes_into_a_list_claims_the_whole_list() {
        assert_eq!(of_one(vec![insert(ENV, 0), insert(ENV, 5)]), [0]);
        assert_eq!(of_one(vec![insert(ENV, 0), replace(&format!("{ENV}/3/value"))]), [0]);
        assert_eq!(of_one(vec![replace(&format!("{ENV}/3/value")), insert(ENV, 0)]), [0]);
        assert_eq!(of_one(vec![insert(ENV, 0), insert("spec/volumes", 0)]), [0, 1]);
        let moved = edit(&format!("{ENV}/2"), Op::Move { to: 0, gap: None });
        assert_eq!(of_one(vec![moved, replace(&format!("{ENV}/3/value"))]), [0]);
    }

    #[test]
    fn repairs_of_different_objects_go_together() {
        let fixes = vec![in_manifest(0, replace(ENV)), in_manifest(1, replace(ENV))];
        assert_eq!(chosen(fixes, Safety::Safe), [0, 1]);
    }

    #[test]
    fn a_repair_is_made_whole_or_not_at_all() {
        let mut of_two = in_manifest(0, replace("spec/volumes"));
        of_two.changes.extend(in_manifest(1, replace(ENV)).changes);
        let fixes = vec![in_manifest(1, replace(ENV)), of_two, in_manifest(0, replace("spec/volumes"))];
        assert_eq!(chosen(fixes, Safety::Safe), [0, 2]);
    }

    #[test]
    fn what_a_person_should_look_at_is_left_out_of_safe_repairs() {
        let mut doubtful = in_manifest(0, replace(ENV));
        doubtful.safety = Safety::Unsafe;
        assert_eq!(chosen(vec![doubtful.clone(), in_manifest(0, replace(ENV))], Safety::Safe), [1]);
        assert_eq!(chosen(vec![doubtful, in_manifest(0, replace(ENV))], Safety::Unsafe), [0]);
    }

    #[test]
    fn an_injection_that_is_not_known_is_not_made() {
        assert_eq!(chosen(vec![Fix::injection(ResourceId { document: 0, manifest: 0 })], Safety::Safe), [0_usize; 0]);
    }
}
