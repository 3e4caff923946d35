//! What a kustomization lists: which files are no workloads by themselves.

use std::fs;
use std::path::{Path, PathBuf};

use otel_inject::encoding::decode;
use otel_inject::scope::{KUSTOMIZATIONS, RESOURCES};
use otel_inject::value::Value;
use otel_inject::yaml;

use crate::paths::{name, same};

/// What a kustomization uses a file for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// It is applied to other objects.
    Patch,
    /// It says what is copied from where to where.
    Replacement,
    /// It says how kustomize works.
    Configuration,
    /// It is what a ConfigMap or Secret is to hold.
    Data,
    /// A chart is rendered with it.
    Values,
    /// It configures a transformer, generator or validator.
    Plugin,
}

/// Where a kustomization lists files, and for what; `*` is each element of a list.
const LISTS: &[(&[&str], Use)] = &[
    (&["patches", "*", "path"], Use::Patch),
    (&["patchesStrategicMerge", "*"], Use::Patch),
    (&["patchesJson6902", "*", "path"], Use::Patch),
    (&["replacements", "*", "path"], Use::Replacement),
    (&["configurations", "*"], Use::Configuration),
    (&["crds", "*"], Use::Configuration),
    (&["openapi", "path"], Use::Configuration),
    (&["configMapGenerator", "*", "files", "*"], Use::Data),
    (&["configMapGenerator", "*", "envs", "*"], Use::Data),
    (&["configMapGenerator", "*", "env"], Use::Data),
    (&["secretGenerator", "*", "files", "*"], Use::Data),
    (&["secretGenerator", "*", "envs", "*"], Use::Data),
    (&["secretGenerator", "*", "env"], Use::Data),
    (&["helmCharts", "*", "valuesFile"], Use::Values),
    (&["helmCharts", "*", "additionalValuesFiles", "*"], Use::Values),
    (&["helmChartInflationGenerator", "*", "values"], Use::Values),
    (&["generators", "*"], Use::Plugin),
    (&["transformers", "*"], Use::Plugin),
    (&["validators", "*"], Use::Plugin),
];

/// A kustomization, as far as it could be read.
#[derive(Debug)]
pub(super) struct Kustomization {
    /// The name that `same` gives it.
    pub(super) file: PathBuf,
    /// The name that messages use.
    pub(super) name: String,
    /// Its folder, by the name that `same` gives it.
    pub(super) folder: PathBuf,
    /// What it lists; `None` if it can't be read.
    pub(super) lists: Option<Lists>,
}

/// The kind of kustomization that is built as part of others only.
const COMPONENT: &str = "Component";

/// What a kustomization lists, by the names that `same` gives.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) uses: Vec<(PathBuf, Use)>,
    pub(super) resources: Vec<PathBuf>,
    /// Whether it is only built as part of another.
    pub(super) is_component: bool,
}

impl Kustomization {
    /// Whether a file is one.
    pub(super) fn is(file: &Path) -> bool {
        file.file_name().is_some_and(|name| KUSTOMIZATIONS.iter().any(|known| *known == name))
    }

    /// The one of a folder.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let file = KUSTOMIZATIONS.iter().map(|name| folder.join(name)).find(|file| is_there(file))?;
        Some(Self::read(&file))
    }

    /// Reads a file. One that can't be opened is one that can't be read.
    pub(super) fn read(file: &Path) -> Self {
        let folder = same(file.parent().unwrap_or(Path::new("")));
        let text = fs::read(file).ok().and_then(|bytes| decode(bytes).ok());
        let lists = text.and_then(|text| lists(&text, &folder));
        Self { file: same(file), name: name(file), folder, lists }
    }
}

/// Whether there is such a file, or a link that may lead nowhere.
fn is_there(file: &Path) -> bool {
    file.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
}

/// What the text of a kustomization lists; `None` if it can't be read.
fn lists(text: &str, folder: &Path) -> Option<Lists> {
    let mut lists = Lists::default();
    for range in yaml::documents(text) {
        let tree = yaml::read(&text[range]).ok()?;
        let Some(root) = tree.root() else { continue };
        let value = yaml::value(&tree, root).ok()?;
        // What git leaves of a merge may be the text of a document.
        if !value.is_null() && value.as_map().is_none() {
            return None;
        }
        lists.is_component |= value.str_at(&["kind"]) == Some(COMPONENT);
        for (path, of) in LISTS {
            let is_bare = path.last() == Some(&"*");
            let files = texts(&value, path).into_iter().filter_map(|text| file_of(text, *of, is_bare));
            lists.uses.extend(files.map(|file| (same(&folder.join(file)), *of)));
        }
        for field in RESOURCES {
            lists.resources.extend(texts(&value, &[field, "*"]).into_iter().map(|file| same(&folder.join(file))));
        }
    }
    Some(lists)
}

/// The file that an entry names; none if it is a patch or a plugin itself, which may stand in the place of a file's name.
fn file_of(entry: &str, of: Use, is_bare: bool) -> Option<&str> {
    let may_be_inline = is_bare && matches!(of, Use::Patch | Use::Plugin);
    let is_inline = may_be_inline && (entry.contains('\n') || entry.contains(": "));
    match of {
        // `key=file`, where the key is not the file's own name.
        Use::Data => Some(entry.split_once('=').map_or(entry, |(_, file)| file)),
        _ => Some(entry).filter(|_| !is_inline),
    }
}

/// The texts at a path.
fn texts<'v>(value: &'v Value<'_>, path: &[&str]) -> Vec<&'v str> {
    match path {
        [] => value.as_str().into_iter().collect(),
        ["*", below @ ..] => {
            let elements = value.as_list().into_iter().flat_map(|list| list.iter());
            elements.flat_map(|element| texts(element, below)).collect()
        }
        [key, below @ ..] => value.get(key).map_or_else(Vec::new, |value| texts(value, below)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_lists_is_told_by_what_it_is_used_for() {
        let text = "\
resources: [web.yaml, ../base]
components: [otel]
patches:
- path: 'a: a.yaml'
- patch: '[{op: remove, path: /a}]'
patchesStrategicMerge:
- b.yaml
- |-
  apiVersion: apps/v1
  kind: Deployment
replacements: [{path: c.yaml}, {source: {kind: Secret}}]
configMapGenerator:
- {name: a, files: [d.yaml, key.yaml=e.yaml], literals: [a=b]}
transformers: [otel, 'kind: PrefixTransformer']
helmCharts: [{name: x, valuesFile: f.yaml}]
openapi: {path: g.json}
";
        let folder = Path::new("/nowhere/app");
        let lists = lists(text, folder).unwrap();
        let uses: Vec<(&str, Use)> =
            lists.uses.iter().map(|(file, of)| (file.strip_prefix(folder).unwrap().to_str().unwrap(), *of)).collect();
        let expected = [
            ("a: a.yaml", Use::Patch),
            ("b.yaml", Use::Patch),
            ("c.yaml", Use::Replacement),
            ("g.json", Use::Configuration),
            ("d.yaml", Use::Data),
            ("e.yaml", Use::Data),
            ("f.yaml", Use::Values),
            ("otel", Use::Plugin),
        ];
        assert_eq!(uses, expected);
        assert_eq!(lists.resources.len(), 3);
    }

    #[test]
    fn one_that_is_no_yaml_lists_nothing_that_is_known() {
        let folder = Path::new("/nowhere");
        assert!(lists("patches: [\n", folder).is_none());
        assert!(lists("patches: []\nresources: []\npatches: []\n", folder).is_none());
        assert!(lists("<<<<<<< HEAD\npatches: []\n=======\n", folder).is_none());
        assert!(lists("", folder).is_some_and(|lists| lists.uses.is_empty()));
    }
}
