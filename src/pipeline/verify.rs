//! Exact verification of proposed pairs, in chunks that fit the memory.

use super::parameters::{Observer, Parameters, Progress, observe};
use crate::error::Result;
use crate::findings::Relation;
use crate::matching::candidates::unpack;
use crate::matching::{Comparison, Similarity, WordStore, coverage, passage_grams, shared_passages};
use crate::sketch::shingle_set;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Where the words of a unit stand: its document, its first word, one past its last.
pub(super) type Span = (u32, u32, u32);

/// What is compared, and how.
pub(super) struct Verifier<'a> {
    pub words: &'a WordStore,
    pub parameters: &'a Parameters,
    pub shingle_words: usize,
    /// Whether pairs that are no duplicates are looked at for shared passages.
    pub passages: bool,
    pub observer: &'a Observer<'a>,
}

/// Bytes that a word of a loaded unit takes: itself, its shingle, its passage gram.
const BYTES_PER_WORD: u64 = 32;

/// Below this containment a pair is not looked at for passages. Half of the words in passages of 8 and more mean a quarter of the 5-grams at
/// the least, as a passage of `n` words has `n - 4` of them; the rest is room for texts that repeat themselves.
const LEAST_CONTAINMENT: f64 = 0.2;

struct Loaded {
    words: Vec<u64>,
    set: Vec<u64>,
    grams: OnceLock<Vec<(u64, u32)>>,
}

impl Verifier<'_> {
    /// The comparisons of `pairs` (packed, sorted, each once), in their order.
    pub(super) fn verify(&self, pairs: &[u64], span: impl Fn(u32) -> Span + Sync) -> Result<Vec<Comparison>> {
        let budget = (self.parameters.memory / 4 / BYTES_PER_WORD).max(1 << 16);
        let mut out = Vec::with_capacity(pairs.len());
        let mut rest = pairs;
        while !rest.is_empty() {
            let (chunk, units) = take_chunk(rest, budget, &span);
            out.extend(self.verify_chunk(chunk, &units, &span)?);
            rest = &rest[chunk.len()..];
            observe(self.observer, Progress::Verifying { pairs: out.len() as u64, of: pairs.len() as u64 })?;
        }
        Ok(out)
    }

    fn verify_chunk(
        &self,
        pairs: &[u64],
        units: &[u32],
        span: &(impl Fn(u32) -> Span + Sync),
    ) -> Result<Vec<Comparison>> {
        // Units of one document stand together: its words are read once for all of them.
        let documents: Vec<&[u32]> = units.chunk_by(|&a, &b| span(a).0 == span(b).0).collect();
        let loaded: Vec<Vec<Loaded>> = documents
            .par_iter()
            .map_init(
                Vec::new,
                |words, units| {
                    let document = span(units[0]).0;
                    let from = units.iter().map(|&u| span(u).1).min().unwrap_or(0);
                    let to = units.iter().map(|&u| span(u).2).max().unwrap_or(0);
                    words.clear();
                    self.words.read(document, from, to, words)?;
                    Ok(units
                        .iter()
                        .map(|&unit| self.load(&words[(span(unit).1 - from) as usize..(span(unit).2 - from) as usize]))
                        .collect())
                },
            )
            .collect::<Result<_>>()?;
        let loaded: Vec<Loaded> = loaded.into_iter().flatten().collect();
        let get = |unit: u32| units.binary_search(&unit).ok().map(|i| &loaded[i]);
        Ok(pairs
            .par_iter()
            .map(|&pair| {
                let (a, b) = unpack(pair);
                match (get(a), get(b)) {
                    (Some(a), Some(b)) => self.compare(a, b),
                    _ => unreachable!("take_chunk lists the units of every pair"),
                }
            })
            .collect())
    }

    fn load(&self, words: &[u64]) -> Loaded {
        let mut set = Vec::new();
        shingle_set(self.parameters.simd, words, self.shingle_words, &mut set);
        Loaded { words: words.to_vec(), set, grams: OnceLock::new() }
    }

    /// What [`crate::matching::compare`] defines, on loaded units, each step only where it is needed.
    fn compare(&self, a: &Loaded, b: &Loaded) -> Comparison {
        let thresholds = &self.parameters.thresholds;
        let similarity = Similarity::of(&a.set, &b.set);
        let mut comparison = Comparison {
            relation: similarity.relation(thresholds),
            jaccard: similarity.jaccard,
            containment: similarity.containment,
            coverage: None,
        };
        match comparison.relation {
            Relation::Near if a.words == b.words => comparison.relation = Relation::Exact,
            Relation::Near if self.parameters.alterations.only_altered(&a.words, &b.words) => {
                comparison.relation = Relation::Altered;
            }
            Relation::None if self.passages && similarity.containment >= LEAST_CONTAINMENT => {
                let (shorter, longer) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
                let short = shorter.grams.get_or_init(|| passage_grams(self.parameters.simd, &shorter.words));
                let long = longer.grams.get_or_init(|| passage_grams(self.parameters.simd, &longer.words));
                let covered = coverage(&shared_passages(short, long), shorter.words.len());
                comparison.coverage = Some(covered);
                if covered >= thresholds.coverage {
                    comparison.relation = Relation::Derived;
                }
            }
            _ => {}
        }
        comparison
    }
}

/// The first pairs whose units together have at most `budget` words (but one pair at least), and those units in ascending order.
fn take_chunk<'p>(pairs: &'p [u64], budget: u64, span: &impl Fn(u32) -> Span) -> (&'p [u64], Vec<u32>) {
    let mut units = std::collections::HashSet::new();
    let mut words = 0;
    let mut count = 0;
    for &pair in pairs {
        let (a, b) = unpack(pair);
        for unit in [a, b] {
            if !units.contains(&unit) {
                let (_, first, end) = span(unit);
                words += u64::from(end - first);
            }
        }
        if words > budget && count > 0 {
            break;
        }
        units.extend([a, b]);
        count += 1;
    }
    let mut units: Vec<u32> = units.into_iter().collect();
    units.sort_unstable();
    (&pairs[..count], units)
}
