//! Furniture of sites for people and for spreadsheets.

use super::quotes::system;
use super::terminal::{many, tame};
use crate::findings::BoilerplateRow;
use std::io::{Result, Write};

/// Characters of a line that are shown.
const WIDTH: usize = 100;

/// A template as text: how often, of what class, how it reads and why. The name of the outlet comes before its first one.
pub fn boilerplate_text(row: &BoilerplateRow<'_>, first_of_source: bool) -> String {
    let head = if first_of_source {
        format!("{}, {}\n", tame(row.source), many(u64::from(row.source_documents), "article"))
    } else {
        String::new()
    };
    let text = tame(row.lines.first().map_or("", |line| line.text));
    let shown: String = text.chars().take(WIDTH).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!(
        "{head}{:>7}  {:<11}{:<7}{:.2}  {shown}{more}\n{:29}{}\n",
        row.documents,
        row.class,
        row.action,
        row.score,
        "",
        row.reasons.join("; ")
    )
}

/// Templates as comma-separated values, with a header (RFC 4180).
#[derive(Debug)]
pub struct BoilerplateTable<W: Write>(csv::Writer<W>);

impl<W: Write> BoilerplateTable<W> {
    /// Begins a table with its header.
    ///
    /// # Errors
    ///
    /// What the writer gives.
    pub fn new(out: W) -> Result<BoilerplateTable<W>> {
        let mut table = csv::Writer::from_writer(out);
        let head = table.write_record([
            "source",
            "source_documents",
            "template",
            "class",
            "action",
            "score",
            "documents",
            "lines",
            "text",
            "reasons",
        ]);
        head.map_err(system)?;
        Ok(BoilerplateTable(table))
    }

    /// Writes a template.
    ///
    /// # Errors
    ///
    /// What the writer gives.
    pub fn row(&mut self, row: &BoilerplateRow<'_>) -> Result<()> {
        let row = self.0.write_record([
            row.source,
            &row.source_documents.to_string(),
            &row.template,
            row.class,
            row.action,
            &format!("{:.3}", row.score),
            &row.documents.to_string(),
            &row.lines.len().to_string(),
            row.lines.first().map_or("", |line| line.text),
            &row.reasons.join("; "),
        ]);
        row.map_err(system)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    ///
    /// What the writer gives.
    pub fn finish(mut self) -> Result<()> {
        self.0.flush()
    }
}
