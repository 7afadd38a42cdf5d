//! Reading: from one record to the rows that it leaves behind, on whatever thread.

use super::columns::Spot;
use super::lines::{LineBatch, Source};
use super::mentions::MentionBatch;
use super::parameters::{Parameters, Scope};
use super::sketching::{SketchBatch, Sketching};
use crate::boilerplate::{LineReader, QuoteSpan};
use crate::corpus::{Date, InputFile, RawBatch, ReadOptions, Record, for_each_record};
use crate::error::Result;
use crate::findings::{SkipReason, Skipped};
use crate::matching::{PackedWords, WordPacker};
use crate::quotes::{Language, Mention, PlainReader, QuoteFinder};
use crate::text::{Prepared, hash_text};

/// Reads records; one per thread.
pub(super) struct Worker<'p> {
    parameters: &'p Parameters,
    prepared: Prepared,
    packer: WordPacker,
    /// Where whole texts are compared, they are sketched at once.
    sketching: Option<Sketching<'p>>,
    quotes: Option<(QuoteFinder<'p>, Vec<Mention>, PlainReader<'p>)>,
    /// What reads lines, and the words of a headline.
    lines: Option<(LineReader<'p>, Prepared)>,
    spans: Vec<QuoteSpan>,
}

/// The rows of one batch. Numbers of documents and paragraphs count from the start of the batch.
#[derive(Default)]
pub(super) struct Rows {
    pub names: Vec<Named>,
    pub words: PackedWords,
    pub bytes: Vec<u32>,
    pub lines: Vec<u32>,
    pub paragraph_counts: Vec<u32>,
    pub paragraph_first_words: Vec<u32>,
    pub paragraph_words: Vec<u32>,
    pub paragraph_keys: Vec<u128>,
    pub paragraph_places: Vec<Spot>,
    pub mentions: MentionBatch,
    pub line_rows: LineBatch,
    pub sketches: SketchBatch,
    pub skipped: Vec<Skipped>,
}

pub(super) struct Named {
    pub id: String,
    pub source: String,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub file: u32,
    pub line: u64,
}

impl<'p> Worker<'p> {
    /// Reads for a store of words, which `packer` packs for.
    pub(super) fn new(parameters: &'p Parameters, packer: WordPacker) -> Result<Worker<'p>> {
        let sketches = !parameters.leaves_out_furniture();
        Ok(Worker {
            parameters,
            prepared: Prepared::new(parameters.simd),
            packer,
            sketching: if sketches { Some(Sketching::new(parameters)?) } else { None },
            quotes: parameters.finds_quotes().then(|| {
                let finder = QuoteFinder::new(parameters.data.languages());
                (finder, Vec::new(), PlainReader::new(parameters.data.orthography()))
            }),
            lines: (parameters.finds_boilerplate()).then(|| {
                (LineReader::new(parameters.simd, parameters.data.furniture()), Prepared::new(parameters.simd))
            }),
            spans: Vec::new(),
        })
    }

    /// Adds the rows of one record, which can be read once more from `source`. A text without words leaves none: it gives `false`.
    pub(super) fn read(&mut self, record: &Record, source: Source, rows: &mut Rows) -> bool {
        let everything = self.parameters.scope == Scope::Everything;
        if everything {
            self.prepared.prepare(&record.text);
        } else {
            self.prepared.prepare_words(&record.text);
        }
        if self.prepared.words.is_empty() {
            return false;
        }
        let words = &self.prepared.words.hashes;
        self.packer.pack(words, &mut rows.words);
        rows.bytes.push(record.text.len() as u32);
        rows.lines.push(self.prepared.lines.len().max(1) as u32);
        let first_paragraph = rows.paragraph_keys.len();
        let paragraphs = if everything { &self.prepared.paragraphs[..] } else { &[] };
        for p in paragraphs {
            rows.paragraph_first_words.push(p.first_word);
            rows.paragraph_words.push(p.end_word - p.first_word);
            let words = &words[p.first_word as usize..p.end_word as usize];
            rows.paragraph_keys.push(hash_text(words));
            rows.paragraph_places.push(Spot { line: p.line, line_end: p.line_end, start: p.start, end: p.end });
        }
        rows.paragraph_counts.push(paragraphs.len() as u32);
        if let Some(sketching) = &mut self.sketching {
            let keys = &rows.paragraph_keys[first_paragraph..];
            let paragraphs = paragraphs.iter().zip(keys).map(|(p, key)| (p.first_word..p.end_word, *key));
            sketching.sketch(words, &[], paragraphs, &mut rows.sketches);
        }
        if let Some((finder, mentions, reader)) = &mut self.quotes {
            finder.find(&record.text, &self.prepared, mentions);
            let orthography = self.parameters.data.orthography();
            let language = finder.language().and_then(|language: &Language| orthography.number(&language.code));
            rows.mentions.push(&record.text, &self.prepared.words, mentions, language, reader);
        }
        if let Some((reader, title)) = &mut self.lines {
            title.prepare_words(record.title.as_deref().unwrap_or(""));
            let mentions = self.quotes.as_ref().map_or(&[][..], |quotes| &quotes.1);
            self.spans.clear();
            self.spans.extend(mentions.iter().map(QuoteSpan::from));
            let (prepared, spans, title) = (&self.prepared, &self.spans, &title.words.hashes);
            let (text, keys) = (&record.text, &rows.paragraph_keys[first_paragraph..]);
            rows.line_rows.push(text, source, |rows| reader.read(text, prepared, keys, title, spans, rows));
        }
        rows.names.push(Named {
            id: record.id.clone(),
            source: record.source.clone(),
            title: record.title.clone(),
            date: record.date,
            file: record.file,
            line: record.line,
        });
        true
    }

    /// Adds the rows of a batch. `stays` says whether its records can be read once more where they stand.
    pub(super) fn read_batch(
        &mut self,
        batch: &RawBatch,
        rows: &mut Rows,
        files: &[InputFile],
        options: &ReadOptions,
        stays: bool,
    ) {
        let mut skipped = Vec::new();
        for_each_record(batch, files, options, &mut skipped, |record| {
            let source = record.byte_range.filter(|_| stays).map(|range| (record.file, range));
            if !self.read(record, source, rows) {
                rows.skipped.push(Skipped {
                    file: files[record.file as usize].name.clone(),
                    line: Some(record.line),
                    reason: SkipReason::EmptyText,
                    detail: format!("`{}` has no word in its text", record.id),
                });
            }
        });
        rows.skipped.append(&mut skipped);
    }
}
