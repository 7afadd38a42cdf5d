//! Findings rendered: one exporter per file.

mod cleaning;
mod explanation;
mod folder;
mod quotes;
mod rows;
mod tables;
mod terminal;

pub use cleaning::cleaning;
pub use explanation::explanation;
pub use folder::OutputFolder;
pub(crate) use quotes::how_far;
pub use quotes::{QuoteTable, quote_text};
pub use tables::{Table, Tables};
pub use terminal::{bytes, many, terminal};
