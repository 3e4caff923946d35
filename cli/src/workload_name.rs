//! A workload as kubectl names it.

use std::fmt;
use std::str::FromStr;

use otel_inject::diagnostic::ObjectRef;

/// `deployment/web`.
#[derive(Debug, Clone)]
pub(crate) struct WorkloadName {
    kind: String,
    name: String,
}

impl WorkloadName {
    /// Whether it names an object, in whatever namespace.
    pub(crate) fn is_of(&self, object: &ObjectRef) -> bool {
        self.name == object.name && self.kind.eq_ignore_ascii_case(&object.kind)
    }
}

impl FromStr for WorkloadName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((kind, name)) if !kind.is_empty() && !name.is_empty() => {
                Ok(Self { kind: kind.to_owned(), name: name.to_owned() })
            }
            _ => Err("write kind and name, as in deployment/web"),
        }
    }
}

impl fmt::Display for WorkloadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}
