//! The shingle kernel: hashes of the word n-grams of a text.
//!
//! A shingle's hash is the sum of its word hashes, each rotated by an amount of its own, then mixed. Word hashes are xxh3 values, so two different
//! shingles collide with a probability of about 2^-64. The rotations keep the order of the words, and need no multiplication: sums of all shingles of a text are
//! computed side by side in vectors. The mixing makes shingles that share words look unrelated, which MinHash and winnowing need.

use super::{Simd, Tier};

/// The largest number of words of a shingle.
pub const MAX_WORDS: usize = 16;

/// How far the word at this place in the shingle is rotated: different for each of the 16 places, as 11 is odd.
const fn rotation(place: usize) -> u32 {
    (11 * place % 64) as u32
}

/// One round of the mixing of MurmurHash3 (Appleby), with a constant of Stafford's variant 13: word hashes are mixed well already.
#[inline(always)]
pub(crate) fn mix(h: u64) -> u64 {
    let h = (h ^ (h >> 32)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    h ^ (h >> 31)
}

/// Replaces `out` by the hashes of the runs of `size` words, in their order: `words.len() - size + 1` of them, none when there are fewer words.
///
/// # Panics
///
/// When `size` is 0 or over [`MAX_WORDS`].
pub fn windows(simd: Simd, words: &[u64], size: usize, out: &mut Vec<u64>) {
    assert!((1..=MAX_WORDS).contains(&size), "a shingle has 1 to 16 words, not {size}");
    out.resize((words.len() + 1).saturating_sub(size), 0);
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(words, size, out) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(words, size, out) },
        _ => body(words, size, out),
    }
}

#[inline(always)]
fn body(words: &[u64], size: usize, out: &mut [u64]) {
    match size {
        3 => fixed::<3>(words, out),
        5 => fixed::<5>(words, out),
        8 => fixed::<8>(words, out),
        _ => {
            for (hash, window) in out.iter_mut().zip(words.windows(size)) {
                let sum = window.iter().enumerate().map(|(i, w)| w.rotate_left(rotation(i)));
                *hash = mix(sum.fold(0, u64::wrapping_add));
            }
        }
    }
}

/// The sizes that are in use, known to the compiler.
#[inline(always)]
fn fixed<const SIZE: usize>(words: &[u64], out: &mut [u64]) {
    for (hash, window) in out.iter_mut().zip(words.array_windows::<SIZE>()) {
        let mut sum = 0u64;
        for (i, word) in window.iter().enumerate() {
            sum = sum.wrapping_add(word.rotate_left(rotation(i)));
        }
        *hash = mix(sum);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::body;

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(words: &[u64], size: usize, out: &mut [u64]) {
        body(words, size, out);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(words: &[u64], size: usize, out: &mut [u64]) {
        body(words, size, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_equals_naive() {
        let words: Vec<u64> = (0..70).map(|i| mix(i + 1)).collect();
        let naive = |window: &[u64]| {
            let mut sum = 0u64;
            for (i, w) in window.iter().enumerate() {
                sum = sum.wrapping_add(w << rotation(i) | w.checked_shr(64 - rotation(i)).unwrap_or(0));
            }
            mix(sum)
        };
        for simd in Simd::available() {
            for count in [0, 1, 2, 3, 7, 8, 9, 20, 70] {
                for size in 1..=MAX_WORDS {
                    let mut out = vec![1, 2, 3];
                    windows(simd, &words[..count], size, &mut out);
                    let expected: Vec<u64> = words[..count].windows(size).map(naive).collect();
                    assert_eq!(out, expected, "{simd:?} {count} words, {size} a shingle");
                }
            }
        }
    }
}
