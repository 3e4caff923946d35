//! No agent: a program that has the SDK already gets its configuration.

use super::marks::Marks;
use super::{Job, Language, Steps, environment, tls};

pub(super) const SDK: Language = Language {
    name: "sdk",
    defaults: None,
    // What every language leaves, too.
    marks: Marks { volumes: tls::VOLUMES, ..Marks::NONE },
    steps: Steps::Own(inject),
};

fn inject(job: &mut Job<'_, '_>) {
    let context = job.context;
    for place in &context.request.containers {
        let Some(mut container) = job.pod.container(place) else { continue };
        environment::common(&mut container, context.spec());
        environment::configure(job, place);
        job.outcome(place, None);
    }
}
