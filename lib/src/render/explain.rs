//! The way to each decision, as text to read.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::decision::{Decision, Outcome, Step, Variable};
use crate::diagnostic::{DiagnosticId, Location, ObjectRef, printable};
use crate::k8s::{ContainerRef, EnvChange, Section};
use crate::operator::Language;

use super::places::Places;
use super::summary::{Tense, injection_of};

/// A workload, what is done with it, and what was looked at on the way.
#[derive(Debug)]
pub struct Explained<'a> {
    /// What names it.
    pub object: &'a ObjectRef,
    /// Which of its pod templates, if it has several.
    pub template: Option<&'a str>,
    /// Where it begins.
    pub location: &'a Location,
    /// What is done with it.
    pub decision: &'a Decision<'a>,
    /// What was looked at, in order.
    pub steps: Vec<Step>,
    /// The variables of containers that were offered some, in the order that they have in the end.
    pub variables: Vec<Variable>,
    /// What else a person should know.
    pub notes: Vec<Told>,
    /// Why nothing is injected; none where something is.
    pub reason: Option<Told>,
}

/// Something that is said about a place in the workload.
#[derive(Debug)]
pub struct Told {
    /// A stable name in kebab-case.
    pub code: DiagnosticId,
    /// What was found, in one sentence.
    pub message: String,
    /// What to do about it; empty where there is nothing to do.
    pub help: String,
    /// The field that it is about; empty for the whole workload.
    pub field: String,
    /// Where that is in the sources.
    pub location: Option<Location>,
}

/// Values are shown up to this length.
const LONG: usize = 100;

/// One workload, as lines.
#[must_use]
pub fn explanation(explained: &Explained<'_>, places: &Places<'_>) -> String {
    let Explained { object, template, location, decision, steps, variables, notes, reason } = explained;
    let which = template.map_or_else(String::new, |template| format!(", {}", printable(template)));
    let mut out = format!("{object}{which}{}\n", place(places, Some(location)));
    let line = |out: &mut String, indent: usize, step: &Step| {
        let _ = writeln!(out, "{:indent$}{}{}", "", printable(&step.message), place(places, step.location.as_ref()));
    };
    steps.iter().filter(|step| step.language.is_none()).for_each(|step| line(&mut out, 2, step));
    for language in languages(steps, decision.outcomes()) {
        let _ = writeln!(out, "  {language}");
        steps.iter().filter(|step| step.language == Some(language)).for_each(|step| line(&mut out, 4, step));
        for outcome in decision.outcomes().iter().filter(|outcome| outcome.language == language) {
            out.push_str(&left_out(outcome));
        }
    }
    for (containers, stories) in grouped(variables, places) {
        let _ = writeln!(out, "  variables of {}", printable(&containers));
        out.push_str(&stories);
    }
    for told in notes {
        let Told { code, message, help, location, .. } = told;
        let help = if help.is_empty() { String::new() } else { format!("; {help}") };
        let _ = writeln!(
            out,
            "  note: {}{} [{code}]{}",
            printable(message),
            printable(&help),
            place(places, location.as_ref())
        );
    }
    let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
    let _ = writeln!(out, "  => {}", printable(&injection_of(decision, changed, Tense::Would)));
    if let Some(help) = reason.as_ref().map(|reason| &reason.help).filter(|help| !help.is_empty()) {
        let _ = writeln!(out, "     {help}");
    }
    out
}

/// The languages that something was said of, in order.
fn languages(steps: &[Step], outcomes: &[Outcome]) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    let of_steps = steps.iter().filter_map(|step| step.language);
    for language in of_steps.chain(outcomes.iter().map(|outcome| outcome.language)) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// What was not done; what was, the steps say.
fn left_out(Outcome { container, skipped, .. }: &Outcome) -> String {
    let Some(skip) = skipped else { return String::new() };
    let what = container.as_ref().map_or_else(|| "the pod".to_owned(), |container| format!("container {container}"));
    let line = format!("    {what} is left out: {skip} [{}]; {}", skip.code(), skip.help());
    format!("{}\n", printable(&line))
}

/// ` (file:line)`.
fn place(places: &Places<'_>, location: Option<&Location>) -> String {
    location.and_then(|location| places.line(location)).map_or_else(String::new, |place| format!(" ({place})"))
}

/// Containers and what is to be said of their variables; those of which the same is to be said are one.
fn grouped(variables: &[Variable], places: &Places<'_>) -> Vec<(String, String)> {
    let mut groups: Vec<(Vec<&ContainerRef>, Vec<&Variable>, String)> = Vec::new();
    let mut seen: Vec<&ContainerRef> = Vec::new();
    for Variable { offer, .. } in variables {
        let container = &offer.container;
        if seen.contains(&container) {
            continue;
        }
        seen.push(container);
        let its: Vec<&Variable> = variables.iter().filter(|variable| variable.offer.container == *container).collect();
        let story = stories(&its, Some(&container.name), places);
        match groups.iter_mut().find(|(containers, _, other)| {
            containers.iter().all(|other| other.section == container.section) && *other == story
        }) {
            Some((containers, ..)) => containers.push(container),
            None => groups.push((vec![container], its, story)),
        }
    }
    let shown = |(containers, variables, story): (Vec<&ContainerRef>, Vec<&Variable>, String)| {
        let init = if containers.iter().any(|container| container.section == Section::Init) { "init " } else { "" };
        match containers.as_slice() {
            [container] => (format!("{init}container {}", container.name), stories(&variables, None, places)),
            several => {
                let names = several.iter().map(|container| container.name.as_str()).collect::<Vec<_>>().join(", ");
                (format!("{init}containers {names}"), story)
            }
        }
    };
    groups.into_iter().map(shown).collect()
}

/// A line for each variable: its value and who gives it, and below who doesn't. For several containers alike their
/// name, where a value has it, is `{container}`.
fn stories(variables: &[&Variable], container: Option<&str>, places: &Places<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut of: HashMap<&str, Vec<&Variable>> = HashMap::new();
    for variable in variables {
        let name = variable.offer.name.as_str();
        let its = of.entry(name).or_default();
        if its.is_empty() {
            names.push(name);
        }
        its.push(variable);
    }
    let (untouched, told): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| of[name].iter().all(|variable| variable.language.is_none()));
    let value = |variable: &Variable| {
        let value = variable.offer.value.as_str();
        if variable.offer.from_elsewhere {
            return value.escape_debug().to_string();
        }
        shortened(&container.map_or_else(|| value.to_owned(), |name| value.replace(name, "{container}")))
    };
    let mut out = String::new();
    if !untouched.is_empty() {
        let _ = writeln!(out, "    {}: the container's own", printable(&untouched.join(", ")));
    }
    for name in told {
        let its = &of[name];
        let name = printable(name);
        for (index, variable) in its.iter().enumerate() {
            let from = format!("{}{}", printable(&variable.from), place(places, variable.location.as_ref()));
            let value = value(variable);
            let _ = match (index, variable.offer.change) {
                (0, EnvChange::Added) => writeln!(out, "    {name}: {value} from {from}"),
                // Where the container has something else that goes with it.
                (0, EnvChange::Lost) => writeln!(out, "    {name}: not {value} from {from}"),
                (_, EnvChange::Added) => writeln!(out, "      once more: {value} from {from}"),
                (_, EnvChange::Lost) => writeln!(out, "      not {value} from {from}"),
                (_, EnvChange::Joined) => writeln!(out, "      joined by {from}: {value}"),
                (_, EnvChange::Replaced) => writeln!(out, "      replaced: {value} from {from}"),
            };
        }
    }
    out
}

/// A value on one line, and not too long a one.
fn shortened(value: &str) -> String {
    let text = format!("{value:?}");
    let cut = text.char_indices().nth(LONG).map(|(at, _)| at);
    cut.map_or(text.clone(), |at| format!("{}…", &text[..at]))
}
