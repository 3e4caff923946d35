//! A run over several folders that share names: what each workload gets, and that the linter sees the same.

use std::collections::BTreeSet;

use otel_inject::engine::{Engine, Role, Settings, Source, Task};
use otel_inject::lint::LintSettings;

/// A file of a run: its name, and what is in it. One that begins with `-i ` is given beside the input.
type File<'t> = (&'t str, &'t str);

const KUSTOMIZATION: &str = "resources: [web.yaml, ../telemetry/i.yaml]\n";

/// Documents by short names, one a line: `pod NAMESPACE ASKED`, `inst NAMESPACE NAME ENDPOINT`, `ns NAME ASKED LEVEL` and
/// `svc NAME PORT`, where `-` stands for nothing.
fn documents(lines: &str) -> String {
    let with = |key: &str, value: &str| if value == "-" { String::new() } else { format!("{key}: {value}") };
    let document = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["pod", namespace, asked] => format!(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations: {{{}}}\n  {}\nspec:\n  containers:\n  - {{name: \
                 app, image: registry.example.com/web:1.4.2}}\n",
                with("instrumentation.opentelemetry.io/inject-python", asked),
                with("namespace", namespace)
            ),
            ["inst", namespace, name, endpoint] => format!(
                "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata:\n  name: {name}\n  {}\nspec:\n  exporter: \
                 {{endpoint: 'http://{endpoint}:4318'}}\n",
                with("namespace", namespace)
            ),
            ["ns", name, asked, level] => format!(
                "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n  annotations: {{{}}}\n  labels: {{{}}}\n",
                with("instrumentation.opentelemetry.io/inject-python", asked),
                with("pod-security.kubernetes.io/enforce", level)
            ),
            ["svc", name, port] => format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: {port}}}]}}\n"
            ),
            _ => format!("{line}\n"),
        }
    };
    lines.lines().map(document).collect::<Vec<_>>().join("---\n")
}

fn engine(files: &[File<'_>]) -> Engine {
    let source = |(name, lines): &File<'_>| {
        let (name, role) = name.strip_prefix("-i ").map_or((*name, Role::Input), |name| (name, Role::Reference));
        Source { name: name.to_owned(), text: documents(lines), role }
    };
    Engine::load(files.iter().map(source).collect(), Settings::default())
}

/// The endpoint that the first file gets, or what is said in its place; and what else is said, by inject and by lint.
fn outcome(files: &[File<'_>]) -> (String, BTreeSet<String>, BTreeSet<String>) {
    let engine = engine(files);
    let report = engine.run(Task::Inject);
    let text = report.texts[0].to_string();
    let endpoint = text.split("http://").nth(1);
    let endpoint = endpoint.and_then(|rest| rest.split(':').next());
    let said = report.diagnostics.iter().map(|one| one.code.as_str().to_owned()).collect();
    let linted = engine.lint(&LintSettings::default());
    let told = linted.diagnostics.iter().chain(&linted.refusals).map(|one| one.code.as_str());
    let told = told.chain(linted.findings.iter().map(|one| one.rule)).map(str::to_owned).collect();
    (endpoint.unwrap_or("nothing").to_owned(), said, told)
}

#[test]
fn each_workload_gets_what_is_near_and_the_linter_sees_the_same() {
    let (pod, shop, blog) = ("pod - i", "inst - i shop", "inst - i blog");
    let cases: &[(&[File<'_>], &str, &[&str])] = &[
        (&[("a/web.yaml", pod), ("b/i.yaml", blog)], "blog", &[]),
        (&[("a/web.yaml", pod), ("b/i.yaml", blog), ("a/i.yaml", shop)], "shop", &[]),
        (&[("a/b/web.yaml", pod), ("i.yaml", blog), ("a/i.yaml", shop)], "shop", &[]),
        (&[("a/web.yaml", pod), ("b/i.yaml", blog), ("c/i.yaml", shop)], "nothing", &["instrumentation-conflict"]),
        (&[("a/web.yaml", pod), ("a/i.yaml", blog), ("a/j.yaml", shop)], "nothing", &["instrumentation-conflict"]),
        // What is given beside the input is the last resort, and two of those are a conflict.
        (&[("a/web.yaml", pod), ("b/i.yaml", blog), ("-i x/i.yaml", shop)], "shop", &[]),
        (&[("a/web.yaml", pod), ("a/i.yaml", blog), ("-i x/i.yaml", shop)], "blog", &[]),
        (&[("a/web.yaml", pod), ("-i a/i.yaml", blog), ("-i i.yaml", shop)], "nothing", &["instrumentation-conflict"]),
        (
            &[
                ("a/web.yaml", pod),
                ("b/i.yaml", blog),
                ("telemetry/i.yaml", shop),
                ("a/kustomization.yaml", KUSTOMIZATION),
            ],
            "shop",
            &[],
        ),
        // The only one of the namespace.
        (
            &[("a/web.yaml", "pod - \"true\""), ("a/i.yaml", "inst - i shop"), ("b/i.yaml", "inst - j blog")],
            "shop",
            &[],
        ),
        (
            &[("a/web.yaml", "pod - \"true\""), ("a/i.yaml", "inst - i shop\ninst - j shop"), ("b/i.yaml", blog)],
            "nothing",
            &["instrumentation-ambiguous"],
        ),
        // Without a namespace, one that is near and has one goes before one that is elsewhere.
        (&[("a/web.yaml", pod), ("b/i.yaml", blog), ("a/i.yaml", "inst s i shop")], "shop", &["namespace-unknown"]),
        (&[("a/web.yaml", pod), ("i.yaml", blog), ("a/i.yaml", "inst s i shop")], "blog", &[]),
        // Names in other namespaces have nothing to do with it.
        (&[("a/web.yaml", "pod s i"), ("b/i.yaml", "inst s i shop"), ("a/i.yaml", "inst t i blog")], "shop", &[]),
        // Namespaces: what is near asks; what is not near is told where it makes a difference.
        (
            &[("a/web.yaml", "pod s -"), ("a/ns.yaml", "ns s i -\ninst s i shop"), ("b/ns.yaml", "ns s \"false\" -")],
            "shop",
            &[],
        ),
        (
            &[("a/web.yaml", "pod s -"), ("a/ns.yaml", "ns s - -"), ("b/ns.yaml", "ns s i -\ninst s i shop")],
            "nothing",
            &[],
        ),
        (
            &[("a/web.yaml", "pod s -"), ("b/ns.yaml", "ns s - -"), ("c/ns.yaml", "ns s i -\ninst s i shop")],
            "shop",
            &["namespace-conflict"],
        ),
        (
            &[("a/web.yaml", "pod s -"), ("b/ns.yaml", "ns s i -"), ("c/ns.yaml", "ns s i -\ninst s i shop")],
            "shop",
            &[],
        ),
        // Of those in one folder the last counts, as in a stream.
        (&[("a/web.yaml", "pod s -\nns s i -\nns s - -"), ("a/i.yaml", "inst s i shop")], "nothing", &[]),
        (&[("a/web.yaml", "pod s -\nns s - -\nns s i -"), ("a/i.yaml", "inst s i shop")], "shop", &[]),
    ];
    for (files, endpoint, codes) in cases {
        let (found, said, told) = outcome(files);
        let codes: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!((&*found, &said), (*endpoint, &codes), "{files:?}");
        let is_note = |code: &String| code == "namespace-unknown";
        let codes: BTreeSet<String> = codes.into_iter().filter(|code| !is_note(code)).collect();
        assert_eq!(told, codes, "{files:?}");
    }
}

#[test]
fn rules_look_at_what_is_near() {
    let web = "pod s i\ninst s i collector";
    let (strict, lax) = ("ns s - restricted", "ns s - -");
    let web = |more: &str| [web, "\n", more].concat();
    let of = |files: &[File<'_>]| outcome(files).2.into_iter().collect::<Vec<_>>();
    // The Namespace that a decision looks at is the one whose level counts.
    assert_eq!(of(&[("a/web.yaml", &web(lax)), ("b/ns.yaml", strict)]), [""; 0]);
    let restricted = of(&[("a/web.yaml", &web(strict)), ("b/ns.yaml", lax)]);
    assert_eq!(of(&[("a/web.yaml", &web(strict))]), restricted);
    // A Service that is anywhere is there; its port is looked up where it is near.
    let web = "pod - i\ninst - i collector";
    let with = |more: &str| [web, "\n", more].concat();
    assert_eq!(of(&[("a/web.yaml", web), ("b/svc.yaml", "svc collector 4318")]), [""; 0]);
    let near = [("a/web.yaml", &*with("svc collector 4318")), ("b/svc.yaml", "svc collector 9999")];
    assert_eq!(of(&near), [""; 0]);
    let far = [("a/web.yaml", &*with("svc collector 9999")), ("b/svc.yaml", "svc collector 4318")];
    assert_eq!(of(&far), ["endpoint-service-not-found"]);
    assert_eq!(of(&[("a/web.yaml", &with("svc other 4318"))]), ["endpoint-service-not-found"]);
    assert_eq!(of(&[("a/web.yaml", web), ("b/svc.yaml", "svc other 4318")]), [""; 0], "it is another folder's");
}

#[test]
fn explain_tells_which_one_counts() {
    let told = |files: &[File<'_>]| {
        let engine = engine(files);
        let mut lines = Vec::new();
        let _ = engine.explain(|explained| {
            let chosen = explained.steps.iter().filter(|step| step.message.contains("of several"));
            lines.extend(chosen.map(|step| {
                let source = step.location.as_ref().map_or("nowhere", |at| &engine.sources()[at.source].name);
                format!("{} ({source})", step.message)
            }));
        });
        lines
    };
    assert_eq!(
        told(&[
            ("a/b/web.yaml", "pod s i"),
            ("a/ns.yaml", "ns s - -\ninst s i shop"),
            ("ns.yaml", "ns s i -\ninst s i blog")
        ]),
        [
            "of several Namespaces s the one in a, the nearest folder above counts (a/ns.yaml)",
            "looked for i in namespace s: the Instrumentation s/i, of several the one in a, the nearest folder above (a/ns.yaml)",
        ]
    );
    assert_eq!(told(&[("a/web.yaml", "pod s i"), ("b/ns.yaml", "ns s - -\ninst s i shop")]), [""; 0]);
}
