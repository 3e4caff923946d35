//! Which containers a language is injected into.

use std::borrow::Cow;

use crate::config::{Containers, Glob};
use crate::decision::{ContainerSkip, Outcome, Refusal, RefusalReason, Skip};
use crate::k8s::{ContainerRef, Pod, Section, StringMap, Workload, effective_annotation};
use crate::operator::{Annotation, Language};
use crate::value::Text;

use super::rules::MatchedRule;
use super::{NotSelected, annotation_place};

/// The names in the lists of each of these languages, in order; or why the operator then injects nothing at all. A
/// language whose containers a rule lists needs none.
pub(super) fn lists<'v>(
    workload: &Workload<'v, '_>,
    languages: &[Language],
    is_ruled: impl Fn(Language) -> bool,
) -> Result<Vec<Vec<Text<'v>>>, NotSelected> {
    let pod = workload.pod().map_or_else(StringMap::default, |pod| pod.annotations());
    let common = names(workload, pod, Annotation::ContainerNames(None))?;
    let mut lists = vec![common; languages.len()];
    // The lists of all languages are checked, asked for or not.
    for language in Language::ALL {
        let own = names(workload, pod, Annotation::ContainerNames(Some(language)))?;
        if let Some(index) = languages.iter().position(|asked| *asked == language) {
            lists[index].extend(own);
        }
    }
    let of_annotations = || languages.iter().zip(&lists).filter(|(language, _)| !is_ruled(**language));
    for (language, list) in of_annotations() {
        let twice = |(index, name): &(usize, &Text<'_>)| !name.is_empty() && list[..*index].contains(name);
        if let Some((_, container)) = list.iter().enumerate().find(twice) {
            return Err(NotSelected::Skip(Skip::ContainerTwice {
                language: *language,
                container: container.to_string(),
            }));
        }
    }
    let without: Vec<Language> =
        of_annotations().filter(|(_, list)| list.is_empty()).map(|(language, _)| *language).collect();
    if languages.len() > 1 && !without.is_empty() {
        return Err(NotSelected::Skip(Skip::ContainersAmbiguous { languages: without }));
    }
    Ok(lists)
}

/// The names in a list.
pub(super) fn names<'v>(
    workload: &Workload<'v, '_>,
    pod: StringMap<'v, '_>,
    annotation: Annotation,
) -> Result<Vec<Text<'v>>, Refusal> {
    let value = effective_annotation(annotation.key(), pod, workload.namespace_annotations);
    if value.is_empty() {
        return Ok(Vec::new());
    }
    if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b',') {
        let at = annotation_place(workload, annotation);
        let reason = RefusalReason::ContainerNamesInvalid { annotation, value: value.into_owned() };
        return Err(Refusal { reason, at });
    }
    Ok(match value {
        Cow::Borrowed(value) => value.split(',').map(Cow::Borrowed).collect(),
        Cow::Owned(value) => value.split(',').map(|name| Cow::Owned(name.to_owned())).collect(),
    })
}

/// The containers that a list means, in the order in which they are injected: init containers as the pod runs them,
/// then the others as the list names them. What it names in vain becomes an outcome.
pub(super) fn places(
    pod: Pod<'_, '_>,
    language: Language,
    list: &[Text<'_>],
    outcomes: &mut Vec<Outcome>,
) -> Vec<ContainerRef> {
    let names = |section| pod.containers(section).map(|container| container.name()).collect::<Vec<&str>>();
    let (init, regular) = (names(Section::Init), names(Section::Regular));
    let first = || regular.first().map(|name| place(Section::Regular, name));
    let mut skip = |container: Option<&str>, skipped| {
        outcomes.push(Outcome { language, container: container.map(str::to_owned), skipped: Some(skipped) });
    };
    let known = || init.iter().chain(&regular).map(|name| (*name).to_owned()).collect();
    let Some(first_name) = list.first() else { return first().into_iter().collect() };
    if language.facts().one_container {
        // One agent a pod, for the first name; where that isn't there, for the first container.
        let annotation = Annotation::ContainerNames(Some(language));
        for name in list[1..].iter().filter(|name| !name.is_empty()) {
            skip(Some(name), ContainerSkip::OneContainerOnly { annotation: annotation.to_string() });
        }
        return if regular.contains(&&**first_name) {
            vec![place(Section::Regular, first_name)]
        } else if init.contains(&&**first_name) {
            skip(Some(first_name), ContainerSkip::InitContainer);
            Vec::new()
        } else {
            let names = (**first_name).to_owned();
            if !names.is_empty() {
                skip(Some(first_name), ContainerSkip::NoSuchContainer { names, known: known() });
            }
            first().into_iter().collect()
        };
    }
    let only_regular = !language.facts().init_containers;
    let mut places: Vec<ContainerRef> = Vec::new();
    let is_listed = |name: &&&str| list.iter().any(|listed| listed == *name);
    for name in init.iter().filter(is_listed) {
        if only_regular {
            skip(Some(name), ContainerSkip::InitContainer);
        } else {
            places.push(place(Section::Init, name));
        }
    }
    let listed = || list.iter().map(|name| &**name);
    places.extend(listed().filter(|name| regular.contains(name)).map(|name| place(Section::Regular, name)));
    let missing: Vec<&str> = listed().filter(|name| !init.contains(name) && !regular.contains(name)).collect();
    if places.is_empty() && !missing.is_empty() {
        skip(None, ContainerSkip::NoSuchContainer { names: list.join(","), known: known() });
    } else {
        for name in missing.into_iter().filter(|name| !name.is_empty()) {
            skip(Some(name), ContainerSkip::NoSuchContainer { names: name.to_owned(), known: known() });
        }
    }
    places
}

fn place(section: Section, name: &str) -> ContainerRef {
    ContainerRef { section, name: name.to_owned() }
}

/// The containers that a rule means, in the pod's order. An init container is meant only by its whole name.
pub(super) fn ruled(
    pod: Pod<'_, '_>,
    language: Language,
    Containers { include, exclude }: &Containers,
    rule: MatchedRule<'_>,
    annotated: bool,
    outcomes: &mut Vec<Outcome>,
) -> Vec<ContainerRef> {
    let fits = |globs: &[Glob], name: &str| globs.iter().any(|glob| glob.matches(name));
    let names = |globs: &[Glob], name: &str| globs.iter().any(|glob| glob.is_literal() && glob.as_str() == name);
    let init = pod.containers(Section::Init).map(|container| container.name());
    let init: Vec<&str> = init.filter(|name| names(include, name) && !names(exclude, name)).collect();
    let regular = pod.containers(Section::Regular).map(|container| container.name());
    let regular = regular.filter(|name| (include.is_empty() || fits(include, name)) && !fits(exclude, name));
    let mut places: Vec<ContainerRef> = regular.map(|name| place(Section::Regular, name)).collect();
    let mut skip = |container: Option<&str>, skipped| {
        outcomes.push(Outcome { language, container: container.map(str::to_owned), skipped: Some(skipped) });
    };
    if init.is_empty() && places.is_empty() {
        skip(None, ContainerSkip::NoneSelected { rule: rule.to_string(), annotated });
    }
    if !language.facts().init_containers {
        init.iter().for_each(|name| skip(Some(name), ContainerSkip::InitContainer));
    } else {
        places.splice(..0, init.iter().map(|name| place(Section::Init, name)));
    }
    if language.facts().one_container && places.len() > 1 {
        skip(None, ContainerSkip::OneContainerOnly { annotation: rule.to_string() });
        places.clear();
    }
    places
}
