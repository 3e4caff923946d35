//! Files on the command line are printed, in order, joined by `---`.

use crate::sandbox;

#[test]
fn a_file_that_asks_for_nothing_is_printed_byte_for_byte() {
    for content in [
        "kind: ConfigMap\ndata:\n  mode: 0644\n",
        "kind: ConfigMap\r\ndata: {}\r\n",
        "\u{feff}kind: ConfigMap\n",
        "kind: ConfigMap",
        "---\n# only a comment\n---\n",
        "{\"kind\": \"ConfigMap\"}",
        "a: b   \n\n\n",
        "",
        "\n",
        "this: [is, not: yaml",
    ] {
        let sandbox = sandbox();
        sandbox.write("a.yaml", content);
        sandbox.run(&["inject", "--allow-empty", "a.yaml"]).expect(0, content);
        sandbox.run(&["remove", "--allow-empty", "a.yaml"]).expect(0, content);
    }
}

#[test]
fn several_files_are_joined_in_the_order_in_which_they_are_named() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1");
    sandbox.write("b.json", "{\"b\": 2}\n");
    sandbox.write("c.txt", "---\nc: 3\n");
    sandbox.run(&["inject", "c.txt", "a.yaml", "b.json"]).expect(0, "---\nc: 3\n---\na: 1\n---\n{\"b\": 2}\n");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let sandbox = sandbox();
    sandbox.write("k8s/a.yaml", "a: 1\n");
    sandbox.run(&["inject", "k8s/a.yaml", "./k8s/../k8s/a.yaml"]).expect(0, "a: 1\n");
}

#[test]
fn a_missing_file_is_named_and_nothing_is_printed() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    let run = sandbox.run(&["inject", "a.yaml", "gone.yaml", "gone-too.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error: can't read gone.yaml: ", "error: can't read gone-too.yaml: "]);
    let run = sandbox.run(&["inject", "a.yaml", "-i", "gone.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error: can't read gone.yaml: "]);
}

#[test]
fn references_are_not_printed() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.write("instrumentation.yaml", "kind: Instrumentation\n");
    sandbox
        .run(&["inject", "a.yaml", "-i", "instrumentation.yaml", "-i", "./instrumentation.yaml"])
        .expect(0, "a: 1\n");
}

#[test]
fn bytes_that_are_not_utf_8_pass_through_if_nothing_is_asked_of_them() {
    let sandbox = sandbox();
    sandbox.write("latin1.yaml", b"caf\xe9: 1\r\n");
    sandbox.write("a.yaml", "a: 1\n");
    let run = sandbox.run(&["inject", "latin1.yaml"]);
    assert_eq!((run.code, &run.stdout[..]), (Some(0), &b"caf\xe9: 1\r\n"[..]));
    let run = sandbox.run(&["inject", "a.yaml", "latin1.yaml", "a.yaml"]);
    assert_eq!((run.code, &run.stdout[..]), (Some(0), &b"a: 1\n---\r\ncaf\xe9: 1\r\n"[..]));
}

#[test]
fn bytes_that_are_not_utf_8_and_may_ask_are_an_error() {
    let sandbox = sandbox();
    sandbox.write("latin1.yaml", b"a: 1\ncaf\xe9: instrumentation.opentelemetry.io/inject-java\n");
    let run = sandbox.run(&["inject", "latin1.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error: the byte 0xe9 is not UTF-8", " --> latin1.yaml:2:4\n"]);
    sandbox.write("record.yaml", b"\xff otel-inject.dev/injected: {}\n");
    sandbox.run(&["remove", "record.yaml"]).expect(3, "");
}
