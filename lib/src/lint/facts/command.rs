//! What containers run, as far as their manifest says.

use std::ops::Range;

use crate::lint::finding::Place;
use crate::lint::model::{Container, Workload, in_document};
use crate::pointer::Step;
use crate::value::{List, Value};

/// A word of a container's command, or of a script in it.
#[derive(Debug, Clone)]
pub struct Word<'i> {
    /// The word, without a shell's quotes.
    pub text: &'i str,
    /// The index of the container in [`Workload::containers`].
    pub(super) container: usize,
    key: &'static str,
    element: usize,
    range: Range<usize>,
}

/// Adds the words of a container's `command` and `args` as people wrote them. Scripts are split into words.
pub(super) fn add_words<'i>(container: &Container<'i>, words: &mut Vec<Word<'i>>) {
    let Some(written) = container.written else { return };
    for key in ["command", "args"] {
        let list = written.0.get(key).and_then(Value::as_list);
        for (element, value) in list.into_iter().flat_map(List::iter).enumerate() {
            let text = value.as_str().unwrap_or_default();
            let container = container.index;
            let word = |range: Range<usize>| Word { text: &text[range.clone()], container, key, element, range };
            words.extend(split(text).map(word));
        }
    }
}

/// Splits a text into words as a shell does, near enough to recognize programs and their options.
fn split(text: &str) -> impl Iterator<Item = Range<usize>> {
    let between = |character: char| character.is_whitespace() || ";&|()\"'`".contains(character);
    text.split(between).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

impl Word<'_> {
    /// The last part of its path, which is a program's name.
    #[must_use]
    pub fn program(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or_default()
    }

    /// The place of the word in the document.
    #[must_use]
    pub fn place(&self, workload: &Workload<'_>) -> Place {
        let container = workload.written_at(&workload.containers()[self.container]);
        let element = container.join(Step::Key(self.key.into())).join(Step::Index(self.element));
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
