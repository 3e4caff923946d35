//! What a run has to say, as the `results` of a ResourceList.

use std::cmp::Reverse;

use otel_inject::diagnostic::Diagnostic;
use otel_inject::value::{Text, Value};

use crate::shape::is_json;

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

/// Why results can't be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error(&'static str);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// The text of a ResourceList with these results after those that it has.
///
/// This stands in for the same function of `otel_inject::yaml` until that is there: it can't add to results.
pub(crate) fn append_results(text: &str, results: &Value<'_>) -> Result<String, Error> {
    let json = results.to_json();
    if is_json(text) {
        let has_results = serde_json::from_str::<serde_json::Value>(text).map(|list| list.get("results").is_some());
        let end = text.rfind('}').filter(|_| has_results.is_ok_and(|has| !has));
        let end = end.ok_or(Error("the ResourceList has results already"))?;
        return Ok(format!("{},\"results\":{json}{}", &text[..end], &text[end..]));
    }
    if text.lines().any(|line| line.starts_with("results:") || line.starts_with("...")) {
        return Err(Error("the ResourceList has results already"));
    }
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    let lines: String = json.as_array().into_iter().flatten().map(|result| format!("- {result}\n")).collect();
    Ok(format!("{text}{newline}results:\n{lines}"))
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
        let text = append_results("kind: ResourceList\nitems: []", &results(&diagnostics)).unwrap();
        assert_eq!(
            text,
            r#"kind: ResourceList
items: []
results:
- {"message":"it is so; do this","severity":"error","tags":{"code":"some-code"},"resourceRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"field":{"path":"spec.template"}}
- {"message":"it is so; do this","severity":"warning","tags":{"code":"some-code"},"field":{"path":"spec.template"}}
"#
        );
    }

    #[test]
    fn json_stays_json() {
        let text = append_results("{\"items\": []}\n", &Value::list([Value::from("a")])).unwrap();
        assert_eq!(text, "{\"items\": [],\"results\":[\"a\"]}\n");
    }
}
