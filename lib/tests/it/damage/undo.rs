//! What takes a plan back that only adds.

use otel_inject::plan::{Content, Edit, Op, Plan};
use otel_inject::pointer::{Pointer, Step, resolve};
use otel_inject::value::Value;
use otel_inject::yaml::{Kind, MERGED, Tree, step, unended_scalar, value_source};

/// The edits of the edited text that give back the bytes; none where bytes can't come back.
pub fn undo(tree: &Tree<'_>, before: &Value<'_>, plan: &Plan<'_>) -> Option<Plan<'static>> {
    if unended_scalar(tree).is_some() {
        return None;
    }
    let mut undo: Plan<'static> = Plan::default();
    for (number, edit) in plan.edits.iter().enumerate() {
        let reversed = reversed(tree, before, plan, number, edit)?;
        // Several edits of what was written out are taken back at once.
        if !undo.edits.iter().any(|other| other.at == reversed.at) {
            undo.edits.push(reversed);
        }
    }
    Some(undo)
}

fn reversed(
    tree: &Tree<'_>,
    before: &Value<'_>,
    plan: &Plan<'_>,
    number: usize,
    edit: &Edit<'_>,
) -> Option<Edit<'static>> {
    let path = &edit.at.0;
    let mut node = tree.root()?;
    let json = !tree.kind(node).is_block_collection();
    for depth in 0..=path.len() {
        let at = Pointer(shifted(plan, number, &path[..depth]));
        let filled = match tree.kind(node) {
            Kind::Map | Kind::Seq => false,
            Kind::FlowMap | Kind::FlowSeq => !json && tree.children(node).next().is_none() && depth < path.len(),
            _ => true,
        };
        if filled {
            let content = Content {
                value: resolve(&path[..depth], before)?.clone().into_owned(),
                source: Some(value_source(tree, node).to_owned()),
                gap: None,
            };
            return (depth > 0).then_some(Edit { at, op: Op::Replace(content) });
        }
        if depth == path.len() {
            break;
        }
        match (step(tree, node, &path[depth]), &edit.op) {
            (_, Op::Insert(_)) if depth + 1 == path.len() => break,
            (Some(child), _) => node = child,
            (None, _) => {
                let at = Pointer(shifted(plan, number, &path[..=depth]));
                let op = match resolve(&path[..=depth], before) {
                    Some(merged) => Op::Replace(Content {
                        value: merged.clone().into_owned(),
                        source: Some(MERGED.to_owned()),
                        gap: None,
                    }),
                    None => Op::Remove { ours: true },
                };
                return Some(Edit { at, op });
            }
        }
    }
    Some(Edit { at: Pointer(shifted(plan, number, path)), op: Op::Remove { ours: true } })
}

/// A path as it is after the plan: indices count what was inserted before.
fn shifted(plan: &Plan<'_>, number: usize, path: &[Step<'_>]) -> Vec<Step<'static>> {
    let mut shifted = Vec::new();
    for (depth, along) in path.iter().enumerate() {
        shifted.push(match along {
            Step::Index(index) => {
                let own = plan.edits[number].at.0.len() == depth + 1 && matches!(plan.edits[number].op, Op::Insert(_));
                let before = |(other, edit): &(usize, &Edit<'_>)| {
                    let here = edit.at.0.len() == depth + 1 && edit.at.0[..depth] == path[..depth];
                    let inserts = here && matches!(edit.op, Op::Insert(_));
                    let Some(Step::Index(at)) = edit.at.0.last().filter(|_| inserts) else { return false };
                    // Of inserts at one place the earlier ones come first; what stood there comes after all of them.
                    at < index || (at == index && (!own || *other < number))
                };
                Step::Index(index + plan.edits.iter().enumerate().filter(before).count())
            }
            other => other.clone().into_owned(),
        });
    }
    shifted
}
