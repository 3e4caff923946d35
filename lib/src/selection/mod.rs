//! From annotations and rules to what is to be injected where: languages, their Instrumentations, their containers. The order
//! of the steps is the operator's; it decides which of several things a person is told.

mod containers;
mod delivery;
mod instrumented;
mod lookup;
mod rules;
mod tell;

use std::borrow::Cow;

use crate::config::OtelInject;
use crate::decision::{Note, Outcome, Refusal, RefusalReason, Request, Skip, Trace};
use crate::instrumentation::Instrumentation;
use crate::k8s::{Place, Pod, StringMap, Workload, effective};
use crate::operator::{Annotation, Language, says_yes};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use rules::Applied;

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

/// The containers that annotations ask a language for, whether or not there is an Instrumentation for it: what can be
/// told of a workload that is refused.
#[must_use]
pub fn asked_containers(workload: &Workload<'_, '_>, language: Language) -> Vec<Place> {
    let trace = &mut Trace::default();
    let languages = asked(workload, None, trace).unwrap_or_default().into_iter().map(|asked| asked.language);
    let languages: Vec<Language> = languages.collect();
    let index = languages.iter().position(|asked| *asked == language);
    let (Some(index), Ok(pod)) = (index, instrumentable(workload)) else { return Vec::new() };
    match containers::lists(workload, &languages, |_| false, trace) {
        Ok(lists) => containers::places(pod, language, &lists[index], &mut Vec::new()),
        Err(_) => Vec::new(),
    }
}

/// Why nothing is injected.
#[derive(Debug, Clone)]
pub enum Stop {
    /// The operator leaves the pod as it is, without a word.
    Skip(Skip),
    /// The operator has an error.
    Refuse(Box<Refusal>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refuse(Box::new(refusal))
    }
}

/// A language that is asked for.
struct Asked<'v> {
    language: Language,
    /// What its annotation says, or what a rule says in its place.
    value: Cow<'v, str>,
    by_rule: bool,
}

/// Decides what is to be injected into a workload. Of a workload with an earlier injection of ours this has to be the
/// object after taking that back.
#[must_use]
pub fn select<'e>(
    workload: &Workload<'_, '_>,
    instrumentations: &'e [Instrumentation],
    disabled_languages: &[Language],
    config: &'e OtelInject,
) -> Selection<'e> {
    select_traced(workload, instrumentations, disabled_languages, config, &mut Trace::default())
}

/// The same, and takes down what is looked at.
#[must_use]
pub fn select_traced<'e>(
    workload: &Workload<'_, '_>,
    instrumentations: &'e [Instrumentation],
    disabled_languages: &[Language],
    config: &'e OtelInject,
    trace: &mut Trace,
) -> Selection<'e> {
    let mut said = Said { outcomes: Vec::new(), notes: Vec::new(), trace };
    let requests = requests(workload, instrumentations, disabled_languages, config, &mut said);
    let Said { outcomes, notes, .. } = said;
    match requests {
        Ok(requests) => Selection::Selected { requests, outcomes, notes },
        Err(Stop::Skip(reason)) => Selection::Skipped { reason, outcomes, notes },
        Err(Stop::Refuse(refusal)) => Selection::Refused(*refusal),
    }
}

/// Why nothing is injected whatever the Instrumentations say: what is wrong with the lists of containers. So it can be
/// told where these are not among the inputs.
#[must_use]
pub fn check_lists(workload: &Workload<'_, '_>, disabled_languages: &[Language], config: &OtelInject) -> Option<Stop> {
    let trace = &mut Trace::default();
    let rule = Applied::to(workload, config, trace);
    let is_on = |language: &Language| !is_off(*language, disabled_languages);
    let asked = asked(workload, rule, trace).ok()?;
    let languages: Vec<Language> = asked.iter().map(|asked| asked.language).filter(is_on).collect();
    if languages.is_empty() {
        return None;
    }
    let is_ruled = |language: Language| rule.is_some_and(|rule| rule.containers(language).is_some());
    containers::lists(workload, &languages, is_ruled, trace).err()
}

/// What is said on the way.
struct Said<'t> {
    outcomes: Vec<Outcome>,
    notes: Vec<Note>,
    trace: &'t mut Trace,
}

fn requests<'e>(
    workload: &Workload<'_, '_>,
    instrumentations: &'e [Instrumentation],
    disabled_languages: &[Language],
    config: &'e OtelInject,
    Said { outcomes, notes, trace }: &mut Said<'_>,
) -> Result<Vec<Request<'e>>, Stop> {
    // A pod that counts as instrumented gives no error, whatever else is wrong with it.
    // Without a record it has to be told by what every injection leaves.
    let unrecorded = |pod| if config.spec.record { None } else { instrumented::attributes(pod) };
    let sign = workload.pod().and_then(|pod| instrumented::sign(pod).or_else(|| unrecorded(pod)));
    tell::instrumented(trace, workload, sign.as_ref());
    let instrumented = sign.map(|sign| sign.to_string());
    let rule = Applied::to(workload, config, trace);
    let asked = match (asked(workload, rule, trace), &instrumented) {
        (Err(_), Some(by)) => return Err(Stop::Skip(Skip::AlreadyInjected { by: by.clone() })),
        (asked, _) => asked?,
    };
    if asked.is_empty() {
        return Err(Stop::Skip(not_asked(workload, trace)));
    }
    if let Some(by) = instrumented {
        return Err(Stop::Skip(Skip::AlreadyInjected { by }));
    }
    let pod = instrumentable(workload)?;
    let mut wanted = Vec::new();
    let mut off = Vec::new();
    for Asked { language, value, by_rule } in asked {
        let annotation = Annotation::Inject(language);
        let asked_by = rule.filter(|_| by_rule);
        let at = if by_rule { Pointer::default() } else { annotation_place(workload, annotation) };
        let shown = match asked_by {
            Some(rule) => rule.to_string(),
            None if at.0.is_empty() => format!("{annotation} of the Namespace"),
            None => annotation.key().to_owned(),
        };
        let found = lookup::find(&shown, &value, workload.namespace, instrumentations);
        tell::lookup(trace, language, &value, workload.namespace, instrumentations, &found);
        let found = found.map_err(|reason| Refusal { reason, at: at.clone() })?;
        // Looked up all the same: a name that isn't there is an error for the operator even where it is off.
        if is_off(language, disabled_languages) {
            let message = format!("{language} is asked for and switched off");
            tell::off(trace, language);
            notes.push(Note { code: "language-off", warning: false, message, at });
            off.push(language);
            continue;
        }
        if found.guessed {
            let name = found.instrumentation.full_name();
            let message = format!(
                "the workload names no namespace, so {name} was taken, the only Instrumentation that fits; \
                 give --namespace to be sure"
            );
            notes.push(Note { code: "namespace-unknown", warning: true, message, at });
        }
        wanted.push((language, found.instrumentation, asked_by));
    }
    if wanted.is_empty() {
        return Err(Stop::Skip(Skip::LanguagesOff { languages: off }));
    }
    let languages: Vec<Language> = wanted.iter().map(|(language, ..)| *language).collect();
    let ruled = |language: Language| rule.and_then(|rule| Some((rule, rule.containers(language)?)));
    let lists = containers::lists(workload, &languages, |language| ruled(language).is_some(), trace)?;
    let mut requests = Vec::new();
    for ((language, instrumentation, asked_by), list) in wanted.into_iter().zip(&lists) {
        let ruled = ruled(language);
        let containers = match ruled {
            Some((rule, containers)) => containers::ruled(pod, language, containers, rule, outcomes),
            None => containers::places(pod, language, list, outcomes),
        };
        tell::containers(trace, language, &containers, ruled.map(|(rule, _)| rule), list);
        if !containers.is_empty() {
            let asked_by = asked_by.map(|rule| rule.asked_by().to_owned());
            let listed_by_rule = ruled.is_some();
            let rule = rule.map(|applied| applied.rule());
            requests.push(Request { language, instrumentation, containers, asked_by, listed_by_rule, rule });
        }
    }
    if let Some(rule) = rule {
        rule.check_mounts(workload, &requests)?;
    }
    delivery::check(config.spec.delivery, workload, &requests)?;
    if requests.is_empty() { Err(Stop::Skip(Skip::NothingToDo)) } else { Ok(requests) }
}

/// The pod template, if anything could be injected into it.
fn instrumentable<'v, 's>(workload: &Workload<'v, 's>) -> Result<Pod<'v, 's>, Stop> {
    let malformed = |at, message| Refusal { reason: RefusalReason::Malformed { message }, at };
    let Some(pod) = workload.pod() else {
        // A Rollout may take its template from another workload, which is then asked itself.
        if workload.object.0.at(&["spec", "workloadRef"]).is_some() {
            return Err(Stop::Skip(Skip::NotAsked));
        }
        let message = "the workload has no pod template; one belongs here".to_owned();
        return Err(malformed(Pointer::keys(workload.kind.template), message).into());
    };
    if let Some((at, message)) = pod.mistake() {
        return Err(malformed(workload.in_template(at), message).into());
    }
    Ok(pod)
}

/// The languages that are asked for, whether or not they are on. By language, a pod template that says no goes before
/// a rule, and a rule before all other annotations.
fn asked<'v>(
    workload: &Workload<'v, '_>,
    rule: Option<Applied<'v>>,
    trace: &mut Trace,
) -> Result<Vec<Asked<'v>>, Refusal> {
    let annotations = workload.template().and_then(|template| template.at(&["metadata", "annotations"]));
    let refused = |at: Pointer<'static>, found: &Value<'_>, wanted: &str| Refusal {
        reason: RefusalReason::Malformed { message: format!("this is {}, not {wanted}", found.kind()) },
        at: workload.in_template(at),
    };
    let all = Pointer::keys(&["metadata", "annotations"]);
    match annotations {
        None | Some(Value::Null | Value::Map(_)) => {}
        Some(found) => return Err(refused(all, found, "a mapping of annotations")),
    }
    let pod = StringMap::new(annotations);
    let mut asked = Vec::new();
    for language in Language::ALL {
        let annotation = Annotation::Inject(language).key();
        if let Some(found @ (Value::List(_) | Value::Map(_))) = annotations.and_then(|all| all.get(annotation)) {
            return Err(refused(all.join(Step::Key(annotation.into())), found, "a string"));
        }
        let says_no = pod.get(annotation).is_some_and(|value| value.eq_ignore_ascii_case("false"));
        let ruled = rule.and_then(|rule| rule.ask(language)).filter(|_| !says_no);
        let value = match ruled {
            Some(value) => Cow::Borrowed(value),
            None => effective(annotation, pod, workload.namespace_annotations),
        };
        tell::asked(trace, workload, language, rule, &value, ruled.is_some());
        if says_yes(&value) {
            asked.push(Asked { language, value, by_rule: ruled.is_some() });
        }
    }
    Ok(asked)
}

/// Whether a language is switched off. The SDK's settings alone can't be.
fn is_off(language: Language, disabled_languages: &[Language]) -> bool {
    language.has_agent() && disabled_languages.contains(&language)
}

/// Nothing is asked for; perhaps someone thought it was.
fn not_asked(workload: &Workload<'_, '_>, trace: &mut Trace) -> Skip {
    let mut requests = workload.object.annotations().iter().filter_map(|(key, value)| {
        let request = Annotation::parse(key).filter(|annotation| matches!(annotation, Annotation::Inject(_)))?;
        says_yes(&value).then_some((request, value))
    });
    match requests.next() {
        Some((annotation, value)) => {
            tell::on_workload(trace, workload, annotation, &value);
            Skip::AnnotationOnWorkload { annotation }
        }
        None => Skip::NotAsked,
    }
}

/// Where an annotation is in the workload; the whole, where it is on the Namespace.
fn annotation_place(workload: &Workload<'_, '_>, annotation: Annotation) -> Pointer<'static> {
    let is_there = workload.pod().is_some_and(|pod| pod.annotations().get(annotation.key()).is_some());
    if !is_there {
        return Pointer::default();
    }
    let below = Pointer::keys(&["metadata", "annotations"]).join(Step::Key(annotation.key().into()));
    workload.in_template(below)
}

#[cfg(test)]
mod tests;
