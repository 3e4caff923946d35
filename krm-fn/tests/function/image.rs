//! The images, built from the Dockerfile and run as kustomize runs it.
//!
//! Base images may be out of reach, so a folder takes the place of the stage that builds: `.ci/static` fills it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use otel_inject_testing::programs::{kustomize, path, program, required, skip_missing, target};
use otel_inject_testing::sandbox::{Run, Sandbox};

use crate::builds::{build, case, copy_with, kubectl};
use crate::sandbox;

const IMAGE: &str = "localhost/otel-inject-fn:test";
const CLI: &str = "localhost/otel-inject:test";
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// The function is fetched in every build; the command line, with the linter in it, may be larger.
const LARGEST: u64 = 6_000_000;
const LARGEST_CLI: u64 = 8_000_000;

/// Podman with a storage and settings of its own.
struct Podman {
    program: PathBuf,
    sandbox: Sandbox,
}

impl Podman {
    fn new() -> Option<Self> {
        let program = required("podman", &["--version"], "podman version")?;
        let sandbox = sandbox();
        // In a container or behind old control groups, more than this is often not allowed.
        let mut settings = "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n[engine]\n\
             cgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n"
            .to_owned();
        if self::program("runc", &["--version"], "runc").is_some() {
            settings.push_str("runtime = \"runc\"\n");
        }
        sandbox.write("containers.conf", settings);
        Some(Self { program, sandbox })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env("CONTAINERS_CONF", self.sandbox.path().join("containers.conf")).args(self.storage());
        command
    }

    fn storage(&self) -> Vec<String> {
        let folder = |name: &str| self.sandbox.path().join(name).display().to_string();
        ["--storage-driver", "vfs", "--root", &folder("storage"), "--runroot", &folder("run")]
            .map(str::to_owned)
            .to_vec()
    }

    #[track_caller]
    fn done(&self, command: &mut Command, stdin: &str) -> Run {
        let run = self.sandbox.feed(command, stdin.as_bytes());
        assert_eq!(run.code, Some(0), "{command:?}\n{}", run.stderr);
        run
    }

    /// A folder with a `docker`, the name that kustomize knows and no other.
    fn docker(&self) -> PathBuf {
        let settings = self.sandbox.path().join("containers.conf");
        let (settings, program) = (settings.display(), self.program.display());
        let storage = self.storage().join(" ");
        let script = format!("#!/bin/sh\nCONTAINERS_CONF={settings} exec {program} {storage} \"$@\"\n");
        let file = self.sandbox.write("bin/docker", script);
        self.done(Command::new("chmod").arg("+x").arg(&file), "");
        file.parent().expect("a folder").to_owned()
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        // What users other than this one own would stay.
        let _ = self.command().args(["rmi", "--all", "--force"]).output();
    }
}

#[test]
fn the_images_are_small_and_the_function_serves_kustomize() {
    let stage = target().join("static");
    if !stage.join("out").join("otel-inject-fn").is_file() {
        return skip_missing("a static build for the image (.ci/static makes one)");
    }
    let Some(podman) = Podman::new() else { return };
    for (tag, arguments, program) in
        [(IMAGE, &[][..], "otel-inject-fn"), (CLI, &["--target", "cli"][..], "otel-inject")]
    {
        let context = format!("build={}", stage.display());
        let mut command = podman.command();
        command.args(["build", "--quiet", "--isolation", "chroot", "--build-context", &context, "--tag", tag]);
        podman.done(command.args(arguments).arg(ROOT), "");
        looks_right(&podman, tag, program);
    }
    answers(&podman);
    builds(&podman);
    #[cfg(unix)]
    examples(&podman);
    let mut command = podman.command();
    let manifest = "kind: ConfigMap\n";
    podman
        .done(command.args(["run", "--rm", "-i", "--network", "none", CLI, "inject", "-"]), manifest)
        .expect(0, manifest);
}

fn looks_right(podman: &Podman, tag: &str, program: &str) {
    let run = podman.done(podman.command().args(["image", "inspect", tag]), "");
    let images: serde_json::Value = serde_json::from_str(run.text()).unwrap();
    let (size, config) = (images[0]["Size"].as_u64().unwrap(), &images[0]["Config"]);
    let largest = if tag == CLI { LARGEST_CLI } else { LARGEST };
    assert!(size < largest, "{tag} has {size} bytes");
    assert_eq!(config["User"], "65534:65534");
    assert_eq!(config["Entrypoint"], serde_json::json!([format!("/usr/local/bin/{program}")]));
    for label in ["title", "description", "source", "licenses"] {
        assert!(config["Labels"][format!("org.opencontainers.image.{label}")].is_string(), "{label}: {config}");
    }
}

/// kustomize's own arguments; the same answer as the program gives without a container.
fn answers(podman: &Podman) {
    let list = include_str!("recorded/kustomize.yaml");
    let mut command = podman.command();
    command.args(["run", "--rm", "-i", "-a", "STDIN", "-a", "STDOUT", "-a", "STDERR", "--network", "none"]);
    command.args(["--user", "nobody", "--security-opt=no-new-privileges", "-e", "LOG_TO_STDERR=true"]);
    command.args(["-e", "STRUCTURED_RESULTS=true", IMAGE]);
    let run = podman.done(&mut command, list);
    assert_eq!(run.text(), sandbox().pipe(&[], list).text(), "if the static build is older, run .ci/static");
}

/// Builds give the same with containers in the place of programs.
fn builds(podman: &Podman) {
    let Some(kustomize) = kustomize() else { return };
    let kubectl = kubectl();
    let docker = podman.docker();
    for name in ["exec", "validator"] {
        let by_program = build(&kustomize, &case(name));
        let sandbox = sandbox();
        copy_with(&sandbox, name, |text| {
            text.replace("exec:\n        path: otel-inject-fn", &format!("container:\n        image: {IMAGE}"))
        });
        for (program, command) in [(Some(&kustomize), "build"), (kubectl.as_ref(), "kustomize")] {
            let Some(program) = program else { continue };
            let mut line = Command::new(program);
            line.args([command, "--enable-alpha-plugins"])
                .arg(sandbox.path())
                .env("PATH", path(std::slice::from_ref(&docker)));
            podman.done(&mut line, "").expect(0, by_program.text());
        }
    }
}

/// What people copy gives the same with the image as with the program.
#[cfg(unix)]
fn examples(podman: &Podman) {
    use crate::examples::injected;
    use otel_inject_testing::example::Example;

    let docker = podman.docker().join("docker");
    if let Some(kustomize) = kustomize() {
        let name = "kustomize-annotation";
        let example = Example::with(name, |text| text.replace("otel-inject-fn:latest", IMAGE));
        let run = example.tool("kustomize", &kustomize).tool("docker", &docker).first();
        assert_eq!(run.text(), injected(name, &kustomize).text(), "{}", run.stderr);
    }
    if let Some(pre_commit) = required("pre-commit", &["--version"], "pre-commit") {
        let hooks = Path::new(ROOT).join(".pre-commit-hooks.yaml");
        let hooks = fs::read_to_string(hooks).unwrap().replace("otel-inject:latest", CLI);
        let example = Example::with("pre-commit", |text| text.replace("id: otel-inject\n", "id: otel-inject-docker\n"))
            .tool("pre-commit", &pre_commit)
            .tool("docker", &docker);
        let folder = example.folder().display().to_string();
        example.write("../hooks.yaml", &hooks);
        let git = "git -c user.name=test -c user.email=test@example.com";
        let run = example.run(&format!(
            "export PRE_COMMIT_HOME='{folder}/../home'
             mkdir ../hooks && cd ../hooks && mv ../hooks.yaml .pre-commit-hooks.yaml
             git init -q . && git add . && {git} commit -qm start && git tag v0.1.0
             cd ../pre-commit && git init -q . && git add .
             sed -i 's|https://github.com/otel-inject/otel-inject|{folder}/../hooks|' .pre-commit-config.yaml && git add .
             {} && exit 3 || {}",
            example.commands()[0],
            "git add . && pre-commit run --all-files"
        ));
        assert_eq!(run.code, Some(0), "{}{}", run.text(), run.stderr);
        assert!(run.text().contains("files were modified by this hook"), "{}", run.text());
        assert!(example.read("k8s/deployment.yaml").contains("otel-inject.dev/injected"));
    }
}

#[test]
fn the_build_gets_every_member_of_the_workspace() {
    let read = |name: &str| fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
    let (manifest, ignored) = (read("Cargo.toml"), read(".dockerignore"));
    let members = manifest.lines().find_map(|line| line.strip_prefix("members = [")).unwrap().trim_end_matches(']');
    for member in members.split(", ").map(|member| member.trim_matches('"')) {
        assert!(ignored.lines().any(|line| line == format!("!{member}")), "{member} is left out by .dockerignore");
    }
}
