//! Records, and one file per format to read them from.
//!
//! The way of an article: [`expand`] turns what the user named into a sorted list of files; a [`BatchReader`] reads them one
//! after the other, unpacks them and cuts them into batches of whole lines, which is all that has to happen in order;
//! [`for_each_record`] parses a batch, on whatever thread it is handed to. What cannot be read becomes a
//! [`Skipped`](crate::findings::Skipped) row that names file and line, and the rest goes on.

mod batch;
mod cuts;
mod date;
mod escapes;
mod fields;
mod input;
mod json_lines;
mod lines;
mod parse;
mod record;
mod reread;
mod rewrite;
mod source;
mod stream;
mod text_file;
mod walk;

pub use batch::{BatchReader, RawBatch, RawItem};
pub use date::{date_from_number, parse_date};
pub use fields::{FieldNames, ReadOptions};
pub use input::{Format, InputFile, Inputs, expand};
pub use parse::{Outcome, for_each_item, for_each_record};
pub use record::{ByteRange, Date, Record};
pub use reread::RecordReader;
pub use rewrite::{Checksum, Edit, EditOf, PackedFile, Removed, Taken, restore, rewrite, visit_records};
pub use source::{host_of, registrable_domain};
