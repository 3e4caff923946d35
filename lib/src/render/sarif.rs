//! Diagnostics as SARIF 2.1.0, which code scanning reads.

use serde_json::{Value as Json, json};

use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::lint::RuleInfo;

use super::gitlab::fingerprint;
use super::region::Regions;
use super::text::File;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a finding is an instance of: a rule of the linter, or a code.
#[derive(Debug, Clone)]
pub struct Descriptor {
    id: &'static str,
    summary: String,
    help: String,
    /// How much its findings matter, where that is the same for all of them.
    severity: Option<Severity>,
}

impl From<&RuleInfo> for Descriptor {
    fn from(rule: &RuleInfo) -> Self {
        let page = rule.page();
        let (summary, help) = (page.summary().to_owned(), page.markdown().to_owned());
        Self { id: rule.id, summary, help, severity: Some(rule.severity) }
    }
}

impl From<Code> for Descriptor {
    fn from(code: Code) -> Self {
        let description = code.description().to_owned();
        Self { id: code.as_str(), summary: description.clone(), help: description, severity: None }
    }
}

/// One log of one run, with all that can be found.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], files: &[File<'_>], rules: &[Descriptor], version: &str) -> Json {
    let regions = Regions::of(files);
    let results: Vec<Json> = diagnostics.iter().map(|diagnostic| result(diagnostic, rules, &regions)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "otel-inject",
                "version": version,
                "rules": rules.iter().map(described).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn described(Descriptor { id, summary, help, severity }: &Descriptor) -> Json {
    let mut described = json!({
        "id": id,
        "shortDescription": {"text": summary},
        "help": {"text": help, "markdown": help},
    });
    if let Some(severity) = severity {
        described["defaultConfiguration"] = json!({"level": level(*severity)});
    }
    described
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(diagnostic: &Diagnostic, rules: &[Descriptor], regions: &Regions<'_>) -> Json {
    let message = match diagnostic.help.as_str() {
        "" => diagnostic.message.clone(),
        help => format!("{}; {help}", diagnostic.message),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level(diagnostic.severity),
        "message": {"text": message},
    });
    // What is refused for other reasons has no rule.
    if let Some(index) = rules.iter().position(|rule| rule.id == diagnostic.code.as_str()) {
        result["ruleIndex"] = index.into();
    }
    let place = diagnostic.location.as_ref().and_then(|location| Some((location, regions.region(location)?.0)));
    if let Some((location, path)) = place {
        let mut place = self::location(location, regions);
        if let Some(object) = &diagnostic.object {
            let name = [object.to_string().as_str(), &diagnostic.field].join(" ");
            place["logicalLocations"] = json!([{"fullyQualifiedName": name.trim_end()}]);
        }
        result["locations"] = json!([place]);
        result["partialFingerprints"] = json!({"otelInject/v1": fingerprint(diagnostic, path)});
    }
    let related = diagnostic.related.iter().map(|related| {
        let mut place = location(&related.location, regions);
        place["message"] = json!({"text": related.label});
        place
    });
    let related: Vec<Json> = related.collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(location: &Location, regions: &Regions<'_>) -> Json {
    let Some((path, region)) = regions.region(location) else { return json!({}) };
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(path)},
        "region": {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        },
    }})
}

/// A path as a URI: relative where the path is.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("k8s/web.yaml"), "k8s/web.yaml");
        assert_eq!(uri("a b/é.yaml"), "a%20b/%C3%A9.yaml");
        assert_eq!(uri("/etc/a.yaml"), "file:///etc/a.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
