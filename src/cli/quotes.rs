//! `nearprint quotes`.

use super::progress::Bar;
use super::rows::{Format, Rows, colour};
use super::settings::Flags;
use super::{Ended, interrupt, tell_skipped};
use crate::corpus::expand;
use crate::findings::QuoteRow;
use crate::pipeline::{QuoteFilter, quotes};
use crate::report::quote_text;
use anyhow::bail;

/// Print repeated quotes, those that most outlets print first: the table quotes.jsonl of a report, filtered.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, or - for standard input: .txt (one article each), .jsonl and .ndjson, plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    input: Vec<String>,
    /// Only quotes of this speaker, in whatever spelling: zelensky finds Volodymyr Zelenskyy and Зеленський
    #[arg(long, value_name = "NAME", help_heading = "Which quotes")]
    speaker: Option<String>,
    /// Only quotes that at least so many outlets print
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Which quotes")]
    min_sources: usize,
    /// Only quotes that stand in at least so many articles
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Which quotes")]
    min_documents: usize,
    /// Only quotes that two different people are named for
    #[arg(long, help_heading = "Which quotes")]
    disputed: bool,
    /// At most so many quotes
    #[arg(long, value_name = "N", help_heading = "Which quotes")]
    limit: Option<usize>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Which quotes")]
    format: Format,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let settings = arguments.flags.settle()?;
    if !settings.parameters.finds_quotes() {
        bail!("`quotes` cannot run with `--no-quotes` or `--documents-only`");
    }
    let inputs = expand(&arguments.input)?;
    let filter = QuoteFilter {
        speaker: arguments.speaker,
        min_sources: arguments.min_sources,
        min_documents: arguments.min_documents,
        disputed: arguments.disputed,
        limit: arguments.limit,
    };
    let bar = Bar::new(settings.quiet);
    let observer = |progress| bar.observe(progress);
    // The rows are few and are printed when all is known: an error on the way leaves no half table.
    let mut written = Ok(());
    let format = arguments.format;
    let read = settings.in_pool(|| {
        quotes(&inputs, &settings.read, &settings.parameters, &filter, &observer, |rows| {
            bar.finish();
            written = print(rows, format);
        })
    })??;
    written?;
    Ok(tell_skipped(&read, &settings))
}

fn print(rows: &[QuoteRow<'_>], format: Format) -> std::io::Result<()> {
    let colour = colour();
    let mut out = Rows::new::<QuoteRow<'_>>(format)?;
    for row in rows {
        out.row(row, || quote_text(row, colour))?;
    }
    out.finish()
}
