//! What the filter says of a record.

use super::{Counts, Place, Relation};
use serde::Serialize;

/// What is to be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// It is new.
    Keep,
    /// It is new; lines of it are furniture.
    Trim,
    /// It is a copy of one that was seen.
    Drop,
}

impl Advice {
    /// The name that is told.
    pub fn name(self) -> &'static str {
        match self {
            Advice::Keep => "keep",
            Advice::Trim => "trim",
            Advice::Drop => "drop",
        }
    }
}

/// The member `nearprint` of a record that was filtered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FilterRow<'a> {
    /// What is to be done with it.
    pub decision: Advice,
    /// The article that is most like it of those that were seen, where one is alike at all.
    pub duplicate_of: Option<&'a str>,
    /// How the two relate.
    pub relation: Option<Relation>,
    /// Their Jaccard similarity.
    pub jaccard: Option<f64>,
    /// Their containment.
    pub containment: Option<f64>,
    /// Whether the figures are estimates: of a compact index they are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// Lines that are furniture.
    pub trimmed: Vec<Trimmed<'a>>,
    /// Quotes that other articles have too.
    pub quotes: Vec<KnownQuote<'a>>,
}

/// A line that is furniture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trimmed<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What kind of furniture it is.
    pub class: &'static str,
}

/// A quote that was seen before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownQuote<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// Articles seen before that have these words in quote marks; counted up to 64.
    pub articles: usize,
    /// The first of them.
    pub first: &'a str,
}

/// What the index knows of an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexedDocument {
    /// Its id.
    pub id: String,
    /// Its outlet.
    pub source: String,
    /// When it was published, where that is known.
    pub date: Option<String>,
    /// Whether it was dropped.
    pub dropped: bool,
    /// The article that was most like it when it was judged.
    pub duplicate_of: Option<String>,
    /// How the two relate.
    pub relation: Option<Relation>,
    /// Their Jaccard similarity.
    pub jaccard: Option<f64>,
    /// Their containment.
    pub containment: Option<f64>,
    /// Whether the figures are estimates: of a compact index they are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

/// What was filtered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FilterCounts {
    /// Records that were read.
    pub read: u64,
    /// Of them, by decision.
    pub decisions: Counts,
    /// Those with a copy or a derived one among those seen, by relation.
    pub relations: Counts,
    /// Records that were judged before: the same id, the same text.
    pub again: u64,
    /// Lines that could not be read, by reason.
    pub rejected: Counts,
}
