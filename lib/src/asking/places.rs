//! Where an object has keys of annotations and labels, at any depth.

use crate::pointer::Step;
use crate::value::{Map, Value};

/// Whether a mapping holds annotations or labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Annotations,
    Labels,
}

impl Role {
    /// By the name of the key that the mapping stands under: `podAnnotations`, `commonLabels`. What selects by labels,
    /// such as `matchLabels`, holds none itself.
    fn of(name: &str) -> Option<Self> {
        let begins = |word: &str| name.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        let ends = |word: &str| {
            let begin = name.len().checked_sub(word.len());
            begin.and_then(|begin| name.get(begin..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
        };
        if ends("annotations") {
            Some(Role::Annotations)
        } else if ends("labels") && !begins("match") {
            Some(Role::Labels)
        } else {
            None
        }
    }

    /// What one entry is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Role::Annotations => "annotation",
            Role::Labels => "label",
        }
    }
}

/// A way down an object.
pub(super) type Path<'v> = Vec<Step<'v>>;

/// Shows every mapping of annotations or labels, with the way to it.
pub(super) fn each_mapping<'v, 's>(value: &'v Value<'s>, look: &mut dyn FnMut(&Path<'v>, Role, &'v Map<'s>)) {
    walk(value, &mut Vec::new(), &mut |path, name, map| {
        if let Some(role) = Role::of(name) {
            look(path, role, map);
        }
    });
}

/// The keys by which an object selects others, or itself: those of its selectors.
pub(super) fn selected_keys<'v>(value: &'v Value<'_>) -> Vec<&'v str> {
    let mut keys = Vec::new();
    walk(value, &mut Vec::new(), &mut |_, name, map| {
        if matches!(name, "matchLabels" | "selector") {
            keys.extend(map.iter().filter(|(_, value)| value.as_str().is_some()).map(|(key, _)| key));
        }
    });
    keys
}

/// Whether it holds a list of containers anywhere.
pub(super) fn holds_containers(value: &Value<'_>) -> bool {
    match value {
        Value::Map(map) => {
            map.iter().any(|(key, below)| key == "containers" && is_list(below) || holds_containers(below))
        }
        Value::List(list) => list.iter().any(holds_containers),
        _ => false,
    }
}

/// Whether it is a list of containers.
pub(super) fn is_list(value: &Value<'_>) -> bool {
    value.as_list().is_some_and(|list| list.iter().any(|container| container.as_map().is_some()))
}

/// Shows every mapping that stands under a key, with the way to it and the key.
fn walk<'v, 's>(value: &'v Value<'s>, path: &mut Path<'v>, look: &mut dyn FnMut(&Path<'v>, &'v str, &'v Map<'s>)) {
    match value {
        Value::Map(map) => {
            for (key, below) in map.iter() {
                path.push(Step::Key(key.into()));
                if let Value::Map(map) = below {
                    look(path, key, map);
                }
                walk(below, path, look);
                path.pop();
            }
        }
        Value::List(list) => {
            for (index, below) in list.iter().enumerate() {
                path.push(Step::Index(index));
                walk(below, path, look);
                path.pop();
            }
        }
        _ => {}
    }
}
