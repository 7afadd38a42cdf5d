//! The normal form of a word.
//!
//! NFKC, full case folding, NFKC again (folding can undo it), every apostrophe the same apostrophe; invisible characters, Arabic vowel
//! marks and tatweel out. A word is cut first and normalised then, so offsets need no map: a word knows where it stands in the
//! untouched text, and its normal form is looked at only for comparing.

use super::class::Lookup;
use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// Characters that copies of one text gain and lose without anybody seeing it.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        // Arabic vowel marks and the tatweel that stretches a word.
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}'
        | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}')
}

/// Characters that stand for an apostrophe inside a word.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2BB}' | '\u{55A}' | '\u{FF07}')
}

/// The definition, by the reference crates and nothing else.
pub(super) fn normalise_by_definition(word: &str) -> String {
    word.chars()
        .filter(|&c| !is_dropped(c))
        .nfkc()
        .default_case_fold()
        .nfkc()
        .filter(|&c| !is_dropped(c))
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .collect()
}

/// Appends the normal form of `word` to `out`. Equal to the definition; fast where each character has a simple form.
pub(super) fn normalise_into(word: &str, lookup: &mut Lookup, out: &mut String) {
    let before = out.len();
    for c in word.chars() {
        if is_apostrophe(c) {
            out.push('\'');
        } else if !is_dropped(c) {
            let Some(simple) = lookup.info(c).simple() else {
                out.truncate(before);
                out.push_str(&normalise_by_definition(word));
                return;
            };
            out.push(simple);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words() {
        for (word, normal) in [
            ("Don’t", "don't"),
            ("DON'T", "don't"),
            ("Straße", "strasse"),
            ("ﬁsh", "fish"),
            ("co\u{AD}operate", "cooperate"),
            ("Cafe\u{301}", "café"),
            ("مُحَمَّد", "محمد"),
            ("١٢", "١٢"),
            ("ｆｕｌｌ", "full"),
            ("мʼята", "м'ята"),
            ("ـ", ""),
        ] {
            assert_eq!(normalise_by_definition(word), normal);
            let mut out = String::from("x");
            normalise_into(word, &mut Lookup::new(), &mut out);
            assert_eq!(out, format!("x{normal}"));
        }
    }
}
