//! What an injection pulls.

use crate::services::{INJECTION, recorded, service};

#[test]
fn the_images_of_the_three_services() {
    recorded("images", &["images"]);
    recorded("images-json", &["images", "--format", "json"]);
}

#[test]
fn an_image_that_many_need_is_listed_once() {
    let sandbox = service("zipservice");
    let two = format!("{0}---\n{0}", sandbox.read("deployment.yaml"));
    sandbox.write("two.yaml", two.replacen("name: cxtm-zipservice\n", "name: other\n", 1));
    let run = sandbox.run(&["images", "-i", "instrumentation.yaml", "two.yaml"]);
    let alone = sandbox.run(&[&["images"][..], &INJECTION].concat());
    run.expect(0, alone.text());
    assert_eq!(alone.text().lines().count(), 1);
}

#[test]
fn what_is_injected_already_is_listed_too() {
    let sandbox = service("logstream");
    let images = [&["images"][..], &INJECTION].concat();
    let before = sandbox.run(&images);
    sandbox.run(&["inject", "--in-place", "-i", "instrumentation.yaml", "deployment.yaml"]).expect(0, "");
    sandbox.run(&images).expect(0, before.text());
    // Even where the Instrumentation is not at hand.
    sandbox.run(&["images", "deployment.yaml"]).expect(0, before.text());
}

#[test]
fn nothing_is_pulled_where_nothing_asks() {
    let sandbox = service("logstream");
    sandbox.write(
        "idle.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: idle}\nspec: {containers: [{name: a, image: b}]}\n",
    );
    sandbox.run(&["images", "idle.yaml"]).expect(0, "");
    sandbox.run(&["images", "--format", "json", "idle.yaml"]).expect(0, "[]\n");
    sandbox.run(&["images", "deployment.yaml"]).expect(3, "");
}
