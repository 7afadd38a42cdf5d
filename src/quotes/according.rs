//! `according to Roe`: phrases that stand before a speaker instead of a verb, and what stands for the speaker behind them.

use super::attribution::Evidence;
use super::class::{
    AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, FILLER, GIVEN, HE, PREPOSITION, RELATIVE, SHE, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::COMMA;

/// Words of a verb between `according to` and who says it, at most.
const VERBS: usize = 4;

impl Reader<'_> {
    /// How many tokens a phrase of this class takes from token `i` on, and a pronoun in it: `за його словами`, `in her view`.
    pub(super) fn phrase_words(&self, class: Class, i: usize, high: usize) -> Option<(usize, Option<(usize, Class)>)> {
        if !self.tokens[i].is(class) {
            return None;
        }
        let hashes: Vec<_> = (i..high.min(i + 4)).map(|k| self.hash(k)).collect();
        let (count, of) = self.language.phrase(class, &hashes);
        if count > 0 {
            return Some((count, (of != 0).then_some((i, of))));
        }
        let possessive = i + 2 < high && self.tokens[i + 1].is(HE | SHE);
        let (count, _) =
            if possessive { self.language.phrase(class, &[self.hash(i), self.hash(i + 2)]) } else { (0, 0) };
        (count == 2).then(|| (3, Some((i + 1, self.tokens[i + 1].class & (HE | SHE)))))
    }

    /// `according to Roe` at token `i`.
    pub(super) fn according(&self, class: Class, i: usize, high: usize) -> Option<Evidence> {
        // `zdaniem`, but not in `jej zdaniem`
        let inside = i > 0
            && self.tokens[i - 1].is(class)
            && self.language.phrase(class, &[self.hash(i - 1), self.hash(i)]).0 == 2;
        // `O segundo classificado`
        let noun = i > 0 && self.plain_gap(i) && self.tokens[i - 1].is(DETERMINER);
        let (count, pronoun) =
            self.phrase_words(class, i, high).filter(|(count, _)| !(inside || noun && *count == 1))?;
        let cue = Some((i, i + count - 1));
        if let Some((pronoun, of)) = pronoun {
            let phrase = Phrase { first: pronoun, last: pronoun, kind: Kind::Pronoun(of) };
            return Some(Evidence::new(phrase, cue, 0.8, Reason::AccordingTo));
        }
        if i + count >= high {
            return None;
        }
        // `Roe, secondo cui …`
        if i + count < high && i > 0 && self.tokens[i].gap & COMMA != 0 && self.is_relative(i + count) {
            let before = self.phrase_before(i - 1, self.sentence_start(i))?;
            // `il leader della Cisl Jane Roe, per il quale …`
            let given = || (before.first..before.last).find(|&i| self.tokens[i].is(GIVEN) && self.capital(i));
            let somebody = match before.kind {
                Kind::Generic => given().map(|first| Phrase { first, kind: Kind::Name, ..before }),
                Kind::Name => Some(before),
                Kind::Pronoun(_) => None,
            }?;
            return Some(Evidence::new(somebody, cue, 0.85, Reason::AccordingTo));
        }
        let everyday = count == 1 && self.tokens[i].is(PREPOSITION);
        // `zdaniem ekspertów`
        let listed = !everyday && self.language.inverted && !self.language.capital_nouns;
        let noun = || listed.then(|| self.noun_at(i + count, high)).flatten();
        // `según asegura Roe`, `secondo quanto ha detto Roe`
        let verb = |k: &usize| {
            let t = &self.tokens[*k];
            t.quote.is_none() && !t.upper && self.plain_gap(*k) && t.is(CUE | AUXILIARY | RELATIVE | CONJUNCTION)
        };
        let begin = i + count;
        let verbs = (begin..high).take(VERBS).take_while(verb).count();
        let said = verbs > 0 && self.language.inverted && self.tokens[begin + verbs - 1].is(CUE);
        let told = || said.then(|| self.phrase_after(begin + verbs, high)).flatten();
        let phrase = self.phrase_after(begin, high).or_else(noun).or_else(told)?;
        // `Según su análisis`: of whom the sentences before are told.
        let own = phrase.kind == Kind::Generic
            && self.language.pro_drop
            && self.language.is_possessive(self.hash(phrase.first))
            && self.head(phrase).is_none()
            && !self.tokens[phrase.last].is(BODY);
        if own {
            let phrase = Phrase { last: phrase.first, kind: Kind::Pronoun(HE | SHE), ..phrase };
            return Some(Evidence::new(phrase, cue, 0.7, Reason::AccordingTo));
        }
        // `Para a presidente da associação, Jane Roe, …`
        let phrase = self.office_holder(phrase, high).filter(|_| everyday).unwrap_or(phrase);
        // A word that is an everyday preposition too says it only before a name, or a body at the head of a sentence: `Pour le syndicat, …`
        let body = self.tokens[i].sentence && self.tokens[phrase.last].is(BODY);
        // `Para ela, é “uma vergonha”`
        let parted = self.tokens.get(phrase.last + 1).is_some_and(|t| t.gap & COMMA != 0);
        // `Para el instructor, las pruebas dan “un elevado grado”`
        let office = || self.is_definite(phrase) && phrase.kind == Kind::Generic && self.head(phrase).is_some();
        let somebody = self.tokens[i].sentence && parted && (self.is_somebody(phrase) || office());
        if everyday && phrase.kind != Kind::Name && !body && !somebody {
            return None;
        }
        // `Für Trainer Roe ist das „ein Sieg“`, and not `Für Lystria ist das „ein Sieg“`
        let titled = || phrase.first > i + count && self.is_title(phrase.first - 1);
        if everyday && self.language.capital_nouns && !self.tokens[phrase.first].is(GIVEN) && !titled() {
            return None;
        }
        // German `so` says it before a name and an article: `so die Stadt`, not `so schön wie die Stadt`.
        let first = &self.tokens[phrase.first];
        let so = self.language.capital_nouns && count == 1 && self.tokens[i].is(FILLER | COMMON);
        if so && !first.upper && !first.is(DETERMINER) {
            return None;
        }
        Some(Evidence::new(phrase, cue, 0.9, Reason::AccordingTo))
    }

    /// Whether a relative pronoun stands at token `i`, alone or behind an article: `cui`, `o qual`.
    fn is_relative(&self, i: usize) -> bool {
        let is = |i: usize| {
            self.tokens.get(i).is_some_and(|t| t.is(RELATIVE) && !t.is(DETERMINER) && !t.upper && t.quote.is_none())
        };
        self.plain_gap(i) && (is(i) || self.tokens[i].is(DETERMINER) && is(i + 1) && self.plain_gap(i + 1))
    }

    /// The name behind an office and what belongs to it, between commas.
    fn office_holder(&self, office: Phrase, high: usize) -> Option<Phrase> {
        let role = (office.first..=office.last)
            .find(|&i| self.tokens[i].is(TITLE))
            .filter(|_| office.kind == Kind::Generic)?;
        let name = self.behind_office(role).filter(|&i| i < high && self.capital(i))?;
        let last = self.capitals_end(name, high);
        let parted = self.tokens.get(last + 1).is_some_and(|t| t.gap & COMMA != 0);
        (last > name && parted).then_some(Phrase { first: name, last, kind: Kind::Name })
    }
}
