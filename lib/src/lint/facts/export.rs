//! The variables that say where a container sends.

use crate::lint::model::{Container, Variable};

use super::{Signal, push};

/// A variable that says where a container sends one signal, or all of them.
#[derive(Debug)]
pub(super) struct Export<'i> {
    /// The index of the container in `Workload::containers`.
    pub(super) container: usize,
    pub(super) signal: Signal,
    pub(super) variable: Variable<'i>,
    pub(super) protocol_given: Option<Variable<'i>>,
}

/// Adds the exports of a container.
pub(super) fn add_exports<'i>(container: &Container<'i>, exports: &mut Vec<Export<'i>>) {
    let variables = container.variables();
    let is_of_exporter = |variable: &Variable<'_>| variable.name.starts_with("OTEL_EXPORTER_OTLP_");
    let Some(first) = variables.iter().position(is_of_exporter) else { return };
    let end = variables.iter().rposition(is_of_exporter).map_or(first, |last| last + 1);
    let last = |name: &str| variables[first..end].iter().rfind(|variable| variable.name == name).copied();
    for signal in Signal::EACH {
        let given = last(signal.endpoint_variable()).filter(|variable| variable.value().is_some());
        let Some(variable) = given else { continue };
        let protocol_given = last(signal.protocol_variable()).or_else(|| last(Signal::All.protocol_variable()));
        push(exports, Export { container: container.index, signal, variable, protocol_given });
    }
}
