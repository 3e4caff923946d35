//! Everything read and decided, for the rules; and what they repair.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{Decision, Refusal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::k8s::{self, Object};
use crate::lint::{self, Document, Finding, Fix, Input, Manifest, ResourceId, Safety, Treatment, chosen};
use crate::plan::{Plan, apply};
use crate::selection::{Selection, select};
use crate::value::Value;
use crate::yaml::{self, Edited, NodeId, Tree, edit_verified, write_outs};

use super::decide::{Subject, before, injection};
use super::document::{child, kind_of, may_ask, objects, read};
use super::point::{field, point};
use super::world::unreadable;
use super::{Engine, Role, Settings, Source, Text};

/// What is wrong with all inputs.
#[derive(Debug)]
pub struct Linted<'e> {
    /// What the rules found, in the order of the places.
    pub findings: Vec<Finding>,
    /// What is refused for reasons that no rule is about.
    pub refusals: Vec<Diagnostic>,
    /// What can't be read, and what is wrong with the configuration. With errors in it no rule was run.
    pub diagnostics: Vec<Diagnostic>,
    engine: &'e Engine,
    documents: Vec<Document<'e>>,
}

/// Sources that were repaired.
#[derive(Debug)]
pub struct Repaired {
    /// The sources, in their order.
    pub sources: Vec<Source>,
    /// How many repairs were made.
    pub count: usize,
}

impl Engine {
    /// Looks for what is probably wrong, by all rules that the settings and the configuration leave.
    #[must_use]
    pub fn lint(&self, settings: &lint::Settings) -> Linted<'_> {
        let mut linted = Linted {
            findings: Vec::new(),
            refusals: Vec::new(),
            diagnostics: self.config.diagnostics.clone(),
            engine: self,
            documents: Vec::new(),
        };
        if self.config.has_errors() {
            return linted;
        }
        linted.diagnostics.extend(self.world.diagnostics.iter().cloned());
        for (source, Source { text, role, .. }) in self.sources.iter().enumerate() {
            if *role == Role::Config {
                continue;
            }
            for range in yaml::documents(text) {
                match read(text, &range) {
                    Ok(tree) => linted.document(source, range.start, tree),
                    Err(error) if may_ask(&text[range.clone()]) => {
                        linted.diagnostics.push(unreadable(&error, source, range.start));
                    }
                    Err(_) => {}
                }
            }
        }
        let found = self.world.instrumentations.iter().zip(&self.world.found);
        let instrumentations = found.map(|(one, found)| (one, found.location.clone(), found.object.clone()));
        let input = Input::new(&linted.documents, instrumentations);
        // Who asks for some rules is not told of what is none.
        if !settings.only.is_empty() {
            linted.refusals.clear();
        }
        linted.findings = lint::run(&input, &self.config.lint_settings(settings));
        linted.diagnostics.dedup();
        linted
    }
}

impl<'e> Linted<'e> {
    /// Reads the objects of a document and decides its workloads.
    fn document(&mut self, source: usize, offset: usize, tree: Tree<'e>) {
        let mut nodes = objects(&tree);
        let root = tree.root().filter(|root| kind_of(&tree, *root).as_deref() == Some("ResourceList"));
        nodes.extend(root.and_then(|root| child(&tree, root, "functionConfig")));
        let mut manifests = Vec::new();
        for node in nodes {
            match yaml::value(&tree, node) {
                Ok(value) if value.str_at(&["kind"]).is_some() => {
                    manifests.push(self.manifest(source, offset, &tree, node, value));
                }
                Ok(_) => {}
                Err(error) => {
                    if may_ask(&tree.source[tree.outer_start(node)..tree.end(node)]) {
                        self.diagnostics.push(unreadable(&error, source, offset));
                    }
                }
            }
        }
        self.documents.push(Document { source, offset, tree, manifests });
    }

    fn manifest(
        &mut self,
        source: usize,
        offset: usize,
        tree: &Tree<'e>,
        node: NodeId,
        value: Value<'e>,
    ) -> Manifest<'e> {
        let is_input = self.engine.sources[source].role == Role::Input;
        let own = Object(&value).namespace().map(Cow::into_owned);
        let namespace = own.or_else(|| self.engine.settings.namespace.clone().filter(|_| is_input));
        let treatment = if is_input { self.engine.treatment(tree, node, &value, namespace.as_deref()) } else { None };
        if let Some(Decision::Refused(Refusal { reason, at })) = treatment.as_ref().map(|treatment| &treatment.decision)
            && lint::by_id(reason.code()).is_none()
        {
            let location = crate::diagnostic::Location { source, span: point(tree, node, at, offset) };
            let refusal = Diagnostic::new(Severity::Error, reason.code(), reason.to_string()).at(location);
            self.refusals.push(refusal.about(&Object(&value).reference(), field(at)).help(reason.help()));
        }
        Manifest { node, value, namespace, treatment }
    }

    /// The texts with all repairs that can be made together, and how many those are; none where there are none.
    fn repaired(&self, safety: Safety) -> Option<(Vec<Text<'e>>, usize)> {
        let mut fixes = chosen(&self.findings, safety);
        loop {
            let count = fixes.len();
            if count == 0 {
                return None;
            }
            match self.with(&fixes) {
                Ok(texts) => return Some((texts, count)),
                // What can't be written without damage is left to a person; the rest is tried without it.
                Err(document) => {
                    let in_document =
                        |fix: &&Fix| fix.changes.iter().any(|change| change.resource.document == document);
                    let last = fixes.iter().rposition(in_document)?;
                    fixes.remove(last);
                }
            }
        }
    }

    /// The texts after repairs, or the document in which they can't be written.
    fn with(&self, fixes: &[&Fix]) -> Result<Vec<Text<'e>>, usize> {
        let mut plans: BTreeMap<ResourceId, Plan<'static>> = BTreeMap::new();
        for change in fixes.iter().flat_map(|fix| &fix.changes) {
            plans.entry(change.resource).or_default().edits.extend(change.plan.edits.iter().cloned());
        }
        let mut texts = vec![Text::default(); self.engine.sources.len()];
        let mut taken = vec![0; texts.len()];
        let touched: BTreeSet<usize> = plans.keys().map(|id| id.document).collect();
        for number in touched {
            let document = &self.documents[number];
            let edited = edited(document, number, &plans).map_err(|_| number)?;
            let source: &'e str = &self.engine.sources[document.source].text;
            texts[document.source].push(Cow::Borrowed(&source[taken[document.source]..document.offset]));
            texts[document.source].push(Cow::Owned(edited));
            taken[document.source] = document.offset + document.tree.source.len();
        }
        for ((source, text), taken) in self.engine.sources.iter().zip(&mut texts).zip(taken) {
            text.push(Cow::Borrowed(&source.text[taken..]));
        }
        Ok(texts)
    }
}

/// A document's text after plans for its objects.
fn edited(
    document: &Document<'_>,
    number: usize,
    plans: &BTreeMap<ResourceId, Plan<'static>>,
) -> Result<String, yaml::Error> {
    let mut complete = Vec::new();
    for (id, plan) in plans.iter().filter(|(id, _)| id.document == number) {
        let Manifest { node, value, .. } = &document.manifests[id.manifest];
        let wanted = apply(plan, value);
        let mut plan = plan.clone();
        if !document.tree.aliases().is_empty() {
            let written_out = write_outs(&document.tree, *node, &plan)?;
            plan.edits.extend(Plan { edits: written_out }.into_owned().edits);
        }
        complete.push((*node, plan, wanted));
    }
    let edited: Vec<Edited<'_, '_>> =
        complete.iter().map(|(node, plan, wanted)| Edited { node: *node, plan, wanted }).collect();
    edit_verified(&document.tree, &edited)
}

impl Engine {
    /// What is to be done with an object, where it is a workload.
    fn treatment<'e>(
        &'e self,
        tree: &Tree<'e>,
        node: NodeId,
        value: &Value<'e>,
        namespace: Option<&str>,
    ) -> Option<Treatment<'e>> {
        let namespace_annotations = self.world.namespace_annotations(namespace);
        let workload = k8s::Workload::of(value, namespace, namespace_annotations)?;
        let decided = injection(&Subject { tree, node, object: value }, self);
        let before = before(&workload, value).ok();
        let written = before.and_then(|before| before.taken.is_some().then(|| before.object.into_owned()));
        let injected = matches!(decided.decision, Decision::Injected { .. });
        let mut requests = Vec::new();
        if injected {
            let object = written.as_ref().unwrap_or(value);
            let workload = k8s::Workload::of(object, namespace, namespace_annotations)?;
            let (instrumentations, off) = (&self.world.instrumentations, &self.settings.disabled_languages);
            if let Selection::Selected { requests: selected, .. } =
                select(&workload, instrumentations, off, &self.config.otel_inject)
            {
                requests = selected;
            }
        }
        // An injection that stays as it is, whether or not it is current, is what will run.
        let stays = || written.is_some().then(|| value.clone());
        let effective = if injected { decided.wanted.or_else(stays) } else { None };
        Some(Treatment { decision: decided.decision, written, effective, requests, namespace_annotations })
    }
}

/// Makes repairs until none is left; of those that touch the same place one is made at a time.
#[must_use]
pub fn repair(sources: Vec<Source>, settings: &Settings, lint: &lint::Settings, safety: Safety) -> Repaired {
    /// More rounds would be a repair that undoes another.
    const ROUNDS: usize = 10;
    let mut repaired = Repaired { sources, count: 0 };
    for _ in 0..ROUNDS {
        let engine = Engine::load(std::mem::take(&mut repaired.sources), settings.clone());
        let texts = engine.lint(lint).repaired(safety).map(|(texts, count)| {
            let texts: Vec<String> = texts.into_iter().map(|text| text.joined().into_owned()).collect();
            (texts, count)
        });
        repaired.sources = engine.sources;
        let Some((texts, count)) = texts else { break };
        repaired.count += count;
        for (source, text) in repaired.sources.iter_mut().zip(texts) {
            source.text = text;
        }
    }
    repaired
}
