//! The first round: what a line shows by itself, and its spread.

use super::class::Class;
use super::context::ONLY_NUMBERS;
use super::lines::LineRow;
use super::phrases::Fit;
use super::rules::{Held, Rule};
use super::shape::{
    ALL_CAPS, ARROW, AT, BARS, BRACKETS, CLOCK, CODE, COLON, COMMA, COPYRIGHT, DATE, ELLIPSIS, END, KNOWN, LEAD, LIST,
    LONG_LEAD, QUESTION, QUOTE_START, RULER, SENTENCES, SIGNS, SMALL_START, SPOKEN, TITLE, UNSPACED, URL, VERB,
};
use super::spread::{SourceSize, TemplateSpread, lower_bound};

/// A line of so many words is long.
pub(super) const LONG: u32 = 12;

/// `percent` in 255ths.
const fn of(percent: u32) -> u8 {
    (percent * 255 / 100) as u8
}

/// What a line shows by itself.
pub(super) fn shape_rules(row: &LineRow) -> Held {
    let mut held = Held::default();
    let size = row.size().max(u32::from(row.words > 0));
    let end = row.is(END);
    held.add(length_rule(size, end), true);
    held.add(Rule::Colon, row.is(COLON));
    held.add(Rule::Ellipsis, row.is(ELLIPSIS));
    held.add(Rule::Question, row.is(QUESTION));
    held.add(Rule::AllCaps, row.is(ALL_CAPS));
    held.add(Rule::SmallStart, row.is(SMALL_START));
    held.add(Rule::List, row.is(LIST));
    held.add(Rule::Brackets, row.is(BRACKETS));
    held.add(Rule::QuoteStart, row.is(QUOTE_START));
    held.add(Rule::Spoken, row.is(SPOKEN));
    held.add(Rule::Title, row.is(TITLE));
    held.add(Rule::Comma, row.is(COMMA));
    held.add(Rule::Sentences, row.is(SENTENCES));
    held.add(Rule::Signs, row.is(SIGNS));
    held.add(Rule::Code, row.is(CODE));
    held.add(Rule::Date, row.is(DATE));
    held.add(Rule::Clock, row.is(CLOCK));
    held.add(Rule::Copyright, row.is(COPYRIGHT));
    held.add(Rule::At, row.is(AT));
    held.add(Rule::Url, row.is(URL));
    held.add(Rule::Bars, row.is(BARS));
    held.add(Rule::Arrow, row.is(ARROW));
    held.add(Rule::Lead, row.is(LEAD));
    held.add(Rule::LongLead, row.is(LONG_LEAD));
    held.add(Rule::Ruler, row.is(RULER));
    held.add(Rule::Quoted, row.quoted >= of(60));
    if row.is(KNOWN) {
        held.add(Rule::VerbShort, row.is(VERB) && size < LONG);
        held.add(Rule::VerbLong, row.is(VERB) && size >= LONG);
        held.add(Rule::NoVerbLong, !row.is(VERB) && size >= LONG);
        if size >= 4 {
            let rule = match row.prose {
                0 => Rule::ProseNone,
                p if p < of(20) => Rule::ProseLow,
                p if p < of(38) => Rule::ProseMid,
                _ => Rule::ProseHigh,
            };
            held.add(rule, true);
        }
    }
    if size >= 3 && !row.is(UNSPACED) {
        let rule = match row.capitals {
            c if c >= of(75) => Rule::CapsMost,
            c if c >= of(40) => Rule::CapsSome,
            _ => Rule::CapsFew,
        };
        held.add(rule, true);
    }
    held.add(Rule::Numbers, row.numbers >= of(25));
    held.add(Rule::FurnitureSome, row.furniture > 0 && row.furniture < of(33));
    held.add(Rule::FurnitureHalf, row.furniture >= of(33) && row.furniture < of(66));
    held.add(Rule::FurnitureMost, row.furniture >= of(66));
    phrase_rules(row, size, &mut held);
    if row.topical >= 4 && size >= LONG {
        let rule = match row.shared {
            s if s < of(10) => Rule::SharedNone,
            s if s < of(25) => Rule::SharedLow,
            s if s < of(50) => Rule::SharedMid,
            _ => Rule::SharedHigh,
        };
        held.add(rule, true);
    } else if row.topical >= 1 && size < LONG {
        let rule = match row.shared {
            0 => Rule::ShortSharedNone,
            s if s < of(66) => Rule::ShortSharedSome,
            _ => Rule::ShortSharedAll,
        };
        held.add(rule, true);
    }
    held
}

fn length_rule(size: u32, end: bool) -> Rule {
    match (size, end) {
        (0, _) => Rule::Marks,
        (1, false) => Rule::W1,
        (2, false) => Rule::W2,
        (3..5, false) => Rule::W3,
        (5..8, false) => Rule::W5,
        (8..12, false) => Rule::W8,
        (12..18, false) => Rule::W12,
        (18..30, false) => Rule::W18,
        (_, false) => Rule::W30,
        (1..3, true) => Rule::E1,
        (3..5, true) => Rule::E3,
        (5..8, true) => Rule::E5,
        (8..12, true) => Rule::E8,
        (12..18, true) => Rule::E12,
        (18..30, true) => Rule::E18,
        (30..50, true) => Rule::E30,
        (_, true) => Rule::E50,
    }
}

fn phrase_rules(row: &LineRow, size: u32, held: &mut Held) {
    let Some((fit, class)) = row.phrase() else { return };
    // A byline or a credit is short: `By` and `Photo` begin sentences too.
    let loose = matches!(class, Class::Byline | Class::Credit | Class::Caption) && fit == Fit::Begins;
    if loose && size > 16 {
        return;
    }
    let rule = match fit {
        Fit::Whole => Rule::PhraseWhole,
        Fit::Opens => Rule::PhraseOpens,
        Fit::Begins if size < LONG => Rule::BeginsShort,
        Fit::Begins => Rule::BeginsLong,
        Fit::Within if size < LONG => Rule::WithinShort,
        Fit::Within => Rule::WithinLong,
    };
    held.add(rule, true);
    if fit != Fit::Whole {
        let rule = match class {
            Class::Promo => Some(Rule::PhrasePromo),
            Class::Legal => Some(Rule::PhraseLegal),
            Class::Share => Some(Rule::PhraseShare),
            Class::Related | Class::Teaser => Some(Rule::PhraseRelated),
            Class::Bio => Some(Rule::PhraseBio),
            Class::Byline => Some(Rule::PhraseByline),
            Class::Credit => Some(Rule::PhraseCredit),
            Class::Caption => Some(Rule::PhraseCaption),
            Class::Date => Some(Rule::PhraseDate),
            Class::Counter => Some(Rule::PhraseCounter),
            Class::Navigation | Class::Separator => None,
        };
        if let Some(rule) = rule {
            held.add(rule, true);
        }
    }
    held.add(Rule::TwoPhrases, row.phrases == 2);
    held.add(Rule::ThreePhrases, row.phrases >= 3);
    held.add(Rule::CoveredHalf, row.covered >= of(50) && fit != Fit::Whole);
}

/// What the spread of a line shows. `loose` is that of its template with names as slots.
pub(super) fn spread_rules(
    row: &LineRow,
    source: SourceSize,
    spread: Option<TemplateSpread>,
    loose: Option<TemplateSpread>,
    held: &mut Held,
) {
    let long = row.size() >= LONG;
    let stories = spread.map_or(0, |s| s.stories);
    if stories <= 1 && source.stories >= 5 {
        held.add(if long { Rule::UniqueLong } else { Rule::UniqueShort }, true);
    }
    held.add(Rule::LooseRepeated, loose.is_some_and(|s| s.stories >= 3) && stories < 3);
    let Some(spread) = spread else { return };
    // A number stands under many stories by chance, unless it is the date that every page has.
    if row.numbers >= ONLY_NUMBERS && lower_bound(stories, source.stories) < 0.33 {
        return;
    }
    held.add(Rule::Stories2, stories == 2);
    held.add(Rule::Stories3, (3..5).contains(&stories));
    held.add(Rule::Stories5, stories >= 5);
    if stories >= 2 {
        let bound = lower_bound(stories, source.stories);
        held.add(Rule::ShareMid, (0.05..0.33).contains(&bound));
        held.add(Rule::ShareHigh, bound >= 0.33 && stories > 2);
        held.add(Rule::ShareTwo, bound >= 0.33 && stories == 2);
        held.add(Rule::RepeatedLong, long);
        let steady = spread.head.max(spread.tail) * 5 >= spread.documents * 4;
        let standing = stories >= 10 && (spread.days >= 10 || spread.days == 0);
        held.add(Rule::Standing, long && standing && (steady || row.phrase().is_some()) && !row.is(SPOKEN));
    }
    // Names of sections are headings of digests too.
    let phrase =
        held.has(Rule::PhraseWhole) && (row.words > 1 || !matches!(row.phrase(), Some((_, Class::Navigation))));
    held.add(Rule::KnownPhrase, phrase && (stories >= 3 || spread.sources >= 3));
    let zone = spread.head.max(spread.tail);
    held.add(Rule::ZoneSteady, stories >= 3 && zone * 5 >= spread.documents * 4);
    // One story in several outlets within days is wire copy; many stories are a chain's furniture.
    if spread.sources >= 2 {
        let wire = spread.all_stories <= 1 + spread.sources / 4 || (spread.all_days <= 10 && stories <= 1);
        held.add(Rule::Syndicated, long && wire && spread.all_days <= 30);
        held.add(Rule::ManySources, !wire);
    }
}
