//! Verbs of saying that nobody listed, where only such a verb can stand: `“…,” Roe sniffed.`, `Roe charged, “…”`

use super::attribution::{ENDED, Evidence};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{COLON, COMMA, Gap, PARTS, QUOTE_COMMA};

impl Reader<'_> {
    /// The speaker of the quote at token `at` by a verb that no list has, beside a name or a pronoun.
    pub(super) fn unlisted(&self, at: usize, low: usize, high: usize, tail: Gap) -> Option<Evidence> {
        let evidence = |phrase: Phrase, verb: usize| {
            self.is_unlisted_verb(verb)
                .then(|| Evidence::new(phrase, Some((verb, verb)), ENDED, Reason::UnknownVerb))
                .filter(|_| self.is_somebody(phrase))
        };
        let behind = at + 1;
        if at == low && tail & QUOTE_COMMA != 0 && behind < high && self.tokens[behind].quote.is_none() {
            if let Some(name) = self.phrase_at(behind, high).filter(|p| p.first == behind && p.last + 1 < high) {
                return evidence(name, name.last + 1).filter(|_| self.plain_gap(name.last + 1));
            }
            let name = self.phrase_after(behind + 1, high).filter(|p| p.first == behind + 1 && p.kind == Kind::Name)?;
            return evidence(name, behind);
        }
        // `Unconvinced, Roe charged, “…”`
        let lead = self.tokens[at].gap & (COMMA | COLON) != 0 && self.tokens[at].upper && at >= low + 2;
        let name = lead.then(|| self.phrase_before(at - 2, low)).flatten()?;
        let begins = name.first == low || self.tokens[name.first].gap & COMMA != 0;
        let beside = name.last + 2 == at && self.tokens[at - 1].gap & PARTS == 0;
        evidence(name, at - 1).filter(|_| begins && beside)
    }

    /// Whether no list has the word at token `i`, and it ends as a verb does.
    fn is_unlisted_verb(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.class == 0 && !t.upper && t.quote.is_none() && self.language.ends_like_verb(self.word(i))
    }
}
