//! The first words of a line by kind: a bit for each word, so that counting them and asking for two kinds at once is one step for all.

use super::lines::LOOK;
use super::phrases::{DATE_NAME, FURNITURE, INNER, PROSE, TIME_UNIT, VERB};
use crate::text::{WordHash, has_digit};

/// Which words are of a kind: the lowest bit is the first word.
pub(super) type Bits = u32;

const _: () = assert!(LOOK == Bits::BITS as usize);

/// The flags of a word that say its kind. Together with a digit and a capital they are one byte.
const KINDS: u32 = PROSE | VERB | DATE_NAME | TIME_UNIT | FURNITURE | INNER;
const DIGIT: u32 = 1 << 5;
const CAPITAL: u32 = 1 << 7;
const _: () = assert!(KINDS | DIGIT | CAPITAL == 0xFF && KINDS & DIGIT == 0);

/// What the first words of a line are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    /// Words of running prose.
    pub prose: Bits,
    /// Finite verbs.
    pub verbs: Bits,
    /// Words that furniture is full of.
    pub furniture: Bits,
    /// Words that a phrase may be found by wherever they stand.
    pub inner: Bits,
    /// Words that begin with a capital.
    pub capitals: Bits,
    /// Numbers, months and days of the week.
    pub slots: Bits,
    /// The same, and units of time.
    pub numbers: Bits,
    /// How many are of a script without spaces.
    pub unspaced: u32,
}

impl Kinds {
    /// Of words that stand at these places of a text, no more than [`LOOK`]. `flags_of` gives the flags of a word, which are put into `flags`.
    pub(super) fn new(
        text: &str,
        words: &[WordHash],
        starts: &[u32],
        flags_of: impl Fn(WordHash) -> u32,
        flags: &mut [u32; LOOK],
    ) -> Kinds {
        let of = |holds, bit| if holds { bit } else { 0 };
        let mut bytes = [0; LOOK];
        let mut largest = 0;
        for (((byte, flag), &word), &start) in bytes.iter_mut().zip(&mut *flags).zip(words).zip(starts) {
            *flag = flags_of(word);
            let first = text.as_bytes()[start as usize];
            largest = largest.max(first);
            *byte = (*flag & KINDS | of(has_digit(word), DIGIT) | of(first.is_ascii_uppercase(), CAPITAL)) as u8;
        }
        let mut unspaced = 0;
        if largest >= 0xC3 {
            for (byte, &start) in bytes.iter_mut().zip(starts).take(words.len()) {
                let first = text.as_bytes()[start as usize];
                // Korean is spaced.
                unspaced += u32::from(first >= 0xE3 && !(0xEA..=0xED).contains(&first));
                let beyond = || text[start as usize..].chars().next().is_some_and(char::is_uppercase);
                *byte |= of((0xC3..0xE3).contains(&first) && beyond(), CAPITAL) as u8;
            }
        }
        let mut planes = [0; 8];
        for (eight, bytes) in bytes.as_chunks::<8>().0.iter().enumerate().take(words.len().div_ceil(8)) {
            for (plane, of_eight) in planes.iter_mut().zip(transposed(*bytes)) {
                *plane |= Bits::from(of_eight) << (8 * eight);
            }
        }
        let of = |kind: u32| planes[kind.trailing_zeros() as usize];
        let slots = of(DIGIT) | of(DATE_NAME);
        Kinds {
            prose: of(PROSE),
            verbs: of(VERB),
            furniture: of(FURNITURE),
            inner: of(INNER),
            capitals: of(CAPITAL),
            slots,
            numbers: slots | of(TIME_UNIT),
            unspaced,
        }
    }

    /// What look like names.
    pub(super) fn names(&self) -> Bits {
        self.capitals & !self.slots & !self.prose
    }

    /// Words that say what the line is about, of `look` words.
    pub(super) fn topical(&self, look: usize) -> Bits {
        !(self.numbers | self.prose | self.furniture) & first(look)
    }
}

/// The bits of so many first words.
fn first(look: usize) -> Bits {
    Bits::MAX.checked_shr(Bits::BITS - look as u32).unwrap_or(0)
}

/// How many.
pub(super) fn count(bits: Bits) -> usize {
    bits.count_ones() as usize
}

/// The numbers of the words, ascending.
pub(super) fn each(mut bits: Bits) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (at < Bits::BITS).then_some(at as usize)
    })
}

/// Eight bytes of eight bits, rows for columns (Warren, Hacker's Delight, 7-3): bit `i` of byte `k` is bit `k` of what was byte `i`.
fn transposed(bytes: [u8; 8]) -> [u8; 8] {
    let mut x = u64::from_le_bytes(bytes);
    for (shift, mask) in [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0x0000_0000_F0F0_F0F0)] {
        let swapped = (x ^ x >> shift) & mask;
        x ^= swapped ^ swapped << shift;
    }
    x.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Each word by itself is what all are together.
        #[test]
        fn kinds_are_those_of_each_word(words in prop::collection::vec((any::<u64>(), any::<u32>(), "[a-zA-Z0-9éÉжЖ中한]"), 0..=LOOK)) {
            let mut text = String::new();
            let mut starts = Vec::new();
            for word in &words {
                starts.push(text.len() as u32);
                text.push_str(&word.2);
            }
            let hashes: Vec<u64> = words.iter().map(|w| w.0).collect();
            let mut flags = [0; LOOK];
            let flags_of = |hash| words.iter().find(|w| w.0 == hash).map_or(0, |w| w.1);
            let kinds = Kinds::new(&text, &hashes, &starts, flags_of, &mut flags);
            prop_assert_eq!(&flags[..words.len()], &words.iter().map(|w| w.1).collect::<Vec<_>>());
            let (names, topical) = (kinds.names(), kinds.topical(words.len()));
            for (at, (word, flag, letter)) in words.iter().enumerate() {
                let has = |bits: Bits| bits >> at & 1 == 1;
                let capital = letter.chars().all(char::is_uppercase);
                let slot = word & 1 == 1 || flag & DATE_NAME != 0;
                prop_assert_eq!(has(kinds.prose), flag & PROSE != 0);
                prop_assert_eq!(has(kinds.verbs), flag & VERB != 0);
                prop_assert_eq!(has(kinds.furniture), flag & FURNITURE != 0);
                prop_assert_eq!(has(kinds.inner), flag & INNER != 0);
                prop_assert_eq!(has(kinds.capitals), capital);
                prop_assert_eq!(has(kinds.slots), slot);
                prop_assert_eq!(has(kinds.numbers), slot || flag & TIME_UNIT != 0);
                prop_assert_eq!(has(names), capital && !slot && flag & PROSE == 0);
                prop_assert_eq!(has(topical), !slot && flag & (PROSE | FURNITURE | TIME_UNIT) == 0);
            }
            prop_assert_eq!(kinds.unspaced as usize, words.iter().filter(|w| w.2 == "中").count());
            let all = kinds.prose | kinds.verbs | kinds.furniture | kinds.inner | kinds.capitals | kinds.numbers | topical;
            prop_assert_eq!(each(all).filter(|at| *at >= words.len()).count(), 0);
            prop_assert_eq!(each(topical).count(), count(topical));
        }
    }
}
