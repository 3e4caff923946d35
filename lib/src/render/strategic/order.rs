//! The order in which a strategic merge patch leaves a list, and where that is not what is wanted.

use crate::value::{List, Value};

use super::Unsayable;

/// The names of a list's elements.
pub(super) struct Names<'n> {
    /// Those that were there, in order.
    pub there: &'n [&'n str],
    /// Those that the patch adds.
    pub new: &'n [&'n str],
    /// Those of which it changes something.
    pub changed: &'n [&'n str],
}

impl<'n> Names<'n> {
    /// The order after the patch: with kubectl and the cluster what is new comes first, with kustomize all that the
    /// patch names.
    fn orders(&self) -> [Vec<&'n str>; 2] {
        let unchanged = self.there.iter().filter(|name| !self.changed.contains(name));
        [
            self.new.iter().chain(self.there).copied().collect(),
            self.new.iter().chain(self.changed).chain(unchanged).copied().collect(),
        ]
    }
}

/// Refuses where the order of a list matters and the patch would leave another.
pub(super) fn check(key: &str, names: &Names<'_>, wanted: &List<'_>) -> Result<(), Unsayable> {
    let wrong = |order: &Vec<&str>| match key {
        "env" => variables(order, wanted),
        "initContainers" => init_containers(order, names, wanted),
        _ => None,
    };
    names.orders().iter().find_map(wrong).map_or(Ok(()), |what| Err(Unsayable::Order { what }))
}

fn name<'v>(element: &'v Value<'_>) -> &'v str {
    element.str_at(&["name"]).unwrap_or_default()
}

/// A variable that would be on the other side of one that it refers to.
fn variables(order: &[&str], wanted: &List<'_>) -> Option<String> {
    let place = |wanted_name: &str| order.iter().position(|name| *name == wanted_name);
    for (index, entry) in wanted.iter().enumerate() {
        for reference in references(entry.str_at(&["value"]).unwrap_or_default()) {
            let Some(referred) = wanted.iter().position(|other| name(other) == reference) else { continue };
            if (referred < index) != (place(reference) < place(name(entry))) {
                return Some(format!("{} refers to {reference}, which must stay on its side of it", name(entry)));
            }
        }
    }
    None
}

/// The names in a value's `$(NAME)`, where none is escaped as `$$`.
fn references(value: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = value;
    while let Some(dollar) = rest.find('$') {
        rest = &rest[dollar + 1..];
        if let Some(escaped) = rest.strip_prefix('$') {
            rest = escaped;
        } else if let Some((name, behind)) = rest.strip_prefix('(').and_then(|name| name.split_once(')')) {
            found.push(name);
            rest = behind;
        }
    }
    found
}

/// Two init containers that would run the other way round: any that were there, or that share a volume with a new one.
fn init_containers(order: &[&str], names: &Names<'_>, wanted: &List<'_>) -> Option<String> {
    let place = |container: &Value<'_>| order.iter().position(|other| *other == name(container));
    let is_new = |container: &Value<'_>| names.new.contains(&name(container));
    for (index, later) in wanted.iter().enumerate() {
        for earlier in wanted.iter().take(index).filter(|earlier| place(earlier) > place(later)) {
            if !is_new(later) || share_a_volume(earlier, later) {
                return Some(format!("init container {} has to run before {}", name(earlier), name(later)));
            }
        }
    }
    None
}

fn share_a_volume(one: &Value<'_>, other: &Value<'_>) -> bool {
    let volumes = |container: &Value<'_>| -> Vec<String> {
        let mounts = container.get("volumeMounts").and_then(Value::as_list).into_iter().flat_map(List::iter);
        mounts.map(|mount| name(mount).to_owned()).collect()
    };
    let others = volumes(other);
    volumes(one).iter().any(|volume| others.contains(volume))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_where_they_are_not_escaped() {
        assert_eq!(references("a=$(A),b=$$(B),c=$$$(C) $D $(E"), ["A", "C"]);
        assert!(references("$").is_empty() && references("$$").is_empty());
    }
}
