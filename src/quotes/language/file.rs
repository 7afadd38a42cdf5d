//! The files of a language and of names, as they are written.

use super::Script;
use super::cases::Endings;
use crate::quotes::dashes::DashLines;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Pronouns {
    pub(super) male: Vec<String>,
    pub(super) female: Vec<String>,
    pub(super) plural: Vec<String>,
    pub(super) neutral: Vec<String>,
    pub(super) first: Vec<String>,
}

/// A file of `data/quotes/`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LanguageFile {
    pub(super) name: String,
    pub(super) script: Script,
    pub(super) inverted: bool,
    pub(super) pro_drop: bool,
    pub(super) articles: bool,
    pub(super) capital_nouns: bool,
    pub(super) marks: Vec<(String, String)>,
    pub(super) common: Vec<String>,
    pub(super) cues: Vec<String>,
    pub(super) weak_cues: Vec<String>,
    pub(super) cue_phrases: Vec<String>,
    pub(super) noun_phrases: Vec<String>,
    pub(super) adjectives: Vec<String>,
    pub(super) terms: Vec<String>,
    pub(super) works: Vec<String>,
    pub(super) peoples: Vec<String>,
    pub(super) ordinals: Vec<String>,
    pub(super) causing: Vec<String>,
    pub(super) perceived: Vec<String>,
    pub(super) auxiliaries: Vec<String>,
    pub(super) passive_auxiliaries: Vec<String>,
    pub(super) fillers: Vec<String>,
    pub(super) according: Vec<String>,
    pub(super) according_behind: Vec<String>,
    pub(super) according_to_him: Vec<String>,
    pub(super) according_to_her: Vec<String>,
    pub(super) agents: Vec<String>,
    pub(super) after_quote: Vec<String>,
    pub(super) passive: Vec<String>,
    pub(super) telling: Vec<String>,
    pub(super) said_nouns: Vec<String>,
    pub(super) statements: Vec<String>,
    pub(super) no_works: Vec<String>,
    pub(super) free_relatives: Vec<String>,
    pub(super) clause_prepositions: Vec<String>,
    pub(super) of_names: Vec<String>,
    pub(super) crowned: Vec<String>,
    pub(super) naming: Vec<String>,
    pub(super) verb_endings: Vec<String>,
    pub(super) pronouns: Pronouns,
    pub(super) negations: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) prefixes: Vec<String>,
    pub(super) captions: Vec<String>,
    pub(super) work_places: Vec<String>,
    pub(super) short_titles: BTreeMap<String, String>,
    pub(super) himself: Vec<String>,
    pub(super) herself: Vec<String>,
    pub(super) possessive_male: Vec<String>,
    pub(super) possessive_female: Vec<String>,
    pub(super) relative: Vec<String>,
    pub(super) latter: Vec<String>,
    pub(super) reported: Vec<String>,
    pub(super) anaphors: Vec<String>,
    pub(super) anaphors_male: Vec<String>,
    pub(super) anaphors_female: Vec<String>,
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) age_stems: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) plural_endings: Vec<String>,
    pub(super) impersonal_cues: Vec<String>,
    pub(super) documents: Vec<String>,
    pub(super) organisations: Vec<String>,
    pub(super) occasions: Vec<String>,
    pub(super) determiners: Vec<String>,
    pub(super) indefinite: Vec<String>,
    pub(super) possessives: Vec<String>,
    pub(super) articles_male: Vec<String>,
    pub(super) articles_female: Vec<String>,
    pub(super) oblique: Vec<String>,
    pub(super) subordinating: Vec<String>,
    pub(super) reported_endings: Vec<String>,
    pub(super) past_endings: Vec<String>,
    pub(super) infinitive_endings: Vec<String>,
    pub(super) as_words: Vec<String>,
    pub(super) examples: Vec<String>,
    pub(super) telling_places: Vec<String>,
    pub(super) telling_articles: Vec<String>,
    pub(super) work_endings: Vec<String>,
    pub(super) prepositions: Vec<String>,
    pub(super) conjunctions: Vec<String>,
    pub(super) particles: Vec<String>,
    pub(super) titles: Vec<String>,
    pub(super) title_endings: Vec<String>,
    pub(super) titles_male: Vec<String>,
    pub(super) titles_female: Vec<String>,
    pub(super) generic: Vec<String>,
    pub(super) bodies: Vec<String>,
    pub(super) generic_male: Vec<String>,
    pub(super) generic_female: Vec<String>,
    pub(super) feminine_endings: Vec<String>,
    pub(super) masculine_endings: Vec<String>,
    pub(super) adverb_endings: Vec<String>,
    pub(super) participle_endings: Vec<String>,
    pub(super) abbreviations: Vec<String>,
    pub(super) no_names: Vec<String>,
    pub(super) times: Vec<String>,
    pub(super) elisions: Vec<String>,
    pub(super) dash_lines: Option<DashLines>,
    pub(super) subject_marks: Vec<String>,
    pub(super) surnames: Vec<String>,
    pub(super) given_male: Vec<String>,
    pub(super) given_female: Vec<String>,
    pub(super) citing: Vec<String>,
    pub(super) this_way: Vec<String>,
    pub(super) his_words: Vec<String>,
    pub(super) elided: Vec<String>,
    pub(super) given_cases: Endings,
    pub(super) surname_cases: Endings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Given {
    pub(super) male: Vec<String>,
    pub(super) female: Vec<String>,
}

/// The file `data/names.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NamesFile {
    pub(super) same: Vec<Vec<String>>,
    pub(super) suffixes: Vec<String>,
    pub(super) syllables: Vec<String>,
    pub(super) given: Given,
}
