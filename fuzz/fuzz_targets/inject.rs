//! A text as the input of an injection: what is injected comes back.

#![no_main]

#[allow(dead_code, unused_imports)]
#[path = "../../lib/tests/it/damage/mod.rs"]
mod damage;

libfuzzer_sys::fuzz_target!(|text: &str| { damage::targets::inject(text); });
