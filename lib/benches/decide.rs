//! How long it takes to decide and plan one pod, apart from reading and writing it: zipservice, of whose eight containers
//! seven are instrumented, and a pod with a container for each of the eight languages.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use otel_inject::engine::{Engine, Role, Settings, Source, Task};
use otel_inject::yaml;

/// The programs' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PODS: [(&str, &str); 2] = [
    ("zipservice", include_str!("../../fixtures/parity/cases/zipservice/input.yaml")),
    ("all eight languages", include_str!("../../fixtures/parity/cases/multi-all-eight/input.yaml")),
];

fn benches(criterion: &mut Criterion) {
    for (name, text) in PODS {
        let mut group = criterion.benchmark_group(name);
        let source = Source { name: "bench.yaml".to_owned(), text: text.to_owned(), role: Role::Input };
        let engine = Engine::load(vec![source], Settings::default());
        group.bench_function("read, decide and plan", |bencher| {
            bencher.iter(|| {
                let report = engine.decide(Task::Inject);
                assert!(report.workloads.iter().any(|workload| workload.changed));
                report
            });
        });
        // What the engine reads of it: the documents that can ask for something.
        let asks = |text: &&str| text.contains("opentelemetry.io/");
        let documents: Vec<&str> = yaml::documents(text).into_iter().map(|range| &text[range]).filter(asks).collect();
        group.bench_function("read", |bencher| {
            bencher.iter(|| {
                let read = |document: &&'static str| {
                    let tree = yaml::read(black_box(document)).expect("YAML");
                    let value = tree.root().map(|root| yaml::value(&tree, root).expect("a value"));
                    (tree, value)
                };
                documents.iter().map(read).collect::<Vec<_>>()
            });
        });
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
