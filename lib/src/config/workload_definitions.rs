//! What is wrong with the kinds of workload that a configuration describes.

use crate::k8s::{Kinds, TemplatePath, WorkloadKind};
use crate::operator;
use crate::pointer::{Pointer, Step};

use super::GROUP;
use super::mistake::{Mistake, Part};
use super::reader::Reader;
use super::spec::Spec;

/// Objects of the core group that are something else to this program.
const OTHERS: [&str; 4] = ["ConfigMap", "Namespace", "Secret", "Service"];

/// Finds what can't be a kind of workload, and what is known already.
pub(super) fn check(spec: &Spec, reader: &mut Reader) {
    let mut before: Vec<WorkloadKind> = Vec::new();
    for (index, definition) in spec.workloads.iter().enumerate() {
        let at = Pointer::keys(&["spec", "workloads"]).join(Step::Index(index));
        // What is wrong with its fields was told.
        if reader.errors.iter().any(|error| error.at.0.starts_with(&at.0)) {
            continue;
        }
        let kind = definition.workload_kind();
        let mistake = |below: Option<Step<'static>>, message: String, help: &str| {
            let at = below.into_iter().fold(at.clone(), |at, step| at.join(step));
            Mistake { at, part: Part::Value, message, help: help.to_owned() }
        };
        let templates = || Some(Step::Key("templates".into()));
        let known = Kinds::known().get(&kind.group, &kind.kind);
        let error = if kind.kind.is_empty() {
            Some(mistake(None, "a kind is missing here".to_owned(), "write kind: with what the objects have there"))
        } else if is_something_else(&kind) {
            let message = format!("{} is no workload", named(&kind));
            Some(mistake(Some(Step::Key("kind".into())), message, "leave it out"))
        } else if kind.templates.is_empty() {
            let message = format!("nothing says where {} has its pod templates", named(&kind));
            Some(mistake(None, message, "write templates: [spec.template], or wherever they are"))
        } else if let Some(known) = known.filter(|known| known.templates != kind.templates) {
            let message = format!("{} is known, with {}", named(&kind), listed(&known.templates));
            Some(mistake(templates(), message, "leave it out here"))
        } else if before.iter().any(|other| (&other.group, &other.kind) == (&kind.group, &kind.kind)) {
            Some(mistake(None, format!("{} stands here twice", named(&kind)), "join the two"))
        } else {
            let list = &definition.templates;
            let overlaps = |index: &usize| list[..*index].iter().any(|other| other.overlaps(&list[*index]));
            (0..list.len()).find(overlaps).map(|index| {
                let message = "this is part of a template that is listed before, or holds it".to_owned();
                let mut wrong = mistake(templates(), message, "leave one of the two out");
                wrong.at = wrong.at.join(Step::Index(index));
                wrong
            })
        };
        match error {
            Some(error) => reader.errors.push(error),
            None if known.is_some() => {
                let message = format!("{} is known anyway", named(&kind));
                reader.warnings.push(mistake(None, message, "leave it out here"));
            }
            None => {}
        }
        before.push(kind);
    }
}

fn is_something_else(kind: &WorkloadKind) -> bool {
    [operator::GROUP, GROUP].contains(&kind.group.as_str())
        || kind.group.is_empty() && OTHERS.contains(&kind.kind.as_str())
        || kind.kind.ends_with("List")
}

/// `Deployment of apps`.
fn named(WorkloadKind { group, kind, .. }: &WorkloadKind) -> String {
    if group.is_empty() { kind.clone() } else { format!("{kind} of {group}") }
}

fn listed(templates: &[TemplatePath]) -> String {
    let paths: Vec<String> = templates.iter().map(TemplatePath::to_string).collect();
    match &paths[..] {
        [path] if path.is_empty() => "itself as its template".to_owned(),
        [path] => format!("its template at {path}"),
        paths => format!("its templates at {}", paths.join(" and ")),
    }
}
