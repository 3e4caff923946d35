//! Diagnostics as a code quality report of GitLab.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::diagnostic::{Diagnostic, Severity};
use crate::value::Value;

use super::region::Regions;
use super::text::File;

/// A list of issues. An issue's fingerprint stays while lines above it come and go.
#[must_use]
pub fn gitlab(diagnostics: &[Diagnostic], files: &[File<'_>]) -> Json {
    let regions = Regions::of(files);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues = diagnostics.iter().filter_map(|diagnostic| {
        let (path, region) = regions.region(diagnostic.location.as_ref()?)?;
        let print = fingerprint(diagnostic, path);
        let times = seen.entry(print.clone()).or_default();
        *times += 1;
        let description = match diagnostic.help.as_str() {
            "" => diagnostic.message.clone(),
            help => format!("{}; {help}", diagnostic.message),
        };
        Some(json!({
            "description": description,
            "check_name": diagnostic.code.as_str(),
            "fingerprint": if *times == 1 { print } else { format!("{print}-{times}") },
            "severity": match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "location": {"path": path, "lines": {"begin": region.line, "end": region.end_line}},
        }))
    });
    Json::Array(issues.collect())
}

/// What makes a diagnostic this one, wherever it stands in its file.
pub(super) fn fingerprint(diagnostic: &Diagnostic, path: &str) -> String {
    let object = diagnostic.object.as_ref().map(ToString::to_string).unwrap_or_default();
    let parts = [diagnostic.code.as_str(), path, &object, &diagnostic.field, &diagnostic.message];
    let digest = |parts: &[&str]| Value::list(parts.iter().map(|part| Value::from((*part).to_owned()))).digest();
    // Two halves of 32 bits each.
    format!("{}{}", digest(&parts), digest(&parts[1..]))
}
