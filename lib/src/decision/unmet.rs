//! What is asked of a workload and not done: of the whole workload, or of one language or container.

use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// Something that is asked of a workload and not done. Where a run is a gate, it has to fail for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// By what scripts match it; the name of the linter's rule where there is one.
    pub code: Code,
    /// What is asked, and why it is not done.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The place in the workload that it is about; empty for the whole.
    pub at: Pointer<'static>,
}
