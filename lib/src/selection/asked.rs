//! First step: the languages that are asked for, whether or not they are on.

use std::borrow::Cow;

use crate::decision::{Refusal, RefusalReason, Skip};
use crate::k8s::{StringMap, Workload, effective_annotation};
use crate::operator::{Annotation, Language, says_yes};
use crate::pointer::{Pointer, Step};
use crate::value::Value;

use super::annotation_place;
use super::rules::MatchedRule;

/// What is said about a language.
pub(super) struct Asked<'v> {
    pub(super) language: Language,
    /// What its annotation says, or the rule in its place.
    pub(super) value: Cow<'v, str>,
    /// The rule, if that says it.
    pub(super) rule: Option<MatchedRule<'v>>,
}

impl Asked<'_> {
    /// Where that is said in the workload; the whole, if it is not said there.
    pub(super) fn place(&self, workload: &Workload<'_, '_>) -> Pointer<'static> {
        match self.rule {
            Some(_) => Pointer::default(),
            None => annotation_place(workload, Annotation::Inject(self.language)),
        }
    }
}

/// The languages that are asked for.
pub(super) fn asked<'v>(workload: &Workload<'v, '_>, rule: Option<MatchedRule<'v>>) -> Result<Vec<Asked<'v>>, Refusal> {
    let mut asked = Vec::new();
    for said in said(workload, rule)? {
        let said = said?;
        if says_yes(&said.value) {
            asked.push(said);
        }
    }
    Ok(asked)
}

/// What is said about each language. A pod template that says no goes before a rule, and a rule before all other
/// annotations.
pub(super) fn said<'v>(
    workload: &Workload<'v, '_>,
    rule: Option<MatchedRule<'v>>,
) -> Result<impl Iterator<Item = Result<Asked<'v>, Refusal>>, Refusal> {
    let annotations = workload.template().and_then(|template| template.at(&["metadata", "annotations"]));
    let refused = |at: Pointer<'static>, found: &Value<'_>, wanted: &str| Refusal {
        reason: RefusalReason::Malformed { message: format!("this is {}, not {wanted}", found.kind()) },
        at: workload.in_template(at),
    };
    let all = Pointer::keys(&["metadata", "annotations"]);
    match annotations {
        None | Some(Value::Null | Value::Map(_)) => {}
        Some(found) => return Err(refused(all, found, "a mapping of annotations")),
    }
    let pod = StringMap::new(annotations);
    Ok(Language::ALL.into_iter().map(move |language| {
        let key = Annotation::Inject(language).key();
        if let Some(found @ (Value::List(_) | Value::Map(_))) = annotations.and_then(|all| all.get(key)) {
            return Err(refused(all.join(Step::Key(key.into())), found, "a string"));
        }
        let says_no = pod.get(key).is_some_and(|value| value.eq_ignore_ascii_case("false"));
        let ruled = rule.and_then(|rule| Some((rule, rule.ask(language)?))).filter(|_| !says_no);
        Ok(match ruled {
            Some((rule, value)) => Asked { language, value: Cow::Borrowed(value), rule: Some(rule) },
            None => {
                Asked { language, value: effective_annotation(key, pod, workload.namespace_annotations), rule: None }
            }
        })
    }))
}

/// Nothing is asked for; perhaps someone thought it was.
pub(super) fn not_asked(workload: &Workload<'_, '_>) -> Skip {
    match on_workload(workload) {
        Some((annotation, _)) => Skip::AnnotationOnWorkload { annotation },
        None => Skip::NotAsked,
    }
}

/// The first annotation that asks for a language on the workload itself, where nothing reads it.
pub(super) fn on_workload<'v>(workload: &Workload<'v, '_>) -> Option<(Annotation, Cow<'v, str>)> {
    workload.object.annotations().iter().find_map(|(key, value)| {
        let request = Annotation::parse(key).filter(|annotation| matches!(annotation, Annotation::Inject(_)))?;
        says_yes(&value).then_some((request, value))
    })
}
