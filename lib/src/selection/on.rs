//! Third step: the languages that are switched on.

use crate::decision::{Note, Skip};
use crate::diagnostic::Code;
use crate::k8s::Workload;
use crate::operator::Language;

use super::NotSelected;
use super::found::Found;

/// Those that are on. The others were looked up all the same: a name that isn't there is an error for the operator even
/// where the language is off.
pub(super) fn on<'e, 'a, 'v>(
    workload: &Workload<'_, '_>,
    disabled_languages: &[Language],
    found: Vec<Found<'e, 'a, 'v>>,
    notes: &mut Vec<Note>,
) -> Result<Vec<Found<'e, 'a, 'v>>, NotSelected> {
    notes.extend(found.iter().filter_map(|found| note(workload, disabled_languages, found)));
    let (off, on): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| is_off(found.asked.language, disabled_languages));
    if on.is_empty() {
        let languages = off.into_iter().map(|found| found.asked.language).collect();
        return Err(NotSelected::Skip(Skip::LanguageOff { languages }));
    }
    Ok(on)
}

/// Whether a language is switched off. The SDK's settings alone can't be.
pub(super) fn is_off(language: Language, disabled_languages: &[Language]) -> bool {
    language.has_agent() && disabled_languages.contains(&language)
}

fn note(workload: &Workload<'_, '_>, disabled_languages: &[Language], found: &Found<'_, '_, '_>) -> Option<Note> {
    let Found { asked, instrumentation, guessed, by, .. } = found;
    let (code, warning, message) = if is_off(asked.language, disabled_languages) {
        (Code::LanguageOff, false, format!("{} is asked for and switched off", asked.language))
    } else if *guessed {
        let (which, name) = (if by.is_some() { "nearest" } else { "only" }, instrumentation.full_name());
        let message = match workload.namespace {
            None => format!(
                "the workload names no namespace, so {name} was taken, the {which} Instrumentation that fits; \
                 give --namespace to be sure"
            ),
            Some(namespace) => format!(
                "the Instrumentation {name} names no namespace, and was taken as the {which} one that fits; \
                 to be sure, write there: namespace: {namespace}"
            ),
        };
        (Code::NamespaceUnknown, true, message)
    } else {
        return None;
    };
    Some(Note { code, warning, message, at: asked.place(workload) })
}
