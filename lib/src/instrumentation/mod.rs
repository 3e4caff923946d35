//! The Instrumentation resource, `opentelemetry.io/v1alpha1`.

mod spec;

pub use spec::*;
