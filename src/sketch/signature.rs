//! MinHash signatures (Broder 1997): the share of equal values in two signatures estimates the Jaccard similarity of the two sets,
//! with a standard error of `sqrt(J (1 - J) / k)` for `k` values.
//!
//! In nearprint a signature only proposes pairs; the full sets decide. By itself it is of use to callers who keep fingerprints.

use super::shingles::shingle_hashes;
use crate::error::{Error, Result};
use crate::simd::minhash::{Functions, update};
use crate::simd::{Simd, Tier};
use crate::text::WordHash;

/// What a signature was made with. Two signatures can be compared when these are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SketchParameters {
    /// Words per shingle, 1 to 16.
    pub shingle_words: usize,
    /// Values per signature: 32, 64, 96 or 128.
    pub values: usize,
    /// Picks the hash functions.
    pub seed: u64,
}

impl SketchParameters {
    /// For whole documents: word 5-grams, 128 values.
    pub const DOCUMENT: SketchParameters = SketchParameters { shingle_words: 5, values: 128, seed: 1 };
    /// For paragraphs and quotes: word 3-grams, 64 values.
    pub const PARAGRAPH: SketchParameters = SketchParameters { shingle_words: 3, values: 64, seed: 1 };
}

impl std::fmt::Display for SketchParameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} values over word {}-grams, seed {}", self.values, self.shingle_words, self.seed)
    }
}

/// A signature with the parameters it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    parameters: SketchParameters,
    values: Vec<u32>,
}

impl Signature {
    /// The parameters it was made with.
    pub fn parameters(&self) -> SketchParameters {
        self.parameters
    }

    /// The values; all `u32::MAX` for a text without words.
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// The estimated Jaccard similarity, 0 to 1. A text without words is similar to nothing.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`] when the two were made with different parameters.
    pub fn jaccard(&self, other: &Signature) -> Result<f64> {
        if self.parameters != other.parameters {
            return Err(Error::SignatureMismatch {
                left: self.parameters.to_string(),
                right: other.parameters.to_string(),
            });
        }
        let empty = |s: &Signature| s.values.iter().all(|&v| v == u32::MAX);
        if empty(self) || empty(other) {
            return Ok(0.0);
        }
        let equal = self.values.iter().zip(&other.values).filter(|(a, b)| a == b).count();
        Ok(equal as f64 / self.values.len() as f64)
    }
}

/// Makes signatures.
#[derive(Debug, Clone)]
pub struct Sketcher {
    parameters: SketchParameters,
    functions: Functions,
    simd: Simd,
}

impl Sketcher {
    /// A sketcher with these parameters.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when the number of values or the shingle size is none of those allowed.
    pub fn new(parameters: SketchParameters, simd: Simd) -> Result<Sketcher> {
        if !matches!(parameters.values, 32 | 64 | 96 | 128) {
            return Err(Error::Parameter {
                name: "values",
                why: format!("is {}: it must be 32, 64, 96 or 128", parameters.values),
            });
        }
        if !(1..=16).contains(&parameters.shingle_words) {
            let why = format!("is {}: a shingle has 1 to 16 words", parameters.shingle_words);
            return Err(Error::Parameter { name: "shingle_words", why });
        }
        Ok(Sketcher { parameters, functions: Functions::new(parameters.seed), simd })
    }

    /// The parameters it was made with.
    pub fn parameters(&self) -> SketchParameters {
        self.parameters
    }

    /// The instruction set it uses; every one gives the same values.
    pub fn tier(&self) -> Tier {
        self.simd.tier()
    }

    /// The signature of a set of shingle hashes (see [`shingle_hashes`](crate::sketch::shingle_hashes)); repeated hashes change nothing.
    pub fn sketch(&self, shingles: &[u64]) -> Signature {
        let mut values = Vec::new();
        self.sketch_into(shingles, &mut values);
        Signature { parameters: self.parameters, values }
    }

    /// The signature of a text, given its words: of all its shingles.
    pub fn sketch_words(&self, words: &[WordHash]) -> Signature {
        let mut shingles = Vec::new();
        shingle_hashes(self.simd, words, self.parameters.shingle_words, &mut shingles);
        self.sketch(&shingles)
    }

    /// The same as [`Sketcher::sketch`], into a buffer that is used again and again.
    pub fn sketch_into(&self, shingles: &[u64], values: &mut Vec<u32>) {
        values.clear();
        values.resize(self.parameters.values, u32::MAX);
        update(self.simd, &self.functions, shingles, values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_that_do_not_fit_are_refused() {
        let sketcher = |p| Sketcher::new(p, Simd::best()).unwrap();
        let a = sketcher(SketchParameters::DOCUMENT).sketch(&[1 << 40]);
        let b = sketcher(SketchParameters::PARAGRAPH).sketch(&[1 << 40]);
        assert!(matches!(a.jaccard(&b), Err(Error::SignatureMismatch { .. })));
        assert_eq!(a.jaccard(&a).unwrap(), 1.0);
        assert!(Sketcher::new(SketchParameters { values: 100, ..SketchParameters::DOCUMENT }, Simd::best()).is_err());
    }

    #[test]
    fn an_empty_text_is_similar_to_nothing() {
        let empty = Sketcher::new(SketchParameters::DOCUMENT, Simd::best()).unwrap().sketch(&[]);
        assert_eq!(empty.jaccard(&empty).unwrap(), 0.0);
    }
}
