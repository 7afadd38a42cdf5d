//! `nearprint report`.

use super::progress::Bar;
use super::rows::{SummaryFormat, print_summary};
use super::settings::{Flags, Settings};
use super::{Ended, interrupt};
use crate::corpus::{InputFile, Inputs, expand};
use crate::matching::Place;
use crate::pipeline::{expected, report};
use crate::report::{bytes, terminal};
use std::io::Write;
use std::path::PathBuf;

/// Find duplicate articles and paragraphs, and repeated quotes; write the tables and print a summary.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders, globs, or - for standard input: .txt (one article each), .jsonl and .ndjson, plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    input: Vec<String>,
    /// Folder for the tables; made where it does not exist
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Do not write report.html
    #[arg(long)]
    no_html: bool,
    /// How many of each kind of finding report.html shows, the most telling ones
    #[arg(long, value_name = "N", default_value_t = 500)]
    html_limit: usize,
    /// How to print the summary
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    format: SummaryFormat,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let mut settings = arguments.flags.settle()?;
    settings.parameters.html_limit = if arguments.no_html { 0 } else { arguments.html_limit.max(1) };
    let inputs = expand(&arguments.input)?;
    if !settings.quiet {
        let _ = std::io::stderr().write_all(plan(&inputs, &settings)?.as_bytes());
    }
    let bar = Bar::new(settings.quiet);
    let observer = |progress| bar.observe(progress);
    let reported =
        settings.in_pool(|| report(&inputs, &settings.read, &settings.parameters, &arguments.out, &observer))?;
    bar.finish();
    let reported = reported?;
    if !settings.quiet {
        let out = arguments.out.display().to_string();
        print_summary(arguments.format, &reported.summary, |colour| terminal(&reported, &out, colour))?;
    }
    Ok(if settings.strict && reported.summary.read.skipped > 0 { Ended::Skipped } else { Ended::Done })
}

/// What is said before the run: expected recall, memory, disk.
fn plan(inputs: &Inputs, settings: &Settings) -> anyhow::Result<String> {
    let mut text = String::new();
    for (unit, recall) in expected(&settings.parameters)? {
        let curve: Vec<String> = [0.5, 0.6, 0.7, 0.9]
            .iter()
            .filter_map(|j| recall.curve.iter().find(|(at, _)| (at - j).abs() < 1e-9))
            .map(|(at, p)| format!("{p:.2} at {at}"))
            .collect();
        text.push_str(&format!(
            "{unit}: {} bands of {} values, expected recall {:.4} at Jaccard {} ({})\n",
            recall.bands,
            recall.rows,
            recall.at_threshold,
            settings.parameters.thresholds.jaccard,
            curve.join(", ")
        ));
    }
    let text_bytes: u64 = inputs.files.iter().map(estimated_text).sum();
    // Words and places of paragraphs; the rows that are looked for equals, and quotes with their rows, once they are too many; a row for each line, and short lines.
    let extra = |wanted: bool, share: f64| if wanted { share } else { 0.0 };
    let parameters = &settings.parameters;
    let (rows, quotes) = (0.6, 0.5);
    let spills = |share: f64, room: f64| text_bytes as f64 * share > parameters.memory as f64 * room;
    let shares = extra(spills(rows, 0.75), rows)
        + extra(parameters.finds_quotes() && spills(quotes, 0.25), quotes)
        + extra(parameters.finds_boilerplate(), 0.65);
    // Long lines too, where they cannot be read once more.
    let kept: u64 = inputs.files.iter().filter(|file| file.is_packed()).map(estimated_text).sum();
    let disk = text_bytes as f64 * (0.5 + shares) + kept as f64 * extra(parameters.finds_boilerplate(), 0.65);
    let folder = match &settings.parameters.temporary {
        Place::Folder(folder) => folder.display().to_string(),
        Place::Memory => "memory".to_owned(),
    };
    text.push_str(&format!(
        "memory: up to {} for sorting and comparing; temporary files: about {} in {folder}\n",
        bytes(settings.parameters.memory),
        bytes(disk as u64)
    ));
    Ok(text)
}

/// Bytes of text that a file may hold, by its size: news compresses to about a third.
fn estimated_text(file: &InputFile) -> u64 {
    if file.is_packed() { file.bytes * 7 / 2 } else { file.bytes }
}
