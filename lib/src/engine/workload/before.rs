//! A workload as it was before an earlier injection of ours.

use std::borrow::Cow;

use crate::decision::{Decision, Refusal, RefusalReason};
use crate::k8s::Workload;
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::record::{self, ANNOTATION, Purpose, Record, TakenBack, take_back};
use crate::value::Value;

/// The workload as it was found, with an earlier injection of ours undone in its template.
pub(super) struct Uninjected<'a, 's> {
    pub record: Option<Record<'static>>,
    /// What undoing did; `None` if there is no record.
    pub taken: Option<TakenBack<'s>>,
    /// The object with our earlier injection undone; origins point into the document.
    pub object: Cow<'a, Value<'s>>,
}

impl<'a, 's> Uninjected<'a, 's> {
    /// Undoes what the record of a workload lists.
    pub(super) fn of(workload: &Workload<'a, 's>) -> Result<Self, record::Error> {
        let object = workload.object.0;
        let template = workload.template().filter(|template| template.as_map().is_some());
        let record = template.map_or(Ok(None), Record::of)?;
        let mut before = Self { record, taken: None, object: Cow::Borrowed(object) };
        if let (Some(record), Some(template)) = (&before.record, template) {
            let taken = take_back(record, template, Purpose::Inject);
            if let Some(place) = workload.template_mut(before.object.to_mut()) {
                *place = taken.template.clone();
            }
            before.taken = Some(taken);
        }
        Ok(before)
    }

    /// The plan that only undoes the earlier injection.
    pub(super) fn plan(&self, template: &Pointer<'static>) -> Plan<'s> {
        self.taken.as_ref().map_or_else(Plan::default, |taken| taken.plan.clone().below(template))
    }

    /// The object with our earlier injection undone; `None` if there was none.
    pub(super) fn into_written(self) -> Option<Value<'s>> {
        self.taken.is_some().then(|| self.object.into_owned())
    }
}

/// The record of an earlier injection can't be used.
pub(super) fn bad_record<'s>(workload: &Workload<'_, '_>, error: &record::Error) -> Decision<'s> {
    let at = workload.in_template(Pointer::keys(&["metadata", "annotations", ANNOTATION]));
    Decision::Refused(Refusal { reason: RefusalReason::Record { message: error.to_string() }, at })
}
