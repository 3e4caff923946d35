//! Variables where people wrote them: in containers, and in the lists of Instrumentations.

use std::borrow::Cow;
use std::ops::Range;

use crate::instrumentation::{EnvVar, LANGUAGES, spec_key};
use crate::lint::finding::Place;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::container::{Container, value_of};
use super::in_document::in_document;
use super::{Instrumentation, Manifests, Workload};

/// A variable where people wrote it.
#[derive(Debug, Clone)]
pub struct Setting<'i> {
    /// Its name.
    pub name: &'i str,
    /// Its value; none where it comes from elsewhere.
    pub value: Option<Cow<'i, str>>,
    /// What has it.
    pub owner: Owner<'i>,
    index: usize,
}

/// What has a variable.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'i> {
    /// A container.
    Container(&'i Workload<'i>, &'i Container<'i>),
    /// A list of an Instrumentation, by its language; none for all of them.
    Instrumentation(&'i Instrumentation<'i>, Option<&'static str>),
}

impl<'i> Workload<'i> {
    /// The variables that people wrote in its containers.
    pub fn settings(&'i self) -> impl Iterator<Item = Setting<'i>> {
        self.own_containers().flat_map(|container| {
            let owner = Owner::Container(self, container);
            let list = container.written.and_then(|written| written.0.get("env")?.as_list());
            list.into_iter().flat_map(List::iter).enumerate().filter_map(move |(index, entry)| {
                let name = entry.str_at(&["name"])?;
                Some(Setting { name, value: value_of(entry), owner, index })
            })
        })
    }
}

impl<'i> Manifests<'i> {
    /// Those that people wrote in Instrumentations.
    pub fn settings_of_instrumentations(&'i self) -> impl Iterator<Item = Setting<'i>> {
        self.instrumentations().iter().flat_map(of_instrumentation)
    }
}

fn of_instrumentation<'i>(one: &'i Instrumentation<'i>) -> impl Iterator<Item = Setting<'i>> {
    let spec = &one.settings.spec;
    let of_languages = LANGUAGES.into_iter().filter_map(|name| Some((Some(name), spec.settings(name)?.env)));
    let lists = of_languages.chain([(None, spec.env.as_slice())]);
    lists.flat_map(move |(language, list)| {
        let owner = Owner::Instrumentation(one, language);
        list.iter().enumerate().map(move |(index, variable)| {
            let EnvVar { name, value, value_from } = variable;
            let value = value_from.is_none().then(|| Cow::Borrowed(value.as_deref().unwrap_or_default()));
            Setting { name, value, owner, index }
        })
    })
}

impl Setting<'_> {
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

    /// Some bytes of its value; the whole where the document has it in another way, as behind an injection.
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

    /// Whether another one is in the same list.
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

    /// Whether another one in the same list says the same.
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

    /// Where something of its entry is, in the object as it was written.
    fn at(&self, key: &'static str) -> Pointer<'static> {
        let list = match self.owner {
            Owner::Container(workload, container) => workload.written_at(container).join(Step::Key("env".into())),
            Owner::Instrumentation(_, Some(language)) => Pointer::keys(&["spec", spec_key(language), "env"]),
            Owner::Instrumentation(_, None) => Pointer::keys(&["spec", "env"]),
        };
        list.join(Step::Index(self.index)).join(Step::Key(key.into()))
    }
}
