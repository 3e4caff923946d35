//! The agent that is injected for a language, as far as its image tells.

use crate::inject;
use crate::lint::model::{Manifests, Workload};
use crate::operator::Language;
use crate::value::Value;

use super::TaggedImage;

/// The agent that is injected for a language.
#[derive(Debug, Clone)]
pub struct Agent<'i> {
    /// Its image.
    pub image: TaggedImage<'i>,
    /// Whether this is the agent that is injected. If the Instrumentation is unknown, the operator's default stands in
    /// for it.
    pub is_known: bool,
}

impl<'i> Agent<'i> {
    /// The agent of a language. `None` if somebody else built it, under another name than the operator's.
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
