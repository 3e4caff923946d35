//! Documents on which an injection once was not taken back as it was: each goes there, again, and back.

use otel_inject::engine::Task;
use otel_inject_testing::manifests::INSTRUMENTATION;

use crate::testing::texts;

/// A Deployment that asks for Python in `names`, with these containers.
fn deployment(names: &str, containers: &str) -> String {
    format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
        instrumentation.opentelemetry.io/container-names: \"{names}\"
    spec:
      containers:
{containers}"
    )
}

/// A Deployment in a Namespace that asks, with this metadata of its pod template.
fn in_namespace(metadata: &str) -> String {
    format!(
        "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations:
    instrumentation.opentelemetry.io/inject-python: \"true\"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  template:
{metadata}    spec:
      containers:
      - name: a
"
    )
}

#[track_caller]
fn run(task: Task, text: &str) -> String {
    texts::run(task, text, INSTRUMENTATION).0
}

#[track_caller]
fn round_trip(text: &str) {
    texts::round_trip(text, run);
}

#[test]
fn a_value_behind_an_alias_comes_back() {
    round_trip(&deployment(
        "b",
        r#"      - name: a
        env: &env
        - name: PYTHONPATH
          value: /app
      - name: b
        env: *env
"#,
    ));
}

#[test]
fn a_value_behind_a_merge_key_comes_back() {
    round_trip(&deployment(
        "b",
        r#"      - &a
        name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: team=shop
      - <<: *a
        name: b
"#,
    ));
}

#[test]
fn a_literal_value_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: PYTHONPATH
          value: |
            /app
"#,
    ));
}

#[test]
fn a_literal_value_with_an_indentation_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: PYTHONPATH
          value: |2-
              /app
"#,
    ));
}

#[test]
fn a_folded_value_with_an_indentation_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: >4-
              a=b
        - name: X
"#,
    ));
}

#[test]
fn a_literal_value_beside_nothing_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: PYTHONPATH
          value: |
            /app
      volumes: # none
"#,
    ));
}

#[test]
fn a_name_twice_without_values_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
        - name: OTEL_RESOURCE_ATTRIBUTES
"#,
    ));
}

#[test]
fn a_neighbour_that_is_a_boolean_is_no_neighbour() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2
        - name: Y
          value: x
"#,
    ));
}

#[test]
fn a_neighbour_without_a_name_is_no_neighbour() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2
        - value: y
"#,
    ));
}

#[test]
fn nothing_behind_an_alias_comes_back() {
    round_trip(&deployment(
        "a,b",
        r#"      - name: a
        env: &e
      - name: b
        env: *e
"#,
    ));
}

#[test]
fn an_empty_list_behind_a_merge_key_comes_back() {
    round_trip(&deployment(
        "b",
        r#"      - &a
        name: a
        volumeMounts: []
      - <<: *a
        name: b
"#,
    ));
}

#[test]
fn a_comment_below_an_entry_moves_with_it() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          # set by the pipeline
        - name: B
        - name: C
"#,
    ));
}

#[test]
fn a_blank_line_before_the_only_entry_behind_stays() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: FOO
          value: x
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2

        - name: BAR
          value: x
"#,
    ));
}

#[test]
fn a_blank_line_below_the_key_stays() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:

        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2
        # belongs to ORA
        - name: BAR
          value: x
"#,
    ));
}

#[test]
fn groups_of_comments_stay() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: FOO
        # group one

        # group two
      # odd
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2
          # belongs to ORA
        - name: BAR
          value: x
"#,
    ));
}

#[test]
fn comments_behind_a_moved_entry_stay() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b=2
        # belongs to ORA

        # BAR
        - name: BAR
          value: x
        # end

        - name: BAZ
      # tail
"#,
    ));
}

#[test]
fn two_equal_entries_in_other_quotes_come_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - {name: PYTHONPATH, value: "/a"}
        - {name: PYTHONPATH, value: '/a'}
"#,
    ));
}

#[test]
fn a_merge_of_something_that_gets_new_keys_is_written_out() {
    round_trip(&deployment(
        "a",
        r#"      - &base
        name: a
        image: x:1
      - <<: *base
        name: b
"#,
    ));
}

#[test]
fn a_comment_in_a_header_comes_back() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env:
        - name: PYTHONPATH
          value: |-  # where our code is
            /app
"#,
    ));
}

#[test]
fn metadata_of_every_kind_comes_back() {
    for metadata in [
        "    metadata:\n",
        "    metadata: ~\n",
        "    metadata: null # c\n",
        "    metadata:\n      # only\n",
        "    metadata:\n      annotations: { } # c\n",
        "    metadata: {}\n",
        "",
        "    metadata:\n      annotations:\n",
        "    metadata: {annotations: {}}\n",
    ] {
        round_trip(&in_namespace(metadata));
    }
}

#[test]
fn a_renamed_container_is_still_ours() {
    let text = deployment("a", "      - name: a\n        image: x:1\n");
    let renamed = |text: &str| text.replacen("- name: a\n", "- name: web\n", 1);
    assert_eq!(run(Task::Remove, &renamed(&run(Task::Inject, &text))), renamed(&text));
    let asked = |text: &str| renamed(text).replace("container-names: \"a\"", "container-names: \"web\"");
    assert_eq!(run(Task::Inject, &asked(&run(Task::Inject, &text))), run(Task::Inject, &asked(&text)));
}

#[test]
fn a_container_that_is_gone_is_not_taken_for_one_that_we_added() {
    let asked = "inject-sdk: \"true\"
        instrumentation.opentelemetry.io/inject-go: \"true\"
        instrumentation.opentelemetry.io/otel-go-auto-target-exe: /app";
    let own = "        env: [{name: OTEL_RESOURCE_ATTRIBUTES, value: team=x}]\n";
    let text = deployment("a", &format!("      - name: a\n{own}      - name: b\n        image: y:1\n"));
    let text = text.replace("inject-python: \"true\"", asked);
    let injected = run(Task::Inject, &text);
    let (before, from_a) = injected.split_once("      - name: a\n").expect("a");
    let (_, from_b) = from_a.split_once("      - name: b\n").expect("b");
    let edited = format!("{before}      - name: b\n{from_b}");
    assert_eq!(run(Task::Remove, &edited), text.replace(&format!("      - name: a\n{own}"), ""));
}

#[test]
fn an_edited_mount_goes_with_its_volume() {
    let text = deployment("a", "      - name: a\n        image: x:1\n");
    let injected = run(Task::Inject, &text);
    let (before, after) = injected.rsplit_once("mountPath: /otel-auto-instrumentation-python").expect("a mount");
    let edited = format!("{before}mountPath: /elsewhere{after}");
    assert_eq!(run(Task::Inject, &edited), injected);
    assert_eq!(run(Task::Remove, &edited), text);
}

#[test]
fn a_comment_among_what_is_ours_stays() {
    let text = deployment("a", "      - name: a\n        image: x:1\n");
    let injected = run(Task::Inject, &text);
    let edited = injected.replacen("      volumes:\n", "      volumes:\n      # why there is one\n", 1);
    assert_ne!(edited, injected);
    assert_eq!(run(Task::Remove, &edited), format!("{text}      # why there is one\n"));
}

#[test]
fn a_literal_argument_at_the_end_comes_back() {
    round_trip(&deployment("a", "      - name: a\n        args:\n        - |\n          one\n          two"));
}

#[test]
fn nothing_from_a_merge_key_that_gets_a_value_comes_back() {
    let text = "\
apiVersion: v1
kind: Pod
x: &base
  shareProcessNamespace: null
metadata:
  name: cart
  annotations:
    instrumentation.opentelemetry.io/inject-go: \"true\"
    instrumentation.opentelemetry.io/otel-go-auto-target-exe: /app
spec:
  <<: *base
  containers:
  - name: a
";
    round_trip(text);
}

#[test]
fn entries_that_moved_one_after_the_other_come_back_in_their_order() {
    let text = deployment(
        "a",
        r#"      - name: a
        env: # k
        # above

        - name: OTEL_RESOURCE_ATTRIBUTES
          value: b # the first
        # above the second

        - name: OTEL_RESOURCE_ATTRIBUTES
          value: ""
        - name: LAST
          value: c
"#,
    );
    let sdk = "        instrumentation.opentelemetry.io/inject-sdk: \"true\"\n        instrumentation.opentelemetry.io/container-names";
    round_trip(&text.replacen("        instrumentation.opentelemetry.io/container-names", sdk, 1));
}

#[test]
fn a_literal_argument_that_ends_the_text_comes_back() {
    round_trip(&deployment("a", "      - name: a\n        args:\n        - x\n        - |\n          run"));
}

#[test]
fn a_record_without_a_value_comes_back() {
    let containers = "      - name: a\n";
    for spelling in ["", " null", " ~   # none yet"] {
        let record = format!("      annotations:\n        otel-inject.dev/injected:{spelling}\n");
        round_trip(&deployment("a", containers).replace("      annotations:\n", &record));
    }
}

#[test]
fn a_list_in_flow_style_whose_entries_moved_comes_back_with_its_blanks() {
    round_trip(&deployment(
        "a",
        r#"      - name: a
        env: [ {name: OTEL_RESOURCE_ATTRIBUTES, value: tier=one} ,  {name: PORT, value: "80"} ]
"#,
    ));
}
