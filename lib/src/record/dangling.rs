//! What refers to something that went with an injection: Kubernetes refuses the one, and the program reads the other as
//! it stands.

use crate::inject::{ALL, FIELDS};
use crate::k8s::{Container, Pod, Section};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::names::names_of;
use super::remark::{Remark, RemarkKind};

/// In a template from which an injection is taken: mounts of volumes of ours that are gone, and variables that refer to
/// variables of ours that are gone.
#[must_use]
pub fn dangling(template: &Value<'_>) -> Vec<Remark> {
    let pod = Pod(template);
    let is_gone = |mount: &Value<'_>, _: Container<'_, '_>| {
        let name = mount.str_at(&["name"]).unwrap_or_default();
        ALL.iter().any(|language| language.marks.sources(name).is_some()) && !pod.has_volume(name)
    };
    let refers = |entry: &Value<'_>, container: Container<'_, '_>| {
        let value = entry.str_at(&["value"]).unwrap_or_default();
        FIELDS.iter().any(|(name, _)| value.contains(&format!("$({name})")) && !container.has_env(name))
    };
    let mut remarks = Vec::new();
    for section in [Section::Init, Section::Regular] {
        for container in pod.containers(section) {
            let name = Step::Named { name: container.name().to_owned().into(), occurrence: 0 };
            let at = Pointer::keys(&["spec", section.key()]).join(name);
            of_list(container, &at, "volumeMounts", "mountPath", is_gone, &mut remarks);
            of_list(container, &at, "env", "name", refers, &mut remarks);
        }
    }
    remarks
}

fn of_list<'v, 's>(
    container: Container<'v, 's>,
    at: &Pointer<'static>,
    list: &'static str,
    key: &str,
    is_dangling: impl Fn(&Value<'s>, Container<'v, 's>) -> bool,
    remarks: &mut Vec<Remark>,
) {
    let Some(elements) = container.0.get(list).and_then(Value::as_list) else { return };
    for (index, (element, name)) in elements.iter().zip(names_of(elements, key)).enumerate() {
        if is_dangling(element, container) {
            let step = name.map_or(Step::Index(index), Step::into_owned);
            remarks.push(Remark { at: at.join(Step::Key(list.into())).join(step), kind: RemarkKind::Dangling });
        }
    }
}
