//! Whether what a build made is injected: inputs as they come out of `kustomize build`.

use otel_inject_testing::manifests::INSTRUMENTATION;
use otel_inject_testing::sandbox::{Run, Sandbox};
use otel_inject_testing::snapshots::settings;
use serde_json::{Value, json};

use crate::sandbox;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: python
    spec:
      containers:
      - image: app:1
        name: app
";

const AGENT: &str = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-python";

struct Build {
    sandbox: Sandbox,
    /// What the build made.
    text: String,
}

/// A build in which the function ran.
fn injected() -> Build {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    let run = sandbox.pipe(&["inject", "-i", "python.yaml"], DEPLOYMENT.as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    Build { sandbox, text: run.text().to_owned() }
}

impl Build {
    /// The same with another text in the place of one that is there.
    #[track_caller]
    fn with(mut self, from: &str, to: &str) -> Self {
        assert!(self.text.contains(from), "{from} is not in {}", self.text);
        self.text = self.text.replace(from, to);
        self
    }

    fn verify(&self, args: &[&str]) -> Run {
        self.sandbox.pipe(&[&["verify"], args].concat(), self.text.as_bytes())
    }

    /// Without and with the Instrumentation: the exit codes, and what is found and said.
    fn both(&self) -> ([Option<i32>; 2], [String; 2]) {
        let runs = [self.verify(&[]), self.verify(&["-i", "python.yaml"])];
        (runs.each_ref().map(|run| run.code), runs.map(|run| format!("{}--- stderr\n{}", run.text(), run.stderr)))
    }
}

fn snapshot(name: &str, said: &[String; 2]) {
    let [without, with] = said;
    let text = format!("$ otel-inject verify\n{without}\n$ otel-inject verify -i python.yaml\n{with}");
    settings().bind(|| insta::assert_snapshot!(format!("verify.{name}"), text));
}

#[test]
fn a_build_that_left_the_function_out_is_found_without_the_instrumentation() {
    let build = Build { text: DEPLOYMENT.to_owned(), ..injected() };
    let (codes, said) = build.both();
    assert_eq!(codes, [Some(1), Some(1)]);
    snapshot("left-out", &said);
}

#[test]
fn what_is_injected_is_unknown_without_the_instrumentation_and_current_with_it() {
    let (codes, said) = injected().both();
    assert_eq!(codes, [Some(0), Some(0)]);
    snapshot("injected", &said);
}

#[test]
fn a_local_instrumentation_is_gone_from_the_build_and_nothing_is_missed() {
    let local = INSTRUMENTATION
        .replace("  name: python\n", "  name: python\n  annotations: {config.kubernetes.io/local-config: 'true'}\n");
    let build = injected();
    build.sandbox.write("python.yaml", local);
    assert_eq!(build.both().0, [Some(0), Some(0)]);
}

#[test]
fn a_prefix_behind_the_function_makes_names_in_the_injection_old() {
    let (codes, said) = injected().with("  name: web\n", "  name: dev-web\n").both();
    assert_eq!(codes, [Some(0), Some(1)]);
    snapshot("name-prefix", &said);
}

#[test]
fn a_prefix_of_the_instrumentation_too_leaves_it_unknown() {
    let build = injected().with("  name: web\n", "  name: dev-web\n");
    build.sandbox.write("python.yaml", INSTRUMENTATION.replace("name: python", "name: dev-python"));
    assert_eq!(build.both().0, [Some(0), Some(0)]);
    let build = Build { text: DEPLOYMENT.to_owned(), ..build };
    assert_eq!(build.both().0, [Some(1), Some(1)], "what carries nothing is found all the same");
}

#[test]
fn an_image_that_a_transformer_changed_is_told() {
    let (codes, said) = injected().with(AGENT, "mirror.example.com/python").both();
    assert_eq!(codes, [Some(0), Some(1)]);
    snapshot("images", &said);
}

#[test]
fn what_was_taken_away_from_an_injection_is_found_without_the_instrumentation() {
    let volume = "      volumes:\n      - name: opentelemetry-auto-instrumentation-python\n";
    let build = injected();
    let at = build.text.find(volume).expect("the volume comes last");
    let text = build.text[..at].to_owned();
    let (codes, said) = Build { text, ..build }.both();
    assert_eq!(codes, [Some(1), Some(1)]);
    snapshot("volume-gone", &said);
}

#[test]
fn rules_of_a_configuration_ask_too() {
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: shop}\n\
                  spec: {rules: [{inject: {python: python}}]}\n";
    let build = injected();
    build.sandbox.write("inject.yaml", config);
    let text = DEPLOYMENT.replace("        instrumentation.opentelemetry.io/inject-python: python\n", "        a: b\n");
    let build = Build { text, ..build };
    assert_eq!(build.verify(&[]).code, Some(0), "nothing asks");
    assert_eq!(build.verify(&["--config", "inject.yaml"]).code, Some(1));
    let run = build.verify(&["--config", "inject.yaml", "-i", "python.yaml", "--quiet"]);
    assert_eq!(run.code, Some(1));
    assert!(run.text().starts_with("error[not-injected]: "), "{}", run.text());
    assert_eq!(run.stderr, "");
}

#[test]
fn what_is_wrong_with_an_instrumentation_is_bad_input() {
    let build = injected();
    build.sandbox.write("python.yaml", format!("{INSTRUMENTATION}  sampler: {{type: sometimes}}\n"));
    let run = build.verify(&["-i", "python.yaml"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
}

#[test]
fn what_asks_for_nothing_is_said() {
    let build = Build { text: "a: 1\n".to_owned(), ..injected() };
    let run = build.verify(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "no workload asks for injection or is injected\n"));
    assert_eq!(build.verify(&["--quiet"]).stderr, "");
}

/// They are one question where the Instrumentations are at hand.
#[test]
fn verify_finds_what_check_would_change() {
    let build = injected();
    let changed = INSTRUMENTATION.replace("collector:4318", "elsewhere:4318");
    for (text, instrumentation) in [
        (build.text.as_str(), INSTRUMENTATION),
        (build.text.as_str(), &changed),
        (DEPLOYMENT, INSTRUMENTATION),
        (&build.text.replace("inject-python: python", "inject-python: 'false'"), INSTRUMENTATION),
        ("a: 1\n", INSTRUMENTATION),
    ] {
        build.sandbox.write("python.yaml", instrumentation);
        let code =
            |command: &[&str]| build.sandbox.pipe(&[command, &["-i", "python.yaml"]].concat(), text.as_bytes()).code;
        assert_eq!(code(&["verify"]), code(&["inject", "--check"]), "{text}\n{instrumentation}");
    }
}

#[test]
fn with_a_configuration_that_is_wrong_nothing_is_said_of_workloads() {
    let build = injected();
    build.sandbox.write("inject.yaml", "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nspec: {rulez: []}\n");
    for command in ["verify", "explain"] {
        let run = build.sandbox.pipe(&[command, "--config", "inject.yaml"], DEPLOYMENT.as_bytes());
        run.expect(3, "");
        assert!(!run.stderr.contains("no workload asks") && !run.stderr.contains("no workloads"), "{}", run.stderr);
    }
}

#[test]
fn an_instrumentation_that_many_miss_is_missed_once() {
    let mut build = injected();
    let another = |name: &str| build.text.replace("  name: web\n", &format!("  name: {name}\n"));
    build.text = [another("cart"), another("web"), another("search"), another("shop")].join("---\n");
    let run = build.verify(&[]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.text().matches("warning[injection-unknown]").count(), 1, "{}", run.text());
    let others = "= help: also in 3 more, such as Deployment web and Deployment search\n";
    assert!(run.text().contains(others), "{}", run.text());
    let json: serde_json::Value = serde_json::from_str(build.verify(&["--format", "json"]).text()).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 4, "a program is told of each");
    assert_eq!(
        run.stderr.matches("nothing in the input tells whether the injection is up to date\n").count(),
        4,
        "{}",
        run.stderr
    );
}

#[test]
fn every_format_has_the_code_and_the_place() {
    let build = Build { text: DEPLOYMENT.to_owned(), ..injected() };
    let run = |format| {
        let run = build.verify(&["-q", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{format}");
        run
    };
    let json = |format| -> Value { serde_json::from_str(run(format).text()).unwrap() };
    assert!(run("text").text().starts_with("error[not-injected]: "), "{}", run("text").text());
    let found = &json("json")["findings"][0];
    assert_eq!((&found["rule"], &found["place"]["line"]), (&"not-injected".into(), &9.into()));
    let sarif = &json("sarif")["runs"][0];
    assert_eq!(sarif["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 9);
    let github = run("github");
    assert!(github.text().starts_with("::error file=<stdin>,line=9,"), "{}", github.text());
    let issue = &json("gitlab")[0];
    assert_eq!((&issue["check_name"], &issue["location"]["lines"]["begin"]), (&"not-injected".into(), &9.into()));
}

#[test]
fn formats_of_programs_say_that_nothing_is_found() {
    let build = injected();
    let verify = |format| build.verify(&["-i", "python.yaml", "--format", format]);
    for format in ["text", "github"] {
        verify(format).expect(0, "");
    }
    let json = |format| -> Value { serde_json::from_str(verify(format).text()).unwrap() };
    assert_eq!(json("json"), json!({"findings": []}));
    assert_eq!(json("gitlab"), json!([]));
    assert_eq!(json("sarif")["runs"][0]["results"], json!([]));
}

#[test]
fn a_refused_workload_is_a_finding_and_a_document_that_can_t_be_read_is_not() {
    let refused =
        DEPLOYMENT.replace(": python\n", ": python\n        instrumentation.opentelemetry.io/container-names: a b\n");
    let build = Build { text: refused, ..injected() };
    let run = build.verify(&["-i", "python.yaml", "--format", "github"]);
    assert_eq!(run.code, Some(3));
    assert!(run.text().contains("title=container-names-invalid::"), "{}", run.text());
    let build = Build { text: DEPLOYMENT.replace("kind: ", "kind: ["), ..build };
    let run = build.verify(&["-i", "python.yaml", "--format", "github"]);
    run.expect(3, "");
    assert!(run.stderr.starts_with("error[syntax]: "), "{}", run.stderr);
}

#[test]
fn sarif_describes_whatever_is_found() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut results = 0;
    for folder in ["lint", "style", "logstream", "zipservice"].map(|name| fixtures.join(name)) {
        let run = sandbox().run(&["verify", "-q", "--format", "sarif", folder.to_str().unwrap()]);
        let log: Value = serde_json::from_str(run.text()).unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let rule = result["ruleIndex"].as_u64().and_then(|index| rules.get(usize::try_from(index).unwrap()));
            assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]), "{result:#}");
            results += 1;
        }
    }
    assert!(results > 50, "only {results} results");
}

#[test]
fn what_is_shown_has_no_say_in_the_exit_code() {
    let build = injected();
    let run = build.verify(&["--min-severity", "error"]);
    run.expect(0, "");
    assert!(!build.verify(&[]).text().is_empty(), "it is unknown without the Instrumentation");
    let build = Build { text: DEPLOYMENT.to_owned(), ..build };
    assert_eq!(build.verify(&["--min-severity", "error"]).code, Some(1));
}
