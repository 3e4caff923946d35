//! What a run left out of its inputs, in words.

use std::collections::BTreeMap;

use crate::decision::{LeftOut, LeftOutReason};
use crate::diagnostic::printable;

use super::places::Places;

/// A line for each reason, with the first of what is left out for it.
#[must_use]
pub fn by_reason(left_out: &[LeftOut], places: &Places<'_>) -> Vec<String> {
    let mut reasons: BTreeMap<u8, Vec<&LeftOut>> = BTreeMap::new();
    for one in left_out {
        reasons.entry(rank(&one.reason)).or_default().push(one);
    }
    reasons.values().map(|all| printable(&described(all, places)).into_owned()).collect()
}

/// A line for each.
#[must_use]
pub fn each(left_out: &[LeftOut], places: &Places<'_>) -> Vec<String> {
    let line = |one: &LeftOut| printable(&described(&[one], places)).into_owned();
    left_out.iter().map(line).collect()
}

fn rank(reason: &LeftOutReason) -> u8 {
    match reason {
        LeftOutReason::Fragment => 0,
        LeftOutReason::ResourceList => 1,
        LeftOutReason::Unreadable(_) => 2,
    }
}

/// What several documents of one reason are.
fn described(all: &[&LeftOut], places: &Places<'_>) -> String {
    let first = called(all[0], places);
    match (&all[0].reason, all.len()) {
        (LeftOutReason::Fragment, 1) => format!("{first}, a fragment of a workload, such as a patch"),
        (LeftOutReason::Fragment, count) => {
            format!("{count} fragments of workloads, such as patches, the first of them {first}")
        }
        (LeftOutReason::ResourceList, 1) => format!("{first}, a ResourceList, which is data for some function"),
        (LeftOutReason::ResourceList, count) => {
            format!("{count} ResourceLists, which are data for some function, such as {first}")
        }
        (LeftOutReason::Unreadable(why), 1) => format!("{first}, which can't be read: {why}"),
        (LeftOutReason::Unreadable(why), count) => {
            format!("{count} documents that can't be read, such as {first}: {why}")
        }
    }
}

/// The object and its place.
fn called(one: &LeftOut, places: &Places<'_>) -> String {
    let place = places.line(&one.location).unwrap_or_default();
    match &one.object {
        Some(object) => format!("{object} ({place})"),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Location, ObjectRef};
    use crate::render::text::File;

    #[test]
    fn of_several_for_one_reason_the_first_is_named() {
        let files = [File { name: "a.yaml", text: "a: 1\nb: [\n" }];
        let places = Places::of(&files);
        let left_out = |at: usize, reason: LeftOutReason| {
            let object = matches!(reason, LeftOutReason::Fragment).then(|| ObjectRef {
                kind: "Deployment".to_owned(),
                name: "web".to_owned(),
                ..ObjectRef::default()
            });
            LeftOut { location: Location { source: 0, span: at..at }, object, reason }
        };
        let all = [
            left_out(5, LeftOutReason::Unreadable("no\nend".to_owned())),
            left_out(0, LeftOutReason::Fragment),
            left_out(5, LeftOutReason::Fragment),
        ];
        assert_eq!(
            by_reason(&all, &places),
            [
                "2 fragments of workloads, such as patches, the first of them Deployment web (a.yaml:1)",
                "a.yaml:2, which can't be read: no\\nend",
            ]
        );
        assert_eq!(each(&all, &places)[2], "Deployment web (a.yaml:2), a fragment of a workload, such as a patch");
    }
}
