//! Files that nobody here wrote: folders of them, as `.ci/corpus` fetches them, or else the fixtures.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use otel_inject::engine::{Role, Settings};

use crate::damage::{Random, Tally, examine, examine_injection};
use crate::testing::texts::source;

/// Where the corpus lies; without it, the fixtures are taken for one.
const FOLDER: &str = "OTEL_INJECT_CORPUS";

/// Every YAML or JSON file below a folder, sorted.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| ["yaml", "yml"].iter().any(|name| extension == *name)) {
            found.push(path);
        }
    }
}

fn folders() -> (Vec<PathBuf>, usize) {
    match std::env::var_os(FOLDER) {
        Some(folders) => (std::env::split_paths(&folders).collect(), 60),
        None => (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")], 12),
    }
}

/// A Namespace that asks for all of its workloads, and what it asks for.
fn asking(namespace: &str) -> String {
    format!(
        "\
apiVersion: v1
kind: Namespace
metadata:
  name: {namespace}
  annotations: {{instrumentation.opentelemetry.io/inject-python: \"true\"}}
---
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {{name: otel-inject-corpus, namespace: {namespace}}}
spec: {{exporter: {{endpoint: 'http://otel-collector.observability:4318'}}}}
"
    )
}

/// An injection into whatever a file holds that can be injected.
fn inject(name: &str, text: &str, tally: &mut Tally) {
    let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("namespace: "));
    let named = named.map(|name| name.trim_matches(['"', '\''])).filter(is_name);
    let namespaces: BTreeSet<&str> = named.chain(["shop"]).collect();
    let asking: Vec<String> = namespaces.into_iter().map(asking).collect();
    let asking = source("asking.yaml", &asking.join("---\n"), Role::Reference);
    let sources = [source(name, text, Role::Input), asking];
    let settings = Settings { namespace: Some("shop".to_owned()), ..Settings::default() };
    match examine_injection(&sources, &settings) {
        Ok(injected) => tally.injected += usize::from(injected),
        Err(failure) => tally.fail(name, "injected, again, and removed", &failure),
    }
}

#[test]
fn nothing_is_lost_of_files_that_others_wrote() {
    let (folders, plans) = folders();
    let mut tally = Tally::default();
    let mut random = Random(7);
    for folder in &folders {
        let mut found = Vec::new();
        files(folder, &mut found);
        assert!(!found.is_empty(), "{FOLDER}: no YAML files in {}; run `.ci/corpus`", folder.display());
        for path in found {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            examine(&name, &text, plans, &mut random, &mut tally);
            inject(&name, &text, &mut tally);
        }
    }
    report(&tally);
    tally.assert_agreed();
    tally.assert_undamaged();
    tally.assert_verified();
    assert!(tally.refusals() * 100 <= tally.edits, "more than one edit in a hundred refused");
    assert!(
        tally.unread.values().sum::<usize>() * 100 <= tally.documents,
        "more than one document in a hundred unread"
    );
}

/// What `cargo test -- --nocapture` shows.
#[allow(clippy::print_stdout)]
fn report(tally: &Tally) {
    let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
    let mut out = format!(
        "files {}, with Kubernetes objects {}\n\
         documents read {} of {} bytes, quickly {} ({:.1} %) of {} bytes ({:.1} %)\n\
         of these Kubernetes objects {} of {} bytes, quickly {} ({:.1} %) of {} bytes ({:.1} %)\n\
         read by the second reader {}, of these not by us {}\n\
         edits {}\nrefused {}\ntaken back to the bytes {}\n\
         injected, again, and removed {}\nfailures {}\n",
        tally.texts,
        tally.manifests,
        tally.read.documents,
        tally.read.bytes,
        tally.quick.documents,
        share(tally.quick.documents, tally.read.documents),
        tally.quick.bytes,
        share(tally.quick.bytes, tally.read.bytes),
        tally.objects.documents,
        tally.objects.bytes,
        tally.quick_objects.documents,
        share(tally.quick_objects.documents, tally.objects.documents),
        tally.quick_objects.bytes,
        share(tally.quick_objects.bytes, tally.objects.bytes),
        tally.documents,
        tally.unread.values().sum::<usize>(),
        tally.edits,
        tally.refusals(),
        tally.taken_back,
        tally.injected,
        tally.failures.len()
    );
    for (kind, reasons) in [("unread", &tally.unread), ("refused", &tally.refused)] {
        for (reason, count) in reasons {
            let _ = writeln!(out, "  {kind} {count}: {reason}");
        }
    }
    println!("{out}");
}
