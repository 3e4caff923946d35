//! What all inputs together say: Instrumentations, Namespaces, and which other objects there are.

mod arguments;
mod config;
mod inputs;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, ObjectRef, SYNTAX, Severity, UNREADABLE};
use crate::instrumentation::{self, ANNOTATION_PREFIX, Instrumentation, LANGUAGES, Mistake};
use crate::k8s::{Object, PreviousName, StringMap};
use crate::pointer::Pointer;
use crate::value::Value;
use crate::yaml::{self, NodeId, Tree, field, point};

use crate::engine::input::{Role, Settings, Source, child, kind_of, may_ask, objects, read};

pub(crate) use config::Config;
pub(crate) use inputs::Inputs;

/// The API group of Instrumentations.
const GROUP: &str = "opentelemetry.io";
/// Kinds that say what is to be done.
const SETTING: [&str; 2] = ["Instrumentation", "Namespace"];
/// Kinds of which only the names matter: injection can refer to them.
const REFERRED: [&str; 2] = ["Secret", "ConfigMap"];

/// What all inputs together say.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The Instrumentations, in the order of the sources.
    pub instrumentations: Vec<Instrumentation>,
    /// For each of them where it is and what is wrong with it.
    pub problems: Vec<InstrumentationProblems>,
    /// The annotations of Namespaces.
    namespaces: BTreeMap<String, Value<'static>>,
    /// Where they are.
    namespace_places: BTreeMap<String, Location>,
    /// By a name that a Namespace had before kustomize renamed it, the one that it has.
    renamed_namespaces: BTreeMap<String, String>,
    /// Whether some Namespace or rule asks for injection into workloads that don't mention it.
    pub asks_from_outside: bool,
    /// Kind, namespace and name of objects that injection can refer to.
    referred: BTreeSet<(String, String, String)>,
    /// What can't be read, and what stands where it has no effect.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where an Instrumentation is, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct InstrumentationProblems {
    pub location: Location,
    pub object: ObjectRef,
    /// For which it can't be used.
    pub errors: Vec<Diagnostic>,
    /// What is probably a mistake.
    pub warnings: Vec<Diagnostic>,
}

impl Index {
    pub(crate) fn of(sources: &[Source], settings: &Settings, config: &Config) -> Self {
        let mut index = Index::default();
        index.read(sources, settings, &SETTING);
        index.configured(config);
        // What can be referred to matters only where something refers.
        let refers = |one: &Instrumentation| {
            let tls = one.spec.exporter.tls.as_ref();
            tls.is_some_and(|tls| tls.secret_name.is_some() || tls.config_map_name.is_some())
        };
        if index.instrumentations.iter().any(refers) {
            index.read(sources, settings, &REFERRED);
        }
        index
    }

    /// Takes what stands in the configuration.
    fn configured(&mut self, config: &Config) {
        let spec = &config.otel_inject.spec;
        for (instrumentation, (location, object)) in spec.instrumentations.iter().zip(&config.instrumentations) {
            // What is wrong with it is said of the configuration.
            let (errors, warnings) = (Vec::new(), Vec::new());
            self.problems.push(InstrumentationProblems {
                location: location.clone(),
                object: object.clone(),
                errors,
                warnings,
            });
            self.instrumentations.push(instrumentation.clone());
        }
        self.asks_from_outside |= spec.rules.iter().any(|rule| !rule.inject.is_empty());
        for (namespace, location) in spec.namespaces.iter().zip(&config.namespaces) {
            if self.namespaces.contains_key(&namespace.name) {
                let message =
                    format!("the Namespace {} is in the input, and its annotations there hold", namespace.name);
                let twice = Diagnostic::new(Severity::Warning, "namespace-in-input", message).at(location.clone());
                self.diagnostics.push(twice.help("leave it out here"));
                continue;
            }
            self.asks_from_outside |= namespace.annotations.iter().any(|(key, value)| asks(key, value));
            let annotations = namespace.annotations.iter();
            let annotations = annotations.map(|(key, value)| (key.clone().into(), Value::from(value.clone())));
            self.namespaces.insert(namespace.name.clone(), Value::Map(annotations.collect()));
            self.namespace_places.insert(namespace.name.clone(), location.clone());
        }
    }

    /// Reads the objects of some kinds, in documents that name them at all.
    fn read(&mut self, sources: &[Source], settings: &Settings, kinds: &[&str]) {
        let finders: Vec<memchr::memmem::Finder<'_>> =
            kinds.iter().map(|kind| memchr::memmem::Finder::new(*kind)).collect();
        for (index, source) in sources.iter().enumerate() {
            if !finders.iter().any(|finder| finder.find(source.text.as_bytes()).is_some()) {
                continue;
            }
            for range in yaml::documents(&source.text) {
                let text = &source.text[range.clone()];
                if !finders.iter().any(|finder| finder.find(text.as_bytes()).is_some()) {
                    continue;
                }
                match read(&source.text, &range) {
                    Ok(tree) => {
                        let document =
                            Document { sources, settings, source: index, offset: range.start, tree: &tree, kinds };
                        self.document(&document);
                    }
                    // An input that can't be read is reported when its own workloads are decided.
                    Err(error) if source.role == Role::Reference && may_ask(text) => {
                        self.diagnostics.push(unreadable_text(&error, text, index, range.start));
                    }
                    Err(_) => {}
                }
            }
        }
    }

    fn document(&mut self, document: &Document<'_, '_>) {
        let Some(root) = document.tree.root() else { return };
        if kind_of(document.tree, root).as_deref() == Some("ResourceList")
            && let Some(config) = child(document.tree, root, "functionConfig")
        {
            self.object(document, config, true);
        }
        for node in objects(document.tree) {
            self.object(document, node, document.sources[document.source].role != Role::Input);
        }
    }

    /// `beside`: whether it is given beside the input, so that without a namespace it serves every namespace.
    fn object(&mut self, document: &Document<'_, '_>, node: NodeId, beside: bool) {
        let tree = document.tree;
        let Some(kind) = kind_of(tree, node) else { return };
        let Some(value) = document.kinds.contains(&kind.as_str()).then(|| yaml::value(tree, node)) else { return };
        let value = match value {
            Ok(value) => value,
            Err(error) if kind == "Instrumentation" => {
                self.diagnostics.push(unreadable(&error, document.source, document.offset));
                return;
            }
            Err(_) => return,
        };
        let object = Object(&value);
        match kind.as_str() {
            "Instrumentation" if is_instrumentation(&value) => self.instrumentation(document, node, &value, beside),
            "Namespace" if object.api_version() == "v1" => {
                self.asks_from_outside |= object.annotations().iter().any(|(key, value)| asks(key, &value));
                let annotations = value.at(&["metadata", "annotations"]).cloned().unwrap_or_default();
                let previous = object.previous_names().into_iter();
                self.renamed_namespaces.extend(previous.map(|one| (one.name, object.name().into_owned())));
                self.namespaces.insert(object.name().into_owned(), annotations.into_owned());
                let place = document.location(node, &Pointer::keys(&["metadata", "name"]));
                self.namespace_places.insert(object.name().into_owned(), place);
            }
            kind if object.api_version() == "v1" => {
                let namespace = object
                    .namespace()
                    .map_or_else(|| document.settings.namespace.clone().unwrap_or_default(), |name| name.into_owned());
                // kustomize follows its own renaming in what refers to an object by an earlier name.
                for PreviousName { name, .. } in object.previous_names() {
                    self.referred.insert((kind.to_owned(), namespace.clone(), name));
                }
                self.referred.insert((kind.to_owned(), namespace, object.name().into_owned()));
            }
            _ => {}
        }
    }

    fn instrumentation(&mut self, document: &Document<'_, '_>, node: NodeId, value: &Value<'_>, beside: bool) {
        let read = instrumentation::read(&value.to_json());
        let mut instrumentation = read.instrumentation;
        instrumentation.previous_names = Object(value).previous_names();
        if instrumentation.namespace.is_none() {
            if beside {
                instrumentation.everywhere = true;
            } else {
                instrumentation.namespace.clone_from(&document.settings.namespace);
            }
        }
        let object = Object(value).reference();
        let say = |severity, code, mistake: &Mistake| {
            let said =
                Diagnostic::new(severity, code, mistake.message.as_str()).at(document.location(node, &mistake.at));
            said.about(&object, field(&mistake.at)).help(mistake.help.as_str())
        };
        self.problems.push(InstrumentationProblems {
            location: document.location(node, &Pointer::keys(&["metadata", "name"])),
            errors: read
                .errors
                .iter()
                .map(|mistake| say(Severity::Error, "instrumentation-invalid", mistake))
                .collect(),
            warnings: read
                .warnings
                .iter()
                .map(|mistake| say(Severity::Warning, "instrumentation-doubtful", mistake))
                .collect(),
            object: object.clone(),
        });
        self.instrumentations.push(instrumentation);
    }

    /// The annotations of a Namespace.
    pub(crate) fn namespace_annotations(&self, namespace: Option<&str>) -> StringMap<'_, 'static> {
        let renamed = |namespace| self.namespaces.get(self.renamed_namespaces.get(namespace)?);
        StringMap::new(namespace.and_then(|namespace| self.namespaces.get(namespace).or_else(|| renamed(namespace))))
    }

    /// Where a Namespace is.
    pub(crate) fn namespace_place(&self, namespace: &str) -> Option<&Location> {
        let renamed = || self.namespace_places.get(self.renamed_namespaces.get(namespace)?);
        self.namespace_places.get(namespace).or_else(renamed)
    }

    /// Whether the inputs hold an object that injection refers to.
    pub(crate) fn has(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        self.referred.iter().any(|(its_kind, its_namespace, its_name)| {
            its_kind == kind && its_name == name && (namespace.is_none() || namespace == Some(its_namespace.as_str()))
        })
    }
}

/// Whether an object is an Instrumentation, of whatever version.
pub(crate) fn is_instrumentation(object: &Value<'_>) -> bool {
    Object(object).group() == GROUP && Object(object).kind() == "Instrumentation"
}

/// Whether an annotation of a Namespace asks for injection.
fn asks(key: &str, value: &str) -> bool {
    let language = key.strip_prefix(ANNOTATION_PREFIX).and_then(|key| key.strip_prefix("inject-"));
    language.is_some_and(|language| LANGUAGES.contains(&language))
        && !value.is_empty()
        && !value.eq_ignore_ascii_case("false")
}

/// A document that can't be read though something may be asked of it.
pub(crate) fn unreadable(error: &yaml::Error, source: usize, offset: usize) -> Diagnostic {
    let at = offset + error.offset();
    let code = if matches!(error, yaml::Error::Syntax { .. }) { SYNTAX } else { UNREADABLE };
    Diagnostic::new(Severity::Error, code, format!("this document can't be read: {error}"))
        .at(Location { source, span: at..at })
}

/// The same with the text that can't be read, which may be a template of one that can.
pub(crate) fn unreadable_text(error: &yaml::Error, text: &str, source: usize, offset: usize) -> Diagnostic {
    let diagnostic = unreadable(error, source, offset);
    if !text.contains("{{") {
        return diagnostic;
    }
    diagnostic.help("templates have to be rendered first, as in helm template ./chart | otel-inject inject -")
}

struct Document<'a, 's> {
    sources: &'a [Source],
    settings: &'a Settings,
    source: usize,
    offset: usize,
    tree: &'a Tree<'s>,
    /// The kinds that matter.
    kinds: &'a [&'a str],
}

impl Document<'_, '_> {
    fn location(&self, object: NodeId, at: &Pointer<'_>) -> Location {
        Location { source: self.source, span: point(self.tree, object, at, self.offset) }
    }
}
