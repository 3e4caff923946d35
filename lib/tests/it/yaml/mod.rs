//! Documents: how they are read, and what an edit does to them, whatever they are about.

mod cases;
mod generated;
mod random;
mod readers;
mod strings;
mod suite;
