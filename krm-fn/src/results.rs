//! What a run has to say, as the `results` of a ResourceList.

use std::cmp::Reverse;

use otel_inject::diagnostic::Diagnostic;
use otel_inject::value::{Text, Value};

use crate::resource_list::{File, ResourceList};

/// Standard input among the sources of a run: the first.
const INPUT: usize = 0;

/// The results, the most important first, with the files that the items of the input come from.
pub(crate) fn results<'d>(diagnostics: &'d [Diagnostic], input: Option<&ResourceList<'_>>) -> Value<'d> {
    let mut diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
    Value::list(diagnostics.into_iter().map(|diagnostic| result(diagnostic, file(diagnostic, input))))
}

fn file(diagnostic: &Diagnostic, input: Option<&ResourceList<'_>>) -> Option<File> {
    let location = diagnostic.location.as_ref().filter(|location| location.source == INPUT)?;
    input?.file_at(location.span.start)
}

fn result(diagnostic: &Diagnostic, file: Option<File>) -> Value<'_> {
    let message = match diagnostic.help.as_str() {
        "" => Text::from(diagnostic.message.as_str()),
        help => Text::from(format!("{}; {help}", diagnostic.message)),
    };
    let mut fields: Vec<(Text<'_>, Value<'_>)> = vec![
        ("message".into(), message.into()),
        ("severity".into(), diagnostic.severity.to_string().into()),
        ("tags".into(), Value::map([("code", Value::from(diagnostic.code.as_str()))])),
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
    if let Some(File { path, index }) = file {
        let index = index.map(|index| ("index".into(), Value::Int(index.into())));
        fields.push(("file".into(), Value::Map([("path".into(), path.into())].into_iter().chain(index).collect())));
    }
    Value::Map(fields.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use otel_inject::diagnostic::{Code, Location, ObjectRef, Severity};

    use super::*;

    fn diagnostic(severity: Severity, object: Option<ObjectRef>) -> Diagnostic {
        Diagnostic {
            severity,
            code: Code::MalformedWorkload.into(),
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
        let results = results(&diagnostics, None).to_json();
        assert_eq!(results[0]["severity"], "error");
        assert_eq!(results[0]["message"], "it is so; do this");
        assert_eq!(results[0]["resourceRef"]["name"], "web");
        assert_eq!(results[0]["field"]["path"], "spec.template");
        assert_eq!(results[0]["tags"]["code"], "malformed-workload");
        assert_eq!(results[1]["severity"], "warning");
    }

    #[test]
    fn a_result_names_the_file_of_the_item_that_it_is_about() {
        let text = "kind: ResourceList\nitems:\n- metadata: {annotations: {config.kubernetes.io/path: a.yaml, \
                    internal.config.kubernetes.io/index: '1'}}\n";
        let input = ResourceList::of(text);
        let at = |source, start| diagnostic(Severity::Error, None).at(Location { source, span: start..start });
        let diagnostics = [at(0, text.find("metadata").unwrap()), at(0, 0), at(1, 40)];
        let results = results(&diagnostics, input.as_ref()).to_json();
        assert_eq!(results[0]["file"], serde_json::json!({"path": "a.yaml", "index": 1}));
        assert_eq!((results[1].get("file"), results[2].get("file")), (None, None));
    }
}
