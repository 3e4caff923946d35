//! An object that is the configuration, or is taken for one: where it is, and what it says is.

use std::ops::Range;

use crate::config::{KIND, Mistake, Part, Spec};
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::engine::input::{ReadDocument, Role};
use crate::k8s::Object;
use crate::pointer::{Pointer, Step};
use crate::value::Value;
use crate::yaml::{self, NodeId, point};

/// A configuration in its document.
pub(super) struct ConfigObject<'a, 's> {
    pub document: &'a ReadDocument<'s>,
    pub node: NodeId,
}

impl ConfigObject<'_, '_> {
    /// Reports an OtelInject that is not read because --config does not name it: a warning in the input, an error with
    /// -i. Returns its name.
    pub(super) fn unused(&self, role: Role) -> Option<(String, Diagnostic)> {
        let severity = if role == Role::Reference { Severity::Error } else { Severity::Warning };
        self.without_effect(severity, "give its file with --config")
    }

    /// Reports an OtelInject that configures a function in a ResourceList which is one file of several.
    pub(super) fn unused_data(&self) -> Option<(String, Diagnostic)> {
        self.without_effect(Severity::Warning, "a ResourceList configures a run only if it is the whole input")
    }

    /// Reports `exclude` in the configuration of a function, which is given objects and no folders.
    pub(super) fn unused_exclude(&self, spec: &Spec) -> Option<Diagnostic> {
        let at = Pointer::keys(&["spec", "exclude"]);
        let message = "exclude has no effect here: it is for the folders that the command line reads";
        let unused = Diagnostic::new(Severity::Warning, Code::ConfigUnused, message).at(self.location(&at));
        (!spec.exclude.is_empty()).then(|| unused.help("leave it out, or give the file with --config"))
    }

    fn without_effect(&self, severity: Severity, help: &str) -> Option<(String, Diagnostic)> {
        let value = yaml::value(&self.document.tree, self.node).ok()?;
        let object = Object(&value).reference();
        let unused = Diagnostic::new(severity, Code::ConfigUnused, format!("an {KIND} has no effect here"));
        let unused = unused.at(self.location(&Pointer::keys(&["kind"]))).about(&object, String::new());
        Some((object.name, unused.help(help)))
    }

    pub(super) fn location(&self, at: &Pointer<'_>) -> Location {
        self.document.location(self.node, at)
    }

    /// Where the elements of a list are. In a ConfigMap all of them are where the text is that holds them.
    pub(super) fn list(&self, object: &Value<'_>, path: [&'static str; 2]) -> impl Iterator<Item = Location> {
        let at = Pointer::keys(&path);
        let is_list = object.at(&path).is_some_and(|value| value.as_list().is_some());
        (0..).map(move |index| {
            let element = at.join(Step::Index(index)).join(Step::Key("metadata".into())).join(Step::Key("name".into()));
            self.location(if is_list { &element } else { &at })
        })
    }

    /// The bytes that a mistake is about.
    pub(super) fn span(&self, Mistake { at, part, .. }: &Mistake) -> Range<usize> {
        let ReadDocument { tree, offset, .. } = self.document;
        let whole = || point(tree, self.node, at, *offset);
        let node = yaml::exact(tree, self.node, at);
        match (part, node) {
            (Part::Key, Some(node)) => match yaml::key_of(tree, self.node, node) {
                Some(key) => offset + tree.start(key)..offset + tree.end(key),
                None => whole(),
            },
            // A part of a text has a place only if the text is written without escapes and line breaks.
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
