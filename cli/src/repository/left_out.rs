//! Why a file is left out, and what a person can do about it.

use otel_inject::diagnostic::{Diagnostic, printable};

use super::kustomization::Use;
use super::shell::quoted;

/// A file that is left out.
#[derive(Debug)]
pub(crate) struct LeftOut {
    /// The name that messages use.
    pub(crate) name: String,
    pub(crate) why: Why,
}

/// What was left out while files were read.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    /// Files, wholly.
    pub(crate) files: Vec<LeftOut>,
    /// Files that configure plugins, of which the workloads are left out.
    pub(crate) plugins: Vec<LeftOut>,
    /// What asks for injection in all of these.
    pub(crate) asks: Vec<Diagnostic>,
}

/// Why a file is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// It is part of a Helm chart in this folder.
    Chart { folder: String },
    /// A kustomization lists it as something else than a resource.
    Listed { by: By, used: Use },
    /// The kustomization of its folder can't be read, which would say what it is.
    BesideUnreadable { by: String },
    /// A pattern excludes it.
    Excluded { pattern: String },
    /// It is no text in UTF-8.
    NotText,
    /// It is a link that leads out of the repository, or nowhere.
    Link,
}

/// The kustomization that lists something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct By {
    /// Its file.
    pub(crate) name: String,
    /// The folder to build to see what comes of it, if there is one.
    pub(crate) built_in: Option<String>,
}

impl Why {
    /// What kind of reason it is, and which of that kind.
    pub(super) fn group(&self) -> (u8, &str) {
        match self {
            Why::Chart { folder } => (0, folder),
            Why::Listed { by, .. } => (1, &by.name),
            Why::BesideUnreadable { by } => (2, by),
            Why::Excluded { pattern } => (3, pattern),
            Why::NotText => (4, ""),
            Why::Link => (5, ""),
        }
    }

    /// What several files of one group are.
    pub(super) fn describe(&self, count: usize) -> String {
        match self {
            Why::Chart { folder } => {
                let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
                format!("the Helm chart {} ({files})", printable(folder))
            }
            Why::Listed { by, .. } => {
                format!("{count} files that {} lists as something else than resources", printable(&by.name))
            }
            Why::BesideUnreadable { by } => {
                format!("{count} files beside {}, which can't be read and would say what they are", printable(by))
            }
            Why::Excluded { pattern } => format!("{count} files that {} excludes", printable(pattern)),
            Why::NotText => format!("{count} files that are no text in UTF-8"),
            Why::Link => format!("{count} links that lead out of the repository, or nowhere"),
        }
    }

    /// What the files of several groups are.
    pub(super) fn describe_groups(&self, groups: usize, count: usize) -> String {
        match self {
            Why::Chart { .. } => format!("{groups} Helm charts ({count} files)"),
            Why::Listed { .. } => {
                format!("{count} files that {groups} kustomizations list as something else than resources")
            }
            Why::BesideUnreadable { .. } => {
                format!("{count} files beside {groups} kustomizations that can't be read and would say what they are")
            }
            Why::Excluded { .. } => format!("{count} files that {groups} patterns exclude"),
            Why::NotText | Why::Link => self.describe(count),
        }
    }

    /// What one file is.
    pub(super) fn of(&self, file: &str) -> String {
        let file = printable(file);
        match self {
            Why::Chart { folder } => format!("{file}, part of the Helm chart {}", printable(folder)),
            Why::Listed { by, used } => format!("{file}, {}", used.words(by)),
            Why::BesideUnreadable { by } => {
                format!("{file}, beside {}, which can't be read and would say what it is", printable(by))
            }
            Why::Excluded { pattern } => format!("{file}, excluded by {}", printable(pattern)),
            Why::NotText => format!("{file}, which is no text in UTF-8"),
            Why::Link => format!("{file}, a link that leads out of the repository, or nowhere"),
        }
    }

    /// Whether what asks in such a file is to be told.
    pub(crate) fn may_ask(&self) -> bool {
        self.asking().is_some()
    }

    /// How a person gets at what it would come to, for a command.
    pub(crate) fn instead(&self, command: &str) -> Option<String> {
        match self {
            Why::Chart { folder } => {
                Some(format!("render it: helm template {} | otel-inject {command}", quoted(folder)))
            }
            Why::Listed { by, .. } => {
                let folder = by.built_in.as_ref()?;
                Some(format!("see what is built with it: {}", build(folder, command)))
            }
            Why::BesideUnreadable { .. } => Some("mend the kustomization".to_owned()),
            Why::Excluded { .. } | Why::NotText | Why::Link => None,
        }
    }

    /// What asks in such a file, as far as that is to be told.
    pub(super) fn asking(&self) -> Option<String> {
        match self {
            Why::Chart { folder } => {
                Some(format!("in the Helm chart {}, which has to be rendered first", printable(folder)))
            }
            Why::Listed { by, used } => Some(format!("in {}, which is nothing by itself", used.words(by))),
            Why::BesideUnreadable { by } => {
                Some(format!("beside {}, which can't be read and may say that this is a patch", printable(by)))
            }
            Why::Excluded { .. } | Why::NotText | Why::Link => None,
        }
    }
}

impl Use {
    /// What a file is to a kustomization.
    pub(super) fn words(self, by: &By) -> String {
        let by = printable(&by.name);
        match self {
            Use::Patch => format!("a patch that {by} applies"),
            Use::Replacement => format!("a replacement that {by} makes"),
            Use::Configuration => format!("a configuration that {by} uses"),
            Use::Data => format!("a file that {by} puts into a ConfigMap or Secret"),
            Use::Values => format!("values that {by} renders a chart with"),
            Use::Plugin => format!("a transformer, generator or validator that {by} runs"),
        }
    }
}

/// The command that shows what a folder is built to.
pub(super) fn build(folder: &str, command: &str) -> String {
    format!("kustomize build {} | otel-inject {command}", quoted(folder))
}
