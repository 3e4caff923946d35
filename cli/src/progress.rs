//! A line that counts what is done, for a person who waits.

use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use otel_inject::engine::Job;
use otel_inject_front::{run_counted, run_side_by_side};

/// Before that, nobody wonders.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line changes.
const PACE: Duration = Duration::from_millis(200);

/// Does all documents, and shows on a terminal how many are done where that takes long.
pub(crate) fn run_shown(jobs: &mut [Job<'_>]) {
    if !io::stderr().is_terminal() {
        return run_side_by_side(jobs);
    }
    let (count, total) = (AtomicUsize::new(0), jobs.len());
    let done = || count.load(Ordering::Relaxed);
    let (working, end) = channel();
    thread::scope(|scope| {
        scope.spawn(move || watch(&end, [PATIENCE, PACE], done, total, &mut io::stderr()));
        // A panic drops it too, and what waits for it ends.
        let _working = working;
        run_counted(jobs, &count);
    });
}

/// Writes the line, first after one time and again after each other time, until the end; then takes it away.
fn watch(
    end: &Receiver<()>,
    [first, next]: [Duration; 2],
    done: impl Fn() -> usize,
    total: usize,
    out: &mut impl Write,
) {
    let mut pause = first;
    // Where nobody listens, that is no mistake.
    while end.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        pause = next;
        let _ = write!(out, "\r{} of {total} documents are done", done()).and_then(|()| out.flush());
    }
    if pause == next {
        let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written until the line has been written so many times.
    fn written(first: Duration, times: usize) -> String {
        let (working, end) = channel();
        let (wrote, written) = channel();
        let watched = thread::spawn(move || {
            let mut out = Vec::new();
            let done = || wrote.send(()).map_or(0, |()| 3);
            watch(&end, [first, Duration::from_millis(5)], done, 70, &mut out);
            String::from_utf8(out).unwrap()
        });
        written.iter().take(times).for_each(drop);
        drop(working);
        watched.join().unwrap()
    }

    #[test]
    fn a_short_run_shows_nothing() {
        assert_eq!(written(Duration::from_secs(60), 0), "");
    }

    #[test]
    fn the_line_of_a_long_run_counts_and_goes() {
        let out = written(Duration::from_millis(1), 2);
        assert!(out.starts_with("\r3 of 70 documents are done\r3 of 70"), "{out:?}");
        assert!(out.ends_with("done\r\u{1b}[K"), "{out:?}");
    }
}
