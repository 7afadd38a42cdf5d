//! All languages: the files that are part of the program and those of a user, and which of them an article is in.

use super::file::{LanguageFile, NamesFile};
use super::{FIELDS, Language, Script, given};
use crate::error::{Error, Result, toml_fault};
use crate::quotes::class::{GIVEN, TITLE};
use crate::quotes::common::{CommonWords, LANGUAGES};
use crate::text::{WordHash, hash_normal_word, normal_form};
use rayon::prelude::*;
use serde::Deserialize;

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
    ("en", include_str!("../../../data/quotes/en.toml")),
    ("de", include_str!("../../../data/quotes/de.toml")),
    ("fr", include_str!("../../../data/quotes/fr.toml")),
    ("es", include_str!("../../../data/quotes/es.toml")),
    ("it", include_str!("../../../data/quotes/it.toml")),
    ("pt", include_str!("../../../data/quotes/pt.toml")),
    ("pl", include_str!("../../../data/quotes/pl.toml")),
    ("uk", include_str!("../../../data/quotes/uk.toml")),
    ("ru", include_str!("../../../data/quotes/ru.toml")),
    ("zh", include_str!("../../../data/quotes/zh.toml")),
    ("ja", include_str!("../../../data/quotes/ja.toml")),
    ("ar", include_str!("../../../data/quotes/ar.toml")),
];
const NAMES: &str = include_str!("../../../data/names.toml");

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
        .map_err(|e| Error::Parameter { name: "data", why: format!("file `{file}`, {}", toml_fault(text, &e)) })
}

impl LanguageData {
    /// The languages that nearprint ships.
    pub fn builtin() -> LanguageData {
        // The files are part of the program and a test reads them: an error here is one of ours, and quotes are then found without speakers.
        LanguageData::with_files(&[], None).unwrap_or_else(|_| LanguageData::empty())
    }

    fn empty() -> LanguageData {
        LanguageData {
            languages: vec![Language::new("en", LanguageFile::default(), &NamesFile::default(), &[])],
            unknown: Language::unknown(&NamesFile::default(), &[]),
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
        let given = given(&names);
        let language = |(code, text): (&str, &str)| {
            let file: LanguageFile = read(text, &format!("quotes/{code}.toml"))?;
            if file.fields.len() > FIELDS {
                let why = format!(
                    "file `quotes/{code}.toml` has {} fields, at most {FIELDS} are possible",
                    file.fields.len()
                );
                return Err(Error::Parameter { name: "data", why });
            }
            Ok(Language::new(code, file, &names, &given))
        };
        let languages = sources.into_par_iter().map(language).collect::<Result<Vec<Language>>>()?;
        let common = CommonWords::new(languages.iter().map(|l| l.common.iter().copied()));
        let mut spellings = std::collections::HashMap::new();
        for same in &names.same {
            let Some(first) = same.first() else { continue };
            let key = crate::quotes::spelling::fold_word(first);
            for form in same {
                spellings.insert(crate::quotes::spelling::fold_word(form), key.clone());
            }
        }
        let suffixes = names.suffixes.iter().map(|suffix| suffix.to_lowercase()).collect();
        Ok(LanguageData { languages, unknown: Language::unknown(&names, &given), common, spellings, suffixes })
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
    pub(in crate::quotes) fn is_suffix(&self, word: &str) -> bool {
        self.suffixes.contains(&word.to_lowercase())
    }

    /// Whether a word is a title in some language, and nobody's given name.
    pub(in crate::quotes) fn is_title(&self, word: &str) -> bool {
        let hash = hash_normal_word(&normal_form(word));
        self.languages.iter().map(|language| language.class(hash)).any(|class| class & (TITLE | GIVEN) == TITLE)
    }

    /// The form that stands for a folded spelling, where the table of names has one.
    pub(in crate::quotes) fn spelling(&self, folded: &str) -> Option<&str> {
        self.spellings.get(folded).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn the_shipped_files_are_read() {
        let data = LanguageData::with_files(&[], None).unwrap();
        assert_eq!(data.languages().len(), BUILT_IN.len());
        for (language, (code, text)) in data.languages().iter().zip(BUILT_IN) {
            let file: LanguageFile = read(text, code).unwrap();
            assert!(!language.name.is_empty() && file.cues.len() > 20, "{code}");
        }
    }

    #[test]
    fn more_walks_of_life_than_bits_are_an_error() {
        let file = |fields: usize| (0..fields).map(|i| format!("fields.f{i} = [\"w{i}\"]\n")).collect::<String>();
        let read = |fields| LanguageData::with_files(&[("xx".to_owned(), file(fields))], None);
        assert!(read(FIELDS).is_ok());
        assert!(read(FIELDS + 1).unwrap_err().to_string().contains("xx.toml"));
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
