//! Numbers by word hash: one probe for nearly every word of a text.
//!
//! Looked up are the words of whole articles, about half of which are listed: a branch on that would be guessed wrong every other time, which costs more than the look-up.
//! Where nearly nothing is in a set (rare grams), a [`Sieve`] before it is the better way.

use crate::text::WordHash;
use std::collections::BTreeMap;

/// Bits of a sieve for each hash that is expected.
const BITS: usize = 16;

/// Three bits of one word for each hash of a set (Bloom 1970, blocked), and by chance for a few others: what is not in the set is mostly known not to be.
#[derive(Debug, Clone)]
pub(super) struct Sieve {
    words: Box<[u64]>,
}

impl Sieve {
    /// An empty one for about `count` hashes.
    pub(super) fn new(count: usize) -> Sieve {
        Sieve { words: vec![0; (count * BITS / 64).next_power_of_two()].into_boxed_slice() }
    }

    /// One of these hashes, about `count` of them.
    pub(super) fn of(hashes: impl Iterator<Item = u64>, count: usize) -> Sieve {
        let mut sieve = Sieve::new(count);
        hashes.for_each(|hash| sieve.add(hash));
        sieve
    }

    /// The lowest bits of a hash choose the slot of a map; these are others.
    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        (
            (hash >> 32) as usize & (self.words.len() - 1),
            1 << (hash >> 26 & 63) | 1 << (hash >> 20 & 63) | 1 << (hash >> 14 & 63),
        )
    }

    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        let (word, bits) = self.place(hash);
        self.words[word] |= bits;
    }

    /// `false` for a hash that was not added.
    #[inline]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (word, bits) = self.place(hash);
        self.words[word] & bits == bits
    }

    /// The same of up to 64 hashes, a bit for each: nothing is written between two look-ups, so that many are under way at once.
    #[inline]
    pub(super) fn may_have_all(&self, hashes: &[u64]) -> u64 {
        hashes.iter().rev().fold(0, |bits, &hash| bits << 1 | u64::from(self.may_have(hash)))
    }
}

/// A map from word hashes to numbers other than 0: a perfect hash table (hash and displace: Pagh 1999), asked without a branch.
///
/// Every group of words has a seed that spreads its words over free slots. So a word can stand in one slot only, and no processor has to guess whether it does.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    seeds: Box<[u32]>,
    /// Hash and number; the number of a free slot is 0.
    slots: Box<[(WordHash, u32)]>,
}

impl Lexicon {
    /// A lexicon of these words.
    pub(crate) fn new(words: &BTreeMap<WordHash, u32>) -> Lexicon {
        // Seven of eight slots may be taken: the smaller the table, the more of it is near.
        let mut size = (words.len() * 8 / 7 + 1).next_power_of_two().max(2);
        loop {
            if let Some(lexicon) = Lexicon::with_slots(words, size) {
                return lexicon;
            }
            size *= 2;
        }
    }

    /// A lexicon with this number of slots, if there is one.
    fn with_slots(words: &BTreeMap<WordHash, u32>, size: usize) -> Option<Lexicon> {
        let mut lexicon = Lexicon {
            seeds: vec![0; (size / 8).max(1)].into_boxed_slice(),
            slots: vec![(0, 0); size].into_boxed_slice(),
        };
        let mut groups: Vec<Vec<(WordHash, u32)>> = vec![Vec::new(); lexicon.seeds.len()];
        for (&word, &number) in words.iter().filter(|(_, number)| **number != 0) {
            groups[lexicon.group(word)].push((word, number));
        }
        // The large groups first, as long as there is room for them.
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by_key(|&group| std::cmp::Reverse(groups[group].len()));
        let mut taken = Vec::new();
        for group in order {
            let fits = |seed: &u32| {
                taken.clear();
                taken.extend(groups[group].iter().map(|&(word, _)| lexicon.slot(word, *seed)));
                taken.sort_unstable();
                taken.windows(2).all(|two| two[0] != two[1]) && taken.iter().all(|&slot| lexicon.slots[slot].1 == 0)
            };
            let seed = (0..size as u32).find(fits)?;
            lexicon.seeds[group] = seed;
            for &(word, number) in &groups[group] {
                let slot = lexicon.slot(word, seed);
                lexicon.slots[slot] = (word, number);
            }
        }
        Some(lexicon)
    }

    #[inline]
    fn group(&self, word: WordHash) -> usize {
        (word >> 32) as usize & (self.seeds.len() - 1)
    }

    #[inline]
    fn slot(&self, word: WordHash, seed: u32) -> usize {
        let spread = (word ^ u64::from(seed)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (spread >> 32) as usize & (self.slots.len() - 1)
    }

    /// The numbers of all of these words, put into `numbers`: in a loop of its own the look-ups of several words are under way at once.
    pub(crate) fn get_all(&self, words: &[WordHash], numbers: &mut Vec<u32>) {
        numbers.clear();
        numbers.extend(words.iter().map(|&word| self.get(word)));
    }

    /// The number of a word, 0 when it is not listed.
    #[inline]
    pub(crate) fn get(&self, word: WordHash) -> u32 {
        let (listed, number) = self.slots[self.slot(word, self.seeds[self.group(word)])];
        // Half of the words of a text are listed, in no order that a processor could guess.
        std::hint::select_unpredictable(listed == word, number, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash_normal_word;
    use proptest::prelude::*;

    proptest! {
        /// The same as the map that it is made of.
        #[test]
        fn equals_a_map(words in prop::collection::btree_map("[a-e]{1,3}", 0u32..9, 0..100), asked in prop::collection::vec("[a-e]{1,3}", 50)) {
            let map: BTreeMap<WordHash, u32> = words.iter().map(|(word, number)| (hash_normal_word(word), *number)).collect();
            let lexicon = Lexicon::new(&map);
            let hashes: Vec<WordHash> = words.keys().chain(&asked).map(|word| hash_normal_word(word)).collect();
            let mut numbers = vec![7];
            lexicon.get_all(&hashes, &mut numbers);
            prop_assert_eq!(numbers.len(), hashes.len());
            for (hash, number) in hashes.iter().zip(numbers) {
                prop_assert_eq!(number, map.get(hash).copied().unwrap_or(0));
                prop_assert_eq!(lexicon.get(*hash), number);
            }
        }

        #[test]
        fn a_sieve_lets_all_through_that_it_has(hashes in prop::collection::vec(any::<u64>(), 0..200)) {
            let sieve = Sieve::of(hashes.iter().copied(), hashes.len());
            prop_assert!(hashes.iter().all(|h| sieve.may_have(*h)));
            let asked: Vec<u64> = hashes.iter().flat_map(|&h| [h, h ^ 1 << 33]).collect();
            for some in asked.chunks(64) {
                let bits = sieve.may_have_all(some);
                prop_assert!((0..64).all(|i| (bits >> i & 1 == 1) == some.get(i).is_some_and(|&h| sieve.may_have(h))));
            }
        }
    }

    /// Hashes that are equal in the bits of the group go to one group, which then needs room.
    #[test]
    fn one_group() {
        let map: BTreeMap<WordHash, u32> = (1..60).map(|i| (u64::from(i), i)).collect();
        let lexicon = Lexicon::new(&map);
        assert!((1..60).all(|i| lexicon.get(u64::from(i)) == i) && lexicon.get(0) == 0 && lexicon.get(60) == 0);
        assert_eq!(Lexicon::new(&BTreeMap::new()).get(7), 0);
    }
}
