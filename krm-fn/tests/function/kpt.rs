//! A package that kpt renders. What kpt sends is also recorded.

use std::path::PathBuf;
use std::process::Command;

use otel_inject_testing::programs::{path, required};

use crate::{function, sandbox};

const KPTFILE: &str = "\
apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: shop
pipeline:
  mutators:
  - exec: otel-inject-fn
    configPath: instrumentation.yaml
  validators:
  - exec: otel-inject-fn
    configMap: {mode: verify}
";

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: python
  annotations:
    config.kubernetes.io/local-config: \"true\"
spec:
  exporter:
    endpoint: http://collector:4318
";

const DEPLOYMENT: &str = "\
# what people see
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # kept
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: python
    spec:
      containers:
      - name: app
        image: app:1
";

pub fn kpt() -> Option<PathBuf> {
    required("kpt", &["version"], "1.")
}

#[test]
fn a_package_is_rendered_once_and_for_all() {
    let Some(kpt) = kpt() else { return };
    let sandbox = sandbox();
    for (file, text) in [("Kptfile", KPTFILE), ("instrumentation.yaml", INSTRUMENTATION), ("web.yaml", DEPLOYMENT)] {
        sandbox.write(file, text);
    }
    let read = |file: &str| std::fs::read_to_string(sandbox.path().join(file)).unwrap();
    let render = || {
        let mut command = Command::new(&kpt);
        sandbox.feed(command.args(["fn", "render", "--allow-exec", "."]).env("PATH", path(&[function()])), b"")
    };
    let run = render();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let web = read("web.yaml");
    assert!(web.starts_with("# what people see\n") && web.contains("  name: web # kept\n"), "{web}");
    assert!(web.contains("- name: opentelemetry-auto-instrumentation-python\n"), "{web}");
    assert_eq!(read("instrumentation.yaml"), INSTRUMENTATION);
    assert_eq!(render().code, Some(0));
    assert_eq!(read("web.yaml"), web);

    sandbox.write("web.yaml", DEPLOYMENT.replace("inject-python: python", "inject-python: gone"));
    let run = render();
    assert_eq!(run.code, Some(1));
    let said = format!("{}{}", run.text(), run.stderr);
    assert!(said.contains("[error] apps/v1/Deployment/web spec.template.metadata.annotations["), "{said}");
    assert!(said.contains("error[instrumentation-not-found]: "), "{said}");
    assert!(!read("web.yaml").contains("opentelemetry-auto-instrumentation-python"), "nothing is written");
}
