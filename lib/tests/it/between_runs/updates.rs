//! What happens to an injected file when something changes: the inputs, or the file under a person's hands.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::{INSTRUMENTATION, replaced};

use crate::testing::fixtures::below;
use crate::testing::texts::run;

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
    spec:
      containers:
      - name: app
        image: app:1.4.2
        env:
        # where our modules are
        - name: PYTHONPATH
          value: /app   # not /srv

        # set by the team
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: \"team=a\" # theirs
        - name: LAST
          value: x
";

fn inject(input: &str) -> String {
    run(Task::Inject, input, INSTRUMENTATION).0
}

fn remove(input: &str) -> String {
    run(Task::Remove, input, "").0
}

#[test]
fn a_changed_instrumentation_is_followed() {
    let once = inject(DEPLOYMENT);
    let changed =
        INSTRUMENTATION.replace("collector", "other") + "  propagators: [b3]\n  env:\n  - {name: A, value: b}\n";
    let (twice, _) = run(Task::Inject, &once, &changed);
    assert!(twice.contains("http://other:4318") && !twice.contains("http://collector:4318"));
    assert_eq!(twice, run(Task::Inject, DEPLOYMENT, &changed).0, "as if it had been so from the start");
    assert_eq!(remove(&twice), DEPLOYMENT);
    assert_eq!(run(Task::Inject, &twice, INSTRUMENTATION).0, once, "and back");
}

#[test]
fn a_mount_that_gives_way_to_another_comes_back_as_it_was() {
    let block = "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    instrumentation.opentelemetry.io/inject-apache-httpd: \"true\"
spec:
  containers:
  - name: app
    volumeMounts:
    - name: one
      mountPath: /one
    # mine
    - name: \"conf\"  # as Apache wants it
      mountPath: /usr/local/apache2/conf
";
    let flow = "\
{apiVersion: v1, kind: Pod, metadata: {name: web, annotations: \
                {instrumentation.opentelemetry.io/inject-apache-httpd: 'true'}}, spec: {containers: \
                [{name: app, volumeMounts: [{name: one, mountPath: /one}, {name: \"conf\", mountPath: /etc}]}]}}\n";
    let at = |path: &str| format!("{INSTRUMENTATION}  apacheHttpd: {{configPath: {path}}}\n");
    for (text, first, second) in
        [(block, "/usr", "/one"), (block, "/one", "/usr"), (flow, "/etc", "/one"), (flow, "/a", "/one")]
    {
        let once = run(Task::Inject, text, &at(first)).0;
        let (twice, _) = run(Task::Inject, &once, &at(second));
        assert_eq!(remove(&twice), text, "{first}, then {second}");
    }
}

#[test]
fn what_nothing_asks_for_any_more_is_taken_back() {
    let unasked = |text: &str| text.replace("inject-python: \"true\"", "inject-python: \"false\"");
    assert_eq!(inject(&unasked(&inject(DEPLOYMENT))), unasked(DEPLOYMENT));
    let another = DEPLOYMENT.replace("inject-python", "inject-sdk");
    assert_eq!(inject(&inject(DEPLOYMENT).replace("inject-python", "inject-sdk")), inject(&another));
}

#[test]
fn without_its_instrumentation_an_injection_stays_and_says_so() {
    let once = inject(DEPLOYMENT);
    let (again, codes) = run(Task::Inject, &once, "");
    assert_eq!(again, once);
    assert_eq!(codes, ["injection-unknown"]);
}

#[test]
fn a_persons_own_later_edits_survive() {
    let edited = replaced(
        &inject(DEPLOYMENT),
        "        - name: LAST\n",
        "        # new\n        - name: MINE\n          value: y # yes\n        - name: LAST\n",
    );
    let edited = replaced(&edited, "      containers:\n", "      # the app\n      containers:\n");
    let original = replaced(
        DEPLOYMENT,
        "        - name: LAST\n",
        "        # new\n        - name: MINE\n          value: y # yes\n        - name: LAST\n",
    );
    let original = replaced(&original, "      containers:\n", "      # the app\n      containers:\n");
    assert_eq!(inject(&edited), edited, "nothing of ours has changed");
    assert_eq!(remove(&edited), original);
}

#[test]
fn an_edited_default_becomes_the_persons() {
    let edited = replaced(
        &inject(DEPLOYMENT),
        "OTEL_LOGS_EXPORTER\n          value: otlp",
        "OTEL_LOGS_EXPORTER\n          value: none",
    );
    let (again, codes) = run(Task::Inject, &edited, INSTRUMENTATION);
    assert_eq!(codes, ["edited-becomes-yours"]);
    assert!(again.contains("value: none"));
    assert_eq!(inject(&again), again);
    assert!(remove(&again).contains("OTEL_LOGS_EXPORTER\n          value: none"));
    assert!(!remove(&again).contains("OTEL_METRICS_EXPORTER"));
}

#[test]
fn our_pieces_are_cut_from_an_edited_joined_value() {
    let edited = replaced(
        &inject(DEPLOYMENT),
        ":/app:/otel-auto-instrumentation-python ",
        ":/app:/more:/otel-auto-instrumentation-python ",
    );
    let (removed, codes) = run(Task::Remove, &edited, "");
    assert_eq!(codes, ["edited-pieces-cut"]);
    assert_eq!(removed, replaced(DEPLOYMENT, "/app   # not", "/app:/more   # not"));
    let again = inject(&edited);
    assert!(again.contains(":/app:/more:/otel-auto-instrumentation-python"));
    assert_eq!(remove(&again), removed, "the edit outlives another injection");
}

#[test]
fn of_variables_of_one_name_each_keeps_its_value_when_a_language_goes() {
    let languages = "inject-java: \"true\"\n        instrumentation.opentelemetry.io/container-names: app";
    let twice = "        - name: OTEL_RESOURCE_ATTRIBUTES\n          value: 'second=b'\n";
    let text = format!("{}{twice}", replaced(DEPLOYMENT, "inject-python: \"true\"", languages));
    let both =
        replaced(&text, "inject-java", "inject-python: \"true\"\n        instrumentation.opentelemetry.io/inject-java");
    let one = replaced(&inject(&both), "        instrumentation.opentelemetry.io/inject-python: \"true\"\n", "");
    assert_eq!(remove(&one), text);
    assert_eq!(remove(&inject(&one)), text);
}

#[test]
fn variables_of_one_name_go_back_in_their_order() {
    let asked = "inject-java: \"true\"
        instrumentation.opentelemetry.io/inject-nodejs: \"true\"
        instrumentation.opentelemetry.io/inject-sdk: \"true\"
        instrumentation.opentelemetry.io/container-names: app";
    let text = replaced(DEPLOYMENT, "inject-python: \"true\"", asked);
    let second = "        - name: OTEL_RESOURCE_ATTRIBUTES\n          value: second=b\n        - name: LAST\n";
    let text = replaced(&text, "        - name: LAST\n", second);
    let once = inject(&text);
    assert_eq!(remove(&once), text);
    assert_eq!(inject(&once), once);
}

#[test]
fn what_injection_always_writes_is_written_anew_or_left_and_reported() {
    let edited = replaced(&inject(DEPLOYMENT), "sizeLimit: 200Mi", "sizeLimit: 1Gi");
    let (again, codes) = run(Task::Inject, &edited, INSTRUMENTATION);
    assert_eq!((again, codes), (inject(DEPLOYMENT), vec!["edited-written-anew"]));
    let (removed, codes) = run(Task::Remove, &edited, "");
    assert_eq!(codes, ["edited-left"]);
    assert!(removed.contains("sizeLimit: 1Gi") && !removed.contains("initContainers"));
}

#[test]
fn what_a_person_deleted_is_missed_by_nobody() {
    let injected = inject(DEPLOYMENT);
    let start = injected.find("      volumes:\n").expect("a volume");
    let edited = &injected[..start];
    assert_eq!(inject(edited), injected);
    assert_eq!(remove(edited), DEPLOYMENT);
}

#[test]
fn a_record_of_eight_containers_stays_small() {
    let fixture = below("zipservice").remove(0);
    let injected = fixture.inject().expect("injected");
    let line = injected.lines().find(|line| line.contains("otel-inject.dev/injected")).expect("a record");
    assert!(line.len() < 1_800, "{} bytes", line.len());
    for value in ["collector", "gunicorn", "0.54b1"] {
        assert!(!line.contains(value), "no values of what was added: {value}");
    }
}
