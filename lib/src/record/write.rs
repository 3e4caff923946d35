//! A record as compact JSON. Containers that got the same share a group, so that a pod of eight stays small.

use std::fmt;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::pointer::{Path, Step};
use crate::value::Digest;

use super::entry::{CONTAINER_LISTS, Entry, Neighbour, Said, What};
use super::{Language, Record, VERSION};

impl fmt::Display for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// An entry by its place below the pod template, or below its container.
type Placed<'a> = (&'a [Step<'a>], &'a What);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_map(None)?;
        record.serialize_entry("version", &VERSION)?;
        record.serialize_entry("languages", &Languages(&self.languages))?;
        if self.languages.iter().any(|language| language.asked_by.is_some()) {
            record.serialize_entry("askedBy", &AskedBy(&self.languages))?;
        }
        let mut pod: Vec<Placed<'_>> = Vec::new();
        let mut containers: Vec<Container<'_>> = Vec::with_capacity(16);
        for Entry { at, what } in &self.entries {
            match container_of(&at.0) {
                Some((list, name, below)) => container(&mut containers, list, name).push(below, what),
                None => pod.push((&at.0, what)),
            }
        }
        by_kind(&mut record, &pod)?;
        if !containers.is_empty() {
            record.serialize_entry("containers", &groups(containers))?;
        }
        record.end()
    }
}

struct Languages<'a>(&'a [Language]);

impl Serialize for Languages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|language| (&language.name, &language.instrumentation)))
    }
}

/// By language the configuration whose rule asked for it.
struct AskedBy<'a>(&'a [Language]);

impl Serialize for AskedBy<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter_map(|language| Some((&language.name, language.asked_by.as_ref()?))))
    }
}

/// The list and the name of the container that a place is in, and the place below it.
fn container_of<'a>(at: &'a [Step<'a>]) -> Option<(&'a str, &'a Step<'a>, &'a [Step<'a>])> {
    let [Step::Key(spec), Step::Key(list), name @ Step::Named { .. }, below @ ..] = at else { return None };
    let fits = spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref()) && !below.is_empty();
    fits.then_some((list.as_ref(), name, below))
}

/// The container of this name, a new one where it has no entries yet. Entries come container by container.
fn container<'c, 'a>(
    containers: &'c mut Vec<Container<'a>>,
    list: &'a str,
    name: &'a Step<'a>,
) -> &'c mut Container<'a> {
    let known = containers.iter().rposition(|container| container.list == list && container.name == name);
    let index = known.unwrap_or_else(|| {
        containers.push(Container { list, name, entries: Vec::with_capacity(32) });
        containers.len() - 1
    });
    &mut containers[index]
}

/// What was done to one container.
struct Container<'a> {
    list: &'a str,
    name: &'a Step<'a>,
    entries: Vec<Placed<'a>>,
}

impl<'a> Container<'a> {
    fn push(&mut self, at: &'a [Step<'a>], what: &'a What) {
        self.entries.push((at, what));
    }

    /// What was done to it beside additions.
    fn others(&self) -> impl Iterator<Item = Placed<'a>> {
        self.entries.iter().filter(|(_, what)| !matches!(what, What::Added { .. } | What::Created)).copied()
    }

    fn added(&self) -> impl Iterator<Item = (&'a [Step<'a>], Digest)> {
        self.entries.iter().filter_map(|(at, what)| match what {
            What::Added { digest } => Some((*at, *digest)),
            _ => None,
        })
    }

    fn created(&self) -> impl Iterator<Item = &'a [Step<'a>]> {
        self.entries.iter().filter(|(_, what)| matches!(what, What::Created)).map(|(at, _)| *at)
    }

    /// Whether two containers got additions at the same places, and had the same done to them beside that.
    fn is_like(&self, other: &Self) -> bool {
        let places = self.added().map(|(at, _)| at).eq(other.added().map(|(at, _)| at));
        places && self.list == other.list && self.others().eq(other.others())
    }
}

/// Containers with the same additions; never none.
struct Group<'a>(Vec<Container<'a>>);

fn groups(containers: Vec<Container<'_>>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for container in containers {
        match groups.iter_mut().find(|group| group.0[0].is_like(&container)) {
            Some(group) => group.0.push(container),
            None => groups.push(Group(vec![container])),
        }
    }
    groups
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut group = serializer.serialize_map(None)?;
        if self.0[0].list != CONTAINER_LISTS[0] {
            group.serialize_entry("in", self.0[0].list)?;
        }
        group.serialize_entry("names", &Names(&self.0))?;
        if let [container] = &self.0[..] {
            by_kind(&mut group, &container.entries)?;
            return group.end();
        }
        if self.0.iter().any(|container| container.created().next().is_some()) {
            group.serialize_entry("created", &Created(&self.0))?;
        }
        group.serialize_entry("added", &Added(&self.0))?;
        by_kind(&mut group, &self.0[0].others().collect::<Vec<_>>())?;
        group.end()
    }
}

/// The names of a group's containers.
struct Names<'a>(&'a [Container<'a>]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |container: &Container<'_>| Path(std::slice::from_ref(container.name)).to_string()[1..].to_owned();
        serializer.collect_seq(self.0.iter().map(name))
    }
}

/// What was created in a group's containers: in all of them, or in which.
struct Created<'a>(&'a [Container<'a>]);

impl Serialize for Created<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut created = serializer.serialize_map(None)?;
        let mut seen: Vec<&[Step<'_>]> = Vec::new();
        for at in self.0.iter().flat_map(Container::created) {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let has = |(_, container): &(usize, &Container<'_>)| container.created().any(|other| other == at);
            let places: Vec<usize> = self.0.iter().enumerate().filter(has).map(|(index, _)| index).collect();
            if places.len() == self.0.len() {
                created.serialize_entry(&Path(at), &true)?;
            } else {
                created.serialize_entry(&Path(at), &places)?;
            }
        }
        created.end()
    }
}

/// What was added to a group's containers. A digest that is the same for all stands once.
struct Added<'a>(&'a [Container<'a>]);

impl Serialize for Added<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut added = serializer.serialize_map(None)?;
        let mut columns: Vec<_> = self.0[1..].iter().map(Container::added).collect();
        let mut digests: Vec<Digest> = Vec::with_capacity(self.0.len());
        for (at, digest) in self.0[0].added() {
            digests.clear();
            digests.push(digest);
            digests.extend(columns.iter_mut().filter_map(|column| column.next().map(|(_, digest)| digest)));
            if digests.iter().all(|other| *other == digest) {
                added.serialize_entry(&Path(at), &digest)?;
            } else {
                added.serialize_entry(&Path(at), &digests)?;
            }
        }
        added.end()
    }
}

/// Entries by what was done, and within that by place.
fn by_kind<M: serde::ser::SerializeMap>(out: &mut M, entries: &[Placed<'_>]) -> Result<(), M::Error> {
    for kind in ["created", "added", "written", "replaced", "moved", "removed"] {
        let of_kind = OfKind { kind, entries };
        if of_kind.iter().next().is_some() {
            out.serialize_entry(kind, &of_kind)?;
        }
    }
    Ok(())
}

struct OfKind<'a> {
    kind: &'static str,
    entries: &'a [Placed<'a>],
}

impl<'a> OfKind<'a> {
    fn iter(&self) -> impl Iterator<Item = &'a Placed<'a>> {
        let kind = self.kind;
        self.entries.iter().filter(move |(_, what)| kind_of(what) == kind)
    }
}

impl Serialize for OfKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(at, what)| (Path(at), *what)))
    }
}

fn kind_of(what: &What) -> &'static str {
    match what {
        What::Created => "created",
        What::Added { .. } => "added",
        What::Written { .. } => "written",
        What::Replaced { .. } => "replaced",
        What::Moved { .. } => "moved",
        What::Removed { .. } => "removed",
    }
}

impl Serialize for What {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            What::Created => true.serialize(serializer),
            What::Added { digest } => digest.serialize(serializer),
            What::Written { said } => said.serialize(serializer),
            What::Replaced { digest, said } => (digest, said).serialize(serializer),
            What::Moved { was } => was.serialize(serializer),
            What::Removed { was, said } => (was, said).serialize(serializer),
        }
    }
}

impl Serialize for Neighbour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.after {
            Some(Step::Index(index)) => (index, self.gap).serialize(serializer),
            after => (after.as_ref().map(|step| Path(std::slice::from_ref(step))), self.gap).serialize(serializer),
        }
    }
}

impl Serialize for Said {
    /// The text alone, or text and meaning where the text does not say it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            None => self.source.serialize(serializer),
            Some(value) => (&self.source, value).serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::pointer::Pointer;

    use super::*;

    fn entry(at: &str, what: What) -> Entry<'static> {
        Entry { at: Pointer::parse(at).expect("a pointer"), what }
    }

    fn digest(text: &str) -> Digest {
        text.parse().expect("hexadecimal")
    }

    fn added(at: &str, text: &str) -> Entry<'static> {
        entry(at, What::Added { digest: digest(text) })
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written() {
        let record = Record {
            languages: vec![
                Language { name: "java".into(), instrumentation: "shop/inst".into(), asked_by: None },
                Language { name: "python".into(), instrumentation: "inst".into(), asked_by: Some("shop".into()) },
            ],
            entries: vec![
                entry("/spec/volumes", What::Created),
                added("/spec/volumes/v", "11"),
                entry(
                    "/metadata/annotations",
                    What::Written { said: Said { source: Some(" *a".into()), value: Some(json!([])) } },
                ),
                entry(
                    "/spec/containers/c/env/P/value",
                    What::Replaced { digest: digest("22"), said: Said::source(" \"/app\"") },
                ),
                entry("/spec/containers/c/env/R", What::Moved { was: Neighbour { after: None, gap: 1 } }),
                entry("/spec/containers/a/env", What::Created),
                added("/spec/containers/a/env/X", "33"),
                added("/spec/containers/b/env/X", "44"),
            ],
        };
        let text = record.to_string();
        let mut read: Record<'static> = text.parse().expect("readable");
        let sort = |record: &mut Record<'static>| {
            record.entries.sort_by(|a, b| (&a.at, format!("{:?}", a.what)).cmp(&(&b.at, format!("{:?}", b.what))))
        };
        let mut record = record;
        sort(&mut read);
        sort(&mut record);
        assert_eq!(read, record, "{text}");
    }

    #[test]
    fn containers_whose_commands_were_the_same_share_a_group() {
        let of = |name: &str, was: &str| {
            let replaced = What::Replaced { digest: digest("11"), said: Said::source(was) };
            [
                added(&format!("/spec/containers/{name}/env/X"), name),
                entry(&format!("/spec/containers/{name}/command"), replaced),
            ]
        };
        let entries = [of("a", " [x]"), of("b", " [x]"), of("c", " [y]")].concat();
        let record = Record { languages: Vec::new(), entries };
        let text = record.to_string();
        assert_eq!(
            text,
            r#"{"version":1,"languages":{},"containers":[{"names":["a","b"],"added":{"/env/X":["0000000a","0000000b"]},"replaced":{"/command":["00000011"," [x]"]}},{"names":["c"],"added":{"/env/X":"0000000c"},"replaced":{"/command":["00000011"," [y]"]}}]}"#
        );
        assert_eq!(text.parse::<Record<'_>>(), Ok(record));
    }

    #[test]
    fn containers_with_the_same_additions_share_a_group() {
        let record = Record {
            languages: Vec::new(),
            entries: ["a", "b", "c"]
                .iter()
                .map(|name| added(&format!("/spec/containers/{name}/env/X"), "33"))
                .collect(),
        };
        assert_eq!(
            record.to_string(),
            r#"{"version":1,"languages":{},"containers":[{"names":["a","b","c"],"added":{"/env/X":"00000033"}}]}"#
        );
    }
}
