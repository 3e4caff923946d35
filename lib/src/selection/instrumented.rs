//! What makes a pod count as instrumented.

use std::fmt;

use crate::config::OtelInject;
use crate::k8s::{Pod, Section, Workload};
use crate::operator::Language;
use crate::pointer::{Pointer, Step};

/// The variable by which the operator knows what no name of a container tells. It does not look at init containers.
const VARIABLE: &str = "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME";
/// The container of the operator's own collector sidecar, which has that variable too.
const COLLECTOR: &str = "otc-container";

/// How the volumes of agents are named. One that is the agent's image leaves no init container to tell it by.
const VOLUME: &str = "opentelemetry-auto-instrumentation-";

/// What of a pod shows that something was injected.
#[derive(Debug)]
pub(super) enum Evidence<'v> {
    /// A container.
    Container(Section, &'v str),
    /// A variable of a container.
    Variable(&'static str, Section, &'v str),
    /// A volume.
    Volume(&'v str),
}

impl Evidence<'_> {
    /// Where it is in the pod.
    pub(super) fn place(&self) -> Pointer<'static> {
        let named = |name: &str| Step::Named { name: name.to_owned().into(), occurrence: 0 };
        match self {
            Evidence::Container(section, name) => Pointer::keys(&["spec", section.key()]).join(named(name)),
            Evidence::Variable(variable, section, name) => {
                let container = Pointer::keys(&["spec", section.key()]).join(named(name));
                container.join(Step::Key("env".into())).join(named(variable))
            }
            Evidence::Volume(name) => Pointer::keys(&["spec", "volumes"]).join(named(name)),
        }
    }
}

impl fmt::Display for Evidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = |section: &Section| match section {
            Section::Init => "init container",
            Section::Regular => "container",
        };
        match self {
            Evidence::Container(section, name) => write!(f, "{} {name}", what(section)),
            Evidence::Variable(variable, section, name) => write!(f, "{variable} in {} {name}", what(section)),
            Evidence::Volume(name) => write!(f, "volume {name}"),
        }
    }
}

/// What of a workload's pod shows an injection. Without a record it has to be told by what every injection leaves.
pub(super) fn evidence<'v>(workload: &Workload<'v, '_>, config: &OtelInject) -> Option<Evidence<'v>> {
    let pod = workload.pod()?;
    by_operator(pod).or_else(|| if config.spec.record { None } else { by_attributes(pod) })
}

/// What of a pod makes it count as instrumented (the operator's `isAutoInstrumentationInjected`), such as
/// "init container opentelemetry-auto-instrumentation-java"; here also an agent's image that is mounted.
#[must_use]
pub fn counts_as_instrumented(pod: Pod<'_, '_>) -> Option<String> {
    by_operator(pod).map(|evidence| evidence.to_string())
}

/// The same, with its place.
fn by_operator<'v>(pod: Pod<'v, '_>) -> Option<Evidence<'v>> {
    let is_known = |name: &str| Language::ALL.iter().any(|one| one.facts().init_container_signs.contains(&name));
    let known = pod.containers(Section::Init).find(|container| is_known(container.name()));
    if let Some(container) = known {
        return Some(Evidence::Container(Section::Init, container.name()));
    }
    let is_added = |name: &str| Language::ALL.iter().any(|one| one.facts().container_sign == Some(name));
    let in_container = pod.containers(Section::Regular).find_map(|container| match container.name() {
        name if is_added(name) => Some(Evidence::Container(Section::Regular, name)),
        COLLECTOR => None,
        name => container.has_env(VARIABLE).then_some(Evidence::Variable(VARIABLE, Section::Regular, name)),
    });
    in_container.or_else(|| {
        let of_agent = |name: &str| name.strip_prefix(VOLUME).is_some_and(|rest| Language::parse(rest).is_some());
        let mut volumes = pod.volumes().filter(|volume| volume.get("image").is_some_and(|image| !image.is_null()));
        volumes.find_map(|volume| volume.str_at(&["name"]).filter(|name| of_agent(name))).map(Evidence::Volume)
    })
}

/// The variable that every injection leaves, the SDK's settings alone and init containers included.
pub(super) const EVERYWHERE: &str = "OTEL_RESOURCE_ATTRIBUTES_POD_NAME";

/// What of a pod shows an injection that the operator would not see, where no record tells of it.
#[must_use]
pub fn carries_attributes(pod: Pod<'_, '_>) -> Option<String> {
    by_attributes(pod).map(|evidence| evidence.to_string())
}

/// The same, with its place.
fn by_attributes<'v>(pod: Pod<'v, '_>) -> Option<Evidence<'v>> {
    [Section::Regular, Section::Init].into_iter().find_map(|section| {
        let found = pod.containers(section).find(|container| container.has_env(EVERYWHERE));
        found.map(|container| Evidence::Variable(EVERYWHERE, section, container.name()))
    })
}
