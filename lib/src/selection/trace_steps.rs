//! What selection looks at, in words: for who asks how a decision came about. Each step is run over what the step of
//! selection returns, up to its first error.

use crate::config::OtelInject;
use crate::decision::{At, RefusalReason, Step, Trace};
use crate::diagnostic::Code;
use crate::instrumentation::Instrumentation;
use crate::k8s::{ContainerRef, Section, StringMap, Workload, effective_annotation};
use crate::operator::{Annotation, Language, says_yes};
use crate::pointer::{self, Pointer};
use crate::value::Text;
use crate::yaml::field;

use super::annotation_place;
use super::asked::{self, Asked, said};
use super::choices::Choices;
use super::containers::names;
use super::found::{Found, find};
use super::instrumented::Evidence;
use super::on::is_off;
use super::placed::Placed;
use super::rules::{MatchedRule, tried};

/// Of more Instrumentations than these that are not meant nobody wants to read.
const MOST: usize = 10;

fn key(key: &str) -> pointer::Step<'static> {
    pointer::Step::Key(key.to_owned().into())
}

/// Where an annotation is on the pod template.
fn on_template(workload: &Workload<'_, '_>, annotation: Annotation) -> At {
    At::Workload(annotation_place(workload, annotation))
}

fn on_namespace(annotation: Annotation) -> At {
    At::Namespace(Pointer::keys(&["metadata", "annotations"]).join(key(annotation.key())))
}

/// The rules up to the one that matches, and why the others don't.
pub(super) fn rules(trace: &mut Trace, workload: &Workload<'_, '_>, config: &OtelInject) {
    if !trace.is_on() {
        return;
    }
    for (tried, misfit) in tried(workload, config) {
        rule(trace, tried, misfit);
        if misfit.is_none() {
            return;
        }
    }
}

fn rule(trace: &mut Trace, tried: MatchedRule<'_>, misfit: Option<&'static str>) {
    trace.step(|| match misfit {
        None => Step::new(Code::Rule, format!("{tried} is for it")).at(At::Rule(Pointer::default())),
        Some(field) => {
            let at = tried.index().map_or(At::Nowhere, |index| {
                let steps = [pointer::Step::Index(index), key("select"), key(field)];
                At::Config(steps.into_iter().fold(Pointer::keys(&["spec", "rules"]), |at, step| at.join(step)))
            });
            Step::new(Code::Rule, format!("{tried} is for others: its {field} don't select the workload")).at(at)
        }
    });
    if let (None, Some(index)) = (misfit, tried.index()) {
        trace.rule(index);
    }
}

/// Whether the pod counts as instrumented, and by what.
pub(super) fn instrumented(trace: &mut Trace, workload: &Workload<'_, '_>, evidence: Option<&Evidence<'_>>) {
    trace.step(|| match evidence {
        None => Step::new(Code::Instrumented, "nothing in the pod makes it count as instrumented"),
        Some(evidence) => {
            let at = At::Workload(workload.in_template(evidence.place()));
            Step::new(Code::Instrumented, format!("the pod counts as instrumented: {evidence}")).at(at)
        }
    });
}

/// What pod template, Namespace and rule say of each language.
pub(super) fn asked(trace: &mut Trace, workload: &Workload<'_, '_>, rule: Option<MatchedRule<'_>>) {
    if !trace.is_on() {
        return;
    }
    for said in said(workload, rule).into_iter().flatten().map_while(Result::ok) {
        asked_of(trace, workload, rule, &said);
    }
}

/// The same of one language, and who decides; nothing if none of them says anything.
fn asked_of(trace: &mut Trace, workload: &Workload<'_, '_>, rule: Option<MatchedRule<'_>>, said: &Asked<'_>) {
    let (language, value) = (said.language, &*said.value);
    let annotation = Annotation::Inject(language);
    let pod = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations()).get(annotation.key());
    let namespace = workload.namespace_annotations.get(annotation.key());
    let ruled = rule.and_then(|rule| Some((rule, rule.ask(language)?)));
    if let Some(pod) = &pod {
        let step = Step::new(Code::PodTemplate, format!("the pod template says {annotation}: {pod:?}"));
        trace.step(|| step.of(language).found(&**pod).at(on_template(workload, annotation)));
    }
    if let Some(namespace) = &namespace {
        let step = Step::new(Code::Namespace, format!("its Namespace says {annotation}: {namespace:?}"));
        trace.step(|| step.of(language).found(&**namespace).at(on_namespace(annotation)));
    }
    if let Some((rule, ask)) = ruled {
        let step = Step::new(Code::RuleAsks, format!("{rule} says {language}: {ask}"));
        trace.step(|| step.of(language).found(ask).at(At::Rule(Pointer::keys(&["inject", language.name()]))));
    }
    let says = usize::from(pod.is_some()) + usize::from(namespace.is_some()) + usize::from(ruled.is_some());
    if says == 0 {
        return;
    }
    let decides = match (&pod, &namespace) {
        _ if said.rule.is_some() => "the rule",
        (Some(pod), _) if pod == value => "the pod template",
        _ => "the Namespace",
    };
    let over = match decides {
        "the rule" if says > 1 => ", which goes before annotations",
        "the pod template" if ruled.is_some() => ", whose \"false\" goes before any rule",
        "the pod template" if namespace.is_some() => ", which goes before the Namespace",
        "the Namespace" if pod.is_some() => ", since the pod template only says that it wants some",
        _ => "",
    };
    let (code, what) = if says_yes(value) { (Code::Asked, "asked for") } else { (Code::NotAsked, "not asked for") };
    trace.step(|| Step::new(code, format!("{what} by {decides}{over}")).of(language).found(value));
}

/// An annotation where nothing reads it, and where it belongs.
pub(super) fn on_workload(trace: &mut Trace, workload: &Workload<'_, '_>) {
    let Some((annotation, value)) = asked::on_workload(workload).filter(|_| trace.is_on()) else { return };
    let kind = &workload.kind.kind;
    trace.step(|| {
        let at = Pointer::keys(&["metadata", "annotations"]).join(key(annotation.key()));
        let message = format!("{annotation}: {value:?} is on the {kind} itself, where nothing reads it");
        Step::new(Code::OnWorkload, message).found(value).at(At::Workload(at))
    });
    trace.step(|| {
        let annotations = workload.in_template(Pointer::keys(&["metadata", "annotations"]));
        let path = field(&annotations);
        let message = format!("it is read in the pod template, at {path}");
        Step::new(Code::BelongsHere, message).at(At::Workload(annotations))
    });
}

/// What was found for each language, and whether that is switched off.
pub(super) fn found(
    trace: &mut Trace,
    workload: &Workload<'_, '_>,
    choices: &Choices<'_>,
    disabled_languages: &[Language],
    asked: &[Asked<'_>],
) {
    if !trace.is_on() {
        return;
    }
    for asked in asked {
        let found = find(workload, choices, asked);
        found_for(trace, asked, workload.namespace, choices, &found);
        if found.is_err() {
            return;
        }
        if is_off(asked.language, disabled_languages) {
            let off = Step::new(Code::LanguageOff, "switched off, so it counts as not asked for");
            trace.step(|| off.of(asked.language));
        }
    }
}

/// What was found for one language; if nothing was, also what there is.
fn found_for(
    trace: &mut Trace,
    Asked { language, value, .. }: &Asked<'_>,
    namespace: Option<&str>,
    choices: &Choices<'_>,
    found: &Result<Found<'_, '_, '_>, RefusalReason>,
) {
    let language = *language;
    let looked = match (value.split_once('/'), namespace) {
        (Some((namespace, name)), _) => format!("{name} in namespace {namespace}"),
        (None, Some(namespace)) if value.eq_ignore_ascii_case("true") => {
            format!("the only one in namespace {namespace}")
        }
        (None, None) if value.eq_ignore_ascii_case("true") => "the only one, in no namespace".to_owned(),
        (None, Some(namespace)) => format!("{value} in namespace {namespace}"),
        (None, None) => format!("{value}, in no namespace"),
    };
    let place = |one: &Instrumentation| At::Instrumentation(one.full_name(), Pointer::keys(&["metadata", "name"]));
    if let Ok(found) = found {
        trace.instrumentation(found.number);
    }
    match found {
        Ok(found) => trace.step(|| {
            let one = found.instrumentation;
            let name = one.full_name();
            let asked = value.rsplit('/').next().filter(|name| !name.eq_ignore_ascii_case("true"));
            let how = match one.everywhere {
                _ if found.by.is_some() => "",
                _ if found.guessed => ", the only one that fits",
                _ if asked.is_some_and(|asked| asked != one.name) => ", which had that name before this build",
                true => ", which serves every namespace",
                false => "",
            };
            let near = found.by.map(|near| format!(", of several the one {}", choices.scope.words(near)));
            let near = near.unwrap_or_default();
            let message = format!("looked for {looked}: the Instrumentation {name}{how}{near}");
            Step::new(Code::Instrumentation, message).of(language).found(name).at(place(one))
        }),
        Err(reason) => {
            trace.step(|| Step::new(reason.code(), format!("looked for {looked}: {}", short(reason))).of(language));
            let all = choices.all;
            for (index, one) in all.iter().enumerate().take(MOST) {
                let name = one.full_name();
                let without = if one.namespace.is_none() { ", without a namespace" } else { "" };
                let step = Step::new(Code::Candidate, format!("there is the Instrumentation {name}{without}"));
                trace.step(|| step.of(language).found(name).at(At::Candidate(index)));
            }
            if all.len() > MOST {
                let more = all.len() - MOST;
                trace.step(|| Step::new(Code::Candidate, format!("and {more} Instrumentations more")).of(language));
            }
        }
    }
}

fn short(reason: &RefusalReason) -> String {
    match reason {
        RefusalReason::InstrumentationNotFound { .. } => "not found".to_owned(),
        RefusalReason::InstrumentationAmbiguous { candidates, .. } => format!("several fit: {}", candidates.join(", ")),
        other => other.to_string(),
    }
}

/// The lists of containers: that of all languages, and those of the languages that are on.
pub(super) fn lists(trace: &mut Trace, workload: &Workload<'_, '_>, on: &[Found<'_, '_, '_>]) {
    if !trace.is_on() {
        return;
    }
    let pod = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    for language in [None].into_iter().chain(Language::ALL.map(Some)) {
        if language.is_none_or(|language| on.iter().any(|found| found.asked.language == language)) {
            list(trace, workload, pod, language);
        }
        if names(workload, pod, Annotation::ContainerNames(language)).is_err() {
            return;
        }
    }
}

/// One of them; nothing if it is empty.
fn list(trace: &mut Trace, workload: &Workload<'_, '_>, pod: StringMap<'_, '_>, language: Option<Language>) {
    let annotation = Annotation::ContainerNames(language);
    let value = effective_annotation(annotation.key(), pod, workload.namespace_annotations);
    if value.is_empty() {
        return;
    }
    let of_pod = pod.get(annotation.key()).is_some_and(|of_pod| of_pod == value);
    let (who, at) = match of_pod {
        true => ("the pod template", on_template(workload, annotation)),
        false => ("its Namespace", on_namespace(annotation)),
    };
    let step = Step::new(Code::ContainerList, format!("{who} says {annotation}: {value:?}")).found(value).at(at);
    trace.step(|| Step { language, ..step });
}

/// The containers of each language, and what names them.
pub(super) fn placed(trace: &mut Trace, rule: Option<MatchedRule<'_>>, placed: &[Placed<'_, '_, '_>]) {
    for Placed { found, containers, list, listed_by_rule } in placed {
        let rule = rule.filter(|_| *listed_by_rule);
        trace.step(|| placed_step(found.asked.language, containers, rule, list));
    }
}

fn placed_step(language: Language, places: &[ContainerRef], rule: Option<MatchedRule<'_>>, list: &[Text<'_>]) -> Step {
    let name = |place: &ContainerRef| match place.section {
        Section::Init => format!("{} (init)", place.name),
        Section::Regular => place.name.clone(),
    };
    let names = places.iter().map(name).collect::<Vec<_>>().join(", ");
    let (by, at) = match rule {
        Some(rule) => (format!("by {rule}"), At::Rule(Pointer::keys(&["containers"]))),
        None if list.is_empty() => ("the first one, since nothing lists any".to_owned(), At::Nowhere),
        None if places.iter().all(|place| list.iter().any(|name| *name == place.name)) => {
            ("by the lists".to_owned(), At::Nowhere)
        }
        None => ("the first one, since the pod has none that is listed".to_owned(), At::Nowhere),
    };
    let message = match places {
        [] => format!("no container, {by}"),
        [_] => format!("container {names}, {by}"),
        many => format!("{} containers, {by}: {names}", many.len()),
    };
    Step::new(Code::Containers, message).of(language).found(names).at(at)
}
