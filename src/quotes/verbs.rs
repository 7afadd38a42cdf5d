//! Whether a listed verb of saying is one where it stands: many are nouns too, some are parts of names, and who is told does not speak. Where the verb is in the passive, its agent does: `called by Roe “a mess”`.

use super::attribution::Evidence;
use super::class::{
    AUXILIARY, CONJUNCTION, CUE, DETERMINER, FILLER, FIRST_PERSON, GENERIC, HE, INDEFINITE, NO_NAME, PASSIVE_AUXILIARY,
    PREPOSITION, PRONOUN, RELATIVE, SHE, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{COLON, COMMA, DASH, HYPHEN, PARTS, QUOTE_CALL, QUOTE_COMMA};

/// How far before a verb its negation may stand, in tokens.
const NEGATION_REACH: usize = 2;
/// How far behind a verb with its negation a quote may stand, in tokens: not `Roe spricht nicht vom Hafen, sondern von „…“`.
const DENIED: usize = 4;
/// How far behind an agent a quote may stand, in tokens.
const AGENT_REACH: usize = 4;

impl Reader<'_> {
    /// A listed verb that stands here as a noun: `the report`, `his call`.
    pub(super) fn is_noun(&self, cue: usize) -> bool {
        // `the Chinese-ruled city`
        if self.is_in_name(cue) || self.tokens[cue].gap & HYPHEN != 0 && cue > 0 && self.tokens[cue - 1].quote.is_none()
        {
            return true;
        }
        if self.language.capital_nouns && self.tokens[cue].upper && !self.tokens[cue].sentence {
            return true;
        }
        cue > 0 && {
            let before = &self.tokens[cue - 1];
            let gap = self.tokens[cue].gap & PARTS == 0;
            // `his anti-Lystrian remarks`
            let plural = self.language.ends_like_plural(self.word(cue));
            let joined = plural && before.gap & HYPHEN != 0 && before.upper && cue > 1 && !self.tokens[cue - 2].upper;
            // `his controversial comments about “…”`
            let about = plural
                && cue > 1
                && !before.upper
                && before.class == 0
                && self.plain_gap(cue - 1)
                && self.language.is_possessive(self.hash(cue - 2))
                && self.tokens.get(cue + 1).is_some_and(|next| next.is(PREPOSITION) && next.quote.is_none());
            // `racist remarks`, `Republican claims`, and not `the Republican claims`
            let capital = || {
                before.upper
                    && !before.sentence
                    && self.language.is_capital_adjective(self.hash(cue - 1))
                    && (cue < 2 || !self.plain_gap(cue - 1) || !self.tokens[cue - 2].is(DETERMINER))
            };
            let attribute = plural && (!before.upper && self.language.is_adjective(self.hash(cue - 1)) || capital());
            // `those points`
            let pointed_at = plural && self.language.is_pointing(self.hash(cue - 1));
            // `a friend of Roe’s said.`, and not `Roe’s remarks, telling`
            let ends = self.tokens.get(cue + 1).is_none_or(|t| t.sentence || t.gap & PARTS != 0);
            let owned = || {
                let of = self
                    .capitals_before(cue - 1, 0)
                    .checked_sub(1)
                    .is_some_and(|i| self.language.is_genitive(self.hash(i)));
                self.is_owner(cue - 1) && !of
            };
            gap && (before.possessive && (!ends || owned())
                || before.upper == self.tokens[cue].upper && self.is_phrase(cue)
                || joined
                || about
                || attribute
                || pointed_at
                || before.is(DETERMINER) && !before.is(PRONOUN | RELATIVE | CONJUNCTION | GENERIC))
        }
    }

    /// A listed verb with a capital that is a part of a name: `in the United States illegally`, `of the United States District Court`, and not in a headline: `Roe Calls Port Costs ‘Madness’`.
    pub(super) fn is_in_name(&self, cue: usize) -> bool {
        let t = &self.tokens[cue];
        if !t.upper || t.sentence || t.gap & PARTS != 0 || cue == 0 {
            return false;
        }
        // `the United States`, `Story Continued Below`
        let capital = self.capital(cue - 1);
        let first = self.capitals_before(cue - 1, 0);
        if capital && first > 0 && !self.tokens[first - 1].upper || self.language.is_weak(self.hash(cue)) {
            return true;
        }
        let Some(next) = self.tokens.get(cue + 1) else { return capital };
        self.plain_gap(cue + 1) && next.quote.is_none() && !next.upper
    }

    /// The subject of the clause that leads to the quote at token `at`, where the verb at token `cue` stands in the clause before it: `When Doe said it was late, Roe fired back: “…”`
    pub(super) fn main_clause(&self, cue: usize, at: usize) -> Option<Phrase> {
        let comma = (cue + 1..at).rev().find(|&i| self.tokens[i].gap & COMMA != 0)?;
        let led = (cue + 1..at).all(|i| self.tokens[i].quote.is_none());
        let name = led.then(|| self.first_subject(comma, at)).flatten()?;
        let begins = name.kind == Kind::Name && name.first == comma && self.is_name(name);
        // `Doe said, Roe of Lystria: “…”` has no verb of its own.
        (begins && name.last + 1 < at && !self.tokens[name.last + 1].upper && self.plain_gap(name.last + 1))
            .then_some(name)
    }

    /// Whether the subject of the verb at token `cue` stands in a clause of what somebody else says: `Roe said that when Doe spoke of it, “…”`
    pub(super) fn is_told_of(&self, subject: Phrase, cue: usize, low: usize) -> bool {
        let Some(before) = subject.first.checked_sub(2).filter(|&i| i >= low) else { return false };
        let two = [&self.tokens[before], &self.tokens[before + 1]];
        // `Roe said that Doe spoke of it` tells Doe's words.
        // `Roe warned that Doe continued to “…”`: such a verb rather tells what Doe does.
        let weak = self.language.is_weak(self.hash(cue));
        let begins = two[1].is(CONJUNCTION) && (!two[1].is(DETERMINER) || weak);
        // `It is late, Roe said, and Doe called it “…”`
        if two[1].gap & COMMA != 0 && !self.language.inverted {
            return false;
        }
        // `The delegation said the port continued to “…”`
        if weak && two[1].is(CUE) && !two[1].upper && self.plain_gap(subject.first) && !self.language.inverted {
            return true;
        }
        let said = two[0].is(CUE) || two[0].is(CONJUNCTION) && before > low && self.tokens[before - 1].is(CUE);
        begins && said
    }

    /// Whether the verb at token `cue` only tells how a thing is called: `a concept called “…”`, and not `the senator called it “…”`.
    pub(super) fn is_named_so(&self, cue: usize, subject: Phrase, at: usize) -> bool {
        let somebody = |i: usize| self.tokens[i].is(TITLE | GENERIC) || self.word(i).ends_with('s');
        // `The plan rests on a murky concept called “…”`
        let apart = |&i: &usize| self.tokens[i].is(PREPOSITION);
        let from = (subject.first..subject.last).rev().find(apart).map_or(subject.first, |i| i + 1);
        let thing = subject.kind == Kind::Generic && !(from..=subject.last).any(somebody);
        // `under the practice, called “…”`
        let apposed = self.tokens[cue].gap & COMMA != 0 && subject.kind == Kind::Generic && cue + 1 == at;
        // `a study dubbed the “…”`
        let article = &self.tokens[cue + 1];
        let article = article.is(DETERMINER) && !article.is(INDEFINITE | PRONOUN) && self.plain_gap(cue + 1);
        let beside = thing && subject.last + 1 == cue && cue + 1 + usize::from(article) == at;
        (apposed || beside) && self.language.is_naming(self.hash(cue))
    }

    /// `a report suggesting`
    pub(super) fn is_participle(&self, cue: usize) -> bool {
        self.language.ends_like_participle(self.word(cue)) && self.tokens[cue].gap & PARTS == 0
    }

    /// `said the annual talks remained “…”`: what was said begins with a noun that looks like a verb.
    pub(super) fn is_perhaps_noun(&self, cue: usize, subject: Phrase) -> bool {
        let said = subject.first > 0 && self.tokens[subject.first - 1].is(CUE);
        said && self.language.ends_like_plural(self.word(cue)) && self.tokens[subject.last].class == 0
    }

    /// Who does what the participle at token `cue` says: `described by Roe`. Not `said by telephone`, `by the time`.
    pub(super) fn agent(&self, cue: usize, high: usize) -> Option<Phrase> {
        let by = cue + 2 < high && self.plain_gap(cue + 1) && self.language.is_agent(self.hash(cue + 1));
        let phrase = by.then(|| self.phrase_after(cue + 2, high)).flatten()?;
        let somebody = match phrase.kind {
            // `described by homelessness charity Shelter`
            Kind::Name => (cue + 2..phrase.first).all(|i| {
                let t = &self.tokens[i];
                let noun = !t.upper && (t.class == 0 || t.is(GENERIC));
                t.is(DETERMINER | TITLE) || noun && phrase.first <= cue + AGENT_REACH
            }),
            Kind::Generic => {
                let (first, last) = (&self.tokens[phrase.first], &self.tokens[phrase.last]);
                first.is(DETERMINER) && last.is(GENERIC | TITLE) && !last.is(NO_NAME)
            }
            Kind::Pronoun(_) => false,
        };
        somebody.then_some(phrase)
    }

    /// Who calls something so behind the quote at token `at`: `called “a mess” by Roe`, `jugée « trop chère » par le maire`.
    pub(super) fn agent_behind(&self, at: usize, low: usize, high: usize) -> Option<Evidence> {
        let cue = at.checked_sub(1).filter(|&cue| cue >= low && self.plain_gap(at))?;
        let apart = cue == low || self.tokens[cue].gap & (COMMA | DASH) != 0 || self.is_passive(cue, low);
        // Not `criticized “A” by Roe`
        let verb = self.language.is_naming(self.hash(cue)) && self.tokens[cue].quote.is_none() && apart;
        let tail = self.tokens.get(at + 1).filter(|_| at + 2 < high)?.gap;
        let by = verb && tail & (PARTS | QUOTE_COMMA | QUOTE_CALL) == 0 && self.language.is_agent(self.hash(at + 1));
        let phrase = by.then(|| self.phrase_after(at + 2, high)).flatten()?;
        let name = phrase.kind == Kind::Name && self.is_name(phrase);
        let somebody = name || phrase.kind == Kind::Generic && self.head(phrase).is_some();
        somebody.then(|| Evidence::new(phrase, Some((cue, cue)), 0.85, Reason::CueBefore))
    }

    /// Whether the words between a phrase and the quote at token `at` lead from the one to the other: `described by Roe as “…”`.
    pub(super) fn leads(&self, phrase: Phrase, at: usize) -> bool {
        let is_between = |i: usize| {
            let t = &self.tokens[i];
            t.quote.is_none() && t.gap & PARTS == 0 && !t.is(CUE | AUXILIARY | PRONOUN)
        };
        phrase.last + AGENT_REACH >= at && (phrase.last + 1..at).all(is_between)
    }

    /// Whether the verb at token `cue` is negated, so that nobody said what it speaks of: `Roe did not say “…”`, `n’a jamais dit « … »`.
    fn is_denied(&self, cue: usize) -> bool {
        let mut near = (0..cue).rev().take(NEGATION_REACH).take_while(|&i| self.plain_gap(i + 1));
        near.any(|i| self.tokens[i].quote.is_none() && self.language.is_negation(self.hash(i)))
    }

    /// Whether the sentence says that nobody said the quote at token `at`, which its verb leads to. Before a colon the verb stands next to it: not `Roe did not hide her joy: “…”`.
    pub(super) fn denies(&self, evidence: &Evidence, at: usize) -> bool {
        let Some((_, verb)) = evidence.cue else { return false };
        let colon = self.tokens[at].gap & COLON != 0;
        // `Warum, konnte er nicht sagen: „Wir haben keine Erklärung.“`
        let infinitive = self.language.ends_like_infinitive(self.word(verb));
        let leads = verb < at && (!colon || verb + 1 == at && !infinitive);
        // `Roe sagt nicht ausdrücklich „…“`
        let behind = || {
            let mut near = (verb + 1..at).take(NEGATION_REACH).take_while(|&i| self.plain_gap(i));
            let beside = !colon && at <= verb + DENIED;
            self.language.capital_nouns && beside && near.any(|i| self.language.is_negation(self.hash(i)))
        };
        leads && (self.is_denied(verb) || behind())
    }

    /// Whether a verb among these tokens has the form of what somebody else says: `sei`, `er rechne`.
    pub(super) fn tells_of_others(&self, from: usize, to: usize) -> bool {
        let is_reported = |i: usize| {
            let of_him = i > from && self.tokens[i - 1].is(HE | SHE) && self.plain_gap(i);
            let t = &self.tokens[i];
            // `Der Film entzaubere das Bild`
            let noun = i > from && self.tokens[i - 1].upper && t.class == 0 && !t.upper && self.plain_gap(i);
            let next = self.tokens.get(i + 1).filter(|_| noun && self.plain_gap(i + 1));
            let of_noun = next
                .is_some_and(|next| next.quote.is_some() || next.is(DETERMINER | PREPOSITION) && !next.is(CONJUNCTION));
            self.language.is_reported(self.hash(i))
                || (of_him || of_noun) && t.quote.is_none() && self.language.ends_like_reported(self.word(i))
        };
        self.language.has_reported()
            && (from..to).any(is_reported)
            && !self.tokens[from..to].iter().any(|t| t.is(FIRST_PERSON))
    }

    /// The same, with a verb among them that has that form and no other.
    pub(super) fn is_reported_alone(&self, from: usize, to: usize) -> bool {
        let is_reported = |i: usize| self.language.is_only_reported(self.hash(i));
        self.language.capital_nouns && (from..to).any(is_reported) && self.tells_of_others(from, to)
    }

    /// `was told`: who is told does not speak.
    pub(super) fn is_passive(&self, cue: usize, low: usize) -> bool {
        let mut i = cue;
        while i > low && cue - i < 4 && self.tokens[i].gap & PARTS == 0 {
            i -= 1;
            let t = &self.tokens[i];
            if t.is(PASSIVE_AUXILIARY) {
                return !self.language.ends_like_participle(self.word(cue));
            }
            if !t.is(FILLER | AUXILIARY) {
                break;
            }
        }
        false
    }
}
