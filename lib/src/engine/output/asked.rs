//! The operator's keys in the objects of a run, and what is said of those that nothing reads.

use std::collections::HashSet;

use crate::asking::{self, Key};
use crate::diagnostic::{Diagnostic, DiagnosticId, Location, ObjectRef, Severity};
use crate::engine::index::Inputs;
use crate::engine::input::{Holds, ReadDocument, ReadObject, Role, Task};
use crate::k8s::Object;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::field;

use super::silenced::{Silenced, is_ignored};

/// The operator's keys in some objects.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Those that pod templates have, with their values.
    of_templates: HashSet<(String, String)>,
    /// What is to be said.
    told: Vec<Told>,
}

/// What to say of a key.
#[derive(Debug)]
struct Told {
    diagnostic: Diagnostic,
    /// Whether it asks for something that is not done.
    unmet: bool,
    /// The key and its value, if it is nothing to speak of where a pod template has them, too.
    copy: Option<(String, String)>,
}

impl Asked {
    /// Those in references: of objects that are read for their own sake.
    pub(super) fn of_references(inputs: &Inputs) -> Self {
        let mut asked = Asked::default();
        for (source, range) in inputs.documents(Role::is_referred_to) {
            let text = &inputs.sources[source].text;
            if !asking::may_have_keys(&text[range.clone()]) {
                continue;
            }
            // What can't be read the index has told.
            let Ok(document) = ReadDocument::read(text, source, range, &inputs.kinds) else { continue };
            let is_read = |object: &&ReadObject| {
                matches!(object.holds, Holds::Namespace | Holds::Instrumentation | Holds::Collector)
            };
            for object in document.objects.iter().filter(is_read) {
                if let Ok(value) = document.value(*object) {
                    asked.add(&document, *object, &value);
                }
            }
            asked.silence(&Silenced::of(&document, &inputs.config));
        }
        asked
    }

    /// Those of Namespaces that the configuration stands in for.
    pub(super) fn of_config(inputs: &Inputs) -> Self {
        let mut asked = Asked::default();
        let config = &inputs.config;
        for (namespace, location) in config.otel_inject.spec.namespaces.iter().zip(&config.namespaces) {
            let text = |text: &str| Value::from(text.to_owned());
            let annotations = namespace.annotations.iter().map(|(key, value)| (key.clone().into(), text(value)));
            let metadata =
                Value::map([("name", text(&namespace.name)), ("annotations", Value::Map(annotations.collect()))]);
            let object = Value::map([("apiVersion", text("v1")), ("kind", text("Namespace")), ("metadata", metadata)]);
            asked.take(asking::keys(&object, &inputs.kinds, |_| None), &object, |_| location.clone());
        }
        asked.told.retain(|told| !is_ignored(&told.diagnostic, config));
        asked
    }

    /// Adds those of an object.
    pub(super) fn add(&mut self, document: &ReadDocument<'_>, object: ReadObject, value: &Value<'_>) {
        self.take(document.keys(object, value), value, |at| document.key_location(object.node, at));
    }

    /// Adds those of a fragment that is left out: nothing is asked there that could be done.
    pub(super) fn add_fragment(&mut self, document: &ReadDocument<'_>, object: ReadObject, value: &Value<'_>) {
        let before = self.told.len();
        self.add(document, object, value);
        self.told[before..].iter_mut().for_each(|told| told.unmet = false);
    }

    /// Adds those of the Lists in a document.
    pub(super) fn add_lists(&mut self, document: &ReadDocument<'_>) {
        for (list, object, keys) in document.keys_of_lists() {
            self.take(keys, &object, |at| document.key_location(list, at));
        }
    }

    fn take(&mut self, keys: Vec<Key>, object: &Value<'_>, location: impl Fn(&Pointer<'static>) -> Location) {
        let of_templates = asking::asked(&keys);
        self.of_templates.extend(of_templates.map(|(key, value)| (key.to_owned(), value.to_owned())));
        for Key { at, key, value: text, told, .. } in keys {
            let Some(asking::Told { rule, unmet, message, label, help, may_be_copy, .. }) = told else { continue };
            let mut diagnostic = Diagnostic::new(Severity::Warning, DiagnosticId::Rule(rule), message)
                .at(location(&at))
                .about(&Object(object).reference(), field(&at))
                .help(help);
            diagnostic.label = label;
            // Values and many kustomizations are objects of no kind.
            diagnostic.object = diagnostic.object.filter(|object| !object.kind.is_empty());
            self.told.push(Told { diagnostic, unmet, copy: may_be_copy.then_some((key, text)) });
        }
    }

    /// What to say of the keys of a workload.
    pub(super) fn about(&self, workload: &ObjectRef) -> Vec<&Diagnostic> {
        let diagnostics = self.told.iter().map(|told| &told.diagnostic);
        diagnostics.filter(|diagnostic| diagnostic.object.as_ref() == Some(workload)).collect()
    }

    /// Whether there is nothing to be said.
    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Leaves out what a person has said not to say.
    pub(super) fn silence(&mut self, silenced: &Silenced<'_>) {
        self.told.retain(|told| !silenced.is(&told.diagnostic));
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.of_templates.extend(other.of_templates);
        self.told.extend(other.told);
    }

    /// What is to be said: warnings, and apart from them what is asked for and not done.
    pub(super) fn told(self, task: Task) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let Self { of_templates, told } = self;
        let is_copy = |told: &Told| told.copy.as_ref().is_some_and(|copy| of_templates.contains(copy));
        let (mut warnings, mut unmet) = (Vec::new(), Vec::new());
        for mut told in told.into_iter().filter(|told| !is_copy(told)) {
            if told.unmet {
                let severity = if task == Task::Verify { Severity::Error } else { Severity::Warning };
                told.diagnostic.severity = severity;
                unmet.push(told.diagnostic);
            } else {
                warnings.push(told.diagnostic);
            }
        }
        (warnings, unmet)
    }
}
