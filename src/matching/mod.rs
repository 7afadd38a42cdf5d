//! Which units look alike: bands, candidates, exact verification, anchored clusters, families, keep rules.
//!
//! A unit is a document or a paragraph, known by its number. Signatures and fingerprints only propose pairs here; full shingle sets and passages decide.

mod ahead;
mod align;
mod altered;
mod bands;
pub mod candidates;
mod cluster;
mod compare;
mod explain;
mod hashing;
mod keep;
mod meetings;
mod recent;
mod repeated;
mod runs;
mod spill;
mod words;

pub(crate) use ahead::ask_for;
pub use align::{Aligner, Alignment, Scoring, Side, Step, StepKind};
pub use altered::Alterations;
pub use bands::BandPlan;
pub use cluster::{Bond, Edge, Star, families, stars};
pub use compare::{
    Comparison, PASSAGE_WORDS, Similarity, Thresholds, compare, coverage, passage_grams, passages_between,
    shared_passages,
};
pub use explain::{Explanation, explain};
pub use hashing::{Hashed, HashedMap, HashedSet};
pub use keep::{Candidate, Keep};
pub use meetings::Meetings;
pub use recent::RecentKeys;
pub(crate) use repeated::Repeated;
pub use runs::{Parted, Row, Runs};
pub(crate) use spill::read_exact_at;
pub use spill::{Place, Spill};
pub use words::{PackedWords, WordPacker, WordStore};
