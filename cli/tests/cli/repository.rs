//! What folders of a repository hold beside workloads, and how it is read.

use std::collections::BTreeMap;
use std::path::Path;

use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

/// A copy of a folder of `fixtures/repository`.
pub fn copy(name: &str) -> Sandbox {
    let sandbox = sandbox();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/repository").join(name);
    add(&sandbox, &folder, "");
    sandbox
}

pub(crate) fn add(sandbox: &Sandbox, folder: &Path, below: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = [below, path.file_name().unwrap().to_str().unwrap()].concat();
        match path.is_dir() {
            true => add(sandbox, &path, &[&name, "/"].concat()),
            false => drop(sandbox.write(&name, std::fs::read(&path).unwrap())),
        }
    }
}

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

/// Every command that reads a folder.
const COMMANDS: [&[&str]; 8] = [
    &["inject", "--check"],
    &["remove", "--check"],
    &["diff"],
    &["patch", "--format", "kustomize"],
    &["images"],
    &["explain"],
    &["verify"],
    &["lint"],
];

/// All that a run says, wherever.
fn said(run: &otel_inject_testing::sandbox::Run) -> String {
    format!("{}{}", run.text(), run.stderr)
}

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
    wrong.expect(3, "");
    wrong.expect_stderr(&["error: --exclude \"{a,b\" is no pattern of paths: "]);
}

#[test]
fn a_patch_that_is_listed_is_neither_injected_nor_taken_back() {
    let sandbox = copy("own-patch");
    let (rule, python) = (["--inject", "python"], ["-i", "instrumentation.yaml"]);
    let patch = sandbox.run(&[&["patch", "--format", "strategic", "base"], &rule[..], &python].concat());
    sandbox.write("overlays/prod/otel.yaml", patch.text());
    for command in [&["inject", ".", "--in-place"][..], &["inject", ".", "--in-place", "--inject", "python"]] {
        let run = sandbox.run(command);
        run.expect(0, "");
        let left_out = "left out: overlays/prod/otel.yaml, a patch that overlays/prod/kustomization.yaml applies; see what is \
                        built with it: kustomize build overlays/prod | otel-inject inject\n";
        run.expect_stderr(&[left_out]);
    }
    sandbox.run(&["remove", ".", "--in-place"]).expect(0, "");
    assert_eq!(sandbox.read("overlays/prod/otel.yaml"), patch.text());
    assert_eq!(sandbox.read("base/web.yaml"), copy("own-patch").read("base/web.yaml"));
}

#[test]
fn a_patch_that_asks_is_told_with_the_build_that_shows_what_comes_of_it() {
    let sandbox = copy("patch-annotations");
    for command in COMMANDS.into_iter().filter(|command| command[0] != "remove") {
        let run = sandbox.run(&[command, &["."]].concat());
        let said = said(&run);
        assert_eq!(run.code, Some(0), "{command:?}: {said}");
        for expected in [
            "inject-python asks for injection in a patch that overlays/prod/kustomization.yaml applies, which is nothing",
            "overlays/prod/otel-patch.yaml:8:9\n",
            &format!("kustomize build overlays/prod | otel-inject {}\n", command[0]),
        ] {
            assert!(said.contains(expected), "{command:?}: {expected:?} is not in {said}");
        }
    }
    let github = sandbox.run(&["verify", "--format", "github", "."]);
    assert!(github.text().contains("::warning file=overlays/prod/otel-patch.yaml,line=8,"), "{}", github.text());
}

#[test]
fn a_rule_leaves_patches_alone() {
    let sandbox = copy("patch-named");
    let patch = sandbox.read("prod/proxy-memory.yaml");
    let run = sandbox.run(&["inject", ".", "--inject", "python", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&["left out: prod/proxy-memory.yaml, a patch that prod/kustomization.yaml applies;"]);
    assert_eq!(sandbox.read("prod/proxy-memory.yaml"), patch);
    assert!(sandbox.read("base/web.yaml").contains("PYTHONPATH"));
}

#[test]
fn a_fragment_in_a_folder_is_left_out_and_a_named_one_is_not() {
    let sandbox = copy("patch-unlisted");
    let fragments = ["memory.yaml", "replicas.yaml"].map(|name| (name, sandbox.read(name)));
    let run = sandbox.run(&["inject", ".", "--inject", "python", "--in-place"]);
    run.expect(0, "");
    run.expect_stderr(&[
        "left out: 2 fragments of workloads, such as patches, the first of them Deployment web (memory.yaml:3)\n",
    ]);
    assert!(sandbox.read("web.yaml").contains("PYTHONPATH"));
    for (name, before) in fragments {
        assert_eq!(sandbox.read(name), before);
    }
    let run = sandbox.run(&["inject", "replicas.yaml", "--inject", "python", "-i", "instrumentation.yaml"]);
    run.expect(3, "");
    run.expect_stderr(&["error[malformed-workload]"]);
    let run = sandbox.run(&["lint", "."]);
    assert_eq!((run.code, run.text()), (Some(0), ""));
    run.expect_stderr(&["no findings in what was read; 2 documents left out\n"]);
}

#[test]
fn a_fragment_that_asks_is_told_with_its_place() {
    let sandbox = copy("patch-unlisted");
    let asking = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {annotations: \
                  {instrumentation.opentelemetry.io/inject-java: 'true'}}}}\n";
    sandbox.write("asks.yaml", asking);
    for command in COMMANDS.into_iter().filter(|command| command[0] != "remove") {
        let run = sandbox.run(&[command, &["."]].concat());
        let said = said(&run);
        assert_eq!(run.code, Some(0), "{command:?}: {said}");
        let told = "inject-java asks for injection in a fragment of a Deployment, which is left out\n --> asks.yaml:4:";
        assert!(said.contains(told), "{command:?}: {said}");
    }
}

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

/// The files of a folder with what they hold, as far as they are text.
pub(crate) fn files(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, root, found),
                false => {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(sandbox.path(), sandbox.path(), &mut found);
    found
}

/// Of `fixtures/repository/tree`: what is done, what asks and is left out, and what else is left out.
const DONE: [&str; 2] = ["apps/web/base/deployment.yaml", "jobs/report.yaml"];
const ASKING: [&str; 5] = [
    "apps/web/overlays/dev/java.yaml",
    "apps/web/overlays/prod/pod-template.yaml",
    "apps/web/overlays/test/Kustomization",
    "charts/cart/templates/deployment.yaml",
    "jobs/nightly.yaml",
];
const LEFT_OUT: [&str; 23] = [
    "apps/web/base/probes.yaml",
    "apps/web/components/debug/verbose.yaml",
    "apps/web/overlays/dev/java.yaml",
    "apps/web/overlays/prod/env.yaml",
    "apps/web/overlays/prod/grace.yaml",
    "apps/web/overlays/prod/labels.yaml",
    "apps/web/overlays/prod/memory.yaml",
    "apps/web/overlays/prod/pod-template.yaml",
    "apps/web/overlays/prod/references.yaml",
    "apps/web/overlays/prod/replacements.yaml",
    "apps/web/overlays/prod/replicas.yaml",
    "charts/cart/Chart.yaml",
    "charts/cart/templates/deployment.yaml",
    "charts/cart/values.yaml",
    "charts/mail/Chart.yaml",
    "charts/mail/charts/relay/Chart.yaml",
    "charts/mail/charts/relay/templates/pod.yaml",
    "charts/mail/values-prod.yaml",
    "ci/merge.yaml",
    "ci/owners.yaml",
    "ci/snippet.tmpl.yaml",
    "functions/set-labels/_expected.yaml",
    "jobs/nightly.yaml",
];

#[test]
fn of_a_whole_repository_the_workloads_are_done_and_everything_else_is_named() {
    let sandbox = copy("tree");
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place", "--verbose"]);
    run.expect(0, "");
    let after = files(&sandbox);
    let changed: Vec<&String> = after.keys().filter(|name| before.get(*name) != after.get(*name)).collect();
    assert_eq!(changed, DONE);
    for asking in ASKING {
        run.expect_stderr(&[&format!("--> {asking}:")]);
    }
    let left_out: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("left out: ")).collect();
    for name in LEFT_OUT {
        assert!(left_out.iter().any(|line| line.contains(name)), "{name} is not in {left_out:#?}");
    }
    assert_eq!(left_out.len(), LEFT_OUT.len(), "{left_out:#?}");
    for command in [&["inject", "--check", "."][..], &["verify", "."], &["diff", "--exit-code", "."], &["lint", "."]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(0), "{command:?}: {}", said(&run));
        assert!(!said(&run).contains("nothing found"), "{command:?}: {}", said(&run));
    }
    sandbox.run(&["remove", ".", "--in-place"]).expect(0, "");
    assert_eq!(files(&sandbox), before);
}

#[test]
fn beside_a_kustomization_that_cannot_be_read_what_asks_is_an_error() {
    let sandbox = copy("tree");
    let kustomization = sandbox.read("apps/web/overlays/dev/kustomization.yml");
    sandbox.write("apps/web/overlays/dev/kustomization.yml", format!("<<<<<<< HEAD\n{kustomization}"));
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(3, "");
    run.expect_stderr(&["error[left-out]: ", "apps/web/overlays/dev/java.yaml:9:9\n"]);
    assert_eq!(files(&sandbox), before);
    sandbox.run(&["inject", ".", "--in-place", "--exclude", "/apps/web/overlays/dev"]).expect(0, "");
}

#[test]
fn what_asks_and_cannot_be_read_is_an_error() {
    let sandbox = copy("tree");
    sandbox
        .write("ci/more.yaml", "<<<<<<< HEAD\nannotations: {instrumentation.opentelemetry.io/inject-java: 'true'}\n");
    let before = files(&sandbox);
    let run = sandbox.run(&["inject", ".", "--in-place"]);
    run.expect(3, "");
    run.expect_stderr(&["ci/more.yaml:2:"]);
    assert_eq!(files(&sandbox), before);
}

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
