//! What an injection pulls.

use crate::services::{INJECTION, recorded, service};

#[test]
fn the_images_of_the_three_services() {
    recorded("images", &["images"]);
    recorded("images-json", &["images", "--format", "json"]);
}

#[test]
fn an_image_that_many_need_is_listed_once() {
    let room = service("zipservice");
    let two = format!("{0}---\n{0}", room.read("deployment.yaml"));
    room.write("two.yaml", two.replacen("name: cxtm-zipservice\n", "name: other\n", 1));
    let run = room.run(&["images", "-i", "instrumentation.yaml", "two.yaml"]);
    let alone = room.run(&[&["images"][..], &INJECTION].concat());
    run.expect(0, alone.text());
    assert_eq!(alone.text().lines().count(), 1);
}

#[test]
fn what_is_injected_already_is_listed_too() {
    let room = service("logstream");
    let images = [&["images"][..], &INJECTION].concat();
    let before = room.run(&images);
    room.run(&["inject", "--in-place", "-i", "instrumentation.yaml", "deployment.yaml"]).expect(0, "");
    room.run(&images).expect(0, before.text());
    // Even where the Instrumentation is not at hand.
    room.run(&["images", "deployment.yaml"]).expect(0, before.text());
}

#[test]
fn nothing_is_pulled_where_nothing_asks() {
    let room = service("logstream");
    room.write(
        "idle.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: idle}\nspec: {containers: [{name: a, image: b}]}\n",
    );
    room.run(&["images", "idle.yaml"]).expect(0, "");
    room.run(&["images", "--format", "json", "idle.yaml"]).expect(0, "[]\n");
    room.run(&["images", "deployment.yaml"]).expect(3, "");
}
