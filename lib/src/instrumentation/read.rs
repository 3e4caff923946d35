//! From an object to an Instrumentation, with everything that is wrong with it.

use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use crate::pointer::{Pointer, Step};

use super::{About, Instrumentation, Mistake, Spec, fields, schema, validate};

/// The version that the operator serves.
pub const API_VERSION: &str = "opentelemetry.io/v1alpha1";

/// An Instrumentation and what is wrong with it. With errors it can't be used; what could be read is there all the
/// same, so that a message can name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What was read.
    pub instrumentation: Instrumentation,
    /// Mistakes for which the operator or the API server would refuse it.
    pub errors: Vec<Mistake>,
    /// What is probably a mistake.
    pub warnings: Vec<Mistake>,
}

/// Reads an object of kind Instrumentation. Its status and all of its metadata but name and namespace are ignored.
#[must_use]
pub fn read(object: &Json) -> Read {
    let text = |key: &str| object.pointer(key).and_then(Json::as_str).filter(|text| !text.is_empty());
    let mut errors = Vec::new();
    let mut warnings = Vec::new();
    let mut spec = Spec::default();
    let api_version = text("/apiVersion").unwrap_or_default();
    if api_version == API_VERSION {
        let mut json = object.get("spec").cloned().unwrap_or_default();
        strip_nulls(&mut json);
        let found = fields::check(&json);
        errors.extend(found.errors);
        warnings.extend(found.warnings);
        if errors.is_empty() {
            spec = deserialize(json, &mut errors);
        }
        schema::schema(&spec, &mut errors);
        validate::spec(&spec, &mut errors, &mut warnings);
    } else {
        errors.push(Mistake {
            about: About::Version,
            at: Pointer::keys(&["apiVersion"]),
            message: format!("the operator serves no Instrumentation of {api_version}"),
            help: format!("it serves {API_VERSION} only; write it so"),
        });
    }
    if text("/metadata/name").is_none() {
        errors.push(Mistake {
            about: About::Name,
            at: Pointer::keys(&["metadata"]),
            message: "the Instrumentation has no name".to_owned(),
            help: "give it a metadata.name, in quotes where it is a number".to_owned(),
        });
    }
    let instrumentation = Instrumentation {
        namespace: text("/metadata/namespace").map(str::to_owned),
        name: text("/metadata/name").unwrap_or_default().to_owned(),
        previous_names: Vec::new(),
        spec,
        everywhere: false,
        valid: errors.is_empty(),
    };
    Read { instrumentation, errors, warnings }
}

/// Kubernetes takes null for absent; an empty mapping is something.
fn strip_nulls(json: &mut Json) {
    match json {
        Json::Object(entries) => {
            entries.retain(|_, value| !value.is_null());
            entries.values_mut().for_each(strip_nulls);
        }
        Json::Array(values) => values.iter_mut().for_each(strip_nulls),
        _ => {}
    }
}

/// serde stops at the first mistake; so what is wrong is taken out and the rest tried again.
fn deserialize(mut json: Json, errors: &mut Vec<Mistake>) -> Spec {
    /// More are not of interest to anyone.
    const MOST: usize = 50;
    if json.is_null() {
        return Spec::default();
    }
    for _ in 0..MOST {
        match serde_path_to_error::deserialize::<_, Spec>(&json) {
            Ok(spec) => return spec,
            Err(error) => {
                let steps = steps(error.path());
                errors.push(mistake(&steps, &json, &error.inner().to_string()));
                if !take_out(&mut json, &steps) {
                    break;
                }
            }
        }
    }
    Spec::default()
}

fn steps(path: &Path) -> Vec<Step<'static>> {
    let step = |segment: &Segment| match segment {
        Segment::Map { key } => Some(Step::Key(key.clone().into())),
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(step).collect()
}

fn mistake(steps: &[Step<'static>], spec: &Json, error: &str) -> Mistake {
    let found = steps.iter().try_fold(spec, |json, step| match step {
        Step::Key(key) => json.get(key.as_ref()),
        Step::Index(index) => json.get(index),
        Step::Named { .. } => None,
    });
    let scalar = found.filter(|found| found.is_number() || found.is_boolean());
    let (message, help) = match scalar {
        _ if error.contains("Quantity") => {
            ("this is no quantity".to_owned(), "write a string such as \"200Mi\" or \"500m\"".to_owned())
        }
        Some(scalar) if error.ends_with("expected a string") => {
            (format!("{scalar} is no string here"), format!("write it in quotes: \"{scalar}\""))
        }
        _ if error.ends_with("expected a map") => {
            let found = found.map_or("this", |found| match found {
                Json::Array(_) => "a list",
                Json::String(_) => "a string",
                _ => "something else",
            });
            (format!("this is {found}, where a mapping belongs"), "write its entries as name: value".to_owned())
        }
        // serde names our own types there, which mean nothing to a person.
        _ => match error.split_once("expected struct ") {
            Some((found, _)) => (format!("{found}expected a mapping"), String::new()),
            None => (error.to_owned(), String::new()),
        },
    };
    let mut at = Pointer::keys(&["spec"]);
    at.0.extend_from_slice(steps);
    Mistake { about: About::Type, at, message, help }
}

/// Takes a wrong value out; of a list the whole, as its other elements would change places.
fn take_out(spec: &mut Json, steps: &[Step<'static>]) -> bool {
    let Some(last) = steps.iter().rposition(|step| matches!(step, Step::Key(_))) else { return false };
    let (Step::Key(key), parents) = (&steps[last], &steps[..last]) else { return false };
    let parent = parents.iter().try_fold(spec, |json, step| match step {
        Step::Key(key) => json.get_mut(key.as_ref()),
        Step::Index(index) => json.get_mut(index),
        Step::Named { .. } => None,
    });
    parent.and_then(Json::as_object_mut).is_some_and(|parent| parent.remove(key.as_ref()).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of_spec(spec: Json) -> Read {
        let metadata = json!({"name": "inst", "managedFields": [{"anything": 1}]});
        read(
            &json!({"apiVersion": API_VERSION, "kind": "Instrumentation", "metadata": metadata, "spec": spec, "status": {}}),
        )
    }

    fn told(mistakes: &[Mistake]) -> Vec<String> {
        mistakes.iter().map(|mistake| format!("{}: {} ({})", mistake.at, mistake.message, mistake.help)).collect()
    }

    #[test]
    fn every_wrong_type_is_told_with_its_place() {
        let read = of_spec(json!({
            "sampler": {"type": "traceidratio", "argument": 0.25},
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": 8080}],
            "python": {"volumeLimitSize": true, "env": [{"value": "x"}]},
            "exporter": ["http://c:4317"],
        }));
        assert!(!read.instrumentation.valid);
        assert_eq!(
            told(&read.errors),
            ["/spec/exporter: this is a list, where a mapping belongs (the fields here are endpoint, tls)"]
        );
        let read = of_spec(json!({
            "sampler": {"type": "traceidratio", "argument": 0.25},
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": 8080}],
            "python": {"volumeLimitSize": true, "env": [{"value": "x"}]},
        }));
        assert_eq!(
            told(&read.errors),
            [
                "/spec/sampler/argument: 0.25 is no string here (write it in quotes: \"0.25\")",
                "/spec/env/1/value: 8080 is no string here (write it in quotes: \"8080\")",
                "/spec/python/volumeLimitSize: this is no quantity (write a string such as \"200Mi\" or \"500m\")",
                "/spec/python/env/0: missing field `name` ()",
            ]
        );
    }

    #[test]
    fn an_unknown_field_is_told_with_the_nearest_known_one() {
        let read = of_spec(json!({"sampler": {"type": "always_on"}, "python": {"resources": {}}, "foo": 1}));
        assert!(read.instrumentation.valid);
        let told = told(&read.warnings);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(
            told[0],
            "/spec/python/resources: the operator knows no field resources here and drops it (did you mean resourceRequirements?)"
        );
        assert!(told[1].starts_with("/spec/foo: "), "{told:?}");
    }

    #[test]
    fn null_is_absent_and_an_empty_mapping_is_not() {
        let read = of_spec(json!({
            "initContainerSecurityContext": {},
            "go": {"securityContext": null},
            "python": {"resourceRequirements": {"limits": {}, "requests": null}, "image": null},
        }));
        let spec = &read.instrumentation.spec;
        assert!(read.instrumentation.valid, "{:?}", read.errors);
        assert_eq!(spec.init_container_security_context, Some(json!({})));
        assert_eq!(spec.go.security_context, None);
        assert_eq!(spec.python.resources.limits.as_ref().map(|limits| limits.len()), Some(0));
        assert_eq!(spec.python.resources.requests, None);
    }

    #[test]
    fn only_v1alpha1_is_served() {
        let read =
            read(&json!({"apiVersion": "opentelemetry.io/v1beta1", "metadata": {"name": "a"}, "spec": {"x": 1}}));
        let at_version =
            |mistake: &Mistake| mistake.at.to_string() == "/apiVersion" && mistake.help.contains("v1alpha1");
        assert!(read.errors.len() == 1 && at_version(&read.errors[0]), "{:?}", read.errors);
    }

    #[test]
    fn an_object_without_a_spec_is_one() {
        let read = read(&json!({"apiVersion": API_VERSION, "metadata": {"name": "a", "namespace": "b"}}));
        assert!(read.instrumentation.valid);
        assert_eq!(read.instrumentation.full_name(), "b/a");
    }
}
