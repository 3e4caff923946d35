//! A changed input is followed: whatever changes between two injections, the second leaves what an injection of the
//! changed input leaves, and a removal gives the bytes back.

use otel_inject::engine::Task;

use crate::round_trips::values;
use crate::texts::run;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-java: \"true\"
        instrumentation.opentelemetry.io/container-names: web,worker
    spec:
      containers:
      - name: web
        image: registry.example.com/shop/cart:1.10   # serves
        env:
        - name: JAVA_TOOL_OPTIONS
          value: -Xmx1g   # enough
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: 'team=cart'
        - name: MODE
          value: x
      - name: worker
        image: registry.example.com/shop/worker:2.0.1
";

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: java}
spec:
  exporter: {endpoint: http://c:4318}
  java:
    image: registry.example.com/otel/java:1.0.0
    extensions: [{image: registry.example.com/otel/extension:1, dir: /extensions}]
";

/// Injects with one Instrumentation and then with another, the input changed in between; the same as from the start?
#[track_caller]
fn follows(change: impl Fn(&str) -> String, instrumentation: &str) {
    let once = run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0;
    let changed = change(&once);
    let (followed, _) = run(Task::Inject, &changed, instrumentation);
    assert_ne!(followed, once);
    let fresh = change(DEPLOYMENT);
    // A string stays in the quotes that it had, the record too.
    let from_the_start = run(Task::Inject, &fresh, instrumentation).0;
    assert_eq!(values(&followed), values(&from_the_start), "as from the start");
    assert_eq!(run(Task::Inject, &followed, instrumentation).0, followed, "and settles");
    assert_eq!(run(Task::Remove, &followed, "").0, fresh);
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} in {text}");
    text.replace(from, to)
}

#[test]
fn another_default_image_is_followed() {
    // As a later version of this program, or of the operator, would have it: the Instrumentation names none.
    let default = replaced(INSTRUMENTATION, "    image: registry.example.com/otel/java:1.0.0\n", "");
    follows(str::to_owned, &default);
}

#[test]
fn an_extension_that_is_gone_goes() {
    let without = "    extensions: [{image: registry.example.com/otel/extension:1, dir: /extensions}]\n";
    follows(str::to_owned, &replaced(INSTRUMENTATION, without, ""));
}

#[test]
fn a_container_that_the_list_does_not_name_any_more_is_left_alone() {
    follows(|text| replaced(text, "container-names: web,worker", "container-names: worker"), INSTRUMENTATION);
}

#[test]
fn a_container_that_is_gone_is_forgotten() {
    let without = |text: &str| {
        let start = text.find("      - name: worker\n").expect("the container");
        let end = text[start..].find("      volumes:\n").map_or(text.len(), |end| start + end);
        format!("{}{}", &text[..start], &text[end..])
    };
    follows(without, INSTRUMENTATION);
}

#[test]
fn another_image_of_the_app_is_followed() {
    follows(|text| replaced(text, "shop/cart:1.10 ", "shop/cart:1.11 "), INSTRUMENTATION);
}

#[test]
fn another_name_of_the_workload_is_followed() {
    follows(|text| replaced(text, "\n  name: cart\n", "\n  name: basket\n"), INSTRUMENTATION);
}

#[test]
fn an_annotation_that_is_gone_takes_the_injection_with_it() {
    let asked = "        instrumentation.opentelemetry.io/inject-java: \"true\"\n";
    let once = run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0;
    let unasked = replaced(&once, asked, "");
    assert_eq!(run(Task::Inject, &unasked, INSTRUMENTATION).0, replaced(DEPLOYMENT, asked, ""));
}
