//! The figures as Markdown.

use std::fmt::Write as _;
use std::thread::available_parallelism;

use super::Work;
use super::measure::Measured;
use super::programs::Programs;

/// One table, and below it the machine and the programs.
pub(super) fn table(programs: &Programs, measured: &[(Work, Vec<Measured>)]) -> String {
    let mut out = "| | | median | beside ours | for one document | peak memory | memory for one document |\n\
                   |---|---|---|---|---|---|---|\n"
        .to_owned();
    for (work, figures) in measured {
        let ours = figures.first().map_or(1.0, |figures| figures.seconds);
        for (index, (run, figures)) in work.runs.iter().zip(figures).enumerate() {
            let name = if index == 0 { work.name.as_str() } else { "" };
            let each = figures.seconds * 1e6 / work.documents as f64;
            let memory = |kilobytes: f64| match kilobytes {
                few if few < 1024.0 => format!("{few:.1} KB"),
                many => format!("{:.0} MB", many / 1024.0),
            };
            let (peak, peak_each) = figures.kilobytes.map_or_else(Default::default, |kilobytes| {
                let kilobytes = kilobytes as f64;
                (memory(kilobytes), memory(kilobytes / work.documents as f64))
            });
            let _ = writeln!(
                out,
                "| {name} | `{}` | {:.1} ms | {:.3} | {each:.1} µs | {peak} | {peak_each} |",
                run.name,
                figures.seconds * 1e3,
                figures.seconds / ours,
            );
        }
    }
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    let _ = writeln!(out, "\nMedians of ten runs, on {cores} cores{}.", processor());
    let _ = writeln!(out, "Programs: {}.", programs.versions.join(", "));
    for missing in &programs.missing {
        let _ = writeln!(out, "Not there: {missing}.");
    }
    out
}

/// What the kernel says of the processor, where it says anything.
fn processor() -> String {
    let said = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = said.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map(|(_, name)| format!(" of an {}", name.trim())).unwrap_or_default()
}
