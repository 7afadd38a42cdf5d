//! Nouns that stand for an organisation named before: `Port Ferries denied that. “…,” the company said.`

use super::class::{BODY, DETERMINER, HE, INDEFINITE, PARTICLE, PREPOSITION, SHE};
use super::finder::{Bytes, QuoteFinder};
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::tokens::PARTS;
use crate::text::Prepared;

impl Reader<'_> {
    /// Whether a phrase is such a noun with its article, and says nothing of whose or of what it is: not `the company of her brother`.
    pub(super) fn is_organisation(&self, phrase: Phrase) -> bool {
        let first = &self.tokens[phrase.first];
        let article = first.is(DETERMINER) && !first.is(INDEFINITE | HE | SHE);
        let own = self.language.is_organisation(self.hash(phrase.first));
        let noun = phrase.first + usize::from(article && !own);
        let known = noun <= phrase.last && (own || self.language.is_organisation(self.hash(noun)));
        let possessive = self.language.is_possessive(self.hash(phrase.first));
        let of = self.tokens.get(noun + 1).filter(|t| t.gap & PARTS == 0 && noun < phrase.last);
        let alone = of.is_none_or(|t| t.is(PREPOSITION) && !t.is(PARTICLE));
        known && alone && !possessive && (article || own && (!self.language.articles || first.is(DETERMINER)))
    }
}

impl QuoteFinder<'_> {
    /// The name of the organisation that such a phrase stands for: the one of which the sentence before says that it said something.
    pub(super) fn organisation(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        phrase: Phrase,
        number: u32,
    ) -> Option<Bytes> {
        if let Some(run) = self.ends_with_noun(reader, phrase) {
            return Some((run.start, run.end));
        }
        if !reader.is_organisation(phrase) {
            return None;
        }
        self.in_sentence_before(reader, prepared, phrase.first, number, |finder, reader, (start, end), _| {
            finder.organisation_in(reader, start, end)
        })
    }

    /// The name that ends with the noun of the phrase, where the article has one before it, and only one: `Anna Roe Center` for `the center`.
    fn ends_with_noun(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let (first, noun) = (&reader.tokens[phrase.first], &reader.tokens[phrase.last]);
        let that = phrase.last == phrase.first + 1 && first.is(DETERMINER) && !first.is(INDEFINITE | HE | SHE);
        let body = noun.is(BODY) && !noun.upper && !reader.language.is_possessive(reader.hash(phrase.first));
        if !that || !body || reader.language.capital_nouns {
            return None;
        }
        self.names.only_with_surname(reader.hash(phrase.last), noun.word)
    }

    /// The organisation that speaks in a sentence.
    fn organisation_in(&self, reader: &Reader<'_>, start: usize, end: usize) -> Option<Bytes> {
        let (phrase, _) = reader.last_speaker(start, end).filter(|(phrase, _)| phrase.kind == Kind::Name)?;
        let written = (reader.tokens[phrase.first].start, reader.tokens[phrase.last].end);
        let Some(run) = self.named(reader, phrase) else { return Some(written) };
        let longest = self.names.that_begins_with(run).unwrap_or(run);
        (!self.names.is_person(run)).then_some((longest.start, longest.end))
    }
}
