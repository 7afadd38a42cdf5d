//! Two texts side by side.

use crate::findings::{ExplainPage, Piece, PieceKind};
use crate::matching::{Explanation, PASSAGE_WORDS, Step};
use std::ops::Range;

/// The page of two texts, each with what it is called.
pub fn explain_page(e: &Explanation, a: (&str, &str), b: (&str, &str)) -> ExplainPage {
    let c = &e.comparison;
    let (x, y) = e.shingles;
    let words: u32 = e.passages.iter().map(|p| p.end - p.start).sum();
    let shared = e.similarity.shared;
    ExplainPage {
        names: (a.0.to_owned(), b.0.to_owned()),
        relation: c.relation.name(),
        reason: e.reason.clone(),
        figures: vec![
            ("Words", format!("{} and {}", e.a.len(), e.b.len())),
            ("Jaccard similarity", format!("{:.4}", c.jaccard)),
            ("Shared shingles", format!("{shared} of {}", x + y - shared)),
            ("Containment", format!("{:.4}", c.containment)),
            ("Shared, of the smaller", format!("{shared} of {}", x.min(y))),
            ("Shared passages", format!("{} with {words} words", e.passages.len())),
            ("Coverage of the shorter", format!("{:.4}", c.coverage.unwrap_or(0.0))),
        ],
        sides: side_by_side(a.1, b.1, e),
    }
}

/// Two texts with the passages that stand in both, numbered.
pub(super) fn side_by_side(a: &str, b: &str, e: &Explanation) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut number = 0;
    // From the first word of a step to that of the next, so that nothing between the words is lost.
    let piece = |kind, text: &str, starts: &[u32], words: &Range<usize>| {
        let at = |word: usize| if word == 0 { 0 } else { starts.get(word).map_or(text.len(), |s| *s as usize) };
        (!words.is_empty()).then(|| Piece { kind, text: text[at(words.start)..at(words.end)].to_owned() })
    };
    for step in &e.steps {
        match step {
            Step::Equal { a: x, b: y } => {
                let kind = if x.len() >= PASSAGE_WORDS {
                    number += 1;
                    PieceKind::Passage(number)
                } else {
                    PieceKind::Same
                };
                left.extend(piece(kind, a, &e.a.starts, x));
                right.extend(piece(kind, b, &e.b.starts, y));
            }
            Step::Changed { a: x, b: y } => {
                left.extend(piece(PieceKind::Deleted, a, &e.a.starts, x));
                right.extend(piece(PieceKind::Inserted, b, &e.b.starts, y));
            }
        }
    }
    (left, right)
}
