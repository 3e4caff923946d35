//! Folders and files that are given beside the inputs.

use super::copy;

#[test]
fn a_folder_can_hold_the_instrumentations() {
    let sandbox = copy("mixed");
    sandbox.write("otel/instrumentation.yaml", sandbox.read("instrumentation.yaml"));
    sandbox.write("otel/notes.yaml", "a: 1\n");
    let run = sandbox.run(&["inject", "--check", "k8s", "-i", "otel"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    run.expect_stderr(&["would change: k8s/web.yaml\n"]);
    assert!(!run.stderr.contains("reference-unused"), "{}", run.stderr);
}

#[test]
fn what_is_given_beside_the_inputs_and_is_of_no_use_is_worth_a_warning() {
    let sandbox = copy("mixed");
    sandbox.write("notes/a.yaml", "a: 1\n");
    for useless in ["notes", "notes/a.yaml", "k8s/web.yaml"] {
        let before = sandbox.read("k8s/web.yaml");
        let run = sandbox.run(&["lint", "instrumentation.yaml", "-i", useless]);
        run.expect_stderr(&[&format!(
            "warning[reference-unused]: {useless} is given with -i and holds no Instrumentation"
        )]);
        assert_eq!(sandbox.read("k8s/web.yaml"), before);
    }
}

#[test]
fn a_folder_of_which_all_is_left_out_is_told_as_such() {
    let sandbox = copy("mixed");
    for (folder, more) in [("charts", &[][..]), ("otel", &["--exclude", "otel/"])] {
        sandbox.write("otel/instrumentation.yaml", sandbox.read("instrumentation.yaml"));
        let run = sandbox.run(&[&["lint", "k8s", "-i", folder], more].concat());
        run.expect_stderr(&[
            &format!("warning[reference-unused]: {folder} is given with -i and holds no"),
            "left out: ",
        ]);
    }
}

#[test]
fn what_is_given_twice_is_told_once() {
    let sandbox = copy("mixed");
    let run = sandbox.run(&[
        "inject",
        "--check",
        "k8s",
        "-i",
        ".",
        "-i",
        "./instrumentation.yaml",
        "-i",
        "instrumentation.yaml",
    ]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(!run.stderr.contains("reference-unused"), "{}", run.stderr);
}
