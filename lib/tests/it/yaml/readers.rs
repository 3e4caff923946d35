//! The quick reader against the thorough one: where it answers, its tree is the same, node by node.

use otel_inject::yaml::documents;

use super::random::DOCUMENTS;
use crate::damage::{Random, compare_readers};
use crate::testing::fixtures::{Fixture, below, random};

/// Whether the quick reader answers for a document; where it does, it must be right.
fn answers(document: &str) -> bool {
    compare_readers(document).unwrap_or_else(|difference| panic!("{difference}"))
}

fn with_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// The inputs of a fixture, and what injection makes of them.
fn texts(fixture: &Fixture) -> Vec<String> {
    let mut texts: Vec<String> = fixture.sources.iter().map(|source| source.text.clone()).collect();
    texts.extend(fixture.inject());
    texts
}

/// Documents of odd shapes beside those that edits are tried on.
const ODD: &[&str] = &[
    "a: |\n  x\n\n  y\n   z\nb: >\n  f\n  g\n\n  h\nc: |-\n  s\n  # t\n\n# u\nd: >-\n  v",
    "a: |\n  no line end",
    "a:\n- |\n x\n- - b\n  -\n  - \"\\u00e9\\n\\\"\"\n- 'it''s'\n- c: d\n\n  e:\n  -\n    f: g\n  h:\n",
    "--- # c\n\n\"q\" : 'r' # s\n't': {}\nu: [ ]\nv: {a: b, \"c\":d, \"e\": [1, -2, x y], 'f' : http://g:1/#h}\n",
    "# a\n\n  # b\n---\n{\"a\": [1, 2.5, {\"b\":null}],\n \"c\":\"\\t\\/\",\n \"d\": {}\n}\n# e\n",
    "[a,\n b, [c]]\n",
    "a:\tb\n\"c\": \"d\te\"\nf: g\th\n",
    "a b: -c\n-d: --e\nf?: g:h\ni#j: k#l # m\nn: \u{e9}\n<<: o\n\u{1f600}: =\n",
    "spec:\n  a:\n    - b: c\n      d:\n      - e\n      - f: |\n          g\n        h: i\n    -   j: k\n        l: m\n  n: o\n",
];

/// What manifests are made of: whoever has the quick reader give it up makes every run slower, and changes nothing else.
const USUAL: &[&str] = &[
    "a: b\nc: 'd'\n\"e\": \"f\"\n",
    "# a\n\na: b # c\n\n# d\ne:\n  # f\n  g: h\n",
    "a:\n- b: c\n  d:\n    - e\n    - f\n-   g: h\n- - i\n  - j\n-\n  k: l\n",
    "a: {b: c, d: [e, 'f', \"g\"]}\nh: []\ni: {}\n",
    "a: |\n  b\n\n  c\n    d\ne: |-\n  f\n",
    "a: >\n  b\n  c\n\n  d\ne: >-\n  f\n  g\n",
    "a: http://b:1/c#d\ne: -f\ng: $(h)\ni: \"\\n\\t\\\\\\\"\"\nj: 'k''l'\n",
    "{\"a\": [1, 2.5, {\"b\": null}],\n \"c\": true}\n",
    "---\na: b",
];

#[test]
fn the_quick_reader_takes_what_manifests_are_made_of() {
    for text in USUAL {
        assert!(answers(text), "{text}");
        assert!(answers(&with_crlf(text)), "{text:?} with other line ends");
    }
}

#[test]
fn the_readers_agree_on_the_fixtures() {
    let (mut all, mut quick) = (0, 0);
    let mut check = |text: &str| {
        for range in documents(text) {
            all += 1;
            quick += usize::from(answers(&text[range]));
        }
    };
    for fixture in below("").iter().chain(&random()) {
        for text in texts(fixture) {
            check(&text);
            check(&with_crlf(&text));
        }
    }
    assert!(quick * 10 > all * 9, "only {quick} of {all} documents were read quickly");
}

#[test]
fn the_readers_agree_on_mutations() {
    let fixtures: Vec<String> = below("").iter().step_by(7).flat_map(texts).collect();
    let fixtures = fixtures.iter().flat_map(|text| documents(text).into_iter().map(|range| &text[range]));
    let small: Vec<&str> = DOCUMENTS.iter().chain(ODD).copied().collect();
    let mut random = Random(4);
    let (mut all, mut quick) = (0, 0);
    let mut check = |text: &str, rounds: usize| {
        for text in [text.to_owned(), with_crlf(text)] {
            answers(&text);
            for _ in 0..rounds {
                let mut mutated = text.clone();
                for _ in 0..=random.below(3) {
                    mutated = mutation(&mut random, &mutated);
                }
                all += 1;
                quick += usize::from(answers(&mutated));
            }
        }
    };
    small.iter().for_each(|text| check(text, 1_500));
    fixtures.filter(|text| text.len() < 4_000).for_each(|text| check(text, 20));
    assert!(all > 50_000 && quick * 5 > all, "{quick} of {all} mutations were read quickly");
}

/// What is put into a text at some place.
const INSERTS: [&str; 48] = [
    " ", "  ", "\t", "\n", "\r", "\n\n", ":", ": ", "- ", "-", "#", " #", "? ", "&a ", "*a", "!t ", "|", ">", "|-\n",
    "|2\n", "%", "@", "`", "{", "}", "[", "]", ",", "\"", "'", "''", "\\", "\\x", "\0", "\u{85}", "\u{a0}", "\u{2028}",
    "\u{feff}", "\u{e9}", "---", "\n---\n", "...", "\n...\n", "<<: ", "\u{7f}", "~", "k:\n", "{a: b}",
];

/// A small change of a text, of the kinds that people and programs make by mistake.
fn mutation(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return "a: b\n".to_owned();
    }
    let (line, other) = (random.below(lines.len()), random.below(lines.len()));
    let place = |random: &mut Random| {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    match random.below(9) {
        0 => drop(lines.remove(line)),
        1 => lines.insert(other, lines[line].clone()),
        2 => lines.swap(line, other),
        3 => lines[line].insert(0, ' '),
        4 => lines[line] = lines[line].strip_prefix(' ').unwrap_or(&lines[line]).to_owned(),
        5 => return text[..place(random)].to_owned(),
        6 => return text[place(random)..].to_owned(),
        7 => {
            let (from, to) = (place(random), place(random));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 3));
            return if text.is_char_boundary(to) {
                format!("{}{}", &text[..from], &text[to..])
            } else {
                text.to_owned()
            };
        }
        _ => {
            let at = place(random);
            return format!("{}{}{}", &text[..at], INSERTS[random.below(INSERTS.len())], &text[at..]);
        }
    }
    lines.concat()
}
