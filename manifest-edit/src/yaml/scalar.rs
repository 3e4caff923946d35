//! What scalars mean, as kubectl reads them.
//!
//! kubectl reads YAML with a fork of go-yaml v2 (`sigs.k8s.io/yaml`): the words of YAML 1.1 for booleans, the integers
//! of Go's `strconv.ParseInt` with base 0 and underscores removed, timestamps as strings.

use std::borrow::Cow;

use crate::value::{Text, Value};

/// What a scalar without quotes and without a tag means.
#[must_use]
pub fn resolve(text: Text<'_>) -> Value<'_> {
    if is_string_by_its_first_byte(&text) {
        return Value::String(text);
    }
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => return Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    // Numbers begin with a digit, a sign or a point; nearly no other text does.
    if text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && let Some(number) = number(&text)
    {
        return number;
    }
    Value::String(text)
}

/// Whether the first byte rules out everything but a string, as it does for nearly all text.
fn is_string_by_its_first_byte(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| match first {
        b'n' | b'N' | b't' | b'T' | b'y' | b'Y' | b'o' | b'O' | b'f' | b'F' | b'~' => text.len() > "false".len(),
        b'0'..=b'9' | b'+' | b'-' | b'.' => false,
        _ => true,
    })
}

/// What a scalar with a tag means. `None` if the text doesn't fit one of YAML's own tags.
#[must_use]
pub fn resolve_tagged<'s>(tag: &str, text: Text<'s>, plain: bool) -> Option<Value<'s>> {
    match tag {
        "!" | "tag:yaml.org,2002:str" => Some(Value::String(text)),
        "tag:yaml.org,2002:null" => Some(resolve(text)).filter(Value::is_null),
        "tag:yaml.org,2002:bool" => Some(resolve(text)).filter(|value| matches!(value, Value::Bool(_))),
        "tag:yaml.org,2002:int" => Some(resolve(text)).filter(|value| matches!(value, Value::Int(_))),
        "tag:yaml.org,2002:float" => match resolve(text) {
            #[allow(clippy::cast_precision_loss)]
            Value::Int(value) => Some(Value::Float(value as f64)),
            value => Some(value).filter(|value| matches!(value, Value::Float(_))),
        },
        // The tag of an application says nothing about the type.
        _ if !tag.starts_with("tag:yaml.org,2002:") => Some(if plain { resolve(text) } else { Value::String(text) }),
        _ => None,
    }
}

fn number(text: &str) -> Option<Value<'static>> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Value::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Value::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => return Some(Value::Float(f64::NAN)),
        _ => {}
    }
    let digits: Cow<'_, str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    if let Some(integer) = integer(&digits) {
        return Some(Value::Int(integer));
    }
    looks_like_float(&digits).then(|| digits.parse().ok().map(Value::Float)).flatten()
}

/// An integer in Go's notations: decimal, 0x, 0o, 0b and the bare leading zero of octals, within 64 bits.
fn integer(text: &str) -> Option<i128> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = unsigned.get(..2).map(str::to_ascii_lowercase);
    let (digits, radix) = match lower.as_deref() {
        Some("0x") => (&unsigned[2..], 16),
        Some("0o") => (&unsigned[2..], 8),
        Some("0b") => (&unsigned[2..], 2),
        _ if unsigned.len() > 1 && unsigned.starts_with('0') => (&unsigned[1..], 8),
        _ => (unsigned, 10),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| char::from(byte).is_digit(radix)) {
        return None;
    }
    let magnitude = i128::from(u64::from_str_radix(digits, radix).ok()?);
    let value = if negative { -magnitude } else { magnitude };
    (value >= i128::from(i64::MIN)).then_some(value)
}

/// go-yaml's pattern: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
fn looks_like_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let mantissa_fits = all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    mantissa_fits && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_mean_what_kubectl_takes_them_for() {
        let int = Value::Int;
        for (text, value) in [
            ("0644", int(420)),
            ("0o644", int(420)),
            ("1_000", int(1000)),
            ("0x1F", int(31)),
            ("-12", int(-12)),
            ("18446744073709551615", int(18_446_744_073_709_551_615)),
            ("1.10", Value::Float(1.1)),
            ("1e3", Value::Float(1000.0)),
            (".5", Value::Float(0.5)),
            ("089", Value::Float(89.0)),
            ("on", Value::Bool(true)),
            ("y", Value::Bool(true)),
            ("No", Value::Bool(false)),
            ("~", Value::Null),
            ("12:30", Value::from("12:30")),
            ("2001-01-01", Value::from("2001-01-01")),
            ("1.2.3", Value::from("1.2.3")),
            ("-", Value::from("-")),
            (".", Value::from(".")),
            ("+", Value::from("+")),
            ("0x", Value::from("0x")),
            ("nUll", Value::from("nUll")),
            ("500m", Value::from("500m")),
        ] {
            assert_eq!(resolve(text.into()), value, "{text}");
        }
    }
}
