//! From units that share a key to pairs that are worth verifying.
//!
//! A group of a few units gives all its pairs. A giant one (a line that half of the corpus carries) would give their square: it is cut to
//! anchors, the units that the keep rule likes best, each paired with all the others. Cut groups are handed back, so that units that match no anchor are tried among themselves in a
//! further round, and what is left over is counted.

use super::hashing::HashedMap;
use super::repeated::Repeated;
use rayon::slice::ParallelSliceMut;

/// Groups up to this size give all their pairs, unless a caller says otherwise.
pub const FULL_GROUP: usize = 32;
/// In larger groups this many units are paired with all the others.
pub(super) const ANCHORS: usize = 8;

/// Pairs that keys propose.
#[derive(Debug, Default)]
pub struct Proposals {
    /// Pairs as `smaller << 32 | larger`, in no order, repeated as often as they were proposed.
    pub pairs: Vec<u64>,
    /// The groups that were cut, best unit first.
    pub cut: Vec<Vec<u32>>,
}

/// A pair as one number, so that sorting sorts by the smaller unit, then by the larger.
pub fn pack(a: u32, b: u32) -> u64 {
    u64::from(a.min(b)) << 32 | u64::from(a.max(b))
}

/// The two units of a packed pair.
pub fn unpack(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

impl Proposals {
    /// Adds the pairs of a group that pass `comparable`: all of them when it has at most `full` units. `rank` orders units by how much the keep rule likes them.
    pub fn add(
        &mut self,
        group: &[u32],
        full: usize,
        rank: impl Fn(u32) -> u32,
        comparable: impl Fn(u32, u32) -> bool,
    ) {
        if group.len() <= full {
            for (i, &a) in group.iter().enumerate() {
                for &b in &group[i + 1..] {
                    if comparable(a, b) {
                        self.pairs.push(pack(a, b));
                    }
                }
            }
        } else {
            let mut sorted = group.to_vec();
            sorted.sort_unstable_by_key(|&u| rank(u));
            self.add_anchored(&sorted, comparable);
            self.cut.push(sorted);
        }
    }

    fn add_anchored(&mut self, sorted: &[u32], comparable: impl Fn(u32, u32) -> bool) {
        for (i, &a) in sorted[..ANCHORS.min(sorted.len())].iter().enumerate() {
            for &b in &sorted[i + 1..] {
                if comparable(a, b) {
                    self.pairs.push(pack(a, b));
                }
            }
        }
    }

    /// Puts several together.
    pub fn concat(parts: Vec<Proposals>) -> Proposals {
        let mut all = Proposals::default();
        all.pairs.reserve(parts.iter().map(|p| p.pairs.len()).sum());
        for part in parts {
            all.pairs.extend(part.pairs);
            all.cut.extend(part.cut);
        }
        all
    }

    /// The next round over the groups that were cut: of each, the units that are still `open` (matched by nothing), without the anchors of the round before.
    pub fn next_round(&self, open: impl Fn(u32) -> bool, comparable: impl Fn(u32, u32) -> bool) -> Proposals {
        let mut next = Proposals::default();
        for group in &self.cut {
            let rest: Vec<u32> = group[ANCHORS.min(group.len())..].iter().copied().filter(|&u| open(u)).collect();
            if rest.len() > 1 {
                next.add_anchored(&rest, &comparable);
                if rest.len() > ANCHORS + 1 {
                    next.cut.push(rest);
                }
            }
        }
        next
    }

    /// How many comparisons the cut groups leave unmade.
    pub fn left_over(&self) -> u64 {
        self.cut.iter().map(|g| g.len().saturating_sub(ANCHORS) as u64).map(|n| n * n.saturating_sub(1) / 2).sum()
    }
}

/// The different pairs that were proposed, sorted.
pub fn distinct(mut pairs: Vec<u64>) -> Vec<u64> {
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The different ones of some values, ascending.
pub(crate) fn different<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The place of each unit in this order.
pub fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, &unit) in (0..).zip(order) {
        ranks[unit as usize] = rank;
    }
    ranks
}

/// Units that are equal in all that is compared, collapsed to one.
///
/// Gives each unit the one that stands for it: the best of its class by `rank`; itself when it is alone or has no key.
pub fn representatives<R: Ord>(keys: &[u128], rank: impl Fn(u32) -> R) -> Vec<u32> {
    let repeated = Repeated::among(keys.iter().map(|&k| k as u64), keys.len());
    let mut best: HashedMap<u128, u32> = HashedMap::default();
    for (unit, key) in (0..).zip(keys).filter(|(_, key)| repeated.may_be(**key as u64)) {
        best.entry(*key)
            .and_modify(|b| {
                if rank(unit) < rank(*b) {
                    *b = unit;
                }
            })
            .or_insert(unit);
    }
    let stands_in = |(unit, key): (u32, &u128)| if repeated.may_be(*key as u64) { best[key] } else { unit };
    (0..).zip(keys).map(stands_in).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn small_groups_give_all_pairs_large_ones_a_linear_number() {
        let mut p = Proposals::default();
        p.add(&[3, 5, 9], FULL_GROUP, |u| u, |_, _| true);
        assert_eq!(p.pairs.iter().map(|&p| unpack(p)).collect::<Vec<_>>(), [(3, 5), (3, 9), (5, 9)]);
        let mut p = Proposals::default();
        let group: Vec<u32> = (0..10_000).collect();
        p.add(&group, FULL_GROUP, |u| 10_000 - u, |_, _| true);
        assert!(p.pairs.len() < 10_000 * ANCHORS && p.cut.len() == 1);
        assert!(p.pairs.contains(&pack(9_999, 0)), "the best one meets every other");
    }

    #[test]
    fn rounds_reach_every_unit_that_stays_open() {
        // Two texts that share a key by accident, each in many copies: whoever is not like the first anchors is tried in the next rounds.
        let group: Vec<u32> = (0..1000).collect();
        let same = |a: u32, b: u32| a % 2 == b % 2;
        let mut p = Proposals::default();
        p.add(&group, FULL_GROUP, |u| u, |_, _| true);
        let mut matched = BTreeSet::new();
        for _ in 0..3 {
            for (a, b) in p.pairs.iter().map(|&p| unpack(p)) {
                if same(a, b) {
                    matched.extend([a, b]);
                }
            }
            p = p.next_round(|u| !matched.contains(&u), |_, _| true);
        }
        assert_eq!(matched.len(), 1000);
        assert_eq!(p.left_over(), 0);
    }

    #[test]
    fn classes_stand_behind_their_best() {
        assert_eq!(representatives(&[7, 8, 7, 9, 7], |u| 10 - u), [4, 1, 4, 3, 4]);
    }
}
