//! `mode: verify`: nothing is changed, and what injection would change is an error.

use serde_yaml::Value;

use crate::sandbox;

const KUSTOMIZE: &str = include_str!("recorded/kustomize.yaml");
const KPT: &str = include_str!("recorded/kpt.yaml");

const VERIFY: &str = "\
functionConfig:
  apiVersion: otel-inject.dev/v1alpha1
  kind: OtelInject
  metadata: {name: verify}
  spec: {mode: verify}
";

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn verifying(text: &str) -> String {
    format!("{}{VERIFY}", text.split("functionConfig:\n").next().unwrap())
}

fn injected(text: &str) -> String {
    let run = sandbox().pipe(&[], text);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.text().to_owned()
}

#[test]
fn what_asks_and_was_not_injected_is_an_error_with_the_items_as_they_came() {
    for text in [KUSTOMIZE, KPT] {
        let run = sandbox().pipe(&[], verifying(text));
        assert_eq!(run.code, Some(1));
        let (before, answer) = (read(text), read(run.text()));
        assert_eq!(answer["items"], before["items"]);
        let result = &answer["results"][0];
        assert_eq!((&result["severity"], &result["tags"]["code"]), (&"error".into(), &"not-injected".into()));
        assert!(
            run.stderr.starts_with("error[not-injected]: this workload asks for injection but isn't injected\n"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn kustomize_gets_no_items_back_from_a_validator() {
    let run = sandbox().pipe(&[], verifying(&injected(KUSTOMIZE)));
    run.expect(0, "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n");
    assert!(run.stderr.contains("Deployment shop-eu/dev-web-eu: up to date\n"), "{}", run.stderr);
    assert!(run.stderr.ends_with("among transformers this leaves nothing\n"), "{}", run.stderr);
}

#[test]
fn everybody_else_gets_everything_back() {
    let text = verifying(&injected(KPT));
    let run = sandbox().pipe(&[], &text);
    run.expect(0, &text);
    assert_eq!(run.stderr, "Deployment web: up to date\n");
}

#[test]
fn what_can_not_be_told_is_a_warning() {
    let gone = injected(KUSTOMIZE).replace("kind: Instrumentation\n", "kind: Other\n");
    let run = sandbox().pipe(&[], verifying(&gone));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let answer = read(run.text());
    assert_eq!(answer["items"], Value::Sequence(Vec::new()));
    assert_eq!(answer["results"][0]["severity"], "warning");
    assert_eq!(answer["results"][0]["file"]["path"], "shop/deployment_dev-web.yaml");
}

#[test]
fn a_config_map_and_a_file_say_it_too() {
    let sandbox = sandbox();
    let data =
        "functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: function-input}, data: {mode: verify}}\n";
    let text = format!("{}{data}", KPT.split("functionConfig:\n").next().unwrap());
    assert_eq!(sandbox.pipe(&[], &text).code, Some(1));
    sandbox.write("verify.yaml", VERIFY.split_once('\n').unwrap().1);
    let items = "kind: ConfigMap\n---\nkind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {containers: []}\n";
    sandbox.pipe(&["--config", "verify.yaml"], items).expect(0, items);
    let asks = items.replace("{name: a}", "{name: a, annotations: {instrumentation.opentelemetry.io/inject-sdk: x}}");
    let run = sandbox.pipe(&["--config", "verify.yaml"], &asks);
    run.expect(1, "");
}
