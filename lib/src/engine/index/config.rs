//! The configuration of a run: where it is among the sources, and what is wrong with it.

use std::ops::Range;

use crate::config::{self, KIND, Mistake, Mode, OtelInject, Part, Read};
use crate::diagnostic::{Diagnostic, Location, ObjectRef, Severity, has_errors};
use crate::k8s::Object;
use crate::pointer::{Pointer, Step};
use crate::value::Value;
use crate::yaml::{self, NodeId, field, point};

use crate::engine::input::{Holds, ReadDocument, ReadObject, Role, Settings, Source, Task, unreadable};

use super::lint_settings::unknown_rules;

/// The configuration of a run; where there is none, the one that says nothing.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// What it says.
    pub otel_inject: OtelInject,
    /// For each Instrumentation in it where it is, and what names it.
    pub instrumentations: Vec<(Location, ObjectRef)>,
    /// For each Namespace in it where it is.
    pub namespaces: Vec<Location>,
    /// What is wrong with it, and with where it stands. With errors nothing is done.
    pub diagnostics: Vec<Diagnostic>,
    /// Where it says how agents get into pods.
    pub delivery: Option<Location>,
    /// Where its rules are.
    pub rules: Option<Location>,
    /// Its own name, where the caller has a rule in the place of its rules.
    pub beside: Option<String>,
    /// Where it is.
    pub location: Option<Location>,
}

/// More mistakes than these are not of interest to anyone.
const MOST: usize = 50;

/// An object in its document.
struct Place<'a, 's> {
    document: &'a ReadDocument<'s>,
    node: NodeId,
}

impl Config {
    pub(crate) fn of(sources: &[Source]) -> Self {
        let mut config = Config::default();
        let mut unused = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            match source.role {
                Role::Config => config.file(index, &source.text),
                Role::Input | Role::Reference => config.manifests(index, source, &mut unused),
            }
        }
        // One that is given as the configuration may lie among the manifests.
        let is_given = |(name, _): &(String, Diagnostic)| config.location.is_some() && config.otel_inject.name == *name;
        unused.retain(|unused| !is_given(unused));
        config.diagnostics.extend(unused.into_iter().map(|(_, diagnostic)| diagnostic));
        config
    }

    /// Whether nothing can be done.
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// What is wrong with doing this under it.
    pub(crate) fn contradicts(&self, task: Task) -> Option<Diagnostic> {
        let mode = self.otel_inject.spec.mode;
        if task != Task::Inject || mode == Mode::Inject {
            return None;
        }
        let message = format!("the configuration says to {}, and this is to inject", mode.as_str());
        let mut wrong = Diagnostic::new(Severity::Error, "config-mode", message).help("leave its mode out");
        wrong.location.clone_from(&self.location);
        wrong.field = "spec.mode".to_owned();
        Some(wrong)
    }

    /// The settings of a run: what the caller says goes before what the configuration says.
    pub(crate) fn settings(&self, mut settings: Settings) -> Settings {
        let spec = &self.otel_inject.spec;
        if settings.namespace.is_none() {
            settings.namespace = spec.namespace.as_ref().map(|name| name.as_str().to_owned());
        }
        settings.disabled_languages.extend(spec.disabled_languages.iter().map(|language| language.language()));
        settings
    }

    fn file(&mut self, source: usize, text: &str) {
        let mut found = false;
        for range in yaml::documents(text) {
            let start = range.start;
            match ReadDocument::read(text, source, range) {
                Ok(document) => {
                    let Some(node) = document.tree.root() else { continue };
                    found = true;
                    self.object(&Place { document: &document, node });
                }
                Err(error) => {
                    found = true;
                    self.diagnostics.push(unreadable(&error, source, start));
                }
            }
        }
        if !found {
            let empty = Diagnostic::new(Severity::Error, "config-invalid", "there is no configuration in this file");
            let location = Location { source, span: 0..0 };
            self.diagnostics.push(empty.at(location).help(format!("write an {KIND} of {}", config::API_VERSION)));
        }
    }

    /// Looks for the configuration of a function, and for one that stands where it has no effect.
    fn manifests(&mut self, index: usize, Source { text, role, .. }: &Source, unused: &mut Vec<(String, Diagnostic)>) {
        const NAMES: [&str; 2] = ["functionConfig", KIND];
        let names =
            |text: &str| NAMES.iter().any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some());
        if !names(text) {
            return;
        }
        for range in yaml::documents(text).into_iter().filter(|range| names(&text[range.clone()])) {
            let Ok(document) = ReadDocument::read(text, index, range) else { continue };
            let place = |object: ReadObject| Place { document: &document, node: object.node };
            if let Some(object) = document.function_config {
                let is_nothing = document.value(object).is_ok_and(|value| value.is_empty());
                if !is_nothing {
                    self.object(&place(object));
                }
            }
            for object in document.objects.iter().filter(|object| object.holds == Holds::Config) {
                unused.extend(place(*object).unused(*role));
            }
        }
    }

    fn object(&mut self, place: &Place<'_, '_>) {
        let document = place.document;
        let value = match yaml::value(&document.tree, place.node) {
            Ok(value) => value,
            Err(error) => return self.diagnostics.push(unreadable(&error, document.source, document.offset)),
        };
        if Holds::of(&document.tree, place.node) == Holds::Instrumentation {
            return;
        }
        let object = Object(&value);
        let is_config_map = object.api_version() == "v1" && object.kind() == "ConfigMap";
        let mut read = if is_config_map { config::read_config_map(&value) } else { config::read(&value) };
        read.errors.extend(unknown_rules(&read.config.spec.lint, is_config_map));
        let location = place.location(&Pointer::keys(&["kind"]));
        if self.location.is_some() {
            let twice = Diagnostic::new(Severity::Error, "config-twice", "this is a second configuration");
            self.diagnostics.push(twice.at(location).help("leave one of the two out"));
            return;
        }
        self.location = Some(location);
        self.say(place, &object.reference(), &read);
        let path = |key| if is_config_map { ["data", key] } else { ["spec", key] };
        self.rules = Some(place.location(&Pointer::keys(&path("rules"))));
        self.delivery = Some(place.location(&Pointer::keys(&path("delivery"))));
        let list = |key| place.list(&value, path(key));
        self.instrumentations = list("instrumentations")
            .zip(&read.config.spec.instrumentations)
            .map(|(location, one)| {
                let (api_version, kind) = ("opentelemetry.io/v1alpha1".to_owned(), "Instrumentation".to_owned());
                let (namespace, name) = (one.namespace.clone(), one.name.clone());
                (location, ObjectRef { api_version, kind, namespace, name })
            })
            .collect();
        self.namespaces = list("namespaces").take(read.config.spec.namespaces.len()).collect();
        self.otel_inject = read.config;
    }

    fn say(&mut self, place: &Place<'_, '_>, object: &ObjectRef, read: &Read) {
        let say = |severity, code, mistake: &Mistake| {
            let location = Location { source: place.document.source, span: place.span(mistake) };
            let said = Diagnostic::new(severity, code, mistake.message.as_str()).at(location);
            let mut said = said.help(mistake.help.as_str());
            said.field = field(&mistake.at);
            // What has no name can't be told by it.
            said.object = Some(object).filter(|object| !object.name.is_empty()).cloned();
            said
        };
        let errors = read.errors.iter().take(MOST);
        self.diagnostics.extend(errors.map(|error| say(Severity::Error, "config-invalid", error)));
        if let Some(more) = read.errors.len().checked_sub(MOST).filter(|more| *more > 0) {
            let message = format!("there are {more} more mistakes in the configuration");
            let more = Diagnostic::new(Severity::Error, "config-invalid", message);
            // Behind those that are told: the first line is the one that people see of a build.
            let last = read.errors[..MOST].iter().map(|error| place.span(error)).max_by_key(|span| span.start);
            self.diagnostics.push(more.at(Location { source: place.document.source, span: last.unwrap_or_default() }));
        }
        self.diagnostics.extend(read.warnings.iter().map(|warning| say(Severity::Warning, "config-doubtful", warning)));
    }
}

impl Place<'_, '_> {
    /// Reports an OtelInject that is not read because --config does not name it: a warning in the input, an error with
    /// -i. Returns its name.
    fn unused(&self, role: Role) -> Option<(String, Diagnostic)> {
        let value = yaml::value(&self.document.tree, self.node).ok()?;
        let object = Object(&value).reference();
        let severity = if role == Role::Input { Severity::Warning } else { Severity::Error };
        let unused = Diagnostic::new(severity, "config-unused", format!("an {KIND} has no effect here"));
        let unused = unused.at(self.location(&Pointer::keys(&["kind"]))).about(&object, String::new());
        Some((object.name, unused.help("give its file with --config")))
    }

    fn location(&self, at: &Pointer<'_>) -> Location {
        self.document.location(self.node, at)
    }

    /// Where the elements of a list are; where a text holds them, all are where it is.
    fn list(&self, object: &Value<'_>, path: [&'static str; 2]) -> impl Iterator<Item = Location> {
        let at = Pointer::keys(&path);
        let is_list = object.at(&path).is_some_and(|value| value.as_list().is_some());
        (0..).map(move |index| {
            let element = at.join(Step::Index(index)).join(Step::Key("metadata".into())).join(Step::Key("name".into()));
            self.location(if is_list { &element } else { &at })
        })
    }

    /// The bytes that a mistake is about.
    fn span(&self, Mistake { at, part, .. }: &Mistake) -> Range<usize> {
        let ReadDocument { tree, offset, .. } = self.document;
        let whole = || point(tree, self.node, at, *offset);
        let node = yaml::exact(tree, self.node, at);
        match (part, node) {
            (Part::Key, Some(node)) => match yaml::key_of(tree, self.node, node) {
                Some(key) => offset + tree.start(key)..offset + tree.end(key),
                None => whole(),
            },
            // Only where the text stands as it is meant, without escapes and line breaks, its bytes have places.
            (Part::Text(within), Some(node)) => {
                let written = &tree.source[tree.start(node)..tree.end(node)];
                match written.find(&*tree.content(node)).filter(|_| !within.is_empty()) {
                    Some(begin) => {
                        let start = offset + tree.start(node) + begin;
                        start + within.start..start + within.end
                    }
                    None => whole(),
                }
            }
            _ => whole(),
        }
    }
}
