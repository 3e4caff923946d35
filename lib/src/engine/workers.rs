//! Who does units of work that don't depend on each other.

/// Does units of work that don't depend on each other. The library itself does them one after the other
/// ([`OneByOne`]); a caller may have several threads for them. What comes out is the same.
pub trait Workers {
    /// Does each unit once, in any order. So many make it worth the while to give them to somebody else.
    fn each<T: Send>(&self, units: &mut [T], worth_it: usize, work: impl Fn(&mut T) + Sync);
}

/// One after the other.
#[derive(Debug, Clone, Copy)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn each<T: Send>(&self, units: &mut [T], _: usize, work: impl Fn(&mut T) + Sync) {
        units.iter_mut().for_each(work);
    }
}
