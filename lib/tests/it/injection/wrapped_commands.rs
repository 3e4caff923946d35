//! Commands that a rule puts behind a program: each goes there, again, and back, and what people edit stays theirs.

use otel_inject::engine::Task;

use crate::testing::texts::{self, configured, done};

const CONFIG: &str = "\
apiVersion: otel-inject.dev/v1alpha1
kind: OtelInject
metadata: {name: shop}
spec:
  namespace: shop
  instrumentations:
  - {apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, metadata: {name: python}}
  rules:
  - inject: {python: true}
    command:
      wrapWith: opentelemetry-instrument
      interpreter: python3
      entrypoints: {web: [gunicorn, app]}
";

/// A Pod with a container `app` that has these further lines.
fn pod(lines: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: cart}}\nspec:\n  containers:\n  - name: app\n    image: app:1\n{lines}"
    )
}

/// The text after a task, and the codes of what was said.
#[track_caller]
fn run(task: Task, text: &str) -> (String, Vec<&'static str>) {
    done(&configured(text, CONFIG), task)
}

/// Injects, again, and removes, with either kind of line end; gives back what was injected.
#[track_caller]
fn round_trip(text: &str) -> String {
    let injected = texts::round_trip(text, |task, text| run(task, text).0);
    assert!(injected.contains("/bin/opentelemetry-instrument"), "{injected}");
    injected
}

#[test]
fn a_command_comes_back_however_it_is_written() {
    for lines in [
        "    command:\n    - gunicorn # behind nginx\n    # The module.\n    - \"src.app:app\"\n    args: [-w, \"2\"]\n",
        "    command:\n      - gunicorn\n\n      - 'src.app:app'\n",
        "    command: [gunicorn, \"src.app:app\"] # one of three\n    args:\n    - -w\n",
        "    command: [\n      gunicorn, # behind nginx\n      \"src.app:app\",\n    ]\n",
        "    command: [\"sh\", \"-c\", \"exec gunicorn src.app:app\"]",
        "    command:\n    - sh\n    - -c\n    - |\n      cd /src\n      exec gunicorn\n",
        "    command:\n    - sh\n    - -c\n    - >-\n      cd /src;\n      exec gunicorn",
        "    args: &words [gunicorn, app]\n    command: *words\n",
        "    command: &words [gunicorn, app]\n  - name: other\n    command: *words\n",
        "    command: &words\n    - gunicorn\n    - &app src.app:app\n    args:\n    - *app\n",
    ] {
        round_trip(&pod(lines));
    }
    for lines in
        ["", "    args: [app]\n", "    command:\n", "    command: [] # none\n", "    command: null\n    tty: true\n"]
    {
        round_trip(&pod(lines).replace("name: app", "name: web"));
    }
    round_trip(
        r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "cart"}, "spec": {"containers": [
            {"name": "app", "command": ["gunicorn", "src.app:app"], "args": []}]}}"#,
    );
}

#[test]
fn an_alias_of_a_command_keeps_its_value() {
    let injected = round_trip(&pod("    command: &words [gunicorn, app]\n  - name: other\n    command: *words\n"));
    assert!(injected.contains("  - name: other\n    command:\n    - gunicorn\n    - app\n"), "{injected}");
}

#[test]
fn another_interpreter_is_followed_and_comments_stay() {
    let original = pod("    command:\n    - gunicorn # behind nginx\n    # The module.\n    - \"src.app:app\"\n");
    let injected = run(Task::Inject, &original).0;
    let older = injected.replace("- python3\n", "- python2\n");
    assert_eq!(run(Task::Inject, &older), (injected.clone(), vec!["edited-pieces-cut"]));
    assert!(
        injected.contains("    - gunicorn # behind nginx\n    # The module.\n    - \"src.app:app\"\n"),
        "{injected}"
    );
    assert_eq!(run(Task::Remove, &older).0, original);
}

#[test]
fn later_edits_of_a_command_stay() {
    const WRAPPER: &str = "/otel-auto-instrumentation-python/bin/opentelemetry-instrument";
    let original = pod("    command: [gunicorn, app]\n");
    let injected = run(Task::Inject, &original).0;
    let wrapped = format!("[python3, {WRAPPER}, gunicorn, app]");
    assert!(injected.contains(&wrapped), "{injected}");
    for (edited, codes, rest) in [
        (format!("[python3, {WRAPPER}, gunicorn, -w, app]"), "edited-pieces-cut", "[gunicorn, -w, app]".to_owned()),
        (format!("[python3.13, {WRAPPER}, gunicorn, app]"), "edited-pieces-cut", "[gunicorn, app]".to_owned()),
        (format!("[{WRAPPER}, gunicorn, app]"), "edited-pieces-cut", "[gunicorn, app]".to_owned()),
        ("[uvicorn, app]".to_owned(), "edited-becomes-yours", "[uvicorn, app]".to_owned()),
        (format!("[tini, --, {WRAPPER}, gunicorn]"), "edited-left", format!("[tini, --, {WRAPPER}, gunicorn]")),
    ] {
        let edited = injected.replace(&wrapped, &edited);
        let rest = original.replace("[gunicorn, app]", &rest);
        assert_eq!(run(Task::Remove, &edited), (rest.clone(), vec![codes]), "{edited}");
        let again = run(Task::Inject, &edited).0;
        assert_eq!(again.matches("opentelemetry-instrument").count(), 1, "{again}");
        if codes != "edited-left" {
            assert_eq!(run(Task::Remove, &again).0, rest, "{again}");
        }
    }
}

#[test]
fn later_edits_of_an_entrypoint_stay() {
    let original = pod("").replace("name: app", "name: web");
    let injected = run(Task::Inject, &original).0;
    let edited = injected.replace("gunicorn", "uvicorn");
    assert_ne!(edited, injected);
    let (removed, codes) = run(Task::Remove, &edited);
    assert_eq!((removed.matches("uvicorn").count(), codes), (1, vec!["edited-pieces-cut"]), "{removed}");
    assert!(!removed.contains("opentelemetry-instrument"), "{removed}");
}
