//! The second round: what the lines around a line say about it.
//!
//! From the first round every line has a probability. The running text of the page is the stretch of lines that has most likely content and least likely furniture (the
//! maximal segment of Bentley 1984, as Finn, Kushmerick and Smyth (2001) find the body of a page); then a line lies before it, in it or behind it, next to text or to furniture, in a run of short
//! lines, or under a heading that opens a list of other stories.

use super::evidence::LONG;
use super::lines::LineRow;
use super::rules::{Held, Rule};
use super::shape::{DATE, END, KNOWN, LIST, QUESTION, begins_with_number, only_a_number};

/// Lines on each side that are near.
const NEAR: usize = 4;
/// Entries of one list have so many lines between them at most.
const ALIKE_REACH: usize = 10;
/// A line with such a share of numbers and dates, in 255ths, says nothing else: such lines stand in lists of other stories too.
pub(super) const ONLY_NUMBERS: u8 = 230;
/// So many lines a list of other stories has at most, in which nothing of this story stands.
const LIST_LENGTH: usize = 40;

/// What is found about a page, line by line; buffers that are used again.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// Probability of furniture from the first round.
    pub chance: Vec<f32>,
    /// First line of the running text.
    pub body: usize,
    /// One past its last line.
    pub body_end: usize,
    /// How many lines are furniture, as far as the first round knows.
    furniture: usize,
    opened: Vec<bool>,
    /// The template of what is most likely the headline.
    headline: Option<u64>,
    headlines: Vec<u32>,
    run: Vec<u32>,
    pairs: Vec<bool>,
    /// Before each line, the size of what is running text, and of all.
    sizes: Vec<(u32, u32)>,
    /// Entries of lists that are built alike.
    alike: Vec<bool>,
    /// How many lines before each say of themselves that they are furniture, and how many there are.
    evidence: Vec<u32>,
    /// Which lines are sentences of running text, with the number of such lines before each.
    texts: Vec<u32>,
    /// The first line that is the headline.
    headline_at: Option<usize>,
    /// Between which of the chances that are asked for each line stood at the last look.
    levels: Vec<u8>,
}

impl Context {
    /// Looks at a new page: for what does not hang on `chance`.
    pub(super) fn turn_to(&mut self, rows: &[LineRow], held: &[Held]) {
        self.find_alike(rows, held);
        self.find_runs(rows);
        self.find_headline_runs(rows);
        self.count_evidence(rows, held);
        self.levels.clear();
    }

    /// Looks at that page, of which `chance` is set; `false` when it looks as it did before.
    pub(super) fn look(&mut self, rows: &[LineRow], held: &[Held]) -> bool {
        // All but the running text hangs on where a chance stands between these.
        let mut same = self.levels.len() == rows.len();
        self.levels.resize(rows.len(), 0);
        for (level, &chance) in self.levels.iter_mut().zip(&self.chance) {
            let now = [chance < 0.3, chance < 0.5, chance > 0.5, chance > 0.7]
                .into_iter()
                .fold(0, |level, bit| level << 1 | u8::from(bit));
            same &= *level == now;
            *level = now;
        }
        if !same {
            self.furniture = self.chance.iter().filter(|c| **c > 0.5).count();
            self.find_lists(rows, held);
            self.find_pairs(rows);
            self.count_text(rows);
            self.count_sizes(rows);
        }
        let body = (self.body, self.body_end);
        self.find_body(rows);
        if same && body == (self.body, self.body_end) {
            return false;
        }
        self.find_headline(rows, held);
        self.headline_at = rows.iter().position(|row| self.headline == Some(row.template));
        true
    }

    /// Sizes of running text and of all, a long line counting as one of forty words.
    fn count_sizes(&mut self, rows: &[LineRow]) {
        self.sizes.clear();
        let (mut text, mut all) = (0, 0);
        for (row, &chance) in rows.iter().zip(&self.chance) {
            self.sizes.push((text, all));
            let size = row.size().min(40) + 1;
            text += if chance < 0.5 { size } else { 0 };
            all += size;
        }
        self.sizes.push((text, all));
    }

    /// Lines that are built like two others near them, with numbers and marks in the same places.
    fn find_alike(&mut self, rows: &[LineRow], held: &[Held]) {
        self.alike.clear();
        for (i, (row, held)) in rows.iter().zip(held).enumerate() {
            let built = row.words > 0 && (row.skeleton != 0 || row.is(LIST));
            // A bullet may stand before a word that menus have.
            let said = if row.is(LIST) { row.phrase != 0 || repeats(held) } else { says(row, held) };
            let entry = built && row.numbers < ONLY_NUMBERS && !said;
            let near = || &rows[i.saturating_sub(ALIKE_REACH)..(i + ALIKE_REACH + 1).min(rows.len())];
            self.alike.push(entry && near().iter().filter(|other| are_alike(row, other)).count() >= 3);
        }
    }

    /// Lines that say of themselves that they are furniture, or that stand under other stories too.
    fn count_evidence(&mut self, rows: &[LineRow], held: &[Held]) {
        self.evidence.clear();
        let mut count = 0;
        for (row, held) in rows.iter().zip(held) {
            self.evidence.push(count);
            count += u32::from(says(row, held));
        }
        self.evidence.push(count);
    }

    /// Sentences that the first round takes for running text.
    fn count_text(&mut self, rows: &[LineRow]) {
        self.texts.clear();
        let mut count = 0;
        for ((row, &chance), &opened) in rows.iter().zip(&self.chance).zip(&self.opened) {
            self.texts.push(count);
            count += u32::from(row.size() >= 18 && row.is(END) && chance < 0.3 && !opened);
        }
        self.texts.push(count);
    }

    /// The line before the running text that has most words of it, the last of those; unless the record names it.
    fn find_headline(&mut self, rows: &[LineRow], held: &[Held]) {
        self.headline = None;
        if let Some(named) = held.iter().position(|held| held.has(Rule::Title)) {
            self.headline = Some(rows[named].template);
            return;
        }
        let mut best = 0;
        for i in 0..(self.body + 3).min(self.body_end) {
            let (row, held) = (&rows[i], &held[i]);
            let fits = (3..26).contains(&row.size()) && !row.is(END) && row.phrase == 0 && row.topical >= 2;
            // A page often begins with its own title.
            let first = i > 0 && row.template == rows[0].template;
            let many = held.has(Rule::Stories3) || held.has(Rule::Stories5) || held.has(Rule::Label);
            if fits && row.shared >= 100 && (first || !many) {
                let shared = u32::from(row.topical) * u32::from(row.shared) / 255;
                let near = if i + 6 >= self.body { 3 } else { 0 } + if i + 2 >= self.body { 2 } else { 0 };
                let value = shared.min(6) + near + u32::from(held.has(Rule::TwiceInPage)) * 2 + u32::from(first) * 6;
                if value >= best {
                    best = value;
                    self.headline = Some(row.template);
                }
            }
        }
    }

    /// How many lines like headlines stand in a row here.
    fn find_headline_runs(&mut self, rows: &[LineRow]) {
        let like = |row: &LineRow| (4..25).contains(&row.size()) && (!row.is(END) || row.is(QUESTION));
        self.headlines.clear();
        for run in rows.chunk_by(|a, b| like(a) == like(b)) {
            let length = if like(&run[0]) { run.len() as u32 } else { 0 };
            self.headlines.extend(std::iter::repeat_n(length, run.len()));
        }
    }

    /// The stretch with the largest sum, the first of those.
    fn find_body(&mut self, rows: &[LineRow]) {
        let (mut best, mut sum, mut start) = (0.0f32, 0.0f32, 0);
        (self.body, self.body_end) = (0, 0);
        for (i, (row, &chance)) in rows.iter().zip(&self.chance).enumerate() {
            let content = 1.0 - chance;
            let size = (row.size().min(60) + 2) as f32;
            // Likely furniture costs even when it is short.
            // A long line about something else, under a heading for other stories, is no part of the text however much it looks like one.
            let foreign = self.opened[i] && row.topical > 2 && row.shared < 100;
            let content = if foreign { content.min(0.3) } else { content };
            // A list of the story is part of it.
            let content = if self.alike[i] && !self.opened[i] { content.max(0.55) } else { content };
            let value =
                if content >= 0.5 { (content - 0.4) * size } else { (content - 0.5) * 2.0 * size.clamp(7.0, 20.0) };
            if sum <= 0.0 {
                (sum, start) = (0.0, i);
            }
            sum += value;
            if sum > best {
                best = sum;
                (self.body, self.body_end) = (start, i + 1);
            }
        }
    }

    /// The length of the run of short lines that each line stands in, 0 for a long one.
    fn find_runs(&mut self, rows: &[LineRow]) {
        self.run.clear();
        for run in rows.chunk_by(|a, b| (a.size() < LONG) == (b.size() < LONG)) {
            let length = if run[0].size() < LONG { run.len() as u32 } else { 0 };
            self.run.extend(std::iter::repeat_n(length, run.len()));
        }
    }

    /// Lines under a heading that opens a list of other stories, until running text about this one goes on.
    fn find_lists(&mut self, rows: &[LineRow], held: &[Held]) {
        self.opened.clear();
        self.opened.resize(rows.len(), false);
        let mut left = 0;
        for (i, held) in held.iter().enumerate() {
            if held.has(Rule::PhraseOpens) {
                left = LIST_LENGTH;
                continue;
            }
            // Two long lines of this story in a row: the text goes on.
            let text = |i: usize| {
                rows.get(i).is_none_or(|r| r.size() >= 18 && r.shared >= 90)
                    && self.chance.get(i).is_none_or(|c| *c < 0.3)
            };
            if left > 0 && text(i) && text(i + 1) {
                left = 0;
            }
            self.opened[i] = left > 0;
            left = left.saturating_sub(1);
        }
    }

    /// Lists of other stories that give a headline and a paragraph of each: four lines and more that take turns.
    fn find_pairs(&mut self, rows: &[LineRow]) {
        self.pairs.clear();
        self.pairs.resize(rows.len(), false);
        // Some(true) for a headline, Some(false) for a paragraph.
        let kind = |i: usize| match &rows[i] {
            _ if !self.opened[i] => None,
            row if row.is(END) && row.size() >= 18 => Some(false),
            row if !row.is(END) && (5..25).contains(&row.size()) => Some(true),
            _ => None,
        };
        let mut start = 0;
        for i in 0..rows.len() {
            if i > start && !matches!((kind(i - 1), kind(i)), (Some(a), Some(b)) if a != b) {
                start = i;
            }
            if i - start == 3 {
                self.pairs[start..=i].fill(true);
            } else if i - start > 3 {
                self.pairs[i] = true;
            }
        }
    }

    /// Adds the rules that hold for line `i`.
    pub(super) fn rules(&self, i: usize, rows: &[LineRow], held: &mut Held) {
        let row = &rows[i];
        let date = row.is(DATE) && row.size() <= 10;
        let twice = held.has(Rule::TwiceInPage);
        let long = row.size() >= LONG;
        let phrase = row.phrase.min(1) == 1;
        let shared = row.topical > 0 && row.shared >= 77;
        let mut add = |rule, holds| held.add(rule, holds);
        if self.body == self.body_end {
            add(Rule::NoBody, true);
        } else if (self.body..self.body_end).contains(&i) {
            add(Rule::Inside, true);
            add(Rule::InsideShort, !long);
            add(Rule::InsideLong, long);
            add(Rule::InsidePhrase, phrase);
        } else {
            let rule = if i < self.body {
                match self.body - i {
                    1 => Rule::Before1,
                    2..4 => Rule::Before2,
                    4..10 => Rule::Before4,
                    _ => Rule::Before10,
                }
            } else {
                match i + 1 - self.body_end {
                    1 => Rule::After1,
                    2..4 => Rule::After2,
                    4..10 => Rule::After4,
                    _ => Rule::After10,
                }
            };
            add(rule, true);
            add(Rule::OutsideLong, long);
            add(Rule::OutsideLongShared, long && shared);
            add(Rule::BeforeNoPhrase, i < self.body && !phrase);
            add(Rule::AfterNoPhrase, i >= self.body && !phrase);
            let headline = i < self.body && i + 4 >= self.body && (4..20).contains(&row.size());
            add(Rule::HeadHeadline, headline && shared && !phrase);
        }
        let inside = (self.body..self.body_end).contains(&i);
        // Beyond the first and the last line there is neither.
        let chance = |at: Option<usize>| at.and_then(|at| self.chance.get(at)).copied().unwrap_or(0.5);
        let (above, below) = (chance(i.checked_sub(1)), chance(Some(i + 1)));
        add(Rule::PrevContent, above < 0.3);
        add(Rule::PrevFurniture, above > 0.7);
        add(Rule::NextContent, below < 0.3);
        add(Rule::NextFurniture, below > 0.7);
        add(Rule::BothContent, above < 0.3 && below < 0.3);
        add(Rule::BothFurniture, above > 0.7 && below > 0.7);
        add(Rule::BothFurnitureInside, above > 0.7 && below > 0.7 && inside);
        let reach = |to: usize| self.sizes[to.min(rows.len())];
        let around = [i.saturating_sub(NEAR)..i, i + 1..i + 1 + NEAR].map(|near| {
            let (from, to) = (reach(near.start), reach(near.end));
            (to.0 - from.0, to.1 - from.1)
        });
        let (text, all) = (around[0].0 + around[1].0, around[0].1 + around[1].1);
        let share = text * 100 / all.max(1);
        add(
            match share {
                0..10 => Rule::Near0,
                10..45 => Rule::Near1,
                45..80 => Rule::Near4,
                _ => Rule::Near7,
            },
            true,
        );
        if let Some(rule) = match self.run[i] {
            0 => None,
            1 => Some(Rule::Run1),
            2..4 => Some(Rule::Run2),
            4..9 => Some(Rule::Run4),
            _ => Some(Rule::Run9),
        } {
            add(rule, true);
        }
        add(Rule::Opened, self.opened[i]);
        add(Rule::OpenedShared, self.opened[i] && shared);
        add(Rule::OpenedForeign, self.opened[i] && long && !inside && row.topical > 2 && row.shared < 115);
        add(Rule::OpenedPairs, self.pairs[i]);
        add(Rule::DateEdge, date && (i < 3 || i + 3 >= rows.len()));
        add(Rule::OpenedLong, self.opened[i] && long);
        add(Rule::AfterOpener, i > 0 && self.opened[i] && !self.opened[i - 1]);
        add(Rule::HeadlineRun, self.headlines[i] >= 3);
        add(Rule::HeadlineRunInside, self.headlines[i] >= 3 && inside);
        add(Rule::InsideRun, inside && self.run[i] >= 4);
        let headline = self.headline == Some(row.template);
        add(Rule::Headline, headline);
        add(Rule::HeadlineFirst, headline && twice && row.template == rows[0].template);
        add(Rule::HeadlineTwice, headline && twice);
        add(Rule::FirstLine, i == 0);
        add(Rule::SecondLine, i == 1);
        add(Rule::LastLines, i + 3 >= rows.len());
        self.list_rules(i, rows, held, inside);
        let mut add = |rule, holds| held.add(rule, holds);
        let (raw, clean) = (self.furniture * 5 >= rows.len() * 3, self.furniture * 3 <= rows.len());
        add(Rule::RawPage, raw);
        add(Rule::RawPageShort, raw && !long);
        add(Rule::CleanPageShort, clean && !long);
        add(Rule::CleanPageShortInside, clean && !long && inside);
        add(Rule::CleanPhrase, clean && phrase);
    }

    /// Rules about lists of the story: their entries are built alike, text stands on both sides, and no furniture near them says so.
    fn list_rules(&self, i: usize, rows: &[LineRow], held: &mut Held, inside: bool) {
        let row = &rows[i];
        let long = row.size() >= LONG;
        let said = says(row, held);
        let count =
            |counts: &[u32], reach: usize| counts[(i + reach + 1).min(rows.len())] - counts[i.saturating_sub(reach)];
        // Where no phrases of the language are known, that none is there says nothing.
        if !long && !said && row.words > 0 && row.is(KNOWN) {
            let rule = match (count(&self.evidence, 8), inside) {
                (0, false) => Rule::Said0,
                (1..3, false) => Rule::Said1,
                (3..6, false) => Rule::Said3,
                (_, false) => Rule::Said6,
                (0, true) => Rule::Said0Inside,
                (1..3, true) => Rule::Said1Inside,
                (3..6, true) => Rule::Said3Inside,
                (_, true) => Rule::Said6Inside,
            };
            held.add(rule, true);
        }
        let above = self.texts[i] - self.texts[i.saturating_sub(25)];
        let below = self.texts[(i + 26).min(rows.len())] - self.texts[i + 1];
        held.add(Rule::TextBoth, !long && above > 0 && below > 0);
        held.add(Rule::TextBothOutside, !inside && !long && above > 0 && below > 0);
        held.add(Rule::TextNone, !long && above == 0 && below == 0);
        if self.alike[i] {
            // A number before words is all that many headlines share.
            let number = only_a_number(row.skeleton) && !row.is(LIST | END);
            held.add(Rule::AlikeNumber, number);
            held.add(Rule::AlikeNumberInside, number && inside);
            held.add(Rule::AlikeMarks, !number);
            held.add(Rule::AlikeMarksInside, !number && inside);
            held.add(Rule::AlikeOpened, self.opened[i]);
        }
        if let Some(at) = self.headline_at {
            held.add(Rule::AboveHeadline, i < at);
            held.add(Rule::BelowHeadline, i > at && i < self.body);
        }
        let bio = held.has(Rule::PhraseBio);
        held.add(Rule::BioAfter, bio && i >= self.body_end);
        held.add(Rule::BioInside, bio && inside);
    }
}

/// Whether a line says by itself that it is furniture, or stands under other stories.
fn says(row: &LineRow, held: &Held) -> bool {
    let phrase = [Rule::PhraseWhole, Rule::PhraseOpens, Rule::BeginsShort, Rule::TwoPhrases, Rule::ThreePhrases];
    let words = [Rule::FurnitureHalf, Rule::FurnitureMost, Rule::Copyright];
    let says = phrase.into_iter().chain(words).any(|rule| held.has(rule));
    (row.size() < LONG || held.has(Rule::ThreePhrases)) && (says || repeats(held))
}

/// Whether other stories of the outlet have the line too.
fn repeats(held: &Held) -> bool {
    [Rule::Stories2, Rule::Stories3, Rule::Stories5].into_iter().any(|rule| held.has(rule))
}

/// Whether two lines are entries of one list, by their numbers and marks.
pub(super) fn are_alike(a: &LineRow, b: &LineRow) -> bool {
    let numbered = |row: &LineRow| row.is(END) && begins_with_number(row.skeleton);
    (a.skeleton != 0 && a.skeleton == b.skeleton) || (a.is(LIST) && b.is(LIST)) || (numbered(a) && numbered(b))
}
