//! The one reading pass: every record is read and cut into words once, for documents, paragraphs, lines and quotes together.
//!
//! What a record leaves behind is rows of fixed size and its word hashes, which go to a temporary file; its text is gone. Batches are read in parallel and merged in the order of
//! the input, so the result does not depend on the number of threads.

use super::columns::{Documents, Paragraphs};
use super::lines::Lines;
use super::mentions::Mentions;
use super::parameters::{Observer, Parameters, Progress, observe};
use super::reading::{Named, Rows, Worker};
use super::sketching::Sketches;
use crate::corpus::{BatchReader, InputFile, RawBatch, ReadOptions, Record};
use crate::error::{Error, Result};
use crate::findings::{SkipReason, Skipped};
use crate::matching::{Spill, WordStore};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// Batches for each thread that are read in one round, and bytes of one at most. All threads wait for the last batch of a round, so there are many, and they are small.
const BATCHES: usize = 8;
const BATCH_BYTES: usize = 256 << 10;

/// All that the reading pass leaves behind.
#[derive(Debug)]
pub struct Survey {
    /// The documents.
    pub documents: Documents,
    /// The paragraphs.
    pub paragraphs: Paragraphs,
    /// The word hashes of all documents.
    pub words: WordStore,
    /// What is compared first, where whole texts are compared.
    pub(super) sketches: Option<Sketches>,
    /// The quotes; none when they are not looked for.
    pub mentions: Mentions,
    /// The lines; none when furniture is not looked for.
    pub lines: Lines,
    /// What was skipped or remarked on.
    pub skipped: Vec<Skipped>,
    /// Bytes of text.
    pub text_bytes: u64,
    source_numbers: HashMap<String, u32>,
    ids_seen: HashMap<u64, u32>,
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
            sketches: if parameters.leaves_out_furniture() { None } else { Some(Sketches::new(parameters)?) },
            mentions: Mentions::new(place, parameters.memory / 4),
            lines: Lines::new(place, parameters.simd)?,
            skipped: Vec::new(),
            text_bytes: 0,
            source_numbers: HashMap::new(),
            ids_seen: HashMap::new(),
        })
    }

    /// Reads what is in `files`.
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
        let stays = self.lines.read_from(files, options);
        let all_bytes: u64 = if files.iter().any(|f| f.name == "-") { 0 } else { files.iter().map(|f| f.bytes).sum() };
        let options = &ReadOptions { batch_bytes: options.batch_bytes.min(BATCH_BYTES), ..options.clone() };
        let mut reader = BatchReader::new(files.to_vec(), options);
        let batches = rayon::current_num_threads() * BATCHES;
        let mut next: Vec<RawBatch> = (0..batches).map(|_| RawBatch::default()).collect();
        let mut now: Vec<RawBatch> = (0..batches).map(|_| RawBatch::default()).collect();
        let (filled, ()) = rayon::join(|| fill(&mut reader, &mut next), || parameters.read_data());
        let mut filled = filled?;
        // One for each thread: what a worker has learned of words stays near.
        let workers: Mutex<Vec<Worker<'_>>> = Mutex::default();
        let free = || workers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let packer = self.words.packer();
        // The rows are used again and again, as the batches are: two sets, one being filled while the other is merged.
        let mut filling: Vec<Rows> = (0..batches).map(|_| Rows::default()).collect();
        let mut ready: Vec<Rows> = (0..batches).map(|_| Rows::default()).collect();
        let mut to_merge = 0;
        while filled > 0 || to_merge > 0 {
            std::mem::swap(&mut next, &mut now);
            std::mem::swap(&mut filling, &mut ready);
            // One thread reads ahead and merges what is ready while the others work.
            let (read, rest) = rayon::join(
                || -> Result<()> {
                    now[..filled].par_iter().zip(&mut filling).try_for_each(|(batch, rows)| {
                        let mut worker = free().map_or_else(|| Worker::new(parameters, packer.clone()), Ok)?;
                        worker.read_batch(batch, rows, files, options, stays);
                        workers.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                        Ok(())
                    })
                },
                || -> Result<usize> {
                    for rows in &mut ready[..to_merge] {
                        self.merge(rows, files)?;
                    }
                    fill(&mut reader, &mut next)
                },
            );
            read?;
            to_merge = filled;
            filled = rest?;
            let progress =
                Progress::Reading { bytes: reader.bytes_read(), of: all_bytes, documents: self.documents.len() as u64 };
            observe(observer, progress)?;
        }
        self.skipped.append(&mut reader.take_skipped());
        self.finish()
    }

    /// Takes records that are in memory already.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when temporary data cannot be written.
    pub fn add(&mut self, records: &[Record], parameters: &Parameters) -> Result<()> {
        let mut worker = Worker::new(parameters, self.words.packer())?;
        for chunk in records.chunks(1024) {
            let mut rows = Rows::default();
            for record in chunk {
                if !worker.read(record, None, &mut rows) {
                    let detail = format!("`{}` has no word in its text", record.id);
                    rows.skipped.push(Skipped {
                        file: String::new(),
                        line: None,
                        reason: SkipReason::EmptyText,
                        detail,
                    });
                }
            }
            self.merge(&mut rows, &[])?;
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<()> {
        self.skipped.sort();
        self.words.finish()?;
        self.lines.finish()?;
        self.paragraphs.places.flush()
    }

    /// Appends the rows of a batch, and empties them. Called in the order of the input.
    fn merge(&mut self, rows: &mut Rows, files: &[InputFile]) -> Result<()> {
        let too_many = |what| move |_| Error::TooManyUnits { what };
        let first_document = u32::try_from(self.documents.len()).map_err(too_many("documents"))?;
        let first_paragraph = u32::try_from(self.paragraphs.len()).map_err(too_many("paragraphs"))?;
        u32::try_from(self.documents.len() + rows.bytes.len()).map_err(too_many("documents"))?;
        u32::try_from(self.paragraphs.len() + rows.paragraph_keys.len()).map_err(too_many("paragraphs"))?;
        self.skipped.append(&mut rows.skipped);
        for named in rows.names.drain(..) {
            self.name(named, files);
        }
        self.text_bytes += rows.bytes.iter().map(|&b| u64::from(b)).sum::<u64>();
        self.words.append(&mut rows.words)?;
        let d = &mut self.documents;
        d.bytes.append(&mut rows.bytes);
        d.lines.append(&mut rows.lines);
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
        if let Some(sketches) = &mut self.sketches {
            sketches.append(&mut rows.sketches, first_paragraph)?;
        }
        self.mentions.append(&mut rows.mentions)?;
        self.lines.append(&mut rows.line_rows)
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
        d.records.push((named.file, named.line));
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
            + self.sketches.as_ref().map_or(0, Sketches::on_disk)
            + self.mentions.on_disk()
            + self.lines.on_disk()
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
