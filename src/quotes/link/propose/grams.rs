//! Which wordings share grams: an inverted index for each kind of them.

use super::{FULL, RARE, RUN, Rank, Wording};
use crate::matching::{HashedSet, Meetings, Parted};
use crate::quotes::lexicon::Sieve;
use crate::quotes::plain::{PlainQuotes, PlainWord};
use crate::simd::shingles::mix;
use std::ops::Range;

/// Wordings, those of one kind one behind the other.
pub(super) struct Kinds<'a> {
    pub(super) wordings: &'a [Wording],
    /// How well each would do to meet all others of a long list.
    pub(super) ranks: Vec<Rank>,
    pub(super) plain: &'a PlainQuotes<'a>,
    /// Number of the first wording of each kind, and the number of all.
    pub(super) firsts: [u32; 5],
}

impl Kinds<'_> {
    fn rank(&self, number: u32) -> Rank {
        self.ranks[number as usize]
    }

    /// Calls `visit` with the number of each of some wordings and its grams that `may` be of use.
    fn each<const SIZE: usize>(&self, some: Range<u32>, may: impl Fn(u64) -> bool, mut visit: impl FnMut(u32, &[u64])) {
        let mut grams = Vec::new();
        for number in some {
            let words = self.wordings[number as usize].words(self.plain);
            grams_of::<SIZE>(words, &may, &mut grams);
            visit(number, &grams);
        }
    }

    /// Long wordings that share a run.
    pub(super) fn by_runs(&self) -> Vec<Meetings> {
        let mut index = Parted::default();
        self.each::<RUN>(
            self.firsts[3]..self.firsts[4],
            |_| true,
            |number, grams| grams.iter().for_each(|&gram| index.push(gram, number)),
        );
        index.groups(|_, list, met: &mut Meetings| met.add(list, FULL, |number| self.rank(number)))
    }

    /// Wordings of one kind that share a gram, with each other or with a longer one. Lists of more than `full` lead to their anchors; those of rare grams lead nowhere then.
    pub(super) fn asked_for<const SIZE: usize>(&self, asked: usize, full: usize) -> Vec<Meetings> {
        let border = self.firsts[asked + 1];
        let only_rare = full <= RARE;
        let mut grams: Vec<(u64, u32)> = Vec::new();
        self.each::<SIZE>(
            self.firsts[asked]..border,
            |_| true,
            |number, found| grams.extend(found.iter().map(|&gram| (gram, number))),
        );
        if only_rare {
            // Most of what longer ones have of them is of a few that are frequent here already.
            let mut of_all: Vec<u64> = grams.iter().map(|&(gram, _)| gram).collect();
            of_all.sort_unstable();
            let lists = of_all.chunk_by(|a, b| a == b).filter(|list| list.len() > full);
            let frequent: HashedSet<u64> = lists.map(|list| list[0]).collect();
            grams.retain(|(gram, _)| !frequent.contains(gram));
        }
        let sieve = Sieve::of(grams.iter().map(|&(gram, _)| gram), grams.len());
        let mut index = Parted::default();
        grams.into_iter().for_each(|(gram, number)| index.push(gram, number));
        self.each::<SIZE>(
            border..self.firsts[4],
            |gram| sieve.may_have(gram),
            |number, grams| grams.iter().for_each(|&gram| index.push(gram, number)),
        );
        index.groups(move |_, list, met: &mut Meetings| {
            let (asked, others) = list.split_at(list.partition_point(|&number| number < border));
            if list.len() <= full {
                met.add_apart(asked, others);
            } else if !only_rare {
                met.add_to_anchors(asked, list, |number| self.rank(number));
            }
        })
    }
}

/// Replaces `grams` by the hashes of each `SIZE` words in a row that do not consist of common words alone and for which `may` holds, without a branch.
#[inline]
fn grams_of<const SIZE: usize>(words: &[PlainWord], may: impl Fn(u64) -> bool, grams: &mut Vec<u64>) {
    grams.resize((words.len() + 1).saturating_sub(SIZE), 0);
    let mut count = 0;
    for words in words.windows(SIZE) {
        let says = words.iter().fold(false, |says, word| says | !word.is_common());
        let gram = gram::<SIZE>(words);
        grams[count] = gram;
        count += usize::from(says & may(gram));
    }
    grams.truncate(count);
}

/// A hash of these words: a sum of products with odd numbers (Dietzfelbinger 1996), mixed.
#[inline]
fn gram<const SIZE: usize>(words: &[PlainWord]) -> u64 {
    const FACTORS: [u64; RUN] = [
        0x9E37_79B9_7F4A_7C15,
        0xD6E8_FEB8_6659_FD93,
        0xA076_1D64_78BD_642F,
        0xE703_7ED1_A0B4_28DB,
        0x8EBC_6AF0_9C88_C6E3,
    ];
    let mut sum = 0u64;
    for at in 0..SIZE {
        sum = sum.wrapping_add((u64::from(words[at].bits()) + 1).wrapping_mul(FACTORS[at]));
    }
    mix(sum)
}
