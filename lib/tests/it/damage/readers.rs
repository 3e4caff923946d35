//! Our two readers against each other.

use otel_inject::yaml::{Tree, read_quickly, read_thoroughly};

/// Whether the quick reader answers for a document; where it does, its tree must be that of the thorough one.
pub fn compare_readers(document: &str) -> Result<bool, String> {
    let Some(quick) = read_quickly(document) else { return Ok(false) };
    let thorough = read_thoroughly(document)
        .map_err(|error| format!("the quick reader takes what is no YAML: {error}\n{document:?}\n{document}"))?;
    let (quick, thorough) = (nodes(&quick), nodes(&thorough));
    if quick == thorough {
        return Ok(true);
    }
    let differ = quick.iter().zip(&thorough).find(|(quick, thorough)| quick != thorough);
    Err(format!("{differ:#?}, {} and {} nodes\n{document:?}\n{document}", quick.len(), thorough.len()))
}

/// Everything about a node that can be asked for.
fn nodes(tree: &Tree<'_>) -> Vec<String> {
    let node = |id: usize| {
        let node = tree.node(id);
        let text = &tree.source[tree.start(id)..tree.end(id)];
        let (lead, extra) = (tree.lead(id), tree.extra(id));
        format!("{id}: {:?} {}..{} next {} {lead:?} {extra:?} {text:?}", node.kind, node.start, node.end, node.next)
    };
    (0..tree.nodes().len()).map(node).collect()
}
