//! Rules of the linter that the configuration names and that there are not.

use crate::config::{Lint, Mistake, Part};
use crate::lint;
use crate::pointer::{Pointer, Step};

/// A mistake for each name that is no rule's.
pub(super) fn unknown_rules(Lint { ignore, severity }: &Lint, is_config_map: bool) -> Vec<Mistake> {
    let lint = Pointer::keys(if is_config_map { &["data", "lint"] } else { &["spec", "lint"] });
    let below = |steps: [Step<'static>; 2]| match is_config_map {
        true => lint.clone(),
        false => steps.into_iter().fold(lint.clone(), |at, step| at.join(step)),
    };
    let ignored = ignore
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), below([Step::Key("ignore".into()), Step::Index(index)]), Part::Value));
    let judged = severity.keys().map(|name| {
        let key = Step::Key(name.as_str().to_owned().into());
        (name.as_str(), below([Step::Key("severity".into()), key]), Part::Key)
    });
    let unknown = ignored.chain(judged).filter(|(name, ..)| !lint::is_known(name));
    let mistake = |(name, at, part): (&str, _, _)| Mistake {
        at,
        part: if is_config_map { Part::Value } else { part },
        message: format!("the linter has no rule {name}"),
        help: lint::unknown_rule(name),
    };
    unknown.map(mistake).collect()
}
