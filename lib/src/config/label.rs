//! What Kubernetes takes for keys and values of labels, and for names of objects.

/// The most characters of the parts of keys, and of values.
const LONGEST: usize = 63;
/// The most characters of names and of prefixes of keys.
const LONGEST_NAME: usize = 253;

/// `tier` or `app.kubernetes.io/name`.
pub(super) fn is_label_key(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, name)) => is_name(prefix) && !name.is_empty() && is_label_value(name),
        None => !text.is_empty() && is_label_value(text),
    }
}

/// Letters, digits, `-`, `_` and `.`, the first and the last a letter or a digit; or nothing.
pub(super) fn is_label_value(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= LONGEST && text.bytes().all(inside) && ends_well(text)
}

/// The name of an object: lower-case letters, digits, `-` and `.`.
pub(super) fn is_name(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(inside) && ends_well(text)
}

fn ends_well(text: &str) -> bool {
    let is_good = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    is_good(text.as_bytes().first()) && is_good(text.as_bytes().last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_values_and_names_are_those_of_kubernetes() {
        assert!(is_label_key("tier") && is_label_key("app.kubernetes.io/name") && is_label_key("A_b"));
        for wrong in ["", "/", "a/", "/a", "a/b/c", "-a", "Upper.io/a", &"a".repeat(64)] {
            assert!(!is_label_key(wrong), "{wrong}");
        }
        assert!(is_label_value("") && is_label_value("1.2_a-B") && !is_label_value("a ") && !is_label_value(".a"));
        assert!(is_name("cxtm-python.v1") && !is_name("Cxtm") && !is_name("") && !is_name("a_b") && !is_name("a-"));
    }
}
