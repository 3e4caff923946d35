//! A release of the operator is one row: nothing else holds its version or the tags of its images.

use std::fs;
use std::path::Path;

use otel_inject::operator::{Language, Release};

use crate::layering::{code, sources};

#[test]
fn no_other_source_holds_a_version_or_an_image() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let images = Language::ALL.into_iter().filter_map(|language| Release::LATEST.image(language));
    let held: Vec<&str> = images.chain([Release::LATEST.version]).collect();
    let mut seen = 0;
    for file in files {
        let code = code(&fs::read_to_string(&file).expect("readable"));
        if file.ends_with("operator/release.rs") {
            seen += 1;
            assert!(code.contains(Release::LATEST.version));
            continue;
        }
        for text in &held {
            assert!(!code.contains(text), "{} holds {text}", file.display());
        }
        let is_test = file.components().any(|part| part.as_os_str() == "tests");
        let holds_image = !is_test && code.contains("ghcr.io/open-telemetry/opentelemetry-");
        assert!(!holds_image, "{} holds an image", file.display());
    }
    assert_eq!(seen, 1);
}

#[test]
fn the_documentation_names_the_release_that_is_followed() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/differences.md");
    let text = fs::read_to_string(page).expect("a page");
    assert!(text.contains(&format!("OpenTelemetry Operator {}", Release::LATEST.version)));
}
