//! Guards: what stays, whatever the rules add up to.
//!
//! A quote with a speaker is content unless the line repeats under many stories; so is what many outlets carry within days, and the names that part the
//! speakers of an interview, though the next interview has them too. Spared classes stay. And an article is never emptied: if more than a stated
//! share of it would go, the lines that are least certain stay.

use super::class::Action;
use super::judge::{JudgeParameters, Verdict};
use super::lines::LineRow;
use super::rules::Rule;

/// Takes back what must not go.
pub(super) fn guard(rows: &[LineRow], parameters: &JudgeParameters, verdicts: &mut [Verdict]) {
    for (_, verdict) in rows.iter().zip(verdicts.iter_mut()) {
        if verdict.action != Action::Strip {
            continue;
        }
        let repeated = [Rule::Stories3, Rule::Stories5].into_iter().any(|rule| verdict.has(rule));
        if verdict.has(Rule::Label) && verdict.has(Rule::Inside) {
            keep(verdict, "it stands in the text again and again, like the name of who speaks");
        } else if verdict.has(Rule::Spoken) && verdict.has(Rule::Inside) && !repeated {
            keep(verdict, "somebody is named who said it");
        } else if verdict.has(Rule::Syndicated) && !repeated && verdict.has(Rule::Inside) {
            keep(verdict, "several outlets carry it within days");
        } else if parameters.spared.has(verdict.class) {
            keep(verdict, "its class is spared");
        }
    }
    cap(rows, parameters.max_share, verdicts);
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
