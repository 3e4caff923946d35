//! What is said of many workloads in the same words, said once.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity};

/// How many of the others are named.
const NAMED: usize = 2;

/// So many errors are each said though they are alike: each is to be put right, and a person goes from one to the next.
const ERRORS: usize = 3;

/// The diagnostics, in their order, without those that say of another object what was said before: the first of these
/// tells of how many more it holds. Errors are said once only where there are many alike.
///
/// For a person who reads; a program that looks for an object's diagnostics wants each.
#[must_use]
pub fn said_once(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let alike: Vec<Option<Alike<'_>>> = diagnostics.iter().map(Alike::of).collect();
    let mut errors: HashMap<&Alike<'_>, usize> = HashMap::new();
    for alike in alike.iter().flatten().filter(|alike| alike.severity == Severity::Error) {
        *errors.entry(alike).or_default() += 1;
    }
    let is_many = |alike: &&Alike<'_>| errors.get(alike).is_none_or(|count| *count > ERRORS);
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut others: Vec<Vec<String>> = Vec::new();
    let mut known: HashMap<&Alike<'_>, usize> = HashMap::new();
    for (diagnostic, alike) in diagnostics.iter().zip(&alike) {
        if let (Some(object), Some(alike)) = (&diagnostic.object, alike.as_ref().filter(is_many)) {
            // Of one object twice is another place in it.
            let first = *known.entry(alike).or_insert(said.len());
            if first < said.len() && said[first].object.as_ref() != Some(object) {
                let (name, others) = (object.to_string(), &mut others[first]);
                if others.last() != Some(&name) {
                    others.push(name);
                }
                continue;
            }
        }
        said.push(diagnostic.clone());
        others.push(Vec::new());
    }
    for (diagnostic, others) in said.iter_mut().zip(others).filter(|(_, others)| !others.is_empty()) {
        if !diagnostic.help.is_empty() {
            diagnostic.help.push_str("; ");
        }
        diagnostic.help.push_str(&more(&others));
    }
    said
}

/// What diagnostics of different objects have in common that say the same.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'a> {
    severity: Severity,
    code: &'a str,
    message: String,
    field: String,
    label: String,
    help: &'a str,
}

impl<'a> Alike<'a> {
    /// `None` for what is about no object.
    fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        let Diagnostic { severity, code, message, field, label, help, object, .. } = diagnostic;
        let own = &object.as_ref()?.name;
        let without_names = |text: &str| without_containers(&without(text, own));
        let (message, field, label) = (without_names(message), without_names(field), without_names(label));
        Some(Self { severity: *severity, code: code.as_str(), message, field, label, help })
    }
}

/// In the place of a name.
const NAME: &str = "\u{0}";

/// A text without the name of the object that it is about.
fn without(text: &str, name: &str) -> String {
    let is_part = |at: Option<char>| at.is_some_and(|at| at.is_alphanumeric() || at == '-' || at == '.');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, behind) = (&rest[..at], &rest[at + name.len()..]);
        let is_whole = !is_part(before.chars().next_back()) && !is_part(behind.chars().next());
        out.push_str(before);
        out.push_str(if is_whole { NAME } else { name });
        rest = behind;
    }
    out + rest
}

/// A text without the names of containers, as messages and fields write them: `container web`, `containers[web]`.
fn without_containers(text: &str) -> String {
    let mut out = text.to_owned();
    for (sign, ends) in [("container ", &[' ', ',', ':', ';'][..]), ("ontainers[", &[']'])] {
        let mut pieces = out.split(sign);
        let mut next = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece.find(ends).unwrap_or(piece.len());
            next.extend([sign, NAME, &piece[end..]]);
        }
        out = next;
    }
    out
}

/// `also in 12 more, such as Deployment cart and Deployment web`
fn more(others: &[String]) -> String {
    let count = others.len();
    let named = others[..count.min(NAMED)].join(" and ");
    if count <= NAMED { format!("also in {named}") } else { format!("also in {count} more, such as {named}") }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{DiagnosticId, ObjectRef};

    use super::*;

    fn of(severity: Severity, message: &str, name: &str) -> Diagnostic {
        let object = ObjectRef { kind: "Deployment".to_owned(), name: name.to_owned(), ..ObjectRef::default() };
        Diagnostic::new(severity, DiagnosticId::Rule("odd"), message).about(&object, "spec".to_owned())
    }

    fn told(diagnostics: &[Diagnostic]) -> Vec<(String, String)> {
        said_once(diagnostics).into_iter().map(|said| (said.message, said.help)).collect()
    }

    #[test]
    fn what_holds_for_many_is_said_of_the_first() {
        let warning = |message: &str, name: &str| of(Severity::Warning, message, name);
        let two = [warning("a", "cart"), warning("b", "cart"), warning("a", "web").help("")];
        let said = |help: &str| [("a".to_owned(), help.to_owned()), ("b".to_owned(), String::new())];
        assert_eq!(told(&two), said("also in Deployment web"));
        let many = [&two[..], &[warning("a", "x"), warning("a", "y")]].concat();
        assert_eq!(told(&many), said("also in 3 more, such as Deployment web and Deployment x"));
    }

    #[test]
    fn help_stays_in_front_of_it() {
        let warning = |name: &str| of(Severity::Warning, "a", name).help("give it");
        let help = "give it; also in Deployment web".to_owned();
        assert_eq!(told(&[warning("cart"), warning("web")]), [("a".to_owned(), help)]);
    }

    #[test]
    fn names_make_no_difference_and_of_many_errors_the_first_is_said() {
        let own = |severity, name: &str| {
            let message = format!("python is not injected into container {name}: Deployment {name} is odd");
            let mut own = of(severity, &message, name);
            own.field = format!("spec.containers[{name}-app].env");
            own
        };
        let warnings = ["cart", "web"].map(|name| own(Severity::Warning, name));
        assert_eq!(told(&warnings), [(warnings[0].message.clone(), "also in Deployment web".to_owned())]);
        let names: Vec<String> = (0..200).map(|index| format!("web-{index}")).collect();
        let errors: Vec<Diagnostic> = names.iter().map(|name| own(Severity::Error, name)).collect();
        let help = "also in 199 more, such as Deployment web-1 and Deployment web-2".to_owned();
        assert_eq!(told(&errors), [(errors[0].message.clone(), help)]);
        assert_eq!(said_once(&errors[..ERRORS]), errors[..ERRORS]);
        let other = |name: &str| of(Severity::Warning, "container a.b is odd in webs", name);
        assert_eq!(told(&[other("web"), of(Severity::Warning, "container a.b is odd in cart", "cart")]).len(), 2);
    }

    #[test]
    fn errors_and_other_places_of_an_object_are_all_said() {
        let errors = [of(Severity::Error, "a", "cart"), of(Severity::Error, "a", "web")];
        assert_eq!(said_once(&errors), errors);
        let places = [of(Severity::Info, "a", "cart"), of(Severity::Info, "a", "cart")];
        assert_eq!(said_once(&places), places);
        let places = [
            Diagnostic::new(Severity::Warning, DiagnosticId::Rule("odd"), "a"),
            Diagnostic::new(Severity::Warning, DiagnosticId::Rule("odd"), "a"),
        ];
        assert_eq!(said_once(&places), places);
    }
}
