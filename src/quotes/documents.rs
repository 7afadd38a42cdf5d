//! Documents that are quoted: `„…“, heißt es in der Mitteilung`, `«…», — говорится в релизе`. Who issued one is the speaker, as far as the sentence before shows it.

use super::attribution::Evidence;
use super::class::{
    AUXILIARY, BODY, CONJUNCTION, CUE, DETERMINER, GENERIC, HE, INDEFINITE, PREPOSITION, PRONOUN, SHE, TITLE,
};
use super::finder::{Bytes, QuoteFinder};
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::spans::Span;
use super::tokens::{COLON, COMMA, Gap, PARTS};
use crate::text::Prepared;

/// The longest phrase for a document of which nothing says whose it is, in words: `the joint written statement`.
const LONGEST: usize = 4;

impl Reader<'_> {
    /// Whether a verb without a subject says what stands in a document: `heißt es in der Mitteilung`.
    pub(super) fn quotes_document(&self, evidence: &Evidence) -> bool {
        let phrase = evidence.phrase;
        let impersonal = evidence.cue.is_some_and(|(_, verb)| self.language.is_impersonal(self.hash(verb)));
        impersonal && (phrase.first..=phrase.last).any(|i| self.is_document(i))
    }

    /// Whose document it is that a phrase begins with, where its case says so: `сообщении министерства`.
    pub(super) fn owner(&self, phrase: Phrase) -> Option<Bytes> {
        let first = phrase.first + 1;
        let of = phrase.last >= first && self.is_document(phrase.first) && !self.language.articles;
        let begins = of && !self.tokens[first].is(PREPOSITION | PRONOUN | DETERMINER);
        begins.then(|| (self.tokens[first].start, self.tokens[phrase.last].end))
    }

    /// Whether a phrase is a document and says nothing of whose it is: `dem Schreiben`, not `dem Schreiben der Stadt`.
    pub(super) fn is_bare_document(&self, phrase: Phrase) -> bool {
        let adjective = |i: usize| {
            let t = &self.tokens[i];
            t.is(DETERMINER) && t.class & (HE | SHE) == 0
                || !t.upper && !t.is(TITLE | GENERIC | CUE | AUXILIARY) && !t.possessive
        };
        let short = phrase.kind == Kind::Generic && phrase.last - phrase.first < LONGEST;
        short && self.is_document(phrase.last) && (phrase.first..phrase.last).all(adjective)
    }

    /// Who issued the statement that is the subject of the participle at token `cue`: `Roe issued a statement calling it “…”`.
    pub(super) fn issuer_before(&self, cue: usize, subject: Phrase, low: usize) -> Option<Phrase> {
        let issued = subject.kind == Kind::Generic && self.is_statement(subject.last) && self.is_participle(cue);
        let issuer = issued.then(|| self.first_subject(low, subject.first)).flatten();
        issuer.filter(|p| self.is_somebody(*p) || self.is_body_of(*p))
    }

    /// Whether a phrase is a statement that was spoken of: `the statement`.
    fn is_that_statement(&self, phrase: Phrase) -> bool {
        let short = phrase.kind == Kind::Generic && phrase.last == phrase.first + 1;
        short && self.is_statement(phrase.last) && self.tokens[phrase.first].is(DETERMINER) && self.is_definite(phrase)
    }

    /// Whether token `i` is a noun for what somebody issues.
    fn is_statement(&self, i: usize) -> bool {
        self.tokens[i].quote.is_none() && self.language.is_statement(self.hash(i))
    }

    /// Whose words lead to the quote at token `at`: `Roe’s answer: “…”`, `Roe’s answer was, “…”`, `Roe’s answer is blunt. “…”`
    pub(super) fn owner_of_words(&self, at: usize, low: usize) -> Option<Phrase> {
        // `was`, `is blunt`
        let mut noun = at.checked_sub(1).filter(|&i| i > low)?;
        while noun > low
            && at - noun < LONGEST
            && self.belongs_to_noun(noun)
            && !self.language.is_saying(self.hash(noun))
        {
            noun -= 1;
        }
        let verb = noun + 1 == at || self.tokens[noun + 1].is(AUXILIARY);
        if !verb || !self.belongs_to_noun(noun) || !self.language.is_saying(self.hash(noun)) {
            return None;
        }
        let owner = self.owner_of_noun(noun, low)?;
        if !self.capital(owner) {
            // `the mayor’s answer: “…”`
            let noun = self.class_of_owner(owner) & (TITLE | GENERIC | BODY);
            let leads = self.tokens.get(at).is_some_and(|t| t.gap & COLON != 0);
            let somebody = leads && self.tokens[owner].possessive && noun != 0 && noun & BODY == 0;
            return somebody.then(|| self.generic_before(owner, low)).flatten();
        }
        Some(self.name_up_to(owner, low))
    }

    /// Whose the quote at token `at` is by a noun for what somebody says before it, and before `lead`.
    pub(super) fn owned(&self, at: usize, low: usize, lead: Gap) -> Option<Evidence> {
        if lead & PARTS == 0 {
            let owner = self.owner_of_saying(at, low)?;
            return Some(Evidence::new(owner, None, 0.7, Reason::CueInSentence));
        }
        let owner = if lead & (COLON | COMMA) == 0 { None } else { self.owner_of_words(at, low) };
        owner.map(|owner| Evidence::new(owner, None, 0.75, Reason::Colon))
    }

    /// Whose saying the quote at token `at` is a part of: `Roe’s call for “…”`, `Roe issued a statement that “…”`.
    fn owner_of_saying(&self, at: usize, low: usize) -> Option<Phrase> {
        let leads = at.checked_sub(1).filter(|&i| i > low && self.plain_gap(i) && !self.tokens[i].upper)?;
        let (word, noun) = (self.hash(leads), leads - 1);
        if self.language.is_of_name(word) && !self.language.is_about(word) && self.language.is_saying(self.hash(noun)) {
            let owner = self.owner_of_noun(noun, low).filter(|&owner| self.capital(owner))?;
            return Some(self.name_up_to(owner, low));
        }
        // `released a statement that`
        let issued = noun > low + 1 && self.tokens[noun - 1].is(INDEFINITE) && self.plain_gap(noun - 1);
        if !issued || !self.is_statement(noun) || !self.tokens[leads].is(CONJUNCTION) {
            return None;
        }
        let subject = self.first_subject(low, noun - 1).filter(|p| p.last + 3 >= noun - 1);
        subject.filter(|p| self.is_somebody(*p) || self.is_body_of(*p))
    }

    /// The last word of whose a noun is: `Roe’s repeated calls`.
    fn owner_of_noun(&self, noun: usize, low: usize) -> Option<usize> {
        let owner = (low..noun).rev().take(LONGEST).find(|&i| self.owns(i))?;
        ((owner + 1..noun).all(|i| self.belongs_to_noun(i)) && self.plain_gap(noun)).then_some(owner)
    }

    /// Whether token `i` is a noun, or what may stand before one: an adjective too that is a verb elsewhere, as `repeated`.
    fn belongs_to_noun(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        let verb = t.is(CUE) && !self.language.is_adjective(self.hash(i));
        t.quote.is_none() && !t.upper && t.gap & PARTS == 0 && !verb && !t.is(PRONOUN | PREPOSITION)
    }

    /// The name that ends at token `last`.
    fn name_up_to(&self, last: usize, low: usize) -> Phrase {
        Phrase { first: self.capitals_before(last, low), last, kind: Kind::Name }
    }

    /// Whether token `i` is a noun for a document.
    fn is_document(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.quote.is_none() && self.language.is_document(self.word(i))
    }
}

impl QuoteFinder<'_> {
    /// Who issued a document by which the sentence of its phrase speaks: the subject of the sentence before, with the place in the text and the name.
    pub(super) fn issuer(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        phrase: Phrase,
        number: u32,
    ) -> Option<(Bytes, Option<Run>)> {
        self.in_sentence_before(reader, prepared, phrase.first, number, |finder, reader, (start, end), number| {
            finder.issued(reader, prepared, spans, reader.first_subject(start, end)?, number)
        })
    }

    /// Who wrote what speaks in his place: `Roe’s statement said`.
    pub(super) fn author(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let noun = &reader.tokens[phrase.last];
        let saying = !noun.upper && !noun.possessive && reader.language.is_saying(reader.hash(phrase.last));
        if !saying || phrase.last - phrase.first > LONGEST {
            return None;
        }
        let owner = (phrase.first..phrase.last).rev().find(|&i| reader.owns(i) && reader.capital(i))?;
        let run = self.named(reader, reader.name_up_to(owner, phrase.first))?;
        (!run.role && (self.names.is_person(run) || self.names.resolve(run).0.words() >= 2)).then_some(run)
    }

    /// Who issued the statement that the phrase stands for: the subject of a sentence just before that speaks of one.
    pub(super) fn stated(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        phrase: Phrase,
        number: u32,
    ) -> Option<(Bytes, Option<Run>)> {
        if !reader.is_that_statement(phrase) {
            return None;
        }
        self.in_sentence_before(reader, prepared, phrase.first, number, |finder, reader, (start, end), number| {
            if !(start..end).any(|i| reader.is_statement(i)) {
                return None;
            }
            let speaker = reader.last_speaker(start, end).map(|(phrase, _)| phrase);
            let issuer = speaker.or_else(|| reader.first_subject(start, end))?;
            finder.issued(reader, prepared, spans, issuer, number)
        })
    }

    /// The subject of a sentence as one who issues something.
    fn issued(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        subject: Phrase,
        number: u32,
    ) -> Option<(Bytes, Option<Run>)> {
        let written = (reader.tokens[subject.first].start, reader.tokens[subject.last].end);
        let run = match subject.kind {
            Kind::Name => {
                let run = self.named(reader, subject);
                // `Negatywną opinię wydało kuratorium.`: a capital at the head of a sentence.
                let alone = subject.first == subject.last && reader.tokens[subject.first].sentence;
                if alone && !run.is_some_and(|run| self.names.is_person(run)) {
                    return None;
                }
                run
            }
            Kind::Generic => {
                let last = &reader.tokens[subject.last];
                let run = self.by_role(reader, prepared, subject);
                let speaks = last.is(BODY) && !reader.is_document(subject.last);
                return run.map(|run| (self.full(run), Some(run))).or(speaks.then_some((written, None)));
            }
            Kind::Pronoun(class) if class & (HE | SHE) != 0 => {
                Some(self.person(reader, prepared, spans, subject, class, number)?.0)
            }
            Kind::Pronoun(_) => return None,
        };
        Some(run.map_or((written, None), |run| (self.full(run), Some(run).filter(|run| !run.role))))
    }

    /// Where the fullest form of a name stands.
    fn full(&self, run: Run) -> Bytes {
        let (full, _) = self.names.fullest(run);
        (full.start, full.end)
    }
}
