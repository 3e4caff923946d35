//! What is to be done with a workload, decided before anything is done to it.

use crate::decision::{Note, Outcome, Refusal, RefusalReason, Request, Skip};
use crate::record::Record;
use crate::selection::Selection;

use super::notes::{asked_elsewhere, unknown};

/// What is to be done with a workload.
#[derive(Debug)]
pub(super) enum Course<'e> {
    /// Leave the injection that is there as it is: nothing in this run tells whether it is current.
    Stay { reason: Note, requests: Vec<Request<'e>> },
    /// Undo an earlier injection, if there is one, and inject nothing.
    TakeBack { reason: Skip, outcomes: Vec<Outcome>, notes: Vec<Note> },
    /// Inject, in the place of an earlier injection.
    Inject { requests: Vec<Request<'e>>, outcomes: Vec<Outcome>, notes: Vec<Note> },
    /// Do nothing: it can't be decided.
    Refuse(Refusal),
}

/// Decides by the record of an earlier injection and by what is asked for now. `speaks_for` tells whether this run can
/// say that whoever has this name in a record doesn't ask any more.
pub(super) fn course<'e>(
    record: Option<&Record<'_>>,
    selection: Selection<'e>,
    speaks_for: impl Fn(&str) -> bool,
) -> Course<'e> {
    if let Some(reason) = record.and_then(|record| asked_elsewhere(record, &selection, speaks_for)) {
        let requests = match selection {
            Selection::Selected { requests, .. } => requests,
            Selection::Skipped { .. } | Selection::Refused(_) => Vec::new(),
        };
        return Course::Stay { reason, requests };
    }
    match selection {
        Selection::Selected { requests, outcomes, notes } => Course::Inject { requests, outcomes, notes },
        Selection::Skipped { reason, outcomes, notes } => Course::TakeBack { reason, outcomes, notes },
        Selection::Refused(refusal) => match refusal.reason {
            RefusalReason::InstrumentationNotFound { .. } if record.is_some() => {
                Course::Stay { reason: unknown(&refusal), requests: Vec::new() }
            }
            _ => Course::Refuse(refusal),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ARGUMENTS;
    use crate::diagnostic::Code;
    use crate::instrumentation::{Instrumentation, read};
    use crate::operator::{Annotation, Language};
    use crate::pointer::Pointer;
    use crate::record::RecordedLanguage;

    /// The record of one language, and whose rule asked for it.
    fn record(language: &str, asked_by: Option<&str>) -> Option<Record<'static>> {
        let (name, instrumentation) = (language.to_owned(), "observability/default".to_owned());
        let language = RecordedLanguage { name, instrumentation, asked_by: asked_by.map(str::to_owned) };
        Some(Record { languages: vec![language], entries: Vec::new() })
    }

    fn selected<'e>(language: Language, instrumentation: &'e Instrumentation) -> Selection<'e> {
        let (containers, asked_by, listed_by_rule, rule) = (Vec::new(), None, false, None);
        let requests = vec![Request { language, instrumentation, containers, asked_by, listed_by_rule, rule }];
        Selection::Selected { requests, outcomes: Vec::new(), notes: Vec::new() }
    }

    fn skipped<'e>(reason: Skip) -> Selection<'e> {
        Selection::Skipped { reason, outcomes: Vec::new(), notes: Vec::new() }
    }

    fn refused<'e>(reason: RefusalReason) -> Selection<'e> {
        Selection::Refused(Refusal { reason, at: Pointer::default() })
    }

    fn not_found<'e>() -> Selection<'e> {
        let annotation = Annotation::Inject(Language::Python).to_string();
        refused(RefusalReason::InstrumentationNotFound { annotation, namespace: None, name: None, perhaps: None })
    }

    fn malformed<'e>() -> Selection<'e> {
        refused(RefusalReason::Malformed { message: "the workload has no pod template".to_owned() })
    }

    /// The course in words: what is done, why, and for which languages.
    fn words(course: &Course<'_>) -> String {
        let languages = |requests: &[Request<'_>]| {
            requests.iter().map(|request| [" ", request.language.name()].concat()).collect::<String>()
        };
        match course {
            Course::Stay { reason, requests } => format!("stay: {}{}", reason.code, languages(requests)),
            Course::TakeBack { reason, .. } => format!("take back: {}", reason.code()),
            Course::Inject { requests, .. } => format!("inject:{}", languages(requests)),
            Course::Refuse(refusal) => format!("refuse: {}", refusal.reason.code()),
        }
    }

    #[test]
    fn the_course_follows_from_the_record_and_from_what_is_asked_for_now() {
        let instrumentation = read(&serde_json::json!({})).instrumentation;
        let selected = |language| selected(language, &instrumentation);
        let none = || None;
        let cases = [
            (none(), selected(Language::Python), "inject: python"),
            (none(), skipped(Skip::NotAsked), "take back: not-asked"),
            (none(), not_found(), "refuse: instrumentation-not-found"),
            (none(), malformed(), "refuse: malformed-workload"),
            // Asked for by an annotation: this run sees it.
            (record("python", None), selected(Language::Python), "inject: python"),
            (record("python", None), selected(Language::Java), "inject: java"),
            (record("python", None), skipped(Skip::NotAsked), "take back: not-asked"),
            (record("python", None), skipped(Skip::NothingToDo), "take back: nothing-to-do"),
            (record("python", None), not_found(), "stay: injection-unknown"),
            (record("python", None), malformed(), "refuse: malformed-workload"),
            // Asked for by a rule of the configuration that is here.
            (record("python", Some("here")), skipped(Skip::NotAsked), "take back: not-asked"),
            // Asked for by a rule that this run doesn't see.
            (record("python", Some("elsewhere")), selected(Language::Python), "inject: python"),
            (record("python", Some("elsewhere")), selected(Language::Java), "stay: asked-elsewhere java"),
            (record("python", Some("elsewhere")), skipped(Skip::NotAsked), "stay: asked-elsewhere"),
            (record("python", Some(ARGUMENTS)), skipped(Skip::NotAsked), "stay: asked-elsewhere"),
            (record("python", Some("elsewhere")), not_found(), "stay: injection-unknown"),
            (record("python", Some("elsewhere")), malformed(), "refuse: malformed-workload"),
        ];
        for (record, selection, expected) in cases {
            let case = format!("{record:?}, {selection:?}");
            let course = course(record.as_ref(), selection, |name| name == "here");
            assert_eq!(words(&course), expected, "{case}");
        }
    }

    #[test]
    fn what_was_selected_is_carried_along() {
        let skipped = Selection::Skipped {
            reason: Skip::NothingToDo,
            outcomes: vec![Outcome { language: Language::Go, container: None, skipped: None }],
            notes: vec![Note {
                code: Code::LanguageOff,
                warning: false,
                message: String::new(),
                at: Pointer::default(),
            }],
        };
        let Course::TakeBack { outcomes, notes, .. } = course(None, skipped, |_| false) else {
            panic!("not taken back")
        };
        assert_eq!((outcomes[0].language, notes[0].code), (Language::Go, Code::LanguageOff));
    }
}
