//! How two units relate.

use serde::Serialize;

/// The relation of two documents, or of two paragraphs. `docs/definitions.md` has them precisely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same normal form.
    Exact,
    /// Jaccard similarity at or above the threshold.
    Near,
    /// The shorter stands in the longer: containment of 0.9 or more, and shorter by 15 % or more.
    Contained,
    /// Near, but what differs is numbers and negations only.
    Altered,
    /// Below all that, yet half of the shorter one's words stand in passages that the longer one has too.
    Derived,
    /// None of these.
    None,
}

impl Relation {
    /// Whether one copy may go when the other stays. An altered copy says something else, a derived one has words of its own.
    pub fn is_duplicate(self) -> bool {
        matches!(self, Relation::Exact | Relation::Near | Relation::Contained)
    }

    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Exact => "exact",
            Relation::Near => "near",
            Relation::Contained => "contained",
            Relation::Altered => "altered",
            Relation::Derived => "derived",
            Relation::None => "none",
        }
    }
}

/// How a wording of a quote relates to the anchor of its cluster. `docs/definitions.md` has them precisely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteRelation {
    /// The same loose words.
    Exact,
    /// Nearly all words of both.
    Near,
    /// The shorter stands in the longer.
    Contained,
    /// A good part of the shorter stands in the longer.
    Partial,
    /// Any of these, but a number or a negation was changed.
    Altered,
}

impl QuoteRelation {
    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            QuoteRelation::Exact => "exact",
            QuoteRelation::Near => "near",
            QuoteRelation::Contained => "contained",
            QuoteRelation::Partial => "partial",
            QuoteRelation::Altered => "altered",
        }
    }
}
