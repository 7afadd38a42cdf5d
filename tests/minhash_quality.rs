//! The estimate that signatures give: no bias, and the error of independent hash functions, although 128 values share 32 multipliers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod common;

use common::{Language, Random};
use nearprint::simd::Simd;
use nearprint::sketch::{SketchParameters, Sketcher, shingle_hashes, shingle_set};
use nearprint::text::{Cutter, Words};
use std::collections::HashSet;

/// Errors of many estimates of one similarity.
#[derive(Default)]
struct Errors {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Errors {
    fn add(&mut self, error: f64) {
        self.count += 1.0;
        self.sum += error;
        self.squares += error * error;
    }

    /// Holds the errors to `sqrt(J (1 - J) / k)` and to no bias; gives the complaint.
    fn check(&self, expected: f64, what: &str) -> Option<String> {
        let ratio = (self.squares / self.count).sqrt() / expected;
        let bias = self.sum / (expected * self.count.sqrt());
        let told = format!("{what}: error {ratio:.3} times the expected one, bias {bias:+.2} standard errors");
        println!("{told}");
        (ratio > 1.1 || bias.abs() > 3.0).then_some(told)
    }
}

const SIZES: [usize; 4] = [20, 50, 200, 1_000];
const SIMILARITIES: [f64; 4] = [0.2, 0.5, 0.8, 0.9];

fn trials(size: usize) -> usize {
    if size >= 1_000 { 1_500 } else { 4_000 }
}

/// How many of `2 * size - shared` shingles two sets of `size` have to share for this similarity, and the similarity that gives.
fn shared_for(size: usize, jaccard: f64) -> (usize, f64) {
    let shared = (2.0 * size as f64 * jaccard / (1.0 + jaccard)).round() as usize;
    (shared, shared as f64 / (2 * size - shared) as f64)
}

fn check_random_sets(parameters: SketchParameters, seed: u64) {
    let sketcher = Sketcher::new(parameters, Simd::best()).unwrap();
    let mut random = Random(seed);
    let mut complaints = Vec::new();
    for size in SIZES {
        for wanted in SIMILARITIES {
            let (shared, jaccard) = shared_for(size, wanted);
            let mut errors = Errors::default();
            for _ in 0..trials(size) {
                let all: Vec<u64> = (0..2 * size - shared).map(|_| random.next()).collect();
                let (a, b) = (&all[..size], &all[size - shared..]);
                errors.add(sketcher.sketch(a).jaccard(&sketcher.sketch(b)).unwrap() - jaccard);
            }
            let expected = (jaccard * (1.0 - jaccard) / parameters.values as f64).sqrt();
            complaints.extend(
                errors.check(expected, &format!("{} values, {size} shingles, J {jaccard:.3}", parameters.values)),
            );
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn document_signatures_err_as_independent_functions_do() {
    check_random_sets(SketchParameters::DOCUMENT, 1);
}

#[test]
fn paragraph_signatures_err_as_independent_functions_do() {
    check_random_sets(SketchParameters::PARAGRAPH, 2);
}

/// Texts instead of random hashes: neighbouring shingles share words, and common words come again and again.
#[test]
fn shingles_of_texts_err_as_random_hashes_do() {
    let language = Language::new();
    let mut random = Random(3);
    for parameters in [SketchParameters::DOCUMENT, SketchParameters::PARAGRAPH] {
        let sketcher = Sketcher::new(parameters, Simd::best()).unwrap();
        let mut cutter = Cutter::new(Simd::best());
        let (mut words, mut newlines) = (Words::default(), Vec::new());
        let mut sets = |text: &str| {
            cutter.cut(text, &mut words, &mut newlines);
            let (mut hashes, mut set) = (Vec::new(), Vec::new());
            shingle_hashes(Simd::best(), &words.hashes, parameters.shingle_words, &mut hashes);
            shingle_set(Simd::best(), &words.hashes, parameters.shingle_words, &mut set);
            (hashes, set)
        };
        // The similarity differs from trial to trial, so each error is measured in its own expected ones.
        let mut errors = Errors::default();
        for trial in 0..4_000 {
            let text = language.article(&mut random, 1 + trial % 4).join("\n");
            let other = language.edited(&text, 0.01 * (1 + trial % 9) as f64, &mut random);
            let ((a, left), (b, right)) = (sets(&text), sets(&other));
            let left: HashSet<u64> = left.into_iter().collect();
            let shared = right.iter().filter(|s| left.contains(s)).count();
            let jaccard = shared as f64 / (left.len() + right.len() - shared) as f64;
            if jaccard < 1.0 {
                let expected = (jaccard * (1.0 - jaccard) / parameters.values as f64).sqrt();
                errors.add((sketcher.sketch(&a).jaccard(&sketcher.sketch(&b)).unwrap() - jaccard) / expected);
            }
        }
        assert!(errors.count > 3_000.0);
        assert_eq!(errors.check(1.0, &format!("{} values, shingles of texts", parameters.values)), None);
    }
}
