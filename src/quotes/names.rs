//! Who is named in an article: runs of capitalised words, their titles, and which surname belongs to which full name.
//!
//! Names are collected once per article, and only in articles with quotes. A run begins at a capital and goes on over capitals, initials, hyphens and particles
//! (`de`, `von`, `al`). A word that is capitalised only because it begins a sentence is left out when it is one of the commonest words; titles are cut off and
//! remembered for their gender.

use super::class::{
    ABBREVIATION, COMMON, CONJUNCTION, CUE, Class, FEMALE, GIVEN, HE, MALE, NO_NAME, PARTICLE, PREPOSITION, PRONOUN,
    SHE, TITLE,
};
use super::language::Language;
use super::tokens::{base, is_upper};
use crate::matching::HashedMap;
use crate::text::{Prepared, WordHash, hash_normal_word, normal_form};

/// The longest run of capitals that is taken for a name, in words.
const LONGEST: usize = 6;
/// How many runs of one surname, and how many runs before a pronoun, are looked at.
const LOOKS: usize = 48;

/// A name where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first_word: u32,
    pub(super) end_word: u32,
    /// Bytes of the name, without title and possessive.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Hash of its last word.
    pub(super) surname: WordHash,
    /// Of title or given name: [`MALE`], [`FEMALE`], both or none.
    pub(super) gender: Class,
    /// A title stood before it.
    pub(super) titled: bool,
    /// Its first word is a known given name.
    pub(super) given: bool,
    /// The run before with the same surname.
    before: u32,
}

impl Run {
    pub(super) fn words(&self) -> u32 {
        self.end_word - self.first_word
    }
}

/// The names of one article.
#[derive(Debug, Default)]
pub(super) struct Names {
    runs: Vec<Run>,
    /// Numbers of the words that may begin with a capital.
    capitals: Vec<u32>,
    latest: HashedMap<WordHash, u32>,
    /// Gender of surnames, learnt from verbs and pronouns.
    learnt: HashedMap<WordHash, Class>,
}

const NONE: u32 = u32::MAX;

impl Names {
    /// Collects the names of an article.
    pub(super) fn collect(&mut self, text: &str, prepared: &Prepared, language: &Language) {
        self.runs.clear();
        self.latest.clear();
        self.learnt.clear();
        let words = &prepared.words;
        let capitals = std::mem::take(&mut self.capitals);
        let capitals = candidates(text, &words.starts, capitals);
        // One past the last word of the run before.
        let mut after = 0;
        for &first in &capitals {
            let i = first as usize;
            if i < after || !is_upper(text, words.starts[i]) {
                continue;
            }
            // `The`, `But`: most capitals only begin a sentence.
            let class = language.class(words.hashes[i]);
            let plain = COMMON | CONJUNCTION | PREPOSITION | PRONOUN;
            if class & plain != 0 && class & (TITLE | GIVEN) == 0 {
                continue;
            }
            let mut end = i + 1;
            while let Some(next) = continues(text, prepared, language, end) {
                end = next;
            }
            if end - i <= LONGEST + 4 {
                self.add(text, prepared, language, i, end);
            }
            after = end;
        }
        self.capitals = capitals;
    }

    fn add(&mut self, text: &str, prepared: &Prepared, language: &Language, first: usize, end: usize) {
        let Some(name) = strip(text, prepared, language, first, end) else { return };
        let (first, end) = (name.first, name.end);
        if end - first > LONGEST {
            return;
        }
        let words = &prepared.words;
        let class = language.class(words.hashes[first]);
        if end - first == 1 && class & (COMMON | CUE | PRONOUN | CONJUNCTION | PREPOSITION | NO_NAME) != 0 {
            return;
        }
        let (last_start, last_end) = (words.starts[end - 1], words.ends[end - 1]);
        let (base_end, possessive) = base(text, last_start, last_end);
        let surname =
            if possessive { hash_word(&text[last_start as usize..base_end as usize]) } else { words.hashes[end - 1] };
        let number = self.runs.len() as u32;
        let before = self.latest.insert(surname, number).unwrap_or(NONE);
        let mut name = name;
        if first > 0
            && !name.titled
            && text.get(words.ends[first - 1] as usize..words.starts[first] as usize) == Some(" ")
        {
            // `le président Roe`, `капитан Роу`
            let before = language.class(words.hashes[first - 1]);
            if before & TITLE != 0 {
                name.titled = true;
                name.gender = before & (MALE | FEMALE);
            }
        }
        let given = class & GIVEN != 0 && end - first > 1;
        let of_given = if given { class & (MALE | FEMALE) } else { 0 };
        self.runs.push(Run {
            first_word: first as u32,
            end_word: end as u32,
            start: words.starts[first],
            end: base_end,
            surname,
            gender: if name.gender == 0 { of_given } else { name.gender },
            titled: name.titled,
            given,
            before,
        });
    }

    /// The run that stands at these words, or overlaps them.
    pub(super) fn at(&self, first_word: u32, end_word: u32) -> Option<Run> {
        let next = self.runs.partition_point(|r| r.first_word < end_word);
        self.runs[..next].last().copied().filter(|r| r.end_word > first_word)
    }

    /// The fullest form of a name: of a surname the full name, the last one before it, or the first one behind it. The second value says whether it was found
    /// behind.
    pub(super) fn resolve(&self, run: Run) -> (Run, bool) {
        let mut number = self.latest.get(&run.surname).copied().unwrap_or(NONE);
        let mut best: Option<Run> = None;
        let mut later: Option<Run> = None;
        for _ in 0..LOOKS {
            let Some(&other) = self.runs.get(number as usize) else { break };
            number = other.before;
            let fits = run.gender == 0 || other.gender == 0 || run.gender & other.gender != 0;
            if other.words() < 2 || !fits || !other.given && other.words() > 4 {
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
        let mut number = self.latest.get(&run.surname).copied().unwrap_or(NONE);
        let mut gender = if run.gender == 0 { self.learnt.get(&run.surname).copied().unwrap_or(0) } else { run.gender };
        for _ in 0..LOOKS {
            let Some(&other) = self.runs.get(number as usize) else { break };
            if gender == 0 {
                gender = other.gender;
            }
            number = other.before;
        }
        gender
    }

    /// Whether a run names a person, as far as can be seen: a title, a known given name, or a surname that has one elsewhere.
    pub(super) fn is_person(&self, run: Run) -> bool {
        if run.titled || run.given {
            return true;
        }
        let (full, _) = self.resolve(run);
        full.titled || full.given || self.learnt.contains_key(&run.surname)
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

    /// The person that a pronoun at `word` means: the first fitting one that the nearest paragraph names, looking back at most three. `quoted` says whether a
    /// word stands in a quote, `paragraph` in which paragraph.
    pub(super) fn antecedent(
        &self,
        word: u32,
        pronoun: Class,
        quoted: impl Fn(u32) -> bool,
        paragraph: impl Fn(u32) -> u32,
    ) -> Option<Run> {
        let next = self.runs.partition_point(|r| r.first_word < word);
        let mut found: Option<Run> = None;
        let here = paragraph(word);
        for &run in self.runs[..next].iter().rev().take(LOOKS) {
            let there = paragraph(run.first_word);
            if here - there > 3 || found.is_some_and(|f| paragraph(f.first_word) != there) {
                break;
            }
            if !quoted(run.first_word) && self.is_person(run) && self.fits(run, pronoun) {
                found = Some(run);
            }
        }
        found
    }
}

/// Hash of a word as the word cutter would give it; quick for plain ASCII.
fn hash_word(word: &str) -> WordHash {
    let bytes = word.as_bytes();
    let mut lower = [0; 24];
    if bytes.len() <= lower.len() && bytes.iter().all(u8::is_ascii_alphanumeric) {
        for (to, from) in lower.iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        return std::str::from_utf8(&lower[..bytes.len()]).map_or(0, hash_normal_word);
    }
    hash_normal_word(&normal_form(word))
}

/// Numbers of the words whose first byte may begin a capital, put into `out`. Written without a branch: no processor can guess which word has one.
fn candidates(text: &str, starts: &[u32], mut out: Vec<u32>) -> Vec<u32> {
    out.clear();
    out.resize(starts.len(), 0);
    let mut count = 0;
    for (number, &start) in (0..).zip(starts) {
        let first = text.as_bytes()[start as usize];
        out[count] = number;
        count += usize::from(first.is_ascii_uppercase() || !first.is_ascii());
    }
    out.truncate(count);
    out
}

/// Whether the run goes on at word `i`; gives the word behind what belongs to it.
fn continues(text: &str, prepared: &Prepared, language: &Language, i: usize) -> Option<usize> {
    let words = &prepared.words;
    if i >= words.len() {
        return None;
    }
    let class = language.class(words.hashes[i]);
    if is_upper(text, words.starts[i]) {
        let stops = class & (NO_NAME | PRONOUN) != 0 || class & CUE != 0 && class & (TITLE | GIVEN) == 0;
        return (!stops && joined(text, prepared, language, i)).then_some(i + 1);
    }
    if class & PARTICLE == 0 || !joined(text, prepared, language, i) {
        return None;
    }
    // Up to two particles, then a capital.
    for at in [i + 1, i + 2] {
        if at >= words.len() || !joined(text, prepared, language, at) {
            return None;
        }
        let class = language.class(words.hashes[at]);
        if is_upper(text, words.starts[at]) {
            // `Jane de Roe`, but not `der Minister der Justiz` and not `Roe y Doe`.
            let capital_noun = language.capital_nouns && class & GIVEN != 0;
            return (!capital_noun).then_some(at + 1);
        }
        if class & PARTICLE == 0 {
            return None;
        }
    }
    None
}

/// Whether only a space, a hyphen, or the full stop of an initial or a title parts word `i` from the one before.
fn joined(text: &str, prepared: &Prepared, language: &Language, i: usize) -> bool {
    let words = &prepared.words;
    let (from, to) = (words.ends[i - 1] as usize, words.starts[i] as usize);
    match &text.as_bytes()[from..to] {
        [b' ' | b'-' | b'\n'] | b"\r\n" => !base(text, words.starts[i - 1], words.ends[i - 1]).1,
        b"." | b". " | b".-" => {
            let one = to - from > 0 && text[words.starts[i - 1] as usize..from].chars().nth(1).is_none();
            one || language.class(words.hashes[i - 1]) & (TITLE & !GIVEN) != 0
                && language.class(words.hashes[i - 1]) & ABBREVIATION != 0
        }
        between => between == "\u{A0}".as_bytes() || between == "‑".as_bytes(),
    }
}

/// A run without titles and without a plain word at its head.
pub(super) struct Stripped {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) titled: bool,
    pub(super) gender: Class,
}

/// Cuts titles and plain words off the head of a run of capitals; None when nothing is left.
pub(super) fn strip(
    text: &str,
    prepared: &Prepared,
    language: &Language,
    first: usize,
    end: usize,
) -> Option<Stripped> {
    let words = &prepared.words;
    let mut stripped = Stripped { first, end, titled: false, gender: 0 };
    let class = |i: usize| language.class(words.hashes[i]);
    let plain = COMMON | CONJUNCTION | PREPOSITION | PRONOUN;
    while stripped.first < end && class(stripped.first) & plain != 0 && class(stripped.first) & (TITLE | GIVEN) == 0 {
        stripped.first += 1;
    }
    for i in stripped.first..end {
        let class = class(i);
        let is_title = class & TITLE != 0 && class & GIVEN == 0
            || language.ends_like_title(&text[words.starts[i] as usize..words.ends[i] as usize]);
        if is_title {
            stripped.first = i + 1;
            stripped.titled = true;
            stripped.gender |= class & (MALE | FEMALE);
        }
    }
    // `Lystria Jane Roe`: the given name begins it.
    if end - stripped.first.min(end) >= 3 && class(stripped.first) & GIVEN == 0 {
        let given = (stripped.first + 1..end - 1).find(|&i| class(i) & GIVEN != 0);
        let initial =
            text[words.starts[stripped.first] as usize..words.ends[stripped.first] as usize].chars().nth(1).is_none();
        if let Some(given) = given.filter(|_| !initial) {
            stripped.first = given;
        }
    }
    while stripped.first < end && !is_upper(text, words.starts[stripped.first]) {
        stripped.first += 1;
    }
    (stripped.first < end).then_some(stripped)
}
