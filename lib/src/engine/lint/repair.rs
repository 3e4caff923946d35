//! What the rules repair.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::lint::{self, Change, Document, Fix, Manifest, ResourceId, Safety, non_overlapping};
use crate::plan::{Plan, apply};
use crate::yaml::{self, Edited, edit_verified, write_outs};

use super::linted::{Linted, linted};
use crate::engine::index::Inputs;
use crate::engine::input::{Settings, Source};
use crate::engine::output::Text;
use crate::engine::workers::OneByOne;

/// Sources that were repaired.
#[derive(Debug)]
pub struct Repaired {
    /// The sources, in their order.
    pub sources: Vec<Source>,
    /// How many repairs were made.
    pub count: usize,
}

/// Makes repairs until none is left; of those that touch the same place one is made at a time.
#[must_use]
pub fn repair(sources: Vec<Source>, settings: &Settings, lint: &lint::LintSettings, safety: Safety) -> Repaired {
    /// More rounds would be a repair that undoes another.
    const ROUNDS: usize = 10;
    let mut repaired = Repaired { sources, count: 0 };
    for _ in 0..ROUNDS {
        let inputs = Inputs::load(std::mem::take(&mut repaired.sources), settings.clone());
        let texts = linted(&inputs, lint, &OneByOne).repaired(safety).map(|(texts, count)| {
            let texts: Vec<String> = texts.into_iter().map(|text| text.joined().into_owned()).collect();
            (texts, count)
        });
        repaired.sources = inputs.sources;
        let Some((texts, count)) = texts else { break };
        repaired.count += count;
        for (source, text) in repaired.sources.iter_mut().zip(texts) {
            source.text = text;
        }
    }
    repaired
}

impl<'e> Linted<'e> {
    /// The texts with all repairs that can be made together, and how many those are. `None` if there is no repair.
    fn repaired(&self, safety: Safety) -> Option<(Vec<Text<'e>>, usize)> {
        let mut fixes = non_overlapping(&self.findings, safety, |change| self.plan(change));
        loop {
            let count = fixes.len();
            if count == 0 {
                return None;
            }
            match self.with(&fixes) {
                Ok(texts) => return Some((texts, count)),
                // A repair that would damage the document is left to a person.
                Err(document) => {
                    let in_document =
                        |fix: &&Fix| fix.changes.iter().any(|change| change.resource.document == document);
                    let last = fixes.iter().rposition(in_document)?;
                    fixes.remove(last);
                }
            }
        }
    }

    /// What a change does.
    fn plan<'f>(&'f self, change: &'f Change) -> Option<&'f Plan<'f>> {
        change.plan.as_ref().or_else(|| {
            let ResourceId { document, manifest } = change.resource;
            self.documents.get(document)?.manifests.get(manifest)?.plan.as_ref()
        })
    }

    /// The texts after repairs, or the document in which they can't be written.
    fn with(&self, fixes: &[&Fix]) -> Result<Vec<Text<'e>>, usize> {
        let mut plans: BTreeMap<ResourceId, Plan<'_>> = BTreeMap::new();
        for change in fixes.iter().flat_map(|fix| &fix.changes) {
            let edits = self.plan(change).into_iter().flat_map(|plan| plan.edits.iter().cloned());
            plans.entry(change.resource).or_default().edits.extend(edits);
        }
        let mut texts = vec![Text::default(); self.inputs.sources.len()];
        let mut taken = vec![0; texts.len()];
        let touched: BTreeSet<usize> = plans.keys().map(|id| id.document).collect();
        for number in touched {
            let document = &self.documents[number];
            let edited = edited(document, number, &plans).map_err(|_| number)?;
            let source: &'e str = &self.inputs.sources[document.source].text;
            texts[document.source].push(Cow::Borrowed(&source[taken[document.source]..document.offset]));
            texts[document.source].push(Cow::Owned(edited));
            taken[document.source] = document.offset + document.tree.source.len();
        }
        for ((source, text), taken) in self.inputs.sources.iter().zip(&mut texts).zip(taken) {
            text.push(Cow::Borrowed(&source.text[taken..]));
        }
        Ok(texts)
    }
}

/// A document's text after plans for its objects.
fn edited(
    document: &Document<'_>,
    number: usize,
    plans: &BTreeMap<ResourceId, Plan<'_>>,
) -> Result<String, yaml::Error> {
    let mut complete = Vec::new();
    for (id, plan) in plans.iter().filter(|(id, _)| id.document == number) {
        let Manifest { node, value, .. } = &document.manifests[id.manifest];
        let wanted = apply(plan, value);
        let mut plan = plan.clone();
        if !document.tree.aliases().is_empty() {
            let written_out = write_outs(&document.tree, *node, &plan)?;
            let written_out = Plan { edits: written_out }.into_owned().edits.into_iter();
            // The plan of an injection has them.
            let missing: Vec<_> = written_out.filter(|edit| !plan.edits.contains(edit)).collect();
            plan.edits.extend(missing);
        }
        complete.push((*node, plan, wanted));
    }
    let edited: Vec<Edited<'_, '_>> =
        complete.iter().map(|(node, plan, wanted)| Edited { node: *node, plan, wanted }).collect();
    edit_verified(&document.tree, &edited)
}
