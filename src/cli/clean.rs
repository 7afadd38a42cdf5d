//! `nearprint clean`.

use super::progress::Bar;
use super::rows::{SummaryFormat, print_summary};
use super::settings::Flags;
use super::{Ended, interrupt};
use crate::boilerplate::Class;
use crate::corpus::expand;
use crate::pipeline::{Cleaning, clean};
use crate::report::cleaning;
use anyhow::bail;
use clap::ValueEnum;
use std::path::PathBuf;

/// Remove duplicate articles and site furniture; write the cleaned files, and a ledger that can put all of it back.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, or - for standard input: .txt (one article each), .jsonl and .ndjson, plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    input: Vec<String>,
    /// Folder for the cleaned files, removed.jsonl and summary.json; it must be new, or of an earlier cleaning
    #[arg(long, short, value_name = "DIR", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// Write nothing; print what would go, by class and outlet, with examples
    #[arg(long)]
    dry_run: bool,
    /// What goes
    #[arg(long, value_name = "WHAT,...", value_enum, value_delimiter = ',', default_values_t = [What::Duplicates, What::Boilerplate], help_heading = "What goes")]
    remove: Vec<What>,
    /// Classes of furniture that stay, such as captions,bylines,credits
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',', help_heading = "What goes")]
    spare: Vec<String>,
    /// Allow more than 90 % of an article to go
    #[arg(long, help_heading = "What goes")]
    force: bool,
    /// Also write what other pipelines read
    #[arg(long, value_name = "FORMAT,...", value_enum, value_delimiter = ',')]
    write: Vec<Format>,
    /// How to print what went
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    format: SummaryFormat,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Articles that are copies of one that stays.
    Duplicates,
    /// Lines that are furniture of the site.
    Boilerplate,
    /// Paragraphs that are copies of one that stays.
    Paragraphs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Attributes for Dolma, in attributes/nearprint/.
    Dolma,
    /// Lists of documents for datatrove's MinhashDedupFilter, in remove/.
    Datatrove,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let mut settings = arguments.flags.settle()?;
    let (remove, write) = (&arguments.remove, &arguments.write);
    let wanted = Cleaning {
        documents: remove.contains(&What::Duplicates),
        paragraphs: remove.contains(&What::Paragraphs),
        boilerplate: remove.contains(&What::Boilerplate),
        dolma: write.contains(&Format::Dolma),
        datatrove: write.contains(&Format::Datatrove),
    };
    let parameters = &mut settings.parameters;
    if wanted.paragraphs && parameters.scope != crate::pipeline::Scope::Everything {
        bail!("`--remove paragraphs` cannot go with `--documents-only`");
    }
    if wanted.boilerplate && !parameters.finds_boilerplate() {
        bail!(
            "`--remove boilerplate` cannot go with `--no-boilerplate` or `--documents-only`: say `--remove duplicates`"
        );
    }
    parameters.judge.spared = Class::from_names("spare", &arguments.spare)?.into_iter().collect();
    if arguments.force {
        parameters.judge.max_share = 1.0;
    }
    let inputs = expand(&arguments.input)?;
    let bar = Bar::new(settings.quiet);
    let observer = |progress| bar.observe(progress);
    let out = arguments.out.as_deref().filter(|_| !arguments.dry_run);
    let cleaned = settings.in_pool(|| clean(&inputs, &settings.read, &settings.parameters, &wanted, out, &observer))?;
    bar.finish();
    let cleaned = cleaned?;
    if !settings.quiet {
        let out = out.map(|out| out.display().to_string());
        print_summary(arguments.format, &cleaned.summary, |colour| cleaning(&cleaned, out.as_deref(), colour))?;
    }
    Ok(if settings.strict && cleaned.summary.read.skipped > 0 { Ended::Skipped } else { Ended::Done })
}
