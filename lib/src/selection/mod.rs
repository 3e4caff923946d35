//! From annotations and rules to what is to be injected where: the languages that are asked for, then those whose
//! Instrumentation is found, then those that are on, then those that have a place in the pod. The order of the steps is
//! the operator's; it decides which of several things a person is told.

mod asked;
mod choices;
mod containers;
mod delivery;
mod found;
mod instrumented;
mod on;
mod passed_over;
mod placed;
mod rules;
mod trace_steps;
mod unfit;

use crate::config::OtelInject;
use crate::decision::{Note, Outcome, Refusal, RefusalReason, Request, Skip, Trace};
use crate::k8s::{ContainerRef, NO_NAME, Pod, Workload};
use crate::operator::{Annotation, Language};
use crate::pointer::Pointer;

use asked::{asked, not_asked};
use found::found;
use instrumented::evidence;
use on::{is_off, on};
use passed_over::passed_over;
use placed::{listed, placed};
use rules::MatchedRule;
use unfit::unfit;

pub use choices::{Catalogue, Choices};
pub use instrumented::{carries_attributes, counts_as_instrumented};
pub use rules::selects;

/// What a workload asks for.
#[derive(Debug, Clone)]
pub enum Selection<'e> {
    /// Something is to be injected.
    Selected {
        /// What, in the operator's order of languages; never nothing.
        requests: Vec<Request<'e>>,
        /// What was left out, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// Nothing is to be injected.
    Skipped {
        /// Why.
        reason: Skip,
        /// What was left out, by language and container.
        outcomes: Vec<Outcome>,
        /// What else a person should know.
        notes: Vec<Note>,
    },
    /// It can't be decided.
    Refused(Refusal),
}

/// Why nothing is selected.
#[derive(Debug, Clone)]
pub enum NotSelected {
    /// The operator leaves the pod as it is, without a word.
    Skip(Skip),
    /// The operator has an error.
    Refuse(Box<Refusal>),
}

impl From<Refusal> for NotSelected {
    fn from(refusal: Refusal) -> Self {
        NotSelected::Refuse(Box::new(refusal))
    }
}

/// Decides what is to be injected into a workload, and takes down what is looked at. Of a workload with an earlier
/// injection of ours this has to be the object after taking that back.
#[must_use]
pub fn select<'e>(
    workload: &Workload<'_, '_>,
    choices: &Choices<'e>,
    disabled_languages: &[Language],
    config: &'e OtelInject,
    trace: &mut Trace,
) -> Selection<'e> {
    let mut said = Said { outcomes: Vec::new(), notes: Vec::new(), trace };
    let requests = requests(workload, choices, disabled_languages, config, &mut said);
    let Said { outcomes, notes, .. } = said;
    match requests {
        Ok(requests) => Selection::Selected { requests, outcomes, notes },
        Err(NotSelected::Skip(reason)) => Selection::Skipped { reason, outcomes, notes },
        Err(NotSelected::Refuse(refusal)) => Selection::Refused(*refusal),
    }
}

/// What is said on the way.
struct Said<'t> {
    outcomes: Vec<Outcome>,
    notes: Vec<Note>,
    trace: &'t mut Trace,
}

fn requests<'e>(
    workload: &Workload<'_, '_>,
    choices: &Choices<'e>,
    disabled_languages: &[Language],
    config: &'e OtelInject,
    Said { outcomes, notes, trace }: &mut Said<'_>,
) -> Result<Vec<Request<'e>>, NotSelected> {
    let evidence = evidence(workload, config);
    let rule = MatchedRule::of(workload, config);
    trace_steps::instrumented(trace, workload, evidence.as_ref());
    trace_steps::rules(trace, workload, config);
    trace_steps::asked(trace, workload, rule);
    let asked = match (asked(workload, rule), evidence) {
        (Ok(asked), _) if asked.is_empty() => {
            trace_steps::on_workload(trace, workload);
            return Err(NotSelected::Skip(not_asked(workload)));
        }
        // A pod that counts as instrumented gives no error, whatever else is wrong with it.
        (asked, Some(evidence)) => {
            let mut asked = asked.unwrap_or_default();
            asked.retain(|asked| !is_off(asked.language, disabled_languages));
            outcomes.extend(passed_over(workload, rule, &asked, &evidence));
            return Err(NotSelected::Skip(Skip::AlreadyInjected { by: evidence.to_string() }));
        }
        (asked, None) => asked?,
    };
    let languages = asked.iter().map(|asked| asked.language).filter(|language| !is_off(*language, disabled_languages));
    if let Some(skip) = unfit(workload, &languages.collect::<Vec<_>>(), rule, config) {
        return Err(NotSelected::Skip(skip));
    }
    let pod = instrumentable(workload)?;
    trace_steps::found(trace, workload, choices, disabled_languages, &asked);
    let found = found(workload, choices, &asked)?;
    let on = on(workload, disabled_languages, found, notes)?;
    trace_steps::lists(trace, workload, &on);
    let placed = placed(workload, pod, rule, on, outcomes)?;
    trace_steps::placed(trace, rule, &placed);
    let requests: Vec<Request<'e>> = placed.into_iter().filter_map(|placed| placed.request(rule)).collect();
    if let Some(rule) = rule {
        rule.check_mounts(workload, &requests)?;
    }
    delivery::check(config.spec.delivery, workload, &requests)?;
    if requests.is_empty() { Err(NotSelected::Skip(Skip::NothingToDo)) } else { Ok(requests) }
}

/// The pod template, if anything could be injected into it.
fn instrumentable<'v, 's>(workload: &Workload<'v, 's>) -> Result<Pod<'v, 's>, NotSelected> {
    let malformed = |at, message| Refusal { reason: RefusalReason::Malformed { message }, at };
    let Some(pod) = workload.pod() else {
        // A Rollout may take its template from another workload, which is then asked itself.
        if workload.object.0.at(&["spec", "workloadRef"]).is_some() {
            return Err(NotSelected::Skip(Skip::NotAsked));
        }
        let message = "the workload has no pod template; one belongs here".to_owned();
        return Err(malformed(workload.template_path.clone(), message).into());
    };
    if let Some((at, mut message)) = pod.mistake() {
        if workload.kind.is_knative() && message == NO_NAME {
            "Knative lets a container go without a name, but injection finds it by its name; give it one"
                .clone_into(&mut message);
        }
        return Err(malformed(workload.in_template(at), message).into());
    }
    Ok(pod)
}

/// Why nothing is injected whatever the Instrumentations say: what is wrong with the lists of containers. So it can be
/// told where these are not among the inputs.
#[must_use]
pub fn check_lists(
    workload: &Workload<'_, '_>,
    disabled_languages: &[Language],
    config: &OtelInject,
) -> Option<NotSelected> {
    let rule = MatchedRule::of(workload, config);
    let asked = asked(workload, rule).ok()?.into_iter().map(|asked| asked.language);
    let languages: Vec<Language> = asked.filter(|language| !is_off(*language, disabled_languages)).collect();
    if languages.is_empty() {
        return None;
    }
    let is_ruled = |language| rule.is_some_and(|rule| rule.containers(language).is_some());
    containers::lists(workload, &languages, is_ruled).err()
}

/// What is listed in vain, whatever the Instrumentations say: so it can be told where these are not among the inputs.
///
/// # Errors
/// Where nothing can be listed: it is skipped or refused for another reason.
pub fn listed_in_vain(
    workload: &Workload<'_, '_>,
    disabled_languages: &[Language],
    config: &OtelInject,
) -> Result<Vec<Outcome>, NotSelected> {
    let rule = MatchedRule::of(workload, config);
    let mut asked = asked(workload, rule)?;
    asked.retain(|asked| !is_off(asked.language, disabled_languages));
    let mut outcomes = Vec::new();
    if !asked.is_empty() {
        listed(workload, instrumentable(workload)?, rule, asked.iter(), &mut outcomes)?;
    }
    Ok(outcomes)
}

/// The containers that annotations ask a language for, whether or not there is an Instrumentation for it: what can be
/// told of a workload that is refused.
#[must_use]
pub fn asked_containers(workload: &Workload<'_, '_>, language: Language) -> Vec<ContainerRef> {
    let asked = asked(workload, None).unwrap_or_default();
    let languages: Vec<Language> = asked.into_iter().map(|asked| asked.language).collect();
    let index = languages.iter().position(|asked| *asked == language);
    let (Some(index), Ok(pod)) = (index, instrumentable(workload)) else { return Vec::new() };
    match containers::lists(workload, &languages, |_| false) {
        Ok(lists) => containers::places(pod, language, &lists[index], &mut Vec::new()),
        Err(_) => Vec::new(),
    }
}

/// Where an annotation is in the workload; the whole, where it is on the Namespace.
pub(crate) fn annotation_place(workload: &Workload<'_, '_>, annotation: Annotation) -> Pointer<'static> {
    let is_there = workload.pod().is_some_and(|pod| pod.annotations().get(annotation.key()).is_some());
    if is_there { workload.annotation(annotation.key()) } else { Pointer::default() }
}

#[cfg(test)]
mod tests;
