//! What commands print on standard output: the rows of a table, or a summary.

use crate::report::{Cells, CsvTable};
use clap::ValueEnum;
use serde::Serialize;
use std::io::{BufWriter, IsTerminal, Result, StdoutLock, Write};

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For spreadsheets, with a header.
    Csv,
    /// One object a line, as in the table of a report.
    Jsonl,
}

/// How a summary is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    /// For people: one screen.
    Text,
    /// For scripts: what stands in summary.json.
    Json,
}

/// Prints a summary, for people as `text` tells it, with colours or without.
pub(super) fn print_summary(
    format: SummaryFormat,
    summary: &impl Serialize,
    text: impl FnOnce(bool) -> String,
) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match format {
        SummaryFormat::Text => stdout.write_all(text(colour()).as_bytes()),
        SummaryFormat::Json => {
            serde_json::to_writer_pretty(&mut stdout, summary)?;
            stdout.write_all(b"\n")
        }
    }
}

/// Whether standard output takes colours.
pub(super) fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Where the rows go.
pub(super) enum Rows<'a> {
    Text(BufWriter<StdoutLock<'a>>),
    Csv(Box<CsvTable<StdoutLock<'a>>>),
    Jsonl(BufWriter<StdoutLock<'a>>),
}

impl Rows<'_> {
    /// Rows of kind `R`.
    pub(super) fn new<R: Cells>(format: Format) -> Result<Self> {
        let stdout = std::io::stdout().lock();
        Ok(match format {
            Format::Text => Rows::Text(BufWriter::new(stdout)),
            Format::Csv => Rows::Csv(Box::new(CsvTable::new::<R>(stdout)?)),
            Format::Jsonl => Rows::Jsonl(BufWriter::new(stdout)),
        })
    }

    /// Prints a row; for people as `text` tells it.
    pub(super) fn row(&mut self, row: &(impl Cells + Serialize), text: impl FnOnce() -> String) -> Result<()> {
        match self {
            Rows::Text(out) => out.write_all(text().as_bytes()),
            Rows::Csv(table) => table.row(row),
            Rows::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row)?;
                out.write_all(b"\n")
            }
        }
    }

    pub(super) fn finish(self) -> Result<()> {
        match self {
            Rows::Text(mut out) | Rows::Jsonl(mut out) => out.flush(),
            Rows::Csv(table) => table.finish(),
        }
    }
}
