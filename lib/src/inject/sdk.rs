//! No agent: a program that has the SDK already gets its configuration.

use super::attributes::Origin;
use super::fingerprint::Fingerprint;
use super::{Injector, Job, Steps, environment, tls};

pub(super) const SDK: Injector = Injector {
    requests: None,
    // What every language leaves, too.
    fingerprint: Fingerprint { volumes: tls::VOLUMES, ..Fingerprint::NONE },
    steps: Steps::Own(inject),
};

fn inject(job: &mut Job<'_, '_>) {
    let context = job.context;
    for place in &context.request.containers {
        let Some(mut container) = job.pod.container(place) else { continue };
        environment::common(&mut container, context.spec());
        let origin = Origin::of(&context, &job.attributes, place, container.view());
        let from_elsewhere = environment::configure(&context, &mut container, place, origin);
        environment::configured(job, place, from_elsewhere);
        job.outcome(place, None);
    }
}
