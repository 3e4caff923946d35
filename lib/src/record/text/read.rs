//! A record from its compact JSON.

use std::str::FromStr;

use serde_json::Value as Json;

use crate::pointer::{Pointer, Step, resolve};
use crate::record::admissible::inadmissible;
use crate::record::data::{ANNOTATION, CONTAINER_LISTS, Change, Entry, Neighbour, Record, RecordedLanguage, Spelling};
use crate::value::Value;

use super::error::Error;
use super::kind::{Kind, VERSION};

impl Record<'static> {
    /// The record of a pod template, if it carries one.
    ///
    /// # Errors
    /// If the annotation is there and can't be used: a guess could damage what people wrote.
    pub fn of(template: &Value<'_>) -> Result<Option<Self>, Error> {
        match template.at(&["metadata", "annotations", ANNOTATION]) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => {
                let mut record: Self = text.parse()?;
                record.entries.iter_mut().for_each(|entry| tell_indices(&mut entry.at, template));
                if let Some(what) = inadmissible(&record) {
                    return Err(Error::Damaged(what));
                }
                Ok(Some(record))
            }
            Some(other) => Err(Error::Damaged(format!("{} where text belongs", other.kind()))),
        }
    }
}

/// As text, an index into a list without names looks like a key: what stands there tells.
fn tell_indices(at: &mut Pointer<'static>, value: &Value<'_>) {
    for place in 0..at.0.len() {
        if let Step::Key(key) = &at.0[place]
            && let Ok(index) = key.parse()
            && matches!(resolve(&at.0[..place], value), Some(Value::List(_)))
        {
            at.0[place] = Step::Index(index);
        }
    }
}

impl FromStr for Record<'static> {
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
        let mut asked_by = Vec::new();
        for (key, value) in object {
            match key.as_str() {
                "version" => {}
                "languages" => {
                    for (name, instrumentation) in value.as_object().ok_or_else(|| damaged(key))? {
                        let instrumentation = instrumentation.as_str().ok_or_else(|| damaged(key))?.to_owned();
                        record.languages.push(RecordedLanguage { name: name.clone(), instrumentation, asked_by: None });
                    }
                }
                "askedBy" => asked_by = value.as_object().ok_or_else(|| damaged(key))?.iter().collect(),
                "containers" => {
                    for group in value.as_array().ok_or_else(|| damaged(key))? {
                        read_group(group, &mut record.entries)?;
                    }
                }
                kind => read_entries("", kind, value, 0, &mut record.entries)?,
            }
        }
        for (name, asked_by) in asked_by {
            let language = record.languages.iter_mut().find(|language| language.name == *name);
            let asked_by = asked_by.as_str().ok_or_else(|| damaged("askedBy"))?;
            language.ok_or_else(|| damaged("askedBy"))?.asked_by = Some(asked_by.to_owned());
        }
        Ok(record)
    }
}

fn damaged(what: &str) -> Error {
    Error::Damaged(format!("its {what} is not what belongs there"))
}

/// No pod that a cluster takes has more of ours: a record that multiplies names by places is no record.
const MOST_ENTRIES: usize = 20_000;

fn read_group(group: &Json, entries: &mut Vec<Entry<'static>>) -> Result<(), Error> {
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
        if entries.len() > MOST_ENTRIES {
            return Err(Error::Damaged(format!("it lists more than {MOST_ENTRIES} changes")));
        }
    }
    Ok(())
}

/// Reads the entries of one kind, of the container number `index` if a group has several.
fn read_entries(
    root: &str,
    key: &str,
    value: &Json,
    index: usize,
    entries: &mut Vec<Entry<'static>>,
) -> Result<(), Error> {
    let known = Kind::of_key(key);
    let digest = |value: &Json| value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| damaged(key));
    for (at, value) in value.as_object().ok_or_else(|| damaged(key))? {
        let place = Pointer::parse(&format!("{root}{at}")).map_err(|_| damaged(key))?;
        let Some(kind) = known else {
            return Err(Error::Damaged(format!("it has an unknown part {key}")));
        };
        let change = match kind {
            Kind::Created => {
                let here = match value {
                    Json::Bool(all) => *all,
                    Json::Array(indices) => indices.iter().any(|at| at.as_u64() == Some(index as u64)),
                    _ => return Err(damaged(key)),
                };
                if !here {
                    continue;
                }
                Change::Created
            }
            Kind::Added => Change::Added { digest: digest(value.get(index).unwrap_or(value))? },
            Kind::Respelled => Change::Respelled { spelling: read_spelling(value, key)? },
            Kind::Replaced => Change::Replaced { digest: digest(&value[0])?, spelling: read_spelling(&value[1], key)? },
            Kind::Moved => Change::Moved { was: read_neighbour(value, &place, key)? },
            Kind::Removed => Change::Removed {
                was: read_neighbour(&value[0], &place, key)?,
                spelling: read_spelling(&value[1], key)?,
            },
        };
        entries.push(Entry { at: place, change });
    }
    Ok(())
}

fn read_spelling(value: &Json, key: &str) -> Result<Spelling, Error> {
    match value {
        Json::String(source) => Ok(Spelling::text(source.clone())),
        Json::Array(parts) => {
            let [source, value] = &parts[..] else { return Err(damaged(key)) };
            let source = source.as_str().map(str::to_owned);
            Ok(Spelling { source, value: Some(value.clone()) })
        }
        Json::Null => Ok(Spelling::default()),
        _ => Err(damaged(key)),
    }
}

fn read_neighbour(value: &Json, place: &Pointer<'static>, key: &str) -> Result<Neighbour, Error> {
    let lines_before = value[1].as_u64().and_then(|lines| usize::try_from(lines).ok()).ok_or_else(|| damaged(key))?;
    let after = match &value[0] {
        Json::Null => None,
        Json::Number(index) => {
            let index = index.as_u64().and_then(|index| usize::try_from(index).ok()).ok_or_else(|| damaged(key))?;
            Some(Step::Index(index))
        }
        Json::String(step) => {
            // The neighbour is in the same list, so it is named the same way.
            let list = Pointer(place.0[..place.0.len().saturating_sub(1)].to_vec());
            let pointer = Pointer::parse(&format!("{list}{step}")).map_err(|_| damaged(key))?;
            pointer.0.last().cloned()
        }
        _ => return Err(damaged(key)),
    };
    Ok(Neighbour { after, lines_before })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        text.parse::<Record<'_>>().map_or_else(|error| error.to_string(), |record| format!("read: {record:?}"))
    }

    #[test]
    fn an_unknown_version_is_refused() {
        for version in ["2", "0", "-1", "1.5", "\"1\"", "true", "[1]", "18446744073709551616"] {
            let said = error(&format!(r#"{{"version":{version},"languages":{{}},"anything":[1]}}"#));
            assert!(said.starts_with("it has version "), "{version}: {said}");
            assert!(said.ends_with("this program knows version 1; use the program that wrote it"), "{version}: {said}");
        }
    }

    #[test]
    fn what_is_no_record_is_refused_and_never_guessed() {
        for text in [
            "",
            "nonsense",
            "null",
            "[]",
            "1",
            "{}",
            r#"{"languages":{}}"#,
            r#"{"version":null}"#,
            r#"{"version":1"#,
            r#"{"version":1} x"#,
            r#"{"version":1,"more":{"/a":true}}"#,
            r#"{"version":1,"languages":["python"]}"#,
            r#"{"version":1,"languages":{"python":1}}"#,
            r#"{"version":1,"languages":{},"askedBy":{"python":"shop"}}"#,
            r#"{"version":1,"languages":{"python":"a"},"askedBy":{"python":1}}"#,
            r#"{"version":1,"containers":{}}"#,
            r#"{"version":1,"containers":[1]}"#,
            r#"{"version":1,"containers":[{}]}"#,
            r#"{"version":1,"containers":[{"names":"a"}]}"#,
            r#"{"version":1,"containers":[{"names":[1]}]}"#,
            r#"{"version":1,"containers":[{"names":["a"],"in":"ephemeralContainers"}]}"#,
            r#"{"version":1,"containers":[{"names":["a"],"more":{"/env/A":"11"}}]}"#,
            r#"{"version":1,"created":{"/spec/volumes":"yes"}}"#,
            r#"{"version":1,"added":{"/spec/volumes/v":"no digest"}}"#,
            r#"{"version":1,"added":{"/spec/volumes/v":11}}"#,
            r#"{"version":1,"added":{"no pointer":"11"}}"#,
            r#"{"version":1,"added":[]}"#,
            r#"{"version":1,"written":{"/spec":[1]}}"#,
            r#"{"version":1,"written":{"/spec":true}}"#,
            r#"{"version":1,"replaced":{"/spec":"11"}}"#,
            r#"{"version":1,"replaced":{"/spec":["11",{}]}}"#,
            r#"{"version":1,"moved":{"/spec/volumes/v":["/w"]}}"#,
            r#"{"version":1,"moved":{"/spec/volumes/v":["/w",-1]}}"#,
            r#"{"version":1,"moved":{"/spec/volumes/v":[{},0]}}"#,
            r#"{"version":1,"removed":{"/spec/volumes/v":"text"}}"#,
        ] {
            let said = error(text);
            assert!(said.starts_with("it is damaged (") && said.ends_with("with --by-name"), "{text}: {said}");
        }
    }
}
