//! The subject of a verb: what stands before it in its sentence.
//!
//! Read from the verb to the left, over what may part the two: other verbs, a party in brackets, an apposition between commas, a relative clause.

use super::class::{
    AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, DETERMINER, FILLER, GENERIC, GIVEN, HE, NO_NAME, PARTICLE,
    PASSIVE_AUXILIARY, PREPOSITION, PRONOUN, RELATIVE, SHE, TIME, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::tokens::{CLOSING_BRACKET, COMMA, DASH, Gap, PARTS, STOP, Token};

/// The longest apposition between commas, in words.
pub(super) const LONGEST_APPOSITION: usize = 26;
/// The longest relative clause between a noun and its verb, in words.
const LONGEST_RELATIVE: usize = 12;
/// The longest brackets between a verb and its subject, in words.
const LONGEST_BRACKETS: usize = 11;
/// The longest manner between a verb and its subject, in words.
const LONGEST_MANNER: usize = 5;
/// Words from a verb that says nothing to one that does.
const INFINITIVE: usize = 3;
/// The longest time behind a subject, in words.
const LONGEST_TIME: usize = 6;

impl Reader<'_> {
    /// The speaker of the verb at token `cue`, read from the verb to the left, not before token `low`.
    pub(super) fn subject_before(&self, cue: usize, low: usize) -> Option<Phrase> {
        if cue == low {
            return None;
        }
        let (mut j, mut gap) = self.before_fillers(cue - 1, self.tokens[cue].gap, low);
        // `In a statement, Facebook said`: networks are listed among the days, for much is said on them.
        let begins = self.tokens[j].upper && (j == low || !self.plain_gap(j));
        if gap & PARTS == 0
            && !begins
            && let Some(time) = self.time_before(j, low)
        {
            (j, gap) = self.before_fillers(time - 1, self.tokens[time].gap, low);
        }
        if gap & PARTS == 0
            && let Some(occasion) = self.occasion_before(j, low)
        {
            (j, gap) = self.before_fillers(occasion - 1, self.tokens[occasion].gap, low);
        }
        if self.tokens[j].quote.is_some() {
            return None;
        }
        if gap & CLOSING_BRACKET != 0 {
            // `Jane Roe (D-Lystria) said`
            let open = self.bracket_before(j + 1, low, LONGEST_BRACKETS)?;
            return self.phrase_before(open - 1, low);
        }
        if gap & (COMMA | DASH) != 0 {
            let participle = self.language.ends_like_participle(self.word(cue));
            if participle {
                // `Roe left the room, saying`; `It is late, Roe said, adding`
                let said = j > low && self.tokens[j].is(CUE) && !self.is_noun(j);
                let speaker = said.then(|| self.subject_before(j, low)).flatten();
                return speaker.or_else(|| self.first_subject(low, cue));
            }
            return self.across_apposition(j, low);
        }
        if self.tokens[j].sentence && self.is_filler(j) && !self.capital(j) && self.pronoun(j).is_none() {
            return None;
        }
        let t = &self.tokens[j];
        if t.is(RELATIVE) && !t.upper && j > low {
            // `un incendio que ha definido como «…»`: what is spoken of.
            let thing = |p: &Phrase| {
                let said = self.language.pro_drop && t.is(CONJUNCTION) && p.kind == Kind::Generic;
                said && self.head(*p).is_none() && !self.tokens[p.last].is(BODY) && !self.capital(p.last)
            };
            let outer = self.apposed(j, low).or_else(|| self.phrase_before(j - 1, low));
            return outer.filter(|p| !thing(p));
        }
        if t.is(CONJUNCTION) && !t.is(RELATIVE) && t.class & PRONOUN == 0 {
            // `Asked whether it was late, Roe shrugged and said`, `Roe shrugged and said`
            let verb = j.checked_sub(1).filter(|&verb| verb > low && self.plain_gap(verb) && self.plain_gap(j));
            let beside = verb.filter(|&verb| !self.tokens[verb].upper && self.capital(verb - 1));
            let name = beside.and_then(|verb| self.phrase_before(verb - 1, low)).filter(|p| p.kind == Kind::Name);
            if name.is_none() && self.tokens[low].is(PREPOSITION) {
                // `In a letter to Doe, Roe said it was late but added`
                let said = (low + 1..j).find(|&i| self.tokens[i].is(CUE) && !self.tokens[i].upper && !self.is_noun(i));
                let subject = said.and_then(|said| self.subject_before(said, low)).filter(|p| self.is_somebody(*p));
                if subject.is_some() {
                    return subject;
                }
            }
            return name.or_else(|| self.first_subject(low, j));
        }
        // `Roe can be heard saying`
        let perceived = j > low && self.language.is_perceived(self.hash(j)) && self.plain_gap(j) && gap & PARTS == 0;
        if perceived && self.is_participle(cue) && self.tokens[j - 1].is(PASSIVE_AUXILIARY) {
            return self.subject_before(j, low);
        }
        // `Roe doubled down by saying`
        let by = j > low && self.language.is_agent(self.hash(j)) && self.plain_gap(cue);
        if by && self.is_participle(cue) && !self.language.is_weak(self.hash(cue)) {
            let person = |p: &Phrase| !matches!(p.kind, Kind::Pronoun(class) if class & (HE | SHE) == 0);
            let subject = self.first_subject(self.clause_start(j, low), j).or_else(|| self.first_subject(low, j));
            return subject.filter(|p| self.is_somebody(*p) && person(p));
        }
        if j > low && self.language.is_infinitive_mark(self.hash(j)) {
            // `prompting Roe to say`
            let made = self.phrase_before(j - 1, low).filter(|p| p.last + 1 == j && self.plain_gap(j) && p.first > low);
            let causing = |p: &Phrase| self.plain_gap(p.first) && self.language.is_causing(self.hash(p.first - 1));
            if let Some(made) = made.filter(causing) {
                return Some(made);
            }
            // `Roe was prompted to say`
            return self.first_subject(low, j).filter(|p| self.is_somebody(*p));
        }
        // `Наталья Роу его перебила`: whom it was said to.
        let object = j > low && self.plain_gap(j) && self.plain_gap(j + 1) && self.is_object_pronoun(j);
        if object && self.capital(j - 1) {
            return self.phrase_before(j - 1, low);
        }
        if let Some(outer) = self.before_relative(j, low) {
            return Some(outer);
        }
        // `W Katowicach powiedział, że „…”`: where a verb needs no subject, that is none.
        let nobody = |p: &Phrase| {
            let governed = p.first > low && self.plain_gap(p.first) && self.tokens[p.first - 1].is(PREPOSITION);
            // `En un mensaje difundido por la casa se declararon «…»`
            let thing = p.kind == Kind::Generic && self.head(*p).is_none() && !self.tokens[p.last].is(BODY);
            let begins = thing && self.language.articles && p.first == low + 1;
            let name = p.kind == Kind::Name || begins;
            self.language.pro_drop && name && governed && !self.tokens[p.first - 1].is(DETERMINER)
        };
        let found = self.phrase_before(j, low).filter(|p| !nobody(p))?;
        // `Jan Roe na antenie Radia Lystria powiedział`
        let place = found.first.checked_sub(2).filter(|&i| {
            let noun = &self.tokens[i + 1];
            let plain = self.plain_gap(found.first) && self.plain_gap(i + 1);
            let attribute = plain && noun.quote.is_none() && !noun.upper && noun.class == 0;
            found.kind == Kind::Name
                && i > low
                && attribute
                && self.tokens[i].is(PREPOSITION)
                && !self.language.articles
        });
        if let Some(outer) = place.and_then(|i| self.phrase_before(i - 1, low)) {
            return Some(outer);
        }
        // `Jane Roe, a baker in Port Lystria said`: the second comma is missing.
        if let Some(name) = self.apposed_without_end(found, low) {
            return Some(name);
        }
        // `one man guarding the port said`
        let participle = found.first.checked_sub(1).filter(|&i| {
            let t = &self.tokens[i];
            let beside = i > low && self.plain_gap(i) && self.plain_gap(found.first) && !self.tokens[i - 1].upper;
            beside
                && !self.language.inverted
                && !t.upper
                && t.class & !COMMON == 0
                && self.language.ends_like_participle(self.word(i))
                && self.tokens[i - 1].is(GENERIC)
                && self.is_noun_for_one(i - 1)
        });
        if let Some(outer) = participle.and_then(|i| self.phrase_before(i - 1, low)) {
            return Some(outer);
        }
        // `Roe said in a message posted to her friends that …`
        let verb = found.first.checked_sub(2).filter(|&verb| found.kind == Kind::Generic && verb > low);
        let said = verb.filter(|&verb| {
            let behind = |i: usize| self.plain_gap(i) && self.tokens[i].quote.is_none();
            let preposition = behind(verb + 1) && behind(verb + 2) && self.tokens[verb + 1].is(PREPOSITION);
            preposition && self.is_verb(verb) && self.tokens[verb].is(CUE)
        });
        said.and_then(|verb| self.subject_before(verb, low)).or(Some(found))
    }

    /// The name at the head of a sentence behind which a phrase stands that tells who that is.
    fn apposed_without_end(&self, phrase: Phrase, low: usize) -> Option<Phrase> {
        let noun = phrase.kind == Kind::Generic && self.tokens[phrase.first].is(DETERMINER | TITLE | GENERIC);
        if !noun || phrase.first <= low + 1 || self.tokens[phrase.first].gap & COMMA == 0 || self.language.inverted {
            return None;
        }
        let name = self.first_subject(low, phrase.first).filter(|p| p.kind == Kind::Name && p.last > p.first)?;
        let between = name.last + 1..phrase.first;
        let apart = name.last + 1 == phrase.first || self.tokens[name.last + 1].gap & COMMA != 0;
        let verb = |i: usize| self.tokens[i].is(CUE | AUXILIARY | PRONOUN) || self.tokens[i].quote.is_some();
        let first = name.first <= low + 2 && self.is_name(name);
        (first && apart && !between.into_iter().any(verb)).then_some(name)
    }

    /// Whether token `i` is a pronoun in the form of an object, where that of a subject is another: `его`.
    fn is_object_pronoun(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.is(HE | SHE) && t.is(DETERMINER) && !t.upper && !self.language.articles
    }

    /// The noun for somebody before a relative clause that ends at token `j` and has a verb of its own: `an officer who has met him said`.
    fn before_relative(&self, j: usize, low: usize) -> Option<Phrase> {
        let inside = |i: &usize| self.plain_gap(*i) && self.tokens[*i].quote.is_none();
        let mut clause = (low + 1..=j).rev().take(LONGEST_RELATIVE).take_while(inside);
        let relative = clause.find(|&i| self.tokens[i].is(RELATIVE) && !self.tokens[i].is(CONJUNCTION | DETERMINER))?;
        let own = (relative + 1..j).find(|&i| !self.is_filler(i));
        let verb = own.is_some() && !self.language.inverted && !self.tokens[relative].upper;
        let noun = verb && self.is_noun_for_one(relative - 1) && !self.tokens[relative - 1].upper;
        noun.then(|| self.phrase_before(relative - 1, low)).flatten()
    }

    /// The speaker of a verb behind a quote, which begins at token `i`; `ended`: the quote ends with a mark.
    pub(super) fn subject_behind(&self, i: usize, high: usize, ended: bool) -> Option<Phrase> {
        let found = self.phrase_after(i, high);
        if found.is_some() || !self.language.inverted || i >= high || !ended {
            return found;
        }
        let parts = |k: usize| k >= high || self.tokens[k].gap & PARTS != 0;
        if self.tokens[i].gap & COMMA == 0 {
            // `«…», вважає опозиція`: a noun that no list has, and nothing behind it.
            let noun = self.nouns_at(i, high).filter(|p| !self.language.articles && parts(p.last + 1));
            return noun.or_else(|| self.age_at(i, high));
        }
        // `« … », lance, furieux, un père de famille`
        let end = (i + 1..high.min(i + LONGEST_MANNER)).find(|&k| parts(k))?;
        let manner =
            |t: &Token| t.quote.is_none() && !t.upper && !t.is(CUE | AUXILIARY | DETERMINER | PRONOUN | RELATIVE);
        let between = self.tokens[end].gap & COMMA != 0 && self.tokens[i..end].iter().all(manner);
        between.then(|| self.phrase_at(end, high)).flatten()
    }

    /// The speaker behind the verb at token `cue`, to which a verb at token `i` leads that says nothing itself: `si limita a dire Roe`, `se apresuró a responder el alcalde`.
    pub(super) fn behind_infinitive(&self, cue: usize, i: usize, high: usize) -> Option<Phrase> {
        let leads = |i: usize| {
            let t = &self.tokens[i];
            let small = t.class == 0 || t.is(FILLER | PREPOSITION | AUXILIARY);
            t.quote.is_none() && !t.upper && small && !t.is(GENERIC | TITLE | DETERMINER)
        };
        let near = self.language.inverted && cue <= i + INFINITIVE && (i + 1..=cue).all(|i| self.plain_gap(i));
        (near && (i..cue).all(leads)).then(|| self.phrase_after(cue + 1, high)).flatten()
    }

    /// The subject of the verb at token `cue` with a pronoun between commas behind it: `La production, elle, promet`.
    pub(super) fn set_apart(&self, cue: usize, low: usize) -> Option<Phrase> {
        let pronoun = cue.checked_sub(1).filter(|&i| i > low && self.language.inverted)?;
        let t = &self.tokens[pronoun];
        let apart = self.tokens[cue].gap & t.gap & COMMA != 0 && t.quote.is_none() && !t.upper;
        let repeats = apart && (t.is(PRONOUN) || t.is(FILLER)) && !t.is(DETERMINER);
        let subject = repeats.then(|| self.phrase_before(pronoun - 1, low)).flatten();
        subject.filter(|p| p.kind == Kind::Name || self.tokens[p.first].is(DETERMINER))
    }

    /// The token before fillers that end at token `j`, and what stands behind it: `has also recently said`.
    fn before_fillers(&self, mut j: usize, mut gap: Gap, low: usize) -> (usize, Gap) {
        while j > low && self.tokens[j].quote.is_none() && gap & PARTS == 0 {
            // `Roe at first said`
            let ordinal = j > low + 1
                && self.plain_gap(j)
                && self.language.is_ordinal(self.hash(j))
                && self.tokens[j - 1].is(PREPOSITION);
            if !(ordinal || self.is_filler(j)) {
                break;
            }
            j -= usize::from(ordinal);
            gap = self.tokens[j].gap;
            j -= 1;
        }
        (j, gap)
    }

    /// The first token of a time that ends at token `j`, behind the subject: `Roe on Monday night said`, `Roe last week said`, `Roe on Jan. 5 said`.
    fn time_before(&self, j: usize, low: usize) -> Option<usize> {
        let mut first = None;
        let mut i = j;
        while i > low && j - i < LONGEST_TIME && self.tokens[i].quote.is_none() {
            let t = &self.tokens[i];
            let belongs = first.is_some() && !t.upper && t.is(DETERMINER | PREPOSITION);
            match t.is(NO_NAME | TIME) || belongs {
                true => first = Some(i),
                false if first.is_none() && self.word(i).starts_with(|c: char| c.is_ascii_digit()) => {}
                false => break,
            }
            if t.gap & PARTS & !STOP != 0 || t.is(PREPOSITION) && belongs {
                break;
            }
            i -= 1;
        }
        first
    }

    fn is_filler(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        if t.is(PRONOUN) && !t.is(FILLER) {
            return false;
        }
        // `Jane May said`
        t.is(FILLER) || t.is(AUXILIARY) && !(t.upper && self.capital(i)) || self.is_adverb(i)
    }

    /// Whether a word that no list has for anybody ends as adverbs do.
    pub(super) fn is_adverb(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        let noun = || self.language.inverted && i > 0 && self.plain_gap(i) && self.tokens[i - 1].is(DETERMINER);
        !t.upper && !t.is(GENERIC | TITLE | CUE) && self.language.ends_like_adverb(self.word(i)) && !noun()
    }

    /// Whether an adverb parts a quote from the verb behind it: `«…», лаконічно відповіла Роу`.
    pub(super) fn is_adverb_before_verb(&self, i: usize, high: usize) -> bool {
        self.language.inverted
            && i + 2 < high
            && self.tokens[i].class == 0
            && self.plain_gap(i + 1)
            && self.tokens[i + 1].is(CUE)
            && self.is_adverb(i)
    }

    /// `Jane Roe, the mayor of Lystria, said`: the verb stands behind the comma; the apposition ends at token `j`.
    fn across_apposition(&self, j: usize, low: usize) -> Option<Phrase> {
        let mut open = j;
        while open > low && self.tokens[open].gap & (COMMA | DASH) == 0 && j - open < LONGEST_APPOSITION {
            open -= 1;
        }
        // `a woman in Port Lystria, Lystria, said`
        let is_place =
            |p: &Phrase| p.last == p.first && self.capital(open - 1) && self.is_behind_preposition(open - 1, low);
        let inner = || {
            // `Roe's neighbour, retired teacher Jane Doe, said`
            let office =
                |i: usize| !self.tokens[i].upper && (self.tokens[i].is(TITLE | GENERIC) || self.tokens[i].class == 0);
            let name = self.phrase_before(j, open).filter(|p| p.kind == Kind::Name && p.first <= open + 3);
            // `Roe's husband, the novelist Max Doe, said`
            let article = usize::from(self.tokens[open].is(DETERMINER));
            name.filter(|p| (open + article..p.first).all(office) && !is_place(p))
        };
        if open <= low || self.tokens[open].gap & (COMMA | DASH) == 0 {
            return self.first_subject(low, j + 1);
        }
        let Some(outer) = self.phrase_before(open - 1, low) else {
            // `Obrońca oskarżonego, mecenas Jan Roe, zapowiedział`: an office that no list has.
            let titled = inner().filter(|p| self.language.inverted && p.last > p.first && p.first > open);
            if titled.is_some() {
                return titled;
            }
            // `of Lystria, New Lystria, said`, `who lives here, in town, said`
            if open > low + 1 && open + LONGEST_APPOSITION > j {
                return self.across_apposition(open - 1, low).or_else(|| self.first_subject(low, j + 1));
            }
            return inner();
        };
        match outer.kind {
            Kind::Generic => {
                // `Jane Roe, a baker from Port Lystria, New Lystria, said`
                let appended = outer.first > low && self.tokens[outer.first].gap & COMMA != 0;
                // `Jane Roe, 67, a baker`
                let mut end = outer.first.saturating_sub(1);
                let age =
                    |i: usize| self.tokens[i].quote.is_none() && self.word(i).starts_with(|c: char| c.is_ascii_digit());
                if appended && end > low && age(end) && self.tokens[end].gap & COMMA != 0 {
                    end -= 1;
                }
                let named = appended.then(|| self.phrase_before(end, low)).flatten();
                // `In an interview with the Gazette, the mayor of Port Lystria, Jane Roe, said`
                let apart = |p: &Phrase| p.kind == Kind::Name && !self.is_behind_preposition(p.last, low);
                named.filter(apart).or_else(inner).or(Some(outer))
            }
            Kind::Name
                if outer.first > low + 1
                    && !self.tokens[outer.first].sentence
                    && (self.tokens[outer.first].gap & COMMA != 0 || self.is_in_clause(outer)) =>
            {
                // `Jane Roe, of Port Lystria, New Lystria, said`, and lists of names: the first one that begins the sentence.
                let first = self.first_subject(low, j + 1).filter(|p| p.kind == Kind::Name && p.first <= low + 3);
                // `The chief of Lystria, Jane Roe, said`, where no list has the chief.
                let unlisted = self.is_in_clause(outer) && first.is_none_or(|p| p.last == outer.last);
                let named = unlisted.then(inner).flatten().filter(|p| p.last > p.first && self.is_name(*p));
                Some(named.or(first).unwrap_or(outer))
            }
            // `La directora del hospital San Roque, Jane Roe, informó`
            Kind::Name if outer.first > low + 1 && self.is_office_at(low) && !self.tokens[outer.first].is(GIVEN) => {
                let full = |p: &Phrase| p.last > p.first && p.first == open && self.is_name(*p);
                Some(inner().filter(full).unwrap_or(outer))
            }
            // `Roe’s neighbor in Port Lystria, Max Doe, said`, `Lystrian Ambassador to the Netherlands, Max Doe, said`
            Kind::Name if !self.language.inverted && self.is_of_holder(outer, low) => {
                let full = |p: &Phrase| p.last > p.first && p.first == open && self.is_name(*p);
                Some(inner().filter(full).unwrap_or(outer))
            }
            // `Муж Роу, писатель Макс Доу, сказал`
            Kind::Name if self.language.inverted && self.is_kin(outer) => Some(inner().unwrap_or(outer)),
            _ => Some(outer),
        }
    }

    /// Whether a name is that of a place or the like of somebody without a name, at whose end it stands, or an office: `a neighbor in Port Lystria`.
    fn is_of_holder(&self, name: Phrase, low: usize) -> bool {
        let of = |i: usize| self.tokens[i + 1].is(PREPOSITION) && self.plain_gap(i + 1);
        let noun = |i: usize| self.is_noun_for_one(i) && !self.tokens[i].upper && of(i);
        let behind = (low..name.first).rev().take(LONGEST_RELATIVE).take_while(|&i| self.plain_gap(i + 1));
        behind.into_iter().any(noun) || !self.is_name(name)
    }

    /// Whether an office with its article stands at token `i`.
    fn is_office_at(&self, i: usize) -> bool {
        let capital = self.language.capital_nouns;
        let is_office =
            |t: &Token| t.quote.is_none() && t.upper == capital && (t.is(TITLE) || capital && self.is_title(i + 1));
        let office = self.tokens.get(i + 1).is_some_and(is_office);
        office && self.tokens[i].is(DETERMINER) && self.plain_gap(i + 1)
    }

    /// Whether a noun for somebody and a name are a relation: `Муж Роу`.
    fn is_kin(&self, name: Phrase) -> bool {
        let first = &self.tokens[name.first];
        name.last > name.first
            && first.is(GENERIC)
            && !first.is(TITLE | GIVEN)
            && !self.language.is_anaphor(self.hash(name.first))
    }

    /// Whether a name is a place or an authority of a clause about somebody: `Roe, now retired in Port Lystria, N.L., said`, `Roe, who heads the Port Board, which met, said`.
    fn is_in_clause(&self, name: Phrase) -> bool {
        self.plain_gap(name.first) && (self.is_behind_preposition(name.last, 0) || !self.is_name(name))
    }

    /// Whether a preposition stands before the run of capitals that ends at token `j`.
    pub(super) fn is_behind_preposition(&self, j: usize, low: usize) -> bool {
        let mut first = self.capitals_before(j, low);
        if first > low && self.plain_gap(first) && self.tokens[first - 1].is(DETERMINER) {
            first -= 1;
        }
        first > low && self.plain_gap(first) && self.tokens[first - 1].is(PREPOSITION)
    }

    /// The name before an apposition that ends before the relative pronoun at token `end`: `Anna Roe, députée de Lystria, qui`
    fn apposed(&self, end: usize, low: usize) -> Option<Phrase> {
        if self.tokens[end].gap & COMMA == 0 {
            return None;
        }
        let from = low.max(end.saturating_sub(LONGEST_APPOSITION));
        let open = (from + 1..end).rev().find(|&i| self.tokens[i].gap & PARTS != 0)?;
        let office = self.tokens[open].gap & COMMA != 0
            && !self.tokens[open].upper
            && self.tokens[open].is(TITLE | GENERIC | DETERMINER);
        let name = office.then(|| self.phrase_before(open - 1, low)).flatten();
        name.filter(|p| p.kind == Kind::Name && self.is_name(*p))
    }

    /// The last token of the run of capitals that begins at token `i`.
    pub(super) fn capitals_after(&self, i: usize, high: usize) -> usize {
        let mut last = i;
        while last + 1 < high
            && self.plain_gap(last + 1)
            && !self.tokens[last].possessive
            && (self.capital(last + 1)
                || self.tokens[last + 1].is(PARTICLE) && last + 2 < high && self.capital(last + 2))
        {
            last += 1;
        }
        last
    }

    /// Whether token `i` has a possessive, also one without an `s`: `Daniels’ lawyer`, `CBS' “…”`.
    pub(super) fn owns(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        let bare = || {
            let owned = self.tokens.get(i + 1).is_some_and(|next| next.quote.is_some() || !next.upper);
            let plural = self.word(i).ends_with(['s', 'S']);
            owned && plural && self.text[t.end as usize..].starts_with(['\'', '’'])
        };
        t.possessive || bare()
    }
}
