//! Chinese: the speaker stands before the verb, and nothing parts the words.

use super::{Found, LONGEST, Place, REACH, before, behind, is_mark, is_quote, sentence_start};
use crate::quotes::class::{HE, SHE};
use crate::quotes::language::Language;
use crate::quotes::reason::Reason;

/// How far from a quote its sentence is looked at, in characters, and how many clauses of it.
const REACH_OF_SENTENCE: usize = 160;
const CLAUSES: usize = 5;

pub(super) fn speaker(text: &str, language: &Language, place: Place) -> Option<Found> {
    let Place { low, high, start, end } = place;
    // Behind the quote: `“……”，市长某某说`.
    let to = behind(text, end, high, REACH);
    let after = &text[end..to];
    let skipped = after.len() - after.trim_start_matches([',', '，', ' ', '—', '。']).len();
    let clause = clause_end(text, end + skipped, to);
    // `“……。”他说：“……”`: the clause speaks of the next quote.
    let is_next = text[clause..].strip_prefix(['：', ':']).is_some_and(|rest| rest.trim_start().starts_with(is_quote));
    let sentence_ended = after[..skipped].contains('。') || text[..start].ends_with(['：', ':']) || is_next;
    if !sentence_ended {
        // `……数控车工、特级技师某某说`: the last of what is listed is the speaker.
        let from = end + skipped + text[end + skipped..clause].rfind('、').map_or(0, |i| i + '、'.len_utf8());
        if let Some(found) = han_clause(text, language, from, clause, 0.9, Reason::CueAfter) {
            return Some(found);
        }
    }
    // Before it: `某某说：“……”`, `据某某介绍，“……”`.
    let from = before(text, low, start, REACH);
    let lead = text[from..start].trim_end();
    let has_mark = lead.ends_with(['：', ':', '，', ',']);
    let clause_to = from + lead.trim_end_matches(['：', ':', '，', ',', ' ']).len();
    let clause_from = behind_mark(text, from, clause_to);
    let confidence = if has_mark { 0.9 } else { 0.7 };
    han_clause(text, language, clause_from, clause_to, confidence, Reason::CueBefore).or_else(|| {
        // `某某表示，每部电梯将设立账户，“……”`: what is said begins before the quote, behind a verb of saying and a comma.
        let sentence = sentence_start(text, before(text, low, start, REACH_OF_SENTENCE), start);
        let mut clause_to = clause_from;
        for _ in 0..CLAUSES {
            let comma = text.get(sentence..clause_to)?.trim_end().strip_suffix(['，', ','])?;
            clause_to = sentence + comma.len();
            if language.sayings.last_of(comma).is_some() {
                let clause_from = behind_mark(text, sentence, clause_to);
                return han_clause(text, language, clause_from, clause_to, 0.65, Reason::CueInSentence);
            }
            clause_to = behind_mark(text, sentence, clause_to);
        }
        None
    })
}

/// Behind the last mark of these bytes.
fn behind_mark(text: &str, from: usize, to: usize) -> usize {
    let last = text[from..to].char_indices().rev().find(|(_, c)| is_mark(*c));
    last.map_or(from, |(i, c)| from + i + c.len_utf8())
}

fn clause_end(text: &str, from: usize, to: usize) -> usize {
    text[from..to].char_indices().find(|(_, c)| is_mark(*c) && *c != '、').map_or(to, |(i, _)| from + i)
}

/// The speaker of a clause that has a cue.
fn han_clause(
    text: &str,
    language: &Language,
    from: usize,
    to: usize,
    confidence: f32,
    reason: Reason,
) -> Option<Found> {
    let clause = &text[from..to];
    // The last cue of the clause; of two that end at one place the longer.
    let (mut cue_from, cue_to) = language.sayings.last_in(clause)?;
    // `回答说`, where the list has `回答` and `答说`.
    let overlaps = |at: usize| language.sayings.first_of(&clause[at..]).is_some_and(|word| at + word.len() > cue_from);
    cue_from =
        clause[..cue_from].char_indices().map(|(at, _)| at).find(|&at| at > 0 && overlaps(at)).unwrap_or(cue_from);
    // `补充道`
    while let Some(before) = language.sayings.last_of(&clause[..cue_from]).filter(|before| before.len() < cue_from) {
        cue_from -= before.len();
    }
    let mut name = &clause[..cue_from];
    let mut reason = reason;
    let mut offset = 0;
    for word in &language.according_strings {
        if let Some(rest) = name.strip_prefix(word.as_str()) {
            offset = word.len();
            name = rest;
            reason = Reason::AccordingTo;
            break;
        }
    }
    // `某社援引某某的话说`
    let quoted = name.strip_suffix("的话").and_then(|name| {
        let (at, word) = language.citing.iter().find_map(|word| Some((name.find(word.as_str())?, word)))?;
        Some((at + word.len(), &name[at + word.len()..]))
    });
    if let Some((begin, of)) = quoted {
        (offset, name) = (offset + begin, of);
    }
    // Place, time and hearer stand between name and verb. A name has two characters at least.
    let two = name.char_indices().nth(2).map_or(name.len(), |(i, _)| i);
    let stops = |&at: &usize| {
        let rest = &name[at..];
        // `分析师` is nobody who analyses.
        let verb =
            || at >= two && language.sayings.first_of(rest).is_some() && language.titles.first_of(rest).is_none();
        at > 0 && language.between.all_at(rest).any(|word| at >= two || word.len() > 3) || verb()
    };
    let cut = name.char_indices().map(|(at, _)| at).find(stops).unwrap_or(name.len());
    name = &name[..cut];
    let pronoun_of = |list: &[String]| {
        // `他对电台说`
        // `她翻开笔记本说`, but not `他们`, `他的妻子`
        let alone = |rest: &str| {
            !rest.contains('的') && !language.plural_strings.iter().any(|group| name.starts_with(group.as_str()))
        };
        let filler = |rest: &str| language.between.first_of(rest).is_some();
        list.iter().any(|p| {
            name.strip_prefix(p.as_str())
                .is_some_and(|rest| rest.len() <= '说'.len_utf8() || filler(rest) || alone(rest))
        })
    };
    let pronoun = if pronoun_of(&language.male_strings) {
        HE
    } else if pronoun_of(&language.female_strings) {
        SHE
    } else {
        0
    };
    // `六十七岁的茶农某某`: what stands before 的 is about the person.
    let written = (from + offset, from + offset + name.len());
    let mut begin = name.rfind('的').map_or(0, |i| i + '的'.len_utf8());
    for (at, _) in name.char_indices() {
        for title in language.titles.all_at(&name[at..]) {
            let end = at + title.len();
            // `林阿婆抹着眼泪`: an office behind a surname belongs to the name.
            let surname = name.get(begin..at).and_then(|before| language.surnames.first_of(before));
            let honours = surname.is_some_and(|surname| begin + surname.len() == at);
            if end > begin && end < name.len() && !honours {
                begin = end;
            }
        }
    }
    let name = (from + offset + begin, from + offset + name.len());
    let count = text[name.0..name.1].chars().count();
    if count < if pronoun == 0 { 2 } else { 1 }
        || count > LONGEST
        || text[name.0..name.1].chars().any(|c| c.is_ascii_digit())
    {
        return None;
    }
    Some(Found { written, name, cue: Some((from + cue_from, from + cue_to)), pronoun, confidence, reason })
}
