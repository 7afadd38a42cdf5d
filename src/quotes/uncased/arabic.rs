//! Arabic: the speaker follows the verb.

use super::people::People;
use super::{Found, Place, before, behind, is_mark, sentence_start};
use crate::quotes::language::Language;
use crate::quotes::reason::Reason;

/// How far from a quote a cue is looked for, in characters: the words are longer than those of other scripts.
const REACH: usize = 96;

pub(super) fn speaker(text: &str, language: &Language, people: &People, place: Place) -> Option<Found> {
    let Place { low, high, start, end } = place;
    if let Some(found) = named(text, language, people, low, start) {
        return Some(found);
    }
    let from = before(text, low, start, REACH);
    let from = if from == low { low } else { text[from..start].find(' ').map_or(start, |i| from + i) };
    let to = behind(text, end, high, REACH);
    let lead = arabic_clause(text, language, from, start, true);
    // `«…». وأضاف`: the next sentence speaks of the next quote.
    let goes_on = !text[end..to].trim_start().starts_with(['.', '؟', '!']);
    lead.or_else(|| {
        let behind = || arabic_clause(text, language, end, to, false);
        let named = |found: Found| {
            let (_, cue) = found.cue.unwrap_or((0, end));
            let name = people.within(cue, to).next().filter(|name| name.0 < found.written.1);
            name.map_or(found, |name| Found { name, ..found })
        };
        goes_on.then(behind).flatten().map(named)
    })
}

/// The first name behind the last verb of saying before a quote, up to what was said; else the first one before that verb.
fn named(text: &str, language: &Language, people: &People, low: usize, start: usize) -> Option<Found> {
    let from = sentence_start(text, low, start);
    let words: Vec<(usize, usize, String)> =
        words(text, from, start).map(|(at, word)| (at, at + word.len(), bare(word))).collect();
    let cues = || words.iter().filter(|(_, _, word)| language.sayings.has(word));
    let found = |name: (usize, usize), cue: &(usize, usize, String), confidence| Found {
        written: name,
        name,
        cue: Some((cue.0, cue.1)),
        pronoun: 0,
        confidence,
        reason: Reason::CueBefore,
    };
    for cue in cues().rev() {
        let said = words.iter().find(|(at, _, word)| *at > cue.0 && language.said.has(word));
        let to = said.map_or(start, |said| said.0);
        if let Some(name) = people.within(cue.1, to).next() {
            return Some(found(name, cue, 0.75));
        }
    }
    let cue = cues().next()?;
    people.within(from, cue.0).next().map(|name| found(name, cue, 0.6))
}

/// The words of these bytes with their signs, and where each begins.
fn words(text: &str, from: usize, to: usize) -> impl Iterator<Item = (usize, &str)> {
    text[from..to].split_inclusive(char::is_whitespace).scan(from, |at, piece| {
        let begin = *at;
        *at += piece.len();
        Some((begin, piece.trim()))
    })
}

/// Without signs, and without those of vowels: `قائلاً` is `قائلا`.
fn bare(word: &str) -> String {
    word.trim_matches(is_mark).chars().filter(|c| !('\u{64b}'..='\u{652}').contains(c)).collect()
}

fn arabic_clause(text: &str, language: &Language, from: usize, to: usize, before: bool) -> Option<Found> {
    let clause = &text[from..to];
    // The clause ends at a mark of the end of a sentence.
    let begin = if before {
        clause
            .trim_end()
            .rfind(['.', '؟', '!', '\n'])
            .map_or(0, |i| i + clause[i..].chars().next().map_or(0, char::len_utf8))
    } else {
        0
    };
    let words = || words(clause, begin, clause.len());
    let mut cue = None;
    let last = clause.trim_end().len();
    for (at, word) in words() {
        // `وردت مراد قائلة: «…»`: the last verb has no name behind it.
        let bare_cue = before && cue.is_some() && at + word.len() >= last;
        if !bare_cue && language.sayings.has(&bare(word)) {
            cue = Some((at, at + word.len()));
            if !before {
                break;
            }
        }
    }
    // `ونقلت الوكالة عن فلان قوله: «…»`: whose saying it is stands before it, behind `عن`.
    let told = words().filter(|_| before).last().filter(|(_, word)| language.his_words.contains(&bare(word)));
    let of = told.and_then(|(end, _)| words().take_while(|(at, _)| *at < end).filter(|(_, word)| *word == "عن").last());
    let (cue, behind) = match (told, of) {
        (Some((at, word)), Some((of, whom))) => ((at, at + word.len()), of + whom.len()),
        _ => (cue?, cue?.1),
    };
    let mut name: Option<(usize, usize)> = None;
    let mut written: Option<(usize, usize)> = None;
    let mut office = false;
    for (taken, (at, word)) in words().filter(|(at, _)| *at >= behind).enumerate() {
        let plain = bare(word);
        let is_cue = at == cue.0;
        // `للصحفيين`: to whom it was said.
        if plain.is_empty() || is_cue || plain.starts_with("لل") || language.ends_phrase(&plain) || taken > 6 {
            break;
        }
        let within = word.trim_matches(is_mark);
        let begin = at + word.find(within).unwrap_or(0);
        let end = begin + within.len();
        written = Some((written.map_or(begin, |w| w.0), end));
        // `رئيس البلدية`: what an office is of has an article, which the office has not.
        let of_office = name.is_none() && office && plain.starts_with("ال");
        if language.titles.has(&plain) {
            office = !plain.starts_with("ال");
            name = None;
        } else if !of_office {
            name = Some((name.map_or(begin, |n| n.0), end));
        }
        if word.ends_with(is_mark) || name.is_some_and(|n| clause[n.0..n.1].split(' ').count() >= 3) {
            break;
        }
    }
    let written = written?;
    let name = name.unwrap_or(written);
    let shift = |(a, b): (usize, usize)| (from + a, from + b);
    let reason = if before { Reason::CueBefore } else { Reason::CueInverted };
    Some(Found {
        written: shift(written),
        name: shift(name),
        cue: Some(shift(cue)),
        pronoun: 0,
        confidence: 0.6,
        reason,
    })
}
