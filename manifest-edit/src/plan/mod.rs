//! Edits that lead from one value to another.

mod apply;
mod difference;

use std::collections::HashMap;

use crate::pointer::{Pointer, Step};
use crate::value::Value;

pub use apply::{Edits, apply, below, edited};
pub use difference::{Alignment, difference, difference_at};

/// The merge key of YAML 1.1: a key that stands in the text but not in the value.
const MERGE: &str = "<<";

/// Edits that lead from one value to another. All places are those of the value before the first edit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan<'s> {
    /// The edits. Inserts and moves to the same place keep their order.
    pub edits: Vec<Edit<'s>>,
}

impl<'s> Plan<'s> {
    /// A plan for the value at this place, as one for the whole.
    #[must_use]
    pub fn below(self, prefix: &Pointer<'static>) -> Self {
        let longer = |edit: Edit<'s>| {
            let mut at = prefix.clone();
            at.0.extend(edit.at.0);
            Edit { at, op: edit.op }
        };
        Plan { edits: self.edits.into_iter().map(longer).collect() }
    }
}

impl Plan<'_> {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Copies what is borrowed, so that the plan outlives its text.
    #[must_use]
    pub fn into_owned(self) -> Plan<'static> {
        Plan { edits: self.edits.into_iter().map(Edit::into_owned).collect() }
    }

    /// Takes over what another plan for the same value knows and a difference can't: how something that is put back was
    /// written, and which removals take away something added. Only for edits that do the same at the same place.
    pub fn adopt(&mut self, other: &Plan<'_>) {
        let mut by_place: HashMap<&[Step<'_>], Vec<&Op<'_>>> = HashMap::new();
        for Edit { at, op } in &other.edits {
            by_place.entry(&at.0).or_default().push(op);
        }
        for edit in &mut self.edits {
            for theirs in by_place.get(&edit.at.0[..]).into_iter().flatten() {
                match (&mut edit.op, theirs) {
                    (Op::Insert(mine), Op::Insert(theirs))
                    | (Op::Set(mine), Op::Set(theirs))
                    | (Op::Replace(mine), Op::Replace(theirs))
                        if mine.value == theirs.value =>
                    {
                        mine.source.clone_from(&theirs.source);
                        mine.gap = theirs.gap;
                    }
                    (Op::Move { to, gap }, Op::Move { to: theirs, gap: their_gap }) if to == theirs => {
                        *gap = *their_gap
                    }
                    (Op::Remove { ours }, Op::Remove { ours: theirs }) => *ours = *theirs,
                    _ => {}
                }
            }
            edit.adopt_element(other);
        }
    }

    /// The same plan, with everything written in the document's own style instead of as it was before.
    pub fn without_sources(&self) -> Self {
        let mut plan = self.clone();
        // The contents of a merge key are no value that could be written instead.
        plan.edits.retain(|edit| !edit.at.0.iter().any(|step| matches!(step, Step::Key(key) if key == MERGE)));
        for edit in &mut plan.edits {
            if let Some(content) = edit.op.content_mut() {
                content.source = None;
            }
        }
        plan
    }
}

/// One change to a document. Its place is that before all edits, never one that another edit makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<'s> {
    /// The place.
    pub at: Pointer<'s>,
    /// What is done there.
    pub op: Op<'s>,
}

impl Edit<'_> {
    /// Takes the source text from an insert of an equal value into the same list of `other`, at whatever index.
    fn adopt_element(&mut self, other: &Plan<'_>) {
        let Op::Insert(mine) = &mut self.op else { return };
        if mine.source.is_some() {
            return;
        }
        let list = self.at.0.split_last().map(|(_, list)| list);
        let in_list = other.edits.iter().filter(|theirs| theirs.at.0.split_last().map(|(_, path)| path) == list);
        let mut inserted = in_list.filter_map(|theirs| match &theirs.op {
            Op::Insert(content) if content.source.is_some() => Some(content),
            _ => None,
        });
        if let Some(theirs) = inserted.find(|theirs| theirs.value == mine.value) {
            mine.source.clone_from(&theirs.source);
            mine.gap = theirs.gap;
        }
    }

    fn into_owned(self) -> Edit<'static> {
        let op = match self.op {
            Op::Insert(content) => Op::Insert(content.into_owned()),
            Op::Set(content) => Op::Set(content.into_owned()),
            Op::Replace(content) => Op::Replace(content.into_owned()),
            Op::Move { to, gap } => Op::Move { to, gap },
            Op::Remove { ours } => Op::Remove { ours },
        };
        Edit { at: self.at.into_owned(), op }
    }
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq)]
pub enum Op<'s> {
    /// Inserts into the list, before the element at this index; the length of the list appends.
    Insert(Content<'s>),
    /// Gives a mapping a key that it doesn't have.
    Set(Content<'s>),
    /// Replaces what stands at this place.
    Replace(Content<'s>),
    /// Moves the element, with its comments, before the one at index `to`; the length of the list appends.
    Move {
        /// The index before all edits.
        to: usize,
        /// See [`Content::gap`].
        gap: Option<usize>,
    },
    /// Removes the element or the key.
    Remove {
        /// Whether it is something that an earlier edit of ours added. Then the comments around it are a person's, and
        /// stay.
        ours: bool,
    },
}

impl<'s> Op<'s> {
    /// The content, if the edit writes any.
    #[must_use]
    pub fn content(&self) -> Option<&Content<'s>> {
        match self {
            Op::Insert(content) | Op::Set(content) | Op::Replace(content) => Some(content),
            Op::Move { .. } | Op::Remove { .. } => None,
        }
    }

    fn content_mut(&mut self) -> Option<&mut Content<'s>> {
        match self {
            Op::Insert(content) | Op::Set(content) | Op::Replace(content) => Some(content),
            Op::Move { .. } | Op::Remove { .. } => None,
        }
    }
}

/// A value to be written and, if it is put back, the text that it had before.
#[derive(Debug, Clone, PartialEq)]
pub struct Content<'s> {
    /// The value.
    pub value: Value<'s>,
    /// How it was written before; see [`crate::yaml::value_source`] and [`crate::yaml::item_source`] for what such a
    /// text holds.
    pub source: Option<String>,
    /// For an element that is put back, how many blank or comment lines stood between it and the one before it.
    pub gap: Option<usize>,
}

impl<'s> Content<'s> {
    /// New content, to be written in the document's own style.
    #[must_use]
    pub fn new(value: Value<'s>) -> Self {
        Self { value, source: None, gap: None }
    }

    fn into_owned(self) -> Content<'static> {
        Content { value: self.value.into_owned(), source: self.source, gap: self.gap }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(at: &str, op: Op<'static>) -> Edit<'static> {
        Edit { at: Pointer::parse(at).expect("a pointer"), op }
    }

    fn content(source: Option<&str>) -> Content<'static> {
        Content { value: Value::from("same"), source: source.map(str::to_owned), gap: source.map(|_| 1) }
    }

    fn at(index: usize, op: Op<'static>) -> Edit<'static> {
        Edit { at: Pointer(vec![Step::Key("list".into()), Step::Index(index)]), op }
    }

    #[test]
    fn each_of_two_equal_elements_keeps_its_own_source() {
        let insert = |index, source| at(index, Op::Insert(content(source)));
        let mut plan = Plan { edits: vec![insert(0, None), insert(1, None), insert(2, None)] };
        let known = Plan { edits: vec![insert(0, Some("first")), insert(1, Some("second"))] };
        plan.adopt(&known);
        // The third has no place in the other plan, and is written as one like it was.
        assert_eq!(plan.edits, [insert(0, Some("first")), insert(1, Some("second")), insert(2, Some("first"))]);
    }

    #[test]
    fn what_another_plan_knows_of_a_removal_or_a_move_is_taken_over() {
        let mut plan = Plan {
            edits: vec![
                at(0, Op::Remove { ours: true }),
                at(1, Op::Move { to: 0, gap: None }),
                at(2, Op::Move { to: 0, gap: None }),
                edit("/a", Op::Set(content(None))),
                edit("/b", Op::Replace(Content::new(Value::from("other")))),
            ],
        };
        let known = Plan {
            edits: vec![
                at(0, Op::Remove { ours: false }),
                at(1, Op::Move { to: 0, gap: Some(2) }),
                at(2, Op::Move { to: 1, gap: Some(2) }),
                edit("/a", Op::Set(content(Some("as it was")))),
                edit("/b", Op::Replace(content(Some("as it was")))),
            ],
        };
        plan.adopt(&known);
        assert_eq!(
            plan.edits,
            [
                at(0, Op::Remove { ours: false }),
                at(1, Op::Move { to: 0, gap: Some(2) }),
                at(2, Op::Move { to: 0, gap: None }),
                edit("/a", Op::Set(content(Some("as it was")))),
                edit("/b", Op::Replace(Content::new(Value::from("other")))),
            ]
        );
    }

    #[test]
    fn without_sources_nothing_is_said_of_merge_keys() {
        let set = |source| edit("/env", Op::Set(content(source)));
        let merge = edit("/containers/app/<<", Op::Replace(content(Some(" *base"))));
        let plan = Plan { edits: vec![set(Some("as it was")), merge] };
        let Content { value, gap, .. } = content(Some(""));
        assert_eq!(plan.without_sources().edits, [edit("/env", Op::Set(Content { value, source: None, gap }))]);
    }
}
