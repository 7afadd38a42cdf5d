//! Selected fingerprints: winnowing (Schleimer, Wilkerson and Aiken 2003).
//!
//! Of every `window` shingles in a row the smallest hash is selected (the last of equal ones). Two texts that share `window + n - 1` words in a row, `n` being the shingle
//! size, select at least one shingle of the shared passage alike, wherever it stands: this finds articles inside longer ones, and passages, which document signatures
//! cannot. About `2 / (window + 1)` of the shingles are selected. The kernel is [`crate::simd::minima`], which compares the upper 23 bits of the hashes.

use crate::simd::Simd;
use crate::simd::minima::{MAX_WINDOW, window_minima};

/// Selects fingerprints; keeps its buffer from text to text.
#[derive(Debug, Clone)]
pub struct Winnower {
    simd: Simd,
    window: usize,
    minima: Vec<u32>,
}

impl Winnower {
    /// A winnower of windows of this many shingles: 1 to 256, what lies outside is brought to the nearer bound.
    pub fn new(window: usize, simd: Simd) -> Winnower {
        Winnower { simd, window: window.clamp(1, MAX_WINDOW), minima: Vec::new() }
    }

    /// Replaces `places` by the places of the selected shingles, in order. A text shorter than the window selects its smallest.
    pub fn select(&mut self, hashes: &[u64], places: &mut Vec<u32>) {
        places.clear();
        if hashes.is_empty() {
            return;
        }
        window_minima(self.simd, hashes, self.window.min(hashes.len()), &mut self.minima);
        // Neighbouring windows mostly select the same one. Each is written, and the next one over it unless it is new: no branch that depends on the text.
        places.resize(self.minima.len(), 0);
        let (mut last, mut count) = (self.minima[0], 0);
        for &place in &self.minima {
            count += usize::from(place != last);
            places[count] = place;
            last = place;
        }
        places.truncate(count + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn select(hashes: &[u64], window: usize) -> Vec<(usize, u64)> {
        let mut places = Vec::new();
        Winnower::new(window, Simd::best()).select(hashes, &mut places);
        places.into_iter().map(|p| (p as usize, hashes[p as usize])).collect()
    }

    proptest! {
        /// The guarantee: every window holds a selected shingle, and it is a smallest one of some window.
        #[test]
        fn every_window_holds_a_selected_one(hashes in prop::collection::vec(0u64..20, 1..80), window in 1usize..12) {
            let hashes: Vec<u64> = hashes.into_iter().map(|h| h << 44).collect();
            let selected = select(&hashes, window);
            prop_assert!(selected.windows(2).all(|w| w[0].0 < w[1].0));
            for (start, part) in hashes.windows(window.min(hashes.len())).enumerate() {
                let inside: Vec<_> = selected.iter().filter(|(p, _)| (start..start + part.len()).contains(p)).collect();
                prop_assert!(inside.iter().any(|(_, h)| h == part.iter().min().unwrap()));
            }
        }

        /// A passage shared by two texts gives at least one common selection.
        #[test]
        fn a_shared_passage_shares_a_selection(
            a in prop::collection::vec(any::<u64>(), 0..30), b in prop::collection::vec(any::<u64>(), 0..30),
            shared in prop::collection::vec(any::<u64>(), 8..30), tail in prop::collection::vec(any::<u64>(), 0..9),
        ) {
            let left: Vec<u64> = a.iter().chain(&shared).copied().collect();
            let right: Vec<u64> = b.iter().chain(&shared).chain(&tail).copied().collect();
            let right = select(&right, 8);
            prop_assert!(select(&left, 8).iter().any(|(_, h)| shared.contains(h) && right.iter().any(|(_, g)| g == h)));
        }
    }

    #[test]
    fn short_and_empty() {
        assert_eq!(select(&[], 4), []);
        assert_eq!(select(&[5 << 44, 3 << 44, 9 << 44], 4), [(1, 3 << 44)]);
    }
}
