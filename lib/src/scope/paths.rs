//! Paths of sources, compared by what they say alone: nothing here looks at a disk.

use std::borrow::Cow;

/// A path without `.`, without empty parts, and without `..` wherever that can be told.
pub(super) fn normal(path: &str) -> String {
    let root = if path.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last().copied()) {
            ("" | ".", _) => {}
            ("..", None) if !root.is_empty() => {}
            ("..", Some(last)) if last != ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    [root, &parts.join("/")].concat()
}

/// What a path means that is written in a file of a folder.
pub(super) fn join(folder: &str, path: &str) -> String {
    match folder {
        _ if path.starts_with('/') => normal(path),
        "" => normal(path),
        _ => normal(&[folder, "/", path].concat()),
    }
}

/// The folder of a normal path: empty for the one that relative paths begin at.
pub(super) fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}

/// The folder that a folder is in. Above the one that relative paths begin at there is always one more.
pub(super) fn above(folder_path: &str) -> Option<Cow<'_, str>> {
    match folder_path {
        "/" => None,
        "" => Some(Cow::Borrowed("..")),
        ".." => Some(Cow::Borrowed("../..")),
        _ if folder_path.ends_with("/..") => Some(Cow::Owned([folder_path, "/.."].concat())),
        _ => Some(Cow::Borrowed(folder(folder_path))),
    }
}

/// How many folders above the one that relative paths begin at a path leads.
pub(super) fn climbs(folder: &str) -> usize {
    folder.split('/').take_while(|part| *part == "..").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_it_means() {
        for (path, wanted) in [
            ("a/b.yaml", "a/b.yaml"),
            ("./a//b.yaml", "a/b.yaml"),
            ("a/../b.yaml", "b.yaml"),
            ("../a/../../b", "../../b"),
            ("/../a/./b", "/a/b"),
            ("a/..", ""),
            ("", ""),
        ] {
            assert_eq!(normal(path), wanted, "{path}");
        }
    }

    #[test]
    fn a_path_in_a_file_begins_at_the_folder_of_the_file() {
        for (folder, path, wanted) in [
            ("", "web.yaml", "web.yaml"),
            ("", "../base", "../base"),
            ("overlays/prod", "../../base/", "base"),
            ("/srv/overlays", "../base", "/srv/base"),
            ("/", "base", "/base"),
            ("overlays", "/base", "/base"),
        ] {
            assert_eq!(join(folder, path), wanted, "{folder} {path}");
        }
    }

    #[test]
    fn folders_lead_up_one_by_one() {
        let up = |path: &str| {
            let mut all = vec![folder(path).to_owned()];
            while let Some(next) = above(&all[all.len() - 1]).map(Cow::into_owned).filter(|_| all.len() < 4) {
                all.push(next);
            }
            all
        };
        assert_eq!(up("a/b/c.yaml"), ["a/b", "a", "", ".."]);
        assert_eq!(up("c.yaml"), ["", "..", "../..", "../../.."]);
        assert_eq!(up("../a/c.yaml"), ["../a", "..", "../..", "../../.."]);
        assert_eq!(up("/a/c.yaml"), ["/a", "/"]);
        assert_eq!((climbs("../../a"), climbs("a"), climbs("")), (2, 0, 0));
    }
}
