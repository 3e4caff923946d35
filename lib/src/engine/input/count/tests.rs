use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::yaml;

/// What is counted in the first of so many files.
fn counted(document: &str, role: Role, files: usize) -> usize {
    let source = Source { name: "a.yaml".to_owned(), text: document.to_owned(), role };
    count_workloads(document, Kinds::known(), &vec![source; files], 0)
}

/// What a scan counts, and what reading counts.
fn both(document: &str) -> (Option<usize>, usize) {
    let counter = Counter { kinds: Kinds::known(), given: true, may_be_fragment: false };
    (counter.scanned(document), counter.read(document))
}

#[expect(clippy::disallowed_methods, reason = "a test of all fixtures that needs what is not public")]
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let of = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries.flat_map(of).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of all fixtures that needs what is not public")]
fn a_scan_counts_what_reading_counts_in_every_fixture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut scanned, mut left, mut workloads) = (0, 0, 0);
    for file in ["fixtures", "examples"].iter().flat_map(|folder| files(&root.join(folder))) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for range in yaml::documents(&text) {
            let document = &text[range];
            match both(document) {
                (Some(count), read) if yaml::read(document).is_ok() => {
                    assert_eq!(count, read, "{}:\n{document}", file.display());
                    scanned += 1;
                    workloads += count;
                }
                (Some(_), _) => {}
                (None, _) => left += 1,
            }
        }
    }
    assert!(scanned > 20 * left && workloads > 200, "{scanned} scanned, {left} left to reading, {workloads} workloads");
}

#[test]
fn only_what_stands_at_the_root_or_is_an_item_counts() {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\n";
    let autoscaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    \
                      apiVersion: apps/v1\n    kind: Deployment\n";
    let list = |kind: &str, items: &str| format!("apiVersion: v1\n{items}kind: {kind}\nmetadata:\n  kind: Pod\n");
    let items = "items:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    x:\n    - kind: Pod\n# a\n\n- kind: Deployment\n  \
                 apiVersion: apps/v1\n  data:\n  - kind: Pod\n  owner:\n    kind: Pod\n- kind: ConfigMap\n";
    let cases: Vec<(String, usize)> = vec![
        (deployment.to_owned(), 1),
        (format!("\u{feff}# a\n--- # b\n\n{deployment}"), 1),
        (deployment.replace("apps/", "example.com/"), 0),
        (deployment.replace('\n', "\r\n"), 1),
        (deployment.replace("Deployment", "\"Deployment\" # a"), 1),
        (deployment.replace("kind", "'kind'").replace("Deployment", "'Deployment'"), 1),
        (deployment.replace("apiVersion", "  apiVersion").replace("kind", "  kind"), 1),
        ("kind: Pod".to_owned(), 1),
        ("kind: Pod # a\n".to_owned(), 1),
        (format!("kindly: a\n{deployment}"), 1),
        ("apiVersion: v1\nkind: Service\n".to_owned(), 0),
        ("kind: Service\napiVersion: serving.knative.dev/v1\n".to_owned(), 1),
        (autoscaler.to_owned(), 0),
        ("apiVersion: v1\ndata:\n  a: |\n    kind: Pod\nkind: ConfigMap\n".to_owned(), 0),
        (list("List", items), 2),
        (list("PodList", &format!("{}\n", items.replace('\n', "\n  ").trim_end())), 2),
        (list("Lister", items), 0),
        (list("List", "items: []\n"), 0),
        (list("List", "items: # none\n"), 0),
        (list("List", ""), 0),
        ("{\"apiVersion\":\"apps/v1\",\"spec\":{\"kind\":\"Pod\"},\"kind\":\"Deployment\"}\n".to_owned(), 1),
        ("--- {\"kind\": \"Pod\"}\n".to_owned(), 1),
        ("{\"kind\":\"HorizontalPodAutoscaler\",\"spec\":{\"ref\":{\"kind\":\"Pod\"}}}".to_owned(), 0),
        ("{\"items\":[{\"kind\":\"Pod\"},{\"kind\":\"A\"},{\"kind\":\"Pod\"}],\"kind\":\"List\"}".to_owned(), 2),
        ("- kind: Pod\n".to_owned(), 0),
        ("# nothing\n---\n...\n".to_owned(), 0),
        (String::new(), 0),
    ];
    for (document, expected) in cases {
        assert_eq!(both(&document), (Some(expected), expected), "{document}");
    }
}

#[test]
fn what_hides_its_kind_is_read() {
    let items = "kind: List\nitems:\n";
    let cases = [
        ("kind: \"P\\u006fd\"\n", 1),
        ("kind: !!str Pod\n", 1),
        ("kind:\n  Pod\n", 1),
        ("a: &a {kind: Pod}\n<<: *a\n", 1),
        ("{kind: Pod}\n", 1),
        ("? kind\n: Pod\n", 1),
        (&format!("{items}- {{kind: Pod}}\n"), 1),
        (&format!("{items}-\n  kind: Pod\n"), 1),
        (&format!("{items}- kind: List\n  items:\n  - kind: Pod\n"), 1),
        ("kind: List\nitems: [{kind: Pod}]\n", 1),
        ("kind: {{ .Kind }}\n", 0),
    ];
    for (document, expected) in cases {
        let (scanned, read) = both(document);
        assert!(scanned.is_none_or(|count| count == expected), "{document}");
        assert_eq!(read, expected, "{document}");
        assert_eq!(counted(document, Role::Input, 1), expected, "{document}");
    }
}

#[test]
fn a_resource_list_among_other_files_is_data() {
    for list in [
        "kind: ResourceList\nitems:\n- kind: Pod\n",
        "{\"kind\":\"ResourceList\",\"items\":[{\"kind\":\"Pod\"}]}",
        "{kind: ResourceList, items: [{kind: Pod}]}",
    ] {
        assert_eq!([1, 2].map(|files| counted(list, Role::Input, files)), [1, 0], "{list}");
    }
}

#[test]
fn a_fragment_that_is_found_in_a_folder_is_left_out() {
    let patch = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 2\n";
    assert_eq!([Role::Input, Role::Found].map(|role| counted(patch, role, 1)), [1, 0]);
    let whole = format!("{patch}  template:\n    spec:\n      containers: []\n");
    assert_eq!(counted(&whole, Role::Found, 1), 1);
}
