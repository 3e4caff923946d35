//! Kinds of workload, by name.

use serde_json::{Value as Json, json};

use crate::k8s::{Kinds, WorkloadKind};

use super::label::is_name;
use super::mistake::{Misread, suggestion};
use super::shape::Parsed;

/// A kind of workload, as `Deployment` in whatever group, or as `Service.serving.knative.dev` in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindName(String);

impl KindName {
    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it means this kind. With a group, capitals don't count, as for kubectl.
    #[must_use]
    pub fn is(&self, kind: &WorkloadKind) -> bool {
        match self.0.split_once('.') {
            None => self.0 == kind.kind,
            Some((name, group)) => name.eq_ignore_ascii_case(&kind.kind) && group == kind.group,
        }
    }

    /// Why it means none of the kinds that there are.
    ///
    /// # Errors
    /// If it means none of them.
    pub fn check(&self, kinds: &Kinds) -> Result<(), Misread> {
        if kinds.iter().any(|kind| self.is(kind)) {
            return Ok(());
        }
        let text = self.as_str();
        let known = match text.split_once('.') {
            None => names(kinds),
            Some(_) => kinds.iter().map(full_name).collect(),
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        Err(Misread::whole(text, format!("{text:?} is no kind of workload"), suggestion(text, &known)))
    }
}

impl Parsed for KindName {
    /// Which kinds there are is known only with the whole configuration, which may describe some.
    fn parse(text: &str) -> Result<Self, Misread> {
        let (kind, group) = text.split_once('.').unwrap_or((text, "apps"));
        if is_kind(kind) && is_name(group) {
            return Ok(Self(text.to_owned()));
        }
        let help = "write Deployment, or a kind and its group as in Service.serving.knative.dev";
        Err(Misread::whole(text, format!("{text:?} is no kind of workload"), help))
    }

    fn schema() -> Json {
        json!({"anyOf": [{"enum": names(Kinds::known())}, {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]*(\\.[a-z0-9.-]+)?$"}]})
    }
}

/// Whether a text can be the `kind` of an object.
pub(super) fn is_kind(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `Service.serving.knative.dev`; a kind of the core group has its name only.
fn full_name(kind: &WorkloadKind) -> String {
    if kind.group.is_empty() { kind.kind.clone() } else { format!("{}.{}", kind.kind, kind.group) }
}

/// The names, each once: several groups may have one.
fn names(kinds: &Kinds) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for kind in kinds.iter() {
        if !names.contains(&kind.kind) {
            names.push(kind.kind.clone());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Vec<String> {
        let name = KindName::parse(text).expect("a name");
        Kinds::known().iter().filter(|kind| name.is(kind)).map(full_name).collect()
    }

    #[test]
    fn a_kind_is_one_of_all_groups_or_of_one() {
        assert_eq!(meant("StatefulSet"), ["StatefulSet.apps", "StatefulSet.apps.kruise.io"]);
        for text in ["Service.serving.knative.dev", "service.serving.knative.dev", "Service"] {
            assert_eq!(meant(text), ["Service.serving.knative.dev"], "{text}");
        }
        assert_eq!(meant("deployment.apps"), ["Deployment.apps"]);
        for none in ["statefulset", "Ingress", "Deployment.batch"] {
            assert!(meant(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn what_is_no_kind_is_told_with_the_nearest_one() {
        let help = |text| KindName::parse(text).expect("a name").check(Kinds::known()).expect_err("a mistake").help;
        assert_eq!(help("Deploymnt"), "did you mean Deployment?");
        assert_eq!(help("service.serving.knative.de"), "did you mean Service.serving.knative.dev?");
        for wrong in ["", "apps/Deployment", "Deployment.", ".apps", "Deployment.Apps"] {
            assert!(KindName::parse(wrong).is_err(), "{wrong}");
        }
    }
}
