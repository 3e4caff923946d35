//! What languages leave in a pod, by the operator's names: how an injection is known that carries no record.

use crate::operator::Language;

use super::{attributes, injector};

/// What a language leaves in a pod. A name that ends in `-` stands for all that begin with it, of an init container for
/// those with a number behind it.
#[derive(Debug)]
pub struct Fingerprint {
    /// Its init containers.
    pub init_containers: &'static [&'static str],
    /// Its own container. Where it has one, that alone tells of the language: its other names are anyone's.
    pub container: Option<&'static str>,
    /// Its volumes, each with the sources that it can have.
    pub volumes: &'static [(&'static str, &'static [&'static str])],
    /// The init container that has the mounts that a container had before one gave way.
    pub keeps_mounts: Option<&'static str>,
    /// Variables that it sets where a container has none of that name, beside those that begin with `OTEL_`.
    pub variables: &'static [&'static str],
    /// Variables that it adds to.
    pub joined: &'static [Joined],
}

/// A variable that is joined: a container's own value, and a piece of ours.
#[derive(Debug)]
pub struct Joined {
    /// Its name.
    pub variable: &'static str,
    /// Removes what injection added to a value, which is known by its paths: the language's own, or below one of the
    /// mounts. `None` if nothing is left.
    pub strip_ours: fn(&str, mounts: &[&str]) -> Option<String>,
}

impl Fingerprint {
    /// A language that leaves nothing.
    pub(super) const NONE: Fingerprint = Fingerprint {
        init_containers: &[],
        container: None,
        volumes: &[],
        keeps_mounts: None,
        variables: &[],
        joined: &[],
    };
}

impl Fingerprint {
    /// Whether one of its init containers has this name.
    #[must_use]
    pub fn has_init_container(&self, name: &str) -> bool {
        let numbered = |known: &str| name.strip_prefix(known).is_some_and(|number| number.parse::<usize>().is_ok());
        self.init_containers.iter().any(|known| *known == name || known.ends_with('-') && numbered(known))
    }

    /// What a volume of this name can be, if one of its volumes has it.
    #[must_use]
    pub fn sources(&self, name: &str) -> Option<&'static [&'static str]> {
        let is_one = |known: &str| known == name || known.ends_with('-') && name.starts_with(known);
        self.volumes.iter().find(|(known, _)| is_one(known)).map(|(_, sources)| *sources)
    }
}

/// What each language leaves in a pod.
pub fn all() -> impl Iterator<Item = &'static Fingerprint> {
    Language::ALL.into_iter().map(|language| &injector(language).fingerprint)
}

/// The languages that add a container of this name; none if it is not one of ours.
#[must_use]
pub fn languages_of(name: &str) -> Vec<Language> {
    let adds = |fingerprint: &Fingerprint| fingerprint.container == Some(name) || fingerprint.has_init_container(name);
    Language::ALL.into_iter().filter(|language| adds(&injector(*language).fingerprint)).collect()
}

/// What an agent's volume can be.
pub(super) const SCRATCH: &[&str] = &["emptyDir", "ephemeral", "image"];

/// The variables by which every language is known: each from a field of the pod.
pub const FIELDS: [(&str, &str); 4] = attributes::FIELDS;

/// How a variable is joined, if it is.
#[must_use]
pub fn joined(variable: &str) -> Option<&'static Joined> {
    all().flat_map(|fingerprint| fingerprint.joined).find(|joined| joined.variable == variable)
}

/// Removes parts of a value; `None` if no part is left.
pub(super) fn without(value: &str, separator: char, is_ours: impl Fn(&str) -> bool) -> Option<String> {
    let parts: Vec<&str> = value.split(separator).filter(|part| !is_ours(part)).collect();
    (!parts.is_empty()).then(|| parts.join(separator.encode_utf8(&mut [0; 4])))
}

/// Whether a path is at one of these mounts, or below.
pub(super) fn is_mounted(path: &str, mounts: &[&str]) -> bool {
    let below = |mount: &&str| path.strip_prefix(*mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    mounts.iter().any(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operator_looks_for_is_what_a_language_leaves() {
        for language in Language::ALL {
            let (facts, fingerprint) = (language.facts(), &injector(language).fingerprint);
            assert_eq!(facts.container_sign, fingerprint.container, "{language}");
            assert!(facts.init_container_signs.iter().all(|name| fingerprint.has_init_container(name)), "{language}");
        }
    }

    #[test]
    fn what_is_ours_is_known_by_its_name() {
        for (name, languages) in [
            ("opentelemetry-auto-instrumentation-python", &[Language::Python][..]),
            ("opentelemetry-auto-instrumentation-java", &[Language::Java]),
            ("opentelemetry-auto-instrumentation-extension-1", &[Language::Java]),
            ("opentelemetry-auto-instrumentation", &[Language::Go]),
            ("otel-agent-source-container-clone", &[Language::ApacheHttpd, Language::Nginx]),
            ("otel-agent-attach-nginx", &[Language::Nginx]),
            ("opentelemetry-auto-instrumentation-extension-x", &[]),
            ("web", &[]),
        ] {
            assert_eq!(languages_of(name), languages, "{name}");
        }
    }
}
