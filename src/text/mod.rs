//! What a text is: words, their normal form, lines and paragraphs.
//!
//! One [`Prepared`] text is what all later rooms read.

mod class;
mod definition;
mod hashes;
mod normalise;
mod paragraphs;
mod words;

pub use definition::cut_by_definition;
pub use hashes::{WordHash, has_digit, hash_normal_form, hash_normal_word, hash_text, hash_words, hash_words_of};
pub use paragraphs::{Line, Paragraph};
pub use words::{Cutter, Words};

use crate::simd::Simd;

/// A text cut into words, lines and paragraphs, once, for all that follows. Offsets are bytes of the original text.
#[derive(Debug)]
pub struct Prepared {
    cutter: Cutter,
    newlines: Vec<u32>,
    /// The words.
    pub words: Words,
    /// The physical lines, empty ones too.
    pub lines: Vec<Line>,
    /// The paragraphs: those that have a word.
    pub paragraphs: Vec<Paragraph>,
}

impl Prepared {
    /// Empty, to be filled by [`Prepared::prepare`].
    pub fn new(simd: Simd) -> Prepared {
        Prepared {
            cutter: Cutter::new(simd),
            newlines: Vec::new(),
            words: Words::default(),
            lines: Vec::new(),
            paragraphs: Vec::new(),
        }
    }

    /// The instruction set that it is cut with.
    pub fn simd(&self) -> Simd {
        self.cutter.simd()
    }

    /// Cuts `text`; what was there before is gone.
    pub fn prepare(&mut self, text: &str) {
        self.cutter.cut(text, &mut self.words, &mut self.newlines);
        paragraphs::lines(text, &self.newlines, &self.words, &mut self.lines);
        paragraphs::paragraphs(text, &self.lines, &mut self.paragraphs);
    }

    /// Cuts `text` into words only: lines and paragraphs stay empty.
    pub fn prepare_words(&mut self, text: &str) {
        self.cutter.cut(text, &mut self.words, &mut self.newlines);
        self.lines.clear();
        self.paragraphs.clear();
    }
}

/// Whether a character is a letter of a word in its normal form, whatever stands beside it: the small letters of most lists.
fn is_normal(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'à'..='ö' | 'ø'..='ÿ' | 'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ś' | 'ź' | 'ż' | 'œ' | 'а'..='я' | 'ё'..='џ' | 'ґ')
}

/// The normal form of a text: its normalised words joined by one space.
pub fn normal_form(text: &str) -> String {
    // One word, as nearly all that is asked for.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    if text.chars().all(is_normal) && !text.is_empty() {
        return text.to_owned();
    }
    let words: Vec<String> = cut_by_definition(text).into_iter().map(|(_, normal)| normal).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of these letters, alone and beside each other.
    #[test]
    fn small_letters_are_their_normal_form() {
        let letters: Vec<char> = ('\0'..='\u{4ff}').filter(|&c| is_normal(c)).collect();
        let all: String = letters.iter().collect();
        for word in letters.iter().map(char::to_string).chain([all]) {
            let by_definition: Vec<String> = cut_by_definition(&word).into_iter().map(|(_, normal)| normal).collect();
            assert_eq!(by_definition, [normal_form(&word)]);
        }
    }
}
