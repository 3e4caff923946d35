//! Fragments of workloads: patches, and what a tool completes. By themselves they are nothing that runs.

use crate::value::Value;

use super::{Kinds, Object, Pod, StringMap, Workload};

/// Whether an object of a workload's kind is only a part of one: it has no pod template, or the template has no list of
/// containers, or a container has no key `image`, or something in it says how it is patched into another. A Rollout may refer to the template of another workload, and the images
/// of a DeploymentConfig may come from its triggers.
pub(crate) fn is_fragment(kinds: &Kinds, object: &Value<'_>) -> bool {
    let workloads = Workload::all(kinds, object, None, StringMap::default());
    if workloads.is_empty() || refers_to_workload(object) {
        return false;
    }
    let pods: Vec<Pod<'_, '_>> = workloads.iter().filter_map(Workload::pod).collect();
    let has_images = gets_images(object);
    pods.iter().all(|pod| pod.is_partial())
        || pods.iter().any(|pod| !has_images && lacks_image(*pod))
        || has_directive(object)
}

/// Whether something in an object says how a strategic merge patch is applied, as `$patch: delete` does.
fn has_directive(value: &Value<'_>) -> bool {
    const DIRECTIVES: [&str; 4] = ["$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/"];
    let is_directive = |key: &str| {
        key.starts_with('$')
            && DIRECTIVES.iter().any(|directive| match directive.ends_with('/') {
                true => key.starts_with(directive),
                false => key == *directive,
            })
    };
    match value {
        Value::Map(map) => map.iter().any(|(key, below)| is_directive(key) || has_directive(below)),
        Value::List(list) => list.iter().any(has_directive),
        _ => false,
    }
}

fn lacks_image(pod: Pod<'_, '_>) -> bool {
    let lists = ["containers", "initContainers"].into_iter().filter_map(|list| pod.0.at(&["spec", list])?.as_list());
    let mut containers = lists.flat_map(|list| list.iter()).filter_map(Value::as_map);
    containers.any(|container| container.get("image").is_none())
}

/// A Rollout of Argo may have the template of a Deployment.
fn refers_to_workload(object: &Value<'_>) -> bool {
    Object(object).kind() == "Rollout" && object.at(&["spec", "workloadRef"]).is_some()
}

/// Whether OpenShift writes images into the containers.
fn gets_images(object: &Value<'_>) -> bool {
    let triggers = || object.at(&["spec", "triggers"])?.as_list();
    let is_of_image = |trigger: &Value<'_>| trigger.str_at(&["type"]) == Some("ImageChange");
    Object(object).kind() == "DeploymentConfig" && triggers().is_some_and(|triggers| triggers.iter().any(is_of_image))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn is(text: &str) -> bool {
        let tree = yaml::read(text).expect("YAML");
        let value = yaml::value(&tree, tree.root().expect("an object")).expect("a value");
        is_fragment(Kinds::known(), &value)
    }

    #[test]
    fn without_template_containers_or_image_it_is_a_fragment() {
        let deployment = |spec: &str| is(&format!("apiVersion: apps/v1\nkind: Deployment\nspec: {spec}\n"));
        let pod = |spec: &str| deployment(&format!("{{template: {{spec: {spec}}}}}"));
        assert!(is("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"));
        assert!(deployment("{replicas: 3}") && deployment("{template: {metadata: {annotations: {a: b}}}}"));
        assert!(pod("{volumes: []}") && pod("{containers: [{name: a, image: a}, {name: b, resources: {}}]}"));
        assert!(pod("{initContainers: [{name: a}], containers: [{name: b, image: b}]}"));
        assert!(!pod("{containers: [{name: a, image: a}]}"));
        assert!(pod("{containers: [{name: a, image: a, $patch: delete}]}"));
        assert!(pod("{$setElementOrder/containers: [{name: a}], containers: [{name: a, image: a}]}"));
        assert!(!pod("{containers: [{name: a, image: a, args: [$patch], env: [{name: a, value: $patch}]}]}"));
        // Nothing that a patch would hold, but mistakes that are told.
        assert!(!pod("{containers: []}") && !pod("{containers: [{name: a, image: ''}]}") && !pod("{containers: text}"));
        assert!(!is("apiVersion: v1\nkind: Service\nspec: {ports: []}\n"));
    }

    #[test]
    fn what_others_complete_is_none() {
        assert!(!is("apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {workloadRef: {name: web}}\n"));
        assert!(is("apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {strategy: {}}\n"));
        let config = |triggers: &str| {
            is(&format!(
                "apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nspec: {{triggers: {triggers}, template: \
                 {{spec: {{containers: [{{name: a}}]}}}}}}\n"
            ))
        };
        assert!(!config("[{type: ConfigChange}, {type: ImageChange, imageChangeParams: {}}]"));
        assert!(config("[{type: ConfigChange}]"));
    }

    #[test]
    fn of_several_templates_one_that_lacks_something_is_enough() {
        let set = |jobs: &str| is(&format!("apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nspec: {jobs}\n"));
        let job = |container: &str| {
            format!("{{name: a, template: {{spec: {{template: {{spec: {{containers: [{container}]}}}}}}}}}}")
        };
        let (whole, part) = (job("{name: a, image: a}"), job("{name: b}"));
        assert!(!set(&format!("{{replicatedJobs: [{whole}]}}")));
        assert!(set(&format!("{{replicatedJobs: [{whole}, {part}]}}")) && set("{suspend: true}"));
        // A template that says nothing of containers may be there for something else.
        let bare = "{name: a, template: {spec: {template: {spec: {nodeName: a}}}}}";
        assert!(
            !set(&format!("{{replicatedJobs: [{whole}, {bare}]}}")) && set(&format!("{{replicatedJobs: [{bare}]}}"))
        );
    }
}
