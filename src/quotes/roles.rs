//! What a phrase says of somebody's office: whether it is a name or a role, and what stands around the two.

use super::class::{
    ABBREVIATION, AUXILIARY, BODY, CONJUNCTION, CUE, Class, DETERMINER, FEMALE, FIRST_PERSON, GENERIC, GIVEN, HE,
    INDEFINITE, IT, MALE, NO_NAME, PARTICLE, PREPOSITION, PRONOUN, RELATIVE, SHE, THEY, TITLE,
};
use super::finder::Bytes;
use super::phrases::{Kind, Phrase, Reader};
use super::tokens::{COMMA, HYPHEN, PARTS, QUOTE_CALL, QUOTE_COMMA, Token};
use crate::text::WordHash;

/// How many words behind an office may belong to it.
const OF_PHRASE: usize = 7;

/// The longest second office, in words.
const OFFICE: usize = 7;

/// How many halves of words may be listed.
const HALVES: usize = 4;

/// How many nouns may belong to a noun that no list has.
const OF_NOUN: usize = 3;

impl Reader<'_> {
    /// Whether a phrase means somebody already spoken of: `the mayor`, not `a mayor`.
    pub(super) fn is_definite(&self, phrase: Phrase) -> bool {
        !self.tokens[phrase.first].is(INDEFINITE)
    }

    /// Whether a pronoun stands for a thing or a group.
    pub(super) fn is_impersonal(class: Class) -> bool {
        class & (HE | SHE) == 0 && class & (IT | THEY) != 0 && class & FIRST_PERSON == 0
    }

    /// Who speaks for a name with its office, which begins at token `name`: `a spokesman for presidential candidate Jane Roe`.
    pub(super) fn spoken_for(&self, name: usize, low: usize) -> Option<Phrase> {
        let mut first = name;
        let office = |i: usize| {
            self.tokens[i].quote.is_none()
                && !self.tokens[i].upper
                && (self.tokens[i].is(TITLE | GENERIC) || self.tokens[i].class == 0)
        };
        while first > low
            && name - first < 4
            && self.plain_gap(first)
            && (office(first - 1) || first < name && self.capital(first - 1))
        {
            first -= 1;
        }
        let before = first.checked_sub(1).filter(|&i| i > low && self.plain_gap(first) && self.plain_gap(i))?;
        let has_office = (first..name).any(|i| self.tokens[i].is(TITLE));
        let speaks = self.tokens[before - 1].is(TITLE | GENERIC) && !self.tokens[before - 1].is(BODY);
        if !has_office || !self.tokens[before].is(PREPOSITION) || !speaks {
            return None;
        }
        self.phrase_before(before - 1, low).filter(|outer| outer.kind == Kind::Generic)
    }

    pub(super) fn is_title(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        // `Murat` is no `Stadtrat`.
        !t.is(GIVEN) && (t.is(TITLE) || self.language.ends_like_title(self.word(i)))
    }

    /// Whether capitals can be somebody's name: not `Kentucky Republican`, `White House`, `House Speaker`, or a plain `Police`.
    pub(super) fn is_name(&self, phrase: Phrase) -> bool {
        let (first, last) = (&self.tokens[phrase.first], &self.tokens[phrase.last]);
        let titled = (phrase.first..phrase.last).any(|i| self.is_title(i));
        let role = last.is(BODY) || !titled && (last.is(GENERIC) || self.is_title(phrase.last));
        !role || first.is(GIVEN)
    }

    /// Where a name begins behind a second office, which a conjunction at token `i` brings in: `and Harbour News contributor Jane Roe`.
    pub(super) fn second_office(&self, i: usize, high: usize) -> Option<usize> {
        if !self.tokens[i].is(CONJUNCTION) || self.language.inverted {
            return None;
        }
        let name = (i + 2..high.min(i + 2 + OFFICE)).take_while(|&k| self.plain_gap(k) && self.plain_gap(k - 1));
        name.take_while(|&k| self.tokens[k].quote.is_none() && !self.tokens[k].is(CUE | AUXILIARY | PREPOSITION))
            .find(|&k| self.capital(k) && !self.tokens[k - 1].upper && self.is_noun_for_one(k - 1))
    }

    /// The word that halves of words at token `i` are put together with: `Sozial-, Zoo- und Parkdirektor`.
    pub(super) fn behind_halves(&self, i: usize, high: usize) -> Option<usize> {
        let half =
            |i: usize| i + 1 < high && self.capital(i) && self.text[self.tokens[i].end as usize..].starts_with('-');
        let listed = |i: usize| half(i) && self.text[self.tokens[i].end as usize..].starts_with("-, ");
        let last = (i..high).take(HALVES).find(|&i| !listed(i))?;
        let joined = half(last) && self.tokens[last + 1].is(CONJUNCTION) && last + 2 < high && self.capital(last + 2);
        (joined && self.text[self.tokens[last].end as usize..].starts_with("- ")).then_some(last + 2)
    }

    /// Whether token `i` is the first half of a title, before a hyphen: `Hafen-Reporter`.
    pub(super) fn is_half_of_title(&self, i: usize, high: usize) -> bool {
        i + 1 < high && self.tokens[i + 1].gap & HYPHEN != 0 && self.is_title(i + 1)
    }

    /// The name of two words and more that a phrase begins with, before where something was said: `Jane Roe in a briefing`.
    pub(super) fn before_place(&self, phrase: Phrase) -> Option<Phrase> {
        let last = self.capitals_end(phrase.first, phrase.last);
        let place = last < phrase.last && self.language.is_work_place(self.hash(last + 1)) && self.plain_gap(last + 1);
        let name = Phrase { first: phrase.first, last, kind: Kind::Name };
        let named = self.capital(phrase.first) && last > phrase.first && !self.language.inverted;
        (place && named && self.is_name(name)).then_some(name)
    }

    /// Whether token `i` is a listed noun for one person.
    pub(super) fn is_noun_for_one(&self, i: usize) -> bool {
        self.tokens[i].is(TITLE | GENERIC) && !self.tokens[i].is(BODY)
    }

    /// An authority with whose it is: `China’s Defense Ministry`.
    pub(super) fn with_owner(&self, phrase: Phrase) -> Option<Bytes> {
        let owner = phrase.first.checked_sub(1).filter(|&i| self.tokens[i].possessive && self.capital(i))?;
        let body = self.tokens[phrase.last].is(BODY) && self.plain_gap(phrase.first);
        let first = self.capitals_before(owner, self.sentence_start(owner));
        body.then(|| (self.tokens[first].start, self.tokens[phrase.last].end))
    }

    /// Whether a name is that of an authority with what it is of: `Department of Port Safety`.
    pub(super) fn is_body_of(&self, phrase: Phrase) -> bool {
        let of = |i: usize| self.tokens[i].is(BODY) && self.language.is_of_name(self.hash(i + 1));
        (phrase.first..phrase.last).any(of)
    }

    /// The authority whose name ends at token `j` with capitals behind a conjunction, which begin at token `first`: `Department of Ports and Harbour Safety`.
    pub(super) fn authority_and(&self, first: usize, j: usize, low: usize) -> Option<Phrase> {
        let and = first.checked_sub(1).filter(|&and| and > low && self.joins(and))?;
        if !(first..=j).all(|i| self.tokens[i].class == 0) {
            return None;
        }
        let before = self.phrase_before(and - 1, low)?;
        (before.kind == Kind::Name && before.last + 1 == and && self.is_body_of(before))
            .then_some(Phrase { last: j, ..before })
    }

    /// The last token of the name of an authority, of which so much is known up to token `last`: over a conjunction.
    pub(super) fn and_more(&self, last: usize, high: usize) -> usize {
        let and = last + 1;
        let joins = and + 1 < high && !self.tokens[last].possessive && self.joins(and);
        if joins && self.tokens[and + 1].class == 0 { self.capitals_after(and + 1, high) } else { last }
    }

    /// The last token of the name of an authority that ends at token `last`, with what it is of: `Department of Ports and Harbour Safety`, `Office of the Mayor`.
    pub(super) fn whole_body(&self, last: usize, high: usize) -> usize {
        let of = last + 1;
        let body = self.tokens[last].upper && self.tokens[last].is(BODY) && !self.tokens[last].possessive;
        if !body || of + 1 >= high || !self.plain_gap(of) || !self.language.is_of_name(self.hash(of)) {
            return last;
        }
        let article = usize::from(self.tokens[of + 1].is(DETERMINER) && !self.tokens[of + 1].upper);
        let first = of + 1 + article;
        let named = first < high && (of + 1..=first).all(|i| self.plain_gap(i)) && self.capital(first);
        if named { self.and_more(self.capitals_after(first, high), high) } else { last }
    }

    /// The place of a phrase in the text with the number before it: `14th Amendment`, `First Amendment`.
    pub(super) fn with_ordinal(&self, phrase: Phrase) -> Option<Bytes> {
        let before = phrase.first.checked_sub(1).filter(|&i| self.tokens[i].quote.is_none())?;
        let word = self.word(before);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let figure = digits > 0 && matches!(&word[digits..], "st" | "nd" | "rd" | "th");
        let ordinal = figure || self.tokens[before].upper && self.language.is_ordinal(self.hash(before));
        let of_it = phrase.first == phrase.last && self.plain_gap(phrase.first) && ordinal;
        of_it.then(|| (self.tokens[before].start, self.tokens[phrase.last].end))
    }

    /// Whether token `i` is a conjunction between a capital and one behind an article: `Port Lystria and the White House`.
    pub(super) fn joins_body(&self, i: usize) -> bool {
        let small = !self.tokens[i].upper && self.tokens[i].is(CONJUNCTION) && !self.tokens[i].is(RELATIVE);
        let beside = |i: usize| self.tokens.get(i + 1).is_some() && self.plain_gap(i) && self.plain_gap(i + 1);
        !self.language.inverted && small && i > 0 && beside(i) && self.capital(i - 1)
    }

    /// Whether token `i` is a conjunction between two capitals.
    fn joins(&self, i: usize) -> bool {
        self.joins_body(i) && self.capital(i + 1)
    }

    /// The adjective of a people in a phrase, before what it is of: `the Lystrian president`. A party is no people: `the Republican senator`.
    pub(super) fn people(&self, phrase: Phrase) -> Option<WordHash> {
        let mut head = (phrase.first..=phrase.last).take_while(|&i| !self.tokens[i].is(PREPOSITION));
        let i =
            head.find(|&i| self.tokens[i].upper && self.language.is_of_people(self.hash(i), self.tokens[i].class))?;
        Some(self.hash(i))
    }

    /// Whether a phrase is a name, `he` or `she`.
    pub(super) fn is_somebody(&self, phrase: Phrase) -> bool {
        match phrase.kind {
            Kind::Name => self.is_name(phrase),
            Kind::Pronoun(class) => class & (HE | SHE) != 0,
            Kind::Generic => false,
        }
    }

    /// The name that a phrase begins with, behind which a preposition tells what somebody is of: `Jane Roe of the harbour board`.
    pub(super) fn named_before_preposition(&self, phrase: Phrase) -> Option<Phrase> {
        let last = self.capitals_end(phrase.first, phrase.last);
        let of = self.tokens[last + 1..=phrase.last].first()?;
        let given = (phrase.first..last).find(|&i| self.tokens[i].is(GIVEN))?;
        let name = Phrase { first: given, last, kind: Kind::Name };
        let begins = self.capital(phrase.first) && !self.language.inverted && self.is_name(name);
        (begins && of.is(PREPOSITION) && !of.upper && !self.tokens[last].possessive).then_some(name)
    }

    /// Whether a phrase is a noun for somebody at the head of a sentence, which has its capital from there: `Economists at the bank`.
    pub(super) fn is_plain_noun(&self, phrase: Phrase) -> bool {
        let t = &self.tokens[phrase.first];
        phrase.first == phrase.last && t.sentence && t.is(GENERIC) && !t.is(GIVEN | BODY) && !self.language.inverted
    }

    /// Whether a conjunction before token `first` joins two nouns for groups, of which the second is all from there to token `last`: `groups and academics`.
    pub(super) fn lists_groups(&self, first: usize, last: usize) -> bool {
        let Some(noun) = first.checked_sub(2).filter(|_| first == last && !self.language.inverted) else {
            return false;
        };
        let and = self.language.is_joining(self.hash(first - 1)) && self.plain_gap(first - 1);
        let group = |i: usize| {
            let t = &self.tokens[i];
            t.quote.is_none() && !t.upper && t.is(GENERIC) && self.language.ends_like_plural(self.word(i))
        };
        and && group(noun) && group(last)
    }

    /// Whether token `i` is a noun for a single person: no authority, and no `lawyers`.
    pub(super) fn is_one(&self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.is(GENERIC) && !t.is(BODY) && !self.language.ends_like_plural(self.word(i))
    }

    /// The noun for somebody that a phrase is about: before what it is of.
    pub(super) fn head(&self, phrase: Phrase) -> Option<usize> {
        let apart = |i: usize| i > phrase.first && self.tokens[i].is(PREPOSITION);
        (phrase.first..=phrase.last).take_while(|&i| !apart(i)).find(|&i| self.tokens[i].is(TITLE) || self.is_one(i))
    }

    /// Where nouns have capitals: a run of two capitals and more, of which the last is no title, or a single one without an article.
    pub(super) fn looks_like_name(&self, first: usize, last: usize) -> bool {
        if self.is_title(last) {
            return false;
        }
        let article = first > 0 && {
            let before = &self.tokens[first - 1];
            self.plain_gap(first)
                && (before.is(DETERMINER) || !before.upper && before.quote.is_none() && before.class == 0)
        };
        last > first || !article
    }

    /// The token behind what belongs to a role at token `role`, parted from it by a comma: `the mayor of Port Lystria, Jane Roe`, `der Sprecher des Ministeriums, Hans Roe`.
    pub(super) fn behind_office(&self, role: usize) -> Option<usize> {
        let first = self.tokens.get(role + 1)?;
        // An adjective may stand there too, or a second word of the office: `le juge français`, `la consejera delegada`.
        let adjective = self.language.inverted && !first.upper && first.class & !(TITLE | GENERIC | MALE | FEMALE) == 0;
        if !first.is(PREPOSITION | DETERMINER) && !adjective {
            return None;
        }
        let belongs =
            |t: &Token| t.quote.is_none() && (t.is(DETERMINER | PREPOSITION) || !t.is(CUE | AUXILIARY | RELATIVE));
        let goes_on = |i: &usize| self.plain_gap(*i) && belongs(&self.tokens[*i]);
        let end = (role + 1..self.tokens.len()).take(OF_PHRASE + 1).take_while(goes_on).last()? + 1;
        self.tokens.get(end).filter(|t| t.gap & COMMA != 0 && !t.sentence).map(|_| end)
    }

    /// The name behind an office at token `office` and what it is of, with nothing between: `o ministro da Cultura Jane Roe`, `la escritora argentina Jane Roe`.
    pub(super) fn holder_behind(&self, office: usize, high: usize) -> Option<Phrase> {
        let belongs = |i: &usize| {
            let t = &self.tokens[*i];
            self.plain_gap(*i) && t.quote.is_none() && (t.upper || t.is(PREPOSITION | DETERMINER) || t.class == 0)
        };
        let of = self
            .tokens
            .get(office + 1)
            .filter(|t| !t.upper && (t.is(PREPOSITION) && t.is(PARTICLE) || t.class == 0))?;
        let given = |i: usize| self.capital(i) && self.tokens[i].is(GIVEN);
        let mut behind = (office + 1..high).take(OF_PHRASE + 1).take_while(belongs);
        let adjective = of.class == 0 && self.language.pro_drop;
        let name = behind.find(|&i| given(i) || adjective && self.capital(i))?;
        let last = self.capitals_end(name, high);
        // Behind an adjective the name follows at once.
        let near = if of.class == 0 { name == office + 2 } else { name > office + 2 };
        (near && last > name).then_some(Phrase { first: name, last, kind: Kind::Name })
    }

    /// The name behind an office that ends at token `last` and what it is of: `Secretary of State Jane Roe`, `Speaker of the House Jane Roe`.
    pub(super) fn holder_of(&self, last: usize, high: usize) -> Option<Phrase> {
        let of = last + 1;
        if !self.is_title(last) || of + 2 >= high || !self.plain_gap(of) || !self.tokens[of].is(PREPOSITION) {
            return None;
        }
        let belongs = |i: &usize| {
            let t = &self.tokens[*i];
            self.plain_gap(*i) && t.quote.is_none() && (t.upper || t.is(DETERMINER | PREPOSITION | CONJUNCTION))
        };
        let given = |&i: &usize| self.tokens[i].is(GIVEN) && self.capital(i) && self.tokens[i - 1].upper;
        let name = (of + 1..high).take(OF_PHRASE).take_while(belongs).skip(1).find(given)?;
        let last = self.capitals_end(name, high);
        (last > name && !self.is_title(of + 1)).then_some(Phrase { first: name, last, kind: Kind::Name })
    }

    /// Whether the phrase that ends at token `last` is parted from what follows, with a few words that belong to it: `the mayor of the port town, …`
    pub(super) fn is_parted_behind(&self, last: usize) -> bool {
        let behind = || self.tokens.iter().skip(last + 1).take(OF_PHRASE + 1);
        let goes_on = |t: &&Token| !t.sentence && t.gap & PARTS == 0;
        let belongs = |t: &Token| t.quote.is_none() && !t.is(CUE | AUXILIARY | PRONOUN | RELATIVE);
        let count = behind().take_while(goes_on).count();
        count <= OF_PHRASE && behind().take(count).all(belongs)
    }

    /// A noun in small letters at token `i` that no list has.
    pub(super) fn noun_at(&self, i: usize, high: usize) -> Option<Phrase> {
        let t = self.tokens.get(i).filter(|_| i < high)?;
        let is_noun = self.plain_gap(i) && t.quote.is_none() && !t.upper && t.class == 0;
        is_noun.then_some(Phrase { first: i, last: i, kind: Kind::Generic })
    }

    /// Nouns in small letters at token `i`, of which no list has the first: `bratanica aktorki`.
    pub(super) fn nouns_at(&self, i: usize, high: usize) -> Option<Phrase> {
        let noun = |&k: &usize| {
            let t = &self.tokens[k];
            self.plain_gap(k) && t.quote.is_none() && !t.upper && t.class & !(TITLE | GENERIC | MALE | FEMALE) == 0
        };
        let last = (i + 1..high).take(OF_NOUN).take_while(noun).last();
        self.noun_at(i, high).map(|first| Phrase { last: last.unwrap_or(i), ..first })
    }

    /// An age at token `i`, and the noun that it belongs to, up to the next sign: `34-річна педагогиня`.
    pub(super) fn age_at(&self, i: usize, high: usize) -> Option<Phrase> {
        let belongs = |&i: &usize| {
            let t = &self.tokens[i];
            let noun = t.class & !(TITLE | GENERIC | MALE | FEMALE) == 0;
            self.plain_gap(i) && t.quote.is_none() && !t.upper && noun
        };
        let last = (i..high).take(4).take_while(belongs).last().filter(|_| self.is_age(i))?;
        let parted = last + 1 >= high || self.tokens[last + 1].gap & PARTS != 0;
        parted.then_some(Phrase { first: i, last, kind: Kind::Generic })
    }

    /// A noun for somebody follows within three words, as in `Lystria law enforcement official`.
    pub(super) fn noun_follows(&self, i: usize, high: usize) -> bool {
        let stops = CUE | PREPOSITION | CONJUNCTION | AUXILIARY | DETERMINER | PRONOUN | RELATIVE | NO_NAME;
        (i..high.min(i + 4))
            .take_while(|&next| {
                self.plain_gap(next)
                    && !self.tokens[next].upper
                    && (!self.tokens[next].is(stops) || self.tokens[next].is(TITLE | GENERIC))
            })
            .any(|next| self.tokens[next].is(TITLE | GENERIC))
    }

    /// The name behind an office with what it is of in marks, which stands at token `end`: `директор компании «Север» Иван Роу`.
    pub(super) fn behind_quoted(&self, first: usize, end: usize, high: usize) -> Option<Phrase> {
        let office = (first..end).any(|i| self.tokens[i].is(TITLE | GENERIC)) && !self.language.articles;
        (office && end < high).then(|| self.name_behind_quoted(end, high)).flatten()
    }

    /// The name of two words and more behind the quote at token `quote`, with nothing between.
    pub(super) fn name_behind_quoted(&self, quote: usize, high: usize) -> Option<Phrase> {
        let name = quote + 1;
        let beside = |i: usize| {
            let t = &self.tokens[i];
            t.gap & (PARTS | QUOTE_COMMA | QUOTE_CALL) == 0 && !t.sentence
        };
        let named = name + 1 < high
            && self.tokens[quote].quote.is_some()
            && beside(quote)
            && beside(name)
            && self.capital(name);
        let last = self.capitals_end(name, high);
        (named && last > name).then_some(Phrase { first: name, last, kind: Kind::Name })
    }

    /// A name follows within two words, as in `campaign manager Jane Roe`.
    pub(super) fn name_follows(&self, i: usize, high: usize) -> bool {
        for next in i + 1..high.min(i + 3) {
            if !self.plain_gap(next)
                || self.tokens[next].is(CUE | PREPOSITION | CONJUNCTION | AUXILIARY | DETERMINER | PRONOUN)
            {
                return false;
            }
            if self.capital(next) {
                return !self.tokens[i].is(CUE | PREPOSITION | CONJUNCTION | AUXILIARY | DETERMINER | ABBREVIATION);
            }
        }
        false
    }
}
