//! The record of an injection: written into the workload that is wanted, before the plan that leads there is made.

use crate::decision::Note;
use crate::k8s::Workload;
use crate::plan::{Edit, Plan, difference_at};
use crate::pointer::Pointer;
use crate::record::{self, ANNOTATION, Draft, Original, RecordedLanguage};
use crate::value::Value;
use crate::yaml;

use super::notes::written_out_note;
use super::target::{Output, Target, WorkloadNode};

const NO_TEMPLATE: &str = "the workload has no pod template";

/// Adds the record of these languages to what is wanted, if one is kept, and makes the plan that leads there.
pub(super) fn recorded<'s>(
    target: &Target<'_, 's>,
    mut wanted: Value<'s>,
    languages: Option<&[RecordedLanguage]>,
    notes: &mut Vec<Note>,
) -> Result<(Plan<'s>, Value<'s>), String> {
    let Target { node, before, workload, output, .. } = target;
    let at = &workload.template_path;
    let current = at.resolve(node.object).ok_or(NO_TEMPLATE)?;
    let uninjected = at.resolve(&before.object).ok_or(NO_TEMPLATE)?;
    if languages.is_some() {
        set_annotation(&mut wanted, workload, String::new())?;
    }
    // What is wanted was made from the version without the earlier injection; the document is what it is compared with.
    let follow = |wanted: &mut Value<'s>| {
        if let (Some(_), Some(template)) = (&before.taken, workload.template_mut(wanted)) {
            template.follow_origins(uninjected);
        }
    };
    let has_aliases = !node.tree.aliases().is_empty();
    // What aliases stand for is known from the plan only, and may be the reason to refuse it.
    if *output == Output::ObjectOnly && !has_aliases {
        follow(&mut wanted);
        return Ok((Plan::default(), wanted));
    }
    let plan_to = |wanted: &mut Value<'s>| {
        follow(wanted);
        let template = at.resolve(wanted);
        template.map_or_else(Plan::default, |template| difference_at(at, current, template))
    };
    // The record tells of what aliases stand for, so that has to be known before.
    let written_out = if has_aliases { written_out(node, &plan_to(&mut wanted.clone()))? } else { Vec::new() };
    notes.extend(written_out.iter().map(|edit| written_out_note(node.object, edit)));
    let written_out_below = in_template(&written_out, at)?;
    if let Some(languages) = languages {
        let template = yaml::nearest(node.tree, node.node, at);
        let parts = record::parts(
            current,
            uninjected,
            at.resolve(&wanted).ok_or(NO_TEMPLATE)?,
            &written_out_below,
            Original { tree: node.tree, template },
            before.record.as_ref(),
        );
        let text = Draft { languages, parts: &parts }.to_string();
        set_annotation(&mut wanted, workload, text)?;
    }
    let mut plan = plan_to(&mut wanted);
    if before.taken.is_some() {
        plan.adopt(&before.plan(at));
    }
    plan.edits.extend(written_out);
    Ok((plan, wanted))
}

/// The edits that write out what aliases stand for, so that a plan changes nothing else with it.
fn written_out<'s>(node: &WorkloadNode<'_, 's>, plan: &Plan<'s>) -> Result<Vec<Edit<'s>>, String> {
    yaml::write_outs(node.tree, node.node, plan).map_err(|error| error.to_string())
}

/// Edits of an object as edits of its pod template.
fn in_template<'s>(edits: &[Edit<'s>], template: &Pointer<'static>) -> Result<Vec<Edit<'s>>, String> {
    let below = |edit: &Edit<'s>| {
        let at = edit.at.0.strip_prefix(&template.0[..])?;
        Some(Edit { at: Pointer(at.to_vec()), op: edit.op.clone() })
    };
    let outside = "an alias outside of the pod template stands for something that has to change; write it out";
    edits.iter().map(below).collect::<Option<Vec<_>>>().ok_or_else(|| outside.to_owned())
}

fn set_annotation(object: &mut Value<'_>, workload: &Workload<'_, '_>, text: String) -> Result<(), String> {
    let empty = || Value::map::<String, 0>([]);
    let annotations = workload
        .template_mut(object)
        .and_then(Value::as_map_mut)
        .and_then(|template| template.entry("metadata", empty).as_map_mut())
        .and_then(|metadata| metadata.entry("annotations", empty).as_map_mut())
        .ok_or("the pod template's metadata and its annotations have to be mappings")?;
    annotations.set(ANNOTATION, Value::from(text));
    Ok(())
}
