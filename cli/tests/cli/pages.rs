//! Pages in `docs/`: every command of a `console` block is run and has to say what the page shows, and every `diff`
//! block that names a file is made, in the order of the page.

use std::path::Path;
use std::process::Command;

use otel_inject_testing::sandbox::Sandbox;

use crate::sandbox;

#[test]
fn commands_say_what_the_pages_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut commands = 0;
    for entry in std::fs::read_dir(root.join("docs")).unwrap() {
        let page = entry.unwrap().path();
        if page.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(&page).unwrap();
        let sandbox = sandbox();
        std::os::unix::fs::symlink(root.join("fixtures"), sandbox.path().join("fixtures")).unwrap();
        for block in blocks(&text) {
            match block.info.split_once(' ').unwrap_or((block.info, "")) {
                ("console", "") => commands += run(&sandbox, &block),
                ("diff", file) if !file.is_empty() => edit(&sandbox, file, &block),
                _ => {}
            }
        }
    }
    assert!(commands > 15, "only {commands} commands were run");
}

/// A fenced block: what is behind the fence, and its lines.
struct Block<'p> {
    info: &'p str,
    lines: Vec<&'p str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut lines = page.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            blocks.push(Block { info, lines: lines.by_ref().take_while(|line| *line != "```").collect() });
        }
    }
    blocks
}

/// Runs the commands of a block, and counts them. One succeeds, unless `echo $?` behind it shows something else.
fn run(sandbox: &Sandbox, block: &Block<'_>) -> usize {
    let starts: Vec<usize> = (0..block.lines.len()).filter(|line| block.lines[*line].starts_with("$ ")).collect();
    assert_eq!(starts.first(), Some(&0), "a console block begins with a command: {:?}", block.lines);
    let ends = starts.iter().skip(1).copied().chain([block.lines.len()]);
    let mut commands = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (&block.lines[*start][2..], &block.lines[start + 1..end]))
        .peekable();
    let mut count = 0;
    while let Some((command, shown)) = commands.next() {
        let wanted = commands.next_if(|(next, _)| *next == "echo $?").map_or("0", |(_, shown)| shown[0]);
        let (code, came) = shell(sandbox, command);
        assert_eq!(code.to_string(), wanted, "the exit code of {command}\n{came}");
        assert!(
            fits(shown, &came.lines().collect::<Vec<_>>()),
            "{command}\nshown:\n{}\ncame:\n{came}",
            shown.join("\n")
        );
        count += 1;
    }
    count
}

/// A command's exit code, and what a terminal would show of it.
fn shell(sandbox: &Sandbox, command: &str) -> (i32, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_otel-inject")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([programs].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .env("PATH", path)
        .env("LC_ALL", "C")
        .env_remove("CLICOLOR_FORCE");
    let run = sandbox.feed(&mut shell, b"");
    (run.code.unwrap(), run.text().to_owned())
}

/// Whether lines are as shown, where `…` stands for any of them.
fn fits(shown: &[&str], came: &[&str]) -> bool {
    match shown {
        [] => came.is_empty(),
        ["…", rest @ ..] => (0..=came.len()).any(|left_out| fits(rest, &came[left_out..])),
        [line, rest @ ..] => came.first() == Some(line) && fits(rest, &came[1..]),
    }
}

/// Makes the edit that a block shows, at the one place where it fits.
fn edit(sandbox: &Sandbox, file: &str, block: &Block<'_>) {
    let side = |other: char| {
        let lines = block.lines.iter().filter(|line| !line.starts_with(other));
        lines.map(|line| format!("\n{}", line.get(1..).unwrap_or_default())).collect::<String>() + "\n"
    };
    let text = format!("\n{}", sandbox.read(file));
    let old = side('+');
    assert_eq!(text.matches(&old).count(), 1, "{file} has no one place for the edit:\n{}", block.lines.join("\n"));
    sandbox.write(file, &text.replace(&old, &side('-'))[1..]);
}

#[test]
fn lines_that_are_left_out_may_be_any() {
    let fits = |shown: &str, came: &str| fits(&shown.lines().collect::<Vec<_>>(), &came.lines().collect::<Vec<_>>());
    assert!(fits("", "") && fits("a\n…\nd", "a\nb\nc\nd") && fits("…\nb", "b") && fits("…", "a\nb"));
    assert!(!fits("a", "") && !fits("", "a") && !fits("a\n…\nc", "a\nb") && !fits("…\nb", "a\nb\nc"));
}
