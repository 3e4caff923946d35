//! What the OpenTelemetry Operator knows by name: its languages, its annotations, its releases. A fact about one of them
//! that is data stands here, once; what it does is in the modules further up.

mod annotation;
mod env_source;
mod language;
mod release;

pub use annotation::{ANNOTATION_PREFIX, Annotation, RESOURCE_PREFIX, SIDECAR, says_yes};
pub use env_source::EnvSource;
pub use language::{AgentVolume, ConfiguredBy, DefaultProtocol, Language, LanguageFacts, Libc, Platform};
pub use release::Release;

/// The API group of what the operator reads.
pub const GROUP: &str = "opentelemetry.io";
