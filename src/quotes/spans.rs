//! Which marks belong together: the quote spans of an article.
//!
//! One pass from left to right with a stack of open marks, paragraph by paragraph. A mark is read by its glyph first, then by what stands beside it, then by
//! the mark that follows; each look ahead is at one mark, or at a run of marks that no other look will see again, so the pass is linear on any
//! text. At the end of a paragraph the stack is emptied: a mark that never closes, or one too many, cannot turn the next paragraph inside
//! out. Two things cross that border, both by convention and not by accident: a quote of several paragraphs that is opened anew at
//! each and closed once, and one whose closing mark is simply the next mark of the article.

use super::language::Language;
use super::marks::{Glyph, Mark, Side, alike, angles_point_inward, closes_glyph};
use super::singles::{Closing, closing_single, is_elision};
use crate::text::{Paragraph, Prepared};

/// How deep quotes may stand in quotes; more is noise.
const DEEPEST: usize = 6;
/// How far a quote may go on without marks into the next paragraphs, in bytes.
const LONGEST_CARRY: u32 = 4000;

/// A stretch of text between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte behind the opening mark, white space left out.
    pub(super) start: u32,
    /// One past the last byte before the closing mark, white space left out.
    pub(super) end: u32,
    /// First byte of the opening mark.
    pub(super) outer_start: u32,
    /// One past the last byte of the closing mark.
    pub(super) outer_end: u32,
    pub(super) open: Glyph,
    /// None when the quote was not closed.
    pub(super) close: Option<Glyph>,
    /// Number of its paragraph among the paragraphs of the article.
    pub(super) paragraph: u32,
    pub(super) first_word: u32,
    pub(super) end_word: u32,
    /// Goes on the quote of the paragraph before.
    pub(super) reopened: bool,
    /// Goes on in the next paragraph, which is opened anew.
    pub(super) goes_on: bool,
    /// Index of the span around it.
    pub(super) nested_in: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    mark: Mark,
    /// Number of the mark that closes it, where that is planned already (single marks).
    planned: Option<usize>,
    reopened: bool,
}

/// Pairs marks; keeps its buffers from article to article.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    stack: Vec<Open>,
}

/// What is known while one article is paired.
pub(super) struct Article<'a> {
    pub(super) text: &'a str,
    pub(super) prepared: &'a Prepared,
    pub(super) language: &'a Language,
    pub(super) marks: &'a [Mark],
    /// Quotes stand »like this« in this article.
    inward: bool,
    /// Quotes begin with a low mark in this article, so a straight one ends them.
    low: bool,
}

enum Role {
    Open(Option<usize>),
    /// Closes the open mark at this place of the stack.
    Close(usize),
    /// Opens anew what the mark at this place of the stack opened, which was never closed.
    Anew(usize),
    None,
}

impl Pairing {
    /// Finds the spans of `marks` and puts them into `spans`, in order of their first byte, outer before inner.
    pub(super) fn pair(
        &mut self,
        text: &str,
        prepared: &Prepared,
        language: &Language,
        marks: &[Mark],
        spans: &mut Vec<Span>,
    ) {
        spans.clear();
        let inward = angles_point_inward(text, marks, language.inward_angles);
        let low = marks.iter().any(|m| m.glyph == Glyph::LowDouble);
        let article = Article { text, prepared, language, marks, inward, low };
        let mut next = 0;
        let mut reopening = None;
        for (number, paragraph) in prepared.paragraphs.iter().enumerate() {
            while marks.get(next).is_some_and(|m| m.end <= paragraph.start) {
                next += 1;
            }
            let from = next;
            while marks.get(next).is_some_and(|m| m.start < paragraph.end) {
                next += 1;
            }
            if from == next {
                reopening = None;
                continue;
            }
            reopening = self.paragraph(&article, number, *paragraph, from..next, reopening, spans);
        }
        nest(spans);
    }

    /// Pairs the marks of one paragraph. Gives the glyph that the next paragraph opens anew, if it does.
    fn paragraph(
        &mut self,
        article: &Article<'_>,
        number: usize,
        paragraph: Paragraph,
        marks: std::ops::Range<usize>,
        reopening: Option<Glyph>,
        spans: &mut Vec<Span>,
    ) -> Option<Glyph> {
        self.stack.clear();
        let all = article.marks;
        let mut first_of_paragraph = spans.len();
        let mut from = marks.start;
        // A quote of the paragraph before that was left open for this mark.
        if let Some(last) = spans.last_mut() {
            let mark = all[from];
            let carried = last.close.is_none() && last.goes_on && last.paragraph < number as u32;
            if carried && reopening.is_none() && mark.start > paragraph.start {
                last.close = Some(mark.glyph);
                last.goes_on = false;
                last.outer_end = mark.end;
                last.end = trim(article.text, last.start, mark.start).1;
                let end = last.end;
                last.end_word = article.prepared.words.starts.partition_point(|&w| w < end) as u32;
                from += 1;
                first_of_paragraph = spans.len();
            }
        }
        for (i, &mark) in all.iter().enumerate().take(marks.end).skip(from) {
            match self.role(article, i, marks.end, paragraph) {
                Role::Open(planned) => {
                    if self.stack.len() < DEEPEST {
                        let reopened = mark.start == paragraph.start && reopening.is_some_and(|g| alike(g, mark.glyph));
                        self.stack.push(Open { mark, planned, reopened });
                    }
                }
                Role::Close(depth) => {
                    let open = self.stack[depth];
                    self.stack.truncate(depth);
                    emit(article, number, open, Some(mark), mark.start, spans);
                }
                Role::Anew(depth) => {
                    let (open, before) = (self.stack[depth], spans.len());
                    self.stack.truncate(depth);
                    let end = article.text[..mark.start as usize].trim_end_matches(is_blank).len() as u32;
                    emit(article, number, open, None, end, spans);
                    spans[before..].iter_mut().for_each(|span| span.goes_on = true);
                    self.stack.push(Open { mark, planned: None, reopened: spans.len() > before });
                }
                // A closing mark that opens a paragraph of a quote that goes on.
                Role::None if i == from && mark.start == paragraph.start && reopening == Some(mark.glyph) => {
                    self.stack.push(Open { mark, planned: None, reopened: true });
                }
                Role::None => {}
            }
        }
        self.finish(article, number, paragraph, marks.end, first_of_paragraph, spans)
    }

    /// What the marks that are still open at the end of a paragraph become.
    fn finish(
        &mut self,
        article: &Article<'_>,
        number: usize,
        paragraph: Paragraph,
        next_mark: usize,
        first_of_paragraph: usize,
        spans: &mut Vec<Span>,
    ) -> Option<Glyph> {
        // Only the outermost can be a quote that goes on; an inner one that never closes was a slip.
        let open = self.stack.first().copied()?;
        let inner = self.stack.get(1).copied();
        self.stack.clear();
        let next = article.prepared.paragraphs.get(number + 1);
        let next_open = article.marks.get(next_mark).filter(|m| next.is_some_and(|p| m.start == p.start));
        let glyph = open.mark.glyph;
        // « Par ici. ¶ « Par là. », and in Spain «Por aquí. ¶ »Por allá.»
        let angles = matches!(glyph, Glyph::LeftAngle | Glyph::RightAngle);
        let spaced = angles && open.mark.after == Side::Space;
        let anew = next_open.filter(|m| {
            let begins = m.after != Side::Edge && (m.after != Side::Space || spaced);
            let other = angles && matches!(m.glyph, Glyph::LeftAngle | Glyph::RightAngle);
            begins && (alike(m.glyph, glyph) || other)
        });
        if let Some(mark) = anew {
            emit(article, number, open, None, paragraph.end, spans);
            if let Some(span) = spans.last_mut() {
                span.goes_on = true;
            }
            return Some(mark.glyph);
        }
        if glyph.is_single() {
            return None;
        }
        let closing = article.marks.get(next_mark).is_some_and(|m| {
            (m.closes() || m.before == Side::Stop)
                && next.is_some_and(|p| m.start > p.start)
                && m.start - paragraph.end < LONGEST_CARRY
                && closes_glyph(glyph, m.glyph, article.inward)
                && !(m.before == Side::Digit && m.glyph == Glyph::Straight)
        });
        if closing {
            let carry = article.prepared.paragraphs[number + 1..]
                .iter()
                .take(5)
                .any(|p| article.marks[next_mark].start < p.end);
            if carry {
                emit(article, number, open, None, paragraph.end, spans);
                if let Some(span) = spans.last_mut() {
                    span.goes_on = true;
                }
                return None;
            }
        }
        // A bullet: » Read more.
        let body = &article.text[open.mark.end as usize..paragraph.end as usize];
        let angle = matches!(glyph, Glyph::LeftAngle | Glyph::RightAngle);
        if angle && open.mark.start == paragraph.start && !body.ends_with(['.', '!', '?', '…']) {
            return None;
        }
        // A quote that was closed inside it and ends where it ends closes both: «Name of «Something».
        let last = spans.last().copied().filter(|s| spans.len() > first_of_paragraph && s.start > open.mark.start);
        if let (Some(last), true) = (last, inner.is_none()) {
            let rest = &article.text[last.outer_end as usize..paragraph.end as usize];
            if alike(last.open, glyph) {
                // Where the inner quote begins a sentence, the outer one was left open before it.
                let before = article.text[open.mark.end as usize..last.outer_start as usize].trim_end();
                let anew = before.ends_with(['.', '!', '?', ':', ',', '…']);
                let is_inner = |s: &Span| s.outer_start > open.mark.start && alike(s.open, glyph);
                let first = (first_of_paragraph..spans.len()).find(|&i| is_inner(&spans[i]));
                let end = match first {
                    Some(first) if anew || !rest.trim().is_empty() && rest.len() > 2 => spans[first].outer_start,
                    _ => last.outer_end,
                };
                let count = spans.len();
                emit(article, number, open, None, end, spans);
                // `"It is late. "We are tired."`: the one before goes on in this one, and not in the next paragraph.
                if let (Some(first), true) = (first, spans.len() > count && begins_sentence(article.text, end)) {
                    spans[first..].rotate_right(1);
                    (spans[first].goes_on, spans[first + 1].reopened) = (true, true);
                }
                return None;
            }
        }
        let end = inner.filter(|o| !o.mark.glyph.is_single()).map_or(paragraph.end, |o| o.mark.start);
        emit(article, number, open, None, end, spans);
        if let Some(second) = inner.filter(|o| !o.mark.glyph.is_single()) {
            emit(article, number, second, None, paragraph.end, spans);
        }
        None
    }

    /// What the mark `i` does. `end` is one past the last mark of the paragraph.
    fn role(&self, article: &Article<'_>, i: usize, end: usize, paragraph: Paragraph) -> Role {
        let mark = article.marks[i];
        let open_with = |wanted: &dyn Fn(Glyph) -> bool| self.stack.iter().rposition(|o| wanted(o.mark.glyph));
        // Only asked for at double marks: then every run of single marks is walked once.
        let mut doubles = article.marks[i + 1..end].iter().filter(|m| !m.glyph.is_single());
        let mut next = || doubles.next();
        match mark.glyph {
            Glyph::LowDouble | Glyph::ReversedDouble | Glyph::LeftCorner | Glyph::LeftWhiteCorner => Role::Open(None),
            Glyph::RightCorner => open_with(&|g| g == Glyph::LeftCorner).map_or(Role::None, Role::Close),
            Glyph::RightWhiteCorner => open_with(&|g| g == Glyph::LeftWhiteCorner).map_or(Role::None, Role::Close),
            Glyph::TwoBackticks => match open_with(&|g| g == Glyph::TwoBackticks) {
                Some(depth) if mark.closes() && !mark.opens() => Role::Close(depth),
                _ => Role::Open(None),
            },
            Glyph::LeftAngle | Glyph::RightAngle => {
                let opens = (mark.glyph == Glyph::RightAngle) == article.inward;
                let double = open_with(&|g| matches!(g, Glyph::LeftAngle | Glyph::RightAngle));
                match (opens, double) {
                    (true, _) if mark.after == Side::Edge => Role::None,
                    (true, _) => Role::Open(None),
                    (false, Some(depth)) => Role::Close(depth),
                    (false, None) => {
                        open_with(&|g| !g.is_single()).filter(|_| mark.closes()).map_or(Role::None, Role::Close)
                    }
                }
            }
            Glyph::LeftDouble => {
                let low = open_with(&|g| matches!(g, Glyph::LowDouble | Glyph::ReversedDouble));
                // Some close "like this“.
                let same = open_with(&|g| {
                    matches!(g, Glyph::LeftDouble | Glyph::RightDouble | Glyph::Straight | Glyph::TwoApostrophes)
                });
                match (low, same) {
                    (Some(depth), _) => Role::Close(depth),
                    (None, Some(depth)) if mark.closes() && !mark.opens() => Role::Close(depth),
                    _ if mark.after == Side::Edge => Role::None,
                    // The end of a quote „like this“ of which the beginning is missing.
                    _ if mark.closes() && !mark.opens() && next().is_none_or(|m| m.glyph != Glyph::RightDouble) => {
                        Role::None
                    }
                    // `“It is late. “We are tired.”`, where a mark or the end of a paragraph was lost, and not `“He said: “Never!” I left.”`
                    (None, Some(depth)) if begins_sentence(article.text, mark.start) => {
                        let ends = |m: Option<&Mark>| m.is_some_and(|m| m.glyph == Glyph::RightDouble);
                        let nested = ends(next()) && ends(next());
                        if nested { Role::Open(None) } else { Role::Anew(depth) }
                    }
                    _ => Role::Open(None),
                }
            }
            Glyph::RightDouble => {
                let any = open_with(&|g| {
                    matches!(
                        g,
                        Glyph::LeftDouble
                            | Glyph::LowDouble
                            | Glyph::RightDouble
                            | Glyph::Straight
                            | Glyph::TwoApostrophes
                            | Glyph::ReversedDouble
                    )
                });
                match any {
                    Some(depth) => Role::Close(depth),
                    None if mark.opens() && !mark.closes() && next().is_some_and(|m| m.glyph != Glyph::LeftDouble) => {
                        Role::Open(None)
                    }
                    None => Role::None,
                }
            }
            Glyph::Straight | Glyph::TwoApostrophes => self.equal_mark(article, mark, next()),
            Glyph::LeftSingleAngle | Glyph::RightSingleAngle => {
                let opens = (mark.glyph == Glyph::RightSingleAngle) == article.inward;
                let single = open_with(&|g| matches!(g, Glyph::LeftSingleAngle | Glyph::RightSingleAngle));
                match (opens, single) {
                    (true, _) => Role::Open(None),
                    (false, Some(depth)) => Role::Close(depth),
                    (false, None) => Role::None,
                }
            }
            _ => self.single(article, i, end, paragraph),
        }
    }

    /// A double mark that looks the same at both ends.
    fn equal_mark(&self, article: &Article<'_>, mark: Mark, next: Option<&Mark>) -> Role {
        let opens = mark.opens() && !mark.closes();
        let closes = mark.closes() && !mark.opens();
        let next_closes = next.is_some_and(|m| m.closes() && !m.opens());
        let open = self.stack.iter().rposition(|o| !o.mark.glyph.is_single());
        // Feet and inches: 6'2", a 12" pipe.
        if mark.glyph == Glyph::Straight && mark.before == Side::Digit {
            let before = &article.text.as_bytes()[..mark.start as usize];
            let digits = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let feet = digits <= 2 && before.len() > digits && matches!(before[before.len() - digits - 1], b'\'');
            let another_closes = next.is_some_and(|m| m.glyph == Glyph::Straight) && next_closes;
            if open.is_none() && !opens || feet || (another_closes && !opens && mark.after != Side::Stop) {
                return Role::None;
            }
        }
        match open {
            None if closes || mark.after == Side::Edge => Role::None,
            None if article.low && !opens && mark.glyph == Glyph::Straight => Role::None,
            None => Role::Open(None),
            Some(depth) => {
                let glyph = self.stack[depth].mark.glyph;
                if opens && next_closes {
                    if glyph == mark.glyph {
                        // The one before was never closed: this one begins anew.
                        return Role::Open(None);
                    }
                    if next.is_some_and(|m| m.glyph == mark.glyph) {
                        return Role::Open(None);
                    }
                }
                Role::Close(depth)
            }
        }
    }

    /// A mark that may be an apostrophe.
    fn single(&self, article: &Article<'_>, i: usize, end: usize, paragraph: Paragraph) -> Role {
        let mark = article.marks[i];
        // An open single quote ends where it was planned to.
        if let Some(depth) = self.stack.iter().rposition(|o| o.planned.is_some())
            && self.stack[depth].planned == Some(i)
        {
            return Role::Close(depth);
        }
        let may_open = match mark.glyph {
            Glyph::LeftSingle | Glyph::LowSingle => {
                !matches!(mark.before, Side::Letter | Side::Digit)
                    && !matches!(mark.after, Side::Edge | Side::ClosingBracket)
            }
            Glyph::StraightSingle | Glyph::Backtick => mark.opens(),
            _ => false,
        };
        if !may_open || self.stack.iter().any(|o| o.planned.is_some()) || is_elision(article, mark) {
            return Role::None;
        }
        let close = closing_single(article, i, end, !self.stack.is_empty());
        if let Some(Closing { at, certain: true }) = close {
            return Role::Open(Some(at));
        }
        // Opened at the head of a paragraph and opened anew at the next one: ‘…
        let curly = mark.glyph == Glyph::LeftSingle;
        if mark.start == paragraph.start && self.stack.is_empty() && (curly || mark.glyph == Glyph::StraightSingle) {
            let below = article.marks.get(end).filter(|m| m.glyph == mark.glyph && m.before == Side::Edge);
            if below.is_some_and(|m| curly || m.opens() && !is_elision(article, *m)) {
                return Role::Open(None);
            }
        }
        close.map_or(Role::None, |close| Role::Open(Some(close.at)))
    }
}

/// Adds the span that `open` begins, without the white space in it; one without words is none.
fn emit(article: &Article<'_>, number: usize, open: Open, close: Option<Mark>, end: u32, spans: &mut Vec<Span>) {
    let paragraph = article.prepared.paragraphs[number];
    let (start, end) = trim(article.text, open.mark.end, end);
    let starts = &article.prepared.words.starts[paragraph.first_word as usize..paragraph.end_word as usize];
    let at = |byte: u32| paragraph.first_word + starts.partition_point(|&w| w < byte) as u32;
    let (first_word, end_word) = (at(start), at(end));
    if first_word == end_word {
        return;
    }
    spans.push(Span {
        start,
        end,
        outer_start: open.mark.start,
        outer_end: close.map_or(end, |m| m.end),
        open: open.mark.glyph,
        close: close.map(|m| m.glyph),
        paragraph: number as u32,
        first_word,
        end_word,
        reopened: open.reopened,
        goes_on: false,
        nested_in: None,
    });
}

/// White space, or what stands for nothing beside it.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

/// Whether a sentence ends before byte `at`.
fn begins_sentence(text: &str, at: u32) -> bool {
    text[..at as usize].trim_end_matches(is_blank).ends_with(['.', '!', '?', '…'])
}

/// The bytes of `start..end` without the white space around them.
fn trim(text: &str, start: u32, end: u32) -> (u32, u32) {
    let inner = text.get(start as usize..end as usize).unwrap_or("");
    if let [first, .., last] = inner.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return (start, end);
    }
    let left = start + (inner.len() - inner.trim_start().len()) as u32;
    (left, left + inner.trim().len() as u32)
}

/// Puts the spans in order and says which stands in which.
pub(super) fn nest(spans: &mut [Span]) {
    spans.sort_by_key(|s| (s.outer_start, std::cmp::Reverse(s.outer_end)));
    let mut around: Vec<u32> = Vec::new();
    for i in 0..spans.len() {
        let span = spans[i];
        while around.last().is_some_and(|&o| spans[o as usize].end <= span.start || spans[o as usize].end < span.end) {
            around.pop();
        }
        spans[i].nested_in = around.last().copied();
        around.push(i as u32);
    }
}
