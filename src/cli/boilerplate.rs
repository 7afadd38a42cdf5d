//! `nearprint boilerplate`.

use super::progress::Bar;
use super::settings::Flags;
use super::{Ended, interrupt, tell_skipped};
use crate::boilerplate::{Action, Class};
use crate::corpus::expand;
use crate::findings::BoilerplateRow;
use crate::pipeline::{BoilerplateFilter, boilerplate};
use crate::report::{BoilerplateTable, boilerplate_text};
use anyhow::bail;
use clap::ValueEnum;
use std::io::{BufWriter, StdoutLock, Write};

/// Print the furniture of outlets, their most widespread templates first: the table boilerplate.jsonl of a report, filtered.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, or - for standard input: .txt (one article each), .jsonl and .ndjson, plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    input: Vec<String>,
    /// Only the templates of this outlet
    #[arg(long, value_name = "NAME", help_heading = "Which templates")]
    site: Option<String>,
    /// Only templates of these classes, such as promo,share
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',', help_heading = "Which templates")]
    class: Vec<String>,
    /// Only templates with this verdict
    #[arg(long, value_enum, help_heading = "Which templates")]
    action: Option<Verdict>,
    /// Only templates that at least so many articles of the outlet carry
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Which templates")]
    min_documents: u32,
    /// At most so many templates
    #[arg(long, value_name = "N", help_heading = "Which templates")]
    limit: Option<usize>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Which templates")]
    format: Format,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Verdict {
    /// It goes.
    Strip,
    /// It stays, and somebody should look at it.
    Review,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For spreadsheets, with a header.
    Csv,
    /// One object a line, as in boilerplate.jsonl.
    Jsonl,
    /// All that was learned of the outlets, as --templates reads it.
    Templates,
}

/// Where the rows go.
enum Out<'a> {
    Text(BufWriter<StdoutLock<'a>>, String),
    Csv(Box<BoilerplateTable<StdoutLock<'a>>>),
    Jsonl(BufWriter<StdoutLock<'a>>),
    Nowhere,
}

impl Out<'_> {
    fn new(format: Format) -> std::io::Result<Self> {
        let stdout = std::io::stdout().lock();
        Ok(match format {
            Format::Text => Out::Text(BufWriter::new(stdout), String::new()),
            Format::Csv => Out::Csv(Box::new(BoilerplateTable::new(stdout)?)),
            Format::Jsonl => Out::Jsonl(BufWriter::new(stdout)),
            Format::Templates => Out::Nowhere,
        })
    }

    fn row(&mut self, row: &BoilerplateRow<'_>) -> std::io::Result<()> {
        match self {
            Out::Text(out, source) => {
                let first = source != row.source;
                row.source.clone_into(source);
                out.write_all(boilerplate_text(row, first).as_bytes())
            }
            Out::Csv(table) => table.row(row),
            Out::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row)?;
                out.write_all(b"\n")
            }
            Out::Nowhere => Ok(()),
        }
    }

    fn finish(self) -> std::io::Result<()> {
        match self {
            Out::Text(mut out, _) | Out::Jsonl(mut out) => out.flush(),
            Out::Csv(table) => table.finish(),
            Out::Nowhere => Ok(()),
        }
    }
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let settings = arguments.flags.settle()?;
    if !settings.parameters.finds_boilerplate() {
        bail!("`boilerplate` cannot run with `--no-boilerplate` or `--documents-only`");
    }
    let inputs = expand(&arguments.input)?;
    let filter = BoilerplateFilter {
        site: arguments.site,
        classes: Class::from_names("class", &arguments.class)?,
        action: arguments.action.map(|action| match action {
            Verdict::Strip => Action::Strip,
            Verdict::Review => Action::Review,
        }),
        min_documents: arguments.min_documents,
        limit: arguments.limit,
    };
    let bar = Bar::new(settings.quiet);
    let observer = |progress| bar.observe(progress);
    let (format, parameters) = (arguments.format, &settings.parameters);
    let mut written = Ok(());
    let (read, templates) = settings.in_pool(|| -> anyhow::Result<_> {
        let mut out = None;
        let told = boilerplate(&inputs, &settings.read, parameters, &filter, &observer, |row| {
            if written.is_ok() {
                bar.finish();
                written = match &mut out {
                    Some(out) => Out::row(out, row),
                    none => Out::new(format).and_then(|new| none.insert(new).row(row)),
                };
            }
            Ok(())
        })?;
        if let (Some(out), Ok(())) = (out, &written) {
            written = out.finish();
        }
        Ok(told)
    })??;
    bar.finish();
    written?;
    if format == Format::Templates {
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut stdout, &templates).map_err(std::io::Error::from)?;
        stdout.write_all(b"\n")?;
    }
    Ok(tell_skipped(&read, &settings))
}
