//! A record: one article as every later room sees it.

use std::fmt;

/// One article.
///
/// Readers reuse one `Record` for all articles of a batch, so reading does not allocate per article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The id field, or `FILE:LINE` (JSON Lines), or the path (`.txt`).
    pub id: String,
    /// The untouched original text: all offsets of all findings point into it.
    pub text: String,
    /// The outlet.
    pub source: String,
    /// When it was published, where that is known.
    pub date: Option<Date>,
    /// Its headline, where there is one.
    pub title: Option<String>,
    /// Index of the file in the list of inputs.
    pub file: u32,
    /// The 1-based line of the file (1 for `.txt`).
    pub line: u64,
    /// Where it stands in the file, if it can be read there once more.
    pub byte_range: Option<ByteRange>,
}

/// The bytes of a file that hold a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteRange {
    /// The first byte.
    pub offset: u64,
    /// How many.
    pub bytes: u32,
}

impl Record {
    /// An article of which nothing else is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Record {
        Record { id: id.into(), text: text.into(), ..Record::default() }
    }

    /// The same article, of this outlet.
    #[must_use]
    pub fn with_source(self, source: impl Into<String>) -> Record {
        Record { source: source.into(), ..self }
    }
}

/// A point in time, or a day when the hour is not known. Ordered by the first second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z; midnight where only the day is known.
    pub seconds: i64,
    /// Only the day was given.
    pub day_only: bool,
}

impl Date {
    /// Days since 1970-01-01 (UTC).
    pub fn day(self) -> i64 {
        self.seconds.div_euclid(86_400)
    }
}

impl fmt::Display for Date {
    /// `2026-09-02`, or `2026-09-02T08:00:00Z` where the hour is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.seconds) {
            Ok(t) if self.day_only => write!(f, "{}", t.strftime("%Y-%m-%d")),
            Ok(t) => write!(f, "{}", t.strftime("%Y-%m-%dT%H:%M:%SZ")),
            Err(_) => f.write_str("unknown"),
        }
    }
}
