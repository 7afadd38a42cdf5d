//! Which spellings are one word to a reader: `data/spellings/*.toml`, one file per language, which users may edit.
//!
//! Rules for ends of words (`-ise` is `-ize`), a list of words and what they are read as (`don't` is `do not`, `seven` is `7`), and letters that are written in two ways.
//! All languages apply together: both sides of a comparison are folded alike, so a rule that fits a word of another language does no harm as long as it does not
//! make two words of it one. Common words are kept per language, since `die` is an article in German and none in English.

use super::common::{CommonWords, LANGUAGES};
use super::plain::PlainWords;
use crate::error::{Error, Result, toml_fault};
use crate::text::{WordHash, hash_normal_word, normal_form};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The files that nearprint ships, by language.
const SHIPPED: [(&str, &str); 11] = [
    ("ar", include_str!("../../data/spellings/ar.toml")),
    ("de", include_str!("../../data/spellings/de.toml")),
    ("en", include_str!("../../data/spellings/en.toml")),
    ("es", include_str!("../../data/spellings/es.toml")),
    ("fr", include_str!("../../data/spellings/fr.toml")),
    ("it", include_str!("../../data/spellings/it.toml")),
    ("pl", include_str!("../../data/spellings/pl.toml")),
    ("pt", include_str!("../../data/spellings/pt.toml")),
    ("ru", include_str!("../../data/spellings/ru.toml")),
    ("uk", include_str!("../../data/spellings/uk.toml")),
    ("zh", include_str!("../../data/spellings/zh.toml")),
];

/// One language's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[serde(default)]
    rules: Vec<Rule>,
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    doubled: Doubled,
    #[serde(default)]
    characters: BTreeMap<char, String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    common: Common,
}

/// A rule for the end of a word.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    from: String,
    to: String,
    /// Letters that stand before `from` at least.
    stem: usize,
}

/// Stems whose last letter is doubled, or not, before some ends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Doubled {
    #[serde(default)]
    stems: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    #[serde(default)]
    words: Vec<String>,
}

/// The spelling variants of all languages.
#[derive(Debug, Clone, Default)]
pub struct Orthography {
    /// By the last letter of `from`, in the order of the files.
    rules: HashMap<char, Vec<Rule>>,
    keep: HashSet<String>,
    words: HashMap<String, String>,
    characters: HashMap<char, String>,
    /// The common words of the languages, in the order of their codes.
    common: CommonWords,
    codes: Vec<String>,
    plain: PlainWords,
}

impl Orthography {
    /// The spellings that nearprint ships.
    pub fn shipped() -> Orthography {
        // The files are part of the program and a test reads them: an error here is one of ours, and linking goes on without variants.
        Orthography::parse(&SHIPPED).unwrap_or_default()
    }

    /// The spellings that nearprint ships, with those of more files: each `(code, text of a file)` replaces the language of that code or adds one.
    ///
    /// # Errors
    ///
    /// As [`parse`](Orthography::parse).
    pub fn with_files(more: &[(String, String)]) -> Result<Orthography> {
        let own = SHIPPED.into_iter().filter(|(code, _)| more.iter().all(|m| m.0 != *code));
        let files: Vec<(&str, &str)> = own.chain(more.iter().map(|(code, text)| (&**code, &**text))).collect();
        Orthography::parse(&files)
    }

    /// Reads files in the format of `data/spellings/*.toml`, each with the code of its language.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] with the language and the place when one is not such a file.
    pub fn parse(files: &[(&str, &str)]) -> Result<Orthography> {
        let mut all = Orthography::default();
        if files.len() > LANGUAGES {
            let why = format!("has {} languages, at most {LANGUAGES} are possible", files.len());
            return Err(Error::Parameter { name: "spellings", why });
        }
        let mut languages = Vec::new();
        for (code, text) in files {
            let language: Language = toml::from_str(text).map_err(|e| Error::Parameter {
                name: "data",
                why: format!("file `spellings/{code}.toml`, {}", toml_fault(text, &e)),
            })?;
            all.characters.extend(language.characters.clone());
            languages.push((*code, language));
        }
        let characters = all.characters.clone();
        let mut common_of: Vec<(&str, HashSet<WordHash>)> = Vec::new();
        for (code, language) in languages {
            for rule in language.rules {
                if let Some(last) = rule.from.chars().last() {
                    all.rules.entry(last).or_default().push(rule);
                }
            }
            let plain = |word: &String| written(&characters, &normal_form(word)).into_owned();
            all.keep.extend(language.keep.iter().map(plain).collect::<Vec<_>>());
            for stem in &language.doubled.stems {
                let Some(last) = stem.chars().last() else { continue };
                for end in &language.doubled.ends {
                    all.words.insert(format!("{stem}{last}{end}"), format!("{stem}{end}"));
                }
            }
            let folded: Vec<(String, String)> =
                language.words.iter().map(|(from, to)| (plain(from), plain(to))).collect();
            all.words.extend(folded);
            let common: Vec<String> = language.common.words.iter().map(plain).collect();
            let mut hashes = HashSet::new();
            for word in &common {
                all.fold(word, |part| {
                    hashes.insert(hash_normal_word(part));
                });
            }
            common_of.push((code, hashes));
        }
        common_of.sort_by_key(|(code, _)| *code);
        all.codes = common_of.iter().map(|(code, _)| (*code).to_owned()).collect();
        let mut listed: BTreeMap<WordHash, Vec<WordHash>> = BTreeMap::new();
        for word in all.words.keys() {
            let parts = listed.entry(hash_normal_word(word)).or_default();
            all.fold(word, |part| parts.push(hash_normal_word(part)));
        }
        for &word in common_of.iter().flat_map(|(_, words)| words) {
            listed.entry(word).or_insert_with(|| vec![word]);
        }
        all.common = CommonWords::new(common_of.into_iter().map(|(_, words)| words));
        let ends: Vec<&str> = all.rules.values().flatten().map(|rule| rule.from.as_str()).collect();
        all.plain = PlainWords::new(&listed, &ends, |word| all.common_in(word));
        Ok(all)
    }

    /// Calls `visit` for each loose word that a word in its normal form is read as.
    pub fn fold(&self, normal: &str, mut visit: impl FnMut(&str)) {
        let plain = written(&self.characters, normal);
        let without_groups = without_groups(&plain);
        let word = without_groups.as_deref().unwrap_or(&plain);
        for part in self.read_as(word).split(' ').filter(|p| !p.is_empty()) {
            visit(part);
        }
    }

    /// The words of the lists, in their normal form.
    pub fn listed(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    fn read_as<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        if let Some(known) = self.words.get(word) {
            return known.into();
        }
        if self.keep.contains(word) {
            return word.into();
        }
        let rules = word.chars().last().and_then(|last| self.rules.get(&last)).map_or(&[][..], Vec::as_slice);
        for rule in rules {
            if let Some(stem) = word.strip_suffix(&rule.from)
                && stem.chars().count() >= rule.stem
            {
                // `couldn't` becomes two words, of which the first may have a variant of its own, as may the stem that is left.
                return format!("{stem}{}", rule.to).into();
            }
        }
        word.into()
    }

    /// The language that most of these loose words are common words of, as a number for [`Orthography::is_common`].
    pub fn language(&self, words: impl IntoIterator<Item = WordHash>) -> Option<usize> {
        let hits = self.common.count(words);
        // The first of equal ones: the order of the codes.
        let (best, hits) = hits.into_iter().enumerate().rev().max_by_key(|&(_, hits)| hits)?;
        (hits > 0).then_some(best)
    }

    /// The number of the language with this code, for [`Orthography::is_common`].
    pub fn number(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known == code)
    }

    /// What is known of words for reading them one by one.
    pub(super) fn plain(&self) -> &PlainWords {
        &self.plain
    }

    /// The languages that a loose word carries sentences of, a bit for each.
    pub(super) fn common_in(&self, word: WordHash) -> u32 {
        self.common.languages(word)
    }

    /// Whether a loose word carries sentences of this language and says little.
    pub fn is_common(&self, word: WordHash, language: Option<usize>) -> bool {
        language.is_some_and(|language| self.common.is_common(word, language))
    }
}

/// The word with its letters folded.
fn written<'a>(characters: &HashMap<char, String>, normal: &'a str) -> Cow<'a, str> {
    if normal.is_ascii() || !normal.chars().any(|c| characters.contains_key(&c)) {
        return normal.into();
    }
    let mut out = String::with_capacity(normal.len());
    for c in normal.chars() {
        match characters.get(&c) {
            Some(folded) => out.push_str(folded),
            None => out.push(c),
        }
    }
    out.into()
}

/// `28,000` and `28.000` as `28000`; `None` for anything that is not a number in groups of three.
fn without_groups(word: &str) -> Option<String> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) || !word.contains([',', '.']) {
        return None;
    }
    let mut groups = word.split([',', '.']);
    let digits = |g: &str| g.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().filter(|g| digits(g) && (1..=3).contains(&g.len()) && *g != "0")?;
    let rest: Vec<&str> = groups.collect();
    rest.iter().all(|g| g.len() == 3 && digits(g)).then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        let mut parts = Vec::new();
        Orthography::shipped().fold(&normal_form(word), |p| parts.push(p.to_owned()));
        parts.join(" ")
    }

    #[test]
    fn the_shipped_files_are_read() {
        let all = Orthography::parse(&SHIPPED).unwrap();
        assert!((0..SHIPPED.len()).all(|language| all.common.has(language)));
        assert!(Orthography::parse(&[("en", "word = 1")]).is_err());
    }

    #[test]
    fn variants_are_one_word() {
        for (a, b) in [
            ("colour", "color"),
            ("honoured", "honored"),
            ("neighbourhood", "neighborhood"),
            ("organise", "organize"),
            ("organisations", "organizations"),
            ("analysed", "analyzed"),
            ("travelled", "traveled"),
            ("catalogue", "catalog"),
            ("Centre", "center"),
            ("don’t", "don't"),
            ("twelve", "12"),
            ("28,000", "28000"),
            ("thousand", "1,000"),
            ("тысяч", "тысячи"),
            ("daß", "dass"),
            ("лёд", "лед"),
            ("cœur", "coeur"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_eq!(folded("don’t"), "do not");
        assert_eq!(folded("we're"), "we are");
        assert_eq!(folded("can't"), "can not");
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in
            [("four", "for"), ("hour", "hor"), ("devour", "devor"), ("3.5", "35"), ("filled", "filed"), ("its", "it's")]
        {
            assert_ne!(folded(a), folded(b), "{a} {b}");
        }
    }

    #[test]
    fn common_words_go_by_language() {
        let all = Orthography::shipped();
        let hashes = |t: &str| normal_form(t).split(' ').map(hash_normal_word).collect::<Vec<_>>();
        let (german, english) = (hashes("die Leute, die hier wohnen"), hashes("they die in a war that is lost"));
        let die = hash_normal_word("die");
        assert!(all.is_common(die, all.language(german)));
        assert!(!all.is_common(die, all.language(english)));
        assert_eq!(all.language(hashes("xyzzy")), None);
    }
}
