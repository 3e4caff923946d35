//! Documents in every style that YAML has, made up: none of them may be damaged either.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::damage::{Random, Tally, examine};

/// Writes a document, each choice decided by the next byte; where they are used up, the simplest.
struct Author<'b> {
    choices: std::slice::Iter<'b, u8>,
    text: String,
    /// Names of anchors whose nodes are written in full, scalars and mappings.
    scalars: Vec<String>,
    mappings: Vec<String>,
    anchors: usize,
}

impl Author<'_> {
    fn below(&mut self, bound: usize) -> usize {
        self.choices.next().map_or(0, |byte| usize::from(*byte) % bound)
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.below(texts.len())]
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn indent(&mut self, column: usize) {
        self.text.extend(std::iter::repeat_n(' ', column));
    }

    fn end_line(&mut self) {
        let end = self.one_of(&["\n", "\n", "\n", " # behind\n", "  \n", "\t# tab\n", " \n"]);
        self.put(end);
    }

    /// Comments and blank lines between entries.
    fn between(&mut self, column: usize) {
        for _ in 0..self.below(8).saturating_sub(5) {
            match self.below(4) {
                0 => self.put("\n"),
                1 => {
                    self.indent(column);
                    self.put("# above: it's\n");
                }
                2 => self.put("# in the first column\n"),
                _ => self.put("  \n"),
            }
        }
    }

    fn key(&mut self, number: usize) {
        let style = self.one_of(&["k", "key ", "'q", "\"d", "\"\\x41", "a-b/c.", "é"]);
        self.put(&format!("{style}{number}"));
        self.put(match style.as_bytes()[0] {
            b'\'' => "'",
            b'"' => "\"",
            _ => "",
        });
    }

    /// An anchor, a tag, or both, with a blank behind.
    fn properties(&mut self, scalar: bool, tags: &[&'static str]) -> Option<String> {
        let mut name = None;
        let choice = self.below(16);
        if choice >= 13 {
            self.anchors += 1;
            name = Some(format!("x{}", self.anchors));
        }
        let anchor = name.as_ref().map(|name| format!("&{name} ")).unwrap_or_default();
        let tag = if choice == 12 || choice == 15 { self.one_of(tags) } else { "" };
        let both = if choice.is_multiple_of(2) { format!("{anchor}{tag}") } else { format!("{tag}{anchor}") };
        self.put(&both);
        let _ = scalar;
        name
    }

    /// What fits on the rest of a line.
    fn scalar(&mut self, flow: bool, column: usize) {
        if !self.scalars.is_empty() && self.below(10) == 9 {
            let chosen = self.below(self.scalars.len());
            let name = self.scalars[chosen].clone();
            // A blank, so that what follows is not part of the name.
            return self.put(&format!("*{name} "));
        }
        let name = self.properties(true, &["!!str ", "!local ", "!<tag:example.com,2000:t> "]);
        let plain = [
            "a",
            "1",
            "0644",
            "1.10",
            "yes",
            "~",
            "null",
            "-1e3",
            "x:y",
            "a#b",
            "it's",
            "a b",
            "http://h:1/p?q",
            "é日",
            "-x",
            "2001-01-01",
            "12:30",
            "0x1F",
            ".5",
            "a\\b",
            "%x",
        ];
        match self.below(6) {
            0 | 1 => {
                let text = self.one_of(&plain);
                self.put(if flow && text.contains(':') {
                    "p"
                } else if text.starts_with('%') {
                    "x"
                } else {
                    text
                });
            }
            2 => {
                let text = self.one_of(&["''", "'a'", "'it''s'", "'a: b # c'", "'{'", "'\"'", "'  '"]);
                self.put(text);
            }
            3 => {
                let text =
                    self.one_of(&["\"\"", "\"a\"", "\"\\n\\t\\\"\"", "\"\\u00e9 \\U0001f600\"", "\"#\"", "\"a\\/b\""]);
                self.put(text);
            }
            4 => {
                // Over several lines.
                let text = self.one_of(&["'a\n", "\"a\n", "'a\n\n", "\"a \\\n", "\"\n"]);
                self.put(text);
                self.indent(column + 2);
                self.put("b");
                let quote = &text[..1];
                self.put(quote);
            }
            _ if flow => self.put("e"),
            _ => {
                self.put("plain\n");
                self.indent(column + 1);
                self.put("goes on");
            }
        }
        self.scalars.extend(name);
    }

    /// `|` or `>` with any of its indicators, ending its line.
    fn block_scalar(&mut self, column: usize) {
        let style = self.one_of(&["|", ">"]);
        let chomping = self.one_of(&["", "-", "+"]);
        let step = 1 + self.below(3);
        let digit = match self.below(4) {
            3 => step.to_string(),
            _ => String::new(),
        };
        self.put(style);
        let both = if self.below(2) == 0 { format!("{chomping}{digit}") } else { format!("{digit}{chomping}") };
        self.put(&both);
        let end = self.one_of(&["\n", " # header\n", " \n"]);
        self.put(end);
        for number in 0..self.below(4) {
            // With a digit, the first line may begin with blanks of its own.
            let deeper = if number > 0 || !digit.is_empty() { self.below(3) } else { 0 };
            self.indent(column + step + deeper);
            let text = self.one_of(&["text", "# no comment", "- a", "k: v", "\ttab", "é", "'", "trailing  ", "..."]);
            self.put(text);
            self.put("\n");
            if self.below(5) == 4 {
                self.put("\n");
            }
        }
        for _ in 0..self.below(6).saturating_sub(3) {
            self.put("\n");
        }
    }

    fn flow(&mut self, depth: usize, column: usize) {
        let map = self.below(2) == 1;
        let many_lines = self.below(5) == 4;
        let pad = self.one_of(&["", " "]);
        self.put(if map { "{" } else { "[" });
        self.put(pad);
        let count = self.below(4);
        for number in 0..count {
            if many_lines {
                let end = self.one_of(&["\n", " # flow\n"]);
                self.put(end);
                self.indent(column + 2);
            }
            if map {
                self.key(number);
                self.put(": ");
            }
            if depth > 0 && self.below(4) == 3 {
                self.flow(depth - 1, column + 2);
            } else {
                self.scalar(true, column + 2);
            }
            if number + 1 < count || self.below(4) == 3 {
                let comma = self.one_of(&[", ", ",", " , "]);
                self.put(comma);
            }
        }
        if many_lines {
            self.put("\n");
            self.indent(column + 1);
        }
        self.put(pad);
        self.put(if map { "}" } else { "]" });
    }

    /// What follows a colon or a dash, to the end of the line.
    fn value(&mut self, depth: usize, column: usize, item: bool) {
        match self.below(if depth == 0 { 5 } else { 9 }) {
            0 | 1 => {
                self.put(" ");
                self.scalar(false, column);
                self.end_line();
            }
            2 => {
                self.put(" ");
                self.block_scalar(column);
            }
            3 => self.end_line(),
            4 => {
                self.put(" ");
                self.flow(2, column);
                self.end_line();
            }
            5 | 6 if item => {
                // On the dash's own line.
                let blanks = 1 + self.below(3);
                self.indent(blanks);
                let map = self.below(2) == 0;
                self.block(map, depth - 1, column + 1 + blanks, true);
            }
            choice => {
                let map = choice % 2 == 1;
                self.put(" ");
                let name = self.properties(false, if map { &["!!map ", "!local "] } else { &["!!seq ", "!local "] });
                self.end_line();
                // A list may stand in the column of its key.
                let least = usize::from(map || item);
                let inner = column + least + self.below(4);
                self.between(inner);
                self.block(map, depth - 1, inner, false);
                self.mappings.extend(name.filter(|_| map));
            }
        }
    }

    fn block(&mut self, map: bool, depth: usize, column: usize, inline: bool) {
        for number in 0..=self.below(4) {
            if number > 0 {
                self.between(column);
            }
            if number > 0 || !inline {
                self.indent(column);
            }
            if !map {
                self.put("-");
                self.value(depth, column, true);
                continue;
            }
            if !self.mappings.is_empty() && number == 1 && self.below(3) == 2 {
                let chosen = self.below(self.mappings.len());
                let name = self.mappings[chosen].clone();
                self.put(&format!("<<: *{name}"));
                self.end_line();
                continue;
            }
            if self.below(12) == 11 {
                self.put("? ");
                self.key(number);
                self.put("\n");
                self.indent(column);
                self.put(":");
            } else {
                self.key(number);
                let colon = self.one_of(&[":", ":", " :"]);
                self.put(colon);
            }
            self.value(depth, column, false);
        }
    }

    fn document(&mut self) {
        let head = self.one_of(&[
            "",
            "",
            "---\n",
            "# head\n",
            "%YAML 1.1\n---\n",
            "--- # head\n",
            "\u{feff}",
            "\n# a\n\n---\n",
        ]);
        self.put(head);
        let column = self.below(5).saturating_sub(3);
        let map = self.below(3) < 2;
        self.block(map, 3, column, false);
        let tail = self.one_of(&["", "", "# tail\n", "  # deeper tail\n", "...\n", "\n\n", "... # end\n"]);
        self.put(tail);
        if self.below(4) == 3 && self.text.ends_with('\n') {
            self.text.pop();
        }
        if self.below(6) == 5 {
            self.text = self.text.replace('\n', "\r\n");
        }
    }
}

fn written(choices: &[u8]) -> String {
    let (text, scalars, mappings) = (String::new(), Vec::new(), Vec::new());
    let mut author = Author { choices: choices.iter(), text, scalars, mappings, anchors: 0 };
    author.document();
    author.text
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400),
        failure_persistence: None,
        // The same documents every time, unless more are asked for.
        rng_seed: if std::env::var_os("PROPTEST_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(1) },
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_document_is_damaged(choices in vec(any::<u8>(), 0..160), seed in any::<u64>()) {
        let text = written(&choices);
        let mut tally = Tally::default();
        examine("generated", &text, 24, &mut Random(seed), &mut tally);
        prop_assert!(tally.differing.is_empty(), "{}", tally.differing[0]);
        prop_assert!(tally.failures.is_empty(), "{}", tally.failures[0]);
        prop_assert!(tally.unverified.is_empty(), "{}", tally.unverified[0]);
    }
}

#[test]
fn most_of_what_is_made_up_is_read_and_edited() {
    let mut random = Random(5);
    let mut tally = Tally::default();
    for _ in 0..500 {
        let choices: Vec<u8> = (0..random.below(160)).map(|_| random.below(256) as u8).collect();
        examine("generated", &written(&choices), 6, &mut random, &mut tally);
    }
    let unread: usize = tally.unread.values().sum();
    assert!(tally.documents > 400, "the second reader reads only {} of {}", tally.documents, tally.texts);
    assert!(unread * 20 < tally.documents, "{:?} of {}", tally.unread, tally.documents);
    assert!(tally.refusals() * 10 < tally.edits, "{:?} of {}", tally.refused, tally.edits);
}
