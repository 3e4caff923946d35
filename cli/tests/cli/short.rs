//! The short forms: injection without annotations and configuration, asked for by arguments.

use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-web
  namespace: shop
  labels:
    tier: front
spec:
  template:
    spec:
      containers:
      - name: app # the first
        image: registry.example.com/app:1.10
      - name: worker
        image: registry.example.com/app:1.10
      - name: redis
        image: redis:7
";

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: all
  namespace: shop
spec:
  exporter:
    endpoint: http://collector:4318
";

fn prepared() -> Sandbox {
    let sandbox = sandbox();
    sandbox.write("web.yaml", DEPLOYMENT);
    sandbox.write("i.yaml", INSTRUMENTATION);
    sandbox
}

/// What is said of a run with these arguments, which must go well.
#[track_caller]
fn said(args: &str) -> String {
    let all: Vec<&str> = "inject web.yaml -i i.yaml".split(' ').chain(args.split(' ')).collect();
    let run = prepared().run(&all);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stderr
}

#[test]
fn a_language_is_injected_where_the_arguments_say() {
    let injected = |containers: &str| format!("Deployment shop/shop-web: injected {containers}\n");
    for (args, wanted) in [
        ("--inject python", "python into container app"),
        ("--inject python=all --container worker", "python into container worker"),
        ("--inject python=shop/all --exclude-container redis", "python into 2 containers (app, worker)"),
        ("--inject python --container app,w*", "python into 2 containers (app, worker)"),
        (
            "--inject python --container * --exclude-container app --exclude-container red?s",
            "python into container worker",
        ),
        ("--inject java,python --container app", "java into container app and python into container app"),
        ("--inject java --inject sdk --container app", "java into container app and sdk into container app"),
        ("--inject python --select kind=Deployment,name=shop-*", "python into container app"),
        ("--inject python --select kind=Job --select kind=Deployment,namespace=s*", "python into container app"),
        ("--inject python -l tier=front,!legacy", "python into container app"),
        ("--inject python --selector tier", "python into container app"),
    ] {
        assert_eq!(said(args), injected(wanted), "{args}");
    }
    for args in ["--select name=cart", "--select kind=Job", "--select namespace=bank", "-l tier=back"] {
        let args = format!("inject web.yaml -i i.yaml --inject python {args}");
        let run = prepared().run(&args.split(' ').collect::<Vec<_>>());
        assert_eq!((run.code, run.text()), (Some(3), ""), "{args}");
        assert!(
            run.stderr.starts_with("error[nothing-selected]: the arguments select none of the workloads\n"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn services_are_named_and_attributes_given() {
    let args = "inject web.yaml -i i.yaml --inject python --exclude-container redis --service-name";
    let mut args: Vec<&str> = args.split(' ').collect();
    args.extend([
        "{workload}-{container}",
        "--resource-attribute",
        "team=a=b",
        "--resource-attribute",
        "site=North Sea",
    ]);
    let run = prepared().run(&args);
    for part in ["value: shop-web-app\n", "value: shop-web-worker\n", "site=North Sea,team=a=b"] {
        assert!(run.text().contains(part), "{part} is not in: {}", run.text());
    }
}

#[test]
fn it_is_followed_left_and_taken_back() {
    let sandbox = prepared();
    let inject = |args: &[&str]| sandbox.run(&[&["inject", "-i", "i.yaml", "--in-place", "web.yaml"], args].concat());
    inject(&["--inject", "python"]).expect(0, "");
    let once = sandbox.read("web.yaml");
    assert!(once.contains("\"askedBy\":{\"python\":\"-\"}"), "{once}");
    let run = inject(&[]);
    run.expect_stderr(&["info[asked-elsewhere]", "give --inject python to follow it"]);
    assert_eq!(sandbox.read("web.yaml"), once);
    sandbox.run(&["inject", "-i", "i.yaml", "--check", "--inject", "python", "web.yaml"]).expect(0, "");
    sandbox.run(&["inject", "-i", "i.yaml", "--check", "--inject", "java", "web.yaml"]).expect(1, "");
    inject(&["--inject", "java"]).expect(0, "");
    assert!(!sandbox.read("web.yaml").contains("PYTHONPATH"));
    sandbox.run(&["remove", "--in-place", "web.yaml"]).expect(0, "");
    assert_eq!(sandbox.read("web.yaml"), DEPLOYMENT);
}

#[test]
fn mistakes_are_answered_with_what_to_write() {
    let sandbox = prepared();
    for (args, wanted) in [
        (&["--inject", "pyhton"][..], "\"pyhton\" is no language that can be injected; did you mean python?"),
        (&["--inject", "python=My_One"], "\"My_One\" is no name of an Instrumentation; write true for"),
        (&["--inject", "python="], "\"\" is no name of an Instrumentation"),
        (&["--inject", "python=false"], "a rule can only ask for a language; leave the language out"),
        (&["--inject", "python", "--inject", "java,python"], "--inject is given twice for python"),
        (&["--inject", "python", "--container", "Web"], "'W' in the pattern \"Web\" fits no name; names are of"),
        (&["--inject", "python", "--exclude-container", ""], "an empty pattern fits no name"),
        (&["--inject", "python", "--service-name", "{pod}"], "{pod} is no placeholder; write container, workload"),
        (&["--inject", "python", "--resource-attribute", "team"], "there is no = in it; write it as key=value"),
        (&["--inject", "python", "--resource-attribute", "a=b,c"], "a comma would end the value"),
        (&["--inject", "python", "--resource-attribute", "service.name=a"], "give --service-name"),
        (
            &["--inject", "python", "--resource-attribute", "a=1", "--resource-attribute", "a=2"],
            "--resource-attribute is given twice for a",
        ),
        (&["--inject", "python", "--select", "kind=deployment"], "no kind of workload; did you mean Deployment?"),
        (&["--inject", "python", "--select", "deploy/web"], "write kind=KIND,name=web, as in kind=Deployment"),
        (&["--inject", "python", "--select", "web"], "it does not say what is to be \"web\"; write kind=Deployment,"),
        (&["--inject", "python", "--select", "names=web"], "workloads are not selected by \"names\"; write kind="),
        (&["--inject", "python", "--select", "labels=a"], "labels are selected with --selector"),
        (&["--inject", "python", "-l", "tier in back"], "write the values in parentheses"),
        (&["--select", "name=web"], "--select and --selector only say for which workloads: give --inject too"),
        (&["-l", "tier"], "--select and --selector only say for which workloads: give --inject too"),
    ] {
        let run = sandbox.run(&[&["inject", "web.yaml", "-i", "i.yaml"], args].concat());
        run.expect(2, "");
        run.expect_stderr(&[wanted]);
    }
    sandbox.run(&["remove", "--inject", "python", "web.yaml"]).expect(2, "");
}

#[test]
fn rules_are_given_by_arguments_or_by_a_configuration() {
    let sandbox = prepared();
    let head = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata:\n  name: shop\nspec:\n";
    sandbox.write("mirror.yaml", format!("{head}  images: {{registryMap: {{ghcr.io: mirror.example.com}}}}\n"));
    sandbox.write("rules.yaml", format!("{head}  rules:\n  - inject: {{python: all}}\n"));
    let run = sandbox.run(&["inject", "web.yaml", "-i", "i.yaml", "--config", "mirror.yaml", "--inject", "python"]);
    assert!(run.text().contains("image: mirror.example.com/open-telemetry/"), "{}", run.text());
    let run = sandbox.run(&["inject", "web.yaml", "-i", "i.yaml", "--config", "rules.yaml", "--inject", "python"]);
    run.expect(3, "");
    run.expect_stderr(&["error[rules-twice]: there are rules here, and the arguments make one", "rules.yaml:6:3"]);
}
