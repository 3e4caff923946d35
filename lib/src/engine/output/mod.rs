//! What comes of a run: texts, decisions, and what is said.

mod arguments;
mod asked;
mod decided;
mod delivery;
mod explained;
mod job;
mod left_out;
mod order;
mod report;
mod restored;
mod run;
mod said;
mod silenced;
mod text;
mod view;

pub use job::Job;
pub(crate) use left_out::{fragment, fragment_asks, resource_list, unreadable_document};
pub(crate) use order::in_order;
pub use report::{Report, Workload};
pub(crate) use run::{examine, explain, run};
pub(crate) use silenced::Silenced;
pub use text::Text;
pub use view::WorkloadView;

#[cfg(test)]
mod tests;
