//! One document: read, its workloads injected.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use crate::decision::{Decision, LeftOut, Refusal, Request, Skip, Trace, Unmet};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::index::Inputs;
use crate::engine::input::{Holds, ReadDocument, ReadObject, may_request_injection, unreadable_text};
use crate::engine::output::{Silenced, fragment, fragment_asks, resource_list, unreadable_document};
use crate::engine::workload::{Injection, Output, WorkloadNode, injection, verify};
use crate::k8s::{self, Object};
use crate::lint::{self, Analysis, Document, Manifest, Verified};
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::selection::check_lists;
use crate::value::Value;
use crate::yaml::{self, field};

/// What to say of a patch, which is no workload by itself.
const PATCH: &str = "a patch has none, and is not applied here: look at what a build makes of it, as in \
                     kustomize build | otel-inject lint";

/// One document, which is read and decided on its own: where that is done and in which order makes no difference.
#[derive(Debug)]
pub(super) struct Reading<'e> {
    inputs: &'e Inputs,
    source: usize,
    range: Range<usize>,
    verify: bool,
    /// What was read; `None` if nothing could be.
    pub(super) document: Option<Document<'e>>,
    /// Why something can't be read, and which of several Namespaces counts where that can't be told.
    pub(super) unreadable: Vec<Diagnostic>,
    /// What is refused for reasons that no rule is about, and what is asked for and not done.
    pub(super) refusals: Vec<Diagnostic>,
    /// The latter, while a document is read.
    unmet: Vec<Diagnostic>,
    /// What is left out of it.
    pub(super) left_out: Vec<LeftOut>,
}

impl<'e> Reading<'e> {
    pub(super) fn new(inputs: &'e Inputs, source: usize, range: Range<usize>, verify: bool) -> Self {
        let (unreadable, refusals, unmet, left_out) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { inputs, source, range, verify, document: None, unreadable, refusals, unmet, left_out }
    }

    /// Reads the document and decides its workloads.
    pub(super) fn run(&mut self) {
        let text: &'e str = &self.inputs.sources[self.source].text;
        match ReadDocument::read(text, self.source, self.range.clone(), &self.inputs.kinds) {
            Ok(document) => {
                let otherwise = document.otherwise();
                if document.is_data(&self.inputs.sources) {
                    self.left_out.extend(resource_list(&document));
                    return;
                }
                match otherwise.is_empty() {
                    true => self.document = Some(self.document(document)),
                    false => self.unreadable = otherwise,
                }
            }
            Err(error) => self.report(&error, &text[self.range.clone()]),
        }
    }

    /// Reports what can't be read, if anything may be asked of it.
    fn report(&mut self, error: &yaml::Error, text: &str) {
        match may_request_injection(text) {
            true => self.unreadable.push(unreadable_text(error, text, self.source, self.range.start)),
            false => self.left_out.push(unreadable_document(error, self.source, self.range.start)),
        }
    }

    fn document(&mut self, document: ReadDocument<'e>) -> Document<'e> {
        let mut manifests = Vec::new();
        for object in document.objects.iter().chain(&document.function_config) {
            match document.value(*object) {
                // What has no kind is no object of Kubernetes, but may have keys that are meant for one.
                Ok(value) if value.str_at(&["kind"]).is_some() || document.may_ask(*object) => {
                    manifests.push(self.manifest(&document, *object, value));
                }
                Ok(_) => {}
                Err(error) => self.report(&error, document.text(*object)),
            }
        }
        if !self.unmet.is_empty() {
            let silenced = Silenced::of(&document, &self.inputs.config);
            self.refusals.extend(self.unmet.drain(..).filter(|unmet| !silenced.is(unmet)));
        }
        let ReadDocument { source, offset, tree, .. } = document;
        Document { source, offset, tree, manifests }
    }

    fn manifest(&mut self, document: &ReadDocument<'e>, object: ReadObject, value: Value<'e>) -> Manifest<'e> {
        let (tree, node) = (&document.tree, object.node);
        let inputs = self.inputs;
        let role = inputs.sources[self.source].role;
        let is_input = role.is_input();
        let own = Object(&value).namespace().map(Cow::into_owned);
        let namespace = own.or_else(|| inputs.settings.namespace.clone().filter(|_| !role.is_beside()));
        let fragment = fragment(inputs, document, object, &value);
        self.unmet.extend(fragment.as_ref().and_then(|fragment| fragment_asks(fragment, document, object, &value)));
        let (analyses, plan) = if is_input && object.holds.is_workload() && fragment.is_none() {
            self.analyses(&WorkloadNode { tree, node, source: self.source, object: &value }, namespace.as_deref())
        } else {
            (Vec::new(), None)
        };
        let is_fragment = fragment.is_some();
        self.left_out.extend(fragment);
        for analysis in &analyses {
            self.said(document, object, &value, analysis);
        }
        // Of references it is those that are read for their own sake.
        let has_keys = is_input || matches!(object.holds, Holds::Namespace | Holds::Instrumentation | Holds::Collector);
        let mut keys = if has_keys { document.keys(object, &value) } else { Vec::new() };
        if is_fragment {
            // It is left out, so nothing in it is repaired, nor is it worse than that.
            for told in keys.iter_mut().filter_map(|key| key.told.as_mut()) {
                (told.repair, told.severity) = (None, told.severity.min(Severity::Warning));
            }
        }
        Manifest { node, value, namespace, keys, analyses, plan }
    }

    /// Says what no rule is about.
    fn said(&mut self, document: &ReadDocument<'e>, object: ReadObject, value: &Value<'e>, analysis: &Analysis<'e>) {
        let said = |severity, code, message: String, help: String, at: &Pointer<'static>| {
            let said = Diagnostic::new(severity, code, message).at(document.location(object.node, at));
            said.about(&Object(value).reference(), field(at)).help(help)
        };
        if let Decision::Refused(Refusal { reason, at }) = &analysis.decision
            && lint::rule_about(reason.code()).is_none()
        {
            let (severity, help) = match object.holds {
                Holds::Patch => (Severity::Info, PATCH.to_owned()),
                _ => (Severity::Error, reason.help()),
            };
            self.refusals.push(said(severity, reason.code(), reason.to_string(), help, at));
        }
        for Unmet { code, message, help, at } in &analysis.unmet {
            if lint::rule_about(*code).is_none() {
                self.unmet.push(said(Severity::Error, *code, message.clone(), help.clone(), at));
            }
        }
    }

    /// What is to be done with each pod template of a workload and, if it is verified, the plan for all of them.
    fn analyses(
        &mut self,
        node: &WorkloadNode<'_, 'e>,
        namespace: Option<&str>,
    ) -> (Vec<Analysis<'e>>, Option<Plan<'e>>) {
        let (inputs, value) = (self.inputs, node.object);
        self.unreadable.extend(inputs.index.namespace_conflict(namespace, self.source));
        let namespace_at = inputs.index.namespace_place(namespace, self.source);
        let namespace_annotations = inputs.index.namespace_annotations(namespace, self.source);
        let output = if self.verify { Output::Plan } else { Output::ObjectOnly };
        let mut injected = injection(node, inputs, output, &mut Trace::default());
        let plan = injected.decision.plan().filter(|_| self.verify).cloned();
        let Injection { decision, wanted, requests, written, unmet, parts, .. } = &mut injected;
        let is_injected = matches!(decision, Decision::Injected { .. });
        // An injection that stays as it is, whether or not it is current, is what will run.
        let stays = || written.is_some().then(|| value.clone());
        let effective = if is_injected { wanted.take().or_else(stays) } else { None };
        let decided: Vec<(Decision<'e>, Vec<Request<'e>>, Vec<Unmet>)> = match parts.is_empty() {
            true => vec![(mem::replace(decision, nothing()), mem::take(requests), mem::take(unmet))],
            false => mem::take(parts).into_iter().map(|part| (part.decision, part.requests, part.unmet)).collect(),
        };
        let object = written.as_ref().unwrap_or(value);
        let uninjected = k8s::Workload::all(&inputs.kinds, object, namespace, namespace_annotations);
        let workloads = k8s::Workload::all(&inputs.kinds, value, namespace, namespace_annotations);
        let analysis = |((workload, uninjected), decided): ((k8s::Workload<'_, 'e>, k8s::Workload<'_, 'e>), _)| {
            let (mut decision, requests, unmet) = decided;
            let (disabled, config) = (&inputs.settings.disabled_languages, &inputs.config.otel_inject);
            let lists = may_be_lists(&decision).then(|| check_lists(&uninjected, disabled, config)).flatten();
            let found = if self.verify { verify(&workload, &decision) } else { None };
            let verified = found.map(|found| Verified { verdict: found.verdict, message: found.message, at: found.at });
            if !self.verify {
                // The plans of many workloads take as much memory as the text.
                decision.discard_plan();
            }
            Analysis {
                template_path: workload.template_path,
                decision,
                written: written.clone(),
                effective: effective.clone(),
                requests,
                unmet,
                lists,
                verified,
                namespace_annotations,
                namespace_at: namespace_at.cloned(),
            }
        };
        (workloads.into_iter().zip(uninjected).zip(decided).map(analysis).collect(), plan)
    }
}

/// What is left of a decision that was taken.
fn nothing<'s>() -> Decision<'s> {
    Decision::Injected { plan: Plan::default(), outcomes: Vec::new(), notes: Vec::new() }
}

/// Whether mistakes in lists of containers may be why nothing is injected, or one more reason.
fn may_be_lists(decision: &Decision<'_>) -> bool {
    match decision {
        Decision::Refused(_) => true,
        Decision::Skipped { reason, .. } => {
            matches!(reason, Skip::ContainersAmbiguous { .. } | Skip::ContainerTwice { .. })
        }
        Decision::Injected { .. } => false,
    }
}
