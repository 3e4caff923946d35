//! What a run is for.

/// What a run is to do with each workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Instruments what asks for it, and follows changed inputs.
    Inject,
    /// Takes injections back that carry a record.
    Remove,
    /// As [`Task::Remove`], and takes out by the operator's names what no record tells of.
    RemoveByName,
    /// Changes nothing; finds what injection would change.
    Verify,
}

impl Task {
    /// Whether it takes injections back, and asks nothing of Instrumentations and configuration.
    #[must_use]
    pub fn is_removal(self) -> bool {
        matches!(self, Task::Remove | Task::RemoveByName)
    }
}
