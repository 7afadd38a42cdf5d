//! Quotes: which stretches of an article stand in marks, and who said them.
//!
//! [`QuoteFinder`] looks at one article at a time, in four steps: marks (`marks.rs`), spans (`spans.rs`), names (`names.rs`), speakers (`attribution.rs`, `phrases.rs`, `resolution.rs`, and
//! `uncased.rs` for scripts without capitals). It knows no word of any language: cue verbs, titles and pronouns are data (`language.rs`). There is no model, and every
//! answer says by which rule it came about ([`Reason`]); what no rule explains has no speaker.
//!
//! An article without marks costs one search for them. Names are collected and sentences read only around quotes.

mod attribution;
mod finder;
mod language;
mod marks;
mod mention;
mod names;
mod phrases;
mod resolution;
mod spans;
mod spelling;
#[cfg(test)]
mod tests;
mod tokens;
mod uncased;

pub use attribution::Reason;
pub use finder::QuoteFinder;
pub use language::{Language, LanguageData, Script};
pub use marks::Glyph;
pub use mention::{Flags, Mention, QuoteKind};
