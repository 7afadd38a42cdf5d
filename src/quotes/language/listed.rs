//! What a language's short lists say of a word, for rules of which each has a list of its own.

use super::Language;
use crate::quotes::class::{Class, FEMALE, GENERIC, MALE, TITLE};
use crate::text::WordHash;

impl Language {
    /// Whether a word stands behind a speaker as `according to` stands before one.
    pub(in crate::quotes) fn is_according_behind(&self, word: WordHash) -> bool {
        self.according_behind.contains(&word)
    }

    /// Whether a verb of saying means something else as often.
    pub(in crate::quotes) fn is_weak(&self, cue: WordHash) -> bool {
        self.weak_cues.contains(&cue)
    }

    /// Whether a noun is what somebody says: `answer`.
    pub(in crate::quotes) fn is_saying(&self, noun: WordHash) -> bool {
        self.said_nouns.contains(&noun)
    }

    /// Whether a noun is what somebody issues: `statement`.
    pub(in crate::quotes) fn is_statement(&self, noun: WordHash) -> bool {
        self.statements.contains(&noun)
    }

    /// Whether a preposition brings in no work where a full stop ends it: `into “World War III.”`
    pub(in crate::quotes) fn is_no_work_place(&self, preposition: WordHash) -> bool {
        self.no_works.contains(&preposition)
    }

    /// Whether a word begins a clause that is a noun: `what critics called “…”`.
    pub(in crate::quotes) fn is_free_relative(&self, word: WordHash) -> bool {
        self.free_relatives.contains(&word)
    }

    /// Whether a preposition may begin a clause: `after the mayor said`.
    pub(in crate::quotes) fn is_clause_preposition(&self, preposition: WordHash) -> bool {
        self.clause_prepositions.contains(&preposition)
    }

    /// Whether a preposition belongs to the name of an authority: `Department of Labor`.
    pub(in crate::quotes) fn is_of_name(&self, preposition: WordHash) -> bool {
        self.of_names.contains(&preposition)
    }

    /// Whether a title belongs to a name of one word: `Pope Francis`.
    pub(in crate::quotes) fn is_crowned(&self, title: WordHash) -> bool {
        self.crowned.contains(&title)
    }

    /// Whether a verb gives a thing its name: `a concept called “…”`.
    pub(in crate::quotes) fn is_naming(&self, cue: WordHash) -> bool {
        self.naming.contains(&cue)
    }

    /// Whether a word ends as verbs do, where nearly all others are listed.
    pub(in crate::quotes) fn ends_like_verb(&self, word: &str) -> bool {
        self.verb_endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end.as_str()))
    }

    /// Whether a determiner is one that no subject has.
    pub(in crate::quotes) fn is_oblique(&self, word: WordHash) -> bool {
        self.oblique.contains(&word)
    }

    /// Whether a clause that begins with a word has its verb last.
    pub(in crate::quotes) fn is_subordinating(&self, word: WordHash) -> bool {
        self.subordinating.contains(&word)
    }

    /// Whether a word ends as verbs do in the form of what somebody else says: `entzaubere`, and not `entzauberte`.
    pub(in crate::quotes) fn ends_like_reported(&self, word: &str) -> bool {
        ends(word, &self.reported_endings) && !ends(word, &self.past_endings)
    }

    /// The gender of a title, as its ending shows it: `Interimstrainerin`.
    pub(in crate::quotes) fn title_gender(&self, title: &str) -> Class {
        match () {
            () if ends(title, &self.title_endings_female) => FEMALE,
            () if ends(title, &self.title_endings_male) => MALE,
            () => 0,
        }
    }

    /// Whether a word ends as nouns do in the plural, where verbs end so too: `claims`.
    pub(in crate::quotes) fn ends_like_plural(&self, word: &str) -> bool {
        self.noun_plurals.iter().any(|end| word.ends_with(end.as_str()))
    }

    /// Whether a determiner points at something: `those`.
    pub(in crate::quotes) fn is_pointing(&self, determiner: WordHash) -> bool {
        self.pointing.contains(&determiner)
    }

    /// Whether a preposition tells whose something is: `a friend of Roe’s`.
    pub(in crate::quotes) fn is_genitive(&self, preposition: WordHash) -> bool {
        self.genitives.contains(&preposition)
    }

    /// Whether a word stands before an infinitive: `to say`.
    pub(in crate::quotes) fn is_infinitive_mark(&self, word: WordHash) -> bool {
        self.infinitive_marks.contains(&word)
    }

    /// Whether a preposition stands before what somebody speaks of: `Roe on the port: “…”`.
    pub(in crate::quotes) fn is_about(&self, preposition: WordHash) -> bool {
        self.about.contains(&preposition)
    }

    /// Whether a conjunction joins two that speak together: `groups and academics`.
    pub(in crate::quotes) fn is_joining(&self, conjunction: WordHash) -> bool {
        self.joining.contains(&conjunction)
    }

    /// Whether a title stands before a given name alone: `Sir Keir`.
    pub(in crate::quotes) fn is_before_given(&self, title: WordHash) -> bool {
        title != 0 && self.before_given.contains(&title)
    }

    /// Whether a word ends as infinitives do.
    pub(in crate::quotes) fn ends_like_infinitive(&self, word: &str) -> bool {
        ends(word, &self.infinitive_endings)
    }

    /// Whether a word begins a clause that says who said what stands before it: `as Roe put it`.
    pub(in crate::quotes) fn is_as(&self, word: WordHash) -> bool {
        self.as_words.contains(&word)
    }

    /// Whether a preposition stands before whom something is told: `gegenüber`.
    pub(in crate::quotes) fn is_telling_place(&self, preposition: WordHash) -> bool {
        self.telling_places.contains(&preposition)
    }

    /// Whether an article can be that of somebody who is told something: `sagte dem Boten`.
    pub(in crate::quotes) fn is_telling_article(&self, article: WordHash) -> bool {
        self.telling_articles.contains(&article)
    }

    /// Whether a word brings in an example: `Sätze wie „…“`.
    pub(in crate::quotes) fn brings_in_example(&self, word: WordHash) -> bool {
        self.examples.contains(&word)
    }

    /// Whether a word stands between a participle and who says it.
    pub(in crate::quotes) fn is_agent(&self, word: WordHash) -> bool {
        self.agents.contains(&word)
    }

    /// Whether a word stands for the one named last: `the latter`.
    pub(in crate::quotes) fn is_latter(&self, word: WordHash) -> bool {
        self.latter.contains(&word)
    }

    /// Whether a word before a colon is a label and nobody: `Photo: …`
    pub(in crate::quotes) fn is_label(&self, word: WordHash) -> bool {
        self.labels.contains(&word)
    }

    /// Whether a word negates a verb.
    pub(in crate::quotes) fn is_negation(&self, word: WordHash) -> bool {
        self.negations.contains(&word)
    }

    /// Whether a preposition brings in a programme, a paper or a book also behind a verb of saying: `spoke on “…”`.
    pub(in crate::quotes) fn is_work_place(&self, preposition: WordHash) -> bool {
        self.work_places.contains(&preposition)
    }

    /// The short form of an office: `gov` for `governor`.
    pub(in crate::quotes) fn short_title(&self, office: WordHash) -> Option<WordHash> {
        self.short_titles.iter().find(|(long, _)| *long == office).map(|(_, short)| *short)
    }

    /// Whether a word may be the small second half of a given name: `un` in `Kim Jong-un`.
    pub(in crate::quotes) fn is_syllable(&self, word: WordHash) -> bool {
        self.syllables.binary_search(&word).is_ok()
    }

    /// Whether a verb of saying behind this word is a noun, where it may be one in the plural: `racist remarks`.
    pub(in crate::quotes) fn is_adjective(&self, word: WordHash) -> bool {
        self.adjectives.binary_search(&word).is_ok()
    }

    /// Whether a noun is one for a work, which has a name behind it: `the movie “…”`.
    pub(in crate::quotes) fn is_kind_of_work(&self, noun: WordHash) -> bool {
        self.works.binary_search(&noun).is_ok()
    }

    /// Whether a noun ends as one for what has a name: `die Nachrichtenagentur „…“`.
    pub(in crate::quotes) fn ends_like_work(&self, noun: &str) -> bool {
        !self.work_endings.is_empty() && {
            let noun = noun.to_lowercase();
            self.work_endings.iter().any(|end| noun.ends_with(end.as_str()))
        }
    }

    /// Whether two words, or the second of them alone, stand before how something is called: `known as`, `sogenannte`.
    pub(in crate::quotes) fn is_term(&self, two: [WordHash; 2]) -> bool {
        self.terms.binary_search(&two).is_ok() || self.terms.binary_search(&[0, two[1]]).is_ok()
    }

    /// Whether a word with a capital is an adjective: `American`, `Republican`.
    pub(in crate::quotes) fn is_capital_adjective(&self, word: WordHash) -> bool {
        self.peoples.binary_search(&word).is_ok()
    }

    /// Whether it is that of a people, and of no party: what can be a noun for somebody too is none.
    pub(in crate::quotes) fn is_of_people(&self, word: WordHash, class: Class) -> bool {
        class & (TITLE | GENERIC) == 0 && self.is_capital_adjective(word)
    }

    /// Whether a word with a capital is a number of the name behind it: `Fourth Amendment`.
    pub(in crate::quotes) fn is_ordinal(&self, word: WordHash) -> bool {
        self.ordinals.contains(&word)
    }

    /// Whether a verb makes somebody speak: `prompting Roe to say`.
    pub(in crate::quotes) fn is_causing(&self, verb: WordHash) -> bool {
        self.causing.contains(&verb)
    }

    /// Whether a verb in the passive leads to what somebody is heard to say.
    pub(in crate::quotes) fn is_perceived(&self, verb: WordHash) -> bool {
        self.perceived.contains(&verb)
    }

    /// Whether a verb tells whom somebody quotes.
    pub(in crate::quotes) fn is_citing(&self, verb: &str) -> bool {
        self.citing.iter().any(|citing| citing == verb)
    }

    /// Whether a noun may stand for an organisation named before.
    pub(in crate::quotes) fn is_organisation(&self, noun: WordHash) -> bool {
        self.organisations.contains(&noun)
    }

    /// Whether a noun is one for a document.
    pub(in crate::quotes) fn is_document(&self, noun: &str) -> bool {
        begins(noun, &self.documents)
    }

    /// Whether a noun is one for what somebody speaks in or through: a document, an interview, a network.
    pub(in crate::quotes) fn is_occasion(&self, noun: &str) -> bool {
        begins(noun, &self.documents) || begins(noun, &self.occasions)
    }

    /// Whether verbs have a form for what somebody else says.
    pub(in crate::quotes) fn has_reported(&self) -> bool {
        !self.reported.is_empty()
    }

    /// Whether a verb has the form of what somebody else says: `sei`.
    pub(in crate::quotes) fn is_reported(&self, verb: WordHash) -> bool {
        self.reported.binary_search(&verb).is_ok()
    }

    /// Whether it has that form and no other: `sei`, and not `würden`.
    pub(in crate::quotes) fn is_only_reported(&self, verb: WordHash) -> bool {
        self.reported.binary_search(&verb).is_ok() && !self.perhaps_reported.contains(&verb)
    }

    /// Whether a noun may stand for somebody named before: `the researcher`.
    pub(in crate::quotes) fn is_anaphor(&self, word: WordHash) -> bool {
        self.anaphors.contains(&word)
    }

    /// The walks of life in which a noun for somebody is usual, a bit for each; none where no list has it.
    pub(in crate::quotes) fn fields(&self, word: WordHash) -> u32 {
        self.fields.get(&word).copied().unwrap_or(0)
    }

    /// Whether a determiner tells whose somebody is: `her`.
    pub(in crate::quotes) fn is_possessive(&self, determiner: WordHash) -> bool {
        self.possessives.contains(&determiner)
    }

    /// The gender that an article shows; 0 where it shows none.
    pub(in crate::quotes) fn article_gender(&self, article: WordHash) -> Class {
        self.gendered.iter().find(|(word, _)| *word == article).map_or(0, |(_, gender)| *gender)
    }

    /// Whether a word behind a number makes it an age: `34-year-old`, `58-Jährige`.
    pub(in crate::quotes) fn is_age(&self, word: &str) -> bool {
        self.age_stems.iter().any(|stem| word.starts_with(stem.as_str()))
    }

    /// Whether a place may stand behind this word: `в`.
    pub(in crate::quotes) fn is_before_place(&self, word: WordHash) -> bool {
        self.places.contains(&word)
    }

    /// Whether a verb in this form may have a place for its subject: `В министерстве сообщили`.
    pub(in crate::quotes) fn is_plural(&self, verb: &str) -> bool {
        self.plural_endings.iter().any(|ending| verb.ends_with(ending.as_str()))
    }

    /// Whether a verb of saying has no other subject than a place: `говорится в сообщении`.
    pub(in crate::quotes) fn is_impersonal(&self, cue: WordHash) -> bool {
        self.impersonal_cues.contains(&cue)
    }

    /// Whether two words are a verb of saying together: `put it`.
    pub(in crate::quotes) fn is_cue_phrase(&self, two: [WordHash; 2]) -> bool {
        self.cue_phrases.contains(&two)
    }

    /// Whether two words are a noun together: `talking points`.
    pub(in crate::quotes) fn is_noun_phrase(&self, two: [WordHash; 2]) -> bool {
        self.noun_phrases.binary_search(&two).is_ok()
    }

    /// Whether a word ends as adverbs do: `lakonicznie`.
    pub(in crate::quotes) fn ends_like_adverb(&self, word: &str) -> bool {
        ends(word, &self.adverb_endings)
    }

    /// Whether a word ends as participles do that go with a subject: `saying`, `évoquant`.
    pub(in crate::quotes) fn ends_like_participle(&self, word: &str) -> bool {
        ends(word, &self.participle_endings)
    }
}

/// Whether a word has one of these endings, and something before it.
fn ends(word: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending.as_str()))
}

/// Whether a word begins with one of these stems, whatever its capitals.
fn begins(word: &str, stems: &[String]) -> bool {
    !stems.is_empty() && {
        let word = word.to_lowercase();
        stems.iter().any(|stem| word.starts_with(stem.as_str()))
    }
}
