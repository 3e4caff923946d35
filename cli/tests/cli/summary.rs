//! What is said at the end of a run over many workloads: a screen, and how many there are of each.

use otel_inject_testing::manifests::{DEPLOYMENT, INSTRUMENTATION};
use otel_inject_testing::sandbox::{Run, Sandbox};

use crate::sandbox;

/// So many lines are on a screen.
const SCREEN: usize = 26;

/// A Deployment with a container of its own name.
fn deployment(name: &str) -> String {
    DEPLOYMENT.replace("name: web", &format!("name: {name}")).replace("name: app", &format!("name: {name}"))
}

/// Files of a Deployment each.
fn write(sandbox: &Sandbox, group: &str, count: usize, text: impl Fn(&str) -> String) {
    for index in 0..count {
        let name = format!("{group}-{index}");
        sandbox.write(&format!("k8s/{name}.yaml"), text(&name));
    }
}

/// Two hundred workloads: 130 to be injected, 20 that are, 10 that were by other settings, 4 with a key where nothing reads it, 36 that ask for nothing.
fn mixed() -> Sandbox {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    sandbox.write("old.yaml", INSTRUMENTATION.replace("collector", "elsewhere"));
    write(&sandbox, "old", 10, deployment);
    assert_eq!(sandbox.run(&["inject", "-i", "old.yaml", "--in-place", "k8s"]).code, Some(0));
    let old: Vec<String> = (0..10).map(|index| sandbox.read(&format!("k8s/old-{index}.yaml"))).collect();
    write(&sandbox, "done", 20, deployment);
    assert_eq!(sandbox.run(&["inject", "-i", "python.yaml", "--in-place", "k8s"]).code, Some(0));
    for (index, text) in old.iter().enumerate() {
        sandbox.write(&format!("k8s/old-{index}.yaml"), text);
    }
    let annotation = "      annotations:\n        instrumentation.opentelemetry.io/inject-python: python\n";
    write(&sandbox, "web", 130, deployment);
    write(&sandbox, "misplaced", 4, |name| {
        let own = annotation.replace("\n  ", "\n").replacen("      ", "  ", 1).replace("      instr", "    instr");
        deployment(name)
            .replace(annotation, "      labels: {}\n")
            .replace("spec:\n  template", &format!("{own}spec:\n  template"))
    });
    write(&sandbox, "idle", 36, |name| deployment(name).replace(annotation, "      labels: {}\n"));
    sandbox
}

/// All that is printed, as a person sees it.
#[track_caller]
fn screen(run: &Run) -> Vec<String> {
    let all = format!("{}{}", run.text(), run.stderr);
    let lines: Vec<String> = all.lines().map(str::to_owned).collect();
    assert!(lines.len() <= SCREEN, "{all}");
    lines
}

#[track_caller]
fn ends(run: &Run, totals: &str) {
    assert_eq!(screen(run).last().map(String::as_str), Some(totals), "{}", run.stderr);
}

#[test]
fn what_came_of_two_hundred_workloads_takes_a_screen() {
    let sandbox = mixed();
    let run = |args: &[&str]| sandbox.run(&[args, &["k8s"]].concat());
    let injected = ["-i", "python.yaml"];
    let would = "130 would be injected, 10 would be updated, 4 asked and not done, 20 unchanged, 36 ask for nothing";
    ends(&run(&[&["inject", "--check"], &injected[..]].concat()), would);
    ends(&run(&[&["diff", "--stat"], &injected[..]].concat()), would);
    ends(&run(&["remove", "--check"]), "30 would be removed, 170 carry no injection");
    let verified = |args: &[&str], totals: &str| {
        let said = run(&[&["verify", "--format", "json"], args].concat()).stderr;
        assert!(said.lines().count() <= SCREEN && said.lines().last() == Some(totals), "{said}");
    };
    verified(&[], "30 injected, perhaps outdated, 134 not injected, 36 ask for nothing");
    verified(&injected, "20 up to date, 10 outdated, 134 not injected, 36 ask for nothing");
    let said = run(&[&["verify"], &injected[..]].concat());
    // With an example of each finding.
    assert!(said.text().lines().count() < 2 * SCREEN, "{}", said.text());
    let done = run(&[&["inject", "--in-place"], &injected[..]].concat());
    let group = "Deployment web-0, Deployment web-1 and 128 more: injected python";
    assert!(screen(&done).iter().any(|line| line == group), "{}", done.stderr);
    ends(&done, "130 injected, 10 updated, 4 asked and not done, 20 unchanged, 36 ask for nothing");
    ends(&run(&["remove", "--in-place"]), "160 removed, 40 carry no injection");
}

#[test]
fn of_one_name_in_two_files_the_files_are_said() {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    for file in ["base/web.yaml", "prod/web.yaml"] {
        sandbox.write(file, DEPLOYMENT);
    }
    let run = sandbox.run(&["inject", "-i", "python.yaml", "--in-place", "base", "prod"]);
    assert_eq!(
        run.stderr,
        "Deployment web (base/web.yaml): injected python into container app\n\
         Deployment web (prod/web.yaml): injected python into container app\n\
         2 injected\n"
    );
}

#[test]
fn workloads_in_files_that_are_not_read_count_and_a_patch_counts_its_own() {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    sandbox.write("web.yaml", DEPLOYMENT);
    sandbox.write("idle.json", r#"{"kind": "List", "items": [{"kind": "Pod"}, {"kind": "ConfigMap"}]}"#);
    let args = ["-i", "python.yaml", "web.yaml", "idle.json"];
    let line = "Deployment web: would inject python into container app\n";
    let run = sandbox.run(&[&["diff", "--stat"], &args[..]].concat());
    assert_eq!(run.stderr, format!("{line}1 would be injected, 1 asks for nothing\n"));
    let run = sandbox.run(&[&["patch", "--workload", "deployment/web"], &args[..]].concat());
    assert_eq!(run.stderr, line);
    let run = sandbox.run(&["verify", "idle.json"]);
    assert_eq!(run.stderr, "no workload asks for injection or is injected\n");
}

#[test]
fn an_injection_that_is_there_says_what_changes_in_it() {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    sandbox.write("web.yaml", DEPLOYMENT);
    let run = |args: &[&str]| sandbox.run(&[args, &["-i", "python.yaml", "web.yaml"]].concat()).stderr;
    run(&["inject", "--in-place"]);
    let injected = sandbox.read("web.yaml");
    sandbox.write("python.yaml", INSTRUMENTATION.replace("collector", "elsewhere"));
    assert_eq!(run(&["diff", "--stat"]), "Deployment web: would update (1 variable)\n");
    let verdict = "injecting again would change it (1 variable) [injection-outdated]";
    assert_eq!(run(&["verify"]), format!("Deployment web: {verdict}\n"));
    assert_eq!(run(&["inject", "--in-place"]), "Deployment web: updated (1 variable)\n");
    // A language that is new is injected.
    sandbox.write("web.yaml", injected.replace("/inject-python: python", "/inject-java: python"));
    assert_eq!(run(&["diff", "--stat"]), "Deployment web: would inject java into container app\n");
}

#[test]
fn what_is_wrong_with_many_workloads_is_said_once() {
    let sandbox = sandbox();
    sandbox.write("python.yaml", INSTRUMENTATION);
    let other = "        image: app:1\n        env:\n        - {name: PYTHONPATH, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n";
    write(&sandbox, "odd", 200, |name| deployment(name).replace("        image: app:1\n", other));
    let run = sandbox.run(&["inject", "--check", "-i", "python.yaml", "k8s"]);
    assert!(run.stderr.contains("also in 199 more, such as Deployment odd-1 and Deployment odd-10"), "{}", run.stderr);
    screen(&run);
    let refused = |name: &str| deployment(name).replace("inject-python: python", "inject-python: nowhere");
    write(&sandbox, "odd", 200, refused);
    let run = sandbox.run(&["inject", "--check", "-i", "python.yaml", "k8s"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    screen(&run);
}
