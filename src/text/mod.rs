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

/// The normal form of a text: its normalised words joined by one space.
pub fn normal_form(text: &str) -> String {
    // One word, as nearly all that is asked for.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let words: Vec<String> = cut_by_definition(text).into_iter().map(|(_, normal)| normal).collect();
    words.join(" ")
}
