//! A file written again without what is to go, and put together again.
//!
//! All bytes that stay are copied as they stand: fields, their order, the way numbers and characters are written, blank lines, lines that cannot be read. What goes is handed out with the place
//! that it had, in the bytes of the file, so that [`restore`] needs nothing else.

use super::cuts::extents;
use super::escapes::find_places;
use super::fields::ReadOptions;
use super::input::{Format, InputFile};
use super::json_lines::JsonLines;
use super::lines::{Lines, Packed};
use super::record::Record;
use super::stream::Packing;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{self, BufWriter};
use std::ops::Range;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// What is to be done with a record.
#[derive(Debug, Clone)]
pub struct Edit<'a> {
    /// The line of the file that it stands in; 1 for `.txt`.
    pub line: u64,
    /// How many bytes its text has: it must be the text that was judged.
    pub text_bytes: u32,
    /// What is to go of it.
    pub what: EditOf<'a>,
}

/// What is to go of a record.
#[derive(Debug, Clone)]
pub enum EditOf<'a> {
    /// All of it.
    Record,
    /// The lines of its text that these bytes stand in, which ascend and do not overlap.
    Lines(&'a [Range<u32>]),
}

/// What went.
#[derive(Debug, Clone, Copy)]
pub struct Removed<'a> {
    /// The number of the edit, and which of its lines; `None` for the record.
    pub edit: (usize, Option<usize>),
    /// Where in the line of the file it stood, in bytes; in a `.txt`, where in the file.
    pub at: u64,
    /// The text of the record.
    pub text: &'a str,
    /// The bytes as they stood.
    pub raw: &'a str,
}

/// A file that was read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum {
    /// Bytes that were read, unpacked.
    pub bytes: u64,
    /// XXH3 of 64 bits of them.
    pub xxh3: u64,
}

/// A file that is written, packed like another one.
pub struct PackedFile {
    to: Packed<BufWriter<File>>,
    name: String,
}

impl PackedFile {
    /// A new file, packed as `like` is.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn create(path: &Path, like: &InputFile) -> Result<PackedFile> {
        PackedFile::packed(path, Lines::open(like)?.packing())
    }

    fn packed(path: &Path, packing: Packing) -> Result<PackedFile> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(Error::io("create", path))?;
        Ok(PackedFile { to: Packed::new(BufWriter::new(file), packing).map_err(Error::io("write", path))?, name })
    }

    /// Appends bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.to.write(bytes).map_err(Error::io("write", &self.name))
    }

    /// Ends the file. Without this it is not whole.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn finish(self) -> Result<()> {
        let end = || -> io::Result<()> {
            self.to.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()
        };
        end().map_err(Error::io("write", self.name))
    }
}

/// The checksum of bytes that go by.
#[derive(Default)]
struct Sum {
    xxh3: Xxh3,
    bytes: u64,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.xxh3.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    fn copy(&mut self, bytes: &[u8], to: &mut Option<PackedFile>) -> Result<()> {
        self.add(bytes);
        to.as_mut().map_or(Ok(()), |to| to.write(bytes))
    }

    fn checksum(&self) -> Checksum {
        Checksum { bytes: self.bytes, xxh3: self.xxh3.digest() }
    }
}

/// Copies `file` to `out`, packed as it is, but for what `edits` (ascending by line) take away; that goes to `removed`, in order. With `out` being `None` nothing is written. A `.txt` that goes
/// leaves no file behind.
///
/// # Errors
///
/// [`Error::Io`] when something cannot be read or written, or when the file is no longer what it was.
pub fn rewrite<'e>(
    file: &InputFile,
    options: &ReadOptions,
    edits: impl Iterator<Item = Edit<'e>>,
    out: Option<&Path>,
    mut removed: impl FnMut(Removed<'_>) -> Result<()>,
) -> Result<Checksum> {
    let mut lines = Lines::open(file)?;
    let mut edits = edits.enumerate().peekable();
    let gone = file.format == Format::Text && edits.peek().is_some_and(|(_, edit)| matches!(edit.what, EditOf::Record));
    let mut sink = match out.filter(|_| !gone) {
        Some(path) => Some(PackedFile::packed(path, lines.packing())?),
        None => None,
    };
    let mut sum = Sum::default();
    let mut editor = Editor { json: JsonLines::new(&options.fields), record: Record::default(), file };
    let (mut line, mut number, mut kept) = (Vec::new(), 1, Vec::new());
    for (i, edit) in edits {
        match file.format {
            Format::JsonLines => {
                number += lines.pass(edit.line - number, |piece| sum.copy(piece, &mut sink))? + 1;
                lines.next(&mut line)?;
            }
            Format::Text => {
                line.clear();
                lines.pass(u64::MAX, |piece| {
                    line.extend_from_slice(piece);
                    Ok(())
                })?;
            }
        }
        kept.clear();
        editor.edit(&line, i, &edit, &mut kept, &mut removed)?;
        sum.add(&line);
        if let Some(sink) = &mut sink {
            sink.write(&kept)?;
        }
    }
    lines.pass(u64::MAX, |piece| sum.copy(piece, &mut sink))?;
    if let Some(sink) = sink {
        sink.finish()?;
    }
    Ok(sum.checksum())
}

/// Calls `visit` for each line of a JSON Lines file that is not blank, with its number and its record if it can be read.
///
/// # Errors
///
/// [`Error::Io`] when the file cannot be read, and what `visit` gives.
pub fn visit_records(
    file: &InputFile,
    options: &ReadOptions,
    mut visit: impl FnMut(u64, Option<&Record>) -> Result<()>,
) -> Result<()> {
    let mut lines = Lines::open(file)?;
    let (mut json, mut record) = (JsonLines::new(&options.fields), Record::default());
    let (mut line, mut number) = (Vec::new(), 0);
    while lines.next(&mut line)? {
        number += 1;
        if line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            continue;
        }
        let content = std::str::from_utf8(&line)
            .ok()
            .map(|line| line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']));
        let read = content.is_some_and(|content| json.read(content, &mut record).is_ok());
        visit(number, read.then_some(&record))?;
    }
    Ok(())
}

/// Takes records apart.
struct Editor<'a> {
    json: JsonLines<'a>,
    record: Record,
    file: &'a InputFile,
}

impl Editor<'_> {
    /// Puts what stays of a line (or a `.txt`) into `kept`.
    fn edit(
        &mut self,
        line: &[u8],
        number: usize,
        edit: &Edit<'_>,
        kept: &mut Vec<u8>,
        removed: &mut impl FnMut(Removed<'_>) -> Result<()>,
    ) -> Result<()> {
        let whole = std::str::from_utf8(line).map_err(|_| self.changed(edit))?;
        // Where the text stands in the line, and what it stands for.
        let (at, escaped) = match self.file.format {
            Format::Text => (0, None),
            Format::JsonLines => {
                let content = whole.trim_start_matches('\u{feff}');
                let before = whole.len() - content.len();
                self.json
                    .read(content.trim_end_matches(['\n', '\r']), &mut self.record)
                    .map_err(|_| self.changed(edit))?;
                let at = self.json.text_at();
                (before + at.start, Some(&content[at]))
            }
        };
        let text = if escaped.is_some() { self.record.text.as_str() } else { whole };
        if text.len() != edit.text_bytes as usize {
            return Err(self.changed(edit));
        }
        let places = match edit.what {
            EditOf::Record => return removed(Removed { edit: (number, None), at: 0, text, raw: whole }),
            EditOf::Lines(places) => places,
        };
        let mut ends: Vec<u64> = extents(text, places).iter().flat_map(|e| [e.start as u64, e.end as u64]).collect();
        if let Some(escaped) = escaped {
            find_places(escaped, &mut ends);
        }
        let mut from = 0;
        for (i, cut) in ends.chunks_exact(2).enumerate() {
            let (start, end) = (at + cut[0] as usize, at + cut[1] as usize);
            kept.extend_from_slice(&line[from..start]);
            removed(Removed { edit: (number, Some(i)), at: start as u64, text, raw: &whole[start..end] })?;
            from = end;
        }
        kept.extend_from_slice(&line[from..]);
        Ok(())
    }

    fn changed(&self, edit: &Edit<'_>) -> Error {
        let why = format!("line {} is not what it was when it was judged: the file was changed meanwhile", edit.line);
        Error::io("read", &self.file.name)(io::Error::new(io::ErrorKind::InvalidData, why))
    }
}

/// What was taken from a file, as the ledger tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The line of the file; 1 for `.txt`.
    pub line: u64,
    /// Where in it, in bytes; `None` for all of it.
    pub at: Option<u64>,
    /// The bytes.
    pub raw: String,
}

/// Puts what was `taken` from a file, in order, back into what was left of it, and writes that to `out`. `file` is what was left: nothing, when a `.txt` went. Gives the sum of what was written.
///
/// # Errors
///
/// [`Error::Io`] when something cannot be read or written, and when the two do not belong together.
pub fn restore(file: Option<&InputFile>, taken: impl Iterator<Item = Result<Taken>>, out: &Path) -> Result<Checksum> {
    let mut lines = match file {
        Some(file) => Some(Lines::open(file)?),
        None => None,
    };
    let by_line = file.is_some_and(|file| file.format == Format::JsonLines);
    let packing = lines.as_ref().map_or(Packing::of(out), Lines::packing);
    let mut sink = PackedFile::packed(out, packing)?;
    let mut sum = Sum::default();
    let mut write = |piece: &[u8]| -> Result<()> {
        sum.add(piece);
        sink.write(piece)
    };
    let mut taken = taken.peekable();
    let (mut line, mut number) = (Vec::new(), 1);
    while let Some(first) = taken.next() {
        let first = first?;
        if let Some(lines) = lines.as_mut().filter(|_| by_line) {
            let passed = lines.pass(first.line.saturating_sub(number), &mut write)?;
            if passed < first.line.saturating_sub(number) || first.line < number {
                return Err(strange(out, &first));
            }
            number = first.line + 1;
        }
        let Some(at) = first.at else {
            write(first.raw.as_bytes())?;
            continue;
        };
        match &mut lines {
            Some(lines) if by_line => {
                lines.next(&mut line)?;
            }
            Some(lines) => {
                line.clear();
                lines.pass(u64::MAX, |piece| {
                    line.extend_from_slice(piece);
                    Ok(())
                })?;
            }
            None => return Err(strange(out, &first)),
        }
        // Places are those of the line as it was: so far `whole` bytes of it are there, of which `used` were left.
        let (mut used, mut whole, mut piece, mut at) = (0, 0, first, at);
        loop {
            let before = usize::try_from(at.wrapping_sub(whole)).ok().filter(|n| used + n <= line.len());
            let Some(before) = before.filter(|_| at >= whole) else { return Err(strange(out, &piece)) };
            write(&line[used..used + before])?;
            write(piece.raw.as_bytes())?;
            used += before;
            whole = at + piece.raw.len() as u64;
            let same =
                |next: &Result<Taken>| next.as_ref().is_ok_and(|next| next.line == piece.line && next.at.is_some());
            match taken.next_if(same) {
                Some(next) => {
                    piece = next?;
                    at = piece.at.unwrap_or_default();
                }
                None => break,
            }
        }
        write(&line[used..])?;
    }
    if let Some(lines) = &mut lines {
        lines.pass(u64::MAX, &mut write)?;
    }
    sink.finish()?;
    Ok(sum.checksum())
}

fn strange(out: &Path, taken: &Taken) -> Error {
    let why = format!(
        "what was taken from line {} does not fit: the cleaned file was changed, or it is another one",
        taken.line
    );
    Error::io("restore", out)(io::Error::new(io::ErrorKind::InvalidData, why))
}
