//! An Instrumentation of the inputs, and what is wrong with it.

use crate::diagnostic::{Code, Diagnostic, Location, ObjectRef, Severity};
use crate::engine::input::ReadDocument;
use crate::instrumentation::{self, Instrumentation, Mistake};
use crate::k8s::Object;
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{NodeId, field};

/// Where an Instrumentation is, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct InstrumentationProblems {
    pub location: Location,
    pub object: ObjectRef,
    /// What keeps it from being used.
    pub errors: Vec<Diagnostic>,
    /// What is probably a mistake.
    pub warnings: Vec<Diagnostic>,
}

/// Reads an Instrumentation. One that names no namespace serves every namespace if it is given beside the input, and
/// else that of the input.
pub(super) fn instrumentation(
    document: &ReadDocument<'_>,
    node: NodeId,
    value: &Value<'_>,
    beside: bool,
    namespace: Option<&str>,
) -> (Instrumentation, InstrumentationProblems) {
    let read = instrumentation::read(&value.to_json());
    let mut instrumentation = read.instrumentation;
    instrumentation.previous_names = Object(value).previous_names();
    if instrumentation.namespace.is_none() {
        if beside {
            instrumentation.everywhere = true;
        } else {
            instrumentation.namespace = namespace.map(str::to_owned);
        }
    }
    let object = Object(value).reference();
    let say = |severity, code, mistake: &Mistake| {
        let said = Diagnostic::new(severity, code, mistake.message.as_str()).at(document.location(node, &mistake.at));
        said.about(&object, field(&mistake.at)).help(mistake.help.as_str())
    };
    let error = |mistake| say(Severity::Error, Code::InstrumentationInvalid, mistake);
    let warning = |mistake| say(Severity::Warning, Code::InstrumentationDoubtful, mistake);
    let problems = InstrumentationProblems {
        location: document.location(node, &Pointer::keys(&["metadata", "name"])),
        errors: read.errors.iter().map(error).collect(),
        warnings: read.warnings.iter().map(warning).collect(),
        object: object.clone(),
    };
    (instrumentation, problems)
}
