//! Whatever comes in: files of others, damaged ones, hostile ones, values that make no sense.

mod corpus;
mod hostile;
mod mutated;
mod odd_values;
