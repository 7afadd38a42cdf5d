//! Whether two wordings are one quote, and how the one relates to the other.
//!
//! Shared words are weighed on the alignment, not on sets: the same words in another order are another sentence. Compounds are brought to one form for the pair
//! at hand (`any time` becomes `anytime` where the other text has `anytime`). What stands at a place that one of the texts marks as elided is no difference.

use super::LinkRules;
use super::row::ROW;
use super::texts::{QuoteTexts, Text, WEIGHTS, Worth, weight};
use crate::findings::QuoteRelation;
use crate::matching::{Aligner, Alignment, Bond as StarBond, Side, Step, StepKind};
use crate::simd::Simd;
use crate::text::WordHash;
use std::ops::Range;

/// Share of a wording's weight that must stand in equal words for it to be covered.
pub(super) const COVERED: f64 = 0.8;
/// The least share of the shorter one's weight for a partial match.
pub(super) const PARTIAL: f64 = 0.5;
/// The share of the shorter one's weight from which on a partial match needs five equal words in a row and nothing else.
pub(super) const LOOSE_PARTIAL: f64 = 0.7;
/// Equal words in a row, and half words with content in all, that a partial match has at least: one pair of the two.
const PARTIAL_RUNS: [(usize, u32); 2] = [(5, FIRM), (8, MIDDLING)];
/// Half words in a row (an ideograph is one, any other word two), and half words with content among them, from which on two wordings match in part, however little of them that is.
const LONG_RUN: (usize, u32) = (2 * ROW, MIDDLING);
/// Half words with content that two wordings share at least.
pub(super) const LEAST_CONTENT: u32 = 4;
/// Words that two wordings share at least.
pub(super) const LEAST_WORDS: usize = 4;
/// Half words with content from which on shared words need no witness.
pub(super) const FIRM: u32 = 12;
/// Half words with content from which on the time is witness enough.
pub(super) const MIDDLING: u32 = 8;
/// Half words in a row (an ideograph is one, any other word two), and half words with content among them, from which on a wording that stands whole in another needs no witness.
const IN_A_ROW: (usize, u32) = (18, 6);
/// Words of a text up to which it is looked at for a run before it is aligned.
const MOST: usize = 256;
/// A change of more words than this is a cut or a rewrite, and its numbers and negations went with it.
const ALTERED_WORDS: usize = 4;

/// Two wordings that are one quote by their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Related {
    /// The one with the smaller number.
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) relation: QuoteRelation,
    /// Half words with content in the words that they share.
    pub(super) strength: u32,
    /// Whether one stands whole in the other, and [`is_in_a_row`].
    pub(super) in_a_row: bool,
    /// Whether `a` can be the anchor of `b`: not when it is the shorter one, and a part only.
    pub(super) a_can_stay: bool,
    pub(super) b_can_stay: bool,
}

impl Related {
    pub(super) fn is_firm(&self) -> bool {
        self.strength >= FIRM
    }

    /// The same of two that have these numbers.
    pub(super) fn numbered(self, a: u32, b: u32) -> Related {
        match a <= b {
            true => Related { a, b, ..self },
            false => Related { a: b, b: a, a_can_stay: self.b_can_stay, b_can_stay: self.a_can_stay, ..self },
        }
    }
}

impl StarBond for Related {
    fn ends(&self) -> (u32, u32) {
        (self.a, self.b)
    }
    fn can_stay(&self) -> (bool, bool) {
        (self.a_can_stay, self.b_can_stay)
    }
}

/// Verifies a pair of texts.
pub(super) fn relate(
    texts: &QuoteTexts<'_>,
    (a, b): (u32, u32),
    rules: &LinkRules<'_>,
    room: &mut Room,
) -> Option<Related> {
    Some(compare(texts, (&texts.text(a), &texts.text(b)), rules, room)?.between(a, b))
}

/// Room for the two wordings of a pair, to be used again for the next one.
#[derive(Debug)]
pub(super) struct Room {
    x: Unified,
    y: Unified,
    aligner: Aligner,
}

impl Room {
    pub(super) fn new(simd: Simd) -> Room {
        Room { x: Unified::default(), y: Unified::default(), aligner: Aligner::new(simd) }
    }
}

/// What an alignment of two wordings shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) relation: QuoteRelation,
    pub(super) strength: u32,
    /// Whether the shorter one stands whole in the longer, and [`is_in_a_row`].
    in_a_row: bool,
    /// Whether both are covered by what they share: then either can be the anchor, else the longer one only.
    pub(super) alike: bool,
    /// Whether the first of the two is the longer.
    pub(super) first_is_longer: bool,
}

impl Shown {
    fn between(&self, a: u32, b: u32) -> Related {
        Related {
            a,
            b,
            relation: self.relation,
            strength: self.strength,
            in_a_row: self.in_a_row,
            a_can_stay: self.alike || self.first_is_longer,
            b_can_stay: self.alike || !self.first_is_longer,
        }
    }
}

/// A wording with its compounds in the form that the other one has.
#[derive(Debug, Default)]
pub(super) struct Unified {
    /// The numbers of its loose words.
    words: Vec<u64>,
    weights: Vec<i32>,
    content: Vec<u32>,
    elided: Vec<bool>,
    /// The first loose word of each.
    first: Vec<usize>,
}

impl Unified {
    /// Becomes `x` in the form that `other` has.
    fn set(&mut self, texts: &QuoteTexts<'_>, x: &Text<'_>, other: &Text<'_>) {
        let Unified { words, weights, content, elided, first } = self;
        words.clear();
        weights.clear();
        content.clear();
        elided.clear();
        first.clear();
        let mut i = 0;
        while i < x.parts.len() {
            first.push(i);
            elided.push(x.elided[i]);
            let compound = if x.elided[i + 1] { None } else { texts.compound(x, i, other) };
            let taken = if compound.is_some() { 2 } else { 1 };
            words.push(u64::from(compound.unwrap_or(x.parts[i])));
            let worths = &x.worths[i..i + taken];
            weights.push(worths.iter().map(|worth| worth.weight()).max().unwrap_or(0));
            content.push(worths.iter().map(|worth| worth.new_content()).max().unwrap_or(0));
            i += taken;
        }
        first.push(x.parts.len());
        elided.push(x.elided[x.parts.len()]);
    }

    fn side(&self) -> Side<'_> {
        Side { words: &self.words, weights: &self.weights, elided: &self.elided }
    }

    fn weight(&self, range: &Range<usize>) -> i32 {
        self.weights[range.clone()].iter().sum()
    }

    /// A range of unified words as loose words.
    pub(super) fn loose(&self, range: &Range<usize>) -> Range<usize> {
        self.first[range.start]..self.first[range.end]
    }
}

/// Two wordings, aligned: both in unified words, and the steps through all of them.
#[derive(Debug)]
pub(super) struct Pair<'r> {
    pub(super) x: &'r Unified,
    pub(super) y: &'r Unified,
    alignment: Alignment,
}

impl<'r> Pair<'r> {
    pub(super) fn new(
        texts: &QuoteTexts<'_>,
        (x, y): (&Text<'_>, &Text<'_>),
        rules: &LinkRules<'_>,
        room: &'r mut Room,
    ) -> Option<Pair<'r>> {
        room.x.set(texts, x, y);
        room.y.set(texts, y, x);
        let Room { x, y, aligner } = room;
        let alignment = aligner.align(&x.side(), &y.side(), &rules.scoring)?;
        Some(Pair { x, y, alignment })
    }

    /// Whether a step stands at a place that one of the texts marks.
    pub(super) fn is_elided(&self, step: &Step) -> bool {
        let (a, b) = step.ranges();
        match step.kind() {
            StepKind::Insert => self.x.elided[a.start],
            StepKind::Delete => self.y.elided[b.start],
            _ => false,
        }
    }

    /// All steps from the one wording to the other, with what stands before and after the aligned part.
    ///
    /// A local alignment gives up a few common words before a change ("We did *not* ..."), so equal words at both beginnings, and at both ends, are steps too.
    pub(super) fn steps(&self) -> Vec<Step> {
        let Alignment { a, b, steps, .. } = &self.alignment;
        let (x, y) = (&self.x.words, &self.y.words);
        let head = x[..a.start].iter().zip(&y[..b.start]).take_while(|(x, y)| x == y).count();
        let tail = x[a.end..].iter().rev().zip(y[b.end..].iter().rev()).take_while(|(x, y)| x == y).count();
        let (last_a, last_b) = (x.len() - tail, y.len() - tail);
        let equal = |a: Range<usize>, b: Range<usize>| (!a.is_empty()).then_some(Step::Equal { a, b });
        let changed =
            |a: Range<usize>, b: Range<usize>| (!a.is_empty() || !b.is_empty()).then_some(Step::Changed { a, b });
        let mut all: Vec<Step> = Vec::with_capacity(steps.len() + 4);
        all.extend(equal(0..head, 0..head));
        all.extend(changed(head..a.start, head..b.start));
        all.extend(steps.iter().cloned());
        all.extend(changed(a.end..last_a, b.end..last_b));
        all.extend(equal(last_a..x.len(), last_b..y.len()));
        all
    }

    /// Whether step `i` of all the steps changes a number or a negation.
    pub(super) fn alters(&self, texts: &QuoteTexts<'_>, steps: &[Step], i: usize, rules: &LinkRules<'_>) -> bool {
        let step = &steps[i];
        let (a, b) = step.ranges();
        if step.kind() == StepKind::Equal || self.is_elided(step) {
            return false;
        }
        let (mut x, mut y) = (&self.x.words[a.clone()], &self.y.words[b.clone()]);
        let hashes = |words: &[u64]| words.iter().map(|&part| texts.hash(part as u32)).collect::<Vec<WordHash>>();
        if let (Some(of_x), Some(of_y), true) =
            (number(texts, x), number(texts, y), a.len().max(b.len()) <= ALTERED_WORDS)
        {
            return of_x != of_y;
        }
        // At the ends, words of one text only are a cut; as many words in both are a change.
        let cut = (i == 0 || i + 1 == steps.len()) && a.len() != b.len();
        if cut {
            if x.is_empty() || y.is_empty() {
                // `No vamos a cerrar` and `Vamos a cerrar`
                return i == 0 && rules.alterations.negate(&hashes(if x.is_empty() { y } else { x }));
            }
            // `We build nine | new bridges` and `seven | new bridges`: those beside the words that both have.
            let near = x.len().min(y.len());
            match i {
                0 => (x, y) = (&x[x.len() - near..], &y[y.len() - near..]),
                _ => (x, y) = (&x[..near], &y[..near]),
            }
            return near <= ALTERED_WORDS && rules.alterations.replace(&hashes(x), &hashes(y));
        }
        if a.len().max(b.len()) > ALTERED_WORDS {
            return false;
        }
        // `a million`, `1 million`
        let is_one = |one: &[u64], other: &[u64]| {
            let same = other.is_empty() || other.len() == 1 && number(texts, other).is_none();
            let times = self.x.words.get(a.end).and_then(|&part| number(texts, &[part]));
            number(texts, one) == Some(1) && same && times.is_some_and(is_multiplier)
        };
        if is_one(x, y) || is_one(y, x) {
            return false;
        }
        rules.alterations.alter(&hashes(x), &hashes(y))
    }

    /// The numbers that a step has in the place of each other, if they are nothing else.
    fn numbers(&self, texts: &QuoteTexts<'_>, step: &Step) -> (Option<u128>, Option<u128>) {
        let (a, b) = step.ranges();
        (number(texts, &self.x.words[a.clone()]), number(texts, &self.y.words[b.clone()]))
    }

    /// Whether a step leaves words as they are: the same ones, or one number in another form, as `4,000` and `four thousand`.
    fn is_same(&self, texts: &QuoteTexts<'_>, step: &Step) -> bool {
        step.kind() == StepKind::Equal
            || step.kind() == StepKind::Replace
                && matches!(self.numbers(texts, step), (Some(of_x), Some(of_y)) if of_x == of_y)
    }
}

/// The number that these loose words are, if they are nothing else: `4 1000` is 4000, `20 1` is 21, `20 6th` is 26, `2bn` is two billion.
fn number(texts: &QuoteTexts<'_>, words: &[u64]) -> Option<u128> {
    let (mut sum, mut last) = (0u128, 0u128);
    for &part in words {
        let figure = figure(texts.letters(part as u32))?;
        if is_multiplier(figure) && last > 0 {
            last = last.checked_mul(figure)?;
        } else {
            (sum, last) = (sum.checked_add(last)?, figure);
        }
    }
    (!words.is_empty()).then(|| sum.checked_add(last)).flatten()
}

/// Whether a number is one that others stand before: `two thousand`.
fn is_multiplier(figure: u128) -> bool {
    matches!(figure, 100 | 1000 | 1_000_000 | 1_000_000_000 | 1_000_000_000_000)
}

/// A word of digits as a number, with what may be written behind them.
fn figure(word: &str) -> Option<u128> {
    const BEHIND: [(&str, u128); 9] = [
        ("", 1),
        ("st", 1),
        ("nd", 1),
        ("rd", 1),
        ("th", 1),
        ("k", 1000),
        ("m", 1_000_000),
        ("bn", 1_000_000_000),
        ("tn", 1_000_000_000_000),
    ];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let times = BEHIND.iter().find(|(behind, _)| *behind == &word[digits..])?.1;
    word[..digits].parse::<u128>().ok()?.checked_mul(times)
}

/// How two wordings relate; `None` when they are two quotes.
pub(super) fn compare(
    texts: &QuoteTexts<'_>,
    (x, y): (&Text<'_>, &Text<'_>),
    rules: &LinkRules<'_>,
    room: &mut Room,
) -> Option<Shown> {
    // In a fixed order, so that the answer is the same from both sides.
    if !x.is_longer(y) {
        let shown = compare(texts, (y, x), rules, room)?;
        return Some(Shown { first_is_longer: !shown.first_is_longer, ..shown });
    }
    if let Some(shown) = relate_whole((x, y)) {
        return shown.map(|shown| {
            let relation = if lost_negation(texts, (x, y), rules) { QuoteRelation::Altered } else { shown.relation };
            Shown { relation, in_a_row: is_in_a_row(texts, y, shown.strength), ..shown }
        });
    }
    if !is_alike(y, x) && !has_run(x.parts, y.parts) {
        return None;
    }
    let pair = Pair::new(texts, (x, y), rules, room)?;
    let (mut equal, mut words, mut strength, mut longest, mut long_run) = (0, 0, 0, 0, false);
    let steps = pair.steps();
    for step in steps.iter().filter(|step| pair.is_same(texts, step)) {
        let (a, b) = step.ranges();
        equal += pair.x.weight(a).min(pair.y.weight(b));
        words += a.len();
        longest = longest.max(a.len());
        let content = |u: &Unified, r: &Range<usize>| u.content[r.clone()].iter().sum::<u32>();
        let says = content(pair.x, a).min(content(pair.y, b));
        strength += says;
        long_run |= says >= LONG_RUN.1 && texts.half_words(&x.parts[pair.x.loose(a)]) >= LONG_RUN.0;
    }
    let share = |of: &Unified| f64::from(equal) / f64::from(of.weights.iter().sum::<i32>().max(1));
    let (of_longer, of_shorter) = (share(pair.x), share(pair.y));
    if words < LEAST_WORDS || strength < LEAST_CONTENT {
        return None;
    }
    let relation = if of_longer >= COVERED && of_shorter >= COVERED {
        QuoteRelation::Near
    } else if of_shorter >= COVERED {
        QuoteRelation::Contained
    } else if (of_shorter >= LOOSE_PARTIAL && longest >= PARTIAL_RUNS[0].0)
        || (of_shorter >= PARTIAL && PARTIAL_RUNS.iter().any(|r| longest >= r.0 && strength >= r.1))
    {
        QuoteRelation::Partial
    } else if long_run {
        // `support and defend the Constitution of the United States`, said by two people, is little of what each says.
        strength = strength.min(FIRM - 1);
        QuoteRelation::Partial
    } else {
        return None;
    };
    let altered = (0..steps.len()).any(|i| pair.alters(texts, &steps, i, rules));
    let alike = relation == QuoteRelation::Near;
    let shown = Shown { relation, strength, in_a_row: false, alike, first_is_longer: true };
    Some(if altered { Shown { relation: QuoteRelation::Altered, ..shown } } else { shown })
}

/// Whether the words of a text in a row, with so many half words with content, need no witness.
pub(super) fn is_in_a_row(texts: &QuoteTexts<'_>, text: &Text<'_>, content: u32) -> bool {
    content >= IN_A_ROW.1 && texts.half_words(text.parts) >= IN_A_ROW.0
}

/// Whether a wording may be covered by a longer one that has its words in some order. Two words written as one may be two of its words.
fn is_alike(shorter: &Text<'_>, longer: &Text<'_>) -> bool {
    let shared = shorter.parts.iter().zip(shorter.worths).filter(|(part, _)| longer.parts.contains(part));
    let shared: i32 = shared.map(|(_, worth)| worth.weight()).sum();
    f64::from(shared + WEIGHTS[2]) >= COVERED * f64::from(weight(shorter.worths))
}

/// Whether two texts share as many words in a row as a partial match has at least; one less where two of them may be written as one.
fn has_run(longer: &[u32], shorter: &[u32]) -> bool {
    const LEAST: u32 = PARTIAL_RUNS[0].0 as u32 - 1;
    if longer.len() > MOST {
        return true;
    }
    // Behind each word of the longer one, how many words up to it are those up to the current one of the shorter.
    let (mut now, mut before) = ([0u32; MOST + 1], [0u32; MOST + 1]);
    for &word in shorter {
        std::mem::swap(&mut now, &mut before);
        let mut most = 0;
        for ((now, &before), &other) in now[1..].iter_mut().zip(&before).zip(longer) {
            *now = if other == word { before + 1 } else { 0 };
            most = most.max(*now);
        }
        if most >= LEAST {
            return true;
        }
    }
    false
}

/// Whether the longer one is the shorter one behind a negation: `No vamos` and `Vamos`.
fn lost_negation(texts: &QuoteTexts<'_>, (x, y): (&Text<'_>, &Text<'_>), rules: &LinkRules<'_>) -> bool {
    let before = (1..=2).find(|&before| x.parts.get(before..).is_some_and(|rest| rest.starts_with(y.parts)));
    before.is_some_and(|before| {
        let words: Vec<WordHash> = x.parts[..before].iter().map(|&part| texts.hash(part)).collect();
        rules.alterations.negate(&words)
    })
}

/// What [`relate`] gives for a shorter wording that stands whole in the longer one, as most that are related do: no alignment is needed to see it. `None` for any other.
fn relate_whole((x, y): (&Text<'_>, &Text<'_>)) -> Option<Option<Shown>> {
    let at = x.parts.windows(y.parts.len().max(1)).position(|window| window == y.parts)?;
    let within = &x.worths[at..at + y.parts.len()];
    let content = |worths: &[Worth]| worths.iter().map(|worth| worth.new_content()).sum::<u32>();
    let equal = weight(within).min(weight(y.worths));
    let strength = content(within).min(content(y.worths));
    if y.parts.len() < LEAST_WORDS || strength < LEAST_CONTENT {
        return Some(None);
    }
    let alike = f64::from(equal) / f64::from(weight(x.worths).max(1)) >= COVERED;
    let relation = if alike { QuoteRelation::Near } else { QuoteRelation::Contained };
    Some(Some(Shown { relation, strength, in_a_row: false, alike, first_is_longer: true }))
}
