//! Last step: the containers of each language.

use crate::decision::{Outcome, Request};
use crate::k8s::{ContainerRef, Pod, StringMap, Workload, effective_annotation};
use crate::operator::{Annotation, Language, says_yes};
use crate::value::Text;

use super::NotSelected;
use super::asked::Asked;
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

/// The containers of one language.
pub(super) struct Listed<'v> {
    /// None of them, if the outcomes say why.
    pub(super) containers: Vec<ContainerRef>,
    /// What the annotations list.
    list: Vec<Text<'v>>,
    /// Whether a rule lists them, in place of the annotations.
    by_rule: bool,
}

/// The containers of each language that is asked for, whatever its Instrumentation says. What is listed in vain becomes
/// an outcome.
pub(super) fn listed<'v, 'a, 'w: 'a>(
    workload: &Workload<'v, '_>,
    pod: Pod<'_, '_>,
    rule: Option<MatchedRule<'_>>,
    asked: impl Iterator<Item = &'a Asked<'w>> + Clone,
    outcomes: &mut Vec<Outcome>,
) -> Result<Vec<Listed<'v>>, NotSelected> {
    let languages: Vec<Language> = asked.clone().map(|asked| asked.language).collect();
    let of_rule = |language| rule.and_then(|rule| Some((rule, rule.containers(language)?)));
    let lists = lists(workload, &languages, |language| of_rule(language).is_some())?;
    let place = |(asked, list): (&Asked<'_>, Vec<Text<'v>>)| {
        let ruled_by = of_rule(asked.language);
        let containers = match ruled_by {
            Some((rule, containers)) => {
                ruled(pod, asked.language, containers, rule, is_annotated(workload, asked), outcomes)
            }
            None => places(pod, asked.language, &list, outcomes),
        };
        Listed { containers, list, by_rule: ruled_by.is_some() }
    };
    Ok(asked.zip(lists).map(place).collect())
}

/// The containers of all languages. What is listed in vain becomes an outcome.
pub(super) fn placed<'e, 'a, 'v>(
    workload: &Workload<'v, '_>,
    pod: Pod<'_, '_>,
    rule: Option<MatchedRule<'_>>,
    on: Vec<Found<'e, 'a, 'v>>,
    outcomes: &mut Vec<Outcome>,
) -> Result<Vec<Placed<'e, 'a, 'v>>, NotSelected> {
    let listed = listed(workload, pod, rule, on.iter().map(|found| found.asked), outcomes)?;
    let placed =
        |(found, Listed { containers, list, by_rule })| Placed { found, containers, list, listed_by_rule: by_rule };
    Ok(on.into_iter().zip(listed).map(placed).collect())
}

/// Whether an annotation asks for a language, whoever else does.
fn is_annotated(workload: &Workload<'_, '_>, asked: &Asked<'_>) -> bool {
    let pod = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    let key = Annotation::Inject(asked.language).key();
    asked.rule.is_none() || says_yes(&effective_annotation(key, pod, workload.namespace_annotations))
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
