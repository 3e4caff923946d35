//! What a record says of the pod, or of one of its containers, kind by kind.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::pointer::{Path, Step};
use crate::record::data::{CONTAINER_LISTS, Change, Entry, Part};
use crate::value::Value;

use super::kind::Kind;

/// Something that was done below the pod template, or below a container.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line<'a> {
    pub(super) at: &'a [Step<'a>],
    pub(super) what: What<'a>,
}

/// What was done there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum What<'a> {
    /// These were added.
    Additions(Additions<'a>),
    /// Anything else.
    Change(&'a Change),
}

/// What was added to a collection: the step to each, and its value. The same as others if the steps are, so that
/// containers whose values differ can share a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Additions<'a>(pub(super) &'a [(Step<'a>, &'a Value<'a>)]);

impl PartialEq for Additions<'_> {
    fn eq(&self, other: &Self) -> bool {
        let steps = |additions: &Self| additions.0.iter().map(|(step, _)| step);
        self.0.len() == other.0.len() && steps(self).eq(steps(other))
    }
}

impl<'a> Line<'a> {
    /// The lines of a part, one for the collection that it made and one for the rest.
    pub(super) fn of(part: &'a Part<'a, 'a>) -> impl Iterator<Item = Self> {
        let (at, created, what) = match part {
            Part::Added { to, created, added } => {
                (to, *created, (!added.is_empty()).then_some(What::Additions(Additions(added))))
            }
            Part::Other(Entry { at, change }) => (at, false, Some(What::Change(change))),
        };
        let created = created.then_some(What::Change(&Change::Created));
        created.into_iter().chain(what).map(|what| Line { at: &at.0, what })
    }

    pub(super) fn kind(&self) -> Kind {
        match self.what {
            What::Additions(_) => Kind::Added,
            What::Change(change) => Kind::of(change),
        }
    }

    pub(super) fn additions(&self) -> Option<&'a [(Step<'a>, &'a Value<'a>)]> {
        match self.what {
            What::Additions(Additions(added)) => Some(added),
            What::Change(_) => None,
        }
    }

    /// The list and the name of the container that this is in, and the same below it.
    pub(super) fn in_container(self) -> Option<(&'a str, &'a Step<'a>, Self)> {
        let [Step::Key(spec), Step::Key(list), name @ Step::Named { .. }, at @ ..] = self.at else { return None };
        // What was done to the whole container is the pod's.
        let is_below = !at.is_empty() || matches!(self.what, What::Additions(_));
        let fits = is_below && spec == "spec" && CONTAINER_LISTS.contains(&list.as_ref());
        fits.then_some((list.as_ref(), name, Line { at, what: self.what }))
    }
}

/// Lines sorted by their kinds; those of one kind keep their order.
#[derive(Debug)]
pub(super) struct ByKind<'a>(Vec<Line<'a>>);

impl<'a> ByKind<'a> {
    pub(super) fn with_capacity(lines: usize) -> Self {
        Self(Vec::with_capacity(lines))
    }

    /// Adds a line; [`ByKind::sort`] comes behind the last.
    pub(super) fn push(&mut self, line: Line<'a>) {
        self.0.push(line);
    }

    pub(super) fn sort(&mut self) {
        self.0.sort_by_key(Line::kind);
    }

    pub(super) fn all(&self) -> &[Line<'a>] {
        &self.0
    }

    /// The collections that were made.
    pub(super) fn created(&self) -> &[Line<'a>] {
        &self.0[..self.behind(Kind::Created)]
    }

    pub(super) fn added(&self) -> &[Line<'a>] {
        &self.0[self.behind(Kind::Created)..self.behind(Kind::Added)]
    }

    /// What was done beside that.
    pub(super) fn others(&self) -> &[Line<'a>] {
        &self.0[self.behind(Kind::Added)..]
    }

    fn behind(&self, kind: Kind) -> usize {
        self.0.partition_point(|line| line.kind() <= kind)
    }
}

/// Writes sorted lines, those of one kind below its key.
pub(super) fn write<M: SerializeMap>(out: &mut M, lines: &[Line<'_>]) -> Result<(), M::Error> {
    lines.chunk_by(|one, next| one.kind() == next.kind()).try_for_each(|of_kind| {
        let kind = of_kind[0].kind();
        out.serialize_entry(kind.key(), &OfKind(of_kind))
    })
}

struct OfKind<'a>(&'a [Line<'a>]);

impl Serialize for OfKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut of_kind = serializer.serialize_map(None)?;
        for line in self.0 {
            match line.what {
                What::Additions(Additions(added)) => {
                    let mut places = Places::within(line.at);
                    for (step, value) in added {
                        of_kind.serialize_entry(places.at(step), &value.digest())?;
                    }
                }
                What::Change(change) => of_kind.serialize_entry(&Path(line.at), change)?,
            }
        }
        of_kind.end()
    }
}

/// The places in one collection: the way to the collection is written once.
pub(super) struct Places {
    text: String,
    collection: usize,
}

impl Places {
    pub(super) fn within(collection: &[Step<'_>]) -> Self {
        let mut text = String::with_capacity(96);
        Path(collection).write(&mut text);
        Self { collection: text.len(), text }
    }

    pub(super) fn at(&mut self, step: &Step<'_>) -> &str {
        self.text.truncate(self.collection);
        Path(std::slice::from_ref(step)).write(&mut self.text);
        &self.text
    }
}
