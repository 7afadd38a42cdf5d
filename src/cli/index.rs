//! `nearprint index`.

use super::filter::{identity, through, told};
use super::rows::{SummaryFormat, print_summary};
use super::settings::Flags;
use super::units::duration;
use super::{Ended, interrupt};
use crate::corpus::expand;
use crate::index::{Access, Index, Stats};
use crate::pipeline::{Answers, Filtering, Outputs};
use crate::report::{bytes, many};
use anyhow::{anyhow, bail};
use clap::Subcommand;
use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

/// Build, look at and tidy the index of the filter.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add articles in bulk: as `filter` does, without answers
    Add(Add),
    /// Say what it holds and what that takes
    Stats(Look),
    /// Read all of it and say what is wrong
    Check(Folder),
    /// Rewrite it without articles that were replaced
    Compact(Folder),
    /// Remove articles that were published before a time
    Expire(Expire),
    /// Print what was learned of outlets, as `--templates` reads it
    Templates(Folder),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Folder of the index; made where it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Files, folders, globs, or - for standard input: .txt (one article each), .jsonl and .ndjson, plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    input: Vec<String>,
    /// Keep a signature of each article and no words, as `filter --compact-index` does
    #[arg(long)]
    compact_index: bool,
    #[command(flatten)]
    flags: Box<Flags>,
}

#[derive(Debug, clap::Args)]
struct Folder {
    /// Folder of the index
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Debug, clap::Args)]
struct Look {
    /// Folder of the index
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    format: SummaryFormat,
}

#[derive(Debug, clap::Args)]
struct Expire {
    /// Folder of the index
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Age from which on they go, such as 90d; articles without a date stay
    #[arg(long, value_name = "TIME")]
    older_than: String,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let mut stdout = std::io::stdout();
    match arguments.command {
        Command::Add(add) => return run_add(add),
        Command::Stats(look) => {
            let stats = Index::open_as_made(&look.folder, Access::Read)?.stats()?;
            print_summary(look.format, &stats, |_| stats_text(&stats))?;
        }
        Command::Check(look) => {
            let checked = Index::open_as_made(&look.folder, Access::Read)?.check()?;
            if let [first, rest @ ..] = &checked.problems[..] {
                bail!("{first}{}", if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) });
            }
            let found = [many(checked.files, "file"), many(checked.articles, "article"), many(checked.keys, "key")];
            writeln!(stdout, "{}: nothing wrong", found.join(", "))?;
        }
        Command::Compact(look) => {
            let gone = Index::open_as_made(&look.folder, Access::Write)?.compact(None)?;
            writeln!(stdout, "{} removed", many(gone, "article"))?;
        }
        Command::Expire(expire) => {
            let age = duration(&expire.older_than).map_err(|why| anyhow!("`--older-than`: {why}"))?;
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs() as i64;
            let gone = Index::open_as_made(&expire.folder, Access::Write)?.compact(Some(now - age))?;
            writeln!(stdout, "{} removed", many(gone, "article"))?;
        }
        Command::Templates(look) => {
            let templates = Index::open_as_made(&look.folder, Access::Read)?.learned().site_templates(2);
            serde_json::to_writer_pretty(&mut stdout, &templates).map_err(std::io::Error::from)?;
            stdout.write_all(b"\n")?;
        }
    }
    Ok(Ended::Done)
}

fn run_add(add: Add) -> anyhow::Result<Ended> {
    let settings = add.flags.settle()?;
    let inputs = expand(&add.input)?;
    let filtering = Filtering { answers: Answers::Nothing, check: false };
    let outputs = Outputs { answers: &mut std::io::sink(), rejects: &mut std::io::sink() };
    let mut index = Index::open(&add.folder, &identity(&settings, add.compact_index)?, Access::Write)?;
    let counts = through(&settings, &inputs, &mut index, filtering, outputs)?;
    if !settings.quiet {
        std::io::stdout().write_all(told(&counts).as_bytes())?;
    }
    Ok(if settings.strict && !counts.rejected.is_empty() { Ended::Skipped } else { Ended::Done })
}

fn stats_text(s: &Stats) -> String {
    let total: u64 = s.bytes.values().sum();
    let kinds: Vec<String> = s.bytes.iter().map(|(kind, n)| format!("{kind} {}", bytes(*n))).collect();
    let dates = s.dates.as_ref().map_or_else(|| "none known".to_owned(), |(first, last)| format!("{first} to {last}"));
    let i = &s.identity;
    format!(
        "articles     {}, {} dropped, {} superseded\noutlets      {}\ndates        {dates}\ntemplates    {}\nkeys         {}\nsize         {}: {}\n             {:.0} B for each article\nmade with    {} bands of {} values, word {}-grams{}\n",
        s.articles,
        s.dropped,
        s.superseded,
        s.sources,
        s.templates,
        s.keys,
        bytes(total),
        kinds.join(", "),
        s.bytes_per_article,
        i.bands,
        i.rows,
        i.shingle_words,
        [(i.raw, ", furniture included"), (i.compact, ", no words kept")]
            .map(|(is, what)| if is { what } else { "" })
            .concat(),
    )
}
