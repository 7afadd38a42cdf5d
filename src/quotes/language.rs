//! What quoting looks like in each language, as data: `data/quotes/<language>.toml`.
//!
//! No rule of this room knows a word. The rules speak of cue verbs, titles, pronouns, prepositions; which words these are is read from the files,
//! which are built into the program and can be replaced or joined by a folder of the user's. A word of an article is looked up by the hash
//! that it has already, and gives a [`Class`]: a set of bits, because `that` is a determiner and a conjunction.

mod cases;
mod file;
mod listed;

use super::class::{
    ABBREVIATION, ACCORDING, AFTER_QUOTE, AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, ELISION,
    FEMALE, FILLER, FIRST_PERSON, GENERIC, GIVEN, HE, INDEFINITE, IT, MALE, NO_NAME, PARTICLE, PASSIVE,
    PASSIVE_AUXILIARY, PLAIN, PREPOSITION, PRONOUN, RELATIVE, SHE, SUFFIX, TELLING, THEY, TIME, TITLE,
};
use super::common::{CommonWords, LANGUAGES};
use super::dashes::DashLines;
use super::lexicon::Lexicon;
use crate::error::{Error, Result};
use crate::text::{WordHash, hash_normal_word, normal_form};
use cases::Cases;
use file::{LanguageFile, NamesFile};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a language is written, as far as the rules for speakers must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Names begin with capitals: Latin, Cyrillic, Greek.
    #[default]
    Cased,
    /// Chinese characters, no spaces, the speaker before the verb.
    Han,
    /// Japanese, no spaces, the speaker before a particle.
    Kana,
    /// No capitals, the speaker behind the verb.
    Arabic,
}

/// One language: its words by class, and how it marks quotes.
#[derive(Debug, Clone)]
pub struct Language {
    /// Its ISO 639-1 code: the name of its file.
    pub code: String,
    /// Its own name for itself.
    pub name: String,
    /// How it is written.
    pub script: Script,
    /// The verb comes before the subject right behind a quote.
    pub(super) inverted: bool,
    /// A verb may have no subject, where it is the one spoken of: `«…», ha detto.`
    pub(super) pro_drop: bool,
    /// A noun for somebody already spoken of has an article.
    pub(super) articles: bool,
    /// Every noun is capitalised.
    pub(super) capital_nouns: bool,
    /// Quotes stand »like this« unless the article shows otherwise.
    pub(super) inward_angles: bool,
    /// Words like `zufolge`, which stand behind the speaker.
    according_behind: Vec<WordHash>,
    /// What stands between a participle and who says it: `described by Roe`.
    agents: Vec<WordHash>,
    /// `latter`.
    latter: Vec<WordHash>,
    /// Nouns for somebody named before.
    stand_ins: Vec<WordHash>,
    /// How the word behind the number of an age begins: `34-year-old`.
    age_stems: Vec<String>,
    /// What stands before a place that speaks, the endings of verbs with such a subject, and verbs that have no other.
    places: Vec<WordHash>,
    plural_endings: Vec<String>,
    impersonal_cues: Vec<WordHash>,
    /// Two words that are a verb of saying together.
    cue_phrases: Vec<[WordHash; 2]>,
    /// Verbs of saying that mean something else as often.
    weak_cues: Vec<WordHash>,
    /// Determiners that no subject has.
    oblique: Vec<WordHash>,
    /// How names end in other cases, where they do.
    pub(super) cases: Option<Cases>,
    /// How a line is spoken without marks, where it is.
    pub(super) dash_lines: Option<DashLines>,
    classes: Lexicon,
    phrases: Vec<(Class, Vec<WordHash>)>,
    title_endings: Vec<String>,
    feminine_endings: Vec<String>,
    masculine_endings: Vec<String>,
    adverb_endings: Vec<String>,
    participle_endings: Vec<String>,
    common: Vec<WordHash>,
    /// For scripts without words: longest first.
    pub(super) cue_strings: Vec<String>,
    pub(super) filler_strings: Vec<String>,
    pub(super) title_strings: Vec<String>,
    pub(super) according_strings: Vec<String>,
    pub(super) subject_marks: Vec<String>,
    pub(super) male_strings: Vec<String>,
    pub(super) female_strings: Vec<String>,
}

fn words(text: &str) -> Vec<WordHash> {
    normal_form(text).split(' ').filter(|w| !w.is_empty()).map(hash_normal_word).collect()
}

impl Language {
    /// A language of which nothing is known.
    fn unknown(names: &NamesFile) -> Language {
        // Where nothing says that a word is none, a capital at the head of a sentence is no name.
        let file = LanguageFile { inverted: true, ..LanguageFile::default() };
        Language::new("", file, names)
    }

    fn new(code: &str, file: LanguageFile, names: &NamesFile) -> Language {
        let mut classes: BTreeMap<WordHash, Class> = BTreeMap::new();
        let mut put = |list: &[String], class: Class| {
            for word in list {
                if let [hash] = words(word)[..] {
                    *classes.entry(hash).or_default() |= class;
                }
            }
        };
        let pronouns = &file.pronouns;
        for (list, class) in [
            (&file.cues, CUE),
            (&file.impersonal_cues, CUE),
            (&file.auxiliaries, AUXILIARY),
            (&file.passive_auxiliaries, AUXILIARY | PASSIVE_AUXILIARY),
            (&file.fillers, FILLER),
            (&pronouns.male, HE),
            (&pronouns.female, SHE),
            (&pronouns.plural, THEY),
            (&pronouns.neutral, IT),
            (&pronouns.first, FIRST_PERSON),
            (&file.possessive_male, HE),
            (&file.possessive_female, SHE),
            (&file.relative, RELATIVE),
            (&file.determiners, DETERMINER),
            (&file.indefinite, DETERMINER | INDEFINITE),
            (&file.prepositions, PREPOSITION),
            (&file.conjunctions, CONJUNCTION),
            (&file.particles, PARTICLE),
            (&file.titles, TITLE),
            (&file.titles_male, TITLE | MALE),
            (&file.titles_female, TITLE | FEMALE),
            (&file.generic, GENERIC),
            (&file.bodies, GENERIC | BODY),
            (&file.generic_male, GENERIC | MALE),
            (&file.generic_female, GENERIC | FEMALE),
            (&file.telling, TELLING),
            (&file.abbreviations, ABBREVIATION),
            (&file.no_names, NO_NAME),
            (&file.times, TIME),
            (&file.common, COMMON),
            (&file.elisions, ELISION),
            (&names.given.male, GIVEN | MALE),
            (&names.given.female, GIVEN | FEMALE),
            (&names.suffixes, SUFFIX),
        ] {
            put(list, class);
        }
        put(&cases::forms(&names.given.male, &file.given_cases.male), GIVEN | MALE);
        put(&cases::forms(&names.given.female, &file.given_cases.female), GIVEN | FEMALE);
        // Articles that are written into the next word: l’ingénieur.
        let elided = |list: &[String]| -> Vec<String> {
            file.elided.iter().flat_map(|article| list.iter().map(move |word| format!("{article}{word}"))).collect()
        };
        let stand_ins = [(&file.stand_ins, 0), (&file.stand_ins_male, MALE), (&file.stand_ins_female, FEMALE)];
        for (list, class) in [
            (&file.titles, TITLE),
            (&file.titles_male, TITLE | MALE),
            (&file.titles_female, TITLE | FEMALE),
            (&file.generic, GENERIC),
            (&file.bodies, GENERIC | BODY),
        ] {
            put(&elided(list), class | DETERMINER);
        }
        for (list, gender) in stand_ins {
            put(list, GENERIC | gender);
            put(&elided(list), GENERIC | gender | DETERMINER);
        }
        let stand_ins = stand_ins.iter().flat_map(|(list, _)| elided(list).into_iter().chain(list.iter().cloned()));
        let stand_ins: Vec<WordHash> = stand_ins.flat_map(|word| words(&word)).collect();
        let mut phrases: Vec<(Class, Vec<WordHash>)> = Vec::new();
        for (list, class, of) in [
            (&file.according, ACCORDING, 0),
            (&file.according_to_him, ACCORDING, HE),
            (&file.according_to_her, ACCORDING, SHE),
            (&file.after_quote, AFTER_QUOTE, 0),
            (&file.passive, PASSIVE, 0),
        ] {
            for phrase in list {
                let hashes = words(phrase);
                let Some(&first) = hashes.first() else { continue };
                *classes.entry(first).or_default() |= class;
                match phrases.iter_mut().find(|(other, words)| other & class != 0 && *words == hashes) {
                    Some(same) => same.0 |= of,
                    None => phrases.push((class | of, hashes)),
                }
            }
        }
        // `Zdaniem Kowala`; in English such a word may be a name: `Per`.
        let plain = COMMON | CONJUNCTION | PREPOSITION | PRONOUN | if file.inverted { ACCORDING } else { 0 };
        for class in classes.values_mut() {
            let is_plain = *class & plain != 0 && *class & (TITLE | GIVEN) == 0;
            *class |= if is_plain { PLAIN } else { 0 };
        }
        // The longest phrase that fits is meant.
        phrases.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        let longest_first = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort_by_key(|s| std::cmp::Reverse(s.len()));
            list
        };
        let place = |open: &str| file.marks.iter().position(|(o, _)| o == open).unwrap_or(usize::MAX);
        Language {
            code: code.to_owned(),
            name: file.name,
            script: file.script,
            inverted: file.inverted,
            pro_drop: file.pro_drop,
            articles: file.articles,
            capital_nouns: file.capital_nouns,
            inward_angles: place("»") < place("«"),
            according_behind: file.according_behind.iter().flat_map(|word| words(word)).collect(),
            agents: file.agents.iter().flat_map(|word| words(word)).collect(),
            places: file.places.iter().flat_map(|word| words(word)).collect(),
            plural_endings: file.plural_endings,
            impersonal_cues: file.impersonal_cues.iter().flat_map(|word| words(word)).collect(),
            stand_ins,
            age_stems: file.age_stems,
            latter: file.latter.iter().flat_map(|word| words(word)).collect(),
            cue_phrases: file.cue_phrases.iter().filter_map(|two| words(two).try_into().ok()).collect(),
            weak_cues: file.weak_cues.iter().flat_map(|word| words(word)).collect(),
            oblique: file.oblique.iter().flat_map(|word| words(word)).collect(),
            cases: Cases::new(file.given_cases, file.surname_cases, &names.given),
            dash_lines: file.dash_lines,
            // Verbs of saying tell the language of a short text, which has few others.
            common: file.common.iter().chain(&file.cues).filter_map(|w| words(w).first().copied()).collect(),
            classes: Lexicon::new(&classes),
            phrases,
            title_endings: file.title_endings,
            feminine_endings: file.feminine_endings,
            masculine_endings: file.masculine_endings,
            adverb_endings: file.adverb_endings,
            participle_endings: file.participle_endings,
            cue_strings: longest_first(&file.cues),
            filler_strings: longest_first(&file.fillers),
            title_strings: longest_first(&file.titles),
            according_strings: longest_first(&file.according),
            subject_marks: longest_first(&file.subject_marks),
            male_strings: longest_first(&pronouns.male),
            female_strings: longest_first(&pronouns.female),
        }
    }

    /// What a word can be.
    #[inline]
    pub(super) fn class(&self, word: WordHash) -> Class {
        self.classes.get(word)
    }

    /// What each of these words can be, put into `classes`.
    pub(super) fn classes_of(&self, words: &[WordHash], classes: &mut Vec<Class>) {
        self.classes.get_all(words, classes);
    }

    /// Whether [`Language::ends_like_title`] can be true of any word.
    #[inline]
    pub(super) fn has_title_endings(&self) -> bool {
        !self.title_endings.is_empty()
    }

    /// Whether a word that stands in no list ends like a title, as German `Verkehrsminister` does.
    pub(super) fn ends_like_title(&self, word: &str) -> bool {
        self.title_endings.iter().any(|e| word.len() > e.len() && word.ends_with(e.as_str()))
    }

    /// The gender that the form of a verb shows: [`MALE`], [`FEMALE`] or none.
    pub(super) fn verb_gender(&self, verb: &str) -> Class {
        let ends = |endings: &[String]| endings.iter().any(|e| verb.ends_with(e.as_str()));
        if ends(&self.feminine_endings) {
            FEMALE
        } else if ends(&self.masculine_endings) {
            MALE
        } else {
            0
        }
    }

    /// Whether a word cannot be part of a name where no capital shows it: a preposition or a conjunction.
    pub(super) fn ends_phrase(&self, word: &str) -> bool {
        self.class(hash_normal_word(&normal_form(word))) & (PREPOSITION | CONJUNCTION | CUE) != 0
    }

    /// How many words a phrase of this class takes that begins with `hashes`, 0 when there is none, and whom it means where it says that itself: `in her view`.
    pub(super) fn phrase(&self, class: Class, hashes: &[WordHash]) -> (usize, Class) {
        let found = self.phrases.iter().find(|(c, words)| c & class != 0 && hashes.starts_with(words));
        found.map_or((0, 0), |(of, words)| (words.len(), of & (HE | SHE)))
    }
}

/// All languages, and what is known of names.
#[derive(Debug, Clone)]
pub struct LanguageData {
    languages: Vec<Language>,
    /// That of a text in none of them: it has no words.
    unknown: Language,
    common: CommonWords,
    spellings: std::collections::HashMap<String, String>,
    /// In small letters.
    suffixes: Vec<String>,
}

/// The files that are part of the program.
const BUILT_IN: [(&str, &str); 12] = [
    ("en", include_str!("../../data/quotes/en.toml")),
    ("de", include_str!("../../data/quotes/de.toml")),
    ("fr", include_str!("../../data/quotes/fr.toml")),
    ("es", include_str!("../../data/quotes/es.toml")),
    ("it", include_str!("../../data/quotes/it.toml")),
    ("pt", include_str!("../../data/quotes/pt.toml")),
    ("pl", include_str!("../../data/quotes/pl.toml")),
    ("uk", include_str!("../../data/quotes/uk.toml")),
    ("ru", include_str!("../../data/quotes/ru.toml")),
    ("zh", include_str!("../../data/quotes/zh.toml")),
    ("ja", include_str!("../../data/quotes/ja.toml")),
    ("ar", include_str!("../../data/quotes/ar.toml")),
];
const NAMES: &str = include_str!("../../data/names.toml");

/// How many words of an article are looked at to tell its language, and how many of them first: where most of the common ones are of one language, no more are looked at.
const SAMPLE: usize = 250;
const FIRST: usize = 64;
/// Common words that the language of most has more than twice as many as any other has.
const CLEARLY: u32 = 8;
/// One in so many words is one of the commonest of its language at least: of the first ones of nearly every text, and of all words of every text.
const RARELY: u32 = 8;
const HARDLY: usize = 12;

fn read<T: for<'a> Deserialize<'a>>(text: &str, file: &str) -> Result<T> {
    toml::from_str(text)
        .map_err(|e| Error::Parameter { name: "data", why: format!("file `{file}`: {}", e.to_string().trim()) })
}

impl LanguageData {
    /// The languages that nearprint ships.
    pub fn builtin() -> LanguageData {
        // The files are part of the program and a test reads them: an error here is one of ours, and quotes are then found without speakers.
        LanguageData::with_files(&[], None).unwrap_or_else(|_| LanguageData::empty())
    }

    fn empty() -> LanguageData {
        LanguageData {
            languages: vec![Language::new("en", LanguageFile::default(), &NamesFile::default())],
            unknown: Language::unknown(&NamesFile::default()),
            common: CommonWords::default(),
            spellings: std::collections::HashMap::default(),
            suffixes: Vec::new(),
        }
    }

    /// The languages that nearprint ships, with more of them: each `(code, text of a file)` replaces the language of that code or adds one, and `names`
    /// replaces the table of names.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] with file and place when a text is not in the format of `data/quotes/en.toml`, or of `data/names.toml`.
    pub fn with_files(more: &[(String, String)], names: Option<&str>) -> Result<LanguageData> {
        let names: NamesFile = read(names.unwrap_or(NAMES), "names.toml")?;
        let mut sources: Vec<(&str, &str)> = BUILT_IN.to_vec();
        for (code, text) in more {
            match sources.iter_mut().find(|(c, _)| c == code) {
                Some(source) => source.1 = text,
                None => sources.push((code, text)),
            }
        }
        if sources.len() > LANGUAGES {
            let why = format!("has {} languages, at most {LANGUAGES} are possible", sources.len());
            return Err(Error::Parameter { name: "data", why });
        }
        let mut languages = Vec::new();
        for (code, text) in sources {
            languages.push(Language::new(code, read(text, &format!("{code}.toml"))?, &names));
        }
        let common = CommonWords::new(languages.iter().map(|l| l.common.iter().copied()));
        let mut spellings = std::collections::HashMap::new();
        for same in &names.same {
            let Some(first) = same.first() else { continue };
            let key = super::spelling::fold_word(first);
            for form in same {
                spellings.insert(super::spelling::fold_word(form), key.clone());
            }
        }
        let suffixes = names.suffixes.iter().map(|suffix| suffix.to_lowercase()).collect();
        Ok(LanguageData { languages, unknown: Language::unknown(&names), common, spellings, suffixes })
    }

    /// The languages, those of the program first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language of an article, from the commonest words among its first ones; English when nothing tells. A long text with hardly any of the commonest words of a language is in
    /// none: it has a language without words and without a code.
    pub fn detect(&self, hashes: &[WordHash]) -> &Language {
        let (first, rest) = hashes[..hashes.len().min(SAMPLE)].split_at(hashes.len().min(FIRST));
        let mut counts = self.common.count(first.iter().copied());
        let best = |counts: &[u32]| (0..self.languages.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)));
        let mut language = best(&counts).unwrap_or(0);
        let mut looked_at = first.len() as u32;
        let clear = |(other, &count): (usize, &u32)| other == language || 2 * count + CLEARLY <= counts[language];
        if !counts.iter().enumerate().all(clear) {
            let of_rest = self.common.count(rest.iter().copied());
            counts.iter_mut().zip(of_rest).for_each(|(count, more)| *count += more);
            looked_at += rest.len() as u32;
            language = best(&counts).unwrap_or(0);
        }
        let cased = self.languages[language].script == Script::Cased;
        if cased && hashes.len() >= FIRST && counts[language] * RARELY < looked_at {
            // The head of a page may be a list of words; the whole of it is not.
            counts = self.common.count(hashes.iter().copied());
            language = best(&counts).unwrap_or(0);
            if counts[language] as usize * HARDLY < hashes.len() {
                return &self.unknown;
            }
        }
        &self.languages[language]
    }

    /// Whether a word stands behind a surname and is none: `Jr`, `III`.
    pub(super) fn is_suffix(&self, word: &str) -> bool {
        self.suffixes.contains(&word.to_lowercase())
    }

    /// The form that stands for a folded spelling, where the table of names has one.
    pub(super) fn spelling(&self, folded: &str) -> Option<&str> {
        self.spellings.get(folded).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_read() {
        let data = LanguageData::with_files(&[], None).unwrap();
        assert_eq!(data.languages().len(), BUILT_IN.len());
        for language in data.languages() {
            assert!(!language.name.is_empty() && language.cue_strings.len() > 20, "{}", language.code);
        }
    }

    /// The first words tell it where they leave no doubt, else all that are looked at.
    #[test]
    fn more_words_are_asked_in_doubt() {
        let data = LanguageData::builtin();
        let (english, german) = (words("the and that with"), words("der und dass mit"));
        let some = |from: &[WordHash], count: usize| from.iter().copied().cycle().take(count).collect::<Vec<_>>();
        let code = |parts: [Vec<WordHash>; 3]| data.detect(&parts.concat()).code.clone();
        assert_eq!(code([some(&english, FIRST), some(&german, SAMPLE), vec![]]), "en");
        assert_eq!(code([some(&english, FIRST / 2), some(&german, FIRST / 2), some(&german, 9)]), "de");
        assert_eq!(code([some(&german, FIRST / 2), some(&english, FIRST / 2), some(&english, SAMPLE)]), "en");
        assert_eq!(code([some(&german, 3), vec![], vec![]]), "de");
    }

    #[test]
    fn languages_are_told_apart() {
        let data = LanguageData::builtin();
        for (code, text) in [
            ("en", "The harbour board said that the crane would be taken down before the winter."),
            ("de", "Der Kran wird vor dem Winter abgebaut, sagte die Sprecherin, und das ist auch gut so."),
            ("fr", "La grue sera démontée avant l’hiver, a dit le maire, et les habitants en sont contents."),
            ("es", "La grúa será desmontada antes del invierno, dijo el alcalde, y los vecinos están contentos."),
            (
                "it",
                "La gru sarà smontata prima dell’inverno, ha detto il sindaco, e non è una sorpresa per gli abitanti.",
            ),
            (
                "pt",
                "O guindaste será desmontado antes do inverno, disse o prefeito, e os moradores estão contentes com isso.",
            ),
            ("pl", "Dźwig zostanie rozebrany przed zimą, powiedział burmistrz, i nie jest to dla nich niespodzianka."),
            ("uk", "Кран розберуть до зими, сказав мер, і це вже не новина для тих, що живуть біля порту."),
            ("ru", "Кран разберут до зимы, сказал мэр, и это уже не новость для тех, кто живёт у порта."),
            ("zh", "市长说这是一个很好的决定，我们也在等他们的消息。"),
            ("ja", "市長はこの決定について、よいものだと述べた。"),
            ("ar", "قال العمدة إن الرافعة ستزال قبل الشتاء وهذا من أجل السكان في المدينة"),
        ] {
            assert_eq!(data.detect(&words(text)).code, code);
        }
        assert_eq!(data.detect(&[]).code, "en");
        // A page that begins with a list, and a language of which there is no file.
        let list = "blirk sotto venna drig melk ".repeat(2 * SAMPLE / 5);
        assert_eq!(data.detect(&words(&list)).code, "");
        assert_eq!(data.detect(&words(&format!("{list}{}", "the and that with from sotto ".repeat(30)))).code, "en");
    }

    #[test]
    fn files_add_and_replace() {
        let file = |code: &str, text: &str| (code.to_owned(), text.to_owned());
        let esperanto = file("eo", "name = \"Esperanto\"\ncommon = [\"kaj\", \"estas\"]\ncues = [\"diris\"]");
        let broad = file("en", "name = \"Broad\"\ncues = [\"quoth\"]");
        let data = LanguageData::with_files(&[esperanto, broad], None).unwrap();
        assert_eq!(data.detect(&words("kaj estas tiel")).name, "Esperanto");
        assert_eq!(data.languages()[0].name, "Broad");
        let error = LanguageData::with_files(&[file("fr", "nam = 1")], None).unwrap_err().to_string();
        assert!(error.contains("fr.toml") && error.contains("nam"), "{error}");
        assert!(LanguageData::with_files(&[], Some("same = 1")).is_err());
    }
}
