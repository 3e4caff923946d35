//! What all inputs together say: the configuration, Instrumentations, Namespaces, and which other objects there are.

mod arguments;
mod config;
mod config_object;
mod inputs;
mod instrumentations;
mod lint_settings;
mod namespaces;
mod referred;
mod unknown_rules;

use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::engine::input::{
    Holds, ReadDocument, ReadObject, Role, Settings, Source, may_request_injection, unreadable, unreadable_text,
};
use crate::instrumentation::Instrumentation;
use crate::k8s::{Kinds, Object, StringMap};
use crate::pointer::Pointer;
use crate::scope::{File, Scope};
use crate::selection::{Catalogue, Choices};
use crate::yaml;

pub(crate) use config::Config;
pub(crate) use inputs::Inputs;
pub(crate) use instrumentations::InstrumentationProblems;

use instrumentations::instrumentation;
use namespaces::{Counts, Namespaces};
use referred::Referred;

/// What all inputs together say.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The Instrumentations, in the order of the sources.
    pub instrumentations: Vec<Instrumentation>,
    /// Where each of them is, and what is wrong with it.
    pub problems: Vec<InstrumentationProblems>,
    /// Where all sources are.
    pub scope: Scope,
    catalogue: Catalogue,
    namespaces: Namespaces,
    /// Whether a Namespace or a rule requests injection for workloads that don't mention it.
    pub asks_from_outside: bool,
    referred: Referred,
    /// What can't be read, and what has no effect where it is.
    pub diagnostics: Vec<Diagnostic>,
}

impl Index {
    pub(crate) fn of(sources: &[Source], settings: &Settings, config: &Config, kinds: &Kinds) -> Self {
        let files = sources.iter().map(|Source { name, text, role }| {
            // Nothing in what was left out counts.
            let text = if *role == Role::LeftOut { "" } else { text };
            File { name, text, is_beside: role.is_beside() }
        });
        let mut index = Index { scope: Scope::of(&files.collect::<Vec<_>>()), ..Index::default() };
        index.read(sources, settings, kinds, &[Holds::Instrumentation, Holds::Namespace]);
        index.add_configured(config);
        let placed = index.problems.iter().map(|one| one.location.source);
        index.catalogue = Catalogue::of(&index.instrumentations, placed, &index.scope);
        // Secrets and ConfigMaps matter only if an Instrumentation refers to one.
        let refers = |one: &Instrumentation| {
            let tls = one.spec.exporter.tls.as_ref();
            tls.is_some_and(|tls| tls.secret_name.is_some() || tls.config_map_name.is_some())
        };
        if index.instrumentations.iter().any(refers) {
            index.read(sources, settings, kinds, &[Holds::Referred]);
        }
        let rules = &config.otel_inject.spec.rules;
        index.asks_from_outside = index.namespaces.ask || rules.iter().any(|rule| !rule.inject.is_empty());
        index
    }

    /// Adds the objects that the configuration has.
    fn add_configured(&mut self, config: &Config) {
        let spec = &config.otel_inject.spec;
        for (instrumentation, (location, object)) in spec.instrumentations.iter().zip(&config.instrumentations) {
            // The configuration reports what is wrong with it.
            let (errors, warnings) = (Vec::new(), Vec::new());
            let (location, object) = (location.clone(), object.clone());
            self.problems.push(InstrumentationProblems { location, object, errors, warnings });
            self.instrumentations.push(instrumentation.clone());
        }
        for (namespace, location) in spec.namespaces.iter().zip(&config.namespaces) {
            let annotations = &namespace.annotations;
            if !self.namespaces.add_configured(&namespace.name, annotations, location.clone(), &self.scope) {
                let message =
                    format!("the Namespace {} is in the input, and its annotations there hold", namespace.name);
                let twice = Diagnostic::new(Severity::Warning, Code::NamespaceInInput, message).at(location.clone());
                self.diagnostics.push(twice.help("leave it out here"));
            }
        }
    }

    /// Reads the wanted objects. A document that names none of their kinds is skipped unread.
    fn read(&mut self, sources: &[Source], settings: &Settings, kinds: &Kinds, wanted: &[Holds]) {
        let finders: Vec<Finder<'_>> = wanted.iter().flat_map(|holds| holds.kinds()).map(Finder::new).collect();
        let names_any = |text: &str| finders.iter().any(|finder| finder.find(text.as_bytes()).is_some());
        for (index, Source { text, role, .. }) in
            sources.iter().enumerate().filter(|(_, source)| source.role != Role::LeftOut && names_any(&source.text))
        {
            for range in yaml::documents(text).into_iter().filter(|range| names_any(&text[range.clone()])) {
                let (start, document) = (range.start, &text[range.clone()]);
                match ReadDocument::read(text, index, range, kinds) {
                    Ok(document) if document.is_data(sources) => {}
                    Ok(document) => self.document(&document, *role, settings, wanted),
                    // An input that can't be read is reported when its workloads are decided.
                    Err(error) if role.is_referred_to() && may_request_injection(document) => {
                        self.diagnostics.push(unreadable_text(&error, document, index, start));
                    }
                    Err(_) => {}
                }
            }
        }
    }

    fn document(&mut self, document: &ReadDocument<'_>, role: Role, settings: &Settings, wanted: &[Holds]) {
        let beside = document.function_config.iter().map(|object| (*object, true));
        let objects = document.objects.iter().map(|object| (*object, role.is_beside()));
        for (object, beside) in beside.chain(objects).filter(|(object, _)| wanted.contains(&object.holds)) {
            self.object(document, object, beside, settings.namespace.as_deref());
        }
    }

    /// `beside`: whether it is given beside the input. `namespace`: that of objects that name none.
    fn object(&mut self, document: &ReadDocument<'_>, object: ReadObject, beside: bool, namespace: Option<&str>) {
        let value = match document.value(object) {
            Ok(value) => value,
            Err(error) if object.holds == Holds::Instrumentation => {
                self.diagnostics.push(unreadable(&error, document.source, document.offset));
                return;
            }
            Err(_) => return,
        };
        match object.holds {
            Holds::Instrumentation => {
                let (read, problems) = instrumentation(document, object.node, &value, beside, namespace);
                self.instrumentations.push(read);
                self.problems.push(problems);
            }
            Holds::Namespace => {
                let location = document.location(object.node, &Pointer::keys(&["metadata", "name"]));
                self.namespaces.add(Object(&value), location, &self.scope);
            }
            _ => self.referred.add(Object(&value), namespace),
        }
    }

    /// The Instrumentations as the workloads of a source find them.
    pub(crate) fn choices(&self, source: usize) -> Choices<'_> {
        let Self { instrumentations, catalogue, scope, .. } = self;
        Choices { all: instrumentations, catalogue, scope, source }
    }

    /// The annotations of the Namespace that a name means in a source.
    pub(crate) fn namespace_annotations(&self, namespace: Option<&str>, source: usize) -> StringMap<'_, 'static> {
        self.namespace(namespace, source).map_or_else(StringMap::default, |counts| counts.namespace.annotations())
    }

    /// Where that Namespace is.
    pub(crate) fn namespace_place(&self, namespace: Option<&str>, source: usize) -> Option<&Location> {
        Some(&self.namespace(namespace, source)?.namespace.location)
    }

    /// Which of several Namespaces that is, in words; `None` if it is the only one of its name.
    pub(crate) fn namespace_choice(&self, namespace: &str, source: usize) -> Option<String> {
        self.namespace(Some(namespace), source)?.which(&self.scope)
    }

    /// What is to be said if it can't be told which of several Namespaces a name means in a source.
    pub(crate) fn namespace_conflict(&self, namespace: Option<&str>, source: usize) -> Option<Diagnostic> {
        self.namespace(namespace, source)?.conflict()
    }

    fn namespace(&self, namespace: Option<&str>, source: usize) -> Option<Counts<'_>> {
        self.namespaces.get(namespace?, &self.scope, source)
    }

    /// Whether the inputs hold an object that injection refers to.
    pub(crate) fn has(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        self.referred.has(kind, namespace, name)
    }
}

#[cfg(test)]
mod tests;
