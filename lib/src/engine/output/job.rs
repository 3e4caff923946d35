//! One document: its workloads decided, its text rendered.

use std::ops::Range;

use crate::decision::{Decision, Note, Refusal, RefusalReason, Trace, Walk};
use crate::diagnostic::{BUG, Diagnostic, Location, NOT_EDITABLE, ObjectRef, Severity};
use crate::k8s::{Object, workload_kind};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, Edited, NodeId, Tree, edit_verified, field, point};

use crate::engine::index::{self, unreadable, unreadable_text};
use crate::engine::input::{Task, kind_of, may_ask, may_carry, may_hold_workload, objects, read};
use crate::engine::workload::{Decided, Extent, Found, Subject, injection, removal, verify};
use crate::engine::{Engine, Restored, Verdict};

use super::restored::restored;
use super::{Examined, Workload};

/// One document, which is decided and rendered on its own: where it is done and in which order makes no difference.
#[derive(Debug)]
pub struct Job<'e> {
    engine: &'e Engine,
    task: Task,
    pub(crate) source: usize,
    /// Where the source has it.
    pub(crate) range: Range<usize>,
    done: bool,
    /// Whether it is taken down what is looked at.
    pub(crate) traced: bool,
    /// Whether arguments ask for something to be injected into one of its workloads.
    pub(crate) selected: bool,
    /// Its new text, if it has one.
    pub(crate) edited: Option<String>,
    pub(crate) workloads: Vec<Workload<'e>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Job<'_> {
    /// Decides the workloads of the document and renders it.
    pub fn run(&mut self) {
        if self.task == Task::Verify {
            self.examine(&mut |_| {});
        } else if !self.done {
            let document = self.decided();
            self.edited = document.and_then(|document| self.rendered(document));
            self.done = true;
        }
    }

    /// Decides the workloads of the document, shows each, and leaves the document as it is.
    pub(crate) fn examine(&mut self, look: &mut dyn FnMut(&Examined<'_, '_>)) {
        if self.done {
            return;
        }
        if let Some(Document { tree, judged }) = self.decided() {
            for Judged { node, value, decided, object, location, walk, .. } in &judged {
                let Decided { decision, wanted, .. } = decided;
                look(&Examined {
                    source: self.source,
                    offset: self.range.start,
                    tree: &tree,
                    node: *node,
                    value,
                    object,
                    location,
                    decision,
                    wanted: wanted.as_ref(),
                    walk,
                });
            }
            self.workloads = judged.into_iter().map(|judged| judged.workload(None)).collect();
        }
        self.done = true;
    }

    /// Gives back the memory of plans that nobody will look at: of many workloads they are as large as the text.
    pub fn discard_plans(&mut self) {
        self.workloads.iter_mut().for_each(|workload| workload.decision.discard_plan());
    }
}

/// A document whose workloads are decided, before it is rendered.
struct Document<'e> {
    tree: Tree<'e>,
    judged: Vec<Judged<'e>>,
}

/// A workload that is decided.
pub(crate) struct Judged<'e> {
    pub(crate) node: NodeId,
    /// The object as it was read.
    value: Value<'e>,
    object: ObjectRef,
    location: Location,
    pub(crate) decided: Decided<'e>,
    verdict: Option<Verdict>,
    /// What was looked at, where it was taken down.
    walk: Walk,
}

impl<'e> Job<'e> {
    pub(crate) fn new(engine: &'e Engine, task: Task, source: usize, range: Range<usize>) -> Self {
        let (workloads, diagnostics) = (Vec::new(), Vec::new());
        Self {
            engine,
            task,
            source,
            range,
            done: false,
            traced: false,
            selected: false,
            edited: None,
            workloads,
            diagnostics,
        }
    }

    /// The workloads of the document, decided; none where nothing is asked of it, or it can't be read.
    fn decided(&mut self) -> Option<Document<'e>> {
        let text: &'e str = &self.engine.sources[self.source].text;
        let document = &text[self.range.clone()];
        let concerned = if self.task.is_removal() {
            may_ask(document) || may_carry(document)
        } else {
            // Who asks why nothing is injected wants to know it of workloads that ask for nothing, too.
            let is_looked_at = self.engine.world.asks_from_outside || self.traced;
            may_ask(document) || is_looked_at && may_hold_workload(document)
        };
        if !concerned {
            return None;
        }
        let tree = match read(text, &self.range) {
            Ok(tree) => tree,
            Err(error) => {
                // Only a Namespace or a rule can ask of a document that does not mention us itself.
                let may_be_asked = document.contains("template") || document.contains("Pod");
                let only_looked_at = !self.task.is_removal() && !self.engine.world.asks_from_outside;
                if may_ask(document) || may_be_asked && !only_looked_at {
                    self.diagnostics.push(unreadable_text(&error, document, self.source, self.range.start));
                }
                return None;
            }
        };
        let nodes = objects(&tree);
        let judged = nodes.into_iter().filter_map(|node| self.object(&tree, node)).collect();
        Some(Document { tree, judged })
    }

    /// The document's new text, if it has one.
    fn rendered(&mut self, Document { tree, judged }: Document<'e>) -> Option<String> {
        let edited = self.render(&tree, &judged);
        let removed = edited.as_ref().filter(|_| self.task.is_removal());
        let restored = removed.map(|edited| restored(edited, tree.source, &judged));
        self.workloads = judged.into_iter().map(|judged| judged.workload(restored)).collect();
        edited
    }

    fn object(&mut self, tree: &Tree<'e>, node: NodeId) -> Option<Judged<'e>> {
        let object = match yaml::value(tree, node) {
            Ok(object) => object,
            Err(error) => {
                let text = &tree.source[tree.outer_start(node)..tree.end(node)];
                let is_workload =
                    kind_of(tree, node).is_some_and(|kind| crate::k8s::KINDS.iter().any(|known| known.kind == kind));
                if is_workload && (may_ask(text) || self.engine.world.asks_from_outside) {
                    self.diagnostics.push(unreadable_text(&error, text, self.source, self.range.start));
                }
                return None;
            }
        };
        workload_kind(&object)?;
        let subject = Subject { tree, node, object: &object };
        self.selected |=
            self.task == Task::Inject && self.engine.config.arguments_select(&object, &self.engine.settings);
        let mut trace = if self.traced { Trace::on() } else { Trace::default() };
        let decided = match self.task {
            Task::Inject | Task::Verify => Some(injection(&subject, self.engine, Extent::Plan, &mut trace)),
            Task::Remove | Task::RemoveByName => removal(&subject, self.task == Task::RemoveByName),
        };
        let decided = decided.unwrap_or_else(Decided::not_asked);
        let reference = Object(&object).reference();
        let verified = if self.task == Task::Verify { verify(&object, &decided) } else { None };
        self.say(tree, node, &reference, &decided.decision, verified.as_ref());
        let location = self.location(tree, node, &Pointer::keys(&["metadata", "name"]));
        let verdict = verified.map(|found| found.verdict);
        let walk = trace.into_walk();
        Some(Judged { node, value: object, object: reference, location, decided, verdict, walk })
    }

    fn location(&self, tree: &Tree<'_>, node: NodeId, at: &Pointer<'_>) -> Location {
        Location { source: self.source, span: point(tree, node, at, self.range.start) }
    }

    /// Turns notes, refusals and what a verification found into diagnostics.
    fn say(
        &mut self,
        tree: &Tree<'_>,
        node: NodeId,
        object: &ObjectRef,
        decision: &Decision<'_>,
        verified: Option<&Found>,
    ) {
        for Note { code, warning, message, at } in decision.notes() {
            let severity = if *warning { Severity::Warning } else { Severity::Info };
            let note = Diagnostic::new(severity, code, message.as_str()).at(self.location(tree, node, at));
            self.diagnostics.push(note.about(object, field(at)));
        }
        if let Some(Found { verdict, message, at }) = verified {
            if verdict.is_finding() {
                let finding = Diagnostic::new(Severity::Error, verdict.code(), message.as_str());
                let finding = finding.at(self.location(tree, node, at)).about(object, field(at));
                self.diagnostics.push(finding.help(verdict.help()));
            }
            return;
        }
        let Decision::Refused(Refusal { reason, at }) = decision else { return };
        let found = &self.engine.world.found;
        // One mistake is one error, however many workloads ask for the Instrumentation that has it.
        let severity = match reason {
            RefusalReason::InstrumentationInvalid { .. } => Severity::Info,
            _ => Severity::Error,
        };
        let refusal = Diagnostic::new(severity, reason.code(), reason.to_string()).at(self.location(tree, node, at));
        self.diagnostics.push(refusal.about(object, field(at)).help(reason.help()));
        match reason {
            RefusalReason::InstrumentationInvalid { instrumentation, .. } => {
                self.diagnostics.extend(found[*instrumentation].errors.iter().cloned());
            }
            RefusalReason::InstrumentationConflict { first, second, name } => {
                for (index, which) in [(first, "one"), (second, "the other")] {
                    let index::Found { location, object, .. } = &found[*index];
                    let message = format!("{which} of the two Instrumentations {name} is here");
                    let here = Diagnostic::new(Severity::Info, reason.code(), message).at(location.clone());
                    self.diagnostics.push(here.about(object, String::new()));
                }
            }
            _ => {}
        }
    }

    fn render(&mut self, tree: &Tree<'e>, judged: &[Judged<'e>]) -> Option<String> {
        let edited = judged.iter().filter_map(|Judged { node, decided, .. }| {
            let plan = decided.decision.plan().filter(|plan| !plan.is_empty())?;
            Some(Edited { node: *node, plan, wanted: decided.wanted.as_ref()? })
        });
        let edited: Vec<Edited<'_, 'e>> = edited.collect();
        if edited.is_empty() {
            return None;
        }
        match edit_verified(tree, &edited) {
            Ok(text) => Some(text).filter(|text| text != tree.source),
            Err(error) => {
                let mut diagnostic = unreadable(&error, self.source, self.range.start);
                diagnostic.code = if matches!(error, yaml::Error::Verification { .. }) { BUG } else { NOT_EDITABLE };
                diagnostic.message = error.to_string();
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }
}

impl<'e> Judged<'e> {
    fn workload(self, restored: Option<Restored>) -> Workload<'e> {
        let Judged { object, location, decided, verdict, .. } = self;
        let restored = restored.zip(decided.removed).map(|(restored, removed)| removed.known.unwrap_or(restored));
        let changed = decided.decision.plan().is_some_and(|plan| !plan.is_empty());
        Workload { object, location, changed, decision: decided.decision, restored, verdict }
    }
}
