//! Who interrupts a quote with a verb of saying inside its marks: `« …, raconte Roe, … »`, `«… – ha detto Roe – …»`.

use super::attribution::Evidence;
use super::class::{AUXILIARY, CUE};
use super::finder::{QuoteFinder, Speaker};
use super::phrases::{Kind, Reader};
use super::reason::Reason;
use super::spans::Span;
use super::tokens::{self, COMMA, DASH, PARTS, STOP};
use crate::text::{Paragraph, Prepared};

/// Words of a quote from which on it is looked at for somebody who interrupts it.
const INTERRUPTED: u32 = 6;
/// The longest clause that interrupts a quote, in words.
const INTERRUPTION: usize = 12;

impl Reader<'_> {
    /// Who interrupts the quote whose words these tokens are: `« …, raconte Roe, … »`, `«… – ha detto Roe – …»`.
    fn interruption(&self) -> Option<Evidence> {
        let parts = COMMA | DASH;
        let begins = |i: usize| {
            let t = &self.tokens[i];
            t.gap & parts != 0 && t.is(CUE | AUXILIARY) && !t.upper
        };
        (1..self.tokens.len()).filter(|&i| begins(i)).find_map(|i| {
            let to = self.tokens.len().min(i + INTERRUPTION);
            let mut end = (i + 1..to).find(|&j| self.tokens[j].gap & PARTS != 0)?;
            // `— racconta l'autista, Jane Roe —`
            if self.tokens[i].gap & DASH != 0 && self.tokens[end].gap & COMMA != 0 && self.capital(end) {
                end = (end + 1..to).find(|&j| self.tokens[j].gap & PARTS != 0).unwrap_or(end);
            }
            // `« …, a-t-elle dit. … »`
            if self.tokens[end].gap & (parts | STOP) == 0 {
                return None;
            }
            let found = self.right(i - 1, i - 1, end, COMMA)?;
            let is_whole = found.reason == Reason::CueInverted && found.cue.is_some_and(|(first, _)| first == i);
            let confidence = if found.phrase.kind == Kind::Name { 0.85 } else { 0.7 };
            is_whole.then_some(Evidence { confidence, reason: Reason::CueInside, ..found })
        })
    }
}

impl QuoteFinder<'_> {
    /// Who interrupts a quote with a verb of saying inside its marks.
    pub(super) fn interrupted(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        quote: usize,
        number: u32,
    ) -> Option<Speaker> {
        let Span { first_word, end_word, start, end, .. } = spans[quote];
        if !reader.language.inverted || end_word - first_word < INTERRUPTED {
            return None;
        }
        let inside = Paragraph { first_word, end_word, start, end, ..prepared.paragraphs[number as usize] };
        let mut context = std::mem::take(&mut self.context);
        tokens::tokens(reader.text, prepared, reader.classes, inside, &[], 0..0, &mut context);
        let inner = Reader { tokens: &context.tokens, ..*reader };
        let found = inner.interruption().map(|evidence| self.resolve(&inner, prepared, spans, evidence, number));
        self.context = context;
        found
    }
}
