//! Containers that got another name since they were injected, and those that were copied from an injected one.

use std::borrow::Cow;

use crate::pointer::{Pointer, Step};
use crate::value::{Digest, Value};

use crate::record::data::{CONTAINER_LISTS, Change, Entry, names_of};

/// The entries of a record, about the containers that are there now. A container that no entry is about, neither as
/// another of the person's nor as one that we added, and that holds most of what was added to one in its list, is that
/// one by another name, or where that is still there a copy of it.
pub(super) fn with_present_names<'e>(entries: &'e [Entry<'static>], template: &Value<'_>) -> Cow<'e, [Entry<'static>]> {
    let mut renamed: Vec<(Pointer<'static>, Step<'static>)> = Vec::new();
    let mut copied: Vec<Entry<'static>> = Vec::new();
    for at in strangers(entries, template) {
        let Some((name, _)) = at.split_last() else { continue };
        let known =
            containers(entries).into_iter().filter_map(|known| Some((held(entries, &known, &at, template)?, known)));
        let (there, gone): (Vec<_>, Vec<_>) = known.partition(|(_, known)| known.resolve(template).is_some());
        let free = |(_, gone): &(usize, Pointer<'static>)| renamed.iter().all(|(old, _)| old != gone);
        let gone = gone.into_iter().filter(free).max_by_key(|(held, _)| *held);
        if let Some((_, gone)) = gone {
            renamed.push((gone, name.clone()));
        } else if let Some((_, original)) = there.iter().max_by_key(|(held, _)| *held) {
            let of_original = entries.iter().filter(|entry| container_of(entry).as_ref() == Some(original));
            let copies = of_original.map(|entry| moved_to(entry, name));
            copied.extend(copies.filter(|copy| copy.at.resolve(template).is_some()));
        }
    }
    if renamed.is_empty() && copied.is_empty() {
        return Cow::Borrowed(entries);
    }
    let rename = |entry: &Entry<'static>| {
        let container = container_of(entry);
        let name = renamed.iter().find(|(old, _)| Some(old) == container.as_ref()).map(|(_, name)| name);
        name.map_or_else(|| entry.clone(), |name| moved_to(entry, name))
    };
    entries.iter().map(rename).chain(copied).collect::<Vec<_>>().into()
}

/// The places of the containers that no entry is about.
fn strangers(entries: &[Entry<'static>], template: &Value<'_>) -> Vec<Pointer<'static>> {
    let mut places = Vec::new();
    for list in CONTAINER_LISTS {
        let at = Pointer::keys(&["spec", list]);
        let Some(containers) = at.resolve(template).and_then(Value::as_list) else { continue };
        let names = names_of(containers, "name").flatten();
        places.extend(names.map(|name| at.join(name.into_owned())));
    }
    places.retain(|place| !entries.iter().any(|entry| entry.at.0.starts_with(&place.0)));
    places
}

/// The containers that entries are below, each once.
fn containers(entries: &[Entry<'static>]) -> Vec<Pointer<'static>> {
    let mut containers: Vec<Pointer<'static>> = entries.iter().filter_map(container_of).collect();
    containers.dedup();
    containers
}

/// The container that an entry is below.
fn container_of(entry: &Entry<'static>) -> Option<Pointer<'static>> {
    match &entry.at.0[..] {
        [Step::Key(spec), Step::Key(list), Step::Named { .. }, _, ..]
            if spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref()) =>
        {
            Some(Pointer(entry.at.0[..3].to_vec()))
        }
        _ => None,
    }
}

/// The same entry about a container of another name.
fn moved_to(entry: &Entry<'static>, name: &Step<'static>) -> Entry<'static> {
    let mut entry = entry.clone();
    entry.at.0[2] = name.clone();
    entry
}

/// How much a container has of what was added to a known one of its list, where that is more than half; in thousandths.
fn held(
    entries: &[Entry<'static>],
    known: &Pointer<'static>,
    at: &Pointer<'static>,
    template: &Value<'_>,
) -> Option<usize> {
    let below = entries.iter().filter(|entry| container_of(entry).as_ref() == Some(known));
    let added: Vec<(&[Step<'static>], Digest)> = below
        .filter_map(|entry| match &entry.change {
            Change::Added { digest } => Some((&entry.at.0[3..], *digest)),
            _ => None,
        })
        .collect();
    let holds = |(below, digest): &&(&[Step<'static>], Digest)| {
        let place = Pointer([&at.0[..], below].concat());
        place.resolve(template).is_some_and(|value| value.digest() == *digest)
    };
    let held = added.iter().filter(holds).count() * 1000 / added.len().max(1);
    (known.0[1] == at.0[1] && held > 500).then_some(held)
}
