//! Whole repositories: what they hold is done or named, and everything comes back. Without `OTEL_INJECT_REPOSITORIES`, a list
//! of folders with colons between them, those of `fixtures/repository`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use otel_inject_testing::sandbox::Run;

use crate::repository::{add, files};
use crate::sandbox;

const INSTRUMENTATION: &str = "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: probe}\n\
                               spec: {exporter: {endpoint: 'http://collector:4318'}}\n";

/// What is counted over all repositories.
#[derive(Default)]
struct Count(BTreeMap<String, usize>);

impl Count {
    fn add(&mut self, what: impl Into<String>, count: usize) {
        *self.0.entry(what.into()).or_default() += count;
    }
}

#[allow(clippy::print_stdout)]
#[test]
fn whole_repositories_are_done_or_named_and_come_back() {
    let repositories = repositories();
    let mut count = Count::default();
    for folder in &repositories {
        repository(folder, &mut count);
    }
    assert!(count.0["injected, again without a change, and removed"] > 2, "{:?}", count.0);
    for (what, count) in &count.0 {
        println!("{count:6}  {what}");
    }
}

fn repositories() -> Vec<PathBuf> {
    if let Some(list) = std::env::var_os("OTEL_INJECT_REPOSITORIES") {
        let folders: Vec<PathBuf> = std::env::split_paths(&list).collect();
        assert!(folders.iter().all(|folder| folder.is_dir()), "{folders:?}");
        return folders;
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/repository");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Injects Python into everything that there is, looks whether a second run has nothing to do, and takes it back.
fn repository(folder: &Path, count: &mut Count) {
    let sandbox = sandbox();
    add(&sandbox, folder, "repository/");
    sandbox.write("probe.yaml", INSTRUMENTATION);
    let before = files(&sandbox);
    count.add("repositories", 1);
    count.add("files", before.len() - 1);
    let inject = |more: &[&str]| {
        sandbox.run(&[&["inject", "repository", "--inject", "python=probe", "-i", "probe.yaml"], more].concat())
    };
    let run = inject(&["--in-place", "--verbose"]);
    left_out(&run, count);
    if run.code != Some(0) {
        assert_eq!(run.code, Some(3), "{}: {}", folder.display(), run.stderr);
        assert!(files(&sandbox) == before, "{}: something was written in spite of an error", folder.display());
        for error in run.stderr.lines().filter_map(|line| line.strip_prefix("error[")) {
            let code = error.split(']').next().unwrap_or_default();
            count.add(format!("errors: {code}"), 1);
        }
        return count.add("repositories that are refused or hold no workload", 1);
    }
    let changed = files(&sandbox).iter().filter(|(name, text)| before.get(*name) != Some(*text)).count();
    count.add("files that are injected", changed);
    let again = inject(&["--check"]);
    assert_eq!(again.code, Some(0), "{}: a second run has something to do: {}", folder.display(), again.stderr);
    sandbox.run(&["remove", "repository", "--in-place"]).expect(0, "");
    let after = files(&sandbox);
    let damaged: Vec<&String> = before.keys().filter(|name| before.get(*name) != after.get(*name)).collect();
    assert!(damaged.is_empty(), "{}: {damaged:?} did not come back", folder.display());
    count.add("injected, again without a change, and removed", 1);
}

/// Counts what was left out, by the reason.
fn left_out(run: &Run, count: &mut Count) {
    const REASONS: [(&str, &str); 11] = [
        ("part of the Helm chart", "a chart"),
        ("a patch that", "a patch"),
        ("a replacement that", "a replacement"),
        ("a configuration that", "a configuration"),
        ("puts into a ConfigMap or Secret", "data"),
        ("renders a chart with", "values of a chart"),
        ("a transformer, generator or validator that", "a plugin"),
        ("a fragment of a workload", "a fragment"),
        ("a ResourceList", "a ResourceList"),
        ("no text in UTF-8", "not text"),
        ("can't be read", "can't be read"),
    ];
    for line in run.stderr.lines().filter(|line| line.starts_with("left out: ")) {
        let reason = REASONS.iter().find(|(words, _)| line.contains(words));
        let (_, reason) = reason.unwrap_or_else(|| panic!("a reason that is not counted: {line}"));
        count.add(format!("left out: {reason}"), 1);
    }
}
