//! Helm charts: what has to be rendered before it is a manifest.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::within_repository;

/// The charts around folders, the outermost first, as far as was asked.
#[derive(Debug, Default)]
pub(super) struct Charts(HashMap<PathBuf, Vec<PathBuf>>);

impl Charts {
    /// The folder of the chart that a file is part of, the outermost of the file's repository.
    pub(super) fn of(&mut self, file: &Path) -> Option<&Path> {
        let folder = file.parent()?;
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), around(folder));
        }
        let charts = self.0.get(folder)?;
        charts.iter().find(|chart| is_part(file, chart)).map(PathBuf::as_path)
    }
}

fn around(folder: &Path) -> Vec<PathBuf> {
    let charts = within_repository(folder).filter(|folder| folder.join("Chart.yaml").is_file());
    let mut charts: Vec<PathBuf> = charts.map(Path::to_owned).collect();
    charts.reverse();
    charts
}

/// Whether a file below the folder of a chart is part of the chart. What else lies there is beside it.
fn is_part(file: &Path, chart: &Path) -> bool {
    let Ok(below) = file.strip_prefix(chart) else { return false };
    let mut parts = below.components();
    let (Some(Component::Normal(first)), is_file) = (parts.next(), parts.next().is_none()) else { return false };
    match is_file {
        true => first == "Chart.yaml" || first == "requirements.yaml" || are_values(file),
        false if first == "ci" => are_values(file),
        false => ["templates", "charts", "crds", "values"].iter().any(|folder| first == *folder),
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
        for beside in ["instrumentation.yaml", "k8s/values-api.yaml", "examples/templates/web.yaml"] {
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
