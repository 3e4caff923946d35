//! A document as a tree, with the position of everything that an edit needs.

use std::borrow::Cow;
use std::collections::HashMap;

/// How a node is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A block mapping.
    Map,
    /// A block sequence.
    Seq,
    /// A flow mapping, `{…}`.
    FlowMap,
    /// A flow sequence, `[…]`.
    FlowSeq,
    /// A scalar without quotes.
    Plain,
    /// A scalar in single quotes.
    Single,
    /// A scalar in double quotes.
    Double,
    /// A literal block scalar, `|`.
    Literal,
    /// A folded block scalar, `>`.
    Folded,
    /// Nothing, although a value could stand here.
    Empty,
    /// An alias, `*name`.
    Alias,
}

impl Kind {
    /// Whether this is a block collection, whose entries have lines of their own.
    pub fn is_block_collection(self) -> bool {
        matches!(self, Kind::Map | Kind::Seq)
    }

    /// Whether this is a flow collection.
    pub fn is_flow_collection(self) -> bool {
        matches!(self, Kind::FlowMap | Kind::FlowSeq)
    }
}

/// The index of a node in its tree.
pub type NodeId = usize;

/// Stands for `None` in the compact fields of [`Node`].
const NONE: u32 = u32::MAX;

/// A node. Nodes are in the order of the text, parents before their children; the children of a mapping are keys and
/// values in turn. All positions are byte offsets into the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// How it is written.
    pub kind: Kind,
    /// Where its content begins: after anchor and tag, at the header of a block scalar, at the first dash or key of a
    /// block collection. For an empty node, where its value would be written.
    pub start: u32,
    /// Where its content ends: with the last content line of a block scalar, with the last leaf of a block collection.
    pub end: u32,
    /// The node after this one and everything below it.
    pub next: u32,
    lead: u32,
    extra: u32,
}

/// What few nodes have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra {
    /// Where anchor and tag stand; empty if there is neither.
    pub properties: std::ops::Range<usize>,
    /// Whether it has an anchor.
    pub anchored: bool,
    /// Its tag in full, if it has one.
    pub tag: Option<String>,
    /// The content of a scalar, if it differs from its text.
    pub content: Option<String>,
    /// The node that an alias stands for.
    pub target: Option<NodeId>,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Tree<'s> {
    /// Its text.
    pub source: &'s str,
    nodes: Vec<Node>,
    extras: Vec<Extra>,
    aliases: Vec<NodeId>,
    /// Anchored nodes, by the reader's number for the anchor.
    anchors: HashMap<usize, NodeId>,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        // A node takes about ten bytes of YAML.
        let nodes = Vec::with_capacity(source.len() / 12 + 4);
        Self { source, nodes, extras: Vec::new(), aliases: Vec::new(), anchors: HashMap::new() }
    }

    /// Adds a node without children. `lead` is the offset of its colon, dash or question mark.
    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize, lead: Option<usize>) -> NodeId {
        let id = self.nodes.len();
        let small = |offset: usize| u32::try_from(offset).unwrap_or(NONE);
        let lead = lead.map_or(NONE, small);
        self.nodes.push(Node { kind, start: small(start), end: small(end), next: small(id + 1), lead, extra: NONE });
        if kind == Kind::Alias {
            self.aliases.push(id);
        }
        id
    }

    /// Ends a collection: all nodes added since its beginning belong to it.
    pub(super) fn close(&mut self, id: NodeId, end: usize) {
        let next = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let node = &mut self.nodes[id];
        node.end = u32::try_from(end).unwrap_or(NONE);
        node.next = next;
    }

    pub(super) fn set_start(&mut self, id: NodeId, start: usize) {
        self.nodes[id].start = u32::try_from(start).unwrap_or(NONE);
    }

    pub(super) fn extra_mut(&mut self, id: NodeId) -> &mut Extra {
        if self.nodes[id].extra == NONE {
            self.nodes[id].extra = u32::try_from(self.extras.len()).unwrap_or(NONE);
            self.extras.push(Extra::default());
        }
        &mut self.extras[self.nodes[id].extra as usize]
    }

    pub(super) fn set_anchor(&mut self, anchor: usize, id: NodeId) {
        self.anchors.insert(anchor, id);
        self.extra_mut(id).anchored = true;
    }

    pub(super) fn anchor(&self, anchor: usize) -> Option<NodeId> {
        self.anchors.get(&anchor).copied()
    }

    /// The outermost node; `None` if the document holds only comments.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(0)
    }

    /// All nodes in the order of the text.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All aliases in the order of the text.
    #[must_use]
    pub fn aliases(&self) -> &[NodeId] {
        &self.aliases
    }

    /// A node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// How a node is written.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id].kind
    }

    /// Where a node's content begins.
    #[must_use]
    pub fn start(&self, id: NodeId) -> usize {
        self.nodes[id].start as usize
    }

    /// Where a node's content ends.
    #[must_use]
    pub fn end(&self, id: NodeId) -> usize {
        self.nodes[id].end as usize
    }

    /// The offset of the colon before a value, the dash before an item, or the question mark before a key.
    #[must_use]
    pub fn lead(&self, id: NodeId) -> Option<usize> {
        let lead = self.nodes[id].lead;
        (lead != NONE).then_some(lead as usize)
    }

    /// What few nodes have.
    #[must_use]
    pub fn extra(&self, id: NodeId) -> Option<&Extra> {
        self.extras.get(self.nodes[id].extra as usize)
    }

    /// Whether a node has an anchor.
    #[must_use]
    pub fn is_anchored(&self, id: NodeId) -> bool {
        self.extra(id).is_some_and(|extra| extra.anchored)
    }

    /// Where anchor and tag of a node stand.
    #[must_use]
    pub fn properties(&self, id: NodeId) -> Option<std::ops::Range<usize>> {
        self.extra(id).map(|extra| extra.properties.clone()).filter(|range| !range.is_empty())
    }

    /// Where a node begins, including anchor, tag and question mark but not colon or dash.
    #[must_use]
    pub fn outer_start(&self, id: NodeId) -> usize {
        self.properties(id).map_or(self.start(id), |range| range.start)
    }

    /// The node that an alias stands for. Any other node stands for itself.
    #[must_use]
    pub fn target(&self, id: NodeId) -> NodeId {
        self.extra(id).and_then(|extra| extra.target).unwrap_or(id)
    }

    /// The children of a node: items, or keys and values in turn.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { nodes: &self.nodes, at: id + 1, end: self.nodes[id].next as usize }
    }

    /// The keys and values of a mapping.
    pub fn entries(&self, id: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> {
        let mut children = self.children(id);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// A scalar's content.
    #[must_use]
    pub fn content(&self, id: NodeId) -> Cow<'s, str> {
        match self.unwritten_content(id) {
            Some(content) => Cow::Owned(content.to_owned()),
            None => Cow::Borrowed(self.written_content(id)),
        }
    }

    /// A scalar's content, borrowed from the tree.
    pub(super) fn content_here(&self, id: NodeId) -> &str {
        self.unwritten_content(id).unwrap_or_else(|| self.written_content(id))
    }

    /// The content of a scalar, if it differs from its text.
    fn unwritten_content(&self, id: NodeId) -> Option<&str> {
        self.extra(id).and_then(|extra| extra.content.as_deref())
    }

    fn written_content(&self, id: NodeId) -> &'s str {
        let text = &self.source[self.start(id)..self.end(id)];
        match self.kind(id) {
            Kind::Single | Kind::Double => &text[1..text.len() - 1],
            _ => text,
        }
    }

    /// The column of an offset, in bytes. A byte order mark doesn't count.
    #[must_use]
    pub fn column(&self, offset: usize) -> usize {
        let line = self.line_start(offset);
        let mark = if line == 0 && self.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        offset.saturating_sub(line + mark)
    }

    /// Where the line of an offset begins.
    #[must_use]
    pub fn line_start(&self, offset: usize) -> usize {
        memchr::memrchr(b'\n', &self.source.as_bytes()[..offset]).map_or(0, |newline| newline + 1)
    }

    /// Where the line after that of an offset begins; the end of the text for the last line.
    #[must_use]
    pub fn next_line(&self, offset: usize) -> usize {
        memchr::memchr(b'\n', &self.source.as_bytes()[offset..]).map_or(self.source.len(), |at| offset + at + 1)
    }

    /// Whether only blanks stand before an offset on its line.
    #[must_use]
    pub fn is_first_on_line(&self, offset: usize) -> bool {
        self.source[self.line_start(offset)..offset].trim_start_matches('\u{feff}').bytes().all(|byte| byte == b' ')
    }
}

/// The children of a node.
#[derive(Debug, Clone)]
pub struct Children<'t> {
    nodes: &'t [Node],
    at: usize,
    end: usize,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.at;
        (id < self.end).then(|| {
            self.at = self.nodes[id].next as usize;
            id
        })
    }
}
