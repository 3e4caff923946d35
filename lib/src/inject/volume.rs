//! The volumes of agents.

use crate::diagnostic::Code;
use crate::instrumentation::Quantity;
use crate::pointer::{Pointer, Step};
use crate::value::{Map, Text, Value};

use super::{Context, Job, image, init_container};

/// Its size where the Instrumentation gives none.
const SIZE: &str = "200Mi";

/// Adds a volume without looking, as the operator does, and warns where that makes two of its name.
pub(super) fn add<'s>(job: &mut Job<'_, 's>, volume: Value<'s>) {
    let name = volume.str_at(&["name"]).unwrap_or_default();
    if job.pod.view().has_volume(name) {
        let message = format!(
            "the pod has a volume {name}, and the agent's has that name too; Kubernetes refuses such a pod, \
             so give yours another name"
        );
        let step = Step::Named { name: name.to_owned().into(), occurrence: 0 };
        job.note(Code::VolumeTwice, true, message, Pointer::keys(&["spec", "volumes"]).join(step));
    }
    job.pod.add_volume(volume);
}

/// A language's volume: an emptyDir, or what its claim template makes.
pub(super) fn of_agent<'s>(context: &Context<'_, 's>, name: &'static str) -> Value<'s> {
    let Some(template) = context.settings().and_then(|settings| settings.volume_claim_template) else {
        return limited(context, name);
    };
    let source = Value::map([("volumeClaimTemplate", Value::from(template))]);
    Value::map([("name", Value::from(name)), ("ephemeral", source)])
}

/// The agent's image as a volume.
pub(super) fn of_image<'s>(context: &Context<'_, 's>, name: &'static str) -> Value<'s> {
    let mut source = Map::default();
    source.set("reference", Value::String(image::of_agent(context)));
    if let Some(policy) = init_container::pull_policy(context) {
        source.set("pullPolicy", policy);
    }
    Value::map([("name", Value::from(name)), ("image", Value::Map(source))])
}

/// An emptyDir of the language's size.
pub(super) fn limited<'s>(context: &Context<'_, 's>, name: &'static str) -> Value<'s> {
    let size = context.settings().and_then(|settings| settings.volume_limit_size);
    let size = size.map_or(Text::from(SIZE), |size| match size {
        Quantity::Text(text) => text.as_str().into(),
        Quantity::Number(number) => number.to_string().into(),
    });
    let source = Value::map([("sizeLimit", Value::String(size))]);
    Value::map([("name", Value::from(name)), ("emptyDir", source)])
}

/// An emptyDir of any size.
pub(super) fn unlimited<'s>(name: &'static str) -> Value<'s> {
    Value::map([("name", Value::from(name)), ("emptyDir", Value::map::<&str, 0>([]))])
}
