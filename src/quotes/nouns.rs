//! Phrases without a name: `a spokesman for the company`.

use super::class::{
    AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, DETERMINER, GENERIC, PREPOSITION, PRONOUN, RELATIVE, TITLE,
};
use super::phrases::{Kind, LONGEST, Phrase, Reader};

impl Reader<'_> {
    /// A phrase without a name that ends at token `j`.
    pub(super) fn generic_before(&self, j: usize, low: usize) -> Option<Phrase> {
        if self.tokens[j].is(PREPOSITION) && !self.tokens[j].is(DETERMINER | TITLE | GENERIC) {
            return None;
        }
        let mut first = j;
        let mut named = false;
        let mut determined = false;
        loop {
            let t = &self.tokens[first];
            if t.quote.is_some() {
                return None;
            }
            named |= t.is(GENERIC) || t.is(TITLE);
            // `La chambre des comptes`: what belongs to a noun.
            let of = t.is(PREPOSITION) && self.language.inverted && !self.language.capital_nouns && first > low && {
                let before = &self.tokens[first - 1];
                self.plain_gap(first) && before.quote.is_none() && before.class & !(GENERIC | BODY | TITLE) == 0
            };
            if t.is(DETERMINER) && first < j && !of {
                determined = true;
            }
            if first <= low || j - first >= LONGEST || !self.plain_gap(first) {
                break;
            }
            let before = &self.tokens[first - 1];
            if before.possessive && before.upper && self.is_owner(first - 1) {
                first = self.capitals_before(first - 1, low);
                named = true;
                break;
            }
            if before.is(COMMON) && self.language.is_free_relative(self.hash(first - 1)) {
                break;
            }
            if determined {
                // `a spokesman for the company`
                let joins = before.is(PREPOSITION) && !self.opens_clause(first - 1, j);
                if joins && first > low + 1 && self.plain_gap(first - 1) && !self.is_verb(first - 2) {
                    determined = false;
                    first -= 2;
                    continue;
                }
                break;
            }
            // `civil rights groups and academics`
            if before.is(CONJUNCTION) && !determined && self.lists_groups(first, j) {
                first -= 2;
                continue;
            }
            let stops = (before.is(CUE | PRONOUN | RELATIVE | AUXILIARY) && !self.capital(first - 1))
                || before.is(CONJUNCTION) && !before.is(DETERMINER);
            if before.quote.is_some() || stops && !before.is(DETERMINER | GENERIC) {
                break;
            }
            if before.is(PREPOSITION) && !before.is(DETERMINER) {
                if !self.language.articles && self.tokens[j].is(TITLE | GENERIC) {
                    // `На вопрос о цене эксперт ответил`: the noun for somebody stands by itself.
                    first = j;
                    break;
                }
                let joins = !self.opens_clause(first - 1, j);
                if joins && first > low + 1 && self.plain_gap(first - 1) && !self.is_verb(first - 2) {
                    first -= 2;
                    continue;
                }
                break;
            }
            first -= 1;
        }
        let t = &self.tokens[first];
        // `said that most of them`: a conjunction, and no phrase by itself.
        let that = t.is(CONJUNCTION) && t.is(DETERMINER) && !t.upper && !self.language.inverted;
        if t.is(PREPOSITION | CONJUNCTION) && !t.is(DETERMINER) || that {
            first += 1;
        }
        let says = if that { named || (first..=j).any(|i| self.capital(i)) } else { determined || named };
        (first <= j && says).then_some(Phrase { first, last: j, kind: Kind::Generic })
    }
}
