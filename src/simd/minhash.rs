//! The MinHash kernel: the minima of many hash functions over a set of shingle hashes.
//!
//! The hash functions are `(x * multiplier) ^ mask` on 32 bits: [`MULTIPLIERS`] odd multipliers, each used with as many masks as the
//! signature needs. An odd multiplication and an exclusive or are both permutations, so every value is the minimum of a
//! permutation of the 32-bit hashes, as MinHash (Broder 1997) asks. Sharing a multiplier between four masks saves three multiplications of four. The masks come in pairs of
//! complements: the minimum under the one is the complement of the maximum under the other, so a pair costs one exclusive or. `tests/minhash_quality.rs` shows that the
//! error of the estimate stays that of independent functions.
//!
//! One safe body is compiled once per instruction set: the compiler turns the fixed-size lanes into vectors.

use super::{Simd, Tier};

/// How many multipliers there are; a signature holds this many values, or two, three or four times as many.
pub const MULTIPLIERS: usize = 32;

/// The constants of the hash functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Functions {
    multipliers: [u32; MULTIPLIERS],
    /// No change, its complement, another mask, its complement.
    masks: [u32; 4],
}

impl Functions {
    /// The functions that belong to this seed, drawn with SplitMix64 (Steele et al. 2014).
    pub const fn new(seed: u64) -> Functions {
        let mut f = Functions { multipliers: [0; MULTIPLIERS], masks: [0; 4] };
        let mut state = seed;
        let mut i = 0;
        while i <= MULTIPLIERS {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            if i < MULTIPLIERS {
                f.multipliers[i] = (z >> 32) as u32 | 1;
            } else {
                // The upper two bits are given: were two masks alike there, the same shingle would often be the smallest under both.
                let mask = (z >> 34) as u32 | 0b01 << 30;
                f.masks = [0, !0, mask, !mask];
            }
            i += 1;
        }
        f
    }
}

/// Lowers each value of `signature` to the minimum of its hash function over `hashes`, of which the upper 32 bits are used.
///
/// `signature` has 32, 64, 96 or 128 values; a fresh one is filled with `u32::MAX`. Value `m * 32 + i` belongs to multiplier `i` and mask `m`.
///
/// # Panics
///
/// When `signature` has another length.
pub fn update(simd: Simd, functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
    match signature.len() / MULTIPLIERS {
        1 => update_masks::<1>(simd, functions, hashes, signature),
        2 => update_masks::<2>(simd, functions, hashes, signature),
        3 => update_masks::<3>(simd, functions, hashes, signature),
        4 => update_masks::<4>(simd, functions, hashes, signature),
        _ => panic!("a signature has 32, 64, 96 or 128 values, not {}", signature.len()),
    }
}

fn update_masks<const MASKS: usize>(simd: Simd, functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
    assert_eq!(signature.len(), MASKS * MULTIPLIERS, "a signature has 32, 64, 96 or 128 values");
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512::<MASKS>(functions, hashes, signature) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2::<MASKS>(functions, hashes, signature) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Sse41 => unsafe { x86::sse41::<MASKS>(functions, hashes, signature) },
        _ => body::<MASKS, 16>(functions, hashes, signature),
    }
}

/// The minima stand in four arrays of their own, and the steps of a lane in one loop: so written, the compiler keeps them in vector registers. As an array of arrays it
/// does not, which costs a factor of 20 on AVX-512.
///
/// `LANES` multipliers are taken at a time: as many as leave the minima in registers over all hashes.
#[inline(always)]
fn body<const MASKS: usize, const LANES: usize>(functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
    let mask = functions.masks[2];
    for first in (0..MULTIPLIERS).step_by(LANES) {
        let mut multipliers = [0; LANES];
        multipliers.copy_from_slice(&functions.multipliers[first..first + LANES]);
        let (mut a, mut b, mut c, mut d) = ([u32::MAX; LANES], [0; LANES], [u32::MAX; LANES], [0; LANES]);
        for &hash in hashes {
            let x = (hash >> 32) as u32;
            for l in 0..LANES {
                let product = x.wrapping_mul(multipliers[l]);
                a[l] = a[l].min(product);
                if MASKS > 1 {
                    b[l] = b[l].max(product);
                }
                if MASKS > 2 {
                    c[l] = c[l].min(product ^ mask);
                }
                if MASKS > 3 {
                    d[l] = d[l].max(product ^ mask);
                }
            }
        }
        (b, d) = (b.map(|maximum: u32| !maximum), d.map(|maximum: u32| !maximum));
        for (m, minima) in [a, b, c, d].iter().enumerate().take(MASKS) {
            let values = &mut signature[m * MULTIPLIERS + first..m * MULTIPLIERS + first + LANES];
            for (value, minimum) in values.iter_mut().zip(minima) {
                *value = (*value).min(*minimum);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Functions, body};

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41<const MASKS: usize>(functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
        body::<MASKS, 16>(functions, hashes, signature);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2<const MASKS: usize>(functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
        body::<MASKS, 16>(functions, hashes, signature);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512<const MASKS: usize>(functions: &Functions, hashes: &[u64], signature: &mut [u32]) {
        body::<MASKS, 32>(functions, hashes, signature);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(functions: &Functions, hashes: &[u64], values: usize) -> Vec<u32> {
        let function = |v: usize, h: u64| {
            ((h >> 32) as u32).wrapping_mul(functions.multipliers[v % MULTIPLIERS]) ^ functions.masks[v / MULTIPLIERS]
        };
        (0..values).map(|v| hashes.iter().map(|&h| function(v, h)).min().unwrap_or(u32::MAX)).collect()
    }

    #[test]
    fn every_tier_equals_naive() {
        let functions = Functions::new(42);
        for simd in Simd::available() {
            for values in [32, 64, 96, 128] {
                for count in [0, 1, 2, 3, 17, 100] {
                    let hashes: Vec<u64> =
                        (1..=count).map(|i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)).collect();
                    let mut signature = vec![u32::MAX; values];
                    update(simd, &functions, &hashes, &mut signature);
                    assert_eq!(
                        signature,
                        naive(&functions, &hashes, values),
                        "{simd:?} {values} values, {count} hashes"
                    );
                }
            }
        }
    }
}
