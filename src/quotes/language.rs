//! What quoting looks like in each language, as data: `data/quotes/<language>.toml`.
//!
//! No rule of this room knows a word. The rules speak of cue verbs, titles, pronouns, prepositions; which words these are is read from the files,
//! which are built into the program and can be replaced or joined by a folder of the user's. A word of an article is looked up by the hash
//! that it has already, and gives a [`Class`]: a set of bits, because `that` is a determiner and a conjunction.

mod all;
mod cases;
mod file;
mod hashes;
mod listed;
mod page_words;

use super::class::{
    ABBREVIATION, ACCORDING, AFTER_QUOTE, AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, ELISION,
    FEMALE, FILLER, FIRST_PERSON, GENERIC, GIVEN, HE, INDEFINITE, IT, MALE, NO_NAME, PARTICLE, PASSIVE,
    PASSIVE_AUXILIARY, PLAIN, PREPOSITION, PRONOUN, RELATIVE, SHE, SUFFIX, TELLING, THEY, TIME, TITLE,
};
use super::dashes::DashLines;
use super::lexicon::Lexicon;
use super::uncased::Strings;
use crate::matching::HashedMap;
use crate::text::{WordHash, hash_normal_word, normal_form};
pub use all::LanguageData;
use cases::Cases;
use file::{LanguageFile, NamesFile};
use hashes::{all, pairs, sorted, words};
use page_words::PageWords;
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
    /// What stands before a colon and never speaks: `Photo: …`
    labels: Vec<WordHash>,
    /// What a page puts before a line of the article, and before or in lines that are its own: `Story highlights`, `Media caption`.
    pub(super) page_words: PageWords,
    /// `not`.
    negations: Vec<WordHash>,
    /// Prepositions that bring in a programme, a paper or a book.
    work_places: Vec<WordHash>,
    /// `governor` and `gov`.
    short_titles: Vec<(WordHash, WordHash)>,
    /// Second halves of given names behind a hyphen, sorted.
    syllables: Vec<WordHash>,
    /// Nouns that stand for an organisation named before: `the company`.
    organisations: Vec<WordHash>,
    /// How nouns for documents begin, which stand for those who issued them.
    documents: Vec<String>,
    /// How nouns begin for what somebody speaks in or through.
    occasions: Vec<String>,
    /// `latter`.
    latter: Vec<WordHash>,
    /// Verbs in the form of what somebody else says.
    reported: Vec<WordHash>,
    perhaps_reported: Vec<WordHash>,
    /// Nouns for somebody named before.
    anaphors: Vec<WordHash>,
    /// Determiners that tell whose somebody is.
    possessives: Vec<WordHash>,
    /// Articles that tell the gender of who is meant.
    gendered: Vec<(WordHash, Class)>,
    /// In which walks of life a noun for somebody is usual, a bit for each.
    fields: HashedMap<WordHash, u32>,
    /// How the word behind the number of an age begins: `34-year-old`.
    age_stems: Vec<String>,
    /// What stands before a place that speaks, the endings of verbs with such a subject, and verbs that have no other.
    places: Vec<WordHash>,
    plural_endings: Vec<String>,
    impersonal_cues: Vec<WordHash>,
    /// Two words that are a verb of saying together.
    cue_phrases: Vec<[WordHash; 2]>,
    /// Two words that are a noun together, of which the second is a verb of saying elsewhere; sorted.
    noun_phrases: Vec<[WordHash; 2]>,
    /// Words before which a verb of saying in the plural is a noun: `racist remarks`; sorted.
    adjectives: Vec<WordHash>,
    /// Two words before how something is called: `known as`; sorted.
    terms: Vec<[WordHash; 2]>,
    /// Nouns for works, which have a name behind them: `movie`; sorted.
    works: Vec<WordHash>,
    /// Adjectives with a capital, which are nobody without a noun: `American`; sorted.
    peoples: Vec<WordHash>,
    /// Numbers that belong to the name behind them: `Fourth Amendment`.
    ordinals: Vec<WordHash>,
    /// Verbs that make somebody speak, and verbs in the passive of which the next one tells what somebody says: `can be heard saying`.
    causing: Vec<WordHash>,
    perceived: Vec<WordHash>,
    /// Verbs of saying that mean something else as often.
    weak_cues: Vec<WordHash>,
    /// Nouns for what somebody says, and for what somebody issues.
    said_nouns: Vec<WordHash>,
    statements: Vec<WordHash>,
    /// Prepositions that bring in no work where a full stop ends it.
    no_works: Vec<WordHash>,
    /// What begins a clause that is a noun: `what critics called “…”`.
    free_relatives: Vec<WordHash>,
    /// Prepositions that may begin a clause.
    clause_prepositions: Vec<WordHash>,
    /// Prepositions that belong to the name of an authority.
    of_names: Vec<WordHash>,
    /// Titles that belong to a name of one word.
    crowned: Vec<WordHash>,
    /// Verbs that give a thing its name.
    naming: Vec<WordHash>,
    /// Determiners that no subject has.
    oblique: Vec<WordHash>,
    /// How verbs end in the form of what somebody else says, and those that do so in another one.
    reported_endings: Vec<String>,
    past_endings: Vec<String>,
    title_endings_male: Vec<String>,
    title_endings_female: Vec<String>,
    infinitive_endings: Vec<String>,
    /// Words like `as`, with which a clause says who said what stands before it.
    as_words: Vec<WordHash>,
    /// Prepositions and articles before whom something is told.
    telling_places: Vec<WordHash>,
    telling_articles: Vec<WordHash>,
    examples: Vec<WordHash>,
    /// How nouns end for works, and for all else that is known by a name: of `works`, where nouns are put together.
    work_endings: Vec<String>,
    /// How nouns end in the plural, where verbs end so too.
    noun_plurals: Vec<String>,
    pointing: Vec<WordHash>,
    genitives: Vec<WordHash>,
    infinitive_marks: Vec<WordHash>,
    before_given: Vec<WordHash>,
    about: Vec<WordHash>,
    joining: Vec<WordHash>,
    /// Words with which a clause begins whose verb stands last.
    subordinating: Vec<WordHash>,
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
    verb_endings: Vec<String>,
    participle_endings: Vec<String>,
    common: Vec<WordHash>,
    /// Where no capital shows a name: surnames, offices, verbs of saying, what stands between these and a name, and what begins what was said.
    pub(super) surnames: Strings,
    pub(super) titles: Strings,
    pub(super) sayings: Strings,
    pub(super) between: Strings,
    pub(super) said: Strings,
    /// Given names, in order.
    pub(super) given_strings: Vec<String>,
    /// Parts of names that bind what follows: `عبد`.
    pub(super) particle_strings: Vec<String>,
    /// The longest first.
    pub(super) according_strings: Vec<String>,
    pub(super) subject_marks: Vec<String>,
    /// Verbs of who cites somebody else.
    pub(super) citing: Vec<String>,
    /// What stands for a quote beside its sentence.
    pub(super) this_way: Vec<String>,
    /// What stands behind the name of who is cited.
    pub(super) his_words: Vec<String>,
    pub(super) male_strings: Vec<String>,
    pub(super) female_strings: Vec<String>,
    pub(super) plural_strings: Vec<String>,
}

/// Walks of life that a language may tell apart: a bit for each.
const FIELDS: usize = u32::BITS as usize;

/// What given names and the like are in every language: worked out once.
fn given(names: &NamesFile) -> Vec<(WordHash, Class)> {
    let lists = [(&names.given.male, GIVEN | MALE), (&names.given.female, GIVEN | FEMALE), (&names.suffixes, SUFFIX)];
    let one = |word: &String| match words(word)[..] {
        [hash] => Some(hash),
        _ => None,
    };
    lists.into_iter().flat_map(|(list, class)| list.iter().filter_map(one).map(move |hash| (hash, class))).collect()
}

impl Language {
    /// A language of which nothing is known.
    fn unknown(names: &NamesFile, given: &[(WordHash, Class)]) -> Language {
        // Where nothing says that a word is none, a capital at the head of a sentence is no name.
        let file = LanguageFile { inverted: true, ..LanguageFile::default() };
        Language::new("", file, names, given)
    }

    /// By its file, the names, and what [`given`] makes of these.
    fn new(code: &str, file: LanguageFile, names: &NamesFile, given: &[(WordHash, Class)]) -> Language {
        // The rules for scripts without capitals look for strings, the others for hashes of words.
        let strings = |list: &[String]| match file.script {
            Script::Cased => Strings::default(),
            _ => Strings::new(list),
        };
        let (surnames, titles, sayings) = (strings(&file.surnames), strings(&file.titles), strings(&file.cues));
        let (between, said) = (strings(&file.fillers), strings(&file.conjunctions));
        let mut classes: BTreeMap<WordHash, Class> = BTreeMap::new();
        let by_hash = !matches!(file.script, Script::Han | Script::Kana);
        let mut put = |list: &[String], class: Class| {
            for word in list.iter().filter(|_| by_hash) {
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
        ] {
            put(list, class);
        }
        put(&cases::forms(&names.given.male, &file.given_cases.male), GIVEN | MALE);
        put(&cases::forms(&names.given.female, &file.given_cases.female), GIVEN | FEMALE);
        // Articles that are written into the next word: l’ingénieur.
        let elided = |list: &[String]| -> Vec<String> {
            file.elided.iter().flat_map(|article| list.iter().map(move |word| format!("{article}{word}"))).collect()
        };
        let anaphors = [(&file.anaphors, 0), (&file.anaphors_male, MALE), (&file.anaphors_female, FEMALE)];
        for (list, class) in [
            (&file.titles, TITLE),
            (&file.titles_male, TITLE | MALE),
            (&file.titles_female, TITLE | FEMALE),
            (&file.generic, GENERIC),
            (&file.bodies, GENERIC | BODY),
        ] {
            put(&elided(list), class | DETERMINER);
        }
        for (list, gender) in anaphors {
            put(list, GENERIC | gender);
            put(&elided(list), GENERIC | gender | DETERMINER);
        }
        let mut fields: HashedMap<WordHash, u32> = HashedMap::default();
        for (number, list) in (0..FIELDS).zip(file.fields.values()) {
            let all = all(list).into_iter().chain(all(&elided(list)));
            all.for_each(|word| *fields.entry(word).or_default() |= 1 << number);
        }
        let anaphors = anaphors.iter().flat_map(|(list, _)| elided(list).into_iter().chain(list.iter().cloned()));
        if by_hash {
            given.iter().for_each(|&(hash, class)| *classes.entry(hash).or_default() |= class);
        }
        let anaphors: Vec<WordHash> = anaphors.flat_map(|word| words(&word)).collect();
        // No names, though they look like some: `Sam` in Polish.
        for (list, gender) in [(&file.himself, MALE), (&file.herself, FEMALE)] {
            for hash in all(list) {
                classes.insert(hash, FILLER | COMMON | gender);
            }
        }
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
            according_behind: all(&file.according_behind),
            agents: all(&file.agents),
            places: all(&file.places),
            plural_endings: file.plural_endings,
            impersonal_cues: all(&file.impersonal_cues),
            possessives: all(&file.possessives),
            gendered: [(&file.articles_male, MALE), (&file.articles_female, FEMALE)]
                .into_iter()
                .flat_map(|(list, gender)| all(list).into_iter().map(move |word| (word, gender)))
                .collect(),
            anaphors,
            fields,
            age_stems: file.age_stems,
            labels: all(&file.labels),
            page_words: PageWords::new(file.prefixes, file.captions),
            negations: all(&file.negations),
            work_places: all(&file.work_places),
            short_titles: (file.short_titles.iter())
                .flat_map(|(long, short)| words(long).into_iter().zip(words(short)))
                .collect(),
            syllables: sorted(&names.syllables),
            organisations: (file.organisations.iter().chain(&elided(&file.organisations)))
                .flat_map(|word| words(word))
                .collect(),
            documents: file.documents,
            occasions: file.occasions,
            reported: sorted(&[file.reported, file.perhaps_reported.clone()].concat()),
            perhaps_reported: all(&file.perhaps_reported),
            latter: all(&file.latter),
            cue_phrases: pairs(&file.cue_phrases),
            noun_phrases: pairs(&file.noun_phrases),
            adjectives: sorted(&file.adjectives),
            terms: pairs(&file.terms),
            works: sorted(&file.works),
            peoples: sorted(&file.peoples),
            ordinals: all(&file.ordinals),
            causing: all(&file.causing),
            perceived: all(&file.perceived),
            weak_cues: all(&file.weak_cues),
            said_nouns: all(&file.said_nouns),
            statements: all(&file.statements),
            no_works: all(&file.no_works),
            free_relatives: all(&file.free_relatives),
            clause_prepositions: all(&file.clause_prepositions),
            of_names: all(&file.of_names),
            crowned: all(&file.crowned),
            naming: all(&file.naming),
            oblique: all(&file.oblique),
            subordinating: all(&file.subordinating),
            noun_plurals: file.noun_plurals,
            pointing: all(&file.pointing),
            genitives: all(&file.genitives),
            infinitive_marks: all(&file.infinitive_marks),
            before_given: all(&file.before_given),
            about: all(&file.about),
            joining: all(&file.joining),
            as_words: all(&file.as_words),
            examples: all(&file.examples),
            telling_places: all(&file.telling_places),
            telling_articles: all(&file.telling_articles),
            cases: Cases::new(file.given_cases, file.surname_cases, &names.given),
            dash_lines: file.dash_lines,
            // Verbs of saying tell the language of a short text, which has few others.
            common: file.common.iter().chain(&file.cues).filter_map(|w| words(w).first().copied()).collect(),
            classes: Lexicon::new(&classes),
            phrases,
            title_endings: file.title_endings,
            reported_endings: file.reported_endings,
            past_endings: file.past_endings,
            title_endings_male: file.title_endings_male,
            title_endings_female: file.title_endings_female,
            infinitive_endings: file.infinitive_endings,
            work_endings: file.work_endings,
            feminine_endings: file.feminine_endings,
            masculine_endings: file.masculine_endings,
            adverb_endings: file.adverb_endings,
            verb_endings: file.verb_endings,
            participle_endings: file.participle_endings,
            surnames,
            titles,
            sayings,
            between,
            given_strings: {
                let mut given = [file.given_male, file.given_female].concat();
                given.sort_unstable();
                given
            },
            particle_strings: file.particles,
            said,
            according_strings: longest_first(&file.according),
            subject_marks: longest_first(&file.subject_marks),
            citing: file.citing,
            this_way: file.this_way,
            his_words: file.his_words,
            male_strings: longest_first(&pronouns.male),
            female_strings: longest_first(&pronouns.female),
            plural_strings: pronouns.plural.clone(),
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
