//! A paragraph as the rules for speakers read it: its words outside quotes, each quote as one token, and what stands between them.

use super::class::{ABBREVIATION, Class};
use super::language::Language;
use super::spans::Span;
use crate::text::{Paragraph, Prepared};

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

/// The bytes of a word without a possessive `'s`, and whether there was one.
#[inline]
pub(super) fn base(text: &str, start: u32, end: u32) -> (u32, bool) {
    let word = &text.as_bytes()[start as usize..end as usize];
    if word.len() > 2 && matches!(word[word.len() - 1], b's' | b'S') {
        let before = &word[..word.len() - 1];
        if before.ends_with(b"'") {
            return (end - 2, true);
        }
        if before.ends_with("’".as_bytes()) && word.len() > 4 {
            return (end - 4, true);
        }
    }
    (end, false)
}

#[inline]
fn gap(text: &str, from: u32, to: u32) -> Gap {
    match text.as_bytes().get(from as usize..to as usize) {
        None | Some([] | [b' ']) => 0,
        Some(_) => text.get(from as usize..to as usize).map_or(0, gap_of),
    }
}

fn gap_of(between: &str) -> Gap {
    let mut gap = 0;
    for c in between.chars() {
        gap |= match c {
            ',' | '，' | '、' | '،' => COMMA,
            ':' | '：' => COLON,
            '–' | '—' | '―' => DASH,
            '-' if between.len() == 1 => HYPHEN,
            '-' => DASH,
            '(' | '[' => BRACKET,
            ')' | ']' => CLOSING_BRACKET,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' => STOP,
            ';' | '；' => SEMICOLON,
            _ => 0,
        };
    }
    gap
}

/// Fills `tokens` with the words `from..to` of a paragraph and the outermost quotes `quotes` (indices into `spans`) among them.
pub(super) fn tokens(
    text: &str,
    prepared: &Prepared,
    language: &Language,
    paragraph: Paragraph,
    spans: &[Span],
    quotes: std::ops::Range<usize>,
    tokens: &mut Vec<Token>,
) {
    tokens.clear();
    let words = &prepared.words;
    let mut writer = Writer { text, tokens, last_end: paragraph.start, after_quote: 0 };
    let mut word = paragraph.first_word;
    let add_words = |writer: &mut Writer<'_>, from: u32, to: u32| {
        for i in from as usize..to as usize {
            let (start, end) = (words.starts[i], words.ends[i]);
            writer.push(Token {
                start,
                end,
                word: i as u32,
                class: language.class(words.hashes[i]),
                gap: 0,
                upper: is_upper(text, start),
                possessive: base(text, start, end).1,
                sentence: false,
                quote: None,
            });
        }
    };
    for q in quotes.filter(|&q| spans[q].nested_in.is_none()) {
        let span = &spans[q];
        add_words(&mut writer, word, span.first_word.min(paragraph.end_word));
        word = word.max(span.first_word.min(paragraph.end_word));
        writer.push(Token {
            start: span.outer_start,
            end: span.outer_end,
            word: span.first_word,
            class: 0,
            gap: 0,
            upper: is_upper(text, words.starts[span.first_word as usize]),
            possessive: false,
            sentence: false,
            quote: Some(q as u32),
        });
        writer.after_quote = end_of_quote(&text[span.start as usize..span.end as usize]);
        word = word.max(span.end_word);
    }
    add_words(&mut writer, word, paragraph.end_word);
}

/// How a quote ends, inside its marks.
fn end_of_quote(quote: &str) -> Gap {
    let inside = quote.trim_end_matches(['\'', '’', '‘', '‹', '›', '”', '"', '»', '«', ' ']);
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
    tokens: &'t mut Vec<Token>,
    last_end: u32,
    after_quote: Gap,
}

impl Writer<'_> {
    /// Adds a token behind the others.
    #[inline]
    fn push(&mut self, mut token: Token) {
        token.gap = gap(self.text, self.last_end, token.start) | self.after_quote;
        token.sentence = self.tokens.last().is_none_or(|before| begins_sentence(self.text, before, &token));
        self.last_end = token.end;
        self.after_quote = 0;
        self.tokens.push(token);
    }
}

/// Whether a sentence ends between two tokens.
#[inline]
fn begins_sentence(text: &str, before: &Token, token: &Token) -> bool {
    let gap = token.gap;
    if before.quote.is_some() {
        let ended = gap & (QUOTE_STOP | STOP) != 0 && gap & (COMMA | DASH) == 0;
        return ended && token.upper || (gap & QUOTE_CALL != 0 && gap & (COMMA | DASH) == 0 && token.quote.is_some());
    }
    if gap & STOP == 0 {
        return false;
    }
    // `Mr. Smith`, `J. Smith`: no end of a sentence.
    let one_letter = before.upper && text[before.start as usize..before.end as usize].chars().nth(1).is_none();
    let dot = text.as_bytes().get(before.end as usize) == Some(&b'.');
    if dot && (before.is(ABBREVIATION) || one_letter) {
        return false;
    }
    token.upper || token.quote.is_some()
}
