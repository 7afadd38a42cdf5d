//! Shingles: hashed word n-grams (Broder 1997). The kernel that hashes them is [`crate::simd::shingles`].

use crate::simd::Simd;
use crate::simd::shingles::windows;
use crate::text::WordHash;
use xxhash_rust::xxh3::xxh3_64;

/// Replaces `out` by the hashes of all word n-grams of `words`, in their order, repeated ones too.
///
/// Fewer words than `size` are one shingle, all of them; no words are no shingle.
///
/// # Panics
///
/// When `size` is 0 or over 16.
pub fn shingle_hashes(simd: Simd, words: &[WordHash], size: usize, out: &mut Vec<u64>) {
    windows(simd, words, size, out);
    if out.is_empty() && !words.is_empty() {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        out.push(xxh3_64(&bytes));
    }
}

/// Replaces `out` by the set of shingles: sorted, each once.
pub fn shingle_set(simd: Simd, words: &[WordHash], size: usize, out: &mut Vec<u64>) {
    shingle_hashes(simd, words, size, out);
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
        shingle_hashes(Simd::best(), &words, size, &mut out);
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
}
