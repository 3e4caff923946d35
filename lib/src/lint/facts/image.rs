//! What an image's reference says about its contents.

use crate::k8s::parse_image;
use crate::lint::model::Container;

/// The last part of an image's name, and its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaggedImage<'t> {
    /// `python` of `docker.io/library/python:3.12-slim`.
    pub name: &'t str,
    /// `3.12-slim`; empty if there is no tag.
    pub tag: &'t str,
}

impl<'t> TaggedImage<'t> {
    /// Parses an image reference. `None` if it is malformed.
    #[must_use]
    pub fn of(reference: &'t str) -> Option<Self> {
        let tag = parse_image(reference)?.tag.unwrap_or_default();
        let path = reference.split('@').next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        Some(Self { name: last.split(':').next().unwrap_or_default(), tag })
    }

    /// The numbers that the tag begins with: 3 and 12 of `3.12-slim`.
    #[must_use]
    pub fn version(&self) -> Vec<u32> {
        let tag = self.tag.strip_prefix('v').unwrap_or(self.tag);
        let end = tag.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(tag.len());
        tag[..end].split('.').map_while(|number| number.parse().ok()).collect()
    }

    /// The words of name and tag.
    pub fn words(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        [self.name, self.tag].into_iter().flat_map(|text| text.split(['-', '_', '.']))
    }
}

impl<'i> Container<'i> {
    /// Its image's name and tag.
    #[must_use]
    pub fn tagged_image(&self) -> Option<TaggedImage<'i>> {
        TaggedImage::of(self.effective.image())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_name_and_a_tag() {
        for (reference, name, tag, version) in [
            ("python", "python", "", &[][..]),
            ("python:3.9", "python", "3.9", &[3, 9]),
            ("registry.example.com:5000/team/node:v18.19.0-alpine3.18", "node", "v18.19.0-alpine3.18", &[18, 19, 0]),
            ("nginx:stable", "nginx", "stable", &[]),
            ("node:lts-18", "node", "lts-18", &[]),
            ("app:99999999999", "app", "99999999999", &[]),
        ] {
            let image = TaggedImage::of(reference).map(|image| (image.name, image.tag, image.version()));
            assert_eq!(image, Some((name, tag, version.to_vec())), "{reference}");
        }
        assert_eq!(TaggedImage::of(""), None);
    }
}
