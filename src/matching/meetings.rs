//! Pairs of units that share many keys, counted without making the pairs.
//!
//! Most documents that share a fingerprint share one or two, through furniture. Listing each pair as often as it is proposed, to sort the list and count,
//! moves tens of millions of numbers for a few thousand pairs. Here a group leaves only its members, and who meets whom in it; then one unit at a time
//! counts, in a dense row of counters that fits the cache, whom it meets how often.

use super::candidates::{ANCHORS, pack};
use rayon::prelude::*;
use std::ops::Range;

/// Who meets whom in groups that share a key.
#[derive(Debug, Default)]
pub struct Meetings {
    /// The groups, one after the other, each in ascending order (of a cut group first the anchors, then the rest).
    members: Vec<u32>,
    meetings: Vec<Meeting>,
    /// Groups that were cut to anchors.
    pub groups_cut: u64,
    /// Meetings inside them that are not counted.
    pub left_out: u64,
}

/// A unit, and whom it meets in a group: units with a larger number, so that each pair is met from one side only.
#[derive(Debug, Clone, Copy, Default)]
struct Meeting {
    unit: u32,
    count: u32,
    /// Number of the first of them in `members`.
    first: u64,
}

/// Units that one task counts for.
const UNITS: usize = 1 << 12;

impl Meetings {
    /// Adds a group of different units in ascending order. With more than `full` of them, only the best ones by `rank` meet all the others.
    pub fn add<R: Ord>(&mut self, group: &[u32], full: usize, rank: impl Fn(u32) -> R) {
        if group.len() <= full {
            let all = self.append(group);
            for (i, &unit) in group.iter().enumerate() {
                self.meet(unit, all.start + i + 1..all.end);
            }
            return;
        }
        let mut sorted = group.to_vec();
        sorted.sort_by_cached_key(|&u| rank(u));
        let (anchors, rest) = sorted.split_at_mut(ANCHORS.min(group.len()));
        anchors.sort_unstable();
        rest.sort_unstable();
        self.add_apart(anchors, rest);
        self.groups_cut += 1;
        let left = rest.len() as u64;
        self.left_out += left * left.saturating_sub(1) / 2;
    }

    /// Adds a giant group of which only `some` units are asked for: they meet the best ones by `rank`, and no others. Both are different units in ascending order.
    pub fn add_to_anchors<R: Ord>(&mut self, some: &[u32], group: &[u32], rank: impl Fn(u32) -> R) {
        let mut anchors: Vec<u32> = group.to_vec();
        if anchors.len() > ANCHORS {
            anchors.select_nth_unstable_by_key(ANCHORS, |&unit| rank(unit));
            anchors.truncate(ANCHORS);
        }
        let mut others = Vec::new();
        for &anchor in &anchors {
            // Two units that are both anchors and asked for meet once.
            let asks_back = some.binary_search(&anchor).is_ok();
            let meets = |unit: &u32| *unit > anchor || *unit < anchor && !(asks_back && anchors.contains(unit));
            others.clear();
            others.extend(some.iter().copied().filter(meets));
            self.add_apart(&[anchor], &others);
        }
        let (all, left) = (group.len() as u64, some.len() as u64);
        self.groups_cut += 1;
        self.left_out += left * all.saturating_sub(ANCHORS as u64 + 1);
    }

    /// Adds a group of which each of the `first` units meets all, and the `rest` do not meet each other. Both are different units in ascending order.
    pub fn add_apart(&mut self, first: &[u32], rest: &[u32]) {
        let (all_first, all_rest) = (self.append(first), self.append(rest));
        let later =
            |units: &[u32], all: &Range<usize>, unit| all.start + units.partition_point(|&u| u <= unit)..all.end;
        for &unit in first {
            self.meet(unit, later(first, &all_first, unit));
            self.meet(unit, later(rest, &all_rest, unit));
        }
        for &unit in rest {
            self.meet(unit, later(first, &all_first, unit));
        }
    }

    fn append(&mut self, units: &[u32]) -> Range<usize> {
        let first = self.members.len();
        self.members.extend_from_slice(units);
        first..self.members.len()
    }

    fn meet(&mut self, unit: u32, others: Range<usize>) {
        if !others.is_empty() {
            self.meetings.push(Meeting { unit, count: others.len() as u32, first: others.start as u64 });
        }
    }

    /// The pairs, packed and sorted, of `units` units for which `enough` says that they meet often enough. It is asked about each pair once, with the
    /// number of its meetings.
    pub fn often(parts: Vec<Meetings>, units: usize, enough: impl Fn(u32, u32, u32) -> bool + Sync) -> Vec<u64> {
        Meetings::often_and(parts, units, enough, |pairs| pairs)
    }

    /// The same, of which only those stay that `then` gives back of some of them, while what `enough` looked at is still near.
    pub fn often_and(
        parts: Vec<Meetings>,
        units: usize,
        enough: impl Fn(u32, u32, u32) -> bool + Sync,
        then: impl Fn(Vec<u64>) -> Vec<u64> + Sync,
    ) -> Vec<u64> {
        let mut starts = vec![0usize; units + 1];
        for meeting in parts.iter().flat_map(|p| &p.meetings) {
            starts[meeting.unit as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut meetings = vec![Meeting::default(); sum];
        let mut members: Vec<u32> = Vec::with_capacity(parts.iter().map(|p| p.members.len()).sum());
        for part in parts {
            let before = members.len() as u64;
            members.extend(&part.members);
            for meeting in part.meetings {
                let place = &mut next[meeting.unit as usize];
                meetings[*place] = Meeting { first: before + meeting.first, ..meeting };
                *place += 1;
            }
        }
        let members = &members;
        let others = |m: &Meeting| members[m.first as usize..m.first as usize + m.count as usize].iter().copied();
        let first_units: Vec<usize> = (0..units).step_by(UNITS).collect();
        let pairs: Vec<Vec<u64>> = first_units
            .into_par_iter()
            .map_init(
                || (vec![0u32; units], Vec::new()),
                |(counts, met), first| {
                    let mut pairs = Vec::new();
                    for unit in first..units.min(first + UNITS) {
                        let meetings = &meetings[starts[unit]..starts[unit + 1]];
                        if meetings.is_empty() {
                            continue;
                        }
                        for other in meetings.iter().flat_map(&others) {
                            let count = &mut counts[other as usize];
                            if *count == 0 {
                                met.push(other);
                            }
                            *count += 1;
                        }
                        let before = pairs.len();
                        for other in met.drain(..) {
                            let count = std::mem::take(&mut counts[other as usize]);
                            if enough(unit as u32, other, count) {
                                pairs.push(pack(unit as u32, other));
                            }
                        }
                        pairs[before..].sort_unstable();
                    }
                    then(pairs)
                },
            )
            .collect();
        pairs.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidates::{Proposals, unpack};
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Those that are asked for meet each anchor once, and nobody else.
        #[test]
        fn only_those_asked_for_meet_the_anchors(
            group in prop::collection::btree_map(0u32..200, any::<bool>(), 2..60)
        ) {
            let all: Vec<u32> = group.keys().copied().collect();
            let some: Vec<u32> = all.iter().copied().filter(|unit| group[unit]).collect();
            let rank = |u: u32| u * 37 % 211;
            let mut best = all.clone();
            best.sort_by_key(|&u| rank(u));
            best.truncate(ANCHORS);
            let mut expected = Vec::new();
            for &unit in &some {
                let others = best.iter().filter(|&&anchor| anchor != unit);
                expected.extend(others.map(|&anchor| pack(unit, anchor)));
            }
            expected.sort_unstable();
            expected.dedup();
            let mut met = Meetings::default();
            met.add_to_anchors(&some, &all, rank);
            let counts = std::sync::Mutex::new(Vec::new());
            let found = Meetings::often(vec![met], 200, |_, _, count| {
                counts.lock().unwrap().push(count);
                true
            });
            prop_assert_eq!(found, expected);
            prop_assert!(counts.into_inner().unwrap().iter().all(|&count| count == 1));
        }

        /// The same pairs as from a list of all of them.
        #[test]
        fn counts_equal_those_of_a_list(
            groups in prop::collection::vec(prop::collection::btree_set(0u32..60, 2..40), 0..40),
            full in 8usize..32, threshold in 1u32..4, parts in 1usize..4
        ) {
            let rank = |u: u32| u * 37 % 60;
            let mut list = Proposals::default();
            let mut meetings: Vec<Meetings> = (0..parts).map(|_| Meetings::default()).collect();
            for (i, group) in groups.iter().enumerate() {
                let group: Vec<u32> = group.iter().copied().collect();
                list.add(&group, full, rank, |a, b| (a + b) % 5 != 0);
                meetings[i % parts].add(&group, full, rank);
            }
            prop_assert_eq!(meetings.iter().map(|m| m.groups_cut).sum::<u64>(), list.cut.len() as u64);
            prop_assert_eq!(meetings.iter().map(|m| m.left_out).sum::<u64>(), list.left_over());
            let enough = |a: u32, b: u32, count| !(a + b).is_multiple_of(5) && count >= threshold + (a ^ b) % 2;
            let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
            for pair in list.pairs {
                *counts.entry(pair).or_default() += 1;
            }
            counts.retain(|&pair, count| {
                let (a, b) = unpack(pair);
                enough(a, b, *count)
            });
            prop_assert!(Meetings::often(meetings, 60, enough).iter().eq(counts.keys()));
        }
    }
}
