//! Repeated quotes for people and for spreadsheets.

use super::csv::Cells;
use super::terminal::{many, tame};
use crate::findings::QuoteRow;
use std::borrow::Cow;
use std::fmt::Write as _;

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
            // Who else is printed with it stands behind the counts.
            let others =
                speaker.reason.split_once("; ").map_or(String::new(), |(_, others)| format!(": {}", tame(others)));
            let disputed = if row.disputed { format!(", disputed{others}") } else { String::new() };
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

impl Cells for QuoteRow<'_> {
    const HEAD: &'static [&'static str] = &[
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
    ];

    fn cells(&self) -> Vec<Cow<'_, str>> {
        let speaker = self.speaker.as_ref();
        let spellings: Vec<&str> = speaker.iter().flat_map(|s| s.spellings.iter().map(|s| s.form)).collect();
        let mut outlets: Vec<&str> = self.mentions.iter().map(|m| m.source).collect();
        outlets.sort_unstable();
        outlets.dedup();
        vec![
            self.quote.into(),
            self.text.into(),
            self.words.to_string().into(),
            speaker.map_or("", |s| s.name).into(),
            speaker.map_or_else(String::new, |s| s.confidence.to_string()).into(),
            self.disputed.to_string().into(),
            spellings.join("; ").into(),
            self.sources.to_string().into(),
            self.documents.to_string().into(),
            self.days.to_string().into(),
            self.first.as_deref().unwrap_or("").into(),
            self.last.as_deref().unwrap_or("").into(),
            self.verdict.name().into(),
            self.mentions.len().to_string().into(),
            self.variants.len().to_string().into(),
            outlets.join("; ").into(),
        ]
    }
}
