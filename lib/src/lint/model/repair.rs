//! Repairs of an object.

use crate::lint::finding::{Fix, Safety};
use crate::plan::{Content, Edit, Op, Plan, difference};
use crate::pointer::Pointer;
use crate::value::Value;

use super::{Resource, Workload};

impl<'i> Resource<'i> {
    /// Makes of the object what `change` makes of it. `None` if that changes nothing.
    pub fn fix(&self, safety: Safety, change: impl FnOnce(&mut Value<'i>)) -> Option<Fix> {
        let mut wanted = self.value().clone();
        change(&mut wanted);
        Fix::of(self.safety(safety), self.id(), difference(self.value(), &wanted).into_owned())
    }

    /// Replaces a value. `None` if the object has nothing there.
    #[must_use]
    pub fn fix_replacing(&self, safety: Safety, at: &Pointer<'_>, value: Value<'static>) -> Option<Fix> {
        at.resolve(self.value())?;
        self.edited(safety, at, Op::Replace(Content::new(value)))
    }

    /// Sets a key, and the mappings that lead to it.
    #[must_use]
    pub fn fix_setting(&self, safety: Safety, at: &Pointer<'_>, value: Value<'static>) -> Option<Fix> {
        match at.resolve(self.value()) {
            Some(_) => self.fix_replacing(safety, at, value),
            None => self.edited(safety, at, Op::Set(Content::new(value))),
        }
    }

    fn edited(&self, safety: Safety, at: &Pointer<'_>, op: Op<'static>) -> Option<Fix> {
        Fix::of(self.safety(safety), self.id(), Plan { edits: vec![Edit { at: at.clone().into_owned(), op }] })
    }

    /// How safe a repair of it is at most: workloads outside of the run may use an Instrumentation.
    fn safety(&self, safety: Safety) -> Safety {
        if self.object().kind() == "Instrumentation" { Safety::Unsafe } else { safety }
    }
}

impl Workload<'_> {
    /// Carries out the injection that was decided. `None` if that changes nothing, or the plan was not asked for.
    #[must_use]
    pub fn injection_fix(&self) -> Option<Fix> {
        (!self.decision().plan()?.is_empty()).then(|| Fix::injection(self.resource.id()))
    }
}
