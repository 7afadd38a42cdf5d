//! Maps whose keys are hashes already, or numbers of units, which a multiplication spreads.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Takes the last 64 bits of a key for its hash, and spreads numbers of 32 bits. For keys that are hashes: hashing them again costs more than the rest of the look-up.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u32(&mut self, value: u32) {
        // The map looks at the upper and at the lower bits.
        self.0 = u64::from(value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
    fn write_u128(&mut self, value: u128) {
        self.0 = value as u64;
    }
}

/// A map from hashes.
pub type HashedMap<K, V> = HashMap<K, V, BuildHasherDefault<Hashed>>;
/// A set of hashes.
pub type HashedSet<K> = HashSet<K, BuildHasherDefault<Hashed>>;
