//! Which pairs of wordings are worth an alignment: an inverted index of word 3-grams and rare 2-grams.
//!
//! Every wording is entered under all its grams, but asks only for its rarest ones. A short posting list gives all its pairs; a giant one (a stock phrase, or a
//! wire quote that 500 outlets trimmed in 500 ways) is cut to its best anchors, as for articles. So each wording meets at most a fixed number of others,
//! and the cost grows with the number of quotes. Units that match no anchor are tried among themselves in further rounds.

use super::wording::{TINY_WORDS, Wording};
use crate::matching::candidates::{FULL_GROUP, Proposals, pack};
use crate::quotes::lexicon::Sieve;
use crate::simd::Simd;
use crate::sketch::shingle_hashes;
use rayon::slice::ParallelSliceMut;

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

/// A gram and a wording that has it.
type Row = (u64, u32);

/// What the index proposes; [`Proposals::next_round`] goes on where lists were cut.
pub(super) fn propose(wordings: &[Wording], simd: Simd) -> Proposals {
    let mut proposals = Proposals::default();
    let rows = rows(wordings, (3, 0), simd, |_| true);
    add_lists(wordings, &rows, ASKED, usize::MAX, |_| true, &mut proposals);
    // 2-grams are asked for by short wordings only.
    let is_short = |unit: u32| wordings[unit as usize].loose.len() <= SHORT_WORDS;
    let rows = self::rows(wordings, (2, PAIR_SALT), simd, is_short);
    add_lists(wordings, &rows, ASKED_PAIRS, FULL_GROUP, is_short, &mut proposals);
    proposals
}

/// The grams of all wordings, sorted, without most of those that lead nowhere: because only one wording has them, or none that may ask for them.
fn rows(wordings: &[Wording], (size, salt): (usize, u64), simd: Simd, may_ask: impl Fn(u32) -> bool) -> Vec<Row> {
    let mut grams: Vec<u64> = Vec::new();
    let mut ends: Vec<usize> = Vec::with_capacity(wordings.len());
    let mut hashes = Vec::new();
    for wording in wordings {
        if wording.loose.len() > TINY_WORDS {
            shingle_hashes(simd, &wording.loose.words, size, &mut hashes);
            grams.extend(hashes.iter().map(|h| h ^ salt));
        }
        ends.push(grams.len());
    }
    let of = |unit: u32| unit.checked_sub(1).map_or(0, |before| ends[before as usize])..ends[unit as usize];
    let units = || 0..wordings.len() as u32;
    let (mut seen, mut again, mut wanted) = (Sieve::new(grams.len()), Sieve::new(grams.len()), Sieve::new(grams.len()));
    for unit in units() {
        let asks = may_ask(unit);
        for &gram in &grams[of(unit)] {
            if seen.may_have(gram) {
                again.add(gram);
            }
            seen.add(gram);
            if asks {
                wanted.add(gram);
            }
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for unit in units() {
        let leads = |gram: &u64| again.may_have(*gram) && wanted.may_have(*gram);
        rows.extend(grams[of(unit)].iter().copied().filter(leads).map(|gram| (gram, unit)));
    }
    rows.par_sort_unstable();
    rows.dedup();
    rows
}

/// Proposes the pairs of every list of `rows` that a wording asks for: one that `may_ask`, for its `most` rarest grams, of lists up to `longest`.
fn add_lists(
    wordings: &[Wording],
    rows: &[Row],
    most: usize,
    longest: usize,
    may_ask: impl Fn(u32) -> bool,
    proposals: &mut Proposals,
) {
    let asks = asks(wordings.len(), rows, most, longest, may_ask);
    let rank = |unit: u32| wordings[unit as usize].rank;
    let mut units: Vec<(u32, bool)> = Vec::new();
    let mut from = 0;
    for list in rows.chunk_by(|a, b| a.0 == b.0) {
        let asks = &asks[from..from + list.len()];
        from += list.len();
        if list.len() < 2 || !asks.contains(&true) {
            continue;
        }
        units.clear();
        units.extend(list.iter().map(|row| row.1).zip(asks.iter().copied()));
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
        if units.len() <= FULL_GROUP {
            for (i, &(a, a_asks)) in units.iter().enumerate() {
                let met = units[i + 1..].iter().filter(|(_, b_asks)| a_asks || *b_asks);
                proposals.pairs.extend(met.map(|&(b, _)| pack(a, b)));
            }
        } else {
            let asks = |unit: u32| units.binary_search_by_key(&unit, |u| u.0).is_ok_and(|at| units[at].1);
            let numbers: Vec<u32> = units.iter().map(|u| u.0).collect();
            proposals.add(&numbers, FULL_GROUP, rank, |a, b| asks(a) || asks(b));
        }
    }
}

/// For each row whether its wording asks for its gram.
fn asks(units: usize, rows: &[Row], most: usize, longest: usize, may_ask: impl Fn(u32) -> bool) -> Vec<bool> {
    // For each wording that may ask its rows with the lengths of their lists, in the order of the grams.
    let mut wanted: Vec<(u32, u32, u32)> = Vec::new();
    let mut from = 0;
    for list in rows.chunk_by(|a, b| a.0 == b.0) {
        let length = list.len() as u32;
        if list.len() > 1 && list.len() <= longest {
            let asking = (from..).zip(list).filter(|(_, row)| may_ask(row.1));
            wanted.extend(asking.map(|(number, row)| (row.1, length, number)));
        }
        from += length;
    }
    let mut ends = vec![0u32; units + 1];
    for &(unit, ..) in &wanted {
        ends[unit as usize + 1] += 1;
    }
    for unit in 0..units {
        ends[unit + 1] += ends[unit];
    }
    let mut place = ends.clone();
    let mut sorted = vec![(0, 0); wanted.len()];
    for (unit, length, number) in wanted {
        let place = &mut place[unit as usize];
        sorted[*place as usize] = (length, number);
        *place += 1;
    }
    let mut asks = vec![false; rows.len()];
    for unit in 0..units {
        // Rows are sorted by gram, so that of equally rare grams the smaller ones are asked for.
        let of_this = &mut sorted[ends[unit] as usize..ends[unit + 1] as usize];
        if of_this.len() > most {
            of_this.select_nth_unstable(most);
        }
        for &(_, number) in of_this.iter().take(most) {
            asks[number as usize] = true;
        }
    }
    asks
}

/// Every pair there is: what the index is held to in tests.
#[cfg(test)]
pub(super) fn all_pairs(wordings: &[Wording], _: Simd) -> Proposals {
    let long: Vec<u32> =
        (0..).zip(wordings).filter(|(_, w)| w.loose.len() > TINY_WORDS).map(|(number, _)| number).collect();
    let mut proposals = Proposals::default();
    for (i, &a) in long.iter().enumerate() {
        proposals.pairs.extend(long[i + 1..].iter().map(|&b| pack(a, b)));
    }
    proposals
}
