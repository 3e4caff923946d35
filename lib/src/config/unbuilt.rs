//! Fields that are read and have no effect yet: using one is refused, so that nobody relies on it.

use crate::pointer::{Pointer, Step};

use super::mistake::{Mistake, Part};
use super::spec::{Mode, Spec};

/// The uses of such fields.
pub(super) fn uses(spec: &Spec) -> Vec<Mistake> {
    let nothing = Spec::default();
    let of_spec = [("mode", "mode: lint", spec.mode == Mode::Lint), ("lint", "lint", spec.lint != nothing.lint)];
    used(&Pointer::keys(&["spec"]), &of_spec).collect()
}

fn used(at: &Pointer<'static>, uses: &[(&'static str, &str, bool)]) -> impl Iterator<Item = Mistake> {
    let used = uses.iter().filter(|(.., used)| *used);
    used.map(|(field, what, _)| Mistake {
        at: at.join(Step::Key((*field).into())),
        part: Part::Key,
        message: format!("{what} is not built yet: this would have no effect"),
        help: "leave it out".to_owned(),
    })
}
