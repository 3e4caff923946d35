//! Random edits of many documents: what comes out is what was wanted, and two readers agree on it.

use otel_inject::plan::{Content, Edit, Op, Plan, apply};
use otel_inject::pointer::{Pointer, Step};
use otel_inject::value::Value;
use otel_inject::yaml::{Edited, Error, edit_verified, read, value, write_outs};

use crate::damage::{Random, random_value};

pub const DOCUMENTS: &[&str] = &[
    "a:\n- x: 1\n  w: [1, 2]\n- - p\n  - q\nb: {c: d, e: [f]}\n",
    "spec:\n    env:\n        - name: A\n          value: b\n        # - commented\n    ports: []\n    z: |\n      text\n      more\n",
    "# head\n---\na: 1 # c\nb:\n  # in b\n  c: 'd'\n  e: \"f\"\n\n  g: >-\n    folded\n\n    text\n# tail\n",
    "a: &x\n  k: v\n  l:\n  - 1\nb: *x\nc:\n- *x\n- z\n",
    "{\n  \"a\": [\n    1,\n    {\"b\": null}\n  ],\n  \"c\": {}\n}\n",
    "-   a: 1\n    b: 2\n-\n  c: 3\n- \n- d\n",
    "a:\r\n  b:\r\n  - c # x\r\n  - d\r\ne: |\r\n  t\r\n",
    "? a\n: b\n? c\n: - d\n  - e\nf: g\n",
    "\u{feff}a: 1\nl:\n- 1\n- 2",
    "a: one\n  two\nb: \"x\n  y\"\nc:\n- 'p\n  q' # c\n",
    "a: !!str 1\nb: !t {x: 1}\nc: &k []\nd: ~\ne:\n",
];

/// All places of a value.
fn places<'s>(value: &Value<'s>, at: &Pointer<'s>, out: &mut Vec<(Pointer<'s>, Value<'s>)>) {
    out.push((at.clone(), value.clone()));
    match value {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                places(value, &at.join(Step::Key(key.to_owned().into())), out);
            }
        }
        Value::List(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &at.join(Step::Index(index)), out);
            }
        }
        _ => {}
    }
}

/// A plan of one to four edits that don't get in each other's way.
pub fn random_plan<'s>(random: &mut Random, value: &Value<'s>) -> Plan<'s> {
    let mut all = Vec::new();
    places(value, &Pointer::default(), &mut all);
    let mut plan = Plan::default();
    for _ in 0..=random.below(4) {
        let (at, here) = all[random.below(all.len())].clone();
        let (at, op) = match (&here, random.below(4)) {
            (Value::List(list), 0 | 1) => {
                (at.join(Step::Index(random.below(list.len() + 1))), Op::Insert(Content::new(random_value(random, 2))))
            }
            (Value::Map(_), 0 | 1) => (
                at.join(Step::Key(format!("new{}", random.below(9)).into())),
                Op::Set(Content::new(random_value(random, 2))),
            ),
            (_, 2) if !at.0.is_empty() => (at, Op::Remove { ours: random.below(2) == 0 }),
            (Value::List(list), 3) if list.len() > 1 => (
                at.join(Step::Index(random.below(list.len()))),
                Op::Move { to: random.below(list.len() + 1), gap: None },
            ),
            (Value::List(_) | Value::Map(_), _) => continue,
            _ if !at.0.is_empty() => (at, Op::Replace(Content::new(random_value(random, 2)))),
            _ => continue,
        };
        let related = |other: &Pointer<'_>| other.0.starts_with(&at.0) || at.0.starts_with(&other.0);
        let clashes = plan.edits.iter().any(|edit| match (&edit.op, &op) {
            (Op::Insert(_), Op::Insert(_)) => edit.at.0.len() != at.0.len() && related(&edit.at),
            _ => related(&edit.at),
        });
        if !clashes {
            plan.edits.push(Edit { at, op });
        }
    }
    plan
}

fn through_serde_yaml(text: &str) -> Option<serde_json::Value> {
    let value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    serde_json::to_value(value).ok()
}

#[test]
fn random_edits_give_what_was_wanted() {
    let mut random = Random(20);
    let (mut tried, mut refused) = (0, 0);
    for round in 0..400 {
        for (number, text) in DOCUMENTS.iter().enumerate() {
            let tree = read(text).expect("readable");
            let root = tree.root().expect("a root");
            let before = value(&tree, root).expect("a value");
            let mut plan = random_plan(&mut random, &before);
            tried += 1;
            match write_outs(&tree, root, &plan) {
                Ok(edits) => plan.edits.extend(edits),
                Err(_) => {
                    refused += 1;
                    continue;
                }
            }
            let wanted = apply(&plan, &before);
            match edit_verified(&tree, &[Edited { node: root, plan: &plan, wanted: &wanted }]) {
                Ok(after) => {
                    if let Some(seen) = through_serde_yaml(&after) {
                        let plain = !text.contains('!');
                        assert!(
                            !plain || seen == wanted.to_json(),
                            "round {round}, document {number}: {plan:#?}\n{after}"
                        );
                    }
                }
                Err(Error::Edit { .. }) => refused += 1,
                Err(error) => {
                    let plans = [(root, &plan)];
                    let after = otel_inject::yaml::edit(&tree, &plans);
                    panic!(
                        "round {round}, document {number}: {error}\n{plan:#?}\n{text}\nbecame\n{}",
                        after.unwrap_or_default()
                    );
                }
            }
        }
    }
    assert!(refused * 20 < tried, "{refused} of {tried} refused");
}
