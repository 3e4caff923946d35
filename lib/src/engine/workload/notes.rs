//! The notes of a decision.

use crate::config::ARGUMENTS;
use crate::decision::{Note, Refusal};
use crate::diagnostic::Code;
use crate::k8s::Workload;
use crate::plan::Edit;
use crate::pointer::{Pointer, Step};
use crate::record::{self, Record, TakenBack, UndoNote, UndoNoteKind};
use crate::selection::Selection;
use crate::value::Value;

pub(super) fn written_out_note<'s>(object: &Value<'s>, edit: &Edit<'s>) -> Note {
    Note {
        code: Code::AliasWrittenOut,
        warning: false,
        message: "this stands for something that changes here; it is written out to keep its value".to_owned(),
        at: record::by_names(object, &edit.at).into_owned(),
    }
}

pub(super) fn unknown(refusal: &Refusal) -> Note {
    Note {
        code: Code::InjectionUnknown,
        warning: true,
        message: format!(
            "{}; the injection that is there stays as it is, whether or not it is current",
            refusal.reason
        ),
        at: refusal.at.clone(),
    }
}

/// The note that an injection stays because a configuration asked for it that is not in this run: only with that
/// configuration can it be taken back.
pub(super) fn asked_elsewhere(
    record: &Record<'_>,
    selection: &Selection<'_>,
    is_here: impl Fn(&str) -> bool,
) -> Option<Note> {
    let asked = |name: &str| match selection {
        Selection::Selected { requests, .. } => requests.iter().any(|request| request.language.name() == name),
        Selection::Skipped { .. } => false,
        Selection::Refused(_) => true,
    };
    let (language, asked_by) = record.languages.iter().find_map(|language| {
        let asked_by = language.asked_by.as_deref().filter(|asked_by| !is_here(asked_by))?;
        (!asked(&language.name)).then_some((&language.name, asked_by))
    })?;
    let message = if asked_by == ARGUMENTS {
        format!(
            "{language} was asked for on the command line, and is not in this run; the injection stays as it is, give \
             --inject {language} to follow it"
        )
    } else {
        format!(
            "{language} was asked for by the configuration {asked_by}, which is not in this run; the injection stays as it \
             is, give that file with --config to follow it"
        )
    };
    Some(Note { code: Code::AskedElsewhere, warning: false, message, at: Pointer::default() })
}

pub(super) fn remarks(workload: &Workload<'_, '_>, taken: Option<&TakenBack<'_>>) -> Vec<Note> {
    let note = |UndoNote { at, kind }: &UndoNote| {
        let (code, warning, message) = match kind {
            UndoNoteKind::Missing => return None,
            UndoNoteKind::TakenByName | UndoNoteKind::LeftByName | UndoNoteKind::CutByName => return None,
            UndoNoteKind::BecomesYours => {
                (Code::EditedBecomesYours, false, "was edited by hand since it was injected, and is kept as yours")
            }
            UndoNoteKind::PiecesCut => (
                Code::EditedPiecesCut,
                false,
                "was edited by hand since it was injected; what was injected is cut out of it, and the rest is yours",
            ),
            UndoNoteKind::Reinjected => {
                (Code::EditedWrittenAnew, true, "was edited since it was injected; injection writes it anew")
            }
            UndoNoteKind::Taken => (
                Code::EditedTaken,
                true,
                "was mounted elsewhere by hand since it was injected; the mount is taken away with its volume",
            ),
            UndoNoteKind::Dangling => (
                Code::InjectionLeft,
                true,
                "refers to something that went with the injection; correct it, or remove it by hand",
            ),
            UndoNoteKind::Needed => {
                (Code::EditedLeft, true, "is left, since something that was edited by hand and is left still needs it")
            }
            UndoNoteKind::Left => (
                Code::EditedLeft,
                true,
                "was edited by hand since it was injected, and is left as it is; remove it by hand, or with --by-name, if it is \
                 not wanted",
            ),
        };
        let name = name_at(at);
        Some(Note { code, warning, message: format!("{name} {message}"), at: workload.in_template(at.clone()) })
    };
    taken.into_iter().flat_map(|taken| &taken.notes).filter_map(note).collect()
}

/// The note that part of an injection is still there which the record doesn't list.
pub(super) fn unrecorded(by: &str) -> Note {
    Note {
        code: Code::InjectionLeft,
        warning: true,
        message: format!("the record does not tell of all: {by} is left; remove it by hand, or with --by-name"),
        at: Pointer::default(),
    }
}

/// What to know about what was removed by the operator's names: one note for all, and one for each list and kind.
pub(super) fn by_name(workload: &Workload<'_, '_>, taken: &TakenBack<'_>) -> Vec<Note> {
    let note = |message: &str, at: Pointer<'static>| Note {
        code: Code::RemovedByName,
        warning: false,
        message: message.to_owned(),
        at: workload.in_template(at),
    };
    let known = "what has the operator's names and no record tells of was removed; where entries had stood, and what \
                 had been there and empty, can't be known";
    let mut notes = vec![note(known, Pointer::default())];
    let mut groups: Vec<(Pointer<'static>, UndoNoteKind, Vec<String>)> = Vec::new();
    for UndoNote { at, kind } in &taken.notes {
        let Some((last, list)) = at.split_last() else { continue };
        let (list, name) = (Pointer(list.to_vec()), name_of(last));
        match groups.iter_mut().find(|(at, of, _)| *at == list && of == kind) {
            Some((_, _, names)) => names.push(name),
            None => groups.push((list, *kind, vec![name])),
        }
    }
    for (at, kind, names) in groups {
        let names = names.join(", ");
        let message = match kind {
            UndoNoteKind::TakenByName => format!("removed by name: {names}; put back any that you had set yourself"),
            UndoNoteKind::LeftByName => format!(
                "left among what was injected, and perhaps from the Instrumentation: {names}; remove by hand what is not yours"
            ),
            UndoNoteKind::CutByName => {
                format!(
                    "what is left of {names} may come from the Instrumentation; remove it by hand if it is not yours"
                )
            }
            _ => continue,
        };
        notes.push(note(&message, at));
    }
    notes
}

/// What a person calls a place; the value of a variable goes by the variable's name.
fn name_at(at: &Pointer<'_>) -> String {
    match &at.0[..] {
        [.., element @ Step::Named { .. }, Step::Key(key)] if key == "value" => name_of(element),
        [.., Step::Key(list), Step::Index(index)] => format!("{list}[{index}]"),
        steps => steps.last().map_or_else(String::new, name_of),
    }
}

fn name_of(step: &Step<'_>) -> String {
    match step {
        Step::Named { name, .. } => name.to_string(),
        Step::Key(key) => key.to_string(),
        Step::Index(index) => index.to_string(),
    }
}
