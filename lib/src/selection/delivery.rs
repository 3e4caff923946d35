//! Whether agents can get into a pod the way the configuration says.

use crate::config::Delivery;
use crate::decision::{Refusal, RefusalReason, Request};
use crate::k8s::Workload;
use crate::operator::{Annotation, Language};
use crate::pointer::Pointer;

use super::annotation_place;

/// Whether everything that is asked for can.
pub(super) fn check(delivery: Delivery, workload: &Workload<'_, '_>, requests: &[Request<'_>]) -> Result<(), Refusal> {
    let Some((request, what)) = requests.iter().find_map(|request| Some((request, unfit(delivery, request)?))) else {
        return Ok(());
    };
    let at = match request.asked_by {
        Some(_) => Pointer::default(),
        None => annotation_place(workload, Annotation::Inject(request.language)),
    };
    Err(Refusal { reason: RefusalReason::DeliveryUnfit { what }, at })
}

/// What can't get into a pod so.
fn unfit(delivery: Delivery, request: &Request<'_>) -> Option<String> {
    let Request { language, instrumentation, .. } = request;
    if !delivery.is_for(*language) {
        return Some(format!("the agent of {language}"));
    }
    // They would have to lie in a folder beside each other, and every image is a volume of its own.
    let extended = *language == Language::Java && !instrumentation.spec.java.extensions.is_empty();
    (delivery == Delivery::ImageVolume && extended)
        .then(|| format!("the extensions for java in the Instrumentation {}", instrumentation.full_name()))
}
