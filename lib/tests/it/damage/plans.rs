//! Plans for a document: one edit at every place, or as many as asked for, and several edits at once.

use otel_inject::plan::{Content, Edit, Op, Plan};
use otel_inject::pointer::{Pointer, Step};
use otel_inject::value::Value;

use super::random::{Random, random_value};

type Place<'s> = (Pointer<'s>, Op<'s>);

/// This many plans, of which two thirds are of one edit; each kind of edit at each place where the document is small.
pub fn plans<'s>(value: &Value<'s>, count: usize, random: &mut Random) -> Vec<Plan<'s>> {
    let mut places = Vec::new();
    collect(value, &Pointer::default(), &mut places);
    let mut single = Vec::new();
    if places.len() * 4 <= count {
        for (at, here) in &places {
            single.extend(every_edit(at, here, random));
        }
    } else {
        for _ in 0..count {
            let (at, here) = &places[random.below(places.len())];
            let edits = every_edit(at, here, random);
            single.extend((!edits.is_empty()).then(|| edits[random.below(edits.len())].clone()));
        }
    }
    let mut plans: Vec<Plan<'s>> = Vec::new();
    for _ in 0..single.len() / 3 {
        let mut plan = Plan::default();
        for _ in 0..2 + random.below(4) {
            let (at, op) = single[random.below(single.len())].clone();
            if !clashes(&plan, &at, &op) {
                plan.edits.push(Edit { at, op });
            }
        }
        plans.push(plan);
    }
    plans.extend(single.into_iter().map(|(at, op)| Plan { edits: vec![Edit { at, op }] }));
    plans
}

fn collect<'v, 's>(value: &'v Value<'s>, at: &Pointer<'s>, out: &mut Vec<(Pointer<'s>, &'v Value<'s>)>) {
    out.push((at.clone(), value));
    match value {
        Value::Map(map) => {
            map.iter().for_each(|(key, value)| collect(value, &at.join(Step::Key(key.to_owned().into())), out))
        }
        Value::List(list) => {
            list.iter().enumerate().for_each(|(index, value)| collect(value, &at.join(Step::Index(index)), out));
        }
        _ => {}
    }
}

/// All that can be done at a place; inserts and moves of long lists at some of their positions.
fn every_edit<'s>(at: &Pointer<'s>, here: &Value<'s>, random: &mut Random) -> Vec<Place<'s>> {
    const POSITIONS: usize = 6;
    let mut edits = Vec::new();
    match here {
        Value::List(list) => {
            let positions: Vec<usize> = match list.len() {
                few if few < POSITIONS => (0..=few).collect(),
                many => vec![0, 1, random.below(many), many - 1, many],
            };
            for index in &positions {
                edits.push((at.join(Step::Index(*index)), Op::Insert(Content::new(random_value(random, 2)))));
                if *index < list.len() && list.len() > 1 {
                    let to = random.below(list.len() + 1);
                    edits.push((at.join(Step::Index(*index)), Op::Move { to, gap: None }));
                }
            }
        }
        Value::Map(map) => {
            let new = format!("new{}", random.below(9));
            for key in [new, "yes".to_owned(), "initContainers".to_owned()] {
                if map.get(&key).is_none() {
                    edits.push((at.join(Step::Key(key.into())), Op::Set(Content::new(random_value(random, 3)))));
                }
            }
        }
        _ => {}
    }
    if !at.0.is_empty() {
        edits.push((at.clone(), Op::Replace(Content::new(random_value(random, 2)))));
        edits.push((at.clone(), Op::Remove { ours: random.below(2) == 0 }));
    }
    edits
}

/// Whether two edits would be about the same thing, or one inside of the other.
fn clashes(plan: &Plan<'_>, at: &Pointer<'_>, op: &Op<'_>) -> bool {
    let related = |other: &Pointer<'_>| other.0.starts_with(&at.0) || at.0.starts_with(&other.0);
    plan.edits.iter().any(|edit| match (&edit.op, op) {
        (Op::Insert(_), Op::Insert(_)) => edit.at.0.len() != at.0.len() && related(&edit.at),
        _ => related(&edit.at),
    })
}
