//! `nearprint restore`.

use super::Ended;
use crate::pipeline::restore;
use crate::report::many;
use std::io::Write;
use std::path::PathBuf;

/// Put back what `clean` removed: the input again, byte for byte.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The removed.jsonl of the cleaning
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// Cleaned files, or the folder of the cleaning
    #[arg(required = true, value_name = "CLEANED")]
    cleaned: Vec<PathBuf>,
    /// Folder for the restored files; it must be new or empty
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let restored = restore(&arguments.ledger, &arguments.cleaned, &arguments.out)?;
    if !arguments.quiet {
        let checked = match restored.verified {
            0 => "no summary.json beside the ledger to check them by".to_owned(),
            n if n == restored.files => "each has the checksum of its original".to_owned(),
            n => format!("{n} have the checksum of their original, of the others it is not known"),
        };
        let told = format!(
            "restored {} with {} into {}; {checked}\n",
            many(restored.files, "file"),
            many(restored.removals, "removal"),
            arguments.out.display()
        );
        std::io::stdout().write_all(told.as_bytes())?;
    }
    Ok(Ended::Done)
}
