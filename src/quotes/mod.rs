//! Quotes: which stretches of an article stand in marks, who said them, and which of them say the same.
//!
//! [`QuoteFinder`] looks at one article at a time, in four steps: marks (`marks.rs`), spans (`spans.rs`, and `dashes.rs` for lines that are spoken behind a dash), names (`names.rs`), speakers (`attribution.rs`, `sayings.rs`, `according.rs`, `afterwards.rs`, `phrases.rs`, `adverbials.rs`, `places.rs`, `roles.rs`, `subjects.rs`, `verbs.rs`, `resolution.rs`, `anaphora.rs`, `inherited.rs`, and
//! `uncased.rs` for scripts without capitals). It knows no word of any language: cue verbs, titles and pronouns are data (`language.rs`). There is no model, and every
//! answer says by which rule it came about ([`Reason`]); what no rule explains has no speaker.
//!
//! An article without marks costs one search for them. Names are collected and sentences read only around quotes.
//!
//! [`link`] then looks at the quotes of all articles together: wordings are compared in a loose form (`loose.rs`, `orthography.rs`), candidates verified by alignment, and
//! what holds becomes one quote with its variants.

mod according;
mod adverbials;
mod afterwards;
mod again;
mod anaphora;
mod attribution;
mod bylines;
mod capitals;
mod class;
mod clauses;
mod colons;
mod common;
mod dashes;
mod documents;
mod finder;
mod floating;
mod inherited;
mod interruptions;
mod language;
mod leading;
mod lexicon;
pub mod link;
mod links;
mod loose;
mod marks;
mod mention;
mod names;
mod nouns;
mod offices;
mod organisations;
mod orthography;
mod phrases;
mod places;
mod plain;
mod pronouns;
mod reason;
mod resolution;
mod roles;
mod sayings;
mod singles;
mod spans;
mod spelling;
mod subjects;
#[cfg(test)]
mod tests;
mod tokens;
mod uncased;
mod unlisted;
mod verb_second;
mod verbs;
mod vocabulary;
mod works;

pub use finder::QuoteFinder;
pub use language::{Language, LanguageData, Script};
pub(crate) use lexicon::Lexicon;
pub use loose::{Folder, LooseText};
pub use marks::Glyph;
pub use mention::{Flags, Mention, QuoteKind};
pub use orthography::Orthography;
pub use plain::{Frequent, PlainQuotes, PlainReader, PlainWord};
pub use reason::Reason;
