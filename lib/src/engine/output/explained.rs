//! How a decision was reached, with the places of everything that was found on the way.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::decision::{At, Decision, Skip, Walk};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::index::Inputs;
use crate::engine::input::child;
use crate::k8s::{Container, ContainerRef, EnvOffer, Object, Pod};
use crate::pointer::{self, Pointer};
use crate::render::explain::{Explained, Told};
use crate::value::{List, Value};
use crate::yaml::{self, NodeId, Tree, field, point};

use super::view::WorkloadView;

/// Places outside of workloads that were looked up already: many workloads ask for the same ones.
pub(crate) type Known = BTreeMap<(usize, usize, Pointer<'static>), Location>;

/// A workload that was decided, with the places of what was found on the way: by pod template, if it has several.
pub(crate) fn explained<'a>(inputs: &Inputs, view: &'a WorkloadView<'_, '_>, known: &mut Known) -> Vec<Explained<'a>> {
    let whole = view.parts.is_empty().then_some((None, view.decision, view.walk)).into_iter();
    let parts = view.parts.iter().map(|part| (Some(part.field.as_str()), &part.decision, &part.walk));
    let nowhere = Pointer::default();
    let templates = view.templates.iter().chain(std::iter::repeat(&nowhere));
    let of = |((template, decision, walk), at)| explained_template(inputs, view, template, decision, walk, at, known);
    whole.chain(parts).zip(templates).map(of).collect()
}

fn explained_template<'a>(
    inputs: &Inputs,
    view: &'a WorkloadView<'_, '_>,
    template: Option<&'a str>,
    decision: &'a Decision<'a>,
    walk: &Walk,
    at: &Pointer<'static>,
    known: &mut Known,
) -> Explained<'a> {
    let Walk { mut steps, mut variables, rule, instrumentations } = walk.clone();
    let mut located = |at: &At| locate(inputs, view, (rule, &instrumentations), at, known);
    for step in &mut steps {
        step.location = located(&step.at);
    }
    let order = order(view, at);
    // A container that is offered nothing needs no explanation.
    let offered: HashSet<ContainerRef> =
        variables.iter().filter(|one| one.language.is_some()).map(|one| one.offer.container.clone()).collect();
    variables.retain(|variable| offered.contains(&variable.offer.container));
    let place = |EnvOffer { container, name, .. }: &EnvOffer| {
        order.get(container).and_then(|names| names.get(name)).copied().unwrap_or((usize::MAX, usize::MAX))
    };
    variables.sort_by_cached_key(|variable| place(&variable.offer));
    for variable in &mut variables {
        variable.location = located(&variable.at);
    }
    let mut told = |code: Code, message: String, help: String, at: &Pointer<'static>| {
        let location = located(&At::Workload(at.clone()));
        Told { code: code.into(), message, help, field: field(at), location }
    };
    let notes = decision.notes().iter();
    let notes = notes.map(|note| told(note.code, note.message.clone(), String::new(), &note.at));
    // Those of the whole object are told once.
    let is_first = view.templates.first().is_none_or(|first| first == at);
    let notes = notes.chain(is_first.then(|| of_keys(view)).into_iter().flatten()).collect();
    let reason = match decision {
        Decision::Injected { .. } => None,
        Decision::Skipped { reason, .. } => {
            Some(told(reason.code(), reason.to_string(), reason.help(), &Pointer::default()))
        }
        Decision::Refused(refusal) => {
            let reason = &refusal.reason;
            Some(told(reason.code(), reason.to_string(), reason.help(), &refusal.at))
        }
    };
    let (object, location) = (view.object, view.location);
    Explained { object, template, location, decision, steps, variables, notes, reason }
}

/// What is to be said of keys that nothing reads, but for the one that is the reason why nothing is injected.
fn of_keys(view: &WorkloadView<'_, '_>) -> Vec<Told> {
    let reason = match view.decision {
        Decision::Skipped { reason: Skip::AnnotationOnWorkload { annotation }, .. } => Some(annotation.key()),
        _ => None,
    };
    let reason = reason.map(|key| field(&Pointer::keys(&["metadata", "annotations", key])));
    let others = view.asked.iter().filter(|asked| Some(&asked.field) != reason.as_ref());
    let told = |asked: &&Diagnostic| Told {
        code: asked.code,
        message: asked.message.clone(),
        help: asked.help.clone(),
        field: asked.field.clone(),
        location: asked.location.clone(),
    };
    others.map(told).collect()
}

/// The order of the variables that containers have in the end, by container and name.
fn order(
    view: &WorkloadView<'_, '_>,
    template: &Pointer<'static>,
) -> HashMap<ContainerRef, HashMap<String, (usize, usize)>> {
    let object = view.wanted.unwrap_or(view.value);
    let mut order: HashMap<ContainerRef, HashMap<String, (usize, usize)>> = HashMap::new();
    let Some(pod) = template.resolve(object).map(Pod) else { return order };
    for (turn, (section, Container(container))) in pod.all_containers().enumerate() {
        let name = Container(container).name().to_owned();
        let names = order.entry(ContainerRef { section, name }).or_default();
        let entries = container.get("env").and_then(Value::as_list).into_iter().flat_map(List::iter);
        for (index, entry) in entries.enumerate() {
            let variable = entry.str_at(&["name"]).unwrap_or_default().to_owned();
            names.entry(variable).or_insert((turn, index));
        }
    }
    order
}

fn locate(
    inputs: &Inputs,
    view: &WorkloadView<'_, '_>,
    (rule, instrumentations): (Option<usize>, &[usize]),
    at: &At,
    known: &mut Known,
) -> Option<Location> {
    let (index, config) = (&inputs.index, &inputs.config);
    let mut below = |object: &Location, at: &Pointer<'static>| {
        let known = known.entry((object.source, object.span.start, at.clone()));
        known.or_insert_with(|| below(inputs, object, at)).clone()
    };
    match at {
        At::Nowhere => None,
        At::Workload(at) if at.0.is_empty() => Some(view.location.clone()),
        At::Workload(at) => Some(Location { source: view.source, span: point(view.tree, view.node, at, view.offset) }),
        At::Namespace(at) => {
            let own = Object(view.value).namespace();
            let namespace = own.as_deref().or(inputs.settings.namespace.as_deref());
            Some(below(index.namespace_place(namespace, view.source)?, at))
        }
        At::Instrumentation(name, at) => {
            let mut taken = instrumentations.iter().copied();
            let number = taken.find(|number| index.instrumentations[*number].full_name() == *name)?;
            Some(below(&index.problems[number].location, at))
        }
        At::Candidate(number) => Some(index.problems.get(*number)?.location.clone()),
        At::Config(at) => Some(below(config.location.as_ref()?, at)),
        At::Rule(at) => {
            let mut whole = Pointer::keys(&["spec", "rules"]).join(pointer::Step::Index(rule?));
            whole.0.extend(at.0.iter().cloned());
            Some(below(config.location.as_ref()?, &whole))
        }
    }
}

/// A place in the object whose name or kind is at a location; that location if the object can't be found there.
fn below(inputs: &Inputs, object: &Location, at: &Pointer<'_>) -> Location {
    let text = &inputs.sources[object.source].text;
    let offset = object.span.start;
    let found = yaml::documents(text).into_iter().find(|range| range.contains(&offset)).and_then(|range| {
        let tree = yaml::read(&text[range.clone()]).ok()?;
        let node = owner(&tree, tree.root()?, offset - range.start)?;
        Some(Location { source: object.source, span: point(&tree, node, at, range.start) })
    });
    found.unwrap_or_else(|| object.clone())
}

/// The object whose name or kind is at an offset.
fn owner(tree: &Tree<'_>, node: NodeId, offset: usize) -> Option<NodeId> {
    let is_here = |found: Option<NodeId>| found.is_some_and(|found| tree.start(tree.target(found)) == offset);
    let name = child(tree, node, "metadata").and_then(|metadata| child(tree, metadata, "name"));
    if is_here(name) || is_here(child(tree, node, "kind")) {
        return Some(node);
    }
    let around = |child: &NodeId| (tree.start(*child)..=tree.end(*child)).contains(&offset);
    tree.children(node).filter(around).find_map(|child| owner(tree, child, offset))
}
