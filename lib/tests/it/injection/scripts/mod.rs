//! The scripts of the web servers' init containers, as they stand in the output, run on a made-up file tree.
//!
//! A pod has its directories below `/opt/opentelemetry…`. Here that prefix, and nothing else of a script, is replaced
//! by one below a temporary directory.

mod apache;
mod nginx;
mod shells;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use tempfile::TempDir;

use shells::Shell;

/// What the directories of a pod begin with.
const PREFIX: &str = "/opt/opentelemetry";

/// The args of an init container that is made for a language with these settings.
fn args(language: &str, settings: &str, container: &str) -> Vec<String> {
    let deployment = format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-{language}: \"true\"
    spec:
      containers:
      - name: web
        image: web:1
"
    );
    let instrumentation = format!(
        "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {{name: servers, namespace: shop}}
spec: {{{settings}}}
"
    );
    let outcome = otel_inject::inject(&deployment, &instrumentation).expect("YAML");
    let json: Json = serde_yaml::from_str(&outcome.text).expect("YAML");
    let added = json["spec"]["template"]["spec"]["initContainers"].as_array().expect("init containers");
    let found = added.iter().find(|added| added["name"] == container).expect("the container");
    let args = found["args"].as_array().expect("args");
    args.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

/// A pod's file system.
struct Pod {
    root: TempDir,
}

/// What came of a script.
#[derive(Debug)]
struct Done {
    succeeded: bool,
    said: String,
}

impl Pod {
    /// With the two volumes, the agent's image, and a blank in every path.
    fn new() -> Self {
        let root = tempfile::Builder::new().prefix("a pod ").tempdir().expect("a directory");
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        let pod = Self { root };
        pod.make("/opt/opentelemetry-webserver/agent");
        pod.make("/opt/opentelemetry-webserver/source-conf");
        pod.write(
            "/opt/opentelemetry/conf/opentelemetry_sdk_log4cxx.xml.template",
            "<file name=\"__agent_log_dir__/a.log\"/>\n",
        );
        pod.write("/opt/opentelemetry/sdk_lib/lib/a library.so", "code");
        pod.write("/opt/opentelemetry/.version", "1");
        pod
    }

    /// Where a path of the pod is.
    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path.trim_start_matches('/'))
    }

    fn make(&self, path: &str) {
        fs::create_dir_all(self.path(path)).expect("a directory");
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A text with the places where the pod's directories really are.
    fn shown(&self, text: &str) -> String {
        text.replace(PREFIX, &self.path(PREFIX).display().to_string())
    }

    /// Every file below the volumes with its text, links with what they point to.
    fn volumes(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        collect(&self.path("/opt/opentelemetry-webserver"), "", &mut all);
        all
    }

    fn command(&self, shell: &Shell, args: &[String], env: &[(&str, &str)]) -> Command {
        let [script, name, value] = args else { panic!("script, name and value: {args:?}") };
        assert_eq!(name, "--");
        let mut command = shell.command(self.path("/bin"));
        command.arg("-c").arg(self.shown(script)).arg(name).arg(value).envs(env.iter().copied());
        command.current_dir(self.root.path());
        command
    }

    fn run(&self, shell: &Shell, args: &[String], env: &[(&str, &str)]) -> Done {
        done(&mut self.command(shell, args, env))
    }

    /// As a user that may read everything and write nothing; root may write whatever the permissions are.
    fn run_without_rights(&self, shell: &Shell, args: &[String], env: &[(&str, &str)]) -> Done {
        const NOBODY: u32 = 65_534;
        for entry in ["/opt/opentelemetry-webserver/agent", "/opt/opentelemetry-webserver/source-conf"] {
            fs::set_permissions(self.path(entry), fs::Permissions::from_mode(0o555)).expect("permissions");
        }
        let mut command = self.command(shell, args, env);
        if fs::metadata(self.root.path()).expect("a directory").uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let done = done(&mut command);
        for entry in ["/opt/opentelemetry-webserver/agent", "/opt/opentelemetry-webserver/source-conf"] {
            fs::set_permissions(self.path(entry), fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        done
    }
}

fn done(command: &mut Command) -> Done {
    let output = command.output().expect("a shell");
    Done { succeeded: output.status.success(), said: String::from_utf8_lossy(&output.stderr).into_owned() }
}

fn collect(folder: &Path, below: &str, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = format!("{below}/{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_symlink() {
            all.insert(name, format!("-> {}", fs::read_link(&path).expect("a link").display()));
        } else if path.is_dir() {
            collect(&path, &name, all);
        } else {
            all.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn kubernetes_takes_nothing_in_a_script_for_a_reference() {
    for (language, container) in [
        ("apache-httpd", "otel-agent-attach-apache"),
        ("nginx", "otel-agent-source-container-clone"),
        ("nginx", "otel-agent-attach-nginx"),
    ] {
        let script = args(language, "", container).remove(0);
        assert!(!script.contains("$(") && !script.contains("$$"), "{script}");
    }
}
