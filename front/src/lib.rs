//! What the programs have in common, and the library must not have: threads and an allocator.

mod parallel;

pub use parallel::run_side_by_side;

/// Manifests become many small pieces of memory, and the allocator of a static program on musl is slow with those.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
