//! Manifests, and what injection is asked of them: what the commands that look at it have in common.

use anyhow::Result;

use crate::injection::Injection;
use crate::manifests::{Loaded, Manifests};
use crate::short::Short;

/// What is read, and what is asked for beside it.
#[derive(Debug, clap::Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    injection: Injection,
    #[command(flatten)]
    short: Short,
    #[command(flatten)]
    pub(crate) manifests: Manifests,
}

impl Asked {
    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(self, command: &'static str) -> Result<Option<Loaded>> {
        let (references, settings) = self.injection.into_parts(self.short.rule(command)?);
        self.manifests.load(command, &references, settings)
    }
}
