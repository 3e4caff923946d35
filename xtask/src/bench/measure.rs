//! How long a program takes, the median of ten runs, and how much memory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use super::Run;
use super::programs::Programs;

const RUNS: usize = 10;

/// What was measured of one program.
pub(super) struct Measured {
    /// The median, in seconds.
    pub(super) seconds: f64,
    /// The most memory that it had, in kilobytes.
    pub(super) kilobytes: Option<u64>,
}

/// Takes the figures.
pub(super) struct Meter<'p> {
    programs: &'p Programs,
    folder: PathBuf,
}

impl<'p> Meter<'p> {
    /// With what programs there are; scratch files go into a folder.
    pub(super) fn new(programs: &'p Programs, folder: &Path) -> Self {
        Self { programs, folder: folder.to_owned() }
    }

    /// The figures of each run, in their order.
    pub(super) fn measure(&self, runs: &[Run]) -> Result<Vec<Measured>> {
        let seconds = match &self.programs.hyperfine {
            Some(hyperfine) => self.by_hyperfine(hyperfine, runs)?,
            None => runs.iter().map(by_clock).collect::<Result<_>>()?,
        };
        let measured = |(run, seconds)| Ok(Measured { seconds, kilobytes: self.kilobytes(run)? });
        runs.iter().zip(seconds).map(measured).collect()
    }

    fn by_hyperfine(&self, hyperfine: &Path, runs: &[Run]) -> Result<Vec<f64>> {
        let json = self.folder.join("hyperfine.json");
        let done = Command::new(hyperfine)
            .args(["-N", "--style", "none", "--warmup", "2", "--runs", &RUNS.to_string(), "--export-json"])
            .arg(&json)
            .args(runs.iter().map(|run| run.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")))
            .stdout(Stdio::null())
            .status()?;
        ensure!(done.success(), "hyperfine failed");
        let said: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&json)?)?;
        let medians = said["results"].as_array().into_iter().flatten().map(|result| result["median"].as_f64());
        medians.collect::<Option<Vec<f64>>>().filter(|all| all.len() == runs.len()).context("hyperfine said less")
    }

    fn kilobytes(&self, run: &Run) -> Result<Option<u64>> {
        let Some(time) = &self.programs.time else { return Ok(None) };
        let out = self.folder.join("time.txt");
        let mut command = Command::new(time);
        command.args(["--format", "%M", "--output"]).arg(&out).args(&run.command);
        ensure!(command.stdout(Stdio::null()).status()?.success(), "{} failed", run.name);
        Ok(std::fs::read_to_string(out)?.trim().parse().ok())
    }
}

fn by_clock(run: &Run) -> Result<f64> {
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let mut command = Command::new(&run.command[0]);
        let start = Instant::now();
        let done = command.args(&run.command[1..]).stdout(Stdio::null()).status()?;
        seconds.push(start.elapsed().as_secs_f64());
        ensure!(done.success(), "{} failed", run.name);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(f64::midpoint(seconds[(RUNS - 1) / 2], seconds[RUNS / 2]))
}

/// A word as hyperfine takes it apart again.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
