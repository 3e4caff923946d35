//! `otel-inject diff`

use anyhow::{Context as _, Result};
use clap::builder::styling::{AnsiColor, Effects, Style};
use otel_inject::render::diff::Diff;
use otel_inject::render::diff_stat::{Stat, table};
use otel_inject::render::summary::Tense;

use crate::exit::Outcome;
use crate::inputs::Content;
use crate::output;
use crate::view::View;

/// Shows what `inject` would do as a unified diff
///
/// Nothing is written. What is printed can be given to `git apply` or `patch -p1`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject diff -i instrumentation.yaml k8s/
  otel-inject diff -i instrumentation.yaml --stat k8s/
  otel-inject diff -i instrumentation.yaml --exit-code --quiet k8s/ > /dev/null || echo would change
  otel-inject diff --remove k8s/
  otel-inject diff --remove --by-name k8s/")]
pub(crate) struct Args {
    /// Only how many lines of each file would change
    #[arg(long)]
    stat: bool,
    /// Exit with 1 where there is a difference, or where something that is asked for can't be done
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args { stat, exit_code, view } = args;
    let Some((task, loaded)) = view.load("diff")? else { return Ok(Outcome::BadInput) };
    let report = loaded.run(task);
    loaded.say_diagnostics(&report);
    let outcome = Outcome::of(&report.diagnostics);
    if report.has_errors() {
        loaded.say_nothing_done(&report, "shown");
        return Ok(outcome);
    }
    let mut stats = Vec::new();
    let mut differs = !report.findings.is_empty();
    for part in &loaded.parts {
        let Content::Source(index) = part.content else { continue };
        if !report.texts[index].is_changed() {
            continue;
        }
        differs = true;
        let (before, after) = (&loaded.engine.sources()[index].text, report.texts[index].to_string());
        let diff = Diff::of(before, &after);
        if stat {
            stats.push(Stat::of(&part.name, &diff));
        } else {
            output::show(&painted(&diff.unified(&part.name))).context("can't write to standard output")?;
        }
    }
    output::show(&table(&stats)).context("can't write to standard output")?;
    loaded.say_summary(task, &report, Tense::Would);
    Ok(if differs && exit_code { outcome.max(Outcome::WouldChange) } else { outcome })
}

const HEADER: Style = Style::new().effects(Effects::BOLD);
const HUNK: Style = AnsiColor::Cyan.on_default();
const DELETED: Style = AnsiColor::Red.on_default();
const INSERTED: Style = AnsiColor::Green.on_default();

/// A unified diff in the colours of `git diff`.
fn painted(diff: &str) -> String {
    let mut out = String::with_capacity(diff.len() * 2);
    for (number, line) in diff.split_inclusive('\n').enumerate() {
        let style = match line.as_bytes().first() {
            // A line of YAML that is deleted can begin with dashes, too.
            _ if number < 2 => HEADER,
            Some(b'@') => HUNK,
            Some(b'-') => DELETED,
            Some(b'+') => INSERTED,
            _ => Style::new(),
        };
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        out.push_str(&format!("{style}{line}{style:#}{end}"));
    }
    out
}
