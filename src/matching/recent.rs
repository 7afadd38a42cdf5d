//! Keys that were met lately: what a repeated paragraph would be sketched for again, it is not.

/// Slots, 8 bytes each: small enough for the cache of one core.
const SLOTS: usize = 1 << 12;

/// Remembers keys that were met, each until another one takes its slot.
///
/// It may forget a key, but it does not take one for another: what is left out because of it was there before. A slot holds one half of a key, and its place is given by the
/// other half, so that 78 of 128 bits are compared.
#[derive(Debug, Clone, Default)]
pub struct RecentKeys {
    /// Empty until the first key comes; 0 is a free slot.
    slots: Vec<u64>,
}

impl RecentKeys {
    /// Whether this key was met before, as far as is remembered. Its bits should be well mixed.
    pub fn meet(&mut self, key: u128) -> bool {
        if self.slots.is_empty() {
            self.slots = vec![0; SLOTS];
        }
        let upper = (key >> 64) as u64;
        let slot = &mut self.slots[key as usize & (SLOTS - 1)];
        std::mem::replace(slot, upper) == upper && upper != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn no_key_is_met_that_was_not_there(keys in prop::collection::vec((0u128..4, 0u128..4), 0..200)) {
            let mut recent = RecentKeys::default();
            let mut seen = BTreeSet::new();
            for (low, high) in keys {
                // Keys of one slot, and of different ones.
                let key = low | high << 70 | 1 << 80;
                prop_assert!(!recent.meet(key) || seen.contains(&key));
                seen.insert(key);
            }
        }
    }

    #[test]
    fn a_key_is_remembered() {
        let mut recent = RecentKeys::default();
        let (one, other, empty) = (7 | 1 << 64, 8 | 2 << 64, 7);
        assert!(!recent.meet(one) && recent.meet(one) && !recent.meet(other) && recent.meet(one) && recent.meet(other));
        assert!(!recent.meet(empty) && !recent.meet(empty), "the empty slot's mark is never remembered");
    }
}
