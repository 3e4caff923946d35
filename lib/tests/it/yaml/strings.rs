//! Strings that some reader of YAML 1.1 or 1.2 could take for something else come out so that none does.

use otel_inject::plan::{Content, Edit, Op, Plan, apply};
use otel_inject::pointer::{Pointer, Step};
use otel_inject::value::Value;
use otel_inject::yaml::{Edited, edit_verified, read, value};

use crate::damage::agrees;

/// Booleans, nulls and numbers of any version and reader, dates and times, indicators, markers, blanks, line breaks,
/// and characters that some reader drops or takes for a line break.
#[rustfmt::skip]
const MISREAD: &[&str] = &[
    "", " ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "a\n", "\na", "a\n\n", " a", "a ", "a\t", "\ta", "a\tb",
    "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
    "true", "True", "TRUE", "tRuE", "false", "False", "FALSE", "null", "Null", "NULL", "nUll", "~", "nil",
    "0", "-0", "+0", "00", "0644", "0o644", "0O17", "08", "089", "0x1F", "0X1f", "0b101", "0B1", "0_1", "1_000", "_1",
    "1", "-1", "+1", "123456789012345678901234567890", "18446744073709551616", "-9223372036854775809",
    "1.0", "1.", ".5", "-.5", "+.5", "1e3", "1E3", "1e+3", "1.5e-3", "1e", "0e0", "e3", "12e03", "1_0.5",
    ".inf", ".Inf", ".INF", "-.inf", "+.inf", ".nan", ".NaN", ".NAN", "inf", "nan", "Infinity", "-Infinity", "NaN",
    "12:30", "12:30:45", "190:20:30", "1:0", "-1:30", "0:0", "1:2:3.5", "20:59",
    "2001-01-01", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10",
    "=", "<<", "<", "-", "--", "---", "...", "....", "--- a", "... a", "- a", "-a", "?", "? a", "?a", ":", ": a", ":a",
    "a:", "a: b", "a:b", "a :b", "a : b", "#", "#a", "a #b", "a#b", "&a", "*a", "!a", "!!str a", "%a", "%YAML 1.2", "@a",
    "`a`", "|", ">", "|-", ">+", "[", "]", "[]", "{", "}", "{}", "[a]", "{a}", "{a: b}", ",", ",a", "a,", "a, b", "a,b",
    "'", "''", "'a'", "\"", "\"\"", "\"a\"", "it's", "say \"a\"", "'\"", "\\", "\\n", "a\\", "a'b\"c\\d",
    "1,000", "1 000", "0.0.0.0", "1.2.3", "10.0.0.0/8", "1e3.5", "0x", "0b", "0o", "0xg", "+", "+a", "-.", ".", "..", "._",
    "é", "日本", "\u{1f600}", "\u{feff}", "\u{feff}a", "a\u{feff}", "\u{85}", "a\u{85}b", "\u{2028}", "a\u{2029}b",
    "\u{a0}", "a\u{a0}", "\u{7f}", "\u{1}", "a\u{0}b", "\u{1b}[0m", "\u{fffd}", "\u{fffe}", "\u{ffff}", "\u{e000}",
    "\u{ad}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{3000}", "\u{d7ff}", "\u{10ffff}", "a\rb", "a\u{b}b", "a\u{c}b",
    "key: |\n  text", "- a\n- b", "# a\nb", "a\n b\n  c", "  a\nb", "a\n\tb", "a \nb", "---\na", "a\n---\nb", "a\n...\n",
    "a\r\nb", "a\n\n\nb\n", "\u{2028}\na", "{{ .Values.a }}", "${A}", "$(A)", "@include", "!include a", "*.example.com",
];

/// A document, and the place in it where a string goes.
const PLACES: &[(&str, &[&str])] = &[
    ("a: 1\n", &["new"]),
    ("a: 1", &["new"]),
    ("a: 1\r\nb: 2\r\n", &["new"]),
    ("a: 'single'\nb:\n  c: 'more'\n", &["b", "new"]),
    ("a: {b: 1}\n", &["a", "new"]),
    ("{\n  \"a\": 1\n}\n", &["new"]),
    ("- a: 1\n  b: 2\n", &["0", "new"]),
];

fn pointer(path: &[&'static str]) -> Pointer<'static> {
    Pointer(path.iter().map(|part| part.parse().map_or(Step::Key((*part).into()), Step::Index)).collect())
}

fn edited(text: &str, edits: Vec<Edit<'static>>) -> (String, Value<'static>) {
    let tree = read(text).expect("readable");
    let root = tree.root().expect("a root");
    let before = value(&tree, root).expect("a value");
    let plan = Plan { edits };
    let wanted = apply(&plan, &before);
    let after = edit_verified(&tree, &[Edited { node: root, plan: &plan, wanted: &wanted }]).expect("editable");
    (after, wanted.into_owned())
}

/// What the parser below our own reader says the scalars of a text are: content, and whether it is quoted or a block.
fn scalars(text: &str) -> Vec<(String, bool)> {
    use granit_parser::{Event, Parser, ScalarStyle};
    let scalar = |event| match event {
        Event::Scalar(content, style, ..) => Some((content.into_owned(), style != ScalarStyle::Plain)),
        _ => None,
    };
    Parser::new_from_str(text).filter_map(|event| scalar(event.expect("YAML").0)).collect()
}

#[test]
fn no_reader_takes_a_string_for_something_else() {
    assert!(MISREAD.len() >= 100);
    for text in MISREAD {
        for (document, path) in PLACES {
            let as_value = Edit { at: pointer(path), op: Op::Set(Content::new(Value::from(*text))) };
            let mut keys = pointer(path);
            keys.0.pop();
            let as_key = Edit { at: keys.join(Step::Key((*text).into())), op: Op::Set(Content::new(Value::Int(7))) };
            let in_list = Edit { at: pointer(path), op: Op::Set(Content::new(Value::list([Value::from(*text)]))) };
            for edit in [as_value, as_key, in_list] {
                let (after, wanted) = edited(document, vec![edit]);
                let seen: serde_yaml::Value = serde_yaml::from_str(&after).expect("YAML");
                assert!(agrees(&wanted, &seen), "{text:?} became\n{after}\n{seen:?}");
                // What ends the text without a line end has none for others either.
                let found = scalars(&after).into_iter().any(|(content, _)| content == *text);
                assert!(found, "{text:?} became\n{after}");
            }
        }
    }
}

#[test]
fn what_is_no_string_for_some_reader_is_quoted() {
    // Those that YAML 1.1, YAML 1.2 or a reader of either resolves, and nothing else in the table above.
    let resolved = MISREAD.iter().filter(|text| {
        let first = text.chars().next();
        first.is_none_or(|first| first.is_ascii_digit() || "yYnNoOtTfF~.+-=<".contains(first)) && !text.contains(' ')
    });
    // What no reader takes for anything, and may stay plain.
    let plain = [
        "nil",
        "-a",
        "1.2.3",
        "10.0.0.0/8",
        "0xg",
        "1e3.5",
        "nan",
        "--",
        "..",
        "._",
        "-.",
        ".",
        "1e",
        "0x",
        "0b",
        "0o",
        "+",
        "+a",
        "<",
        "....",
    ];
    for text in resolved.filter(|text| !plain.contains(text)) {
        let (after, _) =
            edited("a: 1\n", vec![Edit { at: pointer(&["b"]), op: Op::Set(Content::new(Value::from(*text))) }]);
        let found = scalars(&after).into_iter().any(|(content, quoted)| quoted && content == *text);
        assert!(found, "{text:?} is not quoted in\n{after}");
    }
}
