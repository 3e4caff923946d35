//! Lists whose elements know where they came from.

use std::sync::Arc;

use super::{Origin, Value};

/// An element of a list.
#[derive(Debug, Clone)]
pub struct Element<'s> {
    /// Its value.
    pub value: Value<'s>,
    /// Its index in the list that this one was read or made from; `None` for an element that is new. It doesn't count
    /// for equality: it tells a moved element from one that was removed and one like it added. Which list it refers to
    /// depends on the moment: see [`Origin`].
    pub origin: Option<Origin>,
    /// Whether it was moved on purpose: of two elements that changed places, the difference says that this one moved.
    pub moved: bool,
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A list. Copies share their elements until one of them is changed, so a plan that holds an added list costs little
/// beside the value that holds it too.
#[derive(Debug, Clone, Default)]
pub struct List<'s>(Arc<Vec<Element<'s>>>);

impl PartialEq for List<'_> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || *self.0 == *other.0
    }
}

impl<'s> List<'s> {
    /// A list that was just read: each element's origin is its own index.
    #[must_use]
    pub fn read(values: Vec<Value<'s>>) -> Self {
        let element = |(index, value)| Element { value, origin: Origin::at(index), moved: false };
        Self(Arc::new(values.into_iter().enumerate().map(element).collect()))
    }

    /// An empty list with room for this many elements.
    #[must_use]
    pub fn with_capacity(elements: usize) -> Self {
        Self(Arc::new(Vec::with_capacity(elements)))
    }

    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Value<'s>> {
        self.0.get(index).map(|element| &element.value)
    }

    /// The value at an index, to change.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut Value<'s>> {
        self.elements_mut().get_mut(index).map(|element| &mut element.value)
    }

    /// The values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Value<'s>> + ExactSizeIterator {
        self.0.iter().map(|element| &element.value)
    }

    /// The values in order, to change.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Value<'s>> {
        self.elements_mut().iter_mut().map(|element| &mut element.value)
    }

    /// The elements with their origins.
    #[must_use]
    pub fn elements(&self) -> &[Element<'s>] {
        &self.0
    }

    /// The elements with their origins, to change.
    pub fn elements_mut(&mut self) -> &mut Vec<Element<'s>> {
        Arc::make_mut(&mut self.0)
    }

    /// Appends a new value.
    #[inline] // A dozen variables are added to every container.
    pub fn push(&mut self, value: Value<'s>) {
        self.room().push(Element { value, origin: None, moved: false });
    }

    /// Inserts a new value before the one at `index`.
    pub fn insert(&mut self, index: usize, value: Value<'s>) {
        self.room().insert(index, Element { value, origin: None, moved: false });
    }

    /// The elements, with room for one more. The first time, room for sixteen: where one variable is added, others
    /// follow.
    fn room(&mut self) -> &mut Vec<Element<'s>> {
        let elements = self.elements_mut();
        if elements.len() == elements.capacity() {
            elements.reserve(elements.len().max(16));
        }
        elements
    }

    /// Removes an element and returns its value.
    pub fn remove(&mut self, index: usize) -> Value<'s> {
        self.elements_mut().remove(index).value
    }

    /// Moves an element to the end. It keeps its origin.
    pub fn move_to_end(&mut self, index: usize) {
        self.move_to(index, self.0.len());
    }

    /// Moves an element before the one at `to`. It keeps its origin.
    pub fn move_to(&mut self, index: usize, to: usize) {
        let to = if to > index { to - 1 } else { to };
        if to != index {
            let elements = self.elements_mut();
            let mut element = elements.remove(index);
            element.moved = true;
            elements.insert(to, element);
        }
    }

    pub(super) fn into_owned(self) -> List<'static> {
        let owned = |element: Element<'s>| Element {
            value: element.value.into_owned(),
            origin: element.origin,
            moved: element.moved,
        };
        List(Arc::new(Arc::unwrap_or_clone(self.0).into_iter().map(owned).collect()))
    }
}

impl<'s> FromIterator<Value<'s>> for List<'s> {
    fn from_iter<T: IntoIterator<Item = Value<'s>>>(values: T) -> Self {
        Self(Arc::new(values.into_iter().map(|value| Element { value, origin: None, moved: false }).collect()))
    }
}
