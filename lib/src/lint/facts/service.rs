//! The service that a container reports as.

use std::borrow::Cow;

use crate::lint::model::Container;

/// A service as telemetry names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Service<'i> {
    /// `service.namespace`, if the container gives it.
    pub namespace: Option<Cow<'i, str>>,
    /// `service.name`.
    pub name: Cow<'i, str>,
}

impl<'i> Service<'i> {
    /// The service of a container. `None` if it gives no name, or makes it from another variable.
    pub(super) fn of(container: &Container<'i>) -> Option<Self> {
        let name = container.variable("OTEL_SERVICE_NAME")?.value()?;
        if name.is_empty() || name.contains("$(") {
            return None;
        }
        let attributes = container.variable("OTEL_RESOURCE_ATTRIBUTES").and_then(|variable| variable.value());
        let namespace = attributes.and_then(|attributes| match attributes {
            Cow::Borrowed(attributes) => given(attributes).map(Cow::Borrowed),
            Cow::Owned(attributes) => given(&attributes).map(|namespace| Cow::Owned(namespace.to_owned())),
        });
        Some(Self { namespace, name })
    }
}

fn given(attributes: &str) -> Option<&str> {
    attributes.split(',').find_map(|pair| pair.trim().strip_prefix("service.namespace="))
}
