//! The list of all rules, from the lists of their groups.

use crate::config::suggestion;
use crate::diagnostic::{Code, Topic};
use crate::lint::rule::RuleInfo;

use super::GROUPS;

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

/// All rules, in the order of their names, whatever their group.
pub const ALL: &[&RuleInfo] = &sorted();

/// Sorts at compile time, so that nobody who adds a rule has to, and no run does.
const fn sorted() -> [&'static RuleInfo; COUNT] {
    let mut all = [GROUPS[0][0]; COUNT];
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut rule = 0;
        while rule < GROUPS[group].len() {
            let mut at = count;
            while at > 0 && is_before(GROUPS[group][rule].id, all[at - 1].id) {
                all[at] = all[at - 1];
                at -= 1;
            }
            all[at] = GROUPS[group][rule];
            (count, rule) = (count + 1, rule + 1);
        }
        group += 1;
    }
    all
}

const fn is_before(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return one[at] < other[at];
        }
        at += 1;
    }
    one.len() < other.len()
}

/// A rule by its name.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static RuleInfo> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// Whether something that may be suppressed has this name: a rule, or the code of what is asked for and not done, or left
/// out.
#[must_use]
pub fn is_known(name: &str) -> bool {
    let may_be_unmet = |code: &&Code| matches!(code.topic(), Topic::Skip | Topic::ContainerSkip | Topic::Note);
    by_id(name).is_some()
        || name == Code::LeftOut.as_str()
        || Code::ALL.iter().filter(may_be_unmet).any(|code| code.as_str() == name)
}

/// The rule that finds what a code says, if there is one: a thing has one name, whoever tells of it.
#[must_use]
pub fn rule_about(code: Code) -> Option<&'static RuleInfo> {
    by_id(code.as_str())
}

/// What to do about a name that no rule has.
#[must_use]
pub fn unknown_rule(name: &str) -> String {
    let known: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
    suggestion(name, &known)
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::REQUIRED;

    use super::*;

    #[test]
    fn the_rules_of_all_groups_are_in_the_order_of_their_names() {
        assert!(ALL.is_sorted_by(|one, other| one.id < other.id), "the list is sorted, and no name stands twice");
        for rule in GROUPS.iter().copied().flatten() {
            assert_eq!(by_id(rule.id).map(|found| found.id), Some(rule.id));
        }
    }

    #[test]
    fn what_is_asked_for_and_not_done_has_a_name_though_no_rule_finds_it() {
        assert!(is_known("env-boolean") && is_known("init-container"));
        assert!(!is_known("syntax") && !is_known("env-bolean"));
    }

    #[test]
    fn the_rules_about_what_is_required_are_there() {
        assert!(REQUIRED.into_iter().all(|rule| by_id(rule).is_some()));
    }
}
