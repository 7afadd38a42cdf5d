//! The fast way of cutting words, on every instruction set of this machine, equals the definition.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearprint::simd::Simd;
use nearprint::text::{Cutter, Words, cut_by_definition, hash_normal_word};

fuzz_target!(|text: &str| {
    let definition = cut_by_definition(text);
    for simd in Simd::available() {
        let (mut words, mut newlines) = (Words::default(), Vec::new());
        Cutter::new(simd).cut(text, &mut words, &mut newlines);
        assert_eq!(words.len(), definition.len(), "{}", simd.tier().name());
        for (i, (range, normal)) in definition.iter().enumerate() {
            assert_eq!(words.starts[i] as usize..words.ends[i] as usize, *range);
            assert_eq!(words.hashes[i], hash_normal_word(normal));
        }
        let feeds = text.bytes().enumerate().filter(|b| b.1 == b'\n').map(|b| b.0 as u32);
        assert!(newlines.iter().copied().eq(feeds));
    }
});
