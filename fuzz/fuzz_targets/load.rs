//! Any bytes: they are read or refused, and both readers read the same.

#![no_main]

#[allow(dead_code, unused_imports)]
#[path = "../../lib/tests/it/damage/mod.rs"]
mod damage;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| damage::targets::load(bytes));
