//! From a batch of raw records to records.
//!
//! The bytes of a batch are checked for UTF-8 once and together, which a vector unit does at many gigabytes per second; only
//! when that fails is each record checked by itself, to find and name the bad ones. One [`Record`] serves for all, so
//! that a batch costs no allocation per article once its strings have grown.

use std::fmt::Write;

use super::batch::{RawBatch, RawItem};
use super::fields::ReadOptions;
use super::input::{Format, InputFile};
use super::json_lines::JsonLines;
use super::record::Record;
use super::text_file;
use crate::findings::{SkipReason, Skipped};

/// Why a record cannot be read: the reason and its detail.
pub(super) type Refusal = (SkipReason, String);

/// What came of one item of a batch.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// A record.
    Record {
        /// The record.
        record: &'a Record,
        /// Whether it has an id of its own; else it is called by its place.
        named: bool,
        /// What its date reads, where it could not be understood.
        bad_date: Option<String>,
    },
    /// Nothing that can be read, and why.
    Refused {
        /// The reason.
        reason: SkipReason,
        /// The same in words.
        detail: String,
    },
}

/// Calls `visit` for every item of `batch`, in order, with what came of it.
///
/// `files` is the list that the batch was read from ([`BatchReader::files`](super::BatchReader::files)); another list
/// may panic.
pub fn for_each_item(
    batch: &RawBatch,
    files: &[InputFile],
    options: &ReadOptions,
    mut visit: impl FnMut(&RawItem, Outcome<'_>),
) {
    let all = simdutf8::basic::from_utf8(batch.bytes()).ok();
    let mut json = JsonLines::new(&options.fields);
    let mut record = Record::default();
    for item in batch.items() {
        let file = &files[item.file as usize];
        let bytes = batch.item_bytes(item);
        // A slice that splits a character can only come from two files that broke off inside one: checked by itself, too.
        let text = all.and_then(|all| all.get(item.start..item.end));
        record.file = item.file;
        record.line = item.line;
        record.byte_range = item.byte_range();
        let outcome = match file.format {
            Format::JsonLines => {
                text.map_or_else(|| check_utf8(bytes), Ok).and_then(|line| json.read(line, &mut record))
            }
            Format::Text => text_file::read(bytes, text, file, &mut record),
        };
        match outcome {
            Ok(bad_date) => {
                let named = !record.id.is_empty();
                fill_up(&mut record, file);
                visit(item, Outcome::Record { record: &record, named, bad_date });
            }
            Err((reason, detail)) => visit(item, Outcome::Refused { reason, detail }),
        }
    }
}

/// Calls `visit` for every good record of `batch`, in order, and adds a row to `skipped` for every other one (and for each
/// date that could not be understood, in which case the record is visited without date).
///
/// `files` is as for [`for_each_item`].
pub fn for_each_record(
    batch: &RawBatch,
    files: &[InputFile],
    options: &ReadOptions,
    skipped: &mut Vec<Skipped>,
    mut visit: impl FnMut(&Record),
) {
    for_each_item(batch, files, options, |item, outcome| {
        let file = &files[item.file as usize];
        let line = (file.format == Format::JsonLines).then_some(item.line);
        let mut skip = |reason, detail| skipped.push(Skipped { file: file.name.clone(), line, reason, detail });
        match outcome {
            Outcome::Record { record, bad_date, .. } => {
                if let Some(detail) = bad_date {
                    skip(SkipReason::BadDate, detail);
                }
                visit(record);
            }
            Outcome::Refused { reason, detail } => skip(reason, detail),
        }
    });
}

/// Puts in what a record need not say itself.
fn fill_up(record: &mut Record, file: &InputFile) {
    if record.id.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(record.id, "{}:{}", file.name, record.line);
    }
    if record.source.is_empty() {
        record.source.push_str(file.source.as_deref().unwrap_or(&file.name));
    }
}

/// The bytes as text, or where they stop being one.
pub(super) fn check_utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        (SkipReason::InvalidUtf8, format!("byte 0x{byte:02x} at offset {at} is not UTF-8"))
    })
}

#[cfg(test)]
mod tests;
