//! What is probably wrong with manifests, before they are deployed.
//!
//! A rule is one file in `rules/` with its doc comment as its page. It gets everything that was read and decided
//! ([`Input`]), or one workload with what follows from it ([`Facts`]), and says what it finds ([`Findings`]).

mod facts;
mod finding;
mod model;
mod rule;
mod rules;
mod run;

pub use facts::{Agent, Endpoint, Facts, Protocol, Sender, Service, Signal, TaggedImage, Word, endpoints};
pub use finding::{Change, Finding, Findings, Fix, Place, ResourceId, Safety, non_overlapping};
pub use model::{
    Analysis, AnnotationPlace, Container, Document, EnvEntry, Instrumentation, Manifest, Manifests, Owner, Resource,
    Variable, Verified, Workload,
};
pub(crate) use rule::suppressions;
pub use rule::{Input, Leftovers, LeftoversHook, LintSettings, Page, Rule, RuleInfo, Suppression, Unused};
pub use rules::{ALL, by_id, is_known, rule_about, unknown_rule};
pub use run::{RuleRun, WorkloadBatch, findings};
