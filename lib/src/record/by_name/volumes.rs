//! The volumes of an injection.

use crate::inject::Fingerprint;
use crate::value::{Map, Value};

use super::lists::remove_if_empty;

/// What a volume of this name can be, if it is ours.
pub(super) fn sources(fingerprints: &[&'static Fingerprint], name: &str) -> Option<&'static [&'static str]> {
    fingerprints.iter().find_map(|fingerprint| fingerprint.sources(name))
}

/// The names of the volumes that stay, and of those the ones that a volume of ours had too.
#[derive(Debug, Default)]
pub(super) struct Volumes {
    pub(super) stay: Vec<String>,
    pub(super) shared: Vec<String>,
}

/// Takes our volumes, of several that have a name the last.
pub(super) fn take(spec: &mut Map<'_>, fingerprints: &[&'static Fingerprint]) -> Volumes {
    let mut volumes = Volumes::default();
    let Some(Value::List(list)) = spec.get_mut("volumes") else { return volumes };
    let mut taken: Vec<String> = Vec::new();
    for index in (0..list.len()).rev() {
        let Some(volume) = list.get(index) else { continue };
        let name = volume.str_at(&["name"]).unwrap_or_default().to_owned();
        let sources = sources(fingerprints, &name).unwrap_or_default();
        if !sources.iter().any(|source| volume.get(source).is_some()) {
            volumes.stay.push(name);
        } else if taken.contains(&name) {
            volumes.shared.push(name.clone());
            volumes.stay.push(name);
        } else {
            list.remove(index);
            taken.push(name);
        }
    }
    remove_if_empty(spec, "volumes");
    volumes
}
