//! Entries of `env` as people wrote them: in containers, and in the lists of Instrumentations.

use std::borrow::Cow;
use std::ops::Range;

use crate::instrumentation::{EnvVar, field_place};
use crate::lint::finding::Place;
use crate::operator::Language;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::container::{Container, value_of};
use super::in_document::in_document;
use super::{Instrumentation, Manifests, Workload};

/// An entry of an `env` list, as people wrote it.
#[derive(Debug, Clone)]
pub struct EnvEntry<'i> {
    /// Its name.
    pub name: &'i str,
    /// Its value. `None` if `valueFrom` gives it.
    pub value: Option<Cow<'i, str>>,
    /// The owner of the list.
    pub owner: Owner<'i>,
    index: usize,
}

/// What has an `env` list.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'i> {
    /// A container.
    Container(&'i Workload<'i>, &'i Container<'i>),
    /// An Instrumentation. The list is that of a language, or of all languages for `None`.
    Instrumentation(&'i Instrumentation<'i>, Option<Language>),
}

impl<'i> Workload<'i> {
    /// The entries that people wrote in its containers.
    pub fn env_entries(&'i self) -> impl Iterator<Item = EnvEntry<'i>> {
        self.own_containers().flat_map(|container| {
            let owner = Owner::Container(self, container);
            let list = container.written.and_then(|written| written.0.get("env")?.as_list());
            list.into_iter().flat_map(List::iter).enumerate().filter_map(move |(index, entry)| {
                let name = entry.str_at(&["name"])?;
                Some(EnvEntry { name, value: value_of(entry), owner, index })
            })
        })
    }
}

impl<'i> Manifests<'i> {
    /// The entries that people wrote in Instrumentations.
    pub fn instrumentation_env_entries(&'i self) -> impl Iterator<Item = EnvEntry<'i>> {
        self.instrumentations().iter().flat_map(of_instrumentation)
    }
}

fn of_instrumentation<'i>(one: &'i Instrumentation<'i>) -> impl Iterator<Item = EnvEntry<'i>> {
    let spec = &one.settings.spec;
    let of_languages = Language::ALL.into_iter().filter_map(|one| Some((Some(one), spec.settings(one)?.env)));
    let lists = of_languages.chain([(None, spec.env.as_slice())]);
    lists.flat_map(move |(language, list)| {
        let owner = Owner::Instrumentation(one, language);
        list.iter().enumerate().map(move |(index, variable)| {
            let EnvVar { name, value, value_from } = variable;
            let value = value_from.is_none().then(|| Cow::Borrowed(value.as_deref().unwrap_or_default()));
            EnvEntry { name, value, owner, index }
        })
    })
}

impl EnvEntry<'_> {
    /// Where its name is.
    #[must_use]
    pub fn name_place(&self) -> Place {
        self.place_of("name")
    }

    /// Where its value is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place_of("value")
    }

    /// Some bytes of its value; the whole value if the document has another one there, as where injection added to it.
    #[must_use]
    pub fn within(&self, part: Range<usize>) -> Place {
        let value = self.value.as_deref().unwrap_or_default();
        let is_there = |found: Option<&Value<'_>>| {
            let found = found.and_then(Value::as_str).and_then(|found| found.get(..part.end));
            found.is_some() && found == value.get(..part.end)
        };
        let at = self.at("value");
        match self.owner {
            Owner::Container(workload, _) => {
                let (at, whole) = in_document(workload.written.object.0, &at);
                let resource = &workload.resource;
                let is_there = whole && is_there(at.resolve(resource.value()));
                if is_there { resource.within(&at, part) } else { resource.place(&at) }
            }
            Owner::Instrumentation(one, _) => match &one.resource {
                Some(resource) if is_there(at.resolve(resource.value())) => resource.within(&at, part),
                _ => one.place(&at),
            },
        }
    }

    /// Whether another entry is in the same list.
    #[must_use]
    pub fn is_beside(&self, other: &Self) -> bool {
        match (self.owner, other.owner) {
            (Owner::Container(_, one), Owner::Container(_, other)) => std::ptr::eq(one, other),
            (Owner::Instrumentation(one, language), Owner::Instrumentation(other, of_other)) => {
                std::ptr::eq(one, other) && language == of_other
            }
            _ => false,
        }
    }

    /// Whether another entry of the same list is equal.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match self.owner {
            Owner::Container(_, container) => {
                let list = container.written.and_then(|written| written.0.get("env")?.as_list());
                list.is_some_and(|list| list.get(self.index) == list.get(other.index))
            }
            Owner::Instrumentation(one, language) => {
                let spec = &one.settings.spec;
                let list = match language {
                    Some(language) => spec.settings(language).map(|settings| settings.env).unwrap_or_default(),
                    None => &spec.env,
                };
                list.get(self.index) == list.get(other.index)
            }
        }
    }

    fn place_of(&self, key: &'static str) -> Place {
        let at = self.at(key);
        match self.owner {
            Owner::Container(workload, _) => workload.written_place(&at),
            Owner::Instrumentation(one, _) => one.place(&at),
        }
    }

    /// Where a field of the entry is, in the object as people wrote it.
    fn at(&self, key: &'static str) -> Pointer<'static> {
        let list = match self.owner {
            Owner::Container(workload, container) => workload.written_at(container).join(Step::Key("env".into())),
            Owner::Instrumentation(_, language) => field_place(language, "env"),
        };
        list.join(Step::Index(self.index)).join(Step::Key(key.into()))
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Location, ObjectRef};
    use crate::instrumentation::{self, Instrumentation as Settings};
    use crate::k8s::Object;
    use crate::operator::Release;

    use super::super::Document;
    use super::super::testing::{document, injected};
    use super::*;

    fn deployment(value: &str) -> String {
        format!(
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {{name: cart}}\nspec:\n  template:\n    spec:\n      \
             containers:\n      - name: app\n        env:\n        - name: OTEL_PROPAGATORS\n          value: {value}\n"
        )
    }

    /// The texts of some bytes of a value that people wrote, and of where the document has it.
    fn bytes(written: &str, document: &str, part: Range<usize>) -> String {
        let (written, text) = (deployment(written), deployment(document));
        let documents = [injected(&text, Some(&written), None, Vec::new())];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let workload = Workload::of(manifests.resources()[0]).expect("a workload");
        let entry = workload.env_entries().next().expect("an entry");
        text[entry.within(part).location.span].to_owned()
    }

    #[test]
    fn bytes_of_a_value_are_those_of_the_document() {
        assert_eq!(bytes("b3,jaeger", "b3,jaeger", 3..9), "jaeger");
        assert_eq!(bytes("b3,jaeger", "\"b3,jaeger\"", 3..9), "jaeger");
        assert_eq!(bytes("b3,jaeger", "b3,jaeger,baggage", 3..9), "jaeger", "injection added something behind it");
    }

    #[test]
    fn if_the_document_has_another_value_the_whole_value_is_meant() {
        assert_eq!(bytes("b3,jaeger", "baggage,b3,jaeger", 3..9), "baggage,b3,jaeger");
        assert_eq!(bytes("b3,jaeger", "b3", 3..9), "b3");
        assert_eq!(bytes("b3,jaeger", "7", 3..9), "7");
        assert_eq!(bytes("b3,jaeger", "$(ÄÄÄÄÄÄÄÄ)", 3..9), "$(ÄÄÄÄÄÄÄÄ)", "where no character ends");
    }

    fn instrumentation(text: &str) -> (Document<'_>, Settings) {
        let document = document(text);
        let settings = instrumentation::read(&document.manifests[0].value.to_json()).instrumentation;
        (document, settings)
    }

    /// Looks at the entries of an Instrumentation, with the text where the document has something.
    fn entries_of(text: &str, look: impl Fn(&[EnvEntry<'_>])) {
        let (document, settings) = instrumentation(text);
        let documents = [document];
        let resource = Object(&documents[0].manifests[0].value);
        let location = Manifests::new(&documents, [], Release::LATEST).resources()[0]
            .place(&Pointer::keys(&["metadata", "name"]))
            .location;
        let manifests = Manifests::new(&documents, [(&settings, location, resource.reference())], Release::LATEST);
        look(&manifests.instrumentation_env_entries().collect::<Vec<_>>());
    }

    #[test]
    fn the_lists_of_an_instrumentation_are_those_of_languages_and_that_of_all() {
        let text = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: telemetry}\nspec:\n  \
                    env:\n  - name: A\n    value: one,two\n  apacheHttpd:\n    env:\n    - name: A\n      value: one\n    \
                    - name: A\n      value: one\n    - name: B\n      valueFrom: {fieldRef: {fieldPath: spec.nodeName}}\n";
        entries_of(text, |entries| {
            let [first, second, from, all] = entries else { panic!("{entries:?}") };
            assert_eq!(first.name_place().field, "spec.apacheHttpd.env[A].name");
            assert_eq!(from.value, None);
            assert_eq!(&text[all.within(4..7).location.span], "two");
            assert!(first.is_beside(second) && first.is_beside(from) && !first.is_beside(all));
            assert!(first.is_same(second) && !first.is_same(from));
        });
    }

    #[test]
    fn an_instrumentation_in_the_configuration_is_where_that_begins() {
        let text = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: telemetry}\nspec:\n  \
                    env:\n  - name: A\n    value: one,two\n";
        let (_, settings) = instrumentation(text);
        let (location, object) = (Location { source: 3, span: 5..9 }, ObjectRef::default());
        let manifests = Manifests::new(&[], [(&settings, location.clone(), object)], Release::LATEST);
        let entry = manifests.instrumentation_env_entries().next().expect("an entry");
        assert_eq!((entry.within(4..7).location, entry.place().field.as_str()), (location, "spec.env[0].value"));
    }
}
