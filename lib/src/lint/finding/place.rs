//! A place that a finding is about.

use std::ops::Range;

use crate::diagnostic::{Location, ObjectRef};
use crate::lint::model::Resource;
use crate::pointer::{Pointer, Step};
use crate::value::Value;
use crate::yaml;

/// A place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bytes.
    pub location: Location,
    /// The object that has it; none for a comment.
    pub object: Option<ObjectRef>,
    /// The field of that object.
    pub field: String,
}

impl Place {
    /// What stands at a pointer of an object, or the nearest thing above it that is there.
    pub(in crate::lint) fn of_value(resource: Resource<'_>, at: &Pointer<'_>) -> Self {
        let document = resource.document();
        Self::new(resource, at, yaml::point(&document.tree, resource.node(), at, document.offset))
    }

    /// The key that a value stands under.
    pub(in crate::lint) fn of_key(resource: Resource<'_>, at: &Pointer<'_>) -> Self {
        let document = resource.document();
        let tree = &document.tree;
        let value = yaml::exact(tree, resource.node(), at);
        match value.and_then(|value| yaml::key_of(tree, resource.node(), value)) {
            Some(key) => Self::new(resource, at, document.offset + tree.start(key)..document.offset + tree.end(key)),
            None => Self::of_value(resource, at),
        }
    }

    /// A part of a text; the whole where the text is not written as it is meant, with escapes or line breaks.
    pub(in crate::lint) fn within(resource: Resource<'_>, at: &Pointer<'_>, part: Range<usize>) -> Self {
        let document = resource.document();
        let tree = &document.tree;
        let written = yaml::exact(tree, resource.node(), at).and_then(|node| {
            let text = &tree.source[tree.start(node)..tree.end(node)];
            Some(tree.start(node) + text.find(&*tree.content(node))?)
        });
        match written.filter(|_| !part.is_empty()) {
            Some(start) => {
                let start = document.offset + start;
                Self::new(resource, at, start + part.start..start + part.end)
            }
            None => Self::of_value(resource, at),
        }
    }

    fn new(resource: Resource<'_>, at: &Pointer<'_>, span: Range<usize>) -> Self {
        let location = Location { source: resource.document().source, span };
        let by_names = crate::record::by_names(resource.value(), at);
        Self { location, object: Some(resource.reference()), field: yaml::field(&by_names) }
    }
}

/// Where the document has a place of another version of an object, as far as it has it; and whether it has all of it.
/// Elements of lists are followed by where they came from.
pub(in crate::lint) fn in_document<'p>(version: &Value<'_>, at: &Pointer<'p>) -> (Pointer<'p>, bool) {
    let mut steps: Vec<Step<'p>> = Vec::with_capacity(at.0.len());
    let mut value = Some(version);
    for step in &at.0 {
        let index = match step {
            Step::Index(index) => Some(*index),
            Step::Key(_) | Step::Named { .. } => None,
        };
        let Some(index) = index else {
            value = match step {
                Step::Key(key) => value.and_then(|value| value.get(key)),
                _ => None,
            };
            steps.push(step.clone());
            continue;
        };
        let element = value.and_then(Value::as_list).and_then(|list| list.elements().get(index));
        let Some((element, origin)) = element.and_then(|element| Some((element, element.origin?))) else {
            return (Pointer(steps), false);
        };
        steps.push(Step::Index(origin as usize));
        value = Some(&element.value);
    }
    (Pointer(steps), value.is_some())
}
