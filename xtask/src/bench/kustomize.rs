//! `cargo xtask bench kustomize`: what the function costs in a build of 200 Deployments, beside functions that do
//! nothing: one that gives back what it got, and one that has our answer ready, since reading that is most of the cost.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::inputs::named;
use super::programs::Programs;
use super::{Run, Work};
use crate::repository::Repository;

const DEPLOYMENT: &str = "fixtures/zipservice/deployment.yaml";
const INSTRUMENTATION: &str = "fixtures/zipservice/instrumentation.yaml";
const COPIES: usize = 200;

/// The builds; none without kustomize.
pub(super) fn work(repository: &Repository, programs: &Programs, ours: &Path, folder: &Path) -> Result<Work> {
    let kustomize = programs.kustomize.as_ref().context("kustomize is not there")?;
    let build = Build {
        folder: folder.join("function"),
        deployments: named(&format!("{}---\n", repository.text(DEPLOYMENT)?).repeat(COPIES)),
        instrumentation: repository.text(INSTRUMENTATION)?,
    };
    let (ours, answer) = (ours.display(), build.folder.join("answer.yaml"));
    let answer = answer.display();
    build.write("record", &format!("#!/bin/sh\n{ours} 2>/dev/null | tee {answer}\n"))?;
    let recorded = Command::new(kustomize).args(build.args("record")).stdout(Stdio::null()).status()?;
    ensure!(recorded.success(), "kustomize failed");
    let runs = [
        ("our function", "ours", format!("#!/bin/sh\nexec {ours} 2>/dev/null\n")),
        ("cat", "cat", "#!/bin/sh\nexec cat\n".to_owned()),
        ("our answer, ready", "answer", format!("#!/bin/sh\ncat >/dev/null\nexec cat {answer}\n")),
    ];
    let run = |(name, folder, script): (&str, &str, String)| {
        build.write(folder, &script)?;
        let args = build.args(folder);
        Ok(Run::new(name, kustomize, &args.iter().map(String::as_str).collect::<Vec<_>>()))
    };
    let runs = runs.into_iter().map(run).collect::<Result<_>>()?;
    Ok(Work { name: format!("kustomize build of {COPIES} Deployments"), documents: COPIES, runs })
}

struct Build {
    folder: PathBuf,
    deployments: String,
    instrumentation: String,
}

impl Build {
    /// A folder to build, with this script as its function.
    fn write(&self, name: &str, script: &str) -> Result<()> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let program = folder.join("function.sh");
        std::fs::write(&program, script)?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
        let function =
            "  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ./function.sh}\nspec:\n";
        std::fs::write(folder.join("instrumentation.yaml"), self.instrumentation.replacen("spec:\n", function, 1))?;
        std::fs::write(folder.join("deployments.yaml"), &self.deployments)?;
        let kustomization = "resources: [deployments.yaml]\ntransformers: [instrumentation.yaml]\n";
        std::fs::write(folder.join("kustomization.yaml"), kustomization)?;
        Ok(())
    }

    fn args(&self, name: &str) -> Vec<String> {
        let folder = self.folder.join(name).display().to_string();
        ["build", "--enable-alpha-plugins", "--enable-exec", &folder].map(str::to_owned).to_vec()
    }
}
