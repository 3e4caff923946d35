//! What a document means: its tree as a value, with aliases and merge keys resolved.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::value::{List, Map, Text, Value};

use super::Error;
use super::scalar::{resolve, resolve_tagged};
use super::tree::{Kind, NodeId, Tree};

/// How deep aliases and collections may nest; people stay below twenty.
const MAX_DEPTH: usize = 400;
/// How many mapping keys are compared one by one before a set is faster.
const FEW_KEYS: usize = 24;

/// The value of a node and all below it.
///
/// # Errors
/// [`Error::Unsupported`] for what kubectl would not read either: a key twice in one mapping, a key that is no scalar,
/// a tag that does not fit, and for aliases that multiply beyond all use.
pub fn value<'s>(tree: &Tree<'s>, node: NodeId) -> Result<Value<'s>, Error> {
    // Aliases may repeat things, but not make gigabytes of a few lines.
    let budget = tree.nodes().len().saturating_mul(16).saturating_add(10_000);
    Resolver { tree, budget }.value(node, 0)
}

/// The name of a key, as Kubernetes knows it.
pub(super) fn key_name<'s>(tree: &Tree<'s>, key: NodeId) -> Result<Text<'s>, Error> {
    Resolver { tree, budget: 1 }.key(key)
}

/// Whether a key is the merge key of YAML 1.1.
pub(super) fn is_merge_key(tree: &Tree<'_>, key: NodeId) -> bool {
    tree.kind(key) == Kind::Plain && tree.content(key) == "<<"
}

/// Whether a mapping would have this key through its merge keys if it did not have it itself.
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

    /// Adds what the mapping does not have itself; of several merged mappings the first wins.
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
