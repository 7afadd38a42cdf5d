//! Cutting a text into words: exactly those of UAX #29, then parted at a full stop or colon between letters.
//!
//! The definition is [`cut_by_definition`](super::cut_by_definition), which asks `unicode-segmentation`. The fast way computes the same on bit masks: with `L` the bytes
//! of letters and `D` those of digits, an apostrophe is inside a word when `L << 1 & L >> 1` (or the same with `D`) has its bit, a
//! decimal mark when `D << 1 & D >> 1` has, and words are the runs of what is left. Characters outside ASCII are looked up one by one and their
//! bytes set in the masks; a character that the fast way does not know sends its *line* (never a word across lines: UAX #29 WB3a) to the definition.
//! Properties in `tests/words.rs` hold the two together.

use super::class::{Class, Lookup};
use super::definition::for_each_by_definition;
use super::hashes::{WordHash, finish, hash_normal_with};
use super::normalise::normalise_into;
use crate::simd::Simd;
use crate::simd::bits::bit_places;
use crate::simd::classify::{BLOCK, BlockMasks, classify};
use xxhash_rust::xxh3::xxh3_64;

/// The words of a text: where each stands, and the hash of its normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Byte offset of the first byte of each word in the original text.
    pub starts: Vec<u32>,
    /// Byte offset one past the last byte of each word.
    pub ends: Vec<u32>,
    /// Hash of each word's normal form.
    pub hashes: Vec<WordHash>,
}

impl Words {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Appends the normal form of some of the words, by their numbers, to `form`: parted by one space, also from what stands there already. `text` is the text that they are of.
    pub fn normal_form_into(&self, text: &str, words: std::ops::Range<usize>, form: &mut String) {
        let mut lookup = Lookup::new();
        for (&start, &end) in self.starts[words.clone()].iter().zip(&self.ends[words]) {
            if !form.is_empty() {
                form.push(' ');
            }
            normalise_into(&text[start as usize..end as usize], &mut lookup, form);
        }
    }

    /// Removes all words, keeps the memory.
    pub fn clear(&mut self) {
        self.starts.clear();
        self.ends.clear();
        self.hashes.clear();
    }

    /// Removes the words of these numbers, which are in ascending order.
    fn remove(&mut self, numbers: &[usize]) {
        let Some(&first) = numbers.first() else { return };
        let mut numbers = numbers.iter().copied().peekable();
        let mut to = first;
        for from in first..self.len() {
            if numbers.next_if_eq(&from).is_none() {
                self.starts[to] = self.starts[from];
                self.ends[to] = self.ends[from];
                self.hashes[to] = self.hashes[from];
                to += 1;
            }
        }
        self.starts.truncate(to);
        self.ends.truncate(to);
        self.hashes.truncate(to);
    }

    fn push(&mut self, start: usize, end: usize, hash: WordHash) {
        self.starts.push(start as u32);
        self.ends.push(end as u32);
        self.hashes.push(hash);
    }
}

/// Cuts texts into words; keeps its buffers from text to text.
#[derive(Debug)]
pub struct Cutter {
    simd: Simd,
    lookup: Lookup,
    masks: Vec<BlockMasks>,
    marks: Vec<Marks>,
    start_masks: Vec<u64>,
    end_masks: Vec<u64>,
    folded: Vec<u8>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// How many of `starts` and `ends` are runs of the last text.
    runs: usize,
    dropped: Vec<usize>,
    /// Number of the first run that starts in each block, from `first_block` on.
    first_runs: Vec<u32>,
    first_block: usize,
    /// Place, size and class of each mark outside ASCII that may join.
    joiners: Vec<(u32, u32, Class)>,
    complex_lines: Vec<(usize, usize)>,
    normal: String,
}

/// What characters outside ASCII add to the masks of a block.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    /// Bytes of characters that are words by themselves.
    solos: u64,
    /// The first byte of each of them.
    solo_firsts: u64,
    /// Apostrophes and number marks outside ASCII that join.
    joined: u64,
    /// Bytes of characters whose normal form cannot be written in place.
    slow: u64,
}

/// Bits of a block and of the one behind it.
#[derive(Debug, Clone, Copy, Default)]
struct Two {
    now: u64,
    next: u64,
}

impl Two {
    /// Sets `count` (1 to 4) bits from `offset` on.
    #[inline]
    fn set(&mut self, offset: u32, count: usize) {
        let bits = (1u64 << count) - 1;
        self.now |= bits << offset;
        // Shifted in two steps, because 64 at once is more than a shift may be.
        self.next |= bits >> 1 >> (63 - offset);
    }
}

impl Cutter {
    /// A cutter that uses this instruction set.
    pub fn new(simd: Simd) -> Cutter {
        Cutter {
            simd,
            lookup: Lookup::new(),
            masks: Vec::new(),
            marks: Vec::new(),
            start_masks: Vec::new(),
            end_masks: Vec::new(),
            folded: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            runs: 0,
            dropped: Vec::new(),
            first_runs: Vec::new(),
            first_block: 0,
            joiners: Vec::new(),
            complex_lines: Vec::new(),
            normal: String::new(),
        }
    }

    /// The instruction set that it uses.
    pub fn simd(&self) -> Simd {
        self.simd
    }

    /// Cuts `text` and puts its words into `words`, and the byte offsets of its line feeds into `newlines`.
    ///
    /// # Panics
    ///
    /// When the text is longer than 4 GiB, which no reader lets through.
    pub fn cut(&mut self, text: &str, words: &mut Words, newlines: &mut Vec<u32>) {
        assert!(u32::try_from(text.len()).is_ok(), "a text of more than 4 GiB");
        words.clear();
        newlines.clear();
        classify(self.simd, text.as_bytes(), &mut self.masks, &mut self.folded);
        self.start_masks.clear();
        self.start_masks.extend(self.masks.iter().map(|m| m.newlines));
        let count = bit_places(self.simd, &self.start_masks, 0, newlines);
        newlines.truncate(count);
        self.mark(text, newlines);
        let mut from = 0;
        let complex = std::mem::take(&mut self.complex_lines);
        for &(start, end) in &complex {
            self.runs(from, start);
            self.hash_runs(text, words);
            self.cut_line_by_definition(&text[start..end], start, words);
            from = end;
        }
        self.complex_lines = complex;
        self.runs(from, text.len());
        self.hash_runs(text, words);
    }

    /// Looks up the characters outside ASCII and adds them to the masks.
    fn mark(&mut self, text: &str, newlines: &[u32]) {
        let bytes = text.as_bytes();
        self.marks.clear();
        self.marks.resize(self.masks.len(), Marks::default());
        self.joiners.clear();
        self.complex_lines.clear();
        let mut skip_to = 0;
        for b in 0..self.masks.len() {
            let mut leads = self.masks[b].leads;
            // What the characters of this block set, in it and (a character that crosses the border) in the next one.
            let [mut letters, mut digits, mut solos, mut slow] = [Two::default(); 4];
            let mut firsts = self.masks[b].ideographs;
            // Three bytes each.
            solos.now = firsts | firsts << 1 | firsts << 2;
            solos.next = firsts >> 63 | firsts >> 62;
            while leads != 0 {
                let offset = leads.trailing_zeros();
                let at = b * BLOCK + offset as usize;
                leads &= leads - 1;
                if at < skip_to {
                    continue;
                }
                let (c, size) = decode(bytes, at);
                let code = self.lookup.code(c);
                match code.class() {
                    Class::Other => continue,
                    Class::Letter => letters.set(offset, size),
                    Class::Digit => digits.set(offset, size),
                    Class::Solo => {
                        solos.set(offset, size);
                        firsts |= 1 << offset;
                    }
                    class @ (Class::Apostrophe | Class::NumberMark | Class::LetterMark) => {
                        self.joiners.push((at as u32, size as u32, class));
                        continue;
                    }
                    Class::Extend | Class::Complex => {
                        let next = newlines.partition_point(|&n| (n as usize) < at);
                        let start = if next == 0 { 0 } else { newlines[next - 1] as usize + 1 };
                        let end = newlines.get(next).map_or(bytes.len(), |&n| n as usize);
                        self.complex_lines.push((start, end));
                        skip_to = end;
                        continue;
                    }
                }
                // Its normal form in its place, or a mark that the word is to be normalised character by character.
                if code.is_normal() {
                    continue;
                }
                match (self.lookup.info(c).in_place(), size) {
                    (Some(&[x, y, ..]), 2) => self.folded[at..at + 2].copy_from_slice(&[x, y]),
                    (Some(form), _) => self.folded[at..at + size].copy_from_slice(&form[..size]),
                    (None, _) => slow.set(offset, size),
                }
            }
            self.masks[b].letters |= letters.now;
            self.masks[b].digits |= digits.now;
            self.marks[b].slow |= slow.now;
            self.marks[b].solos |= solos.now;
            self.marks[b].solo_firsts = firsts;
            if letters.next | digits.next | solos.next | slow.next != 0 {
                self.masks[b + 1].letters |= letters.next;
                self.masks[b + 1].digits |= digits.next;
                self.marks[b + 1].solos |= solos.next;
                self.marks[b + 1].slow |= slow.next;
            }
        }
        for &(at, size, class) in &self.joiners {
            let (at, size) = (at as usize, size as usize);
            let between = |mask: fn(&BlockMasks) -> u64| {
                at > 0 && bit(&self.masks, at - 1, mask) && bit(&self.masks, at + size, mask)
            };
            let joins = (class != Class::NumberMark && between(|m| m.letters))
                || (class != Class::LetterMark && between(|m| m.digits));
            if joins {
                set(&mut self.marks, at, size, |m| &mut m.joined);
                set(&mut self.marks, at, size, |m| &mut m.slow);
            }
        }
    }

    /// Finds the runs of word bytes in `from..to`, which begins and ends at line borders.
    fn runs(&mut self, from: usize, to: usize) {
        self.runs = 0;
        self.first_runs.clear();
        if from >= to {
            return;
        }
        self.start_masks.clear();
        self.end_masks.clear();
        let mut started = 0;
        self.first_block = from / BLOCK;
        let none = BlockMasks::default();
        let (first, last) = (from / BLOCK, to / BLOCK);
        let (mut carry, mut solo_carry) = (0, 0);
        for b in first..=last.min(self.masks.len() - 1) {
            let m = &self.masks[b];
            let marks = &self.marks[b];
            let before = if b == 0 { &none } else { &self.masks[b - 1] };
            let after = self.masks.get(b + 1).unwrap_or(&none);
            let between = |now: u64, before: u64, after: u64| (now << 1 | before >> 63) & (now >> 1 | after << 63);
            let letters = between(m.letters, before.letters, after.letters);
            let digits = between(m.digits, before.digits, after.digits);
            let joined = (m.apostrophes & letters) | ((m.apostrophes | m.number_marks) & digits);
            let mut inside = m.letters | m.digits | m.underscores | joined | marks.solos | marks.joined;
            if b == first {
                inside &= u64::MAX << (from % BLOCK);
            }
            if b == last {
                inside &= !(u64::MAX << (to % BLOCK));
            }
            // A word ends and another may begin even inside a run: at the first byte of a solo, and behind its last.
            let borders = marks.solo_firsts | ((marks.solos << 1 | solo_carry) & !marks.solos);
            solo_carry = marks.solos >> 63;
            let before = inside << 1 | carry;
            carry = inside >> 63;
            let starts = inside & (!before | borders);
            self.first_runs.push(started);
            started += starts.count_ones();
            self.start_masks.push(starts);
            self.end_masks.push(before & (!inside | borders));
        }
        let base = (first * BLOCK) as u32;
        self.runs = bit_places(self.simd, &self.start_masks, base, &mut self.starts);
        let ended = bit_places(self.simd, &self.end_masks, base, &mut self.ends);
        // The buffer is longer than what is written.
        if ended < self.runs {
            self.ends[ended] = to as u32;
        }
    }

    /// Hashes the runs that `runs` found and appends them to `words`.
    fn hash_runs(&mut self, text: &str, words: &mut Words) {
        let (starts, ends) = (&self.starts[..self.runs], &self.ends[..self.runs]);
        let first = words.len();
        words.starts.extend_from_slice(starts);
        words.ends.extend_from_slice(ends);
        words.hashes.extend(
            starts.iter().zip(ends).map(|(&s, &e)| finish(hash_folded(&self.folded, s as usize, e as usize), false)),
        );
        // Then the words that the tight loop got wrong: those with a digit, those that have to be normalised character by character, and rows of `_` alone.
        self.dropped.clear();
        for (b, &first_run) in (self.first_block..).zip(&self.first_runs) {
            let (m, marks) = (&self.masks[b], &self.marks[b]);
            if m.digits | m.underscores | marks.slow == 0 {
                continue;
            }
            let base = b * BLOCK;
            // The run that a byte of this block stands in; one that began in an earlier block comes before `first_run`.
            let run_of = |at: usize| {
                let mut run = (first_run as usize).saturating_sub(1);
                while run < ends.len() && ends[run] as usize <= at {
                    run += 1;
                }
                run
            };
            // One step for each run that has such a bit, not for each bit.
            let for_each_run = |mut bits: u64, visit: &mut dyn FnMut(usize)| {
                while bits != 0 {
                    let at = base + bits.trailing_zeros() as usize;
                    let run = run_of(at);
                    if run == ends.len() {
                        return;
                    }
                    // A bit in no run belongs to a line that went to the definition: on to the next run.
                    let mut next = starts[run] as usize;
                    if next <= at {
                        visit(run);
                        next = ends[run] as usize;
                    }
                    bits &= if next - base < BLOCK { u64::MAX << (next - base) } else { 0 };
                }
            };
            for_each_run(m.digits, &mut |run| words.hashes[first + run] |= 1);
            let any = |run: usize, mask: fn(&BlockMasks) -> u64| {
                any_bit(&self.masks, starts[run] as usize, ends[run] as usize, mask)
            };
            for_each_run(m.underscores, &mut |run| {
                let solo = any_bit(&self.marks, starts[run] as usize, ends[run] as usize, |m| m.solos);
                if !solo && !any(run, |m| m.letters | m.digits) {
                    self.dropped.push(first + run);
                }
            });
            for_each_run(marks.slow, &mut |run| {
                self.normal.clear();
                normalise_into(&text[starts[run] as usize..ends[run] as usize], &mut self.lookup, &mut self.normal);
                words.hashes[first + run] = hash_normal_with(&self.normal, &mut self.lookup);
                if self.normal.is_empty() {
                    self.dropped.push(first + run);
                }
            });
        }
        self.dropped.sort_unstable();
        self.dropped.dedup();
        words.remove(&self.dropped);
    }

    fn cut_line_by_definition(&mut self, line: &str, offset: usize, words: &mut Words) {
        let (lookup, normal) = (&mut self.lookup, &mut self.normal);
        let mut second = *lookup;
        for_each_by_definition(line, lookup, |start, word| {
            normal.clear();
            normalise_into(word, &mut second, normal);
            if !normal.is_empty() {
                let start = offset + start;
                words.push(start, start + word.len(), hash_normal_with(normal, &mut second));
            }
        });
    }
}

/// Keeps the first `n` bytes of 16, as two little-endian halves.
static KEEP: [(u64, u64); 17] = {
    let mut table = [(0, 0); 17];
    let mut n = 0;
    while n <= 16 {
        let low = if n >= 8 { u64::MAX } else { (1 << (8 * n)) - 1 };
        let high = if n == 16 {
            u64::MAX
        } else if n > 8 {
            (1 << (8 * (n - 8))) - 1
        } else {
            0
        };
        table[n] = (low, high);
        n += 1;
    }
    table
};

/// xxh3 of `folded[start..end]`, zero-padded to 16 bytes when shorter. `folded` has 16 bytes to spare.
#[inline]
fn hash_folded(folded: &[u8], start: usize, end: usize) -> u64 {
    let n = end - start;
    if n > 16 {
        return xxh3_64(&folded[start..end]);
    }
    let mut sixteen = [0; 16];
    sixteen.copy_from_slice(&folded[start..start + 16]);
    let x = u128::from_le_bytes(sixteen);
    let (low, high) = KEEP[n];
    xxh3_64(&(x & (u128::from(low) | u128::from(high) << 64)).to_le_bytes())
}

/// The character at byte `at` of valid UTF-8, and its size. `at` is the first byte of a character outside ASCII.
#[inline]
fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let part = |i: usize| u32::from(bytes[at + i] & 0x3F);
    let lead = u32::from(bytes[at]);
    let (code, size) = match lead {
        0..0xE0 => ((lead & 0x1F) << 6 | part(1), 2),
        0xE0..0xF0 => ((lead & 0x0F) << 12 | part(1) << 6 | part(2), 3),
        _ => ((lead & 0x07) << 18 | part(1) << 12 | part(2) << 6 | part(3), 4),
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), size)
}

/// Sets `count` (at most 4) bits from `at` on in the masks that `field` picks.
#[inline]
fn set<T>(masks: &mut [T], at: usize, count: usize, field: fn(&mut T) -> &mut u64) {
    let bits = u128::from((1u64 << count) - 1) << (at % BLOCK);
    *field(&mut masks[at / BLOCK]) |= bits as u64;
    let over = (bits >> 64) as u64;
    if over != 0 {
        *field(&mut masks[at / BLOCK + 1]) |= over;
    }
}

fn bit<T>(masks: &[T], at: usize, field: fn(&T) -> u64) -> bool {
    masks.get(at / BLOCK).is_some_and(|m| field(m) >> (at % BLOCK) & 1 == 1)
}

/// Whether a bit of `start..end` is set.
fn any_bit<T>(masks: &[T], start: usize, end: usize, field: impl Fn(&T) -> u64) -> bool {
    let (first, last) = (start / BLOCK, (end - 1) / BLOCK);
    (first..=last).any(|b| {
        let mut bits = field(&masks[b]);
        if b == first {
            bits &= u64::MAX << (start % BLOCK);
        }
        if b == last && !end.is_multiple_of(BLOCK) {
            bits &= !(u64::MAX << (end % BLOCK));
        }
        bits != 0
    })
}
