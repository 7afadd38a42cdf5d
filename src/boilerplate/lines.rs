//! From the lines of one article to rows of fixed size: all that the later stages need to know of a line once the text is gone.
//!
//! The words and their hashes exist already ([`Prepared`]), so a line costs one look-up for each of its first words. A long line is looked at by its first words only:
//! what makes a line furniture stands at its start, or makes it short. Nothing is allocated per line.
//!
//! In hard-wrapped text a row is a paragraph, as everywhere in nearprint; entries of a list that were not broken by the wrapping stay lines of their own.

use super::class::Class;
use super::phrases::{Fit, FurnitureData, Hits, SLOT};
use super::shape::{self, Shape};
use super::tally::{Bits, Kinds, count, each};
use crate::quotes::Mention;
use crate::simd::Simd;
use crate::simd::signs::LONGEST;
use crate::text::{Line, Prepared, WordHash, hash_words, hash_words_of};
use bytemuck::{Pod, Zeroable};

/// What is known of one line that has a visible character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct LineRow {
    /// Hash of its normalised words, numbers and names of days and months being slots (among its first words). Of a line without words, of its characters.
    pub template: u64,
    /// Hash of its normalised words.
    pub exact: u64,
    /// The same as the template with names as slots; 0 when too little is left.
    pub loose: u64,
    /// Its 1-based physical line.
    pub line: u32,
    /// Its last physical line: the same except in hard-wrapped text.
    pub line_end: u32,
    /// Byte offset of its first visible character.
    pub start: u32,
    /// One past the byte offset of its last visible character.
    pub end: u32,
    /// What it looks like.
    pub(super) shape: Shape,
    /// Its words, at most 65,535.
    pub words: u16,
    /// Lines before it, at most 65,535.
    pub from_head: u16,
    /// Lines after it, at most 65,535.
    pub from_tail: u16,
    /// Its numbers and marks in their order: 0 when it has none, or is too long for an entry of a list.
    pub(super) skeleton: u16,
    /// The strongest phrase: 0 for none, else 1 + class + 16 × fit.
    pub(super) phrase: u8,
    /// Share of its words that stand in phrases, in 255ths.
    pub(super) covered: u8,
    /// How many phrases it has.
    pub(super) phrases: u8,
    /// Share of its words that are words of running prose, in 255ths.
    pub(super) prose: u8,
    /// Share of its words that begin with a capital, in 255ths.
    pub(super) capitals: u8,
    /// Share of its words that furniture is full of, in 255ths.
    pub(super) furniture: u8,
    /// How many words it has that say what it is about, at most 255.
    pub(super) topical: u8,
    /// Share of those that other long lines of the article have too, in 255ths.
    pub(super) shared: u8,
    /// Share of the text before it, in 255ths.
    pub(super) place: u8,
    /// Share of it that stands in quote marks, in 255ths.
    pub(super) quoted: u8,
    /// Share of its words that have a digit or belong to dates, in 255ths.
    pub(super) numbers: u8,
    pub(super) unused: u8,
}

impl LineRow {
    /// The strongest phrase in it.
    pub(super) fn phrase(&self) -> Option<(Fit, Class)> {
        let class = Class::ALL.get((self.phrase.checked_sub(1)? & 15) as usize)?;
        let fit = [Fit::Within, Fit::Begins, Fit::Opens, Fit::Whole][(self.phrase.checked_sub(1)? >> 4) as usize & 3];
        Some((fit, *class))
    }

    /// Whether its shape has one of these bits.
    #[inline]
    pub(super) fn is(&self, bits: Shape) -> bool {
        self.shape & bits != 0
    }

    /// Its bytes.
    pub fn bytes(&self) -> u32 {
        self.end - self.start
    }

    /// Its length in words as words of spaced scripts count: characters of Chinese and Japanese count less.
    pub(super) fn size(&self) -> u32 {
        if self.is(shape::UNSPACED) { u32::from(self.words) * 5 / 8 } else { u32::from(self.words) }
    }
}

/// A stretch of an article in quote marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuoteSpan {
    /// Its first byte, of the opening mark.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Whether somebody is named who says it.
    pub spoken: bool,
}

impl From<&Mention> for QuoteSpan {
    fn from(m: &Mention) -> QuoteSpan {
        QuoteSpan { start: m.outer_start, end: m.outer_end, spoken: m.speaker.is_some() }
    }
}

/// So many words of a line are looked up.
pub(super) const LOOK: usize = 32;
/// Lines of so many bytes are looked at byte by byte.
const SHORT: usize = 280;
const _: () = assert!(SHORT <= LONGEST);
/// An entry of a list has at most so many bytes.
const ENTRY: usize = 120;
/// A line of so many words that ends like a sentence is taken for running text, against which the words of others are held.
const LONG: usize = 14;
/// Slots of the table of words that running text has.
const TOPICS: usize = 1 << 13;
/// The bit of a slot that says that two lines have it.
const TWICE: u16 = 1 << 15;

/// Reads lines; one per thread, for its buffers.
#[derive(Debug)]
pub struct LineReader<'a> {
    data: &'a FurnitureData,
    simd: Simd,
    topics: Box<[u16; TOPICS]>,
    units: Vec<Unit>,
}

/// One line, or several of hard-wrapped text.
#[derive(Debug, Clone, Copy)]
struct Unit {
    line: u32,
    line_end: u32,
    start: usize,
    end: usize,
    first_word: usize,
    end_word: usize,
    ends: Shape,
    lead: usize,
    /// What its first words are, and the phrases among them.
    kinds: Kinds,
    hits: Hits,
}

impl Unit {
    fn words(&self) -> usize {
        self.end_word - self.first_word
    }

    /// Whether it is taken for running text.
    fn is_text(&self) -> bool {
        self.words() >= LONG && self.ends & shape::END != 0
    }
}

impl<'a> LineReader<'a> {
    /// A reader with these phrases.
    pub fn new(simd: Simd, data: &'a FurnitureData) -> LineReader<'a> {
        LineReader { data, simd, topics: Box::new([0; TOPICS]), units: Vec::new() }
    }

    /// Appends a row for each line of `text` that is not blank.
    ///
    /// `prepared` is what [`Prepared::prepare`] made of `text`, `keys` the [`hash_text`](crate::text::hash_text) of each of its paragraphs (empty when they are
    /// not known), `title` the word hashes of its headline (empty when it is not known), `quotes` its quotes in order of their first byte (none is fine too).
    pub fn read(
        &mut self,
        text: &str,
        prepared: &Prepared,
        keys: &[u128],
        title: &[WordHash],
        quotes: &[QuoteSpan],
        rows: &mut Vec<LineRow>,
    ) {
        self.cut(text, prepared);
        let hashes = &prepared.words.hashes;
        self.topics.fill(0);
        let (mut prose, mut looked) = (0, 0);
        let mut flags = [0; LOOK];
        for unit in &mut self.units {
            let line = &text[unit.start..unit.end];
            unit.ends = shape::of_ends(line);
            let words = &hashes[unit.first_word..unit.end_word];
            let look = words.len().min(LOOK);
            let starts = &prepared.words.starts[unit.first_word..unit.end_word];
            unit.lead = shape::lead(line, starts, unit.start);
            let flags_of = |word| self.data.flags(word);
            unit.kinds = Kinds::new(text, &words[..look], starts, flags_of, &mut flags);
            unit.hits = self.data.hits(words, &flags[..look], unit.kinds.inner, unit.ends & shape::END != 0, unit.lead);
        }
        for number in self.running_text() {
            let unit = &self.units[number];
            let words = &hashes[unit.first_word..unit.end_word];
            let look = words.len().min(LOOK);
            if unit.is_text() {
                // Numbers of lines start at 1 again where the table has no bit for them.
                let mark = (number % (TWICE as usize - 1)) as u16 + 1;
                prose += count(unit.kinds.prose);
                for at in each(unit.kinds.topical(look)) {
                    let slot = &mut self.topics[topic(words[at])];
                    let another = (*slot != 0) & (*slot & !TWICE != mark);
                    *slot = if *slot == 0 { mark } else { *slot } | if another { TWICE } else { 0 };
                }
                looked += look;
            }
        }
        // Half of the words of running text are stop words, a third where the lists are short.
        let known = if prose * 6 >= looked && looked > 0 { shape::KNOWN } else { 0 };
        let count = self.units.len();
        let mut quote = 0;
        let mut paragraphs = prepared.paragraphs.iter().zip(keys).peekable();
        for number in 0..count {
            let unit = self.units[number];
            while paragraphs.next_if(|(p, _)| (p.first_word as usize) < unit.first_word).is_some() {}
            let words = (unit.first_word as u32, unit.end_word as u32);
            let same = paragraphs.next_if(|(p, _)| (p.first_word, p.end_word) == words);
            let exact = same.and_then(|(_, &key)| hash_words_of(key, unit.words()));
            let mut row = self.row(text, prepared, number, exact, title);
            row.shape |= known;
            row.from_head = number.min(usize::from(u16::MAX)) as u16;
            row.from_tail = (count - 1 - number).min(usize::from(u16::MAX)) as u16;
            row.place = (unit.start * 255 / text.len().max(1)) as u8;
            while quote < quotes.len() && quotes[quote].end as usize <= unit.start {
                quote += 1;
            }
            let (mut inside, mut spoken, mut covered) = (0, 0, unit.start);
            for span in quotes[quote.min(quotes.len())..].iter().take_while(|q| (q.start as usize) < unit.end) {
                // A quote inside a quote counts once.
                let (start, end) = ((span.start as usize).max(covered), (span.end as usize).min(unit.end));
                if end > start {
                    inside += end - start;
                    spoken += if span.spoken { end - start } else { 0 };
                    covered = end;
                }
            }
            row.quoted = share(inside, unit.end - unit.start);
            if spoken * 3 >= (unit.end - unit.start) && spoken > 0 {
                row.shape |= shape::SPOKEN;
            }
            rows.push(row);
        }
    }

    /// The stretch of lines that is most likely the article: sentences count for it, short lines and headings of lists of other stories against it.
    fn running_text(&self) -> std::ops::Range<usize> {
        let (mut best, mut sum, mut start, mut range) = (0, 0, 0, 0..0);
        for (i, unit) in self.units.iter().enumerate() {
            if sum <= 0 {
                (sum, start) = (0, i);
            }
            sum += match unit.hits.best {
                // What comes behind the heading of a list of other stories has to be a better stretch by itself.
                Some((Fit::Opens, _)) => -sum,
                Some((Fit::Whole, _)) => -12,
                _ if unit.is_text() => unit.words().min(60) as i32,
                _ => -6,
            };
            if sum > best {
                (best, range) = (sum, start..i + 1);
            }
        }
        range
    }

    /// Finds the lines, and in hard-wrapped text the paragraphs.
    fn cut(&mut self, text: &str, prepared: &Prepared) {
        self.units.clear();
        let wrapped = prepared.paragraphs.iter().any(|p| p.line_end > p.line);
        let mut paragraphs = prepared.paragraphs.iter().filter(|p| p.line_end > p.line).peekable();
        let width = if wrapped { width(text, prepared) } else { 0 };
        for (number, line) in (1u32..).zip(&prepared.lines) {
            let (start, end) = trim(text, *line);
            if start == end {
                continue;
            }
            let unit = Unit {
                line: number,
                line_end: number,
                start,
                end,
                first_word: line.first_word as usize,
                end_word: line.end_word as usize,
                ends: 0,
                lead: 0,
                kinds: Kinds::default(),
                hits: Hits::default(),
            };
            while paragraphs.next_if(|p| p.line_end < number).is_some() {}
            if let (Some(paragraph), Some(last)) = (paragraphs.peek(), self.units.last_mut()) {
                let inside = paragraph.line < number && number <= paragraph.line_end && last.line_end + 1 == number;
                if inside
                    && broken(
                        &text[prepared.lines[number as usize - 2].start as usize..last.end],
                        &text[start..end],
                        width,
                    )
                {
                    (last.line_end, last.end, last.end_word) = (number, end, unit.end_word);
                    continue;
                }
            }
            self.units.push(unit);
        }
    }

    /// The row of a unit; `exact` is the hash of its words if it is known.
    fn row(&self, text: &str, prepared: &Prepared, number: usize, exact: Option<u64>, title: &[WordHash]) -> LineRow {
        let unit = self.units[number];
        let words = &prepared.words.hashes[unit.first_word..unit.end_word];
        let line = &text[unit.start..unit.end];
        let look = words.len().min(LOOK);
        let mut row = LineRow { line: unit.line, line_end: unit.line_end, ..LineRow::zeroed() };
        (row.start, row.end) = (unit.start as u32, unit.end as u32);
        row.words = words.len().min(usize::from(u16::MAX)) as u16;
        row.shape = unit.ends;
        if line.len() <= SHORT {
            let (shape, marks) = shape::of_short(self.simd, text, unit.start..unit.end);
            row.shape |= shape;
            if marks && line.len() <= ENTRY {
                row.skeleton = shape::skeleton(line);
            }
        }
        if words.is_empty() {
            row.template = mark_template(line);
            row.shape |= if shape::is_ruler(line) { shape::RULER } else { 0 };
            row.exact = row.template;
            return row;
        }
        row.shape |= match unit.lead {
            1 => shape::LEAD,
            2..4 => shape::LONG_LEAD,
            _ => 0,
        };
        let (kinds, names, topical) = (unit.kinds, unit.kinds.names(), unit.kinds.topical(look));
        let plain = look - count(kinds.slots) - count(names);
        row.shape |= if kinds.verbs != 0 { shape::VERB } else { 0 };
        row.shape |= if kinds.slots != 0 { shape::NUMBER } else { 0 };
        row.exact = exact.unwrap_or_else(|| hash_words(words));
        row.template = if kinds.slots == 0 { row.exact } else { template(TEMPLATE, words, kinds.slots) };
        if names != 0 && plain >= 4 && words.len() <= LOOK {
            row.loose = template(LOOSE, words, kinds.slots | names);
        }
        row.prose = share(count(kinds.prose), look);
        row.capitals = share(count(kinds.capitals), look);
        row.furniture = share(count(kinds.furniture), look);
        row.numbers = share(count(kinds.numbers), look);
        row.topical = count(topical) as u8;
        let mark = (number % (TWICE as usize - 1)) as u16 + 1;
        let elsewhere = each(topical).filter(|&at| {
            let line = self.topics[topic(words[at])];
            (line != 0) & (line != mark)
        });
        row.shared = share(elsewhere.count(), count(topical));
        if kinds.unspaced as usize * 2 > look {
            row.shape |= shape::UNSPACED;
        }
        if count(kinds.numbers) * 2 > look && row.is(shape::NUMBER) && words.len() <= 16 {
            row.shape |= shape::DATE;
        }
        row.set_hits(unit.hits, look);
        if !title.is_empty() && is_title(words, title) {
            row.shape |= shape::TITLE;
        }
        row
    }
}

impl LineRow {
    fn set_hits(&mut self, hits: Hits, looked: usize) {
        if let Some((fit, class)) = hits.best {
            self.phrase = 1 + class as u8 + 16 * fit as u8;
        }
        self.covered = share(hits.covered as usize, looked);
        self.phrases = hits.phrases.min(255) as u8;
    }
}

/// Its slot in the table of words. The lowest bit is taken, and the upper ones choose the slot in the table of flags.
#[inline]
fn topic(word: WordHash) -> usize {
    (word >> 3) as usize & (TOPICS - 1)
}

/// `part` of `whole` in 255ths.
fn share(part: usize, whole: usize) -> u8 {
    (part * 255).checked_div(whole).unwrap_or(0).min(255) as u8
}

/// Whether a line has the words of the headline: the same, or all but a fifth.
fn is_title(words: &[WordHash], title: &[WordHash]) -> bool {
    let least = (words.len().max(title.len()) * 4).div_ceil(5);
    if words.len() < least || words.len() > title.len() * 2 || title.len() > LOOK {
        return false;
    }
    // Nearly every line misses more than it may with its first words.
    let may_miss = words.len() - least;
    words.iter().filter(|word| !title.contains(word)).take(may_miss + 1).count() <= may_miss
}

/// What the hashes of both kinds of templates begin with.
const TEMPLATE: u64 = 1;
const LOOSE: u64 = 3;

/// The hash of words with slots in place of those that have a bit in `slots`, never 0. Slots in a row are one: `2 May 2026, 14:31` is one date.
///
/// Far behind in a long line a number is a word like others.
fn template(kind: u64, words: &[WordHash], slots: Bits) -> u64 {
    let mut form = [kind; LOOK + 2];
    let look = words.len().min(LOOK);
    form[1..=look].copy_from_slice(&words[..look]);
    for at in each(slots) {
        form[1 + at] = SLOT;
    }
    let mut end = 1 + look;
    let again = slots & slots << 1;
    if again != 0 {
        end = 1;
        for at in 0..look {
            form[end] = form[1 + at];
            end += usize::from(again >> at & 1 == 0);
        }
    }
    if words.len() > LOOK {
        form[end] = hash_words(&words[LOOK..]);
        end += 1;
    }
    hash_words(&form[..end]).max(1)
}

/// The template of a line without words: its characters, each run of one counted once.
fn mark_template(line: &str) -> u64 {
    let (mut hash, mut last) = (0x9E37_79B9_7F4A_7C15_u64, ' ');
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        if c != last {
            hash = (hash.rotate_left(23) ^ u64::from(c)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        last = c;
    }
    (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15).max(1)
}

/// The bytes of a line without the white space around them.
fn trim(text: &str, line: Line) -> (usize, usize) {
    let whole = &text[line.start as usize..line.end as usize];
    let start = line.start as usize + (whole.len() - whole.trim_start().len());
    (start, start + whole.trim().len())
}

/// The common width of hard-wrapped lines: the widest, in characters.
fn width(text: &str, prepared: &Prepared) -> usize {
    prepared.lines.iter().map(|l| text[l.start as usize..l.end as usize].trim().chars().count()).max().unwrap_or(0)
}

/// Whether the wrapping broke a line here: the next word would not have fitted.
fn broken(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
    line.trim().chars().count() + 1 + word > width
}
