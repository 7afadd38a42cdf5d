//! Which pairs of wordings are worth an alignment: an inverted index of word 3-grams and rare 2-grams.
//!
//! Every wording is entered under all its grams, but asks only for its rarest ones. A short posting list gives all its pairs; a giant one (a stock phrase, or a
//! wire quote that 500 outlets trimmed in 500 ways) is cut to its best anchors, as for articles. So each wording meets at most a fixed number of others,
//! and the cost grows with the number of quotes. Units that match no anchor are tried among themselves in further rounds.

use super::wording::{TINY_WORDS, Wording};
use crate::matching::HashedMap;
use crate::matching::candidates::{FULL_GROUP, Proposals};
use crate::simd::Simd;
use crate::sketch::shingle_hashes;

/// Grams that a wording asks for: its rarest.
const ASKED: usize = 10;
/// Rare 2-grams that a short wording asks for besides.
const ASKED_PAIRS: usize = 4;
/// A wording of up to this many words asks for 2-grams: one changed word may spoil all its 3-grams.
const SHORT_WORDS: usize = 8;
/// Rounds over the lists that were cut, after the first.
pub(super) const ROUNDS: usize = 3;
/// Parts the hashes of 2-grams from those of 3-grams.
const PAIR_SALT: u64 = 0x6A09_E667_F3BC_C908;

/// What the index proposes; [`Proposals::next_round`] goes on where lists were cut.
pub(super) fn propose(wordings: &[Wording], simd: Simd) -> Proposals {
    let mut rows: Vec<(u64, u32)> = Vec::new();
    let mut hashes = Vec::new();
    for (number, wording) in (0..).zip(wordings) {
        for (size, salt) in [(3, 0), (2, PAIR_SALT)] {
            if wording.loose.len() > TINY_WORDS {
                shingle_hashes(simd, &wording.loose.words, size, &mut hashes);
                rows.extend(hashes.iter().map(|h| (h ^ salt, number)));
            }
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let asked = asked(wordings, &rows, simd);
    let mut proposals = Proposals::default();
    let rank = |unit: u32| wordings[unit as usize].rank;
    for list in rows.chunk_by(|a, b| a.0 == b.0) {
        let gram = list[0].0;
        let mut units: Vec<(u32, bool)> =
            list.iter().map(|r| (r.1, asked[r.1 as usize].binary_search(&gram).is_ok())).collect();
        if units.len() < 2 || !units.iter().any(|u| u.1) {
            continue;
        }
        // Of a giant list only those take part who ask for it, and the best anchors for them to meet.
        if units.len() > FULL_GROUP {
            units.sort_unstable_by_key(|u| rank(u.0));
            let mut place = 0;
            units.retain(|u| {
                place += 1;
                u.1 || place <= FULL_GROUP
            });
            units.sort_unstable();
        }
        let asks = |unit: u32| units.binary_search_by_key(&unit, |u| u.0).is_ok_and(|at| units[at].1);
        let numbers: Vec<u32> = units.iter().map(|u| u.0).collect();
        proposals.add(&numbers, FULL_GROUP, rank, |a, b| asks(a) || asks(b));
    }
    proposals
}

/// The grams that each wording asks for, sorted.
fn asked(wordings: &[Wording], rows: &[(u64, u32)], simd: Simd) -> Vec<Vec<u64>> {
    let lists: HashedMap<u64, usize> = rows.chunk_by(|a, b| a.0 == b.0).map(|list| (list[0].0, list.len())).collect();
    let count = |gram: u64| lists.get(&gram).copied().unwrap_or(0);
    let mut hashes = Vec::new();
    let mut asked = Vec::with_capacity(wordings.len());
    for wording in wordings {
        let mut of_this = Vec::new();
        if wording.loose.len() > TINY_WORDS {
            for (size, salt, most) in [(3, 0, ASKED), (2, PAIR_SALT, ASKED_PAIRS)] {
                if size == 2 && wording.loose.len() > SHORT_WORDS {
                    continue;
                }
                shingle_hashes(simd, &wording.loose.words, size, &mut hashes);
                let mut counted: Vec<(usize, u64)> = hashes.iter().map(|h| (count(h ^ salt), h ^ salt)).collect();
                counted.sort_unstable();
                counted.dedup();
                counted.retain(|&(lists, _)| lists > 1 && (size == 3 || lists <= FULL_GROUP));
                of_this.extend(counted.iter().take(most).map(|c| c.1));
            }
        }
        of_this.sort_unstable();
        asked.push(of_this);
    }
    asked
}

/// Every pair there is: what the index is held to in tests.
#[cfg(test)]
pub(super) fn all_pairs(wordings: &[Wording], _: Simd) -> Proposals {
    let long: Vec<u32> =
        (0..).zip(wordings).filter(|(_, w)| w.loose.len() > TINY_WORDS).map(|(number, _)| number).collect();
    let mut proposals = Proposals::default();
    for (i, &a) in long.iter().enumerate() {
        proposals.pairs.extend(long[i + 1..].iter().map(|&b| crate::matching::candidates::pack(a, b)));
    }
    proposals
}
