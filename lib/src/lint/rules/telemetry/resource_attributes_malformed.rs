//! `resource-attributes-malformed`

use crate::diagnostic::Severity;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Place, Rule, Workload};
use crate::operator::RESOURCE_PREFIX;
use crate::pointer::{Pointer, Step};
use crate::value::Value;

/// ## What it does
///
/// Finds pairs in `OTEL_RESOURCE_ATTRIBUTES` that aren't `key=value`, and values with a comma or `=` in them: in the variable,
/// in an Instrumentation's `resourceAttributes`, and in `resource.opentelemetry.io/…` annotations.
///
/// ## Why is this bad?
///
/// According to the specification, an SDK that can't read the variable discards all of it, including the attributes from
/// injection. Some SDKs only ignore the malformed pair, and Java's SDK fails to configure itself. Injection joins all
/// attributes with commas, so a comma ends a value.
///
/// A second `=` in a value is a warning: some SDKs accept it, while others, and the operator, ignore the pair.
///
/// ## Example
///
/// ```yaml
/// - name: OTEL_RESOURCE_ATTRIBUTES
///   value: team=shop,owners=anna,ben
/// ```
///
/// ## Use instead
///
/// ```yaml
/// - name: OTEL_RESOURCE_ATTRIBUTES
///   value: team=shop,owners=anna%2Cben
/// ```
///
/// ## References
///
/// - [OpenTelemetry: resource information via an environment variable](https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable)
pub struct ResourceAttributesMalformed;

/// The prefix of annotations that give an attribute.
const ATTRIBUTE: &str = RESOURCE_PREFIX;

const ENCODED: &str = "write %2C for a comma in a value, and %3D for =";

impl Rule for ResourceAttributesMalformed {
    const ID: &'static str = "resource-attributes-malformed";
    const SEVERITY: Severity = Severity::Error;

    fn check(input: &Input<'_>, found: &mut Findings) {
        input.instrumentation_env_entries().for_each(|entry| of_entry(&entry, found));
        for one in input.instrumentations() {
            for (key, value) in &one.settings.spec.resource.attributes {
                let at = Pointer::keys(&["spec", "resource", "resourceAttributes"]);
                joined(one.place(&at.join(Step::Key(key.as_str().into())).into_owned()), key, value, found);
            }
        }
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        workload.env_entries().for_each(|entry| of_entry(&entry, found));
        let annotations = workload.pod().and_then(|pod| pod.0.at(&["metadata", "annotations"])?.as_map());
        for (key, value) in annotations.into_iter().flat_map(|annotations| annotations.iter()) {
            // The service's name goes into a variable of its own.
            let attribute = key.strip_prefix(ATTRIBUTE).filter(|attribute| *attribute != "service.name");
            if let (Some(attribute), Some(value)) = (attribute, Value::as_str(value))
                && !workload.requests().is_empty()
            {
                joined(workload.written_place(&workload.annotation(key)), attribute, value, found);
            }
        }
    }
}

fn of_entry(entry: &EnvEntry<'_>, found: &mut Findings) {
    for (part, pair) in entry.list_items("OTEL_RESOURCE_ATTRIBUTES") {
        let (message, severity) = match pair.split_once('=') {
            // Another variable may hold a whole list.
            None if pair.contains('$') => continue,
            None => (format!("{pair:?} is no key=value"), Severity::Error),
            Some((key, _)) if key.trim().is_empty() => (format!("{pair:?} has no key"), Severity::Error),
            Some((_, value)) if value.contains('=') => (format!("{pair:?} has more than one ="), Severity::Warning),
            Some(_) => continue,
        };
        found.add(entry.within(part), message).help(ENCODED).severity(severity);
    }
}

/// Looks at a value that injection joins with others in one variable.
fn joined(place: Place, key: &str, value: &str, found: &mut Findings) {
    let (what, severity) = match value {
        _ if value.contains(',') => ("a comma, which ends it", Severity::Error),
        _ if value.contains('=') => ("an =, with which some SDKs pass over it", Severity::Warning),
        _ => return,
    };
    found.add(place, format!("the value of {key} has {what}")).help(ENCODED).severity(severity);
}
