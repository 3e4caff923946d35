//! What changes in an injection that is there already.

use std::collections::BTreeMap;
use std::fmt;

/// A piece of a pod that an injection is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// A container's variable.
    Variable,
    /// The image of a container or init container.
    Image,
    /// The command or arguments of a container or init container.
    Command,
    /// A container's mount.
    Mount,
    /// A volume of the pod.
    Volume,
    /// An init container, or something in it that has no name of its own here.
    InitContainer,
    /// A container that is added or removed.
    Container,
    /// Any other field.
    Field,
}

impl Piece {
    fn name(self) -> &'static str {
        match self {
            Piece::Variable => "variable",
            Piece::Image => "image",
            Piece::Command => "command",
            Piece::Mount => "mount",
            Piece::Volume => "volume",
            Piece::InitContainer => "init container",
            Piece::Container => "container",
            Piece::Field => "other field",
        }
    }
}

/// How many pieces of an injection change; none where only its record does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update(BTreeMap<Piece, usize>);

impl FromIterator<Piece> for Update {
    fn from_iter<I: IntoIterator<Item = Piece>>(pieces: I) -> Self {
        let mut counts = BTreeMap::new();
        for piece in pieces {
            *counts.entry(piece).or_default() += 1;
        }
        Self(counts)
    }
}

impl fmt::Display for Update {
    /// `2 variables, 1 volume`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("its record only");
        }
        for (place, (piece, count)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let plural = if *count == 1 { "" } else { "s" };
            write!(f, "{comma}{count} {}{plural}", piece.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_counted_by_what_they_are() {
        let update = Update::from_iter([Piece::Volume, Piece::Variable, Piece::InitContainer, Piece::Variable]);
        assert_eq!(update.to_string(), "2 variables, 1 volume, 1 init container");
        assert_eq!(Update::default().to_string(), "its record only");
    }
}
