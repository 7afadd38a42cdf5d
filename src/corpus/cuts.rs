//! How far a cut reaches: whole lines go, with one line end each, and of the blank lines around them as many as parted them from what stays.

use memchr::memchr;
use std::ops::Range;

/// What is cut out of `text` for each of these places, which ascend and do not overlap: the lines that they stand in. A cut that reaches the end leaves the text as it
/// ended before, with a line end or without.
pub(super) fn extents(text: &str, places: &[Range<u32>]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut extents: Vec<Range<usize>> = Vec::with_capacity(places.len());
    // Where the next line begins; whether the last line that stayed is blank, or none stayed.
    let (mut at, mut after_blank) = (0, true);
    for place in places {
        let start = line_start(bytes, place.start as usize).max(at);
        if start > at {
            let last = line_start(bytes, start - 1).max(at);
            after_blank = is_blank(&bytes[last..start]);
        }
        let mut end = next_line(bytes, (place.end as usize).max(start));
        // The text has one blank line fewer: those behind the cut go if there is one before it.
        while after_blank && end < bytes.len() && is_blank(&bytes[end..next_line(bytes, end)]) {
            end = next_line(bytes, end);
        }
        extents.push(start..end);
        at = end;
    }
    // The cuts at the very end reach back over blank lines, and over a line end if there was none at the end.
    let mut first = extents.len();
    while first > 0 && extents[first - 1].end == extents.get(first).map_or(bytes.len(), |e| e.start) {
        first -= 1;
    }
    if let Some(before) = extents[..first].last().map(|e| e.end).or(Some(0))
        && let Some(tail) = extents.get_mut(first)
    {
        while tail.start > before {
            let last = line_start(bytes, tail.start - 1).max(before);
            if !is_blank(&bytes[last..tail.start]) {
                break;
            }
            tail.start = last;
        }
        if tail.start > before && bytes.last() != Some(&b'\n') {
            tail.start -= if bytes[before..tail.start].ends_with(b"\r\n") { 2 } else { 1 };
        }
    }
    extents
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |before| before + 1)
}

fn next_line(bytes: &[u8], at: usize) -> usize {
    memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1)
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|b| b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text without the lines that hold an `x`.
    fn cut(text: &str) -> String {
        let mut places = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let shown = line.trim();
            if shown.contains('x') {
                let start = at + (line.len() - line.trim_start().len());
                places.push(start as u32..(start + shown.len()) as u32);
            }
            at += line.len();
        }
        let mut kept = String::new();
        let mut at = 0;
        for extent in extents(text, &places) {
            assert!(extent.start >= at && extent.end > extent.start, "{text:?} {places:?} {extent:?}");
            kept += &text[at..extent.start];
            at = extent.end;
        }
        kept + &text[at..]
    }

    #[test]
    fn lines_go_with_their_blank_lines() {
        for (text, left) in [
            ("a\nx\nb", "a\nb"),
            ("a\n\nx\n\nb", "a\n\nb"),
            ("a\n\nx\nx\n\n\nb", "a\n\nb"),
            ("x\n\na", "a"),
            ("a\nx", "a"),
            ("a\n\nx", "a"),
            ("a\r\nx", "a"),
            ("a\nx\n", "a\n"),
            ("a\n\nx\n", "a\n"),
            ("a\r\n\r\nx\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
            ("a\n  x  \nb", "a\nb"),
            ("x", ""),
            ("x\nx\n", ""),
            ("a\nx\n\nb", "a\n\nb"),
            ("a\n\nx\nb", "a\n\nb"),
            ("x\na\nx", "a"),
        ] {
            assert_eq!(cut(text), left, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_stays_stays_whole(lines in prop::collection::vec(prop::sample::select(vec!["", " ", "a", "x", "ab c"]), 0..12), end in any::<bool>()) {
            let text = lines.join("\n") + if end { "\n" } else { "" };
            let left = cut(&text);
            let shown = |text: &str| text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains('x')).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(shown(&left), shown(&text));
            prop_assert!(!left.contains('x'));
        }
    }
}
