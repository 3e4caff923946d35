//! What others can do it with, and what it is measured with, as far as it is at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Programs that were found.
pub(super) struct Programs {
    pub(super) cat: Option<PathBuf>,
    pub(super) yq: Option<PathBuf>,
    pub(super) kustomize: Option<PathBuf>,
    pub(super) hyperfine: Option<PathBuf>,
    /// GNU time, which knows the peak memory.
    pub(super) time: Option<PathBuf>,
    /// A line for each that is not there.
    pub(super) missing: Vec<&'static str>,
    /// What those that are there call themselves.
    pub(super) versions: Vec<String>,
}

impl Programs {
    /// Looks on the `PATH` and in `tools/bin` below the target folder.
    pub(super) fn find(target: &Path) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> =
            std::iter::once(target.join("tools").join("bin")).chain(std::env::split_paths(&path)).collect();
        // There are several programs of these names; what it says of itself tells them apart.
        let mut versions = Vec::new();
        let mut find = |name: &str, args: &[&str], sign: &str| {
            folders.iter().map(|folder| folder.join(name)).find(|path| {
                let said = says(path, args).filter(|said| said.contains(sign));
                let first = said.as_deref().and_then(|said| said.lines().next());
                versions.extend(first.map(|line| format!("{name} {}", line.rsplit(' ').next().unwrap_or_default())));
                first.is_some()
            })
        };
        let mut programs = Self {
            cat: find("cat", &["--version"], "cat"),
            yq: find("yq", &["--version"], "mikefarah"),
            kustomize: find("kustomize", &["version"], "v"),
            hyperfine: find("hyperfine", &["--version"], "hyperfine"),
            time: find("time", &["--version"], "GNU"),
            missing: Vec::new(),
            versions: Vec::new(),
        };
        programs.versions = versions;
        let missing = [
            (programs.cat.is_none(), "cat"),
            (programs.yq.is_none(), "yq (mikefarah): go install github.com/mikefarah/yq/v4@latest"),
            (programs.kustomize.is_none(), "kustomize"),
            (programs.hyperfine.is_none(), "hyperfine: times are taken by xtask itself, which is less exact"),
            (programs.time.is_none(), "GNU time: no peak memory"),
        ];
        programs.missing = missing.into_iter().filter_map(|(missing, name)| missing.then_some(name)).collect();
        programs
    }
}

/// What a program prints, if it is one.
fn says(program: &Path, args: &[&str]) -> Option<String> {
    let output = program.is_file().then(|| Command::new(program).args(args).output().ok()).flatten()?;
    let text = [output.stdout, output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&text).into_owned())
}
