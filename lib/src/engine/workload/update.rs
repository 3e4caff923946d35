//! Whether an injection is there already and only changes, and which pieces of it.

use std::collections::BTreeSet;
use std::iter;

use crate::decision::{Outcome, Piece, Update};
use crate::plan::{Edit, Op, Plan};
use crate::pointer::{Pointer, Step};
use crate::record::{ANNOTATION, Record};

/// What a plan changes in an injection of which there is a record; `None` if a language or a container is new in it.
pub(super) fn update(
    record: Option<&Record<'_>>,
    outcomes: &[Outcome],
    plan: &Plan<'_>,
    template: &Pointer<'static>,
) -> Option<Update> {
    let record = record?;
    let mut injected = outcomes.iter().filter(|outcome| outcome.skipped.is_none());
    injected.all(|outcome| is_recorded(record, outcome)).then(|| pieces(plan, template))
}

fn is_recorded(record: &Record<'_>, Outcome { language, container, .. }: &Outcome) -> bool {
    let has_container = |container: &String| {
        record.entries.iter().any(|entry| match &entry.at.0[..] {
            [_, _, Step::Named { name, .. }, ..] => name == container,
            _ => false,
        })
    };
    let has_language = record.languages.iter().any(|known| known.name == language.name());
    has_language && container.as_ref().is_none_or(has_container)
}

/// The pieces that a plan changes, each once.
fn pieces(plan: &Plan<'_>, template: &Pointer<'static>) -> Update {
    let mut known: BTreeSet<&[Step<'_>]> = BTreeSet::new();
    let mut changed = Vec::new();
    for Edit { at, op } in &plan.edits {
        let at = at.0.strip_prefix(&template.0[..]).unwrap_or(&at.0);
        let Some((piece, depth)) = piece(at) else { continue };
        // Several are inserted at one place.
        let is_inserted = matches!(op, Op::Insert(_)) && at.len() == depth;
        if is_inserted || known.insert(&at[..depth.min(at.len())]) {
            let count = if at.len() < depth { elements(op) } else { 1 };
            changed.extend(iter::repeat_n(piece, count));
        }
    }
    changed.into_iter().collect()
}

/// How many elements a list has that comes or goes as a whole.
fn elements(op: &Op<'_>) -> usize {
    op.content().and_then(|content| content.value.as_list()).map_or(1, |list| list.iter().count().max(1))
}

/// What stands at a place of a pod template, and how long the path of the piece itself is; `None` for the record.
fn piece(at: &[Step<'_>]) -> Option<(Piece, usize)> {
    let key = |depth: usize| match at.get(depth) {
        Some(Step::Key(key)) => key.as_ref(),
        _ => "",
    };
    let list = key(1);
    Some(match (key(0), list, key(3)) {
        ("metadata", "annotations", _) if key(2) == ANNOTATION => return None,
        ("spec", "volumes", _) => (Piece::Volume, 3),
        ("spec", "containers" | "initContainers", "env") => (Piece::Variable, 5),
        ("spec", "containers" | "initContainers", "volumeMounts") => (Piece::Mount, 5),
        ("spec", "containers" | "initContainers", "image") => (Piece::Image, 4),
        ("spec", "containers" | "initContainers", "command" | "args") => (Piece::Command, 4),
        ("spec", "initContainers", _) => (Piece::InitContainer, 3),
        ("spec", "containers", "") => (Piece::Container, 3),
        _ => (Piece::Field, at.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operator::Language;
    use crate::plan::Content;
    use crate::record::RecordedLanguage;
    use crate::value::Value;

    fn at(path: &str) -> Pointer<'static> {
        let step = |step: &str| step.parse().map_or_else(|_| Step::Key(step.to_owned().into()), Step::Index);
        Pointer(path.split('/').skip(1).map(step).collect())
    }

    fn said(edits: &[(&str, Op<'static>)]) -> String {
        let edit = |(path, op): &(&str, Op<'static>)| Edit { at: at(&format!("/spec/template{path}")), op: op.clone() };
        pieces(&Plan { edits: edits.iter().map(edit).collect() }, &at("/spec/template")).to_string()
    }

    fn content(value: &serde_json::Value) -> Content<'static> {
        Content::new(Value::from(value).into_owned())
    }

    #[test]
    fn a_piece_counts_once_however_much_of_it_changes() {
        let replace = || Op::Replace(content(&"x".into()));
        let insert = || Op::Insert(content(&"x".into()));
        assert_eq!(said(&[("/spec/containers/0/env/2/value", replace())]), "1 variable");
        let twice = [
            ("/spec/containers/0/env/2/value", replace()),
            ("/spec/containers/0/env/2/valueFrom", Op::Remove { ours: true }),
        ];
        assert_eq!(said(&twice), "1 variable");
        let two = [("/spec/containers/0/env/2", insert()), ("/spec/containers/0/env/2", insert())];
        assert_eq!(said(&two), "2 variables");
        let whole = [("/spec/containers/1/env", Op::Set(content(&serde_json::json!([{"name": "A"}, {"name": "B"}]))))];
        assert_eq!(said(&whole), "2 variables");
        let others = [
            ("/spec/initContainers/0/image", replace()),
            ("/spec/initContainers/0/resources/limits/cpu", replace()),
            ("/spec/initContainers/0/command/1", replace()),
            ("/spec/initContainers/1", insert()),
            ("/spec/containers/0/volumeMounts/0/mountPath", replace()),
            ("/spec/containers/3", insert()),
            ("/spec/volumes/0", Op::Remove { ours: true }),
            ("/spec/nodeSelector/os", replace()),
        ];
        let all = "1 image, 1 command, 1 mount, 1 volume, 2 init containers, 1 container, 1 other field";
        assert_eq!(said(&others), all);
        let mut annotation = at("/spec/template/metadata/annotations");
        annotation.0.push(Step::Key(ANNOTATION.into()));
        let only_record = Plan { edits: vec![Edit { at: annotation, op: replace() }] };
        assert_eq!(pieces(&only_record, &at("/spec/template")).to_string(), "its record only");
    }

    #[test]
    fn where_a_language_or_a_container_is_new_it_is_no_update() {
        let python = RecordedLanguage { name: "python".to_owned(), instrumentation: "a".to_owned(), asked_by: None };
        let entry = |path| crate::record::Entry {
            at: Pointer::parse(path).expect("a pointer"),
            change: crate::record::Change::Created,
        };
        let record = Record { languages: vec![python], entries: vec![entry("/spec/containers/app/env")] };
        let outcome = |language, container: Option<&str>| Outcome {
            language,
            container: container.map(str::to_owned),
            skipped: None,
        };
        let is_update =
            |outcomes: &[Outcome]| update(Some(&record), outcomes, &Plan::default(), &Pointer::default()).is_some();
        assert!(is_update(&[outcome(Language::Python, Some("app"))]));
        assert!(!is_update(&[outcome(Language::Python, Some("app")), outcome(Language::Python, Some("api"))]));
        assert!(!is_update(&[outcome(Language::Java, Some("app"))]));
        assert!(!is_update(&[outcome(Language::Go, None)]));
        assert_eq!(update(None, &[], &Plan::default(), &Pointer::default()), None);
    }
}
