//! Who holds an office: `the mayor` where the article has `Mayor Jane Roe`, or `Jane Roe, the mayor`.

use super::class::{COMMON, CONJUNCTION, CUE, DETERMINER, GIVEN, PREPOSITION, TITLE};
use super::finder::QuoteFinder;
use super::names::Run;
use super::phrases::{Phrase, Reader};
use super::resolution::places;
use super::tokens::{self, COMMA, HYPHEN};
use crate::text::{Prepared, WordHash};

/// In how many places of an article a role (`the mayor`) is looked for beside a name.
const ROLE_PLACES: usize = 24;
/// How many times as often an article names somebody whom `the mayor` means rather than who has stood nearer as one.
const FAR_MORE: usize = 2;
/// Words before an office in which somebody who has it was just named.
const JUST_NAMED: u32 = 20;
/// Letters in which a country and its adjective are alike.
const STEM: usize = 4;
/// Words from an office to the name behind a comma, at most.
const OFFICE_WORDS: u32 = 6;
/// How many roles of one article are looked for: each costs a walk over its words.
const ROLES: usize = 48;

/// An office as a phrase has it.
struct Office {
    /// Its last word, as a token.
    role: usize,
    hash: WordHash,
    /// The same in short: `Gov.`
    short: Option<WordHash>,
    /// The office that it is a half of, before it (`vice president`) or behind a hyphen (`president-elect`).
    before: Option<WordHash>,
    behind: Option<WordHash>,
    /// The token of whose it is: `the Tern’s editor`.
    owner: Option<usize>,
}

impl QuoteFinder<'_> {
    /// The name that the article gives the holder of a role: `the mayor` where `Mayor Jane Roe` or `Jane Roe, the mayor` stands.
    pub(super) fn by_role(&mut self, reader: &Reader<'_>, prepared: &Prepared, phrase: Phrase) -> Option<Run> {
        if self.roles >= ROLES || phrase.first == phrase.last && !reader.language.inverted {
            return None;
        }
        let office = reader.office(phrase)?;
        let apposed = self.holder_apposed(reader, phrase, office.role);
        if let Some(run) = apposed.or_else(|| self.apposed_to(reader, phrase)) {
            return Some(run);
        }
        if !reader.is_definite(phrase) {
            return None;
        }
        self.roles += 1;
        self.holder_elsewhere(reader, prepared, phrase, &office)
    }

    /// The person before the comma that a role stands behind: `the voice of Jane Roe, the mayor of Port Lystria, recorded an hour before: “…”`
    fn apposed_to(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let verb = || reader.tokens.get(phrase.last + 1).is_some_and(|t| t.is(CUE) && t.quote.is_none());
        let parted = reader.is_parted_behind(phrase.last);
        let apposed = reader.tokens[phrase.first].gap & COMMA != 0 && (parted || verb());
        let before = phrase.first.checked_sub(1).filter(|&i| apposed && reader.tokens[i].quote.is_none())?;
        let before = reader.tokens[before].word;
        let run = self.names.at(before, before + 1)?;
        // Not `After a meeting with Roe, the mayor said`.
        let led = run.first_word.checked_sub(1).is_some_and(|word| reader.classes[word as usize] & PREPOSITION != 0);
        (run.end_word == before + 1 && self.names.is_person(run) && (parted || !led)).then_some(run)
    }

    /// Who has an office in other places of the article.
    fn holder_elsewhere(
        &self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        phrase: Phrase,
        office: &Office,
    ) -> Option<Run> {
        let words = &prepared.words;
        let own = reader.tokens[office.role].word;
        // The one without an adjective before the others: not the president of another country.
        let (mut found, mut other) = (None, None);
        let is_at = |word: Option<u32>, hash| word.and_then(|word| words.hashes.get(word as usize)) == Some(&hash);
        let whole = |&place: &u32| {
            let before = office.before.is_none_or(|hash| is_at(place.checked_sub(1), hash));
            before && office.behind.is_none_or(|hash| is_at(Some(place + 1), hash))
        };
        // `the Tern’s editor` is no editor of another paper. `Lystria’s president`, and `Lystrian President Roe`
        let stem = office.owner.filter(|&owner| reader.capital(owner)).map(|owner| stem_of(reader.word(owner)));
        let word = |i: u32| &reader.text[words.starts[i as usize] as usize..words.ends[i as usize] as usize];
        let owned = |&place: &u32| {
            let is_owner =
                |stem: &String| (place.saturating_sub(OFFICE_WORDS)..place).any(|i| stem_of(word(i)) == *stem);
            stem.as_ref().is_none_or(is_owner)
        };
        let short = office.short.into_iter().flat_map(|short| places(&words.hashes, short));
        let all = places(&words.hashes, office.hash).chain(short).filter(|&place| place != own).filter(whole);
        let mut all: Vec<u32> = all.collect();
        all.sort_unstable();
        // Of many the first ones, and those nearest.
        let before = all.partition_point(|&place| place < own);
        let first = before.min(ROLE_PLACES / 2);
        let some = all[..first].iter().chain(&all[before.saturating_sub(ROLE_PLACES / 2).max(first)..]);
        for place in some.copied().take(ROLE_PLACES).filter(owned) {
            let Some(run) = self.name_beside(reader, prepared, place, office) else { continue };
            let found = match self.qualified(reader, prepared, phrase, place) {
                Qualified::No => &mut found,
                Qualified::ByPlace => &mut other,
                Qualified::Otherwise => continue,
            };
            // Of two who hold it, as of two countries or times, the nearer one, unless the article names the other far more.
            let is_better = |before: Run| {
                // Not `under President Roe`.
                let lead = place.min(run.first_word).checked_sub(1).map_or(0, |word| reader.classes[word as usize]);
                let just_named = own - run.first_word <= JUST_NAMED && lead & (PREPOSITION | CONJUNCTION) == 0;
                run.shares_surname(&before) || just_named || !self.is_named_far_more(before, run)
            };
            if found.is_none_or(|before| run.first_word < own && is_better(before)) {
                *found = Some(run);
            }
            if run.first_word > own {
                break;
            }
        }
        // `the US president, Jane Roe`
        let other = other.filter(|&other| found.is_none_or(|found| self.is_named_far_more(other, found)));
        other.or(found)
    }

    /// The name beside the role at word `place`: `Mayor Jane Roe`, `the mayor of Port Lystria, Jane Roe,`, `Jane Roe, the mayor`.
    fn name_beside(&self, reader: &Reader<'_>, prepared: &Prepared, place: u32, office: &Office) -> Option<Run> {
        const ENDS: [char; 8] = ['.', ';', '!', '?', '\n', '“', '"', '«'];
        let words = &prepared.words;
        let between = |a: u32, b: u32| (words.ends[a as usize] as usize, words.starts[b as usize] as usize);
        // Between role and name nothing but a comma or an article.
        let near = |a: u32, b: u32| {
            let (from, to) = between(a, b);
            // `Gov. Jane Roe`
            let from = from + usize::from(a == place && Some(words.hashes[a as usize]) == office.short);
            to > from && to - from < 24 && !reader.text[from..to].contains(ENDS)
        };
        let name = place + 1 + u32::from(office.behind.is_some());
        let behind = self.names.at(name, name + 1).filter(|run| run.first_word == name && near(place, name));
        let apart = || {
            let mut behind = place + 2..=place + OFFICE_WORDS;
            let begins = |at: u32, run: &Run| run.first_word == at && self.names.is_person(*run);
            let named = behind.find_map(|at| self.names.at(at, at + 1).filter(|run| begins(at, run)))?;
            let (from, to) = between(place, named.first_word);
            let between = reader.text.get(from..to)?.strip_suffix(", ")?;
            (!between.contains(ENDS) && !between.contains(',')).then_some(named)
        };
        let text_behind = |word: u32| &reader.text[words.ends[word as usize] as usize..];
        // Not `In Lystria, the mayor said`, nor `Beside Roe, the mayor waited`.
        let is_apposition = reader.language.inverted
            || reader.classes.get(place as usize + 1).is_none_or(|class| class & PREPOSITION != 0)
            || !text_behind(place).starts_with(' ');
        let before = || {
            let run = self.names.at(place.checked_sub(2)?, place)?;
            let near = run.end_word == place || run.end_word < place && near(run.end_word - 1, place);
            let person = self.names.is_person(run) || run.words() >= 2 || reader.language.inverted;
            (is_apposition && near && person && text_behind(run.end_word - 1).starts_with(',')).then_some(run)
        };
        behind.or_else(apart).or_else(before).filter(|run| !run.role)
    }

    /// Whether the article names the first one so much more that a role means him, and not who stands nearer.
    fn is_named_far_more(&self, run: Run, other: Run) -> bool {
        self.names.often(run) >= FAR_MORE * self.names.often(other)
    }

    /// What stands directly before a role at word `place` that the phrase does not say.
    fn qualified(&self, reader: &Reader<'_>, prepared: &Prepared, phrase: Phrase, place: u32) -> Qualified {
        let Some(before) = place.checked_sub(1) else { return Qualified::No };
        let words = &prepared.words;
        let (start, end) = (words.starts[before as usize], words.ends[before as usize]);
        let between = reader.text.get(end as usize..words.starts[place as usize] as usize);
        // `vice-president`
        if between == Some("-") && reader.classes[before as usize] & TITLE != 0 && !reader.language.capital_nouns {
            return Qualified::Otherwise;
        }
        let apart = between != Some(" ");
        // `der CDU-Chef` is not the one of another party.
        let joined = |&i: &usize| reader.tokens[i].gap & HYPHEN != 0;
        if let Some(role) = (phrase.first + 1..=phrase.last).find(joined).filter(|_| reader.language.capital_nouns) {
            let same = between == Some("-") && words.hashes[before as usize] == reader.hash(role - 1);
            return if same { Qualified::No } else { Qualified::Otherwise };
        }
        let hash = words.hashes[before as usize];
        // `the Lystrian president` is no other one.
        if let Some(people) = reader.people(phrase) {
            // `Lystrian Prime Minister Jane Roe`
            let adjective = |i: &usize| reader.language.is_capital_adjective(words.hashes[*i]);
            let mut near = (0..place as usize).rev().take(OFFICE_WORDS as usize);
            let before = near.find(|i| reader.classes[*i] & TITLE == 0 || adjective(i));
            return match before.filter(|i| !apart && adjective(i)).map(|i| words.hashes[i]) {
                None => Qualified::ByPlace,
                Some(hash) if hash == people => Qualified::No,
                Some(_) => Qualified::Otherwise,
            };
        }
        if apart || (phrase.first..=phrase.last).any(|i| reader.hash(i) == hash) {
            return Qualified::No;
        }
        // `its president`, of another country
        if reader.language.is_possessive(hash) && !reader.language.inverted {
            return Qualified::ByPlace;
        }
        let class = reader.classes[before as usize];
        if class & TITLE != 0 && class & GIVEN == 0 {
            // `Vice President Roe` is not the president.
            return Qualified::Otherwise;
        }
        let capital = tokens::is_upper(reader.text, start) && class & (COMMON | DETERMINER | PREPOSITION) == 0;
        if capital { Qualified::ByPlace } else { Qualified::No }
    }
}

impl Reader<'_> {
    /// The office in a phrase.
    fn office(&self, phrase: Phrase) -> Option<Office> {
        let length = phrase.last - phrase.first;
        // `Ms Roe's spokesman` is no Ms Roe.
        let owner = (phrase.first..phrase.last).rev().find(|&i| self.tokens[i].possessive);
        let first = owner.map_or(phrase.first, |owner| owner + 1);
        // `a assessoria da cantora` is no singer.
        let role = (first..=phrase.last)
            .take_while(|&i| i == first || !self.language.inverted || !self.tokens[i].is(PREPOSITION))
            .find(|&i| {
                let title = self.tokens[i].is(TITLE) || self.language.capital_nouns && self.is_title(i);
                title || length == 1 && i == phrase.last && self.is_one(i)
            })?;
        // `the attorney general`: the name stands behind the last word of an office.
        let small = !self.tokens[role].upper && !self.language.inverted;
        let of_office = |&i: &usize| small && self.tokens[i].is(TITLE) && self.plain_gap(i);
        let role = (role + 1..=phrase.last).take_while(of_office).last().unwrap_or(role);
        let before = role.checked_sub(1).filter(|&i| small && i >= first && self.tokens[i].is(TITLE));
        let joined = |&i: &usize| self.tokens.get(i).is_some_and(|t| t.gap & HYPHEN != 0 && t.quote.is_none());
        let behind = Some(role + 1).filter(joined).filter(|_| !self.language.capital_nouns);
        let hash = self.hash(role);
        let [before, behind] = [before, behind].map(|half| half.map(|i| self.hash(i)));
        Some(Office { role, hash, short: self.language.short_title(hash), before, behind, owner })
    }
}

/// What a country and its adjective have in common.
fn stem_of(word: &str) -> String {
    word.chars().take(STEM).flat_map(char::to_lowercase).collect()
}

/// What a role has before it.
enum Qualified {
    No,
    /// A capital: `Lystrian President`; or none where the phrase has one.
    ByPlace,
    /// Another title, `Vice President`, or another adjective than the phrase has.
    Otherwise,
}
