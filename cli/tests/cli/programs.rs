//! Programs that are not ours: what they make of a patch has to be what `inject` makes of the manifest.

use std::path::Path;
use std::process::Command;

use otel_inject_testing::programs::{kustomize, required};
use otel_inject_testing::sandbox::{Run, Sandbox};
use serde_json::{Value as Json, json};

use crate::sandbox;
use crate::services::objects;

/// A folder of `fixtures/` with what it takes to inject it.
struct Case {
    name: String,
    sandbox: Sandbox,
    args: Vec<String>,
}

/// Every case in a folder of `fixtures/`, or the folder itself as one.
fn cases(folder: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut folders = vec![root.join(folder)];
    folders.extend(std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    folders.sort();
    let cases: Vec<Case> = folders.iter().filter_map(|folder| case(folder)).collect();
    assert!(!cases.is_empty(), "no cases in {folder}");
    cases
}

fn case(folder: &Path) -> Option<Case> {
    let input =
        ["input.yaml", "deployment.yaml"].map(|name| folder.join(name)).into_iter().find(|path| path.exists())?;
    let sandbox = sandbox();
    sandbox.write("input.yaml", std::fs::read(input).unwrap());
    let mut args = vec!["input.yaml".to_owned()];
    for (file, flag) in [("reference.yaml", "-i"), ("instrumentation.yaml", "-i"), ("config.yaml", "--config")] {
        if let Ok(text) = std::fs::read(folder.join(file)) {
            sandbox.write(file, text);
            args.extend([flag, file].map(str::to_owned));
        }
    }
    let more = std::fs::read_to_string(folder.join("args.txt")).unwrap_or_default();
    args.extend(more.lines().map(str::to_owned));
    Some(Case { name: folder.display().to_string(), sandbox, args })
}

impl Case {
    fn run(&self, command: &[&str]) -> Run {
        let args: Vec<&str> = command.iter().copied().chain(self.args.iter().map(String::as_str)).collect();
        self.sandbox.run(&args)
    }

    /// The objects that injection changes, as they are and as they are to be; none where it is refused.
    fn changed(&self) -> Vec<(Json, Json)> {
        let run = self.run(&["inject"]);
        if run.code != Some(0) {
            return Vec::new();
        }
        let before = objects(&self.sandbox.read("input.yaml"));
        let after = objects(run.text());
        assert_eq!(before.len(), after.len(), "{}", self.name);
        before.into_iter().zip(after).filter(|(before, after)| before != after).collect()
    }
}

/// The same where lists whose elements have names are sorted by them: a merge patch puts what is new in front.
fn as_sets(json: &Json) -> Json {
    match json {
        Json::Object(map) => {
            let value = |(key, value): (&String, &Json)| {
                let mut value = as_sets(value);
                let name = match key.as_str() {
                    "volumeMounts" => "mountPath",
                    "env" | "containers" | "initContainers" | "volumes" | "imagePullSecrets" => "name",
                    _ => return (key.clone(), value),
                };
                if let Json::Array(list) = &mut value {
                    list.sort_by_key(|element| element[name].as_str().unwrap_or_default().to_owned());
                }
                (key.clone(), value)
            };
            map.iter().map(value).collect()
        }
        Json::Array(list) => list.iter().map(as_sets).collect(),
        other => other.clone(),
    }
}

#[track_caller]
fn same(made: &Json, wanted: &Json, name: &str) {
    assert!(made == wanted, "{name}: made\n{made:#}\nand not\n{wanted:#}");
}

fn workload(object: &Json) -> String {
    format!("{}/{}", object["kind"].as_str().unwrap(), object["metadata"]["name"].as_str().unwrap())
}

fn all_cases() -> impl Iterator<Item = Case> {
    ["zipservice", "image-retriever", "logstream", "languages", "style"].into_iter().flat_map(cases)
}

#[test]
fn kubectl_makes_of_patches_what_injection_makes() {
    let Some(kubectl) = required("kubectl", &["version", "--client"], "Version") else { return };
    let mut patched = [0, 0];
    for case in all_cases() {
        for (before, after) in case.changed() {
            case.sandbox.write("object.json", before.to_string());
            let formats = [("json-patch", "json"), ("strategic", "strategic")];
            for (count, (format, kind)) in patched.iter_mut().zip(formats) {
                let patch = case.run(&["patch", "--format", format, "--workload", &workload(&before)]);
                if patch.code == Some(3) && kind == "strategic" {
                    patch.expect_stderr(&["can't have a strategic merge patch: "]);
                    continue;
                }
                assert_eq!(patch.code, Some(0), "{}: {}", case.name, patch.stderr);
                case.sandbox.write("patch", patch.text());
                let kind = format!("--type={kind}");
                let args = ["patch", "--local", "-f", "object.json", &kind, "--patch-file", "patch", "-o", "json"];
                let run = case.sandbox.feed(Command::new(&kubectl).args(args), b"");
                assert_eq!(run.code, Some(0), "{} {format}: {}\n{}", case.name, run.stderr, patch.text());
                let made = objects(run.text()).remove(0);
                match format {
                    "json-patch" => same(&made, &after, &case.name),
                    _ => same(&as_sets(&made), &as_sets(&after), &case.name),
                }
                *count += 1;
            }
        }
    }
    assert!(patched[0] > 80 && patched[1] > 65, "{patched:?} patches");
}

#[test]
fn kustomize_makes_of_patches_what_injection_makes() {
    let kustomize = kustomize().map(|kustomize| (kustomize, "build"));
    let kubectl = || required("kubectl", &["version", "--client"], "Version").map(|kubectl| (kubectl, "kustomize"));
    let Some((kustomize, build)) = kustomize.or_else(kubectl) else { return };
    let mut built = [0, 0];
    for case in all_cases() {
        let (before, after): (Vec<Json>, Vec<Json>) = case.changed().into_iter().unzip();
        // Two of one name can't be in one build.
        let mut names: Vec<String> = before.iter().map(workload).collect();
        names.sort();
        names.dedup();
        if before.is_empty() || names.len() < before.len() {
            continue;
        }
        let resources: Vec<String> = (0..before.len()).map(|index| format!("{index}.json")).collect();
        for (name, object) in resources.iter().zip(&before) {
            case.sandbox.write(name, object.to_string());
        }
        for (count, format) in built.iter_mut().zip(["kustomize", "strategic"]) {
            let patch = case.run(&["patch", "--format", format]);
            if patch.code == Some(3) && format == "strategic" {
                continue;
            }
            assert_eq!(patch.code, Some(0), "{}: {}", case.name, patch.stderr);
            let (file, patches) = match format {
                "kustomize" => ("otel/kustomization.yaml", "components: [otel]\n"),
                _ => ("patch.yaml", "patches: [{path: patch.yaml}]\n"),
            };
            case.sandbox.write(file, patch.text());
            case.sandbox.write("kustomization.yaml", format!("resources: {}\n{patches}", json!(resources)));
            let run = case.sandbox.feed(Command::new(&kustomize).args([build, "."]), b"");
            assert_eq!(run.code, Some(0), "{} {format}: {}\n{}", case.name, run.stderr, patch.text());
            let made = objects(run.text());
            assert_eq!(made.len(), after.len(), "{}", case.name);
            for after in &after {
                let made = made.iter().find(|made| workload(made) == workload(after)).unwrap();
                match format {
                    "kustomize" => same(made, after, &case.name),
                    _ => same(&as_sets(made), &as_sets(after), &case.name),
                }
            }
            *count += 1;
        }
    }
    assert!(built[0] > 80 && built[1] > 65, "{built:?} builds");
}
