//! The quotes on the page of a report.

use super::super::tell_quotes::QuoteTeller;
use super::{OF_ONE, Pager};
use crate::error::Result;
use crate::findings::{MentionView, Piece, PieceKind, QuoteView, Shown, VariantView};
use crate::matching::StepKind;
use crate::quotes::link::{Edit, RepeatedQuote};
use std::collections::BTreeSet;

/// Characters of the words before a quote, and of those behind it.
const LEAD: usize = 90;

impl<'a> Pager<'a> {
    pub(super) fn quote(&self, quotes: &'a QuoteTeller<'a>, quote: &'a RepeatedQuote) -> Result<QuoteView> {
        let row = quotes.row(quote);
        let mut mentions = Vec::new();
        for (wording, variant) in (1..).zip(&quote.variants) {
            mentions.extend(variant.mentions.iter().map(|&mention| (wording, mention)));
        }
        let all = mentions.len();
        let mut views = Vec::new();
        for (wording, mention) in mentions {
            let (document, place) = quotes.place_of(mention);
            views.push((document, place, wording, mention));
        }
        let days = |document: u32| self.survey.documents.dates[document as usize].map_or(i64::MAX, |d| d.seconds);
        views.sort_by_key(|v| (days(v.0), self.teller.id_order()[v.0 as usize], v.1.start));
        let mentions = views.into_iter().take(OF_ONE).map(|(document, place, wording, mention)| {
            Ok(MentionView {
                source: self.teller.source(document).to_owned(),
                date: self.date(document),
                link: self.link(document, place.line),
                wording,
                speaker: quotes.speaker_as_written(mention).unwrap_or_default().to_owned(),
                around: self.around(document, place.start, place.end)?,
            })
        });
        let relations: BTreeSet<&str> = row.variants.iter().map(|v| v.relation.name()).collect();
        Ok(QuoteView {
            id: quote.id.clone(),
            text: row.text.to_owned(),
            words: row.words,
            speaker: row.speaker.as_ref().map_or_else(String::new, |s| s.name.to_owned()),
            speaker_reason: row
                .speaker
                .as_ref()
                .map_or_else(String::new, |s| format!("{} (confidence {:.2})", s.reason, s.confidence)),
            disputed: row.disputed,
            spread: (row.sources, row.documents),
            days: match (&row.first, &row.last) {
                (Some(first), Some(last)) if first == last => first.clone(),
                (Some(first), Some(last)) => format!("{first} to {last}"),
                _ => String::new(),
            },
            verdict: row.verdict.name().replace('_', " "),
            relations: relations.into_iter().collect::<Vec<_>>().join(", "),
            spellings: row
                .speaker
                .iter()
                .flat_map(|s| &s.spellings)
                .map(|s| (s.form.to_owned(), s.sources.join(", ")))
                .collect(),
            variants: (quote.variants.iter().zip(&row.variants).take(OF_ONE))
                .map(|(variant, told)| VariantView {
                    relation: told.relation.name(),
                    mentions: told.mentions,
                    pieces: pieces(row.text, told.text, &variant.edits),
                })
                .collect(),
            mentions: Shown { rows: mentions.collect::<Result<_>>()?, all },
        })
    }

    /// The words of the line before the quote, and those behind it.
    fn around(&self, document: u32, start: u32, end: u32) -> Result<(String, String)> {
        if !self.anchors.contains_key(&document) {
            return Ok(Default::default());
        }
        let lines = self.lines(document)?;
        let of_line = |byte: u32| {
            let (row, text) = lines.iter().find(|(row, _)| row.start <= byte && byte < row.end)?;
            text.split_at_checked((byte - row.start) as usize)
        };
        let (before, _) = of_line(start).unwrap_or_default();
        let (_, after) = of_line(end).unwrap_or_default();
        Ok((lead_in(before), lead_out(after)))
    }
}

/// The last words before a quote, without its mark.
fn lead_in(text: &str) -> String {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !",:.".contains(c));
    match text.char_indices().rev().nth(LEAD) {
        Some((at, _)) if at > 0 => {
            let start = text[at..].find(' ').map_or(at, |space| at + space + 1);
            format!("…{}", &text[start..])
        }
        _ => text.to_owned(),
    }
}

/// The first words behind a quote, up to the end of their sentence.
fn lead_out(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let sentence = text.find(['.', '!', '?', '“', '"', '„', '«']).map_or(text, |end| text[..end].trim_end());
    match sentence.char_indices().nth(LEAD) {
        Some((at, _)) => {
            let end = sentence[..at].rfind(' ').unwrap_or(at);
            format!("{}…", &sentence[..end])
        }
        None => sentence.to_owned(),
    }
}

/// A wording against the fullest one.
fn pieces(anchor: &str, text: &str, edits: &[Edit]) -> Vec<Piece> {
    let piece = |kind, text: &str| Piece { kind, text: text.trim().to_owned() };
    if edits.is_empty() {
        return vec![piece(PieceKind::Same, text)];
    }
    let mut pieces = Vec::new();
    for edit in edits {
        let (from, to) = (&anchor[edit.anchor.clone()], &text[edit.variant.clone()]);
        if edit.kind == StepKind::Equal {
            pieces.push(piece(PieceKind::Same, to));
            continue;
        }
        pieces.push(piece(if edit.alters { PieceKind::Was } else { PieceKind::Deleted }, from));
        pieces.push(piece(if edit.alters { PieceKind::Altered } else { PieceKind::Inserted }, to));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}
