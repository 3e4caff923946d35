//! Documents done side by side. Their order in the output is that of the input all the same.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use otel_inject::engine::{Job, Workers};

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
    let at_a_time = if jobs.len() < FEW { jobs.len() } else { AT_A_TIME };
    side_by_side(jobs, at_a_time, |job| {
        job.run();
        job.discard_plans();
        done.fetch_add(1, Ordering::Relaxed);
    });
}

/// Does whatever the engine has to do on as many threads as there are processors.
#[derive(Debug, Clone, Copy)]
pub struct SideBySide;

impl Workers for SideBySide {
    fn each<T: Send>(&self, units: &mut [T], min_batch: usize, work: impl Fn(&mut T) + Sync) {
        side_by_side(units, min_batch, work);
    }
}

/// So many at a time, where that is work for at least two.
fn side_by_side<T: Send>(all: &mut [T], at_a_time: usize, run: impl Fn(&mut T) + Sync) {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(all.len() / at_a_time.max(1));
    if threads < 2 {
        return all.iter_mut().for_each(run);
    }
    let queue = Mutex::new(all.chunks_mut(at_a_time.max(1)));
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(some) = next() {
            some.iter_mut().for_each(&run);
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
