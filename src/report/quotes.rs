//! Repeated quotes for people and for spreadsheets.

use super::terminal::{many, tame};
use crate::findings::QuoteRow;
use std::fmt::Write as _;
use std::io::{Result, Write};

/// Variants that are shown of a quote.
const VARIANTS: usize = 5;

/// `3 times in 1 article`, `4 outlets, 9 articles`.
pub(crate) fn how_far(row: &QuoteRow<'_>) -> String {
    match row.documents {
        1 => format!("{} in 1 article", many(row.mentions.len() as u64, "time")),
        documents => format!("{}, {}", many(row.sources as u64, "outlet"), many(documents as u64, "article")),
    }
}

/// A repeated quote as text: its words, who said it, where it went, its variants. `colour` adds terminal colours.
pub fn quote_text(row: &QuoteRow<'_>, colour: bool) -> String {
    let (bold, plain) = if colour { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let mut text = format!("{bold}“{}”{plain}\n", tame(row.text));
    let days = match (&row.first, &row.last) {
        (Some(first), Some(last)) if first == last => format!(", {first}"),
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let speaker = match &row.speaker {
        Some(speaker) => {
            let disputed = if row.disputed { ", disputed" } else { "" };
            format!("{} ({:.2}{disputed})", tame(speaker.name), speaker.confidence)
        }
        None => "nobody named".to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "    {speaker}; {}{days}; {}", how_far(row), row.quote);
    if let Some(speaker) = row.speaker.as_ref().filter(|s| s.spellings.len() > 1) {
        let forms: Vec<String> =
            speaker.spellings.iter().map(|s| format!("{} ({})", tame(s.form), s.sources.join(", "))).collect();
        let _ = writeln!(text, "    written {}", forms.join("; "));
    }
    for variant in row.variants.iter().skip(1).take(VARIANTS) {
        let times = if variant.mentions > 1 { format!(", {} times", variant.mentions) } else { String::new() };
        let _ = writeln!(text, "    {}{times}: “{}”", variant.relation.name(), tame(variant.text));
    }
    if row.variants.len() > VARIANTS + 1 {
        let _ = writeln!(text, "    and {}", many((row.variants.len() - VARIANTS - 1) as u64, "more variant"));
    }
    text.push('\n');
    text
}

/// Repeated quotes as comma-separated values, with a header (RFC 4180).
#[derive(Debug)]
pub struct QuoteTable<W: Write>(csv::Writer<W>);

impl<W: Write> QuoteTable<W> {
    /// Begins a table with its header.
    ///
    /// # Errors
    ///
    /// What `out` gives.
    pub fn new(out: W) -> Result<QuoteTable<W>> {
        let mut writer = csv::Writer::from_writer(out);
        writer
            .write_record([
                "quote",
                "text",
                "words",
                "speaker",
                "confidence",
                "disputed",
                "spellings",
                "sources",
                "documents",
                "days",
                "first",
                "last",
                "verdict",
                "mentions",
                "variants",
                "outlets",
            ])
            .map_err(system)?;
        Ok(QuoteTable(writer))
    }

    /// Writes a quote.
    ///
    /// # Errors
    ///
    /// What the output gives.
    pub fn row(&mut self, row: &QuoteRow<'_>) -> Result<()> {
        let speaker = row.speaker.as_ref();
        let spellings: Vec<&str> = speaker.iter().flat_map(|s| s.spellings.iter().map(|s| s.form)).collect();
        let mut outlets: Vec<&str> = row.mentions.iter().map(|m| m.source).collect();
        outlets.sort_unstable();
        outlets.dedup();
        self.0
            .write_record([
                row.quote,
                row.text,
                &row.words.to_string(),
                speaker.map_or("", |s| s.name),
                &speaker.map_or_else(String::new, |s| s.confidence.to_string()),
                if row.disputed { "true" } else { "false" },
                &spellings.join("; "),
                &row.sources.to_string(),
                &row.documents.to_string(),
                &row.days.to_string(),
                row.first.as_deref().unwrap_or(""),
                row.last.as_deref().unwrap_or(""),
                row.verdict.name(),
                &row.mentions.len().to_string(),
                &row.variants.len().to_string(),
                &outlets.join("; "),
            ])
            .map_err(system)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    ///
    /// What the output gives.
    pub fn finish(mut self) -> Result<()> {
        self.0.flush()
    }
}

/// The error of the system inside: a reader that went away must stay one.
pub(super) fn system(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
