//! Single marks, which look like apostrophes: which of them closes a quote, and which belongs to a word.

use super::class::ELISION;
use super::marks::{Glyph, Mark, Side};
use super::spans::Article;

/// The longest quote in single marks, in bytes: beyond it the marks were two apostrophes.
const LONGEST_SINGLE: u32 = 2000;

/// The mark that closes a single one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closing {
    pub(super) at: usize,
    /// Whether it can only be a closing mark, and not that of `the boys’ game`.
    pub(super) certain: bool,
}

/// The mark that closes the single mark `i`, if one does: the first one that can only be a closing mark, or else the last that may be one before the next opening one.
pub(super) fn closing_single(article: &Article<'_>, i: usize, end: usize, nested: bool) -> Option<Closing> {
    let mark = article.marks[i];
    let bytes = article.text.as_bytes();
    let mut weak = None;
    for j in i + 1..end {
        let other = article.marks[j];
        if other.start - mark.end > LONGEST_SINGLE {
            break;
        }
        if !other.glyph.is_single() {
            // The quote around it ends.
            if nested && (other.glyph == Glyph::RightDouble || other.closes() && !other.opens()) {
                // Closed together: …’”
                break;
            }
            continue;
        }
        if matches!(other.glyph, Glyph::LeftSingleAngle | Glyph::RightSingleAngle) {
            continue;
        }
        let fits = match other.glyph {
            Glyph::RightSingle | Glyph::StraightSingle => true,
            Glyph::LeftSingle => mark.glyph == Glyph::LowSingle,
            _ => false,
        };
        // `rock 'n' roll`
        let before = article.marks[j - 1];
        let letter = other.start == before.end + 1 && j - 1 > i && is_elision(article, before);
        if fits && other.closes() && other.start > mark.end && !letter {
            let last = bytes[other.start as usize - 1];
            let possessive = other.before == Side::Letter
                && matches!(other.after, Side::Space)
                && (last == b's'
                    || bytes[..other.start as usize].ends_with(b"in")
                    || bytes[..other.start as usize].ends_with(b" o"));
            if !possessive {
                return Some(Closing { at: j, certain: true });
            }
            weak = Some(Closing { at: j, certain: false });
        } else if other.opens()
            && matches!(other.glyph, Glyph::StraightSingle | Glyph::LeftSingle | Glyph::LowSingle)
            && !is_elision(article, other)
        {
            break;
        }
    }
    weak
}

/// `'90s` and `'em`: the mark belongs to the word.
pub(super) fn is_elision(article: &Article<'_>, mark: Mark) -> bool {
    if mark.after == Side::Digit {
        let rest = &article.text.as_bytes()[mark.end as usize..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        return digits == 2 && !matches!(rest.get(2), Some(b'-' | b'.' | b',' | b'%'));
    }
    if mark.after != Side::Letter {
        return false;
    }
    let words = &article.prepared.words;
    let word = words.starts.partition_point(|&w| w < mark.end);
    words.starts.get(word) == Some(&mark.end) && article.language.class(words.hashes[word]) & ELISION != 0
}
