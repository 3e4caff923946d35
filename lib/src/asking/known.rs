//! What the operator knows by a key, and what was meant by one that it doesn't know.

use crate::operator::{ANNOTATION_PREFIX, Annotation, Language, RESOURCE_PREFIX, SIDECAR};

use super::domain::{Domain, WRONG};

/// What the operator knows by a key of an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// An annotation about instrumentation.
    Annotation(Annotation),
    /// A resource attribute.
    Resource,
    /// A request for a collector beside the app.
    Sidecar,
    /// Nothing.
    Nothing {
        /// Whether its domain is `opentelemetry.io` itself, which other programs have keys under.
        in_root: bool,
        /// The key that was probably meant.
        meant: Option<String>,
    },
}

/// What people write, and what they mean.
const MEANT: [(&str, &str); 7] = [
    ("nginx-container-names", "inject-nginx-container-names"),
    ("inject-apache", "inject-apache-httpd"),
    ("inject-httpd", "inject-apache-httpd"),
    ("inject-golang", "inject-go"),
    ("inject-node", "inject-nodejs"),
    ("inject-js", "inject-nodejs"),
    ("inject-net", "inject-dotnet"),
];

/// What the keys of resource attributes begin with that people write without their prefix.
const ATTRIBUTES: [&str; 2] = ["service.", "deployment.environment"];

/// The operator's label of pods that have a sidecar, which is near the annotation that asks for one.
const INJECTED: &str = "injected";

impl Known {
    /// `None` if the key is not the operator's and was not meant to be.
    pub(super) fn of(key: &str) -> Option<Self> {
        let (domain, name) = key.split_once('/')?;
        let Some((domain, is_exact)) = Domain::of(domain) else {
            // Another part of the operator, or of another program, unless its name tells otherwise.
            let meant = if domain.ends_with(".opentelemetry.io") { annotation_near(name) } else { None };
            return meant.map(|meant| Known::Nothing { in_root: false, meant: Some(meant) });
        };
        if is_exact {
            match domain {
                Domain::Instrumentation => {
                    if let Some(annotation) = Annotation::parse(key) {
                        return Some(Known::Annotation(annotation));
                    }
                }
                Domain::Resource => return Some(Known::Resource),
                Domain::Sidecar if key == SIDECAR => return Some(Known::Sidecar),
                Domain::Sidecar | Domain::Root => {}
            }
        }
        Some(Known::Nothing { in_root: domain == Domain::Root, meant: meant(domain, name) })
    }
}

/// The key that was probably meant.
fn meant(domain: Domain, name: &str) -> Option<String> {
    if domain == Domain::Resource {
        return Some([RESOURCE_PREFIX, name].concat());
    }
    let sidecar = SIDECAR.rsplit('/').next().unwrap_or_default();
    let is_sidecar = |wrong| name != INJECTED && strsim::damerau_levenshtein(name, sidecar) <= wrong;
    if domain == Domain::Sidecar && is_sidecar(WRONG) {
        return Some(SIDECAR.to_owned());
    }
    let attribute = || ATTRIBUTES.iter().any(|begin| name.starts_with(begin));
    annotation_near(name).or_else(|| attribute().then(|| [RESOURCE_PREFIX, name].concat()))
}

/// The key of the annotation about instrumentation whose name this nearly is.
fn annotation_near(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let meant = MEANT.iter().find(|(written, _)| *written == name).map(|(_, meant)| *meant);
    if let Some(meant) = meant {
        return Some([ANNOTATION_PREFIX, meant].concat());
    }
    if let Some(language) = Language::ALL.into_iter().find(|language| language.name() == name) {
        return Some(Annotation::Inject(language).to_string());
    }
    let wrong = |known: Annotation| strsim::damerau_levenshtein(&name, &known.key()[ANNOTATION_PREFIX.len()..]);
    let (wrong, nearest) = Annotation::all().map(|known| (wrong(known), known)).min_by_key(|(wrong, _)| *wrong)?;
    (wrong <= allowed(nearest)).then(|| nearest.to_string())
}

/// How many letters may be wrong: of a short name less, as two wrong ones make any two letters `go`.
fn allowed(annotation: Annotation) -> usize {
    match annotation {
        Annotation::Inject(language) => WRONG.min(language.name().len() / 2),
        _ => WRONG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(key: &str) -> Option<String> {
        match Known::of(key) {
            Some(Known::Nothing { meant, .. }) => meant,
            other => panic!("{key}: {other:?}"),
        }
    }

    #[test]
    fn what_the_operator_reads_is_known() {
        let java = Known::Annotation(Annotation::Inject(Language::Java));
        assert_eq!(Known::of("instrumentation.opentelemetry.io/inject-java"), Some(java));
        assert_eq!(Known::of("resource.opentelemetry.io/anything"), Some(Known::Resource));
        assert_eq!(Known::of("sidecar.opentelemetry.io/inject"), Some(Known::Sidecar));
    }

    #[test]
    fn keys_of_others_are_none_of_our_business() {
        for key in ["sidecar.istio.io/inject", "operator.opentelemetry.io/collector-service-type", "inject-java", "a/b"]
        {
            assert_eq!(Known::of(key), None, "{key}");
        }
    }

    #[test]
    fn the_key_that_was_meant_is_found() {
        for (written, wanted) in [
            ("instrumentation.opentelemetry.io/inject-pyton", "instrumentation.opentelemetry.io/inject-python"),
            ("instrumentation.opentelemetry.io/Inject-Java", "instrumentation.opentelemetry.io/inject-java"),
            ("instrumentation.opentelemetry.io/java", "instrumentation.opentelemetry.io/inject-java"),
            ("instrumentation.opentelemetry.io/inject-js", "instrumentation.opentelemetry.io/inject-nodejs"),
            ("instrumentation.opentelmetry.io/inject-java", "instrumentation.opentelemetry.io/inject-java"),
            ("instrumentation.opentelemetry.com/container-name", "instrumentation.opentelemetry.io/container-names"),
            ("sidecar.opentelemetry.io/inject-java", "instrumentation.opentelemetry.io/inject-java"),
            ("sidecar.opentelemetry.io/injet", "sidecar.opentelemetry.io/inject"),
            ("sidecars.opentelemetry.io/inject", "sidecar.opentelemetry.io/inject"),
            ("opentelemetry.io/inject-python", "instrumentation.opentelemetry.io/inject-python"),
            ("opentelemetry.io/service.name", "resource.opentelemetry.io/service.name"),
            ("resources.opentelemetry.io/service.name", "resource.opentelemetry.io/service.name"),
            ("auto.opentelemetry.io/inject-python", "instrumentation.opentelemetry.io/inject-python"),
        ] {
            assert_eq!(meant(written).as_deref(), Some(wanted), "{written}");
        }
    }

    #[test]
    fn what_resembles_nothing_means_nothing() {
        for key in [
            "instrumentation.opentelemetry.io/inject-php",
            "instrumentation.opentelemetry.io/inject-rb",
            "instrumentation.opentelemetry.io/vendor",
            "sidecar.opentelemetry.io/injected",
            "opentelemetry.io/name",
            "opentelemetry.io/inject",
        ] {
            assert_eq!(meant(key), None, "{key}");
        }
    }
}
