//! One line per workload: what was done with it, or why not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::decision::{Decision, Outcome, Restored, Skip, Verdict};
use crate::diagnostic::{ObjectRef, printable};

/// A workload, and what is done with it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What names it.
    pub object: &'a ObjectRef,
    /// Whether anything about it changes.
    pub changed: bool,
    /// What is done.
    pub decision: &'a Decision<'a>,
    /// When an injection was removed: how well.
    pub restored: Option<Restored>,
    /// When it was verified: what came of it.
    pub verdict: Option<Verdict>,
}

/// Whether the changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// They are: "injected".
    Done,
    /// They only would be: "would inject".
    Would,
}

/// So many containers of a language are named.
const NAMED: usize = 3;

/// So many workloads are named of which the same is said; the others are counted.
const ALIKE: usize = 20;

/// What an injection did, a line for each workload that something was asked of.
#[must_use]
pub fn injection<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, changed, decision, .. } in entries {
        if let Decision::Skipped { reason: Skip::NotAsked, outcomes, .. } = decision
            && !changed
            && outcomes.is_empty()
        {
            idle += 1;
            continue;
        }
        lines.add(object, &injection_of(decision, changed, tense), decision.outcomes());
    }
    let mut out = lines.finish();
    if idle > 0 {
        let _ = writeln!(out, "{} {} for nothing", workloads(idle), if idle == 1 { "asks" } else { "ask" });
    }
    out
}

/// What an injection did with one workload.
pub(super) fn injection_of(decision: &Decision<'_>, changed: bool, tense: Tense) -> String {
    match decision {
        Decision::Injected { .. } if !changed && decision.stays() => {
            "unchanged, whether or not it is current".to_owned()
        }
        Decision::Injected { .. } if !changed => "unchanged, already as wanted".to_owned(),
        Decision::Injected { outcomes, .. } => injected(outcomes, tense),
        Decision::Skipped { reason, .. } if !changed => {
            format!("skipped: {reason} [{}]", reason.code())
        }
        Decision::Skipped { reason, .. } => {
            let taken_back = match tense {
                Tense::Done => "the earlier injection was taken back",
                Tense::Would => "the earlier injection would be taken back",
            };
            format!("{taken_back}: {reason} [{}]", reason.code())
        }
        Decision::Refused(refusal) => format!("refused: {} [{}]", refusal.reason, refusal.reason.code()),
    }
}

/// What a removal did, a line for each workload that carries an injection.
#[must_use]
pub fn removal<'a>(entries: impl IntoIterator<Item = Entry<'a>>, tense: Tense) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, decision, restored, .. } in entries {
        let what = match (decision, restored, tense) {
            (Decision::Refused(refusal), ..) => {
                format!("refused: {} [{}]", refusal.reason, refusal.reason.code())
            }
            (_, Some(Restored::Bytes), Tense::Done) => "removed, the original bytes are back".to_owned(),
            (_, Some(Restored::Bytes), Tense::Would) => "would be removed, with the original bytes back".to_owned(),
            (_, Some(Restored::Value), Tense::Done) => {
                "removed; the value is the original's, its formatting is not (it was reformatted since)".to_owned()
            }
            (_, Some(Restored::Value), Tense::Would) => {
                "would be removed; the value would be the original's, its formatting not (it was reformatted since)"
                    .to_owned()
            }
            (_, Some(Restored::Partly), Tense::Done) => {
                "removed but for what was edited by hand since, as said above".to_owned()
            }
            (_, Some(Restored::Partly), Tense::Would) => {
                "would be removed but for what was edited by hand since, as said above".to_owned()
            }
            (_, Some(Restored::ByName), Tense::Done) => {
                "removed by the operator's names, as far as they tell".to_owned()
            }
            (_, Some(Restored::ByName), Tense::Would) => {
                "would be removed by the operator's names, as far as they tell".to_owned()
            }
            (Decision::Skipped { reason: reason @ Skip::WithoutRecord { .. }, .. }, None, _) => {
                format!("skipped: {reason} [{}]", reason.code())
            }
            (_, None, _) => {
                idle += 1;
                continue;
            }
        };
        lines.add(object, &what, decision.outcomes());
    }
    let mut out = lines.finish();
    if idle > 0 {
        let _ = writeln!(out, "{} {} no injection", workloads(idle), if idle == 1 { "carries" } else { "carry" });
    }
    out
}

/// What a verification found, a line for each workload that something is asked of.
#[must_use]
pub fn verification<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> String {
    let mut lines = Lines::default();
    let mut idle = 0;
    for Entry { object, decision, verdict, .. } in entries {
        let what = match (decision, verdict) {
            (Decision::Refused(refusal), None) => {
                format!("refused: {} [{}]", refusal.reason, refusal.reason.code())
            }
            (Decision::Skipped { reason: Skip::NotAsked, outcomes, .. }, Some(Verdict::Current))
                if outcomes.is_empty() =>
            {
                idle += 1;
                continue;
            }
            (Decision::Skipped { reason, .. }, Some(Verdict::Current | Verdict::Unknown)) => {
                format!("skipped: {reason} [{}]", reason.code())
            }
            (_, Some(verdict)) if verdict.is_finding() => format!("{verdict} [{}]", verdict.code()),
            (_, Some(verdict)) => verdict.to_string(),
            (_, None) => continue,
        };
        lines.add(object, &what, decision.outcomes());
    }
    let mut out = lines.finish();
    if idle > 0 {
        let _ = writeln!(out, "{} {} for nothing", workloads(idle), if idle == 1 { "asks" } else { "ask" });
    }
    out
}

/// A line for each workload, and those below it about what was left out.
#[derive(Default)]
struct Lines {
    out: String,
    said: BTreeMap<String, usize>,
}

impl Lines {
    fn add(&mut self, object: &ObjectRef, what: &str, outcomes: &[Outcome]) {
        let mut text = format!("{}\n", printable(what));
        for Outcome { language, container, skipped } in outcomes {
            let Some(skip) = skipped else { continue };
            let container = container.as_ref().map_or(String::new(), |container| format!("container {container}, "));
            let line = format!("  {container}{language}: skipped: {skip} [{}]", skip.code());
            let _ = writeln!(text, "{}", printable(&line));
        }
        match self.said.get_mut(&text) {
            Some(count) if *count >= ALIKE => *count += 1,
            Some(count) => {
                *count += 1;
                let _ = write!(self.out, "{object}: {text}");
            }
            None => {
                let _ = write!(self.out, "{object}: {text}");
                self.said.insert(text, 1);
            }
        }
    }

    fn finish(self) -> String {
        let mut out = self.out;
        for (text, count) in self.said.into_iter().filter(|(_, count)| *count > ALIKE) {
            let what = text.lines().next().unwrap_or_default();
            let _ = writeln!(out, "and {} more: {what}", workloads(count - ALIKE));
        }
        out
    }
}

/// `injected java into container web and python into 7 containers (a, b, c, …)`.
fn injected(outcomes: &[Outcome], tense: Tense) -> String {
    let mut languages: Vec<(&str, Vec<&str>)> = Vec::new();
    for Outcome { language, container, .. } in outcomes.iter().filter(|outcome| outcome.skipped.is_none()) {
        if languages.iter().all(|(name, _)| name != language) {
            languages.push((language, Vec::new()));
        }
        let named = languages.iter_mut().find(|(name, _)| name == language);
        if let (Some((_, containers)), Some(container)) = (named, container) {
            containers.push(container);
        }
    }
    let what: Vec<String> = languages.iter().map(|(language, names)| into(language, names)).collect();
    match (tense, what.is_empty()) {
        (Tense::Done, false) => format!("injected {}", what.join(" and ")),
        (Tense::Would, false) => format!("would inject {}", what.join(" and ")),
        (tense, true) => into_no_container(outcomes, tense),
    }
}

/// A language whose containers are all left out has its volume and init container in the pod all the same, as the
/// operator does it.
fn into_no_container(outcomes: &[Outcome], tense: Tense) -> String {
    let mut languages: Vec<&str> = outcomes.iter().map(|outcome| outcome.language).collect();
    languages.dedup();
    let changed = match tense {
        Tense::Done => "changed",
        Tense::Would => "would change",
    };
    if languages.is_empty() {
        return changed.to_owned();
    }
    let languages = languages.join(" and ");
    format!(
        "{changed}: volume and init container of {languages} go into the pod, as the operator does it, and nothing into \
         any container"
    )
}

fn into(language: &str, containers: &[&str]) -> String {
    match containers {
        [] => format!("{language} into the pod"),
        [container] => format!("{language} into container {container}"),
        many => {
            let named = many[..many.len().min(NAMED)].join(", ");
            let more = if many.len() > NAMED { ", …" } else { "" };
            format!("{language} into {} containers ({named}{more})", many.len())
        }
    }
}

fn workloads(count: usize) -> String {
    match count {
        1 => "1 workload".to_owned(),
        many => format!("{many} workloads"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{ContainerSkip, Note, Refusal, RefusalReason};
    use crate::plan::{Edit, Op, Plan};
    use crate::pointer::Pointer;

    fn workload(name: &str) -> ObjectRef {
        ObjectRef {
            api_version: "apps/v1".to_owned(),
            kind: "Deployment".to_owned(),
            namespace: Some("cxtm".to_owned()),
            name: name.to_owned(),
        }
    }

    fn something() -> Plan<'static> {
        Plan { edits: vec![Edit { at: Pointer::keys(&["spec"]), op: Op::Remove { ours: true } }] }
    }

    fn did(language: &'static str, containers: &[&str]) -> Vec<Outcome> {
        let outcome = |name: &&str| Outcome { language, container: Some((*name).to_owned()), skipped: None };
        containers.iter().map(outcome).collect()
    }

    fn skipped(reason: Skip, plan: Plan<'static>) -> Decision<'static> {
        Decision::Skipped { reason, plan, outcomes: Vec::new(), notes: Vec::new() }
    }

    fn entries<'a>(
        decisions: &'a [(ObjectRef, Decision<'static>, Option<Restored>)],
    ) -> impl Iterator<Item = Entry<'a>> {
        decisions.iter().map(|(object, decision, restored)| {
            let changed = decision.plan().is_some_and(|plan| !plan.is_empty());
            Entry { object, changed, decision, restored: *restored, verdict: None }
        })
    }

    #[test]
    fn an_injection_names_what_was_done_and_why_not() {
        let mut zipservice = did("python", &["zip", "mongo", "redis", "nginx"]);
        zipservice.push(Outcome {
            language: "python",
            container: Some("odd".to_owned()),
            skipped: Some(ContainerSkip::ValueFrom { variable: "PYTHONPATH".to_owned() }),
        });
        let mut both = did("java", &["app"]);
        both.extend(did("nodejs", &["ui", "api"]));
        both.push(Outcome { language: "go", container: None, skipped: None });
        let injected = |plan, outcomes| Decision::Injected { plan, outcomes, notes: Vec::new() };
        let refusal = Refusal {
            reason: RefusalReason::Malformed { message: "the pod has no spec".to_owned() },
            at: Pointer::default(),
        };
        let decisions = [
            (workload("zipservice"), injected(something(), zipservice), None),
            (workload("idle"), skipped(Skip::NotAsked, Plan::default()), None),
            (workload("both"), injected(something(), both), None),
            (workload("again"), injected(Plan::default(), did("java", &["app"])), None),
            (workload("local"), skipped(Skip::LocalConfig, Plan::default()), None),
            (workload("idle-too"), skipped(Skip::NotAsked, Plan::default()), None),
            (workload("gone"), skipped(Skip::NotAsked, something()), None),
            (workload("go"), Decision::Refused(refusal), None),
        ];
        assert_eq!(
            injection(entries(&decisions), Tense::Done),
            "\
Deployment cxtm/zipservice: injected python into 4 containers (zip, mongo, redis, …)
  container odd, python: skipped: PYTHONPATH comes from valueFrom and can't be joined; give it a plain value [value-from]
Deployment cxtm/both: injected java into container app and nodejs into 2 containers (ui, api) and go into the pod
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/local: skipped: it is local configuration, not meant for a cluster [local-config]
Deployment cxtm/gone: the earlier injection was taken back: nothing asks for injection [not-asked]
Deployment cxtm/go: refused: the pod has no spec [malformed-workload]
2 workloads ask for nothing
"
        );
        assert_eq!(
            injection(entries(&decisions[3..]).take(1).chain(entries(&decisions[2..3])), Tense::Would),
            "\
Deployment cxtm/again: unchanged, already as wanted
Deployment cxtm/both: would inject java into container app and nodejs into 2 containers (ui, api) and go into the pod
"
        );
    }

    #[test]
    fn a_removal_says_how_well_it_went() {
        let decisions = [
            (workload("web"), skipped(Skip::NotAsked, something()), Some(Restored::Bytes)),
            (workload("api"), skipped(Skip::NotAsked, something()), Some(Restored::Value)),
            (workload("idle"), skipped(Skip::NotAsked, Plan::default()), None),
        ];
        assert_eq!(
            removal(entries(&decisions), Tense::Done),
            "\
Deployment cxtm/web: removed, the original bytes are back
Deployment cxtm/api: removed; the value is the original's, its formatting is not (it was reformatted since)
1 workload carries no injection
"
        );
        assert_eq!(
            removal(entries(&decisions[..1]), Tense::Would),
            "Deployment cxtm/web: would be removed, with the original bytes back\n"
        );
    }

    #[test]
    fn of_many_workloads_alike_the_first_are_named() {
        let injected = |containers: &[&str]| Decision::Injected {
            plan: something(),
            outcomes: did("python", containers),
            notes: Vec::new(),
        };
        let alike = |index: usize| (workload(&format!("web-{index}")), injected(&["app"]), None);
        let mut decisions: Vec<_> = (0..ALIKE + 3).map(alike).collect();
        decisions.push((workload("other"), injected(&["api"]), None));
        let said = injection(entries(&decisions), Tense::Done);
        assert_eq!(said.lines().count(), ALIKE + 2, "{said}");
        assert!(
            said.ends_with(
                "\
Deployment cxtm/web-19: injected python into container app
Deployment cxtm/other: injected python into container api
and 3 workloads more: injected python into container app
"
            ),
            "{said}"
        );
    }

    #[test]
    fn where_no_container_is_instrumented_it_says_what_is_added() {
        let left_out = Outcome {
            language: "python",
            container: Some("app".to_owned()),
            skipped: Some(ContainerSkip::ValueFrom { variable: "PYTHONPATH".to_owned() }),
        };
        let decision = Decision::Injected { plan: something(), outcomes: vec![left_out], notes: Vec::new() };
        let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Would);
        assert!(
            said.starts_with(
                "Deployment cxtm/web: would change: volume and init container of python go into the pod, as the operator \
                 does it, and nothing into any container\n  container app, python: skipped: PYTHONPATH comes from"
            ),
            "{said}"
        );
    }

    #[test]
    fn what_only_stays_is_not_called_current() {
        let note = Note {
            code: "injection-unknown",
            warning: true,
            message: "the Instrumentation is not here".to_owned(),
            at: Pointer::default(),
        };
        let decision = Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes: vec![note] };
        let said = injection(entries(&[(workload("web"), decision, None)]), Tense::Done);
        assert_eq!(said, "Deployment cxtm/web: unchanged, whether or not it is current\n");
    }

    #[test]
    fn a_name_can_not_break_a_line_or_colour_it() {
        let decision = Decision::Injected { plan: something(), outcomes: did("python", &["b\r"]), notes: Vec::new() };
        let said = injection(entries(&[(workload("a\n::error::\u{1b}[31m"), decision, None)]), Tense::Done);
        assert_eq!(said, "Deployment cxtm/a\\n::error::\\u{1b}[31m: injected python into container b\\r\n");
    }

    #[test]
    fn nothing_to_say_is_nothing() {
        assert_eq!(injection([], Tense::Done), "");
        assert_eq!(removal([], Tense::Done), "");
    }
}
