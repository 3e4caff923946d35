//! The agent that a language is injected with, as far as its image tells.

use crate::inject;
use crate::lint::model::{Manifests, Workload};
use crate::operator::Language;
use crate::value::Value;

use super::TaggedImage;

/// The agent that a language is injected with.
#[derive(Debug, Clone)]
pub struct Agent<'i> {
    /// Its image.
    pub image: TaggedImage<'i>,
    /// Whether it is the one that is injected; else the default of the operator, since the Instrumentation is not here.
    pub is_known: bool,
}

impl<'i> Agent<'i> {
    /// The agent of a language. `None` if it is not the operator's own, but built by someone else under another name.
    #[must_use]
    pub fn of(manifests: &Manifests<'i>, workload: &Workload<'i>, language: Language) -> Option<Self> {
        let default = TaggedImage::of(manifests.release().image(language)?)?;
        if workload.is_undecided() {
            return Some(Self { image: default, is_known: false });
        }
        let pod = workload.effective_pod()?;
        let is_of_language = |value: &&'i Value<'i>| {
            value.str_at(&["name"]).is_some_and(|name| inject::languages_of(name) == [language])
        };
        let volume = pod.volumes().find(is_of_language).and_then(|volume| volume.str_at(&["image", "reference"]));
        let container = workload.containers().iter().map(|container| container.effective.0).find(is_of_language);
        let image = TaggedImage::of(volume.or_else(|| container?.str_at(&["image"]))?)?;
        (image.name == default.name).then_some(Self { image, is_known: true })
    }
}
