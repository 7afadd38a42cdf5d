//! Findings rendered: one exporter per file.

mod explanation;
mod quotes;
mod rows;
mod tables;
mod terminal;

pub use explanation::explanation;
pub(crate) use quotes::how_far;
pub use quotes::{QuoteTable, quote_text};
pub use tables::{Table, Tables};
pub use terminal::{bytes, terminal};
