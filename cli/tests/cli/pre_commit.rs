//! The hooks for pre-commit, with the real one, in a scratch repository.

use std::path::Path;
use std::process::Command;

use otel_inject_testing::example::{EXAMPLES, Example};
use otel_inject_testing::programs::{required, skip_missing, target};
use otel_inject_testing::sandbox::{Run, Sandbox};

use crate::sandbox;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The example, as a repository whose hooks come from another one: what pre-commit sees of ours.
struct Scratch {
    example: Example,
    hooks: Sandbox,
}

impl Scratch {
    /// None without pre-commit.
    fn new() -> Option<Self> {
        let pre_commit = required("pre-commit", &["--version"], "pre-commit")?;
        let hooks = sandbox();
        for file in [".pre-commit-hooks.yaml", "pyproject.toml"] {
            hooks.write(file, std::fs::read(Path::new(ROOT).join(file)).unwrap());
        }
        let url = hooks.path().display().to_string();
        let example =
            Example::with("pre-commit", |text| text.replace("https://github.com/otel-inject/otel-inject", &url))
                .tool("pre-commit", &pre_commit)
                .tool("otel-inject", Path::new(env!("CARGO_BIN_EXE_otel-inject")));
        let scratch = Self { example, hooks };
        let commit = "git init -q . && git add . && git commit -qm start";
        scratch.done(&format!("cd '{url}' && {commit} && git tag v0.1.0"));
        scratch.done(commit);
        Some(scratch)
    }

    /// Runs a command in the repository, without anybody's settings.
    fn run(&self, command: &str) -> Run {
        let home = self.hooks.path().with_extension("home");
        self.example.run(&format!(
            "export HOME='{}' GIT_CONFIG_NOSYSTEM=1 PIP_NO_INDEX=1 PIP_FIND_LINKS='{}'
             export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.com
             export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.com
             {command}",
            home.display(),
            target().join("wheels").display()
        ))
    }

    #[track_caller]
    fn done(&self, command: &str) {
        let run = self.run(command);
        assert_eq!(run.code, Some(0), "{command}: {}{}", run.text(), run.stderr);
    }

    /// What a hook of this name does to a forgotten injection, and to one that was made.
    fn hook(&self, id: &str, is_check: bool) {
        let config = self.example.read(".pre-commit-config.yaml").replace("id: otel-inject\n", &format!("id: {id}\n"));
        self.example.write(".pre-commit-config.yaml", &config);
        self.done("git add . && git checkout -q HEAD k8s");
        let command = self.example.commands().remove(0);
        let run = self.run(&command);
        assert_eq!(run.code, Some(1), "{id}: {}{}", run.text(), run.stderr);
        assert_eq!(run.text().contains("files were modified by this hook"), !is_check, "{id}: {}", run.text());
        assert_eq!(self.run("git diff --quiet k8s").code, Some(i32::from(!is_check)), "{id}");
        if is_check {
            self.done("otel-inject inject --in-place k8s");
        }
        // The Instrumentation is not among what changed, and serves all the same.
        self.done("git add k8s/deployment.yaml && pre-commit run");
        self.done(&format!("{command} && git checkout -q HEAD k8s"));
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.hooks.path().with_extension("home"));
    }
}

#[test]
fn hooks_find_the_program_on_the_path() {
    let Some(scratch) = Scratch::new() else { return };
    scratch.hook("otel-inject", false);
    let Some(scratch) = Scratch::new() else { return };
    scratch.hook("otel-inject-check", true);
}

#[test]
fn a_hook_lints() {
    let Some(scratch) = Scratch::new() else { return };
    let config = scratch.example.read(".pre-commit-config.yaml");
    scratch.example.write(".pre-commit-config.yaml", &config.replace("id: otel-inject\n", "id: otel-inject-lint\n"));
    scratch.done("git add . && pre-commit run --all-files");
    let deployment = scratch.example.read("k8s/deployment.yaml");
    let on_workload = "  name: web\n  annotations: {instrumentation.opentelemetry.io/inject-java: \"true\"}\n";
    scratch.example.write("k8s/deployment.yaml", &deployment.replacen("  name: web\n", on_workload, 1));
    let run = scratch.run("pre-commit run --all-files");
    assert_eq!(run.code, Some(1), "{}{}", run.text(), run.stderr);
    assert!(run.text().contains("annotation-on-workload"), "{}", run.text());
}

#[test]
fn the_hook_of_the_page_about_the_linter_lints() {
    let Some(scratch) = Scratch::new() else { return };
    let page = std::fs::read_to_string(Path::new(ROOT).join("docs/lint.md")).unwrap();
    let hook = page.split("```yaml\n# .pre-commit-config.yaml\n").nth(1).expect("a hook").split("```").next().unwrap();
    scratch.example.write(".pre-commit-config.yaml", hook);
    scratch.done("git add . && pre-commit run --all-files");
    let deployment = scratch.example.read("k8s/deployment.yaml");
    let misspelt = deployment.replace("inject-python", "inject-pyton");
    scratch.example.write("k8s/deployment.yaml", &misspelt);
    let run = scratch.run("git add k8s && pre-commit run");
    assert_eq!(run.code, Some(1), "{}{}", run.text(), run.stderr);
    assert!(run.text().contains("error[unknown-annotation]"), "{}", run.text());
    // What is repaired stops the commit, and the next one goes through.
    scratch
        .example
        .write(".pre-commit-config.yaml", &hook.replace("lint --quiet", "lint --fix --unsafe-fixes --quiet"));
    scratch.done("git add .");
    let run = scratch.run("pre-commit run");
    assert_eq!(run.code, Some(1), "{}{}", run.text(), run.stderr);
    assert!(run.text().contains("files were modified by this hook"), "{}", run.text());
    assert_eq!(scratch.example.read("k8s/deployment.yaml"), deployment);
    scratch.done("git add . && pre-commit run");
}

#[test]
fn hooks_take_the_program_from_a_wheel() {
    if !target().join("wheels").is_dir() {
        return skip_missing("a wheel (.ci/wheel makes one)");
    }
    let Some(scratch) = Scratch::new() else { return };
    scratch.hook("otel-inject-check-wheel", true);
}

#[test]
fn hooks_and_their_configuration_are_valid() {
    let Some(pre_commit) = required("pre-commit", &["--version"], "pre-commit") else { return };
    for (command, file) in [
        ("validate-manifest", Path::new(ROOT).join(".pre-commit-hooks.yaml")),
        ("validate-config", Path::new(EXAMPLES).join("pre-commit/.pre-commit-config.yaml")),
    ] {
        let run = sandbox().feed(Command::new(&pre_commit).arg(command).arg(&file), b"");
        assert_eq!(run.code, Some(0), "{}: {}{}", file.display(), run.text(), run.stderr);
    }
}

#[test]
fn every_hook_gets_a_folder_and_no_names() {
    let text = std::fs::read_to_string(Path::new(ROOT).join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Vec<serde_yaml::Value> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(hooks.len(), 9);
    for hook in hooks {
        assert_eq!((&hook["pass_filenames"], &hook["args"][0]), (&false.into(), &".".into()), "{hook:?}");
    }
}

#[test]
fn the_package_of_the_hooks_asks_for_this_version() {
    let package = std::fs::read_to_string(Path::new(ROOT).join("pyproject.toml")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(package.contains(&format!("\nversion = \"{version}\"\n")), "{package}");
    assert!(package.contains(&format!("\ndependencies = [\"otel-inject=={version}\"]\n")), "{package}");
}
