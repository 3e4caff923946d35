//! What was done to containers, those with the same additions in one group.

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::pointer::{Path, Step};
use crate::value::{Digest, Value};

use crate::record::data::{CONTAINER_LISTS, What};

use super::write::{Placed, Places, by_kind};

/// The containers to which something was done.
#[derive(Debug, Default)]
pub(super) struct Containers<'a>(Vec<Container<'a>>);

impl<'a> Containers<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what was done to a container. Parts mostly come container by container.
    pub(super) fn push(&mut self, list: &'a str, name: &'a Step<'a>, part: Placed<'a>) {
        let known = self.0.iter_mut().rfind(|container| container.name == name && container.list == list);
        match known {
            Some(container) => container.parts.push(part),
            None => {
                let mut parts = Vec::with_capacity(4);
                parts.push(part);
                self.0.push(Container { list, name, parts });
            }
        }
    }
}

impl Serialize for Containers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for container in &self.0 {
            match groups.iter_mut().find(|group| group.0[0].is_like(container)) {
                Some(group) => group.0.push(container),
                None => groups.push(Group(vec![container])),
            }
        }
        groups.serialize(serializer)
    }
}

/// What was done to one container.
#[derive(Debug)]
struct Container<'a> {
    list: &'a str,
    name: &'a Step<'a>,
    parts: Vec<Placed<'a>>,
}

impl<'a> Container<'a> {
    /// What was added, by collection.
    fn added(&self) -> impl Iterator<Item = Additions<'a>> {
        self.parts.iter().filter_map(|part| match part {
            Placed::Added { to, these, .. } => Some(Additions { to, these }),
            Placed::Other { .. } => None,
        })
    }

    fn created(&self) -> impl Iterator<Item = &'a [Step<'a>]> {
        self.parts.iter().filter_map(|part| match part {
            Placed::Added { to: at, created: true, .. } | Placed::Other { at, what: What::Created } => Some(*at),
            _ => None,
        })
    }

    /// What was done to it beside additions.
    fn others(&self) -> impl Iterator<Item = (&'a [Step<'a>], &'a What)> {
        self.parts.iter().filter_map(|part| match part {
            Placed::Added { .. } | Placed::Other { what: What::Created, .. } => None,
            Placed::Other { at, what } => Some((*at, *what)),
        })
    }

    /// Whether two containers got additions at the same places, and had the same done to them beside that.
    fn is_like(&self, other: &Self) -> bool {
        self.list == other.list && self.added().eq(other.added()) && self.others().eq(other.others())
    }
}

/// What was added to one collection of a container. The same as another where the places are.
struct Additions<'a> {
    to: &'a [Step<'a>],
    these: &'a [(Step<'a>, &'a Value<'a>)],
}

impl PartialEq for Additions<'_> {
    fn eq(&self, other: &Self) -> bool {
        let steps = |additions: &Self| additions.these.iter().map(|(step, _)| step);
        self.to == other.to && self.these.len() == other.these.len() && steps(self).eq(steps(other))
    }
}

/// Containers with the same additions; never none.
struct Group<'a>(Vec<&'a Container<'a>>);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut group = serializer.serialize_map(None)?;
        if self.0[0].list != CONTAINER_LISTS[0] {
            group.serialize_entry("in", self.0[0].list)?;
        }
        group.serialize_entry("names", &Names(&self.0))?;
        if let [container] = &self.0[..] {
            by_kind(&mut group, &container.parts)?;
            return group.end();
        }
        if self.0.iter().any(|container| container.created().next().is_some()) {
            group.serialize_entry("created", &Created(&self.0))?;
        }
        group.serialize_entry("added", &Added(&self.0))?;
        let others = self.0[0].others().map(|(at, what)| Placed::Other { at, what });
        by_kind(&mut group, &others.collect::<Vec<_>>())?;
        group.end()
    }
}

/// The names of a group's containers.
struct Names<'a>(&'a [&'a Container<'a>]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names = serializer.serialize_seq(Some(self.0.len()))?;
        let mut places = Places::within(&[]);
        for container in self.0 {
            names.serialize_element(&places.at(container.name)[1..])?;
        }
        names.end()
    }
}

/// What was created in a group's containers: in all of them, or in which.
struct Created<'a>(&'a [&'a Container<'a>]);

impl Serialize for Created<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut created = serializer.serialize_map(None)?;
        let mut seen: Vec<&[Step<'_>]> = Vec::new();
        for at in self.0.iter().flat_map(|container| container.created()) {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let has = |(_, container): &(usize, &&Container<'_>)| container.created().any(|other| other == at);
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
struct Added<'a>(&'a [&'a Container<'a>]);

impl Serialize for Added<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut added = serializer.serialize_map(None)?;
        let mut others: Vec<_> = self.0[1..].iter().map(|container| container.added()).collect();
        for Additions { to, these } in self.0[0].added() {
            let columns: Vec<_> = others.iter_mut().filter_map(Iterator::next).map(|other| other.these).collect();
            let mut places = Places::within(to);
            for (row, (step, value)) in these.iter().enumerate() {
                let others = columns.iter().map(|these| these[row].1);
                // Comparing takes less than another digest.
                if others.clone().all(|other| other == *value) {
                    added.serialize_entry(places.at(step), &value.digest())?;
                    continue;
                }
                let digests: Vec<Digest> = [*value].into_iter().chain(others).map(Value::digest).collect();
                added.serialize_entry(places.at(step), &digests)?;
            }
        }
        added.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::pointer::{Pointer, Step};
    use crate::record::Draft;
    use crate::record::data::{Entry, Part, Said, What};
    use crate::value::Value;

    #[test]
    fn containers_with_the_same_additions_share_a_group() {
        let [same, other] = ["otlp", "none"].map(Value::from);
        let added = |container: &str, value| {
            let to = Pointer::parse(&format!("/spec/containers/{container}/env")).expect("a pointer");
            let [x, y] = ["X", "Y"].map(|name| Step::Named { name: name.into(), occurrence: 0 });
            Part::Added { to, created: true, these: vec![(x, &same), (y, value)] }
        };
        let [x, y] = [&same, &other].map(|value| value.digest().to_string());
        assert_eq!(
            Draft { languages: &[], parts: &[added("a", &other), added("b", &other)] }.to_string(),
            format!(
                r#"{{"version":1,"languages":{{}},"containers":[{{"names":["a","b"],"created":{{"/env":true}},"added":{{"/env/X":"{x}","/env/Y":"{y}"}}}}]}}"#
            )
        );
        assert_eq!(
            Draft { languages: &[], parts: &[added("a", &same), added("b", &other)] }.to_string(),
            format!(
                r#"{{"version":1,"languages":{{}},"containers":[{{"names":["a","b"],"created":{{"/env":true}},"added":{{"/env/X":"{x}","/env/Y":["{x}","{y}"]}}}}]}}"#
            )
        );
    }
    #[test]
    fn containers_whose_commands_were_the_same_share_a_group() {
        let [value, wrapped] = ["otlp", "wrapped"].map(Value::from);
        let of = |container: &str, was: &str| {
            let at = |below: &str| Pointer::parse(&format!("/spec/containers/{container}/{below}")).expect("a pointer");
            let these = vec![(Step::Named { name: "X".into(), occurrence: 0 }, &value)];
            let what = What::Replaced { digest: wrapped.digest(), said: Said::source(was) };
            [Part::Added { to: at("env"), created: false, these }, Part::Other(Entry { at: at("command"), what })]
        };
        let parts: Vec<Part<'_, '_>> =
            [of("a", " [x]"), of("b", " [x]"), of("c", " [y]")].into_iter().flatten().collect();
        let (x, command) = (value.digest(), wrapped.digest());
        assert_eq!(
            Draft { languages: &[], parts: &parts }.to_string(),
            format!(
                r#"{{"version":1,"languages":{{}},"containers":[{{"names":["a","b"],"added":{{"/env/X":"{x}"}},"replaced":{{"/command":["{command}"," [x]"]}}}},{{"names":["c"],"added":{{"/env/X":"{x}"}},"replaced":{{"/command":["{command}"," [y]"]}}}}]}}"#
            )
        );
    }
}
