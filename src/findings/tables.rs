//! One struct per row of the tables that a report writes, in the order of their members.

use super::{Relation, Verdict};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where something stands: 1-based physical lines of the text, and bytes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The document's id.
    pub doc: &'a str,
    /// Its first line.
    pub line: u32,
    /// Its last line.
    pub line_end: u32,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// What a row of a table speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A whole article.
    Document,
    /// A paragraph.
    Paragraph,
}

/// A row of `documents.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentRow<'a> {
    /// The document's id.
    pub doc: &'a str,
    /// Its outlet.
    pub source: &'a str,
    /// Its date: a day, or a second in UTC.
    pub date: Option<&'a str>,
    /// Its headline.
    pub title: Option<&'a str>,
    /// Words in it.
    pub words: u32,
    /// Paragraphs in it.
    pub paragraphs: u32,
    /// The cluster it is in.
    pub cluster: Option<&'a str>,
    /// The family it is in.
    pub family: Option<String>,
    /// Whether it stays when duplicates go.
    pub kept: bool,
    /// The copy that stays instead of it, or that it is an altered copy of.
    pub duplicate_of: Option<&'a str>,
    /// How it relates to that copy.
    pub relation: Option<Relation>,
    /// Jaccard similarity to that copy.
    pub jaccard: Option<f64>,
    /// Containment in that copy, or of it.
    pub containment: Option<f64>,
    /// Bytes of it that are boilerplate.
    pub boilerplate_bytes: u64,
}

/// A member of a cluster, the kept copy apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member<'a> {
    /// The document's id.
    pub doc: &'a str,
    /// Its first line.
    pub line: u32,
    /// Its last line.
    pub line_end: u32,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Its outlet.
    pub source: &'a str,
    /// Its date.
    pub date: Option<&'a str>,
    /// How it relates to the kept copy.
    pub relation: Relation,
    /// Jaccard similarity to the kept copy.
    pub jaccard: f64,
    /// Containment of the shorter of the two in the longer.
    pub containment: f64,
    /// Share of the shorter one's words in shared passages, where it was measured.
    pub coverage: Option<f64>,
}

/// A row of `clusters.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterRow<'a> {
    /// The cluster's id: the same in every run in which the same copy is kept.
    pub cluster: String,
    /// What its members are.
    pub unit: Unit,
    /// The copy that stays.
    pub kept: Place<'a>,
    /// The others, each verified against the kept copy.
    pub members: Vec<Member<'a>>,
    /// Different documents.
    pub documents: usize,
    /// Different outlets.
    pub sources: usize,
    /// Different days, among the known dates.
    pub days: usize,
    /// What kind of repetition it is.
    pub verdict: Verdict,
}

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One copy may go.
    Duplicate,
    /// Told, and both stay.
    Altered,
    /// A duplicate, but the shorter one is the kept copy of others, so both stay.
    BothStay,
    /// One family, and both stay.
    Family,
    /// Compared and found different.
    Rejected,
}

/// A row of `pairs.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairRow<'a> {
    /// The kept copy, where one is kept.
    pub a: Place<'a>,
    /// The other one.
    pub b: Place<'a>,
    /// What they are.
    pub unit: Unit,
    /// How they relate.
    pub relation: Relation,
    /// Jaccard similarity of the shingle sets.
    pub jaccard: f64,
    /// Containment of the smaller set in the larger one.
    pub containment: f64,
    /// Share of the shorter one's words in shared passages, where it was measured.
    pub coverage: Option<f64>,
    /// What became of the pair.
    pub decision: Decision,
    /// Why, in words.
    pub reason: Cow<'static, str>,
}

/// Counts of one relation.
pub type Counts = BTreeMap<&'static str, u64>;

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Version of nearprint.
    pub version: &'static str,
    /// What the run was asked to do.
    pub parameters: BTreeMap<&'static str, serde_json::Value>,
    /// Bands and expected recall of documents, and of paragraphs where they were compared.
    pub recall: BTreeMap<&'static str, ExpectedRecall>,
    /// What was read.
    pub read: ReadCounts,
    /// What was skipped, or read with a remark, by reason. Each one stands in `skipped.jsonl`.
    pub skipped: Counts,
    /// The first of them, with file and line.
    pub skipped_examples: Vec<super::Skipped>,
    /// Files in the given folders that are no input.
    pub ignored_files: Vec<String>,
    /// What was found.
    pub findings: FindingCounts,
    /// The measured recall.
    pub audit: Option<Audit>,
    /// Figures of this run that differ from run to run.
    pub run: RunFigures,
}

/// Bands, rows and what they promise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExpectedRecall {
    /// Bands.
    pub bands: usize,
    /// Values per band.
    pub rows: usize,
    /// The probability that a pair exactly at the threshold is found.
    pub at_threshold: f64,
    /// The same for pairs of other similarities, as (similarity, probability).
    pub curve: Vec<(f64, f64)>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReadCounts {
    /// Files.
    pub files: u64,
    /// Records that were read.
    pub documents: u64,
    /// Records that were left out.
    pub skipped: u64,
    /// Outlets.
    pub sources: u64,
    /// Documents whose date is known.
    pub dated: u64,
    /// Paragraphs.
    pub paragraphs: u64,
    /// Words.
    pub words: u64,
    /// Bytes of text.
    pub text_bytes: u64,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FindingCounts {
    /// Document clusters.
    pub document_clusters: u64,
    /// Documents that are duplicates of a kept copy, by relation.
    pub documents: Counts,
    /// Documents that go when duplicates go.
    pub documents_dropped: u64,
    /// Families of two documents and more.
    pub families: u64,
    /// Documents in them.
    pub documents_in_families: u64,
    /// Derived pairs.
    pub derived_pairs: u64,
    /// Paragraph clusters.
    pub paragraph_clusters: u64,
    /// Paragraphs that repeat a kept one, by relation.
    pub paragraphs: Counts,
    /// Paragraph clusters by verdict.
    pub paragraph_verdicts: Counts,
    /// Site furniture, where it was looked for.
    pub boilerplate: Option<BoilerplateCounts>,
    /// Quotes, where they were looked for.
    pub quotes: Option<QuoteCounts>,
    /// Pairs of documents that were verified.
    pub document_pairs_verified: u64,
    /// Pairs of paragraphs that were verified.
    pub paragraph_pairs_verified: u64,
    /// Groups of a shared key that were too large for all their pairs and were cut to anchors.
    pub groups_cut: u64,
    /// Comparisons inside them that were not made.
    pub comparisons_left_out: u64,
}

/// What was found of site furniture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BoilerplateCounts {
    /// Lines that are furniture, by class.
    pub lines: Counts,
    /// Their bytes.
    pub bytes: u64,
    /// Different templates of them, per outlet.
    pub templates: u64,
    /// Outlets that have any.
    pub sources: u64,
    /// Lines that somebody should look at.
    pub review: u64,
}

/// What was found of quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct QuoteCounts {
    /// Quote spans by type.
    pub mentions: Counts,
    /// Those with a speaker.
    pub attributed: u64,
    /// Repeated quotes by verdict.
    pub repeated: Counts,
    /// Mentions of repeated quotes.
    pub mentions_of_repeated: u64,
    /// Variants of repeated quotes by relation to the fullest wording, which is not counted.
    pub variants: Counts,
    /// Repeated quotes that two different people are named for.
    pub disputed: u64,
    /// Passages without marks that hold the words of a quote.
    pub unmarked: u64,
    /// Pairs of wordings that share a gram.
    pub pairs_proposed: u64,
    /// Pairs of wordings that were aligned.
    pub pairs_aligned: u64,
    /// Pairs of wordings inside giant posting lists that were not looked at.
    pub pairs_left_out: u64,
}

/// A sample held against brute force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// Documents in the sample.
    pub sampled: u64,
    /// Documents that each of them was compared with.
    pub compared_with: u64,
    /// Pairs at or above the threshold, by brute force.
    pub pairs: u64,
    /// Those of them that the search proposed.
    pub found: u64,
    /// Their share; null when there is no such pair.
    pub recall: Option<f64>,
}

/// Figures that differ from run to run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RunFigures {
    /// The instruction set that was used.
    pub simd: &'static str,
    /// Threads.
    pub threads: usize,
    /// Seconds per stage.
    pub seconds: BTreeMap<&'static str, f64>,
    /// Highest resident memory in bytes, where the system tells.
    pub peak_memory_bytes: Option<u64>,
    /// Temporary files in bytes.
    pub temporary_bytes: u64,
}

/// What a run says of itself.
#[derive(Debug, Clone)]
pub struct Reported {
    /// What stands in `summary.json`.
    pub summary: Summary,
    /// A few findings in words, for the terminal.
    pub examples: Vec<String>,
    /// The quotes that most outlets print, in words: the text, and who, where, how.
    pub quotes: Vec<(String, String)>,
}
