//! Fields that are read and have no effect yet: using one is refused, so that nobody relies on it.

use crate::pointer::{Pointer, Step};

use super::mistake::{Mistake, Part};
use super::rule::Rule;
use super::spec::{Delivery, Mode, Spec};

/// The uses of such fields.
pub(super) fn uses(spec: &Spec) -> Vec<Mistake> {
    let nothing = Spec::default();
    let of_spec = [
        ("mode", spec.mode != Mode::Inject),
        ("images", spec.images != nothing.images),
        ("delivery", spec.delivery != Delivery::InitContainer),
        ("lint", spec.lint != nothing.lint),
    ];
    let mut found: Vec<Mistake> = used(&Pointer::keys(&["spec"]), &of_spec).collect();
    for (index, rule) in spec.rules.iter().enumerate() {
        let nothing = Rule::default();
        let of_rule = [
            ("serviceName", rule.service_name != nothing.service_name),
            ("resourceAttributes", rule.resource_attributes != nothing.resource_attributes),
            ("images", rule.images != nothing.images),
            ("nodeSelector", rule.node_selector != nothing.node_selector),
            ("tolerations", rule.tolerations != nothing.tolerations),
        ];
        let at = Pointer::keys(&["spec", "rules"]).join(Step::Index(index));
        found.extend(used(&at, &of_rule));
    }
    found
}

fn used(at: &Pointer<'static>, fields: &[(&'static str, bool)]) -> impl Iterator<Item = Mistake> {
    let used = fields.iter().filter(|(_, used)| *used);
    used.map(|(field, _)| Mistake {
        at: at.join(Step::Key((*field).into())),
        part: Part::Key,
        message: format!("{field} is not built yet: this would have no effect"),
        help: "leave it out".to_owned(),
    })
}
