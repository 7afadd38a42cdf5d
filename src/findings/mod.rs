//! The answers as plain data: one struct per table row, no logic.
mod skipped;

pub use skipped::{SkipReason, Skipped};
