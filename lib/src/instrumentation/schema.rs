//! What the API server's schema refuses, where a field holds something of Kubernetes' own.

use serde_json::Value as Json;

use crate::operator::Language;
use crate::pointer::{Pointer, Step};

use super::validate::{mistake, place};
use super::{About, EnvVar, Mistake, Quantity, Spec, field_place};

/// Collects what is not of the shape that Kubernetes asks for.
pub(super) fn schema(spec: &Spec, errors: &mut Vec<Mistake>) {
    mapping(place(&["initContainerSecurityContext"]), spec.init_container_security_context.as_ref(), errors);
    mapping(place(&["go", "securityContext"]), spec.go.security_context.as_ref(), errors);
    env(&place(&["env"]), &spec.env, errors);
    for language in Language::ALL {
        let Some(settings) = spec.settings(language) else { continue };
        let at = |field: &'static str| field_place(Some(language), field);
        env(&at("env"), settings.env, errors);
        mapping(at("volumeClaimTemplate"), settings.volume_claim_template, errors);
        if let Some(size) = settings.volume_limit_size {
            quantity(at("volumeLimitSize"), size, errors);
        }
        let resources = at(settings.resources_key);
        for (field, amounts) in [("limits", &settings.resources.limits), ("requests", &settings.resources.requests)] {
            for (name, amount) in amounts.iter().flatten() {
                let at = resources.join(Step::Key(field.into())).join(Step::Key(name.clone().into()));
                quantity(at, amount, errors);
            }
        }
    }
}

fn mapping(at: Pointer<'static>, json: Option<&Json>, errors: &mut Vec<Mistake>) {
    if json.is_some_and(|json| !json.is_object()) {
        errors.push(mistake(About::Type, at, "a mapping belongs here".to_owned(), "write its fields below it"));
    }
}

fn env(at: &Pointer<'static>, variables: &[EnvVar], errors: &mut Vec<Mistake>) {
    for (index, variable) in variables.iter().enumerate() {
        let at = at.join(Step::Index(index));
        if variable.name.is_empty() {
            errors.push(mistake(About::Env, at.clone(), "a variable without a name".to_owned(), "give it a name"));
        }
        if variable.value_from.is_some() && variable.value.as_ref().is_some_and(|value| !value.is_empty()) {
            let message =
                format!("{} has both a value and a valueFrom, and Kubernetes refuses such a pod", variable.name);
            errors.push(mistake(About::Env, at.clone(), message, "leave one of the two out"));
        }
        mapping(at.join(Step::Key("valueFrom".into())), variable.value_from.as_ref(), errors);
    }
}

fn quantity(at: Pointer<'static>, quantity: &Quantity, errors: &mut Vec<Mistake>) {
    if let Quantity::Text(text) = quantity
        && !is_quantity(text)
    {
        let message = format!("{text:?} is no quantity");
        errors.push(mistake(
            About::Type,
            at,
            message,
            "write a number with a unit of Kubernetes, such as 200Mi or 500m",
        ));
    }
}

/// Kubernetes' grammar: a decimal number, then nothing, a binary or decimal unit, or an exponent.
fn is_quantity(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, unit) = unsigned.split_at(digits);
    is_number(number)
        && match unit {
            "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" => true,
            _ => unit
                .strip_prefix(['e', 'E'])
                .is_some_and(|exponent| is_number(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        }
}

fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && !text.is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quantities_are_those_of_kubernetes() {
        for text in ["1", "200Mi", "500m", "0.5", ".5", "5.", "1e3", "12E-3", "+1k", "1E"] {
            assert!(is_quantity(text), "{text}");
        }
        for text in ["", "banana", "much", "1 Mi", "200mi", "1.2.3", "Mi", ".", "1e", "--1"] {
            assert!(!is_quantity(text), "{text}");
        }
    }

    #[test]
    fn what_the_schema_refuses_is_an_error_with_its_place() {
        let spec: Spec = serde_json::from_value(json!({
            "initContainerSecurityContext": "root",
            "env": [{"name": ""}, {"name": "A", "value": "b", "valueFrom": {}}, {"name": "C", "valueFrom": "x"}],
            "python": {"volumeClaimTemplate": true, "resourceRequirements": {"limits": {"cpu": "much", "memory": "1Gi"}}},
            "java": {"volumeLimitSize": "banana", "resources": {"requests": {"cpu": 1}}},
        }))
        .expect("a spec");
        let mut errors = Vec::new();
        schema(&spec, &mut errors);
        let places: Vec<String> = errors.iter().map(|error| error.at.to_string()).collect();
        assert_eq!(
            places,
            [
                "/spec/initContainerSecurityContext",
                "/spec/env/0",
                "/spec/env/1",
                "/spec/env/2/valueFrom",
                "/spec/java/volumeLimitSize",
                "/spec/python/volumeClaimTemplate",
                "/spec/python/resourceRequirements/limits/cpu",
            ]
        );
    }
}
