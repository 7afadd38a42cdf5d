//! The winnowing kernel: the place of the smallest hash of every window.
//!
//! The upper bits of a hash and its place are packed into 32 bits, so that the smallest number names the place. The minimum of a window is put together from minima of 2, 4,
//! 8, ... neighbours: a few passes without a branch over a block that stays in the cache, where a loop that slides the window guesses wrongly at every other selection.

use super::{Simd, Tier};

/// Windows of a block.
const BLOCK: usize = 256;
/// The widest window: then a block has `2 * BLOCK` hashes at most.
pub const MAX_WINDOW: usize = BLOCK;
/// Bits for the place in a block. The bits above are those of the hash.
const PLACE: u32 = (2 * BLOCK as u32) - 1;

/// Replaces `places` by the place of the smallest hash of each window; of hashes that are alike in their upper 23 bits the last one.
///
/// There are `hashes.len() - window + 1` windows; none when there are fewer hashes than that.
///
/// # Panics
///
/// When `window` is 0 or over [`MAX_WINDOW`], or with more than 2^32 hashes.
pub fn window_minima(simd: Simd, hashes: &[u64], window: usize, places: &mut Vec<u32>) {
    assert!((1..=MAX_WINDOW).contains(&window), "a window has 1 to {MAX_WINDOW} hashes, not {window}");
    assert!(u32::try_from(hashes.len()).is_ok(), "a text of more than 2^32 shingles");
    places.resize((hashes.len() + 1).saturating_sub(window), 0);
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(hashes, window, places) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(hashes, window, places) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Sse41 => unsafe { x86::sse41(hashes, window, places) },
        _ => body(hashes, window, places),
    }
}

#[inline(always)]
fn body(hashes: &[u64], window: usize, places: &mut [u32]) {
    let (mut one, mut other) = ([0; 2 * BLOCK], [0; 2 * BLOCK]);
    let (mut from, mut to) = (&mut one, &mut other);
    for (block, places) in places.chunks_mut(BLOCK).enumerate() {
        let first = block * BLOCK;
        let hashes = &hashes[first..first + places.len() + window - 1];
        // The place is stored as its complement: of equal hashes the last one is the smallest number.
        for ((packed, hash), place) in from.iter_mut().zip(hashes).zip((0..=PLACE).rev()) {
            *packed = (hash >> 32) as u32 & !PLACE | place;
        }
        let mut width = 1;
        while width < window {
            let step = width.min(window - width);
            let pairs = from[..hashes.len() - step].iter().zip(&from[step..]);
            for (smaller, (a, b)) in to.iter_mut().zip(pairs) {
                *smaller = *a.min(b);
            }
            std::mem::swap(&mut from, &mut to);
            width += step;
        }
        for (place, packed) in places.iter_mut().zip(&*from) {
            *place = first as u32 + (PLACE - (packed & PLACE));
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::body;

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(hashes: &[u64], window: usize, places: &mut [u32]) {
        body(hashes, window, places);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(hashes: &[u64], window: usize, places: &mut [u32]) {
        body(hashes, window, places);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(hashes: &[u64], window: usize, places: &mut [u32]) {
        body(hashes, window, places);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_equals_naive() {
        // Few different hashes, so that many are equal.
        let hashes: Vec<u64> =
            (0..5000u64).map(|i| ((i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) << 59) | (i * 77)).collect();
        for simd in Simd::available() {
            for count in [0, 1, 5, 17, 200, 256, 5000] {
                for window in [1, 2, 3, 7, 8, 12, 16, 256] {
                    let hashes = &hashes[..count];
                    let smallest = |(start, hashes): (usize, &[u64])| {
                        let last = (0..hashes.len()).rev().min_by_key(|&i| hashes[i] >> 41);
                        (start + last.unwrap()) as u32
                    };
                    let expected: Vec<u32> = hashes.windows(window).enumerate().map(smallest).collect();
                    let mut places = vec![9; 3];
                    window_minima(simd, hashes, window, &mut places);
                    assert_eq!(places, expected, "{simd:?} {count} hashes, windows of {window}");
                }
            }
        }
    }
}
