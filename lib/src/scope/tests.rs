use super::*;

/// Files of a run, each with its text; a name that begins with `-i ` is given beside the input.
fn scope(files: &[(&str, &str)]) -> Scope {
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, text)| match name.strip_prefix("-i ") {
            Some(name) => File { name, text, is_beside: true },
            None => File { name, text, is_beside: false },
        })
        .collect();
    Scope::of(&files)
}

/// The files of the objects that are meant in the first file by a name that each of the others has once, and the folder
/// or kustomization that makes them near.
fn meant(files: &[(&str, &str)]) -> (Vec<usize>, String) {
    let scope = scope(files);
    let mut candidates = Candidates::default();
    let others = files.iter().enumerate().skip(1).filter(|(_, (name, _))| !name.ends_with("kustomization.yaml"));
    for (source, _) in others {
        candidates.add(source, source, &scope, |_, _| false);
    }
    let nearest = candidates.nearest(&scope, 0).expect("a candidate");
    let by = nearest.by.map_or_else(|| "nothing".to_owned(), |near| scope.words(near));
    (nearest.numbers.into_owned(), by)
}

fn in_folders(names: &[&str]) -> (Vec<usize>, String) {
    meant(&names.iter().map(|name| (*name, "")).collect::<Vec<_>>())
}

#[test]
fn one_answer_is_taken_wherever_it_is() {
    assert_eq!(in_folders(&["shop/web.yaml", "blog/i.yaml"]), (vec![1], "nothing".to_owned()));
    assert_eq!(in_folders(&["web.yaml", "-i other/i.yaml"]), (vec![1], "nothing".to_owned()));
}

#[test]
fn of_several_the_own_folder_counts_then_the_nearest_above_then_what_is_beside_the_input() {
    for (names, numbers, by) in [
        (&["shop/web.yaml", "blog/i.yaml", "shop/i.yaml"][..], &[2][..], "in the workload's folder"),
        (&["shop/web.yaml", "shop/deeper/i.yaml", "i.yaml"], &[2], "in ., the nearest folder above"),
        (&["a/b/c/web.yaml", "i.yaml", "a/i.yaml", "a/x/i.yaml"], &[2], "in a, the nearest folder above"),
        (&["a/b/web.yaml", "-i a/b/i.yaml", "a/i.yaml"], &[2], "in a, the nearest folder above"),
        (&["a/web.yaml", "-i i.yaml", "b/i.yaml"], &[1], "given beside the input"),
        (&["a/web.yaml", "b/i.yaml", "c/i.yaml"], &[1, 2], "nothing"),
        (&["a/web.yaml", "a/i.yaml", "a/j.yaml", "b/i.yaml"], &[1, 2], "in the workload's folder"),
        (&["<stdin>", "<stdin>", "<stdin>"], &[1, 2], "in the workload's folder"),
        (&["web.yaml", "../i.yaml", "../other/i.yaml"], &[1], "in .., the nearest folder above"),
        (&["../web.yaml", "i.yaml", "../../i.yaml"], &[2], "in ../.., the nearest folder above"),
        (&["/srv/a/web.yaml", "/srv/i.yaml", "/i.yaml", "i.yaml"], &[1], "in /srv, the nearest folder above"),
        (&["/a.yaml", "/i.yaml", "i.yaml"], &[1], "in the workload's folder"),
        (&["./a/../b/web.yaml", "a/i.yaml", "b/i.yaml"], &[2], "in the workload's folder"),
    ] {
        assert_eq!(in_folders(names), (numbers.to_vec(), by.to_owned()), "{names:?}");
    }
}

const BUILT: &str = "that the kustomization in overlays/prod builds with the workload";

const OVERLAY: &str = "resources: [../../base, ../../telemetry/prod/i.yaml]\n";

#[test]
fn what_a_kustomization_builds_belongs_together() {
    let base = [("base/web.yaml", ""), ("telemetry/prod/i.yaml", ""), ("telemetry/test/i.yaml", "")];
    let with = |more: &[(&'static str, &'static str)]| meant(&[&base[..], more].concat());
    assert_eq!(with(&[]), (vec![1, 2], "nothing".to_owned()));
    let listing = ("base/kustomization.yaml", "resources:\n- web.yaml\n");
    let prod = ("overlays/prod/kustomization.yaml", OVERLAY);
    let test = ("overlays/test/kustomization.yaml", "components: [../../telemetry/test/i.yaml]\n");
    assert_eq!(with(&[listing, prod, test]), (vec![1], BUILT.to_owned()));
    assert_eq!(with(&[prod, test]), (vec![1, 2], "nothing".to_owned()), "nothing lists the workload");
    // One that builds everything is further out.
    let all = ("kustomization.yaml", "bases:\n- overlays/prod/\n- ./overlays/test\n");
    assert_eq!(with(&[listing, all, prod, test]), (vec![1], BUILT.to_owned()));
    // Two that build the workload with one each leave it open.
    let both = ("overlays/test/kustomization.yaml", "resources: [../../base, ../../telemetry/test/i.yaml]\n");
    assert_eq!(with(&[listing, prod, both]).0, [1, 2]);
}

#[test]
fn kustomizations_may_be_anything() {
    for text in ["", "[", "resources: 1\n", "resources: [1, {}, '', /, .., ../.., https://example.com//a?ref=b]\n"] {
        let files = [("a/web.yaml", ""), ("b/i.yaml", ""), ("c/i.yaml", ""), ("a/kustomization.yaml", text)];
        assert_eq!(meant(&files), (vec![1, 2], "nothing".to_owned()), "{text}");
    }
    // They may list each other in a circle.
    let circle = [
        ("a/web.yaml", ""),
        ("b/i.yaml", ""),
        ("c/i.yaml", ""),
        ("a/kustomization.yaml", "resources: [web.yaml, ../b]\n"),
        ("b/kustomization.yaml", "resources: [i.yaml, ../a, .]\n"),
    ];
    assert_eq!(meant(&circle), (vec![1], "that the kustomization in a builds with the workload".to_owned()));
}

#[test]
fn equal_objects_in_a_row_are_one() {
    let scope = scope(&[("a/web.yaml", ""), ("b/i.yaml", ""), ("c/i.yaml", "")]);
    let mut candidates = Candidates::default();
    assert!(candidates.is_empty() && candidates.nearest(&scope, 0).is_none());
    for source in [1, 2] {
        candidates.add(source, source, &scope, |_, _| true);
    }
    let nearest = candidates.nearest(&scope, 0).expect("a candidate");
    assert_eq!((&*nearest.numbers, nearest.by), (&[1][..], None));
    assert!(candidates.near(&scope, 0).is_none(), "neither is near");
    assert!(candidates.near(&scope, 2).is_some());
}
