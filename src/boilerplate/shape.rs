//! What a line looks like, as a set of bits: what can be seen without knowing a language.

use crate::simd::Simd;
use crate::simd::classify::BLOCK;
use crate::simd::signs::signs;
use std::ops::Range;

/// Set of the bits below.
pub(super) type Shape = u32;

/// It ends like a sentence, perhaps with closing marks behind.
pub(super) const END: Shape = 1;
/// It ends with a colon.
pub(super) const COLON: Shape = 1 << 1;
/// It ends with an ellipsis.
pub(super) const ELLIPSIS: Shape = 1 << 2;
/// It ends with a question mark, perhaps with closing marks behind.
pub(super) const QUESTION: Shape = 1 << 3;
/// It has letters of two cases' kind, and none is small.
pub(super) const ALL_CAPS: Shape = 1 << 4;
/// It begins with a small letter.
pub(super) const SMALL_START: Shape = 1 << 5;
/// It has a finite verb that is listed.
pub(super) const VERB: Shape = 1 << 6;
/// It is little else than a date or a time.
pub(super) const DATE: Shape = 1 << 7;
/// It has a number or a date in it.
pub(super) const NUMBER: Shape = 1 << 8;
/// It has a time of day, as in `14:31`.
pub(super) const CLOCK: Shape = 1 << 9;
/// It has a copyright sign.
pub(super) const COPYRIGHT: Shape = 1 << 10;
/// It has an address of mail, or a name with `@`.
pub(super) const AT: Shape = 1 << 11;
/// It has an address of the web.
pub(super) const URL: Shape = 1 << 12;
/// It has a bar, a bullet or a dot that parts entries.
pub(super) const BARS: Shape = 1 << 13;
/// It has an arrow, as on buttons.
pub(super) const ARROW: Shape = 1 << 14;
/// It begins with a bullet, a dash or a number and a full stop.
pub(super) const LIST: Shape = 1 << 15;
/// All of it stands in brackets.
pub(super) const BRACKETS: Shape = 1 << 16;
/// It begins with a quote mark.
pub(super) const QUOTE_START: Shape = 1 << 17;
/// Most of it stands in quote marks with a speaker.
pub(super) const SPOKEN: Shape = 1 << 18;
/// It is the headline, or nearly.
pub(super) const TITLE: Shape = 1 << 19;
/// Its words are single characters.
pub(super) const UNSPACED: Shape = 1 << 20;
/// It has a comma inside.
pub(super) const COMMA: Shape = 1 << 21;
/// The article is in a language whose running words are listed.
pub(super) const KNOWN: Shape = 1 << 22;
/// A sentence ends inside it.
pub(super) const SENTENCES: Shape = 1 << 23;
/// It has a slash between words, or a plus or `#` before one.
pub(super) const SIGNS: Shape = 1 << 24;
/// Its first word has a colon behind it.
pub(super) const LEAD: Shape = 1 << 26;
/// Its first two or three words have a colon behind them.
pub(super) const LONG_LEAD: Shape = 1 << 27;
/// A rule of dashes, lines or stars.
pub(super) const RULER: Shape = 1 << 28;
/// It stands in marks like `< >`, or has code signs in it.
pub(super) const CODE: Shape = 1 << 25;

/// A byte that has to be looked at with those around it.
const SPECIAL: Shape = 1 << 31;
/// A byte that may begin a mark of a skeleton. No byte shows [`UNSPACED`], which is set elsewhere.
const MARK: Shape = UNSPACED;
/// A small letter of ASCII.
const SMALL: Shape = 1 << 30;
/// A capital of ASCII.
const CAPITAL: Shape = 1 << 29;

/// What each byte by itself shows.
static BYTES: [Shape; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => NUMBER,
            b'@' => AT | MARK,
            b'|' => BARS,
            b'<' | b'=' => CODE | MARK,
            b'{' | b'}' | b'\\' => CODE,
            b'>' => ARROW,
            b'/' | b'#' => SIGNS | MARK,
            b'+' => SIGNS,
            b',' => COMMA,
            b':' => SPECIAL | MARK,
            b'.' => SPECIAL,
            // Every character beyond Latin letters with accents and the like, some of which are marks.
            0xC2 | 0xE2.. => SPECIAL | MARK,
            0xC3.. => SPECIAL,
            b'(' | b'[' | b'-' | b'~' | b'*' | b'%' | b'$' => MARK,
            _ => 0,
        };
        b += 1;
    }
    table
};

/// The bits that the bytes of a short line show, and whether one of them may begin a number or a mark of its [`skeleton`]. The line is `range` of a text.
pub(super) fn of_short(simd: Simd, text: &str, range: Range<usize>) -> (Shape, bool) {
    let signs = signs(simd, text.as_bytes(), range.clone());
    let line = &text[range];
    let bit = |holds, bit| if holds { bit } else { 0 };
    let mut shape = bit(signs.small, SMALL) | bit(signs.capitals, CAPITAL) | bit(signs.commas, COMMA);
    shape |= bit(signs.digits, NUMBER) | bit(signs.marks, MARK);
    // Of a full stop with a blank behind it only the place can matter.
    let mut stops = signs.stops;
    for at in (0..3).chain(line.len().saturating_sub(3)..line.len()) {
        stops[at / BLOCK] &= !(1 << (at % BLOCK));
    }
    shape |= bit(stops != [0; _], SENTENCES);
    for (block, mut others) in signs.others.into_iter().enumerate() {
        while others != 0 {
            let at = block * BLOCK + others.trailing_zeros() as usize;
            shape |= of_byte(line, at, line.as_bytes()[at]);
            others &= others - 1;
        }
    }
    if shape & CAPITAL != 0 && shape & SMALL == 0 {
        shape |= ALL_CAPS;
    }
    (shape & !(SPECIAL | SMALL | CAPITAL | MARK), shape & (MARK | NUMBER) != 0)
}

/// What byte `i` shows, which is `b`.
#[inline]
fn of_byte(line: &str, i: usize, b: u8) -> Shape {
    let shown = BYTES[b as usize];
    if shown & SPECIAL != 0 { shown | of_special(line, i, b) } else { shown }
}

/// What the character that begins at byte `i`, which is `b`, shows with those around it.
fn of_special(line: &str, i: usize, b: u8) -> Shape {
    let bytes = line.as_bytes();
    match b {
        b':' => {
            let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
            if digit(i.checked_sub(1)) && digit(Some(i + 1)) {
                CLOCK
            } else if bytes[i + 1..].starts_with(b"//") {
                URL
            } else {
                0
            }
        }
        b'.' => {
            let (before, after) = (&bytes[..i], &bytes[i + 1..]);
            match after.first() {
                Some(b' ') if before.len() > 2 && after.len() > 2 => SENTENCES,
                None | Some(b' ') => 0,
                _ if before.ends_with(b"www") => URL,
                _ if [&b"com"[..], b"org", b"net"].iter().any(|d| after.starts_with(d)) => URL,
                _ => 0,
            }
        }
        _ => match line.get(i..).and_then(|rest| rest.chars().next()).unwrap_or(' ') {
            '©' | '®' | '™' => COPYRIGHT,
            '•' | '·' | '│' | '¦' | '▪' | '●' | '■' | '｜' => BARS,
            '›' | '»' if i > 0 && bytes[i - 1] == b' ' => ARROW,
            '→' | '←' | '▸' | '▶' | '►' | '⟩' | '↑' | '↓' | '▼' | '▲' | '×' | '✕' | '✓' => {
                ARROW
            }
            '，' | '、' | '،' => COMMA,
            '。' if i + 6 < bytes.len() => SENTENCES,
            c if c.is_lowercase() => SMALL,
            c if c.is_uppercase() => CAPITAL,
            _ => 0,
        },
    }
}

/// What parts the entry of a list into its fields: its first three numbers and marks, five bits each from the lowest up. The fifth says that words stand before it. 0 when there is none.
///
/// Entries of one list, as in a table of results or a list of dates, have it in common; headlines hardly ever.
pub(super) fn skeleton(line: &str) -> u16 {
    let (mut packed, mut at, mut words, mut number) = (0, 0, 0, false);
    let mut last = ' ';
    for c in line.chars() {
        let mark = match c {
            // They part no field inside a number.
            '0'..='9' | '.' | ',' | ':' if number => {
                last = c;
                continue;
            }
            '0'..='9' => A_NUMBER,
            ':' | '：' => 2,
            '(' | '[' | '（' | '【' => 3,
            '-' | '–' | '—' | '~' if last == ' ' => 4,
            '$' | '€' | '£' | '¥' | '₩' => 5,
            '*' => 6,
            '=' => 7,
            '/' => 8,
            '%' => 9,
            '#' => 10,
            '@' => 11,
            '<' => 12,
            _ => 0,
        };
        number = mark == A_NUMBER;
        if mark != 0 {
            packed |= (mark | words << 4) << at;
            (at, words) = (at + 5, 0);
            if at == 15 {
                break;
            }
        } else if c.is_alphabetic() {
            words = 1;
        }
        last = c;
    }
    packed
}

/// A number in a skeleton.
const A_NUMBER: u16 = 1;

/// Whether a number is all that the skeleton has.
pub(super) fn only_a_number(skeleton: u16) -> bool {
    skeleton & !(1 << 4) == A_NUMBER
}

/// Whether the skeleton begins with a number, before any word.
pub(super) fn begins_with_number(skeleton: u16) -> bool {
    skeleton & 31 == A_NUMBER
}

/// How many words stand before a colon near the start of a line, 0 when there is none; `starts` are the places of its words in the text, `at` its own.
pub(super) fn lead(line: &str, starts: &[u32], at: usize) -> usize {
    let near = line.len().min(48);
    let Some(colon) = memchr::memchr(b':', &line.as_bytes()[..near]) else { return 0 };
    starts.iter().take(8).take_while(|start| (**start as usize) < at + colon).count()
}

/// Whether a line without words is a rule of dashes, lines or stars.
pub(super) fn is_ruler(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '-' | '_' | '*' | '=' | '~' | '–' | '—' | '─' | '·' | '•' | ' ' | '#'))
}

/// The bits that the two ends of a line show. `line` has no white space at its ends.
pub(super) fn of_ends(line: &str) -> Shape {
    let mut shape = 0;
    let inner =
        line.trim_end_matches(['"', '\'', '”', '“', '’', '»', '«', ')', ']', '」', '』', '）', '*', ' ', '\u{a0}']);
    match inner.chars().next_back() {
        Some('?' | '？' | '؟') => shape |= END | QUESTION,
        Some('…' | '⋯') => shape |= END | ELLIPSIS,
        Some('.') if inner.ends_with("...") => shape |= END | ELLIPSIS,
        Some('.' | '!' | '。' | '！' | '۔' | '．' | '।') => shape |= END,
        Some(':' | '：') => shape |= COLON,
        _ => {}
    }
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '·' | '▪' | '●' | '■' | '◆' | '▶' | '►' | '★' | '*') => shape |= LIST,
        Some('-' | '–' | '—' | '―') if line.len() > 3 => shape |= LIST,
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            if line.len() - rest.len() <= 2 && rest.starts_with(['.', ')', ':']) && rest[1..].starts_with(' ') {
                shape |= LIST;
            }
        }
        Some('"' | '“' | '„' | '«' | '»' | '‘' | '「' | '『' | '‚' | '‹' | '\'') => shape |= QUOTE_START,
        Some('(' | '[' | '（' | '【') if line.ends_with([')', ']', '）', '】']) => shape |= BRACKETS,
        Some(c) if c.is_lowercase() => shape |= SMALL_START,
        _ => {}
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::signs::LONGEST;
    use proptest::prelude::*;

    fn shape(line: &str) -> Shape {
        of_short(Simd::best(), line, 0..line.len()).0 | of_ends(line)
    }

    #[test]
    fn ends() {
        for line in ["It rained.", "“It rained.”", "It rained!)", "下雨了。", "「雨が降った。」", "It rained.*"]
        {
            assert_ne!(shape(line) & END, 0, "{line}");
        }
        assert_eq!(shape("It rained") & END, 0);
        assert_eq!(shape("Why?") & (END | QUESTION), END | QUESTION);
        assert_eq!(shape("And then...") & ELLIPSIS, ELLIPSIS);
        assert_eq!(shape("In other news:") & (COLON | END), COLON);
    }

    proptest! {
        /// Whole blocks show what their bytes show one by one.
        #[test]
        fn blocks_show_what_bytes_show(line in "([a-z ,'\"]{0,20}|[A-Z]{0,9}|[0-9.:/@|-]{0,5}|[é–’›•…©下Ж]{0,3}){0,12}") {
            let line = &line[..line.floor_char_boundary(LONGEST)];
            let mut naive = line.bytes().enumerate().fold(0, |shape, (i, b)| shape | of_byte(line, i, b));
            let marks = naive & (MARK | NUMBER) != 0;
            if naive & CAPITAL != 0 && naive & SMALL == 0 {
                naive |= ALL_CAPS;
            }
            prop_assert_eq!(of_short(Simd::best(), line, 0..line.len()), (naive & !(SPECIAL | SMALL | CAPITAL | MARK), marks));
            // Without a mark there is no skeleton.
            prop_assert!(marks || skeleton(line) == 0);
        }
    }

    #[test]
    fn skeletons() {
        assert_eq!(skeleton("June 20 – Old Mill, Harlow"), skeleton("July 3 – Corn Exchange"));
        assert_eq!(skeleton("Spain (Group F): 11th time"), skeleton("New Zealand (Group A): 2nd time"));
        assert_eq!(skeleton("1.5 million"), skeleton("12,000 loaves"));
        assert_ne!(skeleton("20 June"), skeleton("June 20"));
        assert_eq!(skeleton("No crane, no harbour"), 0);
        assert!(only_a_number(skeleton("Five of 12 cranes")) && only_a_number(skeleton("12 cranes")));
        assert!(begins_with_number(skeleton("12 cranes (3 old)")) && !only_a_number(skeleton("12 cranes (3 old)")));
        assert!(!begins_with_number(skeleton("The 12 cranes")));
    }

    #[test]
    fn marks_and_letters() {
        assert_ne!(shape("© 2026 Harlow Ledger") & COPYRIGHT, 0);
        assert_ne!(shape("Home | News | Sport") & BARS, 0);
        assert_ne!(shape("Updated 14:31") & CLOCK, 0);
        assert_eq!(shape("Score: 14 points") & CLOCK, 0);
        assert_ne!(shape("see https://harlow.example/a") & URL, 0);
        assert_ne!(shape("desk@harlow.example") & AT, 0);
        assert_ne!(shape("Next »") & ARROW, 0);
        assert_eq!(shape("«Next»") & ARROW, 0);
        assert_ne!(shape("BREAKING ÖL") & ALL_CAPS, 0);
        assert_eq!(shape("2026") & ALL_CAPS, 0);
        assert_ne!(shape("• One") & LIST, 0);
        assert_ne!(shape("3. One") & LIST, 0);
        assert_eq!(shape("3.5 million") & LIST, 0);
        assert_ne!(shape("(Reporting by Ann)") & BRACKETS, 0);
        assert_ne!(shape("It rained. It stopped.") & SENTENCES, 0);
        assert_eq!(shape(""), 0);
    }
}
