//! What the commands have in common that show what `inject` or `remove` would do.

use anyhow::Result;
use otel_inject::engine::{Settings, Task};

use crate::injection::Injection;
use crate::manifests::{Loaded, Manifests};
use crate::short::Short;
use crate::wrong_usage;

/// What is looked at.
#[derive(Debug, clap::Args)]
pub(crate) struct View {
    /// What `remove` would do, instead of `inject`
    #[arg(long, conflicts_with_all = ["Injection", "Short"])]
    remove: bool,
    /// With --remove: what `remove --by-name` would do
    #[arg(long)]
    by_name: bool,
    #[command(flatten)]
    injection: Injection,
    #[command(flatten)]
    short: Short,
    #[command(flatten)]
    manifests: Manifests,
}

impl View {
    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(self, command: &str) -> Result<Option<(Task, Loaded)>> {
        let Self { remove, by_name, injection, short, manifests } = self;
        // clap asks for nothing that an argument which is there would rule out.
        if by_name && !remove {
            return Err(wrong_usage(command, "--by-name says how something is removed: give --remove too"));
        }
        let (task, (references, settings)) = match remove {
            true if by_name => (Task::RemoveByName, (Vec::new(), Settings::default())),
            true => (Task::Remove, (Vec::new(), Settings::default())),
            false => (Task::Inject, injection.into_parts(short.rule(command)?)),
        };
        Ok(manifests.load(command, &references, settings)?.map(|loaded| (task, loaded)))
    }
}
