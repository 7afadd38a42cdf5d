//! Whose a verb of saying is: the speaker before it or behind it.

use super::attribution::{DIRECT, Evidence};
use super::class::{
    ACCORDING, AUXILIARY, BODY, CONJUNCTION, CUE, DETERMINER, FILLER, GENERIC, INDEFINITE, NO_NAME, PREPOSITION,
    PRONOUN, RELATIVE, TELLING, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{CLOSING_BRACKET, COMMA, DASH, PARTS, QUOTE_COMMA, Token};

/// Words behind a quote in which a verb of saying is looked for whose subject was not understood.
const BEHIND: usize = 12;
/// The longest clause with its verb at its end, in words.
const CLAUSE: usize = 20;
/// Words from the end of a sentence to a verb of saying that tells whose it is.
const ENDING: usize = 3;

impl Reader<'_> {
    /// The speaker of the verb at token `cue`, before it or behind it.
    pub(super) fn speaker_of(&self, cue: usize, low: usize, high: usize) -> Option<Phrase> {
        let behind = || {
            let phrase = self.phrase_after(cue + 1, high)?;
            // Behind a comma or a conjunction stands what was said.
            (phrase.first <= cue + 4).then_some(phrase)
        };
        if let Some(subject) = self.subject_by_order(cue, low, high) {
            return Some(subject);
        }
        if self.language.inverted {
            if let Some(subject) = self.set_apart(cue, low) {
                return Some(subject);
            }
            // `Il a dit`: the verb begins with what helps it.
            let mut verb = cue;
            while verb > low && cue - verb < 3 && self.plain_gap(verb) && self.tokens[verb - 1].is(AUXILIARY) {
                verb -= 1;
            }
            let adverbial = || self.language.capital_nouns && self.is_adverbial(verb - 1, low);
            let adjacent = verb > low && self.tokens[verb].gap & PARTS == 0 && {
                let t = &self.tokens[verb - 1];
                // `une habitante, qui qualifie le plan de « … »`
                // `Jane Roe, que chamou o plano de “…”`
                let named = verb >= low + 2 && t.gap & COMMA != 0 && self.capital(verb - 2);
                let relative = t.is(RELATIVE) && !t.is(DETERMINER) && !t.upper && (!t.is(CONJUNCTION) || named);
                let subject = t.is(PRONOUN) && !t.is(FILLER) || self.capital(verb - 1) && !adverbial();
                t.quote.is_none() && (subject || relative)
            };
            let next = self.tokens.get(cue + 1).filter(|_| cue + 1 < high);
            let follows = next.is_some_and(|t| {
                t.gap & PARTS == 0
                    && t.quote.is_none()
                    && (t.is(PRONOUN) && !t.is(FILLER | CONJUNCTION)
                        || self.capital(cue + 1)
                        || t.is(TITLE | GENERIC)
                        || t.is(DETERMINER) && !t.is(CONJUNCTION))
            });
            // `El director critica el plan y agradece a los vecinos su «paciencia»`
            let t = &self.tokens[verb.saturating_sub(1)];
            let joined = verb > low && self.plain_gap(verb) && t.is(CONJUNCTION) && !t.is(RELATIVE) && !t.upper;
            if joined
                && self.language.pro_drop
                && self.language.articles
                && let Some(subject) =
                    self.subject_before(cue, low).filter(|p| p.kind == Kind::Name || self.head(*p).is_some())
            {
                return Some(subject);
            }
            // `El presidente defendió la reforma`: a thing behind the verb is what it says something of.
            let thing = |p: &Phrase| p.kind == Kind::Generic && self.head(*p).is_none() && !self.language.capital_nouns;
            let office =
                |p: &Phrase| p.kind == Kind::Generic && self.tokens[p.first].is(DETERMINER) && self.head(*p).is_some();
            if !adjacent
                && follows
                && behind().is_some_and(|p| thing(&p))
                && let Some(subject) = self.subject_before(cue, low).filter(office)
            {
                return Some(subject);
            }
            // `mostró su solidaridad con los vecinos`: what somebody shows is his.
            let own = |p: &Phrase| {
                p.kind == Kind::Generic
                    && p.first == cue + 1
                    && self.language.is_possessive(self.hash(p.first))
                    && self.head(*p).is_none()
                    && !self.capital(p.last)
            };
            if self.language.pro_drop
                && self.language.articles
                && !adjacent
                && follows
                && behind().is_some_and(|p| own(&p))
            {
                return self.subject_before(cue, low).filter(|p| self.is_somebody(*p) || self.head(*p).is_some());
            }
            // `le rectorat évoque une expérience « … »`
            let body = |p: &Phrase| {
                let begins = p.first == low || self.tokens[p.first].gap & COMMA != 0;
                p.kind == Kind::Generic && self.tokens[p.last].is(BODY) && begins && p.last + 1 == verb
            };
            if !adjacent
                && follows
                && behind().is_some_and(|p| thing(&p) && self.tokens[p.first].is(INDEFINITE))
                && let Some(subject) = self.subject_before(cue, low).filter(body)
            {
                return Some(subject);
            }
            if (!adjacent && follows || cue == low)
                && let Some(phrase) = behind()
            {
                // `Roe (Grüne) nannte den Plan „…“`, `Roe, el líder, ha calificado la medida de «…»`: behind the verb stands what is spoken of.
                let apart = verb > low && self.tokens[verb].gap & (COMMA | CLOSING_BRACKET) != 0;
                let name = apart.then(|| self.subject_before(verb, low)).flatten();
                let role = |p: &Phrase| self.tokens[p.last].is(TITLE | GENERIC);
                // `Un participante, que pidió el anonimato, describe el ambiente como «…»`
                let speaks = |p: &Phrase| p.kind == Kind::Name || self.head(*p).is_some() && !role(&phrase);
                let name = name.filter(|p| speaks(p) && !self.is_behind_preposition(p.last, low));
                return name.filter(|_| phrase.kind == Kind::Generic).or(Some(phrase));
            }
            let subject = self.subject_before(cue, low).or_else(|| self.place_before(cue, low));
            let subject = self.place_behind(cue, high).or(subject);
            return subject.or_else(behind).or_else(|| self.first_subject(low, cue));
        }
        // `The river, said Roe, “took it back”`
        if let Some(name) = self.name_behind(cue, low, high) {
            return Some(name);
        }
        self.subject_before(cue, low).or_else(|| {
            let verb = self.tokens[cue];
            // `Said Roe: “…”`, and `Speaking in Lystria, Roe …` has its subject behind the comma.
            (cue == low && verb.upper).then(|| self.phrase_after(cue + 1, high)).flatten()
        })
    }

    /// Whether a verb of saying follows the quote at token `at` in its sentence, behind a comma, of which the subject was not understood: `“…,” a friend of Lee’s said.`
    pub(super) fn somebody_says(&self, at: usize) -> bool {
        let Some(next) = self.tokens.get(at + 1) else { return false };
        let ended = next.gap & (QUOTE_COMMA | COMMA) != 0 && next.quote.is_none() && !next.sentence;
        let goes_on = |&i: &usize| !self.tokens[i].sentence && self.tokens[i].quote.is_none();
        let mut behind = (at + 1..self.tokens.len()).take(BEHIND).take_while(goes_on);
        ended && !self.language.pro_drop && behind.any(|i| self.tokens[i].is(CUE) && !self.is_noun(i))
    }

    /// `„…“, wie Oberstaatsanwältin Anna Roe bei der Verlesung der Anklage sagte`: the clause at token `i`, which ends with its verb and begins with its subject.
    pub(super) fn as_told(&self, i: usize, high: usize) -> Option<Evidence> {
        let as_told =
            self.language.capital_nouns && self.tokens[i].gap & COMMA != 0 && self.language.is_as(self.hash(i));
        let ends = |k: usize| k + 1 >= high || self.tokens[k + 1].gap & PARTS != 0;
        let small = |k: usize| self.tokens[k].quote.is_none() && self.plain_gap(k);
        let mut clause = (i + 1..high).take(CLAUSE).take_while(|&k| small(k));
        let cue = clause.find(|&k| self.tokens[k].is(CUE) && !self.tokens[k].upper && ends(k)).filter(|_| as_told)?;
        let phrase = self.phrase_at(i + 1, cue)?;
        let somebody = phrase.kind != Kind::Generic || self.head(phrase).is_some();
        (somebody && phrase.first <= i + 3).then(|| Evidence::new(phrase, Some((cue, cue)), DIRECT, Reason::CueAfter))
    }

    /// `“Never.” Roe said on Monday of the three towns on the coast.`: whether a sentence is a name, a verb of saying, and nothing else that is a clause.
    pub(super) fn is_told_at_length(&self, first: usize, end: usize) -> bool {
        let Some(name) = self.phrase_at(first, end).filter(|p| p.first == first && self.is_somebody(*p)) else {
            return false;
        };
        let verb = name.last + 1;
        let told = |i: usize| i < end && self.tokens[i].is(CUE) && !self.tokens[i].upper && self.plain_gap(i);
        let when = |t: &Token| t.is(NO_NAME | PREPOSITION) && !t.is(CONJUNCTION);
        let clause = |t: &Token| t.is(CUE | AUXILIARY | CONJUNCTION | PRONOUN | RELATIVE) && !t.is(NO_NAME);
        told(verb) && self.tokens.get(verb + 1).is_some_and(when) && !self.tokens[verb + 1..end].iter().any(clause)
    }

    /// The name between the verb at token `cue`, behind a comma, and the next sign: `…, said Roe, …`
    pub(super) fn name_behind(&self, cue: usize, low: usize, high: usize) -> Option<Phrase> {
        if cue == low || self.tokens[cue].gap & (COMMA | DASH) == 0 || self.tokens[cue].is(TELLING) {
            return None;
        }
        let name = self.phrase_after(cue + 1, high)?;
        // `Roe, the mayor, asked Doe, “…”`
        let apposed = |p: &Phrase| {
            let apart = p.last + 1 < cue && self.tokens[p.last + 1].gap & COMMA != 0;
            p.kind == Kind::Name && self.is_name(*p) && apart && !self.language.inverted
        };
        if self.phrase_at(low, cue).is_some_and(|p| p.first <= low + 1 && apposed(&p)) {
            return None;
        }
        let parted = |p: &Phrase| self.tokens.get(p.last + 1).is_none_or(|t| t.sentence || t.gap & PARTS != 0);
        match name.kind {
            // `says manager Jane Roe.`
            Kind::Name => {
                let office = |i: usize| !self.tokens[i].upper && self.is_noun_for_one(i);
                (name.first <= cue + 3 && (cue + 1..name.first).all(office) && parted(&name)).then_some(name)
            }
            // `said a person close to the talks.`
            Kind::Generic => {
                let noun = |i: usize| self.tokens[i].is(TITLE) || self.is_one(i);
                let mut of_noun = (name.first + 1..=name.last).take_while(|&i| !self.tokens[i].is(PREPOSITION));
                let somebody = self.tokens[name.first].is(INDEFINITE) && of_noun.any(noun);
                let participle = self.language.ends_like_participle(self.word(cue));
                (somebody && !participle && !self.language.inverted).then_some(name)
            }
            Kind::Pronoun(_) => None,
        }
    }

    /// `Roe was quoted by the agency as saying`, `quoted Roe as saying`: the verb `saying` is at token `cue`.
    pub(super) fn quoted_as_saying(&self, cue: usize, low: usize) -> Option<Evidence> {
        let quoted = (low..cue - 1).rev().take(14).find(|&i| self.tokens[i].is(CUE))?;
        let evidence = |phrase| Some(Evidence::new(phrase, Some((quoted, cue)), 0.9, Reason::Passive));
        if self.is_passive(quoted, low) {
            return evidence(self.subject_before(quoted, low)?);
        }
        evidence(self.phrase_after(quoted + 1, cue - 1)?)
    }

    /// Whom a sentence is told of, the likeliest first: who says it at its end, its subject, the subject of its first verb of saying. Not one who is told in it: `Roe said that Doe had promised it`.
    pub(super) fn told_of(&self, low: usize, high: usize) -> [Option<Phrase>; 3] {
        let says = |&cue: &usize| {
            let t = &self.tokens[cue];
            t.quote.is_none() && t.is(CUE) && !self.is_noun(cue) && !self.is_passive(cue, low)
        };
        // `If Doe did that, it would be wrong, Roe said.`
        let last = (low..high).rev().take(ENDING).find(says).and_then(|cue| {
            let name = self.speaker_of(cue, low, high).filter(|p| p.kind == Kind::Name && p.first > low)?;
            let behind = name.first == cue + 1 && self.tokens[cue].gap & DASH != 0;
            (self.tokens[name.first].gap & COMMA != 0 && name.last < cue || behind).then_some(name)
        });
        // `Roe, the mayor of Port Lystria, defended Doe.`, and not `Roe spoke of the tape in which Doe bragged.`
        let subject = |cue: usize| {
            let before = self.subject_before(cue, low).filter(|p| p.kind == Kind::Name);
            before.or_else(|| self.speaker_of(cue, low, high))
        };
        let in_clause = |p: &Phrase| {
            let before = p.first.checked_sub(1).filter(|&i| i > low && self.plain_gap(p.first));
            before.is_some_and(|i| self.tokens[i].is(CONJUNCTION | RELATIVE))
        };
        let told = |cue: usize| subject(cue).filter(|p| !in_clause(p));
        [last, self.main_subject(low, high), (low..high).filter(says).take(3).find_map(told)]
    }

    /// The name that is the subject of a sentence, as far as no conjunction before it makes it that of a clause: `Roe disputed that the tweet on Doe admitted it`.
    fn main_subject(&self, low: usize, high: usize) -> Option<Phrase> {
        let subject = self.first_subject(low, high).filter(|p| self.is_somebody(*p) && p.kind == Kind::Name)?;
        let clause = |t: &Token| t.is(CONJUNCTION | RELATIVE) || t.is(CUE) && t.quote.is_none();
        let led = (low + 1..subject.first).any(|i| clause(&self.tokens[i]));
        let asked = self.tokens[low].is(CONJUNCTION) && self.tokens[low].is(RELATIVE) || self.tokens[low].is(CUE);
        // `But Roe`, and not `If Roe`, `When Roe`: what follows a comma is the main clause.
        let parted = (subject.last + 1..high).any(|i| self.tokens[i].gap & COMMA != 0);
        let begins = self.tokens[low].is(CONJUNCTION) && parted;
        // `Former Roe administration official Jane Doe said`
        let of_noun = self.tokens.get(subject.last + 1).is_some_and(|t| {
            t.quote.is_none() && !t.upper && t.is(TITLE | GENERIC) && self.plain_gap(subject.last + 1)
        });
        let first = subject.first <= low + 1 || self.tokens[subject.first].gap & COMMA != 0;
        (first && !led && !asked && !begins && !of_noun).then_some(subject)
    }

    /// The last one in `low..high` of whom the text says that he said something, and the verb.
    pub(super) fn last_speaker(&self, low: usize, high: usize) -> Option<(Phrase, usize)> {
        let mut looked = 0;
        for cue in (low..high).rev() {
            let t = &self.tokens[cue];
            // Who speaks of something has said nothing yet that a later sentence could quote.
            let weak = !self.language.capital_nouns && self.language.is_weak(self.hash(cue));
            if t.quote.is_some() || !t.is(CUE) || weak || self.is_noun(cue) || self.is_passive(cue, low) {
                continue;
            }
            looked += 1;
            if looked > 6 {
                break;
            }
            let start = self.sentence_start(cue).max(low);
            // `dit avoir écrit quatre fois au département`
            let thing = |p: &Phrase| {
                let behind =
                    p.kind == Kind::Generic && p.first > cue && self.language.pro_drop | self.language.inverted;
                let noun = |i: usize| self.tokens[i].is(TITLE | GENERIC) || self.capital(i);
                behind && !self.language.capital_nouns && !(p.first..=p.last).any(noun)
            };
            if let Some(phrase) = self.speaker_of(cue, start, high).filter(|p| !thing(p)) {
                return Some((phrase, cue));
            }
        }
        // `According to Roe, …`
        (low..high).rev().filter(|&i| self.tokens[i].is(ACCORDING)).take(4).find_map(|i| {
            let found = self.according(ACCORDING, i, high)?;
            Some((found.phrase, i))
        })
    }
}
