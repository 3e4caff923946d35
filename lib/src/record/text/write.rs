//! A record as compact JSON. Containers that got the same share a group, so that a pod of eight stays small.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::pointer::{Path, Step};
use crate::value::Value;

use crate::record::data::{CONTAINER_LISTS, Entry, Neighbour, Part, Said, What};
use crate::record::{Language, VERSION};

use super::groups::Containers;

/// A record that is about to be written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The languages that were injected, in order.
    pub languages: &'a [Language],
    /// What was done, in the order of the template.
    pub parts: &'a [Part<'a, 'a>],
}

impl fmt::Display for Draft<'_> {
    /// As the annotation holds it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Draft<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_map(None)?;
        record.serialize_entry("version", &VERSION)?;
        record.serialize_entry("languages", &Languages(self.languages))?;
        if self.languages.iter().any(|language| language.asked_by.is_some()) {
            record.serialize_entry("askedBy", &AskedBy(self.languages))?;
        }
        let mut pod = Vec::with_capacity(8);
        let mut containers = Containers::default();
        for part in self.parts {
            let placed = Placed::of(part);
            match placed.container() {
                Some((list, name, below)) => containers.push(list, name, below),
                None => pod.push(placed),
            }
        }
        by_kind(&mut record, &pod)?;
        if !containers.is_empty() {
            record.serialize_entry("containers", &containers)?;
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

/// A part by its place below the pod template, or below its container.
#[derive(Debug, Clone, Copy)]
pub(super) enum Placed<'a> {
    Added { to: &'a [Step<'a>], created: bool, these: &'a [(Step<'a>, &'a Value<'a>)] },
    Other { at: &'a [Step<'a>], what: &'a What },
}

impl<'a> Placed<'a> {
    fn of(part: &'a Part<'a, 'a>) -> Self {
        match part {
            Part::Added { to, created, these } => Placed::Added { to: &to.0, created: *created, these },
            Part::Other(Entry { at, what }) => Placed::Other { at: &at.0, what },
        }
    }

    /// Whether it says something of this kind.
    fn is(&self, kind: &str) -> bool {
        match self {
            Placed::Added { created, these, .. } => match kind {
                "created" => *created,
                "added" => !these.is_empty(),
                _ => false,
            },
            Placed::Other { what, .. } => kind_of(what) == kind,
        }
    }

    /// The list and the name of the container that this is in, and the same below it.
    fn container(self) -> Option<(&'a str, &'a Step<'a>, Self)> {
        let at = match self {
            Placed::Added { to, .. } => to,
            Placed::Other { at, .. } => at,
        };
        let [Step::Key(spec), Step::Key(list), name @ Step::Named { .. }, below @ ..] = at else { return None };
        let below = match self {
            Placed::Added { created, these, .. } => Placed::Added { to: below, created, these },
            // What was done to the whole container is the pod's.
            Placed::Other { .. } if below.is_empty() => return None,
            Placed::Other { what, .. } => Placed::Other { at: below, what },
        };
        let fits = spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref());
        fits.then_some((list.as_ref(), name, below))
    }
}

/// Where additions to a collection are: the way to the collection is written once.
pub(super) struct Places {
    text: String,
    collection: usize,
}

impl Places {
    pub(super) fn within(collection: &[Step<'_>]) -> Self {
        let mut text = String::with_capacity(96);
        Path(collection).write(&mut text);
        Self { collection: text.len(), text }
    }

    pub(super) fn at(&mut self, step: &Step<'_>) -> &str {
        self.text.truncate(self.collection);
        Path(std::slice::from_ref(step)).write(&mut self.text);
        &self.text
    }
}

/// Parts by what was done, and within that by place.
pub(super) fn by_kind<M: SerializeMap>(out: &mut M, parts: &[Placed<'_>]) -> Result<(), M::Error> {
    for kind in ["created", "added", "written", "replaced", "moved", "removed"] {
        if parts.iter().any(|placed| placed.is(kind)) {
            out.serialize_entry(kind, &OfKind { kind, parts })?;
        }
    }
    Ok(())
}

struct OfKind<'a> {
    kind: &'static str,
    parts: &'a [Placed<'a>],
}

impl Serialize for OfKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut of_kind = serializer.serialize_map(None)?;
        for placed in self.parts.iter().filter(|placed| placed.is(self.kind)) {
            match placed {
                Placed::Added { to, .. } if self.kind == "created" => of_kind.serialize_entry(&Path(to), &true)?,
                Placed::Added { to, these, .. } => {
                    let mut places = Places::within(to);
                    for (step, value) in *these {
                        of_kind.serialize_entry(places.at(step), &value.digest())?;
                    }
                }
                Placed::Other { at, what } => of_kind.serialize_entry(&Path(at), what)?,
            }
        }
        of_kind.end()
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
    use crate::record::Record;
    use crate::value::Digest;

    use super::*;

    fn entry(at: &str, what: What) -> Entry<'static> {
        Entry { at: Pointer::parse(at).expect("a pointer"), what }
    }

    /// The record's text, with nothing known of it but its entries.
    fn text(record: &Record<'_>) -> String {
        let parts: Vec<Part<'_, '_>> = record.entries.iter().cloned().map(Part::Other).collect();
        Draft { languages: &record.languages, parts: &parts }.to_string()
    }

    fn digest(text: &str) -> Digest {
        text.parse().expect("hexadecimal")
    }

    fn added(at: &str, text: &str) -> Entry<'static> {
        entry(at, What::Added { digest: digest(text) })
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written() {
        let mut record = Record {
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
        let text = text(&record);
        let mut read: Record<'static> = text.parse().expect("readable");
        let sort = |record: &mut Record<'static>| {
            record.entries.sort_by(|a, b| (&a.at, format!("{:?}", a.what)).cmp(&(&b.at, format!("{:?}", b.what))))
        };
        sort(&mut read);
        sort(&mut record);
        assert_eq!(read, record, "{text}");
    }

    #[test]
    fn what_is_added_has_its_place_and_its_digest() {
        let value = Value::from("otlp");
        let to = Pointer::parse("/spec/containers/a/env").expect("a pointer");
        let these = ["X", "Y"].map(|name| (Step::Named { name: name.into(), occurrence: 0 }, &value));
        let parts = [Part::Added { to, created: false, these: these.to_vec() }];
        let text = Draft { languages: &[], parts: &parts }.to_string();
        let read: Record<'static> = text.parse().expect("readable");
        let wanted = ["X", "Y"].map(|name| {
            let at = Pointer::parse(&format!("/spec/containers/a/env/{name}")).expect("a pointer");
            Entry { at, what: What::Added { digest: value.digest() } }
        });
        assert_eq!(read.entries, wanted, "{text}");
    }
}
