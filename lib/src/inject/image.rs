//! Which image an agent comes from.

use crate::config::Images;
use crate::value::Text;

use super::Context;

/// The image of a language's agent: the rule's, else the Instrumentation's, else the default.
pub(super) fn of_agent<'s>(context: &Context<'_, 's>) -> Text<'s> {
    let of_rule = context.request.rule.and_then(|rule| {
        let mut images = rule.images.iter();
        images.find(|(language, _)| language.language() == context.language).map(|(_, image)| image.as_str())
    });
    let given = of_rule.or_else(|| context.settings().and_then(|settings| settings.image));
    let image = given.or(context.surroundings.release.image(context.language)).unwrap_or_default();
    from_mirror(context.surroundings.images, image)
}

/// An image that we add, from where the configuration has it taken from; of several beginnings the longest counts.
pub(super) fn from_mirror<'s>(images: &Images, image: &'s str) -> Text<'s> {
    let fitting = images.registry_map.iter().filter_map(|(from, to)| Some((rest(image, from.as_str())?, to)));
    match fitting.min_by_key(|(rest, _)| rest.len()) {
        Some((rest, to)) => format!("{}{rest}", to.as_str()).into(),
        None => image.into(),
    }
}

/// What is behind a beginning of whole parts; a `:` there begins a tag and not a port.
fn rest<'t>(image: &'t str, beginning: &str) -> Option<&'t str> {
    let rest = image.strip_prefix(beginning)?;
    let is_name = beginning.contains('/') && rest.starts_with([':', '@']);
    (rest.is_empty() || rest.starts_with('/') || is_name).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_of_whole_parts() {
        for (image, beginning, wanted) in [
            ("ghcr.io/a/b:1", "ghcr.io", Some("/a/b:1")),
            ("ghcr.io/a/b:1", "ghcr.io/a", Some("/b:1")),
            ("ghcr.io/a/b:1", "ghcr.io/a/b", Some(":1")),
            ("ghcr.io/a/b@sha256:0", "ghcr.io/a/b", Some("@sha256:0")),
            ("ghcr.io/a/b", "ghcr.io/a/b", Some("")),
            ("ghcr.io/a/b:1", "ghcr.i", None),
            ("ghcr.io/a/b:1", "ghcr.io/a/bc", None),
            ("ghcr.io/ab/c:1", "ghcr.io/a", None),
            ("localhost:5000/a:1", "localhost", None),
            ("localhost:5000/a:1", "localhost:5000", Some("/a:1")),
            ("localhost:5000/a:1", "localhost:500", None),
        ] {
            assert_eq!(rest(image, beginning), wanted, "{image} {beginning}");
        }
    }
}
