//! Two articles: who is quoted in each, by which rule.
//!
//! `cargo run --example quotes_of_texts`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use nearprint::quotes::{LanguageData, QuoteFinder};
use nearprint::simd::Simd;
use nearprint::text::Prepared;

fn main() {
    let texts = [
        "Mayor Ana Velar was not pleased. “We were promised a pier in two years, and we have waited for nine,” she said.",
        "Velar told reporters that the town had “waited for nine” years.",
    ];
    let data = LanguageData::builtin();
    let mut finder = QuoteFinder::new(&data);
    let mut prepared = Prepared::new(Simd::best());
    let mut mentions = Vec::new();
    for text in texts {
        prepared.prepare(text);
        finder.find(text, &prepared, &mut mentions);
        for m in &mentions {
            let speaker = m.speaker.as_deref().unwrap_or("nobody");
            println!("{speaker} ({}): {}", m.reason.as_str(), &text[m.start as usize..m.end as usize]);
        }
    }
}
