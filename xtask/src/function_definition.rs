//! The function as catalogues of KRM functions describe one: a KRMFunctionDefinition, with the schema of its configuration.

use anyhow::{Context as _, Result};
use otel_inject::config::{API_VERSION, KIND, json_schema};
use serde_json::{Value, json};

use crate::repository::{Findings, Repository};

const DEFINITION: &str = "schemas/krm-function-definition.json";

pub(crate) fn chore(_: &Repository, findings: &mut Findings) -> Result<()> {
    let (group, version) = API_VERSION.split_once('/').context("a group and a version")?;
    let mut schema = json_schema();
    to_open_api(&mut schema);
    let home = env!("CARGO_PKG_REPOSITORY");
    let definition = json!({
        "apiVersion": "config.kubernetes.io/v1alpha1",
        "kind": "KRMFunctionDefinition",
        "metadata": {"name": "otel-inject"},
        "spec": {
            "group": group,
            "names": {"kind": KIND},
            "description": "Injects OpenTelemetry auto-instrumentation into the workloads that ask for it.",
            "home": home,
            "tags": ["mutator", "validator", "opentelemetry"],
            "versions": [{
                "name": version,
                "idempotent": true,
                "usage": format!("{home}/blob/main/docs/otelinject.md"),
                "license": env!("CARGO_PKG_LICENSE"),
                "runtime": {"container": {"image": "otel-inject-fn:latest"}},
                "schema": {"openAPIV3Schema": schema},
            }],
        },
    });
    findings.generated.push((DEFINITION.to_owned(), format!("{definition:#}\n")));
    Ok(())
}

/// What OpenAPI v3 has no word for is said in another way, or left out.
fn to_open_api(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            for unknown in ["$schema", "propertyNames"] {
                keywords.remove(unknown);
            }
            if let Some(only) = keywords.remove("const") {
                keywords.insert("enum".to_owned(), json!([only]));
            }
            keywords.values_mut().for_each(to_open_api);
        }
        Value::Array(values) => values.iter_mut().for_each(to_open_api),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_open_api_does_not_know_is_said_otherwise() {
        let mut schema = json!({
            "$schema": "x",
            "properties": {"kind": {"const": "A"}, "names": {"propertyNames": {"pattern": "a"}, "type": "object"}},
            "anyOf": [{"const": true}],
        });
        to_open_api(&mut schema);
        let wanted = json!({
            "properties": {"kind": {"enum": ["A"]}, "names": {"type": "object"}},
            "anyOf": [{"enum": [true]}],
        });
        assert_eq!(schema, wanted);
    }
}
