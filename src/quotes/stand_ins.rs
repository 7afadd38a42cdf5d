//! Nouns that stand for somebody named before: `the latter`, `the teacher` behind a sentence about one person, `the researcher`, `the 34-year-old`.

use super::attribution::Evidence;
use super::class::{BODY, DETERMINER, FEMALE, HE, INDEFINITE, MALE, PREPOSITION, SHE, TITLE};
use super::finder::QuoteFinder;
use super::names::Run;
use super::phrases::{Phrase, Reader};
use super::resolution::LOOK_BACK;
use super::spans::Span;
use crate::text::Prepared;

/// The longest phrase with such a noun, in words: `the former striker`, `the 34-year-old teacher`.
const LONGEST: usize = 5;

impl QuoteFinder<'_> {
    /// `the latter`: the person named last.
    pub(super) fn latter(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let short = phrase.last - phrase.first <= 1 && reader.language.is_latter(reader.hash(phrase.last));
        let before = reader.tokens[phrase.first].word;
        let somebody = |run: &Run| self.names.is_person(*run) || run.words() >= 2 && !run.role;
        let named = || self.names.among(before.saturating_sub(LOOK_BACK), before).filter(somebody).last();
        short.then(named).flatten()
    }

    /// `For Jane Roe it was simple. “…,” the teacher said.`: a person without a name is the one that the sentence before names, when it names only one.
    pub(super) fn just_named(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let tokens = reader.tokens;
        let role = tokens[phrase.last];
        let definite = tokens[phrase.first].is(DETERMINER) && !tokens[phrase.first].is(INDEFINITE | HE | SHE);
        let one = role.is(TITLE) && !role.is(BODY) || reader.is_one(phrase.last);
        if !definite || role.upper || !one || phrase.last - phrase.first > 3 {
            return None;
        }
        let end = reader.sentence_start(phrase.first);
        let start = reader.sentence_start(end.checked_sub(1)?);
        let mut full = self.names.among(tokens[start].word, tokens[end].word).filter(|r| r.words() >= 2 && !r.role);
        let only = full.next()?;
        let quoted = tokens[start..end].iter().any(|t| t.quote.is_some());
        (full.next().is_none() && !quoted).then_some(only)
    }

    /// `the researcher`: who a pronoun in its place would mean.
    pub(super) fn stood_for(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        evidence: &Evidence,
        number: u32,
    ) -> Option<Run> {
        let phrase = evidence.phrase;
        let gender = reader.stand_in(phrase)?;
        let verb = evidence.cue.map_or(0, |(_, verb)| reader.language.verb_gender(reader.word(verb)));
        let class = match (gender | verb) & (MALE | FEMALE) {
            MALE => HE,
            FEMALE => SHE,
            _ => HE | SHE,
        };
        let (run, _) = self.person(reader, prepared, spans, phrase, class, number)?;
        (self.names.resolve(run).0.words() >= 2).then_some(run)
    }
}

impl Reader<'_> {
    /// Whether a phrase is a noun that stands for somebody named before, and the gender that it shows.
    fn stand_in(&self, phrase: Phrase) -> Option<u32> {
        let tokens = &self.tokens[phrase.first..=phrase.last];
        let determiner = &tokens[0];
        let definite = !self.language.articles || determiner.is(DETERMINER);
        let known = definite && !determiner.is(INDEFINITE | HE | SHE) && tokens.len() <= LONGEST;
        let apart = tokens[1..].iter().any(|t| t.is(PREPOSITION | DETERMINER) || t.possessive);
        let is_age = |i: usize| self.word(i).starts_with(|c: char| c.is_ascii_digit());
        let mut places = phrase.first..=phrase.last;
        let stands_in = |i: usize| {
            let cases = self.language.cases.as_ref().filter(|_| phrase.first == phrase.last);
            let is = |hash| self.language.is_stand_in(hash);
            // `По оценке специалиста`
            is(self.hash(i)) || cases.is_some_and(|cases| cases.nouns(self.word(i)).any(is))
        };
        let noun = places.clone().find(|&i| stands_in(i)).or_else(|| places.find(|&i| is_age(i)))?;
        let gender = tokens.iter().fold(0, |gender, t| gender | t.class & (MALE | FEMALE));
        let body = tokens.iter().any(|t| t.is(BODY)) || self.tokens[noun].upper && !self.language.capital_nouns && !self.tokens[noun].sentence;
        (known && !apart && !body).then_some(gender)
    }
}
