//! What a cleaning took away: the rows of its ledger, and its summary.

use super::{Counts, Place, ReadCounts, RunFigures, Skipped};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The article is a copy of one that stays.
    DuplicateDocument,
    /// The paragraph is a copy of one that stays.
    DuplicateParagraph,
    /// The line is furniture.
    Boilerplate,
}

/// A row of `removed.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RemovalRow<'a> {
    /// Where it stood.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// How it read.
    pub text: &'a str,
    /// Why it went.
    #[serde(flatten)]
    pub reason: RemovalReason<'a>,
    /// The file that it was taken from, as it is called in the folder of the cleaned ones.
    pub file: &'a str,
    /// The line of that file in which the record stood; 1 for `.txt`.
    pub record: u64,
    /// Where in that line it stood, in bytes; in a `.txt`, where in the file.
    pub at: u64,
    /// The bytes that were taken, as they stood: with line ends, and in JSON with its escapes.
    pub raw: &'a str,
}

/// Why a place went, and for which one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RemovalReason<'a> {
    /// Why.
    pub why: Why,
    /// What kind of furniture it is.
    pub class: Option<&'static str>,
    /// The copy that stays.
    pub kept: Option<Place<'a>>,
    /// Jaccard similarity to that copy, where it was measured.
    pub jaccard: Option<f64>,
    /// Containment in that copy, or of it, where it was measured.
    pub containment: Option<f64>,
    /// The template of a line, as 16 hexadecimal digits.
    pub template: Option<String>,
}

/// A file that was cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CleanedFile {
    /// What it is called in the folder of the cleaned ones.
    pub file: String,
    /// What it was read from.
    pub input: String,
    /// Whether it is there: a `.txt` that is a copy is not, nor is what could not be read at all.
    pub written: bool,
    /// Bytes of the input, unpacked.
    pub bytes: u64,
    /// XXH3 (64 bits) of those bytes, as 16 hexadecimal digits: what a restored file is held to.
    pub xxh3: String,
}

/// What went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RemovalCounts {
    /// Articles, by relation to the copy that stays.
    pub documents: Counts,
    /// Bytes of their texts.
    pub document_bytes: u64,
    /// Paragraphs, by relation to the copy that stays.
    pub paragraphs: Counts,
    /// Their bytes.
    pub paragraph_bytes: u64,
    /// Repeated paragraphs that stay because more than the allowed share of an article would go.
    pub paragraphs_spared: u64,
    /// Lines of furniture, by class.
    pub lines: Counts,
    /// Their bytes.
    pub line_bytes: u64,
    /// Articles that stay and lost something.
    pub trimmed: u64,
}

/// `summary.json` of a cleaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CleanSummary {
    /// Version of nearprint.
    pub version: &'static str,
    /// `clean`: what wrote this.
    pub command: &'static str,
    /// What the run was asked to do.
    pub parameters: BTreeMap<&'static str, serde_json::Value>,
    /// What was read.
    pub read: ReadCounts,
    /// What was skipped, or read with a remark, by reason. Skipped records are passed on as they are.
    pub skipped: Counts,
    /// The first of them, with file and line.
    pub skipped_examples: Vec<Skipped>,
    /// Files in the given folders that are no input: they were not copied.
    pub ignored_files: Vec<String>,
    /// What went.
    pub removed: RemovalCounts,
    /// The files.
    pub files: Vec<CleanedFile>,
    /// All other files that were written beside them.
    pub others: Vec<String>,
    /// Figures of this run that differ from run to run.
    pub run: RunFigures,
}

/// What went of one kind, as a person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalExample {
    /// The class of a line; `duplicate_paragraph`.
    pub kind: &'static str,
    /// How often.
    pub count: u64,
    /// How it reads.
    pub text: String,
}

/// What went of an outlet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CleanedSource {
    /// Its articles.
    pub documents: u64,
    /// Those that go.
    pub gone: u64,
    /// Lines that go of the others.
    pub lines: u64,
    /// Bytes of text.
    pub bytes: u64,
    /// Those that go, with articles and with lines.
    pub bytes_gone: u64,
}

/// What a cleaning says of itself.
#[derive(Debug, Clone)]
pub struct Cleaned {
    /// What stands in `summary.json`.
    pub summary: CleanSummary,
    /// The most frequent lines of each kind, and the number of their repetitions.
    pub examples: Vec<RemovalExample>,
    /// Articles that go: which, for which, and how they relate.
    pub articles: Vec<(String, String, &'static str)>,
    /// What went of each outlet, by the bytes that went.
    pub sources: Vec<(String, CleanedSource)>,
}
