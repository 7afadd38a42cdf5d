//! Findings rendered: one exporter per file.

mod boilerplate;
mod cleaning;
mod explanation;
mod folder;
mod html;
mod quotes;
mod rows;
mod tables;
mod terminal;

pub use boilerplate::{BoilerplateTable, boilerplate_text};
pub use cleaning::cleaning;
pub use explanation::explanation;
pub use folder::OutputFolder;
pub use html::html;
pub(crate) use quotes::how_far;
pub use quotes::{QuoteTable, quote_text};
pub use tables::{Table, Tables};
pub use terminal::{bytes, many, terminal};
