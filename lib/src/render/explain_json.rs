//! The way to each decision, for programs.

use serde_json::{Value as Json, json};

use crate::decision::{Decision, Outcome, Step, Variable};
use crate::diagnostic::Location;
use crate::k8s::Section;
use crate::operator::Language;

use super::explain::{Explained, Told};
use super::places::Places;

/// One workload, as an object.
#[must_use]
pub fn json(explained: &Explained<'_>, places: &Places<'_>) -> Json {
    let Explained { object, template, location, decision, steps, variables, notes, reason } = explained;
    let what = match decision {
        Decision::Injected { .. } => "injected",
        Decision::Skipped { .. } => "skipped",
        Decision::Refused(_) => "refused",
    };
    json!({
        "apiVersion": object.api_version,
        "kind": object.kind,
        "namespace": object.namespace,
        "name": object.name,
        "template": template,
        "place": place(Some(location), places),
        "decision": what,
        "changed": decision.plan().is_some_and(|plan| !plan.is_empty()),
        "reason": reason.as_ref().map(|reason| told(reason, places)),
        "steps": steps.iter().map(|one| step(one, places)).collect::<Vec<_>>(),
        "containers": decision.outcomes().iter().map(outcome).collect::<Vec<_>>(),
        "variables": variables.iter().map(|one| variable(one, places)).collect::<Vec<_>>(),
        "notes": notes.iter().map(|note| told(note, places)).collect::<Vec<_>>(),
    })
}

fn place(location: Option<&Location>, places: &Places<'_>) -> Json {
    let place = location.and_then(|location| places.file_line_column(location));
    place.map_or(Json::Null, |(file, line, column)| json!({"file": file, "line": line, "column": column}))
}

fn told(Told { code, message, help, field, location }: &Told, places: &Places<'_>) -> Json {
    let place = place(location.as_ref(), places);
    json!({"code": code.as_str(), "message": message, "help": help, "field": field, "place": place})
}

fn step(Step { code, language, message, value, location, .. }: &Step, places: &Places<'_>) -> Json {
    let place = place(location.as_ref(), places);
    json!({"code": code.as_str(), "language": language.map(Language::name), "message": message, "value": value, "place": place})
}

fn outcome(Outcome { language, container, skipped }: &Outcome) -> Json {
    let skipped = skipped.as_ref().map(|skip| json!({"code": skip.code().as_str(), "message": skip.to_string()}));
    json!({"language": language.name(), "container": container, "leftOut": skipped})
}

fn variable(Variable { language, from, offer, location, .. }: &Variable, places: &Places<'_>) -> Json {
    json!({
        "container": offer.container.name,
        "init": offer.container.section == Section::Init,
        "name": offer.name,
        "value": offer.value,
        "fromElsewhere": offer.from_elsewhere,
        "fate": offer.change.code(),
        "by": offer.by.code(),
        "from": from,
        "language": language.map(Language::name),
        "place": place(location.as_ref(), places),
    })
}
