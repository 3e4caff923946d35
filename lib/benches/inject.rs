//! How fast an injection is: the work W, two thousand copies of a pod of eight containers in one stream, with
//! verification on, and one small file. Throughput counts the bytes of the input.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use otel_inject::engine::{Engine, Role, Settings, Source, Task};
use otel_inject::yaml;

/// The programs' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ZIPSERVICE: &str = include_str!("../../fixtures/parity/cases/zipservice/input.yaml");
const LOGSTREAM: &str = include_str!("../../fixtures/logstream/deployment.yaml");
const INSTRUMENTATION: &str = include_str!("../../fixtures/logstream/instrumentation.yaml");
const COPIES: usize = 2_000;

/// The stream: what the case brings along once, then its Deployment two thousand times.
fn work() -> String {
    let deployment = ZIPSERVICE.rfind("---\n").expect("several documents");
    let (others, deployment) = ZIPSERVICE.split_at(deployment);
    format!("{others}{}", deployment.repeat(COPIES))
}

fn source(text: &str, role: Role) -> Source {
    Source { name: "bench.yaml".to_owned(), text: text.to_owned(), role }
}

fn inject(sources: Vec<Source>) -> usize {
    let engine = Engine::load(sources, Settings::default());
    let report = engine.run(Task::Inject);
    assert!(!report.has_errors());
    report.texts[0].pieces().map(str::len).sum()
}

fn benches(criterion: &mut Criterion) {
    let work = work();
    let mut group = criterion.benchmark_group("work");
    group.sample_size(10).throughput(Throughput::Bytes(work.len() as u64));
    group.bench_function("inject", |bencher| {
        bencher.iter_batched(|| vec![source(&work, Role::Input)], inject, BatchSize::PerIteration);
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let read = |range: std::ops::Range<usize>| yaml::read(&work[range]).map(|tree| tree.nodes().len());
            let nodes: usize = yaml::documents(black_box(&work)).into_iter().filter_map(|range| read(range).ok()).sum();
            assert!(nodes > COPIES);
        });
    });
    group.bench_function("serde_yaml reads and prints", |bencher| {
        bencher.iter(|| {
            let mut out = String::new();
            for document in serde_yaml::Deserializer::from_str(black_box(&work)) {
                let value = <serde_yaml::Value as serde::Deserialize>::deserialize(document).expect("YAML");
                out.push_str(&serde_yaml::to_string(&value).expect("printable"));
            }
            assert!(out.len() > work.len() / 2);
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("small file");
    group.throughput(Throughput::Bytes(LOGSTREAM.len() as u64));
    group.bench_function("inject", |bencher| {
        let sources = || vec![source(LOGSTREAM, Role::Input), source(INSTRUMENTATION, Role::Reference)];
        bencher.iter_batched(sources, inject, BatchSize::SmallInput);
    });
    group.bench_function("nothing is asked", |bencher| {
        let quiet = LOGSTREAM.replace("opentelemetry.io", "example.com");
        bencher.iter_batched(|| vec![source(&quiet, Role::Input)], inject, BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
