//! What the reading pass keeps of every line: a row of numbers, and its text. Both may go to temporary files.

use crate::boilerplate::{LineRow, SpreadBuilder};
use crate::error::{Error, Result};
use crate::matching::{Place, Spill};
use std::ops::Range;

/// The lines of a batch of articles.
#[derive(Debug, Default)]
pub(super) struct LineBatch {
    rows: Vec<LineRow>,
    texts: String,
    /// How many lines each article has, and how many bytes of text.
    articles: Vec<(u32, u32)>,
}

impl LineBatch {
    /// Adds the lines of one article, which `read` appends to the rows.
    pub(super) fn push(&mut self, text: &str, read: impl FnOnce(&mut Vec<LineRow>)) {
        let first = self.rows.len();
        read(&mut self.rows);
        self.texts.push_str(text);
        self.articles.push(((self.rows.len() - first) as u32, text.len() as u32));
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
    /// For each article the number of its first line and where its text begins, and one past the last.
    firsts: Vec<(u64, u64)>,
    /// What the spread of their templates is counted from.
    spread: SpreadBuilder,
}

impl Lines {
    pub(super) fn new(place: &Place) -> Result<Lines> {
        let (rows, texts) = (Spill::new(place)?, Spill::new(place)?);
        Ok(Lines { rows, texts, firsts: vec![(0, 0)], spread: SpreadBuilder::new() })
    }

    /// Appends the lines of a batch, and empties it.
    pub(super) fn append(&mut self, batch: &mut LineBatch) -> Result<()> {
        self.rows.append(bytemuck::cast_slice(&batch.rows))?;
        self.texts.append(batch.texts.as_bytes())?;
        let mut rows = &batch.rows[..];
        for &(lines, bytes) in &batch.articles {
            let (of_article, behind) = rows.split_at(lines as usize);
            rows = behind;
            self.spread.add(of_article);
            let (line, byte) = self.firsts[self.firsts.len() - 1];
            self.firsts.push((line + u64::from(lines), byte + u64::from(bytes)));
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

    /// The text of a line, which stands at these bytes of its article.
    pub(super) fn text(&self, document: u32, line: Range<u32>) -> Result<String> {
        let mut text = vec![0; line.len()];
        self.texts.read(self.firsts[document as usize].1 + u64::from(line.start), &mut text)?;
        String::from_utf8(text)
            .map_err(|e| Error::io("read", "temporary data")(std::io::Error::new(std::io::ErrorKind::InvalidData, e)))
    }

    pub(super) fn on_disk(&self) -> u64 {
        self.rows.on_disk() + self.texts.on_disk()
    }
}
