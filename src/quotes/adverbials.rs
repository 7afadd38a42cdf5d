//! What may stand between a verb of saying and its subject behind it: adverbs, the time, the place, whom it was told.

use super::class::{
    CONJUNCTION, CUE, DETERMINER, FILLER, GENERIC, GIVEN, INDEFINITE, NO_NAME, PARTICLE, PREPOSITION, PRONOUN, TITLE,
};
use super::phrases::Reader;
use super::tokens::{HYPHEN, Token};

/// Words from a preposition to what it brings in, at most: `in einem langen Interview`.
const OCCASION: usize = 3;
/// The longest occasion between a subject and its verb, in words.
const LONGEST_OCCASION: usize = 6;

impl Reader<'_> {
    /// The token behind such words that begin at token `begin`, and whether a preposition was among them: `said on Monday Jane Roe`, `a-t-il dit`.
    pub(super) fn behind_adverbials(&self, begin: usize, high: usize) -> (usize, bool) {
        let mut i = begin;
        let mut skipped = 0;
        let mut behind_preposition = false;
        while i < high && skipped < 5 && self.tokens[i].quote.is_none() && (i == begin || self.plain_gap(i)) {
            let t = &self.tokens[i];
            if t.is(FILLER) && !t.upper && (t.class & PRONOUN == 0 || self.tokens[i].is(FILLER)) && !t.is(DETERMINER) {
                i += 1;
                skipped += 1;
            } else if t.is(PREPOSITION)
                && !t.is(DETERMINER)
                && self.language.inverted
                && i + 1 < high
                && self.plain_gap(i + 1)
                && !self.tokens[i + 1].upper
            {
                // `respondieron a la prensa los vecinos`
                let noun = self.tokens[i + 1].is(DETERMINER) && i + 2 < high && self.plain_gap(i + 2);
                i = match noun {
                    // `manifestó en el Parlamento el alcalde`
                    true if self.tokens[i + 2].upper && self.language.pro_drop => self.capitals_end(i + 2, high) + 1,
                    true if !self.tokens[i + 2].upper => i + 3,
                    _ => i + 2,
                };
                // `сказал на пресс-конференции тренер`
                while i < high && self.tokens[i].gap & HYPHEN != 0 && self.tokens[i].quote.is_none() {
                    i += 1;
                }
                skipped += 2;
                behind_preposition = true;
                // `ha risposto a stretto giro il sindaco`
                let article = |t: &Token| t.is(DETERMINER) && !t.is(PREPOSITION) && t.quote.is_none();
                let rest = i + 1 < high && self.plain_gap(i) && self.plain_gap(i + 1) && self.tokens[i].class == 0;
                if rest && self.language.pro_drop && !self.tokens[i].upper && article(&self.tokens[i + 1]) {
                    i += 1;
                }
                // `declaró a la cadena Lystria`
                let of_noun = noun && self.language.pro_drop && i < high && self.plain_gap(i) && self.capital(i);
                if of_noun && !self.tokens[i].is(GIVEN | TITLE) && self.capitals_end(i, high) == i {
                    i += 1;
                }
            } else if t.is(NO_NAME) || self.is_object(i, high) || self.language.pro_drop && self.is_adverb(i) {
                i += 1;
                skipped += 1;
            } else if self.language.inverted
                && t.is(PREPOSITION)
                && i + 1 < high
                && (self.tokens[i + 1].is(NO_NAME) || self.word(i + 1) == "X" && self.tokens[i + 1].quote.is_none())
            {
                // `повідомив у Telegram начальник`, `a écrit sur X Jane Roe`
                i += 2;
                skipped += 2;
            } else if self.language.inverted && !t.upper && t.is(PREPOSITION) && self.is_place_before_name(i + 1, high)
            {
                i += 2;
                skipped += 2;
            } else if let Some(told) = self.told(i, high) {
                i = told;
                skipped += 2;
            } else {
                break;
            }
        }
        (i, behind_preposition)
    }

    /// Whether token `i` is a preposition that tells where something was said: `sagte der Trainer in einem Interview`.
    pub(super) fn begins_occasion(&self, i: usize, high: usize) -> bool {
        let goes_on = |&k: &usize| {
            let t = &self.tokens[k];
            self.plain_gap(k) && t.quote.is_none() && (t.is(DETERMINER) || t.class == 0) && !t.is(PREPOSITION)
        };
        // Not `The Port Post`
        let small = |k: usize| !self.tokens[k].upper || self.language.capital_nouns;
        let is_occasion = |k: usize| small(k) && self.language.is_occasion(self.word(k));
        // `in a letter`, not `a copy of a letter`
        let brings_in = self.language.inverted || self.language.is_work_place(self.hash(i));
        brings_in
            && self.tokens[i].is(PREPOSITION)
            && !self.tokens[i].is(DETERMINER | PARTICLE)
            && (i + 1..high).take(OCCASION).take_while(|k| goes_on(k) || is_occasion(*k)).any(is_occasion)
    }

    /// The preposition of an occasion that ends at token `j`, between a subject and its verb: `Roe in a statement called it`.
    pub(super) fn occasion_before(&self, j: usize, low: usize) -> Option<usize> {
        let belongs = |&i: &usize| {
            let t = &self.tokens[i];
            t.quote.is_none() && !t.upper && self.plain_gap(i) && !t.is(CUE | PRONOUN | CONJUNCTION)
        };
        let mut near = (low + 1..=j).rev().take(LONGEST_OCCASION).take_while(belongs);
        let first = near.find(|&i| self.tokens[i].is(PREPOSITION) && !self.tokens[i].is(DETERMINER))?;
        let article = self.tokens.get(first + 1).is_some_and(|t| t.is(DETERMINER));
        let somebody = self.capital(first - 1) || self.is_noun_for_one(first - 1);
        (article && somebody && self.begins_occasion(first, j + 1)).then_some(first)
    }

    /// Whether a determiner stands alone before a preposition, in languages without articles: `Przyznał to w Sejmie minister`.
    fn is_object(&self, i: usize, high: usize) -> bool {
        let t = &self.tokens[i];
        let alone = |next: usize| next < high && self.plain_gap(next) && self.tokens[next].is(PREPOSITION);
        !self.language.articles && t.is(DETERMINER) && !t.is(INDEFINITE) && !t.upper && alone(i + 1)
    }

    /// The token behind whom it was told, before an article or an office: `disse ao G1 o estudante`, `повідомила УНІАН речниця`.
    fn told(&self, i: usize, high: usize) -> Option<usize> {
        if !self.language.inverted || self.language.capital_nouns {
            return None;
        }
        let first = i + usize::from(self.tokens[i].is(PREPOSITION) && !self.tokens[i].upper);
        // Without a preposition only where cases tell who is told.
        if first >= high
            || first == i && self.language.articles
            || !self.capital(first)
            || self.tokens[first].is(GIVEN | TITLE)
        {
            return None;
        }
        let next = self.capitals_end(first, high) + 1;
        let t =
            self.tokens.get(next).filter(|t| next < high && !t.upper && t.quote.is_none() && self.plain_gap(next))?;
        let begins =
            if self.language.articles { t.is(DETERMINER) && !t.is(PREPOSITION) } else { t.is(TITLE | GENERIC) };
        begins.then_some(next)
    }

    /// Whether a place and a name of two words follow one another at token `i`: `napisał na Twitterze Jan Roe`.
    fn is_place_before_name(&self, i: usize, high: usize) -> bool {
        i + 2 < high && (i..=i + 2).all(|k| self.plain_gap(k) && self.tokens[k].upper && self.tokens[k].quote.is_none())
    }
}
