//! What furniture says in each language, as data: `data/boilerplate/<language>.toml`.
//!
//! No rule of this room knows a word. A file lists, for each class of furniture, phrases that are a whole line (`whole`), that head a list of other
//! stories (`opens`), that a line begins with (`begins`), or that stand anywhere in it (`within`); `#` in a phrase is any number, date or time, and a colon at its end has to be there. Besides
//! these it lists words that running prose cannot do without (`prose`, `verbs`; the stop words of Pomikálek's jusText, 2011), names of months and days, and units of
//! time. All languages are asked at once, because an English share bar stands on pages of every language.
//!
//! A phrase is found by the first of its words that is not one of the commonest, so a look-up for each word of a line, which classes the word anyway, is nearly all that it costs.

use super::class::Class;
use super::tally::{Bits, each};
use crate::error::{Error, Result, toml_fault};
use crate::quotes::Lexicon;
use crate::simd::Simd;
use crate::text::{Prepared, WordHash, has_digit};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A word of running prose.
pub(super) const PROSE: u32 = 1;
/// A finite verb.
pub(super) const VERB: u32 = 1 << 1;
/// A month or a day of the week.
pub(super) const DATE_NAME: u32 = 1 << 2;
/// A unit of time, or another word that goes with dates.
pub(super) const TIME_UNIT: u32 = 1 << 3;
/// A word that furniture is full of.
pub(super) const FURNITURE: u32 = 1 << 4;
/// One of these phrases may stand anywhere in a line, or is found by a word further behind than [`START`].
pub(super) const INNER: u32 = 1 << 6;
/// A phrase that a line begins with has its anchor among so many first words.
const START: usize = 8;
const GROUP_SHIFT: u32 = 8;
/// Words that phrases are found by: their numbers fit in between.
const GROUPS: usize = 1 << (PLACES_SHIFT - GROUP_SHIFT);
/// From here on a bit for each of the first words of a line that the anchor may be.
const PLACES_SHIFT: u32 = u32::BITS - START as u32;

/// What stands for a number, a date or a time in templates and phrases.
pub(super) const SLOT: WordHash = 0x5107_5107_5107_5107;

/// How a phrase has to stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Anywhere.
    Within,
    /// At its start.
    Begins,
    /// The line is little more, and heads a list of other stories.
    Opens,
    /// The line is nothing else.
    Whole,
}

/// How many words more than its phrase the heading of a list may have.
const HEADING_ROOM: usize = 4;

#[derive(Debug, Clone)]
struct Phrase {
    words: Box<[WordHash]>,
    /// Which of them it is found by.
    anchor: usize,
    /// Another of them and which it is, looked at first; the anchor where it has no other that is a word.
    other: (usize, WordHash),
    fit: Fit,
    class: Class,
    /// A colon has to stand behind it.
    colon: bool,
}

/// What the phrases say about a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hits {
    /// The strongest phrase.
    pub best: Option<(Fit, Class)>,
    /// How many of the words stand in phrases (of the first 64).
    pub covered: u32,
    /// How many phrases there are, those inside others left out.
    pub phrases: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Section {
    whole: Vec<String>,
    opens: Vec<String>,
    begins: Vec<String>,
    within: Vec<String>,
}

/// A file of `data/boilerplate/`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LanguageFile {
    name: String,
    prose: Vec<String>,
    verbs: Vec<String>,
    dates: Vec<String>,
    units: Vec<String>,
    words: Vec<String>,
    navigation: Section,
    share: Section,
    promo: Section,
    related: Section,
    teaser: Section,
    bio: Section,
    byline: Section,
    credit: Section,
    caption: Section,
    date: Section,
    counter: Section,
    legal: Section,
    separator: Section,
}

/// The phrases that are found by one word.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    /// Where they begin among all phrases.
    first: u32,
    /// Where those begin that may stand anywhere in a line, which are the last.
    within: u32,
    end: u32,
    /// Whether a line may begin with one and have its anchor behind its first words.
    far: bool,
}

/// The phrases and words of all languages.
#[derive(Debug, Clone)]
pub struct FurnitureData {
    words: Lexicon,
    groups: Vec<Group>,
    phrases: Vec<Phrase>,
}

macro_rules! built_in {
    ($($code:literal),*) => {
        [$(($code, include_str!(concat!("../../data/boilerplate/", $code, ".toml")))),*]
    };
}

/// The files that are part of the program.
const BUILT_IN: [(&str, &str); 28] = built_in![
    "ar", "cs", "da", "de", "en", "es", "fr", "it", "ja", "nl", "no", "pl", "pt", "ru", "sv", "tr", "uk", "zh", "hu",
    "ko", "hi", "is", "lt", "fi", "ro", "el", "id", "vi"
];

impl FurnitureData {
    /// What nearprint ships.
    pub fn shipped() -> FurnitureData {
        // The files are part of the program and a test reads them: an error here is one of ours, and lines are then judged by the rest.
        FurnitureData::with_files(&[]).unwrap_or_else(|_| FurnitureData::new(BTreeMap::new(), BTreeMap::new()))
    }

    /// What nearprint ships, with more of it: each `(code, text of a file)` replaces the language of that code or adds one.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] with file and place when a text is not in the format of `data/boilerplate/en.toml`, or when there are too many phrases.
    pub fn with_files(more: &[(String, String)]) -> Result<FurnitureData> {
        let mut sources: Vec<(&str, &str)> = BUILT_IN.to_vec();
        for (code, text) in more {
            match sources.iter_mut().find(|(c, _)| c == code) {
                Some(source) => source.1 = text,
                None => sources.push((code, text)),
            }
        }
        let read = |(code, text): (&str, &str)| {
            toml::from_str::<LanguageFile>(text).map_err(|e| Error::Parameter {
                name: "data",
                why: format!("file `boilerplate/{code}.toml`, {}", toml_fault(text, &e)),
            })
        };
        let files = sources.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        let flags = flags(&files);
        let by_anchor = by_anchor(&files, &flags);
        if by_anchor.len() > GROUPS {
            let why =
                format!("phrases of boilerplate hang on {} words, and no more than {GROUPS} fit", by_anchor.len());
            return Err(Error::Parameter { name: "data", why });
        }
        Ok(FurnitureData::new(flags, by_anchor))
    }

    /// Of words with their flags, and of the phrases by the word that they are found by, no more than [`GROUPS`].
    fn new(mut flags: BTreeMap<WordHash, u32>, by_anchor: BTreeMap<WordHash, Vec<Phrase>>) -> FurnitureData {
        let (mut groups, mut phrases) = (Vec::new(), Vec::new());
        for (number, (word, mut group)) in by_anchor.into_iter().enumerate() {
            let where_found = group.iter().fold(0, |bits, phrase| {
                bits | if phrase.fit == Fit::Within || phrase.anchor >= START {
                    INNER
                } else {
                    1 << (PLACES_SHIFT + phrase.anchor as u32)
                }
            });
            *flags.entry(word).or_default() |= where_found | (number as u32) << GROUP_SHIFT;
            // The strongest first, then the longest; the rest of the order only has to be one.
            group.sort_by(|a, b| {
                (b.fit, b.words.len(), b.class, &b.words).cmp(&(a.fit, a.words.len(), a.class, &a.words))
            });
            let (first, begin) = (phrases.len(), group.partition_point(|phrase| phrase.fit != Fit::Within));
            let far = group[..begin].iter().any(|phrase| phrase.anchor >= START);
            phrases.append(&mut group);
            groups.push(Group { first: first as u32, within: (first + begin) as u32, end: phrases.len() as u32, far });
        }
        FurnitureData { words: Lexicon::new(&flags), groups, phrases }
    }

    /// What a word is: a set of the bits above.
    #[inline]
    pub(super) fn flags(&self, word: WordHash) -> u32 {
        self.words.get(word)
    }

    /// The phrases in a line of these words, whose flags are known (of the first ones; phrases further behind are not found).
    ///
    /// `inner` says which of them may be the anchor of a phrase wherever they stand, `ends` whether it ends like a sentence, `lead` how many words stand before a colon at its start.
    pub(super) fn hits(&self, line: &[WordHash], flags: &[u32], inner: Bits, ends: bool, lead: usize) -> Hits {
        let mut hits = Hits::default();
        let mut covered = 0u64;
        let begins = flags.iter().take(START).enumerate().map(|(at, flag)| flag >> PLACES_SHIFT & 1 << at);
        for at in each(begins.fold(inner, |bits, begins| bits | begins)) {
            let group = &self.groups[(flags[at] >> GROUP_SHIFT) as usize % GROUPS];
            // Most phrases begin lines, and most words stand somewhere in one.
            let begins = if at < START { flags[at] >> PLACES_SHIFT >> at & 1 == 1 } else { group.far };
            let first = if begins { group.first } else { group.within };
            for phrase in &self.phrases[first as usize..group.end as usize] {
                let Some(start) = at.checked_sub(phrase.anchor) else { continue };
                if start != 0 && phrase.fit != Fit::Within {
                    continue;
                }
                if line.get(start + phrase.other.0) != Some(&phrase.other.1) {
                    continue;
                }
                let end = start + phrase.words.len();
                let fits = match phrase.fit {
                    Fit::Within | Fit::Begins => true,
                    Fit::Opens => line.len() <= end + HEADING_ROOM && !ends,
                    Fit::Whole => end == line.len(),
                };
                let same = |(a, b): (&WordHash, &WordHash)| a == b || (*a == SLOT && has_digit(*b));
                let fits = fits && (!phrase.colon || lead == phrase.words.len());
                if fits && line.len() >= end && phrase.words.iter().zip(&line[start..end]).all(same) {
                    let new = (start..end.min(64)).fold(0u64, |bits, word| bits | 1 << word);
                    if new & !covered != 0 || start >= 64 {
                        hits.phrases += 1;
                    }
                    covered |= new;
                    if hits.best.is_none_or(|(fit, _)| phrase.fit > fit) {
                        hits.best = Some((phrase.fit, phrase.class));
                    }
                }
            }
        }
        hits.covered = covered.count_ones();
        hits
    }
}

/// What the listed words are.
fn flags(files: &[LanguageFile]) -> BTreeMap<WordHash, u32> {
    let mut flags: BTreeMap<WordHash, u32> = BTreeMap::new();
    for file in files {
        for (list, flag) in [
            (&file.prose, PROSE),
            (&file.verbs, PROSE | VERB),
            (&file.dates, DATE_NAME),
            (&file.units, TIME_UNIT),
            (&file.words, FURNITURE),
        ] {
            for hash in words(list).into_iter().flatten() {
                *flags.entry(hash).or_default() |= flag;
            }
        }
    }
    flags
}

/// The phrases by the word that they are found by: the first that is none of running prose.
fn by_anchor(files: &[LanguageFile], flags: &BTreeMap<WordHash, u32>) -> BTreeMap<WordHash, Vec<Phrase>> {
    let mut by_anchor: BTreeMap<WordHash, Vec<Phrase>> = BTreeMap::new();
    for (class, section) in files.iter().flat_map(sections) {
        for (list, fit) in [
            (&section.whole, Fit::Whole),
            (&section.opens, Fit::Opens),
            (&section.begins, Fit::Begins),
            (&section.within, Fit::Within),
        ] {
            for (phrase, words) in list.iter().zip(words(list)) {
                let plain = |w: &WordHash| *w != SLOT && flags.get(w).is_none_or(|f| f & PROSE == 0);
                let anchor = words.iter().position(plain).or_else(|| words.iter().position(|w| *w != SLOT));
                if let Some(anchor) = anchor {
                    let key = words[anchor];
                    let other = (0..words.len()).find(|&at| at != anchor && words[at] != SLOT).unwrap_or(anchor);
                    by_anchor.entry(key).or_default().push(Phrase {
                        other: (other, words[other]),
                        words: words.into(),
                        anchor,
                        fit,
                        class,
                        colon: phrase.ends_with(':'),
                    });
                }
            }
        }
    }
    by_anchor
}

fn sections(file: &LanguageFile) -> [(Class, &Section); 13] {
    [
        (Class::Navigation, &file.navigation),
        (Class::Share, &file.share),
        (Class::Promo, &file.promo),
        (Class::Related, &file.related),
        (Class::Teaser, &file.teaser),
        (Class::Bio, &file.bio),
        (Class::Byline, &file.byline),
        (Class::Credit, &file.credit),
        (Class::Caption, &file.caption),
        (Class::Date, &file.date),
        (Class::Counter, &file.counter),
        (Class::Legal, &file.legal),
        (Class::Separator, &file.separator),
    ]
}

/// The hashes of the words of each phrase, `#` being the slot. There are thousands of phrases and every run reads them, so those of a list are cut in one go.
fn words(phrases: &[String]) -> Vec<Vec<WordHash>> {
    let is_slot = |part: &&str| *part == "#";
    let mut lines = String::new();
    for phrase in phrases {
        for part in phrase.split_whitespace().filter(|part| !is_slot(part)) {
            lines.push_str(part);
            lines.push('\n');
        }
    }
    let mut prepared = Prepared::new(Simd::best());
    prepared.prepare(&lines);
    let mut cut = prepared.lines.iter();
    let of_part = |part: &str| match (is_slot(&part), &prepared.words.hashes) {
        (true, _) => &[SLOT][..],
        (_, hashes) => cut.next().map_or(&[][..], |line| &hashes[line.first_word as usize..line.end_word as usize]),
    };
    let mut of_part = of_part;
    phrases.iter().map(|phrase| phrase.split_whitespace().flat_map(|part| of_part(part).to_vec()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(data: &FurnitureData, line: &str) -> Hits {
        let words = words(&[line.to_owned()]).remove(0);
        let flags: Vec<u32> = words.iter().map(|&w| data.flags(w)).collect();
        let inner = (0..).zip(&flags).fold(0, |bits, (at, flag)| bits | u32::from(flag & INNER != 0) << at);
        data.hits(&words, &flags, inner, line.ends_with('.'), 0)
    }

    #[test]
    fn the_shipped_files_are_read() {
        let data = FurnitureData::with_files(&[]).unwrap();
        assert!(data.phrases.len() > 1000, "{}", data.phrases.len());
    }

    #[test]
    fn phrases_fit_where_they_should() {
        let file = "name = \"Test\"\nprose = [\"the\"]\n[share]\nwhole = [\"the zub\"]\nwithin = [\"zub us\"]\n[counter]\nwhole = [\"# zubs\"]\n[related]\nopens = [\"more zub\"]\n";
        let data = FurnitureData::with_files(&[("zz".to_owned(), file.to_owned())]).unwrap();
        assert_eq!(hits(&data, "The Zub").best, Some((Fit::Whole, Class::Share)));
        assert_eq!(hits(&data, "The Zub of Zen").best, None);
        let within = hits(&data, "Please zub us today");
        assert_eq!((within.best, within.covered), (Some((Fit::Within, Class::Share)), 2));
        assert_eq!(hits(&data, "1,204 zubs").best, Some((Fit::Whole, Class::Counter)));
        assert_eq!(hits(&data, "More zub from Harlow").best, Some((Fit::Opens, Class::Related)));
        assert_eq!(hits(&data, "More zub from Harlow.").best, None);
        assert_eq!(hits(&data, "More zub from the old harbour of Harlow").best, None);
    }

    #[test]
    fn too_many_phrases_are_an_error() {
        let phrases: Vec<String> = (0..=GROUPS).map(|i| format!("\"zub{i}\"")).collect();
        let file = format!("[share]\nwhole = [{}]", phrases.join(","));
        let error = FurnitureData::with_files(&[("zz".to_owned(), file)]).unwrap_err().to_string();
        assert!(error.contains("no more than 65536"), "{error}");
    }

    #[test]
    fn a_file_with_a_fault_is_named() {
        let error = FurnitureData::with_files(&[("xx".to_owned(), "[share]\nwhol = []".to_owned())]).unwrap_err();
        assert!(error.to_string().contains("boilerplate/xx.toml") && error.to_string().contains("whol"), "{error}");
    }
}
