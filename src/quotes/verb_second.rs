//! The subject of a verb where word order tells it, as in German: the finite verb stands second, and what stands before it is its subject or, with a preposition, an adverb or the article
//! of an object, is not, so that the subject stands behind it; in a clause with a conjunction the verb stands last, and its subject first.

use super::class::{
    AUXILIARY, COMMON, CONJUNCTION, DETERMINER, FILLER, GENERIC, GIVEN, HE, IT, NO_NAME, PLAIN, PREPOSITION, PRONOUN,
    SHE, TIME, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::tokens::{CLOSING_BRACKET, COMMA, HYPHEN, PARTS};

/// The longest clause before a verb, in words.
const CLAUSE: usize = 30;
/// The longest brackets in one, in words.
const BRACKETS: usize = 8;
/// Words of an object between a verb and its subject.
const OBJECT: usize = 5;

/// What stands before a verb.
enum Before {
    /// A phrase that can be its subject.
    Subject,
    /// What no subject is.
    Other,
    /// A single word at the head of a sentence, which can be either: `Gleichzeitig`, `Lindner`.
    Either,
}

impl Reader<'_> {
    /// The subject of the verb at token `cue`, as far as word order tells it.
    pub(super) fn subject_by_order(&self, cue: usize, low: usize, high: usize) -> Option<Phrase> {
        if !self.language.capital_nouns {
            return None;
        }
        let from = self.clause_start(cue, low);
        if from == cue {
            return None;
        }
        // `Jane Roe, Leiterin der Hafenschule sagte`: the second comma is missing.
        let apposed = from > low && self.tokens[from].gap & COMMA != 0 && self.is_title(from);
        let name = apposed.then(|| self.phrase_before(from - 1, low)).flatten();
        if let Some(name) = name.filter(|p| p.kind == Kind::Name && p.last > p.first && self.is_name(*p)) {
            return Some(name);
        }
        let ends = self.tokens.get(cue + 1).is_none_or(|t| t.sentence || t.gap & PARTS != 0 || t.is(AUXILIARY));
        if self.language.is_subordinating(self.hash(from)) && ends {
            // `wie Hafenchefin Jane Roe das Projekt preist: „…“`
            let subject = self.phrase_at(from + 1, cue).filter(|p| p.first <= from + 3 && self.can_be_subject(*p));
            return subject.filter(|p| p.last + 1 < cue);
        }
        let helps = |&i: &usize| self.tokens[i].is(AUXILIARY) && !self.tokens[i].upper;
        let verb = (from..cue).find(helps).unwrap_or(cue);
        if verb == from && verb < cue && self.tokens[from].gap & COMMA != 0 {
            // `Warum es dazu kam, konnte er nicht sagen`
            return self.subject_behind_verb(verb + 1, cue).filter(|p| self.is_somebody(*p));
        }
        let joins = |i: usize| self.tokens[i].is(CONJUNCTION) && !self.tokens[i].is(DETERMINER | PREPOSITION);
        let joined = |i: usize| joins(i) && !self.tokens[i].sentence && i > low;
        if let Some(and) = verb.checked_sub(1).filter(|&and| joined(and) && self.plain_gap(verb)) {
            // `Roe nannte sie „klug“ und äußerte die Hoffnung, „dass …“`
            return self.first_subject(low, and).filter(|p| self.is_somebody(*p));
        }
        let head = from + usize::from(joins(from));
        if verb == head {
            return None;
        }
        let end = if verb < cue { cue } else { high };
        // `Nach Angaben der Polizei gab es „keine Zwischenfälle“`, `Von Roe heißt es`
        let nobody = self.language.is_weak(self.hash(cue)) || self.language.is_impersonal(self.hash(cue));
        let next = self.tokens.get(verb + 1).filter(|_| verb + 1 < end && self.plain_gap(verb + 1))?;
        let behind = || {
            let subject = self.subject_behind_verb(verb + 1, end)?;
            let it = matches!(subject.kind, Kind::Pronoun(class) if Reader::is_impersonal(class));
            // `verrät schon der neue Name „Roe“`: the quote is how that is called.
            let given = (subject.first..=subject.last).any(|i| self.tokens[i].is(GIVEN));
            let named = !given && subject.last + 1 == high && high < self.tokens.len();
            let named = named && self.plain_gap(high) && self.tokens[high].quote.is_some();
            let found = !named && (!it || !nobody);
            found.then_some(subject)
        };
        match self.before_verb(head, verb) {
            // `Das Projekt nennt er „gut“`: this pronoun is no object.
            _ if next.is(HE) && !next.is(DETERMINER) && !next.upper => behind(),
            Before::Other => behind(),
            // `Ihr Wissen führt sie auf das Meer zurück`: a thing does nothing.
            Before::Subject if next.is(SHE) && !next.upper && self.is_thing(head, verb) => behind(),
            Before::Either => behind().filter(|p| p.kind == Kind::Name && p.first <= verb + 2 && self.is_name(*p)),
            // `Jane Roe von der Hafenstiftung meint`
            Before::Subject => {
                let subject = self.phrase_at(head, verb).filter(|p| p.first <= head + 2)?;
                let apart = subject.last + 1 < verb;
                // `Das Institut für Hafenschutz der Stadt warnt`
                let noun = subject.kind == Kind::Generic && self.tokens[subject.first].is(DETERMINER);
                let of = subject.last + 1;
                if apart && noun && self.tokens[of].is(PREPOSITION) && self.can_be_subject(subject) {
                    let last = (of + 1..verb).find(|&i| self.tokens[i].upper)?;
                    return Some(Phrase { last, ..subject });
                }
                // Not `Etliche Jahre später stellte Roe fest`
                let given = self.tokens[subject.first].is(GIVEN) || self.tokens[of].is(PREPOSITION);
                let name = subject.kind == Kind::Name && self.is_name(subject) && given;
                (apart && name).then_some(subject)
            }
        }
    }

    /// The first token of the clause before the verb at token `cue`.
    pub(super) fn clause_start(&self, cue: usize, low: usize) -> usize {
        let mut from = cue;
        while from > low && cue - from < CLAUSE {
            if self.tokens[from].gap & CLOSING_BRACKET != 0 {
                match self.bracket_before(from, low, BRACKETS) {
                    Some(open) => from = open - 1,
                    None => break,
                }
            } else if self.plain_gap(from)
                && (self.tokens[from - 1].quote.is_none() || self.tokens[from].gap & HYPHEN != 0)
            {
                // `vor seinem „Müll“-Auftritt`
                from -= 1;
            } else {
                break;
            }
        }
        from
    }

    /// What stands in the tokens `head..verb`, before a verb.
    fn before_verb(&self, head: usize, verb: usize) -> Before {
        let adverb = |i: usize| {
            let t = &self.tokens[i];
            t.quote.is_none() && t.is(FILLER | TIME | NO_NAME) && !t.is(DETERMINER | PRONOUN | PREPOSITION)
        };
        let first = (head..verb).find(|&i| !adverb(i));
        let Some(first) = first else { return Before::Other };
        let t = &self.tokens[first];
        let preposition = t.is(PREPOSITION) && !t.is(DETERMINER);
        if preposition || self.language.is_oblique(self.hash(first)) {
            return Before::Other;
        }
        let unknown = t.class & !(COMMON | PLAIN) == 0;
        if first + 1 == verb && unknown && (t.sentence || !t.upper) { Before::Either } else { Before::Subject }
    }

    /// Whether a noun with its determiner is all that stands before a verb, and for nobody.
    fn is_thing(&self, head: usize, verb: usize) -> bool {
        let somebody = |i: usize| self.is_title(i) || self.tokens[i].is(GIVEN | GENERIC | TITLE);
        self.tokens[head].is(DETERMINER) && !(head..verb).any(somebody)
    }

    /// The subject behind a verb, from token `i` on: behind an object, if one stands there.
    fn subject_behind_verb(&self, i: usize, end: usize) -> Option<Phrase> {
        let t = &self.tokens[i];
        if self.pronoun(i).is_some() && !t.upper {
            // `bezeichnete es Roe als „…“`, `bezeichnete es die Fachwelt als „…“`
            let object = t.is(IT).then(|| self.phrase_after(i + 1, end)).flatten();
            let noun = |p: &Phrase| p.kind == Kind::Generic && self.tokens[p.first].is(DETERMINER);
            let subject = |p: &Phrase| p.kind == Kind::Name && self.is_name(*p) || noun(p) && self.can_be_subject(*p);
            let subject = object.filter(|p| p.first == i + 1 && subject(p));
            return subject.or(Some(Phrase { first: i, last: i, kind: Kind::Pronoun(t.class & PRONOUN) }));
        }
        let oblique = |i: usize| self.tokens[i].quote.is_none() && self.language.is_oblique(self.hash(i));
        let mut from = i;
        if oblique(i) {
            // `sagte dem Sender die Ministerin`
            let noun = (i + 1..end.min(i + OBJECT)).find(|&k| !self.plain_gap(k) || self.tokens[k].upper)?;
            from = noun + 1;
        }
        let subject = if from < end { self.phrase_after(from, end) } else { None };
        subject.filter(|p| self.can_be_subject(*p))
    }

    /// Whether no article or preposition says that a phrase is an object.
    fn can_be_subject(&self, phrase: Phrase) -> bool {
        let governed = phrase.first > 0 && self.plain_gap(phrase.first) && {
            let before = &self.tokens[phrase.first - 1];
            before.is(PREPOSITION) || before.is(DETERMINER) && self.language.is_oblique(self.hash(phrase.first - 1))
        };
        !governed && !self.language.is_oblique(self.hash(phrase.first))
    }
}
