//! What comes of a run: texts, decisions, and what is said.

mod delivery;
mod examined;
mod job;
mod report;
mod restored;
mod run;
mod text;

pub use examined::Examined;
pub use job::Job;
pub use report::{Report, Workload};
pub(crate) use run::run;
pub use text::Text;
