//! Sketching: from the words of a document to its keys, band keys and fingerprints, and to those of its paragraphs.
//!
//! Where whole texts are compared this is done while they are read. Where furniture is left out it has to wait until all lines are known, and the words come
//! from the word store.

use super::bodies::Bodies;
use super::columns::Paragraphs;
use super::parameters::{Observer, Parameters, Progress, Scope, observe};
use super::survey::Survey;
use crate::error::Result;
use crate::matching::{BandPlan, RecentKeys, Row, Runs};
use crate::simd::bitmap::bitmap;
use crate::sketch::{Sketcher, Winnower, shingle_hashes};
use crate::text::{WordHash, hash_text};
use rayon::prelude::*;
use std::ops::Range;

/// Documents that one thread sketches in a row.
const DOCUMENTS: usize = 128;

/// What is compared first: keys, band keys and fingerprints of all documents and paragraphs.
#[derive(Debug)]
pub(super) struct Sketches {
    /// Hash of each document's normal form.
    pub keys: Vec<u128>,
    /// How many fingerprints each document has.
    pub fingerprint_counts: Vec<u32>,
    /// Band keys of documents.
    pub document_bands: Runs,
    /// Band keys of paragraphs.
    pub paragraph_bands: Runs,
    /// Selected fingerprints and the paragraphs they stand in.
    pub fingerprints: Runs,
    /// The shingles of each paragraph as a bitmap; 0 where it is not known, for paragraphs that were not sketched.
    pub paragraph_bitmaps: Vec<u128>,
}

/// The sketches of some documents. Numbers of documents and paragraphs count from the first of them.
#[derive(Default)]
pub(super) struct SketchBatch {
    pub keys: Vec<u128>,
    fingerprint_counts: Vec<u32>,
    document_bands: Vec<Row>,
    paragraph_bands: Vec<Row>,
    fingerprints: Vec<Row>,
    paragraph_bitmaps: Vec<u128>,
    /// Paragraphs whose bands were given by this batch, now or before.
    banded: RecentKeys,
}

impl Sketches {
    pub(super) fn new(parameters: &Parameters) -> Result<Sketches> {
        let runs = |share: u64| Runs::new(&parameters.temporary, parameters.memory / 8 * share);
        Ok(Sketches {
            keys: Vec::new(),
            fingerprint_counts: Vec::new(),
            document_bands: runs(1)?,
            paragraph_bands: runs(3)?,
            fingerprints: runs(2)?,
            paragraph_bitmaps: Vec::new(),
        })
    }

    /// Appends a batch, and empties it. Called in the order of the input.
    pub(super) fn append(&mut self, batch: &mut SketchBatch, first_paragraph: u32) -> Result<()> {
        self.document_bands.append(&batch.document_bands, self.keys.len() as u32)?;
        self.paragraph_bands.append(&batch.paragraph_bands, first_paragraph)?;
        self.fingerprints.append(&batch.fingerprints, first_paragraph)?;
        for rows in [&mut batch.document_bands, &mut batch.paragraph_bands, &mut batch.fingerprints] {
            rows.clear();
        }
        self.keys.append(&mut batch.keys);
        self.fingerprint_counts.append(&mut batch.fingerprint_counts);
        self.paragraph_bitmaps.append(&mut batch.paragraph_bitmaps);
        Ok(())
    }

    pub(super) fn on_disk(&self) -> u64 {
        self.document_bands.on_disk() + self.paragraph_bands.on_disk() + self.fingerprints.on_disk()
    }

    /// Sketches what is compared of the documents of a survey.
    pub(super) fn of_bodies(
        survey: &Survey,
        bodies: &Bodies,
        parameters: &Parameters,
        observer: &Observer<'_>,
    ) -> Result<Sketches> {
        let mut sketches = Sketches::new(parameters)?;
        let documents = survey.documents.len() as u32;
        let chunks: Vec<Range<u32>> =
            (0..documents).step_by(DOCUMENTS).map(|first| first..documents.min(first + DOCUMENTS as u32)).collect();
        let mut workers: Vec<Sketching<'_>> =
            (0..rayon::current_num_threads() * 2).map(|_| Sketching::new(parameters)).collect::<Result<_>>()?;
        // Two sets of batches, one being filled while the other is appended.
        let batches = || -> Vec<SketchBatch> { workers.iter().map(|_| SketchBatch::default()).collect() };
        let (mut filling, mut full) = (batches(), batches());
        let mut done: &[Range<u32>] = &[];
        for chunks in chunks.chunks(filling.len()).chain([&[][..]]) {
            let (sketched, appended) = rayon::join(
                || {
                    let work = workers.par_iter_mut().zip(chunks).zip(&mut filling);
                    work.try_for_each(|((sketching, chunk), batch)| {
                        sketching.sketch_all(survey, bodies, chunk.clone(), batch)
                    })
                },
                || {
                    full.iter_mut().zip(done).try_for_each(|(batch, chunk)| {
                        sketches.append(batch, survey.documents.first_paragraph[chunk.start as usize])
                    })
                },
            );
            sketched?;
            appended?;
            std::mem::swap(&mut filling, &mut full);
            done = chunks;
            let documents = sketches.keys.len() as u64;
            observe(observer, Progress::Sketching { documents, of: survey.documents.len() as u64 })?;
        }
        Ok(sketches)
    }
}

impl SketchBatch {
    /// The band keys of its documents, and their fingerprints; none are left.
    pub(super) fn take_keys(&mut self) -> (Vec<u64>, Vec<u64>) {
        let keys = |rows: &mut Vec<Row>| rows.drain(..).map(Row::key).collect();
        let taken = (keys(&mut self.document_bands), keys(&mut self.fingerprints));
        *self = SketchBatch::default();
        taken
    }
}

/// Makes sketches; one per thread, for its buffers.
pub(super) struct Sketching<'p> {
    parameters: &'p Parameters,
    documents: (Sketcher, BandPlan),
    paragraphs: Option<(Sketcher, BandPlan)>,
    winnower: Winnower,
    body: Vec<WordHash>,
    shingles: Vec<u64>,
    short_shingles: Vec<u64>,
    places: Vec<u32>,
    signature: Vec<u32>,
    /// Words as they are stored.
    buffer: Vec<u8>,
}

impl<'p> Sketching<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Result<Sketching<'p>> {
        let sketcher = |p| Sketcher::new(p, parameters.simd);
        let paragraphs = match parameters.scope {
            Scope::Documents => None,
            Scope::Everything => Some((sketcher(parameters.paragraph_sketch)?, parameters.paragraph_plan()?)),
        };
        Ok(Sketching {
            parameters,
            documents: (sketcher(parameters.document_sketch)?, parameters.document_plan()?),
            paragraphs,
            winnower: Winnower::new(parameters.fingerprint_window, parameters.simd),
            body: Vec::new(),
            shingles: Vec::new(),
            short_shingles: Vec::new(),
            places: Vec::new(),
            signature: Vec::new(),
            buffer: Vec::new(),
        })
    }

    /// The signature that was made last: without paragraphs, that of the document.
    pub(super) fn signature(&self) -> &[u32] {
        &self.signature
    }

    /// Adds a document. `cuts` are the words that take no part, ascending and apart from each other; `paragraphs` the words of each paragraph, with its key.
    pub(super) fn sketch(
        &mut self,
        words: &[WordHash],
        cuts: &[Range<u32>],
        paragraphs: impl ExactSizeIterator<Item = (Range<u32>, u128)> + Clone,
        batch: &mut SketchBatch,
    ) {
        let simd = self.parameters.simd;
        let document = batch.keys.len() as u32;
        self.body.clear();
        let mut at = 0;
        for cut in cuts {
            self.body.extend_from_slice(&words[at..cut.start as usize]);
            at = cut.end as usize;
        }
        let body = if cuts.is_empty() {
            words
        } else {
            self.body.extend_from_slice(&words[at..]);
            &self.body
        };
        batch.keys.push(hash_text(body));
        let (sketcher, plan) = &self.documents;
        shingle_hashes(simd, body, sketcher.parameters().shingle_words, &mut self.shingles);
        sketcher.sketch_into(&self.shingles, &mut self.signature);
        batch.document_bands.extend(plan.keys(&self.signature).map(|key| Row::new(key, document)));
        self.places.clear();
        if let Some((sketcher, plan)) = &self.paragraphs {
            let first_paragraph = batch.paragraph_bitmaps.len() as u32;
            batch.paragraph_bitmaps.resize(batch.paragraph_bitmaps.len() + paragraphs.len(), 0);
            let mut left_out = cuts.iter().peekable();
            for (number, (words_of, key)) in (first_paragraph..).zip(paragraphs.clone()) {
                while left_out.next_if(|cut| cut.end <= words_of.start).is_some() {}
                let furniture = left_out.peek().is_some_and(|cut| covers(cut, &words_of));
                if words_of.end - words_of.start < self.parameters.min_paragraph_words || furniture {
                    continue;
                }
                // Where equal paragraphs stand for one another, the bands of one of them are enough.
                if !(self.parameters.compares_all() && batch.banded.meet(key)) {
                    let words = &words[words_of.start as usize..words_of.end as usize];
                    shingle_hashes(simd, words, sketcher.parameters().shingle_words, &mut self.short_shingles);
                    sketcher.sketch_into(&self.short_shingles, &mut self.signature);
                    batch.paragraph_bitmaps[number as usize] = bitmap(simd, &self.short_shingles);
                    batch.paragraph_bands.extend(plan.keys(&self.signature).map(|key| Row::new(key, number)));
                }
            }
            self.winnower.select(&self.shingles, &mut self.places);
            let mut ends = (first_paragraph..).zip(paragraphs.map(|p| p.0.end)).peekable();
            let (mut cuts, mut skipped) = (cuts.iter().peekable(), 0);
            batch.fingerprints.extend(self.places.iter().map(|&place| {
                // From the place in the body to that in the document, and to the paragraph there.
                while let Some(cut) = cuts.next_if(|cut| cut.start <= place + skipped) {
                    skipped += cut.end - cut.start;
                }
                let mut paragraph = ends.peek().map_or(first_paragraph, |p| p.0);
                while let Some(&(number, end)) = ends.peek() {
                    paragraph = number;
                    if place + skipped < end {
                        break;
                    }
                    ends.next();
                }
                Row::new(self.shingles[place as usize], paragraph)
            }));
        }
        batch.fingerprint_counts.push(self.places.len() as u32);
    }
}

/// Whether a paragraph stands in a cut, all of it.
pub(super) fn covers(cut: &Range<u32>, paragraph: &Range<u32>) -> bool {
    cut.start <= paragraph.start && paragraph.end <= cut.end
}

impl Sketching<'_> {
    /// Adds documents of a survey.
    fn sketch_all(
        &mut self,
        survey: &Survey,
        bodies: &Bodies,
        documents: Range<u32>,
        batch: &mut SketchBatch,
    ) -> Result<()> {
        let Paragraphs { first_word, words: counts, keys, .. } = &survey.paragraphs;
        let mut buffer = std::mem::take(&mut self.buffer);
        survey.words.read_documents(documents, &mut buffer, |document, words| {
            let paragraphs = survey.documents.paragraphs(document);
            let paragraphs = paragraphs.map(|p| (first_word[p]..first_word[p] + counts[p], keys[p]));
            self.sketch(words, bodies.cuts(document), paragraphs, batch);
        })?;
        self.buffer = buffer;
        Ok(())
    }
}
