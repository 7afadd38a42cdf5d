//! What is compared of each document: its words, without those of site furniture.

use super::furniture::Furniture;
use crate::error::Result;
use crate::matching::WordStore;
use crate::text::WordHash;
use std::ops::Range;

/// A document of which fewer words would stay is compared whole: what little stays says nothing about it.
const LEAST_WORDS: u32 = 16;

/// Which words of each document take part in the comparison.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// The words that do not, ascending and apart from each other within a document.
    cuts: Vec<Range<u32>>,
    /// For each document the number of its first cut, and the number of all; nothing when whole texts are compared.
    firsts: Vec<u32>,
}

impl Bodies {
    /// Whole texts.
    pub(super) fn whole() -> Bodies {
        Bodies::default()
    }

    /// The texts without furniture.
    pub(super) fn without(furniture: &Furniture, words: &WordStore) -> Bodies {
        let mut bodies = Bodies { cuts: Vec::new(), firsts: vec![0] };
        for document in 0..words.len() as u32 {
            bodies.cuts.extend(cuts(words.words(document), furniture.words(document)));
            bodies.firsts.push(bodies.cuts.len() as u32);
        }
        bodies
    }

    /// The words of a document that take no part.
    pub(super) fn cuts(&self, document: u32) -> &[Range<u32>] {
        if self.firsts.is_empty() {
            return &[];
        }
        &self.cuts[self.firsts[document as usize] as usize..self.firsts[document as usize + 1] as usize]
    }

    /// How many words of a document take part.
    pub(super) fn words(&self, words: &WordStore, document: u32) -> u32 {
        words.words(document) - self.cuts(document).iter().map(|cut| cut.end - cut.start).sum::<u32>()
    }

    /// Appends the words of a document that take part to `out`.
    pub(super) fn read(&self, words: &WordStore, document: u32, out: &mut Vec<WordHash>) -> Result<()> {
        let before = out.len();
        words.read(document, 0, words.words(document), out)?;
        let cuts = self.cuts(document);
        if cuts.is_empty() {
            return Ok(());
        }
        let mut kept = before;
        let mut at = before;
        for cut in cuts {
            let (start, end) = (before + cut.start as usize, before + cut.end as usize);
            out.copy_within(at..start, kept);
            kept += start - at;
            at = end;
        }
        out.copy_within(at.., kept);
        out.truncate(out.len() - (at - kept));
        Ok(())
    }
}

/// The words that take no part of a document of so many words, given those of each line of its furniture in order.
pub(super) fn cuts(words: u32, furniture: impl Iterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let mut cuts: Vec<Range<u32>> = Vec::new();
    for cut in furniture.filter(|cut| !cut.is_empty()) {
        match cuts.last_mut() {
            Some(last) if last.end == cut.start => last.end = cut.end,
            _ => cuts.push(cut),
        }
    }
    let gone: u32 = cuts.iter().map(|cut| cut.end - cut.start).sum();
    if words - gone < LEAST_WORDS { Vec::new() } else { cuts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{PackedWords, Place};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_of_furniture_are_passed_over(keep in prop::collection::vec(prop::collection::vec(any::<bool>(), 0..60), 1..5)) {
            let mut store = WordStore::new(&Place::Memory).unwrap();
            let mut packed = PackedWords::default();
            let mut bodies = Bodies { cuts: Vec::new(), firsts: vec![0] };
            for keep in &keep {
                let words: Vec<u64> = (0..keep.len() as u64).collect();
                store.packer().pack(&words, &mut packed);
                let mut at = 0;
                for same in keep.chunk_by(|a, b| a == b) {
                    if !same[0] {
                        bodies.cuts.push(at..at + same.len() as u32);
                    }
                    at += same.len() as u32;
                }
                bodies.firsts.push(bodies.cuts.len() as u32);
            }
            store.append(&mut packed).unwrap();
            store.finish().unwrap();
            for (document, keep) in (0..).zip(&keep) {
                let mut out = vec![7];
                bodies.read(&store, document, &mut out).unwrap();
                let expected: Vec<u64> = (0..).zip(keep).filter(|(_, keep)| **keep).map(|(word, _)| word).collect();
                prop_assert_eq!(&out[1..], &expected[..]);
                prop_assert_eq!(bodies.words(&store, document) as usize, expected.len());
            }
        }
    }
}
