//! Records that were not read as asked: every one is counted, named and written out.

use serde::Serialize;

/// Why a record was left out, or what was odd about one that was read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipReason {
    /// The line is not JSON.
    MalformedJson,
    /// The line is JSON, but not an object.
    NotAnObject,
    /// The line holds an escape such as `\ud800` that is half a character.
    LoneSurrogate,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// The object has no field with a text.
    MissingText,
    /// The text field holds a number, a list, an object or null.
    TextNotAString,
    /// The text holds no word.
    EmptyText,
    /// The record is longer than the limit.
    TooLarge,
    /// A compressed file ends before its end; what came before was read.
    TruncatedFile,
    /// A file or folder that could not be read.
    Unreadable,
    /// A file that holds nothing.
    EmptyFile,
    /// A `.txt` file that holds NUL bytes: a binary file.
    BinaryFile,
    /// Read: its id was taken already, so it got a suffix.
    DuplicateId,
    /// Read: its date could not be understood and counts as unknown.
    BadDate,
}

impl SkipReason {
    /// Whether the record was read all the same.
    pub fn is_read(self) -> bool {
        matches!(self, SkipReason::DuplicateId | SkipReason::BadDate)
    }

    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::MalformedJson => "malformed_json",
            SkipReason::NotAnObject => "not_an_object",
            SkipReason::LoneSurrogate => "lone_surrogate",
            SkipReason::InvalidUtf8 => "invalid_utf8",
            SkipReason::MissingText => "missing_text",
            SkipReason::TextNotAString => "text_not_a_string",
            SkipReason::EmptyText => "empty_text",
            SkipReason::TooLarge => "too_large",
            SkipReason::TruncatedFile => "truncated_file",
            SkipReason::Unreadable => "unreadable",
            SkipReason::EmptyFile => "empty_file",
            SkipReason::BinaryFile => "binary_file",
            SkipReason::DuplicateId => "duplicate_id",
            SkipReason::BadDate => "bad_date",
        }
    }
}

/// One row of `skipped.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    /// The file as the user named it; `-` for standard input.
    pub file: String,
    /// The 1-based line of the file, where the format has lines.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: SkipReason,
    /// What is wrong, in words.
    pub detail: String,
}
