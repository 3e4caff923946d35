//! `otel-inject lint`

use std::mem;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use otel_inject::diagnostic::{Code, Diagnostic, has_errors};
use otel_inject::engine::{Engine, Settings, Source, Text, repair};
use otel_inject::lint::{self, ALL, Safety, by_id, unknown_rule};
use otel_inject::render::diff::unified;
use otel_inject::render::sarif::Descriptor;
use otel_inject::render::tally::tally;
use otel_inject_front::SideBySide;

use crate::exit::Outcome;
use crate::findings::{Shown, say_problems};
use crate::injection::Injection;
use crate::inputs::Inputs;
use crate::manifests::Manifests;
use crate::paths::is_stdin;
use crate::repository::{Told, Unread};
use crate::severity::FailOn;
use crate::write::{Change, write};
use crate::{output, wrong_usage};

/// Says what is probably wrong, before it is deployed
///
/// Reads manifests, decides what injection would do, and looks for what goes wrong in clusters: annotations where nothing
/// reads them, endpoints that nobody listens on, variables that are not expanded. Nothing is changed without --fix.
/// Findings are suppressed by a comment on the line or the one above: # otel-inject: ignore[rule] reason
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  otel-inject lint k8s/
  otel-inject lint -i instrumentation.yaml deployment.yaml
  otel-inject lint --fix k8s/
  otel-inject lint --require-injected rendered/
  otel-inject lint --format sarif k8s/ > otel-inject.sarif
  otel-inject lint --explain otlp-port-protocol-mismatch")]
pub(crate) struct Args {
    /// Look for this only, by the rule's name. Repeatable
    #[arg(long = "rule", value_name = "RULE", value_parser = rule)]
    rules: Vec<String>,
    /// Also find workloads that ask for injection but aren't injected, or whose injection is outdated
    #[arg(long)]
    require_injected: bool,
    #[command(flatten)]
    shown: Shown,
    /// Exit with 1 where something of this severity, or a higher one, is found
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Repair what can be repaired for sure, in the files; what is left is told
    #[arg(long)]
    fix: bool,
    /// Make repairs too that a person should look at
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,
    /// Print what a rule is about, and nothing else
    #[arg(long, value_name = "RULE", value_parser = rule, conflicts_with_all = ["paths", "fix", "diff"])]
    explain: Option<String>,
    #[command(flatten)]
    injection: Injection,
    #[command(flatten)]
    manifests: Manifests,
}

/// A rule's name.
fn rule(name: &str) -> Result<String, String> {
    by_id(name).map(|rule| rule.id.to_owned()).ok_or_else(|| format!("there is no such rule; {}", unknown_rule(name)))
}

pub(crate) fn run(args: Args) -> Result<Outcome> {
    if let Some(rule) = args.explain.as_deref().and_then(by_id) {
        return explain(rule);
    }
    if args.fix && args.manifests.paths().iter().any(|path| is_stdin(path)) {
        return Err(wrong_usage("lint", "standard input can't be changed in place: give files or folders, or --diff"));
    }
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(wrong_usage(
            "lint",
            "--unsafe-fixes says which repairs --fix makes and --diff shows: give one of them",
        ));
    }
    let (references, settings) = args.injection.clone().into_parts(None);
    let Some(mut inputs) = args.manifests.read("lint", &references)? else { return Ok(Outcome::BadInput) };
    let rules = lint::LintSettings {
        only: args.rules.clone(),
        require_injected: args.require_injected,
        ..lint::LintSettings::default()
    };
    if args.fix || args.diff {
        repaired(&args, &mut inputs, &settings, &rules)?;
        if args.diff {
            return Ok(Outcome::Done);
        }
    }
    let engine = Engine::load(inputs.sources, settings);
    report(&args, &engine, &rules, &inputs.unread)
}

fn explain(rule: &lint::RuleInfo) -> Result<Outcome> {
    let text = format!("# {} ({})\n\n{}", rule.id, rule.severity, rule.page().markdown());
    output::print(&[vec![text.as_bytes()]]).context("can't write to standard output")?;
    Ok(Outcome::Done)
}

/// Repairs what is read; writes it, or prints what would be.
fn repaired(args: &Args, inputs: &mut Inputs, settings: &Settings, rules: &lint::LintSettings) -> Result<()> {
    let safety = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let before: Vec<Source> = inputs.sources.clone();
    let repaired = repair(mem::take(&mut inputs.sources), settings, rules, safety);
    inputs.sources = repaired.sources;
    let changed =
        || before.iter().zip(&inputs.sources).enumerate().filter(|(_, (before, after))| before.text != after.text);
    if args.diff {
        let diffs: Vec<String> =
            changed().map(|(_, (before, after))| unified(&before.name, &before.text, &after.text)).collect();
        output::print(&[vec![diffs.concat().as_bytes()]]).context("can't write to standard output")?;
    } else {
        let texts: Vec<Text<'_>> = inputs.sources.iter().map(|source| Text::from(source.text.as_str())).collect();
        let change = |(index, (before, _)): (usize, (&'_ Source, &'_ Source))| {
            inputs.file(index).map(|file| (index, file, before.text.clone()))
        };
        let changes: Vec<(usize, PathBuf, String)> = changed().filter_map(change).collect();
        let changes: Vec<Change<'_>> =
            changes.iter().map(|(index, file, before)| Change { file, before, after: &texts[*index] }).collect();
        write(&changes)?;
    }
    if !args.manifests.quiet && repaired.count > 0 {
        let what = if repaired.count == 1 { "repair".to_owned() } else { format!("{} repairs", repaired.count) };
        output::say(&format!("{what} {}\n", if args.diff { "could be made" } else { "made" }));
    }
    Ok(())
}

/// Prints what is found.
fn report(args: &Args, engine: &Engine, rules: &lint::LintSettings, unread: &Unread) -> Result<Outcome> {
    let mut linted = engine.lint_with(rules, &SideBySide);
    let (findings, refusals) = (mem::take(&mut linted.findings), mem::take(&mut linted.refusals));
    let mut found: Vec<Diagnostic> = findings.into_iter().map(lint::Finding::into_diagnostic).collect();
    found.extend(refusals);
    // With --rule, it is not what was asked about.
    if args.rules.is_empty() {
        found.extend(unread.asks(engine, args.manifests.verbose || !args.shown.is_for_people()));
    }
    args.shown.keep(&mut found);
    found.sort_by_cached_key(|found| found.location.as_ref().map(|location| (location.source, location.span.start)));
    let files = engine.files();
    say_problems(&linted.diagnostics, &files, args.manifests.quiet);
    args.shown.print(&found, &files, || ALL.iter().copied().map(Descriptor::from).collect())?;
    if !args.manifests.quiet {
        let left_out = Told::of(unread, &linted.left_out, &files, "lint");
        output::say(&left_out.lines(args.manifests.verbose));
        let nothing_read = engine.sources().iter().all(|source| !source.role.is_input());
        let is_told_why = found.is_empty() && has_errors(&linted.diagnostics);
        let count = left_out.count();
        let said = match (nothing_read, is_told_why) {
            (true, _) => "nothing was looked at".to_owned(),
            (_, true) => "nothing else was found".to_owned(),
            // What was not read may hold something.
            (false, false) if found.is_empty() && !count.is_empty() => "no findings in what was read".to_owned(),
            (false, false) => tally(&found),
        };
        let separator = if count.is_empty() { "" } else { "; " };
        output::say(&format!("{said}{separator}{count}\n"));
    }
    let fails = args.fail_on.severity().is_some_and(|severity| found.iter().any(|found| found.severity >= severity));
    let outcome = if fails { Outcome::WouldChange } else { Outcome::Done };
    // A record that can't be used is bad input, and not one more finding.
    let is_damaged = found.iter().any(|found| found.code == Code::RecordUnusable);
    let outcome = if is_damaged { outcome.max(Outcome::BadInput) } else { outcome };
    let outcome = outcome.max(Outcome::of(&linted.diagnostics));
    // The process ends: to give back all that was read, piece by piece, takes as long as some rules.
    mem::forget((linted, found));
    Ok(outcome)
}
