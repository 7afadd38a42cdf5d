//! What a character is to the word rules, learnt from the reference crates themselves.
//!
//! The table is not generated and checked in: a page of 64 characters is built when the first of them is met, by asking
//! `unicode-segmentation`, `unicode-normalization` and `caseless` what they do with each one. So it cannot drift from the crates, English news pays for a few pages, and nothing is a global
//! that a caller could change.

use super::definition::PARTING;
use super::normalise::normalise_by_definition;
use caseless::Caseless;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// What a character is to the fast word splitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Part of no word, and joins none.
    Other,
    /// ALetter: joins letters and digits on both sides.
    Letter,
    /// Numeric: the same, and joined by number marks.
    Digit,
    /// A word by itself, such as a Han character.
    Solo,
    /// U+2019 and U+2018: join two letters, or two digits.
    Apostrophe,
    /// Joins two digits: the fullwidth comma and its like.
    NumberMark,
    /// Joins two letters: the middle dot.
    LetterMark,
    /// Extend, Format, ZWJ: belongs to the character before it.
    Extend,
    /// Anything that the fast splitter does not know (Hebrew letters, Katakana, emoji sequences ...): the line goes to the crate.
    Complex,
}

/// The first and the last of the ideographs that stand together, in whole pages.
const IDEOGRAPHS_FROM: char = '\u{5000}';
const IDEOGRAPHS_TO: char = '\u{9FFF}';

/// A character's class, and its normalised form where that is one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Info {
    class: Class,
    /// The normalised form has as many bytes as the character: it can be written in its place.
    in_place: bool,
    /// The normalised form, when it is one character whatever stands beside it.
    simple: Option<char>,
    /// Its UTF-8 bytes.
    bytes: [u8; 4],
}

impl Info {
    const UNKNOWN: Info = Info { class: Class::Complex, in_place: false, simple: None, bytes: [0; 4] };

    pub(super) fn class(self) -> Class {
        self.class
    }

    /// The normalised form, when it is one character whatever stands beside it.
    pub(super) fn simple(self) -> Option<char> {
        self.simple
    }

    /// The UTF-8 of the normalised form, when it has as many bytes as the character itself.
    pub(super) fn in_place(&self) -> Option<&[u8; 4]> {
        self.in_place.then_some(&self.bytes)
    }

    /// What the crates say, without asking them where a test has asked for all of them: Chinese words touch pages by the dozen.
    fn of(c: char) -> Info {
        match c {
            IDEOGRAPHS_FROM..=IDEOGRAPHS_TO => {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes);
                Info { class: Class::Solo, in_place: true, simple: Some(c), bytes }
            }
            c => Info::probe(c),
        }
    }

    fn probe(c: char) -> Info {
        let simple = simple_form(c);
        let mut bytes = [0; 4];
        let size = simple.map(|f| f.encode_utf8(&mut bytes).len());
        Info { class: probe_class(c), in_place: size == Some(c.len_utf8()), simple, bytes }
    }
}

const PAGE: usize = 64;

/// What is asked of most characters stands apart in one byte each, so that the pages of Chinese stay in the cache.
struct Page {
    codes: [Code; PAGE],
    infos: [Info; PAGE],
}

/// A character's class, and whether its normalised form is the character itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Code {
    class: Class,
    normal: bool,
}

impl Code {
    pub(super) fn class(self) -> Class {
        self.class
    }

    /// Whether the normalised form is the character itself.
    pub(super) fn is_normal(self) -> bool {
        self.normal
    }
}

static PAGES: [OnceLock<Box<Page>>; 0x11_0000 / PAGE] = [const { OnceLock::new() }; 0x11_0000 / PAGE];

/// Looks characters up; keeps the last page at hand.
#[derive(Clone, Copy)]
pub(super) struct Lookup {
    number: usize,
    page: &'static Page,
}

impl Lookup {
    pub(super) fn new() -> Lookup {
        Lookup { number: 0, page: page(0) }
    }

    #[inline]
    pub(super) fn info(&mut self, c: char) -> Info {
        self.turn_to(c);
        self.page.infos[c as usize % PAGE]
    }

    #[inline]
    pub(super) fn code(&mut self, c: char) -> Code {
        self.turn_to(c);
        self.page.codes[c as usize % PAGE]
    }

    #[inline]
    fn turn_to(&mut self, c: char) {
        let number = c as usize / PAGE;
        if number != self.number {
            *self = Lookup { number, page: page(number) };
        }
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lookup(page {})", self.number)
    }
}

fn page(number: usize) -> &'static Page {
    PAGES[number].get_or_init(|| {
        let unknown = Code { class: Class::Complex, normal: false };
        let mut page = Box::new(Page { codes: [unknown; PAGE], infos: [Info::UNKNOWN; PAGE] });
        for i in 0..PAGE {
            if let Some(c) = char::from_u32((number * PAGE + i) as u32) {
                let info = Info::of(c);
                page.infos[i] = info;
                page.codes[i] = Code { class: info.class, normal: info.simple == Some(c) };
            }
        }
        page
    })
}

/// The normalised form of `c` where it is one character that neither composes nor reorders with its neighbours.
fn simple_form(c: char) -> Option<char> {
    let stable = |c: char| is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes;
    let mut folded = std::iter::once(c).default_case_fold();
    let (f, None) = (folded.next()?, folded.next()) else { return None };
    let mut buffer = [0; 4];
    let whole = normalise_by_definition(c.encode_utf8(&mut buffer));
    (stable(c) && stable(f) && whole.chars().eq(std::iter::once(f))).then_some(f)
}

fn probe_class(c: char) -> Class {
    // How many segments the crate sees in a short string around `c`.
    let segments = |pattern: &str| {
        let mut text = String::with_capacity(16);
        for p in pattern.chars() {
            text.push(if p == '?' { c } else { p });
        }
        text.split_word_bounds().count()
    };
    if segments(",?") == 1 {
        return Class::Extend;
    }
    let joins = |patterns: &[&str]| patterns.iter().all(|p| segments(p) == 1);
    let parts = |patterns: &[&str]| patterns.iter().all(|p| segments(p) == p.chars().count());
    // A few characters join like letters, but are no word alone (U+05F3): not for the fast way.
    let wordlike = c.is_alphanumeric();
    if wordlike
        && joins(&["a?", "?a", "1?", "?1", "??", "_?", "?_", "a'?", "?'a", "?'?", "a.?"])
        && parts(&["1,?", "?,1", "?'", "?'1", "?\""])
    {
        return Class::Letter;
    }
    if wordlike
        && joins(&["a?", "?a", "1?", "?1", "??", "_?", "?_", "1,?", "?,1", "?.1", "1'?", "?;1"])
        && parts(&["a'?", "?'a", "?'"])
    {
        return Class::Digit;
    }
    let between = ["a?", "?a", "1?", "?1", "a?1", "1?a", "_?", "?_", "??"];
    if c == '\u{2018}' || c == '\u{2019}' {
        return if joins(&["a?a", "1?1"]) && parts(&between) { Class::Apostrophe } else { Class::Complex };
    }
    // A mark that joins digits, and letters at most when the word is parted there again.
    if joins(&["1?1"]) && parts(&between) && (parts(&["a?a"]) || PARTING.contains(&c)) {
        return Class::NumberMark;
    }
    if !PARTING.contains(&c)
        && joins(&["a?a"])
        && parts(&between)
        && parts(&["1?1", "a?_", "_?a", "a??a", "a?'a", "a'?a"])
    {
        return Class::LetterMark;
    }
    if PARTING.contains(&c) && parts(&between) && parts(&["1?1"]) {
        return Class::Other;
    }
    let apart = [
        "a?",
        "?a",
        "1?",
        "?1",
        "_?",
        "?_",
        "a?a",
        "1?1",
        "a?1",
        "'?",
        "?'",
        "\u{5D0}?\u{5D0}",
        "\u{30AB}?",
        "?\u{30AB}",
        "\u{1F1E6}?",
        "?\u{1F1E6}",
    ];
    if parts(&apart) {
        let mut buffer = [0; 4];
        let whole: &str = c.encode_utf8(&mut buffer);
        return match whole.unicode_words().next() {
            None => Class::Other,
            Some(_) if segments("??") == 2 => Class::Solo,
            Some(_) => Class::Complex,
        };
    }
    Class::Complex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_characters_have_their_classes() {
        let mut lookup = Lookup::new();
        for (chars, class) in [
            ("aZéяїßžñĳſ", Class::Letter),
            ("09٣", Class::Digit),
            ("中文日ひ", Class::Solo),
            ("’‘", Class::Apostrophe),
            ("，；．\u{2024}", Class::NumberMark),
            ("·\u{387}", Class::LetterMark),
            ("\u{301}\u{AD}\u{200D}\u{FE0F}", Class::Extend),
            ("אカ_'", Class::Complex),
            (" \n“”—–…«»\u{A0}\u{200B}😀©", Class::Other),
        ] {
            for c in chars.chars() {
                assert_eq!(lookup.info(c).class(), class, "{c:?}");
            }
        }
    }

    /// What the kernel that classifies bytes takes for granted, and the table too.
    #[test]
    fn ideographs_are_words_by_themselves() {
        for c in IDEOGRAPHS_FROM..=IDEOGRAPHS_TO {
            let info = Info::probe(c);
            assert_eq!(info, Info::of(c), "{c:?}");
            assert!(info.class() == Class::Solo && info.simple() == Some(c), "{c:?}");
        }
    }

    /// The same.
    #[test]
    fn small_cyrillic_letters_are_letters_as_they_stand() {
        let mut lookup = Lookup::new();
        for c in '\u{430}'..='\u{45F}' {
            let code = lookup.code(c);
            assert!(code.class() == Class::Letter && code.is_normal(), "{c:?}");
        }
    }

    #[test]
    fn simple_forms_fold_case() {
        let mut lookup = Lookup::new();
        for (c, simple) in [
            ('Я', Some('я')),
            ('é', Some('é')),
            ('ß', None),
            ('ﬁ', None),
            ('İ', None),
            ('Σ', Some('σ')),
            ('中', Some('中')),
        ] {
            assert_eq!(lookup.info(c).simple(), simple, "{c:?}");
        }
    }
}
