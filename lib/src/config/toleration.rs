//! Tolerations, as pods have them.

use serde_json::{Value as Json, json};

use crate::value::Value;

use super::reader::Reader;
use super::shape::{Shape, choice, object};

object! {
    /// A taint of nodes that a pod tolerates.
    Toleration {
        /// The taint's key; without it, all taints.
        "key" key: Option<String>,
        /// How the value is compared: `Equal`, the default, or `Exists`.
        "operator" operator: TolerationOperator,
        /// The taint's value, for `Equal`.
        "value" value: Option<String>,
        /// The taint's effect; without it, all effects.
        "effect" effect: Option<TaintEffect>,
        /// How long the pod stays, for `NoExecute`; without it, for ever.
        "tolerationSeconds" toleration_seconds: Option<Seconds>,
    }
}

choice! {
    /// How the value of a taint is compared.
    TolerationOperator {
        /// It is the one that is given.
        Equal = "Equal",
        /// It may be any.
        Exists = "Exists",
    }
}

choice! {
    /// What a taint does to pods that don't tolerate it.
    TaintEffect {
        /// They are not scheduled to the node.
        NoSchedule = "NoSchedule",
        /// They are not scheduled to the node where there is another.
        PreferNoSchedule = "PreferNoSchedule",
        /// They are not scheduled, and those that run are evicted.
        NoExecute = "NoExecute",
    }
}

/// Whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds(pub i64);

impl Shape for Seconds {
    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Int(seconds) if i64::try_from(*seconds).is_ok() => i64::try_from(*seconds).ok().map(Self),
            other => reader.wrong_kind(other, "a whole number of seconds", "write it without quotes, as in 300"),
        }
    }

    fn schema() -> Json {
        json!({"type": "integer"})
    }
}
