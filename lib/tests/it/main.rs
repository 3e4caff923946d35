//! The library from outside: one binary, a module a subject.

mod yaml_cases;
mod yaml_random;
