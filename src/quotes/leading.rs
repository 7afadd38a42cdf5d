//! The first subject of a sentence, or of a part of it, whatever verb it has.

use super::class::{
    AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, DETERMINER, FILLER, FIRST_PERSON, GENERIC, GIVEN, HE, IT, PLAIN,
    PREPOSITION, PRONOUN, SHE, THEY, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::subjects::LONGEST_APPOSITION;
use super::tokens::{self, COMMA, DASH, PARTS, Token};

/// The longest dateline, in tokens.
const DATELINE: usize = 10;
/// The longest clause that leads to another one, in tokens.
const LED: usize = 40;

impl Reader<'_> {
    /// The first phrase of `low..high` that can be a subject.
    pub(super) fn first_subject(&self, low: usize, high: usize) -> Option<Phrase> {
        let low = self.behind_led(low, high);
        let mut i = self.behind_participle(self.behind_dateline(low, high), high);
        let mut after_preposition = false;
        while i < high && i < low + 40 {
            let t = &self.tokens[i];
            if t.quote.is_some() {
                i += 1;
                continue;
            }
            if let Some(class) =
                self.pronoun(i).filter(|c| c & (HE | SHE | THEY | IT | FIRST_PERSON) != 0 && !self.capital(i))
                && !after_preposition
                && (!t.is(DETERMINER) || i + 1 >= high || self.tokens[i + 1].is(CUE | AUXILIARY | FILLER) || t.upper)
                && !(t.is(DETERMINER) && self.tokens.get(i + 1).is_some_and(|noun| self.is_noun_of_somebody(noun)))
            {
                return Some(Phrase { first: i, last: i, kind: Kind::Pronoun(class) });
            }
            if self.capital(i) {
                let mut last = self.whole_body(self.capitals_after(i, high), high);
                // `Secretary of State Jane Roe`
                let office = self.is_title(last) && last + 2 < high && self.language.is_of_name(self.hash(last + 1));
                if office && self.plain_gap(last + 1) && self.plain_gap(last + 2) && self.capital(last + 2) {
                    last = self.capitals_after(last + 2, high);
                }
                // `Lystrian president Jane Roe`: the name stands behind the role.
                let mut behind = last + 1;
                let belongs = |i: usize| self.is_role(i) || !self.tokens[i].upper && self.tokens[i].class == 0;
                while behind < high && behind <= last + 3 && self.plain_gap(behind) && belongs(behind) {
                    behind += 1;
                }
                // `Lystrian presidential candidate Jane Roe`, `Dyrektorka szkoły Anna Roe`, `Szkoleniowiec gości Jan Roe`
                let office = self.language.inverted && t.sentence && last == i;
                let named =
                    |i: usize| self.tokens[i].is(GIVEN) || !self.language.capital_nouns && self.tokens[i].class == 0;
                // `Друг хлопця Іван сказав`
                let alone = |i: usize| self.tokens[i].is(GIVEN) && t.is(GENERIC);
                let holder = |i: usize| i < high && named(i) && (self.capitals_after(i, high) > i || alone(i));
                let role = self.is_title(last) || (last + 1..behind).any(|i| self.is_role(i));
                if !(role || office && holder(behind)) {
                    behind = last + 1;
                }
                if role && let Some(name) = self.behind_quoted(i, behind, high) {
                    // `Командир підрозділу «Хижаки» Іван Роу`
                    return Some(name);
                }
                if behind > last + 1 && behind < high && self.plain_gap(behind) && self.capital(behind) {
                    last = self.capitals_after(behind, high);
                } else if behind > last + 1 && i > low && self.tokens[i - 1].is(DETERMINER) && self.plain_gap(i) {
                    // `A Roe ally said`
                    last = behind - 1;
                } else if last + 1 < behind
                    && !(self.language.inverted
                        || t.is(GIVEN)
                        || self.tokens[last].possessive
                        || t.sentence && self.noun_goes_on(last + 1, high))
                {
                    // `top Lystrian officials said`
                    last += usize::from(self.tokens[last + 1].is(GENERIC));
                }
                if !after_preposition && !self.owns(last) {
                    return self.phrase_before(last, low).map(|p| Phrase { first: p.first.max(low), ..p });
                }
                i = last + 1;
                after_preposition = false;
                continue;
            }
            // `l’accusé`
            let elided = t.is(DETERMINER) && t.is(GENERIC | TITLE) && !t.is(PRONOUN) && self.language.inverted;
            let named = i + 1 < high && self.plain_gap(i + 1) && self.capital(i + 1);
            if elided && !named && !after_preposition {
                // `L’ancien équipier`
                let noun = self.noun_at(i + 1, high).map_or(i, |noun| noun.last);
                return Some(Phrase { first: i, last: noun, kind: Kind::Generic });
            }
            if t.is(DETERMINER) && !after_preposition {
                // Up to a noun that can speak.
                let mut last = i + 1;
                while last < high
                    && last < i + 7
                    && self.plain_gap(last)
                    && !self.tokens[last].is(CUE | AUXILIARY | PREPOSITION | CONJUNCTION | PRONOUN)
                {
                    let office = self.language.pro_drop && self.tokens[last].is(TITLE);
                    let noun = office || self.tokens[last].is(GENERIC) || self.capital(last);
                    let goes_on = last + 1 < high
                        && self.plain_gap(last + 1)
                        && (self.tokens[last + 1].is(GENERIC) || self.capital(last + 1));
                    // `one Lystrian intelligence official`
                    let goes_on = goes_on
                        || noun
                            && self.language.is_capital_adjective(self.hash(last))
                            && self.noun_follows(last + 1, high);
                    if noun && !goes_on {
                        let body = self.whole_body(last, high);
                        if body > last {
                            return Some(Phrase { first: self.capitals_before(last, i), last: body, kind: Kind::Name });
                        }
                        let holder = self.language.inverted.then(|| self.holder_behind(last, high)).flatten();
                        return holder.or_else(|| {
                            self.phrase_before(last, i)
                                .map(|p| if p.kind == Kind::Generic { Phrase { first: i, ..p } } else { p })
                        });
                    }
                    last += 1;
                }
            }
            after_preposition = t.is(PREPOSITION) || after_preposition && t.is(DETERMINER);
            i += 1;
        }
        None
    }

    /// Where the text begins behind a place in capitals and a dash: `PORT LYSTRIA, April 25 (Tern) - The mayor`.
    fn behind_dateline(&self, low: usize, high: usize) -> usize {
        let first = self.tokens.get(low).filter(|t| t.sentence && t.quote.is_none());
        let begins = first.is_some_and(|t| tokens::shouts(self.text, t.start, t.end));
        let mut near = (low + 1..high).take(DATELINE).filter(|_| begins);
        near.find(|&i| self.tokens[i].gap & DASH != 0 && self.tokens[i].quote.is_none()).unwrap_or(low)
    }

    /// Where the main clause begins that another one leads to: `After he had met Doe, | Roe went on`.
    fn behind_led(&self, low: usize, high: usize) -> usize {
        if low >= high || !self.tokens[low].upper {
            return low;
        }
        let leads =
            |i: usize| i < high && self.tokens[i].quote.is_none() && self.language.is_subordinating(self.hash(i));
        // `But after …`
        let head = low + usize::from(self.tokens[low].is(CONJUNCTION) && !leads(low));
        if !leads(head) {
            return low;
        }
        let begins = |&i: &usize| {
            let t = &self.tokens[i];
            let subject = self.capital(i) || t.is(DETERMINER | PRONOUN) && !t.is(CONJUNCTION);
            if t.gap & COMMA == 0 || t.quote.is_some() || !subject {
                return false;
            }
            let Some(next) = self.phrase_at(i, high).filter(|p| p.first == i).map(|p| p.last + 1) else { return false };
            let verb = |t: &Token| {
                let verb = t.is(CUE | AUXILIARY | FILLER) || t.class & !COMMON == 0;
                t.quote.is_none() && !t.upper && verb && !t.is(PREPOSITION | CONJUNCTION)
            };
            next < high && self.plain_gap(next) && verb(&self.tokens[next])
        };
        (head + 1..high.min(head + LED)).rev().find(begins).unwrap_or(low)
    }

    /// Where the main clause begins that a participle leads to: `But introducing Doe on Monday, | Roe said`.
    fn behind_participle(&self, low: usize, high: usize) -> usize {
        let head = low + usize::from(low + 1 < high && self.tokens[low].is(CONJUNCTION));
        let is_participle = |t: &Token| t.quote.is_none() && t.class & !(CUE | PLAIN | COMMON) == 0;
        let leads = head < high && is_participle(&self.tokens[head]) && !self.language.inverted;
        if !leads || !self.language.ends_like_participle(self.word(head)) || self.is_noun_before_verb(head, high) {
            return low;
        }
        let comma = (head + 1..high.min(head + LONGEST_APPOSITION)).find(|&i| self.tokens[i].gap & COMMA != 0);
        comma.filter(|&i| i + 1 < high).unwrap_or(low)
    }

    /// `Speaking helps, Roe said`: a gerund is the subject itself.
    fn is_noun_before_verb(&self, i: usize, high: usize) -> bool {
        i + 1 < high && self.tokens[i + 1].is(AUXILIARY) && !self.tokens[i + 1].upper
    }

    /// Whether a noun at token `i` is half of one: `Old assembly plants`.
    fn noun_goes_on(&self, i: usize, high: usize) -> bool {
        let next = i + 1;
        next < high
            && self.tokens[i].is(BODY)
            && self.plain_gap(next)
            && self.tokens[next].quote.is_none()
            && !self.tokens[next].upper
            && self.tokens[next].class == 0
    }

    /// A title or role in small letters.
    fn is_role(&self, i: usize) -> bool {
        self.tokens[i].is(TITLE | GENERIC) && !self.tokens[i].upper
    }

    /// Whether a word behind a possessive is a noun: `Її онук Іван`.
    fn is_noun_of_somebody(&self, t: &Token) -> bool {
        t.is(GENERIC) || !self.language.articles && !t.upper && (t.class == 0 || t.is(TITLE)) && t.gap & PARTS == 0
    }
}
