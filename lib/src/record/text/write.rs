//! A record as compact JSON. Containers that got the same share a group, so that a pod of eight stays small.

use std::fmt;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::record::data::{Draft, RecordedLanguage};

use super::groups::{Groups, Scopes};
use super::kind::VERSION;
use super::lines::write;

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
        let Scopes { pod, containers } = Scopes::of(self.parts);
        write(&mut record, pod.all())?;
        if !containers.is_empty() {
            record.serialize_entry("containers", &Groups(&containers))?;
        }
        record.end()
    }
}

struct Languages<'a>(&'a [RecordedLanguage]);

impl Serialize for Languages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|language| (&language.name, &language.instrumentation)))
    }
}

/// By language the configuration whose rule asked for it.
struct AskedBy<'a>(&'a [RecordedLanguage]);

impl Serialize for AskedBy<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter_map(|language| Some((&language.name, language.asked_by.as_ref()?))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::pointer::{Pointer, Step};
    use crate::record::data::{Change, Entry, Neighbour, Part, Record, Spelling};
    use crate::value::{Digest, Value};

    use super::*;

    fn entry(at: &str, change: Change) -> Entry<'static> {
        Entry { at: Pointer::parse(at).expect("a pointer"), change }
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
        entry(at, Change::Added { digest: digest(text) })
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written() {
        let mut record = Record {
            languages: vec![
                RecordedLanguage { name: "java".into(), instrumentation: "shop/inst".into(), asked_by: None },
                RecordedLanguage {
                    name: "python".into(),
                    instrumentation: "inst".into(),
                    asked_by: Some("shop".into()),
                },
            ],
            entries: vec![
                entry("/spec/volumes", Change::Created),
                added("/spec/volumes/v", "11"),
                entry(
                    "/metadata/annotations",
                    Change::Respelled { spelling: Spelling { source: Some(" *a".into()), value: Some(json!([])) } },
                ),
                entry(
                    "/spec/containers/c/env/P/value",
                    Change::Replaced { digest: digest("22"), spelling: Spelling::text(" \"/app\"") },
                ),
                entry("/spec/containers/c/env/R", Change::Moved { was: Neighbour { after: None, lines_before: 1 } }),
                entry("/spec/containers/a/env", Change::Created),
                added("/spec/containers/a/env/X", "33"),
                added("/spec/containers/b/env/X", "44"),
            ],
        };
        let text = text(&record);
        let mut read: Record<'static> = text.parse().expect("readable");
        let sort = |record: &mut Record<'static>| {
            record.entries.sort_by(|a, b| (&a.at, format!("{:?}", a.change)).cmp(&(&b.at, format!("{:?}", b.change))))
        };
        sort(&mut read);
        sort(&mut record);
        assert_eq!(read, record, "{text}");
    }

    #[test]
    fn what_is_added_has_its_place_and_its_digest() {
        let value = Value::from("otlp");
        let to = Pointer::parse("/spec/containers/a/env").expect("a pointer");
        let added = ["X", "Y"].map(|name| (Step::Named { name: name.into(), occurrence: 0 }, &value));
        let parts = [Part::Added { to, created: false, added: added.to_vec() }];
        let text = Draft { languages: &[], parts: &parts }.to_string();
        let read: Record<'static> = text.parse().expect("readable");
        let wanted = ["X", "Y"].map(|name| {
            let at = Pointer::parse(&format!("/spec/containers/a/env/{name}")).expect("a pointer");
            Entry { at, change: Change::Added { digest: value.digest() } }
        });
        assert_eq!(read.entries, wanted, "{text}");
    }
}
