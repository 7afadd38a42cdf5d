//! The alignment held to its definition.

use super::*;
use proptest::prelude::*;

fn side<'a>(words: &'a [u64], weights: &'a [i32], elided: &'a [bool]) -> Side<'a> {
    Side { words, weights, elided }
}

fn weights(words: &[u64]) -> Vec<i32> {
    words.iter().map(|w| 4 + (*w as i32 % 4) * 4).collect()
}

fn aligned(a: &str, b: &str) -> Alignment {
    let words = |t: &str| t.split(' ').map(crate::text::hash_normal_word).collect::<Vec<_>>();
    let (x, y) = (words(a), words(b));
    Aligner::new(Simd::best())
        .align(&side(&x, &vec![10; x.len()], &[]), &side(&y, &vec![10; y.len()], &[]), &Scoring::default())
        .unwrap()
}

/// The definition: every gap of every length tried at every cell (Waterman, Smith and Beyer 1976).
fn naive(a: &Side<'_>, b: &Side<'_>, s: &Scoring) -> i32 {
    let gap = |length: usize, elided: bool| {
        if elided { s.elision } else { s.gap_open + s.gap_extend * length as i32 }
    };
    let mut best = vec![vec![0; b.words.len() + 1]; a.words.len() + 1];
    let mut top = 0;
    for i in 1..=a.words.len() {
        for j in 1..=b.words.len() {
            let equal = a.words[i - 1] == b.words[j - 1];
            let mut h = 0.max(best[i - 1][j - 1] + if equal { a.weights[i - 1] } else { -s.mismatch });
            for k in 1..=i {
                h = h.max(best[i - k][j] - gap(k, b.elided(j)));
            }
            for k in 1..=j {
                h = h.max(best[i][j - k] - gap(k, a.elided(i)));
            }
            best[i][j] = h;
            top = top.max(h);
        }
    }
    top
}

/// What a path costs, read off its moves.
fn cost(a: &Side<'_>, b: &Side<'_>, s: &Scoring, start: (usize, usize), moves: &[Move]) -> i32 {
    let (mut i, mut j) = start;
    let mut score = 0;
    for same in moves.chunk_by(|x, y| x == y) {
        match same[0] {
            Move::Both => {
                for _ in same {
                    score += if a.words[i] == b.words[j] { a.weights[i] } else { -s.mismatch };
                    (i, j) = (i + 1, j + 1);
                }
            }
            Move::First => {
                score -= if b.elided(j) { s.elision } else { s.gap_open + s.gap_extend * same.len() as i32 };
                i += same.len();
            }
            Move::Second => {
                score -= if a.elided(i) { s.elision } else { s.gap_open + s.gap_extend * same.len() as i32 };
                j += same.len();
            }
        }
    }
    score
}

proptest! {
    #[test]
    fn equals_the_naive_reading(
        a in prop::collection::vec(0u64..7, 1..24), b in prop::collection::vec(0u64..7, 1..24),
        x in prop::collection::vec(prop::bool::weighted(0.15), 25), y in prop::collection::vec(prop::bool::weighted(0.15), 25),
    ) {
        let (wa, wb) = (weights(&a), weights(&b));
        let (left, right) = (side(&a, &wa, &x[..=a.len()]), side(&b, &wb, &y[..=b.len()]));
        let scoring = Scoring::default();
        let expected = naive(&left, &right, &scoring);
        // Room that another pair has used.
        let mut aligner = Aligner::new(Simd::best());
        let swapped = aligner.align(&right, &left, &scoring).map(|found| found.score);
        match aligner.path(&left, &right, &scoring) {
            None => prop_assert_eq!(expected, 0),
            Some((score, start)) => {
                prop_assert_eq!(score, expected);
                prop_assert_eq!(cost(&left, &right, &scoring, start, &aligner.moves), score);
                prop_assert_eq!(swapped, Some(score));
            }
        }
    }

    /// The steps cover both parts without a hole, begin and end with equal words, and `Equal` is.
    #[test]
    fn steps_lead_from_one_to_the_other(a in prop::collection::vec(0u64..9, 1..40), b in prop::collection::vec(0u64..9, 1..40)) {
        let (wa, wb) = (weights(&a), weights(&b));
        if let Some(found) = Aligner::new(Simd::best()).align(&side(&a, &wa, &[]), &side(&b, &wb, &[]), &Scoring::default()) {
            let (mut i, mut j) = (found.a.start, found.b.start);
            for step in &found.steps {
                let (x, y) = step.ranges();
                prop_assert_eq!((x.start, y.start), (i, j));
                (i, j) = (x.end, y.end);
                if step.kind() == StepKind::Equal {
                    prop_assert_eq!(&a[x.clone()], &b[y.clone()]);
                }
            }
            prop_assert_eq!((i, j), (found.a.end, found.b.end));
            prop_assert_eq!(found.steps[0].kind(), StepKind::Equal);
            prop_assert_eq!(found.steps[found.steps.len() - 1].kind(), StepKind::Equal);
        }
    }

    /// A band gives no better score than the whole, and a valid path.
    #[test]
    fn a_band_is_a_part_of_the_whole(a in prop::collection::vec(0u64..9, 1..60), b in prop::collection::vec(0u64..9, 1..60), cells in 0usize..2000) {
        let (wa, wb) = (weights(&a), weights(&b));
        let (left, right) = (side(&a, &wa, &[]), side(&b, &wb, &[]));
        let (whole, narrow) = (Scoring::default(), Scoring { cells, ..Scoring::default() });
        let mut aligner = Aligner::new(Simd::best());
        if let Some((score, start)) = aligner.path(&left, &right, &narrow) {
            prop_assert!(score <= naive(&left, &right, &whole));
            prop_assert_eq!(cost(&left, &right, &narrow, start, &aligner.moves), score);
        }
    }
}

#[test]
fn a_band_finds_a_long_copy_far_off_the_diagonal() {
    let text: Vec<u64> = (0..3000u64).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
    let (part, weights) = (&text[2000..2600], vec![10; 3000]);
    let scoring = Scoring { cells: 60_000, ..Scoring::default() };
    let found = Aligner::new(Simd::best())
        .align(&side(part, &weights[..600], &[]), &side(&text, &weights, &[]), &scoring)
        .unwrap();
    assert_eq!((found.a, found.b), (0..600, 2000..2600));
}

#[test]
fn kinds_of_steps() {
    let kinds = |a, b| aligned(a, b).steps.iter().map(Step::kind).collect::<Vec<_>>();
    use StepKind::{Delete, Equal, Insert, Replace};
    assert_eq!(kinds("we lost seven boats that night", "we lost eight boats that night"), [Equal, Replace, Equal]);
    assert_eq!(kinds("we lost seven boats that night", "we lost boats that night"), [Equal, Delete, Equal]);
    assert_eq!(kinds("we will be leaving at dawn", "we will not be leaving at dawn"), [Equal, Insert, Equal]);
}

#[test]
fn an_elision_is_bridged_at_no_cost() {
    let words: Vec<u64> = (0..60).map(|i| i * 7919).collect();
    let cut: Vec<u64> = words[..4].iter().chain(&words[50..54]).copied().collect();
    let mut elided = vec![false; 9];
    elided[4] = true;
    let weights = vec![10; 60];
    let whole = side(&words, &weights, &[]);
    let told =
        Aligner::new(Simd::best()).align(&side(&cut, &weights[..8], &elided), &whole, &Scoring::default()).unwrap();
    assert_eq!((told.a, told.b), (0..8, 0..54));
    let silent =
        Aligner::new(Simd::best()).align(&side(&cut, &weights[..8], &[]), &whole, &Scoring::default()).unwrap();
    assert_eq!(silent.a, 0..4);
}
