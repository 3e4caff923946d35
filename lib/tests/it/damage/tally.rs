//! What was tried, and what came of it.

use std::collections::BTreeMap;

/// What was tried, and what came of it.
#[derive(Default)]
pub struct Tally {
    pub texts: usize,
    /// Those of them that hold Kubernetes objects.
    pub manifests: usize,
    /// Documents that we read, and those of them that the quick reader takes.
    pub read: Share,
    pub quick: Share,
    /// Those that are Kubernetes objects, in the same way.
    pub objects: Share,
    pub quick_objects: Share,
    /// Documents that the second reader can read.
    pub documents: usize,
    /// Those of them that we can't, by why.
    pub unread: BTreeMap<String, usize>,
    pub edits: usize,
    pub refused: BTreeMap<String, usize>,
    /// Plans that only add, taken back to the very bytes.
    pub taken_back: usize,
    /// Texts that were injected, and came back.
    pub injected: usize,
    /// Edits whose result did not pass our own check, so that nothing was written, with what they were.
    pub unverified: Vec<String>,
    /// Documents that the second reader takes for something else than we do, and that were not tried for that.
    pub differing: Vec<String>,
    /// Whatever must not happen.
    pub failures: Vec<String>,
}

/// How many documents, and of how many bytes.
#[derive(Default)]
pub struct Share {
    pub documents: usize,
    pub bytes: usize,
}

impl Share {
    fn count(&mut self, document: &str) {
        self.documents += 1;
        self.bytes += document.len();
    }
}

impl Tally {
    pub fn refusals(&self) -> usize {
        self.refused.values().sum()
    }

    /// Panics with what failed, if anything did.
    pub fn assert_undamaged(&self) {
        let shown: Vec<&str> = self.failures.iter().take(8).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} failures, of which:\n{}", self.failures.len(), shown.join("\n\n"));
    }

    /// Panics with what the second reader takes for something else, if anything.
    pub fn assert_agreed(&self) {
        assert!(
            self.differing.is_empty(),
            "{} read otherwise, the first:\n{}",
            self.differing.len(),
            self.differing[0]
        );
    }

    /// Panics with what did not pass our own check, if anything didn't.
    pub fn assert_verified(&self) {
        assert!(
            self.unverified.is_empty(),
            "{} not verified, the first:\n{}",
            self.unverified.len(),
            self.unverified[0]
        );
    }

    /// Counts a document that we read, which the quick reader took or not.
    pub fn count(&mut self, document: &str, quick: bool) {
        let object = super::holds_object(document);
        let shares = [
            (true, &mut self.read),
            (quick, &mut self.quick),
            (object, &mut self.objects),
            (object && quick, &mut self.quick_objects),
        ];
        shares.into_iter().filter(|(counts, _)| *counts).for_each(|(_, share)| share.count(document));
    }

    pub fn fail(&mut self, name: &str, what: &str, details: &str) {
        self.failures.push(format!("== {name}: {what}\n{details}"));
    }
}
