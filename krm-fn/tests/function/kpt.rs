//! A package that kpt renders. kpt can't be had as the others, so that it is not asked for where it isn't at hand;
//! what it sends is also recorded.

use std::process::Command;

use crate::tools::{path, program};
use crate::{Room, function};

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

#[test]
fn a_package_is_rendered_once_and_for_all() {
    let Some(kpt) = program("kpt", &["version"], "1.") else { return };
    let room = Room::new();
    for (file, text) in [("Kptfile", KPTFILE), ("instrumentation.yaml", INSTRUMENTATION), ("web.yaml", DEPLOYMENT)] {
        room.write(file, text);
    }
    let read = |file: &str| std::fs::read_to_string(room.path().join(file)).unwrap();
    let render = || {
        let mut command = Command::new(&kpt);
        room.feed(command.args(["fn", "render", "--allow-exec", "."]).env("PATH", path(&[function()])), b"")
    };
    let run = render();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let web = read("web.yaml");
    assert!(web.starts_with("# what people see\n") && web.contains("  name: web # kept\n"), "{web}");
    assert!(web.contains("- name: opentelemetry-auto-instrumentation-python\n"), "{web}");
    assert_eq!(read("instrumentation.yaml"), INSTRUMENTATION);
    assert_eq!(render().code, Some(0));
    assert_eq!(read("web.yaml"), web);

    room.write("web.yaml", DEPLOYMENT.replace("inject-python: python", "inject-python: gone"));
    let run = render();
    assert_eq!(run.code, Some(1));
    let said = format!("{}{}", run.text(), run.stderr);
    assert!(said.contains("[error] apps/v1/Deployment/web spec.template.metadata.annotations["), "{said}");
    assert!(said.contains("\"error[instrumentation-not-found]: "), "{said}");
    assert!(!read("web.yaml").contains("opentelemetry-auto-instrumentation-python"), "nothing is written");
}
