//! From numbers of quotes to the rows of their tables.

use super::mentions::{Quote, Quotes};
use super::quoted::{Quoted, Unmarked};
use super::tell::{Teller, round};
use crate::corpus::Date;
use crate::error::Result;
use crate::findings::{
    MentionPlace, MentionRow, Operation, Place, QuoteCounts, QuoteRow, QuoteSpeaker, Spelling, UnmarkedRow, VariantRow,
};
use crate::matching::StepKind;
use crate::quotes::link::{RepeatedQuote, Variant};
use crate::quotes::{Flags, LanguageData, QuoteKind};

/// Which repeated quotes are asked for.
#[derive(Debug, Clone, Default)]
pub struct QuoteFilter {
    /// Those of this speaker, in any spelling.
    pub speaker: Option<String>,
    /// Printed by at least so many outlets.
    pub min_sources: usize,
    /// In at least so many documents.
    pub min_documents: usize,
    /// Those that two different people are named for.
    pub disputed: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Turns quotes into rows.
pub(super) struct QuoteTeller<'a> {
    teller: &'a Teller<'a>,
    quotes: &'a Quotes,
    quoted: &'a Quoted,
    languages: &'a LanguageData,
}

impl<'a> QuoteTeller<'a> {
    pub(super) fn new(teller: &'a Teller<'a>, quoted: &'a Quoted, languages: &'a LanguageData) -> QuoteTeller<'a> {
        QuoteTeller { teller, quotes: &quoted.quotes, quoted, languages }
    }

    fn quote(&self, i: usize) -> Quote<'a> {
        self.quotes.get(i)
    }

    fn place(&self, i: usize) -> Place<'a> {
        let (document, row) = self.quotes.row(i);
        Place { doc: self.teller.id(document), line: row.line, line_end: row.line_end, start: row.start, end: row.end }
    }

    /// The quote that linking numbers so.
    fn linked(&self, place: usize) -> usize {
        self.quoted.may_repeat[place] as usize
    }

    fn id_of(&self, quote: u32) -> &'a str {
        &self.quoted.linked.quotes[quote as usize].id
    }

    /// The numbers of all quotes, by document and place: the order of `mentions.jsonl`.
    pub(super) fn all(&self) -> Vec<u32> {
        let of_document = |&document: &u32| self.quotes.of(document).map(|quote| quote as u32);
        self.teller.by_id().iter().flat_map(of_document).collect()
    }

    /// A row of `mentions.jsonl`.
    pub(super) fn mention_row(&self, number: u32) -> MentionRow<'a> {
        let i = number as usize;
        let q = self.quote(i);
        MentionRow {
            place: self.place(i),
            source: self.teller.source(q.document),
            date: self.teller.date(q.document),
            text: q.text,
            marks: q.marks,
            words: q.row.end_word - q.row.first_word,
            r#type: q.kind.as_str(),
            nested_in: q.nested_in.map(|n| self.place(n)),
            speaker: q.speaker,
            speaker_as_written: q.speaker_as_written,
            cue: q.cue,
            confidence: round(f64::from(q.row.confidence)),
            reason: q.reason.as_str(),
            quote: self.quoted.quote_of[i].map(|n| self.id_of(n)),
            flags: Flags { in_furniture: self.quoted.in_furniture[i], ..q.flags }.names().collect(),
        }
    }

    /// The repeated quotes, by document and place of their text.
    pub(super) fn repeated(&self) -> &'a [RepeatedQuote] {
        &self.quoted.linked.quotes
    }

    /// The rows that a filter lets through, those that most outlets print first.
    pub(super) fn filtered(&self, filter: &QuoteFilter) -> Vec<QuoteRow<'a>> {
        let key = filter.speaker.as_ref().map(|name| self.languages.person_key(name));
        let mut rows: Vec<QuoteRow<'a>> = (self.quoted.linked.quotes.iter())
            .filter(|q| q.spread.sources >= filter.min_sources && q.spread.documents >= filter.min_documents)
            .filter(|q| q.disputed || !filter.disputed)
            .filter(|q| key.as_ref().is_none_or(|key| self.is_by(q, key)))
            .map(|q| self.quote_row(q))
            .collect();
        // Stable: of equal ones the first stays first.
        rows.sort_by_key(|r| std::cmp::Reverse((r.sources, r.documents, r.mentions.len())));
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        rows
    }

    /// Whether somebody with these names is given as its speaker: `zelensky` for `volodymyr zelensky`.
    fn is_by(&self, quote: &RepeatedQuote, key: &str) -> bool {
        let has = |names: &str| key.split(' ').all(|word| names.split(' ').any(|n| n == word));
        let mentions = quote.variants.iter().flat_map(|v| &v.mentions);
        quote.speaker.as_ref().is_some_and(|s| has(&s.key))
            || quote.disputed
                && mentions
                    .filter_map(|&i| self.quote(self.linked(i)).speaker)
                    .any(|name| has(&self.languages.name_key(name)))
    }

    /// The repeated quotes, those that most outlets print first.
    pub(super) fn most_told(&self) -> Vec<&'a RepeatedQuote> {
        let mut quotes: Vec<&RepeatedQuote> = self.quoted.linked.quotes.iter().collect();
        let mentions = |q: &RepeatedQuote| q.variants.iter().map(|v| v.mentions.len()).sum::<usize>();
        // Stable: of equal ones the first stays first.
        quotes.sort_by_cached_key(|q| std::cmp::Reverse((q.spread.sources, q.spread.documents, mentions(q))));
        quotes
    }

    /// The documents of a repeated quote, each once, by id.
    pub(super) fn documents_of(&self, quote: &RepeatedQuote) -> Vec<u32> {
        let mentions = quote.variants.iter().flat_map(|v| &v.mentions);
        let mut documents: Vec<u32> = mentions.map(|&mention| self.place_of(mention).0).collect();
        documents.sort_by_key(|&document| self.teller.id_order()[document as usize]);
        documents.dedup();
        documents
    }

    /// Where a mention of a repeated quote stands.
    pub(super) fn place_of(&self, mention: usize) -> (u32, Place<'a>) {
        let number = self.linked(mention);
        (self.quotes.row(number).0, self.place(number))
    }

    /// The speaker of a mention of a repeated quote, as written beside it.
    pub(super) fn speaker_as_written(&self, mention: usize) -> Option<&'a str> {
        self.quote(self.linked(mention)).speaker_as_written
    }

    /// The words of a repeated quote.
    pub(super) fn text(&self, quote: &RepeatedQuote) -> &'a str {
        self.quote(self.linked(quote.anchor)).text
    }

    pub(super) fn row(&self, quote: &'a RepeatedQuote) -> QuoteRow<'a> {
        self.quote_row(quote)
    }

    fn quote_row(&self, quote: &'a RepeatedQuote) -> QuoteRow<'a> {
        let text = self.text(quote);
        let day = |day: i64| Date { seconds: day * 86_400, day_only: true }.to_string();
        let mut mentions: Vec<MentionPlace<'a>> = Vec::new();
        for variant in &quote.variants {
            mentions.extend(variant.mentions.iter().map(|&i| self.mention(self.linked(i), variant)));
        }
        let key = |m: &MentionPlace<'a>| (m.place.doc, m.place.start, m.place.end);
        mentions.sort_by(|a, b| key(a).cmp(&key(b)));
        QuoteRow {
            quote: &quote.id,
            text,
            words: quote.words,
            speaker: quote.speaker.as_ref().map(|s| QuoteSpeaker {
                name: &s.name,
                confidence: round(s.confidence),
                reason: &s.reason,
                spellings: s.spellings.iter().map(|(form, sources)| Spelling { form, sources }).collect(),
            }),
            disputed: quote.disputed,
            variants: quote.variants.iter().map(|v| self.variant(text, v)).collect(),
            mentions,
            documents: quote.spread.documents,
            sources: quote.spread.sources,
            days: quote.spread.days,
            first: quote.spread.first.map(day),
            last: quote.spread.last.map(day),
            within_document: quote.spread.within_document,
            verdict: quote.verdict,
        }
    }

    fn mention(&self, i: usize, variant: &Variant) -> MentionPlace<'a> {
        let (document, _) = self.quotes.row(i);
        MentionPlace {
            place: self.place(i),
            source: self.teller.source(document),
            date: self.teller.date(document),
            relation: variant.relation,
            speaker_as_written: self.quote(i).speaker_as_written,
        }
    }

    fn variant(&self, anchor: &'a str, variant: &Variant) -> VariantRow<'a> {
        let text = self.quote(self.linked(variant.shown)).text;
        let changes = variant.edits.iter().filter(|e| e.kind != StepKind::Equal);
        VariantRow {
            text,
            relation: variant.relation,
            ops: changes
                .map(|edit| {
                    let (from, to) = (&anchor[edit.anchor.clone()], &text[edit.variant.clone()]);
                    Operation {
                        op: match edit.kind {
                            StepKind::Insert => "insert",
                            StepKind::Delete => "delete",
                            _ => "replace",
                        },
                        from,
                        to,
                        alters: edit.alters,
                        elided: edit.elided,
                    }
                })
                .collect(),
            mentions: variant.mentions.len(),
        }
    }

    /// The rows of `unmarked.jsonl`, by document and place.
    pub(super) fn unmarked_rows(&self, mut write: impl FnMut(&UnmarkedRow<'_>) -> Result<()>) -> Result<()> {
        let mut order: Vec<&Unmarked> = self.quoted.unmarked.iter().collect();
        order.sort_by_key(|u| (self.teller.id(u.document), u.hit.words.start, u.hit.words.end));
        for Unmarked { document, quote, hit } in order {
            write(&UnmarkedRow {
                place: self.teller.paragraphs_of(*document, &hit.words)?,
                source: self.teller.source(*document),
                date: self.teller.date(*document),
                share: round(hit.share),
                quote: quote.map(|n| self.id_of(n)),
                quoted: self.place(hit.mention),
                text: self.quote(hit.mention).text,
            })?;
        }
        Ok(())
    }

    pub(super) fn counts(&self) -> QuoteCounts {
        let mut counts = QuoteCounts::default();
        let mut of_kind = [0; QuoteKind::ALL.len()];
        for (_, row) in self.quotes.rows() {
            of_kind[row.kind() as usize] += 1;
            counts.attributed += u64::from(row.has_speaker());
        }
        let kinds = QuoteKind::ALL.iter().zip(of_kind).filter(|(_, count)| *count > 0);
        counts.mentions = kinds.map(|(kind, count)| (kind.as_str(), count)).collect();
        let linked = &self.quoted.linked;
        for quote in &linked.quotes {
            *counts.repeated.entry(quote.verdict.name()).or_default() += 1;
            counts.disputed += u64::from(quote.disputed);
            for variant in &quote.variants[1..] {
                *counts.variants.entry(variant.relation.name()).or_default() += 1;
            }
        }
        counts.mentions_of_repeated = linked.quote_of.iter().flatten().count() as u64;
        counts.unmarked = self.quoted.unmarked.len() as u64;
        counts.pairs_proposed = linked.work.proposed;
        counts.pairs_aligned = linked.work.aligned;
        counts.pairs_left_out = linked.work.left_out;
        counts
    }
}
