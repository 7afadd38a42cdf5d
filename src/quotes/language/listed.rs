//! What a language's short lists say of a word, for rules of which each has a list of its own.

use super::Language;
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

    /// Whether a determiner is one that no subject has.
    pub(in crate::quotes) fn is_oblique(&self, word: WordHash) -> bool {
        self.oblique.contains(&word)
    }

    /// Whether a word stands between a participle and who says it.
    pub(in crate::quotes) fn is_agent(&self, word: WordHash) -> bool {
        self.agents.contains(&word)
    }

    /// Whether a word stands for the one named last: `the latter`.
    pub(in crate::quotes) fn is_latter(&self, word: WordHash) -> bool {
        self.latter.contains(&word)
    }

    /// Whether a place behind this word speaks by this verb: `В министерстве сообщили`.
    pub(in crate::quotes) fn speaks_for_place(&self, word: WordHash, verb: &str) -> bool {
        self.places.contains(&word) && self.plural_endings.iter().any(|ending| verb.ends_with(ending.as_str()))
    }

    /// Whether two words are a verb of saying together: `put it`.
    pub(in crate::quotes) fn is_cue_phrase(&self, two: [WordHash; 2]) -> bool {
        self.cue_phrases.contains(&two)
    }
}
