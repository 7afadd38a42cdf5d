//! Quote marks: where they stand in a text, and what stands beside them.
//!
//! Only bytes that can begin a mark are looked at, and an apostrophe between two letters is thrown out on the spot. What a mark *does* is settled later
//! (`spans.rs`), paragraph by paragraph: here is only what can be seen.

use crate::simd::Simd;
use crate::simd::classify::BLOCK;
use crate::simd::marks::mark_places;

/// A quote mark as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// `"`
    Straight,
    /// `''`, as agencies write it.
    TwoApostrophes,
    /// Two backticks.
    TwoBackticks,
    /// `“`
    LeftDouble,
    /// `”`
    RightDouble,
    /// `„`
    LowDouble,
    /// `‟`
    ReversedDouble,
    /// `«`
    LeftAngle,
    /// `»`
    RightAngle,
    /// `「`
    LeftCorner,
    /// `」`
    RightCorner,
    /// `『`
    LeftWhiteCorner,
    /// `』`
    RightWhiteCorner,
    /// `'`
    StraightSingle,
    /// A backtick.
    Backtick,
    /// `‘`
    LeftSingle,
    /// `’`
    RightSingle,
    /// `‚`
    LowSingle,
    /// `‹`
    LeftSingleAngle,
    /// `›`
    RightSingleAngle,
    /// `-` before a line that is spoken.
    Hyphen,
    /// `–`, the same.
    EnDash,
    /// `—`, the same.
    EmDash,
}

impl Glyph {
    /// The mark as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Glyph::Straight => "\"",
            Glyph::TwoApostrophes => "''",
            Glyph::TwoBackticks => "``",
            Glyph::LeftDouble => "“",
            Glyph::RightDouble => "”",
            Glyph::LowDouble => "„",
            Glyph::ReversedDouble => "‟",
            Glyph::LeftAngle => "«",
            Glyph::RightAngle => "»",
            Glyph::LeftCorner => "「",
            Glyph::RightCorner => "」",
            Glyph::LeftWhiteCorner => "『",
            Glyph::RightWhiteCorner => "』",
            Glyph::StraightSingle => "'",
            Glyph::Backtick => "`",
            Glyph::LeftSingle => "‘",
            Glyph::RightSingle => "’",
            Glyph::LowSingle => "‚",
            Glyph::LeftSingleAngle => "‹",
            Glyph::RightSingleAngle => "›",
            Glyph::Hyphen => "-",
            Glyph::EnDash => "–",
            Glyph::EmDash => "—",
        }
    }

    /// Whether it is the dash of a line that is spoken: nothing closes it.
    pub fn is_dash(self) -> bool {
        matches!(self, Glyph::Hyphen | Glyph::EnDash | Glyph::EmDash)
    }

    /// Whether it is one of the marks that may also be an apostrophe, or stand inside other marks.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Glyph::StraightSingle
                | Glyph::Backtick
                | Glyph::LeftSingle
                | Glyph::RightSingle
                | Glyph::LowSingle
                | Glyph::LeftSingleAngle
                | Glyph::RightSingleAngle
        )
    }
}

/// What stands on one side of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The border of a line.
    Edge,
    Space,
    /// An opening bracket.
    Bracket,
    ClosingBracket,
    /// `.`, `,`, `;`, `!`, `?`, `…` and their like.
    Stop,
    Colon,
    Dash,
    Letter,
    Digit,
    /// Another quote mark.
    Mark,
    Other,
}

/// What each byte of ASCII is beside a mark.
static ASCII_SIDES: [Side; 128] = {
    let mut table = [Side::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'\n' | b'\r' => Side::Edge,
            b'(' | b'[' | b'{' | b'<' => Side::Bracket,
            b')' | b']' | b'}' | b'>' => Side::ClosingBracket,
            b'.' | b',' | b';' | b'!' | b'?' => Side::Stop,
            b':' => Side::Colon,
            b'-' | b'/' => Side::Dash,
            b'"' | b'\'' | b'`' => Side::Mark,
            b'A'..=b'Z' | b'a'..=b'z' => Side::Letter,
            b'0'..=b'9' => Side::Digit,
            b'\t' | 0x0B | 0x0C | b' ' => Side::Space,
            _ => Side::Other,
        };
        byte += 1;
    }
    table
};

fn side(c: Option<char>) -> Side {
    let Some(c) = c else { return Side::Edge };
    match c {
        '\0'..='\x7F' => ASCII_SIDES[c as usize],
        '（' | '【' => Side::Bracket,
        '）' | '】' => Side::ClosingBracket,
        '…' | '。' | '，' | '、' | '！' | '？' | '；' | '؟' | '،' | '؛' => Side::Stop,
        '：' => Side::Colon,
        '–' | '—' | '―' => Side::Dash,
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' => {
            Side::Mark
        }
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' => Side::Space,
        _ if c.is_whitespace() => Side::Space,
        _ if c.is_alphabetic() => Side::Letter,
        _ if c.is_numeric() => Side::Digit,
        _ => Side::Other,
    }
}

/// A mark in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its first byte.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    pub(super) glyph: Glyph,
    pub(super) before: Side,
    pub(super) after: Side,
}

impl Mark {
    /// Its sides look like the beginning of a quote, and not like the end of one.
    pub(super) fn opens(&self) -> bool {
        matches!(self.before, Side::Edge | Side::Space | Side::Bracket | Side::Dash | Side::Colon | Side::Mark)
            && matches!(self.after, Side::Letter | Side::Digit | Side::Mark | Side::Bracket | Side::Other | Side::Stop)
            && (self.before != Side::Mark || matches!(self.after, Side::Letter | Side::Digit))
            && !(self.before != Side::Edge && self.before != Side::Space && self.after == Side::Stop)
    }

    /// Its sides look like the end of a quote, and not like the beginning of one.
    pub(super) fn closes(&self) -> bool {
        !matches!(self.before, Side::Edge | Side::Space | Side::Bracket)
            && matches!(
                self.after,
                Side::Edge | Side::Space | Side::Stop | Side::ClosingBracket | Side::Dash | Side::Colon | Side::Mark
            )
            && !(self.before == Side::Dash && matches!(self.after, Side::Mark))
    }
}

/// Finds all marks of `text` in order. Apostrophes between letters are left out. `places` is room to work in.
pub(super) fn find(simd: Simd, text: &str, places: &mut Vec<u64>, marks: &mut Vec<Mark>) {
    marks.clear();
    mark_places(simd, text.as_bytes(), places);
    let mut skip = 0;
    for (block, &places) in places.iter().enumerate() {
        let mut places = places;
        while places != 0 {
            let at = block * BLOCK + places.trailing_zeros() as usize;
            places &= places - 1;
            if at < skip {
                continue;
            }
            if let Some((glyph, size)) = glyph_at(text, at) {
                skip = at + size;
                push(text, at, size, glyph, marks);
            }
        }
    }
}

/// The mark that begins at this byte, and its size in bytes.
#[inline]
fn glyph_at(text: &str, at: usize) -> Option<(Glyph, usize)> {
    let bytes = text.as_bytes();
    let byte = |i: usize| bytes.get(at + i).copied().unwrap_or(0);
    Some(match bytes[at] {
        b'"' => (Glyph::Straight, 1),
        b'\'' => {
            let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0xC3;
            if at > 0 && (bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] >= 0x80) && letter(byte(1)) {
                // Between letters; a byte outside ASCII before it may be another mark, so that is looked at as a character.
                if bytes[at - 1].is_ascii() || side_before(text, at) == Side::Letter {
                    return None;
                }
            }
            if byte(1) != b'\'' {
                (Glyph::StraightSingle, 1)
            } else if byte(2) == b'\'' && byte(3) != b'\'' && ends_a_word(text, at) {
                // Three at the end of a quote: the single one closes first.
                (Glyph::StraightSingle, 1)
            } else {
                (Glyph::TwoApostrophes, 2)
            }
        }
        0xE2 => match (byte(1), byte(2)) {
            (0x80, 0x98) if bytes[at + 3..].starts_with("‘".as_bytes()) => (Glyph::LeftDouble, 6),
            (0x80, 0x98) => (Glyph::LeftSingle, 3),
            (0x80, 0x99) if bytes[at + 3..].starts_with("’".as_bytes()) => (Glyph::RightDouble, 6),
            (0x80, 0x99) => (Glyph::RightSingle, 3),
            (0x80, 0x9A) => (Glyph::LowSingle, 3),
            (0x80, 0x9C) => (Glyph::LeftDouble, 3),
            (0x80, 0x9D) => (Glyph::RightDouble, 3),
            (0x80, 0x9E) => (Glyph::LowDouble, 3),
            (0x80, 0x9F) => (Glyph::ReversedDouble, 3),
            (0x80, 0xB9) => (Glyph::LeftSingleAngle, 3),
            (0x80, 0xBA) => (Glyph::RightSingleAngle, 3),
            _ => return None,
        },
        b'`' if byte(1) == b'`' => (Glyph::TwoBackticks, 2),
        b'`' => (Glyph::Backtick, 1),
        0xC2 => match byte(1) {
            0xAB => (Glyph::LeftAngle, 2),
            0xBB => (Glyph::RightAngle, 2),
            _ => return None,
        },
        0xE3 => match (byte(1), byte(2)) {
            (0x80, 0x8C) => (Glyph::LeftCorner, 3),
            (0x80, 0x8D) => (Glyph::RightCorner, 3),
            (0x80, 0x8E) => (Glyph::LeftWhiteCorner, 3),
            (0x80, 0x8F) => (Glyph::RightWhiteCorner, 3),
            _ => return None,
        },
        _ => return None,
    })
}

/// What stands before byte `at`.
#[inline]
fn side_before(text: &str, at: usize) -> Side {
    match at.checked_sub(1).map(|before| text.as_bytes()[before]) {
        Some(byte) if byte.is_ascii() => ASCII_SIDES[usize::from(byte)],
        _ => side(text[..at].chars().next_back()),
    }
}

/// What stands at byte `at`, behind a mark.
#[inline]
fn side_behind(text: &str, at: usize) -> Side {
    match text.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => ASCII_SIDES[usize::from(byte)],
        _ => side(text[at..].chars().next()),
    }
}

fn ends_a_word(text: &str, at: usize) -> bool {
    !matches!(side_before(text, at), Side::Edge | Side::Space | Side::Bracket | Side::Dash)
}

fn push(text: &str, at: usize, size: usize, glyph: Glyph, marks: &mut Vec<Mark>) {
    let (before, after) = (side_before(text, at), side_behind(text, at + size));
    if glyph == Glyph::RightSingle && before == Side::Letter && after == Side::Letter {
        return;
    }
    marks.push(Mark { start: at as u32, end: (at + size) as u32, glyph, before, after });
}

/// Whether two opening marks are of one kind.
pub(super) fn alike(a: Glyph, b: Glyph) -> bool {
    let family = |g: Glyph| match g {
        Glyph::Straight | Glyph::LeftDouble | Glyph::RightDouble => 0,
        Glyph::TwoApostrophes | Glyph::TwoBackticks => 1,
        Glyph::LowDouble | Glyph::ReversedDouble => 2,
        Glyph::LeftAngle | Glyph::RightAngle => 3,
        Glyph::LeftCorner | Glyph::RightCorner => 4,
        Glyph::LeftWhiteCorner | Glyph::RightWhiteCorner => 5,
        Glyph::LeftSingleAngle | Glyph::RightSingleAngle => 7,
        _ => 6,
    };
    family(a) == family(b)
}

/// Whether `close` is a mark that ends what `open` began, and nothing else.
pub(super) fn closes_glyph(open: Glyph, close: Glyph, inward: bool) -> bool {
    match open {
        Glyph::LeftAngle | Glyph::RightAngle => close == if inward { Glyph::LeftAngle } else { Glyph::RightAngle },
        Glyph::LeftCorner => close == Glyph::RightCorner,
        Glyph::LeftWhiteCorner => close == Glyph::RightWhiteCorner,
        Glyph::LowDouble | Glyph::ReversedDouble => {
            matches!(close, Glyph::LeftDouble | Glyph::RightDouble | Glyph::Straight)
        }
        Glyph::LeftDouble | Glyph::RightDouble => matches!(close, Glyph::RightDouble | Glyph::Straight),
        Glyph::Straight => matches!(close, Glyph::Straight | Glyph::RightDouble),
        Glyph::TwoApostrophes | Glyph::TwoBackticks => close == Glyph::TwoApostrophes,
        _ => false,
    }
}

/// Whether quotes stand »like this« in an article: what stands beside the marks votes, and the language when they tie.
pub(super) fn angles_point_inward(text: &str, marks: &[Mark], language: bool) -> bool {
    let mut votes = if language { 1 } else { -1 };
    for mark in marks {
        let right = match mark.glyph {
            Glyph::RightAngle | Glyph::RightSingleAngle => true,
            Glyph::LeftAngle | Glyph::LeftSingleAngle => false,
            _ => continue,
        };
        // Looked at through the spaces that French puts there.
        let before = text[..mark.start as usize].chars().rev().take(3).find(|c| !c.is_whitespace());
        let after = text[mark.end as usize..].chars().take(3).find(|c| !c.is_whitespace());
        // Spaces alone tell little: scraped text has lost some and won others.
        let mut opening = 0;
        match before {
            Some(':' | '(') => opening += 2,
            Some('.' | ',' | '!' | '?' | '…') if after.is_some_and(char::is_lowercase) => opening -= 1,
            _ => {}
        }
        if matches!(after, Some(',' | '.' | ';' | ')' | ':' | '?' | '!')) {
            opening -= 2;
        }
        if matches!(mark.before, Side::Space | Side::Edge) && matches!(mark.after, Side::Letter | Side::Digit) {
            opening += 1;
        }
        votes += if right { opening } else { -opening };
    }
    votes > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str) -> String {
        let mut marks = Vec::new();
        find(Simd::best(), text, &mut Vec::new(), &mut marks);
        marks.iter().map(|m| m.glyph.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_in_order() {
        assert_eq!(glyphs("“a” «b» \"c\" ''d'' ``e'' 「f」 „g“ ›h‹"), "“ ” « » \" \" '' '' `` '' 「 」 „ “ › ‹");
        assert_eq!(glyphs("don't l’homme café's п'ять — … “ok”"), "“ ”");
        assert_eq!(glyphs("''he said 'go'''"), "'' ' ' ''");
        assert_eq!(glyphs("‘‘two’’"), "“ ”");
    }
}
