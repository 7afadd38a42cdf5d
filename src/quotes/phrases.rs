//! Who is the speaker of a clause: reading the phrase before or behind a verb of saying.
//!
//! There is no parser here. A phrase is read word by word from the verb, by the class of each word and by what stands between them, and reading stops at
//! the first thing that does not belong to it; every walk is bounded.

use super::class::{
    AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, FILLER, GENERIC, GIVEN, INDEFINITE, NO_NAME,
    PARTICLE, PREPOSITION, PRONOUN, RELATIVE, SUFFIX, TIME, TITLE,
};
use super::language::Language;
use super::tokens::{BRACKET, CLOSING_BRACKET, COMMA, HYPHEN, PARTS, STOP, Token};
use crate::text::WordHash;

/// The longest phrase, in words.
pub(super) const LONGEST: usize = 14;
/// The longest party and seat in brackets, in words.
const SEAT: usize = 4;

/// A phrase that names a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its first token.
    pub(super) first: usize,
    /// Its last token.
    pub(super) last: usize,
    /// What it is.
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of capitals, which may be a name.
    Name,
    /// `a border guard spokeswoman`.
    Generic,
    /// `she`.
    Pronoun(Class),
}

/// A paragraph's tokens and its language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) language: &'a Language,
    /// The hashes of all words of the article.
    pub(super) hashes: &'a [WordHash],
    /// What each of them can be.
    pub(super) classes: &'a [Class],
}

impl Reader<'_> {
    /// Hash of token `i`; 0 for a quote.
    pub(super) fn hash(&self, i: usize) -> WordHash {
        let t = &self.tokens[i];
        if t.quote.is_some() { 0 } else { self.hashes[t.word as usize] }
    }

    pub(super) fn word(&self, i: usize) -> &str {
        let t = &self.tokens[i];
        &self.text[t.start as usize..t.end as usize]
    }

    /// A single letter, as in `R-S.C.`
    pub(super) fn is_letter(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.upper && t.end - t.start <= 4 && t.quote.is_none() && self.word(i).chars().nth(1).is_none()
    }

    /// Nothing but white space, a hyphen or the full stop of an abbreviation stands before token `i`.
    pub(super) fn plain_gap(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        if t.gap & PARTS & !STOP != 0 || t.sentence {
            return false;
        }
        t.gap & STOP == 0 || i > 0 && self.tokens[i - 1].quote.is_none()
    }

    /// The first token in the brackets, of `most` words at most, that close before token `i`.
    pub(super) fn bracket_before(&self, i: usize, low: usize, most: usize) -> Option<usize> {
        let closes = self.tokens.get(i).is_some_and(|t| t.gap & CLOSING_BRACKET != 0);
        let mut inside = (low + 1..i).rev().take(if closes { most } else { 0 });
        inside.find(|&i| self.tokens[i].gap & BRACKET != 0)
    }

    /// The phrase that ends at token `j`, not before token `low`.
    pub(super) fn phrase_before(&self, j: usize, low: usize) -> Option<Phrase> {
        // `vor seinem „Müll“-Auftritt`
        let half = self.tokens[j].gap & HYPHEN != 0 && j > low && self.tokens[j - 1].quote.is_some();
        if self.tokens[j].quote.is_some() || half {
            return None;
        }
        // `Jane Roe (Lystria), the mayor, said`
        if let Some(open) = self.bracket_before(j + 1, low, SEAT) {
            return self.phrase_before(open - 1, low);
        }
        if let Some(class) = self.pronoun(j).filter(|_| !self.capital(j)) {
            // `Uno de ellos`
            let one = j >= low + 2 && self.tokens[j - 1].is(PREPOSITION) && self.tokens[j - 2].is(INDEFINITE);
            if one && self.plain_gap(j) && self.plain_gap(j - 1) {
                return Some(Phrase { first: j - 2, last: j, kind: Kind::Generic });
            }
            return Some(Phrase { first: j, last: j, kind: Kind::Pronoun(class) });
        }
        // `Telegram said`, not `on Telegram`
        let begins = j == low || !self.plain_gap(j) || self.tokens[j - 1].quote.is_some();
        if begins && self.tokens[j].is(NO_NAME) && self.tokens[j].upper {
            return Some(Phrase { first: j, last: j, kind: Kind::Name });
        }
        if !self.capital(j) || self.tokens[j].possessive {
            return self.generic_before(j, low).map(|p| self.named_before_preposition(p).unwrap_or(p));
        }
        // `Jane Roe, Jr. said`
        if self.tokens[j].is(SUFFIX) && self.tokens[j].gap & COMMA != 0 && j > low && self.capital(j - 1) {
            return self.phrase_before(j - 1, low);
        }
        let first = self.capitals_before(j, low);
        // `Roe, R-S.C. said`, `Roe, R-South Lystria, who said`, `Roe (D-Lystria), who lives there, said`
        let letters = (first..=j).all(|i| self.is_letter(i));
        let mut seat = first;
        while letters && seat > low && self.tokens[seat].gap & (COMMA | BRACKET) == 0 && self.is_letter(seat - 1) {
            seat -= 1;
        }
        if letters || first < j && self.is_letter(first) && self.tokens[first + 1].gap & HYPHEN != 0 {
            let parted = seat > low && self.tokens[seat].gap & (COMMA | BRACKET) != 0;
            if parted || letters {
                return parted.then(|| self.phrase_before(seat - 1, low)).flatten();
            }
        }
        // `Jane Roe (R) of Lystria said`
        let of =
            first.checked_sub(1).filter(|&of| of > low && self.plain_gap(first) && self.tokens[of].is(PREPOSITION));
        let open = of.and_then(|of| self.bracket_before(of, low, SEAT));
        if let Some(outer) = open.and_then(|open| self.phrase_before(open - 1, low)) {
            return Some(outer);
        }
        if let Some(authority) = self.authority_and(first, j, low) {
            return Some(authority);
        }
        if first > low && self.plain_gap(first) {
            let mut before = first - 1;
            // `a spokesman for the White House`
            let article = !self.language.capital_nouns
                && self.tokens[before].is(DETERMINER)
                && !self.tokens[before].is(PREPOSITION);
            if article && before > low && self.plain_gap(before) && self.tokens[before - 1].is(PREPOSITION) {
                before -= 1;
            }
            // `Dyrektor w Rzeszowie Jan Roe`
            let given = (first + 1..j).find(|&i| self.tokens[i].is(GIVEN)).filter(|_| !self.language.articles);
            if let Some(first) = given.filter(|_| self.tokens[before].is(PREPOSITION)) {
                return Some(Phrase { first, last: j, kind: Kind::Name });
            }
            // `White House Chief of Staff Jane Roe`
            let office =
                before > low && self.plain_gap(before) && self.tokens[before - 1].upper && self.is_title(before - 1);
            if office
                && self.tokens[before].is(PREPOSITION)
                && !self.is_title(first)
                && let Some(first) = (first + 1..j).find(|&i| self.tokens[i].is(GIVEN))
            {
                return Some(Phrase { first, last: j, kind: Kind::Name });
            }
            // `a man close to Port Lystria and the White House`
            let listed = article
                && before > low + 1
                && self.joins_body(before - 1)
                && self.is_behind_preposition(before - 2, low);
            if let Some(outer) = listed.then(|| self.phrase_before(before - 2, low)).flatten() {
                let somebody = outer.kind == Kind::Generic && self.tokens[outer.first].is(INDEFINITE);
                if somebody && self.head(outer).is_some() {
                    return Some(Phrase { last: j, ..outer });
                }
            }
            let joins = self.tokens[before].is(PREPOSITION) && !self.opens_clause(before, j);
            if joins && before > low && self.plain_gap(before) {
                // `a spokesman for Jane Roe`, `Jane Roe of Lystria`: the speaker stands before the preposition.
                if let Some(outer) = self.phrase_before(before - 1, low) {
                    // `House of Commons Speaker Jane Roe`
                    let title = (first..j).rev().find(|&i| self.is_title(i) && self.tokens[i + 1].is(GIVEN));
                    let of = outer.last + 1 == before && self.tokens[outer.last].upper;
                    if let Some(title) = title.filter(|_| of && self.language.is_of_name(self.hash(before))) {
                        return Some(Phrase { first: title + 1, last: j, kind: Kind::Name });
                    }
                    // `the Department of Port Safety`, `the Office of the Director of Port Safety`
                    let own = self.capitals_before(outer.last, low);
                    let bare = self.tokens[outer.last].upper && outer.first + 1 >= own;
                    let body = (outer.kind == Kind::Name || bare)
                        && (self.tokens[outer.last].is(BODY) || self.is_body_of(outer))
                        && outer.last + 1 == before;
                    if body && self.language.is_of_name(self.hash(before)) {
                        // `Department of Port Safety Secretary Jane Roe`
                        return Some(match (first..j).rev().find(|&i| self.is_title(i) && !self.is_title(j)) {
                            Some(title) => Phrase { first: title + 1, last: j, kind: Kind::Name },
                            None if outer.kind == Kind::Name => Phrase { last: j, ..outer },
                            // `the Office of the Vice President`
                            None => Phrase { first: own, last: j, kind: Kind::Name },
                        });
                    }
                    // `A report obtained by the Lystrian Agency described it as “…”`, not `A letter signed by Roe`
                    let agent =
                        outer.kind == Kind::Generic && before + 1 < first && self.language.is_agent(self.hash(before));
                    let noun = || (outer.first..outer.last).rev().find(|&i| self.tokens[i].is(GENERIC));
                    if let Some(last) = agent.then(noun).flatten() {
                        return Some(Phrase { last, ..outer });
                    }
                    let placed = self.before_place(outer);
                    return Some(match outer.kind {
                        Kind::Generic if self.tokens[outer.last].is(TITLE | GENERIC) => Phrase { last: j, ..outer },
                        // `Los ecologistas de Lystria`
                        Kind::Generic if self.is_attribute(before, outer, low) => Phrase { last: j, ..outer },
                        // `Foreign Secretary Jane Roe in a briefing in Port Lystria accused`
                        Kind::Generic if placed.is_some() => placed?,
                        // `The word came as Jane Roe …`: what stands before is no speaker.
                        Kind::Generic => Phrase { first, last: j, kind: Kind::Name },
                        // `Economists at Port Lystria`
                        Kind::Name if self.is_plain_noun(outer) => Phrase { last: j, kind: Kind::Generic, ..outer },
                        _ => outer,
                    });
                }
                return Some(Phrase { first, last: j, kind: Kind::Name });
            }
        }
        if let Some(outer) = self.spoken_for(first, low) {
            return Some(Phrase { last: j, ..outer });
        }
        let all_titles = (first..=j).all(|i| self.is_title(i));
        if all_titles || self.language.capital_nouns && !self.looks_like_name(first, j) {
            let mut start = first;
            while start > low && self.plain_gap(start) && first - start < 4 {
                let before = &self.tokens[start - 1];
                let belongs =
                    before.is(DETERMINER) || !before.upper && before.class & !(TITLE | GENERIC | PARTICLE) == 0;
                if before.quote.is_some() || !belongs {
                    break;
                }
                start -= 1;
                if before.is(DETERMINER) {
                    break;
                }
            }
            // `Eine Sprecherin des Ministeriums`
            let of = self.language.capital_nouns && self.tokens[start].is(DETERMINER) && start > low + 1;
            let noun = of && self.plain_gap(start) && self.tokens[start - 1].upper && self.is_noun_for_one(start - 1);
            if let Some(outer) = noun.then(|| self.phrase_before(start - 1, low)).flatten() {
                return Some(Phrase { first: outer.first, last: j, kind: Kind::Generic });
            }
            return Some(Phrase { first: start, last: j, kind: Kind::Generic });
        }
        Some(Phrase { first, last: j, kind: Kind::Name })
    }

    /// Whether a preposition brings in what belongs to a noun with an article at the head of its sentence.
    fn is_attribute(&self, preposition: usize, noun: Phrase, low: usize) -> bool {
        let begins = noun.first == low && self.tokens[low].is(DETERMINER) && self.tokens[low].sentence;
        begins && self.tokens[preposition].is(PARTICLE) && self.language.pro_drop
    }

    /// The phrase that begins at token `i`, as behind `said`, up to token `high`.
    pub(super) fn phrase_after(&self, i: usize, high: usize) -> Option<Phrase> {
        (i < high && self.plain_gap(i)).then(|| self.phrase_at(i, high)).flatten()
    }

    /// The phrase that begins at token `i`, whatever stands before it, up to token `high`.
    pub(super) fn phrase_at(&self, i: usize, high: usize) -> Option<Phrase> {
        let begin = i;
        let (i, behind_preposition) = self.behind_adverbials(i, high);
        if i < high && behind_preposition && self.tokens[i].quote.is_some() {
            // `napisał na łamach „Gazety” Jan Roe`
            return self.name_behind_quoted(i, high);
        }
        if i >= high || self.tokens[i].quote.is_some() || i != begin && !self.plain_gap(i) {
            return None;
        }
        let t = &self.tokens[i];
        if let Some(class) = self.pronoun(i).filter(|_| !self.capital(i)) {
            let possessive = t.is(DETERMINER)
                && i + 1 < high
                && self.plain_gap(i + 1)
                && !self.tokens[i + 1].is(CUE | FILLER | AUXILIARY | PREPOSITION | CONJUNCTION | PRONOUN | DETERMINER);
            if !possessive {
                return Some(Phrase { first: i, last: i, kind: Kind::Pronoun(class) });
            }
        }
        if t.is(CONJUNCTION | CUE | AUXILIARY) && !t.is(DETERMINER | TITLE | GENERIC)
            || t.is(PREPOSITION) && (!t.is(DETERMINER | TITLE) || self.language.is_oblique(self.hash(i)))
        {
            return None;
        }
        // `erklärte der für den Hafen zuständige Vizechef Jan Roe`
        if self.language.capital_nouns && t.is(DETERMINER) && i + 1 < high && self.tokens[i + 1].is(PREPOSITION) {
            let mut behind = (i + 2..high.min(i + LONGEST)).take_while(|&k| self.plain_gap(k));
            let given = behind.find(|&k| self.tokens[k].is(GIVEN) && self.capital(k) && self.is_title(k - 1));
            if let Some(first) = given {
                return Some(Phrase { first, last: self.capitals_end(first, high), kind: Kind::Name });
            }
        }
        // `hanno chiesto ai magistrati di non concedere`
        if behind_preposition && t.class == 0 && !t.upper && self.language.pro_drop && self.language.articles {
            return None;
        }
        let first = i;
        let mut end = i;
        let mut name: Option<(usize, usize)> = None;
        let mut preposition = None;
        while end < high
            && end < first + LONGEST
            && self.tokens[end].quote.is_none()
            && (end == first || self.plain_gap(end))
        {
            let t = &self.tokens[end];
            // `erklärt Zoo- und Parkdirektor Max Roth`, `der Sozial-, Gesundheits- und Parkdirektor`
            if let Some(whole) = self.behind_halves(end, high) {
                end = whole;
                continue;
            }
            if self.capital(end) {
                let mut last = end;
                while last + 1 < high
                    && self.plain_gap(last + 1)
                    && !self.tokens[last].possessive
                    && last < end + 8
                    && (self.capital(last + 1)
                        || self.tokens[last + 1].is(PARTICLE)
                            && last + 2 < high
                            && self.plain_gap(last + 2)
                            && self.capital(last + 2)
                            && (!self.language.capital_nouns || self.tokens[last].is(GIVEN)))
                {
                    last += 1;
                }
                if let Some(whole) = self.behind_halves(last, high) {
                    end = whole;
                    continue;
                }
                if preposition.is_none() || name.is_none() {
                    let possessive = self.tokens[last].possessive;
                    if !possessive {
                        name = Some((end, last));
                    }
                }
                end = last + 1;
                if preposition.is_some() {
                    break;
                }
                continue;
            }
            // `said Lystrian strategist and Harbour News contributor Jane Roe`
            let person = self.second_office(end, high).filter(|_| name.is_some() && end > first);
            if let Some(person) = person.filter(|_| !self.tokens[end - 1].upper && self.is_noun_for_one(end - 1)) {
                name = None;
                end = person;
                continue;
            }
            // `said founder and CEO Jane Roe`
            let offices = end > first
                && t.is(CONJUNCTION)
                && end + 2 < high
                && self.is_title(end - 1)
                && (first..end).all(|i| {
                    let t = &self.tokens[i];
                    let half = self.language.capital_nouns && self.tokens[i + 1].gap & HYPHEN != 0;
                    self.is_title(i) || !t.upper && t.class == 0 || i == first && t.is(DETERMINER) || half
                })
                && self.plain_gap(end + 1)
                && (self.is_title(end + 1) || self.is_half_of_title(end + 1, high));
            if offices {
                name = None;
                end += 1;
                continue;
            }
            // `le conducteur du car`, where `car` is `for` too
            let noun = end > first && t.class & !COMMON == CONJUNCTION && self.language.inverted && {
                let before = &self.tokens[end - 1];
                before.is(DETERMINER) && before.is(PREPOSITION)
            };
            if end > first
                && !noun
                && (t.is(CUE | AUXILIARY | CONJUNCTION | RELATIVE | PRONOUN | NO_NAME)
                    && !t.is(TITLE | GENERIC | DETERMINER))
            {
                break;
            }
            // `according to a study that`
            let relative = t.is(RELATIVE | CONJUNCTION) && t.is(DETERMINER) && !t.upper && !self.language.inverted;
            let verb = |next: &Token| next.is(CUE | AUXILIARY | PRONOUN | FILLER) && !next.upper;
            if end > first && relative && self.tokens.get(end + 1).is_some_and(verb) {
                break;
            }
            // `the Department of Port Safety`
            let of_body = name.filter(|&(_, last)| last + 1 == end && self.tokens[last].is(BODY));
            if let Some((begin, _)) = of_body.filter(|_| self.language.is_of_name(self.hash(end)))
                && end + 1 < high
                && self.plain_gap(end + 1)
                && self.capital(end + 1)
            {
                let last = self.and_more(self.capitals_after(end + 1, high), high);
                // `the University of Lystria’s Jane Roe`, `Port Union of Lystria President Jane Roe`
                let office = (end + 1..last).rev().find(|&i| self.is_title(i));
                let of = Some((office.map_or(begin, |office| office + 1), last));
                name = of.filter(|_| !self.tokens[last].possessive);
                end = last + 1;
                continue;
            }
            if t.is(PREPOSITION) && !(t.is(DETERMINER) && end == first) && end > first {
                // Behind a name, what follows is about it; behind a noun it belongs to the phrase, unless it tells where that was said.
                if name.is_some() || preposition.is_some() || self.begins_occasion(end, high) {
                    break;
                }
                preposition = Some(end);
            } else if self.language.inverted && name.is_some() && self.language.ends_like_participle(self.word(end)) {
                break;
            } else if name.is_some() && !t.is(TITLE | GENERIC) && !self.name_follows(end, high) {
                let article = !self.language.inverted && self.tokens[first].is(DETERMINER);
                if !(article && preposition.is_none() && self.noun_follows(end, high)) {
                    break;
                }
            }
            end += 1;
        }
        if end == first {
            return None;
        }
        if name.is_none()
            && let Some(found) = self.behind_quoted(first, end, high)
        {
            return Some(found);
        }
        // `said a spokesman on Monday`, `said the mayor last week`
        let hangs = self.tokens[end - 1].is(PREPOSITION)
            && !self.tokens[end - 1].is(DETERMINER)
            && end < high
            && self.tokens[end].is(NO_NAME | TIME);
        let week = end > first + 2 && (end - 2..end).all(|i| self.tokens[i].is(TIME) && !self.tokens[i].is(GENERIC));
        if name.is_none() && end > first + 1 && (hangs || week) {
            end -= if week { 2 } else { 1 };
        }
        if let Some(holder) = name.and_then(|(_, last)| self.holder_of(last, high)) {
            return Some(holder);
        }
        // `la resolución a la que`
        let empty =
            |t: &Token| t.is(PREPOSITION | DETERMINER) && !t.upper && !t.is(TITLE | GENERIC | PRONOUN | INDEFINITE);
        while name.is_none() && self.language.inverted && end > first + 2 && empty(&self.tokens[end - 1]) {
            end -= 1;
        }
        let last = end - 1;
        match (name, preposition) {
            // `said a spokesman for the White House`, `sagte die Frau im roten Kleid`
            (Some((begin, _)), Some(preposition)) if begin > preposition => {
                // `l’assessore al Lavoro Jane Roe`
                let given = (begin..last).find(|&i| self.tokens[i].is(GIVEN) && self.capital(i));
                // `один из участников Иван Роу`
                let one_of = !self.language.articles && last > begin && begin > preposition + 1;
                let given = given.or((one_of && self.tokens[first].is(INDEFINITE)).then_some(begin));
                if let Some(given) = given.filter(|_| self.language.inverted && begin > first) {
                    return Some(Phrase { first: given, last: self.capitals_end(given, high), kind: Kind::Name });
                }
                Some(Phrase { first, last, kind: Kind::Generic })
            }
            (Some((begin, last)), _) => {
                // `said a former U.S. official`
                let noun = &self.tokens[end - 1];
                let role = !self.language.inverted
                    && self.tokens[first].is(DETERMINER)
                    && !noun.upper
                    && noun.is(TITLE | GENERIC);
                if role {
                    return Some(Phrase { first, last: end - 1, kind: Kind::Generic });
                }
                // `heißt es in dem Bericht`
                let noun = begin == last && (begin > first || behind_preposition && !self.tokens[begin].is(GIVEN));
                let nouns = self.language.capital_nouns && (self.is_title(last) || noun);
                if nouns || (begin..=last).all(|i| self.is_title(i)) {
                    return Some(Phrase { first, last, kind: Kind::Generic });
                }
                Some(Phrase { first: begin, last, kind: Kind::Name })
            }
            (None, _) => {
                let generic = (first..=last).any(|i| self.tokens[i].is(GENERIC | TITLE));
                let determined = self.tokens[first].is(DETERMINER) && last > first;
                // `said another.`, not `said another Telegram user`
                let alone = last == first && self.tokens[first].is(DETERMINER);
                let goes_on = alone
                    && end < high
                    && self.plain_gap(end)
                    && (self.tokens[end].upper || self.tokens[end].class == 0);
                (generic && !goes_on || determined).then_some(Phrase { first, last, kind: Kind::Generic })
            }
        }
    }
}
