//! What a record lists is taken back from a template, as far as it is still ours.
//!
//! `phases` has the order, `judge` decides about what somebody edited, and the other files carry that out. How a record
//! is written is nothing to them.

mod collections;
mod elements;
mod judge;
mod keys;
mod located;
mod phases;
mod places;
mod renamed;
mod respelling;
mod returned;
mod state;
mod surplus;
mod values;
mod volumes;

use crate::value::Value;

use super::data::Record;
use super::taken_back::{Purpose, TakenBack};

use located::locate;
use renamed::with_present_names;
use respelling::plan_back;
use state::Undo;

/// Takes back what the record lists.
#[must_use]
pub fn take_back<'s>(record: &Record<'static>, template: &Value<'s>, purpose: Purpose) -> TakenBack<'s> {
    let entries = with_present_names(&record.entries, template);
    let mut undo = Undo {
        result: template.clone(),
        before: template,
        entries: &entries,
        purpose,
        notes: Vec::new(),
        respellings: Vec::new(),
    };
    phases::run(&mut undo, &locate(&entries, template));
    let Undo { result, notes, respellings, .. } = undo;
    let plan = plan_back(template, &result, respellings);
    TakenBack { template: result, plan, notes }
}
