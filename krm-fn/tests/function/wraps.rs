//! ResourceLists as nobody writes them, and that are some all the same.

use serde_yaml::Value;

use crate::sandbox;

const WEB: &str = "\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {\"name\": \"web\"}, \"spec\": {\"template\": \
    {\"metadata\": {\"annotations\": {\"instrumentation.opentelemetry.io/inject-sdk\": \"true\"}}, \"spec\": \
    {\"containers\": [{\"name\": \"app\", \"image\": \"app:1\"}]}}}";
const CONFIG: &str =
    "\"apiVersion\": \"opentelemetry.io/v1alpha1\", \"kind\": \"Instrumentation\", \"metadata\": {\"name\": \"a\"}";

/// Runs, and gives back the answer's text with the environment of the only container.
#[track_caller]
fn injected(text: &str) -> (String, usize) {
    let run = sandbox().pipe(&[], text);
    assert_eq!(run.code, Some(0), "{text}\n{}", run.stderr);
    let answer: Value = serde_yaml::from_str(run.text()).unwrap_or_else(|error| panic!("{error}: {}", run.text()));
    let items = answer["items"].as_sequence().unwrap();
    let web = items.iter().find(|item| item["kind"] == "Deployment").unwrap();
    let env = &web["spec"]["template"]["spec"]["containers"][0]["env"];
    // Once more changes nothing.
    sandbox().pipe(&[], run.text()).expect(0, run.text());
    (run.text().to_owned(), env.as_sequence().map_or(0, Vec::len))
}

#[test]
fn flow_json_and_odd_indentation_are_lists_too() {
    let json = format!(
        "{{\"apiVersion\": \"config.kubernetes.io/v1\", \"kind\": \"ResourceList\", \"functionConfig\": {{{CONFIG}}}, \"items\": \
         [{{{WEB}}}]}}"
    );
    let pretty = json.replace(", \"items\"", ",\n \"items\"").replace("[{\"api", "[\n    {\"api");
    let compact = json.replace(": ", ":").replace(", ", ",");
    let flow = format!("---\nkind: ResourceList\nitems: [{{{WEB}}}]\nfunctionConfig: {{{CONFIG}}}\n");
    let deep = format!("kind: ResourceList\nitems:\n        -   {{{WEB}}}\nfunctionConfig:\n     {{{CONFIG}}}\n");
    let dash_alone = format!(
        "items:\n-\n  {{{WEB}}}\n-\n    kind: Kptfile\nkind: 'ResourceList'\nfunctionConfig: {{{CONFIG}}}\n...\n"
    );
    let tagged = format!("!!map\nkind: !!str ResourceList\nitems: !!seq\n- {{{WEB}}}\nfunctionConfig: {{{CONFIG}}}\n");
    for text in [&json, &pretty, &compact, &flow, &deep, &dash_alone, &tagged] {
        assert!(injected(text).1 >= 5, "{text}");
    }
    assert!(serde_json::from_str::<serde_json::Value>(&injected(&compact).0).is_ok());
}

#[test]
fn items_that_are_nothing_stay() {
    let sandbox = sandbox();
    for items in
        ["", "items:\n", "items: null\n", "items: ~\n", "items: []\n", "items: [null]\n", "items:\n-\n- null\n"]
    {
        let text = format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n{items}");
        sandbox.pipe(&[], &text).expect(0, &text);
    }
    let text = format!("kind: ResourceList\nitems:\n- null\n- {{{WEB}}}\n-\nfunctionConfig: {{{CONFIG}}}\n");
    let (after, _) = injected(&text);
    assert!(after.contains("items:\n- null\n- {") && after.contains("\n-\nfunctionConfig"), "{after}");
}

/// Two items that share a pod template; the first is the one with the anchor.
fn shared(first: &str, second: &str) -> String {
    // Of what is not for a cluster nothing is said.
    let local = if first == OTHER { ", annotations: {config.kubernetes.io/local-config: 'true'}" } else { "" };
    format!(
        "\
kind: ResourceList
functionConfig: {{{CONFIG}}}
items:
- {first}
  metadata: {{name: first{local}}}
  spec:
    template: &template
      metadata:
        annotations: {{instrumentation.opentelemetry.io/inject-sdk: \"true\"}}
      spec:
        containers: [{{name: app, image: 'app:1'}}]
- {second}
  metadata: {{name: second}}
  spec:
    template: *template
"
    )
}

const DEPLOYMENT: &str = "apiVersion: apps/v1\n  kind: Deployment";
const OTHER: &str = "apiVersion: example.com/v1\n  kind: Other";

#[test]
fn an_alias_of_another_item_is_written_out() {
    let text = shared(OTHER, DEPLOYMENT);
    let (after, env) = injected(&text);
    assert!(env >= 5);
    let [before, after]: [Value; 2] = [&text, &after].map(|text| serde_yaml::from_str(text).unwrap());
    assert_eq!(after["items"][0], before["items"][0]);
}

#[test]
fn an_anchor_that_another_item_needs_is_refused() {
    let text = shared(DEPLOYMENT, OTHER);
    let run = sandbox().pipe(&[], &text);
    assert_eq!(run.code, Some(1));
    assert!(run.text().starts_with(&text), "{}", run.text());
    let reason = "this is an alias of something in another object that has to change; write it out";
    assert!(run.stderr.starts_with(&format!("error[malformed-workload]: {reason}\n")), "{}", run.stderr);
}

#[test]
fn items_twice_are_a_failure_with_a_result() {
    let text = format!("kind: ResourceList\nitems: []\nitems:\n- {{{WEB}}}\nfunctionConfig: {{{CONFIG}}}\n");
    let run = sandbox().pipe(&[], &text);
    assert_eq!(run.code, Some(1));
    let answer: Value = serde_yaml::from_str(run.text()).unwrap();
    assert_eq!((&answer["kind"], answer["results"][0]["severity"].as_str()), (&"ResourceList".into(), Some("error")));
    assert!(run.stderr.contains("items stands twice"), "{}", run.stderr);
}

#[test]
fn what_is_no_workload_is_told_and_left_alone_whatever_it_holds() {
    let sandbox = sandbox();
    let text = "\
kind: ResourceList
items:
- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
  metadata: {name: instrumentations.opentelemetry.io}
  spec:
    template: {metadata: {annotations: {instrumentation.opentelemetry.io/inject-java: \"true\"}}, spec: {containers: []}}
- apiVersion: kpt.dev/v1
  kind: Kptfile
  metadata: {name: web, annotations: {instrumentation.opentelemetry.io/inject-java: \"true\"}}
- apiVersion: kustomize.config.k8s.io/v1beta1
  kind: Kustomization
  commonAnnotations: {instrumentation.opentelemetry.io/inject-java: \"true\"}
";
    let run = sandbox.pipe(&[], text);
    assert_eq!(run.code, Some(0));
    let results = run.text().strip_prefix(text).unwrap_or_default();
    assert!(results.starts_with("results:\n"), "{results}");
    assert_eq!(
        results.matches("  severity: warning\n  tags:\n    code: annotation-misplaced\n").count(),
        3,
        "{results}"
    );
}
