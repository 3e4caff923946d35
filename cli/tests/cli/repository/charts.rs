//! Helm charts in folders.

use super::{COMMANDS, copy, said};

#[test]
fn a_chart_is_left_out_with_the_command_that_renders_it() {
    let sandbox = copy("chart");
    for command in COMMANDS {
        let run = sandbox.run(&[command, &["."]].concat());
        let (said, name) = (said(&run), command[0]);
        assert_eq!(run.code, Some(0), "{command:?}: {said}");
        let rendered =
            format!("left out: the Helm chart chart (3 files); render it: helm template chart | otel-inject {name}\n");
        assert!(said.contains(&rendered), "{command:?}: {said}");
        assert!(!said.contains("nothing found"), "{command:?}: {said}");
        let asks = "instrumentation.opentelemetry.io/inject-python asks for injection in the Helm chart chart";
        assert_eq!(said.contains(asks), name != "remove", "{command:?}: {said}");
        assert_eq!(said.contains(" --> chart/values.yaml:2:3\n"), name != "remove", "{command:?}: {said}");
    }
}

#[test]
fn a_folder_of_nothing_but_charts_is_an_error_with_the_command_that_renders_them() {
    let sandbox = copy("chart");
    for command in COMMANDS {
        for folder in ["chart", "chart/templates"] {
            let run = sandbox.run(&[command, &[folder]].concat());
            run.expect(3, "");
            let help = format!("help: render it: helm template chart | otel-inject {}\n", command[0]);
            run.expect_stderr(&["error[no-document]: there is nothing to look at: ", &help]);
            let run = sandbox.run(&[command, &[folder, "--allow-empty"]].concat());
            assert_eq!(run.code, Some(0), "{command:?}: {}", run.stderr);
        }
    }
    // A file that is named is never left out.
    let run = sandbox.run(&["verify", "chart/templates/deployment.yaml", "chart/values.yaml"]);
    assert!(run.text().contains("chart/values.yaml:2:3"), "{}", run.text());
    assert!(!run.stderr.contains("left out: the Helm chart"), "{}", run.stderr);
}

#[test]
fn beside_a_chart_the_manifests_of_a_folder_are_done() {
    let sandbox = copy("mixed");
    let chart = sandbox.read("charts/cart/templates/deployment.yaml");
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&["left out: the Helm chart charts/cart (2 files); render it: helm template charts/cart"]);
    run.expect_stderr(&[
        "warning[namespace-unknown]: the Instrumentation default names no namespace, and was taken as",
    ]);
    assert!(sandbox.read("k8s/web.yaml").contains("initContainers:"));
    assert_eq!(sandbox.read("charts/cart/templates/deployment.yaml"), chart);
    let run = sandbox.run(&["inject", ".", "--check", "--exclude", "charts/"]);
    run.expect(0, "");
    run.expect_stderr(&["left out: 2 files that charts/ excludes"]);
    assert!(!run.stderr.contains("asks for injection in"), "{}", run.stderr);
    // A template that is named is read, and asks.
    sandbox.run(&["inject", "--check", "--namespace", "shop", "charts/cart/templates/deployment.yaml"]).expect(3, "");
}
