//! What injection makes of one workload: the course is decided, then carried out.

use crate::decision::{Decision, Note, Outcome, Refusal, RefusalReason, Request, Skip, Trace, Unmet, Update, Walk};
use crate::engine::index::Inputs;
use crate::inject::{Surroundings, complete, inject_traced};
use crate::k8s::{Object, Workload};
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::record::RecordedLanguage;
use crate::selection::select;
use crate::value::Value;

use super::before::{Uninjected, bad_record};
use super::course::{Course, course};
use super::explain::{own_variables, told};
use super::notes::remarks;
use super::parts::{Part, field_of, joined, with_templates};
use super::record::recorded;
use super::target::{Output, Target, WorkloadNode};
use super::unmet::unmet;
use super::update::update;

/// What injection makes of a workload.
pub(crate) struct Injection<'s> {
    pub decision: Decision<'s>,
    /// The object after the plan; `None` if nothing changes.
    pub wanted: Option<Value<'s>>,
    /// What is injected, by language.
    pub requests: Vec<Request<'s>>,
    /// The object with our earlier injection undone; origins point into the document. `None` if there was none.
    pub written: Option<Value<'s>>,
    /// What is asked for and not done.
    pub unmet: Vec<Unmet>,
    /// What changes in an injection that was there already, if nothing but that does.
    pub update: Option<Update>,
    /// The same by pod template, if the object has several.
    pub parts: Vec<Part<'s>>,
}

impl<'s> Injection<'s> {
    fn of(decision: Decision<'s>) -> Self {
        let (requests, unmet, parts) = (Vec::new(), Vec::new(), Vec::new());
        Self { decision, wanted: None, requests, written: None, unmet, update: None, parts }
    }

    /// What is decided, and what is injected, by pod template.
    pub(crate) fn by_template(&self) -> impl Iterator<Item = (&Decision<'s>, &[Request<'s>])> {
        let whole = self.parts.is_empty().then_some((&self.decision, &self.requests[..]));
        whole.into_iter().chain(self.parts.iter().map(|part| (&part.decision, &part.requests[..])))
    }

    fn skipped(reason: Skip) -> Self {
        Self::of(Decision::Skipped { reason, plan: Plan::default(), outcomes: Vec::new(), notes: Vec::new() })
    }
}

/// Decides what is to be done with a workload, and does it. The trace takes down what is looked at on the way.
pub(crate) fn injection<'s>(
    node: &WorkloadNode<'_, 's>,
    inputs: &'s Inputs,
    output: Output,
    trace: &mut Trace,
) -> Injection<'s> {
    let object = Object(node.object);
    let own_namespace = object.namespace();
    let namespace = own_namespace.as_deref().or(inputs.settings.namespace.as_deref());
    let namespace_annotations = inputs.index.namespace_annotations(namespace, node.source);
    let workloads = Workload::all(&inputs.kinds, node.object, namespace, namespace_annotations);
    let by_template = |workload: &Workload<'_, 's>, trace: &mut Trace| {
        of_template(node, workload.clone(), own_namespace.as_deref(), inputs, output, trace)
    };
    match &workloads[..] {
        [] => Injection::skipped(Skip::NotAsked),
        [workload] => by_template(workload, trace),
        several => {
            let made = several.iter().map(|workload| {
                let mut own = if trace.is_on() { Trace::on() } else { Trace::default() };
                let injection = by_template(workload, &mut own);
                (workload, injection, own.into_walk())
            });
            of_templates(node.object, made.collect())
        }
    }
}

/// What injection makes of an object with several pod templates.
fn of_templates<'s>(object: &Value<'s>, made: Vec<(&Workload<'_, 's>, Injection<'s>, Walk)>) -> Injection<'s> {
    let decision = joined(made.iter().map(|(_, injection, _)| &injection.decision));
    let versions = |version: for<'i> fn(&'i Injection<'s>) -> Option<&'i Value<'s>>| {
        let made = made
            .iter()
            .filter_map(move |(workload, injection, _)| Some((&workload.template_path, version(injection)?)));
        with_templates(object, made)
    };
    let is_refused = matches!(decision, Decision::Refused(_));
    let wanted = if is_refused { None } else { versions(|injection| injection.wanted.as_ref()) };
    let written = versions(|injection| injection.written.as_ref());
    let part = |(workload, injection, walk): (&Workload<'_, 's>, Injection<'s>, Walk)| {
        let Injection { decision, requests, unmet, update, .. } = injection;
        Part { field: field_of(workload), decision, requests, unmet, update, walk }
    };
    let parts: Vec<Part<'s>> = made.into_iter().map(part).collect();
    let requests = parts.iter().flat_map(|part| part.requests.iter().cloned()).collect();
    let unmet = parts.iter().flat_map(|part| part.unmet.iter().cloned()).collect();
    // What is not meant for a cluster is so as a whole.
    let is_local = |part: &Part<'_>| matches!(part.decision, Decision::Skipped { reason: Skip::LocalConfig, .. });
    let parts = if parts.iter().any(is_local) { Vec::new() } else { parts };
    Injection { decision, wanted, requests, written, unmet, update: None, parts }
}

/// What injection makes of one pod template.
fn of_template<'s>(
    node: &WorkloadNode<'_, 's>,
    workload: Workload<'_, 's>,
    own_namespace: Option<&str>,
    inputs: &'s Inputs,
    output: Output,
    trace: &mut Trace,
) -> Injection<'s> {
    let object = workload.object;
    let is_local = object.is_local_config();
    let before = match Uninjected::of(&workload) {
        Ok(before) => before,
        Err(_) if is_local => return Injection::skipped(Skip::LocalConfig),
        Err(error) => return Injection::of(bad_record(&workload, &error)),
    };
    let mut injection = if is_local {
        Injection::skipped(Skip::LocalConfig)
    } else {
        let workload = Workload { object: Object(&before.object), ..workload };
        told(trace, node.source, &workload, own_namespace, &inputs.index, before.record.as_ref());
        let (config, disabled) = (&inputs.config.otel_inject, &inputs.settings.disabled_languages);
        let selection = select(&workload, &inputs.index.choices(node.source), disabled, config, trace);
        let speaks_for = |name: &str| inputs.config.speaks_for(name, &workload);
        let course = course(before.record.as_ref(), selection, speaks_for);
        let target = Target { node, before: &before, workload, inputs, output };
        let injection = carry_out(course, &target, trace);
        let unmet = unmet(&target.workload, &injection.decision, inputs);
        Injection { unmet, ..injection }
    };
    injection.written = before.into_written();
    injection
}

fn carry_out<'s>(course: Course<'s>, target: &Target<'_, 's>, trace: &mut Trace) -> Injection<'s> {
    let mut notes = remarks(&target.workload, target.before.taken.as_ref());
    match course {
        Course::Refuse(refusal) => Injection::of(Decision::Refused(refusal)),
        Course::Stay { reason, requests } => {
            notes.push(reason);
            let decision = Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes };
            Injection { requests, ..Injection::of(decision) }
        }
        Course::TakeBack { reason, outcomes, notes: selected } => {
            notes.extend(selected);
            taken_back(target, reason, outcomes, notes)
        }
        Course::Inject { requests, outcomes, notes: selected } => {
            notes.extend(selected);
            injected(target, requests, outcomes, notes, trace)
        }
    }
}

/// The workload without an earlier injection.
fn taken_back<'s>(target: &Target<'_, 's>, reason: Skip, outcomes: Vec<Outcome>, notes: Vec<Note>) -> Injection<'s> {
    let Target { before, workload, .. } = target;
    let decision = Decision::Skipped { reason, plan: before.plan(&workload.template_path), outcomes, notes };
    let wanted = before.taken.is_some().then(|| before.object.clone().into_owned());
    Injection { wanted, ..Injection::of(decision) }
}

/// The workload with what is requested.
fn injected<'s>(
    target: &Target<'_, 's>,
    requests: Vec<Request<'s>>,
    mut outcomes: Vec<Outcome>,
    mut notes: Vec<Note>,
    trace: &mut Trace,
) -> Injection<'s> {
    let Target { before, workload, inputs, .. } = target;
    let mut wanted = before.object.clone().into_owned();
    // Without an earlier injection, origins point into the document as they should. Lists that are copied into what is
    // added bring origins of elsewhere, which does no harm: nothing in the document is compared with them.
    if before.taken.is_some() {
        wanted.reset_origins();
    }
    let exists = |kind: &str, name: &str| inputs.index.has(kind, workload.namespace, name);
    let spec = &inputs.config.otel_inject.spec;
    let surroundings = Surroundings {
        workload: workload.clone(),
        exists: &exists,
        images: &spec.images,
        delivery: spec.delivery,
        release: &inputs.settings.release,
    };
    let Some(template) = workload.template_mut(&mut wanted) else {
        return Injection::skipped(Skip::NotAsked);
    };
    own_variables(trace, workload, &requests);
    let done = inject_traced(template, &requests, &surroundings, trace);
    let is_left_out = |outcome: &Outcome| done.outcomes.iter().any(|other| other.leaves_out(outcome.language));
    // Where a language is left out of the whole pod, a container of it needs no reason of its own.
    outcomes.retain(|outcome| outcome.container.is_none() || !is_left_out(outcome));
    outcomes.extend(done.outcomes);
    notes.extend(done.notes);
    if wanted == *before.object {
        return taken_back(target, Skip::NothingToDo, outcomes, notes);
    }
    let is_left_out = |request: &&Request<'_>| outcomes.iter().any(|outcome| outcome.leaves_out(request.language));
    let injected: Vec<&Request<'_>> = requests.iter().filter(|request| !is_left_out(request)).collect();
    if let Some(template) = workload.template_mut(&mut wanted) {
        notes.extend(complete(template, &injected, &surroundings));
    }
    let language = |request: &Request<'_>| RecordedLanguage {
        name: request.language.name().to_owned(),
        instrumentation: request.instrumentation.full_name(),
        asked_by: request.asked_by.clone(),
    };
    let languages: Option<Vec<RecordedLanguage>> = spec.record.then(|| injected.into_iter().map(language).collect());
    match recorded(target, wanted, languages.as_deref(), &mut notes) {
        Ok((plan, wanted)) => {
            let update = update(before.record.as_ref(), &outcomes, &plan, &workload.template_path);
            let decision = Decision::Injected { plan, outcomes, notes };
            Injection { wanted: Some(wanted), requests, update, ..Injection::of(decision) }
        }
        Err(message) => {
            let refusal = Refusal { reason: RefusalReason::Malformed { message }, at: Pointer::default() };
            Injection::of(Decision::Refused(refusal))
        }
    }
}
