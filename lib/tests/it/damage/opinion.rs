//! What another reader makes of a text, and whether that is what we make of it.

use otel_inject::value::Value;
use otel_inject::yaml::resolve;
use serde_yaml::Value as Theirs;

/// The value of a single document with its merge keys resolved, where `serde_yaml` can read it.
pub fn of(text: &str) -> Option<Theirs> {
    // It takes a byte order mark for a character of the first line, which then is indented.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: Theirs = serde_yaml::from_str(text).ok()?;
    // It resolves a merge key once, and what it merges may bring another one.
    for _ in 0..text.matches("<<").count().min(8) {
        value.apply_merge().ok()?;
    }
    Some(value)
}

/// Whether both are the same value. We read words and numbers as kubectl does (YAML 1.1), and `serde_yaml` as YAML 1.2
/// does, so text without quotes that it takes for a string may be something else for us.
pub fn agrees(ours: &Value<'_>, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        // `!` alone makes a string of what follows, of nothing too.
        (Value::String(ours), Theirs::Tagged(tagged)) if tagged.tag == "!" && tagged.value.is_null() => ours.is_empty(),
        (ours, Theirs::Tagged(tagged)) => agrees(ours, &tagged.value),
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(ours), Theirs::Bool(theirs)) => ours == theirs,
        (Value::Int(ours), Theirs::Number(theirs)) => {
            let theirs = theirs.as_i64().map(i128::from).or_else(|| theirs.as_u64().map(i128::from));
            theirs == Some(*ours)
        }
        (Value::Float(ours), Theirs::Number(theirs)) => {
            theirs.as_f64().is_some_and(|theirs| *ours == theirs || (ours.is_nan() && theirs.is_nan()))
        }
        (Value::String(ours), Theirs::String(theirs)) => ours == theirs,
        (Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_), Theirs::String(text)) => {
            resolve(text.as_str().into()) == *ours
        }
        (Value::List(ours), Theirs::Sequence(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| agrees(ours, theirs))
        }
        (Value::Map(ours), Theirs::Mapping(theirs)) => {
            let entry = |(key, theirs): (&Theirs, &Theirs)| {
                key_names(key).iter().filter_map(|name| ours.get(name)).any(|ours| agrees(ours, theirs))
            };
            ours.iter().count() == theirs.len() && theirs.iter().all(entry)
        }
        _ => false,
    }
}

/// What a key may be called by a reader that takes all keys for strings.
fn key_names(key: &Theirs) -> Vec<String> {
    match key {
        Theirs::String(text) => {
            let resolved = resolve(text.as_str().into());
            let name = resolved.text().map(std::borrow::Cow::into_owned);
            std::iter::once(text.clone()).chain(name).collect()
        }
        Theirs::Bool(value) => vec![value.to_string()],
        Theirs::Number(number) => {
            let float = number.as_f64().map(|value| value.to_string());
            std::iter::once(number.to_string()).chain(float).collect()
        }
        Theirs::Tagged(tagged) => key_names(&tagged.value),
        _ => Vec::new(),
    }
}
