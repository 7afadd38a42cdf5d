//! Lines and paragraphs.
//!
//! A paragraph is a line, except in hard-wrapped text: there blank lines part the paragraphs. Whether an article is hard-wrapped is found from
//! the article itself: lines of about one width, most of which end inside a sentence.

use super::words::Words;

/// A physical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Byte offset of its first byte.
    pub start: u32,
    /// Byte offset of its line feed, or of the end of the text.
    pub end: u32,
    /// Number of its first word.
    pub first_word: u32,
    /// One past the number of its last word.
    pub end_word: u32,
}

/// A paragraph. Its bytes go from its first to its last visible character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// 1-based number of its first line.
    pub line: u32,
    /// 1-based number of its last line.
    pub line_end: u32,
    /// Byte offset of its first byte.
    pub start: u32,
    /// Byte offset one past its last byte.
    pub end: u32,
    /// Number of its first word.
    pub first_word: u32,
    /// One past the number of its last word.
    pub end_word: u32,
}

/// A text is looked at for hard wrapping when this many of its lines have a line right below.
const MIN_INNER_LINES: usize = 4;
/// The widest line that is still taken for hard-wrapped, in characters.
const MAX_WIDTH: usize = 120;
/// The narrowest common width that is taken for hard-wrapped, in characters.
const MIN_WIDTH: usize = 30;

pub(super) fn lines(text: &str, newlines: &[u32], words: &Words, out: &mut Vec<Line>) {
    out.clear();
    let mut start = 0;
    let mut word = 0;
    for end in newlines.iter().copied().chain([text.len() as u32]) {
        let first_word = word;
        word += count_before(&words.starts[word as usize..], end);
        out.push(Line { start, end, first_word, end_word: word });
        start = end + 1;
    }
}

/// How many of the first numbers of an ascending row are below `end`: in steps that double, then by halves, as a line has far fewer words than a text.
fn count_before(row: &[u32], end: u32) -> u32 {
    let mut step = 8;
    while step < row.len() && row[step] < end {
        step *= 2;
    }
    row[..row.len().min(step)].partition_point(|&n| n < end) as u32
}

pub(super) fn paragraphs(text: &str, lines: &[Line], out: &mut Vec<Paragraph>) {
    out.clear();
    let wrapped = is_hard_wrapped(text, lines);
    let mut open = false;
    for (i, line) in lines.iter().enumerate() {
        let number = i as u32 + 1;
        let (start, end) = trim(text, *line);
        if start == end {
            open = false;
        } else if let (true, true, Some(last)) = (wrapped, open, out.last_mut()) {
            last.line_end = number;
            last.end = end;
            last.end_word = line.end_word;
        } else {
            out.push(Paragraph {
                line: number,
                line_end: number,
                start,
                end,
                first_word: line.first_word,
                end_word: line.end_word,
            });
            open = true;
        }
    }
    out.retain(|p| p.end_word > p.first_word);
}

/// The bytes of a line without the white space around them.
fn trim(text: &str, line: Line) -> (u32, u32) {
    let whole = &text[line.start as usize..line.end as usize];
    let start = line.start + (whole.len() - whole.trim_start().len()) as u32;
    (start, start + whole.trim().len() as u32)
}

/// Lines of one width that break inside sentences.
///
/// Looked at are the lines with a line right below them. In hard-wrapped text a line is broken because the next word would not have
/// fitted: so with `width` the widest of them, line and first word below together are wider than that. Most must be so, and fewer than half may end like a sentence.
fn is_hard_wrapped(text: &str, lines: &[Line]) -> bool {
    let bytes = |l: &Line| text[l.start as usize..l.end as usize].trim();
    // The cheap way out: an article of lines as long as paragraphs are.
    let long = lines.iter().filter(|l| (l.end - l.start) as usize > MAX_WIDTH * 4).count();
    if lines.len() < MIN_INNER_LINES + 1 || long > 0 {
        return false;
    }
    let mut inner = Vec::new();
    let mut width = 0;
    for pair in lines.windows(2) {
        let (line, next) = (bytes(&pair[0]), bytes(&pair[1]));
        if line.is_empty() {
            continue;
        }
        let wide = line.chars().count();
        if wide > MAX_WIDTH {
            return false;
        }
        width = width.max(wide);
        if !next.is_empty() {
            inner.push((line, wide, next));
        }
    }
    if inner.len() < MIN_INNER_LINES || width < MIN_WIDTH {
        return false;
    }
    let full = |&&(_, wide, next): &&(&str, usize, &str)| {
        let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
        wide + 1 + word > width
    };
    let sentence = |&&(line, _, _): &&(&str, usize, &str)| {
        line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
    };
    let full = inner.iter().filter(full).count();
    let sentences = inner.iter().filter(sentence).count();
    full * 4 >= inner.len() * 3 && sentences * 2 < inner.len()
}

#[cfg(test)]
mod tests {
    use crate::simd::Simd;
    use crate::text::Prepared;

    fn paragraphs(text: &str) -> Vec<(u32, u32, &str)> {
        let mut prepared = Prepared::new(Simd::best());
        prepared.prepare(text);
        prepared.paragraphs.iter().map(|p| (p.line, p.line_end, &text[p.start as usize..p.end as usize])).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(paragraphs("  One line. \r\n\n---\nTwo\n\n"), [(1, 1, "One line."), (4, 4, "Two")]);
        assert_eq!(paragraphs(""), []);
        assert_eq!(paragraphs("\n\n"), []);
    }

    #[test]
    fn hard_wrapped_text_is_parted_by_blank_lines() {
        let text = "The harbour board said on Monday that the old crane would\nbe taken down before winter, because nobody could say who\nhad paid for the last inspection.\n\nRepairs would cost more than the crane had cost when it was\nnew, the board said, and the money was needed for the pier\nthat the storm had damaged.\n";
        let found = paragraphs(text);
        assert_eq!(found.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(), [(1, 3), (5, 7)]);
        assert!(found[1].2.starts_with("Repairs") && found[1].2.ends_with("damaged."));
    }

    #[test]
    fn short_lines_are_no_wrapping() {
        let list = "Home\nNews\nSport\nWeather\nContact us\nThe story of the day has one line only.\n";
        assert_eq!(paragraphs(list).len(), 6);
        let sentences = "It rained on Monday all day.\nIt rained on Tuesday as well.\nIt was dry on Wednesday now.\nThen it rained on Thursday.\nFriday was a day of sunshine.\n";
        assert_eq!(paragraphs(sentences).len(), 5);
    }
}
