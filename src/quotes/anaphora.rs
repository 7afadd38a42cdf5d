//! Nouns that stand for somebody named before: `the latter`, `the teacher` behind a sentence about one person, `the researcher`, `the 34-year-old`.

use super::attribution::Evidence;
use super::class::{
    BODY, Class, DETERMINER, FEMALE, GENERIC, GIVEN, HE, INDEFINITE, MALE, PARTICLE, PREPOSITION, SHE, TITLE,
};
use super::finder::QuoteFinder;
use super::names::Run;
use super::phrases::{Phrase, Reader};
use super::resolution::{LOOK_BACK, is_quoted, places};
use super::spans::Span;
use super::tokens::{HYPHEN, Token};
use crate::text::Prepared;

/// The longest phrase with such a noun, in words: `the former striker`, `the 34-year-old teacher`.
const LONGEST: usize = 5;
/// Places of such a noun that are looked at for somebody else, and words before it.
const PLACES: usize = 12;
const BEFORE: usize = 3;
/// Words before such a noun in which somebody of its walk of life is looked for.
const FIELD_BACK: u32 = 250;
/// Words before and behind a name that say what somebody is.
const OFFICE: usize = 4;
/// Words from such a noun to a name that it belongs to.
const NEAR: u32 = 5;

impl QuoteFinder<'_> {
    /// `the latter`: the person named last.
    pub(super) fn latter(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        // `este último a la salida`, and not `el último informe`
        let ends = |i: usize| i == phrase.last || reader.tokens[i + 1].is(PREPOSITION);
        let mut first = phrase.first..=phrase.last.min(phrase.first + 1);
        let short = first.any(|i| reader.language.is_latter(reader.hash(i)) && ends(i));
        let before = reader.tokens[phrase.first].word;
        let somebody = |run: &Run| self.names.is_person(*run) || run.words() >= 2 && !run.role;
        let named = || self.names.among(before.saturating_sub(LOOK_BACK), before).filter(somebody).last();
        short.then(named).flatten()
    }

    /// `For Jane Roe it was simple. “…,” the teacher said.`: a person without a name is the one that the sentence before names, when it names only one.
    pub(super) fn just_named(&self, reader: &Reader<'_>, prepared: &Prepared, phrase: Phrase) -> Option<Run> {
        let tokens = reader.tokens;
        let role = tokens[phrase.last];
        let article = tokens[phrase.first].is(DETERMINER) || !reader.language.articles;
        let definite = article
            && !tokens[phrase.first].is(INDEFINITE | HE | SHE)
            && !reader.language.is_possessive(reader.hash(phrase.first));
        let title = role.is(TITLE) || reader.language.capital_nouns && reader.is_title(phrase.last);
        let one = title && !role.is(BODY) || reader.is_one(phrase.last);
        if !definite || role.upper != reader.language.capital_nouns || !one || phrase.last - phrase.first >= LONGEST {
            return None;
        }
        if self.brings_in(reader, prepared, phrase.last) {
            return None;
        }
        let end = reader.sentence_start(phrase.first);
        let start = reader.sentence_start(end.checked_sub(1)?);
        let mut full = self.names.among(tokens[start].word, tokens[end].word).filter(|r| r.words() >= 2 && !r.role);
        let only = full.next()?;
        // `Falta el de Jane Roe.`
        let token = (start..end).find(|&i| tokens[i].word == only.first_word)?;
        if reader.language.inverted
            && token > start
            && tokens[token - 1].is(PREPOSITION)
            && tokens[token - 1].is(PARTICLE)
        {
            return None;
        }
        let quoted = tokens[start..end].iter().any(|t| t.quote.is_some());
        let other = self.is_of_another_field(reader, prepared, phrase.last, only);
        // `the Lystrian president` is no other one.
        let is_other = |people| {
            let words = (only.first_word as usize).saturating_sub(OFFICE)..only.first_word as usize;
            let (hashes, classes) = (&prepared.words.hashes[words.clone()], &reader.classes[words]);
            let mut around = hashes.iter().zip(classes);
            around.any(|(&hash, &class)| hash != people && reader.language.is_of_people(hash, class))
        };
        let other = other || reader.people(phrase).is_some_and(is_other);
        let gender = reader.language.article_gender(reader.hash(phrase.first));
        let fits = gender == 0 || self.names.fits(only, if gender & MALE != 0 { HE } else { SHE });
        // Where every noun has a capital, two of them are easily taken for a name.
        let known = !reader.language.capital_nouns || self.names.is_person(only);
        (full.next().is_none() && !quoted && !other && fits && known).then_some(only)
    }

    /// `„…“, sagte Roe. „…“, schloss der Drusenführer.`: a noun for somebody that the article has nowhere else is who spoke last in this paragraph.
    pub(super) fn called_otherwise(
        &self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        phrase: Phrase,
        number: u32,
    ) -> Option<Run> {
        let capital = reader.language.capital_nouns;
        let noun = if capital { phrase.last } else { reader.head(phrase)? };
        let one = (reader.is_title(noun) || reader.is_one(noun)) && !reader.tokens[noun].is(BODY);
        let gender = reader.language.article_gender(reader.hash(phrase.first));
        let short = phrase.last - phrase.first < LONGEST;
        let articles = reader.language.inverted && reader.language.articles;
        let (run, _, there) = self.last_named.filter(|_| articles && one && short && gender != 0)?;
        let own = reader.tokens[noun].word;
        let only = places(&prepared.words.hashes, reader.hash(noun)).all(|place| place == own);
        let class = if gender & MALE != 0 { HE } else { SHE };
        let fits = there == number && only && self.names.fits(run, class) && self.names.is_person(run);
        // Nobody else since.
        let since = self.names.among(run.end_word, own).filter(|other| !other.role && other.words() >= 2);
        let mut others = since.filter(|other| !other.shares_surname(&run));
        (fits && others.next().is_none() && !self.is_of_another_field(reader, prepared, noun, run)).then_some(run)
    }

    /// `the researcher`: who a pronoun in its place would mean.
    pub(super) fn stood_for(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        evidence: &Evidence,
        number: u32,
    ) -> Option<Run> {
        let phrase = evidence.phrase;
        let (noun, gender) = reader.anaphor(phrase)?;
        if self.brings_in(reader, prepared, noun) {
            return None;
        }
        let verb = evidence.cue.map_or(0, |(_, verb)| reader.language.verb_gender(reader.word(verb)));
        let class = match (gender | verb) & (MALE | FEMALE) {
            MALE => HE,
            FEMALE => SHE,
            _ => HE | SHE,
        };
        let person = self.person(reader, prepared, spans, phrase, class, number).map(|(run, _)| run);
        let run = match person.filter(|&run| !self.is_of_another_field(reader, prepared, noun, run)) {
            Some(run) => run,
            None => self.last_of_field(reader, prepared, spans, noun, class)?,
        };
        // `the senator`: somebody of whom something says that it could be he, where no article tells his gender.
        let title = reader.is_title(noun) && !reader.language.inverted;
        if title && !self.is_of_field(reader, prepared, noun, run) {
            return None;
        }
        let given = reader.classes[run.first_word as usize] & GIVEN != 0;
        (given || self.names.resolve(run).0.words() >= 2).then_some(run)
    }

    /// `the Lystria Republican`: who is named with the place elsewhere, else who a pronoun in its place would mean, if he is of that walk of life.
    pub(super) fn member_from(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        phrase: Phrase,
        number: u32,
    ) -> Option<Run> {
        let tokens = reader.tokens;
        let before = phrase.first.checked_sub(1).filter(|_| reader.plain_gap(phrase.first));
        let definite = before.is_some_and(|i| tokens[i].is(DETERMINER) && !tokens[i].is(INDEFINITE));
        let member = tokens[phrase.last].is(GENERIC) && reader.language.is_anaphor(reader.hash(phrase.last));
        if !definite || !member || phrase.first == phrase.last || phrase.last - phrase.first >= LONGEST {
            return None;
        }
        let (place, own) = (reader.hash(phrase.last - 1), tokens[phrase.last - 1].word);
        let beside = |at: u32| {
            let apart = |run: &Run| !(run.first_word..run.end_word).contains(&at);
            let near = self.names.among(at.saturating_sub(NEAR), at + NEAR).filter(apart);
            near.filter(|&run| self.is_member(reader, prepared, phrase.last, run))
                .min_by_key(|run| at.abs_diff(run.first_word))
        };
        let named = places(&prepared.words.hashes, place).take_while(|&at| at < own).filter_map(beside).last();
        let named = named.or_else(|| Some(self.person(reader, prepared, spans, phrase, HE | SHE, number)?.0))?;
        self.is_member(reader, prepared, phrase.last, named).then_some(named)
    }

    /// Whether a run is somebody who can be meant by the noun at token `noun`.
    fn is_member(&self, reader: &Reader<'_>, prepared: &Prepared, noun: usize, run: Run) -> bool {
        self.names.is_person(run) && self.is_of_field(reader, prepared, noun, run)
    }

    /// Whether what stands around a name is of the walk of life of the noun at token `noun`.
    fn is_of_field(&self, reader: &Reader<'_>, prepared: &Prepared, noun: usize, run: Run) -> bool {
        reader.language.fields(reader.hash(noun)) & self.fields_around(reader, prepared, run) != 0
    }

    /// Whether the noun at token `noun` is one of quite another walk of life than what stands around a name: no judge is `the goalkeeper`.
    fn is_of_another_field(&self, reader: &Reader<'_>, prepared: &Prepared, noun: usize, run: Run) -> bool {
        let of_noun = reader.language.fields(reader.hash(noun));
        let of_name = if of_noun == 0 { 0 } else { self.fields_around(reader, prepared, run) };
        // `Jane Roe, une voisine`, and then `le procureur`
        let private = || reader.tokens[noun].is(TITLE) && self.is_private(reader, prepared, run);
        of_noun & of_name == 0 && (of_name != 0 || of_noun != 0 && private())
    }

    /// The walks of life of the words around a name, and around the fullest form of it.
    fn fields_around(&self, reader: &Reader<'_>, prepared: &Prepared, run: Run) -> u32 {
        let hashes = &prepared.words.hashes;
        let around = |run: Run| {
            let (first, end) = (run.first_word as usize, run.end_word as usize);
            let words = &prepared.words;
            let parted = |i: usize| {
                let gap = &reader.text[words.ends[i - 1] as usize..words.starts[i] as usize];
                // `Sen. Jane Roe`
                let abbreviation = gap == ". " && reader.classes[i - 1] & TITLE != 0;
                !abbreviation && gap.contains(['.', '!', '?', ':', ';', '\n', '“', '”', '"', '«', '»', '„'])
            };
            let before = (first.saturating_sub(OFFICE)..first).rev().take_while(|&i| !parted(i + 1));
            let behind = (end..hashes.len().min(end + OFFICE)).take_while(|&i| !parted(i));
            before.chain(behind).fold(0, |fields, i| fields | reader.language.fields(hashes[i]))
        };
        around(run) | around(self.names.fullest(run).0)
    }

    /// Whether a noun of no walk of life stands behind a name, parted from it by a comma: `Jane Roe, une voisine`.
    fn is_private(&self, reader: &Reader<'_>, prepared: &Prepared, run: Run) -> bool {
        let words = &prepared.words;
        let end = run.end_word as usize;
        let comma = end < words.len() && reader.text[words.ends[end - 1] as usize..].starts_with(", ");
        let behind = end..words.len().min(end + OFFICE);
        comma
            && behind.into_iter().any(|i| {
                let (class, word) = (reader.classes[i], words.hashes[i]);
                class & GENERIC != 0 && reader.language.fields(word) == 0 && !reader.language.is_anaphor(word)
            })
    }

    /// The last one named before the noun at token `noun` who is of its walk of life.
    fn last_of_field(
        &self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        noun: usize,
        class: Class,
    ) -> Option<Run> {
        let of_noun = reader.language.fields(reader.hash(noun));
        if of_noun == 0 {
            return None;
        }
        let own = reader.tokens[noun].word;
        let quoted = |run: &Run| is_quoted(spans, run.first_word);
        let fits = |run: &Run| !quoted(run) && self.names.is_person(*run) && self.names.fits(*run, class);
        let named: Vec<Run> = self.names.among(own.saturating_sub(FIELD_BACK), own).collect();
        named.into_iter().rev().filter(fits).find(|&run| self.is_of_field(reader, prepared, noun, run))
    }

    /// Whether the article brings in somebody without a name by this noun before: `a lawmaker said`, but not `Jane Roe, a lawmaker`.
    fn brings_in(&self, reader: &Reader<'_>, prepared: &Prepared, noun: usize) -> bool {
        let (words, own) = (&prepared.words, reader.tokens[noun].word);
        let gap =
            |word: u32| &reader.text[words.ends[word as usize - 1] as usize..words.starts[word as usize] as usize];
        places(&words.hashes, reader.hash(noun)).take_while(|&place| place < own).take(PLACES).any(|place| {
            let joined = |&word: &u32| word > 0 && matches!(gap(word), " " | "-");
            let mut before = (0..=place).rev().take_while(joined).map(|word| word - 1).take(BEFORE);
            let article = before.find(|&word| reader.classes[word as usize] & INDEFINITE != 0);
            if !reader.language.articles && article.is_none() {
                return self.names.among(place.saturating_sub(NEAR), place + NEAR).next().is_none();
            }
            article.is_some_and(|article| article == 0 || !gap(article).contains(','))
        })
    }
}

impl Reader<'_> {
    /// The noun in a phrase that stands for somebody named before, as a token, and the gender that it shows.
    pub(super) fn anaphor(&self, phrase: Phrase) -> Option<(usize, Class)> {
        let tokens = &self.tokens[phrase.first..=phrase.last];
        let determiner = &tokens[0];
        let definite = !self.language.articles || determiner.is(DETERMINER);
        let definite = definite && !self.language.is_possessive(self.hash(phrase.first));
        let known = definite && !determiner.is(INDEFINITE | HE | SHE);
        // What a preposition brings in belongs to the noun, unless it is a place: `a artista em suas redes`.
        let is_place = |i: usize| match self.language.articles {
            true => self.language.pro_drop && !tokens[i].is(PARTICLE),
            false => self.language.is_before_place(self.hash(phrase.first + i)),
        };
        // `cette retraitée de 78 ans`
        let is_age = |i: usize| {
            let figure = |i: usize| self.word(phrase.first + i).starts_with(|c: char| c.is_ascii_digit());
            i + 1 < tokens.len() && figure(i + 1)
        };
        let ends = |&i: &usize| tokens[i].is(PREPOSITION) && (is_place(i) || is_age(i));
        let end = (1..tokens.len()).find(ends).unwrap_or(tokens.len());
        let tokens = &tokens[..end];
        let apart = tokens[1..].iter().any(|t| t.is(PREPOSITION | DETERMINER) || t.possessive);
        let mut places = phrase.first..phrase.first + tokens.len();
        let stands_in = |i: usize| {
            let cases = self.language.cases.as_ref().filter(|_| phrase.first == phrase.last);
            let is = |hash| self.language.is_anaphor(hash);
            // `По оценке специалиста`
            is(self.hash(i)) || cases.is_some_and(|cases| cases.nouns(self.word(i)).any(is))
        };
        let noun = places.clone().find(|&i| stands_in(i)).or_else(|| places.find(|&i| self.is_age(i)))?;
        let gender = tokens.iter().fold(0, |gender, t| gender | t.class & (MALE | FEMALE));
        let gender = if gender == 0 { self.language.article_gender(self.hash(phrase.first)) } else { gender };
        // `the Lystrian director` need not be who was named.
        let office = |t: &Token| t.is(BODY) || t.upper && !t.sentence && !self.language.capital_nouns;
        let apart = apart || tokens.iter().any(office) || self.tokens[noun].possessive;
        (known && !apart && end <= LONGEST).then_some((noun, gender))
    }

    /// Whether an age begins at token `i`: `34-year-old`, `58-Jährige`.
    pub(super) fn is_age(&self, i: usize) -> bool {
        let years = self.word(i).parse().is_ok_and(|years: u32| (1..120).contains(&years));
        let hyphen = |next: &Token| next.gap & HYPHEN != 0 && next.quote.is_none();
        years && self.tokens.get(i + 1).is_some_and(hyphen) && self.language.is_age(self.word(i + 1))
    }
}
