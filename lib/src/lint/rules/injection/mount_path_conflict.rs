//! `mount-path-conflict`

use std::borrow::Cow;

use crate::diagnostic::{Code, Severity};
use crate::lint::{Container, Facts, Findings, Manifests, Rule, Workload};
use crate::pointer::Step;
use crate::value::{List, Value};

/// ## What it does
///
/// Finds mounts and volumes of a pod that are in the way of those that injection adds: a mount at the same path or below
/// it, a read-only one above it, a volume of the same name.
///
/// ## Why is this bad?
///
/// Kubernetes refuses a pod with two mounts at one path, or two volumes of one name. What is mounted below the agent's path
/// hides a part of it. In a read-only volume the place for a mount can't be made, so that the container doesn't start where
/// it isn't there.
///
/// ## Example
///
/// ```yaml
/// metadata:
///   annotations:
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   containers:
///   - name: app
///     volumeMounts:
///     - name: agents
///       mountPath: /otel-auto-instrumentation-python
/// ```
///
/// ## Use instead
///
/// ```yaml
///     volumeMounts:
///     - name: agents
///       mountPath: /agents
/// ```
///
/// ## References
///
/// - [Kubernetes: volumes](https://kubernetes.io/docs/concepts/storage/volumes/)
pub struct MountPathConflict;

impl Rule for MountPathConflict {
    const ID: &'static str = "mount-path-conflict";
    const SEVERITY: Severity = Severity::Error;

    fn workload(_: &Manifests<'_>, workload: &Workload<'_>, _: &Facts<'_>, found: &mut Findings) {
        for note in workload.decision().notes().iter().filter(|note| note.code == Code::VolumeTwice) {
            found.add(workload.resource.place(&note.at), note.message.as_str());
        }
        workload.own_containers().for_each(|container| mounts(workload, container, found));
    }
}

/// Compares a container's own mounts with those that injection adds.
fn mounts(workload: &Workload<'_>, container: &Container<'_>, found: &mut Findings) {
    let (Some(request), Some(written)) = (container.requests.first(), container.written) else { return };
    let own: Vec<Mount<'_>> = list(written.0).filter_map(Mount::of).collect();
    let all = list(container.effective.0).enumerate();
    let all: Vec<(usize, Mount<'_>)> = all.filter_map(|(index, mount)| Some((index, Mount::of(mount)?))).collect();
    let (theirs, added): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, mount)| own.contains(mount));
    for (index, mount) in theirs {
        let at = container.below(&["volumeMounts"]).join(Step::Index(index)).join(Step::Key("mountPath".into()));
        let Some(place) = workload.effective_place(&at) else { continue };
        let conflict = added.iter().find_map(|(_, added)| mount.conflict(added));
        let Some((severity, message)) = conflict else { continue };
        found
            .add(place, message)
            .also(workload.request_place(request.language), "the agent is asked for here")
            .help("mount it at another path")
            .severity(severity);
    }
}

fn list<'v>(container: &'v Value<'_>) -> impl Iterator<Item = &'v Value<'v>> + use<'v> {
    let mounts = container.get("volumeMounts").and_then(Value::as_list);
    mounts.into_iter().flat_map(List::iter)
}

/// A mount of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mount<'v> {
    name: Cow<'v, str>,
    path: &'v str,
    read_only: bool,
}

impl<'v> Mount<'v> {
    fn of(mount: &'v Value<'v>) -> Option<Self> {
        let path = mount.str_at(&["mountPath"])?;
        Some(Self {
            name: mount.get("name").and_then(Value::text).unwrap_or_default(),
            path: path.trim_end_matches('/'),
            read_only: matches!(mount.get("readOnly"), Some(Value::Bool(true))),
        })
    }

    /// How it is in the way of a mount that injection adds.
    fn conflict(&self, added: &Mount<'_>) -> Option<(Severity, String)> {
        let (own, other) = (self.path, added.path);
        let is_below = |path: &str, above: &str| path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
        if own == other {
            let message = format!("injection mounts {} at {other} as well; Kubernetes refuses such a pod", added.name);
            return Some((Severity::Error, message));
        }
        if is_below(own, other) {
            let message = format!("this is mounted over a part of {other}, where injection mounts {}", added.name);
            return Some((Severity::Warning, message));
        }
        (self.read_only && is_below(other, own)).then(|| {
            let message = format!("injection mounts {} at {other}, in this read-only volume", added.name);
            (Severity::Warning, message)
        })
    }
}
