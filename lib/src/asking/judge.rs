//! What a key at a place comes to: who reads it, and the warning if nobody does.

use crate::diagnostic::Severity;
use crate::operator::says_yes;
use crate::pointer::{Pointer, Step};
use crate::value::{Map, Value};

use super::holder::{Holder, Is, is_metadata};
use super::known::Known;
use super::places::Role;
use super::words::{self, Words};
use super::{Reader, Repair, Told, rule};

/// A key at a place.
pub(super) struct Asked<'a, 'v> {
    pub holder: &'a Holder<'v>,
    /// The way to the mapping that has it.
    pub path: &'a [Step<'v>],
    pub role: Role,
    /// That mapping.
    pub beside: &'v Map<'v>,
    pub key: &'v str,
    pub value: &'v Value<'v>,
    pub known: &'a Known,
}

/// Who reads a key, and the warning if nobody does. `written` is how the text of a scalar is written.
pub(super) fn judged(
    asked: &Asked<'_, '_>,
    written: &dyn Fn(&Pointer<'static>) -> Option<String>,
) -> (Reader, Option<Told>) {
    let Asked { holder, path, role, key, known, .. } = *asked;
    if holder.is_operators(path, role, key, known) {
        return (Reader::Other, None);
    }
    let in_template = role == Role::Annotations && holder.template_at(path, role).is_some();
    let is_known = !matches!(known, Known::Nothing { .. });
    if in_template && is_known {
        let told = asked.not_string(written).or_else(|| asked.sidecar());
        return (Reader::Template, told);
    }
    if holder.reads_of_namespace(path, role, known) {
        return (Reader::Other, asked.not_string(written).or_else(|| asked.sidecar()));
    }
    let assumed = if role == Role::Annotations { holder.assumed_template(path) } else { None };
    if in_template || holder.is_namespace_annotation(path, role) && !is_known || assumed.is_some() && !is_known {
        return (Reader::Nobody, Some(asked.unknown()));
    }
    if let Some(template) = assumed {
        return (Reader::Nobody, Some(asked.kind_unknown(template)));
    }
    if holder.is == Is::Workload && holder.template_says(key, &asked.text()) {
        return (Reader::Copied, None);
    }
    if matches!(known, Known::Nothing { meant: None, .. }) {
        return (Reader::Nobody, Some(asked.unknown()));
    }
    (Reader::Nobody, Some(asked.misplaced()))
}

impl<'v> Asked<'_, 'v> {
    pub(super) fn at(&self) -> Pointer<'static> {
        Pointer(self.path.to_vec()).join(Step::Key(self.key.into())).into_owned()
    }

    pub(super) fn text(&self) -> String {
        self.value.text().unwrap_or_default().into_owned()
    }

    /// Whether it asks for something.
    fn asks(&self) -> bool {
        match self.value {
            Value::List(_) | Value::Map(_) => true,
            _ => says_yes(&self.text()),
        }
    }

    fn told(&self, rule: &'static str, severity: Severity, words: Words, repair: Option<Repair>) -> Told {
        let Words { message, label, help } = words;
        let unmet = self.holder.counts && self.asks();
        // kustomize copies annotations and labels to all objects, and to more than their own metadata.
        let may_be_copy = self.holder.is != Is::Workload && is_metadata(self.path, &[], self.role);
        Told { rule, severity, unmet, message, label, help, repair, may_be_copy }
    }

    /// The operator does not know the key.
    fn unknown(&self) -> Told {
        let Known::Nothing { meant, .. } = self.known else { return self.misplaced() };
        let repair = meant.as_ref().filter(|meant| self.beside.get(meant).is_none()).map(|meant| Repair::Move {
            from: self.at(),
            to: Pointer(self.path.to_vec()).join(Step::Key(meant.clone().into())).into_owned(),
            is_guess: true,
        });
        let severity = if meant.is_some() { Severity::Error } else { Severity::Warning };
        self.told(rule::UNKNOWN, severity, words::unknown(self, meant.as_deref()), repair)
    }

    /// The operator knows the key, or what was meant by it, and reads it elsewhere.
    fn misplaced(&self) -> Told {
        let Self { holder, path, key, known, role, .. } = *self;
        let meant = match known {
            Known::Nothing { meant, .. } => meant.as_deref(),
            _ => None,
        };
        let target = match holder.is {
            Is::Workload => holder.target(path),
            Is::Namespace if role == Role::Labels && !matches!(known, Known::Resource) => {
                Some(Pointer::keys(&["metadata", "annotations"]))
            }
            _ => None,
        };
        let place = target.as_ref().map(|target| target.join(Step::Key(meant.unwrap_or(key).to_owned().into())));
        let is_free = |place: &Pointer<'static>| place.resolve(holder.object.0).is_none();
        let is_taken = place.as_ref().is_some_and(|place| !is_free(place));
        // A Rollout may have no template of its own.
        let has_template =
            holder.is != Is::Workload || holder.templates.iter().any(|at| at.resolve(holder.object.0).is_some());
        let repair = place.filter(|place| has_template && is_free(place)).map(|to| {
            // A label may also be what a selector looks for.
            let is_guess = meant.is_some() || role == Role::Labels;
            Repair::Move { from: self.at(), to, is_guess }
        });
        let on_workload = holder.is == Is::Workload && role == Role::Annotations && is_metadata(path, &[], role);
        let rule = if on_workload { rule::ON_WORKLOAD } else { rule::MISPLACED };
        let severity = if holder.is == Is::Workload && self.asks() { Severity::Error } else { Severity::Warning };
        let words = words::misplaced(self, on_workload, target.as_ref(), meant, is_taken);
        self.told(rule, severity, words, repair)
    }

    /// A value that is no string, where it would be read.
    fn not_string(&self, written: &dyn Fn(&Pointer<'static>) -> Option<String>) -> Option<Told> {
        if matches!(self.value, Value::String(_) | Value::Null) {
            return None;
        }
        let text = self.value.text().map(|text| written(&self.at()).unwrap_or_else(|| text.into_owned()));
        let words = words::not_string(self.key, self.value.kind(), text.as_deref());
        let repair = text.map(|text| Repair::Quote { at: self.at(), text });
        Some(self.told(rule::NOT_STRING, Severity::Error, words, repair))
    }

    /// A request for a collector beside the app.
    fn sidecar(&self) -> Option<Told> {
        let asks = *self.known == Known::Sidecar && self.asks();
        asks.then(|| self.told(rule::SIDECAR, Severity::Info, words::sidecar(self.key), None))
    }

    /// What looks like the pod template of a kind that nobody knows.
    fn kind_unknown(&self, template: &[Step<'v>]) -> Told {
        self.told(rule::KIND_UNKNOWN, Severity::Warning, words::kind_unknown(self, template), None)
    }
}
