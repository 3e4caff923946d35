//! `-o yaml` and `-o json`: the objects alone, as they mean.

use serde_json::Value as Json;

use crate::services::{INJECTION, objects, recorded, service};

#[test]
fn the_three_services_as_objects() {
    recorded("objects-yaml", &["inject", "-o", "yaml"]);
}

#[test]
fn an_object_means_what_the_edited_text_means() {
    for name in ["zipservice", "image-retriever", "logstream"] {
        let sandbox = service(name);
        let run = |args: &[&str]| sandbox.run(&[args, &INJECTION].concat());
        let text = objects(run(&["inject"]).text());
        let yaml: Json = serde_yaml::from_str(run(&["inject", "-o", "yaml"]).text()).unwrap();
        let json = run(&["inject", "--format", "json"]);
        // A second opinion on how it is written.
        assert_eq!(yaml, serde_json::from_str::<Json>(json.text()).unwrap());
        assert_eq!(objects(json.text()), text[..1], "what else the file holds is not injected");
    }
}

#[test]
fn what_is_not_injected_is_left_out() {
    let sandbox = service("logstream");
    let one = sandbox.read("deployment.yaml");
    let idle = one.replace("instrumentation.opentelemetry.io/inject-python", "idle");
    sandbox.write("k8s/all.yaml", format!("kind: ConfigMap\n---\n{idle}---\n{one}"));
    sandbox.write("k8s/other.yaml", one.replace("name: cxtm-logstream\n", "name: other\n"));
    let run = |args: &[&str]| sandbox.run(&[args, &["-i", "instrumentation.yaml", "k8s"]].concat());
    let yaml = run(&["inject", "-o", "yaml"]);
    assert_eq!(yaml.code, Some(0), "{}", yaml.stderr);
    assert!(yaml.text().matches("\nkind: Deployment\n").count() == 2 && !yaml.text().contains("ConfigMap"));
    assert_eq!(yaml.text().matches("\n---\n").count(), 1);
    yaml.expect_stderr(&["Deployment cxtm/other: injected python into container logstream\n"]);
    let json: Json = serde_json::from_str(run(&["inject", "-o", "json"]).text()).unwrap();
    assert!(json["kind"] == "List" && json["items"].as_array().unwrap().len() == 2, "{json:#}");
    let back = sandbox.pipe(&["remove", "-o", "json"], yaml.text().as_bytes());
    let back: Json = serde_json::from_str(back.text()).unwrap();
    assert_eq!(objects(&back["items"][0].to_string()), objects(&one)[..1]);
    sandbox.pipe(&["remove", "-o", "json"], one.as_bytes()).expect(0, "");
}

#[test]
fn they_are_not_written_to_files() {
    let sandbox = service("logstream");
    for more in ["--in-place", "--check"] {
        sandbox.run(&[&["inject", "-o", "yaml", more][..], &INJECTION].concat()).expect(2, "");
    }
    sandbox.run(&["inject", "-o", "name", "deployment.yaml"]).expect(2, "");
    sandbox.run(&["inject", "-o", "yaml", "deployment.yaml"]).expect(3, "");
}
