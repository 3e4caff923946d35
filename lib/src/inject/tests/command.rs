use super::*;
use crate::config::Command;

/// A rule that asks for a command like this one.
fn rule(command: Command) -> Rule {
    Rule { command, ..Rule::default() }
}

/// What `spec.rules[0].command` says.
fn command(json: Json) -> Command {
    let spec = json!({"rules": [{"command": json}]});
    let config = json!({
        "apiVersion": "otel-inject.dev/v1alpha1", "kind": "OtelInject", "metadata": {"name": "shop"}, "spec": spec,
    });
    let read = crate::config::read(&Value::from(&config));
    assert_eq!(read.errors, []);
    read.config.spec.rules[0].command.clone()
}

/// What comes of a container `app` with these further keys, in which Python is injected.
fn wrapped(json: Json, mut container: Json) -> Done {
    container["name"] = json!("app");
    let asked: [Asked<'_>; 1] = [("python", json!({}), &["app"])];
    done_by_rule(Some(&rule(command(json))), Some("shop"), json!({}), json!({"containers": [container]}), &asked)
}

fn by_python3() -> Json {
    json!({"wrapWith": "opentelemetry-instrument", "interpreter": "python3"})
}

const PROGRAM: &str = "/otel-auto-instrumentation-python/bin/opentelemetry-instrument";

#[test]
fn a_command_is_put_behind_the_program_and_its_arguments_stay() {
    let done = wrapped(by_python3(), json!({"command": ["gunicorn"], "args": ["src.app:app"]}));
    assert_eq!(done.container("app")["command"], json!(["python3", PROGRAM, "gunicorn"]));
    assert_eq!(done.container("app")["args"], json!(["src.app:app"]));
    assert!(done.codes().is_empty());
}

#[test]
fn without_an_interpreter_the_program_runs_by_itself() {
    let done = wrapped(json!({"wrapWith": "opentelemetry-instrument"}), json!({"command": ["gunicorn"]}));
    assert_eq!(done.container("app")["command"], json!([PROGRAM, "gunicorn"]));
}

#[test]
fn a_shell_is_put_behind_the_program_as_a_whole() {
    for shell in [json!(["sh", "-c", "cd /src && exec gunicorn app"]), json!(["bash", "-lc", "gunicorn app"])] {
        let mut wanted = vec![json!("python3"), json!(PROGRAM)];
        wanted.extend(shell.as_array().into_iter().flatten().cloned());
        assert_eq!(wrapped(by_python3(), json!({"command": shell})).container("app")["command"], json!(wanted));
    }
}

#[test]
fn a_command_that_is_not_visible_stays_with_the_image() {
    for container in [json!({}), json!({"args": ["src.app:app"]}), json!({"command": null}), json!({"command": []})] {
        let done = wrapped(by_python3(), container.clone());
        assert_eq!(done.container("app")["command"], container["command"]);
        assert_eq!(done.codes(), ["command-not-visible"]);
    }
}

#[test]
fn an_entrypoint_that_is_given_becomes_the_command_unless_there_is_one() {
    let mut rule = by_python3();
    rule["entrypoints"] = json!({"app": ["gunicorn", "src.app:app"]});
    let of = |container: Json| wrapped(rule.clone(), container).container("app")["command"].clone();
    for container in [json!({"args": ["-w", "2"]}), json!({"command": []})] {
        assert_eq!(of(container), json!(["python3", PROGRAM, "gunicorn", "src.app:app"]));
    }
    assert_eq!(of(json!({"command": ["flask", "run"]})), json!(["python3", PROGRAM, "flask", "run"]));
}

#[test]
fn nothing_is_wrapped_twice() {
    for container in [
        json!({"command": ["opentelemetry-instrument", "gunicorn"]}),
        json!({"command": ["/venv/bin/opentelemetry-instrument", "gunicorn"]}),
        json!({"command": ["python3", PROGRAM, "gunicorn"]}),
        json!({"command": ["sh", "-c", "exec opentelemetry-instrument gunicorn app"]}),
        json!({"command": ["sh", "-c"], "args": ["cd /src; (/venv/bin/opentelemetry-instrument gunicorn)"]}),
    ] {
        let done = wrapped(by_python3(), container.clone());
        assert_eq!(done.container("app")["command"], container["command"]);
        assert_eq!(done.codes(), ["command-wrapped-already"], "{container}");
    }
    for command in [json!(["my-opentelemetry-instrument"]), json!(["run", "--opentelemetry-instrumentation"])] {
        assert!(wrapped(by_python3(), json!({"command": command})).codes().is_empty(), "{command}");
    }
}

#[test]
fn a_command_that_is_no_list_is_left_alone() {
    let done = wrapped(by_python3(), json!({"command": "gunicorn"}));
    assert_eq!(done.container("app")["command"], "gunicorn");
    assert_eq!(done.codes(), ["command-no-list"]);
}

#[test]
fn only_containers_with_python_are_wrapped() {
    let mut json = by_python3();
    json["entrypoints"] = json!({"proxy": ["envoy"], "gone": ["x"]});
    let path = json!([{"name": "PYTHONPATH", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]);
    let pod = json!({
        "initContainers": [{"name": "migrate", "command": ["flask"]}],
        "containers": [
            {"name": "app", "command": ["gunicorn"]},
            {"name": "worker", "command": ["celery"], "env": path},
            {"name": "jvm", "command": ["java"]},
            {"name": "proxy"},
            {"name": "redis", "command": ["redis-server"]},
        ],
    });
    let asked: [Asked<'_>; 2] = [("java", json!({}), &["jvm"]), ("python", json!({}), &["migrate", "app", "worker"])];
    let done = done_by_rule(Some(&rule(command(json))), Some("shop"), json!({}), pod, &asked);
    let commands = ["migrate", "app", "worker", "jvm", "proxy", "redis"].map(|name| &done.container(name)["command"]);
    assert_eq!(
        commands,
        [
            &json!(["python3", PROGRAM, "flask"]),
            &json!(["python3", PROGRAM, "gunicorn"]),
            &json!(["celery"]),
            &json!(["java"]),
            &Json::Null,
            &json!(["redis-server"]),
        ]
    );
    let places: Vec<String> = done.injected.notes.iter().map(|note| note.at.to_string()).collect();
    let at = |rest: &str| format!("/spec/template/spec/containers/{rest}");
    assert_eq!(places, [at("jvm/command"), at("worker/command"), at("proxy")]);
    assert_eq!(done.codes(), ["command-not-python"; 3]);
}
