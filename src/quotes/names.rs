//! Who is named in an article: runs of capitalised words, their titles, and which surname belongs to which full name.
//!
//! Names are collected once per article, and only in articles with quotes. A run begins at a capital and goes on over capitals, initials, hyphens and particles
//! (`de`, `von`, `al`). A word that is capitalised only because it begins a sentence is left out when it is one of the commonest words; titles are cut off and
//! remembered for their gender.

mod bearer;
mod cut;
mod latest;

use super::class::{BODY, Class, FEMALE, GENERIC, GIVEN, HE, MALE, SHE, TITLE};
use super::language::Language;
use super::tokens::base;
use crate::matching::HashedMap;
use crate::text::{Paragraph, Prepared, WordHash};
use bearer::Bearer;
use cut::{Article, Cut};
use latest::Latest;

/// How many runs of one surname, and how many runs before a pronoun, are looked at.
const LOOKS: usize = 48;
/// How many runs of an article are looked at for the one that a given name is the beginning of: people are named in full early.
const FIRST: usize = 192;
/// The longest name that a given name alone stands for, in words.
const LONGEST: u32 = 3;
/// No run.
const NONE: u32 = u32::MAX;

/// A name where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first_word: u32,
    pub(super) end_word: u32,
    /// Words in it that belong to the next one.
    joints: u32,
    /// Bytes of the name, without title and possessive.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Hash of its first word.
    head: WordHash,
    /// Hash of its last word that is no `Jr`.
    surname: WordHash,
    /// Of title or given name: [`MALE`], [`FEMALE`], both or none.
    pub(super) gender: Class,
    /// A title stood before it.
    pub(super) titled: bool,
    /// Its first word is a known given name.
    pub(super) given: bool,
    /// It is a known given name and nothing else.
    given_alone: bool,
    /// The gender that it shows then.
    gender_alone: Class,
    /// It is nobody's name: `Kentucky Republican`, `White House`, `Justice Department`.
    pub(super) role: bool,
    /// It ends with `Jr` or the like.
    suffix: bool,
    /// Hash of its title; 0 where there is none.
    title: WordHash,
    /// Gender of its title.
    title_gender: Class,
    /// The run before with the same surname.
    before: u32,
    /// Whom the surname alone means.
    bearer: Bearer,
}

impl Run {
    /// How many words it has; those that a hyphen joins are one, and so is `Von der Roe`.
    pub(super) fn words(&self) -> u32 {
        self.end_word - self.first_word - self.joints
    }

    /// The same name, said of somebody of this gender.
    pub(super) fn of_gender(self, gender: Class) -> Run {
        Run { gender, ..self }
    }

    /// Whether it can be a given name and a surname.
    fn is_full(&self) -> bool {
        self.words() >= 2 && (self.given || self.words() <= 4)
    }

    /// Whether two runs have the same surname.
    pub(in crate::quotes) fn shares_surname(&self, other: &Run) -> bool {
        self.surname == other.surname
    }

    /// Whether two runs with one surname name one person: the same given name.
    fn is_same(&self, other: &Run) -> bool {
        self.head == other.head && self.suffix == other.suffix
    }

    /// Whether somebody of this gender, where it is known, can be meant.
    fn may_be(&self, gender: Class) -> bool {
        gender == 0 || self.gender == 0 || self.gender & gender != 0
    }
}

/// The names of one article.
#[derive(Debug, Default)]
pub(super) struct Names {
    runs: Vec<Run>,
    /// Room for the numbers of the words that may begin with a capital.
    capitals: Vec<u32>,
    /// The last run of each surname.
    latest: Latest,
    /// Whether nouns have capitals too, so that one may follow a given name.
    capital_nouns: bool,
    /// Gender of surnames, learnt from verbs and pronouns.
    learnt: HashedMap<WordHash, Class>,
}

impl Names {
    /// Collects the names of an article. `classes` says of each of its words what it can be.
    pub(super) fn collect(&mut self, text: &str, prepared: &Prepared, language: &Language, classes: &[Class]) {
        self.runs.clear();
        self.learnt.clear();
        self.capital_nouns = language.capital_nouns;
        let article = Article { text, prepared, language, classes };
        let mut room = std::mem::take(&mut self.capitals);
        let capitals = article.candidates(&mut room);
        self.latest.clear(capitals.len());
        article.runs(capitals, |first, end| self.add(article, first, end));
        self.capitals = room;
    }

    /// Adds the name in a run of capitals, if there is one.
    fn add(&mut self, article: Article<'_>, first: usize, end: usize) {
        if end - first == 1 {
            return self.add_one(article, first);
        }
        let Some(mut cut) = article.cut(first, end) else { return };
        let role = article.is_role(&cut, || self.is_surname(article.surname_key(cut.end - 1)));
        if role {
            // `Justice Department`: no title is cut off.
            cut = article.whole(cut);
        }
        if article.is_no_name(&cut) {
            return;
        }
        let of_surname = article.surname(&cut);
        let surname = article.whole_surname_key(&cut, of_surname);
        let number = self.runs.len() as u32;
        let before = self.latest.insert(surname, number);
        if self.is_chance(article, &cut, before) {
            cut.first += 1;
        }
        if !cut.titled
            && let Some(title) = article.title_before(cut.first)
        {
            (cut.titled, cut.title) = (true, article.hash(title));
            cut.gender = article.class(title) & (MALE | FEMALE);
        }
        let class = article.class(cut.first);
        let given = class & GIVEN != 0 && cut.words() > 1;
        let of_given = if given { class & (MALE | FEMALE) } else { 0 };
        let words = &article.prepared.words;
        self.runs.push(Run {
            first_word: cut.first as u32,
            end_word: cut.end as u32,
            joints: article.joints(&cut),
            start: words.starts[cut.first],
            end: base(article.text, words.starts[cut.end - 1], words.ends[cut.end - 1]).0,
            head: article.given_key(cut.first),
            surname,
            gender: if cut.gender == 0 { of_given } else { cut.gender },
            titled: cut.titled,
            given,
            // `Sir Keir`
            given_alone: cut.words() == 1 && article.language.is_before_given(cut.title),
            gender_alone: 0,
            role,
            suffix: of_surname + 1 < cut.end,
            title: cut.title,
            title_gender: cut.gender,
            before,
            bearer: Bearer::NOBODY,
        });
        self.runs[number as usize].bearer = Bearer::at(&self.runs, number);
    }

    /// The same for a run of one word, as two of three are: what can only be of longer ones is left out.
    #[inline]
    fn add_one(&mut self, article: Article<'_>, word: usize) {
        let class = article.class(word);
        // `King said` behind `Jane King`
        let surname = || class & TITLE != 0 && self.is_surname(article.hash(word));
        if !article.is_name_alone(word) && !surname() {
            return;
        }
        let words = &article.prepared.words;
        let (end, possessive) = base(article.text, words.starts[word], words.ends[word]);
        let surname =
            if possessive || article.language.cases.is_some() { article.surname_key(word) } else { article.hash(word) };
        let role = class & GIVEN == 0 && (class & BODY != 0 || class & GENERIC != 0 && !self.is_surname(surname));
        // `le député LR`: a party is nobody.
        let title = article.title_before(word).filter(|_| !article.shouts(word));
        let (titled, title, gender) = match title {
            Some(title) => (true, article.hash(title), article.class(title) & (MALE | FEMALE)),
            None => (false, 0, 0),
        };
        let number = self.runs.len() as u32;
        self.runs.push(Run {
            first_word: word as u32,
            end_word: word as u32 + 1,
            joints: 0,
            start: words.starts[word],
            end,
            head: article.hash(word),
            surname,
            gender,
            titled,
            given: false,
            given_alone: class & GIVEN != 0,
            gender_alone: if class & GIVEN == 0 { 0 } else { class & (MALE | FEMALE) },
            role,
            suffix: false,
            title,
            title_gender: gender,
            before: self.latest.insert(surname, number),
            bearer: Bearer::NOBODY,
        });
        self.runs[number as usize].bearer = Bearer::at(&self.runs, number);
    }

    /// Whether somebody was named who has this surname.
    fn is_surname(&self, word: WordHash) -> bool {
        let latest = self.runs.get(self.latest.get(word) as usize);
        latest.and_then(|run| self.runs.get(run.bearer.run as usize)).is_some_and(|full| !full.role)
    }

    /// `Take Roe, for one.`: whether the first word has its capital from the sentence, for the surname is known (`before` is its last run) and that is nobody's given name.
    fn is_chance(&self, article: Article<'_>, cut: &Cut, before: u32) -> bool {
        if cut.words() != 2 || cut.titled {
            return false;
        }
        // In English a list has nearly all that begins a sentence and is no name; a given name that no list has is not thrown away.
        let unlisted = article.class(cut.first) == 0 && !article.language.ends_like_participle(article.word(cut.first));
        let Some(known) = self.runs.get(before as usize) else { return false };
        let full = self.runs.get(known.bearer.run as usize);
        // `Wasserman Roe` behind `Jane Wasserman Roe` is her surname.
        let surname = full.is_some_and(|full| full.words() > 2);
        if !article.language.inverted && unlisted && !surname {
            return false;
        }
        article.class(cut.first) & GIVEN == 0
            && article.surname(cut) == cut.first + 1
            && article.begins_sentence(cut.first)
            && full.is_none_or(|full| full.head != article.given_key(cut.first))
    }

    /// The run that stands at these words, or overlaps them.
    pub(super) fn at(&self, first_word: u32, end_word: u32) -> Option<Run> {
        let next = self.runs.partition_point(|r| r.first_word < end_word);
        self.runs[..next].last().copied().filter(|r| r.end_word > first_word)
    }

    /// The fullest form of a name: of a surname the full name, the last one before it, or the first one behind it. The second value says whether it was found
    /// behind.
    pub(super) fn resolve(&self, run: Run) -> (Run, bool) {
        if run.words() < 2
            && let Some(&full) = self.runs.get(run.bearer.run as usize)
            && full.may_be(run.gender)
        {
            return (full, false);
        }
        let mut best: Option<Run> = None;
        let mut later: Option<Run> = None;
        for other in self.of_surname(run.surname) {
            if !other.is_full() || !other.may_be(run.gender) {
                continue;
            }
            // Nothing but the surname, and nothing is known of who is meant.
            let bare = run.words() < 2 && run.gender == 0;
            let is_bearer = self.runs.get(other.bearer.run as usize).is_some_and(|b| b.first_word == other.first_word);
            if bare && !is_bearer {
                continue;
            }
            if other.first_word > run.first_word {
                later = Some(other);
            } else if other.first_word < run.first_word && best.is_none_or(|b| !b.given && other.given) {
                best = Some(other);
            }
        }
        if run.words() >= 2 {
            // `of Lystria Jane Roe`: where the last two words stand alone elsewhere, they are the name.
            let shorter = [best, later].into_iter().flatten().find(|o| o.words() == 2 && run.words() > 2 && !run.given);
            return (shorter.unwrap_or(run), false);
        }
        match (best, later) {
            (Some(best), _) => (best, false),
            (None, Some(later)) => (later, true),
            (None, None) => (run, false),
        }
    }

    /// The fullest form of a name, and of a given name alone that of the only person who was called by it before: `Jane said` behind `Jane Roe`.
    pub(super) fn fullest(&self, run: Run) -> (Run, bool) {
        let (full, later) = self.resolve(run);
        // `Sir Keir` is called by his given name, `President Clinton` is not.
        if full.words() > 1 || run.role || run.titled && !run.given_alone {
            return (full, later);
        }
        let before = self.runs.partition_point(|other| other.first_word < run.first_word);
        let is_called = |other: &&Run| other.head == run.head && (2..=LONGEST).contains(&other.words());
        let mut called = self.runs[..before].iter().take(FIRST).filter(is_called);
        // `Trump` is no given name, whatever a page has glued behind it.
        let may = |first: &&Run| run.given_alone || first.titled && first.words() == 2;
        let Some(&first) = called.next().filter(may) else { return (full, later) };
        let only = called.all(|other| other.surname == first.surname) && self.is_person(first);
        // `Weil Werner den Rücken kehrt`: where nouns have capitals a surname is one that stands in another name too.
        let another = |other: &Run| other.first_word != first.first_word && (other.words() > 1 || other.titled);
        let again = |other: &Run| other.surname == first.surname && another(other);
        let certain = !self.capital_nouns || first.titled || self.runs.iter().take(FIRST).any(again);
        if only && certain { (self.resolve(first).0, false) } else { (full, later) }
    }

    /// The runs of a surname, the last one first; so many of them as are looked at.
    fn of_surname(&self, surname: WordHash) -> impl Iterator<Item = Run> {
        let at = |number: u32| self.runs.get(number as usize).copied();
        std::iter::successors(at(self.latest.get(surname)), move |run| at(run.before)).take(LOOKS)
    }

    /// The fullest name before a word that has this for its last word of two and more, unless another one has it too.
    pub(super) fn only_with_surname(&self, surname: WordHash, before: u32) -> Option<Run> {
        let mut full = self.of_surname(surname).filter(|run| run.first_word < before && run.words() >= 2);
        let last = full.next()?;
        full.try_fold(last, |fullest, other| {
            let longer = if other.words() >= fullest.words() { other } else { fullest };
            (other.head == last.head).then_some(longer)
        })
    }

    /// The longest name that begins with the same word as that of an organisation, where all of them end alike: `Port Ferries` for `Port`.
    pub(super) fn that_begins_with(&self, run: Run) -> Option<Run> {
        let begins = |other: &&Run| other.head == run.head && other.words() > run.words() && !other.given;
        let mut longer = self.runs.iter().take(FIRST).filter(begins);
        let first = longer.next()?;
        longer.all(|other| other.surname == first.surname).then_some(*first)
    }

    /// Remembers the gender of somebody who spoke.
    pub(super) fn learn(&mut self, run: Run, gender: Class) {
        if gender != 0 {
            self.learnt.insert(run.surname, gender);
        }
    }

    /// The names that stand in these words.
    pub(super) fn among(&self, first_word: u32, end_word: u32) -> impl Iterator<Item = Run> {
        let from = self.runs.partition_point(|r| r.first_word < first_word);
        self.runs[from..].iter().copied().take_while(move |r| r.first_word < end_word)
    }

    /// Gender of a name by any of its forms.
    fn gender(&self, run: Run) -> Class {
        let mut gender = if run.gender == 0 { self.learnt.get(&run.surname).copied().unwrap_or(0) } else { run.gender };
        if gender == 0 && run.words() < 2 {
            gender = self.runs.get(run.bearer.run as usize).map_or(0, |full| full.gender);
        }
        if gender == 0 {
            gender = self.of_surname(run.surname).map(|other| other.gender).find(|gender| *gender != 0).unwrap_or(0);
        }
        // A given name of which nothing else is known; not the surname `Morgan`.
        let alone = gender == 0 && run.gender_alone != 0 && self.resolve(run).0.words() < 2;
        if alone { run.gender_alone } else { gender }
    }

    /// Whether a run names a person, as far as can be seen: a title, a known given name, or a surname that has one elsewhere.
    pub(super) fn is_person(&self, run: Run) -> bool {
        if run.role {
            return false;
        }
        if run.titled || run.given {
            return true;
        }
        let (full, _) = if run.given_alone { self.fullest(run) } else { self.resolve(run) };
        full.titled || full.given || self.learnt.contains_key(&run.surname)
    }

    /// Whether the surname of a run stands in another one too.
    pub(super) fn is_repeated(&self, run: Run) -> bool {
        let last = self.runs.get(self.latest.get(run.surname) as usize);
        run.before != NONE || last.is_some_and(|last| last.first_word != run.first_word)
    }

    /// Of the name of one word that begins at this byte, where it stands behind a title that belongs to it: `Pope Francis`. `hashes` are those of all words.
    pub(super) fn crowned(&self, start: u32, language: &Language, hashes: &[WordHash]) -> Option<Run> {
        let at = self.runs.binary_search_by_key(&start, |run| run.start).ok()?;
        let run = self.runs[at];
        // Not `Prince of Wales`.
        let beside = |run: &Run| run.first_word.checked_sub(1).is_some_and(|at| hashes[at as usize] == run.title);
        let crowned = |run: &Run| run.words() == 1 && run.titled && beside(run) && language.is_crowned(run.title);
        (run.words() == 1).then(|| self.of_surname(run.surname).find(crowned)).flatten()
    }

    /// How often the article has the surname of a run, up to [`LOOKS`].
    pub(super) fn often(&self, run: Run) -> usize {
        self.of_surname(run.surname).count()
    }

    /// Whether the last word of a name stands elsewhere as a name of its own: a surname.
    pub(super) fn stands_alone(&self, full: Run) -> bool {
        self.of_surname(full.surname).any(|run| run.words() == 1 && !run.role)
    }

    /// Whether a person can be meant by a pronoun of this class.
    pub(super) fn fits(&self, run: Run, pronoun: Class) -> bool {
        let gender = self.gender(run);
        let wanted = if pronoun & HE != 0 && pronoun & SHE == 0 {
            MALE
        } else if pronoun & SHE != 0 && pronoun & HE == 0 {
            FEMALE
        } else {
            return true;
        };
        gender == 0 || gender & wanted != 0
    }

    /// The person that a pronoun at `word` means: the first fitting one that the nearest paragraph names, looking back at most three. `apart` says whether a
    /// word stands in a quote, or below a picture.
    pub(super) fn antecedent(
        &self,
        word: u32,
        pronoun: Class,
        apart: impl Fn(u32) -> bool,
        paragraphs: &[Paragraph],
        text: &str,
    ) -> Option<Run> {
        // `Jane Roe/AP`, `Jane Roe / AP`
        let credited =
            |run: Run| text.get(run.end as usize..).is_some_and(|rest| rest.starts_with('/') || rest.starts_with(" /"));
        let next = self.runs.partition_point(|r| r.first_word < word);
        let mut found: Option<(Run, usize)> = None;
        let here = paragraphs.partition_point(|p| p.end_word <= word);
        let mut there = here;
        for &run in self.runs[..next].iter().rev().take(LOOKS) {
            // The paragraph of this run: up from that of the one behind it.
            while there > 0 && paragraphs[there - 1].end_word > run.first_word {
                there -= 1;
            }
            if here - there > 3 || found.is_some_and(|(_, paragraph)| paragraph != there) {
                break;
            }
            // `By Jane Roe`: a line of its own is who wrote the article.
            let is_line =
                paragraphs.get(there).is_some_and(|p| p.end_word - p.first_word <= run.end_word - run.first_word + 1);
            if !credited(run) && !is_line && !apart(run.first_word) && self.is_person(run) && self.fits(run, pronoun) {
                found = Some((run, there));
            }
        }
        found.map(|(run, _)| run)
    }
}
