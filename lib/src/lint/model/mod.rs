//! What rules look at: the objects that were read, with their places.

mod annotations;
mod container;
mod document;
mod env_entry;
mod instrumentation;
mod list_items;
mod manifests;
mod requests;
mod resource;
mod workload;

pub use annotations::AskedPlace;
pub use container::{Container, Variable};
pub use document::{Document, Manifest, Treatment, Verified};
pub use env_entry::{Owner, Setting};
pub use instrumentation::Instrumentation;
pub use manifests::Surroundings;
pub use resource::{Resource, ResourceId};
pub use workload::Workload;
