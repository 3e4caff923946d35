//! What comes of a run: texts, decisions, and what is said.

mod decided;
mod delivery;
mod explained;
mod job;
mod report;
mod restored;
mod run;
mod said;
mod text;
mod view;

pub use job::Job;
pub use report::{Report, Workload};
pub(crate) use run::{examine, explain, in_order, run};
pub use text::Text;
pub use view::WorkloadView;

#[cfg(test)]
mod tests;
