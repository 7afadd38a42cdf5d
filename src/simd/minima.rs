//! The winnowing kernel: the place of the smallest hash of every window.
//!
//! Hash and place are packed into one number, so that the smallest number names the place. The minimum of a window is put together from minima of 2, 4, 8, ... neighbours:
//! a few passes without a branch, where a loop that slides the window guesses wrongly at every other selection.

use super::{Simd, Tier};

/// Replaces `places` by the place of the smallest hash of each window, in its lower 32 bits; of hashes that are alike in their upper 32 bits the last one.
///
/// There are `hashes.len() - window + 1` windows; none when there are fewer hashes than that.
///
/// # Panics
///
/// When `window` is 0, or with more than 2^32 hashes.
pub fn window_minima(simd: Simd, hashes: &[u64], window: usize, places: &mut Vec<u64>) {
    assert!(window > 0 && u32::try_from(hashes.len()).is_ok(), "a window has one hash at least, a text fewer than 2^32");
    places.resize(hashes.len(), 0);
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(hashes, window, places) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(hashes, window, places) },
        _ => body(hashes, window, places),
    }
    places.truncate((hashes.len() + 1).saturating_sub(window));
}

#[inline(always)]
fn body(hashes: &[u64], window: usize, places: &mut [u64]) {
    // The place is stored as its complement: of equal hashes the last one is the smallest number.
    for (place, (packed, hash)) in (0..u32::MAX).zip(places.iter_mut().zip(hashes)) {
        *packed = (hash >> 32) << 32 | u64::from(!place);
    }
    let mut width = 1;
    while width * 2 <= window {
        widen(places, width);
        width *= 2;
    }
    if width < window {
        widen(places, window - width);
    }
    for packed in places {
        *packed = u64::from(!(*packed as u32));
    }
}

/// Lowers every number to the one `step` behind it, where that is smaller. Behind the end there is none.
#[inline(always)]
fn widen(numbers: &mut [u64], step: usize) {
    for i in 0..numbers.len().saturating_sub(step) {
        numbers[i] = numbers[i].min(numbers[i + step]);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::body;

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(hashes: &[u64], window: usize, places: &mut [u64]) {
        body(hashes, window, places);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(hashes: &[u64], window: usize, places: &mut [u64]) {
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
            (0..200u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) << 32 | i * 77).collect();
        for simd in Simd::available() {
            for count in [0, 1, 5, 17, 200] {
                for window in [1, 2, 3, 7, 8, 12, 16] {
                    let hashes = &hashes[..count];
                    let smallest = |(start, hashes): (usize, &[u64])| {
                        let last = (0..hashes.len()).rev().min_by_key(|&i| hashes[i] >> 32);
                        (start + last.unwrap()) as u64
                    };
                    let expected: Vec<u64> = hashes.windows(window).enumerate().map(smallest).collect();
                    let mut places = vec![9; 3];
                    window_minima(simd, hashes, window, &mut places);
                    assert_eq!(places, expected, "{simd:?} {count} hashes, windows of {window}");
                }
            }
        }
    }
}
