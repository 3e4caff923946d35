//! What a pod needs beside what each language adds: access to the agents' images, and nodes to run on.

use crate::diagnostic::Code;
use std::collections::BTreeMap;

use crate::config::{Images, Seconds, Toleration};
use crate::decision::{Note, Request};
use crate::k8s::PodMut;
use crate::pointer::{Pointer, Step};
use crate::value::{Map, Value};

use super::Surroundings;

/// Adds it to a pod into which these were injected.
pub fn complete<'s>(template: &mut Value<'s>, requests: &[&Request<'s>], surroundings: &Surroundings<'_>) -> Vec<Note> {
    let mut work = Work { pod: PodMut::new(template), surroundings, notes: Vec::new() };
    if requests.iter().any(|request| request.language.has_agent()) {
        work.pull_secrets(surroundings.images);
    }
    if let Some(rule) = requests.iter().find_map(|request| request.rule) {
        work.node_selector(&rule.node_selector);
        work.add("tolerations", rule.tolerations.iter().map(toleration).collect(), tolerate_the_same);
    }
    work.notes
}

struct Work<'j, 's> {
    pod: PodMut<'j, 's>,
    surroundings: &'j Surroundings<'j>,
    notes: Vec<Note>,
}

impl<'s> Work<'_, 's> {
    fn pull_secrets(&mut self, images: &Images) {
        let names = images.image_pull_secrets.iter().filter_map(|secret| secret.name.as_ref());
        let wanted = names.map(|name| Value::map([("name", Value::from(name.as_str().to_owned()))]));
        self.add("imagePullSecrets", wanted.collect(), |a, b| a.str_at(&["name"]) == b.str_at(&["name"]));
    }

    fn node_selector(&mut self, wanted: &'s BTreeMap<String, String>) {
        const KEY: &str = "nodeSelector";
        if wanted.is_empty() {
            return;
        }
        let spec = self.pod.value.as_map_mut().and_then(|template| template.get_mut("spec")?.as_map_mut());
        let selector = spec.map(|spec| spec.entry(KEY, || Value::Map(Map::default())));
        let Some(selector) = selector.and_then(Value::as_map_mut) else { return self.malformed(KEY, "a mapping") };
        let mut kept = Vec::new();
        for (label, value) in wanted {
            match selector.get(label) {
                None => selector.set(label.as_str(), Value::from(value.as_str())),
                Some(own) if own.as_str() == Some(value) => {}
                Some(own) => kept.push((label, own.text().unwrap_or_default().into_owned(), value)),
            }
        }
        for (label, own, value) in kept {
            let message = format!(
                "the pod selects nodes by {label}: {own}, which stays, and a rule by {label}: {value}; give both one value"
            );
            let at = Pointer::keys(&["spec", KEY]).join(Step::Key(label.clone().into()));
            self.note(Code::NodeSelectorKept, message, at);
        }
    }

    /// Adds elements to a list, each unless there is the same already.
    fn add(&mut self, key: &'static str, wanted: Vec<Value<'s>>, same: impl Fn(&Value<'_>, &Value<'_>) -> bool) {
        if wanted.is_empty() {
            return;
        }
        let Some(list) = self.pod.list(key) else { return self.malformed(key, "a list") };
        for value in wanted {
            if !list.iter().any(|other| same(other, &value)) {
                list.push(value);
            }
        }
    }

    fn malformed(&mut self, key: &'static str, wanted: &str) {
        let found = self.pod.view().0.at(&["spec", key]).map_or("missing", Value::kind);
        let message = format!("{key} is {found}, not {wanted}, so nothing is added to it; correct it");
        self.note(Code::NotAdded, message, Pointer::keys(&["spec", key]));
    }

    fn note(&mut self, code: Code, message: String, at: Pointer<'static>) {
        self.notes.push(Note { code, warning: true, message, at: self.surroundings.workload.in_template(at) });
    }
}

fn toleration(given: &Toleration) -> Value<'_> {
    let mut toleration = Map::default();
    let text = |text: &'_ Option<String>| text.clone().filter(|text| !text.is_empty()).map(Value::from);
    text(&given.key).into_iter().for_each(|key| toleration.set("key", key));
    toleration.set("operator", Value::from(given.operator.as_str()));
    text(&given.value).into_iter().for_each(|value| toleration.set("value", value));
    given.effect.into_iter().for_each(|effect| toleration.set("effect", Value::from(effect.as_str())));
    let seconds = given.toleration_seconds.into_iter();
    seconds.for_each(|Seconds(seconds)| toleration.set("tolerationSeconds", Value::Int(seconds.into())));
    Value::Map(toleration)
}

/// Whether two tolerations mean the same, whatever of the defaults is written.
fn tolerate_the_same(a: &Value<'_>, b: &Value<'_>) -> bool {
    let fields = [("key", ""), ("operator", "Equal"), ("value", ""), ("effect", ""), ("tolerationSeconds", "")];
    fields.iter().all(|(field, default)| {
        let [a, b] =
            [a, b].map(|toleration| toleration.get(field).and_then(Value::text).filter(|text| !text.is_empty()));
        a.as_deref().unwrap_or(default) == b.as_deref().unwrap_or(default)
    })
}
