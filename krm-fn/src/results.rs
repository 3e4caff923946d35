//! What a run has to say, as the `results` of a ResourceList.

use std::cmp::Reverse;

use otel_inject::diagnostic::Diagnostic;
use otel_inject::value::{Text, Value};

/// The results, the most important first.
pub(crate) fn results(diagnostics: &[Diagnostic]) -> Value<'_> {
    let mut diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
    Value::list(diagnostics.into_iter().map(result))
}

fn result(diagnostic: &Diagnostic) -> Value<'_> {
    let message = match diagnostic.help.as_str() {
        "" => Text::from(diagnostic.message.as_str()),
        help => Text::from(format!("{}; {help}", diagnostic.message)),
    };
    let mut fields: Vec<(Text<'_>, Value<'_>)> = vec![
        ("message".into(), message.into()),
        ("severity".into(), diagnostic.severity.to_string().into()),
        ("tags".into(), Value::map([("code", Value::from(diagnostic.code))])),
    ];
    if let Some(object) = &diagnostic.object {
        let namespace = object.namespace.as_deref().map(|namespace| ("namespace".into(), namespace.into()));
        let reference = [
            ("apiVersion".into(), object.api_version.as_str().into()),
            ("kind".into(), object.kind.as_str().into()),
            ("name".into(), object.name.as_str().into()),
        ];
        fields.push(("resourceRef".into(), Value::Map(reference.into_iter().chain(namespace).collect())));
    }
    if !diagnostic.field.is_empty() {
        fields.push(("field".into(), Value::map([("path", Value::from(diagnostic.field.as_str()))])));
    }
    Value::Map(fields.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use otel_inject::diagnostic::{ObjectRef, Severity};

    use super::*;

    fn diagnostic(severity: Severity, object: Option<ObjectRef>) -> Diagnostic {
        Diagnostic {
            severity,
            code: "some-code",
            message: "it is so".to_owned(),
            location: None,
            label: String::new(),
            related: Vec::new(),
            object,
            field: "spec.template".to_owned(),
            help: "do this".to_owned(),
        }
    }

    #[test]
    fn a_diagnostic_becomes_a_result_and_errors_come_first() {
        let object = ObjectRef {
            api_version: "apps/v1".to_owned(),
            kind: "Deployment".to_owned(),
            namespace: None,
            name: "web".to_owned(),
        };
        let diagnostics = [diagnostic(Severity::Warning, None), diagnostic(Severity::Error, Some(object))];
        let results = results(&diagnostics).to_json();
        assert_eq!(results[0]["severity"], "error");
        assert_eq!(results[0]["message"], "it is so; do this");
        assert_eq!(results[0]["resourceRef"]["name"], "web");
        assert_eq!(results[0]["field"]["path"], "spec.template");
        assert_eq!(results[0]["tags"]["code"], "some-code");
        assert_eq!(results[1]["severity"], "warning");
    }
}
