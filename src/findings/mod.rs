//! The answers as plain data: one struct per table row, no logic.
mod relation;
mod skipped;

pub use relation::Relation;
pub use skipped::{SkipReason, Skipped};
