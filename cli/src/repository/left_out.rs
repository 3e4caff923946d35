//! Why a file is left out, and what a person can do about it.

use otel_inject::diagnostic::printable;

use super::kustomization::Use;
use super::shell::quoted;

/// A file that is left out.
#[derive(Debug)]
pub(crate) struct LeftOut {
    /// The name that messages use.
    pub(crate) name: String,
    pub(crate) why: Why,
}

/// Why a file is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// It is part of a Helm chart in this folder.
    Chart { folder: String },
    /// A kustomization lists it as something else than a resource.
    Listed { by: String, used: Use },
    /// The kustomization of its folder can't be read, which would say what it is.
    BesideUnreadable { by: String },
    /// A pattern excludes it.
    Excluded { pattern: String },
    /// It is no text in UTF-8.
    NotText,
}

impl Why {
    /// What a number of files are, with one of them by name.
    pub(super) fn describe(&self, count: usize, first: &str) -> String {
        let first = printable(first);
        let many = |one: &str, many: &str| match count {
            1 => format!("{first}, {one}"),
            _ => format!("{count} {many}, such as {first}"),
        };
        match self {
            Why::Chart { folder } => {
                let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
                format!("the Helm chart {} ({files})", printable(folder))
            }
            Why::Listed { by, used } => {
                let (one, plural, does) = used.words();
                let does = does.replace("{}", &printable(by));
                many(&format!("{one} {does}"), &format!("{plural} {does}"))
            }
            Why::BesideUnreadable { by } => {
                let beside = format!("beside {}, which can't be read and would say what it is", printable(by));
                many(&beside, &format!("files {beside}"))
            }
            Why::Excluded { pattern } => {
                let by = format!("excluded by {}", printable(pattern));
                many(&by, &format!("files {by}"))
            }
            Why::NotText => many("which is no text in UTF-8", "files that are no text in UTF-8"),
        }
    }

    /// What one file is.
    pub(super) fn of(&self, file: &str) -> String {
        match self {
            Why::Chart { folder } => format!("{}, part of the Helm chart {}", printable(file), printable(folder)),
            _ => self.describe(1, file),
        }
    }

    /// How a person gets at what it would come to, for a command.
    pub(crate) fn instead(&self, command: &str) -> Option<String> {
        match self {
            Why::Chart { folder } => {
                Some(format!("render it: helm template {} | otel-inject {command}", quoted(folder)))
            }
            Why::Listed { by, .. } => Some(format!("see what is built with it: {}", build(by, command))),
            Why::BesideUnreadable { .. } => Some("mend the kustomization".to_owned()),
            Why::Excluded { .. } | Why::NotText => None,
        }
    }

    /// What asks in such a file, as far as that is to be told.
    pub(super) fn asking(&self) -> Option<String> {
        match self {
            Why::Chart { folder } => {
                Some(format!("in the Helm chart {}, which has to be rendered first", printable(folder)))
            }
            Why::Listed { by, used } => {
                let (one, _, does) = used.words();
                Some(format!("in {one} {}, which is nothing by itself", does.replace("{}", &printable(by))))
            }
            Why::BesideUnreadable { by } => {
                Some(format!("beside {}, which can't be read and may say that this is a patch", printable(by)))
            }
            Why::Excluded { .. } | Why::NotText => None,
        }
    }
}

impl Use {
    /// What a file is, what several are, and what the kustomization does with them.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Use::Patch => ("a patch", "patches", "that {} applies"),
            Use::Replacement => ("a replacement", "replacements", "that {} makes"),
            Use::Configuration => ("a configuration", "configurations", "that {} uses"),
            Use::Data => ("a file", "files", "that {} puts into a ConfigMap or Secret"),
            Use::Values => ("values", "files with values", "that {} renders a chart with"),
            Use::Plugin => ("a plugin", "plugins", "that {} runs"),
        }
    }
}

/// The command that builds what a kustomization says.
pub(super) fn build(kustomization: &str, command: &str) -> String {
    let folder = kustomization.rsplit_once('/').map_or(".", |(folder, _)| folder);
    format!("kustomize build {} | otel-inject {command}", quoted(if folder.is_empty() { "/" } else { folder }))
}
