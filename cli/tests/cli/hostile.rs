//! Input that is large, or no text: a clear error or a right result, in little more memory than it takes itself.
//!
//! With `OTEL_INJECT_FULL_SIZE` set, a hundred megabytes and a million documents; else a twentieth of that.

use std::process::{Command, Stdio};

use otel_inject_testing::manifests::INSTRUMENTATION;
use otel_inject_testing::sandbox::{Run, Sandbox};

use crate::sandbox;

/// What the program and its threads need themselves, in bytes of address space.
const OWN: usize = 200 << 20;

fn part(full: usize) -> usize {
    if std::env::var_os("OTEL_INJECT_FULL_SIZE").is_some() { full } else { full / 20 }
}

/// Runs with no more address space than the program itself and so many times the input take.
fn within(sandbox: &Sandbox, times: usize, args: &[&str], stdin: &[u8]) -> Run {
    let kilobytes = (OWN + times * stdin.len()) >> 10;
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_otel-inject")]);
    command.args(args).current_dir(sandbox.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    sandbox.feed(&mut command, stdin)
}

fn deployment(value: &str) -> String {
    format!(
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-python: \"true\"
    spec:
      containers:
      - name: cart
        env:
        - name: LONG
          value: {value}
"
    )
}

#[track_caller]
fn assert_same(run: &Run, expected: &[u8]) {
    assert_eq!((run.code, run.stdout.len()), (Some(0), expected.len()), "stderr: {}", run.stderr);
    assert!(run.stdout == expected);
}

#[test]
fn a_scalar_of_a_hundred_megabytes_goes_and_comes_back() {
    let sandbox = sandbox();
    sandbox.write("i.yaml", INSTRUMENTATION);
    let long = part(100 << 20);
    let line = format!("{}\n", "x".repeat(99));
    let lines = format!("|\n{}", format!("            {line}").repeat(long / 112));
    for value in ["x".repeat(long), lines.trim_end().to_owned()] {
        let text = deployment(&value);
        let injected = within(&sandbox, 12, &["inject", "-q", "-i", "i.yaml"], text.as_bytes());
        assert_eq!(injected.code, Some(0), "{}", injected.stderr);
        assert!(injected.text().contains("otel-inject.dev/injected") && injected.text().contains(&value));
        assert_same(&within(&sandbox, 12, &["remove", "-q"], &injected.stdout), text.as_bytes());
    }
}

#[test]
fn a_million_documents_pass() {
    let sandbox = sandbox();
    sandbox.write("i.yaml", INSTRUMENTATION);
    let text = "---\na: 1\n".repeat(part(1_000_000));
    assert_same(&within(&sandbox, 40, &["inject", "-q", "-i", "i.yaml"], text.as_bytes()), text.as_bytes());
    let text = format!("{text}---\n{}", deployment("short"));
    let injected = within(&sandbox, 40, &["inject", "-q", "-i", "i.yaml"], text.as_bytes());
    assert_same(&within(&sandbox, 40, &["remove", "-q"], &injected.stdout), text.as_bytes());
}

#[test]
fn what_is_not_utf_8_passes_unless_it_may_ask() {
    let sandbox = sandbox();
    let comments = "# comment\n".repeat(part(100 << 20) / 10);
    let utf_16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let asks = deployment("short");
    let quiet = utf_16(&comments);
    assert_same(&within(&sandbox, 4, &["inject", "-q"], &quiet), &quiet);
    let run = within(&sandbox, 4, &["inject", "-q"], &utf_16(&format!("{comments}{asks}")));
    run.expect(3, "");
    run.expect_stderr(&["the text is UTF-16; save it as UTF-8", "<stdin>:1:1"]);

    let quiet = [comments.as_bytes(), b"a: \xff\n"].concat();
    assert_same(&within(&sandbox, 4, &["inject", "-q"], &quiet), &quiet);
    let run = within(&sandbox, 4, &["inject", "-q"], &[quiet.as_slice(), b"---\n", asks.as_bytes()].concat());
    run.expect(3, "");
    let line = comments.len() / 10 + 1;
    run.expect_stderr(&["the byte 0xff is not UTF-8; save the text as UTF-8", &format!("<stdin>:{line}:4")]);
}
