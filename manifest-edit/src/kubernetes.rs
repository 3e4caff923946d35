//! All that this crate knows about the objects of Kubernetes.
//!
//! Fields are known by their key alone, whatever the kind of the object: that is what lets a plan for a Rollout look
//! like one for a Deployment.

/// The field that names the elements of a list: the merge key of Kubernetes' own types. `None` if the list has none.
#[must_use]
pub fn element_key(list: &str) -> Option<&'static str> {
    match list {
        "env" | "containers" | "initContainers" | "volumes" | "imagePullSecrets" => Some("name"),
        "volumeMounts" => Some("mountPath"),
        _ => None,
    }
}

/// Whether a list is a command line. The order of its words is their meaning, so none of them moves.
pub(crate) fn is_command_line(list: &str) -> bool {
    matches!(list, "command" | "args")
}

/// The key that people write a new key before: init containers run before containers. `None` if it goes last.
pub(crate) fn written_before(key: &str) -> Option<&'static str> {
    (key == "initContainers").then_some("containers")
}
