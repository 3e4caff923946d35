//! `cargo xtask bench`: the program beside others on the same files, as one table (docs/performance.md).

mod inputs;
#[cfg(unix)]
mod kustomize;
mod measure;
mod programs;
mod table;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use self::inputs::Inputs;
use self::measure::{Measured, Meter};
use self::programs::Programs;
use crate::repository::Repository;

/// One thing to do, by several programs; ours is the first.
struct Work {
    name: String,
    documents: usize,
    runs: Vec<Run>,
}

/// A program with its arguments, and what it is called in the table.
struct Run {
    name: String,
    command: Vec<String>,
}

impl Run {
    fn new(name: &str, program: &Path, args: &[&str]) -> Self {
        let command = std::iter::once(program.display().to_string()).chain(args.iter().map(|arg| (*arg).to_owned()));
        Self { name: name.to_owned(), command: command.collect() }
    }
}

/// Builds the program, writes the inputs, measures, and prints the table.
pub(crate) fn bench(repository: &Repository) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.root.join("target"), Into::into);
    let ours = build(repository, &target, "otel-inject")?;
    let programs = Programs::find(&target);
    let inputs = Inputs::write(repository, &target.join("bench"))?;
    let meter = Meter::new(&programs, &target.join("bench"));
    let mut measured: Vec<(Work, Vec<Measured>)> = Vec::new();
    for work in works(&ours, &programs, &inputs) {
        writeln!(std::io::stderr(), "measuring {}", work.name)?;
        let figures = meter.measure(&work.runs)?;
        measured.push((work, figures));
    }
    write!(std::io::stdout(), "{}", table::table(&programs, &measured))?;
    Ok(())
}

/// As [`bench()`], for builds with the function in them.
#[cfg(unix)]
pub(crate) fn bench_kustomize(repository: &Repository) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.root.join("target"), Into::into);
    let ours = build(repository, &target, "otel-inject-fn")?;
    let programs = Programs::find(&target);
    let folder = target.join("bench");
    let work = kustomize::work(repository, &programs, &ours, &folder)?;
    let figures = Meter::new(&programs, &folder).measure(&work.runs)?;
    write!(std::io::stdout(), "{}", table::table(&programs, &[(work, figures)]))?;
    Ok(())
}

fn build(repository: &Repository, target: &Path, name: &str) -> Result<std::path::PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--locked", "--quiet", "--bin", name])
        .current_dir(&repository.root)
        .status()
        .context("cargo can't be run")?;
    ensure!(built.success(), "the program could not be built");
    Ok(target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn works(ours: &Path, programs: &Programs, inputs: &Inputs) -> Vec<Work> {
    let peers = |file: &str, quick_only: bool| {
        let yq = programs.yq.iter().filter(|_| !quick_only).map(|yq| Run::new("yq .", yq, &[".", file]));
        let cat = programs.cat.iter().map(|cat| Run::new("cat", cat, &[file]));
        yq.chain(cat).collect::<Vec<Run>>()
    };
    let inject = |file: &str| Run::new("otel-inject inject", ours, &["inject", "-q", file]);
    let check = |file: &str| Run::new("otel-inject inject --check", ours, &["inject", "-q", "--check", file]);
    let lint = |file: &str| Run::new("otel-inject lint", ours, &["lint", "-q", "--fail-on", "never", file]);

    let mut all = Vec::new();
    let pods = &inputs.pods;
    let mut runs = vec![inject(&pods.path), lint(&pods.path)];
    runs.extend(peers(&pods.path, false));
    let kustomize = programs.kustomize.iter();
    runs.extend(kustomize.map(|kustomize| Run::new("kustomize build", kustomize, &["build", &inputs.kustomization])));
    all.push(Work { name: "W: 2,000 pods of 8 containers".to_owned(), documents: pods.documents, runs });

    let quiet = &inputs.quiet;
    let mut runs = vec![inject(&quiet.path), check(&quiet.path)];
    runs.extend(peers(&quiet.path, true));
    all.push(Work { name: "50 MB that ask for nothing".to_owned(), documents: quiet.documents, runs });

    for stream in &inputs.growing {
        let name = format!("{} of these pods", stream.documents);
        all.push(Work { name, documents: stream.documents, runs: vec![inject(&stream.path)] });
    }

    let small = &inputs.small;
    let with_instrumentation = ["inject", "-q", "-i", &inputs.instrumentation, &small.path];
    let mut runs = vec![Run::new("otel-inject inject -i", ours, &with_instrumentation)];
    runs.extend(peers(&small.path, false));
    all.push(Work { name: "a small file".to_owned(), documents: 1, runs });
    all
}
