//! Bands and rows of locality-sensitive hashing (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman, chapter 3).
//!
//! A pair of Jaccard similarity `j` shares at least one band with probability `1 - (1 - j^rows)^bands`. Wide bands propose few false pairs, and
//! every pair is verified anyway, so the plan takes the widest rows that still reach the wanted recall at the threshold, and all the bands that the signature can pay for.

use crate::error::{Error, Result};
use crate::simd::shingles::mix;

/// How a signature is cut into bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandPlan {
    /// How many bands.
    pub bands: usize,
    /// Values per band.
    pub rows: usize,
}

impl BandPlan {
    /// The plan for a signature of `values` values: the most rows per band with which the expected recall at `threshold` is at least `recall`.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when threshold or recall is not inside 0 to 1, or when even one row per band does not reach the recall.
    pub fn choose(threshold: f64, recall: f64, values: usize) -> Result<BandPlan> {
        if !(threshold > 0.0 && threshold <= 1.0) {
            return Err(Error::Parameter {
                name: "threshold",
                why: format!("is {threshold}: it must be above 0 and at most 1"),
            });
        }
        if !(recall > 0.0 && recall < 1.0) {
            return Err(Error::Parameter {
                name: "recall",
                why: format!("is {recall}: it must be between 0 and 1, without both ends"),
            });
        }
        (1..=values)
            .rev()
            .map(|rows| BandPlan { bands: values / rows, rows })
            .find(|plan| plan.expected_recall(threshold) >= recall)
            .ok_or_else(|| Error::Parameter {
                name: "recall",
                why: format!(
                    "of {recall} at a Jaccard similarity of {threshold} cannot be reached with {values} values"
                ),
            })
    }

    /// The probability that a pair of this similarity is proposed.
    pub fn expected_recall(self, jaccard: f64) -> f64 {
        1.0 - (1.0 - jaccard.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// The keys of the bands of a signature, in order. Keys of different bands differ.
    pub fn keys(self, signature: &[u32]) -> impl Iterator<Item = u64> {
        (1..).zip(signature.chunks_exact(self.rows).take(self.bands)).map(|(band, rows)| {
            // Two values at a time, each pair scattered before the next one is added: the order counts, as everywhere in a polynomial.
            let key = rows.chunks(2).fold(0xBF58_476D_1CE4_E5B9_u64.wrapping_mul(band), |key, two| {
                let two = u64::from(two[0]) | two.get(1).map_or(0, |&v| u64::from(v) << 32);
                (key ^ two).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_right(29)
            });
            mix(key)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_reaches_the_recall_with_the_most_rows() {
        for threshold in [0.3, 0.5, 0.7, 0.8, 0.9, 1.0] {
            for recall in [0.5, 0.9, 0.99, 0.999] {
                for values in [32, 64, 128] {
                    let Ok(plan) = BandPlan::choose(threshold, recall, values) else { continue };
                    assert!(plan.bands * plan.rows <= values && plan.expected_recall(threshold) >= recall);
                    let wider = BandPlan { rows: plan.rows + 1, bands: values / (plan.rows + 1) };
                    assert!(wider.bands == 0 || wider.expected_recall(threshold) < recall);
                }
            }
        }
        assert_eq!(BandPlan::choose(0.8, 0.99, 128).unwrap(), BandPlan { bands: 21, rows: 6 });
    }

    #[test]
    fn nonsense_is_refused() {
        for (threshold, recall) in [(0.0, 0.9), (1.1, 0.9), (f64::NAN, 0.9), (0.8, 0.0), (0.8, 1.0), (0.01, 0.99)] {
            assert!(BandPlan::choose(threshold, recall, 128).is_err(), "{threshold} {recall}");
        }
    }

    #[test]
    fn bands_have_different_keys() {
        let plan = BandPlan { bands: 21, rows: 6 };
        let mut keys: Vec<u64> = plan.keys(&[7; 128]).collect();
        assert_eq!(keys.len(), 21);
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 21);
    }
}
