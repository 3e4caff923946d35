//! What is probably wrong with manifests, before they are deployed.
//!
//! A rule is one file in `rules/` with its doc comment as its page. It gets everything that was read and decided
//! ([`Input`]) and says what it finds ([`Findings`]).

mod agent;
mod asked;
mod asked_place;
mod command;
mod container;
mod document;
mod endpoint;
mod finding;
mod fix;
mod fixing;
mod input;
mod instrumentation;
mod items;
mod page;
mod part;
mod place;
mod resource;
mod rule;
mod rules;
mod run;
mod service;
mod setting;
mod settings;
mod suppression;
mod surroundings;
mod tagged_image;
mod workload;

pub use agent::Agent;
pub use asked_place::AskedPlace;
pub use command::Word;
pub use container::{Container, Variable};
pub use document::{Document, Manifest, Treatment, Verified};
pub use endpoint::{Endpoint, Protocol, SIGNALS, Sender, endpoints};
pub use finding::{Finding, Findings};
pub use fix::{Change, Fix, Safety};
pub use fixing::chosen;
pub use input::Input;
pub use instrumentation::Instrumentation;
pub use page::Page;
pub use part::Part;
pub use place::Place;
pub use resource::{Resource, ResourceId};
pub use rule::{Registered, Rule};
pub use rules::ALL;
pub use run::{Check, findings};
pub use service::Service;
pub use setting::{Owner, Setting};
pub use settings::{Settings, by_id, unknown_rule};
pub use suppression::Suppression;
pub use surroundings::Surroundings;
pub use tagged_image::TaggedImage;
pub use workload::Workload;
