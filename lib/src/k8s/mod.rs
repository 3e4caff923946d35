//! Kubernetes objects over plain values: where a workload keeps its pod template, and what is in it.

mod annotation;
mod container;
mod env_log;
mod fragment;
mod image;
mod kinds;
mod object;
mod pod;
mod previous;
mod seen;
mod template_path;
mod windows;
mod workload;

pub use annotation::{StringMap, effective_annotation};
pub use container::{Container, ContainerMut, field_ref};
pub use env_log::{EnvChange, EnvLog, EnvOffer};
pub(crate) use fragment::is_fragment;
pub use image::{Image, parse_image};
pub use kinds::{Kinds, WorkloadKind, owner_attribute};
pub use object::{Object, OwnerReference};
pub use pod::{ContainerRef, NO_NAME, Pod, PodMut, Section};
pub use previous::PreviousName;
pub(crate) use seen::Seen;
pub use template_path::{BadTemplatePath, TemplatePath};
pub use workload::Workload;
