//! Containers that got another name since they were injected.

use std::borrow::Cow;

use crate::pointer::{Pointer, Step};
use crate::value::{Digest, Value};

use super::entry::{Entry, What};

/// The entries of a record, with the names that containers have now: a container that is gone by its name, and one
/// beside it that holds most of what was added to it, are the same.
pub(super) fn with_new_names<'e>(entries: &'e [Entry<'static>], template: &Value<'_>) -> Cow<'e, [Entry<'static>]> {
    let mut renamed: Vec<(Pointer<'static>, Step<'static>)> = Vec::new();
    for entry in entries {
        let Some(container) = container_of(entry) else { continue };
        let known = renamed.iter().any(|(at, _)| *at == container);
        if !known
            && container.resolve(template).is_none()
            && let Some(name) = new_name(&container, entries, template)
        {
            renamed.push((container, name));
        }
    }
    if renamed.is_empty() {
        return Cow::Borrowed(entries);
    }
    let rename = |entry: &Entry<'static>| {
        let mut entry = entry.clone();
        let new = container_of(&entry).and_then(|at| renamed.iter().find(|(old, _)| *old == at));
        if let Some((old, name)) = new {
            entry.at.0[old.0.len() - 1] = name.clone();
        }
        entry
    };
    entries.iter().map(rename).collect::<Vec<_>>().into()
}

/// The container that an entry is about, or below.
fn container_of(entry: &Entry<'static>) -> Option<Pointer<'static>> {
    match &entry.at.0[..] {
        [Step::Key(spec), Step::Key(list), Step::Named { .. }, _, ..]
            if spec == "spec" && matches!(list.as_ref(), "containers" | "initContainers") =>
        {
            Some(Pointer(entry.at.0[..3].to_vec()))
        }
        _ => None,
    }
}

/// The container that holds more than half of what was added to one that is gone, if no entry is about it by its name:
/// neither as another of the person's nor as one that we added.
fn new_name(gone: &Pointer<'static>, entries: &[Entry<'static>], template: &Value<'_>) -> Option<Step<'static>> {
    let added: Vec<(&[Step<'static>], Digest)> = entries
        .iter()
        .filter(|entry| container_of(entry).as_ref() == Some(gone))
        .filter_map(|entry| match &entry.what {
            What::Added { digest } => Some((&entry.at.0[3..], *digest)),
            _ => None,
        })
        .collect();
    let (_, list) = gone.split_last()?;
    let containers = Pointer(list.to_vec()).resolve(template)?.as_list()?;
    let names = containers.iter().filter_map(|container| container.str_at(&["name"]));
    names.map(|name| Step::Named { name: name.to_owned().into(), occurrence: 0 }).find(|name| {
        let at = Pointer([list, std::slice::from_ref(name)].concat());
        let taken = entries.iter().any(|entry| entry.at.0.starts_with(&at.0));
        let holds = |(below, digest): &&(&[Step<'static>], Digest)| {
            let place = Pointer([&at.0[..], below].concat());
            place.resolve(template).is_some_and(|value| value.digest() == *digest)
        };
        !taken && added.iter().filter(holds).count() * 2 > added.len()
    })
}
