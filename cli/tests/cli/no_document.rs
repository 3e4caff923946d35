//! Nothing to look at is an error: an empty pipe is a build that failed more often than it is meant.

use crate::sandbox;

/// Every command that reads manifests, with what it needs to run on standard input and folders.
const COMMANDS: [&[&str]; 9] = [
    &["inject", "--check"],
    &["inject", "-o", "yaml"],
    &["remove", "--check"],
    &["diff", "--exit-code"],
    &["patch"],
    &["images"],
    &["explain"],
    &["verify"],
    &["lint"],
];

const HELP_WITH_PIPE: &str =
    "help: check the command that writes to the pipe, or pass --allow-empty if there may be nothing to do\n";
const HELP: &str = "help: pass --allow-empty if there may be nothing to do\n";

#[test]
fn an_empty_pipe_is_an_error_in_every_command() {
    for command in COMMANDS {
        for nothing in ["", "\n", "# only a comment\n---\n", "null\n"] {
            let run = sandbox().pipe(command, nothing);
            run.expect(3, "");
            run.expect_stderr(&["error[no-document]: standard input holds no document\n", HELP_WITH_PIPE]);
            let run = sandbox().pipe(&[command, &["--quiet"]].concat(), nothing);
            run.expect(3, "");
            run.expect_stderr(&["error[no-document]: "]);
            let run = sandbox().pipe(&[command, &["--allow-empty"]].concat(), nothing);
            assert_eq!(run.code, Some(0), "{command:?} on {nothing:?}: {}", run.stderr);
            assert!(!run.stderr.contains("no-document"), "{command:?} on {nothing:?}: {}", run.stderr);
        }
    }
}

#[test]
fn a_list_of_nothing_is_a_document() {
    for command in COMMANDS {
        for document in ["{}", "apiVersion: v1\nkind: List\nitems: []\n", "---\na: 1\n"] {
            let run = sandbox().pipe(command, document);
            assert_eq!(run.code, Some(0), "{command:?} on {document:?}: {}", run.stderr);
        }
    }
}

#[test]
fn an_empty_pipe_is_an_error_beside_files_too() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    let run = sandbox.pipe(&["inject", "a.yaml", "-"], "");
    run.expect(3, "");
    run.expect_stderr(&["error[no-document]: standard input holds no document\n"]);
    sandbox.pipe(&["inject", "a.yaml", "-", "--allow-empty"], "").expect(0, "a: 1\n");
}

#[cfg(unix)]
#[test]
fn what_a_shell_pipes_into_an_argument_is_a_pipe() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", &format!("{} verify a.yaml <(true)", env!("CARGO_BIN_EXE_otel-inject"))]);
    let run = sandbox.feed(&mut shell, b"");
    run.expect(3, "");
    run.expect_stderr(&["error[no-document]: /dev/fd/", HELP_WITH_PIPE]);
}

#[test]
fn files_and_folders_without_a_document_are_an_error() {
    let sandbox = sandbox();
    sandbox.write("empty.yaml", "");
    sandbox.write("comment.yaml", "# later\n");
    sandbox.write("k8s/README.md", "nothing\n");
    sandbox.write("base/empty.yaml", "---\n");
    for (paths, said) in [
        (&["empty.yaml"][..], "empty.yaml holds no document\n"),
        (
            &["empty.yaml", "comment.yaml"],
            "none of the 2 files that were read holds a document, empty.yaml among them\n",
        ),
        (&["base"], "base/empty.yaml holds no document\n"),
        (&["k8s"], "there are no YAML or JSON files in k8s\n"),
        (&["k8s", "base"], "there are no YAML or JSON files in k8s\n"),
    ] {
        let run = sandbox.run(&[&["verify"], paths].concat());
        run.expect(3, "");
        run.expect_stderr(&[&format!("error[no-document]: {said}"), HELP]);
        let run = sandbox.run(&[&["verify", "--allow-empty"], paths].concat());
        assert_eq!(run.code, Some(0), "{paths:?}: {}", run.stderr);
    }
}

/// kubectl and kubeconform pass it by without a word; here it may be the file that a build should have written.
#[test]
fn a_named_file_without_a_document_is_worth_a_warning_beside_others() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.write("empty.yaml", "\n");
    let warning = "warning[no-document]: empty.yaml holds no document\n";
    let run = sandbox.run(&["inject", "a.yaml", "empty.yaml"]);
    run.expect(0, "a: 1\n");
    run.expect_stderr(&[warning]);
    let run = sandbox.run(&["inject", "a.yaml", "-i", "empty.yaml"]);
    run.expect(0, "a: 1\n");
    run.expect_stderr(&[warning]);
    for more in [&["--quiet"][..], &["--allow-empty", "--quiet"]] {
        assert_eq!(sandbox.run(&[&["inject", "a.yaml", "empty.yaml"], more].concat()).stderr, "");
    }
    let run = sandbox.run(&["inject", "--check", "."]);
    run.expect(0, "");
    assert!(!run.stderr.contains("no-document"), "in a folder it is one of many: {}", run.stderr);
}
