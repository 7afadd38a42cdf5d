//! The kernel that turns bit masks into places: where the bits of a row of masks are set.
//!
//! Words and lines are found as bits. Listing them one by one costs more than finding them, so on AVX-512 a whole mask is done by its compress
//! instruction; elsewhere it is done in steps of eight without asking after each bit whether it was the last one (simdjson's way).

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
        _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cvtepu8_epi32, _mm512_loadu_epi8, _mm512_maskz_compress_epi8,
        _mm512_set1_epi32, _mm512_shuffle_i32x4, _mm512_storeu_si512,
    };

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn avx2(masks: &[u64], base: u32, places: &mut [u32]) -> usize {
        body(masks, base, places)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,popcnt")]
    pub(super) fn avx512(masks: &[u64], mut base: u32, places: &mut [u32]) -> usize {
        let bytes: [i8; BITS] = std::array::from_fn(|i| i as i8);
        // SAFETY: `bytes` holds 64 bytes, and the load asks for no alignment.
        #[allow(unsafe_code)]
        let numbers = unsafe { _mm512_loadu_epi8(bytes.as_ptr()) };
        let mut total = 0;
        for &mask in masks {
            // The numbers of the set bits, one byte each, in the front.
            let mut left = _mm512_maskz_compress_epi8(mask, numbers);
            let count = mask.count_ones() as usize;
            let slots = &mut places[total..total + BITS];
            for sixteen in slots.as_chunks_mut::<16>().0.iter_mut().take(count.div_ceil(16)) {
                let wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(left));
                let wide = _mm512_add_epi32(wide, _mm512_set1_epi32(base as i32));
                // SAFETY: `sixteen` has room for 16 numbers of 32 bits, and the store asks for no alignment.
                #[allow(unsafe_code)]
                unsafe {
                    _mm512_storeu_si512(sixteen.as_mut_ptr().cast(), wide);
                }
                left = _mm512_shuffle_i32x4::<0b11_11_10_01>(left, left);
            }
            total += count;
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
