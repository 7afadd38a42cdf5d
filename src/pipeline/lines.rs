//! What the reading pass keeps of every line: a row of numbers, and its text where that cannot be read once more. Both may go to temporary files.
//!
//! Two in a hundred bytes of the texts are ever shown, nearly all of them in short lines. So a long line of a file that is not packed is read again where it stands, if it is asked for at all.

use crate::boilerplate::{LineRow, SpreadBuilder};
use crate::corpus::{InputFile, ReadOptions, Record, RecordReader, Stretch};
use crate::error::{Error, Result};
use crate::matching::{Place, Spill};
use crate::simd::Simd;
use crate::text::Prepared;
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The text of a line of more bytes is not kept where it can be read once more.
const LONG: u32 = 256;
/// What stands so near in the file of texts is read in one go.
const NEAR: u64 = 4096;
/// And so much at once.
const AT_ONCE: u64 = 1 << 18;

/// Where the text of an article can be read once more: file and place.
type Source = Option<(u32, Stretch)>;

/// Whether the text of a line is kept.
fn kept(row: &LineRow, source: &Source) -> bool {
    // What is read again is known by its words.
    source.is_none() || row.bytes() <= LONG || row.words == 0
}

/// The lines of a batch of articles.
#[derive(Debug, Default)]
pub(super) struct LineBatch {
    rows: Vec<LineRow>,
    texts: String,
    /// For each article how many lines it has, how many bytes of text are kept, and where they can be read once more.
    articles: Vec<(u32, u32, Source)>,
}

impl LineBatch {
    /// Adds the lines of one article, which `read` appends to the rows.
    pub(super) fn push(&mut self, record: &Record, read: impl FnOnce(&mut Vec<LineRow>)) {
        let (first, bytes) = (self.rows.len(), self.texts.len());
        read(&mut self.rows);
        let source = record.stretch.map(|stretch| (record.file, stretch));
        for row in self.rows[first..].iter().filter(|row| kept(row, &source)) {
            self.texts.push_str(&record.text[row.start as usize..row.end as usize]);
        }
        self.articles.push(((self.rows.len() - first) as u32, (self.texts.len() - bytes) as u32, source));
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.texts.clear();
        self.articles.clear();
    }
}

/// The lines of all articles, in the order of the input.
#[derive(Debug)]
pub struct Lines {
    rows: Spill,
    texts: Spill,
    /// For each article the number of its first line and where its texts begin, and one past the last.
    firsts: Vec<(u64, u64)>,
    sources: Vec<Source>,
    /// What the articles were read from.
    input: (Arc<[InputFile]>, ReadOptions),
    /// What the spread of their templates is counted from.
    spread: SpreadBuilder,
}

/// A line whose text may be asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineText {
    document: u32,
    /// Its bytes in the document.
    start: u32,
    end: u32,
    /// Where its text is kept.
    at: Option<u64>,
    /// Hash of its words.
    words: u64,
}

/// Texts of lines.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    places: Vec<Range<usize>>,
}

impl Texts {
    /// The text of a line, by its number among those that were asked for.
    pub(super) fn get(&self, number: usize) -> &str {
        &self.all[self.places[number].clone()]
    }
}

impl Lines {
    pub(super) fn new(place: &Place) -> Result<Lines> {
        Ok(Lines {
            rows: Spill::new(place)?,
            texts: Spill::new(place)?,
            firsts: vec![(0, 0)],
            sources: Vec::new(),
            input: (Arc::new([]), ReadOptions::default()),
            spread: SpreadBuilder::new(),
        })
    }

    /// Says what the articles that follow are read from.
    pub(super) fn read_from(&mut self, files: &[InputFile], options: &ReadOptions) {
        self.input = (files.into(), options.clone());
    }

    /// Appends the lines of a batch, and empties it.
    pub(super) fn append(&mut self, batch: &mut LineBatch) -> Result<()> {
        self.rows.append(bytemuck::cast_slice(&batch.rows))?;
        self.texts.append(batch.texts.as_bytes())?;
        let mut rows = &batch.rows[..];
        for &(lines, bytes, source) in &batch.articles {
            let (of_article, behind) = rows.split_at(lines as usize);
            rows = behind;
            self.spread.add(of_article);
            let (line, byte) = self.firsts[self.firsts.len() - 1];
            self.firsts.push((line + u64::from(lines), byte + u64::from(bytes)));
            self.sources.push(source);
        }
        batch.clear();
        Ok(())
    }

    /// To be called when all lines are there, before they are asked for.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.rows.flush()?;
        self.texts.flush()
    }

    /// What the spread of their templates is counted from; nothing is left.
    pub(super) fn take_spread(&mut self) -> SpreadBuilder {
        std::mem::take(&mut self.spread)
    }

    /// Puts the lines of an article into `rows`.
    pub(super) fn of(&self, document: u32, rows: &mut Vec<LineRow>) -> Result<()> {
        self.of_some(document..document + 1, rows)
    }

    /// Puts the lines of some articles into `rows`, one article behind the other.
    pub(super) fn of_some(&self, documents: Range<u32>, rows: &mut Vec<LineRow>) -> Result<()> {
        let (first, end) = (self.firsts[documents.start as usize].0, self.firsts[documents.end as usize].0);
        rows.resize((end - first) as usize, bytemuck::Zeroable::zeroed());
        self.rows.read(first * size_of::<LineRow>() as u64, bytemuck::cast_slice_mut(rows))
    }

    /// How many lines an article has.
    pub(super) fn count(&self, document: u32) -> usize {
        (self.firsts[document as usize + 1].0 - self.firsts[document as usize].0) as usize
    }

    /// Whether the lines of an article are there.
    pub(super) fn has(&self, document: u32) -> bool {
        self.firsts.len() > document as usize + 1
    }

    /// The texts of an article whose lines are `rows`, to be asked for.
    pub(super) fn texts_of(&self, document: u32, rows: &[LineRow]) -> impl Iterator<Item = LineText> {
        let (source, mut next) = (&self.sources[document as usize], self.firsts[document as usize].1);
        rows.iter().map(move |row| {
            let at = kept(row, source).then_some(next);
            next += if at.is_some() { u64::from(row.bytes()) } else { 0 };
            LineText { document, start: row.start, end: row.end, at, words: row.exact }
        })
    }

    /// The texts of these lines.
    pub(super) fn texts(&self, lines: &[LineText]) -> Result<Texts> {
        let mut texts = Texts { all: String::new(), places: vec![0..0; lines.len()] };
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_unstable_by_key(|&number| (lines[number].at, lines[number].document, lines[number].start));
        let (again, kept) = order.split_at(order.partition_point(|&number| lines[number].at.is_none()));
        self.read_kept(lines, kept, &mut texts)?;
        self.read_again(lines, again, &mut texts)?;
        Ok(texts)
    }

    /// Adds texts that are kept, given in their order.
    fn read_kept(&self, lines: &[LineText], order: &[usize], texts: &mut Texts) -> Result<()> {
        let stretch =
            |number: usize| (lines[number].at.unwrap_or(0), u64::from(lines[number].end - lines[number].start));
        let mut rest = order;
        let mut buffer = Vec::new();
        while let Some(&first) = rest.first() {
            let from = stretch(first).0;
            let mut to = from;
            let count = rest
                .iter()
                .take_while(|&&number| {
                    let (at, bytes) = stretch(number);
                    let near = at <= to + NEAR && at - from < AT_ONCE;
                    to = if near { to.max(at + bytes) } else { to };
                    near
                })
                .count();
            let (now, later) = rest.split_at(count);
            rest = later;
            let bytes = self.texts.get(from, (to - from) as usize, &mut buffer)?;
            for &number in now {
                let (at, length) = stretch(number);
                let bytes = &bytes[(at - from) as usize..][..length as usize];
                let text = std::str::from_utf8(bytes).map_err(|error| {
                    Error::io("read", "temporary data")(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
                })?;
                texts.push(number, text);
            }
        }
        Ok(())
    }

    /// Adds texts that are not kept, given in the order of their articles.
    fn read_again(&self, lines: &[LineText], order: &[usize], texts: &mut Texts) -> Result<()> {
        let mut reader = RecordReader::new(&self.input.0, &self.input.1);
        let mut prepared = Prepared::new(Simd::best());
        let mut article = String::new();
        for of_article in order.chunk_by(|&a, &b| lines[a].document == lines[b].document) {
            let Some((file, stretch)) = self.sources[lines[of_article[0]].document as usize] else { continue };
            reader.text(file, stretch, &mut article)?;
            for &number in of_article {
                let line = &lines[number];
                let text = article.get(line.start as usize..line.end as usize).unwrap_or("");
                prepared.prepare_words(text);
                if xxh3_64(bytemuck::cast_slice(&prepared.words.hashes)) != line.words {
                    return Err(reader.changed(file));
                }
                texts.push(number, text);
            }
        }
        Ok(())
    }

    pub(super) fn on_disk(&self) -> u64 {
        self.rows.on_disk() + self.texts.on_disk()
    }
}

impl Texts {
    fn push(&mut self, number: usize, text: &str) {
        self.places[number] = self.all.len()..self.all.len() + text.len();
        self.all.push_str(text);
    }
}
