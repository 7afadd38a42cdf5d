//! The bitmap kernel: a set of hashes as 128 bits.
//!
//! Each hash sets the bit that its lowest seven bits name. A bit of one set that another one lacks is a hash that it lacks: so two bitmaps bound from above what
//! two sets share, without a look at the sets (the bitmap filter of Sandes, Teodoro and Melo, 2020).

use super::{Simd, Tier};

/// The bits of these hashes.
pub fn bitmap(simd: Simd, hashes: &[u64]) -> u128 {
    let [low, high] = match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(hashes) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(hashes) },
        _ => body(hashes),
    };
    u128::from(high) << 64 | u128::from(low)
}

#[inline(always)]
fn body(hashes: &[u64]) -> [u64; 2] {
    let (mut low, mut high) = (0, 0);
    for hash in hashes {
        let bit = 1u64 << (hash & 63);
        // All ones where the bit belongs to the upper half.
        let upper = (hash >> 6 & 1).wrapping_neg();
        low |= bit & !upper;
        high |= bit & upper;
    }
    [low, high]
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::body;

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(hashes: &[u64]) -> [u64; 2] {
        body(hashes)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(hashes: &[u64]) -> [u64; 2] {
        body(hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::shingles::mix;

    #[test]
    fn every_tier_equals_naive() {
        let hashes: Vec<u64> = (0..70).map(|i| mix(i + 1)).collect();
        for simd in Simd::available() {
            for count in [0, 1, 7, 8, 9, 33, 70] {
                let naive = hashes[..count].iter().fold(0, |bits, hash| bits | 1 << (hash % 128));
                assert_eq!(bitmap(simd, &hashes[..count]), naive, "{simd:?} {count} hashes");
            }
        }
    }
}
