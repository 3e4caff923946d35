//! How documents are read that other programs wrote.

use super::copy;

#[test]
fn json_objects_one_after_the_other_are_injected_and_taken_back() {
    let sandbox = copy("json-stream");
    let before = sandbox.read("input.yaml");
    sandbox.run(&["inject", "--in-place", "-i", "instrumentation.yaml", "input.yaml"]).expect(0, "");
    let after = sandbox.read("input.yaml");
    assert_eq!(after.matches("\"initContainers\": [").count(), 2, "{after}");
    sandbox.run(&["inject", "--check", "-i", "instrumentation.yaml", "input.yaml"]).expect(0, "");
    sandbox.run(&["remove", "--in-place", "input.yaml"]).expect(0, "");
    assert_eq!(sandbox.read("input.yaml"), before);
}

#[test]
fn a_quoted_text_that_goes_on_at_the_indentation_of_its_key_is_read() {
    let sandbox = copy("quoted");
    let before = sandbox.read("input.yaml");
    let instrumentation =
        "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: i}\nspec: {}\n";
    sandbox.write("i.yaml", instrumentation);
    sandbox.run(&["inject", "--in-place", "--inject", "python", "-i", "i.yaml", "input.yaml"]).expect(0, "");
    let after = sandbox.read("input.yaml");
    assert!(after.contains("note: 'first line\n        second line'\n") && after.contains("PYTHONPATH"), "{after}");
    sandbox.run(&["remove", "--in-place", "input.yaml"]).expect(0, "");
    assert_eq!(sandbox.read("input.yaml"), before);
}

#[test]
fn a_resource_list_among_other_files_is_data() {
    for (name, changed) in [("resourcelist-other", "app/web.yaml"), ("resourcelist-otelinject", "web.yaml")] {
        let sandbox = copy(name);
        let run = sandbox.run(&["inject", "--check", "."]);
        assert_eq!(run.code, Some(1), "{name}");
        run.expect_stderr(&[&format!("would change: {changed}\n")]);
        assert_eq!(sandbox.run(&["lint", "."]).code, Some(0), "{name}");
    }
    let run = copy("resourcelist-otelinject").run(&["inject", "--check", "."]);
    run.expect_stderr(&["warning[config-unused]: an OtelInject has no effect here\n", "x-test.yaml:"]);
}

#[test]
fn containers_without_names_are_not_listed() {
    let run = copy("unnamed").run(&["lint", "input.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.text().contains("its containers have no names") && !run.text().contains("known here"),
        "{}",
        run.text()
    );
}

#[test]
fn an_instrumentation_that_others_may_use_is_not_repaired() {
    let sandbox = copy("fix-shared");
    let before = sandbox.read("instrumentation.yaml");
    for args in [&["lint", "edge.yaml", "-i", "instrumentation.yaml", "--fix"][..], &["lint", ".", "--fix"]] {
        let run = sandbox.run(args);
        assert!(run.code <= Some(1), "{}", run.stderr);
        assert_eq!(sandbox.read("instrumentation.yaml"), before);
    }
}
