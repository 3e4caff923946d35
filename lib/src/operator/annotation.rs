//! The annotations that the operator reads.

use std::fmt;

use super::Language;

/// The key of an annotation about instrumentation.
macro_rules! annotation {
    ($name:literal) => {
        concat!("instrumentation.opentelemetry.io/", $name)
    };
}
pub(super) use annotation;

/// What the annotations about instrumentation begin with.
pub const ANNOTATION_PREFIX: &str = annotation!("");
/// What the annotations of a pod begin with that give it resource attributes; the attribute's key follows.
pub const RESOURCE_PREFIX: &str = "resource.opentelemetry.io/";
/// The annotation that asks for a collector beside the app.
pub const SIDECAR: &str = "sidecar.opentelemetry.io/inject";

/// Declares the annotations: those about languages, and settings with a name each.
macro_rules! annotations {
    ($($(#[$doc:meta])+ $setting:ident = $name:literal,)+) => {
        /// An annotation about instrumentation that the operator reads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Annotation {
            /// Asks for a language.
            Inject(Language),
            /// Lists the containers of a language; of `None`, those of all languages.
            ContainerNames(Option<Language>),
            $($(#[$doc])+ $setting,)+
        }

        /// Those that are not about languages in general.
        const SETTINGS: &[Annotation] = &[$(Annotation::$setting),+];

        impl Annotation {
            /// Its key, with the prefix.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    Self::Inject(language) => language.facts().inject,
                    Self::ContainerNames(Some(language)) => language.facts().container_names,
                    Self::ContainerNames(None) => annotation!("container-names"),
                    $(Self::$setting => annotation!($name),)+
                }
            }
        }
    };
}

annotations! {
    /// Names the executable that Go's agent looks into.
    GoTarget = "otel-go-auto-target-exe",
    /// Says which C library the runtime of .NET is built for.
    DotnetRuntime = "otel-dotnet-auto-runtime",
    /// Says which C library Python is built for.
    PythonPlatform = "otel-python-platform",
}

impl Annotation {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let requests = Language::ALL.map(Self::Inject).into_iter();
        let lists = Language::ALL.map(|language| Self::ContainerNames(Some(language)));
        requests.chain(SETTINGS.iter().copied()).chain([Self::ContainerNames(None)]).chain(lists)
    }

    /// The annotations that list a language's containers: that of all languages, then its own.
    #[must_use]
    pub fn lists(language: Language) -> [Self; 2] {
        [Self::ContainerNames(None), Self::ContainerNames(Some(language))]
    }

    /// The one that has a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        if !key.starts_with(ANNOTATION_PREFIX) {
            return None;
        }
        Self::all().find(|annotation| annotation.key() == key)
    }
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// Whether the value of an annotation asks for something: `true`, or the name of what is meant.
#[must_use]
pub fn says_yes(value: &str) -> bool {
    !value.is_empty() && !value.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_annotation_is_found_by_its_key() {
        for annotation in Annotation::all() {
            assert!(annotation.key().starts_with(ANNOTATION_PREFIX), "{annotation}");
            assert_eq!(Annotation::parse(annotation.key()), Some(annotation), "{annotation}");
        }
        assert_eq!(Annotation::parse("instrumentation.opentelemetry.io/inject-cobol"), None);
        assert_eq!(Annotation::parse("inject-java"), None);
    }

    #[test]
    fn the_annotations_of_a_language_are_named_after_it() {
        for language in Language::ALL {
            assert_eq!(Annotation::Inject(language).key(), format!("{ANNOTATION_PREFIX}inject-{language}"));
            // That nginx has another name for its list is the operator's oversight.
            let own = if language == Language::Nginx { "inject-nginx" } else { language.name() };
            let list = Annotation::ContainerNames(Some(language));
            assert_eq!(list.key(), format!("{ANNOTATION_PREFIX}{own}-container-names"));
        }
    }

    #[test]
    fn all_but_nothing_and_false_asks() {
        assert!(says_yes("true") && says_yes("shop/telemetry") && says_yes("no"));
        assert!(!says_yes("") && !says_yes("false") && !says_yes("False"));
    }
}
