//! Chance with a seed, so that a failure can be repeated.

use otel_inject::value::Value;

/// A small generator (Knuth's MMIX constants).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// A value of any kind, this many levels deep at most.
pub fn random_value(random: &mut Random, depth: usize) -> Value<'static> {
    const TEXTS: [&str; 12] = ["a", "yes", "", "0644", "x: y", "é", "a\nb\n", "#", "it's", "- z", " lead", "/a:/b"];
    match random.below(if depth == 0 { 4 } else { 6 }) {
        0..=2 => Value::from(TEXTS[random.below(TEXTS.len())]),
        3 => [Value::Null, Value::Bool(true), Value::Int(-7), Value::Float(1.5)][random.below(4)].clone(),
        4 => Value::list((0..random.below(3)).map(|_| random_value(random, depth - 1)).collect::<Vec<_>>()),
        _ => Value::Map(
            (0..random.below(3)).map(|index| (format!("k{index}").into(), random_value(random, depth - 1))).collect(),
        ),
    }
}
