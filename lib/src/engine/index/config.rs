//! The configuration of a run: where it is among the sources, and what is wrong with it.

use crate::config::{self, KIND, Mistake, Mode, OtelInject, Read};
use crate::diagnostic::{Code, Diagnostic, Location, ObjectRef, Severity, has_errors};
use crate::engine::input::{Holds, ReadDocument, ReadObject, Role, Settings, Source, Task, unreadable};
use crate::instrumentation;
use crate::k8s::{Kinds, Object};
use crate::pointer::Pointer;
use crate::yaml::{self, field};

use super::config_object::ConfigObject;
use super::unknown_rules::unknown_rules;

/// The configuration of a run. Without one, the default, which says nothing.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// What it says.
    pub otel_inject: OtelInject,
    /// Where each of its Instrumentations is, and what names it.
    pub instrumentations: Vec<(Location, ObjectRef)>,
    /// Where each of its Namespaces is.
    pub namespaces: Vec<Location>,
    /// What is wrong with it or its place. With an error nothing is done.
    pub diagnostics: Vec<Diagnostic>,
    /// Where it says how agents get into pods.
    pub delivery: Option<Location>,
    /// Where its rules are.
    pub rules: Option<Location>,
    /// Its own name, if a rule of the caller's takes the place of its rules.
    pub beside: Option<String>,
    /// Where it is.
    pub location: Option<Location>,
}

/// At most this many mistakes are listed.
const MOST: usize = 50;

impl Config {
    pub(crate) fn of(sources: &[Source]) -> Self {
        let mut config = Config::default();
        let mut unused = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            match source.role {
                Role::Config => config.file(index, &source.text),
                Role::LeftOut => {}
                Role::Input | Role::Found | Role::Build | Role::Reference => {
                    config.manifests(index, sources, &mut unused)
                }
            }
        }
        // The file given with --config may also be among the manifests.
        let is_given = |(name, _): &(String, Diagnostic)| config.location.is_some() && config.otel_inject.name == *name;
        unused.retain(|unused| !is_given(unused));
        config.diagnostics.extend(unused.into_iter().map(|(_, diagnostic)| diagnostic));
        config
    }

    /// Whether an error keeps anything from being done.
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// Reports a `mode` that contradicts the task.
    pub(crate) fn contradicts(&self, task: Task) -> Option<Diagnostic> {
        let mode = self.otel_inject.spec.mode;
        if task != Task::Inject || mode == Mode::Inject {
            return None;
        }
        let message = format!("the configuration says to {}, and this is to inject", mode.as_str());
        let mut wrong = Diagnostic::new(Severity::Error, Code::ConfigMode, message).help("leave its mode out");
        wrong.location.clone_from(&self.location);
        wrong.field = "spec.mode".to_owned();
        Some(wrong)
    }

    /// The settings of a run. The caller's override those of the configuration.
    pub(crate) fn settings(&self, mut settings: Settings) -> Settings {
        let spec = &self.otel_inject.spec;
        if settings.namespace.is_none() {
            settings.namespace = spec.namespace.as_ref().map(|name| name.as_str().to_owned());
        }
        settings.disabled_languages.extend(spec.disabled_languages.iter().map(|language| language.language()));
        settings
    }

    /// The kinds of workload that the run knows: everybody's, and those that the configuration describes.
    pub(crate) fn kinds(&self) -> Kinds {
        self.otel_inject.spec.kinds()
    }

    fn file(&mut self, source: usize, text: &str) {
        let mut found = false;
        for range in yaml::documents(text) {
            let start = range.start;
            match ReadDocument::read(text, source, range, Kinds::known()) {
                Ok(document) => {
                    let Some(node) = document.tree.root() else { continue };
                    found = true;
                    self.object(&ConfigObject { document: &document, node });
                }
                Err(error) => {
                    found = true;
                    self.diagnostics.push(unreadable(&error, source, start));
                }
            }
        }
        if !found {
            let empty = Diagnostic::new(Severity::Error, Code::ConfigInvalid, "there is no configuration in this file");
            let location = Location { source, span: 0..0 };
            self.diagnostics.push(empty.at(location).help(format!("write an {KIND} of {}", config::API_VERSION)));
        }
    }

    /// Finds the configuration of a function, and reports those that have no effect where they are.
    fn manifests(&mut self, index: usize, sources: &[Source], unused: &mut Vec<(String, Diagnostic)>) {
        let Source { text, role, .. } = &sources[index];
        const NAMES: [&str; 2] = ["functionConfig", KIND];
        let names =
            |text: &str| NAMES.iter().any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some());
        if !names(text) {
            return;
        }
        for range in yaml::documents(text).into_iter().filter(|range| names(&text[range.clone()])) {
            let Ok(document) = ReadDocument::read(text, index, range, Kinds::known()) else { continue };
            let place = |object: ReadObject| ConfigObject { document: &document, node: object.node };
            if document.is_data(sources) {
                let config = document.function_config.filter(|object| object.holds == Holds::Config);
                unused.extend(config.and_then(|object| place(object).unused_data()));
                continue;
            }
            if let Some(object) = document.function_config {
                let is_nothing = document.value(object).is_ok_and(|value| value.is_empty());
                if !is_nothing {
                    self.object(&place(object));
                    self.diagnostics.extend(place(object).unused_exclude(&self.otel_inject.spec));
                }
            }
            for object in document.objects.iter().filter(|object| object.holds == Holds::Config) {
                unused.extend(place(*object).unused(*role));
            }
        }
    }

    fn object(&mut self, place: &ConfigObject<'_, '_>) {
        let document = place.document;
        let value = match yaml::value(&document.tree, place.node) {
            Ok(value) => value,
            Err(error) => return self.diagnostics.push(unreadable(&error, document.source, document.offset)),
        };
        if Holds::of(&document.tree, place.node, Kinds::known()) == Holds::Instrumentation {
            return;
        }
        let object = Object(&value);
        let is_config_map = object.api_version() == "v1" && object.kind() == "ConfigMap";
        let mut read = if is_config_map { config::read_config_map(&value) } else { config::read(&value) };
        read.errors.extend(unknown_rules(&read.config.spec.lint, is_config_map));
        let location = place.location(&Pointer::keys(&["kind"]));
        if self.location.is_some() {
            let twice = Diagnostic::new(Severity::Error, Code::ConfigTwice, "this is a second configuration");
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
                let (api_version, kind) = (instrumentation::API_VERSION.to_owned(), "Instrumentation".to_owned());
                let (namespace, name) = (one.namespace.clone(), one.name.clone());
                (location, ObjectRef { api_version, kind, namespace, name })
            })
            .collect();
        self.namespaces = list("namespaces").take(read.config.spec.namespaces.len()).collect();
        self.otel_inject = read.config;
    }

    fn say(&mut self, place: &ConfigObject<'_, '_>, object: &ObjectRef, read: &Read) {
        let say = |severity, code, mistake: &Mistake| {
            let location = Location { source: place.document.source, span: place.span(mistake) };
            let said = Diagnostic::new(severity, code, mistake.message.as_str()).at(location);
            let mut said = said.help(mistake.help.as_str());
            said.field = field(&mistake.at);
            // An object without a name can't be named.
            said.object = Some(object).filter(|object| !object.name.is_empty()).cloned();
            said
        };
        let errors = read.errors.iter().take(MOST);
        self.diagnostics.extend(errors.map(|error| say(Severity::Error, Code::ConfigInvalid, error)));
        if let Some(more) = read.errors.len().checked_sub(MOST).filter(|more| *more > 0) {
            let message = format!("there are {more} more mistakes in the configuration");
            let more = Diagnostic::new(Severity::Error, Code::ConfigInvalid, message);
            // Located behind the mistakes that are listed, since a build shows its first line.
            let last = read.errors[..MOST].iter().map(|error| place.span(error)).max_by_key(|span| span.start);
            self.diagnostics.push(more.at(Location { source: place.document.source, span: last.unwrap_or_default() }));
        }
        self.diagnostics
            .extend(read.warnings.iter().map(|warning| say(Severity::Warning, Code::ConfigDoubtful, warning)));
    }
}
