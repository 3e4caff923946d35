//! `--check` says what would change, and prints nothing to standard output.

use crate::Room;

#[test]
fn nothing_to_change_is_zero() {
    let room = Room::new();
    room.write("a.yaml", "a: 1\n");
    room.run(&["inject", "--check", "a.yaml"]).expect(0, "");
    room.run(&["remove", "--check", "a.yaml"]).expect(0, "");
}

#[test]
fn it_does_not_go_with_in_place() {
    let room = Room::new();
    room.write("a.yaml", "a: 1\n");
    room.run(&["inject", "--check", "--in-place", "a.yaml"]).expect(2, "");
}
