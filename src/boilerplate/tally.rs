//! The words of a line counted by kind, all kinds at once.

use super::lines::LOOK;
use super::phrases::{DATE_NAME, FURNITURE, PROSE, TIME_UNIT, VERB};
use crate::text::{WordHash, has_digit};

/// Lanes of eight bits in which the words of a line are counted by kind, all at once: a line is counted by fewer than 256 of its words.
pub(super) const CAPITALS: u32 = 0;
pub(super) const PROSES: u32 = 8;
pub(super) const MENU_WORDS: u32 = 16;
pub(super) const SLOTS: u32 = 24;
pub(super) const NUMBERS: u32 = 32;
pub(super) const NAMES: u32 = 40;
pub(super) const TOPICAL: u32 = 48;

/// The flags of a word that say its kind; two bits more are whether it has a digit and whether it begins with a capital.
const KINDS: u32 = 31;
const _: () = assert!(PROSE | VERB | DATE_NAME | TIME_UNIT | FURNITURE == KINDS);

/// What a word of each kind adds to the lanes.
static LANES: [u64; 128] = {
    let mut table = [0; 128];
    let mut kind = 0;
    while kind < 128 {
        let flag = kind as u32 & KINDS;
        let (digit, capital) = (kind & 32 != 0, kind & 64 != 0);
        let slot = digit || flag & DATE_NAME != 0;
        table[kind] = (capital as u64) << CAPITALS
            | ((flag & PROSE != 0) as u64) << PROSES
            | ((flag & FURNITURE != 0) as u64) << MENU_WORDS
            | (slot as u64) << SLOTS
            | ((slot || flag & TIME_UNIT != 0) as u64) << NUMBERS
            | ((!slot && capital && flag & PROSE == 0) as u64) << NAMES
            | ((!slot && flag & (PROSE | FURNITURE | TIME_UNIT) == 0) as u64) << TOPICAL;
        kind += 1;
    }
    table
};

/// What a word adds to the lanes.
#[inline]
fn kind(flag: u32, digit: bool, capital: bool) -> u64 {
    LANES[(flag & KINDS) as usize | usize::from(digit) << 5 | usize::from(capital) << 6]
}

/// The count in a lane.
#[inline]
pub(super) fn count(lanes: u64, lane: u32) -> usize {
    (lanes >> lane & 255) as usize
}

/// What the first words of a line are: how many of each kind, and for some kinds which, a bit for each word.
#[derive(Default)]
pub(super) struct Seen {
    pub lanes: u64,
    pub slots: u32,
    pub names: u32,
    pub topical: u32,
    pub verbs: bool,
    /// How many are of a script without spaces.
    pub cjk: usize,
}

const _: () = assert!(LOOK == u32::BITS as usize);

/// Looks at the first words of a line. Half of them are of each kind, in no order that a processor could guess: no branches but those that go one way for nearly all words.
pub(super) fn tally(text: &str, words: &[WordHash], flags: &[u32], starts: &[u32]) -> Seen {
    let bytes = text.as_bytes();
    let mut seen = Seen::default();
    let mut all_flags = 0;
    for (at, ((&word, &flag), &start)) in words.iter().zip(flags).zip(starts).enumerate() {
        let start = start as usize;
        let first = bytes[start];
        let mut capital = first.is_ascii_uppercase();
        if first >= 0xC3 {
            // Korean is spaced.
            seen.cjk += usize::from(first >= 0xE3 && !(0xEA..=0xED).contains(&first));
            capital = first < 0xE3 && text[start..].chars().next().is_some_and(char::is_uppercase);
        }
        let of_word = kind(flag, has_digit(word), capital);
        let bit = |lane| (of_word >> lane & 1) as u32;
        seen.lanes += of_word;
        seen.slots |= bit(SLOTS) << at;
        seen.names |= bit(NAMES) << at;
        seen.topical |= bit(TOPICAL) << at;
        all_flags |= flag;
    }
    seen.verbs = all_flags & VERB != 0;
    seen
}
