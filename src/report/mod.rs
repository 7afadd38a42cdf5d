//! Findings rendered: one exporter per file.

mod boilerplate;
mod cleaning;
mod csv;
mod explanation;
mod folder;
mod html;
mod quotes;
mod rows;
mod tables;
mod terminal;

pub use boilerplate::boilerplate_text;
pub use cleaning::cleaning;
pub use csv::{Cells, CsvTable};
pub use explanation::explanation;
pub use folder::OutputFolder;
pub use html::{explanation_html, html};
pub(crate) use quotes::how_far;
pub use quotes::quote_text;
pub use tables::{Table, Tables};
pub use terminal::{bytes, many, terminal};
