//! The kernel that turns bit masks into places: where the bits of a row of masks are set.
//!
//! Words and lines are found as bits. Listing them one by one costs more than finding them, so this is done sixteen candidates at a time: on AVX-512 by its
//! compress instruction, elsewhere in steps of eight without asking after each bit whether it was the last one (simdjson's way).

use super::{Simd, Tier};

/// Bits of a mask.
const BITS: usize = u64::BITS as usize;

/// Writes the places of the set bits of `masks` to the front of `places`, in order, bit `i` of mask `m` being place `base + 64 m + i`; gives how many there are.
///
/// `places` is a buffer that grows when it is too short; what stands behind the places is left over from the work.
pub fn bit_places(simd: Simd, masks: &[u64], base: u32, places: &mut Vec<u32>) -> usize {
    // Room for a whole mask more, so that one is written without looking.
    let most = masks.iter().map(|m| m.count_ones() as usize).sum::<usize>() + BITS;
    if places.len() < most {
        places.resize(most, 0);
    }
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(masks, base, places) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(masks, base, places) },
        _ => body(masks, base, places),
    }
}

#[inline(always)]
fn body(masks: &[u64], mut base: u32, places: &mut [u32]) -> usize {
    let mut total = 0;
    for &mask in masks {
        let mut bits = mask;
        let count = bits.count_ones() as usize;
        let slots = &mut places[total..total + BITS];
        for eight in slots.as_chunks_mut::<8>().0.iter_mut().take(count.div_ceil(8)) {
            for slot in eight {
                *slot = base + bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
            }
        }
        total += count;
        base += BITS as u32;
    }
    total
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{BITS, body};
    use std::arch::x86_64::{
        _mm512_add_epi32, _mm512_maskz_compress_epi32, _mm512_set1_epi32, _mm512_setr_epi32, _mm512_storeu_si512,
    };

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn avx2(masks: &[u64], base: u32, places: &mut [u32]) -> usize {
        body(masks, base, places)
    }

    #[target_feature(enable = "avx512f,bmi1,popcnt")]
    pub(super) fn avx512(masks: &[u64], mut base: u32, places: &mut [u32]) -> usize {
        let lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        let mut total = 0;
        for &mask in masks {
            for quarter in 0..4 {
                let bits = (mask >> (16 * quarter)) as u16;
                let numbers = _mm512_add_epi32(lanes, _mm512_set1_epi32((base + 16 * quarter) as i32));
                let slots: &mut [u32] = &mut places[total..total + 16];
                // SAFETY: `slots` has room for 16 numbers of 32 bits, and the store asks for no alignment.
                #[allow(unsafe_code)]
                unsafe {
                    _mm512_storeu_si512(slots.as_mut_ptr().cast(), _mm512_maskz_compress_epi32(bits, numbers));
                }
                total += bits.count_ones() as usize;
            }
            base += BITS as u32;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_equals_naive() {
        let mix = |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for simd in Simd::available() {
            for masks in [
                vec![],
                vec![0],
                vec![u64::MAX],
                vec![1, 1 << 63, 0, u64::MAX, 0x5555_5555_5555_5555],
                (0..50).map(|i| mix(i) & mix(i * i + 7)).collect(),
            ] {
                let bits = masks.iter().enumerate().flat_map(|(m, mask)| {
                    (0..64).filter(move |i| mask >> i & 1 == 1).map(move |i| 1000 + 64 * m as u32 + i)
                });
                let expected: Vec<u32> = bits.collect();
                let mut places = vec![7; 3];
                let count = bit_places(simd, &masks, 1000, &mut places);
                assert_eq!(places[..count], expected, "{simd:?}");
            }
        }
    }
}
