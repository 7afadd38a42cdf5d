//! Small letters, capitals, commas and whatever else shows something of a line, 64 bytes at a time, as bit masks.
//!
//! What furniture looks like is told by its signs, and most bytes are none: letters and commas are told here for all bytes at once, so that the few others can be looked at one by one.

use super::classify::BLOCK;
use super::{Simd, Tier};

/// What the bytes of one block are; bit `i` speaks of byte `i`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignMasks {
    /// `a-z`.
    pub small: u64,
    /// `A-Z`.
    pub capitals: u64,
    /// `,`.
    pub commas: u64,
    /// All that is neither one of these nor a blank, `"` or `'`.
    pub others: u64,
}

impl SignMasks {
    /// The same of some bytes of the block only.
    #[inline]
    pub fn within(self, bytes: u64) -> SignMasks {
        SignMasks {
            small: self.small & bytes,
            capitals: self.capitals & bytes,
            commas: self.commas & bytes,
            others: self.others & bytes,
        }
    }
}

/// Classifies `text` into `masks`, one entry per started block. Beyond the text's end there are blanks.
pub fn signs(simd: Simd, text: &[u8], masks: &mut Vec<SignMasks>) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    masks.clear();
    masks.reserve(blocks.len() + 1);
    signs_of_blocks(simd, blocks, masks);
    if !rest.is_empty() {
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        signs_of_blocks(simd, &[last], masks);
    }
}

fn signs_of_blocks(simd: Simd, blocks: &[[u8; BLOCK]], masks: &mut Vec<SignMasks>) {
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(blocks, masks) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(blocks, masks) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Sse41 => unsafe { x86::sse41(blocks, masks) },
        _ => masks.extend(blocks.iter().map(scalar)),
    }
}

fn scalar(block: &[u8; BLOCK]) -> SignMasks {
    let mut m = SignMasks::default();
    for (i, &b) in block.iter().enumerate() {
        let bit = 1 << i;
        match b {
            b'a'..=b'z' => m.small |= bit,
            b'A'..=b'Z' => m.capitals |= bit,
            b',' => m.commas |= bit,
            b' ' | b'"' | b'\'' => {}
            _ => m.others |= bit,
        }
    }
    m
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86 {
    use super::super::classify::x86::Vector;
    use super::{BLOCK, SignMasks};
    use std::arch::x86_64::{__m128i, __m256i, __m512i};

    /// The caller has the instruction set of `V`.
    #[inline(always)]
    unsafe fn body<V: Vector>(blocks: &[[u8; BLOCK]], masks: &mut Vec<SignMasks>) {
        for block in blocks {
            let (mut m, mut silent) = (SignMasks::default(), 0);
            for at in (0..BLOCK).step_by(V::BYTES) {
                // SAFETY: `at + V::BYTES <= BLOCK`; the instruction set is the caller's promise.
                unsafe {
                    let v = V::load(block.as_ptr().add(at));
                    m.small |= V::bits(v.within(b'a', 26)) << at;
                    m.capitals |= V::bits(v.within(b'A', 26)) << at;
                    m.commas |= V::bits(v.within(b',', 1)) << at;
                    let marks = V::or_masks(v.within(b'"', 1), v.within(b'\'', 1));
                    silent |= V::bits(V::or_masks(marks, v.within(b' ', 1))) << at;
                }
            }
            m.others = !(m.small | m.capitals | m.commas | silent);
            masks.push(m);
        }
    }

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(blocks: &[[u8; BLOCK]], masks: &mut Vec<SignMasks>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m128i>(blocks, masks) }
    }

    #[target_feature(enable = "avx2,bmi2")]
    pub(super) fn avx2(blocks: &[[u8; BLOCK]], masks: &mut Vec<SignMasks>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m256i>(blocks, masks) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi2")]
    pub(super) fn avx512(blocks: &[[u8; BLOCK]], masks: &mut Vec<SignMasks>) {
        // SAFETY: the features are enabled here.
        unsafe { body::<__m512i>(blocks, masks) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_equals_naive_on_every_byte_at_every_place() {
        for simd in Simd::available() {
            let mut masks = vec![SignMasks { small: 1, ..Default::default() }; 3];
            for length in 0..300usize {
                let text: Vec<u8> = (0..length).map(|i| (i * 37 + length * 11) as u8).collect();
                signs(simd, &text, &mut masks);
                assert_eq!(masks.len(), length.div_ceil(BLOCK), "{simd:?} length {length}");
                for i in 0..masks.len() * BLOCK {
                    let b = text.get(i).copied().unwrap_or(b' ');
                    let m = masks[i / BLOCK].within(1 << (i % BLOCK));
                    let silent = matches!(b, b' ' | b'"' | b'\'');
                    let others = !(b.is_ascii_alphabetic() || b == b',' || silent);
                    let found = (m.small != 0, m.capitals != 0, m.commas != 0, m.others != 0);
                    let expected = (b.is_ascii_lowercase(), b.is_ascii_uppercase(), b == b',', others);
                    assert_eq!(found, expected, "{simd:?} length {length} byte {i}");
                }
            }
        }
    }
}
