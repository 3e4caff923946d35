//! The linter's rules: their pages, from their doc comments, their table in the README, the list of their tests, and the
//! files of a new one.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};
use otel_inject::diagnostic::Severity;
use otel_inject::lint::{ALL, RuleInfo, Safety};

use crate::repository::{Findings, Repository};

const PAGES: &str = "docs/rules/";
const README: &str = "README.md";
/// The lines between which the README's table is.
const TABLE: [&str; 2] = ["<!-- rules: written by `cargo xtask generate` -->\n", "<!-- end of rules -->\n"];
/// Where the groups of rules are, each a folder with a list.
const GROUPS: &str = "lib/src/lint/rules/";
/// The list by which each rule gets its tests.
const TESTS: &str = "lib/tests/it/lint/by_rule.rs";

pub(crate) fn chore(repository: &Repository, findings: &mut Findings) -> Result<()> {
    let mut index = "# What `otel-inject lint` finds\n\n\
        These pages are generated from the rules: `cargo xtask generate`.\n\n\
        | rule | severity | repairs | |\n|---|---|---|---|\n"
        .to_owned();
    for rule in ALL {
        let page = rule.page();
        writeln!(
            index,
            "| [{}]({}.md) | {} | {} | {} |",
            rule.id,
            rule.id,
            rule.severity,
            repairs(rule),
            cell(&page.summary())
        )?;
        let text =
            format!("# {}\n\nSeverity: {}. Repairs: {}.\n\n{}", rule.id, rule.severity, repairs(rule), page.markdown());
        findings.generated.push((format!("{PAGES}{}.md", rule.id), text));
    }
    findings.generated.push((format!("{PAGES}README.md"), index));
    findings.generated.push((TESTS.to_owned(), tests()));
    let readme = between(&repository.text(README)?, TABLE, &table())
        .with_context(|| format!("{README} has no place for the table of rules"))?;
    findings.generated.push((README.to_owned(), readme));
    let pages = repository.files.iter().filter_map(|file| file.strip_prefix(PAGES)?.strip_suffix(".md"));
    for page in pages.filter(|page| *page != "README" && !ALL.iter().any(|rule| rule.id == *page)) {
        findings.complaints.push(format!("{PAGES}{page}.md: there is no such rule; take the page away"));
    }
    Ok(())
}

/// The rules by the names of their files.
fn tests() -> String {
    let names: String = ALL.iter().map(|rule| format!("    {}\n", rule.id.replace('-', "_"))).collect();
    format!(
        "//! The rules that have tests, which are all. Written by `cargo xtask generate`.\n\nof_each_rule! {{\n{names}}}\n"
    )
}

/// All rules by what their findings mean, for the README.
fn table() -> String {
    let meanings = [
        (Severity::Error, "not instrumented, does not start, or telemetry is lost"),
        (Severity::Warning, "probably wrong"),
        (Severity::Info, "good to know"),
    ];
    let row = |(severity, meaning)| {
        let rules = ALL.iter().filter(|rule| rule.severity == severity);
        let links: Vec<String> = rules.map(|rule| format!("[{0}]({PAGES}{0}.md)", rule.id)).collect();
        format!("| {severity}: {meaning} | {} |\n", links.join(", "))
    };
    let rows: String = meanings.into_iter().map(row).collect();
    format!("| severity | rules |\n|---|---|\n{rows}")
}

/// A text with other text between two of its lines.
fn between(text: &str, [start, end]: [&str; 2], new: &str) -> Option<String> {
    let (before, rest) = text.split_once(start)?;
    let (_, after) = rest.split_once(end)?;
    Some([before, start, "\n", new, "\n", end, after].concat())
}

fn repairs(rule: &RuleInfo) -> &'static str {
    match rule.fix {
        Some(Safety::Safe) => "`--fix`",
        Some(Safety::Unsafe) => "`--fix --unsafe-fixes`",
        None => "none",
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Writes the file of a new rule, its line in the list of its group, and its fixtures.
pub(crate) fn new_rule(repository: &Repository, rule: &str) -> Result<()> {
    let (group, id) = group_and_id(rule, &groups(&repository.files))?;
    if ALL.iter().any(|rule| rule.id == id) {
        bail!("there is a rule {id} already");
    }
    let (module, name) = (id.replace('-', "_"), type_name(id));
    let source = TEMPLATE.replace("new-rule", id).replace("NewRule", &name);
    let list_path = format!("{GROUPS}{group}/mod.rs");
    let list = repository.text(&list_path)?;
    let list = with_line(&list, "mod ", &format!("mod {module};")).context("the list of rules has no modules")?;
    let line = format!("    rule!({module}::{name}),");
    let list = with_line(&list, "    rule!(", &line).context("the list of rules has no rules")?;
    repository.write(&format!("{GROUPS}{group}/{module}.rs"), &source)?;
    repository.write(&list_path, &list)?;
    for kind in ["finds", "near-miss"] {
        repository.write(&format!("fixtures/lint/{id}/{kind}/input.yaml"), FIXTURE)?;
    }
    Ok(())
}

/// The groups that there are: the folders with a list.
fn groups(files: &[String]) -> Vec<&str> {
    files.iter().filter_map(|file| file.strip_prefix(GROUPS)?.strip_suffix("/mod.rs")).collect()
}

/// `endpoints/endpoint-missing`, if there is such a group and a rule may have such a name.
fn group_and_id<'r>(rule: &'r str, groups: &[&str]) -> Result<(&'r str, &'r str)> {
    let there_are = format!("the groups are {}, each a folder in {GROUPS} and a line in its mod.rs", groups.join(", "));
    let Some((group, id)) = rule.split_once('/') else {
        bail!("expected GROUP/NAME, such as endpoints/endpoint-missing; {there_are}");
    };
    ensure!(groups.contains(&group), "there is no group {group:?} of rules; {there_are}");
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    ensure!(
        id.split('-').all(is_word),
        "{id:?} can't be the name of a rule; write lower-case words joined by -, such as endpoint-missing"
    );
    Ok((group, id))
}

/// `endpoint-missing` as `EndpointMissing`.
fn type_name(id: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    id.split('-').map(word).collect()
}

/// A text with a line more, in its place among the sorted lines that begin in the same way.
fn with_line(text: &str, prefix: &str, new: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let of_kind: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].starts_with(prefix)).collect();
    let behind = of_kind.iter().find(|index| lines[**index] > new).copied();
    let place = behind.or_else(|| of_kind.last().map(|last| last + 1))?;
    let (before, after) = lines.split_at(place);
    Some(before.iter().chain([&new]).chain(after).flat_map(|line| [line, "\n"]).collect())
}

/// A rule that compiles, since it is part of the tests here.
const TEMPLATE: &str = include_str!("rule_template.rs");

const FIXTURE: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    matchLabels:
      app: cart
  template:
    metadata:
      labels:
        app: cart
    spec:
      containers:
      - name: cart
        image: registry.example.com/shop/cart:1.4.0
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_a_rule() {
        use crate::rule_template::NewRule;
        use otel_inject::lint::Rule;

        assert_eq!(NewRule::ID, "new-rule");
        assert_eq!(TEMPLATE.matches("new-rule").count(), 2, "in the first line, and as ID");
        assert_eq!(TEMPLATE.matches("NewRule").count(), 2, "the type, and what it is a rule by");
    }

    #[test]
    fn a_line_goes_where_it_belongs() {
        let text = "use x;\n\nmod a;\nmod c;\n\nend\n";
        assert_eq!(with_line(text, "mod ", "mod b;").as_deref(), Some("use x;\n\nmod a;\nmod b;\nmod c;\n\nend\n"));
        assert_eq!(with_line(text, "mod ", "mod d;").as_deref(), Some("use x;\n\nmod a;\nmod c;\nmod d;\n\nend\n"));
        assert_eq!(with_line(text, "nothing ", "mod d;"), None);
    }

    #[test]
    fn a_new_rule_goes_into_a_group_that_there_is() {
        let files = ["lib/src/lint/rules/mod.rs", "lib/src/lint/rules/a/mod.rs", "lib/src/lint/rules/a/a_b.rs"];
        let files = files.map(str::to_owned);
        let groups = groups(&files);
        assert_eq!(groups, ["a"]);
        assert_eq!(group_and_id("a/b-c2", &groups).expect("a name"), ("a", "b-c2"));
        for (wrong, message) in [
            ("b-c", "expected GROUP/NAME"),
            ("b/c", "no group \"b\" of rules; the groups are a,"),
            ("a/B", "\"B\" can't be the name of a rule"),
            ("a/b/c", "\"b/c\" can't be the name of a rule"),
            ("a/b--c", "\"b--c\" can't be the name of a rule"),
        ] {
            let error = group_and_id(wrong, &groups).expect_err(wrong).to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn only_what_is_between_two_lines_is_written() {
        let text = "a\n<b>\nold\n</b>\nc\n";
        assert_eq!(between(text, ["<b>\n", "</b>\n"], "new\n").as_deref(), Some("a\n<b>\n\nnew\n\n</b>\nc\n"));
        assert_eq!(between(text, ["</b>\n", "<b>\n"], "new\n"), None);
    }

    #[test]
    fn a_rule_is_a_type() {
        assert_eq!(type_name("tls-secret-missing"), "TlsSecretMissing");
    }
}
