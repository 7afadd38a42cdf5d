//! Two texts: the similarity that their signatures estimate, then the exact figures.
//!
//! `cargo run --example compare_two_texts`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use nearprint::matching::{Alterations, Thresholds, compare};
use nearprint::simd::Simd;
use nearprint::sketch::{SketchParameters, Sketcher};
use nearprint::text::Prepared;

fn main() -> nearprint::Result<()> {
    let texts = [
        "The harbour board said on Monday that the old crane would be taken down before the winter storms, and that 12 people had been hurt near it.",
        "The harbour board said on Monday that the old crane would be taken down before the winter storms, and that 21 people had been hurt near it.",
    ];
    let sketcher = Sketcher::new(SketchParameters::DOCUMENT, Simd::best())?;
    let [a, b] = texts.map(|text| {
        let mut prepared = Prepared::new(Simd::best());
        prepared.prepare(text);
        (sketcher.sketch_words(&prepared.words.hashes), prepared.words.hashes)
    });
    println!("by signature: Jaccard similarity about {:.2}", a.0.jaccard(&b.0)?);

    let thresholds = Thresholds { jaccard: 0.6, ..Thresholds::default() };
    let exact = compare(&a.1, &b.1, sketcher.parameters().shingle_words, &thresholds, &Alterations::shipped());
    println!(
        "exactly: {}, Jaccard similarity {:.4}, containment {:.4}",
        exact.relation.name(),
        exact.jaccard,
        exact.containment
    );
    Ok(())
}
