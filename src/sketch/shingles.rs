//! Shingles: hashed word n-grams (Broder 1997).
//!
//! A shingle's hash is a fixed linear combination of its word hashes with odd coefficients, then mixed. Word hashes are already xxh3 values, so two different
//! shingles collide with a probability of about 2^-64; the mixing is what makes the *upper* bits depend on every word, which MinHash needs.

use crate::text::WordHash;
use xxhash_rust::xxh3::xxh3_64;

/// Odd coefficients, one per place in the shingle: powers of the golden-ratio constant.
const COEFFICIENTS: [u64; 16] = {
    let mut c = [1; 16];
    let mut i = 1;
    while i < 16 {
        c[i] = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(c[i - 1]);
        i += 1;
    }
    c
};

/// The final mixing of MurmurHash3 (Appleby), in Stafford's variant 13.
#[inline]
fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    h ^ (h >> 31)
}

/// Replaces `out` by the hashes of all word n-grams of `words`, in their order, repeated ones too.
///
/// Fewer words than `size` are one shingle, all of them; no words are no shingle.
///
/// # Panics
///
/// When `size` is 0 or over 16.
pub fn shingle_hashes(words: &[WordHash], size: usize, out: &mut Vec<u64>) {
    out.clear();
    if words.is_empty() {
        return;
    }
    if words.len() < size {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        out.push(xxh3_64(&bytes));
        return;
    }
    match size {
        3 => windows::<3>(words, out),
        5 => windows::<5>(words, out),
        8 => windows::<8>(words, out),
        1..=16 => {
            let hash =
                |w: &[u64]| mix(w.iter().zip(COEFFICIENTS).fold(0, |h, (w, c)| h.wrapping_add(w.wrapping_mul(c))));
            out.extend(words.windows(size).map(hash));
        }
        _ => panic!("a shingle has 1 to 16 words, not {size}"),
    }
}

/// The same with the size known to the compiler.
fn windows<const SIZE: usize>(words: &[WordHash], out: &mut Vec<u64>) {
    out.extend(words.array_windows::<SIZE>().map(|w| {
        let mut h = 0u64;
        for i in 0..SIZE {
            h = h.wrapping_add(w[i].wrapping_mul(COEFFICIENTS[i]));
        }
        mix(h)
    }));
}

/// Replaces `out` by the set of shingles: sorted, each once.
pub fn shingle_set(words: &[WordHash], size: usize, out: &mut Vec<u64>) {
    shingle_hashes(words, size, out);
    out.sort_unstable();
    out.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash_normal_word;

    fn hashes(words: &str, size: usize) -> Vec<u64> {
        let words: Vec<u64> = words.split(' ').filter(|w| !w.is_empty()).map(hash_normal_word).collect();
        let mut out = vec![1, 2, 3];
        shingle_hashes(&words, size, &mut out);
        out
    }

    #[test]
    fn numbers_of_shingles() {
        for size in [1, 2, 3, 5, 8, 16] {
            assert_eq!(hashes("", size).len(), 0);
            assert_eq!(hashes("a", size).len(), 1);
            assert_eq!(hashes("a b c d e f g h i j k l m n o p q r s t", size).len(), 21 - size);
        }
    }

    #[test]
    fn order_and_length_matter() {
        assert_eq!(hashes("a b c a b c", 3)[0], hashes("x a b c", 3)[1]);
        assert_ne!(hashes("a b c", 3), hashes("b a c", 3));
        assert_ne!(hashes("a b", 3), hashes("a b b", 3));
        assert_ne!(hashes("a b", 3), hashes("b a", 3));
        assert_eq!(hashes("a b c d", 5), hashes("a b c d", 8), "a short text is one shingle of all of it");
    }

    #[test]
    fn fixed_sizes_agree_with_the_general_code() {
        let words: Vec<u64> = (0..50).map(|i| mix(i + 1)).collect();
        let general =
            |w: &[u64]| mix(w.iter().zip(COEFFICIENTS).fold(0, |h, (w, c)| h.wrapping_add(w.wrapping_mul(c))));
        for size in [3, 5, 8] {
            let mut out = Vec::new();
            shingle_hashes(&words, size, &mut out);
            assert_eq!(out, words.windows(size).map(general).collect::<Vec<_>>());
        }
    }
}
