//! Standard input in, standard output out.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use crate::sandbox;

#[test]
fn without_a_path_standard_input_is_read() {
    let sandbox = sandbox();
    sandbox.pipe(&["inject"], b"a: 1\r\n").expect(0, "a: 1\r\n");
    sandbox.pipe(&["inject", "-"], b"a: 1").expect(0, "a: 1");
    sandbox.pipe(&["remove"], b"a: 1").expect(0, "a: 1");
}

#[test]
fn standard_input_is_one_input_among_others_and_read_once() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.pipe(&["inject", "a.yaml", "-", "-"], b"b: 2\n").expect(0, "a: 1\n---\nb: 2\n");
    sandbox.pipe(&["inject", "a.yaml", "-i", "-"], b"b: 2\n").expect(0, "a: 1\n");
}

#[test]
fn standard_input_has_no_place_to_be_changed_in() {
    let sandbox = sandbox();
    let run = sandbox.pipe(&["inject", "--in-place"], b"a: 1\n");
    run.expect(2, "");
    run.expect_stderr(&["standard input can't be changed in place"]);
    sandbox.pipe(&["inject", "-", "-i", "-"], b"a: 1\n").expect(2, "");
    sandbox.pipe(&["inject", "--check"], b"a: 1\n").expect(0, "");
}

#[test]
fn a_closed_pipe_is_silent() {
    let sandbox = sandbox();
    let big = "a: 1\n".repeat(1_000_000);
    sandbox.write("big.yaml", &big);
    let mut child = sandbox.command(&["inject", "big.yaml"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut first = [0; 5];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn nobody_listening_to_messages_is_no_mistake() {
    let sandbox = sandbox();
    let mut child = sandbox.command(&["inject", "gone.yaml"]).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let sandbox = sandbox();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = sandbox.command(&["inject"]).stdin(Stdio::piped()).stdout(full).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"a: 1\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: can't write to standard output: No space left"), "{stderr}");
}
