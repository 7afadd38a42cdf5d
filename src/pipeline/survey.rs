//! The one reading pass: every record is read, cut into words and sketched once, for documents, paragraphs and passages together.
//!
//! What a record leaves behind is fixed-size rows (keys, sizes, band keys, fingerprints) and its word hashes, which go to a temporary file; its text is
//! gone. Batches are sketched in parallel and merged in the order of the input, so the result does not depend on the number of threads.

use super::parameters::{Observer, Parameters, Progress, Scope, observe};
use crate::corpus::{BatchReader, Date, InputFile, RawBatch, ReadOptions, Record, for_each_record};
use crate::error::{Error, Result};
use crate::findings::{SkipReason, Skipped};
use crate::matching::{BandPlan, Place, Row, RowBatch, Runs, Spill, WordStore};
use crate::sketch::{Sketcher, Winnower, shingle_hashes};
use crate::text::{Prepared, WordHash};
use bytemuck::{Pod, Zeroable};
use rayon::prelude::*;
use std::collections::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Strings one after the other, without one allocation each.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u64>,
}

impl Strings {
    fn push(&mut self, s: &str) {
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
    /// Hash of each normal form.
    pub keys: Vec<u128>,
    /// Number of the first paragraph of each document in [`Paragraphs`], and the number of all paragraphs.
    pub first_paragraph: Vec<u32>,
    /// How many fingerprints each document has.
    pub fingerprints: Vec<u32>,
}

impl Documents {
    /// How many documents.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
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
    places: Spill,
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
    /// [`Error::Io`].
    pub fn spot(&self, paragraph: u32) -> Result<Spot> {
        let mut spot = Spot::default();
        self.places.read(u64::from(paragraph) * size_of::<Spot>() as u64, bytemuck::bytes_of_mut(&mut spot))?;
        Ok(spot)
    }

    /// Brings the places into memory if they take at most `limit` bytes, so that asking for many of them is quick.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
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

/// All that the reading pass leaves behind.
#[derive(Debug)]
pub struct Survey {
    /// The documents.
    pub documents: Documents,
    /// The paragraphs.
    pub paragraphs: Paragraphs,
    /// The word hashes of all documents.
    pub words: WordStore,
    /// Band keys of documents.
    pub document_bands: Runs,
    /// Band keys of paragraphs.
    pub paragraph_bands: Runs,
    /// Selected fingerprints and the paragraphs they stand in.
    pub fingerprints: Runs,
    /// What was skipped or remarked on.
    pub skipped: Vec<Skipped>,
    /// Bytes of text.
    pub text_bytes: u64,
    source_numbers: HashMap<String, u32>,
    ids_seen: HashMap<u64, u32>,
}

/// Sketches records; one per thread.
struct Worker<'p> {
    parameters: &'p Parameters,
    documents: (Sketcher, BandPlan),
    paragraphs: Option<(Sketcher, BandPlan)>,
    prepared: Prepared,
    shingles: Vec<u64>,
    short_shingles: Vec<u64>,
    winnower: Winnower,
    places: Vec<u32>,
    signature: Vec<u32>,
}

/// The rows of one batch. Numbers of documents and paragraphs count from the start of the batch.
#[derive(Default)]
struct Rows {
    names: Vec<Named>,
    words: Vec<WordHash>,
    word_counts: Vec<u32>,
    bytes: Vec<u32>,
    lines: Vec<u32>,
    keys: Vec<u128>,
    fingerprint_counts: Vec<u32>,
    paragraph_counts: Vec<u32>,
    document_bands: RowBatch,
    paragraph_first_words: Vec<u32>,
    paragraph_words: Vec<u32>,
    paragraph_keys: Vec<u128>,
    paragraph_places: Vec<Spot>,
    paragraph_bands: RowBatch,
    fingerprints: RowBatch,
    skipped: Vec<Skipped>,
}

impl Rows {
    fn part(&mut self) {
        for rows in [&mut self.document_bands, &mut self.paragraph_bands, &mut self.fingerprints] {
            rows.part();
        }
    }
}

struct Named {
    id: String,
    source: String,
    title: Option<String>,
    date: Option<Date>,
    file: u32,
    line: u64,
}

impl<'p> Worker<'p> {
    fn new(parameters: &'p Parameters) -> Result<Worker<'p>> {
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
        })
    }

    /// Adds the rows of one record. A text without words leaves none: it gives `false`.
    fn sketch(&mut self, record: &Record, rows: &mut Rows) -> bool {
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
        let fingerprints_before = rows.fingerprints.len();
        if let Some((sketcher, plan)) = &self.paragraphs {
            for p in &self.prepared.paragraphs {
                let number = rows.paragraph_keys.len() as u32;
                let (from, to) = (p.first_word as usize, p.end_word as usize);
                rows.paragraph_first_words.push(p.first_word);
                rows.paragraph_words.push(p.end_word - p.first_word);
                rows.paragraph_keys.push(xxh3_128(bytemuck::cast_slice(&words[from..to])));
                rows.paragraph_places.push(Spot { line: p.line, line_end: p.line_end, start: p.start, end: p.end });
                if p.end_word - p.first_word >= self.parameters.min_paragraph_words {
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
        rows.paragraph_counts.push((rows.paragraph_keys.len() - first_paragraph) as u32);
        rows.fingerprint_counts.push((rows.fingerprints.len() - fingerprints_before) as u32);
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

    fn sketch_batch(&mut self, batch: &RawBatch, rows: &mut Rows, files: &[InputFile], options: &ReadOptions) {
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

impl Survey {
    /// An empty survey.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] for parameters that make no sense, [`Error::Io`] when no temporary file can be made.
    pub fn new(parameters: &Parameters) -> Result<Survey> {
        parameters.check()?;
        let place = &parameters.temporary;
        let runs = |share: u64| Runs::new(place, parameters.memory / 8 * share);
        Ok(Survey {
            documents: Documents { first_paragraph: vec![0], ..Documents::default() },
            paragraphs: Paragraphs {
                documents: Vec::new(),
                first_word: Vec::new(),
                words: Vec::new(),
                keys: Vec::new(),
                places: Spill::new(place)?,
            },
            words: WordStore::new(place)?,
            document_bands: runs(1)?,
            paragraph_bands: runs(3)?,
            fingerprints: runs(2)?,
            skipped: Vec::new(),
            text_bytes: 0,
            source_numbers: HashMap::new(),
            ids_seen: HashMap::new(),
        })
    }

    /// Reads `files` and sketches what is in them.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when temporary data cannot be written, [`Error::Interrupted`] when the observer says so. Records and files that cannot be
    /// read are no errors: they are in `skipped`.
    pub fn read(
        &mut self,
        files: &[InputFile],
        options: &ReadOptions,
        parameters: &Parameters,
        observer: &Observer<'_>,
    ) -> Result<()> {
        let all_bytes: u64 = if files.iter().any(|f| f.name == "-") { 0 } else { files.iter().map(|f| f.bytes).sum() };
        let mut reader = BatchReader::new(files.to_vec(), options);
        let batches = rayon::current_num_threads() * 2;
        let mut next: Vec<RawBatch> = (0..batches).map(|_| RawBatch::default()).collect();
        let mut now: Vec<RawBatch> = (0..batches).map(|_| RawBatch::default()).collect();
        let mut filled = fill(&mut reader, &mut next)?;
        // The rows are used again and again, as the batches are: two sets, one being filled while the other is merged.
        let mut sketched: Vec<Rows> = (0..batches).map(|_| Rows::default()).collect();
        let mut ready: Vec<Rows> = (0..batches).map(|_| Rows::default()).collect();
        let mut to_merge = 0;
        while filled > 0 || to_merge > 0 {
            std::mem::swap(&mut next, &mut now);
            std::mem::swap(&mut sketched, &mut ready);
            let rows = &mut sketched[..filled];
            let batches = &now[..filled];
            // One thread reads ahead and merges what is ready while the others sketch.
            let (done, rest) = rayon::join(
                || sketch_all(batches, rows, files, options, parameters),
                || -> Result<usize> {
                    for rows in &mut ready[..to_merge] {
                        self.merge(rows, files)?;
                    }
                    fill(&mut reader, &mut next)
                },
            );
            done?;
            to_merge = filled;
            filled = rest?;
            let progress =
                Progress::Reading { bytes: reader.bytes_read(), of: all_bytes, documents: self.documents.len() as u64 };
            observe(observer, progress)?;
        }
        self.skipped.append(&mut reader.take_skipped());
        self.finish()
    }

    /// Sketches records that are in memory already.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when temporary data cannot be written.
    pub fn add(&mut self, records: &[Record], parameters: &Parameters) -> Result<()> {
        for chunk in records.chunks(1024) {
            let mut worker = Worker::new(parameters)?;
            let mut rows = Rows::default();
            for record in chunk {
                if !worker.sketch(record, &mut rows) {
                    let detail = format!("`{}` has no word in its text", record.id);
                    rows.skipped.push(Skipped {
                        file: String::new(),
                        line: None,
                        reason: SkipReason::EmptyText,
                        detail,
                    });
                }
            }
            rows.part();
            self.merge(&mut rows, &[])?;
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<()> {
        self.skipped.sort();
        self.words.finish()?;
        self.paragraphs.places.flush()
    }

    /// Appends the rows of a batch, and empties them. Called in the order of the input.
    fn merge(&mut self, rows: &mut Rows, files: &[InputFile]) -> Result<()> {
        let too_many = |what| move |_| Error::TooManyUnits { what };
        let first_document = u32::try_from(self.documents.len()).map_err(too_many("documents"))?;
        let first_paragraph = u32::try_from(self.paragraphs.len()).map_err(too_many("paragraphs"))?;
        u32::try_from(self.documents.len() + rows.keys.len()).map_err(too_many("documents"))?;
        u32::try_from(self.paragraphs.len() + rows.paragraph_keys.len()).map_err(too_many("paragraphs"))?;
        self.skipped.append(&mut rows.skipped);
        for named in rows.names.drain(..) {
            self.name(named, files);
        }
        self.text_bytes += rows.bytes.iter().map(|&b| u64::from(b)).sum::<u64>();
        self.words.append(&rows.words, rows.word_counts.drain(..))?;
        rows.words.clear();
        let d = &mut self.documents;
        d.bytes.append(&mut rows.bytes);
        d.lines.append(&mut rows.lines);
        d.keys.append(&mut rows.keys);
        d.fingerprints.append(&mut rows.fingerprint_counts);
        let p = &mut self.paragraphs;
        for (document, count) in (first_document..).zip(rows.paragraph_counts.drain(..)) {
            p.documents.extend(std::iter::repeat_n(document, count as usize));
            d.first_paragraph.push(p.documents.len() as u32);
        }
        p.first_word.append(&mut rows.paragraph_first_words);
        p.words.append(&mut rows.paragraph_words);
        p.keys.append(&mut rows.paragraph_keys);
        p.places.append(bytemuck::cast_slice(&rows.paragraph_places))?;
        rows.paragraph_places.clear();
        self.document_bands.append(&rows.document_bands, first_document)?;
        self.paragraph_bands.append(&rows.paragraph_bands, first_paragraph)?;
        self.fingerprints.append(&rows.fingerprints, first_paragraph)?;
        for rows in [&mut rows.document_bands, &mut rows.paragraph_bands, &mut rows.fingerprints] {
            rows.clear();
        }
        Ok(())
    }

    fn name(&mut self, named: Named, files: &[InputFile]) {
        let d = &mut self.documents;
        let mut id = named.id;
        let seen = self.ids_seen.entry(xxh3_64(id.as_bytes())).or_default();
        *seen += 1;
        if *seen > 1 {
            let first = id.clone();
            // The suffix must not meet an id that is taken either.
            let mut number = *seen;
            loop {
                id = format!("{first}~{number}");
                let taken = self.ids_seen.entry(xxh3_64(id.as_bytes())).or_default();
                if *taken == 0 {
                    *taken = 1;
                    break;
                }
                number += 1;
            }
            self.skipped.push(Skipped {
                file: files.get(named.file as usize).map_or_else(String::new, |f| f.name.clone()),
                line: Some(named.line),
                reason: SkipReason::DuplicateId,
                detail: format!("the id `{first}` was taken: read as `{id}`"),
            });
        }
        d.ids.push(&id);
        d.titles.push(named.title.as_deref().unwrap_or(""));
        d.dates.push(named.date);
        let names = &mut d.source_names;
        let number = *self.source_numbers.entry(named.source).or_insert_with_key(|name| {
            names.push(name.clone());
            names.len() as u32 - 1
        });
        d.sources.push(number);
    }

    /// Bytes of temporary files.
    pub fn on_disk(&self) -> u64 {
        self.words.on_disk()
            + self.paragraphs.places.on_disk()
            + self.document_bands.on_disk()
            + self.paragraph_bands.on_disk()
            + self.fingerprints.on_disk()
    }

    /// Puts empty runs in the place of ones that were used up.
    pub(super) fn take_runs(runs: &mut Runs) -> Result<Runs> {
        Ok(std::mem::replace(runs, Runs::new(&Place::Memory, 0)?))
    }
}

fn fill(reader: &mut BatchReader, batches: &mut [RawBatch]) -> Result<usize> {
    for (i, batch) in batches.iter_mut().enumerate() {
        if !reader.fill(batch)? {
            return Ok(i);
        }
    }
    Ok(batches.len())
}

fn sketch_all(
    batches: &[RawBatch],
    rows: &mut [Rows],
    files: &[InputFile],
    options: &ReadOptions,
    parameters: &Parameters,
) -> Result<()> {
    batches.par_iter().zip(rows).try_for_each_init(
        || Worker::new(parameters),
        |worker, (batch, rows)| match worker {
            Ok(worker) => {
                worker.sketch_batch(batch, rows, files, options);
                Ok(())
            }
            Err(_) => Worker::new(parameters).map(drop),
        },
    )
}
