//! OtelInject: its fields, its rules, and the rule that arguments make.

mod arguments;
mod fields;
mod resource_lists;
mod rules;
