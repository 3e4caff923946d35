//! The files that are read: made from fixtures, below the target folder.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::repository::Repository;

const PODS: &str = "fixtures/parity/cases/zipservice/input.yaml";
const SMALL: &str = "fixtures/logstream/deployment.yaml";
const INSTRUMENTATION: &str = "fixtures/logstream/instrumentation.yaml";
const COPIES: usize = 2_000;
const GROWING: [usize; 4] = [100, 1_000, 5_000, 20_000];
const QUIET_BYTES: usize = 50_000_000;

/// A file, and how many documents it holds that count.
pub(super) struct Stream {
    pub(super) path: String,
    pub(super) documents: usize,
}

pub(super) struct Inputs {
    /// The work W: what the fixture brings along once, then its Deployment two thousand times.
    pub(super) pods: Stream,
    /// The same in other numbers.
    pub(super) growing: Vec<Stream>,
    /// The same Deployment without a word that anything could be asked for with.
    pub(super) quiet: Stream,
    pub(super) small: Stream,
    pub(super) instrumentation: String,
    /// A folder for `kustomize build` that holds W.
    pub(super) kustomization: String,
}

impl Inputs {
    pub(super) fn write(repository: &Repository, folder: &Path) -> Result<Self> {
        let text = repository.text(PODS)?;
        let (others, deployment) = text.split_at(text.rfind("---\n").context("the fixture has several documents")?);
        let pods = |copies: usize| format!("{others}{}", deployment.repeat(copies));
        let quiet = deployment.replace("opentelemetry.io", "example.com");
        let quiet_copies = QUIET_BYTES / quiet.len();

        let kustomization = folder.join("kustomize");
        std::fs::create_dir_all(&kustomization)?;
        let write = |name: &str, text: String, documents: usize| {
            let path = folder.join(name);
            std::fs::write(&path, text).with_context(|| format!("{} can't be written", path.display()))?;
            anyhow::Ok(Stream { path: path.display().to_string(), documents })
        };
        write("kustomize/kustomization.yaml", "resources: [pods.yaml]\n".to_owned(), 0)?;
        write("kustomize/pods.yaml", named(&pods(COPIES)), COPIES)?;
        Ok(Self {
            pods: write("pods.yaml", pods(COPIES), COPIES)?,
            growing: GROWING
                .iter()
                .map(|copies| write(&format!("pods-{copies}.yaml"), pods(*copies), *copies))
                .collect::<Result<_>>()?,
            quiet: write("quiet.yaml", quiet.repeat(quiet_copies), quiet_copies)?,
            small: Stream { path: repository.root.join(SMALL).display().to_string(), documents: 1 },
            instrumentation: repository.root.join(INSTRUMENTATION).display().to_string(),
            kustomization: kustomization.display().to_string(),
        })
    }
}

/// With another name for each object: kustomize takes no two of one name.
pub(super) fn named(text: &str) -> String {
    let mut number = 0;
    let mut line = |line: &str| match line.strip_prefix("  name: ") {
        Some(name) => {
            number += 1;
            format!("  name: {}-{number}\n", name.trim())
        }
        None => line.to_owned(),
    };
    text.split_inclusive('\n').map(&mut line).collect()
}
