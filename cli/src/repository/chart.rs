//! Helm charts: what has to be rendered before it is a manifest.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// Which folders are charts, as far as was asked.
#[derive(Debug, Default)]
pub(super) struct Charts(HashMap<PathBuf, bool>);

impl Charts {
    /// The folder of the chart that a file is part of, the outermost.
    pub(super) fn of<'p>(&mut self, file: &'p Path) -> Option<&'p Path> {
        let folders: Vec<&Path> = file.ancestors().skip(1).collect();
        folders.into_iter().rev().find(|folder| self.is_chart(folder) && is_part(file, folder))
    }

    fn is_chart(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.0.get(folder) {
            return *known;
        }
        let is = folder.join("Chart.yaml").is_file();
        self.0.insert(folder.to_owned(), is);
        is
    }
}

/// Whether a file below the folder of a chart is part of the chart. What else lies there is beside it.
fn is_part(file: &Path, chart: &Path) -> bool {
    let Ok(below) = file.strip_prefix(chart) else { return false };
    let mut parts = below.components();
    let (Some(Component::Normal(first)), is_file) = (parts.next(), parts.next().is_none()) else { return false };
    match is_file {
        true => first == "Chart.yaml" || first == "requirements.yaml" || are_values(file),
        false => ["templates", "charts", "crds", "values"].iter().any(|folder| first == *folder) || are_values(file),
    }
}

/// Whether a file has values that templates are filled with: values.yaml, values-prod.yaml, ci/test-values.yaml.
fn are_values(file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    stem.starts_with("values") || stem.ends_with("values")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_what_helm_reads_of_its_folder() {
        let chart = Path::new("/shop/charts/cart");
        for part in [
            "Chart.yaml",
            "values.yaml",
            "values-prod.yaml",
            "prod.values.yaml",
            "values.schema.json",
            "ci/test-values.yaml",
            "templates/deployment.yaml",
            "templates/tests/pod.yaml",
            "charts/redis/templates/deployment.yaml",
            "crds/crd.yaml",
        ] {
            assert!(is_part(&chart.join(part), chart), "{part}");
        }
        for beside in ["instrumentation.yaml", "k8s/web.yaml", "examples/templates/web.yaml"] {
            assert!(!is_part(&chart.join(beside), chart), "{beside}");
        }
        assert!(!is_part(Path::new("/shop/web.yaml"), chart));
    }

    #[test]
    fn the_outermost_chart_is_the_one_to_render() {
        let folder = tempfile::tempdir().unwrap();
        let [shop, redis] = ["shop", "shop/charts/redis"].map(|chart| folder.path().join(chart));
        for chart in [&shop, &redis] {
            std::fs::create_dir_all(chart.join("templates")).unwrap();
            std::fs::write(chart.join("Chart.yaml"), "name: a\n").unwrap();
        }
        let mut charts = Charts::default();
        assert_eq!(charts.of(&redis.join("templates/a.yaml")), Some(&*shop));
        assert_eq!(charts.of(&shop.join("values.yaml")), Some(&*shop));
        assert_eq!(charts.of(&shop.join("notes.yaml")), None);
        assert_eq!(charts.of(&folder.path().join("web.yaml")), None);
    }
}
