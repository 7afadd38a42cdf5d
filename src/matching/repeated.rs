//! Which hashes may occur twice: a sieve in front of sorts and maps.
//!
//! Most keys of a corpus occur once and are of no further interest. Two bits for each slot that a hash may fall into, "seen" and "seen again", tell
//! them apart in one pass over memory that mostly fits the cache. A slot that two hashes share only lets them through for nothing.

/// Slots for each hash that is expected.
const SLOTS: usize = 8;

/// Tells of every hash whether it may have been seen more than once.
#[derive(Debug)]
pub(crate) struct Repeated {
    /// "Seen" and "seen again" of 64 slots, side by side.
    bits: Vec<[u64; 2]>,
}

impl Repeated {
    /// Of these hashes, about `count` of them. Their lower bits should be well mixed.
    pub(crate) fn among(hashes: impl Iterator<Item = u64>, count: usize) -> Repeated {
        let slots = (count * SLOTS).next_power_of_two().max(64);
        let mut repeated = Repeated { bits: vec![[0; 2]; slots / 64] };
        for hash in hashes {
            let (word, bit) = repeated.slot(hash);
            let [seen, again] = &mut repeated.bits[word];
            *again |= *seen & bit;
            *seen |= bit;
        }
        repeated
    }

    /// `false` for a hash that was there once at most.
    pub(crate) fn may_be(&self, hash: u64) -> bool {
        let (word, bit) = self.slot(hash);
        self.bits[word][1] & bit != 0
    }

    fn slot(&self, hash: u64) -> (usize, u64) {
        // The number of words is a power of two.
        ((hash >> 6) as usize & (self.bits.len() - 1), 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_twice_passes_and_hardly_anything_else() {
        let mix = |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let hashes: Vec<u64> = (0..1000).chain(0..100).map(mix).collect();
        let repeated = Repeated::among(hashes.iter().copied(), hashes.len());
        assert!((0..100).all(|i| repeated.may_be(mix(i))));
        assert!((100..1000).filter(|&i| repeated.may_be(mix(i))).count() < 200);
        assert!(!Repeated::among([].into_iter(), 0).may_be(7));
    }
}
