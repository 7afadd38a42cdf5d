//! Sketching: from one record to the rows that it leaves behind, on whatever thread.

use super::columns::Spot;
use super::lines::LineBatch;
use super::mentions::MentionBatch;
use super::parameters::{Parameters, Scope};
use crate::boilerplate::{LineReader, QuoteSpan};
use crate::corpus::{Date, InputFile, RawBatch, ReadOptions, Record, for_each_record};
use crate::error::Result;
use crate::findings::{SkipReason, Skipped};
use crate::matching::{BandPlan, RecentKeys, Row, RowBatch};
use crate::quotes::{Language, Mention, QuoteFinder};
use crate::sketch::{Sketcher, Winnower, shingle_hashes};
use crate::text::{Prepared, WordHash};
use xxhash_rust::xxh3::xxh3_128;

/// Sketches records; one per thread.
pub(super) struct Worker<'p> {
    parameters: &'p Parameters,
    documents: (Sketcher, BandPlan),
    paragraphs: Option<(Sketcher, BandPlan)>,
    prepared: Prepared,
    shingles: Vec<u64>,
    short_shingles: Vec<u64>,
    winnower: Winnower,
    places: Vec<u32>,
    signature: Vec<u32>,
    quotes: Option<(QuoteFinder<'p>, Vec<Mention>)>,
    /// What reads lines, and the words of a headline.
    lines: Option<(LineReader<'p>, Prepared)>,
    spans: Vec<QuoteSpan>,
}

/// The rows of one batch. Numbers of documents and paragraphs count from the start of the batch.
#[derive(Default)]
pub(super) struct Rows {
    pub names: Vec<Named>,
    pub words: Vec<WordHash>,
    pub word_counts: Vec<u32>,
    pub bytes: Vec<u32>,
    pub lines: Vec<u32>,
    pub keys: Vec<u128>,
    pub fingerprint_counts: Vec<u32>,
    pub paragraph_counts: Vec<u32>,
    pub document_bands: RowBatch,
    pub paragraph_first_words: Vec<u32>,
    pub paragraph_words: Vec<u32>,
    pub paragraph_keys: Vec<u128>,
    pub paragraph_places: Vec<Spot>,
    pub paragraph_bands: RowBatch,
    pub fingerprints: RowBatch,
    pub mentions: MentionBatch,
    pub line_rows: LineBatch,
    /// Paragraphs whose bands were given by these rows, in this batch or in one before.
    banded: RecentKeys,
    pub skipped: Vec<Skipped>,
}

impl Rows {
    pub(super) fn part(&mut self) {
        for rows in [&mut self.document_bands, &mut self.paragraph_bands, &mut self.fingerprints] {
            rows.part();
        }
    }
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
    pub(super) fn new(parameters: &'p Parameters) -> Result<Worker<'p>> {
        let sketcher = |p| Sketcher::new(p, parameters.simd);
        let paragraphs = match parameters.scope {
            Scope::Documents => None,
            Scope::Everything => Some((sketcher(parameters.paragraph_sketch)?, parameters.paragraph_plan()?)),
        };
        Ok(Worker {
            parameters,
            documents: (sketcher(parameters.document_sketch)?, parameters.document_plan()?),
            paragraphs,
            prepared: Prepared::new(parameters.simd),
            shingles: Vec::new(),
            short_shingles: Vec::new(),
            winnower: Winnower::new(parameters.fingerprint_window, parameters.simd),
            places: Vec::new(),
            signature: Vec::new(),
            quotes: parameters.finds_quotes().then(|| (QuoteFinder::new(&parameters.data.languages), Vec::new())),
            lines: (parameters.finds_boilerplate())
                .then(|| (LineReader::new(&parameters.data.furniture), Prepared::new(parameters.simd))),
            spans: Vec::new(),
        })
    }

    /// Adds the rows of one record. A text without words leaves none: it gives `false`.
    pub(super) fn sketch(&mut self, record: &Record, rows: &mut Rows) -> bool {
        match self.paragraphs {
            None => self.prepared.prepare_words(&record.text),
            Some(_) => self.prepared.prepare(&record.text),
        }
        if self.prepared.words.is_empty() {
            return false;
        }
        let simd = self.parameters.simd;
        let document = rows.keys.len() as u32;
        let words = &self.prepared.words.hashes;
        rows.words.extend_from_slice(words);
        rows.word_counts.push(words.len() as u32);
        rows.bytes.push(record.text.len() as u32);
        rows.lines.push(self.prepared.lines.len().max(1) as u32);
        rows.keys.push(xxh3_128(bytemuck::cast_slice(words)));
        let (sketcher, plan) = &self.documents;
        shingle_hashes(simd, words, sketcher.parameters().shingle_words, &mut self.shingles);
        sketcher.sketch_into(&self.shingles, &mut self.signature);
        rows.document_bands.extend(plan.keys(&self.signature).map(|key| Row::new(key, document)));
        let first_paragraph = rows.paragraph_keys.len();
        if let Some((sketcher, plan)) = &self.paragraphs {
            for p in &self.prepared.paragraphs {
                let number = rows.paragraph_keys.len() as u32;
                let (from, to) = (p.first_word as usize, p.end_word as usize);
                rows.paragraph_first_words.push(p.first_word);
                rows.paragraph_words.push(p.end_word - p.first_word);
                let key = xxh3_128(bytemuck::cast_slice(&words[from..to]));
                rows.paragraph_keys.push(key);
                rows.paragraph_places.push(Spot { line: p.line, line_end: p.line_end, start: p.start, end: p.end });
                if p.end_word - p.first_word < self.parameters.min_paragraph_words {
                    continue;
                }
                // Where equal paragraphs stand for one another, the bands of one of them are enough.
                if !(self.parameters.compares_all() && rows.banded.meet(key)) {
                    shingle_hashes(
                        simd,
                        &words[from..to],
                        sketcher.parameters().shingle_words,
                        &mut self.short_shingles,
                    );
                    sketcher.sketch_into(&self.short_shingles, &mut self.signature);
                    rows.paragraph_bands.extend(plan.keys(&self.signature).map(|key| Row::new(key, number)));
                }
            }
            let paragraphs = &self.prepared.paragraphs;
            let mut at = 0;
            self.winnower.select(&self.shingles, &mut self.places);
            rows.fingerprints.extend(self.places.iter().map(|&place| {
                while at + 1 < paragraphs.len() && place >= paragraphs[at].end_word {
                    at += 1;
                }
                Row::new(self.shingles[place as usize], (first_paragraph + at) as u32)
            }));
        }
        if let Some((finder, mentions)) = &mut self.quotes {
            finder.find(&record.text, &self.prepared, mentions);
            let number = |language: &Language| self.parameters.data.orthography.number(&language.code);
            rows.mentions.push(&record.text, &self.prepared.words, mentions, finder.language().and_then(number));
        }
        if let Some((reader, title)) = &mut self.lines {
            title.prepare_words(record.title.as_deref().unwrap_or(""));
            let mentions = self.quotes.as_ref().map_or(&[][..], |quotes| &quotes.1);
            self.spans.clear();
            self.spans.extend(mentions.iter().map(|m| QuoteSpan {
                start: m.outer_start,
                end: m.outer_end,
                spoken: m.speaker.is_some(),
            }));
            let (prepared, spans) = (&self.prepared, &self.spans);
            let text = &record.text;
            rows.line_rows.push(text, |rows| reader.read(text, prepared, &title.words.hashes, spans, rows));
        }
        rows.paragraph_counts.push((rows.paragraph_keys.len() - first_paragraph) as u32);
        rows.fingerprint_counts.push(self.places.len() as u32);
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

    pub(super) fn sketch_batch(
        &mut self,
        batch: &RawBatch,
        rows: &mut Rows,
        files: &[InputFile],
        options: &ReadOptions,
    ) {
        let mut skipped = Vec::new();
        for_each_record(batch, files, options, &mut skipped, |record| {
            if !self.sketch(record, rows) {
                rows.skipped.push(Skipped {
                    file: files[record.file as usize].name.clone(),
                    line: Some(record.line),
                    reason: SkipReason::EmptyText,
                    detail: format!("`{}` has no word in its text", record.id),
                });
            }
        });
        rows.skipped.append(&mut skipped);
        rows.part();
    }
}
