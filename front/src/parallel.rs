//! Documents done side by side. Their order in the output is that of the input all the same.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use otel_inject::engine::Job;

/// Below this many documents, threads cost more than they save.
const FEW: usize = 64;
/// How many documents a thread takes at a time.
const AT_A_TIME: usize = 16;

/// Does all documents, on as many threads as there are processors where that pays, and keeps no plans.
pub fn run_side_by_side(jobs: &mut [Job<'_>]) {
    run_counted(jobs, &AtomicUsize::new(0));
}

/// As [`run_side_by_side`], and counts what is done for whoever looks on.
pub fn run_counted(jobs: &mut [Job<'_>], done: &AtomicUsize) {
    // Nobody is shown what it consists of, only what comes out.
    let run = |job: &mut Job<'_>| {
        job.run();
        job.discard_plans();
        done.fetch_add(1, Ordering::Relaxed);
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(jobs.len() / AT_A_TIME);
    if threads < 2 || jobs.len() < FEW {
        return jobs.iter_mut().for_each(run);
    }
    let queue = Mutex::new(jobs.chunks_mut(AT_A_TIME));
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(jobs) = next() {
            jobs.iter_mut().for_each(run);
        }
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        work();
        // What panicked there has been said already; it goes on here as if it had happened here.
        if let Some(panic) = others.into_iter().find_map(|other| other.join().err()) {
            resume_unwind(panic);
        }
    });
}
