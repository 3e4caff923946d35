//! A workload as kubectl names it.

use std::fmt;
use std::str::FromStr;

use otel_inject::diagnostic::ObjectRef;

/// `deployment/web` or `deployment/shop/web`; `service.serving.knative.dev/web` is of one group.
#[derive(Debug, Clone)]
pub(crate) struct WorkloadName {
    kind: String,
    group: Option<String>,
    namespace: Option<String>,
    name: String,
}

impl WorkloadName {
    /// Whether it names an object; without a namespace in whatever namespace.
    pub(crate) fn is_of(&self, object: &ObjectRef) -> bool {
        let namespace = self.namespace.is_none() || self.namespace == object.namespace;
        let own_group = object.api_version.split_once('/').map_or("", |(group, _)| group);
        let group = self.group.as_deref().is_none_or(|group| group == own_group);
        self.name == object.name && namespace && group && self.kind.eq_ignore_ascii_case(&object.kind)
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
        let (kind, group) = kind.split_once('.').map_or((kind, None), |(kind, group)| (kind, Some(group.to_owned())));
        Ok(Self { kind: kind.to_owned(), group, namespace, name: name.to_owned() })
    }
}

impl fmt::Display for WorkloadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        self.group.as_ref().map_or(Ok(()), |group| write!(f, ".{group}"))?;
        f.write_str("/")?;
        self.namespace.as_ref().map_or(Ok(()), |namespace| write!(f, "{namespace}/"))?;
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_one_of_all_groups_or_of_one() {
        let is = |name: &str, api_version: &str, kind: &str| {
            let (api_version, kind, name_of) = (api_version.to_owned(), kind.to_owned(), "web".to_owned());
            let object = ObjectRef { api_version, kind, namespace: Some("shop".to_owned()), name: name_of };
            name.parse::<WorkloadName>().expect("a name").is_of(&object)
        };
        assert!(
            is("deployment/web", "apps/v1", "Deployment")
                && is("statefulset/shop/web", "apps.kruise.io/v1", "StatefulSet")
        );
        assert!(is("service.serving.knative.dev/web", "serving.knative.dev/v1", "Service"));
        assert!(!is("service.serving.knative.dev/web", "v1", "Service"));
        assert!(!is("deployment.apps/cart", "apps/v1", "Deployment"));
        let shown = "service.serving.knative.dev/shop/web";
        assert_eq!(shown.parse::<WorkloadName>().expect("a name").to_string(), shown);
    }
}
