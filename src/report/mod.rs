//! Findings rendered: one exporter per file.

mod explanation;
mod rows;
mod tables;
mod terminal;

pub use explanation::explanation;
pub use tables::{Table, Tables};
pub use terminal::terminal;
