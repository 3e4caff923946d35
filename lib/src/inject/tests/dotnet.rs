use super::*;

fn with_runtime(runtime: &str, settings: Json, env: Json) -> Done {
    let annotations = json!({"instrumentation.opentelemetry.io/otel-dotnet-auto-runtime": runtime});
    done_in_turn(Some("shop"), annotations, app(env), &[("dotnet", settings, &["app"])])
}

#[test]
fn three_variables_are_joined_and_the_others_yield() {
    let names = [
        "CORECLR_ENABLE_PROFILING",
        "CORECLR_PROFILER",
        "CORECLR_PROFILER_PATH",
        "DOTNET_STARTUP_HOOKS",
        "DOTNET_ADDITIONAL_DEPS",
        "DOTNET_SHARED_STORE",
    ];
    let own: Vec<Json> = names.iter().map(|name| json!({"name": name, "value": "own"})).collect();
    let own = with_runtime("", json!({}), json!(own));
    assert_eq!(
        names.map(|name| own.env(name).as_str().unwrap_or_default()),
        [
            "own",
            "own",
            "own",
            "own:/otel-auto-instrumentation-dotnet/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll",
            "own:/otel-auto-instrumentation-dotnet/AdditionalDeps",
            "own:/otel-auto-instrumentation-dotnet/store",
        ]
    );
    assert_eq!(*own.env("OTEL_DOTNET_AUTO_HOME"), "/otel-auto-instrumentation-dotnet");
    let empty = with_runtime("", json!({}), json!([{"name": "DOTNET_SHARED_STORE", "value": ""}]));
    assert_eq!(*empty.env("DOTNET_SHARED_STORE"), ":/otel-auto-instrumentation-dotnet/store");
}

#[test]
fn the_profiler_is_the_one_for_the_runtime() {
    let path = |runtime: &str| {
        let done = with_runtime(runtime, json!({}), json!([]));
        done.env("CORECLR_PROFILER_PATH").as_str().map(|path| path.split('/').nth(2).unwrap_or_default().to_owned())
    };
    assert_eq!(path("").as_deref(), Some("linux"));
    assert_eq!(path("linux-x64").as_deref(), Some("linux"));
    assert_eq!(path("linux-musl-x64").as_deref(), Some("linux-musl"));
    assert_eq!(path("Linux-x64"), None, "the exact spelling");
}

#[test]
fn a_container_is_passed_over_for_a_runtime_a_home_or_a_source_of_its_own() {
    let elsewhere = |name: &str| json!([{"name": name, "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]);
    let home = "OTEL_DOTNET_AUTO_HOME";
    for (runtime, settings, env, wanted) in [
        ("windows", json!({}), json!([]), "unknown-setting"),
        ("", json!({}), json!([{"name": home, "value": ""}]), "taken-for-injected"),
        ("", json!({}), elsewhere(home), "taken-for-injected"),
        ("", json!({"dotnet": {"env": [{"name": home, "value": "/x"}]}}), json!([]), "taken-for-injected"),
        ("", json!({}), elsewhere("DOTNET_STARTUP_HOOKS"), "env-value-from-conflict"),
        ("", json!({}), elsewhere("DOTNET_ADDITIONAL_DEPS"), "env-value-from-conflict"),
        ("", json!({}), elsewhere("DOTNET_SHARED_STORE"), "env-value-from-conflict"),
    ] {
        let done = with_runtime(runtime, settings, env.clone());
        assert_eq!(done.skips(), [format!("app: {wanted}")], "{runtime} {env}");
        assert_eq!(done.container("app")["env"], env, "nothing is added to it");
        let name = "opentelemetry-auto-instrumentation-dotnet";
        assert_eq!(Done::names_in(&done.spec["initContainers"]), [name], "the pod's parts are added all the same");
        assert_eq!(Done::names_in(&done.spec["volumes"]), [name]);
    }
}

#[test]
fn a_home_or_a_source_from_the_instrumentation_stays() {
    let home = with_runtime("", json!({"env": [{"name": "OTEL_DOTNET_AUTO_HOME", "value": "/x"}]}), json!([]));
    assert_eq!((home.skips().len(), home.env("OTEL_DOTNET_AUTO_HOME")), (0, &json!("/x")));
    let store = json!([{"name": "DOTNET_SHARED_STORE", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}}]);
    let done = with_runtime("", json!({"env": store}), json!([]));
    assert_eq!((done.skips().len(), done.env("DOTNET_SHARED_STORE")), (0, &Json::Null));
    assert_eq!(done.codes(), ["agent-not-loaded"]);
}
