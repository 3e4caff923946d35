//! `container-name-unknown`

use crate::config::suggestion;
use crate::diagnostic::Severity;
use crate::lint::{Facts, Findings, Manifests, Rule, Workload};
use crate::operator::Annotation;
use crate::pointer::Pointer;

/// ## What it does
///
/// Finds names in a pod template's lists of containers that the pod doesn't have.
///
/// ## Why is this bad?
///
/// The operator silently ignores such a name. If it is the only one, nothing is injected at all.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-java: "true"
///     instrumentation.opentelemetry.io/container-names: ap
/// spec:
///   containers:
///   - name: app
/// ```
///
/// ## Use instead
///
/// ```yaml
///     instrumentation.opentelemetry.io/container-names: app
/// ```
///
/// Lists on a Namespace are for all of its pods, and are not looked at.
///
/// ## References
///
/// - [OpenTelemetry: multi-container pods](https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#multi-container-pods-with-single-instrumentation)
pub struct ContainerNameUnknown;

impl Rule for ContainerNameUnknown {
    const ID: &'static str = "container-name-unknown";
    const SEVERITY: Severity = Severity::Error;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        let Some(pod) = workload.pod() else { return };
        let lists = pod.annotations().iter().filter(|(key, value)| is_list(key) && is_well_formed(value));
        for (key, value) in lists {
            let names: Vec<&str> = pod.all_containers().map(|(_, container)| container.name()).collect();
            let at = workload.annotation(key);
            let mut start = 0;
            for name in value.split(',') {
                let part = start..start + name.len();
                start = part.end + 1;
                if name.is_empty() || names.contains(&name) {
                    continue;
                }
                found
                    .add(workload.resource.within(&at, part), format!("the pod has no container named {name}"))
                    .also(
                        workload.written_place(&workload.written.in_template(Pointer::keys(&["spec", "containers"]))),
                        match names.iter().any(|name| !name.is_empty()) {
                            true => format!("its containers: {}", names.join(", ")),
                            false => "its containers have no names".to_owned(),
                        },
                    )
                    .help(suggestion(name, &names));
            }
        }
    }
}

fn is_list(key: &str) -> bool {
    matches!(Annotation::parse(key), Some(Annotation::ContainerNames(_)))
}

/// Lists with other characters are found by another rule: the operator reads none of their names.
fn is_well_formed(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b','))
}
