//! Pods that can't run what is asked for, whatever the Instrumentations say.

use crate::config::{Delivery, FIELD_REF, INIT_CONTAINERS, NODE_SELECTOR, OtelInject, TOLERATIONS};
use crate::decision::Skip;
use crate::k8s::Workload;
use crate::operator::{Annotation, Language};

use super::annotation_place;
use super::rules::MatchedRule;

/// Why none of these languages, which are asked for and on, can be injected into a workload.
pub(super) fn unfit(
    workload: &Workload<'_, '_>,
    languages: &[Language],
    rule: Option<MatchedRule<'_>>,
    config: &OtelInject,
) -> Option<Skip> {
    // The SDK's settings alone are variables, which any program can read.
    if languages.iter().any(|language| language.has_agent())
        && let Some(place) = workload.pod().and_then(|pod| pod.windows())
    {
        return Some(Skip::WindowsPod { at: workload.in_template(place) });
    }
    let language = *languages.first()?;
    let (never, missing) = knative(languages, rule, config).filter(|_| workload.kind.is_knative())?;
    let at = annotation_place(workload, Annotation::Inject(language));
    Some(Skip::KnativeRefuses { never, missing, at })
}

/// What Knative's webhook would refuse (`PodSpecMask` and those beside it in `pkg/apis/serving/fieldmask.go` of
/// knative/serving): for good, and unless flags are on. Volumes of the kind `emptyDir` are allowed by default.
fn knative(
    languages: &[Language],
    rule: Option<MatchedRule<'_>>,
    config: &OtelInject,
) -> Option<(Option<String>, Vec<&'static str>)> {
    let copies = languages.iter().any(|language| language.has_agent() && *language != Language::Go);
    let never = if languages.contains(&Language::Go) {
        Some("the privileged container of go".to_owned())
    } else if copies && config.spec.delivery == Delivery::ImageVolume {
        Some("volumes that are images".to_owned())
    } else {
        None
    };
    let rule = rule.map(|rule| rule.rule());
    let needs = [
        (FIELD_REF, !languages.is_empty()),
        (INIT_CONTAINERS, copies),
        (NODE_SELECTOR, rule.is_some_and(|rule| !rule.node_selector.is_empty())),
        (TOLERATIONS, rule.is_some_and(|rule| !rule.tolerations.is_empty())),
    ];
    let is_missing = |(flag, needed): &(&str, bool)| *needed && !config.spec.knative.has(flag);
    let missing: Vec<&str> = needs.into_iter().filter(is_missing).map(|(flag, _)| flag).collect();
    (never.is_some() || !missing.is_empty()).then_some((never, missing))
}
