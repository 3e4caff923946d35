//! What the operator's annotations about languages are called.

use crate::instrumentation::LANGUAGES;

macro_rules! annotation {
    ($($piece:literal),+) => {
        concat!("instrumentation.opentelemetry.io/", $($piece),+)
    };
}

/// The annotation that lists the containers of all languages.
pub(super) const CONTAINERS: &str = annotation!("container-names");

/// A language and the annotations about it.
pub(super) struct Annotations {
    pub(super) language: &'static str,
    /// The one that asks for it.
    pub(super) inject: &'static str,
    /// The one that lists its containers.
    pub(super) containers: &'static str,
}

macro_rules! annotations {
    ($language:literal) => {
        annotations!($language, annotation!($language, "-container-names"))
    };
    ($language:literal, $containers:expr) => {
        Annotations { language: $language, inject: annotation!("inject-", $language), containers: $containers }
    };
}

/// Those about each language, in the operator's order. That nginx has another name for its list is the operator's oversight.
pub(super) const ANNOTATIONS: [Annotations; LANGUAGES.len()] = [
    annotations!("java"),
    annotations!("nodejs"),
    annotations!("python"),
    annotations!("dotnet"),
    annotations!("go"),
    annotations!("apache-httpd"),
    annotations!("nginx", annotation!("inject-nginx-container-names")),
    annotations!("sdk"),
];

/// The annotations that list a language's containers: that of all languages, then its own.
pub fn list_annotations(language: &str) -> impl Iterator<Item = &'static str> {
    let own = ANNOTATIONS.into_iter().filter(move |of| of.language == language).map(|of| of.containers);
    [CONTAINERS].into_iter().chain(own)
}

#[cfg(test)]
mod tests {
    use crate::instrumentation::ANNOTATION_PREFIX;

    use super::*;

    #[test]
    fn every_language_has_annotations() {
        assert_eq!(ANNOTATIONS.map(|of| of.language), LANGUAGES);
        assert_eq!(annotation!(""), ANNOTATION_PREFIX);
    }
}
