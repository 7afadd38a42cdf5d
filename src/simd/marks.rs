//! Where a text may have quote marks, 64 bytes at a time.
//!
//! Most bytes that can begin a mark are apostrophes, and parts of dashes and of letters outside ASCII. What stands beside them says so, and that is asked for all bytes of a block at once:
//! what is left is looked at one by one.

use super::classify::BLOCK;
use super::{Simd, Tier};

/// Puts into `places` where quote marks may begin, one mask for each started block of 64 bytes; bit `i` of mask `n` speaks of byte `64 n + i`.
///
/// These are each `"` and `` ` ``, each `'` but between two ASCII letters, the first bytes of the marks of U+2018 to U+201F and of `‹ ›`, but of no `’` between two ASCII letters, those of
/// `«` and `»`, and of the characters U+3000 to U+303F. Near the border of a block there may be some others that begin with the same byte.
pub fn mark_places(simd: Simd, text: &[u8], places: &mut Vec<u64>) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    places.clear();
    places.reserve(blocks.len() + 1);
    for blocks in [blocks, &[last][..usize::from(!rest.is_empty())]] {
        match simd.tier() {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
            #[allow(unsafe_code)]
            Tier::Avx512 => unsafe { x86::avx512(blocks, places) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            Tier::Avx2 => unsafe { x86::avx2(blocks, places) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            Tier::Sse41 => unsafe { x86::sse41(blocks, places) },
            _ => places.extend(blocks.iter().map(|block| scalar(block).places())),
        }
    }
}

/// The bytes of one block by what they may be of a mark.
#[derive(Default)]
struct Masks {
    letters: u64,
    /// `"` and a backtick, which are marks wherever they stand.
    always: u64,
    apostrophes: u64,
    /// The first bytes of marks: of those that begin U+2000, of angles, of corners.
    general: u64,
    angle: u64,
    corner: u64,
    /// The second byte of those and of corners, and of angles.
    second: u64,
    of_angle: u64,
    /// The third byte of a general mark, and that of `’`.
    third: u64,
    of_apostrophe: u64,
}

impl Masks {
    /// Where a mark may begin. What stands in the next block is not known, so there it may.
    #[inline(always)]
    fn places(&self) -> u64 {
        // The byte behind, and the second one behind.
        let next = |mask: u64| mask >> 1 | 1 << 63;
        let second_next = |mask: u64| mask >> 2 | 3 << 62;
        let apostrophes = self.apostrophes & !(self.letters << 1 & self.letters >> 1);
        let between = self.letters << 1 & self.of_apostrophe >> 2 & self.letters >> 3;
        let general = self.general & next(self.second) & second_next(self.third) & !between;
        let others = self.angle & next(self.of_angle) | self.corner & next(self.second);
        self.always | apostrophes | general | others
    }
}

fn scalar(block: &[u8; BLOCK]) -> Masks {
    let mut m = Masks::default();
    for (i, &b) in block.iter().enumerate() {
        let bit = 1 << i;
        match b {
            b'a'..=b'z' | b'A'..=b'Z' => m.letters |= bit,
            b'"' | b'`' => m.always |= bit,
            b'\'' => m.apostrophes |= bit,
            0xE2 => m.general |= bit,
            0xC2 => m.angle |= bit,
            0xE3 => m.corner |= bit,
            0x80 => m.second |= bit,
            0xAB | 0xBB => m.of_angle |= bit,
            0x98..0xA0 | 0xB9 | 0xBA => m.third |= bit,
            _ => {}
        }
        m.of_apostrophe |= if b == 0x99 { bit } else { 0 };
    }
    m
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86 {
    use super::super::classify::x86::Vector;
    use super::{BLOCK, Masks};
    use std::arch::x86_64::{__m128i, __m256i, __m512i};

    /// The caller has the instruction set of `V`. A plain loop: what an iterator is given may be compiled without that set.
    #[inline(always)]
    unsafe fn body<V: Vector>(blocks: &[[u8; BLOCK]], places: &mut Vec<u64>) {
        for block in blocks {
            let mut m = Masks::default();
            for at in (0..BLOCK).step_by(V::BYTES) {
                // SAFETY: `at + V::BYTES <= BLOCK`; the instruction set is the caller's promise.
                unsafe {
                    let v = V::load(block.as_ptr().add(at));
                    let bits = |low: u8, count: u8| V::bits(v.within(low, count)) << at;
                    m.letters |= V::bits(v.or_splat(0x20).within(b'a', 26)) << at;
                    m.always |= bits(b'"', 1) | bits(b'`', 1);
                    m.apostrophes |= bits(b'\'', 1);
                    m.general |= bits(0xE2, 1);
                    m.angle |= bits(0xC2, 1);
                    m.corner |= bits(0xE3, 1);
                    m.second |= bits(0x80, 1);
                    m.of_angle |= bits(0xAB, 1) | bits(0xBB, 1);
                    m.third |= bits(0x98, 8) | bits(0xB9, 2);
                    m.of_apostrophe |= bits(0x99, 1);
                }
            }
            places.push(m.places());
        }
    }

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(blocks: &[[u8; BLOCK]], places: &mut Vec<u64>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m128i>(blocks, places) }
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(blocks: &[[u8; BLOCK]], places: &mut Vec<u64>) {
        // SAFETY: the feature is enabled here.
        unsafe { body::<__m256i>(blocks, places) }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(blocks: &[[u8; BLOCK]], places: &mut Vec<u64>) {
        // SAFETY: the features are enabled here.
        unsafe { body::<__m512i>(blocks, places) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether the mask has the byte `at`: for sure, and at the border of a block perhaps.
    fn naive(text: &[u8], at: usize) -> (bool, bool) {
        let byte = |i: usize| text.get(i).copied().unwrap_or(0);
        let before = at > 0 && byte(at - 1).is_ascii_alphabetic();
        let near = |size: usize| at % BLOCK + size > BLOCK;
        let between = |size: usize| before && byte(at + size).is_ascii_alphabetic();
        match byte(at) {
            b'"' | b'`' => (true, true),
            b'\'' => (!between(1), !between(1) || at.is_multiple_of(BLOCK) || near(2)),
            0xE2 => {
                let mark = byte(at + 1) == 0x80 && matches!(byte(at + 2), 0x98..0xA0 | 0xB9 | 0xBA);
                let sure = mark && !(byte(at + 2) == 0x99 && between(3));
                (sure, sure || mark && at.is_multiple_of(BLOCK) || near(4))
            }
            0xC2 => (matches!(byte(at + 1), 0xAB | 0xBB), matches!(byte(at + 1), 0xAB | 0xBB) || near(2)),
            0xE3 => (byte(at + 1) == 0x80, byte(at + 1) == 0x80 || near(2)),
            _ => (false, false),
        }
    }

    proptest! {
        #[test]
        fn every_tier_equals_naive(
            text in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..200),
                prop::collection::vec(prop::sample::select(&b"aZ\"'`\xE2\x80\x99\x98\xE2\x80\x99\xBA\xC2\xAB\xE3 "[..]), 0..200),
                prop::collection::vec(prop::sample::select(&["’", "a", "’", "Z", "'", "«", "「", "–", "é", "…", "‘"][..]), 0..90)
                    .prop_map(|parts| parts.concat().into_bytes()),
            ],
        ) {
            for simd in Simd::available() {
                let mut places = vec![7];
                mark_places(simd, &text, &mut places);
                prop_assert_eq!(places.len(), text.len().div_ceil(BLOCK));
                for at in 0..places.len() * BLOCK {
                    let (sure, perhaps) = naive(&text, at);
                    let has = places[at / BLOCK] >> (at % BLOCK) & 1 == 1;
                    prop_assert!(has || !sure, "{:?} lacks {}", simd, at);
                    prop_assert!(!has || perhaps, "{:?} has {}", simd, at);
                }
            }
        }
    }
}
