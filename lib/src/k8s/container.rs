//! A container: its environment and mounts, to read and to add to.

use std::borrow::Cow;

use crate::operator::EnvSource;
use crate::value::{List, Text, Value};

use super::{EnvChange, EnvLog, Seen};

/// A container to read. An `env` that is null, empty or missing has no entries; where a name stands twice, its first
/// entry is meant, as it is everywhere in the operator.
#[derive(Debug, Clone, Copy)]
pub struct Container<'v, 's>(pub &'v Value<'s>);

impl<'v, 's> Container<'v, 's> {
    /// Its name, empty where it has none.
    #[must_use]
    pub fn name(&self) -> &'v str {
        self.0.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    /// Its image, empty where it has none.
    #[must_use]
    pub fn image(&self) -> &'v str {
        self.0.get("image").and_then(Value::as_str).unwrap_or_default()
    }

    /// The entry of a variable.
    #[must_use]
    pub fn env(&self, name: &str) -> Option<&'v Value<'s>> {
        named(self.list("env")?, name).map(|(_, entry)| entry)
    }

    /// Whether there is such a variable, from wherever its value comes.
    #[must_use]
    pub fn has_env(&self, name: &str) -> bool {
        self.env(name).is_some()
    }

    /// The value of a variable as text: empty where it has none, or it comes from elsewhere.
    #[must_use]
    pub fn env_value(&self, name: &str) -> Cow<'v, str> {
        self.env(name).and_then(|entry| entry.get("value")?.text()).unwrap_or_default()
    }

    /// Whether there is such a variable and its value comes from elsewhere.
    #[must_use]
    pub fn env_from_elsewhere(&self, name: &str) -> bool {
        self.env(name).and_then(|entry| entry.get("valueFrom")).is_some_and(|source| !source.is_null())
    }

    /// Whether a volume of this name is mounted.
    #[must_use]
    pub fn mounts(&self, volume: &str) -> bool {
        self.list("volumeMounts").is_some_and(|mounts| named(mounts, volume).is_some())
    }

    /// Whether something is mounted at a path.
    #[must_use]
    pub fn mounts_at(&self, path: &str) -> bool {
        let mounts = self.list("volumeMounts").into_iter().flat_map(List::iter);
        mounts.filter_map(|mount| mount.str_at(&["mountPath"])).any(|found| found.trim_end_matches('/') == path)
    }

    fn list(&self, key: &str) -> Option<&'v List<'s>> {
        self.0.get(key)?.as_list()
    }
}

/// A container to add to. Lists are made only when something goes into them.
#[derive(Debug)]
pub struct ContainerMut<'v, 's> {
    value: &'v mut Value<'s>,
    /// The names of its variables, so that most that are missing need not be looked for.
    names: Seen,
    /// Where it is told what is done to its variables, if anybody asks.
    log: Option<&'v mut EnvLog>,
}

impl<'v, 's> ContainerMut<'v, 's> {
    /// A container that nobody asks about.
    pub fn new(value: &'v mut Value<'s>) -> Self {
        Self::logged(value, None)
    }

    /// A container that tells what is done to its variables, if there is a log.
    pub(super) fn logged(value: &'v mut Value<'s>, log: Option<&'v mut EnvLog>) -> Self {
        let entries = Container(value).list("env").into_iter().flat_map(List::iter);
        let names = entries.filter_map(name_of).collect();
        Self { value, names, log }
    }
}

impl<'s> ContainerMut<'_, 's> {
    /// The same, to read.
    #[must_use]
    pub fn view(&self) -> Container<'_, 's> {
        Container(self.value)
    }

    /// As [`Container::has_env`].
    #[must_use]
    pub fn has_env(&self, name: &str) -> bool {
        self.names.may_have(name) && self.view().has_env(name)
    }

    /// Says who offers the variables that follow.
    pub fn offered_by(&mut self, by: EnvSource) {
        if let Some(log) = &mut self.log {
            log.offered_by(by);
        }
    }

    /// Leaves a variable as it is, and says that another value was meant for it.
    pub fn leave_env(&mut self, name: &str, value: &str) {
        if let Some(log) = &mut self.log {
            let entry = env_entry(name.into(), "value", Value::from(value));
            log.push(EnvChange::Lost, &entry);
        }
    }

    /// Adds a variable at the end, whether or not there is one of that name.
    pub fn append_env(&mut self, name: impl Into<Text<'s>>, value: impl Into<Text<'s>>) {
        self.add_env(env_entry(name.into(), "value", Value::String(value.into())));
    }

    /// Adds a variable at the end whose value Kubernetes takes from a field of the pod.
    pub fn append_env_field(&mut self, name: &'static str, path: &'static str) {
        self.add_env(env_entry(name.into(), "valueFrom", field_ref(path)));
    }

    /// Adds a variable at the end from a field of the pod, unless there is one of that name.
    pub fn default_env_field(&mut self, name: &'static str, path: &'static str) {
        self.default_env_entry(name, || env_entry(name.into(), "valueFrom", field_ref(path)));
    }

    /// Adds a variable at the end, unless there is one of that name.
    pub fn default_env(&mut self, name: &'static str, value: impl Into<Text<'s>>) {
        self.default_env_entry(name, || env_entry(name.into(), "value", Value::String(value.into())));
    }

    /// Adds an entry of `env` at the end, unless there is one of its name.
    pub fn default_env_entry(&mut self, name: &str, entry: impl FnOnce() -> Value<'s>) {
        if !self.has_env(name) {
            self.add_env(entry());
        } else if let Some(log) = &mut self.log {
            log.push(EnvChange::Lost, &entry());
        }
    }

    /// Puts a variable from a field of the pod in front of all others, unless there is one of that name: so that the
    /// others can refer to it.
    pub fn lead_env_field(&mut self, name: &'static str, path: &'static str) {
        let change = if self.has_env(name) { EnvChange::Lost } else { EnvChange::Added };
        let entry = || env_entry(name.into(), "valueFrom", field_ref(path));
        if let Some(log) = &mut self.log {
            log.push(change, &entry());
        }
        if change == EnvChange::Added {
            self.names.add(name);
            self.env().into_iter().for_each(|list| list.insert(0, entry()));
        }
    }

    /// Gives a variable another value in its place; it has to be there.
    pub fn set_env(&mut self, name: &str, value: String) {
        if let Some(list) = self.value.as_map_mut().and_then(|map| map.get_mut("env")?.as_list_mut())
            && let Some((index, _)) = named(list, name)
            && let Some(entry) = list.get_mut(index)
        {
            if let Some(entry) = entry.as_map_mut() {
                entry.set("value", Value::from(value));
            }
            if let Some(log) = &mut self.log {
                log.push(EnvChange::Joined, entry);
            }
        }
    }

    /// Gives a variable a value whatever it had, at the end where it is new.
    pub fn overwrite_env(&mut self, name: &'static str, value: String) {
        if !self.has_env(name) {
            return self.append_env(name, value);
        }
        if let Some(log) = &mut self.log {
            log.push(EnvChange::Replaced, &env_entry(name.into(), "value", Value::from(value.as_str())));
        }
        let entries = self.env().into_iter().flat_map(List::iter_mut);
        let first = entries.into_iter().find(|entry| entry.get("name").and_then(Value::as_str) == Some(name));
        if let Some(entry) = first.and_then(Value::as_map_mut) {
            entry.remove("valueFrom");
            entry.set("value", Value::from(value));
        }
    }

    /// Moves a variable behind all others: it may refer to any of them then.
    pub fn move_env_to_end(&mut self, name: &str) {
        if let Some(list) = self.value.as_map_mut().and_then(|map| map.get_mut("env")?.as_list_mut())
            && let Some((index, _)) = named(list, name)
        {
            list.move_to_end(index);
        }
    }

    /// Gives it a command, in place of its own if it has one.
    pub fn set_command(&mut self, command: Value<'s>) {
        if let Some(container) = self.value.as_map_mut() {
            container.set("command", command);
        }
    }

    /// Mounts a volume.
    pub fn mount(&mut self, volume: impl Into<Text<'s>>, path: impl Into<Text<'s>>, read_only: bool) {
        if let Some(list) = self.list("volumeMounts", 1) {
            list.push(mount(volume, path, read_only));
        }
    }

    /// Takes the first mount out whose path is one of these.
    pub fn take_mount(&mut self, is_one: impl Fn(&str) -> bool) -> Option<Value<'s>> {
        let mounts = self.value.as_map_mut()?.get_mut("volumeMounts")?.as_list_mut()?;
        let index = mounts.iter().position(|mount| mount.str_at(&["mountPath"]).is_some_and(&is_one))?;
        Some(mounts.remove(index))
    }

    fn add_env(&mut self, entry: Value<'s>) {
        if let Some(log) = &mut self.log {
            log.push(EnvChange::Added, &entry);
        }
        self.names.extend(name_of(&entry));
        if let Some(list) = self.env() {
            list.push(entry);
        }
    }

    /// Its variables. What is added to them is a dozen.
    fn env(&mut self) -> Option<&mut List<'s>> {
        self.list("env", 16)
    }

    #[inline] // As `Map::get`.
    fn list(&mut self, key: &'static str, capacity: usize) -> Option<&mut List<'s>> {
        self.value.as_map_mut()?.entry(key, || Value::List(List::with_capacity(capacity))).as_list_mut()
    }
}

/// An entry of `volumeMounts`.
pub(super) fn mount<'s>(volume: impl Into<Text<'s>>, path: impl Into<Text<'s>>, read_only: bool) -> Value<'s> {
    let (name, path) = (("name", Value::String(volume.into())), ("mountPath", Value::String(path.into())));
    if read_only { Value::map([name, path, ("readOnly", Value::Bool(true))]) } else { Value::map([name, path]) }
}

fn env_entry<'s>(name: Text<'s>, key: &'static str, value: Value<'s>) -> Value<'s> {
    Value::Map([("name".into(), Value::String(name)), (key.into(), value)].into())
}

/// A `valueFrom` that takes a field of the pod.
#[must_use]
pub fn field_ref<'s>(path: &'static str) -> Value<'s> {
    let field = Value::Map([("fieldPath".into(), Value::from(path))].into());
    Value::Map([("fieldRef".into(), field)].into())
}

/// The first element of a list with this name, and its index.
pub(super) fn named<'v, 's>(list: &'v List<'s>, name: &str) -> Option<(usize, &'v Value<'s>)> {
    list.iter().enumerate().find(|(_, value)| name_of(value) == Some(name))
}

/// The name of an element.
fn name_of<'v>(element: &'v Value<'_>) -> Option<&'v str> {
    element.get("name")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(container: &Value<'_>) -> Vec<String> {
        let list = container.get("env").and_then(Value::as_list);
        list.into_iter().flat_map(List::iter).map(|entry| Container(entry).name().to_owned()).collect()
    }

    #[test]
    fn an_empty_env_has_no_entries_and_takes_new_ones() {
        for env in [Value::Null, Value::list([])] {
            let mut value = Value::map([("name", Value::from("app")), ("env", env)]);
            let mut container = ContainerMut::new(&mut value);
            assert!(!container.has_env("A"));
            container.default_env("A", "1");
            container.default_env("A", "2");
            container.lead_env_field("B", "status.podIP");
            assert_eq!(container.view().env_value("A"), "1");
            assert!(container.view().env_from_elsewhere("B"));
            assert_eq!(names(&value), ["B", "A"]);
        }
    }

    #[test]
    fn nothing_is_made_where_nothing_is_added() {
        let mut value = Value::map([("name", Value::from("app"))]);
        let mut container = ContainerMut::new(&mut value);
        container.set_env("A", "1".to_owned());
        container.move_env_to_end("A");
        assert_eq!(value, Value::map([("name", Value::from("app"))]));
    }

    #[test]
    fn the_first_entry_of_a_name_is_meant() {
        let entry = |value: &'static str| env_entry("A".into(), "value", Value::from(value));
        let other = env_entry("B".into(), "value", Value::from("3"));
        let mut value = Value::map([("env", Value::List(List::read(vec![entry("1"), entry("2"), other])))]);
        let mut container = ContainerMut::new(&mut value);
        assert_eq!(container.view().env_value("A"), "1");
        container.set_env("A", "9".to_owned());
        container.move_env_to_end("A");
        let origins: Vec<_> = value.get("env").and_then(Value::as_list).map_or(vec![], |list| {
            list.elements().iter().map(|element| element.origin.map(crate::value::Origin::index)).collect()
        });
        assert_eq!(origins, [Some(1), Some(2), Some(0)]);
        assert_eq!(names(&value), ["A", "B", "A"]);
    }
}
