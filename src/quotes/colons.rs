//! Who a sentence without a verb of saying leads to before a colon: `Jane Roe: “…”`, `And this, by Jane Roe: “…”`.

use super::attribution::{Evidence, ONLY};
use super::class::{AUXILIARY, COMMON, GENERIC, GIVEN, IT, PARTICLE, PREPOSITION, TITLE};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{COLON, COMMA, DASH, PARTS, QUOTE_CALL, QUOTE_COMMA, Token};

/// The longest quote that is rather the subject of its sentence, in bytes.
const NAMED: u32 = 30;
/// The longest office behind `by`, with a name, in tokens.
const OFFICE: usize = 9;

impl Reader<'_> {
    /// The speaker of the quote at token `at`, before which a colon stands, from the words from token `from` on.
    pub(super) fn before_colon(&self, at: usize, from: usize) -> Option<Evidence> {
        // `Doe is no first: Jane Roe recommends a hard line: “…”`
        // Not `Isaiah 45:1`
        let figure = |i: usize| self.word(i).starts_with(|c: char| c.is_ascii_digit());
        let part = (from + 1..at).rev().find(|&i| self.tokens[i].gap & COLON != 0 && !figure(i));
        let from = part.unwrap_or(from);
        // `Schnellere Einreise: „Hafen-Turbo“ hilft vielen`: the quote is the subject.
        // `Die Vorhersage: „Mysteriöser“ König`: it is a part of a noun.
        let behind = self.tokens.get(at + 1).filter(|t| !t.sentence && t.quote.is_none());
        let quote = &self.tokens[at];
        let beside = |t: &Token| t.gap & (PARTS | QUOTE_COMMA | QUOTE_CALL) == 0 && t.class & !COMMON == 0;
        let subject = behind.is_some_and(beside);
        if self.language.capital_nouns && subject && quote.end - quote.start < NAMED {
            return None;
        }
        // `Media caption Jane Roe: “…”`
        let label = |&i: &usize| {
            let behind = &self.tokens[i + 1];
            behind.upper && self.plain_gap(i + 1) && self.language.is_label(self.hash(i))
        };
        if let Some(label) = (from..at.saturating_sub(1)).rev().find(label) {
            let all = |p: &Phrase| p.last + 1 == at && (p.kind == Kind::Name || self.head(*p).is_some());
            if let Some(phrase) = self.phrase_at(label + 1, at).filter(all) {
                return Some(Evidence::new(phrase, None, ONLY, Reason::Colon));
            }
        }
        // `And this, from the Lystrian minister: “…”`
        let behind = || {
            let last = &self.tokens[at - 1];
            let phrase = last.is(TITLE | GENERIC).then(|| self.phrase_before(at - 1, from)).flatten()?;
            (phrase.kind == Kind::Generic).then_some(phrase)
        };
        // `And this, by Harbour News columnist Jane Roe: “…”`
        let by = || {
            let by = (from..at - 1).rev().take(OFFICE).find(|&i| self.language.is_agent(self.hash(i)))?;
            let name = self.phrase_at(by + 1, at).filter(|p| p.kind == Kind::Name && p.last + 1 == at)?;
            let this = by <= from + 2 && !(from..by).any(|i| self.tokens[i].upper && !self.tokens[i].sentence);
            (this && self.is_name(name)).then_some(name)
        };
        // `the words of its leader, Jane Roe: “…”`
        let apposed = || {
            let first = self.capitals_before(at - 1, from);
            let before = first.checked_sub(1).filter(|&i| i > from && first + 1 < at && self.capital(at - 1))?;
            let role = self.is_noun_for_one(before) && !self.tokens[before].upper && !self.language.inverted;
            let name = Phrase { first, last: at - 1, kind: Kind::Name };
            (role && self.tokens[first].gap & PARTS & !COMMA == 0 && self.is_name(name)).then_some(name)
        };
        // `RED STATES WIN - Jane Roe: “…”`
        let dashed = || {
            let name = self.phrase_before(at - 1, from).filter(|p| p.kind == Kind::Name)?;
            (self.tokens[name.first].gap & DASH != 0).then_some(name)
        };
        // `Sull’incidente si è espresso il sindaco Jane Roe: «…»`
        let late = || {
            let first = self.capitals_before(at - 1, from);
            let given = self.language.inverted && self.capital(at - 1) && self.tokens[first].is(GIVEN);
            let full = given && first + 1 < at && first > from && self.plain_gap(first);
            // `la réaction de Jane Roe : « … »`
            let of = full && self.tokens[first - 1].is(PARTICLE);
            let subject = full && (of || !self.tokens[first - 1].is(PREPOSITION));
            subject.then_some(Phrase { first, last: at - 1, kind: Kind::Name })
        };
        // `Auf sich selbst hat sich Roe verlassen: „…“`
        let ordered = || {
            let helps = |&i: &usize| self.tokens[i].is(AUXILIARY) && !self.tokens[i].upper;
            let verb = (from..at).find(helps).filter(|_| self.language.capital_nouns);
            let verb = verb.filter(|&verb| self.clause_start(verb, from) == from)?;
            self.subject_by_order(verb, from, at).filter(|p| self.is_somebody(*p))
        };
        let phrase = dashed()
            .or_else(by)
            .or_else(apposed)
            .or_else(late)
            .or_else(ordered)
            .or_else(|| self.first_subject(from, at))
            .or_else(behind)?;
        // `Es handele sich um nichts Neues: „…“`
        if self.language.capital_nouns && matches!(phrase.kind, Kind::Pronoun(class) if class & !IT == 0) {
            return None;
        }
        // `Photos: Crisis in Lystria: “…”`, and not `Also: Roe on the port: “…”`
        let behind = &self.tokens[phrase.last + 1];
        let thing = part.is_some() && !self.language.inverted && behind.quote.is_none() && behind.is(PREPOSITION);
        if thing && !self.language.is_about(self.hash(phrase.last + 1)) {
            return None;
        }
        let only = phrase.first <= from + 1 && phrase.last + 1 == at;
        Some(Evidence::new(phrase, None, if only { ONLY } else { 0.6 }, Reason::Colon))
    }
}
