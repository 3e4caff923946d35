//! A workload as kubectl names it.

use std::fmt;
use std::str::FromStr;

use otel_inject::diagnostic::ObjectRef;

/// `deployment/web` or `deployment/shop/web`.
#[derive(Debug, Clone)]
pub(crate) struct WorkloadName {
    kind: String,
    namespace: Option<String>,
    name: String,
}

impl WorkloadName {
    /// Whether it names an object; without a namespace in whatever namespace.
    pub(crate) fn is_of(&self, object: &ObjectRef) -> bool {
        let namespace = self.namespace.is_none() || self.namespace == object.namespace;
        self.name == object.name && namespace && self.kind.eq_ignore_ascii_case(&object.kind)
    }
}

impl FromStr for WorkloadName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('/').collect();
        let (kind, namespace, name) = match parts[..] {
            _ if parts.contains(&"") => None,
            [kind, name] => Some((kind, None, name)),
            [kind, namespace, name] => Some((kind, Some(namespace.to_owned()), name)),
            _ => None,
        }
        .ok_or("write kind and name, as in deployment/web")?;
        Ok(Self { kind: kind.to_owned(), namespace, name: name.to_owned() })
    }
}

impl fmt::Display for WorkloadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.kind)?;
        self.namespace.as_ref().map_or(Ok(()), |namespace| write!(f, "{namespace}/"))?;
        f.write_str(&self.name)
    }
}
