//! Who can speak where every noun has a capital, as in German: there a capital is no sign of a name.
//!
//! `Am Telefon berichtet sie`, `Jahrelang hat Roe`, `Das Institut legt den Schwerpunkt`: a noun or an adverb before a verb is no speaker by itself. It is one where something says so: it is
//! known for a person, it has a given name or an office, or a verb that only means saying stands with it. Nobody rather than a guess.

use super::attribution::Evidence;
use super::class::{CONJUNCTION, DETERMINER, GENERIC, GIVEN, PREPOSITION, TITLE};
use super::finder::QuoteFinder;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::resolution::places;
use super::tokens::{self, PARTS};
use crate::text::Prepared;

/// Words of a phrase that are looked at for the preposition before it.
const LONGEST: usize = 14;
/// From where on a rule is sure enough for a word of which nothing is known.
const SURE: f32 = 0.85;
/// A name before a colon, with nothing else in its sentence.
const ONLY: f32 = 0.85;
/// A verb that nobody listed, behind a quote with a mark at its end.
const ENDED: f32 = 0.6;
/// A verb that touches the quote, behind a comma or before a colon.
const DIRECT: f32 = 0.95;

impl Reader<'_> {
    /// Whether the phrase that ends at token `j` begins its clause with a preposition: `In einem öffentlichen Brief an die Stadt gibt Roe bekannt`.
    pub(super) fn is_adverbial(&self, j: usize, low: usize) -> bool {
        let mut first = j;
        while j - first < LONGEST {
            let t = &self.tokens[first];
            let noun = t.upper || t.class == 0 || t.is(DETERMINER | PREPOSITION | CONJUNCTION);
            if t.quote.is_some() || !noun {
                return false;
            }
            if first == low || t.sentence || t.gap & PARTS != 0 {
                return t.is(PREPOSITION);
            }
            first -= 1;
        }
        false
    }

    /// Whether a word of the phrase names somebody without a name: `der Imker` does not, for no list has it.
    fn is_role_of_somebody(&self, phrase: Phrase) -> bool {
        (phrase.first..=phrase.last).any(|i| self.tokens[i].is(GENERIC | TITLE) || self.is_title(i))
    }
}

impl QuoteFinder<'_> {
    /// Whether what a rule found can be a speaker where every noun has a capital.
    pub(super) fn may_speak(&self, reader: &Reader<'_>, prepared: &Prepared, evidence: &Evidence) -> bool {
        let Evidence { phrase, cue, confidence, reason } = *evidence;
        let weak = |i: usize| reader.language.is_weak(reader.hash(i));
        let says = cue.is_some_and(|(first, last)| !(first..=last).all(weak)) && reason != Reason::UnknownVerb;
        let (first, last) = (&reader.tokens[phrase.first], &reader.tokens[phrase.last]);
        let direct = match reason {
            Reason::AccordingTo => true,
            Reason::CueAfter => confidence >= DIRECT,
            Reason::CueInverted => says || confidence >= DIRECT,
            // `„…“, schmunzelte der Wirt`: nothing but a verb of saying stands there.
            Reason::UnknownVerb => confidence >= ENDED && (phrase.kind == Kind::Name || first.is(DETERMINER)),
            _ => false,
        };
        if direct {
            return true;
        }
        if phrase.kind == Kind::Generic && reader.language.is_oblique(reader.hash(phrase.first)) {
            return false;
        }
        match phrase.kind {
            Kind::Pronoun(_) => true,
            Kind::Generic => reader.is_role_of_somebody(phrase) || says && confidence >= SURE,
            Kind::Name => {
                let run = self.names.at(first.word, last.word + 1);
                if first.is(GIVEN) || run.is_some_and(|run| self.names.is_person(run)) {
                    return true;
                }
                let fuller = run.is_some_and(|run| !run.role && self.names.resolve(run).0.words() >= 2);
                let alone = cue.is_none() && (confidence >= ONLY || reason == Reason::DashLine);
                if fuller || phrase.last > phrase.first || alone && reader.is_role_of_somebody(phrase) {
                    let number = reader.word(phrase.first).starts_with(|c: char| c.is_ascii_digit());
                    return !number && (cue.is_some() && reason != Reason::UnknownVerb || alone);
                }
                // A word that is small elsewhere has its capital from the sentence.
                let starts = &prepared.words.starts;
                let small = |word: u32| !tokens::is_upper(reader.text, starts[word as usize]);
                let shouts = tokens::shouts(reader.text, first.start, first.end);
                says && (shouts || confidence >= SURE)
                    && !places(&prepared.words.hashes, reader.hash(phrase.first)).any(small)
            }
        }
    }
}
