//! Threads that a caller may lend.

/// Does units of work that don't depend on each other. The library itself does them one after the other
/// ([`OneByOne`]); a caller may have several threads for them. What comes out is the same.
pub trait Workers {
    /// Does each unit once, in any order. Below `min_batch` units, handing them to other threads costs more than it
    /// saves.
    fn each<T: Send>(&self, units: &mut [T], min_batch: usize, work: impl Fn(&mut T) + Sync);
}

/// One after the other.
#[derive(Debug, Clone, Copy)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn each<T: Send>(&self, units: &mut [T], _: usize, work: impl Fn(&mut T) + Sync) {
        units.iter_mut().for_each(work);
    }
}
