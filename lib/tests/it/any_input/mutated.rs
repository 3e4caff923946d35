//! Fixtures with random damage: what the fuzz targets in `fuzz/` ask holds for them too.

use super::hostile::mutated;
use crate::damage::{Random, targets};
use crate::testing::fixtures::{Fixture, below};

/// Calls for each fixture with damage, as often as said, or as `OTEL_INJECT_ROUNDS` says.
fn each(usually: usize, fixtures: &[Fixture], mut call: impl FnMut(&str, &mut Random)) {
    let rounds = std::env::var("OTEL_INJECT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    // Other damage in every long run, the same in every other.
    let seed = if rounds.is_some() { std::process::id().into() } else { 17 };
    let mut random = Random(seed);
    for _ in 0..rounds.unwrap_or(usually) {
        for fixture in fixtures {
            let text = mutated(fixture.text(), &mut random);
            call(&text, &mut random);
        }
    }
}

#[test]
fn damaged_files_are_read_or_refused() {
    let mut texts = 0;
    each(15, &below(""), |text, random| {
        let mut bytes = text.as_bytes().to_vec();
        if let Some(byte) = bytes.get_mut(random.below(8 * text.len())) {
            *byte = random.below(256) as u8;
        }
        targets::load(&bytes);
        texts += 1;
    });
    assert!(texts > 5_000, "only {texts} texts");
}

#[test]
fn edits_of_damaged_files_damage_nothing_further() {
    each(2, &below(""), |text, random| targets::edit(text, random.below(usize::MAX) as u64));
}

#[test]
fn an_injection_into_a_damaged_file_is_none_or_comes_back() {
    let asks = |fixture: &Fixture| targets::inject(fixture.text());
    let fixtures: Vec<Fixture> = below("").into_iter().filter(asks).collect();
    let (mut tried, mut injected) = (0, 0);
    each(10, &fixtures, |text, _| {
        tried += 1;
        injected += usize::from(targets::inject(text));
    });
    assert!(tried > 1_000 && injected * 10 > tried, "only {injected} of {tried} injected");
}
