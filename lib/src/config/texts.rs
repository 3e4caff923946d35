//! Texts that mean something: names, languages, images, paths, attributes.

use serde_json::{Value as Json, json};

use crate::k8s::parse_image;
use crate::operator::Language;

use super::label::is_name;
use super::mistake::{Misread, suggestion};
use super::shape::Parsed;

/// A text that was checked when it was read.
macro_rules! text {
    ($(#[$doc:meta])+ $name:ident: $schema:tt, $check:expr) => {
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// As it was written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Parsed for $name {
            fn parse(text: &str) -> Result<Self, Misread> {
                let check: fn(&str) -> Result<(), Misread> = $check;
                check(text).map(|()| Self(text.to_owned()))
            }

            fn schema() -> Json {
                json!($schema)
            }
        }
    };
}

text! {
    /// The name of an object of Kubernetes.
    Name: {"type": "string", "pattern": "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"}, |text| {
        let help = "names are of lower-case letters, digits, - and ., and begin and end with a letter or digit";
        check(text, is_name(text), "a name", help)
    }
}

text! {
    /// A word without blanks, such as the name of a program.
    Word: {"type": "string", "pattern": "^\\S+$"}, |text| {
        check(text, !text.is_empty() && blank(text).is_none(), "one word", "write it without blanks")
    }
}

text! {
    /// A reference to an image.
    Image: {"type": "string", "pattern": "^\\S+$"}, |text| {
        no_blanks(text)?;
        let help = "write it as registry.example.com/path/name:tag, in lower case";
        check(text, parse_image(text).is_some(), "a reference to an image", help)
    }
}

text! {
    /// The beginning of a reference to an image: a registry, or a registry and a path.
    Registry: {"type": "string", "pattern": "^[^\\s:@]+(:[0-9]+)?(/[^\\s:@]+)*$"}, |text| {
        no_blanks(text)?;
        if text.contains("://") {
            let scheme = text.find("://").map_or(0, |at| at + 3);
            let message = "an image begins with a registry, not with a scheme".to_owned();
            return Err(Misread { within: 0..scheme, message, help: format!("write {}", &text[scheme..]) });
        }
        let help = "write it as registry.example.com or registry.example.com/path, without a slash at the end";
        let whole = format!("{text}/name:tag");
        check(text, parse_image(&whole).is_some(), "a registry", help)
    }
}

text! {
    /// Where an agent is mounted.
    MountPath: {"type": "string", "pattern": "^/[^:]+$"}, |text| {
        if !text.starts_with('/') {
            let message = format!("{text:?} is no absolute path");
            return Err(Misread::whole(text, message, format!("write /{}", text.trim_start_matches("./"))));
        }
        no_blanks(text)?;
        let help = "write an absolute path below /, without .. and :, such as /otel-auto-instrumentation";
        let valid = !text.trim_matches('/').is_empty() && !text.contains(':') && !text.split('/').any(|part| part == "..");
        check(text, valid, "a path that an agent could be mounted at", help)
    }
}

text! {
    /// A pattern of paths, as a line of a .gitignore.
    PathPattern: {"type": "string", "pattern": "^\\S(.*\\S)?$"}, |text| {
        let help = "write it as a line of a .gitignore, such as charts/ or *.tmpl.yaml";
        let valid = !text.is_empty() && text.trim() == text && !text.starts_with('#');
        check(text, valid, "a pattern of paths", help)
    }
}

text! {
    /// What names the service: `container`, `workload`, or a text with placeholders.
    ServiceName: {"type": "string", "minLength": 1}, |text| {
        let help = "write container, workload, or a text with {workload} and {container}";
        check(text, !text.trim().is_empty(), "a name of a service", help)?;
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let at = text.len() - rest.len() + open;
            let end = rest[open..].find('}').map_or(text.len(), |length| at + length + 1);
            if !matches!(&text[at..end], "{workload}" | "{container}") {
                let message = format!("{} is no placeholder", &text[at..end]);
                return Err(Misread { within: at..end, message, help: help.to_owned() });
            }
            rest = &text[end..];
        }
        Ok(())
    }
}

text! {
    /// The key of a resource attribute.
    AttributeKey: {"type": "string", "pattern": "^[^\\s,=]+$"}, |text| {
        let valid = !text.is_empty() && blank(text).is_none() && !text.contains([',', '=']);
        check(text, valid, "a key of a resource attribute", "write it without blanks, commas and =, as in service.version")
    }
}

text! {
    /// The value of a resource attribute.
    AttributeValue: {"type": "string", "pattern": "^[^,]*$"}, |text| match text.find(',') {
        None => Ok(()),
        Some(at) => Err(Misread {
            within: at..at + 1,
            message: "a comma would end the value, in OTEL_RESOURCE_ATTRIBUTES".to_owned(),
            help: "write it percent-encoded, as %2C".to_owned(),
        }),
    }
}

/// A language that can be asked for, by the name that annotations use.
impl Parsed for Language {
    fn parse(text: &str) -> Result<Self, Misread> {
        Language::parse(text).ok_or_else(|| no_language(text, &Language::ALL.map(Language::name)))
    }

    fn schema() -> Json {
        json!({"enum": Language::ALL.map(Language::name)})
    }
}

/// A language that has an agent: all but the SDK's settings alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgentLanguage(Language);

impl AgentLanguage {
    /// The language.
    #[must_use]
    pub fn language(self) -> Language {
        self.0
    }

    fn names() -> Vec<&'static str> {
        Language::ALL.into_iter().filter(|language| language.has_agent()).map(Language::name).collect()
    }
}

impl Parsed for AgentLanguage {
    fn parse(text: &str) -> Result<Self, Misread> {
        match Language::parse(text) {
            Some(language) if language.has_agent() => Ok(Self(language)),
            Some(language) => {
                let message = format!("{language} is the SDK's settings alone, without an agent");
                Err(Misread::whole(text, message, format!("known here: {}", Self::names().join(", "))))
            }
            None => Err(no_language(text, &Self::names())),
        }
    }

    fn schema() -> Json {
        json!({"enum": Self::names()})
    }
}

fn no_language(text: &str, known: &[&str]) -> Misread {
    Misread::whole(text, format!("{text:?} is no language that can be injected"), suggestion(text, known))
}

fn check(text: &str, valid: bool, wanted: &str, help: &str) -> Result<(), Misread> {
    if valid { Ok(()) } else { Err(Misread::whole(text, format!("{text:?} is not {wanted}"), help)) }
}

fn blank(text: &str) -> Option<usize> {
    text.find(char::is_whitespace)
}

fn no_blanks(text: &str) -> Result<(), Misread> {
    match blank(text) {
        Some(at) => {
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            let message = format!("there is a blank in {text:?}");
            Err(Misread { within: at..at + length, message, help: "take it out".to_owned() })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T: Parsed + std::fmt::Debug>(texts: &[(&str, std::ops::Range<usize>)]) {
        for (text, within) in texts {
            assert_eq!(T::parse(text).expect_err(text).within, *within, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_text_is_told_with_its_place() {
        wrong::<Name>(&[("", 0..0), ("Cxtm", 0..4), ("a_b", 0..3)]);
        wrong::<Word>(&[("", 0..0), ("python 3", 0..8)]);
        wrong::<Image>(&[("app 1", 3..4), (" app:1", 0..1), ("App:1", 0..5), ("app:", 0..4)]);
        wrong::<Registry>(&[("https://ghcr.io", 0..8), ("ghcr.io/", 0..8), ("ghcr .io", 4..5), ("", 0..0)]);
        wrong::<MountPath>(&[("otel", 0..4), ("/", 0..1), ("/a/../b", 0..7), ("/a:b", 0..4), ("/a b", 2..3)]);
        wrong::<ServiceName>(&[("", 0..0), ("{workload}-{pod}", 11..16), ("a{", 1..2)]);
        wrong::<AttributeKey>(&[("", 0..0), ("a b", 0..3), ("a=b", 0..3)]);
        wrong::<AttributeValue>(&[("a,b", 1..2)]);
        wrong::<Language>(&[("node", 0..4), ("apacheHttpd", 0..11)]);
        wrong::<AgentLanguage>(&[("sdk", 0..3)]);
    }

    #[test]
    fn what_is_right_is_taken() {
        for image in ["mirror.example.com/otel/python:0.54b1", "app"] {
            assert_eq!(Image::parse(image).expect("an image").as_str(), image);
        }
        for registry in ["ghcr.io", "localhost:5000", "mirror.example.com/ghcr"] {
            assert!(Registry::parse(registry).is_ok(), "{registry}");
        }
        for name in ["container", "workload", "{workload}-{container}", "shop"] {
            assert!(ServiceName::parse(name).is_ok(), "{name}");
        }
        assert!(MountPath::parse("/otel-auto-instrumentation").is_ok());
        assert!(Language::parse("sdk").is_some() && AgentLanguage::parse("apache-httpd").is_ok());
    }
}
