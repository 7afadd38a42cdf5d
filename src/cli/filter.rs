//! `nearprint filter`.

use super::progress::Bar;
use super::settings::{Flags, Settings};
use super::{Ended, interrupt};
use crate::corpus::{Format, Inputs, expand};
use crate::findings::FilterCounts;
use crate::index::{Access, Identity, Index};
use crate::matching::Keep;
use crate::pipeline::{Answers, Filtering, Outputs, filter};
use anyhow::{Context, bail};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Judge records before they are taken in: JSON Lines in, the same lines out, in order, with a member `nearprint` that says keep, trim or drop, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files of JSON Lines, plain, .gz or .zst, or - for standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    input: Vec<String>,
    /// Folder of what was seen so far; made where it does not exist
    #[arg(long, env = "NEARPRINT_INDEX", value_name = "DIR")]
    index: PathBuf,
    /// Print records that are to be dropped too
    #[arg(long)]
    annotate: bool,
    /// Ask without learning: the index stays as it is, and another process may write to it
    #[arg(long)]
    check: bool,
    /// Keep a signature of each article and no words: at most 600 bytes each. Figures are estimates then, contained and derived copies are not found, and nothing is learned of
    /// outlets
    #[arg(long)]
    compact_index: bool,
    /// File for lines that cannot be read, with the reason [default: they are counted only]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let settings = arguments.flags.settle()?;
    let inputs = expand(&arguments.input)?;
    if let Some(file) = inputs.files.iter().find(|file| file.format == Format::Text) {
        bail!("`{}` is a text: `filter` reads JSON Lines; `nearprint index add` takes texts too", file.name);
    }
    let mut rejects: Box<dyn Write + Send> = match &arguments.rejects {
        Some(path) => {
            Box::new(BufWriter::new(File::create(path).with_context(|| format!("cannot create `{}`", path.display()))?))
        }
        None => Box::new(std::io::sink()),
    };
    let access = if arguments.check { Access::Read } else { Access::Write };
    let filtering =
        Filtering { answers: if arguments.annotate { Answers::All } else { Answers::Kept }, check: arguments.check };
    let outputs = Outputs { answers: &mut std::io::stdout(), rejects: &mut *rejects };
    let mut index = Index::open(&arguments.index, &identity(&settings, arguments.compact_index)?, access)?;
    let counts = through(&settings, &inputs, &mut index, filtering, outputs)?;
    if !settings.quiet {
        let _ = std::io::stderr().write_all(told(&counts).as_bytes());
    }
    Ok(if settings.strict && !counts.rejected.is_empty() { Ended::Skipped } else { Ended::Done })
}

/// What the index for these settings is made with.
pub(super) fn identity(settings: &Settings, compact: bool) -> anyhow::Result<Identity> {
    if !matches!(settings.parameters.keep, Keep::Longest | Keep::First) {
        bail!("`--keep`: an index keeps what came first");
    }
    Ok(settings.parameters.index_identity(compact)?)
}

/// Judges all records.
pub(super) fn through(
    settings: &Settings,
    inputs: &Inputs,
    index: &mut Index,
    filtering: Filtering,
    outputs: Outputs<'_>,
) -> anyhow::Result<FilterCounts> {
    let bar = Bar::new(settings.quiet || filtering.answers != Answers::Nothing);
    let observer = |progress| bar.observe(progress);
    let counts = filter(&inputs.files, &settings.read, &settings.parameters, index, filtering, outputs, &observer)?;
    bar.finish();
    Ok(counts)
}

/// What was judged, in one line.
pub(super) fn told(counts: &FilterCounts) -> String {
    let list = |counts: &crate::findings::Counts| {
        let parts: Vec<String> = counts.iter().map(|(name, n)| format!("{n} {}", name.replace('_', " "))).collect();
        parts.join(", ")
    };
    let mut text = format!("nearprint: {} read", counts.read);
    for (what, counts) in [("", &counts.decisions), ("rejected: ", &counts.rejected)] {
        if !counts.is_empty() {
            text += &format!("; {what}{}", list(counts));
        }
    }
    if counts.again > 0 {
        text += &format!("; {} judged before", counts.again);
    }
    text + "\n"
}
