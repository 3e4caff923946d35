//! Arguments, help and colours.

use crate::sandbox;

#[test]
fn wrong_arguments_are_two() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    for args in [
        &["injekt"][..],
        &[],
        &["inject", "--nonsense"],
        &["inject", "--disable-language", "sdk", "a.yaml"],
        &["inject", "--disable-language", "cobol", "a.yaml"],
        &["inject", "--namespace", "", "a.yaml"],
        &["inject", "--namespace", "My Shop", "a.yaml"],
        &["remove", "-i", "a.yaml", "a.yaml"],
        &["inject", "--color", "sometimes", "a.yaml"],
    ] {
        let run = sandbox.run(args);
        run.expect(2, "");
        assert!(!run.stderr.is_empty());
    }
}

#[test]
fn a_wrong_language_is_answered_with_the_right_ones() {
    let sandbox = sandbox();
    let run = sandbox.run(&["inject", "--disable-language", "node", "a.yaml"]);
    run.expect_stderr(&["java, nodejs, python, dotnet, go, apache-httpd, nginx"]);
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.run(&["inject", "--disable-language", "go", "--disable-language", "java", "a.yaml"]).expect(0, "a: 1\n");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let sandbox = sandbox();
    let run = sandbox.run(&["--version"]);
    run.expect(0, concat!("otel-inject ", env!("CARGO_PKG_VERSION"), "\n"));
    let run = sandbox.run(&["--help"]);
    assert_eq!(run.code, Some(0));
    assert!(run.text().contains("Exit codes:"));
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let sandbox = sandbox();
    let colourful = |args: &[&str]| sandbox.run(args).stderr.contains('\u{1b}');
    assert!(!colourful(&["inject", "gone.yaml"]));
    assert!(!colourful(&["inject", "gone.yaml", "--color", "never"]));
    assert!(colourful(&["inject", "gone.yaml", "--color", "always"]));
    let output = sandbox.command(&["inject", "gone.yaml"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn the_schema_is_the_one_in_the_repository() {
    let sandbox = sandbox();
    let run = sandbox.run(&["schema"]);
    run.expect(0, include_str!("../../../schemas/otel-inject.schema.json"));
    assert_eq!(sandbox.run(&["schema", "a.yaml"]).code, Some(2));
}
