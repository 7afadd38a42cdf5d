//! The measured recall: a sample of the documents, each compared with many others by brute force.
//!
//! The sample is drawn by the hash of the ids, so it is the same in every run. Its shingles are put into one table, and the shingles of the others are
//! looked up in it: this counts every intersection exactly, without comparing pairs one by one.

use super::analysis::Analysis;
use super::parameters::Parameters;
use super::survey::Survey;
use crate::error::Result;
use crate::findings::{Audit, Relation};
use crate::matching::HashedMap;
use crate::matching::candidates::pack;
use crate::sketch::{HashSorter, shingle_hashes};
use rayon::prelude::*;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Documents in the sample.
const SAMPLE: usize = 200;
/// Of the words of all documents, the part that the sample is compared with: what keeps an audit at a few per cent of the run ...
const PART: u64 = 20;
/// ... in words, at least and at most.
const WORDS: (u64, u64) = (50_000, 3_000_000);

/// Which documents of the sample have a shingle.
struct Table {
    /// Sorted.
    rows: Vec<(u64, u32)>,
    /// Number of the first row of each value of a shingle's upper bits, and the number of all rows.
    starts: Vec<u32>,
    /// One bit per lower bits of a shingle: most shingles of the others are turned away here, in the cache.
    seen: Vec<u64>,
}

/// Upper bits of a shingle by which its rows are found.
const UPPER: u32 = 16;
/// Bits of `seen`.
const BITS: u64 = 1 << 21;

impl Table {
    fn new(mut rows: Vec<(u64, u32)>) -> Table {
        rows.sort_unstable();
        let mut seen = vec![0; (BITS / 64) as usize];
        for (shingle, _) in &rows {
            seen[(shingle % BITS / 64) as usize] |= 1 << (shingle % 64);
        }
        let mut starts = vec![0; (1 << UPPER) + 1];
        for (shingle, _) in &rows {
            starts[(shingle >> (64 - UPPER)) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Table { starts, rows, seen }
    }

    /// Whether a document of the sample may have this shingle.
    fn may_have(&self, shingle: u64) -> bool {
        self.seen[(shingle % BITS / 64) as usize] >> (shingle % 64) & 1 == 1
    }

    fn documents(&self, shingle: u64) -> impl Iterator<Item = u32> {
        let upper = (shingle >> (64 - UPPER)) as usize;
        let rows = &self.rows[self.starts[upper] as usize..self.starts[upper + 1] as usize];
        rows.iter().filter(move |r| r.0 == shingle).map(|r| r.1)
    }
}

/// Audits the search for exact and near duplicates.
pub(super) fn audit(survey: &Survey, analysis: &Analysis, parameters: &Parameters) -> Result<Option<Audit>> {
    let (documents, found) = (survey.documents.len() as u32, &analysis.documents);
    if documents < 2 || !parameters.compares_all() {
        return Ok(None);
    }
    let mut order: Vec<u32> = (0..documents).collect();
    order.sort_by_cached_key(|&d| xxh3_64_with_seed(survey.documents.ids.get(d as usize).as_bytes(), 1));
    let all: u64 = (0..documents).map(|d| u64::from(survey.words.words(d))).sum();
    let limit = (all / PART).clamp(WORDS.0, WORDS.1);
    let mut words = 0;
    let others: Vec<u32> = order
        .iter()
        .copied()
        .take_while(|&d| {
            words += u64::from(survey.words.words(d));
            words <= limit
        })
        .collect();
    let sample: Vec<u32> = others.iter().copied().take(SAMPLE).collect();

    // Exact copies stand for one another, so they are found whatever the pair; what is asked here is whether the search met the pair at all.
    let mut representative: HashedMap<u32, u32> = HashedMap::default();
    for (&kept, copies) in &found.copies {
        representative.extend(copies.iter().map(|&c| (c, kept)));
    }
    let stands_for = |d: u32| representative.get(&d).copied().unwrap_or(d);
    let near = |r: Relation| matches!(r, Relation::Exact | Relation::Near | Relation::Altered);
    let met: HashSet<u64> =
        found.edges.iter().filter(|e| near(e.comparison.relation)).map(|e| pack(e.a, e.b)).collect();

    let shingles = |document: u32, words: &mut Vec<u64>, out: &mut Vec<u64>| -> Result<()> {
        words.clear();
        analysis.compared_words(survey, document, words)?;
        shingle_hashes(parameters.simd, words, parameters.document_sketch.shingle_words, out);
        Ok(())
    };
    let threshold = parameters.thresholds.jaccard;
    let (mut words, mut set, mut sorter) = (Vec::new(), Vec::new(), HashSorter::default());
    let mut rows = Vec::new();
    let mut sizes = Vec::new();
    for (i, &document) in (0..).zip(&sample) {
        shingles(document, &mut words, &mut set)?;
        sorter.make_set(&mut set);
        sizes.push(set.len());
        rows.extend(set.iter().map(|&s| (s, i)));
    }
    let table = Table::new(rows);
    let counted: Vec<(u64, u64)> = others
        .par_iter()
        .enumerate()
        .map_init(
            || (Vec::new(), Vec::new(), Vec::new(), vec![0usize; sample.len()], HashSorter::default()),
            |(words, all, met_shingles, shared, sorter), (place, &other)| {
                shared.fill(0);
                shingles(other, words, all)?;
                // Only what some document of the sample has too is made a set and counted. The size of the whole set is asked for when that is enough.
                met_shingles.clear();
                met_shingles.extend(all.iter().copied().filter(|&s| table.may_have(s)));
                sorter.make_set(met_shingles);
                for &shingle in &*met_shingles {
                    for i in table.documents(shingle) {
                        shared[i as usize] += 1;
                    }
                }
                let (mut pairs, mut hits) = (0, 0);
                let mut size = None;
                // A pair inside the sample is counted once.
                for (i, &document) in sample.iter().enumerate().filter(|&(i, _)| i < place) {
                    if (shared[i] as f64) < threshold * sizes[i] as f64 || shared[i] == 0 {
                        continue;
                    }
                    let size = *size.get_or_insert_with(|| {
                        sorter.make_set(all);
                        all.len()
                    });
                    let union = sizes[i] + size - shared[i];
                    if shared[i] as f64 >= threshold * union as f64 {
                        pairs += 1;
                        let (a, b) = (stands_for(document), stands_for(other));
                        hits += u64::from(a == b || met.contains(&pack(a, b)));
                    }
                }
                Ok((pairs, hits))
            },
        )
        .collect::<Result<_>>()?;
    let (pairs, found) = counted.into_iter().fold((0, 0), |(p, f), (q, g)| (p + q, f + g));
    Ok(Some(Audit {
        sampled: sample.len() as u64,
        compared_with: others.len() as u64,
        pairs,
        found,
        recall: (pairs > 0).then(|| found as f64 / pairs as f64),
    }))
}
