//! What the reading pass keeps of every line: a row of numbers, and its text where that cannot be read once more. Both may go to temporary files.
//!
//! Two in a hundred bytes of the texts are ever shown, nearly all of them in short lines. So a long line of a file that is not packed is read again where it stands, if it is asked for at all.

use crate::boilerplate::{LineRow, SpreadBuilder};
use crate::corpus::{ByteRange, InputFile, ReadOptions, RecordReader};
use crate::error::{Error, Result};
use crate::matching::{Place, Spill};
use crate::simd::Simd;
use crate::text::{Prepared, hash_words};
use std::ops::Range;

/// The text of a line of more bytes is not kept where it can be read once more.
const LONG: u32 = 160;
/// What stands so near in the file of texts is read in one go.
const NEAR: u64 = 4096;
/// And so much at once.
const AT_ONCE: u64 = 1 << 18;

/// Where the text of an article can be read once more: file and place.
pub(super) type Source = Option<(u32, ByteRange)>;

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
    /// Adds the lines of one article, which `read` appends to the rows. `source` is where its text can be read once more.
    pub(super) fn push(&mut self, text: &str, source: Source, read: impl FnOnce(&mut Vec<LineRow>)) {
        let (first, bytes) = (self.rows.len(), self.texts.len());
        read(&mut self.rows);
        for row in self.rows[first..].iter().filter(|row| kept(row, &source)) {
            self.texts.push_str(&text[row.start as usize..row.end as usize]);
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
    input: Option<(Vec<InputFile>, ReadOptions)>,
    simd: Simd,
    /// What the spread of their templates is counted from.
    spread: SpreadBuilder,
}

/// Where a line stands, and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinePlace {
    pub document: u32,
    /// Its bytes in the document.
    pub start: u32,
    pub end: u32,
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

    fn push(&mut self, number: usize, text: &str) {
        self.places[number] = self.all.len()..self.all.len() + text.len();
        self.all.push_str(text);
    }
}

impl Lines {
    pub(super) fn new(place: &Place, simd: Simd) -> Result<Lines> {
        Ok(Lines {
            rows: Spill::new(place)?,
            texts: Spill::new(place)?,
            firsts: vec![(0, 0)],
            sources: Vec::new(),
            input: None,
            simd,
            spread: SpreadBuilder::new(),
        })
    }

    /// Says what the articles that follow are read from; gives whether they can be read there once more, by their numbers of files. Those of a second list cannot.
    pub(super) fn read_from(&mut self, files: &[InputFile], options: &ReadOptions) -> bool {
        let first = self.input.is_none();
        self.input.get_or_insert_with(|| (files.to_vec(), options.clone()));
        first
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

    /// Where the lines of an article stand, which are `rows`.
    pub(super) fn places(&self, document: u32, rows: &[LineRow]) -> impl Iterator<Item = LinePlace> {
        let (source, mut next) = (&self.sources[document as usize], self.firsts[document as usize].1);
        rows.iter().map(move |row| {
            let at = kept(row, source).then_some(next);
            next += if at.is_some() { u64::from(row.bytes()) } else { 0 };
            LinePlace { document, start: row.start, end: row.end, at, words: row.exact }
        })
    }

    /// The texts of these lines.
    pub(super) fn texts(&self, lines: &[LinePlace]) -> Result<Texts> {
        let mut texts = Texts { all: String::new(), places: vec![0..0; lines.len()] };
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_unstable_by_key(|&number| (lines[number].at, lines[number].document, lines[number].start));
        let (again, kept) = order.split_at(order.partition_point(|&number| lines[number].at.is_none()));
        self.read_kept(lines, kept, &mut texts)?;
        self.read_again(lines, again, &mut texts)?;
        Ok(texts)
    }

    /// Adds texts that are kept, given in their order.
    fn read_kept(&self, lines: &[LinePlace], order: &[usize], texts: &mut Texts) -> Result<()> {
        let range = |number: usize| (lines[number].at.unwrap_or(0), u64::from(lines[number].end - lines[number].start));
        let mut rest = order;
        let mut buffer = Vec::new();
        while let Some(&first) = rest.first() {
            let from = range(first).0;
            let mut to = from;
            let count = rest
                .iter()
                .take_while(|&&number| {
                    let (at, bytes) = range(number);
                    let near = at <= to + NEAR && at - from < AT_ONCE;
                    to = if near { to.max(at + bytes) } else { to };
                    near
                })
                .count();
            let (now, later) = rest.split_at(count);
            rest = later;
            let bytes = self.texts.get(from, (to - from) as usize, &mut buffer)?;
            for &number in now {
                let (at, length) = range(number);
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
    fn read_again(&self, lines: &[LinePlace], order: &[usize], texts: &mut Texts) -> Result<()> {
        let Some((files, options)) = self.input.as_ref().filter(|_| !order.is_empty()) else { return Ok(()) };
        let mut reader = RecordReader::new(files, options);
        let mut prepared = Prepared::new(self.simd);
        let mut article = String::new();
        for of_article in order.chunk_by(|&a, &b| lines[a].document == lines[b].document) {
            let Some((file, range)) = self.sources[lines[of_article[0]].document as usize] else { continue };
            reader.text(file, range, &mut article)?;
            for &number in of_article {
                let line = &lines[number];
                let (start, end) = (line.start as usize, line.end as usize);
                let text = article.get(start..end).unwrap_or("");
                prepared.prepare_words(with_joiners(&article, start, end));
                if hash_words(&prepared.words.hashes) != line.words {
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

/// A line of an article with the narrow no-break spaces around it: the only white space that is a part of the word beside it (`ExtendNumLet` of UAX #29).
fn with_joiners(article: &str, start: usize, end: usize) -> &str {
    const JOINER: char = '\u{202F}';
    let (Some(before), Some(behind)) = (article.get(..start), article.get(end..)) else { return "" };
    let from = before.trim_end_matches(JOINER).len();
    let to = article.len() - behind.trim_start_matches(JOINER).len();
    &article[from..to]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Format;
    use bytemuck::Zeroable;
    use proptest::prelude::*;

    /// Rows of the lines of a text, as far as they matter here.
    fn rows(text: &str) -> Vec<LineRow> {
        let mut prepared = Prepared::new(Simd::best());
        let row = |line: &str| {
            // Words are those of the article, the place is without white space.
            prepared.prepare_words(line);
            let line = line.trim();
            let start = (line.as_ptr() as usize - text.as_ptr() as usize) as u32;
            let mut row = LineRow::zeroed();
            (row.start, row.end) = (start, start + line.len() as u32);
            row.words = prepared.words.hashes.len() as u16;
            row.exact = hash_words(&prepared.words.hashes);
            row
        };
        text.split('\n').map(row).collect()
    }

    proptest! {
        /// Whatever is kept and whatever is read once more, in whatever order it is asked for.
        #[test]
        fn texts_are_those_of_the_articles(
            articles in prop::collection::vec((prop::collection::vec(("[a-zé\u{202F} -]{1,9}", 1usize..120), 1..6), any::<bool>()), 1..40),
            asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..40),
            in_file in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.jsonl");
            let place = if in_file { Place::Folder(folder.path().to_path_buf()) } else { Place::Memory };
            let mut lines = Lines::new(&place, Simd::best()).unwrap();
            let file = InputFile { path: path.clone(), name: "a.jsonl".into(), format: Format::JsonLines, source: None, bytes: 0 };
            prop_assert!(lines.read_from(&[file], &ReadOptions::default()));
            prop_assert!(!lines.read_from(&[], &ReadOptions::default()), "a second list has numbers of its own");
            let mut records = String::new();
            let mut texts = Vec::new();
            let mut batch = LineBatch::default();
            for (parts, stays) in &articles {
                let text = parts.iter().map(|(part, times)| part.repeat(*times)).collect::<Vec<_>>().join("\n");
                let record = serde_json::json!({ "text": text }).to_string();
                let range = ByteRange { offset: records.len() as u64, bytes: record.len() as u32 };
                records.push_str(&record);
                records.push('\n');
                batch.push(&text, stays.then_some((0, range)), |all| all.extend(rows(&text)));
                texts.push(text);
            }
            std::fs::write(&path, records).unwrap();
            lines.append(&mut batch).unwrap();
            lines.finish().unwrap();
            let (mut wanted, mut expected) = (Vec::new(), Vec::new());
            for (article, line) in asked {
                let document = article.index(texts.len());
                let mut read = Vec::new();
                lines.of(document as u32, &mut read).unwrap();
                let places: Vec<LinePlace> = lines.places(document as u32, &read).collect();
                let place = places[line.index(places.len())];
                expected.push(&texts[document][place.start as usize..place.end as usize]);
                wanted.push(place);
            }
            let found = lines.texts(&wanted).unwrap();
            for (number, expected) in expected.iter().enumerate() {
                prop_assert_eq!(found.get(number), *expected);
            }
        }
    }
}
