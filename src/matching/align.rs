//! Word alignment: Smith and Waterman (1981) with affine gaps by Gotoh (1982), weighted by how rare a word is.
//!
//! Shingles say how much two texts share; an alignment says *where* they differ, and by what. It is local, because one outlet prints half of what another prints. A
//! gap costs a fixed price and a little for each word, so a sentence cut out in the middle is one difference and not twenty. Equal words count by
//! their weight: two quotes that share `the`, `of` and `and` share nothing. Where a text says itself that words are missing
//! (`…`), a gap there is next to free. All figures are integers, so the same alignment comes out on every machine.
//!
//! Cost is bounded: above a number of cells only a band is computed, round the diagonal on which most shared word 3-grams lie.

#[cfg(test)]
mod tests;

use crate::simd::Simd;
use crate::simd::antidiagonals::{
    Costs, FIRST_EXTENDS, FROM, FROM_BOTH, FROM_FIRST, FROM_SECOND, Matrix, SECOND_EXTENDS, Text,
};
use crate::text::WordHash;
use std::ops::Range;

/// A step of an alignment or a word diff, as ranges of word numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The same words in both.
    Equal {
        /// In the first text.
        a: Range<usize>,
        /// In the second text.
        b: Range<usize>,
    },
    /// Other words in the second text; one of the two ranges may be empty.
    Changed {
        /// In the first text.
        a: Range<usize>,
        /// In the second text.
        b: Range<usize>,
    },
}

/// What a step does to the first text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Nothing.
    Equal,
    /// Puts other words for words of the first text.
    Replace,
    /// Adds words.
    Insert,
    /// Leaves words out.
    Delete,
}

impl Step {
    /// Its two ranges, of the first and of the second text.
    pub fn ranges(&self) -> (&Range<usize>, &Range<usize>) {
        match self {
            Step::Equal { a, b } | Step::Changed { a, b } => (a, b),
        }
    }

    /// What it does.
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Equal { .. } => StepKind::Equal,
            Step::Changed { a, .. } if a.is_empty() => StepKind::Insert,
            Step::Changed { b, .. } if b.is_empty() => StepKind::Delete,
            Step::Changed { .. } => StepKind::Replace,
        }
    }
}

/// One of the two texts of an alignment.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its words.
    pub words: &'a [WordHash],
    /// How much each word counts when the other text has it too: one figure per word, above 0.
    pub weights: &'a [i32],
    /// Whether the text says that something is missing or added before word `i`; one more than there are words, or none at all.
    pub elided: &'a [bool],
}

impl Side<'_> {
    fn elided(&self, at: usize) -> bool {
        self.elided.get(at).copied().unwrap_or(false)
    }
}

/// What differences cost, in the unit of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scoring {
    /// A word against another word.
    pub mismatch: i32,
    /// A gap, however long.
    pub gap_open: i32,
    /// Each word of a gap.
    pub gap_extend: i32,
    /// A gap of any length where the other text says that words are missing.
    pub elision: i32,
    /// Cells computed at most (one byte each); above it a band. A band is never narrower than three words.
    pub cells: usize,
}

impl Default for Scoring {
    fn default() -> Scoring {
        Scoring { mismatch: 8, gap_open: 8, gap_extend: 3, elision: 1, cells: 1 << 20 }
    }
}

/// The best local alignment of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// The aligned part of the first text.
    pub a: Range<usize>,
    /// The aligned part of the second text.
    pub b: Range<usize>,
    /// The steps from the one part to the other; the first and the last are equal words.
    pub steps: Vec<Step>,
    /// Weights of equal words less the cost of the differences.
    pub score: i32,
}

/// A move through the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// One word of each.
    Both,
    /// A word of the first text only.
    First,
    /// A word of the second text only.
    Second,
}

/// Aligns pairs of texts; its room is used again for the next pair.
#[derive(Debug)]
pub struct Aligner {
    simd: Simd,
    matrix: Matrix,
    moves: Vec<Move>,
}

impl Aligner {
    /// An aligner that uses this instruction set.
    pub fn new(simd: Simd) -> Aligner {
        Aligner { simd, matrix: Matrix::default(), moves: Vec::new() }
    }

    /// Aligns two texts. `None` when they have no word in common.
    pub fn align(&mut self, a: &Side<'_>, b: &Side<'_>, scoring: &Scoring) -> Option<Alignment> {
        if let Some(whole) = contained(a, b) {
            return Some(whole);
        }
        let (score, start) = self.path(a, b, scoring)?;
        let moves = &self.moves;
        let (mut i, mut j) = start;
        let mut steps: Vec<Step> = Vec::new();
        let mut k = 0;
        while k < moves.len() {
            let (first, second) = (i, j);
            match moves[k] {
                Move::Both => {
                    let equal = a.words[i] == b.words[j];
                    (i, j, k) = (i + 1, j + 1, k + 1);
                    push(&mut steps, equal, first..i, second..j, false);
                }
                gap => {
                    // A gap that the other text owns up to is a step by itself.
                    let owned = if gap == Move::First { b.elided(j) } else { a.elided(i) };
                    while k < moves.len() && moves[k] == gap {
                        if gap == Move::First {
                            i += 1
                        } else {
                            j += 1
                        }
                        k += 1;
                    }
                    push(&mut steps, false, first..i, second..j, owned);
                }
            }
        }
        Some(Alignment { a: start.0..i, b: start.1..j, steps, score })
    }
}

/// The alignment of a text that stands whole in the other: nothing scores more, and most quotes are cut like that.
fn contained(a: &Side<'_>, b: &Side<'_>) -> Option<Alignment> {
    let place = |part: &[WordHash], of: &[WordHash]| of.windows(part.len().max(1)).position(|window| window == part);
    let (from_a, from_b, words) = if a.words.len() >= b.words.len() {
        (place(b.words, a.words)?, 0, b.words.len())
    } else {
        (0, place(a.words, b.words)?, a.words.len())
    };
    let (a_part, b_part) = (from_a..from_a + words, from_b..from_b + words);
    let score = a.weights[a_part.clone()].iter().sum();
    Some(Alignment { steps: vec![Step::Equal { a: a_part.clone(), b: b_part.clone() }], a: a_part, b: b_part, score })
}

/// Adds a step, or makes the last one longer. A step that stands `apart` is joined with nothing.
fn push(steps: &mut Vec<Step>, equal: bool, a: Range<usize>, b: Range<usize>, apart: bool) {
    match steps.last_mut() {
        Some(Step::Equal { a: x, b: y }) if equal => (x.end, y.end) = (a.end, b.end),
        Some(Step::Changed { a: x, b: y }) if !equal && !apart => (x.end, y.end) = (a.end, b.end),
        _ if equal => steps.push(Step::Equal { a, b }),
        _ => steps.push(Step::Changed { a, b }),
    }
}

/// The least and the most column less row of the cells that are computed.
fn band(a: &[WordHash], b: &[WordHash], cells: usize) -> (i64, i64) {
    if a.len().saturating_mul(b.len()) <= cells {
        return (i64::MIN / 4, i64::MAX / 4);
    }
    let radius = (cells as i64 / (2 * a.len() as i64)).max(1);
    let diagonal = best_diagonal(a, b, radius);
    (diagonal - radius, diagonal + radius)
}

/// The middle of the `2 radius` diagonals on which most shared word 3-grams lie.
fn best_diagonal(a: &[WordHash], b: &[WordHash], radius: i64) -> i64 {
    /// Places of one 3-gram that are looked at: a phrase that stands everywhere says nothing about where.
    const PLACES: usize = 4;
    let mut grams: Vec<(&[WordHash], usize)> = a.windows(3).zip(0..).collect();
    grams.sort_unstable();
    let mut diagonals: Vec<i64> = Vec::new();
    for (j, gram) in b.windows(3).enumerate() {
        let from = grams.partition_point(|g| g.0 < gram);
        diagonals.extend(grams[from..].iter().take(PLACES).take_while(|g| g.0 == gram).map(|g| j as i64 - g.1 as i64));
    }
    diagonals.sort_unstable();
    let (mut most, mut best, mut end) = (0, 0, 0);
    for (start, &lowest) in diagonals.iter().enumerate() {
        while end < diagonals.len() && diagonals[end] - lowest <= 2 * radius {
            end += 1;
        }
        if end - start > most {
            (most, best) = (end - start, diagonals[(start + end) / 2]);
        }
    }
    best
}

impl Aligner {
    /// The score, and the word numbers at which the best path starts; its moves stand in `moves` then.
    fn path(&mut self, a: &Side<'_>, b: &Side<'_>, scoring: &Scoring) -> Option<(i32, (usize, usize))> {
        let Aligner { simd, matrix, moves } = self;
        // A path begins and ends with equal words: most words of a long text stand before or behind what a short one shares with it. All of the short one is looked at, so
        // that it is looked at many words at once; not where that would be more than the band costs.
        let meets = |word: &WordHash| b.words.iter().fold(false, |any, other| any | (other == word));
        let (first, last) = match a.words.len().saturating_mul(b.words.len()) <= scoring.cells {
            true => (a.words.iter().position(meets)?, a.words.iter().rposition(meets)?),
            false => (0, a.words.len() - 1),
        };
        let (words, weights) = (&a.words[first..=last], &a.weights[first..=last]);
        let rows = Text { words, weights, elided: a.elided.get(first..).unwrap_or(&[]) };
        let columns = Text { words: b.words, weights: b.weights, elided: b.elided };
        let costs = Costs {
            mismatch: scoring.mismatch,
            open: scoring.gap_open + scoring.gap_extend,
            extend: scoring.gap_extend,
            elision: scoring.elision,
        };
        let best = matrix.score(*simd, &rows, &columns, &costs, band(words, b.words, scoring.cells))?;
        moves.clear();
        let (mut i, mut j) = (best.row, best.column);
        loop {
            match matrix.trace(i, j) & FROM {
                FROM_BOTH => {
                    moves.push(Move::Both);
                    (i, j) = (i - 1, j - 1);
                }
                FROM_FIRST => loop {
                    let extends = matrix.trace(i, j) & FIRST_EXTENDS != 0;
                    moves.push(Move::First);
                    i -= 1;
                    if !extends {
                        break;
                    }
                },
                FROM_SECOND => loop {
                    let extends = matrix.trace(i, j) & SECOND_EXTENDS != 0;
                    moves.push(Move::Second);
                    j -= 1;
                    if !extends {
                        break;
                    }
                },
                _ => break,
            }
        }
        moves.reverse();
        Some((best.score, (first + i, j)))
    }
}
