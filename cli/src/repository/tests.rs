use std::collections::BTreeMap;

use super::*;

/// A folder with files, and what each of them is.
fn classes(files: &[(&str, &str)]) -> BTreeMap<String, Class> {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let file = folder.path().join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let paths: Vec<PathBuf> = files.iter().map(|(file, _)| folder.path().join(file)).collect();
    let exclude = Exclude::default();
    let mut repository = Repository::of([folder.path()], paths.iter().map(PathBuf::as_path), &exclude);
    let below = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (below(path), repository.classify(path, &same(path)))).collect()
}

fn used(class: &Class) -> Option<Use> {
    match class {
        Class::LeftOut(Why::Listed { used, .. }) => Some(*used),
        _ => None,
    }
}

#[test]
fn what_a_kustomization_lists_is_what_it_is_used_for() {
    let classes = classes(&[
        ("base/kustomization.yml", "resources: [web.yaml]\npatchesStrategicMerge: [./p.yaml]\n"),
        ("base/web.yaml", ""),
        ("base/p.yaml", ""),
        ("prod/Kustomization", "resources: [../base]\npatches: [{path: ../patches/q.yaml}]\n"),
        ("patches/q.yaml", ""),
        ("patches/unlisted.yaml", ""),
    ]);
    assert_eq!((used(&classes["base/p.yaml"]), used(&classes["patches/q.yaml"])), (Some(Use::Patch), Some(Use::Patch)));
    assert!(matches!(classes["prod/Kustomization"], Class::Kustomization(Some(_))));
    assert!(["base/web.yaml", "patches/unlisted.yaml"].iter().all(|file| classes[*file] == Class::Manifest));
}

#[test]
fn a_component_is_built_as_part_of_another() {
    let classes = classes(&[
        ("debug/kustomization.yaml", "kind: Component\npatches: [{path: a.yaml}]\n"),
        ("debug/a.yaml", ""),
        ("prod/kustomization.yaml", "components: [../debug]\n"),
        ("unused/kustomization.yaml", "kind: Component\npatches: [{path: b.yaml}]\n"),
        ("unused/b.yaml", ""),
    ]);
    let built_in = |class: &Class| match class {
        Class::LeftOut(Why::Listed { by, .. }) => by.built_in.clone(),
        _ => panic!("{class:?}"),
    };
    assert!(built_in(&classes["debug/a.yaml"]).unwrap().ends_with("/prod"));
    assert_eq!(built_in(&classes["unused/b.yaml"]), None);
}

#[test]
fn plugins_are_followed_through_folders() {
    let classes = classes(&[
        ("kustomization.yaml", "transformers: [otel, label.yaml]\nresources: [web.yaml]\n"),
        ("otel/kustomization.yaml", "resources: [inject.yaml, more, ../otel]\n"),
        ("otel/inject.yaml", ""),
        ("otel/more/kustomization.yaml", "resources: [instrumentation.yaml]\n"),
        ("otel/more/instrumentation.yaml", ""),
        ("label.yaml", ""),
        ("web.yaml", ""),
    ]);
    for plugin in ["otel/inject.yaml", "otel/more/instrumentation.yaml", "label.yaml"] {
        assert!(matches!(classes[plugin], Class::Plugin(_)), "{plugin}");
    }
    assert_eq!(classes["web.yaml"], Class::Manifest);
}

#[test]
fn beside_a_kustomization_that_cannot_be_read_nothing_is_known() {
    let classes = classes(&[
        ("a/kustomization.yaml", "<<<<<<< HEAD\n"),
        ("a/web.yaml", ""),
        ("a/deep/web.yaml", ""),
        ("a/own/kustomization.yaml", "resources: [web.yaml]\n"),
        ("a/own/web.yaml", ""),
        ("b/web.yaml", ""),
    ]);
    for unknown in ["a/web.yaml", "a/deep/web.yaml"] {
        assert!(matches!(classes[unknown], Class::LeftOut(Why::BesideUnreadable { .. })), "{unknown}");
    }
    assert!(["a/own/web.yaml", "b/web.yaml"].iter().all(|file| classes[*file] == Class::Manifest));
}

#[test]
fn a_kustomization_above_the_folder_counts() {
    let folder = tempfile::tempdir().unwrap();
    let patch = folder.path().join("prod/patches/a.yaml");
    std::fs::create_dir_all(patch.parent().unwrap()).unwrap();
    std::fs::write(&patch, "").unwrap();
    std::fs::write(folder.path().join("prod/kustomization.yaml"), "patches: [{path: patches/a.yaml}]\n").unwrap();
    let exclude = Exclude::default();
    let class = || Repository::of([patch.parent().unwrap()], [&*patch], &exclude).classify(&patch, &same(&patch));
    assert_eq!(used(&class()), Some(Use::Patch));
    // The top of a repository is the end.
    std::fs::create_dir(folder.path().join("prod/patches/.git")).unwrap();
    assert_eq!(class(), Class::Manifest);
}

#[test]
fn a_resource_is_one_whatever_else_it_is_used_for() {
    let classes = classes(&[
        ("base/kustomization.yaml", "resources: [web.yaml, gen.yaml, templates/job.yaml, both.yaml]\n"),
        ("base/Chart.yaml", "name: base\n"),
        ("base/web.yaml", ""),
        ("base/gen.yaml", ""),
        ("base/both.yaml", ""),
        ("base/templates/job.yaml", ""),
        ("base/templates/other.yaml", ""),
        ("x/kustomization.yaml", "configMapGenerator: [{name: a, files: [../base/web.yaml]}]\n"),
        ("y/kustomization.yaml", "generators: [../base/gen.yaml]\npatches: [{path: ../base/both.yaml}]\n"),
    ]);
    for resource in ["base/web.yaml", "base/gen.yaml", "base/templates/job.yaml"] {
        assert_eq!(classes[resource], Class::Manifest, "{resource}");
    }
    assert_eq!(used(&classes["base/both.yaml"]), Some(Use::Patch));
    assert!(matches!(classes["base/templates/other.yaml"], Class::LeftOut(Why::Chart { .. })));
}

#[test]
fn of_two_kustomizations_in_a_folder_both_count() {
    let classes = classes(&[
        ("a/Kustomization", "patches: [{path: q.yaml}]\n"),
        ("a/kustomization.yaml", "patches: [{path: p.yaml}]\n"),
        ("a/p.yaml", ""),
        ("a/q.yaml", ""),
        ("b/kustomization.yaml", ""),
        ("b/kustomization.yml", "a: [\n"),
        ("b/web.yaml", ""),
    ]);
    assert_eq!((used(&classes["a/p.yaml"]), used(&classes["a/q.yaml"])), (Some(Use::Patch), Some(Use::Patch)));
    assert!(matches!(classes["b/web.yaml"], Class::LeftOut(Why::BesideUnreadable { .. })));
}

#[test]
fn a_long_chain_of_plugins_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let chain = |number: usize| folder.path().join(format!("c{number}"));
    const LAST: usize = 5_000;
    for number in 0..LAST {
        std::fs::create_dir(chain(number)).unwrap();
        let next = format!("resources: [../c{}]\n", number + 1);
        std::fs::write(chain(number).join("kustomization.yaml"), next).unwrap();
    }
    std::fs::create_dir(chain(LAST)).unwrap();
    std::fs::write(chain(LAST).join("kustomization.yaml"), "resources: [a.yaml]\n").unwrap();
    let file = chain(LAST).join("a.yaml");
    std::fs::write(&file, "").unwrap();
    let root = folder.path().join("kustomization.yaml");
    std::fs::write(&root, "transformers: [c0]\n").unwrap();
    let exclude = Exclude::default();
    // A thread of a test has a small stack.
    let mut repository = Repository::of([folder.path()], [&*root, &*file], &exclude);
    assert!(matches!(repository.classify(&file, &same(&file)), Class::Plugin(_)));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_or_nowhere_is_left_out() {
    use std::os::unix::fs::symlink;
    let [folder, outside] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let path = |name: &str| folder.path().join(name);
    std::fs::write(outside.path().join("a.yaml"), "").unwrap();
    std::fs::write(path("a.yaml"), "").unwrap();
    symlink(outside.path().join("a.yaml"), path("out.yaml")).unwrap();
    symlink(path("gone"), path("nowhere.yaml")).unwrap();
    symlink(path("a.yaml"), path("within.yaml")).unwrap();
    let exclude = Exclude::default();
    let mut repository = Repository::of([folder.path()], [], &exclude);
    assert_eq!(repository.classify(&path("within.yaml"), &same(&path("within.yaml"))), Class::Manifest);
    for link in ["out.yaml", "nowhere.yaml"] {
        assert_eq!(repository.classify(&path(link), &same(&path(link))), Class::LeftOut(Why::Link), "{link}");
    }
}

#[test]
fn a_chart_is_named_as_a_person_would() {
    let named =
        |file: &str| chart_name(Path::new(file), Path::new("/shop/cart/templates/a.yaml"), Path::new("/shop/cart"));
    assert_eq!(named("cart/templates/a.yaml"), "cart");
    assert_eq!(named("./cart/templates/a.yaml"), "cart");
    assert_eq!(named("/shop/cart/templates/a.yaml"), "/shop/cart");
    assert_eq!(named("templates/a.yaml"), ".");
    assert_eq!(named("./a.yaml"), "..");
    assert_eq!(named("../templates/a.yaml"), "..");
    assert_eq!(named("link.yaml"), "/shop/cart");
}
