//! How fast the linter is: two thousand copies of a pod of eight containers in one stream, with what the rules find in
//! them and without. Throughput counts the bytes of the input.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use otel_inject::engine::{Engine, Role, Settings, Source};
use otel_inject::lint;

/// The programs' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ZIPSERVICE: &str = include_str!("../../fixtures/parity/cases/zipservice/input.yaml");
const COPIES: usize = 2_000;

/// The stream: what the case brings along once, then its Deployment two thousand times.
fn work() -> String {
    let deployment = ZIPSERVICE.rfind("---\n").expect("several documents");
    let (others, deployment) = ZIPSERVICE.split_at(deployment);
    format!("{others}{}", deployment.repeat(COPIES))
}

fn findings(sources: Vec<Source>) -> usize {
    Engine::load(sources, Settings::default()).lint(&lint::LintSettings::default()).findings.len()
}

fn benches(criterion: &mut Criterion) {
    let work = work();
    // Programs that no rule knows.
    let clean = work.replace("gunicorn", "serve").replace("- celery\n", "- work\n");
    let sources = |text: &str| vec![Source { name: "bench.yaml".to_owned(), text: text.to_owned(), role: Role::Input }];
    assert!(findings(sources(&work)) >= COPIES && findings(sources(&clean)) < COPIES);
    let mut group = criterion.benchmark_group("lint");
    group.sample_size(10).throughput(Throughput::Bytes(work.len() as u64));
    for (name, text) in [("the work", &work), ("the work without findings", &clean)] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| sources(text), findings, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
