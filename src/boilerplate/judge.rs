//! The verdict about each line of an article: two rounds of the rules, then the guards.
//!
//! With the spread of a corpus a line that an outlet prints under story after story is known for what it is. Of an outlet with one article only shape, place, phrases
//! and the lines around can be asked; the same rules then answer, with less to go on, and what is in doubt stays.

use super::class::{Action, Class, Classes};
use super::context::Context;
use super::evidence::{LONG, shape_rules, spread_rules};
use super::guards::guard;
use super::lines::LineRow;
use super::phrases::Fit;
use super::rules::{Held, Rule};
use super::shape::{ARROW, AT, BARS, COPYRIGHT, DATE, END, NUMBER};
use super::spread::{Spread, TemplateSpread};
use std::sync::LazyLock;

/// A line with two phrases of furniture may be so many times as long for the same odds.
const SAYS: f32 = 12.0;

/// The same of a line with furniture on both sides and no running text near it, or in a list under a heading for other stories.
const BURIED: f32 = 4.0;

/// How strict the verdicts are.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeParameters {
    /// A line whose score is at least this goes, if it is very short. The odds asked of a longer one grow with its length.
    pub strip: f32,
    /// A line whose score is at least this is to be looked at.
    pub review: f32,
    /// A line of so many bytes has to have twice the odds.
    pub dear_bytes: f32,
    /// Classes that stay whatever the score: bylines, credits and captions are content to some.
    pub spared: Classes,
    /// No more than this share of the bytes of an article goes; where more would, the least certain lines stay.
    pub max_share: f32,
}

impl Default for JudgeParameters {
    fn default() -> JudgeParameters {
        JudgeParameters { strip: 0.46, review: 0.3, dear_bytes: 45.0, spared: Classes::NONE, max_share: 0.9 }
    }
}

/// What is thought of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// What kind of furniture it is, or would be.
    pub class: Class,
    /// How likely it is furniture, 0 to 1.
    pub score: f32,
    /// What is to be done.
    pub action: Action,
    /// Why a line that scores high stays.
    pub guarded: Option<&'static str>,
    held: Held,
}

impl Verdict {
    pub(super) fn new(class: Class, score: f32, action: Action, held: Held) -> Verdict {
        Verdict { class, score, action, guarded: None, held }
    }

    /// What speaks most for the verdict, in words, the strongest first: at most `count`.
    pub fn reasons(&self, count: usize) -> Vec<&'static str> {
        let towards = if self.action == Action::Keep { -1 } else { 1 };
        let mut rules: Vec<Rule> = self.held.iter().filter(|rule| rule.among() * towards > 0).collect();
        rules.sort_by_key(|rule| (std::cmp::Reverse(rule.among() * towards), *rule));
        self.guarded.into_iter().chain(rules.into_iter().map(Rule::reason)).take(count).collect()
    }

    /// Whether a rule holds.
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.held.has(rule)
    }

    /// The names of all rules that hold, for whoever fits the weights.
    #[doc(hidden)]
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.held.iter().map(Rule::name)
    }
}

/// Judges articles; one per thread, for its buffers.
#[derive(Debug)]
pub struct Judge<'a> {
    parameters: &'a JudgeParameters,
    spread: &'a Spread,
    context: Context,
    held: Vec<Held>,
    seconds: Vec<Held>,
    /// What the sums of the second round begin with: that of the rules that no line around changes.
    fixed: Vec<i32>,
    templates: Vec<u64>,
    facts: Vec<Option<TemplateSpread>>,
}

impl<'a> Judge<'a> {
    /// A judge who knows this spread; an empty one is fine too.
    pub fn new(parameters: &'a JudgeParameters, spread: &'a Spread) -> Judge<'a> {
        Judge {
            parameters,
            spread,
            context: Context::default(),
            held: Vec::new(),
            seconds: Vec::new(),
            fixed: Vec::new(),
            templates: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// Judges the lines of one article of this outlet. What was in `verdicts` is gone; then it has one for each row.
    pub fn judge(&mut self, rows: &[LineRow], source: u32, verdicts: &mut Vec<Verdict>) {
        verdicts.clear();
        self.first_round(rows, source);
        self.context.turn_to(rows, &self.held);
        // Twice, so that what the lines around say is said by lines that have heard theirs; unless they say the same again.
        for _ in 0..2 {
            if !self.context.look(rows, &self.held) {
                break;
            }
            self.seconds.clear();
            for i in 0..rows.len() {
                let mut held = self.held[i];
                self.context.rules(i, rows, &mut held);
                self.seconds.push(held);
            }
            let sums = self.seconds.iter().zip(&self.held).zip(&self.fixed);
            for (score, ((second, held), &fixed)) in self.context.chance.iter_mut().zip(sums) {
                *score = chance(fixed + second.beyond(held).sum().among());
            }
        }
        for ((row, held), &score) in rows.iter().zip(&self.seconds).zip(&self.context.chance) {
            verdicts.push(Verdict::new(class_of(row, held), score, self.action(row, held, score), *held));
        }
        guard(rows, self.parameters, verdicts);
        for (verdict, facts) in verdicts.iter_mut().zip(&self.facts) {
            if let Some(pinned) = facts.and_then(|facts| facts.pinned) {
                verdict.action = pinned;
                verdict.guarded = Some("decided by hand");
            }
        }
    }

    /// The longer a line, the surer it has to be that it is furniture: what is lost is text, not lines. Less so where it says itself what it is, and not
    /// where several stories carry it.
    fn action(&self, row: &LineRow, held: &Held, score: f32) -> Action {
        let known = held.has(Rule::Stories3) || held.has(Rule::Stories5);
        let says = held.has(Rule::TwoPhrases) || held.has(Rule::ThreePhrases) || held.has(Rule::OpenedPairs);
        let buried = held.has(Rule::Near0) && held.has(Rule::BothFurniture);
        let listed = held.has(Rule::Opened) && !held.has(Rule::OpenedShared);
        let length = row.bytes() as f32 / self.parameters.dear_bytes;
        let dear = match (known, says, (buried || listed) && !held.has(Rule::Inside)) {
            (true, _, _) => 1.0,
            (_, true, _) => 1.0 + length / SAYS,
            (_, _, true) => 1.0 + length / BURIED,
            _ => 1.0 + length,
        };
        let at_least = |share: f32| share * dear / (share * dear + 1.0 - share);
        if score >= at_least(self.parameters.strip) {
            Action::Strip
        } else if score >= at_least(self.parameters.review) {
            Action::Review
        } else {
            Action::Keep
        }
    }

    fn first_round(&mut self, rows: &[LineRow], source: u32) {
        self.held.clear();
        self.fixed.clear();
        self.facts.clear();
        self.context.chance.clear();
        self.templates.clear();
        self.templates.extend(rows.iter().map(|row| row.template));
        self.templates.sort_unstable();
        let size = self.spread.source(source);
        for row in rows {
            let mut held = shape_rules(row);
            let facts = self.spread.get(row.template, source);
            let loose = if row.loose == 0 { None } else { self.spread.get(row.loose, source) };
            spread_rules(row, size, facts, loose, &mut held);
            if row.size() < 26 {
                let at = self.templates.partition_point(|t| *t < row.template);
                held.add(Rule::TwiceInPage, self.templates.get(at + 1) == Some(&row.template));
                let label = (1..=4).contains(&row.size())
                    && row.phrase().is_none()
                    && !row.is(NUMBER | BARS | ARROW | COPYRIGHT);
                held.add(Rule::Label, label && self.templates.get(at + 2) == Some(&row.template));
            }
            let odds = held.odds();
            self.held.push(held);
            self.fixed.push(odds.among());
            self.facts.push(facts);
            self.context.chance.push(chance(odds.alone()));
        }
    }

    /// The spread of the lines that were judged last, for whoever tells it.
    pub fn facts(&self) -> &[Option<TemplateSpread>] {
        &self.facts
    }
}

/// Hundredths of log-odds as a probability. The sums of nearly all lines are in a table.
#[inline]
fn chance(sum: i32) -> f32 {
    static TABLE: LazyLock<[f32; 2 * FAR as usize]> =
        LazyLock::new(|| std::array::from_fn(|place| logistic(place as i32 - FAR)));
    TABLE.get((sum + FAR) as usize).copied().unwrap_or_else(|| logistic(sum))
}

/// Sums beyond this have no place in the table.
const FAR: i32 = 1500;

fn logistic(sum: i32) -> f32 {
    1.0 / (1.0 + (sum as f32 / -100.0).exp())
}

/// What kind of furniture a line would be.
fn class_of(row: &LineRow, held: &Held) -> Class {
    if row.words == 0 {
        return Class::Separator;
    }
    let long = row.size() >= LONG;
    match row.phrase() {
        // What is a menu elsewhere is a story in a list of stories.
        Some((Fit::Whole, Class::Navigation)) if held.has(Rule::Opened) => return Class::Related,
        Some((Fit::Whole | Fit::Opens, class)) => return class,
        // These words begin and fill sentences too, so they name a class only where the line is short.
        Some((_, class @ (Class::Byline | Class::Credit | Class::Caption | Class::Date | Class::Counter)))
            if row.size() <= 16 =>
        {
            return class;
        }
        Some((_, class @ (Class::Share | Class::Promo | Class::Legal | Class::Bio | Class::Related))) => return class,
        Some((_, Class::Navigation)) if !long => return Class::Navigation,
        _ => {}
    }
    if row.is(COPYRIGHT) {
        return Class::Legal;
    }
    if row.is(DATE) {
        return Class::Date;
    }
    if row.is(AT) {
        return Class::Bio;
    }
    if held.has(Rule::Opened) {
        return if row.is(END) && long { Class::Teaser } else { Class::Related };
    }
    if row.is(NUMBER) && row.words <= 3 {
        return Class::Counter;
    }
    match (long, row.is(END)) {
        (true, true) => Class::Teaser,
        (_, false) if row.size() >= 5 => Class::Related,
        _ => Class::Navigation,
    }
}
