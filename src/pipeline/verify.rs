//! Exact verification of proposed pairs, in chunks that fit the memory.

use super::parameters::{Observer, Parameters, Progress, observe};
use super::units::Units;
use crate::error::Result;
use crate::findings::Relation;
use crate::matching::candidates::unpack;
use crate::matching::{Comparison, HashedMap, HashedSet, Similarity, coverage, passage_grams, shared_passages};
use crate::simd::intersection::intersection;
use crate::sketch::{HashSorter, HashTable, shingle_hashes};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;

/// Where the words of a unit stand: its document, its first word, one past its last.
pub(super) type Span = (u32, u32, u32);

/// What is compared, and how.
pub(super) struct Verifier<'a> {
    pub parameters: &'a Parameters,
    pub shingle_words: usize,
    /// Whether pairs that are no duplicates are looked at for shared passages.
    pub passages: bool,
    pub observer: &'a Observer<'a>,
}

/// Bytes that a word of a loaded unit takes: itself, its shingle and its passage gram, both in a table too.
const BYTES_PER_WORD: u64 = 64;

/// Below this containment a pair is not looked at for passages. Half of the words in passages of 8 and more mean a quarter of the 5-grams at
/// the least, as a passage of `n` words has `n - 4` of them; the rest is room for texts that repeat themselves.
const LEAST_CONTAINMENT: f64 = 0.2;

/// A set of so many times the shingles of another one is not walked from end to end for it.
const SKEWED: usize = 16;

/// Words between two units of a document that are read for nothing rather than with a call of their own.
const GAP: u32 = 512;

/// Documents whose units one thread loads in a row.
const DOCUMENTS: usize = 64;

/// The units of some documents, all in the same two rows.
#[derive(Default)]
struct Loaded {
    words: Vec<u64>,
    sets: Vec<u64>,
    units: Vec<Extent>,
}

/// Where a unit stands in the rows.
struct Extent {
    words: Range<usize>,
    set: Range<usize>,
    /// The set once more, to look shingles up in. Boxed, as this and what follows is made of few units.
    table: OnceLock<Box<HashTable>>,
    grams: OnceLock<Box<[u64]>>,
    gram_table: OnceLock<Box<HashTable>>,
}

/// A unit with all that a comparison asks of it.
#[derive(Clone, Copy)]
struct View<'a> {
    words: &'a [u64],
    set: &'a [u64],
    extent: &'a Extent,
}

/// What a thread uses again and again.
#[derive(Default)]
struct Scratch {
    set: Vec<u64>,
    sorter: HashSorter,
}

impl Verifier<'_> {
    /// The comparisons of `pairs` (packed, sorted, each once), in their order.
    pub(super) fn verify(&self, pairs: &[u64], all: &impl Units) -> Result<Vec<Comparison>> {
        let budget = (self.parameters.memory / 4 / BYTES_PER_WORD).max(1 << 16);
        let mut out = Vec::with_capacity(pairs.len());
        let mut rest = pairs;
        while !rest.is_empty() {
            let (chunk, units) = take_chunk(rest, budget, &|u| all.span(u));
            self.verify_chunk(chunk, &units, all, &mut out)?;
            rest = &rest[chunk.len()..];
            observe(self.observer, Progress::Verifying { pairs: out.len() as u64, of: pairs.len() as u64 })?;
        }
        Ok(out)
    }

    fn verify_chunk(&self, pairs: &[u64], units: &[u32], all: &impl Units, out: &mut Vec<Comparison>) -> Result<()> {
        // Units of one document stand together: its words are read once for all of them.
        let documents: Vec<&[u32]> = units.chunk_by(|&a, &b| all.span(a).0 == all.span(b).0).collect();
        let loaded: Vec<Loaded> = documents
            .par_chunks(DOCUMENTS)
            .map_init(Scratch::default, |scratch, documents| {
                let mut loaded = Loaded::default();
                documents.iter().try_for_each(|units| self.load(units, all, scratch, &mut loaded))?;
                Ok(loaded)
            })
            .collect::<Result<_>>()?;
        let views: HashedMap<u32, View<'_>> =
            units.iter().copied().zip(loaded.iter().flat_map(Loaded::views)).collect();
        out.par_extend(pairs.par_iter().map(|&pair| {
            let (a, b) = unpack(pair);
            self.compare(views[&a], views[&b])
        }));
        Ok(())
    }

    /// Loads units of one document.
    fn load(&self, units: &[u32], all: &impl Units, scratch: &mut Scratch, loaded: &mut Loaded) -> Result<()> {
        let span = |unit| all.span(unit);
        let document = span(units[0]).0;
        // Units that stand near each other are read in one go: `read` is what was read of the document, and where it stands.
        let mut read = 0..0;
        let mut offset = 0;
        for (i, &unit) in units.iter().enumerate() {
            let (_, first, end) = span(unit);
            if !(read.contains(&first) && end <= read.end) {
                let mut to = end;
                for &next in &units[i + 1..] {
                    let (_, next_first, next_end) = span(next);
                    if next_first < first || next_first > to.saturating_add(GAP) {
                        break;
                    }
                    to = to.max(next_end);
                }
                (read, offset) = (first..to, loaded.words.len());
                all.read(document, first, to, &mut loaded.words)?;
            }
            let start = offset + (first - read.start) as usize;
            let words = start..start + (end - first) as usize;
            shingle_hashes(self.parameters.simd, &loaded.words[words.clone()], self.shingle_words, &mut scratch.set);
            scratch.sorter.make_set(&mut scratch.set);
            let start = loaded.sets.len();
            loaded.sets.extend_from_slice(&scratch.set);
            let set = start..loaded.sets.len();
            loaded.units.push(Extent {
                words,
                set,
                table: OnceLock::new(),
                grams: OnceLock::new(),
                gram_table: OnceLock::new(),
            });
        }
        Ok(())
    }

    /// What [`crate::matching::compare`] defines, on loaded units, each step only where it is needed.
    fn compare(&self, a: View<'_>, b: View<'_>) -> Comparison {
        let thresholds = &self.parameters.thresholds;
        let similarity = self.similarity(a, b);
        let mut comparison = Comparison {
            relation: similarity.relation(thresholds),
            jaccard: similarity.jaccard,
            containment: similarity.containment,
            coverage: None,
        };
        match comparison.relation {
            Relation::Near if a.words == b.words => comparison.relation = Relation::Exact,
            Relation::Near | Relation::Contained if self.parameters.data.alterations().altered(a.words, b.words) => {
                comparison.relation = Relation::Altered;
            }
            Relation::None if self.passages && similarity.containment >= LEAST_CONTAINMENT => {
                let (shorter, longer) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
                let passages = shared_passages(self.grams(shorter), self.gram_table(longer));
                let covered = coverage(&passages, shorter.words.len());
                comparison.coverage = Some(covered);
                if thresholds.derived(covered, shorter.words.len()) {
                    comparison.relation = Relation::Derived;
                }
            }
            _ => {}
        }
        comparison
    }

    /// In a set that is far larger the shingles of the smaller one are looked up, else the sets are walked side by side.
    fn similarity(&self, a: View<'_>, b: View<'_>) -> Similarity {
        let (smaller, larger) = if a.set.len() <= b.set.len() { (a, b) } else { (b, a) };
        let shared = if larger.set.len() / SKEWED > smaller.set.len() {
            let table = larger.extent.table.get_or_init(|| Box::new(HashTable::new(larger.set)));
            table.count(smaller.set)
        } else {
            intersection(self.parameters.simd, smaller.set, larger.set)
        };
        Similarity::of_counts(a.set.len(), b.set.len(), shared)
    }

    fn grams<'a>(&self, unit: View<'a>) -> &'a [u64] {
        unit.extent.grams.get_or_init(|| {
            let mut grams = Vec::new();
            passage_grams(self.parameters.simd, unit.words, &mut grams);
            grams.into_boxed_slice()
        })
    }

    fn gram_table<'a>(&self, unit: View<'a>) -> &'a HashTable {
        unit.extent.gram_table.get_or_init(|| {
            let mut grams = Vec::new();
            passage_grams(self.parameters.simd, unit.words, &mut grams);
            Box::new(HashTable::new(&grams))
        })
    }
}

impl Loaded {
    fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.units.iter().map(|extent| View {
            words: &self.words[extent.words.clone()],
            set: &self.sets[extent.set.clone()],
            extent,
        })
    }
}

/// The first pairs whose units together have at most `budget` words (but one pair at least), and those units in ascending order.
fn take_chunk<'p>(pairs: &'p [u64], budget: u64, span: &impl Fn(u32) -> Span) -> (&'p [u64], Vec<u32>) {
    let mut units: HashedSet<u32> = HashedSet::default();
    let mut words = 0;
    let mut count = 0;
    for &pair in pairs {
        let (a, b) = unpack(pair);
        let new = [a, b].into_iter().filter(|unit| !units.contains(unit));
        words += new.map(|unit| u64::from(span(unit).2 - span(unit).1)).sum::<u64>();
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
