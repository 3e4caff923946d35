//! Input that is meant to do harm, or that no person would write: a clear error or a right result, and never a crash.
//! The long ones of this kind are in `docs/reliability.md`.

use otel_inject::yaml::{Error, documents, read, value};

use crate::damage::{Random, Tally, examine};
use crate::testing::fixtures::below;

/// What reading a text and finding its value says.
fn outcome(text: &str) -> Result<(), String> {
    let tree = read(text).map_err(|error| error.to_string())?;
    match tree.root() {
        Some(root) => value(&tree, root).map(|_| ()).map_err(|error| error.to_string()),
        None => Ok(()),
    }
}

#[test]
fn a_hundred_thousand_levels_are_an_error() {
    const LEVELS: usize = 100_000;
    for text in [
        "[".repeat(LEVELS),
        format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS)),
        "{a: ".repeat(LEVELS),
        format!("{}x{}", "{a: ".repeat(LEVELS), "}".repeat(LEVELS)),
        format!("{}a\n", "- ".repeat(LEVELS)),
        format!("{}a\n", "? ".repeat(LEVELS)),
        format!("a: {}", "[{b: ".repeat(LEVELS)),
        (0..2000).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
    ] {
        assert!(outcome(&text).is_err(), "{}", &text[..20]);
    }
}

#[test]
fn aliases_that_multiply_are_an_error() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        bomb += &format!("a{level}: &a{level} [{before}]\n");
    }
    assert!(outcome(&bomb).is_err());
    let mut merged = "a0: &a0 {x0: 1}\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        merged +=
            &format!("a{level}: &a{level} {{<<: [*a{before}, *a{before}], x{level}: [*a{before}, *a{before}]}}\n");
    }
    assert!(outcome(&merged).is_err());
    assert!(outcome("a: &a [*a]\n").is_err());
    assert!(outcome("a: &a {<<: *a}\n").is_err());
    assert!(outcome("a: *b\nb: &b 1\n").is_err());
}

#[test]
fn what_is_no_text_of_yaml_is_an_error() {
    for text in [
        "a: b\u{0}c\n",
        "a: 1\rb: 2\r",
        "a: \"\\ud800\"\n",
        "a: \"\\udc00\\ud800\"\n",
        "a: \"\\U00110000\"\n",
        "a: \"\\x\"\n",
        "a: \"\\q\"\n",
        "a: 1\na: 2\n",
        "a: 1\n\"a\": 2\n",
        "a: 1\n? a\n: 2\n",
        "{a: 1, a: 2}\n",
        "yes: 1\non: 2\n",
        "? [a]\n: b\n",
        "a:\n\t- b\n",
        "a: 'b\n",
        "a: b: c\n",
        "a: !!int x\n",
        "a: [b\n",
        "- a\nb: c\n",
        "a: |\n  x\n y\n",
    ] {
        assert!(outcome(text).is_err(), "{text:?}");
    }
}

#[test]
fn what_is_large_is_read() {
    let long = "x".repeat(1 << 20);
    for text in [
        format!("a: {long}\n"),
        format!("a: \"{long}\"\n"),
        format!("a: |\n  {long}\n"),
        format!("a: |\n{}", "  line\n".repeat(100_000)),
        format!("{}a: 1\n", "# comment\n".repeat(100_000)),
        format!("a: 1{}# far\n", " ".repeat(1 << 20)),
        (0..100_000).map(|number| format!("k{number}: {number}\n")).collect(),
        format!("a: [{}]\n", "1, ".repeat(100_000)),
    ] {
        assert_eq!(outcome(&text), Ok(()), "{}", &text[..20]);
    }
    // No reader takes keys that long unless they are marked as keys.
    assert!(outcome(&format!("{long}: a\n")).is_err());
    assert_eq!(documents(&"---\n".repeat(1_000_000)).len(), 1_000_000);
    assert_eq!(documents(&"...\n".repeat(100_000)).len(), 100_000);
}

/// A text with a few of its bytes changed, left out or doubled.
pub fn mutated(text: &str, random: &mut Random) -> String {
    const PIECES: [&str; 30] = [
        ":", " ", "-", "\n", "\"", "'", "#", "&a ", "*a", "!", "!!str ", "|\n", ">-\n", "{", "}", "[", "]", ",", "? ",
        "\t", "\r\n", "---\n", "...\n", "<<: ", "é", "\u{feff}", "%", "  ", "- - ", "|2+\n",
    ];
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        let mut place = || {
            let at = random.below(text.len() + 1);
            (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default()
        };
        let (from, other) = (place(), place());
        let (start, end) = (from.min(other), from.max(other));
        match random.below(5) {
            0 => text.insert_str(start, PIECES[random.below(PIECES.len())]),
            1 if start < end && end - start < 40 => text.replace_range(start..end, ""),
            2 if start < end && end - start < 400 => {
                let copy = text[start..end].to_owned();
                text.insert_str(end, &copy);
            }
            3 => text.truncate(end),
            _ => {
                let to = text[start..].chars().next().map_or(start, |first| start + first.len_utf8());
                text.replace_range(start..to, PIECES[random.below(PIECES.len())]);
            }
        }
    }
    text
}

#[test]
fn what_is_left_of_damaged_files_is_not_damaged_further() {
    let mut random = Random(11);
    let mut tally = Tally::default();
    let fixtures = below("style");
    for round in 0..40 {
        for fixture in &fixtures {
            let text = mutated(fixture.text(), &mut random);
            examine(&format!("round {round} of {}", fixture.name), &text, 3, &mut random, &mut tally);
        }
    }
    assert!(tally.edits > 3000, "only {} edits", tally.edits);
    tally.assert_agreed();
    tally.assert_undamaged();
    tally.assert_verified();
}

#[test]
fn an_error_points_into_the_text() {
    let mut random = Random(3);
    for fixture in below("style") {
        for _ in 0..50 {
            let text = mutated(fixture.text(), &mut random);
            let error = read(&text).and_then(|tree| tree.root().map_or(Ok(()), |root| value(&tree, root).map(|_| ())));
            if let Err(error @ (Error::Syntax { .. } | Error::Unsupported { .. })) = error {
                assert!(error.offset() <= text.len(), "{error:?}");
            }
        }
    }
}
