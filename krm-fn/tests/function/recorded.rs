//! ResourceLists as kustomize v5.8.1 and kpt v1.0.0-beta.56 really send them.

use serde_yaml::Value;

use crate::sandbox;

const KUSTOMIZE: &str = include_str!("recorded/kustomize.yaml");
const KPT: &str = include_str!("recorded/kpt.yaml");

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Runs; everything of the answer but pod templates must be what came in, and in its order.
#[track_caller]
fn injected(text: &str) -> Value {
    let run = sandbox().pipe(&[], text);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (mut before, mut after) = (read(text), read(run.text()));
    let answer = after.clone();
    let mut templates = 0;
    for list in [&mut before, &mut after] {
        for item in list["items"].as_sequence_mut().unwrap() {
            if item["kind"] == "Deployment" {
                item["spec"] = Value::Null;
                templates += 1;
            }
        }
        list.as_mapping_mut().unwrap().remove("results");
    }
    assert_eq!(before, after);
    assert_eq!(templates, 2, "one workload");
    answer
}

fn deployment(answer: &Value) -> &Value {
    answer["items"].as_sequence().unwrap().iter().find(|item| item["kind"] == "Deployment").unwrap()
}

fn env<'a>(item: &'a Value, name: &str) -> Option<&'a str> {
    let env = item["spec"]["template"]["spec"]["containers"][0]["env"].as_sequence()?;
    env.iter().find(|variable| variable["name"] == name)?["value"].as_str()
}

#[test]
fn kustomize_gets_its_annotations_back_and_the_renamed_instrumentation_serves() {
    let answer = injected(KUSTOMIZE);
    let web = deployment(&answer);
    assert_eq!(
        web["metadata"]["annotations"]["internal.config.kubernetes.io/previousNames"],
        "web,web,dev-web,dev-web"
    );
    // The workload's own goes before the one that the function is configured with.
    assert_eq!(env(web, "OTEL_EXPORTER_OTLP_ENDPOINT"), Some("http://c:4317"));
    assert_eq!(env(web, "OTEL_SERVICE_NAME"), Some("dev-web-eu"));
    assert_eq!(answer.get("results"), None);
}

#[test]
fn without_its_own_the_one_that_configures_the_function_serves() {
    let text = KUSTOMIZE.replacen("  kind: Instrumentation\n", "  kind: Other\n", 1);
    assert_ne!(text, KUSTOMIZE);
    assert_eq!(env(deployment(&injected(&text)), "OTEL_EXPORTER_OTLP_ENDPOINT"), Some("http://c:4318"));
}

#[test]
fn kpt_gets_its_annotations_back_and_local_configuration_serves() {
    let answer = injected(KPT);
    assert_eq!(env(deployment(&answer), "OTEL_EXPORTER_OTLP_ENDPOINT"), Some("http://c:4317"));
    assert_eq!(answer["items"][0]["kind"], "Kptfile");
}

#[test]
fn what_kpt_sends_without_arguments_is_a_configuration_that_says_nothing() {
    let head = KPT.split("functionConfig:\n").next().unwrap();
    for config in [
        "functionConfig:\n  metadata:\n    name: function-input\n  data: {}\n  kind: ConfigMap\n  apiVersion: v1\n",
        "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: function-input}\n",
        "functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: function-input}, data: null}\n",
        "functionConfig: {}\n",
        "functionConfig: null\n",
        "functionConfig:\n",
        "",
    ] {
        // Its own Instrumentation names no namespace, and neither does the workload.
        let answer = injected(&format!("{head}{config}"));
        assert_eq!(env(deployment(&answer), "OTEL_EXPORTER_OTLP_ENDPOINT"), Some("http://c:4317"), "{config}");
    }
}

#[test]
fn a_failure_names_the_file_and_document_that_kpt_read() {
    let text = KPT.replace("inject-python: python", "inject-python: gone");
    let run = sandbox().pipe(&[], &text);
    assert_eq!(run.code, Some(1));
    let (before, answer) = (read(&text), read(run.text()));
    assert_eq!(answer["items"], before["items"]);
    let result = &answer["results"][0];
    assert_eq!(result["severity"], "error");
    assert_eq!((&result["resourceRef"]["kind"], &result["resourceRef"]["name"]), (&"Deployment".into(), &"web".into()));
    assert_eq!((&result["file"]["path"], result["file"]["index"].as_i64()), (&"sub/web.yaml".into(), Some(1)));
    let field = "spec.template.metadata.annotations[instrumentation.opentelemetry.io/inject-python]";
    assert_eq!(result["field"]["path"], field);
    let head: Vec<&str> = run.stderr.lines().take(4).collect();
    assert!(head[0].starts_with("error[instrumentation-not-found]: "), "{head:?}");
    assert!(head[1].contains("Deployment web") && head[2].contains("kubectl get"), "{head:?}");
}

#[test]
fn a_workload_that_is_local_configuration_is_left_alone() {
    for value in ["\"true\"", "true", "yes"] {
        let text = KPT.replace("      bool: true\n", &format!("      config.kubernetes.io/local-config: {value}\n"));
        assert_ne!(text, KPT);
        sandbox().pipe(&[], &text).expect(0, &text);
    }
    let text = KPT.replace("      bool: true\n", "      config.kubernetes.io/local-config: \"false\"\n");
    injected(&text);
}
