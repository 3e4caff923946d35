//! Folders are walked in a fixed order and never printed.

use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

#[test]
fn a_folder_needs_a_place_for_the_result() {
    let sandbox = sandbox();
    sandbox.write("k8s/a.yaml", "a: 1\n");
    for command in ["inject", "remove"] {
        let run = sandbox.run(&[command, "k8s"]);
        run.expect(2, "");
        run.expect_stderr(&["--in-place", "--check"]);
        sandbox.run(&[command, "--in-place", "k8s"]).expect(0, "");
        sandbox.run(&[command, "--check", "k8s"]).expect(0, "");
    }
    assert_eq!(sandbox.read("k8s/a.yaml"), "a: 1\n");
}

/// What is read shows in the errors about what can't be.
fn read_in(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run(&["inject", "--check", "."]);
    let places = run.stderr.lines().filter_map(|line| line.strip_prefix(" --> "));
    places.map(|place| place.trim_end_matches(":1:1").to_owned()).collect()
}

#[test]
fn manifests_are_found_in_order_and_the_rest_is_left_out() {
    let sandbox = sandbox();
    let unreadable = b"\xff opentelemetry.io/";
    let names = ["b.yml", "a.YAML", "b/z.json", "b/a.yaml", "README.md", ".hidden.yaml", ".git/x.yaml"];
    let ignored = ["build/out.yaml", "k8s/secret.yaml", "k8s/kept.yaml"];
    for name in names.iter().chain(&ignored) {
        sandbox.write(name, unreadable);
    }
    sandbox.write(".gitignore", "/build\n");
    sandbox.write("k8s/.gitignore", "*.yaml\n!kept.yaml\n");
    assert_eq!(read_in(&sandbox), ["a.YAML", "b/a.yaml", "b/z.json", "b.yml", "k8s/kept.yaml"]);
}

#[test]
fn what_is_named_itself_is_read_even_if_it_is_ignored() {
    let sandbox = sandbox();
    sandbox.write(".gitignore", "*.yaml\n");
    sandbox.write(".a.yaml", "a: 1\n");
    sandbox.run(&["inject", ".a.yaml"]).expect(0, "a: 1\n");
}

#[test]
fn an_empty_folder_is_worth_a_warning() {
    let sandbox = sandbox();
    sandbox.write("k8s/README.md", "nothing\n");
    sandbox.write("base/a.yaml", "a: 1\n");
    let run = sandbox.run(&["inject", "--check", "base", "k8s"]);
    run.expect(0, "");
    run.expect_stderr(&["warning: there are no YAML or JSON files in k8s\n"]);
    assert_eq!(sandbox.run(&["inject", "--check", "--quiet", "base", "k8s"]).stderr, "");
}

#[test]
fn a_folder_of_which_all_is_left_out_says_why() {
    let sandbox = sandbox();
    let left_out = |of: &str, why: &str| {
        let said = format!("all YAML and JSON files in {of} are left out, {why}; to read one, name it");
        let run = sandbox.run(&["lint", of]);
        run.expect(3, "");
        run.expect_stderr(&[&format!("error[no-document]: {said}\n")]);
        let run = sandbox.run(&["lint", "--allow-empty", of]);
        run.expect(0, "");
        assert_eq!(run.stderr, format!("warning: {said}\nnothing was looked at\n"));
    };
    sandbox.write(".gitignore", "*.yaml\n");
    sandbox.write("k8s/.git/config.json", "{}\n");
    sandbox.write("k8s/web/b.yaml", "a: 1\n");
    sandbox.write("k8s/web/a.yaml", "a: 1\n");
    left_out("k8s", "because .gitignore names them, such as k8s/web/a.yaml");
    sandbox.write("hidden/.k8s/a.yml", "a: 1\n");
    left_out("hidden", "because they are hidden, such as hidden/.k8s/a.yml");
    sandbox.write("empty/README.md", "nothing\n");
    let run = sandbox.run(&["lint", "--allow-empty", "empty"]);
    run.expect(0, "");
    assert_eq!(run.stderr, "warning: there are no YAML or JSON files in empty\nnothing was looked at\n");
    // Where something is read, the rest is left out without a word.
    sandbox.write("k8s/c.yml", "a: 1\n");
    assert_eq!(sandbox.run(&["lint", "k8s"]).stderr, "nothing found\n");
}

#[test]
fn files_that_stay_as_they_are_are_not_written() {
    let sandbox = sandbox();
    let path = sandbox.write("k8s/a.yaml", "a: 1\n");
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    sandbox.run(&["inject", "--in-place", "k8s"]).expect(0, "");
    assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), before);
}
