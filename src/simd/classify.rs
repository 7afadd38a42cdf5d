//! Byte classes of a text, 64 bytes at a time, as bit masks.
//!
//! Word segmentation needs to know of every byte whether it is a letter, a digit, or one of the few marks that may join them. A block of
//! 64 bytes becomes eight 64-bit masks (bit `i` is byte `i`), on which the rules of UAX #29 are a handful of shifts: see
//! `text/words.rs`. The same pass writes the text with its ASCII letters in lower case. This is the idea of simdjson (Langdale and Lemire 2019) turned on words.
//!
//! Characters outside ASCII are only pointed at (`leads`): the caller looks them up one by one. Those of one large block, which are all alike, are known by their first byte
//! (`ideographs`), and the small letters of Cyrillic by both.

use super::{Simd, Tier};

/// How many bytes make a block.
pub const BLOCK: usize = 64;

/// What the bytes of one block are; bit `i` speaks of byte `i`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockMasks {
    /// `A-Z`, `a-z`, and the small letters of Cyrillic U+0430 to U+045F, both bytes of which are in this block: nearly all letters of a text in Russian or Ukrainian.
    pub letters: u64,
    /// `0-9`.
    pub digits: u64,
    /// `_`, which joins letters and digits.
    pub underscores: u64,
    /// `'`, which joins letters, and digits.
    pub apostrophes: u64,
    /// `.`, `,`, `;`, which join digits.
    pub number_marks: u64,
    /// Line feeds.
    pub newlines: u64,
    /// First bytes of characters outside ASCII, those of `letters` and `ideographs` apart.
    pub leads: u64,
    /// First bytes of the Han characters U+5000 to U+9FFF, each a word by itself: nearly all of a Chinese text, which need not be looked up one by one.
    pub ideographs: u64,
}

impl BlockMasks {
    /// Makes letters of small Cyrillic ones, by the places of 0xD0 and 0xD1 and of the bytes that may stand behind each of them.
    #[inline]
    fn add_cyrillic(&mut self, d0: u64, behind_d0: u64, d1: u64, behind_d1: u64) {
        let firsts = (d0 & behind_d0 >> 1) | (d1 & behind_d1 >> 1);
        self.letters |= firsts | firsts << 1;
        self.leads &= !firsts;
    }
}

/// Classifies `text` into `masks`, one entry per started block, and writes it lower-cased (ASCII only) to `folded`.
///
/// The blocks beyond the text's end read as zero bytes. `masks` gets `text.len() / 64 + 1` entries (so the last one always ends in bits that
/// are 0), `folded` that many blocks of bytes plus 16, all beyond the text being 0.
pub fn classify(simd: Simd, text: &[u8], masks: &mut Vec<BlockMasks>, folded: &mut Vec<u8>) {
    let blocks = text.len() / BLOCK + 1;
    masks.clear();
    masks.reserve(blocks);
    let full = text.len() - text.len() % BLOCK;
    folded.resize(blocks * BLOCK + 16, 0);
    classify_blocks(simd, &text[..full], &mut folded[..full], masks);
    let mut last = [0; BLOCK];
    last[..text.len() - full].copy_from_slice(&text[full..]);
    classify_blocks(simd, &last, &mut folded[full..full + BLOCK], masks);
    folded[blocks * BLOCK..].fill(0);
}

/// `text` and `folded` have the same length, a multiple of [`BLOCK`].
fn classify_blocks(simd: Simd, text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(text, folded, masks) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(text, folded, masks) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Sse41 => unsafe { x86::sse41(text, folded, masks) },
        _ => scalar(text, folded, masks),
    }
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const UNDERSCORE: u8 = 4;
const APOSTROPHE: u8 = 8;
const NUMBER_MARK: u8 = 16;
const NEWLINE: u8 = 32;
const LEAD: u8 = 64;
const IDEOGRAPH: u8 = 128;

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b'\'' => APOSTROPHE,
            b'.' | b',' | b';' => NUMBER_MARK,
            b'\n' => NEWLINE,
            0xE5..=0xE9 => IDEOGRAPH,
            0xC0..=0xFF => LEAD,
            _ => 0,
        };
        b += 1;
    }
    table
};

fn scalar(text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
    for (block, out) in text.chunks_exact(BLOCK).zip(folded.chunks_exact_mut(BLOCK)) {
        let mut m = BlockMasks::default();
        for (i, (eight, lower)) in block.chunks_exact(8).zip(out.chunks_exact_mut(8)).enumerate() {
            let mut classes = [0; 8];
            for ((class, &byte), low) in classes.iter_mut().zip(eight).zip(lower) {
                *class = CLASSES[usize::from(byte)];
                *low = byte | ((*class & LETTER) << 5);
            }
            let classes = u64::from_le_bytes(classes);
            // Gathers one bit of each of the eight bytes: the products of the shifts do not overlap.
            let gather = |class: u8| {
                let bits = (classes >> class.trailing_zeros()) & 0x0101_0101_0101_0101;
                (bits.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i)
            };
            m.letters |= gather(LETTER);
            m.digits |= gather(DIGIT);
            m.underscores |= gather(UNDERSCORE);
            m.apostrophes |= gather(APOSTROPHE);
            m.number_marks |= gather(NUMBER_MARK);
            m.newlines |= gather(NEWLINE);
            m.leads |= gather(LEAD);
            m.ideographs |= gather(IDEOGRAPH);
        }
        let places = |has: fn(u8) -> bool| {
            block.iter().enumerate().fold(0, |bits, (at, &byte)| bits | u64::from(has(byte)) << at)
        };
        // Nothing more is asked of a block in other letters.
        let cyrillic = if m.leads == 0 { 0 } else { places(|byte| matches!(byte, 0xD0 | 0xD1)) };
        if cyrillic != 0 {
            let d0 = places(|byte| byte == 0xD0);
            let (behind_d0, behind_d1) =
                (places(|byte| matches!(byte, 0xB0..0xC0)), places(|byte| matches!(byte, 0x80..0xA0)));
            m.add_cyrillic(d0, behind_d0, cyrillic & !d0, behind_d1);
        }
        masks.push(m);
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
pub(super) mod x86 {
    //! One generic body over a vector of 16, 32 or 64 bytes, in the manner of memchr's `Vector`.

    use super::{BLOCK, BlockMasks};
    use std::arch::x86_64::*;

    /// A vector of unsigned bytes. Every method needs the instruction set of its type.
    pub(in crate::simd) trait Vector: Copy {
        const BYTES: usize;
        type Mask: Copy;
        /// `from` points at `BYTES` readable bytes.
        unsafe fn load(from: *const u8) -> Self;
        /// `to` points at `BYTES` writable bytes.
        unsafe fn store(self, to: *mut u8);
        unsafe fn or_splat(self, byte: u8) -> Self;
        /// Bytes in `low..low + count`.
        unsafe fn within(self, low: u8, count: u8) -> Self::Mask;
        unsafe fn or_masks(a: Self::Mask, b: Self::Mask) -> Self::Mask;
        unsafe fn bits(mask: Self::Mask) -> u64;
        /// `self | byte` where the mask is set.
        unsafe fn or_where(self, mask: Self::Mask, byte: u8) -> Self;
    }

    impl Vector for __m128i {
        const BYTES: usize = 16;
        type Mask = __m128i;
        #[inline(always)]
        unsafe fn load(from: *const u8) -> Self {
            // SAFETY: the caller gives 16 readable bytes; the load is unaligned.
            unsafe { _mm_loadu_si128(from.cast()) }
        }
        #[inline(always)]
        unsafe fn store(self, to: *mut u8) {
            // SAFETY: the caller gives 16 writable bytes; the store is unaligned.
            unsafe { _mm_storeu_si128(to.cast(), self) }
        }
        #[inline(always)]
        unsafe fn or_splat(self, byte: u8) -> Self {
            // SAFETY: SSE2 is the baseline of x86-64.
            unsafe { _mm_or_si128(self, _mm_set1_epi8(byte as i8)) }
        }
        #[inline(always)]
        unsafe fn within(self, low: u8, count: u8) -> Self::Mask {
            // SAFETY: SSE2 is the baseline of x86-64.
            unsafe {
                let x = _mm_sub_epi8(self, _mm_set1_epi8(low as i8));
                _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8((count - 1) as i8)), x)
            }
        }
        #[inline(always)]
        unsafe fn or_masks(a: Self::Mask, b: Self::Mask) -> Self::Mask {
            // SAFETY: SSE2 is the baseline of x86-64.
            unsafe { _mm_or_si128(a, b) }
        }
        #[inline(always)]
        unsafe fn bits(mask: Self::Mask) -> u64 {
            // SAFETY: SSE2 is the baseline of x86-64.
            unsafe { u64::from(_mm_movemask_epi8(mask) as u32) }
        }
        #[inline(always)]
        unsafe fn or_where(self, mask: Self::Mask, byte: u8) -> Self {
            // SAFETY: SSE2 is the baseline of x86-64.
            unsafe { _mm_or_si128(self, _mm_and_si128(mask, _mm_set1_epi8(byte as i8))) }
        }
    }

    impl Vector for __m256i {
        const BYTES: usize = 32;
        type Mask = __m256i;
        #[inline(always)]
        unsafe fn load(from: *const u8) -> Self {
            // SAFETY: the caller has AVX2 and gives 32 readable bytes; the load is unaligned.
            unsafe { _mm256_loadu_si256(from.cast()) }
        }
        #[inline(always)]
        unsafe fn store(self, to: *mut u8) {
            // SAFETY: the caller has AVX2 and gives 32 writable bytes; the store is unaligned.
            unsafe { _mm256_storeu_si256(to.cast(), self) }
        }
        #[inline(always)]
        unsafe fn or_splat(self, byte: u8) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_or_si256(self, _mm256_set1_epi8(byte as i8)) }
        }
        #[inline(always)]
        unsafe fn within(self, low: u8, count: u8) -> Self::Mask {
            // SAFETY: the caller has AVX2.
            unsafe {
                let x = _mm256_sub_epi8(self, _mm256_set1_epi8(low as i8));
                _mm256_cmpeq_epi8(_mm256_min_epu8(x, _mm256_set1_epi8((count - 1) as i8)), x)
            }
        }
        #[inline(always)]
        unsafe fn or_masks(a: Self::Mask, b: Self::Mask) -> Self::Mask {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_or_si256(a, b) }
        }
        #[inline(always)]
        unsafe fn bits(mask: Self::Mask) -> u64 {
            // SAFETY: the caller has AVX2.
            unsafe { u64::from(_mm256_movemask_epi8(mask) as u32) }
        }
        #[inline(always)]
        unsafe fn or_where(self, mask: Self::Mask, byte: u8) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_or_si256(self, _mm256_and_si256(mask, _mm256_set1_epi8(byte as i8))) }
        }
    }

    impl Vector for __m512i {
        const BYTES: usize = 64;
        type Mask = u64;
        #[inline(always)]
        unsafe fn load(from: *const u8) -> Self {
            // SAFETY: the caller has AVX-512 and gives 64 readable bytes; the load is unaligned.
            unsafe { _mm512_loadu_si512(from.cast()) }
        }
        #[inline(always)]
        unsafe fn store(self, to: *mut u8) {
            // SAFETY: the caller has AVX-512 and gives 64 writable bytes; the store is unaligned.
            unsafe { _mm512_storeu_si512(to.cast(), self) }
        }
        #[inline(always)]
        unsafe fn or_splat(self, byte: u8) -> Self {
            // SAFETY: the caller has AVX-512 F and BW.
            unsafe { _mm512_or_si512(self, _mm512_set1_epi8(byte as i8)) }
        }
        #[inline(always)]
        unsafe fn within(self, low: u8, count: u8) -> Self::Mask {
            // SAFETY: the caller has AVX-512 F and BW.
            unsafe {
                let x = _mm512_sub_epi8(self, _mm512_set1_epi8(low as i8));
                _mm512_cmplt_epu8_mask(x, _mm512_set1_epi8(count as i8))
            }
        }
        #[inline(always)]
        unsafe fn or_masks(a: Self::Mask, b: Self::Mask) -> Self::Mask {
            a | b
        }
        #[inline(always)]
        unsafe fn bits(mask: Self::Mask) -> u64 {
            mask
        }
        #[inline(always)]
        unsafe fn or_where(self, mask: Self::Mask, byte: u8) -> Self {
            // SAFETY: the caller has AVX-512 F and BW.
            unsafe { _mm512_mask_blend_epi8(mask, self, _mm512_or_si512(self, _mm512_set1_epi8(byte as i8))) }
        }
    }

    /// The caller has the instruction set of `V`.
    #[inline(always)]
    unsafe fn body<V: Vector>(text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
        for (block, out) in text.chunks_exact(BLOCK).zip(folded.chunks_exact_mut(BLOCK)) {
            let (mut m, mut cyrillic) = (BlockMasks::default(), 0);
            for at in (0..BLOCK).step_by(V::BYTES) {
                // SAFETY: `at + V::BYTES <= BLOCK`, the length of both slices; the instruction set is the caller's promise.
                unsafe {
                    let v = V::load(block.as_ptr().add(at));
                    let letters = v.or_splat(0x20).within(b'a', 26);
                    v.or_where(letters, 0x20).store(out.as_mut_ptr().add(at));
                    m.letters |= V::bits(letters) << at;
                    m.digits |= V::bits(v.within(b'0', 10)) << at;
                    m.underscores |= V::bits(v.within(b'_', 1)) << at;
                    m.apostrophes |= V::bits(v.within(b'\'', 1)) << at;
                    let stop_comma = V::or_masks(v.within(b'.', 1), v.within(b',', 1));
                    m.number_marks |= V::bits(V::or_masks(stop_comma, v.within(b';', 1))) << at;
                    m.newlines |= V::bits(v.within(b'\n', 1)) << at;
                    let ideographs = V::bits(v.within(0xE5, 5));
                    m.leads |= (V::bits(v.within(0xC0, 64)) & !ideographs) << at;
                    m.ideographs |= ideographs << at;
                    cyrillic |= V::bits(v.within(0xD0, 2)) << at;
                }
            }
            // Nothing more is asked of a block in other letters.
            if cyrillic != 0 {
                let (mut d0, mut behind_d0, mut behind_d1) = (0, 0, 0);
                for at in (0..BLOCK).step_by(V::BYTES) {
                    // SAFETY: as above.
                    unsafe {
                        let v = V::load(block.as_ptr().add(at));
                        d0 |= V::bits(v.within(0xD0, 1)) << at;
                        behind_d0 |= V::bits(v.within(0xB0, 16)) << at;
                        behind_d1 |= V::bits(v.within(0x80, 32)) << at;
                    }
                }
                m.add_cyrillic(d0, behind_d0, cyrillic & !d0, behind_d1);
            }
            masks.push(m);
        }
    }

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m128i>(text, folded, masks) }
    }

    #[target_feature(enable = "avx2,bmi2")]
    pub(super) fn avx2(text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m256i>(text, folded, masks) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi2")]
    pub(super) fn avx512(text: &[u8], folded: &mut [u8], masks: &mut Vec<BlockMasks>) {
        // SAFETY: the features are enabled here.
        unsafe { body::<__m512i>(text, folded, masks) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The naive reference: one byte at a time.
    fn naive(text: &[u8]) -> (Vec<BlockMasks>, Vec<u8>) {
        let blocks = text.len() / BLOCK + 1;
        let mut masks = vec![BlockMasks::default(); blocks];
        let mut folded = vec![0; blocks * BLOCK + 16];
        for (i, &b) in text.iter().enumerate() {
            folded[i] = b.to_ascii_lowercase();
            let (m, bit) = (&mut masks[i / BLOCK], 1u64 << (i % BLOCK));
            if b.is_ascii_alphabetic() {
                m.letters |= bit;
            }
            if b.is_ascii_digit() {
                m.digits |= bit;
            }
            match b {
                b'_' => m.underscores |= bit,
                b'\'' => m.apostrophes |= bit,
                b'.' | b',' | b';' => m.number_marks |= bit,
                b'\n' => m.newlines |= bit,
                0xE5..=0xE9 => m.ideographs |= bit,
                0xD0 | 0xD1 if i % BLOCK + 1 < BLOCK => match (b, text.get(i + 1)) {
                    (0xD0, Some(0xB0..=0xBF)) | (0xD1, Some(0x80..=0x9F)) => m.letters |= bit | bit << 1,
                    _ => m.leads |= bit,
                },
                0xC0.. => m.leads |= bit,
                _ => {}
            }
        }
        (masks, folded)
    }

    #[test]
    fn every_tier_equals_naive_on_every_byte_at_every_place() {
        for simd in Simd::available() {
            let (mut masks, mut folded) = (vec![BlockMasks { letters: 1, ..Default::default() }; 3], vec![7; 900]);
            for length in 0..200 {
                let text: Vec<u8> = (0..length).map(|i| (i * 37 + length * 11) as u8).collect();
                classify(simd, &text, &mut masks, &mut folded);
                assert_eq!((masks.clone(), folded.clone()), naive(&text), "{simd:?} length {length}");
            }
        }
    }

    #[test]
    fn every_tier_equals_naive_on_letters_of_two_bytes() {
        let text: String = ('\u{3F0}'..'\u{480}').chain(['a', '中', '\n']).cycle().take(1000).collect();
        for simd in Simd::available() {
            let (mut masks, mut folded) = (Vec::new(), Vec::new());
            // From every place in the row: each letter stands at every place of a block.
            for (start, _) in text.char_indices().take(300) {
                let text = &text.as_bytes()[start..start + 300];
                classify(simd, text, &mut masks, &mut folded);
                assert_eq!((masks.clone(), folded.clone()), naive(text), "{simd:?} from {start}");
                let letters = masks.iter().map(|m| m.letters.count_ones()).sum::<u32>();
                assert!(letters > 60, "{letters}");
            }
        }
    }
}
