//! What is probably wrong with manifests, before they are deployed.
//!
//! A rule is one file in `rules/` with its doc comment as its page. It gets everything that was read and decided
//! ([`Input`]) and says what it finds ([`Findings`]).

mod facts;
mod finding;
mod model;
mod rule;
mod rules;
mod run;

pub use facts::{Agent, Endpoint, Protocol, SIGNALS, Sender, Service, TaggedImage, Word, endpoints};
pub use finding::{Change, Finding, Findings, Fix, Place, Safety, chosen};
pub use model::{
    AskedPlace, Container, Document, Instrumentation, Manifest, Owner, Resource, ResourceId, Setting, Surroundings,
    Treatment, Variable, Verified, Workload,
};
pub use rule::{Input, Page, Registered, Rule, Settings, Suppression};
pub use rules::{ALL, by_id, unknown_rule};
pub use run::{Check, Part, findings};
