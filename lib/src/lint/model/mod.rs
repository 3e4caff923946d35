//! What rules look at: the objects that were read, with their places, and workloads before and after injection.

mod annotations;
mod container;
mod document;
mod env_entry;
mod given;
mod in_document;
mod instrumentation;
mod list_items;
mod manifests;
mod repair;
mod requests;
mod resource;
#[cfg(test)]
pub(in crate::lint) mod testing;
mod workload;

pub use annotations::AnnotationPlace;
pub use container::{Container, Variable};
pub use document::{Analysis, Document, Manifest, Verified};
pub use env_entry::{EnvEntry, Owner};
pub(in crate::lint) use in_document::in_document;
pub use instrumentation::Instrumentation;
pub use manifests::Manifests;
pub use resource::Resource;
pub use workload::Workload;
