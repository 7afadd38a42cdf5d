//! What is known of one quote span.

use super::marks::Glyph;
use super::reason::Reason;
use super::spans::Span;

/// How much of an utterance a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// A sentence or more.
    Full,
    /// A part of a sentence, built into one of the reporter's.
    Fragment,
    /// Up to three words that the marks hold at arm's length.
    Scare,
}

impl QuoteKind {
    /// All kinds.
    pub const ALL: [QuoteKind; 3] = [QuoteKind::Full, QuoteKind::Fragment, QuoteKind::Scare];

    /// The kind as the tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Full => "full",
            QuoteKind::Fragment => "fragment",
            QuoteKind::Scare => "scare",
        }
    }
}

/// What is special about a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// It has no closing mark, and not because it goes on in the next paragraph.
    pub unclosed: bool,
    /// It goes on the quote of the paragraph before, with a new opening mark.
    pub reopened: bool,
    /// It goes on a quote that its speaker parts: `“A,” she said. “B.”`
    pub split: bool,
    /// The outlet put words in brackets into it, or left some out.
    pub edited: bool,
    /// It stands in boilerplate: here in a list of links that the page has glued to the text. What else is boilerplate is for those to say who know it.
    pub in_furniture: bool,
}

impl Flags {
    /// The names of the flags that are set, in the order of the table.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [
            (self.unclosed, "unclosed"),
            (self.reopened, "reopened"),
            (self.split, "split"),
            (self.edited, "edited"),
            (self.in_furniture, "in_furniture"),
        ]
        .into_iter()
        .filter_map(|(set, name)| set.then_some(name))
    }
}

/// A quote span, and who said it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// First byte behind the opening mark.
    pub start: u32,
    /// One past the last byte before the closing mark.
    pub end: u32,
    /// First byte of the opening mark.
    pub outer_start: u32,
    /// One past the last byte of the closing mark.
    pub outer_end: u32,
    /// 1-based number of the line it begins in.
    pub line: u32,
    /// 1-based number of the line it ends in.
    pub line_end: u32,
    /// Number of its first word among the words of the article.
    pub first_word: u32,
    /// One past the number of its last word.
    pub end_word: u32,
    /// Number of its paragraph among the paragraphs of the article.
    pub paragraph: u32,
    /// The opening mark.
    pub open: Glyph,
    /// The closing mark, where there is one.
    pub close: Option<Glyph>,
    /// How much of an utterance it is.
    pub kind: QuoteKind,
    /// Index of the mention around it.
    pub nested_in: Option<u32>,
    /// Index of the first mention of the same speech (split or over paragraphs): its own index where it stands alone.
    pub speech: u32,
    /// The speaker's name in its fullest form in this article, without titles; a speaker without a name as written.
    pub speaker: Option<String>,
    /// Whether that is somebody's name: `a spokeswoman` is none.
    pub named: bool,
    /// The speaker as written beside the quote.
    pub speaker_as_written: Option<String>,
    /// The words that make somebody its speaker.
    pub cue: Option<String>,
    /// How sure the speaker is, 0 to 1; 0 without one.
    pub confidence: f32,
    /// Why it has this speaker, or none.
    pub reason: Reason,
    /// What is special about it.
    pub flags: Flags,
}

impl Mention {
    /// Its marks as written, the opening one first.
    pub fn marks(&self) -> String {
        let mut marks = self.open.as_str().to_owned();
        marks.push_str(self.close.map_or("", Glyph::as_str));
        marks
    }
}

/// Whether brackets or dots show that an outlet changed a quote.
pub(super) fn is_edited(quote: &str) -> bool {
    let bytes = quote.as_bytes();
    let (second, third) = (bytes.get(1..).unwrap_or(&[]), bytes.get(2..).unwrap_or(&[]));
    // Asked of all bytes without a way out, so that many are asked at once: a bracket, the last byte of `…`, two dots with a dot or a blank between. Few quotes have one.
    let perhaps = bytes.iter().zip(second).zip(third).fold(false, |any, ((&a, &b), &c)| {
        any | (a == b'[') | (c == 0xA6) | (a == b'.') & (c == b'.') & ((b == b'.') | (b == b' '))
    });
    let ends_with_bracket = bytes[bytes.len().saturating_sub(2)..].contains(&b'[');
    ends_with_bracket || perhaps && ["[", "…", "...", ". . ."].iter().any(|sign| quote.contains(sign))
}

/// How much of an utterance a span is. `attributed`: a verb of saying touches it. `own_sentence`: it begins a sentence or stands behind a colon.
pub(super) fn kind(text: &str, span: &Span, attributed: bool, own_sentence: bool) -> QuoteKind {
    let quote = &text[span.start as usize..span.end as usize];
    let words = span.end_word - span.first_word;
    let first = quote.chars().find(|c| c.is_alphanumeric());
    let begins = first.is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let stop = |c: char| matches!(c, '.' | ',' | '!' | '?' | '…' | '。' | '，' | '！' | '？' | '؟' | '،');
    let behind = text[span.outer_end as usize..].chars().next();
    let ends = quote.ends_with(stop) || behind.is_some_and(stop) || span.close.is_none();
    if begins && (own_sentence || attributed) && (words > 1 || attributed) && (ends || words > 3) {
        return QuoteKind::Full;
    }
    if words <= 3 && !(attributed && words > 1) { QuoteKind::Scare } else { QuoteKind::Fragment }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn edited_is_what_has_a_sign(quote in "[a.\\[ …é]{0,9}|[.] ?[.] ?[.]|.{0,40}") {
            let has = ["[", "…", "...", ". . ."].iter().any(|sign| quote.contains(sign));
            prop_assert_eq!(is_edited(&quote), has);
        }
    }
}
