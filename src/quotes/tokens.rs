//! A paragraph as the rules for speakers read it: its words outside quotes, each quote as one token, and what stands between them.

use super::class::{ABBREVIATION, Class, GENERIC, LINK, PREFIX, PREPOSITION, TITLE};
use super::spans::Span;
use crate::text::{Paragraph, Prepared, Words};

/// What stands between a token and the one before it, as a set of bits.
pub(super) type Gap = u16;
/// A comma.
pub(super) const COMMA: Gap = 1;
/// A colon.
pub(super) const COLON: Gap = 1 << 1;
/// A dash with spaces, or a long one.
pub(super) const DASH: Gap = 1 << 2;
/// A hyphen without spaces.
pub(super) const HYPHEN: Gap = 1 << 3;
/// An opening bracket.
pub(super) const BRACKET: Gap = 1 << 4;
/// A closing bracket.
pub(super) const CLOSING_BRACKET: Gap = 1 << 5;
/// A full stop, `!`, `?` or `…`.
pub(super) const STOP: Gap = 1 << 6;
/// A semicolon.
pub(super) const SEMICOLON: Gap = 1 << 7;
/// The quote before ends with a comma, inside its marks.
pub(super) const QUOTE_COMMA: Gap = 1 << 8;
/// The quote before ends with a full stop, inside its marks.
pub(super) const QUOTE_STOP: Gap = 1 << 9;
/// The quote before ends with `!`, `?` or `…`, inside its marks.
pub(super) const QUOTE_CALL: Gap = 1 << 10;
/// Anything that parts two phrases.
pub(super) const PARTS: Gap =
    COMMA | COLON | DASH | BRACKET | CLOSING_BRACKET | STOP | SEMICOLON | QUOTE_COMMA | QUOTE_STOP | QUOTE_CALL;

/// A word, or a quote as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Number of the word, of the quote's first word.
    pub(super) word: u32,
    pub(super) class: Class,
    pub(super) gap: Gap,
    /// Begins with a capital.
    pub(super) upper: bool,
    /// Ends in `'s`.
    pub(super) possessive: bool,
    /// Begins a sentence.
    pub(super) sentence: bool,
    /// Index of the span, for a quote.
    pub(super) quote: Option<u32>,
}

impl Token {
    pub(super) fn is(&self, class: Class) -> bool {
        self.class & class != 0
    }
}

/// Whether the word that begins at this byte begins with a capital.
#[inline]
pub(super) fn is_upper(text: &str, start: u32) -> bool {
    match text.as_bytes()[start as usize] {
        b if b.is_ascii() => b.is_ascii_uppercase(),
        _ => text[start as usize..].chars().next().is_some_and(char::is_uppercase),
    }
}

/// Whether a word is all capitals and too long for an acronym, as in `ADVERTISEMENT`: a name that is not written so begins behind it.
#[inline]
pub(super) fn shouts(text: &str, start: u32, end: u32) -> bool {
    let word = &text[start as usize..end as usize];
    let second = word.as_bytes().get(1);
    second.is_some_and(|b| !b.is_ascii_lowercase())
        && word.chars().nth(3).is_some()
        && word.chars().all(char::is_uppercase)
}

/// Whether a word is a single character.
#[inline]
pub(super) fn is_letter(text: &str, start: u32, end: u32) -> bool {
    let size = match text.as_bytes()[start as usize] {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    end - start <= size
}

/// The bytes of a word without a possessive `'s`, and whether there was one.
#[inline]
pub(super) fn base(text: &str, start: u32, end: u32) -> (u32, bool) {
    let word = &text.as_bytes()[start as usize..end as usize];
    // The byte before the last one, since many words end in an `s`, and few have an apostrophe there.
    let Some(b'\'' | 0x99) = word.len().checked_sub(2).map(|at| word[at]) else { return (end, false) };
    match word {
        [_, .., b'\'', b's' | b'S'] => (end - 2, true),
        [_, .., 0xE2, 0x80, 0x99, b's' | b'S'] => (end - 4, true),
        _ => (end, false),
    }
}

/// A byte that is no sign by itself.
const UNKNOWN: Gap = 1 << 15;

/// What each byte is between two tokens.
static GAPS: [Gap; 256] = {
    let mut table = [UNKNOWN; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b',' => COMMA,
            b':' => COLON,
            b'-' => DASH,
            b'(' | b'[' => BRACKET,
            b')' | b']' => CLOSING_BRACKET,
            b'.' | b'!' | b'?' => STOP,
            b';' => SEMICOLON,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// What stands in these bytes. Without a branch for the one or two bytes that nearly all gaps are: which signs they are nobody can guess.
#[inline]
fn gap(text: &str, from: u32, to: u32) -> Gap {
    let Some(between) = text.as_bytes().get(from as usize..to as usize) else { return 0 };
    if let (1 | 2, [first, ..], [.., last]) = (between.len(), between, between) {
        let gap = GAPS[usize::from(*first)] | GAPS[usize::from(*last)];
        if gap & UNKNOWN == 0 {
            return if (between.len() == 1) & (gap == DASH) { HYPHEN } else { gap };
        }
    }
    gap_of(text, from, between)
}

#[cold]
fn gap_of(text: &str, from: u32, between: &[u8]) -> Gap {
    let mut gap = 0;
    for (at, &byte) in (from as usize..).zip(between) {
        gap |= match GAPS[usize::from(byte)] {
            UNKNOWN => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some('，' | '、' | '،') => COMMA,
                Some('：') => COLON,
                Some('–' | '—' | '―') => DASH,
                Some('…' | '。' | '！' | '？' | '؟') => STOP,
                Some('；') => SEMICOLON,
                // Another character, or a byte inside one.
                _ => 0,
            },
            sign => sign,
        };
    }
    gap
}

/// The tokens of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) tokens: Vec<Token>,
    /// Which of them are quotes, in order.
    pub(super) quoted: Vec<usize>,
}

/// Fills `written` with the words `from..to` of a paragraph and the outermost quotes `quotes` (indices into `spans`) among them. `classes` says of each word of the article what it can be.
pub(super) fn tokens(
    text: &str,
    prepared: &Prepared,
    classes: &[Class],
    paragraph: Paragraph,
    spans: &[Span],
    quotes: std::ops::Range<usize>,
    Written { tokens, quoted }: &mut Written,
) {
    tokens.clear();
    quoted.clear();
    let words = &prepared.words;
    let mut writer =
        Writer { text, words, classes, tokens, quoted, last_end: paragraph.start, after_quote: 0, after_page: false };
    let mut word = paragraph.first_word;
    // A headline in a list of links is no quote of the article.
    let is_quote = |&q: &usize| {
        spans[q].nested_in.is_none() && classes.get(spans[q].first_word as usize).is_none_or(|&class| class != LINK)
    };
    for q in quotes.filter(is_quote) {
        let span = &spans[q];
        let before = span.first_word.min(paragraph.end_word);
        writer.push_words(word, before);
        writer.push_quote(q as u32, span);
        word = word.max(before).max(span.end_word);
    }
    writer.push_words(word, paragraph.end_word);
}

/// How a quote ends, inside its marks.
fn end_of_quote(quote: &str) -> Gap {
    // Nearly all end with a letter, or a sign and perhaps a mark.
    let inside = match quote.as_bytes() {
        [.., last] if last.is_ascii() && !b"'\" ".contains(last) => quote,
        _ => quote.trim_end_matches(['\'', '’', '‘', '‹', '›', '”', '"', '»', '«', ' ']),
    };
    match inside.chars().next_back() {
        Some(',' | '，' | '،') => QUOTE_COMMA,
        Some('.' | '。') => QUOTE_STOP,
        Some('!' | '?' | '…' | '！' | '？' | '؟' | '–' | '—') => QUOTE_CALL,
        _ => 0,
    }
}

/// Tokens in the making: what is known of the one before.
struct Writer<'t> {
    text: &'t str,
    words: &'t Words,
    classes: &'t [Class],
    tokens: &'t mut Vec<Token>,
    quoted: &'t mut Vec<usize>,
    last_end: u32,
    after_quote: Gap,
    /// Whether words of the page's own were left out: what follows begins a sentence.
    after_page: bool,
}

impl Writer<'_> {
    /// Adds the words of these numbers behind the others, without links and what is the page's own among them.
    fn push_words(&mut self, from: u32, to: u32) {
        if from >= to {
            return;
        }
        let classes = &self.classes[from as usize..to as usize];
        let is_none = |class: Class| class >= PREFIX;
        if !classes.iter().any(|&class| is_none(class)) {
            return self.push_all(from, to);
        }
        let mut first = from;
        for some in classes.chunk_by(|&a, &b| is_none(a) == is_none(b)) {
            let end = first + some.len() as u32;
            if is_none(some[0]) {
                self.last_end = self.words.ends[end as usize - 1];
                self.after_page |= some.iter().any(|&class| class != LINK);
            } else {
                self.push_all(first, end);
            }
            first = end;
        }
    }

    /// Adds the words of these numbers behind the others.
    fn push_all(&mut self, from: u32, to: u32) {
        let (text, range) = (self.text, from as usize..to as usize);
        let places = self.words.starts[range.clone()].iter().zip(&self.words.ends[range.clone()]);
        let mut before = Word { start: 0, end: self.last_end, class: 0, upper: false };
        let first = self.tokens.len();
        self.tokens.reserve(range.len());
        // Made in its place with all that is known of it: a token that is made first and then moved waits for its own bytes.
        self.tokens.extend((from..).zip(places).zip(&self.classes[range]).map(|((word, (&start, &end)), &class)| {
            let (gap, upper) = (gap(text, before.end, start), is_upper(text, start));
            let sentence = gap & STOP != 0 && upper && before.may_end_sentence(text);
            before = Word { start, end, class, upper };
            let possessive = base(text, start, end).1;
            Token { start, end, word, class, gap, upper, possessive, sentence, quote: None }
        }));
        self.last_end = before.end;
        let Token { gap, upper, .. } = self.tokens[first];
        let gap = gap | std::mem::take(&mut self.after_quote);
        self.tokens[first].gap = gap;
        self.tokens[first].sentence =
            std::mem::take(&mut self.after_page) || self.begins_sentence(first, gap, upper, false);
    }

    /// Adds a quote.
    fn push_quote(&mut self, number: u32, span: &Span) {
        let gap = gap(self.text, self.last_end, span.outer_start) | self.after_quote;
        let upper = is_upper(self.text, self.words.starts[span.first_word as usize]);
        let at = self.tokens.len();
        self.quoted.push(at);
        self.tokens.push(Token {
            start: span.outer_start,
            end: span.outer_end,
            word: span.first_word,
            class: 0,
            gap,
            upper,
            possessive: false,
            sentence: std::mem::take(&mut self.after_page) || self.begins_sentence(at, gap, upper, true),
            quote: Some(number),
        });
        self.last_end = span.outer_end;
        self.after_quote = end_of_quote(&self.text[span.start as usize..span.end as usize]);
    }

    /// Whether a sentence begins with token `at`.
    fn begins_sentence(&self, at: usize, gap: Gap, upper: bool, is_quote: bool) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &self.tokens[before]) else { return true };
        if before.quote.is_some() {
            let ended = gap & (QUOTE_STOP | STOP) != 0 && gap & (COMMA | DASH) == 0;
            return ended && upper || (gap & QUOTE_CALL != 0 && gap & (COMMA | DASH) == 0 && is_quote);
        }
        let before = Word { start: before.start, end: before.end, class: before.class, upper: before.upper };
        gap & STOP != 0 && (upper || is_quote) && before.may_end_sentence(self.text)
    }
}

/// A word before a gap.
#[derive(Clone, Copy)]
struct Word {
    start: u32,
    end: u32,
    class: Class,
    upper: bool,
}

impl Word {
    /// Whether a full stop behind it ends a sentence: not in `Mr. Smith` and `J. Smith`.
    fn may_end_sentence(&self, text: &str) -> bool {
        // Nobody's initial is an X, but posts are written on X.
        let one_letter =
            || self.upper && is_letter(text, self.start, self.end) && text.as_bytes()[self.start as usize] != b'X';
        let dot = text.as_bytes().get(self.end as usize) == Some(&b'.');
        !(dot && (self.class & ABBREVIATION != 0 || one_letter()))
    }
}

/// Whether paragraph `i` breaks inside a sentence and the next line goes on with it.
pub(super) fn goes_on(text: &str, prepared: &Prepared, classes: &[Class], i: usize) -> bool {
    let Some(next) = prepared.paragraphs.get(i + 1) else { return false };
    let this = prepared.paragraphs[i];
    let last = text[..this.end as usize].chars().next_back();
    let first = text[next.start as usize..].chars().next();
    next.line == this.line_end + 1
        && last.is_some_and(|c| c.is_lowercase() || c == ',')
        && (first.is_some_and(char::is_lowercase) || {
            // `according to` and a name in the next line
            let last = classes[this.end_word as usize - 1];
            last & PREPOSITION != 0 && last & (TITLE | GENERIC) == 0
        })
}
