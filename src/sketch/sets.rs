//! Sets of hashes: sorted, each once, and found in again.
//!
//! Hashes are spread evenly, so their upper bits say nearly where they belong: one counting pass (the first step of a radix sort) leaves next to nothing to be sorted, and
//! the same counts find a hash without a search.

use super::scatter::scatter;

/// Below this many hashes the standard sort is as good.
const FEW: usize = 64;
/// A bucket with more hashes than this is no work for an insertion sort.
const CROWDED: u32 = 48;

/// Sorts hashes; keeps its buffers from set to set.
#[derive(Debug, Clone, Default)]
pub struct HashSorter {
    /// One past the last hash of each bucket.
    ends: Vec<u32>,
    sorted: Vec<u64>,
}

impl HashSorter {
    /// Makes a set of `hashes`: sorted, each once.
    pub fn make_set(&mut self, hashes: &mut Vec<u64>) {
        if hashes.len() < FEW {
            hashes.sort_unstable();
        } else {
            self.sort(hashes);
        }
        hashes.dedup();
    }

    fn sort(&mut self, hashes: &mut Vec<u64>) {
        let bits = hashes.len().ilog2().min(16);
        scatter(hashes, 1 << bits, |&hash| (hash >> (64 - bits)) as usize, &mut self.ends, &mut self.sorted);
        std::mem::swap(hashes, &mut self.sorted);
        let (mut start, mut most) = (0, 0);
        for &end in &self.ends {
            most = most.max(end - start);
            start = end;
        }
        if most > CROWDED {
            // A text that repeats itself, a giant one, or hashes that are not spread evenly.
            hashes.sort_unstable();
        } else {
            insertion_sort(hashes);
        }
    }
}

fn insertion_sort(values: &mut [u64]) {
    for i in 1..values.len() {
        let value = values[i];
        let mut place = i;
        while place > 0 && values[place - 1] > value {
            values[place] = values[place - 1];
            place -= 1;
        }
        values[place] = value;
    }
}

/// A set of hashes that is asked again and again.
#[derive(Debug, Clone, Default)]
pub struct HashTable {
    /// The hashes, bucket by bucket.
    hashes: Vec<u64>,
    /// One past the last hash of each bucket.
    ends: Vec<u32>,
    bits: u32,
    /// One bit for the lower bits of each hash: turns away most hashes that are not in the set.
    filter: Vec<u64>,
}

/// Bits of the filter for each hash, at least.
const FILTER: usize = 8;

impl HashTable {
    /// Of hashes in any order, which may be there more than once.
    pub fn new(hashes: &[u64]) -> HashTable {
        let bits = hashes.len().max(2).ilog2();
        let mut table = HashTable { bits, ..HashTable::default() };
        scatter(hashes, 1 << bits, |&hash| (hash >> (64 - bits)) as usize, &mut table.ends, &mut table.hashes);
        let words = (hashes.len() * FILTER / 64).next_power_of_two();
        table.filter = vec![0; words];
        for &hash in hashes {
            table.filter[(hash as usize / 64) & (words - 1)] |= 1 << (hash % 64);
        }
        table
    }

    /// Whether this hash is in the set.
    pub fn contains(&self, hash: u64) -> bool {
        self.filter[(hash as usize / 64) & (self.filter.len() - 1)] >> (hash % 64) & 1 == 1 && self.is_in_bucket(hash)
    }

    /// How many of these hashes are in the set.
    pub fn count(&self, hashes: &[u64]) -> usize {
        hashes.iter().filter(|&&hash| self.contains(hash)).count()
    }

    fn is_in_bucket(&self, hash: u64) -> bool {
        let bucket = (hash >> (64 - self.bits)) as usize;
        let start = if bucket == 0 { 0 } else { self.ends[bucket - 1] };
        self.hashes[start as usize..self.ends[bucket] as usize].contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sets_equal_those_of_the_standard_library(
            seeds in prop::collection::vec(any::<u64>(), 0..400), small in any::<bool>(), repeats in 1usize..4
        ) {
            // Small numbers are all in the first bucket: the worst that can come.
            let hashes: Vec<u64> = seeds.iter().map(|&s| if small { s % 500 } else { s }).collect();
            let mut set = hashes.repeat(repeats);
            let mut sorter = HashSorter::default();
            sorter.make_set(&mut set);
            let expected: BTreeSet<u64> = hashes.iter().copied().collect();
            prop_assert!(set.iter().eq(expected.iter()));
            let table = HashTable::new(&hashes.repeat(repeats));
            for probe in hashes.iter().copied().chain([0, 1, 17, u64::MAX, 1 << 40]) {
                prop_assert_eq!(table.contains(probe), expected.contains(&probe));
            }
            prop_assert_eq!(table.count(&hashes), hashes.len());
        }
    }
}
