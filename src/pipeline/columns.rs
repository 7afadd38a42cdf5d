//! What is kept of every document and of every paragraph: a few numbers each, in columns.

use crate::corpus::Date;
use crate::error::Result;
use crate::matching::Spill;
use bytemuck::{Pod, Zeroable};
use rayon::slice::ParallelSliceMut;
use std::ops::Range;

/// Strings one after the other, without one allocation each.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u64>,
}

impl Strings {
    pub(super) fn push(&mut self, s: &str) {
        self.text.push_str(s);
        self.ends.push(self.text.len() as u64);
    }

    /// The string of this number.
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }
}

/// What is kept of every document, one entry per document in the order of the input.
#[derive(Debug, Default)]
pub struct Documents {
    /// Ids, each different.
    pub ids: Strings,
    /// Headlines; empty where there is none.
    pub titles: Strings,
    /// Number of the outlet in `source_names`.
    pub sources: Vec<u32>,
    /// Outlets, in the order they were met.
    pub source_names: Vec<String>,
    /// Dates.
    pub dates: Vec<Option<Date>>,
    /// Bytes of each text.
    pub bytes: Vec<u32>,
    /// Physical lines of each text.
    pub lines: Vec<u32>,
    /// Number of the file of each, and the line of the file that it stands in.
    pub records: Vec<(u32, u64)>,
    /// Number of the first paragraph of each document in [`Paragraphs`], and the number of all paragraphs.
    pub first_paragraph: Vec<u32>,
}

impl Documents {
    /// How many documents.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The documents in the order of their ids.
    pub fn by_id(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.par_sort_unstable_by_key(|&document| self.ids.get(document as usize));
        order
    }

    /// The numbers of the paragraphs of a document.
    pub fn paragraphs(&self, document: u32) -> Range<usize> {
        self.first_paragraph[document as usize] as usize..self.first_paragraph[document as usize + 1] as usize
    }

    /// The outlet of a document.
    pub fn source(&self, document: u32) -> &str {
        &self.source_names[self.sources[document as usize] as usize]
    }
}

/// What is kept of every paragraph, in the order of the input.
#[derive(Debug)]
pub struct Paragraphs {
    /// Its document.
    pub documents: Vec<u32>,
    /// Number of its first word in the document.
    pub first_word: Vec<u32>,
    /// How many words it has.
    pub words: Vec<u32>,
    /// Hash of its normal form.
    pub keys: Vec<u128>,
    /// A [`Spot`] each.
    pub(super) places: Spill,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Pod, Zeroable)]
#[repr(C)]
pub struct Spot {
    /// 1-based first line.
    pub line: u32,
    /// 1-based last line.
    pub line_end: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Paragraphs {
    /// Where this paragraph stands in its document.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn spot(&self, paragraph: u32) -> Result<Spot> {
        let mut spot = Spot::default();
        self.places.read(u64::from(paragraph) * size_of::<Spot>() as u64, bytemuck::bytes_of_mut(&mut spot))?;
        Ok(spot)
    }

    /// Brings the places into memory if they take at most `limit` bytes, so that asking for many of them is quick.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn hold_places(&mut self, limit: u64) -> Result<()> {
        if self.places.len() <= limit { self.places.hold() } else { Ok(()) }
    }

    /// How many paragraphs.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}
