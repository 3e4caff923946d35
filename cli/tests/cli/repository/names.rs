//! Folders that share names.

use super::copy;

/// The endpoint that a workload of `shared-names` is to get.
const ENDPOINTS: [(&str, &str); 4] = [
    ("shop/web.yaml", "http://collector.shop:4318"),
    ("blog/web.yaml", "http://collector.blog:4318"),
    ("platform/base/web.yaml", "http://collector.prod:4318"),
    ("platform/worker/web.yaml", "http://collector.test:4318"),
];

#[test]
fn folders_that_share_names_each_have_their_own() {
    let sandbox = copy("shared-names");
    sandbox.run(&["lint", "."]).expect(0, "");
    let run = sandbox.run(&["explain", "."]);
    for (file, reason) in [
        (
            "shop",
            "the Instrumentation python, of several the one in the workload's folder (shop/instrumentation.yaml:4)",
        ),
        ("base", "that the kustomization in platform/overlays/prod builds with the workload (platform/telemetry/prod/"),
    ] {
        assert!(run.text().contains(reason), "{file}: {}", run.text());
    }
    assert!(run.text().contains("from spec.exporter.endpoint (blog/instrumentation.yaml:7)"), "{}", run.text());
    sandbox.run(&["inject", "--in-place", "."]).expect(0, "");
    for (file, endpoint) in ENDPOINTS {
        let text = sandbox.read(file);
        assert!(text.contains(&format!("value: {endpoint}\n")), "{file}: {text}");
    }
    for args in [&["verify", "."][..], &["inject", "--check", "."], &["lint", ".", "--require-injected"]] {
        sandbox.run(args).expect(0, "");
    }
}

#[test]
fn two_that_are_as_near_are_a_conflict_that_says_what_decides() {
    let sandbox = copy("shared-names");
    let other = sandbox.read("blog/instrumentation.yaml");
    sandbox.write("shop/second.yaml", other);
    let run = sandbox.run(&["inject", "--check", "."]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    run.expect_stderr(&[
        "error[instrumentation-conflict]",
        "--> shop/web.yaml:9:57",
        "--> shop/second.yaml:4:9",
        "= help: leave one of the two out; the nearest counts: one in the workload's folder, else in a folder above it",
    ]);
    assert!(!run.stderr.contains("blog/web.yaml"), "{}", run.stderr);
}
