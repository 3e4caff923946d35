//! `--check` says what would change, and prints nothing to standard output.

use crate::sandbox;

#[test]
fn nothing_to_change_is_zero() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.run(&["inject", "--check", "a.yaml"]).expect(0, "");
    sandbox.run(&["remove", "--check", "a.yaml"]).expect(0, "");
}

#[test]
fn it_does_not_go_with_in_place() {
    let sandbox = sandbox();
    sandbox.write("a.yaml", "a: 1\n");
    sandbox.run(&["inject", "--check", "--in-place", "a.yaml"]).expect(2, "");
}
