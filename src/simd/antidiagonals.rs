//! The alignment kernel: the scores of Gotoh (1982) along the antidiagonals of the matrix, after Wozniak (1997).
//!
//! The cells of an antidiagonal need nothing of each other, so many are scored at once; row by row each cell waits for the one before it. The columns are taken in strips as
//! wide as there are lanes, each from its first row to its last, so that what one antidiagonal needs of the one before never leaves the registers.

use super::{Simd, Tier};

/// The most columns that are scored at once: room around the words of a text.
const MOST_LANES: usize = 8;
/// Lower than any score, and far from overflowing.
const NEVER: i32 = i32::MIN / 2;

/// Where the best score of a cell comes from: two bits of its trace. Neither bit is set where no path leads.
pub const FROM: u8 = 3;
/// A word of each text.
pub const FROM_BOTH: u8 = 1;
/// A gap of words of the second text.
pub const FROM_SECOND: u8 = 2;
/// A gap of words of the first text.
pub const FROM_FIRST: u8 = 3;
/// Whether the gap of words of the second text that ends in a cell was open before.
pub const SECOND_EXTENDS: u8 = 4;
/// The same of the first text.
pub const FIRST_EXTENDS: u8 = 8;

/// One of the two texts.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// Hashes or numbers of its words.
    pub words: &'a [u64],
    /// What each counts when the other text has it too; asked of the first text.
    pub weights: &'a [i32],
    /// Whether words of the other text may be missing before word `i` for [`Costs::elision`]; one more than there are words, or none at all.
    pub elided: &'a [bool],
}

/// What differences cost.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    /// A word against another word.
    pub mismatch: i32,
    /// A gap of one word.
    pub open: i32,
    /// Each further word of it.
    pub extend: i32,
    /// A gap of any length where it is elided.
    pub elision: i32,
}

/// What is known of the words of a text, with room around them for lanes that are not needed.
#[derive(Debug, Default)]
struct Words {
    words: Vec<u64>,
    weights: Vec<i32>,
    /// What a gap of words of the other text costs behind each.
    opens: Vec<i32>,
    extends: Vec<i32>,
}

impl Words {
    /// Those of a text, from the last to the first where they are `reversed`.
    fn set(&mut self, text: &Text<'_>, costs: &Costs, reversed: bool) {
        fn fill<T: Copy>(values: &mut Vec<T>, with: &[T], around: T, reversed: bool) {
            values.clear();
            values.resize(MOST_LANES, around);
            values.extend_from_slice(with);
            if reversed {
                values[MOST_LANES..].reverse();
            }
            values.resize(values.len() + MOST_LANES, around);
        }
        let len = text.words.len();
        fill(&mut self.words, text.words, 0, reversed);
        fill(&mut self.weights, &text.weights[..len], 0, reversed);
        let behind = text.elided.get(1..).unwrap_or(&[]);
        for (values, usual, elided) in
            [(&mut self.opens, costs.open, costs.elision), (&mut self.extends, costs.extend, 0)]
        {
            values.clear();
            values.resize(len + 2 * MOST_LANES, usual);
            for at in (0..len.min(behind.len())).filter(|&at| behind[at]) {
                values[MOST_LANES + if reversed { len - 1 - at } else { at }] = elided;
            }
        }
    }

    fn len(&self) -> usize {
        self.words.len() - 2 * MOST_LANES
    }
}

/// The cell with the best score of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Best {
    /// Its score.
    pub score: i32,
    /// Its row, counted from 1.
    pub row: usize,
    /// Its column, counted from 1.
    pub column: usize,
}

/// A matrix of scores with its trace; its room is used again for the next one.
#[derive(Debug)]
pub struct Matrix {
    /// The words of the first text from the last to the first, and those of the second.
    rows: Words,
    columns: Words,
    /// Of the last column of the strip before, by row: the best score, and the best that ends in a gap of words of the second text.
    border: Vec<(i32, i32)>,
    /// What the cells of each step come from.
    trace: Vec<u8>,
    /// How many columns a strip has.
    lanes: usize,
    /// Of each strip where it begins in the trace, and the row of its first column there.
    strips: Vec<(usize, usize)>,
    best: Option<Best>,
}

impl Default for Matrix {
    fn default() -> Matrix {
        let (border, trace, strips) = (Vec::new(), Vec::new(), Vec::new());
        Matrix { rows: Words::default(), columns: Words::default(), border, trace, lanes: 1, strips, best: None }
    }
}

impl Matrix {
    /// Scores two texts, by words of the first one in rows and of the second in columns; of the cells only those whose column less their row is from `band.0` to `band.1`.
    ///
    /// Of cells with the best score, the one in the first of their rows is given, and in the first column of that. `None` when the texts have no word in common in the band.
    ///
    /// # Panics
    ///
    /// With more than 2^30 words, or a band of less than two diagonals.
    pub fn score(
        &mut self,
        simd: Simd,
        first: &Text<'_>,
        second: &Text<'_>,
        costs: &Costs,
        band: (i64, i64),
    ) -> Option<Best> {
        self.rows.set(first, costs, true);
        self.columns.set(second, costs, false);
        let mismatch = costs.mismatch;
        assert!(self.rows.len().max(self.columns.len()) <= 1 << 30, "an alignment of more than 2^30 words");
        assert!(band.0 < band.1, "a band of less than two diagonals");
        self.border.clear();
        self.border.resize(self.rows.len() + 1 + MOST_LANES, (0, NEVER));
        self.trace.clear();
        self.strips.clear();
        self.best = None;
        // No two words are further apart.
        let most = 1 << 30;
        let band = (band.0.max(-most) as i32, band.1.min(most) as i32);
        match simd.tier() {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
            #[allow(unsafe_code)]
            Tier::Avx512 => unsafe { x86::avx512(self, mismatch, band) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            Tier::Avx2 => unsafe { x86::avx2(self, mismatch, band) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            Tier::Sse41 => unsafe { x86::sse41(self, mismatch, band) },
            _ => body::<4>(self, mismatch, band),
        }
        self.best
    }

    /// The trace of a cell, by row and column counted from 1; 0 for one that was not scored.
    #[inline]
    pub fn trace(&self, row: usize, column: usize) -> u8 {
        let Some(column) = column.checked_sub(1).filter(|_| row > 0) else { return 0 };
        let (strip, lane) = (column / self.lanes, column % self.lanes);
        let Some(&(start, first)) = self.strips.get(strip) else { return 0 };
        let end = self.strips.get(strip + 1).map_or(self.trace.len(), |next| next.0);
        let Some(step) = (row + lane).checked_sub(first) else { return 0 };
        self.trace[start..end].get(step * self.lanes + lane).copied().unwrap_or(0)
    }
}

/// Some values in a row.
#[inline(always)]
fn lanes<T: Copy + Default, const LANES: usize>(values: &[T], from: usize) -> [T; LANES] {
    let mut lanes = [T::default(); LANES];
    lanes.copy_from_slice(&values[from..from + LANES]);
    lanes
}

/// The values one lane further on, behind another one.
#[inline(always)]
fn shifted<const LANES: usize>(before: i32, values: &[i32; LANES]) -> [i32; LANES] {
    let mut shifted = [before; LANES];
    shifted[1..].copy_from_slice(&values[..LANES - 1]);
    shifted
}

/// Some columns, and the rows of each that are scored.
#[derive(Debug)]
struct Strip<const LANES: usize> {
    words: [u64; LANES],
    opens: [i32; LANES],
    extends: [i32; LANES],
    low: [i32; LANES],
    high: [i32; LANES],
    /// The row of the first column at the first step, and at the last: each column is a row behind the one before it.
    first: usize,
    last: usize,
}

impl<const LANES: usize> Strip<LANES> {
    /// The strip that begins behind so many columns.
    fn new(columns: &Words, before: usize, height: usize, (lowest, highest): (i32, i32)) -> Strip<LANES> {
        let at = MOST_LANES + before;
        let count = LANES.min(columns.len() - before);
        let (mut low, mut high) = ([1; LANES], [0; LANES]);
        for (lane, (low, high)) in low.iter_mut().zip(&mut high).enumerate().take(count) {
            let column = (before + lane + 1) as i32;
            *low = 1.max(column - highest);
            *high = (height as i32).min(column - lowest);
        }
        Strip {
            words: lanes(&columns.words, at),
            opens: lanes(&columns.opens, at),
            extends: lanes(&columns.extends, at),
            first: low[0] as usize,
            last: (high[count - 1] + count as i32 - 1).max(0) as usize,
            low,
            high,
        }
    }
}

/// Scores strip by strip.
#[inline(always)]
fn body<const LANES: usize>(matrix: &mut Matrix, mismatch: i32, band: (i32, i32)) {
    let Matrix { rows, columns, border, trace, lanes, strips, best } = matrix;
    *lanes = LANES;
    for before in (0..columns.len()).step_by(LANES) {
        let strip: Strip<LANES> = Strip::new(columns, before, rows.len(), band);
        let start = trace.len();
        strips.push((start, strip.first));
        if strip.first > rows.len() || strip.first > strip.last {
            continue;
        }
        trace.resize(start + (strip.last + 1 - strip.first) * LANES, 0);
        let (tops, met) = steps(rows, &strip, border, &mut trace[start..], mismatch);
        for (lane, (&score, &step)) in tops.iter().zip(&met).enumerate().filter(|(_, (score, _))| **score > 0) {
            let found = Best { score, row: step as usize - lane, column: before + lane + 1 };
            if best.is_none_or(|best| (score, best.row) > (best.score, found.row)) {
                *best = Some(found);
            }
        }
    }
}

/// Scores a strip, one antidiagonal at each step; gives the best score of each column, and the step it was first met at.
#[inline(always)]
fn steps<const LANES: usize>(
    rows: &Words,
    strip: &Strip<LANES>,
    border: &mut [(i32, i32)],
    trace: &mut [u8],
    mismatch: i32,
) -> ([i32; LANES], [i32; LANES]) {
    let Strip { words, opens, extends, low, high, first, .. } = strip;
    let (mut scores, mut first_gap, mut second_gap) = ([0; LANES], [NEVER; LANES], [NEVER; LANES]);
    let mut diagonal = shifted(border[first - 1].0, &scores);
    let (mut tops, mut met) = ([0; LANES], [0; LANES]);
    for (step, traced) in (*first..).zip(trace.chunks_exact_mut(LANES)) {
        let row = MOST_LANES + rows.len() - step;
        let row_words: [u64; LANES] = lanes(&rows.words, row);
        let row_weights: [i32; LANES] = lanes(&rows.weights, row);
        let row_opens: [i32; LANES] = lanes(&rows.opens, row);
        let row_extends: [i32; LANES] = lanes(&rows.extends, row);
        let (left, gap_left) = (shifted(border[step].0, &scores), shifted(border[step].1, &second_gap));
        let mut gains = [0; LANES];
        for lane in 0..LANES {
            gains[lane] = if row_words[lane] == words[lane] { row_weights[lane] } else { -mismatch };
        }
        let mut ways = [0; LANES];
        for lane in 0..LANES {
            let (opened, extended) = (left[lane] - row_opens[lane], gap_left[lane] - row_extends[lane]);
            let second = opened.max(extended).max(NEVER);
            let second_extends = if extended > opened { i32::from(SECOND_EXTENDS) } else { 0 };
            let (opened, extended) = (scores[lane] - opens[lane], first_gap[lane] - extends[lane]);
            let first = opened.max(extended).max(NEVER);
            let first_extends = if extended > opened { i32::from(FIRST_EXTENDS) } else { 0 };
            let both = diagonal[lane] + gains[lane];
            let score = both.max(first).max(second).max(0);
            let gap = if first == score { i32::from(FROM_FIRST) } else { i32::from(FROM_SECOND) };
            let way = if both == score { i32::from(FROM_BOTH) } else { gap };
            let way = if score == 0 { 0 } else { way };
            // Cells that are not scored are as if no path led there.
            let row = step as i32 - lane as i32;
            let is_needed = (row >= low[lane]) & (row <= high[lane]);
            ways[lane] = if is_needed { way | first_extends | second_extends } else { 0 };
            scores[lane] = if is_needed { score } else { 0 };
            first_gap[lane] = if is_needed { first } else { NEVER };
            second_gap[lane] = if is_needed { second } else { NEVER };
        }
        for lane in 0..LANES {
            let is_more = -i32::from(scores[lane] > tops[lane]);
            met[lane] ^= (met[lane] ^ step as i32) & is_more;
            tops[lane] = tops[lane].max(scores[lane]);
        }
        for lane in 0..LANES {
            traced[lane] = ways[lane] as u8;
        }
        diagonal = left;
        if let Some(row) = (step + 1).checked_sub(LANES) {
            border[row] = (scores[LANES - 1], second_gap[LANES - 1]);
        }
    }
    (tops, met)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Matrix, body};

    #[target_feature(enable = "sse4.1")]
    pub(super) fn sse41(matrix: &mut Matrix, mismatch: i32, band: (i32, i32)) {
        body::<4>(matrix, mismatch, band);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(matrix: &mut Matrix, mismatch: i32, band: (i32, i32)) {
        body::<8>(matrix, mismatch, band);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(matrix: &mut Matrix, mismatch: i32, band: (i32, i32)) {
        body::<8>(matrix, mismatch, band);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same cell by cell: the best one, and all traces.
    fn naive(a: &Text<'_>, b: &Text<'_>, costs: &Costs, band: (i64, i64)) -> (Option<Best>, Vec<Vec<u8>>) {
        let (height, width) = (a.words.len(), b.words.len());
        let gap = |text: &Text<'_>, at: usize| match text.elided.get(at) {
            Some(true) => (costs.elision, 0),
            _ => (costs.open, costs.extend),
        };
        let (mut scores, mut first_gap) =
            (vec![vec![0; width + 1]; height + 1], vec![vec![NEVER; width + 1]; height + 1]);
        let (mut second_gap, mut trace) = (first_gap.clone(), vec![vec![0; width + 1]; height + 1]);
        let mut best: Option<Best> = None;
        for i in 1..=height {
            for j in (1..=width).filter(|&j| (band.0..=band.1).contains(&(j as i64 - i as i64))) {
                let longer = |from: i32, gap: i32, (open, extend): (i32, i32)| {
                    ((from - open).max(gap - extend).max(NEVER), gap - extend > from - open)
                };
                let (first, first_extends) = longer(scores[i - 1][j], first_gap[i - 1][j], gap(b, j));
                let (second, second_extends) = longer(scores[i][j - 1], second_gap[i][j - 1], gap(a, i));
                let equal = a.words[i - 1] == b.words[j - 1];
                let both = scores[i - 1][j - 1] + if equal { a.weights[i - 1] } else { -costs.mismatch };
                let score = both.max(first).max(second).max(0);
                (scores[i][j], first_gap[i][j], second_gap[i][j]) = (score, first, second);
                let from = match score {
                    0 => 0,
                    _ if both == score => FROM_BOTH,
                    _ if first == score => FROM_FIRST,
                    _ => FROM_SECOND,
                };
                let extends = (u8::from(first_extends) * FIRST_EXTENDS) | (u8::from(second_extends) * SECOND_EXTENDS);
                trace[i][j] = from | extends;
                if score > best.map_or(0, |best| best.score) {
                    best = Some(Best { score, row: i, column: j });
                }
            }
        }
        (best, trace)
    }

    proptest! {
        #[test]
        fn every_tier_equals_naive(
            a in prop::collection::vec(0u64..7, 0..40), b in prop::collection::vec(0u64..7, 0..40),
            x in prop::collection::vec(prop::bool::weighted(0.15), 41), y in prop::collection::vec(prop::bool::weighted(0.15), 41),
            whole in any::<bool>(), lowest in -45i64..45, diagonals in 1i64..50,
        ) {
            let weights = |words: &[u64]| words.iter().map(|&word| 4 + word as i32 % 4 * 4).collect::<Vec<i32>>();
            let (of_a, of_b) = (weights(&a), weights(&b));
            let first = Text { words: &a, weights: &of_a, elided: &x[..=a.len()] };
            let second = Text { words: &b, weights: &of_b, elided: &y[..=b.len()] };
            let costs = Costs { mismatch: 8, open: 11, extend: 3, elision: 1 };
            let band = if whole { (i64::MIN / 4, i64::MAX / 4) } else { (lowest, lowest + diagonals) };
            let (best, trace) = naive(&first, &second, &costs, band);
            for simd in Simd::available() {
                // Room that another pair has used.
                let mut matrix = Matrix::default();
                matrix.score(simd, &second, &first, &costs, (-3, 3));
                prop_assert_eq!(matrix.score(simd, &first, &second, &costs, band), best, "{:?}", simd);
                for (i, row) in trace.iter().enumerate() {
                    for (j, &ways) in row.iter().enumerate() {
                        prop_assert_eq!(matrix.trace(i, j), ways, "{:?} {} {}", simd, i, j);
                    }
                }
                prop_assert_eq!(matrix.trace(a.len() + 1, 1) | matrix.trace(1, b.len() + 1), 0);
            }
        }
    }
}
