//! Whose a quote is that stands in a sentence without anybody, by the sentences before it in its paragraph: who speaks there, whose words go on, whom a verb without a subject means.

use super::attribution::Evidence;
use super::class::{DETERMINER, HE, INDEFINITE, PREPOSITION, SHE, TITLE};
use super::finder::{QuoteFinder, Speaker};
use super::inherited::again;
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::spans::Span;
use super::tokens::COMMA;
use crate::text::Prepared;

/// Sentences in which what somebody said goes on, in the form that verbs have for it.
const GOES_ON: usize = 4;

impl QuoteFinder<'_> {
    /// Who speaks in the sentence before token `at`, which begins one, else in the quote `before`. `dropped`: a verb of saying without a subject follows.
    pub(super) fn spoken_before(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        (at, dropped): (usize, bool),
        before: Option<usize>,
        number: u32,
    ) -> Option<Speaker> {
        let (mut start, mut at) = (reader.sentence_start(at - 1), at);
        let quoted = |start: usize, at: usize| (start..at).rev().find(|&i| reader.tokens[i].quote.is_some());
        let says = |start: usize, at: usize| {
            let speaker = reader.last_speaker(start, at);
            // `teilte das Hafenamt mit`, and not `Die Betreuung fiel aus`
            let behind = |p: Phrase, cue: usize| p.first > cue && reader.tokens[p.first].is(DETERMINER);
            speaker.is_some_and(|(p, cue)| reader.is_somebody(p) || reader.head(p).is_some() || behind(p, cue))
        };
        // `Roe sagte, der Hafen sei leer. Das führe zu Schäden. „Dann platzt alles.“`
        for _ in 0..GOES_ON {
            if start == 0 || !reader.language.capital_nouns || quoted(start, at).is_some() {
                break;
            }
            let subject = reader.first_subject(start, at);
            let goes_on = reader.tells_of_others(start, at) || self.is_about_things(reader, subject);
            // `Roe lieferte eine Begründung: Jener Mitarbeiter habe es verlegt. „…“`
            let person = |p: Phrase| p.kind == Kind::Name && p.first <= start + 1 && self.is_person(reader, p);
            if !goes_on || subject.is_some_and(person) || says(start, at) {
                break;
            }
            (start, at) = (reader.sentence_start(start - 1), start);
        }
        let quoted = quoted(start, at);
        if let Some(speaker) = quoted.and_then(|q| self.of(reader, q)) {
            return Some(again(speaker, 0.9, Reason::Split));
        }
        if let Some(phrase) = reader.owner_of_words(at, start) {
            let evidence = Evidence { phrase, cue: None, confidence: 0.6, reason: Reason::Floating };
            return Some(self.resolve(reader, prepared, spans, evidence, number));
        }
        if let Some((phrase, cue)) = reader.last_speaker(start, at) {
            let evidence = Evidence { phrase, cue: Some((cue, cue)), confidence: 0.75, reason: Reason::Floating };
            let speaker = self.resolve(reader, prepared, spans, evidence, number);
            // `Die Betreuung fiel aus. „Wir haben das geprüft.“`: a thing says nothing.
            if speaker.written.is_some() || !reader.language.capital_nouns {
                return Some(speaker);
            }
        }
        let subject = || self.subject_going_on(reader, start, at);
        if let Some(phrase) = (dropped && reader.language.pro_drop).then(subject).flatten() {
            let evidence = Evidence { phrase, cue: None, confidence: 0.6, reason: Reason::Floating };
            return Some(self.resolve(reader, prepared, spans, evidence, number));
        }
        // `„…“, sagte Roe. Doe geht von zwei Jahren aus. „…“`
        let person = |p: &Phrase| p.kind == Kind::Name && p.first == start && self.is_person(reader, *p);
        let narrated = reader.language.capital_nouns && reader.first_subject(start, at).is_some_and(|p| person(&p));
        if let Some(speaker) = before.filter(|_| !narrated).and_then(|b| self.of(reader, b)) {
            return Some(again(speaker, 0.6, Reason::Floating));
        }
        let subject = reader.first_subject(start, at);
        let thing = |p: &Phrase| dropped && p.kind == Kind::Name && !self.is_person(reader, *p);
        let phrase = match subject {
            Some(phrase) if !thing(&phrase) => phrase,
            _ => (dropped.then(|| self.only_person(reader, start, at)).flatten()).or(subject)?,
        };
        let person =
            matches!(phrase.kind, Kind::Pronoun(class) if class & (HE | SHE) != 0) || phrase.kind == Kind::Name;
        if person && (phrase.first <= start + 2 || dropped) {
            let evidence = Evidence { phrase, cue: None, confidence: 0.5, reason: Reason::Floating };
            return Some(self.resolve(reader, prepared, spans, evidence, number));
        }
        // `Die Regisseurin steht auf. „Kommen Sie.“`
        if phrase.first <= start + 2 && reader.anaphor(phrase).is_some() {
            let evidence = Evidence { phrase, cue: None, confidence: 0.5, reason: Reason::Floating };
            return Some(self.resolve(reader, prepared, spans, evidence, number)).filter(|s| s.run.is_some());
        }
        None
    }

    /// Whether nobody is the subject of a sentence where every noun has a capital.
    fn is_about_things(&self, reader: &Reader<'_>, subject: Option<Phrase>) -> bool {
        let somebody = |p: Phrase| match p.kind {
            Kind::Name => self.is_person(reader, p),
            Kind::Generic => reader.head(p).is_some(),
            Kind::Pronoun(class) => !Reader::is_impersonal(class),
        };
        !subject.is_some_and(somebody)
    }

    /// Whom a verb means that has no subject, as a pronoun at token `at` would.
    pub(super) fn topic(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        at: usize,
        number: u32,
    ) -> Option<Speaker> {
        if !reader.language.pro_drop {
            return None;
        }
        let phrase = Phrase { first: at, last: at, kind: Kind::Pronoun(HE | SHE) };
        let (run, _) = self.person(reader, prepared, spans, phrase, HE | SHE, number)?;
        let (full, _) = self.names.fullest(run);
        let named = full.words() >= 2 && !full.role && self.names.is_person(run);
        named.then_some(Speaker {
            written: Some((run.start, run.end)),
            name: Some((full.start, full.end)),
            named,
            cue: None,
            confidence: 0.5,
            reason: Reason::Floating,
            run: Some(run),
            gender: run.gender | full.gender,
        })
    }

    /// Who is the subject of a sentence, and so of the verb of saying in the next one, which has none: `El alcalde lo niega. «…», insiste.`
    pub(super) fn subject_going_on(&self, reader: &Reader<'_>, start: usize, at: usize) -> Option<Phrase> {
        let subject = reader.first_subject(start, at)?;
        let somebody = match subject.kind {
            Kind::Name => self.is_person(reader, subject),
            Kind::Generic => {
                let noun = (subject.first..=subject.last).take_while(|&i| !reader.tokens[i].is(PREPOSITION)).last()?;
                let is_one = reader.is_one(noun) || reader.tokens[noun].is(TITLE);
                // `À margem da cerimónia, o ministro evitou comentar.`
                let first = &reader.tokens[subject.first];
                let led = reader.tokens[start].is(PREPOSITION) && first.gap & COMMA != 0;
                is_one && (subject.first <= start + 1 || led) && !first.is(INDEFINITE)
            }
            // `Lei alza le spalle. «…», risponde.`
            Kind::Pronoun(class) => class & (HE | SHE) != 0 && subject.first == start,
        };
        somebody.then_some(subject)
    }

    /// Whether a name is one of a person, as far as can be seen.
    fn is_person(&self, reader: &Reader<'_>, phrase: Phrase) -> bool {
        self.named(reader, phrase).is_some_and(|run| self.names.is_person(run))
    }

    /// The only person that these tokens name: `El Tribunal absolvió a Jane Roe.`
    pub(super) fn only_person(&self, reader: &Reader<'_>, start: usize, end: usize) -> Option<Phrase> {
        let full = |run: &Run| run.words() >= 2 && self.names.is_person(*run);
        let mut people = self.names.among(reader.tokens[start].word, reader.tokens[end].word).filter(full);
        let only = people.next().filter(|_| people.next().is_none())?;
        let token =
            |word: u32| (start..end).find(|&i| reader.tokens[i].quote.is_none() && reader.tokens[i].word == word);
        Some(Phrase { first: token(only.first_word)?, last: token(only.end_word - 1)?, kind: Kind::Name })
    }
}
