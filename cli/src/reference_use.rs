//! What is given with `-i` and holds nothing that is looked up there: probably another file was meant.

use std::collections::BTreeMap;
use std::path::Path;

use otel_inject::diagnostic::{Code, Diagnostic, Severity};
use otel_inject::engine::{Role, is_of_use};
use otel_inject::yaml::holds_document;

use crate::inputs::Inputs;
use crate::paths::name;

/// A warning for each path that is of no use. That a file holds no document at all is told apart from this.
pub(crate) fn references_of_no_use(inputs: &Inputs) -> Vec<Diagnostic> {
    let given = inputs.given.iter().filter(|given| given.role == Role::Reference && !given.is_repeated);
    let mut by_path: BTreeMap<&Path, Vec<&str>> = given.map(|given| (given.path.as_path(), Vec::new())).collect();
    for reference in &inputs.references {
        let source = &inputs.sources[reference.source];
        if let Some(texts) = by_path.get_mut(reference.given.as_path()) {
            texts.push(&source.text);
        }
    }
    let is_useless = |texts: &[&str]| {
        !texts.iter().any(|text| is_of_use(text)) && (texts.len() != 1 || texts.iter().any(|text| holds_document(text)))
    };
    let useless = by_path.into_iter().filter(|(_, texts)| is_useless(texts));
    useless.map(|(path, _)| warning(&name(path))).collect()
}

fn warning(name: &str) -> Diagnostic {
    let message =
        format!("{name} is given with -i and holds no Instrumentation, nor anything else that is looked up there");
    Diagnostic::new(Severity::Warning, Code::ReferenceUnused, message)
        .help("give the file or folder that has the Instrumentation; a file of a folder that is left out can be named")
}
