//! An Instrumentation, with its places.

use crate::diagnostic::{Location, ObjectRef};
use crate::instrumentation::{self, Mistake};
use crate::lint::finding::Place;
use crate::pointer::Pointer;
use crate::yaml;

use super::Resource;

/// An Instrumentation with its places.
#[derive(Debug)]
pub struct Instrumentation<'i> {
    /// Its settings.
    pub settings: &'i instrumentation::Instrumentation,
    /// The object. `None` if it is part of the configuration.
    pub resource: Option<Resource<'i>>,
    /// What is wrong with it. Empty if it is part of the configuration, which reports its mistakes itself.
    pub mistakes: Vec<Mistake>,
    location: Location,
    object: ObjectRef,
}

impl<'i> Instrumentation<'i> {
    pub(super) fn new(
        settings: &'i instrumentation::Instrumentation,
        (location, object): (Location, ObjectRef),
        resource: Option<Resource<'i>>,
    ) -> Self {
        let read = resource.map(|resource| instrumentation::read(&resource.value().to_json()));
        let mistakes = read.into_iter().flat_map(|read| read.errors.into_iter().chain(read.warnings)).collect();
        Self { settings, resource, mistakes, location, object }
    }

    /// What stands at a pointer. If it is part of the configuration, the place where it begins.
    #[must_use]
    pub fn place(&self, at: &Pointer<'_>) -> Place {
        match self.resource {
            Some(resource) => resource.place(at),
            None => {
                Place { location: self.location.clone(), object: Some(self.object.clone()), field: yaml::field(at) }
            }
        }
    }

    /// The place of its name.
    #[must_use]
    pub fn name_place(&self) -> Place {
        self.place(&Pointer::keys(&["metadata", "name"]))
    }

    /// The key of a value.
    #[must_use]
    pub fn key(&self, at: &Pointer<'_>) -> Place {
        self.resource.map_or_else(|| self.place(at), |resource| resource.key(at))
    }
}
