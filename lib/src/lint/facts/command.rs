//! What a container runs, as far as its manifest says.

use std::ops::Range;

use crate::k8s::{self, Section};
use crate::lint::finding::{Place, in_document};
use crate::lint::model::Workload;
use crate::pointer::{Pointer, Step};
use crate::value::{List, Value};

/// A word of a container's command, or of the script in it.
#[derive(Debug, Clone)]
pub struct Word<'i> {
    /// It, without a shell's quotes.
    pub text: &'i str,
    section: Section,
    /// The container's index in that section, as people wrote it.
    container: usize,
    key: &'static str,
    element: usize,
    range: Range<usize>,
}

/// The words of a container's `command` and `args` as people wrote them, those of scripts one by one.
pub(in crate::lint) fn words<'i>(section: Section, container: usize, written: k8s::Container<'i, 'i>) -> Vec<Word<'i>> {
    let mut words = Vec::new();
    for key in ["command", "args"] {
        let list = written.0.get(key).and_then(Value::as_list);
        for (element, value) in list.into_iter().flat_map(List::iter).enumerate() {
            let text = value.as_str().unwrap_or_default();
            let word =
                |range: Range<usize>| Word { text: &text[range.clone()], section, container, key, element, range };
            words.extend(split(text).map(word));
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
        let steps = [
            Step::Key("spec".into()),
            Step::Key(self.section.key().into()),
            Step::Index(self.container),
            Step::Key(self.key.into()),
            Step::Index(self.element),
        ];
        let element = workload.written.in_template(Pointer(steps.into()));
        let (at, is_there) = in_document(workload.written.object.0, &element);
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
