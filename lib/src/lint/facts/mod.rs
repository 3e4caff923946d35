//! What follows from what the objects say: where containers send, what they report as, what they run.

mod agent;
mod command;
mod endpoint;
mod export;
mod image;
mod protocol;
mod service;
mod signal;

use crate::lint::model::{Container, Workload};

use command::add_words;
use export::{Export, add_exports};

pub use agent::Agent;
pub use command::Word;
pub use endpoint::{Endpoint, Sender, endpoints};
pub use image::TaggedImage;
pub use protocol::Protocol;
pub use service::Service;
pub use signal::Signal;

/// What follows from what a workload's containers say. It is found while the workload is at hand, for the rules that look
/// at one workload and for those that compare many.
#[derive(Debug)]
pub struct Facts<'i> {
    // Each list is that of all containers, in their order: most workloads have few entries, and no list of a container
    // is worth an allocation.
    words: Vec<Word<'i>>,
    exports: Vec<Export<'i>>,
    services: Vec<(usize, Service<'i>)>,
}

impl<'i> Facts<'i> {
    /// Those of a workload.
    #[must_use]
    pub fn of(workload: &Workload<'i>) -> Self {
        let (mut words, mut exports, mut services) = (Vec::new(), Vec::new(), Vec::new());
        for container in workload.containers() {
            add_words(container, &mut words);
            add_exports(container, &mut exports);
            if let Some(service) = Service::of(container) {
                push(&mut services, (container.index, service));
            }
        }
        Self { words, exports, services }
    }

    /// The words of a container's `command` and `args` as people wrote them, those of scripts one by one.
    #[must_use]
    pub fn words(&self, container: &Container<'_>) -> &[Word<'i>] {
        of_container(&self.words, container, |word| word.container)
    }

    /// What a container reports as, as far as its variables tell.
    #[must_use]
    pub fn service(&self, container: &Container<'_>) -> Option<&Service<'i>> {
        of_container(&self.services, container, |(index, _)| *index).first().map(|(_, service)| service)
    }

    /// Where a container sends, as far as its variables tell.
    fn exports(&self, container: &Container<'_>) -> &[Export<'i>] {
        of_container(&self.exports, container, |export| export.container)
    }
}

/// Adds to a list that has one element in most workloads.
fn push<T>(list: &mut Vec<T>, one: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(one);
}

/// The part of a list that is a container's.
fn of_container<'l, T>(list: &'l [T], container: &Container<'_>, index: impl Fn(&T) -> usize) -> &'l [T] {
    let start = list.partition_point(|one| index(one) < container.index);
    let length = list[start..].partition_point(|one| index(one) == container.index);
    &list[start..start + length]
}
