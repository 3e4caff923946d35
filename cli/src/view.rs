//! What the commands have in common that show what `inject` or `remove` would do.

use anyhow::Result;
use otel_inject::engine::{Settings, Task};

use crate::asked::Asked;
use crate::manifests::Loaded;
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
    asked: Asked,
}

impl View {
    /// Reads everything; none where something can't be read, which has been said then.
    pub(crate) fn load(self, command: &'static str) -> Result<Option<(Task, Loaded)>> {
        let Self { remove, by_name, asked } = self;
        // clap asks for nothing that an argument which is there would rule out.
        if by_name && !remove {
            return Err(wrong_usage(command, "--by-name says how something is removed: give --remove too"));
        }
        if !remove {
            return Ok(asked.load(command)?.map(|loaded| (Task::Inject, loaded)));
        }
        let task = if by_name { Task::RemoveByName } else { Task::Remove };
        Ok(asked.manifests.load(command, &[], Settings::default())?.map(|loaded| (task, loaded.without_asks())))
    }
}
