//! A changed input is followed: whatever changes between two injections, the second leaves what an injection of the
//! changed input leaves, and a removal gives the bytes back.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::replaced;

use crate::testing::fixtures::{below, random};
use crate::testing::texts::{run, values};

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-java: \"true\"
        instrumentation.opentelemetry.io/container-names: web,worker
    spec:
      containers:
      - name: web
        image: registry.example.com/shop/cart:1.10   # serves
        env:
        - name: JAVA_TOOL_OPTIONS
          value: -Xmx1g   # enough
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: 'team=cart'
        - name: MODE
          value: x
      - name: worker
        image: registry.example.com/shop/worker:2.0.1
";

const INSTRUMENTATION: &str = "\
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: {name: java}
spec:
  exporter: {endpoint: http://c:4318}
  java:
    image: registry.example.com/otel/java:1.0.0
    extensions: [{image: registry.example.com/otel/extension:1, dir: /extensions}]
";

/// Injects with one Instrumentation and then with another, the input changed in between; the same as from the start?
#[track_caller]
fn follows(change: impl Fn(&str) -> String, instrumentation: &str) {
    let once = run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0;
    let changed = change(&once);
    let (followed, _) = run(Task::Inject, &changed, instrumentation);
    assert_ne!(followed, once);
    let fresh = change(DEPLOYMENT);
    // A string stays in the quotes that it had, the record too.
    let from_the_start = run(Task::Inject, &fresh, instrumentation).0;
    assert_eq!(values(&followed), values(&from_the_start), "as from the start");
    assert_eq!(run(Task::Inject, &followed, instrumentation).0, followed, "and settles");
    assert_eq!(run(Task::Remove, &followed, "").0, fresh);
}

#[test]
fn another_default_image_is_followed() {
    // As a later version of this program, or of the operator, would have it: the Instrumentation names none.
    let default = replaced(INSTRUMENTATION, "    image: registry.example.com/otel/java:1.0.0\n", "");
    follows(str::to_owned, &default);
}

#[test]
fn an_extension_that_is_gone_goes() {
    let without = "    extensions: [{image: registry.example.com/otel/extension:1, dir: /extensions}]\n";
    follows(str::to_owned, &replaced(INSTRUMENTATION, without, ""));
}

#[test]
fn a_container_that_the_list_does_not_name_any_more_is_left_alone() {
    follows(|text| replaced(text, "container-names: web,worker", "container-names: worker"), INSTRUMENTATION);
}

#[test]
fn a_container_that_is_gone_is_forgotten() {
    let without = |text: &str| {
        let start = text.find("      - name: worker\n").expect("the container");
        let end = text[start..].find("      volumes:\n").map_or(text.len(), |end| start + end);
        format!("{}{}", &text[..start], &text[end..])
    };
    follows(without, INSTRUMENTATION);
}

#[test]
fn another_image_of_the_app_is_followed() {
    follows(|text| replaced(text, "shop/cart:1.10 ", "shop/cart:1.11 "), INSTRUMENTATION);
}

#[test]
fn another_name_of_the_workload_is_followed() {
    follows(|text| replaced(text, "\n  name: cart\n", "\n  name: basket\n"), INSTRUMENTATION);
}

#[test]
fn an_annotation_that_is_gone_takes_the_injection_with_it() {
    let asked = "        instrumentation.opentelemetry.io/inject-java: \"true\"\n";
    let once = run(Task::Inject, DEPLOYMENT, INSTRUMENTATION).0;
    let unasked = replaced(&once, asked, "");
    assert_eq!(run(Task::Inject, &unasked, INSTRUMENTATION).0, replaced(DEPLOYMENT, asked, ""));
}

/// Another text of a document.
type Change = fn(&str) -> String;

/// What people change about an Instrumentation or an annotation.
const CHANGES: [(&str, Change); 7] = [
    ("endpoint", |text| of_instrumentations(text, |text| text.replace("http://", "http://other-"))),
    ("sampler", |text| {
        of_instrumentations(text, |text| text.replace("traceidratio", "always_on").replace("0.25", "0.5"))
    }),
    ("propagators", |text| of_instrumentations(text, |text| text.replace("tracecontext", "b3"))),
    ("image", |text| of_instrumentations(text, |text| text.replace("image: ", "image: mirror.example.com/"))),
    ("variable", |text| of_instrumentations(text, with_variable)),
    ("another language", |text| {
        text.replace("/inject-python", "/inject-sdk").replace("/inject-java", "/inject-nodejs")
    }),
    ("a language less", |text| text.replace("/inject-nodejs", "/not-nodejs").replace("/inject-go", "/not-go")),
];

fn of_instrumentations(text: &str, change: Change) -> String {
    let changed = |document: &str| {
        if document.contains("kind: Instrumentation") { change(document) } else { document.to_owned() }
    };
    otel_inject::yaml::documents(text).into_iter().map(|range| changed(&text[range])).collect()
}

fn with_variable(text: &str) -> String {
    if text.contains("\n  env:") || !text.contains("\nspec:\n") {
        return text.to_owned();
    }
    text.replace("\nspec:\n", "\nspec:\n  env:\n  - {name: NEW, value: \"yes\"}\n")
}

#[test]
fn what_follows_a_change_is_what_it_would_have_been_from_the_start() {
    let mut followed = [0; CHANGES.len()];
    let mut otherwise = Vec::new();
    for fixture in below("").into_iter().chain(random()) {
        if fixture.text().contains("otel-inject.dev/injected") {
            continue;
        }
        let Ok(once) = fixture.inject() else { continue };
        for (index, (change_name, change)) in CHANGES.iter().enumerate() {
            let mut changed = fixture.clone();
            changed.sources.iter_mut().for_each(|source| source.text = change(&source.text));
            let Ok(fresh) = changed.inject() else { continue };
            let update = changed.with_text(&change(&once));
            if fresh == update.text() || once == fixture.text() {
                continue;
            }
            followed[index] += 1;
            let Ok(after) = update.inject() else { continue };
            let name = format!("{}, {change_name}", fixture.name);
            assert_eq!(update.with_text(&after).run(Task::Remove).as_deref(), Ok(changed.text()), "{name}");
            assert_eq!(values(&after), values(&fresh), "{name}");
            if after != fresh {
                otherwise.push(name);
            }
        }
    }
    assert!(followed.iter().all(|followed| *followed > 100), "{followed:?}");
    // The record stays in the quotes that it had, and so does a value that a person had quoted.
    assert!(otherwise.len() <= 2, "{} written otherwise: {otherwise:#?}", otherwise.len());
}
