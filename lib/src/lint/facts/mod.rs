//! What follows from what the objects say.

mod agent;
mod command;
mod endpoint;
mod image;
mod service;

pub use agent::Agent;
pub use command::Word;
pub(in crate::lint) use command::words;
pub(in crate::lint) use endpoint::Export;
pub use endpoint::{Endpoint, Protocol, SIGNALS, Sender, endpoints};
pub use image::TaggedImage;
pub use service::Service;
