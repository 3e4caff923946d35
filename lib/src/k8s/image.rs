//! References to images, by the grammar of the distribution project: what the operator parses them with. It is
//! stricter than container runtimes are, and an image that it can't parse gives no version.

use memchr::{memchr, memrchr};

/// What of a reference to an image says which one is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image<'t> {
    /// Behind the `:`.
    pub tag: Option<&'t str>,
    /// Behind the `@`, with its algorithm.
    pub digest: Option<&'t str>,
}

/// A reference such as `registry.example.com:5000/team/app:1.2@sha256:…`.
#[must_use]
pub fn parse_image(text: &str) -> Option<Image<'_>> {
    let (rest, digest) = split(text, memchr(b'@', text.as_bytes()));
    // A `:` behind the last `/` begins the tag; one before it belongs to a port.
    let last = memrchr(b'/', rest.as_bytes()).map_or(0, |slash| slash + 1);
    let (name, tag) = split(rest, memchr(b':', &rest.as_bytes()[last..]).map(|colon| last + colon));
    let valid = is_name(name) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest);
    valid.then_some(Image { tag, digest })
}

/// What is before a character of one byte, and what is behind it.
fn split(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    at.map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

/// The longest path that is accepted, without its domain.
const LONGEST_PATH: usize = 255;

fn is_name(name: &str) -> bool {
    let path = match split(name, memchr(b'/', name.as_bytes())) {
        (domain, Some(path)) if is_domain(domain) => path,
        _ => name,
    };
    path.len() <= LONGEST_PATH && path.as_bytes().split(|byte| *byte == b'/').all(is_path_component)
}

fn is_domain(text: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((address, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let is_address = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
        return is_address && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = split(text, memchr(b':', text.as_bytes()));
    let is_component = |part: &[u8]| {
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        !part.is_empty() && part.iter().all(allowed) && !part.starts_with(b"-") && !part.ends_with(b"-")
    };
    host.as_bytes().split(|byte| *byte == b'.').all(is_component) && port.is_none_or(is_port)
}

/// Runs of lower-case letters and digits, between them one `.`, one or two `_`, or any number of `-`.
fn is_path_component(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_separator = |between: &[u8]| match between {
        b"." | b"_" | b"__" => true,
        dashes => dashes.iter().all(|byte| *byte == b'-'),
    };
    let mut rest = text;
    loop {
        let run = rest.iter().take_while(|byte| is_plain(byte)).count();
        let (plain, behind) = rest.split_at(run);
        let between = behind.iter().take_while(|byte| !is_plain(byte)).count();
        let (separator, next) = behind.split_at(between);
        if plain.is_empty() || separator.is_empty() {
            return !plain.is_empty();
        }
        if !is_separator(separator) {
            return false;
        }
        rest = next;
    }
}

fn is_tag(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| is_word(byte) || byte == b'.' || byte == b'-')
        && text.bytes().next().is_some_and(is_word)
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<&str> {
        parse_image(text).and_then(|image| image.tag)
    }

    #[test]
    fn a_colon_before_the_last_slash_is_a_port() {
        assert_eq!(tag("registry:5000/app:1.2"), Some("1.2"));
        assert_eq!(parse_image("registry:5000/app"), Some(Image { tag: None, digest: None }));
        assert_eq!(tag("app:5000"), Some("5000"));
        assert_eq!(tag("[::1]:5000/x:2"), Some("2"));
        for refused in ["[zz]:5000/x:2", "[]/x:2", "[::1]x/y:2", "[::1]:/x:2"] {
            assert_eq!(parse_image(refused), None, "{refused}");
        }
        assert_eq!(parse_image("registry:port/app:1"), None);
    }

    #[test]
    fn a_digest_has_a_known_algorithm_and_its_full_length() {
        let hex = "0123456789abcdef".repeat(4);
        let image = format!("team/app:1@sha256:{hex}");
        let parsed = parse_image(&image);
        assert_eq!(parsed.and_then(|image| image.tag), Some("1"));
        assert_eq!(parsed.and_then(|image| image.digest), Some(&image["team/app:1@".len()..]));
        assert!(parse_image(&format!("app@sha256:{}", &hex[1..])).is_none());
        assert!(parse_image(&format!("app@sha256:{}", hex.to_uppercase())).is_none());
        assert!(parse_image(&format!("app@md5:{}", &hex[32..])).is_none());
        assert!(parse_image(&format!("app@sha512:{hex}{hex}")).is_some());
    }

    #[test]
    fn a_path_is_lower_case_and_a_domain_need_not_be() {
        assert_eq!(tag("Foo/bar:1"), Some("1"));
        for domain in ["foo-.com", "-foo.com", "foo..com", "foo_.com"] {
            assert_eq!(parse_image(&format!("{domain}/Bar:1")), None, "{domain}");
            assert_eq!(parse_image(&format!("{domain}/bar:1")), None, "{domain}");
        }
        for refused in
            ["Foo:1", "a/B:1", "", " app:1", "app:1 ", "a:b:c", "x//y:1", "/x:1", "app:", "app:-1", "a___b:1"]
        {
            assert_eq!(parse_image(refused), None, "{refused:?}");
        }
        for accepted in ["a__b:1", "a--b:1", "a.b:1", "a---b/c_d:1"] {
            assert_eq!(tag(accepted), Some("1"), "{accepted:?}");
        }
    }

    #[test]
    fn lengths_are_limited() {
        assert!(parse_image(&format!("app:{}", "t".repeat(128))).is_some());
        assert!(parse_image(&format!("app:{}", "t".repeat(129))).is_none());
        assert!(parse_image(&format!("example.com/{}", "a".repeat(255))).is_some());
        assert!(parse_image(&format!("example.com/{}", "a".repeat(256))).is_none());
    }
}
