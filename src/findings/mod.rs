//! The answers as plain data: one struct per table row, no logic.
mod relation;
mod skipped;
mod tables;
mod verdict;

pub use relation::{QuoteRelation, Relation};
pub use skipped::{SkipReason, Skipped};
pub use tables::{
    Audit, ClusterRow, Counts, Decision, DocumentRow, ExpectedRecall, FindingCounts, Member, PairRow, Place,
    ReadCounts, RunFigures, Summary, Unit,
};
pub use verdict::Verdict;
