//! Who can speak although a capital may be no sign of a name: it begins a sentence, or every noun has one, as in German.
//!
//! `Am Telefon berichtet sie`, `Jahrelang hat Roe`, `Das Institut legt den Schwerpunkt`: a noun or an adverb before a verb is no speaker by itself. It is one where something says so: it is
//! known for a person, it has a given name or an office, or a verb that only means saying stands with it. Nobody rather than a guess.

use super::attribution::{DIRECT, ENDED, Evidence, ONLY};
use super::class::{
    AUXILIARY, COMMON, CONJUNCTION, CUE, DETERMINER, FILLER, GENERIC, GIVEN, INDEFINITE, NO_NAME, PARTICLE, PLAIN,
    PREPOSITION, PRONOUN, RELATIVE, TITLE,
};
use super::finder::QuoteFinder;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::resolution::places;
use super::tokens::{self, HYPHEN, PARTS, Token};
use crate::text::Prepared;

/// Words of an article that are looked for without a capital: each costs a walk over its words.
const LOOKED_UP: usize = 24;
/// Words of a phrase that are looked at for the preposition before it.
const LONGEST: usize = 14;
/// From where on a rule is sure enough for a word of which nothing is known.
const SURE: f32 = 0.85;

impl Reader<'_> {
    /// Whether token `i` begins with a capital that may be a name's.
    pub(super) fn capital(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        if !t.upper || t.quote.is_some() || t.is(NO_NAME) {
            return self.is_syllable(i);
        }
        // `U.S.`, `Jane D. Roe`, `D-Lystria`
        let dot = || self.text.as_bytes().get(t.end as usize) == Some(&b'.');
        let hyphen = || self.tokens.get(i + 1).is_some_and(|next| next.gap & HYPHEN != 0 && next.upper);
        if self.is_letter(i) && !t.is(PRONOUN) && (dot() || hyphen()) {
            return true;
        }
        // `Jane May said`, `Mrs May`, and not `May I`, `May 5`
        if t.class & !(COMMON | PLAIN) == AUXILIARY && self.is_auxiliary_as_name(i) {
            return true;
        }
        // `United States`
        if t.is(CUE) && i > 0 && self.tokens[i - 1].upper && self.plain_gap(i) && self.is_phrase(i) {
            return true;
        }
        // `said An Ming`, `told One Lystria News`, `said WHO`
        let inside = !t.sentence && i > 0 && !self.language.inverted;
        let behind_verb = || self.tokens[i - 1].class & (CUE | AUXILIARY) == CUE && self.plain_gap(i);
        let before_name = || {
            let name = |next: &Token| next.upper && next.quote.is_none() && next.class & !(GIVEN | COMMON) == 0;
            self.tokens.get(i + 1).is_some_and(|next| name(next) && self.plain_gap(i + 1))
        };
        let acronym = || t.is(RELATIVE) && is_acronym(self.word(i)) && !self.shouts(i - 1);
        if inside && behind_verb() && (t.is(INDEFINITE) && before_name() || acronym()) {
            return true;
        }
        // A capital that may come from the beginning of the sentence.
        let plain = t.is(COMMON | CONJUNCTION | PREPOSITION | DETERMINER | PRONOUN | FILLER | AUXILIARY | RELATIVE)
            || t.is(CUE | PLAIN);
        !plain || t.is(TITLE | GIVEN) && !t.is(PRONOUN)
    }

    /// Whether token `i` and the one before are a noun together.
    pub(super) fn is_phrase(&self, i: usize) -> bool {
        self.language.is_noun_phrase([self.hash(i - 1), self.hash(i)])
    }

    /// Whether an auxiliary verb with a capital is a surname where it stands: inside a sentence, or before a verb of saying.
    fn is_auxiliary_as_name(&self, i: usize) -> bool {
        let figure = |i: usize| self.word(i).starts_with(|c: char| c.is_ascii_digit());
        let next = self.tokens.get(i + 1).filter(|next| next.gap & PARTS == 0 && next.quote.is_none());
        let said = next.is_some_and(|next| next.is(CUE) && !next.upper);
        let date = next.is_some() && figure(i + 1) || i > 0 && figure(i - 1);
        // `in May`
        let month = i > 0 && self.tokens[i - 1].is(PREPOSITION) && !said;
        !self.language.inverted && !date && !month && (said || !self.tokens[i].sentence && i > 0 && !self.shouts(i))
    }

    /// The small second half of a given name: `Kim Jong-un`, `Moon Jae-in`.
    fn is_syllable(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        let behind = t.gap & HYPHEN != 0 && !t.upper && t.quote.is_none() && i > 0 && self.tokens[i - 1].upper;
        behind && self.language.is_syllable(self.hash(i))
    }

    /// `ROE`
    fn all_capitals(&self, i: usize) -> bool {
        self.tokens[i].class == 0 && self.word(i).chars().all(char::is_uppercase)
    }

    fn shouts(&self, i: usize) -> bool {
        tokens::shouts(self.text, self.tokens[i].start, self.tokens[i].end)
    }

    /// The capitals that end at token `j`: number of the first one.
    pub(super) fn capitals_before(&self, j: usize, low: usize) -> usize {
        let mut first = j;
        while first > low && first + LONGEST > j && self.plain_gap(first) {
            let before = first - 1;
            if self.tokens[before].possessive || self.shouts(before) && !self.all_capitals(first) {
                break;
            }
            if self.capital(before) {
                first = before;
            } else if self.tokens[before].is(PARTICLE)
                && before > low
                && self.plain_gap(before)
                && self.capital(before - 1)
                && !self.tokens[before - 1].possessive
                && (!self.language.capital_nouns || self.tokens[before - 1].is(GIVEN))
            {
                first = before - 1;
            } else if self.tokens[before].is(PARTICLE) && self.tokens[first].gap & HYPHEN != 0 {
                // al-Name
                first = before;
            } else {
                break;
            }
        }
        first
    }

    /// The last of the capitals that begin at token `i`.
    pub(super) fn capitals_end(&self, i: usize, high: usize) -> usize {
        let mut last = i;
        while last + 1 < high && self.plain_gap(last + 1) && self.capital(last + 1) {
            last += 1;
        }
        last
    }

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

    /// Whether a listed word of the phrase says that somebody is meant, as in `die Sprecherin`. Of `der Imker` no list knows.
    fn is_role_of_somebody(&self, phrase: Phrase) -> bool {
        (phrase.first..=phrase.last).any(|i| self.tokens[i].is(GENERIC | TITLE) || self.is_title(i))
    }
}

impl QuoteFinder<'_> {
    /// Whether a single word can be a speaker by itself: before a colon, at the head of the sentence before a quote, or far from its verb. `Roth: “…”`, and not `Souvent, “…”`, `Horas antes de ello, Roth dijo: “…”`.
    pub(super) fn may_lead(&mut self, reader: &Reader<'_>, prepared: &Prepared, evidence: &Evidence) -> bool {
        let Evidence { phrase, cue, reason, confidence } = *evidence;
        let token = &reader.tokens[phrase.first];
        let alone = cue.is_none() && matches!(reason, Reason::Colon | Reason::Floating | Reason::FloatingParagraph);
        let far = token.sentence && cue.is_some_and(|(verb, _)| verb > phrase.last + 1);
        if phrase.kind != Kind::Name || phrase.first != phrase.last || !alone && !far {
            return true;
        }
        if reason == Reason::Colon && reader.language.is_label(reader.hash(phrase.first)) {
            return false;
        }
        let run = self.named(reader, phrase);
        let known = run.is_some_and(|run| self.names.is_person(run) || self.names.resolve(run).0.words() >= 2);
        if known || token.is(GIVEN | TITLE | GENERIC) || is_acronym(reader.word(phrase.first)) {
            return true;
        }
        // In English a list has nearly all that begins a sentence and is no name.
        let listed = !reader.language.inverted;
        if far {
            return listed;
        }
        let perhaps = listed || !token.sentence || confidence >= ONLY;
        perhaps && !self.is_small_elsewhere(reader, prepared, phrase.first)
    }

    /// Whether what a rule found can be a speaker where every noun has a capital.
    pub(super) fn may_speak(&mut self, reader: &Reader<'_>, prepared: &Prepared, evidence: &Evidence) -> bool {
        let Evidence { phrase, cue, confidence, reason } = *evidence;
        let weak = |i: usize| reader.language.is_weak(reader.hash(i));
        let says = cue.is_some_and(|(first, last)| !(first..=last).all(weak)) && reason != Reason::UnknownVerb;
        let first = &reader.tokens[phrase.first];
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
                let run = self.named(reader, phrase);
                if first.is(GIVEN) || run.is_some_and(|run| self.names.is_person(run)) {
                    return true;
                }
                let fuller = run.is_some_and(|run| !run.role && self.names.resolve(run).0.words() >= 2);
                let alone = cue.is_none() && (confidence >= ONLY || reason == Reason::DashLine);
                if fuller || phrase.last > phrase.first || alone && reader.is_role_of_somebody(phrase) {
                    let number = reader.word(phrase.first).starts_with(|c: char| c.is_ascii_digit());
                    return !number && (cue.is_some() && reason != Reason::UnknownVerb || alone);
                }
                says && (is_acronym(reader.word(phrase.first)) || confidence >= SURE)
                    && !self.is_small_elsewhere(reader, prepared, phrase.first)
            }
        }
    }

    /// Whether the word of a token stands in the article without a capital, so that this one may have its own from the sentence. Of a few words of an article this is looked up.
    fn is_small_elsewhere(&mut self, reader: &Reader<'_>, prepared: &Prepared, token: usize) -> bool {
        let hash = reader.hash(token);
        if let Some(&is) = self.small_elsewhere.get(&hash) {
            return is;
        }
        if self.small_elsewhere.len() >= LOOKED_UP {
            return false;
        }
        let is_small = |word: u32| !tokens::is_upper(reader.text, prepared.words.starts[word as usize]);
        let is = places(&prepared.words.hashes, hash).any(is_small);
        self.small_elsewhere.insert(hash, is);
        is
    }
}

/// `UNESCO`: all capitals, and more than one.
fn is_acronym(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}
