//! The way to a decision with its places, for who asks why.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::config::ARGUMENTS;
use crate::decision::{At, Decision, Request, Step, Trace, Variable, Walk};
use crate::diagnostic::Location;
use crate::k8s::{Container, EnvOffer, Fate, Place, Pod, Section, Workload};
use crate::operator::EnvSource;
use crate::pointer::{self, Pointer};
use crate::record::{ANNOTATION, Record};
use crate::render::explain::{Explained, Told};
use crate::value::{List, Value};
use crate::yaml::{self, NodeId, Tree};

use super::document::{child, read};
use super::point::{field, point};
use super::{Engine, Examined};

/// What is known of a workload before anything is selected.
pub(super) fn told(
    trace: &mut Trace,
    workload: &Workload<'_, '_>,
    own_namespace: Option<&str>,
    has_namespace: bool,
    record: Option<&Record<'_>>,
) {
    trace.step(|| match (own_namespace, workload.namespace) {
        (Some(own), _) => {
            let at = At::Workload(Pointer::keys(&["metadata", "namespace"]));
            Step::new("workload-namespace", format!("it is in namespace {own}")).found(own).at(at)
        }
        (None, Some(given)) => {
            let message = format!("it names no namespace; {given} is given for what names none");
            Step::new("workload-namespace", message).found(given)
        }
        (None, None) => Step::new("workload-namespace", "it names no namespace, and none is given for what names none"),
    });
    if let Some(namespace) = workload.namespace.filter(|_| !has_namespace) {
        trace.step(|| {
            let message = format!("the Namespace {namespace} is not among the inputs, so what it says is not known");
            Step::new("namespace-not-given", message)
        });
    }
    trace.step(|| {
        let Some(record) = record else {
            return Step::new("record", "it carries no record of an earlier injection");
        };
        let asked = |asked_by: &Option<String>| match asked_by.as_deref() {
            None => "an annotation".to_owned(),
            Some(ARGUMENTS) => "the command line".to_owned(),
            Some(config) => format!("the configuration {config}"),
        };
        let languages = record.languages.iter().map(|language| {
            format!("{} by {}, asked for by {}", language.name, language.instrumentation, asked(&language.asked_by))
        });
        let languages = languages.collect::<Vec<_>>().join("; ");
        let at = Pointer::keys(&["metadata", "annotations", ANNOTATION]);
        let message = format!("it carries the record of an earlier injection ({languages}), which is taken back first");
        Step::new("record", message).at(At::Workload(workload.in_template(at)))
    });
}

/// What the containers that are to be injected have of their own.
pub(super) fn own_variables(trace: &mut Trace, workload: &Workload<'_, '_>, requests: &[Request<'_>]) {
    let Some(pod) = workload.pod().filter(|_| trace.is_on()) else { return };
    let mut seen: Vec<&Place> = Vec::new();
    for place in requests.iter().flat_map(|request| &request.containers) {
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let entries = pod.container(place).and_then(|container| container.0.get("env")).and_then(Value::as_list);
        trace.variables(entries.into_iter().flat_map(List::iter).map(|entry| own(workload, place, entry)));
    }
}

fn own(workload: &Workload<'_, '_>, place: &Place, entry: &Value<'_>) -> Variable {
    let offer = EnvOffer::of(place.clone(), EnvSource::Container, entry, Fate::Added);
    let step = pointer::Step::Named { name: offer.name.clone().into(), occurrence: 0 };
    let at = workload.in_template(place.pointer().join(pointer::Step::Key("env".into())).join(step));
    let from = "the container's own".to_owned();
    Variable { language: None, from, offer, at: At::Workload(at), location: None }
}

/// Places outside of workloads that were looked for: many workloads ask for the same.
pub(super) type Known = BTreeMap<(usize, usize, Pointer<'static>), Location>;

/// A workload that was decided, with the places of what was found on the way.
pub(super) fn explained<'a>(engine: &Engine, examined: &'a Examined<'_, '_>, known: &mut Known) -> Explained<'a> {
    let Walk { mut steps, mut variables, rule } = examined.walk.clone();
    let mut located = |at: &At| locate(engine, examined, rule, at, known);
    for step in &mut steps {
        step.location = located(&step.at);
    }
    let order = order(examined);
    // Where nothing was offered, nothing is to be explained.
    let offered: HashSet<Place> =
        variables.iter().filter(|one| one.language.is_some()).map(|one| one.offer.container.clone()).collect();
    variables.retain(|variable| offered.contains(&variable.offer.container));
    let place = |EnvOffer { container, name, .. }: &EnvOffer| {
        order.get(container).and_then(|names| names.get(name)).copied().unwrap_or((usize::MAX, usize::MAX))
    };
    variables.sort_by_cached_key(|variable| place(&variable.offer));
    for variable in &mut variables {
        variable.location = located(&variable.at);
    }
    let mut told = |code, message: String, help: String, at: &Pointer<'static>| {
        let location = located(&At::Workload(at.clone()));
        Told { code, message, help, field: field(at), location }
    };
    let notes = examined.decision.notes().iter();
    let notes = notes.map(|note| told(note.code, note.message.clone(), String::new(), &note.at)).collect();
    let reason = match examined.decision {
        Decision::Injected { .. } => None,
        Decision::Skipped { reason, .. } => {
            Some(told(reason.code(), reason.to_string(), reason.help(), &Pointer::default()))
        }
        Decision::Refused(refusal) => {
            let reason = &refusal.reason;
            Some(told(reason.code(), reason.to_string(), reason.help(), &refusal.at))
        }
    };
    let (object, location, decision) = (examined.object, examined.location, examined.decision);
    Explained { object, location, decision, steps, variables, notes, reason }
}

/// The places of the variables that containers have in the end: of each container and, in it, of each name.
fn order(examined: &Examined<'_, '_>) -> HashMap<Place, HashMap<String, (usize, usize)>> {
    let object = examined.wanted.unwrap_or(examined.value);
    let mut order: HashMap<Place, HashMap<String, (usize, usize)>> = HashMap::new();
    let Some(kind) = crate::k8s::workload_kind(object) else { return order };
    let Some(pod) = object.at(kind.template).map(Pod) else { return order };
    let sections = [Section::Init, Section::Regular];
    let containers = sections.into_iter().flat_map(|section| pod.containers(section).map(move |one| (section, one)));
    for (turn, (section, Container(container))) in containers.enumerate() {
        let name = Container(container).name().to_owned();
        let names = order.entry(Place { section, name }).or_default();
        let entries = container.get("env").and_then(Value::as_list).into_iter().flat_map(List::iter);
        for (index, entry) in entries.enumerate() {
            let variable = entry.str_at(&["name"]).unwrap_or_default().to_owned();
            names.entry(variable).or_insert((turn, index));
        }
    }
    order
}

fn locate(
    engine: &Engine,
    examined: &Examined<'_, '_>,
    rule: Option<usize>,
    at: &At,
    known: &mut Known,
) -> Option<Location> {
    let (world, config) = (&engine.world, &engine.config);
    let mut below = |object: &Location, at: &Pointer<'static>| {
        let known = known.entry((object.source, object.span.start, at.clone()));
        known.or_insert_with(|| below(engine, object, at)).clone()
    };
    match at {
        At::Nowhere => None,
        At::Workload(at) if at.0.is_empty() => Some(examined.location.clone()),
        At::Workload(at) => {
            Some(Location { source: examined.source, span: point(examined.tree, examined.node, at, examined.offset) })
        }
        At::Namespace(at) => {
            let own = crate::k8s::Object(examined.value).namespace();
            let namespace = own.as_deref().or(engine.settings.namespace.as_deref())?;
            Some(below(world.namespace_place(namespace)?, at))
        }
        At::Instrumentation(name, at) => {
            let index = world.instrumentations.iter().position(|one| one.full_name() == *name)?;
            Some(below(&world.found[index].location, at))
        }
        At::Candidate(index) => Some(world.found.get(*index)?.location.clone()),
        At::Config(at) => Some(below(config.location.as_ref()?, at)),
        At::Rule(at) => {
            let mut whole = Pointer::keys(&["spec", "rules"]).join(pointer::Step::Index(rule?));
            whole.0.extend(at.0.iter().cloned());
            Some(below(config.location.as_ref()?, &whole))
        }
    }
}

/// A place in the object that is known by where its name or kind is; that itself where the object can't be found.
fn below(engine: &Engine, object: &Location, at: &Pointer<'_>) -> Location {
    let text = &engine.sources[object.source].text;
    let offset = object.span.start;
    let found = yaml::documents(text).into_iter().find(|range| range.contains(&offset)).and_then(|range| {
        let tree = read(text, &range).ok()?;
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
