//! Words that an article gives twice, once with who said them: a headline and the sentence below it.
//!
//! A quote of some words without a speaker, or with one who has no name, is looked for in the quotes of the same article that have one. What stands whole in one of them was said by the
//! same person. Few quotes of an article are looked for, and none that is long, so that this takes a time that grows with the text alone.

use super::finder::Speaker;
use super::language::Script;
use super::link::is_title;
use super::reason::Reason;
use super::spans::Span;
use crate::text::Words;

/// Words that are looked for, at least and at most; twice as many at least where each character is one.
const LEAST: usize = 4;
const MOST: usize = 48;
/// Quotes of an article that are looked for.
const LOOKED_FOR: usize = 8;
/// How sure the speaker of the same words has to be.
const SURE: f32 = 0.6;
/// From where on somebody without a name is who said it: `asked the boy`.
const CERTAIN: f32 = 0.9;
/// From where on a name of several words with a capital is.
const TOLD: f32 = 0.8;
/// How sure the same words are.
const CONFIDENCE: f32 = 0.8;

/// Gives quotes whose words another one has too the speaker of that one. `words` are those of the article. The title of a book that somebody speaks of has no speaker.
pub(super) fn share(text: &str, words: &Words, script: Script, spans: &[Span], speakers: &mut [Speaker]) {
    let least = if matches!(script, Script::Han | Script::Kana) { 2 * LEAST } else { LEAST };
    let of = |span: &Span| &words.hashes[span.first_word as usize..span.end_word as usize];
    let name = |speaker: &Speaker| speaker.name.and_then(|(start, end)| text.get(start as usize..end as usize));
    let lacks = |&i: &usize| {
        let count = spans[i].end_word.saturating_sub(spans[i].first_word) as usize;
        // Not an authority that no list has, where a verb says that it spoke: `the Port News Agency wrote`.
        let capital = || {
            let upper = |word: &str| word.starts_with(char::is_uppercase);
            let mut words = name(&speakers[i]).unwrap_or_default().split_whitespace();
            words.next().is_some_and(upper) && words.next_back().is_some_and(upper)
        };
        let told = || speakers[i].cue.is_some() && speakers[i].confidence >= TOLD && capital();
        let unnamed = speakers[i].name.is_none() || !speakers[i].named && speakers[i].confidence < CERTAIN && !told();
        let unnamed = unnamed && !matches!(speakers[i].reason, Reason::Work | Reason::Denied);
        unnamed && spans[i].nested_in.is_none() && (least..=MOST).contains(&count)
    };
    let looked_for: Vec<usize> = (0..spans.len()).filter(lacks).take(LOOKED_FOR).collect();
    for i in looked_for {
        let wanted = of(&spans[i]);
        let has = |&(span, speaker): &(&Span, &Speaker)| {
            let sure = speaker.named && speaker.confidence >= SURE && speaker.reason != Reason::SameWords;
            let found = || of(span).windows(wanted.len()).position(|words| words == wanted);
            let may = sure && span.nested_in.is_none();
            let Some(at) = may.then(found).flatten() else { return false };
            let first = span.first_word as usize + at;
            let bytes = words.starts[first] as usize..words.ends[first + wanted.len() - 1] as usize;
            !is_title(&text[bytes])
        };
        let mut found = spans.iter().zip(&*speakers).filter(has).map(|(_, speaker)| *speaker);
        let Some(first) = found.next() else { continue };
        // Two people who say the same are no answer.
        if found.all(|other| name(&other) == name(&first)) {
            let own = speakers[i];
            speakers[i] = Speaker {
                written: own.written.or(first.written),
                cue: own.cue,
                confidence: first.confidence.min(CONFIDENCE),
                reason: Reason::SameWords,
                ..first
            };
        }
    }
}
