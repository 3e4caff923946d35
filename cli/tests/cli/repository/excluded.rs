//! What a person leaves out of folders.

use super::copy;

#[test]
fn the_configuration_can_exclude_too() {
    let sandbox = copy("mixed");
    let config = "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: shop}\nspec:\n  namespace: \
                  shop\n  exclude: [cart/, '!kept.yaml']\n";
    sandbox.write("charts/otel-inject.yaml", config);
    sandbox.write("cart/web.yaml", sandbox.read("k8s/web.yaml"));
    let run = sandbox.run(&["inject", ".", "--check", "--config", "charts/otel-inject.yaml"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    // The patterns count from the folder of the configuration.
    run.expect_stderr(&["left out: 2 files that cart/ excludes", "would change: cart/web.yaml\n"]);
    sandbox.run(&["inject", ".", "--in-place", "--config", "charts/otel-inject.yaml"]).expect(0, "");
    let injected = sandbox.read("cart/web.yaml");
    let only_k8s =
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: shop}\nspec: {exclude: [/cart]}\n";
    sandbox.write("otel-inject.yaml", only_k8s);
    sandbox.run(&["remove", ".", "--in-place", "--config", "otel-inject.yaml"]).expect(0, "");
    assert_eq!(sandbox.read("cart/web.yaml"), injected);
    assert!(!sandbox.read("k8s/web.yaml").contains("initContainers:"));
    sandbox.write("otel-inject.yaml", only_k8s.replace("exclude", "excluded"));
    sandbox.run(&["remove", ".", "--in-place", "--config", "otel-inject.yaml"]).expect(3, "");
    assert_eq!(sandbox.read("cart/web.yaml"), injected);
    let wrong = sandbox.run(&["lint", ".", "--exclude", "{a,b"]);
    wrong.expect(2, "");
    wrong.expect_stderr(&["error: --exclude \"{a,b\" is no pattern of paths: "]);
}

#[test]
fn a_folder_is_excluded_however_it_is_written() {
    let sandbox = copy("mixed");
    sandbox.write("k8s/gen/web.yaml", sandbox.read("k8s/web.yaml"));
    let config =
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec: {exclude: [k8s/gen/]}\n";
    sandbox.write("otel-inject.yaml", config);
    let mut command = sandbox.command(&[
        "inject",
        "--check",
        "..",
        "--config",
        "../../otel-inject.yaml",
        "-i",
        "../../instrumentation.yaml",
    ]);
    let run = command.current_dir(sandbox.path().join("k8s/gen")).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("left out: ../gen/web.yaml, excluded by k8s/gen/\n"), "{said}");
    let run = sandbox.run(&["inject", "--check", "k8s/../k8s", "--exclude", "./k8s/gen", "-i", "instrumentation.yaml"]);
    run.expect_stderr(&["gen/web.yaml, excluded by /k8s/gen\n"]);
    let outside = sandbox.run(&["inject", "--check", ".", "--exclude", "../k8s"]);
    outside.expect(2, "");
    outside.expect_stderr(&["error: --exclude \"../k8s\" can't match"]);
}

#[test]
fn what_is_named_is_done_wherever_else_it_is_found() {
    let sandbox = copy("patch-named");
    sandbox.write("prod/whole.yaml", sandbox.read("base/web.yaml").replace("name: web\n", "name: other\n"));
    sandbox.write("prod/kustomization.yaml", "resources: [../base]\npatches: [{path: whole.yaml}]\n");
    for paths in [["prod", "prod/whole.yaml"], ["prod/whole.yaml", "prod"]] {
        let run = sandbox
            .run(&[&["inject", "--check", "--inject", "python", "-i", "instrumentation.yaml"], &paths[..]].concat());
        assert_eq!(run.code, Some(1), "{paths:?}: {}", run.stderr);
        run.expect_stderr(&["would change: prod/whole.yaml\n"]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_followed() {
    let (sandbox, outside) = (copy("mixed"), crate::sandbox());
    let target = outside.write("web.yaml", sandbox.read("k8s/web.yaml"));
    std::os::unix::fs::symlink(&target, sandbox.path().join("k8s/link.yaml")).unwrap();
    let before = outside.read("web.yaml");
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&["left out: k8s/link.yaml, a link that leads out of the repository, or nowhere\n"]);
    assert_eq!(outside.read("web.yaml"), before);
    // One that is named is followed, and stays a link.
    sandbox.run(&["inject", "k8s/link.yaml", "--in-place", "-i", "instrumentation.yaml"]).expect(0, "");
    assert!(outside.read("web.yaml").contains("initContainers:"));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_stays_on_its_line() {
    let sandbox = copy("chart");
    sandbox.write("a\n::error::b\u{1b}[31m/web.yaml", sandbox.read("chart/values.yaml"));
    for command in super::COMMANDS {
        let run = sandbox.run(&[command, &["."]].concat());
        let said = super::said(&run);
        assert!(!said.contains('\u{1b}') && !said.lines().any(|line| line.starts_with("::")), "{command:?}: {said:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_in_a_pipe_is_read_once() {
    let sandbox = copy("mixed");
    let config =
        "apiVersion: otel-inject.dev/v1alpha1\nkind: OtelInject\nmetadata: {name: a}\nspec: {exclude: [charts/]}\n";
    sandbox.write("config.yaml", config);
    let program = env!("CARGO_BIN_EXE_otel-inject");
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", &format!("{program} inject . --check --exclude /config.yaml --config <(cat config.yaml)")]);
    let run = sandbox.feed(&mut shell, b"");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    run.expect_stderr(&["would change: k8s/web.yaml\n"]);
    // From there the patterns count from the folder of the pipe.
    let run = sandbox.pipe(&["inject", ".", "--check", "--exclude", "/config.yaml", "--config", "-"], config);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    run.expect_stderr(&["left out: 2 files that charts/ excludes"]);
}
