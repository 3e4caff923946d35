//! What a record can list, by its place in the pod template.

use crate::pointer::Step;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// A container's variable.
    Variable,
    /// A container's mount.
    Mount,
    /// A container, or an init container.
    Container,
    /// The pod's volume.
    Volume,
    /// An element of any other list, such as a pull secret.
    Element,
    /// An element that has no name, such as a toleration.
    Unnamed,
    /// A container's command.
    Command,
    /// Any other key of a mapping.
    Key,
}

impl Item {
    /// What stands at the end of a path.
    pub(crate) fn at(path: &[Step<'_>]) -> Self {
        match path {
            [.., Step::Key(key)] if key == "command" => Self::Command,
            [.., Step::Key(_)] | [] => Self::Key,
            [.., Step::Index(_)] => Self::Unnamed,
            [list @ .., Step::Named { .. }] => Self::named_in(list),
        }
    }

    /// What the elements of a list are that have names.
    pub(crate) fn named_in(list: &[Step<'_>]) -> Self {
        let Some(Step::Key(key)) = list.last() else { return Self::Element };
        match key.as_ref() {
            "env" => Self::Variable,
            "volumeMounts" => Self::Mount,
            "containers" | "initContainers" => Self::Container,
            "volumes" if list.len() == 2 => Self::Volume,
            _ => Self::Element,
        }
    }
}
