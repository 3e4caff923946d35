//! What was done to containers, those with the same additions in one group.

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::pointer::{Path, Step};
use crate::record::data::{CONTAINER_LISTS, Part};
use crate::value::{Digest, Value};

use super::kind::Kind;
use super::lines::{Additions, ByKind, Line, Places, What, write};

/// What was done, by what it was done to.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    pub(super) pod: ByKind<'a>,
    pub(super) containers: Vec<Container<'a>>,
}

/// What was done to one container.
#[derive(Debug)]
pub(super) struct Container<'a> {
    list: &'a str,
    name: &'a Step<'a>,
    lines: ByKind<'a>,
}

impl<'a> Scopes<'a> {
    pub(super) fn of(parts: &'a [Part<'a, 'a>]) -> Self {
        let mut scopes = Scopes { pod: ByKind::with_capacity(8), containers: Vec::new() };
        for line in parts.iter().flat_map(Line::of) {
            match line.in_container() {
                Some((list, name, below)) => scopes.lines_of(list, name).push(below),
                None => scopes.pod.push(line),
            }
        }
        scopes.pod.sort();
        scopes.containers.iter_mut().for_each(|container| container.lines.sort());
        scopes
    }

    /// The lines of a container. Parts mostly come container by container.
    fn lines_of(&mut self, list: &'a str, name: &'a Step<'a>) -> &mut ByKind<'a> {
        let known = self.containers.iter().rposition(|container| container.name == name && container.list == list);
        let index = known.unwrap_or_else(|| {
            self.containers.push(Container { list, name, lines: ByKind::with_capacity(4) });
            self.containers.len() - 1
        });
        &mut self.containers[index].lines
    }
}

impl Container<'_> {
    /// Whether two containers got additions at the same places, and had the same done to them beside that.
    fn is_like(&self, other: &Self) -> bool {
        self.list == other.list
            && self.lines.added() == other.lines.added()
            && self.lines.others() == other.lines.others()
    }
}

/// Containers in groups.
pub(super) struct Groups<'a>(pub(super) &'a [Container<'a>]);

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for container in self.0 {
            match groups.iter_mut().find(|group| group.0[0].is_like(container)) {
                Some(group) => group.0.push(container),
                None => groups.push(Group(vec![container])),
            }
        }
        groups.serialize(serializer)
    }
}

/// Containers with the same additions; never none.
struct Group<'a>(Vec<&'a Container<'a>>);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = self.0[0];
        let mut group = serializer.serialize_map(None)?;
        if first.list != CONTAINER_LISTS[0] {
            group.serialize_entry("in", first.list)?;
        }
        group.serialize_entry("names", &Names(&self.0))?;
        if self.0.len() == 1 {
            write(&mut group, first.lines.all())?;
            return group.end();
        }
        if self.0.iter().any(|container| !container.lines.created().is_empty()) {
            group.serialize_entry(Kind::Created.key(), &Created(&self.0))?;
        }
        group.serialize_entry(Kind::Added.key(), &Added(&self.0))?;
        write(&mut group, first.lines.others())?;
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
        for Line { at, .. } in self.0.iter().flat_map(|container| container.lines.created()) {
            if seen.contains(at) {
                continue;
            }
            seen.push(at);
            let has = |(_, container): &(usize, &&Container<'_>)| {
                container.lines.created().iter().any(|other| other.at == *at)
            };
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
        let [first, others @ ..] = self.0 else { return added.end() };
        for (index, line) in first.lines.added().iter().enumerate() {
            let additions = match line.what {
                What::Additions(Additions(additions)) => additions,
                What::Change(change) => {
                    added.serialize_entry(&Path(line.at), change)?;
                    continue;
                }
            };
            let columns: Vec<_> = others.iter().filter_map(|other| other.lines.added()[index].additions()).collect();
            let mut places = Places::within(line.at);
            for (row, (step, value)) in additions.iter().enumerate() {
                let others = columns.iter().map(|column| column[row].1);
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
    use crate::record::data::{Change, Draft, Entry, Part, Spelling};
    use crate::value::Value;

    #[test]
    fn containers_with_the_same_additions_share_a_group() {
        let [same, other] = ["otlp", "none"].map(Value::from);
        let added = |container: &str, value| {
            let to = Pointer::parse(&format!("/spec/containers/{container}/env")).expect("a pointer");
            let [x, y] = ["X", "Y"].map(|name| Step::Named { name: name.into(), occurrence: 0 });
            Part::Added { to, created: true, added: vec![(x, &same), (y, value)] }
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
            let added = vec![(Step::Named { name: "X".into(), occurrence: 0 }, &value)];
            let change = Change::Replaced { digest: wrapped.digest(), spelling: Spelling::text(was) };
            [Part::Added { to: at("env"), created: false, added }, Part::Other(Entry { at: at("command"), change })]
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
