//! What a rule names a service.

use std::borrow::Cow;

use super::Context;

/// The variable that names it.
pub(super) const SERVICE_NAME: &str = "OTEL_SERVICE_NAME";

/// The name by the rule that is for the workload, if it gives one; `operators` is the name in the operator's way.
pub(super) fn by_rule<'f>(
    context: &Context<'f, '_>,
    container: &'f str,
    operators: impl FnOnce() -> Cow<'f, str>,
) -> Option<Cow<'f, str>> {
    match context.request.rule?.service_name.as_ref()?.as_str() {
        "workload" => None,
        "container" => Some(Cow::Borrowed(container)),
        // In this order, as no name of a container has braces, and an annotation that names the service may have.
        text => Some(text.replace("{container}", container).replace("{workload}", &operators()).into()),
    }
}
