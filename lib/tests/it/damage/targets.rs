//! What the fuzz targets in `fuzz/` ask, and `cargo test` too, of texts that it damages itself. A failure is a panic.

use otel_inject::encoding::decode;
use otel_inject::engine::{Role, Settings, Source};
use otel_inject::yaml::{documents, read, value};

use super::{Random, Tally, compare_readers, examine, examine_injection};

const INSTRUMENTATION: &str = include_str!("../../../../fixtures/logstream/instrumentation.yaml");

/// Any bytes: text or not, read or refused, and our two readers read the same.
pub fn load(bytes: &[u8]) {
    let text = match decode(bytes.to_vec()) {
        Ok(text) => text,
        Err(error) => {
            assert!(error.at < bytes.len() && error.line_and_column() >= (1, 1), "{error:?}");
            return;
        }
    };
    for range in documents(&text) {
        let document = &text[range];
        compare_readers(document).unwrap_or_else(|difference| panic!("{difference}"));
        let found = read(document).and_then(|tree| tree.root().map_or(Ok(()), |root| value(&tree, root).map(|_| ())));
        if let Err(error) = found {
            assert!(error.offset() <= document.len(), "{error:?}\n{document}");
        }
    }
}

/// Edits of a text do what they are meant to do, and damage nothing. Texts that readers differ on, such as `&a:`, are
/// left out.
pub fn edit(text: &str, seed: u64) {
    let mut tally = Tally::default();
    examine("text", text, 6, &mut Random(seed), &mut tally);
    tally.assert_undamaged();
    tally.assert_verified();
}

/// An injection into a text; whether there was one. Done again it changes nothing, and removed it gives back the bytes.
pub fn inject(text: &str) -> bool {
    let source = |name: &str, text: &str, role| Source { name: name.to_owned(), text: text.to_owned(), role };
    let instrumentation = source("instrumentation.yaml", INSTRUMENTATION, Role::Reference);
    let sources = [source("text.yaml", text, Role::Input), instrumentation];
    examine_injection(&sources, &Settings::default()).unwrap_or_else(|failure| panic!("{failure}"))
}
