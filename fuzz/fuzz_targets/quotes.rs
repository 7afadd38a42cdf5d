//! Any text has quotes that stand inside it, on character borders, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearprint::quotes::{LanguageData, QuoteFinder};
use nearprint::simd::Simd;
use nearprint::text::Prepared;
use std::sync::OnceLock;

static DATA: OnceLock<LanguageData> = OnceLock::new();

fuzz_target!(|text: &str| {
    let data = DATA.get_or_init(LanguageData::builtin);
    let mut prepared = Prepared::new(Simd::best());
    prepared.prepare(text);
    let mut mentions = Vec::new();
    QuoteFinder::new(data).find(text, &prepared, &mut mentions);
    let mut last = 0;
    for mention in &mentions {
        assert!(mention.start < mention.end);
        assert!(!text[mention.start as usize..mention.end as usize].trim().is_empty());
        assert!(mention.outer_start >= last);
        last = mention.outer_start;
        if let Some(outer) = mention.nested_in {
            let outer = &mentions[outer as usize];
            assert!(outer.start <= mention.start && mention.end <= outer.end);
        }
    }
});
