//! What a pod needs beside what each language adds: access to the agents' images.

use crate::config::Images;
use crate::decision::{Note, Request};
use crate::k8s::PodMut;
use crate::pointer::Pointer;
use crate::value::Value;

use super::{ALL, Facts};

/// Adds it to a pod into which these were injected.
pub fn complete<'s>(template: &mut Value<'s>, requests: &[&Request<'s>], facts: &Facts<'_>) -> Vec<Note> {
    let mut work = Work { pod: PodMut(template), facts, notes: Vec::new() };
    let has_agent = |request: &&Request<'_>| {
        ALL.iter().any(|language| language.name == request.language && language.defaults.is_some())
    };
    if requests.iter().any(has_agent) {
        work.pull_secrets(facts.images);
    }
    work.notes
}

struct Work<'j, 's> {
    pod: PodMut<'j, 's>,
    facts: &'j Facts<'j>,
    notes: Vec<Note>,
}

impl<'s> Work<'_, 's> {
    fn pull_secrets(&mut self, images: &Images) {
        let names = images.image_pull_secrets.iter().filter_map(|secret| secret.name.as_ref());
        let wanted = names.map(|name| Value::map([("name", Value::from(name.as_str().to_owned()))]));
        self.add("imagePullSecrets", wanted.collect(), |a, b| a.str_at(&["name"]) == b.str_at(&["name"]));
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
        self.note("not-added", message, Pointer::keys(&["spec", key]));
    }

    fn note(&mut self, code: &'static str, message: String, at: Pointer<'static>) {
        self.notes.push(Note { code, warning: true, message, at: self.facts.workload.in_template(at) });
    }
}
