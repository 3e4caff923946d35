//! Last step: the containers of each language.

use crate::decision::{Outcome, Request};
use crate::k8s::{ContainerRef, Pod, Workload};
use crate::operator::Language;
use crate::value::Text;

use super::NotSelected;
use super::containers::{lists, places, ruled};
use super::found::Found;
use super::rules::MatchedRule;

/// A language that is on, with its containers.
pub(super) struct Placed<'e, 'a, 'v> {
    pub(super) found: Found<'e, 'a, 'v>,
    /// None of them, if the outcomes say why.
    pub(super) containers: Vec<ContainerRef>,
    /// What the annotations list.
    pub(super) list: Vec<Text<'v>>,
    /// Whether a rule lists them, in place of the annotations.
    pub(super) listed_by_rule: bool,
}

/// The containers of all languages. What is listed in vain becomes an outcome.
pub(super) fn placed<'e, 'a, 'v>(
    workload: &Workload<'v, '_>,
    pod: Pod<'_, '_>,
    rule: Option<MatchedRule<'_>>,
    on: Vec<Found<'e, 'a, 'v>>,
    outcomes: &mut Vec<Outcome>,
) -> Result<Vec<Placed<'e, 'a, 'v>>, NotSelected> {
    let languages: Vec<Language> = on.iter().map(|found| found.asked.language).collect();
    let of_rule = |language| rule.and_then(|rule| Some((rule, rule.containers(language)?)));
    let lists = lists(workload, &languages, |language| of_rule(language).is_some())?;
    let place = |(found, list): (Found<'e, 'a, 'v>, Vec<Text<'v>>)| {
        let language = found.asked.language;
        let ruled_by = of_rule(language);
        let containers = match ruled_by {
            Some((rule, containers)) => ruled(pod, language, containers, rule, outcomes),
            None => places(pod, language, &list, outcomes),
        };
        Placed { found, containers, list, listed_by_rule: ruled_by.is_some() }
    };
    Ok(on.into_iter().zip(lists).map(place).collect())
}

impl<'e> Placed<'e, '_, '_> {
    /// What is asked of injection; `None` without a container.
    pub(super) fn request(self, rule: Option<MatchedRule<'e>>) -> Option<Request<'e>> {
        let Self { found, containers, listed_by_rule, .. } = self;
        (!containers.is_empty()).then(|| Request {
            language: found.asked.language,
            instrumentation: found.instrumentation,
            containers,
            asked_by: found.asked.rule.map(|rule| rule.asked_by().to_owned()),
            listed_by_rule,
            rule: rule.map(|rule| rule.rule()),
        })
    }
}
