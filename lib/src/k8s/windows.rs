//! Whether a pod runs on Windows.

use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::Pod;

/// The labels of nodes that say which operating system they run.
const LABELS: [&str; 2] = ["kubernetes.io/os", "beta.kubernetes.io/os"];
const WINDOWS: &str = "windows";

impl Pod<'_, '_> {
    /// Where the pod says that it runs on Windows, as the place below the template.
    #[must_use]
    pub fn windows(&self) -> Option<Pointer<'static>> {
        let is_windows = |path: &[&str]| self.0.str_at(path) == Some(WINDOWS);
        if is_windows(&["spec", "os", "name"]) {
            return Some(Pointer::keys(&["spec", "os", "name"]));
        }
        if let Some(label) = LABELS.into_iter().find(|label| is_windows(&["spec", "nodeSelector", label])) {
            return Some(Pointer::keys(&["spec", "nodeSelector", label]));
        }
        self.affinity()
    }

    /// Where the required node affinity leaves no other nodes: it holds for a node if one of its terms does.
    fn affinity(&self) -> Option<Pointer<'static>> {
        let path =
            ["spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
        let terms = self.0.at(&path).and_then(Value::as_list).filter(|terms| !terms.is_empty())?;
        let found: Option<Vec<usize>> = terms.iter().map(expression).collect();
        let first = *found?.first()?;
        let below = [Step::Index(0), Step::Key("matchExpressions".into()), Step::Index(first)];
        Some(below.into_iter().fold(Pointer::keys(&path), |at, step| at.join(step)))
    }
}

/// The index of the expression by which a term holds for nodes with Windows alone.
fn expression(term: &Value<'_>) -> Option<usize> {
    let expressions = term.get("matchExpressions").and_then(Value::as_list)?;
    expressions.iter().position(|expression| {
        let is_of_label = expression.str_at(&["key"]).is_some_and(|key| LABELS.contains(&key));
        let values = expression.get("values").and_then(Value::as_list);
        let values: Vec<&str> = values.into_iter().flat_map(List::iter).filter_map(Value::as_str).collect();
        is_of_label
            && match expression.str_at(&["operator"]) {
                Some("In") => values == [WINDOWS],
                // The kubelet runs on two operating systems.
                Some("NotIn") => values.contains(&"linux"),
                _ => false,
            }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn windows(spec: Json) -> Option<String> {
        Pod(&Value::from(&json!({"spec": spec}))).windows().map(|at| at.to_string())
    }

    fn affinity(terms: Json) -> Option<String> {
        let required = json!({"nodeSelectorTerms": terms});
        windows(json!({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}}))
    }

    fn term(operator: &str, value: &str) -> Json {
        json!({"matchExpressions": [
            {"key": "zone", "operator": "Exists"},
            {"key": "kubernetes.io/os", "operator": operator, "values": [value]},
        ]})
    }

    #[test]
    fn a_pod_says_by_its_os_or_its_nodes_that_it_runs_on_windows() {
        assert_eq!(windows(json!({"os": {"name": "windows"}})).as_deref(), Some("/spec/os/name"));
        for label in LABELS {
            assert!(windows(json!({"nodeSelector": {label: "windows"}})).is_some(), "{label}");
            assert!(windows(json!({"nodeSelector": {label: "linux"}})).is_none(), "{label}");
        }
        for none in [json!({}), json!({"os": {"name": "linux"}}), json!({"nodeSelector": {"os": "windows"}})] {
            assert!(windows(none.clone()).is_none(), "{none}");
        }
    }

    #[test]
    fn a_required_affinity_says_it_if_each_of_its_terms_does() {
        let place = "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0\
                     /matchExpressions/1";
        assert_eq!(affinity(json!([term("In", "windows")])).as_deref(), Some(place));
        assert!(affinity(json!([term("In", "windows"), term("NotIn", "linux")])).is_some());
        for terms in [
            json!([]),
            json!([term("In", "linux")]),
            json!([term("NotIn", "windows")]),
            json!([term("In", "windows"), term("In", "linux")]),
            json!([term("In", "windows"), {}]),
        ] {
            assert!(affinity(terms.clone()).is_none(), "{terms}");
        }
    }
}
