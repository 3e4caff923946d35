//! The record as compact JSON. Containers that got the same share a group, so that a pod of eight stays small.

use std::str::FromStr;

use serde_json::{Map, Value as Json, json};

use crate::pointer::{Pointer, Step, text};

use super::entry::{Entry, Neighbour, Said, What};
use super::{Error, Language, Record, VERSION};

/// The lists whose elements have groups of their own.
const CONTAINER_LISTS: [&str; 2] = ["containers", "initContainers"];

impl std::fmt::Display for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let languages: Map<String, Json> =
            self.languages.iter().map(|language| (language.name.clone(), json!(language.instrumentation))).collect();
        let mut record = Map::new();
        record.insert("version".to_owned(), json!(VERSION));
        record.insert("languages".to_owned(), Json::Object(languages));
        let (pod, containers): (Vec<&Entry>, Vec<&Entry>) =
            self.entries.iter().partition(|entry| container_of(&entry.at).is_none());
        write_entries(&mut record, &pod.iter().map(|entry| (text(&entry.at.0), &entry.what)).collect::<Vec<_>>());
        let groups = groups(&containers);
        if !groups.is_empty() {
            record.insert("containers".to_owned(), Json::Array(groups.iter().map(Group::to_json).collect()));
        }
        write!(f, "{}", Json::Object(record))
    }
}

/// The list and the name of the container that a place is in, and the place below it.
fn container_of<'a>(at: &'a Pointer<'static>) -> Option<(&'a str, &'a Step<'static>, &'a [Step<'static>])> {
    let [Step::Key(spec), Step::Key(list), name @ Step::Named { .. }, below @ ..] = &at.0[..] else { return None };
    let fits = spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref()) && !below.is_empty();
    fits.then_some((list.as_ref(), name, below))
}

/// Containers with the same additions.
struct Group<'a> {
    list: &'a str,
    names: Vec<String>,
    /// The entries of each, by their places below the container.
    entries: Vec<Vec<(String, &'a What)>>,
}

fn groups<'a>(entries: &[&'a Entry]) -> Vec<Group<'a>> {
    let mut containers: Vec<Group<'a>> = Vec::new();
    let mut steps: Vec<&Step<'_>> = Vec::new();
    for entry in entries {
        let Some((list, step, below)) = container_of(&entry.at) else { continue };
        let at = text(below);
        match containers.iter().zip(&steps).rposition(|(group, name)| group.list == list && *name == step) {
            Some(known) => containers[known].entries[0].push((at, &entry.what)),
            None => {
                let names = vec![text(std::slice::from_ref(step))];
                containers.push(Group { list, names, entries: vec![vec![(at, &entry.what)]] });
                steps.push(step);
            }
        }
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    for container in containers {
        match groups.iter_mut().find(|group| group.alike(&container)) {
            Some(group) => {
                group.names.extend(container.names);
                group.entries.extend(container.entries);
            }
            None => groups.push(container),
        }
    }
    groups
}

impl Group<'_> {
    /// Whether two containers got additions at the same places, and had nothing else done to them.
    fn alike(&self, other: &Self) -> bool {
        let simple =
            |group: &Self| group.entries[0].iter().all(|(_, what)| matches!(what, What::Added { .. } | What::Created));
        self.list == other.list && simple(self) && simple(other) && self.added().eq(other.added())
    }

    /// The places at which something was added to the first container.
    fn added(&self) -> impl Iterator<Item = &str> {
        let added = self.entries[0].iter().filter(|(_, what)| matches!(what, What::Added { .. }));
        added.map(|(at, _)| at.as_str())
    }

    fn to_json(&self) -> Json {
        let mut group = Map::new();
        if self.list != CONTAINER_LISTS[0] {
            group.insert("in".to_owned(), json!(self.list));
        }
        group.insert("names".to_owned(), json!(self.names.iter().map(|name| &name[1..]).collect::<Vec<_>>()));
        if self.names.len() == 1 {
            write_entries(&mut group, &self.entries[0]);
            return Json::Object(group);
        }
        let mut created = Map::new();
        let mut added = Map::new();
        for (index, entries) in self.entries.iter().enumerate() {
            for (at, what) in entries {
                match what {
                    What::Added { digest } => push(&mut added, at, json!(digest)),
                    What::Created => push(&mut created, at, json!(index)),
                    _ => {}
                }
            }
        }
        // What is the same for all stands once.
        for digests in added.values_mut() {
            if let Json::Array(each) = digests
                && each.iter().all(|digest| *digest == each[0])
            {
                *digests = each[0].clone();
            }
        }
        for indices in created.values_mut() {
            if indices.as_array().is_some_and(|indices| indices.len() == self.names.len()) {
                *indices = Json::Bool(true);
            }
        }
        if !created.is_empty() {
            group.insert("created".to_owned(), Json::Object(created));
        }
        group.insert("added".to_owned(), Json::Object(added));
        Json::Object(group)
    }
}

fn push(map: &mut Map<String, Json>, at: &str, value: Json) {
    match map.get_mut(at) {
        Some(Json::Array(list)) => list.push(value),
        _ => drop(map.insert(at.to_owned(), Json::Array(vec![value]))),
    }
}

/// Entries by what was done, and within that by place.
fn write_entries(out: &mut Map<String, Json>, entries: &[(String, &What)]) {
    for kind in ["created", "added", "written", "replaced", "moved", "removed"] {
        let of_kind = entries.iter().filter(|(_, what)| kind_of(what) == kind);
        let map: Map<String, Json> = of_kind.map(|(at, what)| (at.clone(), entry_json(what))).collect();
        if !map.is_empty() {
            out.insert(kind.to_owned(), Json::Object(map));
        }
    }
}

/// What kind of entry it is.
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

/// What is kept of an entry.
fn entry_json(what: &What) -> Json {
    let was_json = |was: &Neighbour| {
        let after = was.after.as_ref().map(|step| text(std::slice::from_ref(step)));
        json!([after, was.gap])
    };
    match what {
        What::Created => Json::Bool(true),
        What::Added { digest } => json!(digest),
        What::Written { said } => said_json(said),
        What::Replaced { digest, said } => json!([digest, said_json(said)]),
        What::Moved { was } => was_json(was),
        What::Removed { was, said } => json!([was_json(was), said_json(said)]),
    }
}

/// The text alone, or text and meaning where the text does not say it.
fn said_json(said: &Said) -> Json {
    match (&said.source, &said.value) {
        (source, None) => json!(source),
        (source, Some(value)) => json!([source, value]),
    }
}

impl FromStr for Record {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let json: Json = serde_json::from_str(text).map_err(|error| Error::Damaged(error.to_string()))?;
        match &json["version"] {
            Json::Number(version) if version.as_u64() == Some(VERSION) => {}
            Json::Null => return Err(Error::Damaged("it names no version".to_owned())),
            version => return Err(Error::Version(version.to_string())),
        }
        let object = json.as_object().ok_or_else(|| damaged("version"))?;
        let mut record = Record::default();
        for (key, value) in object {
            match key.as_str() {
                "version" => {}
                "languages" => {
                    for (name, instrumentation) in value.as_object().ok_or_else(|| damaged(key))? {
                        let instrumentation = instrumentation.as_str().ok_or_else(|| damaged(key))?.to_owned();
                        record.languages.push(Language { name: name.clone(), instrumentation });
                    }
                }
                "containers" => {
                    for group in value.as_array().ok_or_else(|| damaged(key))? {
                        read_group(group, &mut record.entries)?;
                    }
                }
                kind => read_entries("", kind, value, 0, &mut record.entries)?,
            }
        }
        Ok(record)
    }
}

fn damaged(what: &str) -> Error {
    Error::Damaged(format!("its {what} is not what belongs there"))
}

fn read_group(group: &Json, entries: &mut Vec<Entry>) -> Result<(), Error> {
    let object = group.as_object().ok_or_else(|| damaged("containers"))?;
    let list = match object.get("in") {
        None => CONTAINER_LISTS[0],
        Some(Json::String(list)) if CONTAINER_LISTS.contains(&list.as_str()) => list,
        Some(_) => return Err(damaged("containers")),
    };
    let names = object.get("names").and_then(Json::as_array).ok_or_else(|| damaged("containers"))?;
    for (index, name) in names.iter().enumerate() {
        let name = name.as_str().ok_or_else(|| damaged("containers"))?;
        let root = format!("/spec/{list}/{name}");
        for (kind, value) in object.iter().filter(|(key, _)| !matches!(key.as_str(), "in" | "names")) {
            read_entries(&root, kind, value, index, entries)?;
        }
    }
    Ok(())
}

/// Reads the entries of one kind, of the container number `index` where a group has several.
fn read_entries(root: &str, kind: &str, value: &Json, index: usize, entries: &mut Vec<Entry>) -> Result<(), Error> {
    let text = |value: &Json| value.as_str().map(str::to_owned).ok_or_else(|| damaged(kind));
    for (at, value) in value.as_object().ok_or_else(|| damaged(kind))? {
        let place = Pointer::parse(&format!("{root}{at}")).map_err(|_| damaged(kind))?;
        let what = match kind {
            "created" => {
                let here = match value {
                    Json::Bool(all) => *all,
                    Json::Array(indices) => indices.iter().any(|at| at.as_u64() == Some(index as u64)),
                    _ => return Err(damaged(kind)),
                };
                if !here {
                    continue;
                }
                What::Created
            }
            "added" => What::Added { digest: text(value.get(index).unwrap_or(value))? },
            "written" => What::Written { said: read_said(value, kind)? },
            "replaced" => What::Replaced { digest: text(&value[0])?, said: read_said(&value[1], kind)? },
            "moved" => What::Moved { was: read_neighbour(value, &place, kind)? },
            "removed" => {
                What::Removed { was: read_neighbour(&value[0], &place, kind)?, said: read_said(&value[1], kind)? }
            }
            _ => return Err(Error::Damaged(format!("it has an unknown part {kind}"))),
        };
        entries.push(Entry { at: place, what });
    }
    Ok(())
}

fn read_said(value: &Json, kind: &str) -> Result<Said, Error> {
    match value {
        Json::String(source) => Ok(Said::source(source.clone())),
        Json::Array(parts) => {
            let [source, value] = &parts[..] else { return Err(damaged(kind)) };
            let source = source.as_str().map(str::to_owned);
            Ok(Said { source, value: Some(value.clone()) })
        }
        Json::Null => Ok(Said::default()),
        _ => Err(damaged(kind)),
    }
}

fn read_neighbour(value: &Json, place: &Pointer<'static>, kind: &str) -> Result<Neighbour, Error> {
    let gap = value[1].as_u64().and_then(|gap| usize::try_from(gap).ok()).ok_or_else(|| damaged(kind))?;
    let after = match &value[0] {
        Json::Null => None,
        Json::String(step) => {
            // The neighbour is in the same list, so it is named the same way.
            let list = Pointer(place.0[..place.0.len().saturating_sub(1)].to_vec());
            let pointer = Pointer::parse(&format!("{list}{step}")).map_err(|_| damaged(kind))?;
            pointer.0.last().cloned()
        }
        _ => return Err(damaged(kind)),
    };
    Ok(Neighbour { after, gap })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str, what: What) -> Entry {
        Entry { at: Pointer::parse(at).expect("a pointer"), what }
    }

    fn added(at: &str, digest: &str) -> Entry {
        entry(at, What::Added { digest: digest.to_owned() })
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written() {
        let record = Record {
            languages: vec![Language { name: "python".into(), instrumentation: "shop/inst".into() }],
            entries: vec![
                entry("/spec/volumes", What::Created),
                added("/spec/volumes/v", "11"),
                entry(
                    "/metadata/annotations",
                    What::Written { said: Said { source: Some(" *a".into()), value: Some(json!([])) } },
                ),
                entry(
                    "/spec/containers/c/env/P/value",
                    What::Replaced { digest: "22".into(), said: Said::source(" \"/app\"") },
                ),
                entry("/spec/containers/c/env/R", What::Moved { was: Neighbour { after: None, gap: 1 } }),
                entry("/spec/containers/a/env", What::Created),
                added("/spec/containers/a/env/X", "33"),
                added("/spec/containers/b/env/X", "44"),
            ],
        };
        let text = record.to_string();
        let mut read: Record = text.parse().expect("readable");
        let sort = |record: &mut Record| {
            record.entries.sort_by(|a, b| (&a.at, format!("{:?}", a.what)).cmp(&(&b.at, format!("{:?}", b.what))))
        };
        let mut record = record;
        sort(&mut read);
        sort(&mut record);
        assert_eq!(read, record, "{text}");
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
            r#"{"version":1,"languages":{},"containers":[{"names":["a","b","c"],"added":{"/env/X":"33"}}]}"#
        );
    }

    #[test]
    fn an_unknown_version_is_refused() {
        assert!(matches!(r#"{"version":2}"#.parse::<Record>(), Err(Error::Version(_))));
        assert!(matches!(r#"{"languages":{}}"#.parse::<Record>(), Err(Error::Damaged(_))));
        assert!(matches!("nonsense".parse::<Record>(), Err(Error::Damaged(_))));
        assert!(matches!(r#"{"version":1,"containers":[{"names":[1]}]}"#.parse::<Record>(), Err(Error::Damaged(_))));
    }
}
