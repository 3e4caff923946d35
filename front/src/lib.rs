//! What the programs have in common, and the library must not have: threads and an allocator.

mod parallel;

pub use parallel::{SideBySide, run_counted, run_side_by_side};

/// Manifests become many small pieces of memory, hundreds a pod: this one takes a fifth less time with them than
/// glibc's (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
