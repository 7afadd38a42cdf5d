//! Quote marks: where they stand in a text, and what stands beside them.
//!
//! Only bytes that can begin a mark are looked at, and an apostrophe between two letters is thrown out on the spot. What a mark *does* is settled later
//! (`spans.rs`), paragraph by paragraph: here is only what can be seen.

use memchr::memchr3_iter;

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
        }
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

fn side(c: Option<char>) -> Side {
    let Some(c) = c else { return Side::Edge };
    match c {
        '\n' | '\r' => Side::Edge,
        '(' | '[' | '{' | '<' | '（' | '【' => Side::Bracket,
        ')' | ']' | '}' | '>' | '）' | '】' => Side::ClosingBracket,
        '.' | ',' | ';' | '!' | '?' | '…' | '。' | '，' | '、' | '！' | '？' | '；' | '؟' | '،' | '؛' => {
            Side::Stop
        }
        ':' | '：' => Side::Colon,
        '-' | '–' | '—' | '―' | '/' => Side::Dash,
        '"' | '\'' | '`' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '「' | '」' | '『'
        | '』' => Side::Mark,
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' => Side::Space,
        _ if c.is_ascii_alphabetic() => Side::Letter,
        _ if c.is_ascii_digit() => Side::Digit,
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

/// Finds all marks of `text` in order. Apostrophes between letters are left out.
pub(super) fn find(text: &str, marks: &mut Vec<Mark>) {
    marks.clear();
    let bytes = text.as_bytes();
    let mut skip = 0;
    for at in memchr3_iter(b'"', b'\'', 0xE2, bytes) {
        if at < skip {
            continue;
        }
        let byte_at = |i: usize| bytes.get(i).copied().unwrap_or(0);
        let (glyph, size) = match bytes[at] {
            b'"' => (Glyph::Straight, 1),
            b'\'' => {
                let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0xC3;
                if at > 0 && (bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] >= 0x80) && letter(byte_at(at + 1)) {
                    // Between letters; a byte outside ASCII before it may be another mark, so that is looked at as a character.
                    if bytes[at - 1].is_ascii() || side(text[..at].chars().next_back()) == Side::Letter {
                        continue;
                    }
                }
                if byte_at(at + 1) != b'\'' {
                    (Glyph::StraightSingle, 1)
                } else if byte_at(at + 2) == b'\'' && byte_at(at + 3) != b'\'' && ends_a_word(text, at) {
                    // Three at the end of a quote: the single one closes first.
                    (Glyph::StraightSingle, 1)
                } else {
                    (Glyph::TwoApostrophes, 2)
                }
            }
            _ => match (byte_at(at + 1), byte_at(at + 2)) {
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
                _ => continue,
            },
        };
        skip = at + size;
        push(text, at, size, glyph, marks);
    }
    let before = marks.len();
    skip = 0;
    for at in memchr3_iter(b'`', 0xC2, 0xE3, bytes) {
        if at < skip {
            continue;
        }
        let next = |i: usize| bytes.get(at + i).copied().unwrap_or(0);
        let (glyph, size) = match (bytes[at], next(1), next(2)) {
            (b'`', b'`', _) => (Glyph::TwoBackticks, 2),
            (b'`', ..) => (Glyph::Backtick, 1),
            (0xC2, 0xAB, _) => (Glyph::LeftAngle, 2),
            (0xC2, 0xBB, _) => (Glyph::RightAngle, 2),
            (0xE3, 0x80, 0x8C) => (Glyph::LeftCorner, 3),
            (0xE3, 0x80, 0x8D) => (Glyph::RightCorner, 3),
            (0xE3, 0x80, 0x8E) => (Glyph::LeftWhiteCorner, 3),
            (0xE3, 0x80, 0x8F) => (Glyph::RightWhiteCorner, 3),
            _ => continue,
        };
        skip = at + size;
        push(text, at, size, glyph, marks);
    }
    if before > 0 && marks.len() > before {
        // Two sorted runs: the stable sort merges them.
        marks.sort_by_key(|m| m.start);
    }
}

fn ends_a_word(text: &str, at: usize) -> bool {
    !matches!(side(text[..at].chars().next_back()), Side::Edge | Side::Space | Side::Bracket | Side::Dash)
}

fn push(text: &str, at: usize, size: usize, glyph: Glyph, marks: &mut Vec<Mark>) {
    let before = side(text[..at].chars().next_back());
    let after = side(text[at + size..].chars().next());
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
        find(text, &mut marks);
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
