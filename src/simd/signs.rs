//! What a short line shows of letters, digits and marks, 64 bytes at a time.
//!
//! What furniture looks like is told by its signs, and most bytes are none or one of a few: those are told here for all bytes at once, so that the few others can be
//! looked at one by one.

use super::classify::BLOCK;
use super::{Simd, Tier};
use std::ops::Range;

/// Blocks of the longest line.
const BLOCKS: usize = 5;

/// The longest line, in bytes.
pub const LONGEST: usize = BLOCKS * BLOCK;

/// What the bytes of one line are. In a mask bit `i` of number `n` speaks of byte `64 n + i`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Whether there is one of `a-z`.
    pub small: bool,
    /// Whether there is one of `A-Z`.
    pub capitals: bool,
    /// Whether there is one of `0-9`.
    pub digits: bool,
    /// Whether there is a `,`.
    pub commas: bool,
    /// Whether there is a `$`, `%`, `(`, `-`, or a mark of U+2000 to U+203F, most of which are quote marks and dashes; not for `•` or `›`.
    pub marks: bool,
    /// Each `.` before a blank or the end.
    pub stops: [u64; BLOCKS],
    /// All that is none of these, no blank, none of `! " & ' ) ; ?`, and no byte inside a character. `•` and `›` are of these, and a mark of U+2000 to U+203F that two blocks share.
    pub others: [u64; BLOCKS],
}

/// What the line shows that is `range` of `text`, at most [`LONGEST`] bytes of it.
///
/// # Panics
///
/// When the range is not inside the text.
pub fn signs(simd: Simd, text: &[u8], range: Range<usize>) -> Signs {
    let line = &text[range.clone()];
    let line = &line[..line.len().min(LONGEST)];
    let blocks = line.len().div_ceil(BLOCK);
    let mut padded = [b' '; LONGEST];
    // What stands behind the line is read with it as long as there is text.
    let blocks = text.get(range.start..range.start + blocks * BLOCK).unwrap_or_else(|| {
        padded[..line.len()].copy_from_slice(line);
        &padded[..blocks * BLOCK]
    });
    let blocks = blocks.as_chunks().0;
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(blocks, line.len()) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(blocks, line.len()) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Sse41 => unsafe { x86::sse41(blocks, line.len()) },
        _ => body(blocks, line.len(), scalar),
    }
}

/// The bytes of one block by kind.
#[derive(Default)]
struct Masks {
    small: u64,
    capitals: u64,
    digits: u64,
    commas: u64,
    marks: u64,
    stops: u64,
    blanks: u64,
    silent: u64,
    /// The two bytes that begin the marks of U+2000 to U+203F, and those that end `•` and `›`.
    general: [u64; 3],
}

/// What a line of these blocks and this length shows, from the masks of each block.
#[inline(always)]
fn body(blocks: &[[u8; BLOCK]], length: usize, masks: impl Fn(&[u8; BLOCK]) -> Masks) -> Signs {
    let mut signs = Signs::default();
    // Its last byte has a blank behind it.
    let (mut small, mut capitals, mut digits, mut commas, mut marks, mut blank_behind) = (0, 0, 0, 0, 0, 1);
    for ((number, block), (stops, others)) in
        blocks.iter().enumerate().zip(signs.stops.iter_mut().zip(&mut signs.others)).rev()
    {
        let m = masks(block);
        let inside = u64::MAX >> (BLOCK - BLOCK.min(length - number * BLOCK));
        let [first, second, third] = m.general;
        let general = first & (second & inside) >> 1 & !(third >> 2) & u64::MAX >> 2;
        let blanks = m.blanks | !inside;
        *stops = m.stops & (blanks >> 1 | blank_behind << (BLOCK - 1)) & inside;
        blank_behind = blanks & 1;
        let of_kind = m.small | m.capitals | m.digits | m.commas | m.marks | general | *stops | blanks | m.silent;
        *others = !of_kind;
        small |= m.small & inside;
        capitals |= m.capitals & inside;
        digits |= m.digits & inside;
        commas |= m.commas & inside;
        marks |= (m.marks | general) & inside;
    }
    (signs.small, signs.capitals, signs.digits) = (small != 0, capitals != 0, digits != 0);
    (signs.commas, signs.marks) = (commas != 0, marks != 0);
    signs
}

fn scalar(block: &[u8; BLOCK]) -> Masks {
    let mut m = Masks::default();
    for (i, &b) in block.iter().enumerate() {
        let bit = 1 << i;
        let kind = match b {
            b'a'..=b'z' => &mut m.small,
            b'A'..=b'Z' => &mut m.capitals,
            b'0'..=b'9' => &mut m.digits,
            b',' => &mut m.commas,
            b'$' | b'%' | b'(' | b'-' => &mut m.marks,
            b'.' => &mut m.stops,
            b' ' => &mut m.blanks,
            b'!' | b'"' | b'&' | b'\'' | b')' | b';' | b'?' | 0x80..0xC0 => &mut m.silent,
            0xE2 => &mut m.general[0],
            _ => continue,
        };
        *kind |= bit;
        m.general[1] |= if b == 0x80 { bit } else { 0 };
        m.general[2] |= if matches!(b, 0xA2 | 0xBA) { bit } else { 0 };
    }
    m
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86 {
    use super::super::classify::x86::Vector;
    use super::{BLOCK, Masks, Signs, body};
    use std::arch::x86_64::{__m128i, __m256i, __m512i};

    /// The caller has the instruction set of `V`.
    #[inline(always)]
    unsafe fn masks<V: Vector>(block: &[u8; BLOCK]) -> Masks {
        let mut m = Masks::default();
        for at in (0..BLOCK).step_by(V::BYTES) {
            // SAFETY: `at + V::BYTES <= BLOCK`; the instruction set is the caller's promise.
            unsafe {
                let v = V::load(block.as_ptr().add(at));
                let bits = |low: u8, count: u8| V::bits(v.within(low, count)) << at;
                m.small |= bits(b'a', 26);
                m.capitals |= bits(b'A', 26);
                m.digits |= bits(b'0', 10);
                m.commas |= bits(b',', 1);
                m.marks |= bits(b'$', 2) | bits(b'(', 1) | bits(b'-', 1);
                m.stops |= bits(b'.', 1);
                m.blanks |= bits(b' ', 1);
                m.silent |= bits(b'!', 2) | bits(b'&', 2) | bits(b')', 1) | bits(b';', 1) | bits(b'?', 1);
                m.silent |= bits(0x80, 64);
                m.general[0] |= bits(0xE2, 1);
                m.general[1] |= bits(0x80, 1);
                m.general[2] |= bits(0xA2, 1) | bits(0xBA, 1);
            }
        }
        m
    }

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(blocks: &[[u8; BLOCK]], length: usize) -> Signs {
        // SAFETY: the feature is enabled here.
        body(blocks, length, |block| unsafe { masks::<__m128i>(block) })
    }

    #[target_feature(enable = "avx2,bmi2")]
    pub(super) fn avx2(blocks: &[[u8; BLOCK]], length: usize) -> Signs {
        // SAFETY: the feature is enabled here.
        body(blocks, length, |block| unsafe { masks::<__m256i>(block) })
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi2")]
    pub(super) fn avx512(blocks: &[[u8; BLOCK]], length: usize) -> Signs {
        // SAFETY: the features are enabled here.
        body(blocks, length, |block| unsafe { masks::<__m512i>(block) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(line: &[u8]) -> Signs {
        let any = |kind: fn(&u8) -> bool| line.iter().any(kind);
        let mut signs = Signs {
            small: any(u8::is_ascii_lowercase),
            capitals: any(u8::is_ascii_uppercase),
            digits: any(u8::is_ascii_digit),
            commas: line.contains(&b','),
            ..Signs::default()
        };
        for (i, &b) in line.iter().enumerate() {
            let mark = b == 0xE2
                && i % BLOCK < BLOCK - 2
                && line.get(i + 1) == Some(&0x80)
                && !matches!(line.get(i + 2), Some(0xA2 | 0xBA));
            let stop = b == b'.' && line.get(i + 1).is_none_or(|next| *next == b' ');
            let silent = b.is_ascii_alphanumeric() || b", !\"&');?".contains(&b) || (0x80..0xC0).contains(&b);
            signs.marks |= mark || b"$%(-".contains(&b);
            signs.stops[i / BLOCK] |= u64::from(stop) << (i % BLOCK);
            signs.others[i / BLOCK] |= u64::from(!(mark || stop || silent || b"$%(-".contains(&b))) << (i % BLOCK);
        }
        signs
    }

    proptest! {
        #[test]
        fn every_tier_equals_naive(
            line in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..=LONGEST),
                prop::collection::vec(prop::sample::select(&b"aZ0,. .-(\xE2\x80\x94\xBA\xA2\xE2\x80"[..]), 0..=LONGEST),
            ],
            before in prop::collection::vec(any::<u8>(), 0..9), behind in prop::collection::vec(any::<u8>(), 0..70),
        ) {
            let text = [&before[..], &line, &behind].concat();
            for simd in Simd::available() {
                let found = signs(simd, &text, before.len()..before.len() + line.len());
                prop_assert_eq!(found, naive(&line), "{:?}", simd);
            }
        }
    }

    #[test]
    fn every_byte_by_itself() {
        for simd in Simd::available() {
            for b in 0..=255 {
                assert_eq!(signs(simd, &[b], 0..1), naive(&[b]), "{simd:?} {b}");
            }
        }
    }

    #[test]
    fn of_a_long_line_the_beginning() {
        let line = [b'a'; LONGEST + 70];
        assert_eq!(signs(Simd::best(), &line, 0..line.len()), signs(Simd::best(), &line, 0..LONGEST));
    }
}
