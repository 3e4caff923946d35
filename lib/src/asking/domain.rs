//! Which keys are the operator's, or were meant to be.

/// How many letters of a name may be wrong.
pub(super) const WRONG: usize = 2;

/// The domains of the operator's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    /// `instrumentation.opentelemetry.io`
    Instrumentation,
    /// `resource.opentelemetry.io`
    Resource,
    /// `sidecar.opentelemetry.io`
    Sidecar,
    /// `opentelemetry.io`
    Root,
}

/// The domain that all of them are part of.
const ROOT: &str = "opentelemetry.io";

/// Pieces of it with a letter between them: up to two wrong letters, swapped ones too, leave one of the three whole.
pub(super) const PIECES: [&str; 3] = ["opent", "lemet", "y.io"];

impl Domain {
    const ALL: [Domain; 4] = [Domain::Instrumentation, Domain::Resource, Domain::Sidecar, Domain::Root];

    fn name(self) -> &'static str {
        match self {
            Domain::Instrumentation => "instrumentation.opentelemetry.io",
            Domain::Resource => "resource.opentelemetry.io",
            Domain::Sidecar => "sidecar.opentelemetry.io",
            Domain::Root => ROOT,
        }
    }

    /// The one that has this name, or that was probably meant by it, and whether it is spelt right.
    pub(super) fn of(name: &str) -> Option<(Self, bool)> {
        if let Some(domain) = Self::ALL.into_iter().find(|domain| domain.name() == name) {
            return Some((domain, true));
        }
        // Most names are far from all of them, which their length tells, in letters or in bytes.
        let alike = |domain: &Domain| domain.name().len().abs_diff(name.len()) <= 4 * WRONG;
        let mut alike = Self::ALL.into_iter().filter(alike).peekable();
        alike.peek()?;
        let name = name.to_ascii_lowercase();
        // Distances take longer than everything else that is done about a key.
        if !PIECES.iter().any(|piece| name.contains(piece)) {
            return None;
        }
        let wrong = |domain: Domain| (strsim::damerau_levenshtein(&name, domain.name()), domain);
        let (wrong, nearest) = alike.map(wrong).min_by_key(|(wrong, _)| *wrong)?;
        (wrong <= WRONG).then_some((nearest, false))
    }
}

/// Whether a word before a slash may be a domain of the operator's keys, spelt right or nearly so, or part of one.
pub(super) fn may_be_domain(word: &str) -> bool {
    word.ends_with(ROOT) || Domain::of(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_known_with_up_to_two_wrong_letters() {
        let cases = [
            ("instrumentation.opentelemetry.io", Some((Domain::Instrumentation, true))),
            ("opentelemetry.io", Some((Domain::Root, true))),
            ("instrumentation.opentelmetry.io", Some((Domain::Instrumentation, false))),
            ("instrumentation.opentelemetry.com", Some((Domain::Instrumentation, false))),
            ("insturmentation.opentelemetyr.io", Some((Domain::Instrumentation, false))),
            ("Resource.OpenTelemetry.io", Some((Domain::Resource, false))),
            ("resources.opentelemetry.io", Some((Domain::Resource, false))),
            ("sidecars.opentelemtry.io", Some((Domain::Sidecar, false))),
            ("opentelemetry.com", Some((Domain::Root, false))),
            ("sidecar.istio.io", None),
            ("operator.opentelemetry.io", None),
            ("open-telemetry.example.com", None),
            ("opentracing.io", None),
            ("opentelemetry", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(Domain::of(name), expected, "{name}");
        }
    }
}
