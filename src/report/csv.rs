//! Tables for spreadsheets: comma-separated values with a header (RFC 4180).

use std::borrow::Cow;
use std::io::{Result, Write};

/// A row that knows its cells.
pub trait Cells {
    /// What the columns are called.
    const HEAD: &'static [&'static str];
    /// The cells, one for each column.
    fn cells(&self) -> Vec<Cow<'_, str>>;
}

/// A table on its way.
#[derive(Debug)]
pub struct CsvTable<W: Write>(csv::Writer<W>);

impl<W: Write> CsvTable<W> {
    /// Begins a table of rows of one kind, with its header.
    ///
    /// # Errors
    ///
    /// What `out` gives.
    pub fn new<R: Cells>(out: W) -> Result<CsvTable<W>> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(R::HEAD).map_err(system)?;
        Ok(CsvTable(writer))
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// What the output gives.
    pub fn row(&mut self, row: &impl Cells) -> Result<()> {
        self.0.write_record(row.cells().iter().map(|cell| cell.as_bytes())).map_err(system)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    ///
    /// What the output gives.
    pub fn finish(mut self) -> Result<()> {
        self.0.flush()
    }
}

/// The error of the system inside: a reader that went away must stay one.
fn system(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
