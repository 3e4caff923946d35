//! A text and a seed: edits of it do what they are meant to do, and damage nothing.

#![no_main]

#[allow(dead_code, unused_imports)]
#[path = "../../lib/tests/it/damage/mod.rs"]
mod damage;

libfuzzer_sys::fuzz_target!(|input: (u64, &str)| damage::targets::edit(input.1, input.0));
