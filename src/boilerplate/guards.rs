//! Guards: what stays, whatever the rules add up to.
//!
//! To lose text is worse than to leave furniture, so what may well be text stays: the headline; crossheads; a quote with a speaker, unless the line repeats under many stories; what many outlets
//! carry within days; the names that part the speakers of an interview and their short answers, though the next interview has them too; entries of a list of which most stay. Spared
//! classes stay. And an article is never emptied: if more than a stated share of it would go, the lines that are least certain stay.

use super::class::{Action, Class};
use super::context::{ONLY_NUMBERS, are_alike};
use super::evidence::LONG;
use super::judge::{JudgeParameters, Verdict};
use super::lines::LineRow;
use super::phrases::Fit;
use super::rules::Rule;
use super::shape::{
    ALL_CAPS, ARROW, AT, BARS, BRACKETS, CLOCK, COLON, COPYRIGHT, DATE, ELLIPSIS, END, QUESTION, RULER, SENTENCES, URL,
    begins_with_number, only_a_number,
};

/// So many lines on each side tell what becomes of a list.
const LIST_REACH: usize = 12;
/// Shares in 255ths: most of a line.
const MOSTLY_QUOTED: u8 = 150;
/// A line with such a share of words of menus, in 255ths, is no crosshead where it repeats; twice as much is too much where it does not.
const MENU_WORDS: u8 = 85;

/// Takes back what must not go.
pub(super) fn guard(rows: &[LineRow], parameters: &JudgeParameters, verdicts: &mut [Verdict]) {
    for i in 0..rows.len() {
        if verdicts[i].action == Action::Strip
            && let Some(why) = reason_to_stay(i, rows, parameters, verdicts)
        {
            keep(&mut verdicts[i], why);
        }
    }
    keep_lists(rows, verdicts);
    cap(rows, parameters.max_share, verdicts);
}

/// Why line `i` stays, if it does.
fn reason_to_stay(
    i: usize,
    rows: &[LineRow],
    parameters: &JudgeParameters,
    verdicts: &[Verdict],
) -> Option<&'static str> {
    let (row, verdict) = (&rows[i], &verdicts[i]);
    let (inside, repeated) = (verdict.has(Rule::Inside), is_repeated(verdict));
    let why = [
        (verdict.has(Rule::HeadlineFirst), "it is the headline of this page"),
        (is_crosshead(i, rows, verdicts), "it stands between paragraphs of the text, like the heading of one"),
        (is_clean(row, verdict), "inside an article with little furniture, and has nothing of it"),
        (is_day(row, verdict), "a day or a time that heads a part of the text"),
        (is_attribution(i, rows, verdicts), "it stands below a long quote, like the name of who said it"),
        (is_figures(row, rows, verdict), "one of several lines of figures that are several sentences each"),
        (is_answer(row, verdict), "a sentence in running text that says nothing of furniture"),
        (is_background(row, verdict), "it may be what the outlet tells again in stories on one subject"),
        (verdict.has(Rule::Label) && inside, "it stands in the text again and again, like the name of who speaks"),
        (verdict.has(Rule::Spoken) && inside && !repeated, "somebody is named who said it"),
        (verdict.has(Rule::Syndicated) && inside && !repeated, "several outlets carry it within days"),
        (parameters.spared.has(verdict.class), "its class is spared"),
    ];
    why.into_iter().find(|(holds, _)| *holds).map(|(_, why)| why)
}

/// Whether nothing in a line but its spread says that it is furniture.
fn is_plain(row: &LineRow, verdict: &Verdict) -> bool {
    // A date that stands under story after story is one of publication, or of a comment.
    let dates = row.is(DATE | CLOCK) && is_repeated(verdict);
    let marks = row.is(BARS | ARROW | COPYRIGHT | BRACKETS | ELLIPSIS | AT | URL | RULER);
    let menu_words = if is_rare(verdict) { MENU_WORDS * 2 } else { MENU_WORDS };
    row.words > 0 && row.phrase().is_none() && row.furniture < menu_words && !dates && !marks
}

/// Whether few of the outlet's articles carry a line, or one.
fn is_rare(verdict: &Verdict) -> bool {
    ![Rule::ShareMid, Rule::ShareHigh, Rule::ShareTwo].into_iter().any(|rule| verdict.has(rule))
}

/// Whether a short line stands inside an article that has little furniture, and has nothing of it.
fn is_clean(row: &LineRow, verdict: &Verdict) -> bool {
    verdict.has(Rule::CleanPageShortInside) && is_rare(verdict) && is_plain(row, verdict)
}

/// Whether a line is a year, a day or a time that heads an entry of a chronicle: inside an article that has little furniture, and not at its edge.
fn is_day(row: &LineRow, verdict: &Verdict) -> bool {
    let date = row.is(DATE | CLOCK) || row.numbers >= ONLY_NUMBERS;
    let place = verdict.has(Rule::CleanPageShortInside) && !verdict.has(Rule::DateEdge);
    date && place && row.phrase().is_none() && row.size() <= 6
}

/// Whether a short line stands below a long quote and so may name who said it.
fn is_attribution(i: usize, rows: &[LineRow], verdicts: &[Verdict]) -> bool {
    let above = i.checked_sub(1).map(|above| (&rows[above], &verdicts[above]));
    let quote = above.is_some_and(|(row, verdict)| {
        row.size() >= LONG && row.quoted >= MOSTLY_QUOTED && verdict.action != Action::Strip
    });
    let name = rows[i].size() < LONG && rows[i].capitals >= MOSTLY_QUOTED && !rows[i].is(ALL_CAPS);
    quote && name && is_plain(&rows[i], &verdicts[i])
}

/// Whether a short line stands between paragraphs that stay, by itself or, in an article with little furniture, with another of its kind.
fn is_crosshead(i: usize, rows: &[LineRow], verdicts: &[Verdict]) -> bool {
    let heading = |at: usize| {
        let (row, verdict) = (&rows[at], &verdicts[at]);
        row.size() < LONG && verdict.has(Rule::Inside) && (is_plain(row, verdict) || is_subject(row, verdict))
    };
    let text =
        |at: Option<&usize>| at.is_some_and(|&at| rows[at].size() >= LONG && verdicts[at].action != Action::Strip);
    let room = if verdicts[i].has(Rule::CleanPageShortInside) { 2 } else { 1 };
    let above: Vec<usize> = (0..i).rev().take(room).skip_while(|&at| room > 1 && at + 1 == i && heading(at)).collect();
    let below: Vec<usize> =
        (i + 1..rows.len()).take(room).skip_while(|&at| room > 1 && at == i + 1 && heading(at)).collect();
    heading(i) && text(above.first()) && text(below.first())
}

/// Whether a line is the name of a subject, which heads a section of a menu, and a part of a story too.
fn is_subject(row: &LineRow, verdict: &Verdict) -> bool {
    let section = matches!(row.phrase(), Some((Fit::Whole, Class::Navigation)));
    section && row.words == 1 && !row.is(COLON | ELLIPSIS) && !verdict.has(Rule::Stories5)
}

/// Whether a line is a short sentence in the text, as answers in interviews are, or anywhere in an article that has little furniture.
fn is_answer(row: &LineRow, verdict: &Verdict) -> bool {
    let text = verdict.has(Rule::Inside) || (verdict.has(Rule::CleanPageShort) && !is_repeated(verdict));
    let ends = row.is(END) && !(row.is(QUESTION) && verdict.has(Rule::Opened));
    text && ends && row.size() < LONG && is_plain(row, verdict)
}

/// Whether a line is one of several on this page alone that begin with a number, have more of them and are several sentences, as the figures of players below their names. Menus have words, and
/// lists of other stories headlines.
fn is_figures(row: &LineRow, rows: &[LineRow], verdict: &Verdict) -> bool {
    let figures = |row: &LineRow| {
        let numbers = begins_with_number(row.skeleton) && !only_a_number(row.skeleton) && !row.is(DATE | CLOCK);
        numbers && row.is(END) && row.is(SENTENCES)
    };
    let other_stories = verdict.has(Rule::Opened) || verdict.has(Rule::Stories2) || is_repeated(verdict);
    let alone = figures(row) && !other_stories && is_plain(row, verdict);
    alone && rows.iter().filter(|row| figures(row)).count() >= 3
}

/// Whether a line is a sentence with words of the story that few stories carry, once here and once there: background, told again.
fn is_background(row: &LineRow, verdict: &Verdict) -> bool {
    let sentence = row.is(END) && row.phrase().is_none() && row.shared >= 26;
    let few = !verdict.has(Rule::ShareHigh) && !verdict.has(Rule::ShareTwo) && !verdict.has(Rule::Standing);
    verdict.has(Rule::RepeatedLong) && sentence && few && !verdict.has(Rule::ZoneSteady)
}

/// Entries of one list go or stay together: where most of those around would stay, all do.
fn keep_lists(rows: &[LineRow], verdicts: &mut [Verdict]) {
    let entry = |v: &Verdict| v.has(Rule::AlikeMarks) || v.has(Rule::AlikeNumber);
    let stays: Vec<usize> = (0..rows.len())
        .filter(|&i| verdicts[i].action == Action::Strip && entry(&verdicts[i]))
        .filter(|&i| {
            let near = i.saturating_sub(LIST_REACH)..(i + LIST_REACH + 1).min(rows.len());
            let of_list = near.filter(|&j| entry(&verdicts[j]) && are_alike(&rows[i], &rows[j]));
            let (gone, all) = of_list
                .fold((0, 0), |(gone, all), j| (gone + usize::from(verdicts[j].action == Action::Strip), all + 1));
            gone * 3 < all * 2
        })
        .collect();
    for i in stays {
        keep(&mut verdicts[i], "other entries of its list stay");
    }
}

/// Whether several stories of the outlet carry the line.
fn is_repeated(verdict: &Verdict) -> bool {
    verdict.has(Rule::Stories3) || verdict.has(Rule::Stories5)
}

fn keep(verdict: &mut Verdict, why: &'static str) {
    verdict.action = Action::Keep;
    verdict.guarded = Some(why);
}

/// Keeps the least certain lines until no more than `max_share` of the bytes goes.
fn cap(rows: &[LineRow], max_share: f32, verdicts: &mut [Verdict]) {
    let all: u64 = rows.iter().map(|row| u64::from(row.bytes())).sum();
    let mut gone: u64 = 0;
    let mut order: Vec<usize> = Vec::new();
    for (i, verdict) in verdicts.iter().enumerate() {
        if verdict.action == Action::Strip {
            gone += u64::from(rows[i].bytes());
            order.push(i);
        }
    }
    let most = (f64::from(max_share.clamp(0.0, 1.0)) * all as f64) as u64;
    if gone <= most {
        return;
    }
    order.sort_by(|&a, &b| verdicts[a].score.total_cmp(&verdicts[b].score).then(a.cmp(&b)));
    for i in order {
        if gone <= most {
            break;
        }
        gone -= u64::from(rows[i].bytes());
        verdicts[i].action = Action::Review;
        verdicts[i].guarded = Some("more than the allowed share of the article would go");
    }
}
