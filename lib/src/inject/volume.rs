//! The volume that an agent is copied to.

use crate::instrumentation::Quantity;
use crate::value::{Text, Value};

use super::Context;

/// Its size where the Instrumentation gives none.
const SIZE: &str = "200Mi";

/// A language's volume: an emptyDir, or what its claim template makes.
pub(super) fn of_agent<'s>(context: &Context<'_, 's>, name: &'static str) -> Value<'s> {
    let settings = context.settings();
    let template = settings.and_then(|settings| settings.volume_claim_template);
    let source = match template {
        Some(template) => ("ephemeral", Value::map([("volumeClaimTemplate", Value::from(template))])),
        None => {
            let size = settings.and_then(|settings| settings.volume_limit_size);
            let size = size.map_or(Text::from(SIZE), |size| match size {
                Quantity::Text(text) => text.as_str().into(),
                Quantity::Number(number) => number.to_string().into(),
            });
            ("emptyDir", Value::map([("sizeLimit", Value::String(size))]))
        }
    };
    Value::map([("name", Value::from(name)), source])
}
