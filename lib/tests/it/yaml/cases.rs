//! Where new text goes and what it looks like: small documents, before and after.

use otel_inject::plan::{Content, Edit, Op, Plan, difference};
use otel_inject::pointer::{Pointer, Step};
use otel_inject::value::Value;
use otel_inject::yaml::{Edited, Error, edit_verified, read, value, write_outs};

/// A pointer from text such as `/env/0`; parts that are numbers are indices.
fn pointer(text: &str) -> Pointer<'_> {
    let step = |part: &'_ str| part.parse().map_or_else(|_| Step::Key(part.to_owned().into()), Step::Index);
    Pointer(text.split('/').skip(1).map(step).collect())
}

fn edited<'s>(text: &'s str, edits: Vec<(&'s str, Op<'s>)>) -> String {
    try_edited(text, edits).expect("editable")
}

fn try_edited<'s>(text: &'s str, edits: Vec<(&'s str, Op<'s>)>) -> Result<String, Error> {
    let tree = read(text).expect("readable");
    let root = tree.root().expect("a root");
    let before = value(&tree, root).expect("a value");
    let mut plan = Plan { edits: edits.into_iter().map(|(at, op)| Edit { at: pointer(at), op }).collect() };
    plan.edits.extend(write_outs(&tree, root, &plan)?);
    let wanted = otel_inject::plan::apply(&plan, &before);
    edit_verified(&tree, &[Edited { node: root, plan: &plan, wanted: &wanted }])
}

fn variable<'s>(name: &'s str, value: &'s str) -> Value<'s> {
    Value::map([("name", Value::from(name)), ("value", Value::from(value))])
}

fn insert(value: Value<'_>) -> Op<'_> {
    Op::Insert(Content::new(value))
}

fn set(value: Value<'_>) -> Op<'_> {
    Op::Set(Content::new(value))
}

fn replace(value: Value<'_>) -> Op<'_> {
    Op::Replace(Content::new(value))
}

const OURS: Op<'static> = Op::Remove { ours: true };
const THEIRS: Op<'static> = Op::Remove { ours: false };

#[test]
fn appended_entries_go_below_the_last_line_and_deeper_comments() {
    let text = "spec:\n  env:\n    - name: A\n      value: b # c\n      # of A\n  # of ports\n  ports: []\n";
    let after = edited(text, vec![("/spec/env/1", insert(variable("B", "yes")))]);
    assert_eq!(
        after,
        "spec:\n  env:\n    - name: A\n      value: b # c\n      # of A\n    - name: B\n      value: \"yes\"\n  # of ports\n  ports: []\n"
    );
}

#[test]
fn a_zero_indented_list_stays_zero_indented() {
    let text = "spec:\n  env:\n  - name: A\n  # about ports\n  ports:\n  - 1\n";
    let after = edited(text, vec![("/spec/env/1", insert(variable("B", "c")))]);
    assert_eq!(after, "spec:\n  env:\n  - name: A\n  - name: B\n    value: c\n  # about ports\n  ports:\n  - 1\n");
}

#[test]
fn front_inserts_go_right_below_the_key() {
    let text = "env: # all of it\n# about A\n- name: A\n";
    let after = edited(text, vec![("/env/0", insert(variable("Z", "1"))), ("/env/0", insert(variable("Y", "2")))]);
    assert_eq!(
        after,
        "env: # all of it\n- name: Z\n  value: \"1\"\n- name: \"Y\"\n  value: \"2\"\n# about A\n- name: A\n"
    );
}

#[test]
fn init_containers_go_before_containers_and_above_their_comments() {
    let text = "spec:\n  a: 1\n\n  # the app\n  containers:\n  - name: a\n  volumes: []\n";
    let after =
        edited(text, vec![("/spec/initContainers", set(Value::list([Value::map([("name", Value::from("i"))])])))]);
    assert_eq!(
        after,
        "spec:\n  a: 1\n\n  initContainers:\n  - name: i\n  # the app\n  containers:\n  - name: a\n  volumes: []\n"
    );
}

#[test]
fn nothing_and_empty_collections_become_blocks_and_keep_their_comments() {
    for (text, after) in [
        ("c:\n  env: []  # keep\n  z: 1\n", "c:\n  env:  # keep\n  - name: A\n    value: b\n  z: 1\n"),
        ("c:\n  env:   # todo\n  z: 1\n", "c:\n  env:   # todo\n  - name: A\n    value: b\n  z: 1\n"),
        ("c:\n  env: ~ # todo\n  z: 1\n", "c:\n  env: # todo\n  - name: A\n    value: b\n  z: 1\n"),
        ("c:\n  env:", "c:\n  env:\n  - name: A\n    value: b"),
        ("c: {env: []}\n", "c: {env: [{name: A, value: b}]}\n"),
    ] {
        assert_eq!(edited(text, vec![("/c/env", replace(Value::list([variable("A", "b")])))]), after);
    }
}

#[test]
fn a_missing_last_line_end_stays_missing() {
    let after = edited("a:\n- x: 1 # c", vec![("/a/1", insert(variable("A", "b"))), ("/b", set(Value::from("c")))]);
    assert_eq!(after, "a:\n- x: 1 # c\n- name: A\n  value: b\nb: c");
    assert_eq!(edited(&after, vec![("/a/1", OURS), ("/b", OURS)]), "a:\n- x: 1 # c");
}

#[test]
fn a_block_scalar_at_the_end_keeps_its_value() {
    assert_eq!(edited("a: |\n  x", vec![("/b", set(Value::from("c")))]), "a: |-\n  x\nb: c");
    assert_eq!(edited("a: |-\n  x", vec![("/b", set(Value::from("c")))]), "a: |-\n  x\nb: c");
    assert_eq!(edited("a: | # a-b\n  x", vec![("/b", set(Value::from("c")))]), "a: |- # a-b\n  x\nb: c");
    assert_eq!(edited("a: |+\n  x\n ", vec![("/b", set(Value::from("c")))]), "a: |\n  x\n \nb: c");
    assert_eq!(edited("a: |\n  x\n    ", vec![("/b", set(Value::from("c")))]), "a: |-\n  x\n    \nb: c");
}

#[test]
fn carriage_returns_stay() {
    let text = "a: 1\r\nenv:\r\n- name: A # t\r\nz: 0644\r\n";
    let after = edited(text, vec![("/env/1", insert(variable("B", "c"))), ("/q", set(Value::from("v")))]);
    assert_eq!(after, "a: 1\r\nenv:\r\n- name: A # t\r\n- name: B\r\n  value: c\r\nz: 0644\r\nq: v\r\n");
}

#[test]
fn a_moved_entry_takes_its_comments_along() {
    let text = "env:\n- name: A\n# of B\n- name: B # behind\n  value: x\n# of C\n- name: C\n";
    let moved =
        edited(text, vec![("/env/1", Op::Move { to: 3, gap: None }), ("/env/1/value", replace(Value::from("x,y")))]);
    assert_eq!(moved, "env:\n- name: A\n# of C\n- name: C\n# of B\n- name: B # behind\n  value: x,y\n");
    let back =
        edited(&moved, vec![("/env/2", Op::Move { to: 1, gap: None }), ("/env/2/value", replace(Value::from("x")))]);
    assert_eq!(back, text);
}

#[test]
fn what_is_ours_goes_without_the_comments_above_it() {
    let text = "env:\n- name: A\n# of B\n- name: B\n  value: x # ours\n- name: C\n";
    assert_eq!(edited(text, vec![("/env/1", OURS)]), "env:\n- name: A\n# of B\n- name: C\n");
    assert_eq!(edited(text, vec![("/env/1", THEIRS)]), "env:\n- name: A\n- name: C\n");
}

#[test]
fn the_first_key_of_an_item_can_go() {
    let text = "c:\n- env:\n  - name: A\n  image: x\n";
    assert_eq!(edited(text, vec![("/c/0/env", OURS)]), "c:\n- image: x\n");
    let text = "c:\n- env:\n  - name: A\n  # the image\n  image: x\n";
    assert_eq!(edited(text, vec![("/c/0/env", OURS)]), "c:\n-\n  # the image\n  image: x\n");
    assert_eq!(edited("c:\n- - a\n  - b\n", vec![("/c/0/0", OURS)]), "c:\n- - b\n");
    assert_eq!(edited("c:\n- - a\n", vec![("/c/0/0", OURS)]), "c:\n- []\n");
    assert_eq!(edited("c:\n- - b\n", vec![("/c/0/0", insert(Value::from("a")))]), "c:\n- - a\n  - b\n");
}

#[test]
fn emptied_collections_stay_valid() {
    assert_eq!(edited("a: # c\n  b: 1\nd: 2\n", vec![("/a/b", OURS)]), "a: {} # c\nd: 2\n");
    assert_eq!(edited("a:\n- 1\nd: 2\n", vec![("/a/0", OURS)]), "a: []\nd: 2\n");
}

#[test]
fn flow_collections_stay_flow() {
    for (text, edits, after) in [
        ("e: [{name: A}]\n", vec![("/e/1", insert(variable("B", "c")))], "e: [{name: A}, {name: B, value: c}]\n"),
        ("e: [ a ]\n", vec![("/e/0", insert(Value::from("z")))], "e: [ z, a ]\n"),
        ("e: [a, b,]\n", vec![("/e/2", insert(Value::from("c")))], "e: [a, b, c,]\n"),
        ("e: [\n  a,\n  b # c\n]\n", vec![("/e/2", insert(Value::from("d")))], "e: [\n  a,\n  b,\n  d # c\n]\n"),
        ("e: [a, b, c]\n", vec![("/e/0", OURS)], "e: [b, c]\n"),
        ("e: [a, b, c]\n", vec![("/e/1", OURS)], "e: [a, c]\n"),
        ("e: [a, b, c]\n", vec![("/e/2", OURS)], "e: [a, b]\n"),
        ("e: [a, b, c]\n", vec![("/e/0", Op::Move { to: 3, gap: None })], "e: [b, c, a]\n"),
        ("e: {a: 1, b: 2}\n", vec![("/e/a", OURS), ("/e/c", set(Value::from("d")))], "e: {b: 2, c: d}\n"),
        (
            "{\"a\": {\"b\": [1]}}\n",
            vec![("/a/b/1", insert(Value::from("x"))), ("/c", set(Value::Bool(true)))],
            "{\"a\": {\"b\": [1, \"x\"]}, \"c\": true}\n",
        ),
    ] {
        assert_eq!(edited(text, edits), after);
    }
}

#[test]
fn laid_out_json_stays_laid_out() {
    let text = "{\n  \"spec\": {\n    \"env\": [\n      {\n        \"name\": \"A\"\n      }\n    ],\n    \"mounts\": []\n  }\n}\n";
    let after = edited(
        text,
        vec![("/spec/env/1", insert(variable("B", "c"))), ("/spec/mounts", replace(Value::list([Value::from("m")])))],
    );
    assert_eq!(
        after,
        "{\n  \"spec\": {\n    \"env\": [\n      {\n        \"name\": \"A\"\n      },\n      {\n        \"name\": \"B\",\n        \"value\": \"c\"\n      }\n    ],\n    \"mounts\": [\n      \"m\"\n    ]\n  }\n}\n"
    );
}

#[test]
fn an_alias_is_written_out_where_it_is_edited() {
    let text = "a: &e\n- name: A\nb: *e # c\n";
    assert_eq!(
        edited(text, vec![("/b/1", insert(variable("B", "c")))]),
        "a: &e\n- name: A\nb: # c\n- name: A\n- name: B\n  value: c\n"
    );
}

#[test]
fn aliases_keep_the_value_of_an_anchored_node_that_is_edited() {
    let text = "a: &e\n- name: A\nb: *e # c\nd: [*e, x]\n";
    assert_eq!(
        edited(text, vec![("/a/1", insert(variable("B", "c")))]),
        "a: &e\n- name: A\n- name: B\n  value: c\nb: # c\n- name: A\nd: [[{name: A}], x]\n"
    );
}

#[test]
fn a_merged_key_is_written_out_where_it_is_edited() {
    let text = "base: &b\n  env:\n  - name: A\nc:\n  <<: *b\n  k: 1\n";
    assert_eq!(
        edited(text, vec![("/c/env/1", insert(variable("B", "c")))]),
        "base: &b\n  env:\n  - name: A\nc:\n  <<: *b\n  k: 1\n  env:\n  - name: A\n  - name: B\n    value: c\n"
    );
    assert_eq!(
        edited(text, vec![("/base/env/1", insert(variable("B", "c")))]),
        "base: &b\n  env:\n  - name: A\n  - name: B\n    value: c\nc:\n  <<:\n    env:\n    - name: A\n  k: 1\n"
    );
}

#[test]
fn a_merged_list_of_mappings_is_written_out_where_one_of_them_is_edited() {
    assert_eq!(
        edited("base: &b\n- k: 1\nc:\n  <<: *b\n", vec![("/base/0/l", set(Value::from("m")))]),
        "base: &b\n- k: 1\n  l: m\nc:\n  <<:\n  - k: 1\n"
    );
}

#[test]
fn scalars_keep_their_quotes() {
    let text = "a: 1 # one\nb: \"two\"\nc: |\n  x\n  y\nd: 'it'\ne: >-\n  f\n  g\nh: i\n";
    let new = |at| (at, replace(Value::from("n:m")));
    let after = edited(text, vec![new("/a"), new("/b"), new("/c"), new("/d"), new("/e"), new("/h")]);
    assert_eq!(after, "a: n:m # one\nb: \"n:m\"\nc: n:m\nd: 'n:m'\ne: n:m\nh: n:m\n");
}

#[test]
fn text_of_several_lines_is_written_as_a_block() {
    let after = edited(
        "a: 1\n",
        vec![("/b", set(Value::from("x\n\ny: z\n"))), ("/c", set(Value::list([Value::from("p\nq")])))],
    );
    assert_eq!(after, "a: 1\nb: |\n  x\n\n  y: z\nc:\n- |-\n  p\n  q\n");
}

#[test]
fn text_of_several_lines_stays_a_block() {
    let replaced = |text, to| edited(text, vec![("/a", replace(Value::from(to)))]);
    assert_eq!(replaced("a: |\n  x\n  y\nb: 1\n", "x\nz\n"), "a: |\n  x\n  z\nb: 1\n");
    assert_eq!(replaced("a: |\n  x\n  y\n\n# d\nb: 1\n", "x\nz"), "a: |-\n  x\n  z\n\n# d\nb: 1\n");
    assert_eq!(replaced("a: |+\n  x\n\nb: 1\n", "x\nz\n"), "a: |\n  x\n  z\nb: 1\n");
    assert_eq!(replaced("a: |2-\n   x\n  y\n", "z\nx\n"), "a: |\n  z\n  x\n");
    assert_eq!(replaced("a: &e |\n  x\n  y\nb: 1\n", "x\nz\n"), "a: &e |\n  x\n  z\nb: 1\n");
    assert_eq!(replaced("a: &e !!str |\n  x\n  y\nb: 1\n", "x\nz\n"), "a: &e |\n  x\n  z\nb: 1\n");
    assert_eq!(replaced("a: |\n  x\n  y\nb: 1\n", "one"), "a: one\nb: 1\n");
    assert_eq!(replaced("a: |\n  x\n  y", "x\nz\n"), "a: \"x\\nz\\n\"", "not where its last line end would be missing");
    assert_eq!(replaced("a: |\n  x\n  y\nb: 1\n", "x\n\tz\n"), "a: \"x\\n\\tz\\n\"\nb: 1\n");
}

#[test]
fn nested_insertions_at_one_line_keep_their_levels() {
    let text = "spec:\n  containers:\n  - name: a\n    env:\n    - name: A";
    let after = edited(
        text,
        vec![
            ("/spec/containers/0/env/1", insert(variable("B", "c"))),
            ("/spec/containers/0/k", set(Value::from("v"))),
            ("/spec/containers/1", insert(Value::map([("name", Value::from("b"))]))),
            ("/spec/t", set(Value::from("u"))),
        ],
    );
    assert_eq!(
        after,
        "spec:\n  containers:\n  - name: a\n    env:\n    - name: A\n    - name: B\n      value: c\n    k: v\n  - name: b\n  t: u"
    );
}

#[test]
fn what_is_put_back_is_written_as_it_was() {
    let text = "env:  # keep\n- name: A\n";
    let source = Content { value: Value::list([]), source: Some("  []".to_owned()), gap: None };
    assert_eq!(edited(text, vec![("/env", Op::Replace(source))]), "env:  []  # keep\n");
    let source = Content { value: Value::list([]), source: Some(" [\n ]".to_owned()), gap: None };
    assert_eq!(edited(text, vec![("/env", Op::Replace(source))]), "env: [\n ]  # keep\n");
    let source =
        Content { value: variable("Z", "1"), source: Some("# z\n- {name: Z, value: '1'}\n".to_owned()), gap: None };
    assert_eq!(
        edited(text, vec![("/env/0", Op::Insert(source))]),
        "env:  # keep\n# z\n- {name: Z, value: '1'}\n- name: A\n"
    );
}

#[test]
fn nothing_that_is_put_back_into_a_flow_mapping_leaves_no_lone_colon() {
    let nothing = || Content { value: Value::Null, source: Some(String::new()), gap: None };
    let replaced = |text| edited(text, vec![("/env", Op::Replace(nothing()))]);
    assert_eq!(replaced("{env: [1], a: b}\n"), "{env: null, a: b}\n");
    assert_eq!(replaced("{a: b, env: [1]}\n"), "{a: b, env: null}\n");
    assert_eq!(replaced("{env: [1] }\n"), "{env: }\n", "a blank behind it is enough");
    assert_eq!(edited("{a: b}\n", vec![("/env", Op::Set(nothing()))]), "{a: b, env: null}\n");
}

#[test]
fn the_difference_of_two_values_is_what_changed() {
    let tree = read("env:\n- name: A\n  value: x\n- name: B\n").expect("readable");
    let before = value(&tree, 0).expect("a value");
    let mut after = before.clone();
    if let Some(Value::List(env)) = after.as_map_mut().and_then(|map| map.get_mut("env")) {
        env.move_to_end(0);
        env.insert(0, Value::map([("name", Value::from("C"))]));
    }
    let plan = difference(&before, &after);
    assert_eq!(plan.edits.len(), 2, "{plan:?}");
    assert_eq!(otel_inject::plan::apply(&plan, &before), after);
}

#[test]
fn aliases_outlive_their_anchor() {
    let text = "a:\n- n: &e [1]\n- m: *e # c\nb: &f {x: *e}\nd: *f\n";
    assert_eq!(edited(text, vec![("/a/0", OURS)]), "a:\n- m: # c\n  - 1\nb: &f {x: [1]}\nd: *f\n");
    assert_eq!(edited("a: &e\n- 1\nb: *e\n", vec![("/a", OURS)]), "b:\n- 1\n");
    assert_eq!(edited("a: {b: &e 1, c: *e}\nd: 2\n", vec![("/a", OURS)]), "d: 2\n", "unless both go");
}

#[test]
fn an_alias_that_would_come_before_its_anchor_is_written_out() {
    let moved = |from| vec![(from, Op::Move { to: if from == "/0" { 2 } else { 0 }, gap: None })];
    let text = "- &e a\n- *e\n- *e\n";
    assert_eq!(edited(text, moved("/0")), "- a\n- &e a\n- *e\n");
    assert_eq!(edited(text, moved("/2")), "- a\n- &e a\n- *e\n");
    let both = vec![("/1", Op::Move { to: 1, gap: None }), ("/0", Op::Move { to: 1, gap: None })];
    assert_eq!(edited("- &e a\n- *e\n", both), "- a\n- &e a\n");
}

#[test]
fn what_a_merge_key_would_bring_back_is_not_taken_away() {
    for text in ["b: &b {k: 1}\nc:\n  <<: *b\n  k: 2\n", "b: &b {k: 1}\nc: {<<: [*b], k: 2}\n"] {
        assert!(matches!(try_edited(text, vec![("/c/k", OURS)]), Err(Error::Edit { .. })));
    }
    assert_eq!(edited("b: &b {k: 1}\nc:\n  <<: *b\n  l: 2\n", vec![("/b", OURS)]), "c:\n  <<:\n    k: 1\n  l: 2\n");
}

#[test]
fn one_line_end_of_its_kind_goes_where_a_text_has_none_at_its_end() {
    let remove = || vec![("/b", OURS)];
    assert_eq!(edited("x: 0\r\na: 1\r\n\nb: 2", remove()), "x: 0\r\na: 1\r\n");
    assert_eq!(edited("x: 0\r\nc: 0\r\na: 1\nb: 2", remove()), "x: 0\r\nc: 0\r\na: 1");
    assert_eq!(edited("x: 0\nc: 0\na: 1\r\nb: 2", remove()), "x: 0\nc: 0\na: 1");
}

#[test]
fn a_block_scalar_that_ends_the_text_can_go_and_move() {
    let text = "a:\n- 1\n- |\n  x";
    assert_eq!(edited(text, vec![("/a/1", OURS), ("/b", set(Value::from("c")))]), "a:\n- 1\nb: c");
    assert_eq!(
        edited(text, vec![("/a/1", replace(Value::from("z"))), ("/b", set(Value::from("c")))]),
        "a:\n- 1\n- z\nb: c"
    );
    assert_eq!(edited(text, vec![("/a/1", Op::Move { to: 0, gap: None })]), "a:\n- |-\n  x\n- 1");
}

#[test]
fn several_first_entries_of_an_item_can_go() {
    assert_eq!(edited("c:\n- - a\n  - b\n  - d\n", vec![("/c/0/0", OURS), ("/c/0/1", OURS)]), "c:\n- - d\n");
}

#[test]
fn a_block_scalar_that_comes_to_the_end_keeps_its_line_end() {
    let text = "a:\n- |\n  x\n- 1";
    assert_eq!(edited(text, vec![("/a/1", OURS)]), "a:\n- |\n  x\n");
    assert_eq!(edited(text, vec![("/a/0", Op::Move { to: 2, gap: None })]), "a:\n- 1\n- |\n  x\n");
}

#[test]
fn comments_below_do_not_become_part_of_new_text() {
    let lines = || Value::from("p\nq\n");
    assert_eq!(edited("- a\n\n  # c\n", vec![("/1", insert(lines()))]), "- a\n- \"p\\nq\\n\"\n\n  # c\n");
    assert_eq!(edited("a: 1\n\n  # c\n", vec![("/b", set(lines()))]), "a: 1\nb: \"p\\nq\\n\"\n\n  # c\n");
}

#[test]
fn a_key_without_a_colon_gets_one() {
    assert_eq!(edited("a: {b}\n", vec![("/a/b", replace(Value::from("c")))]), "a: {b: c}\n");
    assert_eq!(edited("a: {b, c}\n", vec![("/a/b", replace(Value::list([])))]), "a: {b: [], c}\n");
    assert!(try_edited("? a\n", vec![("/a", replace(Value::from("c")))]).is_err());
}

#[test]
fn a_byte_order_mark_stays_at_the_beginning() {
    assert_eq!(edited("\u{feff}- a\n", vec![("/0", insert(Value::from("b")))]), "\u{feff}- b\n- a\n");
    assert_eq!(edited("\u{feff}- a\n- b\n", vec![("/0", OURS)]), "\u{feff}- b\n");
    assert_eq!(edited("\u{feff}- a\n- b\n", vec![("/0", Op::Move { to: 2, gap: None })]), "\u{feff}- b\n- a\n");
}

#[test]
fn a_tag_goes_with_its_block() {
    let text = "a: !!map # c\n  b: 1\n";
    assert_eq!(edited(text, vec![("/a/b", OURS)]), "a: {} # c\n");
    assert_eq!(edited(text, vec![("/a", replace(Value::list([Value::from("x")])))]), "a: # c\n- x\n");
}

#[test]
fn blanks_behind_an_item_stay() {
    assert_eq!(edited("- []  \n", vec![("/0/0", insert(Value::from("a")))]), "-  \n  - a\n");
}

#[test]
fn a_block_goes_below_an_anchor() {
    assert_eq!(edited("- &x a\n", vec![("/0", replace(Value::list([Value::from("b")])))]), "- &x\n  - b\n");
}

#[test]
fn comments_below_an_entry_that_are_indented_deeper_go_with_it() {
    let text = "env:\n- |\n b\n- name: C\n  # of C\n\n    # and this\n- name: D\n";
    assert_eq!(edited(text, vec![("/env/1", THEIRS)]), "env:\n- |\n b\n- name: D\n");
    let moved = edited(text, vec![("/env/1", Op::Move { to: 3, gap: None })]);
    assert_eq!(moved, "env:\n- |\n b\n- name: D\n- name: C\n  # of C\n\n    # and this\n");
    assert_eq!(edited(&moved, vec![("/env/2", Op::Move { to: 1, gap: Some(0) })]), text);
    assert_eq!(edited("a: |\n b\nc: 1\n  # of c\n# of d\nd: 2\n", vec![("/c", THEIRS)]), "a: |\n b\n# of d\nd: 2\n");
    let text = "k:\n- a\n\n  # of a\n";
    assert_eq!(
        edited(text, vec![("/k/0", THEIRS), ("/k/1", insert(Value::from("b"))), ("/l", set(Value::from("c")))]),
        "k:\n- b\nl: c\n"
    );
    assert_eq!(edited("l:\n- a: 1\n    # of a\n  b: 2\n", vec![("/l/0/a", THEIRS)]), "l:\n- b: 2\n");
}

/// What stands at the place of a refusal, to the end of its line.
fn refused<'s>(text: &'s str, edits: Vec<(&'s str, Op<'s>)>) -> &'s str {
    match try_edited(text, edits) {
        Err(Error::Edit { offset, .. }) => text[offset..].lines().next().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_would_become_part_of_a_text_above_is_refused() {
    let text = "a: |\n  b\nc:\n  # a person's\n  d: 1\ne: 2\n";
    assert_eq!(refused(text, vec![("/c", OURS)]), "  # a person's");
    let text = "a: |\n  # b\nc: 1\n  # b\n  # b\ne: 2\n";
    assert_eq!(refused(text, vec![("/c", OURS)]), "  # b");
    let text = "- a\n- |\n  b\n- c\n\n  # below\n";
    assert_eq!(refused(text, vec![("/1", Op::Move { to: 3, gap: None })]), "  # below");
    let text = "a: |+\n  b\nc: 1\n\nd: 2\n";
    assert_eq!(refused(text, vec![("/c", OURS)]), "|+");
    assert_eq!(refused("a: |\n b\nc: 1\n  \nd: 2\n", vec![("/c", OURS)]), "|");
    let text = "k: |3\nl:\n # a person's\n - a\n";
    assert_eq!(refused(text, vec![("/l", OURS)]), " # a person's");
    assert_eq!(refused("- - |+ # empty\n  - a\n\n- b\n", vec![("/0/1", OURS)]), "|+ # empty");
}

#[test]
fn a_block_is_not_put_below_a_tab_behind_a_dash_or_a_lone_colon() {
    let block = || replace(Value::list([Value::from("x")]));
    assert_eq!(refused("- a \t# c\n", vec![("/0", block())]), "a \t# c");
    assert_eq!(refused("- a\t# c\n", vec![("/0", block())]), "a\t# c");
    assert_eq!(refused("? k\n: !!map \t# c\n a: b\n", vec![("/k", block())]), "a: b");
}

#[test]
fn comments_within_what_was_ours_stay_where_it_began_an_item() {
    let text = "l:\n- a:\n  # a person's\n  - 1\n  b: 2\n";
    assert_eq!(edited(text, vec![("/l/0/a", OURS)]), "l:\n-\n  # a person's\n  b: 2\n");
    let text = "l:\n- a: 0\n  b:\n  # a person's\n  - 1\n  c: 2\n";
    assert_eq!(edited(text, vec![("/l/0/a", OURS), ("/l/0/b", OURS)]), "l:\n-\n  # a person's\n  c: 2\n");
    let text = "- - a:\n    # a person's\n    - 1\n  - b\n";
    assert_eq!(
        edited(text, vec![("/0/0", OURS), ("/0/0", insert(Value::from("z")))]),
        "- - z\n    # a person's\n  - b\n"
    );
}

#[test]
fn a_text_with_both_line_ends_loses_only_the_one_it_got() {
    assert_eq!(edited("a: 1\r\nb: 2\r\nm:\n  o: 1", vec![("/m/o", OURS)]), "a: 1\r\nb: 2\r\nm: {}");
}

#[test]
fn what_has_no_value_beside_an_edited_object_stays() {
    let text = "items:\n- a: 1\n- b: 1\n  b: 2\n";
    let tree = read(text).expect("readable");
    let items: Vec<usize> = tree.children(tree.entries(0).next().expect("an entry").1).collect();
    let before = value(&tree, items[0]).expect("a value");
    let plan = Plan { edits: vec![Edit { at: pointer("/c"), op: set(Value::from("d")) }] };
    let wanted = otel_inject::plan::apply(&plan, &before);
    let after = edit_verified(&tree, &[Edited { node: items[0], plan: &plan, wanted: &wanted }]);
    assert_eq!(after.as_deref(), Ok("items:\n- a: 1\n  c: d\n- b: 1\n  b: 2\n"));
}
