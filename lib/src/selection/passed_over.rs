//! What a pod asks for that counts as instrumented and doesn't have it: the operator, or somebody's hand, did something
//! else there, and injection does nothing more.

use crate::decision::{ContainerSkip, Outcome};
use crate::k8s::{Container, ContainerRef, Pod, Section, Workload};
use crate::operator::Language;

use super::asked::Asked;
use super::instrumented::{EVERYWHERE, Evidence};
use super::placed::listed;
use super::rules::MatchedRule;

/// Before 0.84 the operator had one volume for the agents of all languages.
const ONE_VOLUME: &str = "opentelemetry-auto-instrumentation";

/// The languages that are asked for, by container, whose agent isn't there, and what is listed in vain.
pub(super) fn passed_over(
    workload: &Workload<'_, '_>,
    rule: Option<MatchedRule<'_>>,
    asked: &[Asked<'_>],
    evidence: &Evidence<'_>,
) -> Vec<Outcome> {
    let Some(pod) = workload.pod() else { return Vec::new() };
    let mut outcomes = Vec::new();
    let languages: Vec<Language> = asked.iter().map(|asked| asked.language).collect();
    let Ok(placed) = listed(workload, pod, rule, asked.iter(), &mut outcomes) else {
        // Which containers are meant is not known: the agent may be in any of them.
        let missing = languages.into_iter().filter(|language| !is_anywhere(pod, *language));
        return missing.map(|language| outcome(language, None, evidence)).collect();
    };
    for (language, listed) in languages.into_iter().zip(placed) {
        let missing = listed.containers.iter().filter(|place| !is_there(pod, language, place));
        outcomes.extend(missing.map(|place| outcome(language, Some(&place.name), evidence)));
    }
    outcomes
}

fn outcome(language: Language, container: Option<&String>, evidence: &Evidence<'_>) -> Outcome {
    let skipped = ContainerSkip::TakenForInjected { by: evidence.to_string() };
    Outcome { language, container: container.cloned(), skipped: Some(skipped) }
}

fn is_anywhere(pod: Pod<'_, '_>, language: Language) -> bool {
    pod.all_containers().any(|(_, container)| is_in(pod, language, container))
}

/// Whether the agent of a language is in a container, as any release of the operator puts it there.
fn is_there(pod: Pod<'_, '_>, language: Language, place: &ContainerRef) -> bool {
    pod.container(place).is_some_and(|container| is_in(pod, language, container))
}

fn is_in(pod: Pod<'_, '_>, language: Language, container: Container<'_, '_>) -> bool {
    let facts = language.facts();
    let has_init_container = |names: &[&str]| pod.containers(Section::Init).any(|one| names.contains(&one.name()));
    if let Some(volume) = facts.volume {
        let is_image =
            pod.volumes().any(|one| one.str_at(&["name"]) == Some(volume.name) && one.get("image").is_some());
        let is_delivered = is_image || has_init_container(&[volume.name, ONE_VOLUME]);
        return is_delivered && [volume.name, ONE_VOLUME].iter().any(|name| container.mounts(name));
    }
    if let Some(sign) = facts.container_sign {
        // Which container its agent looks into is known by the names of programs only.
        return pod.containers(Section::Regular).any(|one| one.name() == sign);
    }
    match language {
        Language::ApacheHttpd => has_init_container(&["otel-agent-attach-apache"]),
        Language::Nginx => has_init_container(&["otel-agent-attach-nginx"]),
        _ => container.has_env(EVERYWHERE),
    }
}
