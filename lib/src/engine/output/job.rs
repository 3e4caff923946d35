//! One document: its workloads decided, its text rendered.

use std::ops::Range;

use crate::decision::{LeftOut, Trace};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::index::Inputs;
use crate::engine::input::{
    ReadDocument, ReadObject, Role, Task, may_be_read_otherwise, may_be_unreadable, may_hold_injection,
    may_request_injection, shows_injection, unreadable, unreadable_text,
};
use crate::engine::workload::{Output, WorkloadNode, injection, removal};
use crate::k8s::{self, Object, StringMap};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, Edited, Tree, edit_verified};

use super::arguments::Effect;
use super::asked::Asked;
use super::decided::{DecidedWorkload, Made};
use super::left_out::{fragment, fragment_asks, resource_list, unreadable_document};
use super::report::Workload;
use super::restored::restored;
use super::said::{Said, said};
use super::silenced::Silenced;
use super::view::WorkloadView;

/// One document, which is decided and rendered on its own: where it is done and in which order makes no difference.
#[derive(Debug)]
pub struct Job<'e> {
    inputs: &'e Inputs,
    task: Task,
    pub(super) source: usize,
    /// Where it is in the source.
    pub(super) range: Range<usize>,
    may_ask: bool,
    done: bool,
    /// Whether its workloads are not known, since nothing concerns them.
    pub(super) is_unread: bool,
    /// Whether to take down what is looked at.
    pub(super) traced: bool,
    /// What the arguments of the command line come to in its workloads.
    pub(super) effect: Effect,
    /// Its new text; `None` if nothing changes.
    pub(super) edited: Option<String>,
    pub(super) workloads: Vec<Workload<'e>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What a gate fails for.
    pub(super) findings: Vec<Diagnostic>,
    /// The operator's keys in its objects.
    pub(super) asked: Asked,
    /// What is left out of it.
    pub(super) left_out: Vec<LeftOut>,
}

/// A document whose workloads are decided, before it is rendered.
struct DecidedDocument<'e> {
    document: ReadDocument<'e>,
    workloads: Vec<DecidedWorkload<'e>>,
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
    pub(super) fn examine(&mut self, look: &mut dyn FnMut(&WorkloadView<'_, '_>)) {
        if self.done {
            return;
        }
        if let Some(DecidedDocument { document, workloads }) = self.decided() {
            for workload in &workloads {
                look(&workload.view(&document, &self.asked));
            }
            self.workloads = workloads.into_iter().map(|workload| workload.reported(None)).collect();
        }
        self.done = true;
    }

    /// Frees the plans once nobody needs them: those of many workloads take as much memory as the text.
    pub fn discard_plans(&mut self) {
        for workload in &mut self.workloads {
            workload.decision.discard_plan();
            workload.templates.iter_mut().for_each(|template| template.decision.discard_plan());
        }
    }
}

impl<'e> Job<'e> {
    /// `may_ask`: whether anything in the source may ask for something.
    pub(super) fn new(inputs: &'e Inputs, task: Task, source: usize, range: Range<usize>, may_ask: bool) -> Self {
        let (workloads, diagnostics, findings, left_out) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (done, is_unread, traced) = (false, false, false);
        let (effect, asked) = (Effect::default(), Asked::default());
        let edited = None;
        Self {
            inputs,
            task,
            source,
            range,
            may_ask,
            done,
            is_unread,
            traced,
            effect,
            edited,
            workloads,
            diagnostics,
            findings,
            asked,
            left_out,
        }
    }

    /// Whether anything may be done with a document. If not, it is not even read.
    fn is_concerned(&self, document: &str) -> bool {
        if self.task.is_removal() {
            return self.may_ask && may_request_injection(document) || may_hold_injection(document);
        }
        // `explain` also tells why a workload that asks for nothing gets nothing.
        let is_looked_at = self.inputs.index.asks_from_outside || self.traced;
        self.may_ask && may_request_injection(document) || is_looked_at && self.inputs.words.may_hold_workload(document)
    }

    /// The document with its workloads decided; `None` if nothing is asked of it, or it can't be read.
    fn decided(&mut self) -> Option<DecidedDocument<'e>> {
        let text: &'e str = &self.inputs.sources[self.source].text;
        let part = &text[self.range.clone()];
        let is_concerned = self.is_concerned(part);
        self.is_unread = !is_concerned;
        if !is_concerned && !may_be_read_otherwise(part, &self.inputs.words) && !may_be_unreadable(part) {
            return None;
        }
        let document = match ReadDocument::read(text, self.source, self.range.clone(), &self.inputs.kinds) {
            Ok(document) => document,
            Err(error) => {
                let may_hold_template = self.inputs.words.may_hold_template(part);
                let may_ask = may_request_injection(part) || may_hold_template && self.may_concern(part);
                match is_concerned && may_ask {
                    true => self.diagnostics.push(unreadable_text(&error, part, self.source, self.range.start)),
                    false => self.left_out.push(unreadable_document(&error, self.source, self.range.start)),
                }
                return None;
            }
        };
        let otherwise = document.otherwise();
        if !otherwise.is_empty() || !is_concerned {
            self.diagnostics.extend(otherwise);
            return None;
        }
        if document.is_data(&self.inputs.sources) {
            self.diagnostics.extend(left_out_as_data(&document));
            self.left_out.extend(resource_list(&document));
            return None;
        }
        let workloads = document.objects.iter().filter(|object| object.holds.is_workload());
        let workloads = workloads.filter_map(|object| self.workload(&document, *object)).collect();
        if !self.task.is_removal() {
            self.other_objects(&document);
            self.silence(&document);
        }
        Some(DecidedDocument { document, workloads })
    }

    /// Whether what can't be read and asks for nothing itself may be of concern: a Namespace or a rule may ask for it, or it
    /// may be injected. In a folder, where templates and unfinished merges lie about, that is not taken for granted.
    fn may_concern(&self, text: &str) -> bool {
        let is_found = self.inputs.sources[self.source].role == Role::Found;
        match self.task.is_removal() {
            true => !is_found || shows_injection(text),
            false => !is_found && self.inputs.index.asks_from_outside,
        }
    }

    /// Leaves out what a person has said not to say.
    fn silence(&mut self, document: &ReadDocument<'e>) {
        if !self.findings.is_empty() || !self.asked.is_empty() {
            let silenced = Silenced::of(document, &self.inputs.config);
            self.findings.retain(|finding| !silenced.is(finding));
            self.asked.silence(&silenced);
        }
    }

    /// Takes down what is asked in objects that are no workloads.
    fn other_objects(&mut self, document: &ReadDocument<'e>) {
        self.asked.add_lists(document);
        let objects = document.objects.iter().chain(&document.function_config);
        for object in objects.filter(|object| !object.holds.is_workload() && document.may_ask(**object)) {
            match document.value(*object) {
                Ok(value) => self.asked.add(document, *object, &value),
                Err(error) if may_request_injection(document.text(*object)) => {
                    self.diagnostics.push(unreadable(&error, self.source, self.range.start));
                }
                Err(_) => {}
            }
        }
    }

    fn workload(&mut self, document: &ReadDocument<'e>, object: ReadObject) -> Option<DecidedWorkload<'e>> {
        let value = match document.value(object) {
            Ok(value) => value,
            Err(error) => {
                let text = document.text(object);
                match may_request_injection(text) || self.may_concern(text) {
                    true => self.diagnostics.push(unreadable_text(&error, text, self.source, self.range.start)),
                    false => self.left_out.push(unreadable_document(&error, self.source, self.range.start)),
                }
                return None;
            }
        };
        if let Some(fragment) = fragment(self.inputs, document, object, &value) {
            self.leave_out(fragment, document, object, &value);
            return None;
        }
        if !self.task.is_removal() {
            self.asked.add(document, object, &value);
            let own = Object(&value).namespace();
            let namespace = own.as_deref().or(self.inputs.settings.namespace.as_deref());
            self.diagnostics.extend(self.inputs.index.namespace_conflict(namespace, self.source));
        }
        let node = object.node;
        let mut trace = if self.traced { Trace::on() } else { Trace::default() };
        let source = document.source;
        let made = self.made(&WorkloadNode { tree: &document.tree, node, source, object: &value }, &mut trace);
        let workloads = k8s::Workload::all(&self.inputs.kinds, &value, None, StringMap::default());
        let verified = if self.task == Task::Verify { made.verified(&workloads) } else { Vec::new() };
        let object = Object(&value).reference();
        let location = |at: &Pointer<'_>| document.location(node, at);
        let problems = &self.inputs.index.problems;
        let Said { diagnostics, mut findings } =
            said(made.decision(), made.unmet(), &verified, &object, problems, location);
        let location = location(&Pointer::keys(&["metadata", "name"]));
        self.diagnostics.extend(diagnostics);
        let ambiguous = self.ambiguous_arguments(&workloads, &made, &mut findings);
        self.diagnostics.extend(ambiguous);
        self.findings.extend(findings);
        let verdicts = verified.into_iter().map(|verified| verified.verdict).collect();
        let templates = workloads.into_iter().map(|workload| workload.template_path).collect();
        Some(DecidedWorkload { node, value, object, location, made, templates, verdicts, walk: trace.into_walk() })
    }

    /// Leaves out a fragment of a workload, and says what asks in it.
    fn leave_out(&mut self, left_out: LeftOut, document: &ReadDocument<'e>, object: ReadObject, value: &Value<'e>) {
        if !self.task.is_removal() {
            let silenced = Silenced::of(document, &self.inputs.config);
            let asks = fragment_asks(&left_out, document, object, value);
            self.diagnostics.extend(asks.filter(|asks| !silenced.is(asks)));
            self.asked.add_fragment(document, object, value);
        }
        self.left_out.push(left_out);
    }

    /// Takes down what the arguments come to in a workload. What they leave open is an error in place of a finding.
    fn ambiguous_arguments(
        &mut self,
        workloads: &[k8s::Workload<'_, '_>],
        made: &Made<'_>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Diagnostic> {
        let Inputs { config, settings, kinds, .. } = self.inputs;
        let Made::Injection(injection) = made else { return None };
        let rule = config.arguments_for(workloads.first()?.object.0, settings, kinds)?;
        let mut ambiguous = None;
        for (workload, (decision, requests)) in workloads.iter().zip(injection.by_template()) {
            ambiguous = self.effect.add(rule, workload.pod(), decision, requests).or(ambiguous);
        }
        let ambiguous = ambiguous?;
        let found = findings.iter().position(|finding| finding.code == ambiguous.code())?;
        let help = "name the containers with --container, for one language at a time";
        Some(Diagnostic { severity: Severity::Error, ..findings.remove(found) }.help(help))
    }

    fn made(&self, node: &WorkloadNode<'_, 'e>, trace: &mut Trace) -> Made<'e> {
        match self.task {
            Task::Inject | Task::Verify => Made::Injection(injection(node, self.inputs, Output::Plan, trace)),
            Task::Remove => Made::Removal(removal(node, &self.inputs.kinds, false)),
            Task::RemoveByName => Made::Removal(removal(node, &self.inputs.kinds, true)),
        }
    }

    /// The document's new text; `None` if nothing changes.
    fn rendered(&mut self, decided: DecidedDocument<'e>) -> Option<String> {
        let DecidedDocument { document: ReadDocument { tree, .. }, workloads } = decided;
        let edited = self.edit(&tree, &workloads);
        let removed = edited.as_ref().filter(|_| self.task.is_removal());
        let restored = removed.map(|edited| restored(edited, tree.source, &workloads, &self.inputs.kinds));
        self.workloads = workloads.into_iter().map(|workload| workload.reported(restored)).collect();
        edited
    }

    fn edit(&mut self, tree: &Tree<'e>, workloads: &[DecidedWorkload<'e>]) -> Option<String> {
        let edited = workloads.iter().filter_map(|DecidedWorkload { node, made, .. }| {
            let plan = made.decision().plan().filter(|plan| !plan.is_empty())?;
            Some(Edited { node: *node, plan, wanted: made.wanted()? })
        });
        let edited: Vec<Edited<'_, 'e>> = edited.collect();
        if edited.is_empty() {
            return None;
        }
        match edit_verified(tree, &edited) {
            Ok(text) => Some(text).filter(|text| text != tree.source),
            Err(error) => {
                let mut diagnostic = unreadable(&error, self.source, self.range.start);
                let is_bug = matches!(error, yaml::Error::Verification { .. });
                diagnostic.code = if is_bug { Code::InternalError } else { Code::NotEditable }.into();
                diagnostic.message = error.to_string();
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }
}

fn left_out_as_data(document: &ReadDocument<'_>) -> Option<Diagnostic> {
    let message = "this ResourceList is one file of several, so it is data, and nothing in it is looked at";
    let left_out = Diagnostic::new(Severity::Info, Code::ResourceListData, message);
    let at = document.location(document.tree.root()?, &Pointer::keys(&["kind"]));
    Some(left_out.at(at).help("give it alone, or on standard input, if it is what a function is given"))
}
