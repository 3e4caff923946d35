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

/// What follows from what a workload's containers say. It is found while the workload is at hand, for the rules that
/// look at one workload and for those that compare many.
#[derive(Debug)]
pub struct Facts<'i> {
    // Each list is that of all containers, in their order: most workloads have few entries, and no list of a container
    // is worth an allocation.
    words: Vec<Word<'i>>,
    exports: Vec<Export<'i>>,
    services: Vec<(usize, Service<'i>)>,
}

impl<'i> Facts<'i> {
    /// Finds the facts of a workload.
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

    /// The words of a container's `command` and `args` as people wrote them. Scripts are split into words.
    #[must_use]
    pub fn words(&self, container: &Container<'_>) -> &[Word<'i>] {
        of_container(&self.words, container, |word| word.container)
    }

    /// The service that a container reports as, if its variables tell.
    #[must_use]
    pub fn service(&self, container: &Container<'_>) -> Option<&Service<'i>> {
        of_container(&self.services, container, |(index, _)| *index).first().map(|(_, service)| service)
    }

    /// Where a container sends, if its variables tell.
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

/// The part of a list that belongs to a container.
fn of_container<'l, T>(list: &'l [T], container: &Container<'_>, index: impl Fn(&T) -> usize) -> &'l [T] {
    let start = list.partition_point(|one| index(one) < container.index);
    let length = list[start..].partition_point(|one| index(one) == container.index);
    &list[start..start + length]
}

#[cfg(test)]
mod tests {
    use crate::lint::model::Manifests;
    use crate::lint::model::testing::injected;
    use crate::operator::Release;

    use super::*;

    const DEPLOYMENT: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  template:
    spec:
      initContainers:
      - name: migrate
        command: [sh, -c, 'sleep 1; /bin/migrate']
      containers:
      - name: quiet
      - name: app
        args: [serve]
        env:
        - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://first:4318'}
        - {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: grpc}
        - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://last:4318'}
        - {name: OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, value: 'http://logs:4318'}
        - {name: OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, value: http/json}
        - {name: OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
        - {name: OTEL_SERVICE_NAME, value: cart}
        - {name: OTEL_RESOURCE_ATTRIBUTES, value: 'a=b, service.namespace=shop'}
      - name: last
        command: [run]
        env:
        - {name: OTEL_SERVICE_NAME, value: $(NAME)}
";

    /// Looks at the facts of a workload, container by container.
    fn facts(look: impl Fn(&Facts<'_>, &[Container<'_>], &Workload<'_>)) {
        let documents = [injected(DEPLOYMENT, None, None, Vec::new())];
        let manifests = Manifests::new(&documents, [], Release::LATEST);
        let workload = Workload::of(manifests.resources()[0]).expect("a workload");
        look(&Facts::of(&workload), workload.containers(), &workload);
    }

    #[test]
    fn each_container_has_its_own_words() {
        facts(|facts, containers, workload| {
            let words = |container| facts.words(container).iter().map(|word| word.text).collect::<Vec<_>>();
            let all: Vec<_> = containers.iter().map(words).collect();
            assert_eq!(all, [vec!["sh", "-c", "sleep", "1", "/bin/migrate"], vec![], vec!["serve"], vec!["run"]]);
            let migrate = &facts.words(&containers[0])[4];
            assert_eq!(&DEPLOYMENT[migrate.place(workload).location.span], "/bin/migrate");
            let run = &facts.words(&containers[3])[0];
            assert_eq!(run.place(workload).field, "spec.template.spec.containers[last].command[0]");
        });
    }

    #[test]
    fn a_signal_is_sent_to_the_last_endpoint_that_is_given_for_it() {
        facts(|facts, containers, _| {
            let exports = facts.exports(&containers[2]);
            let of = |export: &Export<'_>| {
                let protocol = export.protocol_given.and_then(|variable| variable.value());
                (
                    export.signal,
                    export.variable.value().unwrap_or_default().into_owned(),
                    protocol.map(|text| text.into_owned()),
                )
            };
            let all: Vec<_> = exports.iter().map(of).collect();
            let expected = [(Signal::All, "http://last:4318", "grpc"), (Signal::Logs, "http://logs:4318", "http/json")];
            assert_eq!(all, expected.map(|(signal, at, protocol)| (signal, at.to_owned(), Some(protocol.to_owned()))));
            assert!(facts.exports(&containers[3]).is_empty());
        });
    }

    #[test]
    fn a_service_has_a_name_and_perhaps_a_namespace() {
        facts(|facts, containers, _| {
            let service = facts.service(&containers[2]).expect("a service");
            assert_eq!((&*service.name, service.namespace.as_deref()), ("cart", Some("shop")));
            assert_eq!(facts.service(&containers[1]), None);
            assert_eq!(facts.service(&containers[3]), None, "the name is made of another variable");
        });
    }
}
