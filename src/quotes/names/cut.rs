//! Where a name begins and ends: runs of capitalised words, and what is cut off them.

use crate::quotes::class::{
    ABBREVIATION, AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, FEMALE, GENERIC, GIVEN, INDEFINITE, MALE, NO_NAME,
    PARTICLE, PLAIN, PREPOSITION, PRONOUN, SUFFIX, TITLE,
};
use crate::quotes::language::Language;
use crate::quotes::tokens::{self, base};
use crate::text::{Prepared, WordHash, hash_normal_word, normal_form};

/// The longest run of capitals that is taken for a name, in words.
const LONGEST: usize = 6;
/// What a name of one word cannot be.
const NEVER: Class = COMMON | CUE | PRONOUN | CONJUNCTION | PREPOSITION | NO_NAME;

/// The words of an article and what each can be.
#[derive(Clone, Copy)]
pub(super) struct Article<'a> {
    pub(super) text: &'a str,
    pub(super) prepared: &'a Prepared,
    pub(super) language: &'a Language,
    /// What each word can be.
    pub(super) classes: &'a [Class],
}

/// A run of capitals without titles and without plain words at its head.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) first: usize,
    pub(super) end: usize,
    /// A title stood before it.
    pub(super) titled: bool,
    /// Hash of the last title; 0 where there is none.
    pub(super) title: WordHash,
    /// Gender of the titles.
    pub(super) gender: Class,
    /// Where it begins with its titles.
    whole: usize,
}

impl Cut {
    pub(super) fn words(&self) -> usize {
        self.end - self.first
    }
}

impl<'a> Article<'a> {
    pub(super) fn hash(&self, i: usize) -> WordHash {
        self.prepared.words.hashes[i]
    }

    pub(super) fn class(&self, i: usize) -> Class {
        self.classes[i]
    }

    pub(super) fn word(&self, i: usize) -> &'a str {
        &self.text[self.prepared.words.starts[i] as usize..self.prepared.words.ends[i] as usize]
    }

    /// What stands between word `i` and the one before it.
    fn gap(&self, i: usize) -> &'a [u8] {
        &self.text.as_bytes()[self.prepared.words.ends[i - 1] as usize..self.prepared.words.starts[i] as usize]
    }

    fn text_before(&self, i: usize) -> &'a str {
        &self.text[self.prepared.words.ends[i - 1] as usize..self.prepared.words.starts[i] as usize]
    }

    fn is_upper(&self, i: usize) -> bool {
        tokens::is_upper(self.text, self.prepared.words.starts[i])
    }

    pub(super) fn shouts(&self, i: usize) -> bool {
        tokens::shouts(self.text, self.prepared.words.starts[i], self.prepared.words.ends[i])
    }

    fn is_letter(&self, i: usize) -> bool {
        tokens::is_letter(self.text, self.prepared.words.starts[i], self.prepared.words.ends[i])
    }

    /// Whether word `i` is one of these and no title or given name.
    fn is_only(&self, i: usize, class: Class) -> bool {
        let all = self.class(i);
        all & class != 0 && all & (TITLE | GIVEN) == 0
    }

    /// The numbers of the words that may begin a run of capitals. `capitals` is room to work in.
    pub(super) fn candidates<'c>(&self, capitals: &'c mut Vec<u32>) -> &'c [u32] {
        candidates(self.text, &self.prepared.words.starts, self.classes, capitals)
    }

    /// Calls `visit` with each run of capitals that may hold a name: first word, and one past the last. A run stays in its paragraph. `capitals` are the candidates.
    pub(super) fn runs(&self, capitals: &[u32], mut visit: impl FnMut(usize, usize)) {
        // One past the last word of the run before, and of the paragraph.
        let (mut after, mut border) = (0, 0);
        let mut paragraphs = self.prepared.paragraphs.iter();
        for &first in capitals {
            let first = first as usize;
            if first < after || !self.is_upper(first) {
                continue;
            }
            while border <= first {
                border = paragraphs.next().map_or(self.prepared.words.len(), |p| p.end_word as usize);
            }
            let mut end = first + 1;
            while let Some(next) = self.continues(end).filter(|&next| next <= border) {
                end = next;
            }
            let begins = first > after && self.class(first - 1) & PLAIN != 0 && self.is_plain_as_name(first - 1);
            let first = first - usize::from(begins);
            if end - first <= LONGEST + 4 {
                visit(first, end);
            }
            after = end;
        }
    }

    /// Whether the run goes on at word `i`; gives the word behind what belongs to it.
    #[inline]
    fn continues(&self, i: usize) -> Option<usize> {
        let words = &self.prepared.words;
        if i >= words.len() {
            return None;
        }
        let class = self.class(i);
        if self.is_upper(i) {
            // `TRANSCRIPT OF ROE`
            let small = class & (PREPOSITION | CONJUNCTION) != 0 && class & (PARTICLE | TITLE | GIVEN) == 0;
            // `United States`
            let verb = self.is_only(i, CUE) && !self.language.is_noun_phrase([self.hash(i - 1), self.hash(i)]);
            let stops = small
                || class & (NO_NAME | PRONOUN) != 0
                || verb
                // `ADVERTISEMENT Roe`
                || self.shouts(i - 1) && !(class == 0 && self.word(i).chars().all(char::is_uppercase));
            return (!stops && self.joined(i)).then_some(i + 1);
        }
        // `Kim Jong-un`
        if self.gap(i) == b"-" && self.is_upper(i - 1) && self.language.is_syllable(self.hash(i)) {
            return Some(i + 1);
        }
        if class & PARTICLE == 0 || !self.joined(i) {
            return None;
        }
        // `Jana von Roth`, but not `der Minister der Justiz`.
        if self.language.capital_nouns && self.class(i - 1) & GIVEN == 0 {
            return None;
        }
        // Up to two particles, then a capital.
        for at in [i + 1, i + 2] {
            if at >= words.len() || !self.joined(at) {
                return None;
            }
            let class = self.class(at);
            if self.is_upper(at) {
                // `Jana von Max` are two.
                let given = self.language.capital_nouns && class & GIVEN != 0;
                return (!given).then_some(at + 1);
            }
            if class & PARTICLE == 0 {
                return None;
            }
        }
        None
    }

    /// Whether a word that begins sentences is a part of a name where it stands: `says manager May Roe`, `said An Ming`.
    fn is_plain_as_name(&self, i: usize) -> bool {
        let may = self.class(i) & (AUXILIARY | INDEFINITE) != 0 && !self.language.inverted && self.is_upper(i);
        let before = i.checked_sub(1).filter(|&before| may && self.gap(i) == b" " && !self.is_upper(before));
        let said = before.is_some_and(|before| self.class(before) & (CUE | TITLE | GENERIC) != 0);
        said && i + 1 < self.classes.len()
            && self.gap(i + 1) == b" "
            && self.is_upper(i + 1)
            && self.class(i + 1) & !(GIVEN | COMMON | MALE | FEMALE) == 0
    }

    /// Whether only a space, a hyphen, or the full stop of an initial or a title parts word `i` from the one before.
    fn joined(&self, i: usize) -> bool {
        let words = &self.prepared.words;
        match self.gap(i) {
            [b' ' | b'-' | b'\n'] | b"\r\n" => !base(self.text, words.starts[i - 1], words.ends[i - 1]).1,
            b"." | b". " | b".-" => {
                let class = self.class(i - 1);
                self.is_letter(i - 1) || class & (TITLE & !GIVEN) != 0 && class & ABBREVIATION != 0
            }
            between => between == "\u{A0}".as_bytes() || between == "‑".as_bytes(),
        }
    }

    /// Whether a run of one word is a name: what [`Article::cut`] and [`Article::is_no_name`] say of it.
    #[inline]
    pub(super) fn is_name_alone(&self, i: usize) -> bool {
        let class = self.class(i);
        let is_title = class & GIVEN == 0 && (class & TITLE != 0 || self.ends_like_title(i));
        class & NEVER == 0 && !is_title && !self.is_letter(i)
    }

    #[inline]
    fn ends_like_title(&self, i: usize) -> bool {
        self.language.has_title_endings() && self.language.ends_like_title(self.word(i))
    }

    /// Cuts titles and plain words off the head of a run of capitals, and off its end what a page has glued to it. None when no name can be left.
    pub(super) fn cut(&self, first: usize, end: usize) -> Option<Cut> {
        let mut cut = Cut { first, end, titled: false, gender: 0, title: 0, whole: first };
        // `Said Roe`, `Following Roe`, `sur Facebook Jane Roe`, `sur X Jane Roe`
        let network = |i: usize| {
            let letter = i > 0 && self.is_letter(i) && self.class(i - 1) & PREPOSITION != 0;
            // `on Sunday Roe said`, and not `April Roe`
            let day = i > 0 && self.class(i) & NO_NAME != 0 && self.class(i - 1) & PREPOSITION != 0;
            end - i > 2 && (letter && self.gap(i + 1) == b" " || self.class(i) & NO_NAME != 0) || end - i > 1 && day
        };
        let plain = |i: usize| self.class(i) & PLAIN != 0 && !self.is_plain_as_name(i);
        let first = |i: usize| plain(i) || self.is_only(i, CUE) || network(i);
        while cut.first < end && first(cut.first) {
            cut.first += 1;
        }
        // `Resident Jana Roe`
        let noun = self.class(cut.first.min(end - 1));
        let somebody = noun & GENERIC != 0 && noun & (BODY | TITLE | GIVEN) == 0 && !self.language.inverted;
        if somebody && end - cut.first >= 3 {
            cut.first += 1;
        }
        cut.whole = cut.first;
        // `Jane King`, `Jane King Jr`: a title that ends a name is its surname.
        let last = end.saturating_sub(1 + usize::from(self.class(end - 1) & SUFFIX != 0));
        let whole = cut.first;
        let named = |i: usize| last + 1 < end || self.class(i - 1) & GIVEN != 0 || self.is_letter(i - 1);
        let surname = |i: usize| i == last && i > whole && named(i) && !self.shouts(i);
        for i in whole..end {
            let class = self.class(i);
            if class & GIVEN == 0 && (class & TITLE != 0 || self.ends_like_title(i)) && !surname(i) {
                cut.first = i + 1;
                cut.titled = true;
                cut.title = self.hash(i);
                let gender = class & (MALE | FEMALE);
                cut.gender |= if gender == 0 { self.language.title_gender(self.word(i)) } else { gender };
            }
        }
        // `Lystria Jane Roe`: the given name begins it, but not that of `alcalde Edwin Jan Roe`.
        let titled = || {
            self.language.pro_drop && self.language.articles && (cut.titled || self.title_before(cut.first).is_some())
        };
        if end - cut.first.min(end) >= 3
            && !titled()
            && self.class(cut.first) & (GIVEN | PARTICLE) == 0
            && !self.is_letter(cut.first)
        {
            let given = (cut.first + 1..end - 1).find(|&i| self.class(i) & GIVEN != 0);
            cut.first = given.unwrap_or(cut.first);
        }
        while cut.first < end && !self.is_upper(cut.first) {
            cut.first += 1;
        }
        if cut.first >= end {
            return None;
        }
        // `Jane Roe Jane Roe Wins Again`
        let again = (cut.first + 1..end).find(|&i| self.hash(i) == self.hash(cut.first));
        cut.end = again.unwrap_or(end);
        Some(cut)
    }

    /// Whether a run is nobody's name: `Kentucky Republican`, `White House`, `Justice Department`. `is_surname`: whether somebody was named who has its last word for a surname.
    pub(super) fn is_role(&self, cut: &Cut, is_surname: impl FnOnce() -> bool) -> bool {
        let (first, last) = (self.class(cut.first), self.class(cut.end - 1));
        let noun = || last & GENERIC != 0 && !cut.titled && (cut.words() > 1 || !is_surname());
        // `Francisco Bay Area`
        let long_body = cut.words() > 2 && last & BODY != 0 && last & GIVEN == 0 && !cut.titled;
        // `United States`
        let two = cut.words() == 2 && self.language.is_noun_phrase([self.hash(cut.first), self.hash(cut.end - 1)]);
        two || long_body || (first | last) & GIVEN == 0 && (last & BODY != 0 || noun())
    }

    /// The same run with its titles.
    pub(super) fn whole(&self, cut: Cut) -> Cut {
        Cut { first: cut.whole, titled: false, ..cut }
    }

    /// Whether a run is too long for a name, letters only (`N.Y.`), or a single word that is none.
    pub(super) fn is_no_name(&self, cut: &Cut) -> bool {
        cut.words() > LONGEST
            || (cut.first..cut.end).all(|i| self.is_letter(i))
            || cut.words() == 1 && self.class(cut.first) & NEVER != 0
    }

    /// The word of the surname: the last one that is no `Jr`.
    pub(super) fn surname(&self, cut: &Cut) -> usize {
        let suffix = cut.words() > 1 && self.class(cut.end - 1) & SUFFIX != 0;
        if suffix { cut.end - 2 } else { cut.end - 1 }
    }

    /// Hash of word `i` without a possessive.
    pub(super) fn base_hash(&self, i: usize) -> WordHash {
        let (start, end) = (self.prepared.words.starts[i], self.prepared.words.ends[i]);
        match base(self.text, start, end) {
            (end, true) => hash_word(&self.text[start as usize..end as usize]),
            (_, false) => self.hash(i),
        }
    }

    /// What all forms of the surname at word `i` have in common: its hash without a possessive, or that of the stem of its cases.
    pub(super) fn surname_key(&self, i: usize) -> WordHash {
        self.language.cases.as_ref().map_or_else(|| self.base_hash(i), |cases| cases.surname_key(self.word(i)))
    }

    /// The same for the surname of a name, which may be two that a hyphen joins; `i` is its last word. `al-Roe` is `Roe` too.
    pub(super) fn whole_surname_key(&self, cut: &Cut, i: usize) -> WordHash {
        let last = self.surname_key(i);
        let joined = i > cut.first && self.gap(i) == b"-" && self.is_upper(i - 1) && self.class(i - 1) & PARTICLE == 0;
        if joined { self.surname_key(i - 1).rotate_left(21) ^ last } else { last }
    }

    /// How many words of a name belong to the next one: by hyphens, or as the particles of a surname alone: `Von der Roe said`.
    pub(super) fn joints(&self, cut: &Cut) -> u32 {
        let particle = |i: usize| self.class(i) & PARTICLE != 0 && self.class(i) & GIVEN == 0;
        if cut.words() > 2 && (cut.first..cut.end - 1).all(particle) {
            return cut.words() as u32 - 1;
        }
        (cut.first + 1..cut.end).map(|i| u32::from(self.gap(i) == b"-")).sum()
    }

    /// What all forms of the given name at word `i` have in common.
    pub(super) fn given_key(&self, i: usize) -> WordHash {
        self.language.cases.as_ref().map_or_else(|| self.hash(i), |cases| cases.given_key(self.word(i)))
    }

    /// A title in small letters directly before word `i`: `le président Roe`, `капитан Роу`.
    pub(super) fn title_before(&self, i: usize) -> Option<usize> {
        let before = i.checked_sub(1)?;
        (self.class(before) & TITLE != 0 && self.gap(i) == b" ").then_some(before)
    }

    /// Whether a sentence or a paragraph begins with word `i`, as far as the signs before it say.
    pub(super) fn begins_sentence(&self, i: usize) -> bool {
        i == 0 || self.text_before(i).contains(['.', '!', '?', ':', '\n', '“', '"', '”', '…'])
    }
}

/// Hash of a word as the word cutter would give it; quick for plain ASCII.
fn hash_word(word: &str) -> WordHash {
    let bytes = word.as_bytes();
    let mut lower = [0; 24];
    if bytes.len() <= lower.len() && bytes.iter().all(u8::is_ascii_alphanumeric) {
        for (to, from) in lower.iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        return std::str::from_utf8(&lower[..bytes.len()]).map_or(0, hash_normal_word);
    }
    hash_normal_word(&normal_form(word))
}

/// Whether a byte may begin a capital.
static CAPITALS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = !(byte as u8).is_ascii() || (byte as u8).is_ascii_uppercase();
        byte += 1;
    }
    table
};

/// Numbers of the words whose first byte may begin a capital and that are not plain. `out` is room to work in. Written without a branch: no processor can guess which word has one.
fn candidates<'c>(text: &str, starts: &[u32], classes: &[Class], out: &'c mut Vec<u32>) -> &'c [u32] {
    if out.len() < starts.len() {
        out.resize(starts.len(), 0);
    }
    let (bytes, numbers) = (text.as_bytes(), &mut out[..starts.len()]);
    let mut count = 0;
    for ((number, &start), &class) in (0..).zip(starts).zip(classes) {
        let first = bytes[start as usize];
        numbers[count] = number;
        count += usize::from(CAPITALS[usize::from(first)]) & usize::from(class & PLAIN == 0);
    }
    &out[..count]
}
