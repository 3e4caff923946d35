//! How many workloads a run is about, by what came of them.

use std::collections::BTreeMap;

use super::Tense;

/// What came of a workload, in the order in which it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Injected,
    Updated,
    PartlyInjected,
    TakenBack,
    Removed,
    PartlyRemoved,
    RemovedByName,
    UpToDate,
    Unknown,
    Outdated,
    Incomplete,
    NotInjected,
    NotDone,
    Refused,
    WithoutRecord,
    Skipped,
    Unchanged,
    AsksForNothing,
    CarriesNone,
}

impl Part {
    /// Which of several pod templates tells what came of a workload: something wrong before something done.
    pub(super) fn weight(self) -> usize {
        match self {
            Part::Outdated
            | Part::Incomplete
            | Part::NotInjected
            | Part::NotDone
            | Part::Refused
            | Part::WithoutRecord => 3,
            Part::Injected
            | Part::Updated
            | Part::PartlyInjected
            | Part::TakenBack
            | Part::Removed
            | Part::PartlyRemoved
            | Part::RemovedByName => 2,
            Part::UpToDate | Part::Unknown | Part::Skipped | Part::Unchanged => 1,
            Part::AsksForNothing | Part::CarriesNone => 0,
        }
    }

    /// Whether a workload is as it should be, and was before.
    pub(super) fn is_quiet(self) -> bool {
        matches!(self, Part::UpToDate | Part::Unchanged)
    }

    fn counted(self, count: usize, tense: Tense) -> String {
        let done = |participle: &str| match tense {
            Tense::Done => participle.to_owned(),
            Tense::Would => format!("would be {participle}"),
        };
        match self {
            Part::Injected => done("injected"),
            Part::Updated => done("updated"),
            Part::PartlyInjected => done("injected in part"),
            Part::TakenBack => done("taken back"),
            Part::Removed => done("removed"),
            Part::PartlyRemoved => done("removed in part"),
            Part::RemovedByName => done("removed by name"),
            Part::UpToDate => "up to date".to_owned(),
            Part::Unknown => "injected, perhaps outdated".to_owned(),
            Part::Outdated => "outdated".to_owned(),
            Part::Incomplete => "incomplete".to_owned(),
            Part::NotInjected => "not injected".to_owned(),
            Part::NotDone => "asked and not done".to_owned(),
            Part::Refused => "refused".to_owned(),
            Part::WithoutRecord => "without a record".to_owned(),
            Part::Skipped => "skipped".to_owned(),
            Part::Unchanged => "unchanged".to_owned(),
            Part::AsksForNothing if count == 1 => "asks for nothing".to_owned(),
            Part::AsksForNothing => "ask for nothing".to_owned(),
            Part::CarriesNone if count == 1 => "carries no injection".to_owned(),
            Part::CarriesNone => "carry no injection".to_owned(),
        }
    }
}

/// How many workloads there are of each part.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<Part, usize>);

impl Totals {
    pub(super) fn add(&mut self, part: Part, count: usize) {
        if count > 0 {
            *self.0.entry(part).or_default() += count;
        }
    }

    /// How many there are in all.
    pub(super) fn sum(&self) -> usize {
        self.0.values().sum()
    }

    /// `160 injected, 2 asked and not done, 40 ask for nothing`; empty where there is no workload.
    pub(super) fn line(&self, tense: Tense) -> String {
        let part = |(part, count): (&Part, &usize)| format!("{count} {}", part.counted(*count, tense));
        self.0.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// The same where nothing above it says what is counted.
    pub(super) fn line_alone(&self, tense: Tense) -> String {
        let line = self.line(tense);
        let Some((count, rest)) = line.split_once(' ') else { return line };
        format!("{count} {} {rest}", if count == "1" { "workload" } else { "workloads" })
    }
}
