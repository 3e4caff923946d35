//! The rule of the configuration that is for a workload, and what it asks.

use std::fmt;

use crate::config::{ARGUMENTS, Containers, Glob, OtelInject, Rule, Select};
use crate::decision::{Refusal, RefusalReason, Request};
use crate::k8s::{ContainerRef, Workload};
use crate::operator::Language;
use crate::pointer::Pointer;

/// The rule that applies to a workload.
#[derive(Debug, Clone, Copy)]
pub(super) struct MatchedRule<'c> {
    rule: &'c Rule,
    index: usize,
    config: &'c str,
}

impl<'c> MatchedRule<'c> {
    /// The first rule that selects a workload.
    pub(super) fn of(workload: &Workload<'_, '_>, config: &'c OtelInject) -> Option<Self> {
        tried(workload, config).find_map(|(rule, misfit)| misfit.is_none().then_some(rule))
    }

    /// Its number in its configuration; `None` if the command line makes it.
    pub(super) fn index(&self) -> Option<usize> {
        (self.config != ARGUMENTS).then_some(self.index)
    }

    /// What it asks of a language, as an annotation would say it.
    pub(super) fn ask(&self, language: Language) -> Option<&'c str> {
        self.rule.inject.get(&language).map(|ask| ask.as_str())
    }

    /// The containers that it lists for a language: for those that it injects or, where it injects none, for all.
    pub(super) fn containers(&self, language: Language) -> Option<&'c Containers> {
        self.rule.containers.as_ref().filter(|_| self.rule.is_for(language))
    }

    /// What it says.
    pub(super) fn rule(&self) -> &'c Rule {
        self.rule
    }

    /// Whether agents can be mounted where it says.
    pub(super) fn check_mounts(&self, workload: &Workload<'_, '_>, requests: &[Request<'_>]) -> Result<(), Refusal> {
        let mut mounted: Vec<(&ContainerRef, Language)> = Vec::new();
        for request in requests.iter().filter(|request| self.rule.mount_path_for(request.language).is_some()) {
            let rule = self.to_string();
            if request.language.facts().volume.is_none() {
                let reason = RefusalReason::MountPathUnused { rule, language: request.language };
                return Err(Refusal { reason, at: Pointer::default() });
            }
            let shared = request.containers.iter().find_map(|place| mounted.iter().find(|(other, _)| *other == place));
            if let Some((place, other)) = shared {
                let languages = [*other, request.language];
                let reason = RefusalReason::MountPathShared { rule, languages, container: place.name.clone() };
                return Err(Refusal { reason, at: workload.in_template(place.pointer()) });
            }
            mounted.extend(request.containers.iter().map(|place| (place, request.language)));
        }
        Ok(())
    }

    /// The name of its configuration, for the record.
    pub(super) fn asked_by(&self) -> &'c str {
        self.config
    }
}

impl fmt::Display for MatchedRule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.config == ARGUMENTS {
            return f.write_str("the command line");
        }
        write!(f, "rules[{}] of the configuration {}", self.index, self.config)
    }
}

/// Every rule as if it applied to a workload, with the field that keeps the workload from being selected.
pub(super) fn tried<'c>(
    workload: &Workload<'_, '_>,
    config: &'c OtelInject,
) -> impl Iterator<Item = (MatchedRule<'c>, Option<&'static str>)> {
    let rules = config.spec.rules.iter().enumerate();
    rules.map(|(index, rule)| (MatchedRule { rule, index, config: &config.name }, misfit(&rule.select, workload)))
}

/// Whether all of what is given selects a workload.
#[must_use]
pub fn selects(select: &Select, workload: &Workload<'_, '_>) -> bool {
    misfit(select, workload).is_none()
}

/// The field that keeps a workload from being selected.
fn misfit(select: &Select, workload: &Workload<'_, '_>) -> Option<&'static str> {
    let fits = |globs: &[Glob], name: Option<&str>| {
        globs.is_empty() || name.is_some_and(|name| globs.iter().any(|glob| glob.matches(name)))
    };
    let is_kind = select.kinds.is_empty() || select.kinds.iter().any(|kind| kind.is(workload.kind));
    let labels = workload.object.labels();
    let is_called =
        |name: &str, namespace: Option<&str>| fits(&select.names, Some(name)) && fits(&select.namespaces, namespace);
    let was_called = || {
        let previous = workload.object.previous_names();
        previous.iter().any(|previous| is_called(&previous.name, previous.known_namespace()))
    };
    if !is_kind {
        Some("kinds")
    } else if !select.labels.matches(|key| labels.get(key)) {
        Some("labels")
    // As the targets of kustomize's patches: by the name that it has, or one that it had in this build.
    } else if is_called(&workload.object.name(), workload.namespace) || was_called() {
        None
    } else if fits(&select.names, Some(&workload.object.name())) {
        Some("namespaces")
    } else {
        Some("names")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::config;
    use crate::k8s::StringMap;
    use crate::value::Value;

    use super::*;

    #[test]
    fn a_rule_that_does_not_fit_names_the_field() {
        let object = json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "labels": {"tier": "front"}},
        });
        let object = Value::from(&object);
        let workload = Workload::of(&object, Some("shop"), StringMap::default()).expect("a workload");
        for (select, wanted) in [
            (json!({"kinds": ["Job"], "names": ["cart"]}), Some("kinds")),
            (json!({"labels": "tier=back", "names": ["cart"]}), Some("labels")),
            (json!({"names": ["cart"], "namespaces": ["bank"]}), Some("names")),
            (json!({"names": ["cart"], "namespaces": ["shop"]}), Some("names")),
            (json!({"names": ["web"], "namespaces": ["bank"]}), Some("namespaces")),
            (json!({"namespaces": ["bank"]}), Some("namespaces")),
            (json!({"kinds": ["Deployment"], "labels": "tier", "names": ["w*"], "namespaces": ["shop"]}), None),
        ] {
            let spec = json!({"rules": [{"select": select}]});
            let object = json!({
                "apiVersion": "otel-inject.dev/v1alpha1", "kind": "OtelInject", "metadata": {"name": "shop"}, "spec": spec,
            });
            let config = config::read(&Value::from(&object)).config;
            let misfits: Vec<Option<&str>> = tried(&workload, &config).map(|(_, misfit)| misfit).collect();
            assert_eq!(misfits, [wanted], "{select}");
        }
    }
}
