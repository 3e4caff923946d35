//! Who offers a container its variables, for who asks where they come from.

use crate::decision::{At, Request, Variable};
use crate::instrumentation::spec_key;
use crate::k8s::EnvOffer;
use crate::pointer::{Pointer, Step};

use super::service_name::SERVICE_NAME;

/// The Instrumentation's variables for the language.
pub(super) const LANGUAGE_ENV: &str = "language-env";
/// The Instrumentation's variables for all languages.
pub(super) const ENV: &str = "env";
/// The Instrumentation's exporter.
pub(super) const EXPORTER: &str = "exporter";
/// The exporter's certificates.
pub(super) const TLS: &str = "tls";
/// The Instrumentation's propagators.
pub(super) const PROPAGATORS: &str = "propagators";
/// The Instrumentation's sampler.
pub(super) const SAMPLER: &str = "sampler";
/// The agent of the language.
pub(super) const AGENT: &str = "agent";
/// What every injection adds.
pub(super) const INJECTION: &str = "injection";
/// The name of the service, by the operator's rules.
pub(super) const SERVICE: &str = "service-name";
/// The same, given by a rule.
pub(super) const RULE: &str = "rule";
/// What the container is, as attributes.
pub(super) const RESOURCE: &str = "resource-attributes";

/// An offer, with the words for who made it and the place where that is said.
pub(super) fn variable(request: &Request<'_>, offer: EnvOffer) -> Variable {
    let language = request.language;
    let named = |name: &str| Step::Named { name: name.to_owned().into(), occurrence: 0 };
    let key = spec_key(language);
    let in_spec = |path: &[&'static str]| {
        let mut at = Pointer::keys(&["spec"]);
        at.0.extend(Pointer::keys(path).0);
        let words = at.0[..].iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.to_string()),
            _ => None,
        });
        (words.collect::<Vec<_>>().join("."), at)
    };
    let of_instrumentation =
        |(words, at): (String, Pointer<'static>)| (words, At::Instrumentation(request.instrumentation.full_name(), at));
    let entry = |(words, at): (String, Pointer<'static>)| (words, at.join(named(&offer.name)));
    let (from, at) = match offer.by {
        LANGUAGE_ENV => of_instrumentation(entry(in_spec(&[key, "env"]))),
        ENV => of_instrumentation(entry(in_spec(&["env"]))),
        EXPORTER => of_instrumentation(in_spec(&["exporter", "endpoint"])),
        TLS => of_instrumentation(in_spec(&["exporter", "tls"])),
        PROPAGATORS => of_instrumentation(in_spec(&["propagators"])),
        SAMPLER => of_instrumentation(in_spec(&["sampler"])),
        RULE if offer.name == SERVICE_NAME => ("the rule".to_owned(), At::Rule(Pointer::keys(&["serviceName"]))),
        SERVICE => ("the workload's and container's names".to_owned(), At::Nowhere),
        RESOURCE => ("resource attributes".to_owned(), At::Nowhere),
        AGENT => (format!("the agent for {language}"), At::Nowhere),
        _ => ("every injection".to_owned(), At::Nowhere),
    };
    Variable { language: Some(language), from, offer, at, location: None }
}
