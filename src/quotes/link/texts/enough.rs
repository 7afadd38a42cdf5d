//! Whether what two wordings share may be enough to relate them, told without an alignment.

use super::super::relate::{LEAST_CONTENT, LEAST_WORDS, LOOSE_PARTIAL, MIDDLING, PARTIAL};
use super::super::row::share_a_row;
use super::{QuoteTexts, Text, WEIGHTS, joined, weight, word_bit};

/// Weight, and half words with content, that compounds may add to what two wordings share as they are written.
const COMPOUNDS: (i32, u32) = (2 * WEIGHTS[2], 4);

impl QuoteTexts<'_> {
    /// Whether the words of the shorter one that the longer one has, in any order, would be enough for [`relate`](super::super::relate::compare), or many in a row: what spares most alignments.
    pub(super) fn may_relate(&self, (a, b): (u32, u32)) -> bool {
        let (x, y) = (self.text(a), self.text(b));
        let (longer, shorter) = if x.is_longer(&y) { (x, y) } else { (y, x) };
        self.may_cover(&shorter, &longer) || share_a_row(shorter.parts, longer.parts)
    }

    /// Whether the words of the shorter one that the longer one has may be enough by their weight.
    fn may_cover(&self, shorter: &Text<'_>, longer: &Text<'_>) -> bool {
        let total = weight(shorter.worths);
        let (mut shared, mut missed, mut words, mut content) = (0, 0, 0, 0);
        let missing = |part: u32| longer.bits & word_bit(part) == 0 || !longer.parts.contains(&part);
        for (&part, worth) in shorter.parts.iter().zip(shorter.worths) {
            if missing(part) {
                missed += worth.weight();
                // Less than half of its weight is left, whatever compounds there are: less than `PARTIAL`.
                if (missed - COMPOUNDS.0) * 2 > total {
                    return false;
                }
            } else {
                shared += worth.weight();
                words += 1;
                content += worth.content();
            }
        }
        let enough = |weight: i32, words: usize, content: u32| {
            let share = f64::from(weight) / f64::from(total.max(1));
            words >= LEAST_WORDS
                && content >= LEAST_CONTENT
                && (share >= LOOSE_PARTIAL || (share >= PARTIAL && content >= MIDDLING))
        };
        if enough(shared, words, content) || !enough(shared + COMPOUNDS.0, words + 2, content + COMPOUNDS.1) {
            return enough(shared, words, content);
        }
        // What is missing may be a part of a compound, or be one.
        for (i, worth) in shorter.worths.iter().enumerate().filter(|(i, _)| missing(shorter.parts[*i])) {
            if self.is_written_apart(i, shorter, longer) {
                shared += worth.weight();
                words += 1;
                content += worth.content();
            }
        }
        enough(shared, words, content)
    }

    /// Whether word `i` of a text is two words of the other, or together with a neighbour one word of it.
    fn is_written_apart(&self, i: usize, text: &Text<'_>, other: &Text<'_>) -> bool {
        let (word, shape) = (text.parts[i], text.shapes[i]);
        let is = |(at, two): (usize, &[u16])| {
            joined(two[0], two[1]) == shape && self.is_compound(word, &other.parts[at..at + 2])
        };
        self.compound(text, i, other).is_some()
            || i > 0 && self.compound(text, i - 1, other).is_some()
            || other.shapes.windows(2).enumerate().any(is)
    }
}
