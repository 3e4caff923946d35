//! `env-duplicate`

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::lint::{EnvEntry, Facts, Findings, Input, Manifests, Owner, Rule, Workload};

/// ## What it does
///
/// Finds variables that stand twice in one list with different values: `OTEL_…` in any container, every variable in a
/// container that is injected, and those in the lists of Instrumentations.
///
/// ## Why is this bad?
///
/// In a container the last one holds, while the operator looks at the first, and patches by name change one of them. Of
/// two in an Instrumentation only the first is used.
///
/// ## Example
///
/// ```yaml
/// env:
/// - name: OTEL_EXPORTER_OTLP_PROTOCOL
///   value: grpc
/// - name: OTEL_EXPORTER_OTLP_PROTOCOL
///   value: http/protobuf
/// ```
///
/// ## Use instead
///
/// ```yaml
/// env:
/// - name: OTEL_EXPORTER_OTLP_PROTOCOL
///   value: http/protobuf
/// ```
///
/// ## References
///
/// - [Kubernetes: environment variables for a container](https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/)
pub struct EnvDuplicate;

impl Rule for EnvDuplicate {
    const ID: &'static str = "env-duplicate";
    const SEVERITY: Severity = Severity::Warning;

    fn check(input: &Input<'_>, found: &mut Findings) {
        of_entries(input.instrumentation_env_entries(), found);
    }

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        of_entries(workload.env_entries(), found);
    }
}

fn of_entries<'i>(entries: impl Iterator<Item = EnvEntry<'i>>, found: &mut Findings) {
    let mut list: Vec<EnvEntry<'_>> = Vec::new();
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        if list.last().is_some_and(|last| !last.is_beside(&entry)) {
            list.clear();
            firsts.clear();
        }
        let (is_ours, which) = match entry.owner {
            Owner::Container(_, container) => {
                let is_ours = entry.name.starts_with("OTEL_") || !container.requests.is_empty();
                (is_ours, "the last of them holds")
            }
            Owner::Instrumentation(..) => (true, "only the first is used"),
        };
        let first = firsts.get(entry.name).filter(|_| is_ours).map(|first| &list[*first]);
        if let Some(first) = first.filter(|first| !first.is_same(&entry)) {
            found
                .add(entry.name_place(), format!("{} stands in this list twice, and {which}", entry.name))
                .also(first.name_place(), "the first one")
                .help("keep the one that is meant");
        }
        firsts.entry(entry.name).or_insert(list.len());
        list.push(entry);
    }
}
