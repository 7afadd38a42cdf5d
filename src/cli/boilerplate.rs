//! `nearprint boilerplate`.

use super::progress::Bar;
use super::rows::{self, Rows};
use super::settings::Flags;
use super::{Ended, interrupt, tell_skipped};
use crate::boilerplate::{Action, Class};
use crate::corpus::expand;
use crate::findings::BoilerplateRow;
use crate::pipeline::{BoilerplateFilter, boilerplate};
use crate::report::boilerplate_text;
use anyhow::bail;
use clap::ValueEnum;
use std::io::Write;

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

impl Format {
    /// How rows are printed; with templates none are.
    fn of_rows(self) -> Option<rows::Format> {
        match self {
            Format::Text => Some(rows::Format::Text),
            Format::Csv => Some(rows::Format::Csv),
            Format::Jsonl => Some(rows::Format::Jsonl),
            Format::Templates => None,
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
        let (mut out, mut source) = (None, String::new());
        let told = boilerplate(&inputs, &settings.read, parameters, &filter, &observer, |row| {
            if let (Some(format), true) = (format.of_rows(), written.is_ok()) {
                bar.finish();
                let out = match &mut out {
                    Some(out) => Ok(out),
                    none => Rows::new::<BoilerplateRow<'_>>(format).map(|new| none.insert(new)),
                };
                written = out.and_then(|out| out.row(row, || boilerplate_text(row, source != row.source)));
                row.source.clone_into(&mut source);
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
