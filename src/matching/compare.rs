//! Exact comparison of two units: shingle sets, passages, and what a comparison is made of.

use super::altered::Alterations;
use crate::findings::Relation;
use crate::simd::Simd;
use crate::simd::intersection::merge;
use crate::simd::shingles::windows;
use crate::sketch::{HashTable, shingle_set};
use crate::text::WordHash;
use std::borrow::Cow;

/// Words that a passage has at least.
pub const PASSAGE_WORDS: usize = 8;

/// What counts as a duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Jaccard similarity from which on two units are near duplicates.
    pub jaccard: f64,
    /// Containment from which on a shorter unit stands in a longer one.
    pub containment: f64,
    /// The largest share of the longer one's shingles that the contained one may have.
    pub shorter: f64,
    /// Share of the shorter one's words in shared passages from which on it is derived, if those passages have enough words.
    pub coverage: f64,
    /// Words in shared passages that are enough: more than the paragraph of background and the quote that two own reports may share.
    pub passage_words: usize,
    /// The share that is enough whatever the words.
    pub coverage_of_short: f64,
}

impl Thresholds {
    /// Near and contained units have at least this containment: of two sets that are alike, the smaller one's share that is in the other is above their
    /// Jaccard similarity.
    pub fn least_containment(&self) -> f64 {
        self.containment.min(2.0 * self.jaccard / (1.0 + self.jaccard))
    }

    /// Whether a text of so many words is derived that has this share of them in shared passages.
    pub fn derived(&self, coverage: f64, words: usize) -> bool {
        let enough = coverage * words as f64 >= self.passage_words as f64;
        coverage >= if enough { self.coverage } else { self.coverage_of_short.max(self.coverage) }
    }
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds {
            jaccard: 0.8,
            containment: 0.9,
            shorter: 0.85,
            coverage: 0.5,
            passage_words: 100,
            coverage_of_short: 0.8,
        }
    }
}

/// Both figures of two shingle sets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// |A ∩ B| / |A ∪ B|.
    pub jaccard: f64,
    /// |A ∩ B| / min(|A|, |B|).
    pub containment: f64,
    /// |A ∩ B|.
    pub shared: usize,
    /// min(|A|, |B|) / max(|A|, |B|).
    pub ratio: f64,
}

impl Similarity {
    /// Of two sorted sets. An empty set is similar to nothing.
    pub fn of(a: &[u64], b: &[u64]) -> Similarity {
        Similarity::of_counts(a.len(), b.len(), merge(a, b))
    }

    /// Of two sets of these sizes that share this many.
    pub fn of_counts(a: usize, b: usize, shared: usize) -> Similarity {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (min, max) = (a.min(b), a.max(b));
        Similarity {
            jaccard: share(shared, a + b - shared),
            containment: share(shared, min),
            shared,
            ratio: share(min, max),
        }
    }

    /// The relation that the two figures give by themselves: near, contained or none.
    pub fn relation(&self, thresholds: &Thresholds) -> Relation {
        if self.jaccard >= thresholds.jaccard {
            Relation::Near
        } else if self.containment >= thresholds.containment && self.ratio <= thresholds.shorter {
            Relation::Contained
        } else {
            Relation::None
        }
    }
}

/// Replaces `grams` by the hashes of the word 8-grams of a unit, in their order: what passages are found with. A shorter unit has none.
pub fn passage_grams(simd: Simd, words: &[WordHash], grams: &mut Vec<u64>) {
    windows(simd, words, PASSAGE_WORDS, grams);
}

/// Which words of a unit stand in passages of [`PASSAGE_WORDS`] words or more that another one has too: ranges of word numbers, in order.
/// `grams` are the 8-grams of the one, in their order, `other` the set of those of the other.
pub fn shared_passages(grams: &[u64], other: &HashTable) -> Vec<std::ops::Range<u32>> {
    let places = (0..).zip(grams).filter(|(_, gram)| other.contains(**gram)).map(|(place, _)| place);
    let mut passages: Vec<std::ops::Range<u32>> = Vec::new();
    for place in places {
        let end = place + PASSAGE_WORDS as u32;
        match passages.last_mut() {
            Some(last) if place <= last.end => last.end = end,
            _ => passages.push(place..end),
        }
    }
    passages
}

/// [`shared_passages`] of two units that are compared once only.
pub fn passages_between(simd: Simd, a: &[WordHash], b: &[WordHash]) -> Vec<std::ops::Range<u32>> {
    let (mut grams, mut other) = (Vec::new(), Vec::new());
    passage_grams(simd, a, &mut grams);
    passage_grams(simd, b, &mut other);
    shared_passages(&grams, &HashTable::new(&other))
}

/// The share of `words` words that stand in these passages.
pub fn coverage(passages: &[std::ops::Range<u32>], words: usize) -> f64 {
    if words == 0 { 0.0 } else { passages.iter().map(|p| p.end - p.start).sum::<u32>() as f64 / words as f64 }
}

/// The comparison on two units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// How they relate.
    pub relation: Relation,
    /// Jaccard similarity of their shingle sets.
    pub jaccard: f64,
    /// Containment of the smaller set in the larger one.
    pub containment: f64,
    /// Share of the shorter one's words in shared passages, where it was asked for.
    pub coverage: Option<f64>,
}

impl Comparison {
    /// Why it ended as it did, in words.
    pub fn reason(&self, shingle_words: usize, thresholds: &Thresholds) -> Cow<'static, str> {
        let coverage = self.coverage.map_or_else(String::new, |x| {
            format!(", and {:.0} % of the shorter one's words in shared passages", x * 100.0)
        });
        let reason = match self.relation {
            Relation::Exact => return Cow::Borrowed("the same words in the same order"),
            Relation::Near => format!(
                "Jaccard similarity {:.3} of the word {shingle_words}-grams, the threshold being {}",
                self.jaccard, thresholds.jaccard
            ),
            Relation::Contained => format!(
                "{:.1} % of the shorter one's word {shingle_words}-grams stand in the longer one, and it is shorter by {:.0} % or more",
                self.containment * 100.0,
                (1.0 - thresholds.shorter) * 100.0
            ),
            Relation::Altered => {
                format!(
                    "Jaccard similarity {:.3} and containment {:.3}, but a number or a negation was changed: it says something else",
                    self.jaccard, self.containment
                )
            }
            Relation::Derived => format!(
                "{:.0} % of the shorter one's words stand in passages of {} words or more that the other one has too",
                self.coverage.unwrap_or(0.0) * 100.0,
                PASSAGE_WORDS
            ),
            Relation::None => {
                format!(
                    "Jaccard similarity {:.3} and containment {:.3}{}: too little",
                    self.jaccard, self.containment, coverage
                )
            }
        };
        Cow::Owned(reason)
    }
}

/// Compares two units by their words alone: the definition that every faster way is held to.
pub fn compare(
    a: &[WordHash],
    b: &[WordHash],
    shingle_words: usize,
    thresholds: &Thresholds,
    alterations: &Alterations,
) -> Comparison {
    let simd = Simd::best();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    shingle_set(simd, a, shingle_words, &mut left);
    shingle_set(simd, b, shingle_words, &mut right);
    let similarity = Similarity::of(&left, &right);
    let mut comparison = Comparison {
        relation: similarity.relation(thresholds),
        jaccard: similarity.jaccard,
        containment: similarity.containment,
        coverage: None,
    };
    if a.is_empty() || b.is_empty() {
        return comparison;
    }
    if a == b {
        comparison.relation = Relation::Exact;
    } else if matches!(comparison.relation, Relation::Near | Relation::Contained) && alterations.altered(a, b) {
        comparison.relation = Relation::Altered;
    }
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let covered = coverage(&passages_between(simd, shorter, longer), shorter.len());
    comparison.coverage = Some(covered);
    if comparison.relation == Relation::None && thresholds.derived(covered, shorter.len()) {
        comparison.relation = Relation::Derived;
    }
    comparison
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// Against the naive reading: a word is covered when some run of 8 words round it stands in the other text.
        #[test]
        fn passages_equal_naive(a in prop::collection::vec(0u64..3, 0..60), b in prop::collection::vec(0u64..3, 0..60)) {
            let mut covered = BTreeSet::new();
            for (i, run) in a.windows(PASSAGE_WORDS).enumerate() {
                if b.windows(PASSAGE_WORDS).any(|other| other == run) {
                    covered.extend(i as u32..(i + PASSAGE_WORDS) as u32);
                }
            }
            let passages = passages_between(Simd::best(), &a, &b);
            prop_assert!(passages.windows(2).all(|w| w[0].end < w[1].start));
            let found: BTreeSet<u32> = passages.iter().cloned().flatten().collect();
            prop_assert_eq!(found, covered);
        }
    }

    #[test]
    fn an_empty_unit_is_similar_to_nothing() {
        let empty = Similarity::of(&[], &[]);
        assert_eq!((empty.jaccard, empty.containment), (0.0, 0.0));
        assert_eq!(empty.relation(&Thresholds::default()), Relation::None);
    }
}
