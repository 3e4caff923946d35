//! What a container runs, as far as its manifest says.

use std::ops::Range;

use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

use super::place::in_document;
use super::{Container, Place, Workload};

/// A word of a container's command, or of the script in it.
#[derive(Debug, Clone)]
pub struct Word<'i> {
    /// It, without a shell's quotes.
    pub text: &'i str,
    element: Pointer<'static>,
    range: Range<usize>,
}

/// The words of a container's `command` and `args` as people wrote them, those of scripts one by one.
#[must_use]
pub fn words<'i>(workload: &Workload<'i>, container: &Container<'i>) -> Vec<Word<'i>> {
    let (Some(written), Some(pod)) = (container.written, workload.pod()) else { return Vec::new() };
    let index = pod.containers(container.section).position(|other| other.name() == container.name());
    let at = Pointer::keys(&["spec", container.section.key()]).join(Step::Index(index.unwrap_or_default()));
    let at = workload.written.in_template(at);
    let mut words = Vec::new();
    for key in ["command", "args"] {
        let list = written.0.get(key).and_then(Value::as_list);
        for (index, element) in list.into_iter().flat_map(List::iter).enumerate() {
            let at = at.join(Step::Key(key.into())).join(Step::Index(index));
            let text = element.as_str().unwrap_or_default();
            words.extend(split(text).map(|range| Word { text: &text[range.clone()], element: at.clone(), range }));
        }
    }
    words
}

/// What a shell would take for words, near enough to know programs and their options.
fn split(text: &str) -> impl Iterator<Item = Range<usize>> {
    let between = |character: char| character.is_whitespace() || ";&|()\"'`".contains(character);
    text.split(between).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

impl Word<'_> {
    /// The name of the program that it is, whatever its path.
    #[must_use]
    pub fn program(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or_default()
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self, workload: &Workload<'_>) -> Place {
        let (at, is_there) = in_document(workload.written.object.0, &self.element);
        if is_there { workload.resource.within(&at, self.range.clone()) } else { workload.resource.place(&at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_words_too() {
        let text = "pip install -q 'opentelemetry-distro' && exec /usr/bin/gunicorn -w 4";
        let words: Vec<&str> = split(text).map(|range| &text[range]).collect();
        assert_eq!(words, ["pip", "install", "-q", "opentelemetry-distro", "exec", "/usr/bin/gunicorn", "-w", "4"]);
    }
}
