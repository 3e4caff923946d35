use super::*;

/// A rule with what `spec.rules[0]` says.
fn rule(json: Json) -> Rule {
    let config = json!({
        "apiVersion": "otel-inject.dev/v1alpha1",
        "kind": "OtelInject",
        "metadata": {"name": "shop"},
        "spec": {"rules": [json]},
    });
    let read = crate::config::read(&Value::from(&config));
    assert_eq!(read.errors, []);
    read.config.spec.rules[0].clone()
}

/// What injecting a language comes to where a rule mounts its agent at `/otel`.
fn mounted(language: &'static str, settings: Json, container: Json) -> Done {
    let rule = rule(json!({"mountPath": "/otel/"}));
    let pod = json!({"containers": [container]});
    done_by_rule(Some(&rule), Some("shop"), json!({}), pod, &[(language, settings, &["app"])])
}

fn plain() -> Json {
    json!({"name": "app"})
}

/// The mounts of the container, and of the init container.
fn mounts(done: &Done, language: &str) -> [String; 2] {
    let agent = format!("opentelemetry-auto-instrumentation-{language}");
    ["app", &agent].map(|name| {
        let mounts = done.container(name)["volumeMounts"].as_array().map_or(&[][..], Vec::as_slice);
        mounts.iter().filter_map(|mount| mount["mountPath"].as_str()).collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn everything_points_to_where_the_rule_mounts_the_agent() {
    let volume = json!([{"name": "v", "mountPath": "/data"}]);
    for (language, command, variables) in [
        (
            "python",
            "cp -r /autoinstrumentation/. /otel",
            &[("PYTHONPATH", "/otel/opentelemetry/instrumentation/auto_instrumentation:/otel")][..],
        ),
        (
            "nodejs",
            "cp -r /autoinstrumentation/. /otel",
            &[("NODE_OPTIONS", " --require /otel/autoinstrumentation.js")],
        ),
        ("java", "cp /javaagent.jar /otel/javaagent.jar", &[("JAVA_TOOL_OPTIONS", " -javaagent:/otel/javaagent.jar")]),
        (
            "dotnet",
            "cp -r /autoinstrumentation/. /otel",
            &[
                ("CORECLR_PROFILER_PATH", "/otel/linux/OpenTelemetry.AutoInstrumentation.Native.so"),
                ("DOTNET_STARTUP_HOOKS", "/otel/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll"),
                ("DOTNET_ADDITIONAL_DEPS", "/otel/AdditionalDeps"),
                ("OTEL_DOTNET_AUTO_HOME", "/otel"),
                ("DOTNET_SHARED_STORE", "/otel/store"),
            ],
        ),
    ] {
        let done = mounted(language, json!({}), json!({"name": "app", "volumeMounts": volume}));
        assert_eq!(mounts(&done, language), ["/data /otel", "/otel"], "{language}");
        let agent = done.container(&format!("opentelemetry-auto-instrumentation-{language}"));
        assert_eq!(agent["command"], json!(command.split(' ').collect::<Vec<_>>()), "{language}");
        for (name, value) in variables {
            assert_eq!(done.env(name), value);
        }
        assert!(!done.spec.to_string().contains("/otel-auto-instrumentation"), "{language}: {}", done.spec);
        assert!(done.codes().is_empty());
    }
}

#[test]
fn extensions_lie_beside_the_agent() {
    let settings = json!({"extensions": [{"image": "ext:1", "dir": "/ext"}]});
    let done = mounted("java", json!({"java": settings}), plain());
    let extension = done.container("opentelemetry-auto-instrumentation-extension-0");
    assert_eq!(extension["command"], json!(["cp", "-r", "/ext/.", "/otel/extensions"]));
    assert_eq!(extension["volumeMounts"][0]["mountPath"], "/otel");
    assert_eq!(
        *done.env("JAVA_TOOL_OPTIONS"),
        " -javaagent:/otel/javaagent.jar -Dotel.javaagent.extensions=/otel/extensions"
    );
}

#[test]
fn a_rule_that_injects_mounts_only_what_it_injects() {
    let rule = rule(json!({"inject": {"java": true}, "mountPath": "/otel"}));
    let pod = json!({"containers": [{"name": "app"}, {"name": "web"}]});
    let asked: [Asked<'_>; 2] = [("java", json!({}), &["app"]), ("python", json!({}), &["web"])];
    let done = done_by_rule(Some(&rule), Some("shop"), json!({}), pod, &asked);
    assert_eq!(done.container("app")["volumeMounts"][0]["mountPath"], "/otel");
    assert_eq!(done.container("web")["volumeMounts"][0]["mountPath"], "/otel-auto-instrumentation-python");
}

#[test]
fn the_program_before_a_command_is_there_too() {
    let rule = rule(json!({"mountPath": "/otel", "command": {"wrapWith": "opentelemetry-instrument"}}));
    let pod = json!({"containers": [{"name": "app", "command": ["gunicorn"]}]});
    let done = done_by_rule(Some(&rule), Some("shop"), json!({}), pod, &[("python", json!({}), &["app"])]);
    assert_eq!(done.container("app")["command"], json!(["/otel/bin/opentelemetry-instrument", "gunicorn"]));
}

#[test]
fn a_path_at_which_something_is_mounted_is_warned_of() {
    let own = json!([{"name": "own", "mountPath": "/otel/"}]);
    let done = mounted("python", json!({}), json!({"name": "app", "volumeMounts": own}));
    assert_eq!(done.codes(), ["mount-twice"]);
}
