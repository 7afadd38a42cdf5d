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

/// Bits of a cell of the trace: where its best score comes from, and whether the two gaps ending there were open before.
const FROM_BOTH: u8 = 1;
const FROM_SECOND: u8 = 2;
const FROM_FIRST: u8 = 3;
const SECOND_EXTENDS: u8 = 4;
const FIRST_EXTENDS: u8 = 8;
/// Lower than any score, and far from overflowing.
const NEVER: i32 = i32::MIN / 2;

/// Aligns pairs of texts; its room is used again for the next pair.
#[derive(Debug, Default)]
pub struct Aligner {
    line: Vec<Column>,
    trace: Vec<u8>,
    /// Of each row that was computed where it begins in the trace, and its first column.
    starts: Vec<(usize, usize)>,
    moves: Vec<Move>,
}

impl Aligner {
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

/// The columns that are computed of a row.
#[derive(Debug, Clone, Copy)]
struct Band {
    diagonal: i64,
    radius: i64,
    columns: i64,
}

impl Band {
    fn of(a: &[WordHash], b: &[WordHash], cells: usize) -> Band {
        let columns = b.len() as i64;
        if a.len().saturating_mul(b.len()) <= cells {
            return Band { diagonal: 0, radius: i64::MAX / 4, columns };
        }
        let radius = (cells as i64 / (2 * a.len() as i64)).max(1);
        Band { diagonal: best_diagonal(a, b, radius), radius, columns }
    }

    /// First and last column of row `i`, both counted from 1.
    fn row(&self, i: usize) -> (usize, usize) {
        let middle = i as i64 + self.diagonal;
        ((middle - self.radius).max(1) as usize, (middle + self.radius).min(self.columns).max(0) as usize)
    }
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

/// A word of the second text, and what is known of it in the row that was computed last.
#[derive(Debug, Clone, Copy)]
struct Column {
    word: WordHash,
    /// What a gap of the first text's words costs before it.
    open: i32,
    extend: i32,
    /// The best score here, and the best that ends in such a gap.
    best: i32,
    first_gap: i32,
}

impl Aligner {
    /// The score, and the word numbers at which the best path starts; its moves stand in `moves` then.
    fn path(&mut self, a: &Side<'_>, b: &Side<'_>, scoring: &Scoring) -> Option<(i32, (usize, usize))> {
        let Aligner { line, trace, starts, moves } = self;
        let (rows, columns) = (a.words.len(), b.words.len());
        let band = Band::of(a.words, b.words, scoring.cells);
        // What it costs to open a gap before a word of a text, and to make it longer.
        let (open, extend) = (scoring.gap_open + scoring.gap_extend, scoring.gap_extend);
        let costs = |elided: bool| if elided { (scoring.elision, 0) } else { (open, extend) };
        line.clear();
        line.extend((0..=columns).map(|j| {
            let (open, extend) = costs(b.elided(j));
            let word = j.checked_sub(1).map_or(0, |j| b.words[j]);
            Column { word, open, extend, best: 0, first_gap: NEVER }
        }));
        trace.clear();
        trace.reserve(rows.saturating_mul(columns).min(scoring.cells));
        starts.clear();
        moves.clear();
        let (mut top, mut end) = (0, (0, 0));
        // Whether a path goes on from the row before: most words of a long text stand before or behind what a short one shares with it.
        let mut goes_on = false;
        for i in 1..=rows {
            let (from, to) = band.row(i);
            starts.push((trace.len(), from));
            if from > to {
                continue;
            }
            // All of it is looked at, so that it is looked at many words at once.
            let meets = || b.words[from - 1..to].iter().fold(false, |any, &other| any | (other == a.words[i - 1]));
            if !goes_on && !meets() {
                // No path begins here either, and what is left of gaps costs more than a new path.
                trace.resize(trace.len() + to - from + 1, 0);
                continue;
            }
            let (open_second, extend_second) = costs(a.elided(i));
            let (word, weight) = (a.words[i - 1], a.weights[i - 1]);
            let mut diagonal = line[from - 1].best;
            let (mut left, mut second_gap, mut row_top, mut row_end, mut scores) = (NEVER, NEVER, top, 0, 0);
            trace.extend(line[from..=to].iter_mut().zip(from..).map(|(column, j)| {
                let (opened, extended) = (left - open_second, second_gap - extend_second);
                second_gap = opened.max(extended).max(NEVER);
                let second_extends = if extended > opened { SECOND_EXTENDS } else { 0 };
                let (opened, extended) = (column.best - column.open, column.first_gap - column.extend);
                let first_gap = opened.max(extended).max(NEVER);
                let first_extends = if extended > opened { FIRST_EXTENDS } else { 0 };
                let both = diagonal + if word == column.word { weight } else { -scoring.mismatch };
                let score = both.max(first_gap).max(second_gap).max(0);
                let from = match score {
                    0 => 0,
                    _ if both == score => FROM_BOTH,
                    _ if first_gap == score => FROM_FIRST,
                    _ => FROM_SECOND,
                };
                scores |= score;
                diagonal = column.best;
                (column.best, column.first_gap, left) = (score, first_gap, score);
                if score > row_top {
                    (row_top, row_end) = (score, j);
                }
                from | first_extends | second_extends
            }));
            goes_on = scores != 0;
            if row_top > top {
                (top, end) = (row_top, (i, row_end));
            }
        }
        if top == 0 {
            return None;
        }
        let cell = |i: usize, j: usize| -> u8 {
            let Some(&(start, from)) = i.checked_sub(1).and_then(|row| starts.get(row)) else { return 0 };
            let (_, to) = band.row(i);
            if (from..=to).contains(&j) { trace[start + j - from] } else { 0 }
        };
        let (mut i, mut j) = end;
        loop {
            match cell(i, j) & 3 {
                FROM_BOTH => {
                    moves.push(Move::Both);
                    (i, j) = (i - 1, j - 1);
                }
                FROM_FIRST => loop {
                    let extends = cell(i, j) & FIRST_EXTENDS != 0;
                    moves.push(Move::First);
                    i -= 1;
                    if !extends {
                        break;
                    }
                },
                FROM_SECOND => loop {
                    let extends = cell(i, j) & SECOND_EXTENDS != 0;
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
        Some((top, (i, j)))
    }
}
