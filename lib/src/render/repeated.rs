//! What is said of many workloads in the same words, said once.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity};

/// How many of the others are named.
const NAMED: usize = 2;

/// The diagnostics, in their order, without warnings and notes that say of another object what was said before: the first
/// of these tells of how many more it holds. Errors stay as they are, each is to be put right.
///
/// For a person who reads; a program that looks for an object's diagnostics wants each.
#[must_use]
pub fn said_once(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut others: Vec<Vec<String>> = Vec::new();
    let mut known = HashMap::new();
    for diagnostic in diagnostics {
        let Diagnostic { severity, code, message, field, .. } = diagnostic;
        let of_object = diagnostic.object.as_ref().filter(|_| *severity != Severity::Error);
        if let Some(object) = of_object {
            let key = (code, message, field, &diagnostic.label, &diagnostic.help);
            // Of one object twice is another place in it.
            let first = *known.entry((*severity, key)).or_insert(said.len());
            if first < said.len() && said[first].object.as_ref() != Some(object) {
                others[first].push(object.to_string());
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
