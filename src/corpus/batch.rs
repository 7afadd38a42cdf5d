//! The one part of reading that goes in order: files are read, unpacked and cut into batches of whole records.
//!
//! Bytes are read straight into the batch and moved only when a line crosses the end of one (that part is carried to the
//! next batch), so a plain file costs its read, one search for line ends and nothing else. All that is dear (checking
//! UTF-8, parsing JSON) waits for [`for_each_record`](super::for_each_record), which may run on any thread. Which lines
//! come out, and under which numbers, does not depend on the size of the batches.

use std::io::Read;
use std::sync::Arc;

use memchr::{memchr, memchr_iter};

use super::fields::ReadOptions;
use super::input::{Format, InputFile};
use super::record::ByteRange;
use super::stream::{Fault, Stream};
use crate::error::{Error, Result};
use crate::findings::{SkipReason, Skipped};

/// The smallest read that is worth its system call.
const LEAST_READ: usize = 4 << 10;

/// Where one record lies in a batch: a line without its line end, or a whole `.txt` file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawItem {
    /// The first byte in [`RawBatch::bytes`].
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
    /// Index of the file in the list of inputs.
    pub file: u32,
    /// The 1-based line of the file (1 for `.txt`).
    pub line: u64,
    /// Where it begins in the file, if it can be read there once more: not in what is packed, and not in a pipe.
    pub offset: Option<u64>,
}

impl RawItem {
    /// The same bytes in the file.
    pub(super) fn byte_range(&self) -> Option<ByteRange> {
        Some(ByteRange { offset: self.offset?, bytes: u32::try_from(self.end - self.start).ok()? })
    }
}

/// Some records as they were read. Made to be used again and again: the buffers stay.
#[derive(Debug, Clone, Default)]
pub struct RawBatch {
    // Longer than what it holds, so that reading again into it does not mean clearing it first.
    buffer: Vec<u8>,
    filled: usize,
    items: Vec<RawItem>,
}

impl RawBatch {
    /// An empty batch.
    pub fn new() -> RawBatch {
        RawBatch::default()
    }

    /// All bytes; besides the records there are line ends, blank lines and lines that were left out.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[..self.filled]
    }

    /// The records, in the order of the input.
    pub fn items(&self) -> &[RawItem] {
        &self.items
    }

    /// The bytes of one record of this batch.
    pub fn item_bytes(&self, item: &RawItem) -> &[u8] {
        &self.buffer[item.start..item.end]
    }

    /// Makes room for one record, which is to be put there.
    pub(super) fn one(&mut self, file: u32, bytes: usize) -> &mut [u8] {
        self.filled = 0;
        self.items.clear();
        self.items.push(RawItem { start: 0, end: bytes, file, line: 1, offset: None });
        self.room(bytes);
        self.filled = bytes;
        &mut self.buffer[..bytes]
    }

    /// Empties the batch, and gives back memory that only a very long record needed.
    fn reset(&mut self, batch_bytes: usize) {
        self.filled = 0;
        self.items.clear();
        let usual = batch_bytes.saturating_mul(4).max(LEAST_READ);
        if self.buffer.len() > usual {
            self.buffer.truncate(usual);
            self.buffer.shrink_to_fit();
        }
    }

    /// The free part behind what is filled, at least `least` bytes long.
    fn room(&mut self, least: usize) -> &mut [u8] {
        let end = self.filled + least;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        &mut self.buffer[self.filled..end]
    }
}

/// The file that is being read.
struct Open {
    stream: Stream,
    file: u32,
    /// The number of the line that begins or is being read.
    line: u64,
    /// The length so far of a line that is too long and passed over.
    passing: Option<u64>,
    /// Whether a line that is not blank was seen.
    seen: bool,
    /// Whether the file gave any byte.
    any: bool,
    /// Bytes that it gave so far.
    given: u64,
}

impl Open {
    /// Where the byte stands in the file that was read so many bytes before the last one.
    fn offset(&self, before: usize) -> Option<u64> {
        self.stream.stays().then(|| self.given - before as u64)
    }
}

/// What became of a look at a file.
#[derive(PartialEq)]
enum Step {
    /// The batch is full and holds a record, the file is not done.
    Full,
    /// The file is done.
    Done,
}

/// Reads files one after the other into batches.
pub struct BatchReader {
    files: Arc<[InputFile]>,
    next: usize,
    /// What the first file is read from instead of from disk.
    given: Option<Box<dyn Read + Send>>,
    open: Option<Open>,
    /// The beginning of a line whose end is not read yet.
    carry: Vec<u8>,
    max_record_bytes: usize,
    batch_bytes: usize,
    eager: bool,
    skipped: Vec<Skipped>,
    bytes_done: u64,
    text_bytes: u64,
}

impl BatchReader {
    /// A reader of `files`, in their order.
    pub fn new(files: impl Into<Arc<[InputFile]>>, options: &ReadOptions) -> BatchReader {
        BatchReader {
            files: files.into(),
            next: 0,
            given: None,
            open: None,
            carry: Vec::new(),
            max_record_bytes: options.max_record_bytes,
            batch_bytes: options.batch_bytes.max(1),
            eager: options.eager,
            skipped: Vec::new(),
            bytes_done: 0,
            text_bytes: 0,
        }
    }

    /// A reader of JSON Lines, plain or packed, that come from somewhere else; in messages they are called as [`InputFile::stdin`] is.
    pub fn over(given: Box<dyn Read + Send>, options: &ReadOptions) -> BatchReader {
        BatchReader { given: Some(given), ..BatchReader::new([InputFile::stdin()], options) }
    }

    /// The files, as [`for_each_record`](super::for_each_record) wants them.
    pub fn files(&self) -> Arc<[InputFile]> {
        Arc::clone(&self.files)
    }

    /// What could not be read since this was last asked.
    pub fn take_skipped(&mut self) -> Vec<Skipped> {
        std::mem::take(&mut self.skipped)
    }

    /// How many bytes were read so far, packed as they are on disk.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_done + self.open.as_ref().map_or(0, |open| open.stream.bytes_read())
    }

    /// How many bytes were read so far, unpacked.
    pub fn text_bytes(&self) -> u64 {
        self.text_bytes
    }

    /// Reads the next batch in place of what `batch` held; `false` when nothing is left.
    ///
    /// # Errors
    /// [`Error::TooManyUnits`] for more files than a record can name. A file that cannot be read is no error: it is
    /// named in [`take_skipped`](Self::take_skipped), and the next file follows.
    pub fn fill(&mut self, batch: &mut RawBatch) -> Result<bool> {
        batch.reset(self.batch_bytes);
        loop {
            let Some(mut open) = self.current()? else {
                return Ok(!batch.items.is_empty());
            };
            let step = match self.files[open.file as usize].format {
                Format::Text => self.read_text(&mut open, batch),
                Format::JsonLines => self.read_lines(&mut open, batch),
            };
            match step {
                Step::Full => {
                    self.open = Some(open);
                    return Ok(true);
                }
                Step::Done => self.bytes_done += open.stream.bytes_read(),
            }
            if self.is_full(batch) {
                return Ok(true);
            }
        }
    }

    fn is_full(&self, batch: &RawBatch) -> bool {
        !batch.items.is_empty() && (batch.filled >= self.batch_bytes || self.eager)
    }

    /// The file that is being read, or the next one that can be opened.
    fn current(&mut self) -> Result<Option<Open>> {
        if let Some(open) = self.open.take() {
            return Ok(Some(open));
        }
        while let Some(input) = self.files.get(self.next) {
            let file = u32::try_from(self.next).map_err(|_| Error::TooManyUnits { what: "files" })?;
            self.next += 1;
            let stream = match self.given.take() {
                Some(given) => Stream::over(given, &input.name),
                None => Stream::open(input),
            };
            match stream {
                Ok(stream) => {
                    return Ok(Some(Open { stream, file, line: 1, passing: None, seen: false, any: false, given: 0 }));
                }
                Err(fault) => self.fault(file, None, fault),
            }
        }
        Ok(None)
    }

    /// A whole `.txt` file is one record.
    fn read_text(&mut self, open: &mut Open, batch: &mut RawBatch) -> Step {
        let start = batch.filled;
        let expected = usize::try_from(self.files[open.file as usize].bytes).unwrap_or(usize::MAX);
        let mut want = expected.saturating_add(1).clamp(LEAST_READ, self.batch_bytes.max(LEAST_READ));
        let fault = loop {
            match open.stream.read(batch.room(want)) {
                Ok(0) => break None,
                Ok(count) => {
                    self.text_bytes += count as u64;
                    batch.filled += count;
                }
                Err(fault) => break Some(fault),
            }
            let length = batch.filled - start;
            if length > self.max_record_bytes {
                batch.filled = start;
                let detail = format!("the file is longer than the limit of {} bytes", self.max_record_bytes);
                self.skip(open.file, None, SkipReason::TooLarge, detail);
                return Step::Done;
            }
            want = length.max(LEAST_READ).min(self.max_record_bytes - length + 1);
        };
        if let Some(fault) = fault {
            batch.filled = start;
            self.fault(open.file, None, fault);
        } else if batch.filled == start {
            self.skip(open.file, None, SkipReason::EmptyFile, "it holds 0 bytes".into());
        } else {
            let offset = open.stream.stays().then_some(0);
            batch.items.push(RawItem { start, end: batch.filled, file: open.file, line: 1, offset });
        }
        Step::Done
    }

    /// Lines up to the end of the batch or of the file.
    fn read_lines(&mut self, open: &mut Open, batch: &mut RawBatch) -> Step {
        // Where the line begins whose end is not found yet; from it to `filled` there is no line end.
        let mut start = batch.filled;
        batch.room(self.carry.len()).copy_from_slice(&self.carry);
        batch.filled += self.carry.len();
        self.carry.clear();
        self.carry.shrink_to(self.batch_bytes);
        loop {
            if self.is_full(batch) {
                self.carry.extend_from_slice(&batch.buffer[start..batch.filled]);
                batch.filled = start;
                return Step::Full;
            }
            if batch.items.is_empty() && batch.filled >= self.batch_bytes {
                // Nothing but blank and too long lines so far: they need not be kept.
                batch.buffer.copy_within(start..batch.filled, 0);
                batch.filled -= start;
                start = 0;
            }
            let held = batch.filled - start;
            let want = match self.batch_bytes.saturating_sub(batch.filled) {
                // A line longer than the batch: more and more, up to where it is too long.
                0 => held.min(self.max_record_bytes.saturating_sub(held) + 1).max(self.batch_bytes),
                left => left,
            };
            match open.stream.read(batch.room(want)) {
                Ok(0) => break self.end_of_lines(open, batch, start),
                Ok(count) => {
                    open.any = true;
                    open.given += count as u64;
                    self.text_bytes += count as u64;
                    start = self.take_in(open, batch, start, count);
                }
                Err(fault) => {
                    batch.filled = start;
                    self.fault(open.file, Some(open.line), fault);
                    break;
                }
            }
        }
        Step::Done
    }

    /// Cuts `count` bytes that were read behind what is filled; where the last, unfinished line begins.
    fn take_in(&mut self, open: &mut Open, batch: &mut RawBatch, mut start: usize, mut count: usize) -> usize {
        if let Some(passed) = open.passing {
            let fresh = batch.filled..batch.filled + count;
            let Some(length) = memchr(b'\n', &batch.buffer[fresh.clone()]) else {
                open.passing = Some(passed + count as u64);
                return start;
            };
            open.passing = None;
            self.too_long(open, passed + length as u64);
            open.line += 1;
            batch.buffer.copy_within(fresh.start + length + 1..fresh.end, fresh.start);
            count -= length + 1;
        }
        let from = batch.filled;
        batch.filled += count;
        for at in memchr_iter(b'\n', &batch.buffer[from..batch.filled]) {
            let end = from + at;
            let length = end - start - byte_order_mark(&batch.buffer[start..end], open);
            if length > self.max_record_bytes {
                self.too_long(open, length as u64);
            } else if let Some((first, last)) = cut(&batch.buffer, start, end, open) {
                open.seen = true;
                let offset = open.offset(batch.filled - first);
                batch.items.push(RawItem { start: first, end: last, file: open.file, line: open.line, offset });
            }
            open.line += 1;
            start = end + 1;
        }
        let held = batch.filled - start;
        let mark = byte_order_mark(&batch.buffer[start..batch.filled], open);
        if held - mark > self.max_record_bytes {
            open.passing = Some((held - mark) as u64);
            batch.filled = start;
        }
        start
    }

    /// The last line of a file, which need not have a line end.
    fn end_of_lines(&mut self, open: &mut Open, batch: &mut RawBatch, start: usize) {
        if let Some(length) = open.passing {
            self.too_long(open, length);
        } else if let Some((first, last)) = cut(&batch.buffer, start, batch.filled, open) {
            open.seen = true;
            let offset = open.offset(batch.filled - first);
            batch.items.push(RawItem { start: first, end: last, file: open.file, line: open.line, offset });
        }
        if !open.seen {
            let detail = if open.any { "it holds nothing but white space" } else { "it holds 0 bytes" };
            self.skip(open.file, None, SkipReason::EmptyFile, detail.into());
        }
    }

    fn too_long(&mut self, open: &mut Open, length: u64) {
        open.seen = true;
        let detail = format!("the line has {length} bytes, the limit is {}", self.max_record_bytes);
        self.skip(open.file, Some(open.line), SkipReason::TooLarge, detail);
    }

    fn fault(&mut self, file: u32, line: Option<u64>, fault: Fault) {
        match fault {
            Fault::Unreadable(error) => self.skip(file, line, SkipReason::Unreadable, error.to_string()),
            Fault::Broken(why) => {
                self.skip(file, line, SkipReason::TruncatedFile, format!("the compressed file is broken: {why}"));
            }
        }
    }

    fn skip(&mut self, file: u32, line: Option<u64>, reason: SkipReason, detail: String) {
        self.skipped.push(Skipped { file: self.files[file as usize].name.clone(), line, reason, detail });
    }
}

/// The length of a byte order mark, which the first line of a file may begin with.
fn byte_order_mark(line: &[u8], open: &Open) -> usize {
    if open.line == 1 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// A line without byte order mark and carriage return; `None` for a blank one.
fn cut(buffer: &[u8], start: usize, end: usize, open: &Open) -> Option<(usize, usize)> {
    let start = start + byte_order_mark(&buffer[start..end], open);
    let line = &buffer[start..end];
    let end = if line.last() == Some(&b'\r') { end - 1 } else { end };
    let blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    (!blank).then_some((start, end))
}

#[cfg(test)]
mod tests;
