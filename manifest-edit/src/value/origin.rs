//! Where the elements of lists came from, through several versions of a value.
//!
//! An element keeps the index that it had in another version of its list, so that a difference can tell a moved element
//! from one that was removed and one like it added. Which version that is depends on the moment. An injection into a
//! document that holds an earlier one goes through four:
//!
//! 1. Reading numbers all elements ([`List::read`](super::List::read)): each origin is the element's own index.
//! 2. The earlier injection is taken out of a copy. What stays keeps its origin, an index in the *document*; what is
//!    put back or made new has none.
//! 3. [`Value::reset_origins`] renumbers that copy and so makes it a version of its own. What is injected into it
//!    refers to *the value without the earlier injection*, which the record of the injection is compared with.
//! 4. [`Value::follow_origins`] leads through that version back to the *document*, for the plan that edits it.
//!
//! The caller who makes the versions switches between them; nothing in this crate does so on its own. To compare a
//! value with another document than the one it was read from, drop its origins: [`Value::forget_origins`].

use super::Value;

/// The index of an element in the list that its own was read or made from.
///
/// Which list that is depends on which version of the value the origins refer to at the moment: see
/// [`Value::reset_origins`] and [`Value::follow_origins`], which switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(u32);

impl Origin {
    /// The origin of an element that stood at `index`. `None` beyond four billion elements, more than a document holds.
    #[must_use]
    pub fn at(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }

    /// The index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Value<'_> {
    /// Makes this value a version of its own: every element's origin becomes its present index.
    pub fn reset_origins(&mut self) {
        match self {
            Value::Map(map) => map.iter_mut().for_each(|(_, value)| value.reset_origins()),
            Value::List(list) => {
                for (index, element) in list.elements_mut().iter_mut().enumerate() {
                    element.origin = Origin::at(index);
                    element.moved = false;
                    element.value.reset_origins();
                }
            }
            _ => {}
        }
    }

    /// Turns origins that refer to `version` into what `version`'s own origins refer to.
    ///
    /// An element that `version` has from nowhere has no origin afterwards either.
    pub fn follow_origins(&mut self, version: &Value<'_>) {
        match (self, version) {
            (Value::Map(map), Value::Map(version)) => {
                for (key, value) in map.iter_mut() {
                    match version.get(key) {
                        Some(version) => value.follow_origins(version),
                        None => value.forget_origins(),
                    }
                }
            }
            (Value::List(list), Value::List(version)) => {
                for element in list.elements_mut() {
                    match element.origin.and_then(|origin| version.elements().get(origin.index())) {
                        Some(before) => {
                            element.value.follow_origins(&before.value);
                            element.origin = before.origin;
                        }
                        None => element.value.forget_origins(),
                    }
                }
            }
            (value, _) => value.forget_origins(),
        }
    }

    /// Drops all origins, so that elements are matched by what they hold and by name alone.
    pub fn forget_origins(&mut self) {
        match self {
            Value::Map(map) => map.iter_mut().for_each(|(_, value)| value.forget_origins()),
            Value::List(list) => {
                for element in list.elements_mut() {
                    element.origin = None;
                    element.value.forget_origins();
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::List;
    use super::*;

    fn origins(list: &List<'_>) -> Vec<Option<usize>> {
        list.elements().iter().map(|element| element.origin.map(Origin::index)).collect()
    }

    fn list<'v>(value: &'v mut Value<'static>) -> &'v mut List<'static> {
        value.as_list_mut().expect("a list")
    }

    #[test]
    fn origins_lead_through_a_version_back_to_what_was_read() {
        let mut version = Value::List(List::read(["ours", "a", "b"].map(Value::from).to_vec()));
        list(&mut version).remove(0);
        list(&mut version).push(Value::from("put back"));
        assert_eq!(origins(list(&mut version)), [Some(1), Some(2), None]);

        let mut wanted = version.clone();
        wanted.reset_origins();
        list(&mut wanted).move_to(1, 0);
        list(&mut wanted).insert(0, Value::from("new"));
        assert_eq!(origins(list(&mut wanted)), [None, Some(1), Some(0), Some(2)]);

        wanted.follow_origins(&version);
        assert_eq!(origins(list(&mut wanted)), [None, Some(2), Some(1), None]);

        wanted.forget_origins();
        assert_eq!(origins(list(&mut wanted)), [None; 4]);
    }
}
