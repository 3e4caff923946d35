//! The difference of two values, as a plan.

use crate::kubernetes::{element_key, is_command_line};
use crate::pointer::{Pointer, Step};
use crate::value::{List, Map, Origin, Value};

use super::{Content, Edit, Op, Plan};

/// The edits that lead from `current` to `wanted`.
///
/// Elements of lists are matched by where they came from, then by equality, then by the field that names them
/// ([`element_key`]; a mount only with one of the same volume). In a command line (`command`, `args`), only the words
/// before a common tail change; without a common tail it is replaced as a whole.
#[must_use]
pub fn difference<'s>(current: &Value<'s>, wanted: &Value<'s>) -> Plan<'s> {
    difference_at(&Pointer::default(), current, wanted)
}

/// [`difference`] of two values that stand at a place in an object, as edits of the object.
#[must_use]
pub fn difference_at<'s>(at: &Pointer<'static>, current: &Value<'s>, wanted: &Value<'s>) -> Plan<'s> {
    let mut edits = Vec::with_capacity(32);
    let mut path: Path<'s> = at.0.clone();
    path.reserve(8);
    values(&mut path, "", current, wanted, &mut edits);
    Plan { edits }
}

type Path<'s> = Vec<Step<'s>>;

fn values<'s>(path: &mut Path<'s>, key: &str, current: &Value<'s>, wanted: &Value<'s>, edits: &mut Vec<Edit<'s>>) {
    match (current, wanted) {
        (Value::Map(current), Value::Map(wanted)) => maps(path, current, wanted, edits),
        (Value::List(current), Value::List(wanted))
            if !is_command_line(key) && !current.is_empty() && !wanted.is_empty() =>
        {
            lists(path, element_key(key), current, wanted, edits);
        }
        _ if current == wanted => {}
        (Value::List(current), Value::List(wanted)) if in_front(path, current, wanted, edits) => {}
        _ => edits.push(edit(path, Op::Replace(Content::new(wanted.clone())))),
    }
}

/// If both lists end in the same words, emits edits for what stands before those and returns true. So a person's own
/// words stay as they are written.
fn in_front<'s>(path: &Path<'s>, current: &List<'s>, wanted: &List<'s>, edits: &mut Vec<Edit<'s>>) -> bool {
    let stay = current.iter().rev().zip(wanted.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut at = |index: usize, op: Op<'s>| {
        let mut path = path.clone();
        path.push(Step::Index(index));
        edits.push(edit(&path, op));
    };
    if stay > 0 {
        let new = wanted.iter().take(wanted.len() - stay);
        new.for_each(|word| at(0, Op::Insert(Content::new(word.clone()))));
        (0..current.len() - stay).for_each(|index| at(index, Op::Remove { ours: false }));
    }
    stay > 0
}

fn edit<'s>(path: &Path<'s>, op: Op<'s>) -> Edit<'s> {
    Edit { at: Pointer(path.clone()), op }
}

fn maps<'s>(path: &mut Path<'s>, current: &Map<'s>, wanted: &Map<'s>, edits: &mut Vec<Edit<'s>>) {
    // What is added stands at the end, so the index is nearly always the same.
    for (place, (key, value)) in current.entries().enumerate() {
        let wanted = wanted.find(key, place).map(|(_, wanted)| wanted);
        // A shortcut for what most values are: strings that stay.
        if value.as_str().is_some() && wanted == Some(value) {
            continue;
        }
        path.push(Step::Key(key.clone()));
        match wanted {
            Some(wanted) => values(path, key, value, wanted, edits),
            None => edits.push(edit(path, Op::Remove { ours: false })),
        }
        path.pop();
    }
    let is_new = |place: usize, key: &str| current.find(key, place).is_none();
    for (_, (key, value)) in wanted.entries().enumerate().filter(|(place, (key, _))| is_new(*place, key)) {
        path.push(Step::Key(key.clone()));
        edits.push(edit(path, Op::Set(Content::new(value.clone()))));
        path.pop();
    }
}

fn lists<'s>(path: &mut Path<'s>, key: Option<&str>, current: &List<'s>, wanted: &List<'s>, edits: &mut Vec<Edit<'s>>) {
    let Alignment { came_from, stays } = Alignment::of(key, current, wanted);
    let at = |path: &mut Path<'s>, index: usize, op: Op<'s>, edits: &mut Vec<Edit<'s>>| {
        path.push(Step::Index(index));
        edits.push(edit(path, op));
        path.pop();
    };
    let mut kept = vec![false; current.len()];
    for (position, value) in wanted.iter().enumerate() {
        // After the last element before it that stays where it is.
        let place =
            || (0..position).rev().filter(|p| stays[*p]).find_map(|p| came_from[p]).map_or(0, |index| index + 1);
        let Some(index) = came_from[position] else {
            let to = place();
            at(path, to, Op::Insert(Content::new(value.clone())), edits);
            continue;
        };
        kept[index] = true;
        if !stays[position] {
            let to = place();
            at(path, index, Op::Move { to, gap: None }, edits);
        }
        if let Some(before) = current.get(index) {
            path.push(Step::Index(index));
            values(path, "", before, value, edits);
            path.pop();
        }
    }
    for index in (0..current.len()).filter(|index| !kept[*index]) {
        at(path, index, Op::Remove { ours: false }, edits);
    }
}

/// Which elements of two lists correspond.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// For each wanted element, its index in the current list; `None` for a new one.
    pub came_from: Vec<Option<usize>>,
    /// For each wanted element, whether it stays in place while others move.
    pub stays: Vec<bool>,
}

impl Alignment {
    /// Matches elements by where they came from, then by equality, then by the field `key` that names them.
    #[must_use]
    pub fn of(key: Option<&str>, current: &List<'_>, wanted: &List<'_>) -> Self {
        let came_from = matched(key, current, wanted);
        let moved: Vec<bool> = wanted.elements().iter().map(|element| element.moved).collect();
        let stays = staying(&came_from, &moved);
        Self { came_from, stays }
    }
}

/// For each wanted element, its index in the current list.
fn matched(key: Option<&str>, current: &List<'_>, wanted: &List<'_>) -> Vec<Option<usize>> {
    let mut free = vec![true; current.len()];
    let mut came_from: Vec<Option<usize>> = vec![None; wanted.len()];
    for (position, element) in wanted.elements().iter().enumerate() {
        let origin = element.origin.map(Origin::index).filter(|origin| free.get(*origin) == Some(&true));
        if let Some(origin) = origin {
            free[origin] = false;
            came_from[position] = Some(origin);
        }
    }
    let mut take = |came_from: &mut Vec<Option<usize>>, same: &dyn Fn(&Value<'_>, &Value<'_>) -> bool| {
        for (position, value) in wanted.iter().enumerate() {
            if came_from[position].is_some() {
                continue;
            }
            let found = current.iter().enumerate().find(|(index, candidate)| free[*index] && same(candidate, value));
            if let Some((index, _)) = found {
                free[index] = false;
                came_from[position] = Some(index);
            }
        }
    };
    take(&mut came_from, &|a, b| a == b);
    if let Some(key) = key {
        let agree = |key: &str, a: &Value<'_>, b: &Value<'_>| match (a.get(key), b.get(key)) {
            (Some(a), Some(b)) => !a.is_null() && a == b,
            _ => false,
        };
        // A mount of another volume is another mount: a mount that makes room for an injected one has to come back as a
        // whole.
        take(&mut came_from, &|a, b| agree(key, a, b) && agree("name", a, b));
    }
    came_from
}

/// Which elements stay, so that as few as possible move: the longest run of rising indices among those that weren't
/// moved on purpose (of several, the one that begins first), and all others that fit into it.
fn staying(came_from: &[Option<usize>], moved: &[bool]) -> Vec<bool> {
    if came_from.iter().flatten().is_sorted() && !moved.contains(&true) {
        return came_from.iter().map(Option::is_some).collect();
    }
    let mut stays = vec![false; came_from.len()];
    let candidates: Vec<(usize, usize)> = (0..came_from.len())
        .filter(|position| !moved[*position])
        .filter_map(|position| Some((position, came_from[position]?)))
        .collect();
    let lengths = run_lengths(&candidates);
    let mut needed = lengths.iter().copied().max().unwrap_or_default();
    let mut last = None;
    for ((position, index), length) in candidates.iter().zip(lengths) {
        if length == needed && needed > 0 && last.is_none_or(|last| *index > last) {
            stays[*position] = true;
            last = Some(*index);
            needed -= 1;
        }
    }
    for position in (0..came_from.len()).filter(|position| moved[*position]) {
        let Some(index) = came_from[position] else { continue };
        let kept = |range: std::ops::Range<usize>| {
            let came_from = |position: usize| came_from[position].filter(|_| stays[position]);
            range.filter_map(came_from).collect::<Vec<_>>()
        };
        let fits = kept(0..position).last().is_none_or(|before| *before < index)
            && kept(position + 1..came_from.len()).first().is_none_or(|after| *after > index);
        stays[position] = fits;
    }
    stays
}

/// For each candidate, the length of the longest run of rising indices that begins with it.
fn run_lengths(candidates: &[(usize, usize)]) -> Vec<usize> {
    let mut lengths = vec![0; candidates.len()];
    // By length, the highest index that a run of this length can begin with, seen from the end.
    let mut heads: Vec<usize> = Vec::new();
    for (place, (_, index)) in candidates.iter().enumerate().rev() {
        let longer = heads.partition_point(|head| head > index);
        lengths[place] = longer + 1;
        if longer == heads.len() {
            heads.push(*index);
        } else {
            heads[longer] = *index;
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_little_as_possible_moves() {
        let stays = |came_from: &[usize], moved: &[usize]| {
            let came_from: Vec<Option<usize>> = came_from.iter().copied().map(Some).collect();
            let moved: Vec<bool> = (0..came_from.len()).map(|position| moved.contains(&position)).collect();
            let stays = staying(&came_from, &moved);
            (0..stays.len()).filter(|position| stays[*position]).collect::<Vec<_>>()
        };
        assert_eq!(stays(&[0, 1, 2], &[]), [0, 1, 2]);
        assert_eq!(stays(&[0, 2, 1], &[]), [0, 1], "of two that changed places the later one moved");
        assert_eq!(stays(&[0, 2, 1], &[1]), [0, 2], "unless the other is known to have moved");
        assert_eq!(stays(&[2, 0, 1], &[]), [1, 2]);
        assert_eq!(stays(&[0, 1, 2], &[2]), [0, 1, 2], "what was moved and is where it was stays");
        assert_eq!(stays(&[3, 0, 1, 2], &[0]), [1, 2, 3]);
        assert_eq!(stays(&[], &[]), [0; 0]);
    }

    #[test]
    fn words_in_front_of_a_command_come_and_go_alone() {
        let command = |words: &'static str| Value::map([("command", Value::list(words.split(' ').map(Value::from)))]);
        let edits = |current, wanted| {
            let plan = difference(&command(current), &command(wanted));
            let shown = |edit: &Edit<'_>| match edit.op {
                Op::Insert(_) => format!("+{}", edit.at),
                Op::Remove { .. } => format!("-{}", edit.at),
                _ => edit.at.to_string(),
            };
            plan.edits.iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(edits("web -a", "py otel web -a"), ["+/command/0", "+/command/0"]);
        assert_eq!(edits("py otel web -a", "web -a"), ["-/command/0", "-/command/1"]);
        assert_eq!(edits("py otel web", "otel web"), ["-/command/0"]);
        assert_eq!(edits("otel web", "otel -a web"), ["+/command/0", "+/command/0", "-/command/0"]);
        assert_eq!(edits("py otel web", "py otel"), ["/command"], "else it is one value");
    }

    #[test]
    fn a_mount_of_another_volume_at_the_same_path_is_another_mount() {
        let mounts = |name: &'static str, key: &'static str| {
            let mount =
                Value::map([("name", Value::from(name)), ("mountPath", Value::from("/etc")), (key, Value::from(key))]);
            Value::map([("volumeMounts", Value::list([mount]))])
        };
        let places = |wanted: &Value<'static>| {
            let plan = difference(&mounts("a", "subPath"), wanted);
            plan.edits.iter().map(|edit| edit.at.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(places(&mounts("b", "subPath")), ["/volumeMounts/0", "/volumeMounts/0"], "one comes, one goes");
        assert_eq!(places(&mounts("a", "readOnly")), ["/volumeMounts/0/subPath", "/volumeMounts/0/readOnly"]);
    }

    #[test]
    fn elements_without_a_name_are_not_taken_for_each_other() {
        let list = |name: Value<'static>, value: &'static str| {
            Value::map([("env", Value::list([Value::map([("name", name), ("value", Value::from(value))])]))])
        };
        let places = |name: fn() -> Value<'static>| {
            let plan = difference(&list(name(), "1"), &list(name(), "2"));
            plan.edits.iter().map(|edit| edit.at.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(places(|| Value::from("A")), ["/env/0/value"]);
        assert_eq!(places(|| Value::Null), ["/env/0", "/env/0"], "one comes, one goes");
    }
}
