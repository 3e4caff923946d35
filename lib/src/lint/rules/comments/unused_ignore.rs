//! `unused-ignore`

use crate::diagnostic::Severity;
use crate::lint::{Findings, Leftovers, LeftoversHook, Rule, Unused};

/// ## What it does
///
/// Finds comments `# otel-inject: ignore[…]` that suppress nothing, that name a rule that doesn't exist, or that give no
/// reason.
///
/// ## Why is this bad?
///
/// A comment that suppresses nothing hides the next mistake in its line. One without a reason leaves everybody who
/// reads it to find out whether it still holds.
///
/// ## Example
///
/// ```yaml
/// apiVersion: apps/v1
/// kind: Deployment
/// metadata:
///   name: cart
///   annotations:
///     # otel-inject: ignore[annotation-on-workload]
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         image: registry.example.com/shop/cart:1.4.0
/// ```
///
/// ## Use instead
///
/// ```yaml
/// apiVersion: apps/v1
/// kind: Deployment
/// metadata:
///   name: cart
///   annotations:
///     # otel-inject: ignore[annotation-on-workload] our own controller copies it to the pods
///     instrumentation.opentelemetry.io/inject-python: "true"
/// spec:
///   template:
///     spec:
///       containers:
///       - name: app
///         image: registry.example.com/shop/cart:1.4.0
/// ```
///
/// A rule that is left out of a run is not judged.
pub struct UnusedIgnore;

impl Rule for UnusedIgnore {
    const ID: &'static str = "unused-ignore";
    const SEVERITY: Severity = Severity::Warning;

    const LEFTOVERS: Option<LeftoversHook> = Some(leftovers);
}

fn leftovers(leftovers: &Leftovers<'_>, found: &mut Findings) {
    for Unused { suppression, name, span, unknown } in leftovers.unused {
        let place = suppression.place((*span).clone());
        match unknown {
            Some(help) => {
                found.add(place, format!("there is no rule named {name}")).help(help).severity(Severity::Error);
            }
            None => {
                let message = format!("{name} finds nothing here, so this suppresses nothing");
                found.add(place, message).help("take the comment away");
            }
        }
    }
    for suppression in leftovers.suppressions.iter().filter(|suppression| suppression.reason.is_empty()) {
        if let Some((_, span)) = suppression.rules.first() {
            found.add(suppression.place(span.clone()), "this gives no reason").help("write it behind the bracket");
        }
    }
}
