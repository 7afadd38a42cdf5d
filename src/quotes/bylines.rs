//! Who is named below a quote or behind it, as in a review of the press: `“…” ¶ Jane Roe, The Daily Tern`, `“…” ¶ — Jane Roe`.

use super::attribution::Evidence;
use super::class::{BODY, CONJUNCTION, DETERMINER, GENERIC, PREPOSITION};
use super::finder::{QuoteFinder, Speaker};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::spans::Span;
use super::tokens::{self, COMMA, Gap, QUOTE_CALL, QUOTE_STOP, STOP, Token};
use crate::text::Prepared;

/// The longest line that is a byline, in words.
const LONGEST: usize = 14;
/// How sure a name is that stands behind a dash, and one with an outlet.
const DASHED: f32 = 0.8;
const WITH_OUTLET: f32 = 0.75;

impl Reader<'_> {
    /// Who is named behind the quote at token `at`, which ends its sentence, by what fills the rest of the paragraph: `“….” Jane Roe, The Daily Tern`.
    pub(super) fn byline_behind(&self, at: usize, high: usize, tail: Gap) -> Option<Evidence> {
        let ends = at + 1 == high && high < self.tokens.len() && tail & (QUOTE_STOP | QUOTE_CALL | STOP) != 0;
        let phrase = ends.then(|| self.byline(high)).flatten()?;
        Some(Evidence::new(phrase, None, WITH_OUTLET, Reason::Byline))
    }

    /// Who is named where all from token `from` is a name of two words or more and, behind a comma, that of an outlet: `Jane Roe, The Daily Tern`. Of `Editorial Board, The Daily Tern` that
    /// is the outlet.
    fn byline(&self, from: usize) -> Option<Phrase> {
        let line = self.tokens.get(from..).filter(|line| (2..=LONGEST).contains(&line.len()))?;
        let outlet =
            |t: &Token| t.quote.is_none() && !t.sentence && (t.upper || t.is(DETERMINER | PREPOSITION | CONJUNCTION));
        let comma = from + line.iter().skip(1).position(|t| t.gap & COMMA != 0)? + 1;
        if !self.tokens[from].upper || !line[1..].iter().all(outlet) {
            return None;
        }
        // `The Editors, The Daily Tern`
        let people = (from..comma).all(|i| self.tokens[i].is(DETERMINER | GENERIC | BODY));
        let last = self.tokens.len() - 1;
        if people {
            return Some(Phrase { first: comma, last, kind: Kind::Name }).filter(|_| self.tokens[last].upper);
        }
        let name = self.phrase_at(from, self.tokens.len()).filter(|p| p.kind == Kind::Name && p.first == from)?;
        (name.last > from && name.last + 1 == comma).then_some(name)
    }
}

impl QuoteFinder<'_> {
    /// Who is named in the line below a quote that ends at byte `end`, behind a dash or with an outlet. `spoken`: the paragraph of the quote names somebody who speaks in it.
    pub(super) fn line_below(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        end: u32,
        spoken: bool,
    ) -> Option<Speaker> {
        let number = prepared.paragraphs.partition_point(|p| p.start < end);
        let below = *prepared.paragraphs.get(number)?;
        let dash = reader.text[below.start as usize..].starts_with(['-', '–', '—', '―', '~']);
        // `“…,” Roe said. “…” ¶ - Jane Doe` is who wrote the article.
        if spoken || below.end_word - below.first_word > LONGEST as u32 {
            return None;
        }
        let mut context = std::mem::take(&mut self.context);
        tokens::tokens(reader.text, prepared, reader.classes, below, &[], 0..0, &mut context);
        let line = Reader { tokens: &context.tokens, ..*reader };
        let dashed = || line.phrase_at(0, line.tokens.len()).filter(|p| p.kind == Kind::Name && p.first <= 2);
        let phrase = if dash { dashed() } else { line.byline(0) };
        let found = phrase.map(|phrase| {
            let (confidence, reason) = if dash { (DASHED, Reason::DashLine) } else { (WITH_OUTLET, Reason::Byline) };
            let evidence = Evidence { phrase, cue: None, confidence, reason };
            self.resolve(&line, prepared, spans, evidence, number as u32)
        });
        self.context = context;
        found
    }
}
