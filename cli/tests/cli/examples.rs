//! What people copy from `examples/`: that with the command line in it.

use std::path::Path;
use std::process::Command;

use otel_inject_testing::example::{EXAMPLES, Example};
use otel_inject_testing::programs::{kustomize, required};
use serde_yaml::Value;

use crate::sandbox;

fn example(name: &'static str) -> Example {
    Example::new(name).tool("otel-inject", Path::new(env!("CARGO_BIN_EXE_otel-inject")))
}

/// The documents of a stream.
fn read(text: &str) -> Vec<Value> {
    text.split("\n---\n").map(|document| serde_yaml::from_str(document).unwrap()).collect()
}

/// A step of a workflow's only job.
fn step(workflow: &str, name: &str) -> String {
    let workflow = read(workflow).remove(0);
    let (_, job) = workflow["jobs"].as_mapping().unwrap().iter().next().unwrap();
    let step = job["steps"].as_sequence().unwrap().iter().find(|step| step["name"] == name).unwrap();
    step["run"].as_str().unwrap().to_owned()
}

/// The lines of GitLab's only job.
fn script(pipeline: &str) -> Vec<String> {
    let pipeline = read(pipeline).remove(0);
    let lines = pipeline["instrumentation"]["script"].as_sequence().unwrap();
    lines.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// Puts what asks for injection where nothing reads it.
fn misplace_annotation(example: &Example) {
    let deployment = example.read("k8s/deployment.yaml");
    let annotations = "  name: web\n  annotations: {instrumentation.opentelemetry.io/inject-java: \"true\"}\n";
    let misplaced = deployment.replacen("  name: web\n", annotations, 1);
    assert_ne!(misplaced, deployment);
    example.write("k8s/deployment.yaml", &misplaced);
}

fn is_injected(text: &str) -> bool {
    text.contains("- name: opentelemetry-auto-instrumentation-python\n") && !text.contains("kind: Instrumentation")
}

#[test]
fn every_example_is_listed_and_says_its_command() {
    let list = std::fs::read_to_string(Path::new(EXAMPLES).join("README.md")).unwrap();
    for entry in std::fs::read_dir(EXAMPLES).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        assert!(list.contains(&format!("| [{name}]({name}) | ")), "{name} is not in the list");
        let readme = std::fs::read_to_string(entry.path().join("README.md")).unwrap();
        assert!(readme.contains("\n```sh\n"), "{name}: no command");
    }
}

#[test]
fn checks_in_pipelines_fail_until_manifests_are_as_injection_makes_them() {
    for name in ["github-actions", "gitlab-ci"] {
        let example = example(name);
        let command = example.commands().remove(0);
        let runs = match name {
            "github-actions" => step(&example.read("workflow.yaml"), "Check"),
            _ => script(&example.read(".gitlab-ci.yml")).remove(1),
        };
        assert_eq!(runs, command, "{name}");
        let run = example.first();
        assert_eq!(run.code, Some(1), "{name}: {}", run.stderr);
        assert_eq!(example.run("otel-inject inject --in-place k8s").code, Some(0), "{name}");
        assert_eq!(example.first().code, Some(0), "{name}");
    }
}

#[test]
fn pipelines_lint_and_show_what_is_found() {
    let at_github = example("github-actions");
    let at_gitlab = example("gitlab-ci");
    let lint = [step(&at_github.read("workflow.yaml"), "Lint"), script(&at_gitlab.read(".gitlab-ci.yml")).remove(0)];
    for (example, lint) in [&at_github, &at_gitlab].into_iter().zip(&lint) {
        assert!(example.commands().contains(lint), "{lint}");
        assert_eq!(example.run(lint).code, Some(0), "{lint}");
        misplace_annotation(example);
    }
    let run = at_github.run(&lint[0]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.text().starts_with("::error file=k8s/deployment.yaml,line=5,"), "{}", run.text());
    assert_eq!(at_gitlab.run(&lint[1]).code, Some(1));
    let report: Value = serde_yaml::from_str(&at_gitlab.read("gl-code-quality-report.json")).unwrap();
    assert_eq!(report[0]["check_name"], "annotation-on-workload");
    let pipeline = read(&at_gitlab.read(".gitlab-ci.yml")).remove(0);
    let artifacts = &pipeline["instrumentation"]["artifacts"];
    assert_eq!(artifacts["reports"]["codequality"], "gl-code-quality-report.json");
}

/// The commands in the YAML of a page: steps of GitHub's, lines of GitLab's.
fn commands_of_pipelines(page: &str) -> Vec<String> {
    let blocks = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut commands = Vec::new();
    for line in blocks.flat_map(str::lines).map(str::trim_start) {
        let command = line.strip_prefix("- run: ").or_else(|| line.strip_prefix("- "));
        commands.extend(command.filter(|command| command.starts_with("otel-inject ")).map(str::to_owned));
    }
    commands
}

#[test]
fn pipelines_of_the_page_about_the_linter_run() {
    let page = std::fs::read_to_string(Path::new(EXAMPLES).join("../docs/lint.md")).unwrap();
    let commands = commands_of_pipelines(&page);
    assert_eq!(commands.len(), 3, "{commands:?}");
    let example = example("github-actions");
    for command in &commands {
        let run = example.run(command);
        assert_eq!(run.code, Some(0), "{command}: {}", run.stderr);
    }
    misplace_annotation(&example);
    for command in &commands {
        let code = if command.contains("--fail-on never") { 0 } else { 1 };
        let run = example.run(command);
        assert_eq!(run.code, Some(code), "{command}: {}", run.stderr);
    }
    for report in ["otel-inject.sarif", "gl-code-quality-report.json"] {
        assert!(example.read(report).contains("annotation-on-workload"), "{report}");
    }
}

#[test]
fn pipelines_of_the_page_about_verify_fail_until_manifests_are_injected() {
    let page = std::fs::read_to_string(Path::new(EXAMPLES).join("../docs/explain.md")).unwrap();
    let commands = commands_of_pipelines(&page);
    assert_eq!(commands.len(), 3, "{commands:?}");
    let example = example("github-actions");
    for command in &commands {
        let run = example.run(command);
        assert_eq!(run.code, Some(1), "{command}: {}", run.stderr);
    }
    for report in ["otel-inject.sarif", "gl-code-quality-report.json"] {
        assert!(example.read(report).contains("not-injected"), "{report}");
    }
    assert_eq!(example.run("otel-inject inject --in-place k8s").code, Some(0));
    for command in &commands {
        let run = example.run(command);
        assert_eq!(run.code, Some(0), "{command}: {}", run.stderr);
    }
}

#[test]
fn pipelines_fit_their_schemas() {
    let Some(program) = required("check-jsonschema", &["--version"], "check-jsonschema") else { return };
    for (schema, file) in [
        ("vendor.github-workflows", "github-actions/workflow.yaml"),
        ("vendor.github-workflows", "flux/workflow.yaml"),
        ("vendor.gitlab-ci", "gitlab-ci/.gitlab-ci.yml"),
    ] {
        let mut command = Command::new(&program);
        command.args(["--builtin-schema", schema]).arg(Path::new(EXAMPLES).join(file));
        let run = sandbox().feed(&mut command, b"");
        assert_eq!(run.code, Some(0), "{file}: {}{}", run.text(), run.stderr);
    }
}

#[test]
fn what_flux_applies_is_rendered() {
    let Some(kustomize) = kustomize() else { return };
    let example = example("flux").tool("kustomize", &kustomize);
    let render = step(&example.read("workflow.yaml"), "Render");
    assert!(render.contains(&example.commands()[0]), "{render}");
    assert!(example.read("workflow.yaml").contains("\n        shell: bash "), "without it, there is no pipefail");
    let run = example.run(&render);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rendered = example.read("rendered/manifests.yaml");
    assert!(is_injected(&rendered), "{rendered}");
    let verify = step(&example.read("workflow.yaml"), "Verify");
    example.run(&verify).expect(0, "");
    example.write("rendered/left-out.yaml", &example.read("k8s/deployment.yaml"));
    assert_eq!(example.run(&verify).code, Some(1), "what was not injected is not pushed");

    // A build that fails is not an empty one.
    example.write("k8s/kustomization.yaml", "resources: [gone.yaml]\n");
    assert_eq!(example.run(&format!("rm -r rendered\n{render}")).code, Some(3));

    let sync = read(&example.read("sync.yaml"));
    let [source, apply] = &sync[..] else { panic!("{sync:?}") };
    assert_eq!(source["apiVersion"], "source.toolkit.fluxcd.io/v1");
    assert_eq!(apply["apiVersion"], "kustomize.toolkit.fluxcd.io/v1");
    assert_eq!(
        (&apply["spec"]["sourceRef"]["kind"], &apply["spec"]["sourceRef"]["name"]),
        (&source["kind"], &source["metadata"]["name"])
    );
    let push = step(&example.read("workflow.yaml"), "Push");
    let (url, tag) = (source["spec"]["url"].as_str().unwrap(), source["spec"]["ref"]["tag"].as_str().unwrap());
    assert!(push.contains(&format!("{url}:{tag} ")), "{push}");
}

#[test]
fn the_sidecar_of_argo_cd_renders_an_application() {
    let Some(kustomize) = kustomize() else { return };
    let example = example("argocd-cmp").tool("kustomize", &kustomize);
    let plugin = read(&example.read("plugin.yaml")).remove(0);
    assert_eq!(
        (&plugin["apiVersion"], &plugin["kind"]),
        (&"argoproj.io/v1alpha1".into(), &"ConfigManagementPlugin".into())
    );
    let generate = &plugin["spec"]["generate"];
    let words: Vec<&str> = ["command", "args"]
        .into_iter()
        .flat_map(|part| generate[part].as_sequence().unwrap())
        .map(|word| word.as_str().unwrap())
        .collect();
    let [shell @ .., script] = &words[..] else { panic!("{words:?}") };
    assert_eq!(shell, ["bash", "-o", "pipefail", "-c"]);
    let run = |namespace: &str| {
        let variables = format!("OTEL_INJECT_INSTRUMENTATION=../instrumentation.yaml ARGOCD_APP_NAMESPACE={namespace}");
        example.run(&format!("cd application && {variables} {} '{script}'", shell.join(" ")))
    };
    let rendered = run("shop");
    assert_eq!(rendered.code, Some(0), "{}", rendered.stderr);
    assert!(
        is_injected(rendered.text()) && rendered.text().contains("k8s.namespace.name=shop,"),
        "{}",
        rendered.text()
    );
    let readme = example.commands().remove(0).replace("-i ", "-i ../");
    assert_eq!(example.run(&format!("cd application && {readme}")).text(), rendered.text());
    let rendered = run("");
    assert!(rendered.code == Some(0) && is_injected(rendered.text()), "{}", rendered.stderr);
    example.write("application/kustomization.yaml", "resources: [gone.yaml]\n");
    assert_eq!(run("shop").code, Some(3), "a build that fails is not an empty one");
}

#[test]
fn the_component_for_argo_cd_adds_the_sidecar() {
    let Some(kustomize) = kustomize() else { return };
    let example = example("argocd-cmp").tool("kustomize", &kustomize);
    let server = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-repo-server, namespace: argocd}
spec:
  template:
    spec:
      containers:
      - name: argocd-repo-server
        image: quay.io/argoproj/argocd:v3.2.0
      volumes:
      - {name: var-files, emptyDir: {}}
      - {name: plugins, emptyDir: {}}
";
    std::fs::create_dir(example.folder().join("../install")).unwrap();
    example.write("../install/server.yaml", server);
    example.write("../install/kustomization.yaml", "resources: [server.yaml]\ncomponents: [../argocd-cmp]\n");
    let run = example.run("kustomize build ../install");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let built = read(run.text());
    let find = |kind: &str| built.iter().find(|object| object["kind"] == kind).unwrap();
    let settings = find("ConfigMap");
    assert!(settings["data"]["plugin.yaml"].is_string() && settings["data"]["instrumentation.yaml"].is_string());
    let pod = &find("Deployment")["spec"]["template"]["spec"];
    let sidecar =
        pod["containers"].as_sequence().unwrap().iter().find(|container| container["name"] == "otel-inject").unwrap();
    assert_eq!(sidecar["command"][0], "/var/run/argocd/argocd-cmp-server");
    let volumes = pod["volumes"].as_sequence().unwrap();
    let volume = |name: &Value| volumes.iter().find(|volume| volume["name"] == *name);
    for mount in sidecar["volumeMounts"].as_sequence().unwrap() {
        assert!(volume(&mount["name"]).is_some(), "{mount:?}");
    }
    // kustomize follows the name that the hash is part of.
    assert_eq!(volume(&"otel-inject-plugin".into()).unwrap()["configMap"]["name"], settings["metadata"]["name"]);
    assert_eq!(sidecar["env"][0]["value"], "/home/argocd/cmp-server/config/instrumentation.yaml");
}
