//! Selected fingerprints: robust winnowing (Schleimer, Wilkerson and Aiken 2003).
//!
//! Of every `window` shingles in a row the smallest hash is selected (the rightmost of equal ones, and the last selected one is kept
//! while it still is a smallest). Two texts that share `window + n - 1` words in a row, `n` being the shingle size, select at least one shingle of the shared passage alike,
//! wherever it stands: this finds articles inside longer ones, and passages, which document signatures cannot. About `2 / (window + 1)` of the shingles are selected.

/// Calls `visit(position, hash)` for each selected shingle, in order. A row shorter than the window selects its smallest.
pub fn winnow(hashes: &[u64], window: usize, mut visit: impl FnMut(usize, u64)) {
    if hashes.is_empty() {
        return;
    }
    let window = window.clamp(1, hashes.len());
    // The rightmost smallest of the first window.
    let smallest = |from: usize, to: usize| {
        let mut best = from;
        for i in from + 1..to {
            if hashes[i] <= hashes[best] {
                best = i;
            }
        }
        best
    };
    let mut selected = smallest(0, window);
    visit(selected, hashes[selected]);
    for end in window..hashes.len() {
        let start = end + 1 - window;
        if selected < start {
            selected = smallest(start, end + 1);
            visit(selected, hashes[selected]);
        } else if hashes[end] < hashes[selected] {
            selected = end;
            visit(selected, hashes[selected]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn select(hashes: &[u64], window: usize) -> Vec<(usize, u64)> {
        let mut out = Vec::new();
        winnow(hashes, window, |p, h| out.push((p, h)));
        out
    }

    proptest! {
        /// The guarantee: every window holds a selected shingle, and it is a smallest one of some window.
        #[test]
        fn every_window_holds_a_selected_one(hashes in prop::collection::vec(0u64..20, 1..80), window in 1usize..12) {
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
        assert_eq!(select(&[5, 3, 9], 4), [(1, 3)]);
    }
}
