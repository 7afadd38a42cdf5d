//! Where a phrase ends because another clause begins: `a week after the director told them`, `says that men of the town`.

use super::attribution::Evidence;
use super::class::{AUXILIARY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, GENERIC, PREPOSITION, RELATIVE, TITLE};
use super::phrases::Reader;
use super::tokens::{COMMA, PARTS, base};
use crate::text::{hash_normal_word, normal_form};

impl Reader<'_> {
    /// Who says the quote at token `at` in a clause that leads to another one and has its own verb of saying: `While Roe said it was “late,” Doe said it was not`.
    pub(super) fn in_leading_clause(&self, at: usize, low: usize) -> Option<Evidence> {
        let leads = at > low && !self.language.inverted && self.language.is_subordinating(self.hash(low));
        if !leads || self.tokens[low].is(PREPOSITION) {
            return None;
        }
        // `If Roe goes on, others have “no choice,” said Doe`
        let parted = |cue: usize| (cue + 1..=at).any(|i| self.tokens[i].gap & COMMA != 0);
        self.left(at, low, false).filter(|own| own.cue.is_some_and(|(_, cue)| !parted(cue)))
    }

    /// A verb and nothing else: `he said after the court had ruled`.
    pub(super) fn is_verb(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        !t.upper && t.is(CUE | AUXILIARY) && !t.is(TITLE | GENERIC | DETERMINER) && !self.is_noun(i)
    }

    /// Whether the possessive at token `i` is that of an owner: `Roe’s`, and not `There’s`, `It’s`.
    pub(super) fn is_owner(&self, i: usize) -> bool {
        self.class_of_owner(i) & COMMON == 0
    }

    /// What token `i` can be without its possessive.
    pub(super) fn class_of_owner(&self, i: usize) -> Class {
        let t = &self.tokens[i];
        let word = &self.text[t.start as usize..base(self.text, t.start, t.end).0 as usize];
        self.language.class(hash_normal_word(&normal_form(word)))
    }

    /// Whether the preposition at token `i` begins a clause, of which the verb behind token `last` is the verb: there stands somebody.
    pub(super) fn opens_clause(&self, i: usize, last: usize) -> bool {
        let somebody = self.tokens[last].is(TITLE | GENERIC) || self.capital(last);
        somebody && self.language.is_clause_preposition(self.hash(i))
    }

    /// Whether a clause and no speaker stands behind the verb before token `i`: `says that men of the town`, but `said that official, who`.
    pub(super) fn is_said_clause(&self, i: usize, high: usize) -> bool {
        let t = &self.tokens[i];
        let that = t.is(CONJUNCTION) && t.is(DETERMINER) && !t.upper && !self.language.inverted;
        let ends = |i: usize| i >= high || self.tokens[i].gap & PARTS != 0 || self.tokens[i].is(RELATIVE);
        let somebody = i + 1 < high && self.tokens[i + 1].is(TITLE | GENERIC) && ends(i + 2);
        that && !somebody && i > 0 && self.plain_gap(i) && self.tokens[i - 1].is(CUE)
    }
}
