//! Japanese: a particle marks the speaker, and titles stand behind the name.

use super::{Found, LONGEST, Place, REACH, before, behind, is_mark, is_quote};
use crate::quotes::class::{HE, SHE};
use crate::quotes::language::Language;
use crate::quotes::reason::Reason;

pub(super) fn speaker(text: &str, language: &Language, place: Place) -> Option<Found> {
    let Place { low, high, start, end } = place;
    let to = behind(text, end, high, REACH);
    let after = &text[end..to];
    let sentence = after.find('。').map_or(after, |i| &after[..i]);
    let cue_in =
        |sentence: &str, at: usize| language.sayings.longest_in(sentence).map(|(from, to)| (at + from, at + to));
    let cue = cue_in(sentence, end);
    // Behind `と` and somebody nearly every verb says something.
    let says = cue.is_none() && sentence.starts_with('と');
    let from = before(text, low, start, REACH);
    let lead = &text[from..start];
    let sentence_of = |lead: &str| {
        lead.rfind(['。', '」', '\n']).map_or(0, |i| i + lead[i..].chars().next().map_or(0, char::len_utf8))
    };
    // `某氏は「……」と述べた`, else `「……」と某氏は述べた`.
    let first = from + sentence_of(lead);
    let beside = [
        (first, start, cue, Reason::CueBefore),
        (end, cue.map_or(if says { end + sentence.len() } else { end }, |c| c.0), cue, Reason::CueAfter),
    ];
    // `某氏はこう述べた。「……」`, `「……」。某氏はこう述べた。`: a sentence by itself.
    let apart = |sentence: &str, at: usize, reason: Reason| {
        let (so, cue) = (language.this_way.iter().find_map(|so| sentence.find(so.as_str()))?, cue_in(sentence, at)?);
        Some((at, at + so, Some(cue), reason))
    };
    let above = || {
        let above = lead.trim_end().strip_suffix('。')?;
        let at = sentence_of(above);
        apart(&above[at..], from + at, Reason::CueBefore)
    };
    let below = || {
        let below = after.strip_prefix('。')?.trim_start();
        apart(below.split('。').next()?, to - below.len(), Reason::CueAfter)
    };
    // `「……」。某さんは涙をぬぐった。`
    let told_of = || {
        let below = after.strip_prefix('。')?.trim_start();
        let sentence = below.split('。').next().filter(|sentence| first == start && !sentence.contains(is_quote))?;
        let at = to - below.len();
        Some((at, at + sentence.len(), None, Reason::Floating))
    };
    let places = beside.into_iter().chain(above()).chain(below()).chain(told_of());
    places.filter(|&(from, to, ..)| from < to).find_map(|(from, to, cue, reason)| {
        let clause = &text[from..to];
        // The one right before the quote, else the first one: `同署によると、某容疑者は「……」`. `社内では` is a place.
        let place = |at: usize, mark: &str| mark == "は" && clause[..at].ends_with(['で', 'に', 'と', 'へ', 'ら']);
        // `検察官の某氏は、証拠は「……」と述べた`
        let topic = clause.find("は、").is_some_and(|at| at > 0 && !place(at, "は"));
        let said = to == start && !topic && after.starts_with('と') && !after.starts_with("という");
        let ends = |mark: &&String| said && clause.ends_with(mark.as_str());
        let beside = language.subject_marks.iter().filter(ends).map(|mark| (clause.len() - mark.len(), mark));
        let beside = beside.filter(|&(at, mark)| at > 0 && !place(at, mark)).min();
        let marks = language.subject_marks.iter().filter_map(|mark| Some((clause.find(mark.as_str())?, mark)));
        let (mark, particle) = beside.or_else(|| marks.filter(|&(at, mark)| at > 0 && !place(at, mark)).min())?;
        // `某さん(45)は`
        let head = clause[..mark].trim_end_matches([')', '）']);
        let head = if head.len() < mark { head.rfind(['(', '（']).map_or(head, |at| &head[..at]) } else { head };
        let begin = head
            .char_indices()
            .rev()
            .find(|(_, c)| is_mark(*c) || matches!(c, 'の' | 'と' | 'で' | 'に'))
            .map_or(0, |(i, c)| i + c.len_utf8());
        let written = (from + begin, from + head.len());
        let mut name = &head[begin..];
        let mut titled = false;
        // `あるアナリスト` has no name.
        let named = |title: &&str| {
            let bare = &name[..name.len() - title.len()];
            bare.chars().any(|c| !matches!(c, '\u{3041}'..='\u{309f}'))
        };
        while let Some(title) = language.titles.all_ending(name).find(named) {
            (name, titled) = (&name[..name.len() - title.len()], true);
        }
        // `桑名美穂・生活安全課長`
        if titled
            && let Some((holder, _)) = name.split_once('・').filter(|(holder, office)| {
                !holder.is_empty()
                    && office.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
                    && holder.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            })
        {
            name = holder;
        }
        if name.contains('を') && !titled {
            return None;
        }
        let count = name.chars().count();
        let told = says || language.according_strings.contains(particle) || reason == Reason::Floating && titled;
        if !(1..=LONGEST).contains(&count) || cue.is_none() && !(count >= 2 && told) {
            return None;
        }
        let pronoun = if language.male_strings.iter().any(|p| p == name) {
            HE
        } else if language.female_strings.iter().any(|p| p == name) {
            SHE
        } else {
            0
        };
        let name = (written.0, written.0 + name.len());
        Some(Found { written, name, cue, pronoun, confidence: 0.7, reason })
    })
}

/// Whether what stands behind a name makes it a subject: a particle, behind a title or an age in brackets.
pub(super) fn is_subject(behind: &str, language: &Language) -> bool {
    let mut rest = behind;
    if let Some(title) = language.titles.first_of(rest) {
        rest = &rest[title.len()..];
    }
    if let Some((_, behind)) = rest.strip_prefix(['(', '（']).and_then(|inside| inside.split_once([')', '）'])) {
        rest = behind;
    }
    language.subject_marks.iter().any(|mark| rest.starts_with(mark.as_str()))
}
