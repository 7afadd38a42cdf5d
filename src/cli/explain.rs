//! `nearprint explain`.

use super::rows::colour;
use super::settings::Flags;
use super::{Ended, interrupt};
use crate::corpus::{BatchReader, RawBatch, ReadOptions, Record, expand, for_each_record};
use crate::matching::explain;
use crate::pipeline::explain_page;
use crate::report::{explanation, explanation_html};
use anyhow::bail;
use clap::ValueEnum;
use std::io::Write;
use std::path::Path;

/// Say why two texts are duplicates, or why not: both figures, shared passages, word diff.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A file, or an id in the files of --in
    a: String,
    /// Another file, or another id
    b: String,
    /// Where to look for the ids: files, folders, globs, or -
    #[arg(long = "in", value_name = "INPUT", num_args = 1..)]
    input: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the terminal.
    Text,
    /// A page with both texts side by side.
    Html,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    let settings = arguments.flags.settle()?;
    let [a, b] = if arguments.input.is_empty() {
        [file(&arguments.a, &settings.read)?, file(&arguments.b, &settings.read)?]
    } else {
        ids([&arguments.a, &arguments.b], &arguments.input, &settings.read)?
    };
    let p = &settings.parameters;
    let e = explain(&a, &b, p.document_sketch.shingle_words, &p.thresholds, p.data.alterations(), p.simd);
    let (a, b) = ((arguments.a.as_str(), a.as_str()), (arguments.b.as_str(), b.as_str()));
    let text = match arguments.format {
        Format::Text => explanation(&e, a, b, colour()),
        Format::Html => explanation_html(&explain_page(&e, a, b))?,
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Ended::Done)
}

/// The text of a file that holds one record.
fn file(name: &str, options: &ReadOptions) -> anyhow::Result<String> {
    if name != "-" && !Path::new(name).exists() {
        bail!("`{name}` is no file; to compare two records by their ids, say where they are with `--in FILE`");
    }
    let mut texts = Vec::new();
    let skipped = read(&[name.to_owned()], options, |record| texts.push(record.text.clone()))?;
    match texts.len() {
        1 => Ok(texts.swap_remove(0)),
        0 => bail!("`{name}` holds no article{}", skipped.map_or_else(String::new, |s| format!(": {s}"))),
        n => bail!("`{name}` holds {n} articles: say which two with `nearprint explain ID ID --in {name}`"),
    }
}

fn ids(ids: [&str; 2], input: &[String], options: &ReadOptions) -> anyhow::Result<[String; 2]> {
    let mut texts = [None, None];
    read(input, options, |record| {
        for (id, text) in ids.iter().zip(&mut texts) {
            if record.id == **id && text.is_none() {
                *text = Some(record.text.clone());
            }
        }
    })?;
    match texts {
        [Some(a), Some(b)] => Ok([a, b]),
        [None, _] => bail!("no record with the id `{}`", ids[0]),
        _ => bail!("no record with the id `{}`", ids[1]),
    }
}

/// Reads all records; gives the first thing that was skipped.
fn read(input: &[String], options: &ReadOptions, mut visit: impl FnMut(&Record)) -> anyhow::Result<Option<String>> {
    let inputs = expand(input)?;
    let mut skipped = inputs.skipped;
    let mut reader = BatchReader::new(inputs.files.clone(), options);
    let mut batch = RawBatch::default();
    while reader.fill(&mut batch)? {
        for_each_record(&batch, &inputs.files, options, &mut skipped, &mut visit);
        if interrupt::asked() {
            return Err(crate::Error::Interrupted.into());
        }
    }
    skipped.append(&mut reader.take_skipped());
    Ok(skipped.first().map(|s| s.detail.clone()))
}
