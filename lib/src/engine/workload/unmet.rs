//! What a workload asks for and doesn't get.

use crate::decision::{Decision, Note, Outcome, Skip, Unmet};
use crate::diagnostic::Code;
use crate::engine::index::Inputs;
use crate::k8s::Workload;
use crate::operator::{Annotation, Language};
use crate::pointer::Pointer;
use crate::selection::{NotSelected, annotation_place, listed_in_vain};

/// What a workload asks for and a decision doesn't give it: languages, and containers by name. `workload` is without
/// an earlier injection.
pub(super) fn unmet(workload: &Workload<'_, '_>, decision: &Decision<'_>, inputs: &Inputs) -> Vec<Unmet> {
    let (config, disabled) = (&inputs.config.otel_inject, &inputs.settings.disabled_languages);
    // Whatever the Instrumentations say that are not among the inputs, the lists of containers are.
    let in_vain = || match listed_in_vain(workload, disabled, config) {
        Ok(outcomes) => of_outcomes(workload, &outcomes),
        Err(NotSelected::Skip(reason)) => of_skip(workload, &reason).into_iter().collect(),
        // What is refused is told as such.
        Err(NotSelected::Refuse(_)) => Vec::new(),
    };
    match decision {
        Decision::Injected { .. } if decision.stays() => in_vain(),
        Decision::Injected { outcomes, notes, .. } => {
            of_outcomes(workload, outcomes).into_iter().chain(notes.iter().filter_map(of_note)).collect()
        }
        Decision::Skipped { reason, outcomes, .. } => {
            of_skip(workload, reason).into_iter().chain(of_outcomes(workload, outcomes)).collect()
        }
        Decision::Refused(refusal) if refusal.reason.is_about_inputs() => in_vain(),
        Decision::Refused(_) => Vec::new(),
    }
}

fn of_skip(workload: &Workload<'_, '_>, reason: &Skip) -> Option<Unmet> {
    let at = match reason {
        Skip::ContainersAmbiguous { languages } => {
            languages.first().map(|language| annotation(workload, [Annotation::Inject(*language)]))
        }
        Skip::ContainerTwice { language, .. } => Some(annotation(workload, lists(*language))),
        Skip::WindowsPod { at } | Skip::KnativeRefuses { at, .. } => Some(at.clone()),
        _ => None,
    };
    let unmet =
        Unmet { code: reason.code(), message: reason.to_string(), help: reason.help(), at: at.unwrap_or_default() };
    reason.is_unmet().then_some(unmet)
}

fn of_outcomes(workload: &Workload<'_, '_>, outcomes: &[Outcome]) -> Vec<Unmet> {
    outcomes.iter().filter_map(|outcome| of_outcome(workload, outcome)).collect()
}

fn of_outcome(workload: &Workload<'_, '_>, Outcome { language, container, skipped }: &Outcome) -> Option<Unmet> {
    let skip = skipped.as_ref().filter(|skip| skip.is_unmet())?;
    let code = skip.code();
    let at = match code {
        Code::ContainerNameUnknown | Code::InitContainer | Code::GoSeveralContainers => {
            annotation(workload, lists(*language))
        }
        _ => annotation(workload, [Annotation::Inject(*language)]),
    };
    let message = match container {
        // The reason names it.
        Some(_) if code == Code::ContainerNameUnknown => format!("{language} is not injected: {skip}"),
        Some(container) => format!("{language} is not injected into container {container}: {skip}"),
        None => format!("{language} is not injected: {skip}"),
    };
    Some(Unmet { code, message, help: skip.help(), at })
}

/// Some notes say that an agent is in the pod and not in the program.
fn of_note(Note { code, message, at, .. }: &Note) -> Option<Unmet> {
    let unmet = || Unmet { code: *code, message: message.clone(), help: String::new(), at: at.clone() };
    matches!(code, Code::AgentNotLoaded | Code::NoAgent).then(unmet)
}

/// The annotations that list the containers of a language, its own first.
fn lists(language: Language) -> [Annotation; 2] {
    let [common, own] = Annotation::lists(language);
    [own, common]
}

/// The first of these annotations that the pod template has; the whole workload if it has none.
fn annotation<const N: usize>(workload: &Workload<'_, '_>, annotations: [Annotation; N]) -> Pointer<'static> {
    let mut places = annotations.into_iter().map(|annotation| annotation_place(workload, annotation));
    places.find(|at| !at.0.is_empty()).unwrap_or_default()
}
