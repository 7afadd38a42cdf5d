//! Articles on disk, and the table of them, which is held in memory.

use super::article::Entry;
use super::codec::{Taker, put_u32, put_u64};
use super::files::{ARTICLES, HEAD, Writer, broken};
use crate::error::{Error, Result};
use crate::matching::read_exact_at;
use std::fs::File;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a row on disk.
const ROW: usize = 56;

/// What is known of an article without reading it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub id: u64,
    at: u64,
    sum: u64,
    date: i64,
    length: u32,
    pub source: u32,
    pub fingerprints: u32,
    pub story: u32,
    pub story_words: u32,
    pub dropped: bool,
}

/// A file of articles.
#[derive(Debug)]
pub(super) struct ArticleFile {
    path: PathBuf,
    file: File,
    /// The number of its first article.
    pub first: u32,
}

impl Row {
    /// The row of an article that is in no file yet.
    pub(super) fn new(entry: &Entry, number: u32, source: u32, length: usize) -> Row {
        Row {
            id: xxh3_64(entry.article.id.as_bytes()),
            at: 0,
            sum: 0,
            date: entry.article.date.unwrap_or(i64::MIN),
            length: length as u32,
            source,
            fingerprints: entry.fingerprints,
            story: entry.story.unwrap_or(number),
            story_words: entry.story_words,
            dropped: entry.article.seen.dropped,
        }
    }

    fn encode(&self, out: &mut Vec<u8>) {
        for value in [self.id, self.at, self.sum, self.date as u64] {
            put_u64(out, value);
        }
        let numbers =
            [self.length, self.source, self.fingerprints, self.story, self.story_words, u32::from(self.dropped)];
        for value in numbers {
            put_u32(out, value);
        }
    }

    fn decode(from: &mut Taker<'_>) -> Option<Row> {
        let (id, at, sum, date) = (from.u64()?, from.u64()?, from.u64()?, from.u64()? as i64);
        let (length, source, fingerprints) = (from.u32()?, from.u32()?, from.u32()?);
        let (story, story_words, flags) = (from.u32()?, from.u32()?, from.u32()?);
        Some(Row { id, at, sum, date, length, source, fingerprints, story, story_words, dropped: flags & 1 != 0 })
    }

    pub(super) fn date(&self) -> Option<i64> {
        Some(self.date).filter(|date| *date != i64::MIN)
    }
}

impl ArticleFile {
    /// Writes articles and the table of them. Where they stand in the rows is not looked at.
    pub(super) fn write(path: &Path, articles: impl Iterator<Item = Result<(Vec<u8>, Row)>>) -> Result<()> {
        let mut writer = Writer::create(path, ARTICLES)?;
        let (mut table, mut count) = (Vec::new(), 0u64);
        for article in articles {
            let (bytes, row) = article?;
            let row = Row { at: writer.written(), sum: xxh3_64(&bytes), length: bytes.len() as u32, ..row };
            writer.write(&bytes)?;
            row.encode(&mut table);
            count += 1;
        }
        writer.write(&table)?;
        writer.write(&count.to_le_bytes())?;
        writer.finish()
    }

    pub(super) fn open(path: &Path, first: u32) -> Result<(ArticleFile, Vec<Row>)> {
        let file = File::open(path).map_err(Error::io("read", path))?;
        let wrong = || broken(path, "is no file of articles");
        let size = file.metadata().map_err(Error::io("read", path))?.len();
        let end = size.checked_sub(16).ok_or_else(wrong)?;
        let mut count = [0; 8];
        read_exact_at(&file, &mut count, end).map_err(Error::io("read", path))?;
        let bytes = u64::from_le_bytes(count).checked_mul(ROW as u64);
        let from =
            bytes.and_then(|bytes| end.checked_sub(bytes)).filter(|&from| from >= HEAD as u64).ok_or_else(wrong)?;
        let mut table = vec![0; (end - from) as usize];
        read_exact_at(&file, &mut table, from).map_err(Error::io("read", path))?;
        let mut taker = Taker(&table);
        let rows: Option<Vec<Row>> = (0..table.len() / ROW).map(|_| Row::decode(&mut taker)).collect();
        let rows = rows
            .filter(|rows| rows.iter().all(|row| row.at.saturating_add(row.length.into()) <= from))
            .ok_or_else(wrong)?;
        Ok((ArticleFile { path: path.to_path_buf(), file, first }, rows))
    }

    /// The bytes of an article in it.
    pub(super) fn read(&self, row: &Row) -> Result<Vec<u8>> {
        let mut bytes = vec![0; row.length as usize];
        read_exact_at(&self.file, &mut bytes, row.at).map_err(Error::io("read", &self.path))?;
        if xxh3_64(&bytes) != row.sum {
            return Err(broken(&self.path, "holds an article with a wrong checksum"));
        }
        Ok(bytes)
    }
}
