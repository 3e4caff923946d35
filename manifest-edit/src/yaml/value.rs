//! What a document means: its tree as a value, with aliases and merge keys resolved.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::value::{List, Map, Text, Value};

use super::Error;
use super::scalar::{resolve, resolve_tagged};
use super::tree::{Kind, NodeId, Tree};

/// How deep aliases and collections may nest; people stay below twenty.
const MAX_DEPTH: usize = 400;
/// Up to this many keys of a mapping are compared one by one; beyond it, a set is faster.
const FEW_KEYS: usize = 24;

/// The value of a node and everything below it.
///
/// # Errors
/// [`Error::Unsupported`] for what kubectl doesn't read either (a key twice in one mapping, a key that isn't a scalar,
/// a tag that doesn't fit) and for aliases that multiply beyond all use.
pub fn value<'s>(tree: &Tree<'s>, node: NodeId) -> Result<Value<'s>, Error> {
    // Aliases may repeat things, but not turn a few lines into gigabytes.
    let budget = tree.nodes().len().saturating_mul(16).saturating_add(10_000);
    Resolver { tree, budget }.value(node, 0)
}

/// Whether a node means a value, without resolving it. Says no as soon as an alias, a merge key, a tag or an odd key is
/// involved; then [`value`] decides.
pub(super) fn plainly_means(tree: &Tree<'_>, node: NodeId, wanted: &Value<'_>) -> bool {
    if tree.extra(node).is_some_and(|extra| extra.tag.is_some()) {
        return false;
    }
    match (tree.kind(node), wanted) {
        (Kind::Map | Kind::FlowMap, Value::Map(wanted)) => plainly_means_map(tree, node, wanted),
        (Kind::Seq | Kind::FlowSeq, Value::List(wanted)) => {
            let mut wanted = wanted.iter();
            tree.children(node).all(|child| wanted.next().is_some_and(|wanted| plainly_means(tree, child, wanted)))
                && wanted.next().is_none()
        }
        (Kind::Plain | Kind::Empty, wanted) => resolve(Cow::Borrowed(tree.content_here(node))) == *wanted,
        (Kind::Single | Kind::Double | Kind::Literal | Kind::Folded, Value::String(wanted)) => {
            tree.content_here(node) == wanted
        }
        _ => false,
    }
}

fn plainly_means_map(tree: &Tree<'_>, node: NodeId, wanted: &Map<'_>) -> bool {
    // Which keys were seen, so that none counts twice.
    let mut seen: u64 = 0;
    let mut count = 0;
    for (key, value) in tree.entries(node) {
        let Some(name) = plain_name(tree, key) else { return false };
        let Some((place, wanted)) = wanted.find(name, count) else { return false };
        let Some(bit) = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)) else { return false };
        if seen & bit != 0 || !plainly_means(tree, value, wanted) {
            return false;
        }
        seen |= bit;
        count += 1;
    }
    count == wanted.len()
}

/// The name of a key that is certainly a string.
fn plain_name<'t>(tree: &'t Tree<'_>, key: NodeId) -> Option<&'t str> {
    if tree.extra(key).is_some_and(|extra| extra.tag.is_some()) {
        return None;
    }
    let name = tree.content_here(key);
    match tree.kind(key) {
        Kind::Single | Kind::Double => Some(name),
        Kind::Plain if name != "<<" => matches!(resolve(Cow::Borrowed(name)), Value::String(_)).then_some(name),
        _ => None,
    }
}

/// The name of a key as Kubernetes knows it.
pub(super) fn key_name<'s>(tree: &Tree<'s>, key: NodeId) -> Result<Text<'s>, Error> {
    Resolver { tree, budget: 1 }.key(key)
}

/// Whether a key is the merge key of YAML 1.1.
pub(super) fn is_merge_key(tree: &Tree<'_>, key: NodeId) -> bool {
    tree.kind(key) == Kind::Plain && tree.content(key) == "<<"
}

/// Whether a mapping would get this key through its merge keys if it didn't have it itself.
pub(super) fn merges(tree: &Tree<'_>, map: NodeId, key: &str) -> bool {
    let merged = tree.entries(map).filter(|(key, _)| is_merge_key(tree, *key));
    merged.filter_map(|(_, merged)| value(tree, merged).ok()).any(|merged| match &merged {
        Value::List(list) => list.iter().any(|merged| merged.get(key).is_some()),
        merged => merged.get(key).is_some(),
    })
}

struct Resolver<'t, 's> {
    tree: &'t Tree<'s>,
    budget: usize,
}

impl<'s> Resolver<'_, 's> {
    fn unsupported<T>(&self, node: NodeId, message: impl Into<String>) -> Result<T, Error> {
        Err(Error::Unsupported { message: message.into(), offset: self.tree.start(node) })
    }

    fn value(&mut self, node: NodeId, depth: usize) -> Result<Value<'s>, Error> {
        if depth > MAX_DEPTH {
            return self.unsupported(node, format!("nested more than {MAX_DEPTH} levels deep"));
        }
        self.budget = match self.budget.checked_sub(1) {
            Some(budget) => budget,
            None => return self.unsupported(node, "its aliases multiply to far more than the document holds"),
        };
        match self.tree.kind(node) {
            Kind::Alias => match self.tree.target(node) {
                target if target == node => self.unsupported(node, "this alias has no anchor before it"),
                target if self.tree.nodes()[target].next as usize > node => {
                    self.unsupported(node, "this alias stands inside of what it stands for")
                }
                target => self.value(target, depth + 1),
            },
            Kind::Map | Kind::FlowMap => Ok(Value::Map(self.map(node, depth)?)),
            Kind::Seq | Kind::FlowSeq => {
                let mut values = Vec::new();
                for child in self.tree.children(node) {
                    values.push(self.value(child, depth + 1)?);
                }
                Ok(Value::List(List::read(values)))
            }
            _ => self.scalar(node),
        }
    }

    fn scalar(&self, node: NodeId) -> Result<Value<'s>, Error> {
        let content = self.tree.content(node);
        let plain = matches!(self.tree.kind(node), Kind::Plain | Kind::Empty);
        match self.tree.extra(node).and_then(|extra| extra.tag.as_deref()) {
            None if plain => Ok(resolve(content)),
            None => Ok(Value::String(content)),
            Some(tag) => match resolve_tagged(tag, content, plain) {
                Some(value) => Ok(value),
                None => self.unsupported(node, format!("the tag {tag} does not fit this value")),
            },
        }
    }

    fn map(&mut self, node: NodeId, depth: usize) -> Result<Map<'s>, Error> {
        let mut map: Vec<(Text<'s>, Value<'s>)> = Vec::new();
        let mut merges = Vec::new();
        let mut seen = HashSet::new();
        for (key, value) in self.tree.entries(node) {
            if is_merge_key(self.tree, key) {
                merges.push(value);
                continue;
            }
            let name = self.key(key)?;
            let twice = if map.len() <= FEW_KEYS {
                map.iter().any(|(other, _)| *other == name)
            } else {
                if seen.is_empty() {
                    seen.extend(map.iter().map(|(key, _)| key.clone()));
                }
                !seen.insert(name.clone())
            };
            if twice {
                return self.unsupported(key, format!("the key {name} stands twice in one mapping"));
            }
            map.push((name, self.value(value, depth + 1)?));
        }
        let mut map: Map<'s> = map.into_iter().collect();
        for merge in merges {
            self.merge(&mut map, merge, depth)?;
        }
        Ok(map)
    }

    /// Adds the keys that the mapping doesn't have itself. Of several merged mappings, the first wins.
    fn merge(&mut self, map: &mut Map<'s>, node: NodeId, depth: usize) -> Result<(), Error> {
        let merged = self.value(node, depth + 1)?;
        let sources = match merged {
            Value::Map(source) => vec![source],
            Value::List(list) => list.iter().filter_map(|value| value.as_map().cloned()).collect(),
            _ => return self.unsupported(node, "only a mapping, or a list of mappings, can be merged with <<"),
        };
        for (key, value) in sources.into_iter().flatten() {
            if map.get(&key).is_none() {
                map.set(key, value);
            }
        }
        Ok(())
    }

    /// A key as Kubernetes knows it: always a string.
    fn key(&self, node: NodeId) -> Result<Text<'s>, Error> {
        let target = self.tree.target(node);
        if matches!(self.tree.kind(target), Kind::Map | Kind::FlowMap | Kind::Seq | Kind::FlowSeq | Kind::Alias) {
            return self.unsupported(node, "a key that is no scalar; Kubernetes knows only strings as keys");
        }
        Ok(match self.scalar(target)? {
            Value::String(text) => text,
            Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Value::Int(value) => Cow::Owned(value.to_string()),
            Value::Float(value) => Cow::Owned(value.to_string()),
            _ => return self.unsupported(node, "a key without a name"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;

    fn means(text: &str, wanted: &str) -> bool {
        let wanted = read(wanted).expect("YAML");
        let wanted = value(&wanted, 0).expect("a value");
        plainly_means(&read(text).expect("YAML"), 0, &wanted)
    }

    #[test]
    fn what_a_node_plainly_means_is_told_without_reading_its_value() {
        let wanted = "a: [1, x, null]\nb: {c: 'd', e: \"f\\n\"}\n";
        assert!(means(wanted, wanted));
        assert!(means("b:\n  \"e\": |\n    f\n  c: d\n'a':\n- 0x1\n- \"x\"\n-\n", wanted));
        for other in [
            "a: [1, x, null]\n",
            "a: [1, x]\nb: {c: d, e: \"f\\n\"}\n",
            "a: [1, x, null, 2]\nb: {c: d, e: \"f\\n\"}\n",
            "a: ['1', x, null]\nb: {c: d, e: \"f\\n\"}\n",
            "a: [1, x, null]\nb: {c: d, e: f}\n",
            "a: [1, x, null]\nb: {c: d, c: d}\n",
            "a: [1, x, null]\nb: {c: d, e: \"f\\n\", g: h}\n",
        ] {
            assert!(!means(other, wanted), "{other}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_others() {
        for text in ["a: &x 1\nb: *x\n", "a: !!str x\n", "<<: {a: b}\n", "1: a\n", "{a: b}: c\n"] {
            let tree = read(text).expect("YAML");
            let meant = value(&tree, 0).unwrap_or_default();
            assert!(!plainly_means(&tree, 0, &meant), "{text}");
        }
    }
}
