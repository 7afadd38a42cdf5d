//! The answers as plain data: one struct per table row, no logic.
mod boilerplate;
mod filter;
mod page;
mod quotes;
mod relation;
mod removal;
mod skipped;
mod tables;
mod verdict;

pub use boilerplate::{BoilerplatePlace, BoilerplateRow};
pub use filter::{Advice, FilterCounts, FilterRow, IndexedDocument, KnownQuote, Trimmed};
pub use page::{
    ArticleView, Cell, ClusterView, CopyView, ExplainPage, LineView, Link, Matrix, MentionView, Outlet, Page,
    ParagraphView, Piece, PieceKind, QuoteView, RejectedView, Shown, TemplateView, Timeline, TimelineRow, VariantView,
};
pub use quotes::{MentionPlace, MentionRow, Operation, QuoteRow, QuoteSpeaker, Spelling, UnmarkedRow, VariantRow};
pub use relation::{QuoteRelation, Relation};
pub use removal::{
    CleanSummary, Cleaned, CleanedFile, CleanedSource, RemovalCounts, RemovalExample, RemovalReason, RemovalRow, Why,
};
pub use skipped::{SkipReason, Skipped};
pub use tables::{
    Audit, BoilerplateCounts, ClusterRow, Counts, Decision, DocumentRow, ExpectedRecall, FindingCounts, Member,
    PairRow, Place, QuoteCounts, ReadCounts, Reported, RunFigures, Summary, Unit,
};
pub use verdict::Verdict;
