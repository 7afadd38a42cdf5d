//! Lines that somebody speaks, told by a dash and not by marks: `— Грошей немає, — відповів Коваль. — І не буде.`
//!
//! In the languages that part the two by dashes, such a line may also begin inside a paragraph, behind the end of a sentence.
//!
//! A dash at the head of a line may be that of a list. So a line is one that is spoken where a verb of saying with a speaker interrupts it, behind a dash as well, or in some
//! languages behind a comma. What stands before the verb is a quote, and so is what follows the next dash. In an article with such lines whole sentences behind the same dash are spoken too.

use super::class::{AUXILIARY, COMMON, CUE, Class, PREPOSITION};
use super::language::Language;
use super::marks::Glyph;
use super::phrases::Reader;
use super::reason::Reason;
use super::spans::{Span, nest};
use super::tokens::{self, COMMA, DASH, STOP, Written};
use crate::text::{Paragraph, Prepared};
use serde::Deserialize;

/// How a language tells that a line is spoken where no marks do, as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DashLines {
    /// A dash before the line, and one before who speaks: `— Да, — сказал он.`
    Dash,
    /// A dash before the line, and a dash or a comma before who speaks: `— Oui, dit-il.`
    Comma,
}

/// The longest clause that says who speaks, in words.
const CLAUSE: usize = 24;
/// Words of the sentence before a colon that are looked at for a verb of saying.
const LEAD: usize = 24;
/// Parts that one line may be interrupted into.
const PARTS: usize = 8;

fn is_dash(c: char) -> bool {
    glyph(c).is_some()
}

fn glyph(dash: char) -> Option<Glyph> {
    match dash {
        '-' => Some(Glyph::Hyphen),
        '–' => Some(Glyph::EnDash),
        '—' | '―' => Some(Glyph::EmDash),
        _ => None,
    }
}

/// The dash that a line begins with.
fn dash(line: &str) -> Option<Glyph> {
    let glyph = glyph(line.chars().next()?)?;
    // Not `-5` and not `--`.
    let behind = line[glyph.as_str().len()..].chars().next()?;
    let speaks =
        behind.is_whitespace() || glyph != Glyph::Hyphen && (behind.is_alphabetic() || matches!(behind, '¿' | '¡'));
    speaks.then_some(glyph)
}

fn line<'t>(text: &'t str, paragraph: &Paragraph) -> &'t str {
    &text[paragraph.start as usize..paragraph.end as usize]
}

/// Whether some line begins as one that is spoken.
pub(super) fn may_speak(text: &str, prepared: &Prepared) -> bool {
    prepared.paragraphs.iter().any(|paragraph| dash(line(text, paragraph)).is_some())
}

/// Whether a sentence inside a paragraph may begin as a line that is spoken.
pub(super) fn may_speak_inside(text: &str) -> bool {
    inner_dashes(text).next().is_some()
}

/// Where dashes stand behind the end of a sentence, with a capital behind them: first the short ones, then the long.
fn inner_dashes(text: &str) -> impl Iterator<Item = usize> {
    let dashes = ["– ", "— "].into_iter().flat_map(|dash| memchr::memmem::find_iter(text.as_bytes(), dash));
    dashes.filter(|&at| begins_sentence(text, at))
}

fn begins_sentence(text: &str, dash: usize) -> bool {
    let before = text[..dash].trim_end_matches([' ', '\u{a0}']);
    let behind = text[dash..].chars().skip(1).find(|c| !c.is_whitespace());
    before.len() < dash && before.ends_with(['.', '!', '?', '…', ':']) && behind.is_some_and(char::is_uppercase)
}

/// Whether a verb of saying or a name, and a colon, lead to the dash at byte `dash`, behind which word `next` stands: `Jan dodaje: – …`, `Jan Roe z Lystrii: – …`
fn is_led(text: &str, prepared: &Prepared, classes: &[Class], paragraph: Paragraph, dash: u32, next: u32) -> bool {
    let words = &prepared.words;
    let before = text[..dash as usize].trim_end_matches([' ', '\u{a0}']);
    let goes_on = |&i: &usize| {
        let end = words.ends[i] as usize;
        i + 1 == next as usize || !text[end..words.starts[i + 1] as usize].contains(['.', '!', '?', '…'])
    };
    let named = |i: usize| {
        let capital = |i: usize| tokens::is_upper(text, words.starts[i]) && classes[i] & (COMMON | PREPOSITION) == 0;
        capital(i) && i + 1 < next as usize && capital(i + 1) && words.starts[i + 1] == words.ends[i] + 1
    };
    let mut sentence = (paragraph.first_word as usize..next as usize).rev().take(LEAD).take_while(goes_on);
    before.ends_with(':') && sentence.any(|i| classes[i] & CUE != 0 || named(i))
}

/// Whether a line with a dash that says nothing of who speaks looks like the spoken ones of its article: whole sentences, and no item of a list.
fn goes_with_spoken(line: &str) -> bool {
    let begins = line.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let words = line.trim_start_matches(is_dash);
    // Behind another dash somebody may be named with a verb that no list has.
    let parted = [" –", " —", "\u{a0}–", "\u{a0}—"].iter().any(|dash| words.contains(dash));
    begins && !parted && line.trim_end().ends_with(['.', '!', '?', '…'])
}

/// Adds the parts of spoken lines to the quotes in marks.
pub(super) fn add(
    text: &str,
    prepared: &Prepared,
    language: &Language,
    classes: &[Class],
    context: &mut Written,
    spans: &mut Vec<Span>,
) {
    let marked = spans.len();
    let mut unexplained: Vec<usize> = Vec::new();
    for (number, paragraph) in (0u32..).zip(&prepared.paragraphs) {
        let line = line(text, paragraph);
        let mut begins: Vec<usize> = dash(line).map(|_| 0).into_iter().collect();
        if language.dash_lines == Some(DashLines::Dash) {
            begins.extend(inner_dashes(line));
            begins.sort_unstable();
        }
        let first = spans.len();
        for at in begins {
            // The parts of a line that was spoken before are known.
            let start = paragraph.start + at as u32;
            if spans[first..].last().is_some_and(|part| start < part.end || start == part.outer_start) {
                continue;
            }
            let Some(glyph) = text[start as usize..].chars().next().and_then(glyph) else { continue };
            let first_word = prepared.words.starts.partition_point(|&word| word < start) as u32;
            if first_word >= paragraph.end_word {
                continue;
            }
            let rest = Paragraph { start, first_word, ..*paragraph };
            tokens::tokens(text, prepared, classes, rest, &[], 0..0, context);
            let reader = Reader { text, tokens: &context.tokens, language, hashes: &prepared.words.hashes, classes };
            let led = match number.checked_sub(1).map(|above| prepared.paragraphs[above as usize]) {
                _ if at > 0 => is_led(text, prepared, classes, *paragraph, start, first_word),
                Some(above) => is_led(text, prepared, classes, above, above.end, above.end_word),
                None => false,
            };
            reader.spoken(&rest, number, glyph, led, spans);
            if at == 0 && spans.len() == first {
                unexplained.push(number as usize);
            }
        }
        // Where marks say what is said they are believed.
        let (quotes, parts) = spans.split_at(first);
        let near = &quotes[quotes[..marked].partition_point(|q| q.outer_end <= paragraph.start)..marked];
        let fits = |part: &Span| {
            near.iter().take_while(|q| q.outer_start < paragraph.end).all(|q| {
                let apart = q.outer_end <= part.start || part.end <= q.outer_start;
                let inside = part.start < q.outer_start && q.outer_end <= part.end
                    || part.start <= q.outer_start && q.outer_end < part.end;
                apart || inside && q.end_word - q.first_word < part.end_word - part.first_word
            })
        };
        if !parts.iter().all(fits) {
            spans.truncate(first);
        }
    }
    let dashes = [Glyph::Hyphen, Glyph::EnDash, Glyph::EmDash]
        .map(|glyph| (glyph, spans[marked..].iter().any(|part| part.open == glyph)));
    for number in unexplained {
        let paragraph = prepared.paragraphs[number];
        let line = line(text, &paragraph);
        let near = &spans[..marked];
        let next = near.partition_point(|q| q.outer_end <= paragraph.start);
        let has_marks = near.get(next).is_some_and(|q| q.outer_start < paragraph.end);
        let spoken =
            dash(line).filter(|&glyph| dashes.contains(&(glyph, true)) && !has_marks && goes_with_spoken(line));
        let Some(glyph) = spoken else { continue };
        tokens::tokens(text, prepared, classes, paragraph, &[], 0..0, context);
        let reader = Reader { text, tokens: &context.tokens, language, hashes: &prepared.words.hashes, classes };
        if reader.tokens.len() > 1 {
            reader.part(0..reader.tokens.len(), (paragraph.start, paragraph.end), number as u32, glyph, spans);
        }
    }
    if spans.len() > marked {
        nest(spans);
    }
}

impl Reader<'_> {
    /// Adds the parts of a line that begins with a dash, if it is spoken; `led`: a verb of saying before a colon says so.
    fn spoken(&self, paragraph: &Paragraph, number: u32, first: Glyph, led: bool, spans: &mut Vec<Span>) {
        let (mut from, mut outer, mut open) = (0, paragraph.start, first);
        for _ in 0..PARTS {
            let Some((clause, behind)) = self.clause(from + 1) else {
                // The rest of a line that was interrupted before, or of one that a verb of saying leads to.
                if from > 0 || led {
                    self.part(from..self.tokens.len(), (outer, paragraph.end), number, open, spans);
                }
                return;
            };
            self.part(from..clause, (outer, self.tokens[clause].start), number, open, spans);
            let Some(next) = behind.filter(|&next| next < self.tokens.len()) else { return };
            let before = self.tokens[next - 1].end;
            let between = &self.text[before as usize..self.tokens[next].start as usize];
            let Some((at, dash)) = between.char_indices().find_map(|(at, c)| Some((at, glyph(c)?))) else { return };
            open = dash;
            (from, outer) = (next, before + at as u32);
        }
    }

    /// The first clause from token `from` on that says who speaks, and the token behind the dash that ends it.
    fn clause(&self, from: usize) -> Option<(usize, Option<usize>)> {
        let comma = self.language.dash_lines == Some(DashLines::Comma);
        (from..self.tokens.len()).find_map(|i| {
            let t = &self.tokens[i];
            let parted = t.gap & DASH != 0 || comma && t.gap & (COMMA | STOP) != 0;
            if !parted || t.upper && t.gap & DASH == 0 || t.sentence {
                return None;
            }
            let to = self.tokens.len().min(i + CLAUSE);
            let dash = (i + 1..to).find(|&j| self.tokens[j].gap & DASH != 0);
            let sentence = (i + 1..to).find(|&j| self.tokens[j].sentence);
            let end = dash.into_iter().chain(sentence).min().unwrap_or(to);
            // `– To zaszczyt – podkreśla.`
            let alone = self.language.pro_drop
                && t.gap & DASH != 0
                && t.is(CUE)
                && !t.upper
                && (i + 1 == end || self.tokens[i + 1].gap & tokens::PARTS != 0);
            if alone {
                return Some((i, dash.filter(|&dash| dash == end)));
            }
            let Some(found) = self.right(i - 1, i - 1, end, COMMA) else {
                // `– Apeluję o rozwagę – powiedziała dziennikarzom przed naradą.`
                let bare = self.language.pro_drop && t.gap & DASH != 0 && t.is(CUE) && !t.upper;
                let says = bare && !self.language.is_weak(self.hash(i)) && !self.is_noun(i);
                return says.then_some((i, dash.filter(|&dash| dash == end)));
            };
            let verb_first = found.reason == Reason::CueInverted && found.cue.is_some_and(|(first, _)| first == i);
            let name_first = found.reason == Reason::CueAfter && t.gap & DASH != 0 && found.phrase.first == i;
            let says = t.is(CUE | AUXILIARY) && verb_first || name_first;
            says.then_some((i, dash.filter(|&dash| dash == end)))
        })
    }

    /// Adds the words of these tokens, up to the last sign that belongs to them.
    fn part(
        &self,
        tokens: std::ops::Range<usize>,
        (outer_start, limit): (u32, u32),
        number: u32,
        open: Glyph,
        spans: &mut Vec<Span>,
    ) {
        let (first, last) = (&self.tokens[tokens.start], &self.tokens[tokens.end - 1]);
        let lead = &self.text[outer_start as usize..first.start as usize];
        let signs = lead.rfind(|c: char| c.is_whitespace() || is_dash(c));
        let start = outer_start + signs.map_or(0, |at| at + lead[at..].chars().next().map_or(0, char::len_utf8)) as u32;
        let behind = &self.text[last.end as usize..limit as usize];
        let signs = behind.find(|c: char| c.is_alphanumeric() || is_dash(c)).unwrap_or(behind.len());
        let end = last.end + behind[..signs].trim_end().len() as u32;
        spans.push(Span {
            start,
            end,
            outer_start,
            outer_end: end,
            open,
            close: None,
            paragraph: number,
            first_word: first.word,
            end_word: last.word + 1,
            reopened: false,
            goes_on: false,
            nested_in: None,
        });
    }
}
