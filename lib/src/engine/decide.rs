//! One workload: what it should be, what leads there, and why.

use std::borrow::Cow;

use crate::decision::{Decision, Note, Refusal, RefusalReason, Request, Restored, Skip, Trace};
use crate::inject::{Facts, complete, inject_traced};
use crate::k8s::{Object, Workload};
use crate::plan::{Edit, Plan, difference_at};
use crate::pointer::{Pointer, Step};
use crate::record::{self, ANNOTATION, Draft, Language, Original, Purpose, Record, TakenBack, take_back};
use crate::selection::{Selection, select_traced};
use crate::value::Value;
use crate::yaml::{self, NodeId, Tree};

use super::Engine;
use super::explain::{own_variables, told};
use super::notes::{asked_elsewhere, remarks, unknown, written_out_note};

/// A workload in its document.
pub(super) struct Subject<'a, 's> {
    pub tree: &'a Tree<'s>,
    pub node: NodeId,
    pub object: &'a Value<'s>,
}

/// A decision and what the workload is to be.
pub(super) struct Decided<'s> {
    pub decision: Decision<'s>,
    /// The object after the plan; none where nothing changes.
    pub wanted: Option<Value<'s>>,
    /// What came of a removal.
    pub removed: Option<Removed<'s>>,
    /// What is injected, by language; nothing where nothing is.
    pub requests: Vec<Request<'s>>,
    /// The object without an earlier injection of ours, its elements where the document has them; none where there is
    /// no such injection.
    pub written: Option<Value<'s>>,
}

/// How much of an injection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The object as it is to be, with its record, and the plan that leads there.
    Plan,
    /// The object as it will run: the record in it is empty, and there is no plan.
    Object,
}

/// An injection that is taken away.
pub(super) struct Removed<'s> {
    /// What puts it back, written in the document's own style.
    pub inverse: Plan<'s>,
    /// How well it went, where that is known before the bytes are compared.
    pub known: Option<Restored>,
}

impl<'s> Decided<'s> {
    /// Nothing asks for anything.
    pub(super) fn not_asked() -> Self {
        Self::unchanged(skipped(Skip::NotAsked))
    }

    pub(super) fn unchanged(decision: Decision<'s>) -> Self {
        Self::of(decision, None)
    }

    fn of(decision: Decision<'s>, wanted: Option<Value<'s>>) -> Self {
        Self { decision, wanted, removed: None, requests: Vec::new(), written: None }
    }

    fn refused(reason: RefusalReason, at: Pointer<'static>) -> Self {
        Self::unchanged(Decision::Refused(Refusal { reason, at }))
    }
}

/// Marks an object that is for kustomize or kpt only, and never gets to a cluster; to kustomize with any other value
/// than `false`, too.
const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";

/// The workload as it was found, with an earlier injection of ours taken back in its template.
pub(super) struct Before<'a, 's> {
    record: Option<Record<'static>>,
    pub taken: Option<TakenBack<'s>>,
    /// The object after taking back; its elements know where the document has them.
    pub object: Cow<'a, Value<'s>>,
}

/// What injection makes of a workload, with what is looked at on the way.
pub(super) fn injection<'s>(
    subject: &Subject<'_, 's>,
    engine: &'s Engine,
    extent: Extent,
    trace: &mut Trace,
) -> Decided<'s> {
    let object = Object(subject.object);
    let own_namespace = object.namespace();
    let namespace = own_namespace.as_deref().or(engine.settings.namespace.as_deref());
    let Some(workload) = Workload::of(subject.object, namespace, engine.world.namespace_annotations(namespace)) else {
        return Decided::not_asked();
    };
    let is_local = object.annotations().get(LOCAL_CONFIG).is_some_and(|value| value != "false");
    let local = || Decided::unchanged(skipped(Skip::LocalConfig));
    let before = match before(&workload, subject.object) {
        Ok(before) => before,
        Err(_) if is_local => return local(),
        Err(error) => return bad_record(&workload, &error),
    };
    let mut decided = if is_local { local() } else { after(subject, engine, &before, extent, trace) };
    decided.written = before.taken.is_some().then(|| before.object.into_owned());
    decided
}

/// What becomes of the workload as it was found.
fn after<'s>(
    subject: &Subject<'_, 's>,
    engine: &'s Engine,
    before: &Before<'_, 's>,
    extent: Extent,
    trace: &mut Trace,
) -> Decided<'s> {
    let (world, settings, config) = (&engine.world, &engine.settings, &engine.config.otel_inject);
    let own_namespace = Object(subject.object).namespace();
    let namespace = own_namespace.as_deref().or(settings.namespace.as_deref());
    let Some(workload) = Workload::of(&before.object, namespace, world.namespace_annotations(namespace)) else {
        return Decided::not_asked();
    };
    let has_namespace = trace.is_on() && namespace.is_some_and(|namespace| world.namespace_place(namespace).is_some());
    told(trace, &workload, own_namespace.as_deref(), has_namespace, before.record.as_ref());
    let mut notes = remarks(&workload, before.taken.as_ref());
    let selection = select_traced(&workload, &world.instrumentations, &settings.disabled_languages, config, trace);
    let stays = before
        .record
        .as_ref()
        .and_then(|record| asked_elsewhere(record, &selection, |name| engine.config.speaks_for(name, &workload)));
    if let Some(note) = stays {
        notes.push(note);
        let requests = match selection {
            Selection::Selected { requests, .. } => requests,
            Selection::Skipped { .. } | Selection::Refused(_) => Vec::new(),
        };
        let decision = Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes };
        return Decided { requests, ..Decided::unchanged(decision) };
    }
    match selection {
        Selection::Refused(refusal) => match (&refusal.reason, &before.record) {
            (RefusalReason::InstrumentationNotFound { .. }, Some(_)) => {
                notes.push(unknown(&refusal));
                Decided::unchanged(Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes })
            }
            _ => Decided::unchanged(Decision::Refused(refusal)),
        },
        Selection::Skipped { reason, outcomes, notes: more } => {
            notes.extend(more);
            let (plan, wanted) = taken_back(&workload, before);
            Decided::of(Decision::Skipped { reason, plan, outcomes, notes }, wanted)
        }
        Selection::Selected { requests, mut outcomes, notes: more } => {
            notes.extend(more);
            let mut wanted = before.object.clone().into_owned();
            // What was not taken back from is the document, and its elements are where they were read. Lists that are
            // copied into what is added come with places of elsewhere; nothing that is there is compared with them.
            if before.taken.is_some() {
                wanted.reset_origins();
            }
            let exists = |kind: &str, name: &str| world.has(kind, namespace, name);
            let facts = Facts {
                workload,
                exists: &exists,
                images: &config.spec.images,
                delivery: config.spec.delivery,
                release: &settings.release,
            };
            let Some(template) = template_mut(&mut wanted, workload.kind.template) else {
                return Decided::not_asked();
            };
            own_variables(trace, &workload, &requests);
            let done = inject_traced(template, &requests, &facts, trace);
            outcomes.extend(done.outcomes);
            notes.extend(done.notes);
            if wanted == *before.object {
                let (plan, wanted) = taken_back(&workload, before);
                let reason = Skip::NothingToDo;
                return Decided::of(Decision::Skipped { reason, plan, outcomes, notes }, wanted);
            }
            let stays_out =
                |request: &&Request<'_>| outcomes.iter().any(|outcome| outcome.leaves_out(request.language));
            let injected: Vec<&Request<'_>> = requests.iter().filter(|request| !stays_out(request)).collect();
            if let Some(template) = template_mut(&mut wanted, workload.kind.template) {
                notes.extend(complete(template, &injected, &facts));
            }
            let languages = injected.into_iter().map(|request| Language {
                name: request.language.name().to_owned(),
                instrumentation: request.instrumentation.full_name(),
                asked_by: request.asked_by.clone(),
            });
            let languages = config.spec.record.then(|| languages.collect());
            match recorded(subject, &workload, before, wanted, languages, extent, &mut notes) {
                Ok((plan, wanted)) => {
                    let decision = Decision::Injected { plan, outcomes, notes };
                    Decided { requests, ..Decided::of(decision, Some(wanted)) }
                }
                Err(message) => Decided::refused(RefusalReason::Malformed { message }, Pointer::default()),
            }
        }
    }
}

fn skipped<'s>(reason: Skip) -> Decision<'s> {
    Decision::Skipped { reason, plan: Plan::default(), outcomes: Vec::new(), notes: Vec::new() }
}

pub(super) fn bad_record<'s>(workload: &Workload<'_, '_>, error: &record::Error) -> Decided<'s> {
    let at = Pointer::keys(&["metadata", "annotations", ANNOTATION]);
    Decided::refused(RefusalReason::Record { message: error.to_string() }, workload.in_template(at))
}

pub(super) fn before<'a, 's>(
    workload: &Workload<'_, 's>,
    object: &'a Value<'s>,
) -> Result<Before<'a, 's>, record::Error> {
    let template = workload.template().filter(|template| template.as_map().is_some());
    let record = template.map_or(Ok(None), Record::of)?;
    let mut result = Before { record, taken: None, object: Cow::Borrowed(object) };
    if let (Some(record), Some(template)) = (&result.record, template) {
        let taken = take_back(record, template, Purpose::Inject);
        if let Some(place) = template_mut(result.object.to_mut(), workload.kind.template) {
            *place = taken.template.clone();
        }
        result.taken = Some(taken);
    }
    Ok(result)
}

/// The plan that only takes back, and what the object is then.
fn taken_back<'s>(workload: &Workload<'_, '_>, before: &Before<'_, 's>) -> (Plan<'s>, Option<Value<'s>>) {
    match &before.taken {
        Some(taken) => (in_object(workload, taken.plan.clone()), Some(before.object.clone().into_owned())),
        None => (Plan::default(), None),
    }
}

/// Adds the record of these languages to what is wanted, where one is kept, and makes the plan that leads there.
fn recorded<'s>(
    subject: &Subject<'_, 's>,
    workload: &Workload<'_, 's>,
    before: &Before<'_, 's>,
    mut wanted: Value<'s>,
    languages: Option<Vec<Language>>,
    extent: Extent,
    notes: &mut Vec<Note>,
) -> Result<(Plan<'s>, Value<'s>), String> {
    let place = workload.kind.template;
    let current = subject.object.at(place).ok_or("the workload has no pod template")?;
    if languages.is_some() {
        set_annotation(&mut wanted, place, String::new())?;
    }
    // What aliases stand for is known from the plan only, and may be the reason to refuse it.
    if extent == Extent::Object && subject.tree.aliases().is_empty() {
        if let (Some(_), Some(template)) = (&before.taken, template_mut(&mut wanted, place)) {
            template.follow_origins(before.object.at(place).ok_or("the workload has no pod template")?);
        }
        return Ok((Plan::default(), wanted));
    }
    let plan_to = |wanted: &mut Value<'s>| -> Option<Plan<'s>> {
        let template = template_mut(wanted, place)?;
        if before.taken.is_some() {
            template.follow_origins(before.object.at(place)?);
        }
        Some(difference_at(place, current, template))
    };
    // Only what aliases stand for has to be known before the record.
    let written_out = if subject.tree.aliases().is_empty() {
        Vec::new()
    } else {
        let plan = plan_to(&mut wanted.clone()).unwrap_or_default();
        yaml::write_outs(subject.tree, subject.node, &plan).map_err(|error| error.to_string())?
    };
    notes.extend(written_out.iter().map(|edit| written_out_note(subject.object, edit)));
    let depth = place.len();
    let in_template = |edit: &Edit<'s>| Edit { at: Pointer(edit.at.0[depth..].to_vec()), op: edit.op.clone() };
    if written_out.iter().any(|edit| !edit.at.0.starts_with(&Pointer::keys(place).0)) {
        return Err(
            "an alias outside of the pod template stands for something that has to change; write it out".to_owned()
        );
    }
    let template_node = yaml::nearest(subject.tree, subject.node, &Pointer::keys(place));
    if let Some(languages) = languages {
        let parts = record::parts(
            current,
            before.object.at(place).ok_or("the workload has no pod template")?,
            wanted.at(place).ok_or("the workload has no pod template")?,
            &written_out.iter().map(in_template).collect::<Vec<_>>(),
            Original { tree: subject.tree, template: template_node },
            before.record.as_ref(),
        );
        let text = Draft { languages: &languages, parts: &parts }.to_string();
        set_annotation(&mut wanted, place, text)?;
    }
    // From here on its origins are those of the document.
    let mut plan = plan_to(&mut wanted).unwrap_or_default();
    if let Some(taken) = &before.taken {
        plan.adopt(&in_object(workload, taken.plan.clone()));
    }
    plan.edits.extend(written_out);
    Ok((plan, wanted))
}

fn set_annotation(object: &mut Value<'_>, template: &[&str], text: String) -> Result<(), String> {
    let empty = || Value::map::<String, 0>([]);
    let annotations = template_mut(object, template)
        .and_then(Value::as_map_mut)
        .and_then(|template| template.entry("metadata", empty).as_map_mut())
        .and_then(|metadata| metadata.entry("annotations", empty).as_map_mut())
        .ok_or("the pod template's metadata and its annotations have to be mappings")?;
    annotations.set(ANNOTATION, Value::from(text));
    Ok(())
}

pub(super) fn template_mut<'v, 's>(object: &'v mut Value<'s>, place: &[&str]) -> Option<&'v mut Value<'s>> {
    place.iter().try_fold(object, |value, key| value.as_map_mut()?.get_mut(key))
}

/// A plan for a template as one for the whole object.
pub(super) fn in_object<'s>(workload: &Workload<'_, '_>, plan: Plan<'s>) -> Plan<'s> {
    let prefix = workload.kind.template;
    let longer = |edit: Edit<'s>| {
        let mut steps: Vec<Step<'s>> = Vec::with_capacity(prefix.len() + edit.at.0.len());
        steps.extend(prefix.iter().map(|key| Step::Key((*key).into())));
        steps.extend(edit.at.0);
        Edit { at: Pointer(steps), op: edit.op }
    };
    Plan { edits: plan.edits.into_iter().map(longer).collect() }
}
