//! Where a variable that a container is offered comes from, in words and with its place.

use crate::decision::{At, Request, Variable};
use crate::instrumentation::field_place;
use crate::k8s::EnvOffer;
use crate::operator::{EnvSource, Language};
use crate::pointer::{Pointer, Step};
use crate::yaml::field;

/// An offer, with the words for who made it and the place where that is said.
pub(super) fn variable(request: &Request<'_>, offer: EnvOffer) -> Variable {
    let language = request.language;
    let of_instrumentation = |words: String, at| (words, At::Instrumentation(request.instrumentation.full_name(), at));
    let in_spec = |path: &[&'static str]| {
        let at = Pointer::keys(path);
        of_instrumentation(field(&at), at)
    };
    let in_env = |language: Option<Language>| {
        let list = field_place(language, "env");
        let entry = Step::Named { name: offer.name.clone().into(), occurrence: 0 };
        of_instrumentation(field(&list), list.join(entry))
    };
    let (from, at) = match offer.by {
        EnvSource::Container => ("the container's own".to_owned(), At::Nowhere),
        EnvSource::LanguageEnv => in_env(Some(language)),
        EnvSource::Env => in_env(None),
        EnvSource::Exporter => in_spec(&["spec", "exporter", "endpoint"]),
        EnvSource::Tls => in_spec(&["spec", "exporter", "tls"]),
        EnvSource::Propagators => in_spec(&["spec", "propagators"]),
        EnvSource::Sampler => in_spec(&["spec", "sampler"]),
        EnvSource::Rule => ("the rule".to_owned(), At::Rule(Pointer::keys(&["serviceName"]))),
        EnvSource::ServiceName => ("the workload's and container's names".to_owned(), At::Nowhere),
        EnvSource::ResourceAttributes => ("resource attributes".to_owned(), At::Nowhere),
        EnvSource::Agent => (format!("the agent for {language}"), At::Nowhere),
        EnvSource::Injection => ("every injection".to_owned(), At::Nowhere),
    };
    Variable { language: Some(language), from, offer, at, location: None }
}
