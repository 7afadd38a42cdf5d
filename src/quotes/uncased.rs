//! Speakers in Chinese, Japanese and Arabic, where no capital shows a name.
//!
//! Chinese has the speaker before the verb and no spaces: what stands between the last mark and the verb, without what tells where, when and to whom, and
//! without titles, is the name. Japanese marks the speaker with a particle, and titles stand behind the name. In Arabic the speaker follows the verb.
//! Simple rules, and a lower confidence than where names can be seen.

mod arabic;
mod han;
mod kana;
mod people;
mod strings;

use super::class::{HE, SHE};
use super::finder::{Bytes, NOBODY, QuoteFinder, Speaker};
use super::language::{Language, Script};
use super::reason::Reason;
use super::spans::Span;
use crate::text::Prepared;
pub(super) use people::People;
pub(super) use strings::Strings;

/// The longest sentence, in characters.
const SENTENCE: usize = 600;
/// Names before a quote that are looked at.
const NAMES: usize = 32;
/// How far from a quote a cue is looked for, in characters.
const REACH: usize = 48;
/// The longest name, in characters (words in Arabic: five).
const LONGEST: usize = 12;

/// A speaker as bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    /// Name and title as written.
    written: (usize, usize),
    /// The name.
    name: (usize, usize),
    cue: Option<(usize, usize)>,
    /// `HE` or `SHE` when it is a pronoun.
    pronoun: u32,
    confidence: f32,
    reason: Reason,
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '！'
            | '？'
            | '；'
            | '：'
            | '、'
            | ','
            | '.'
            | '!'
            | '?'
            | ';'
            | ':'
            | '\n'
            | '…'
            | '（'
            | '）'
            | '('
            | ')'
            | '،'
            | '؛'
            | '؟'
    ) || is_quote(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '「' | '」' | '『' | '』' | '"' | '«' | '»')
}

/// The bytes of at most so many characters before `at`, not before `low`.
fn before(text: &str, low: usize, at: usize, reach: usize) -> usize {
    text[low..at].char_indices().rev().take(reach).last().map_or(at, |(i, _)| low + i)
}

fn behind(text: &str, at: usize, high: usize, reach: usize) -> usize {
    text[at..high].char_indices().take(reach).last().map_or(at, |(i, c)| at + i + c.len_utf8())
}

/// Where a quote stands: its paragraph without the quotes beside it, and its marks.
#[derive(Debug, Clone, Copy)]
struct Place {
    low: usize,
    high: usize,
    start: usize,
    end: usize,
}

/// The speaker of a quote, from its own sentence.
fn speaker(text: &str, language: &Language, people: &People, place: Place) -> Option<Found> {
    let found = match language.script {
        Script::Han => han::speaker(text, language, place),
        Script::Kana => kana::speaker(text, language, place),
        Script::Arabic => arabic::speaker(text, language, people, place),
        Script::Cased => None,
    };
    let found = found.map(|found| Found { name: known(text, language, people, found), ..found });
    found.or_else(|| led(text, language, people, place)).or_else(|| below(text, language, people, place))
}

/// The name of a speaker as the article has it in full.
fn known(text: &str, language: &Language, people: &People, found: Found) -> (usize, usize) {
    let (from, to) = found.name;
    if found.pronoun != 0 {
        return found.name;
    }
    // `町长は`: who has that office in this article.
    let office = Some(&text[from..to]).filter(|name| language.titles.has(name));
    if let Some(holder) = office.and_then(|office| people.holder(text, office, language)) {
        return people.full(text, holder, language);
    }
    // `林宥慈拿出现场照片`, `销售总监马可·贝内代蒂`: a name with more than belongs to it.
    if let Some(name) = people.within(from, to).next_back() {
        return people.full(text, name, language);
    }
    let name = &text[from..to];
    // `许则`: a surname, and what stands between it and its verb.
    let surname = language.surnames.first_of(name).map(|surname| (surname, &name[surname.len()..]));
    if let Some((surname, rest)) = surname.filter(|(_, rest)| language.between.has(rest)) {
        let short = (from, from + surname.len());
        let full = people.full(text, short, language);
        return if rest.is_empty() || full != short { full } else { found.name };
    }
    // `GK堀内`
    let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let from = if letters < name.len() && language.script == Script::Kana { from + letters } else { from };
    people.full(text, (from, to), language)
}

/// The end of the last sentence before `at`, not before `low`.
fn sentence_start(text: &str, low: usize, at: usize) -> usize {
    let low = before(text, low, at, SENTENCE);
    let last = text[low..at].char_indices().rev().find(|(_, c)| is_end(*c));
    last.map_or(low, |(i, c)| low + i + c.len_utf8())
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '.' | '!' | '?' | '؟' | '\n')
}

/// Somebody whose sentence leads to a quote, whatever its verb: `王女士摆摆手：“……”`.
fn led(text: &str, language: &Language, people: &People, place: Place) -> Option<Found> {
    let Place { low, start, .. } = place;
    let from = sentence_start(text, low, start);
    let lead = text[from..start].trim_end();
    let leads = match language.script {
        Script::Kana => text[place.end..].starts_with('と'),
        Script::Han => lead.ends_with(['：', ':', '，', ',']),
        _ => lead.ends_with(':'),
    };
    if !leads {
        return None;
    }
    let pronoun = |list: &[String], pronoun| {
        let found = list.iter().find(|word| lead.trim_start().starts_with(word.as_str()))?;
        let at = from + (lead.len() - lead.trim_start().len());
        Some(((at, at + found.len()), pronoun))
    };
    let he = || pronoun(&language.male_strings, HE).or_else(|| pronoun(&language.female_strings, SHE));
    let is_subject =
        |name: &(usize, usize)| language.script != Script::Kana || kana::is_subject(&text[name.1..start], language);
    let (written, pronoun) = match people.within(from, start).find(is_subject) {
        Some(name) => (name, 0),
        None => he().filter(|_| language.script == Script::Han)?,
    };
    let name = if pronoun == 0 { people.full(text, written, language) } else { written };
    Some(Found { written, name, cue: None, pronoun, confidence: 0.6, reason: Reason::Colon })
}

/// Somebody named in the sentence behind a quote: `“……”张三拎着刚买的菜，笑着对记者说。`, `「……，」蔡某起身鞠躬，「……」`, `「……」と大地。`
fn below(text: &str, language: &Language, people: &People, place: Place) -> Option<Found> {
    let Place { low, high, start, end } = place;
    let after = &text[end..high];
    let found = |name: (usize, usize), cue| {
        let full = people.full(text, name, language);
        Found { written: name, name: full, cue, pronoun: 0, confidence: 0.6, reason: Reason::CueAfter }
    };
    match language.script {
        Script::Han => {
            if let Some(name) = people.within(end, high).next().filter(|name| name.0 == end) {
                return Some(found(name, None));
            }
            let to = after.find(is_end).map_or(high, |at| end + at);
            let alone = sentence_start(text, low, start) == start || text[low..start].trim().is_empty();
            let cue = language.sayings.last_in(&text[end..to]).filter(|_| alone);
            let (cue, cue_end) = cue.map(|(from, to)| (end + from, end + to))?;
            people.within(end, cue).next_back().map(|name| found(name, Some((cue, cue_end))))
        }
        Script::Kana => {
            let rest = after.strip_prefix('と')?;
            let name = &rest[..rest.find(['。', '\n'])?];
            let from = high - rest.len();
            let short = (from, from + name.len());
            (!name.is_empty() && people.full(text, short, language) != short).then(|| found(short, None))
        }
        Script::Arabic => {
            // `«…». هكذا تختصر الروائية فلانة …`
            let rest = after.trim_start_matches(|c: char| is_mark(c) || c == ' ');
            let this_way = language.this_way.iter().find(|words| rest.starts_with(words.as_str()))?;
            let from = high - rest.len() + this_way.len();
            let to = rest.find(is_end).map_or(high, |at| high - rest.len() + at);
            people.within(from.min(to), to).next().map(|name| found(name, None))
        }
        Script::Cased => None,
    }
}

/// The verb of saying of a quote, where it has no subject: who spoke before goes on.
fn cue_alone(text: &str, language: &Language, place: Place) -> Option<(usize, usize)> {
    let Place { low, high, start, end } = place;
    let from = before(text, low, start, REACH);
    let clause = text[from..start].trim_end_matches(|c: char| is_mark(c) || c == ' ');
    let begin = clause.rfind(is_mark).map_or(0, |i| i + clause[i..].chars().next().map_or(0, char::len_utf8));
    let (clause, from) = (&clause[begin..], from + begin);
    match language.script {
        Script::Han => {
            // `并表示：“……”`, `还说：“……”`: no room for a name.
            let cue = language.sayings.last_of(clause)?;
            let bare = clause[..clause.len() - cue.len()].chars().count() <= 1;
            bare.then_some((from + clause.len() - cue.len(), from + clause.len()))
        }
        Script::Kana => {
            // `「……」とも語った。`
            let after = &text[end..behind(text, end, high, REACH)];
            let sentence = after.find('。').map_or(after, |i| &after[..i]);
            let has_subject = |clause: &str| {
                language.subject_marks.iter().any(|mark| clause.find(mark.as_str()).is_some_and(|at| at > 0))
            };
            let (at, to) = language.sayings.longest_in(sentence)?;
            // The verb may begin with the particle: `「……」という。`
            let between = sentence.get('と'.len_utf8()..at).unwrap_or("");
            let bare = sentence.starts_with('と') && !has_subject(clause) && !has_subject(between);
            bare.then_some((end + at, end + to))
        }
        Script::Arabic => {
            // `وأضافت: «…»`
            let word = clause.rsplit(char::is_whitespace).next()?;
            let is_cue = |word: &str| language.sayings.has(word);
            if is_cue(word) {
                return Some((from + clause.len() - word.len(), from + clause.len()));
            }
            // `وأشار إلى أن … «…»`
            let sentence = &text[sentence_start(text, low, start)..start];
            let sentence = sentence.trim_start_matches(|c: char| is_mark(c) || c == ' ');
            let begin = start - sentence.len();
            let mut words = sentence.split_whitespace();
            let (verb, next) = (words.next()?, words.next()?);
            (is_cue(verb) && language.ends_phrase(next)).then_some((begin, begin + verb.len()))
        }
        Script::Cased => None,
    }
}

/// Whether what stands beside a quote says that somebody speaks, and not who: a colon, in Japanese the particle behind it.
fn is_told(text: &str, language: &Language, place: Place) -> bool {
    let lead = text[sentence_start(text, place.low, place.start)..place.start].trim_end();
    lead.ends_with(['：', ':']) || language.script == Script::Kana && text[place.end..].starts_with('と')
}

impl QuoteFinder<'_> {
    /// Speakers where no capital shows a name, quote by quote.
    pub(super) fn attribute_uncased(&mut self, text: &str, prepared: &Prepared, language: &Language) {
        let mut people = std::mem::take(&mut self.people);
        people.collect(text, language);
        let bytes = |(a, b): (usize, usize)| (a as u32, b as u32);
        let mut last: Option<(Bytes, u32)> = None;
        // The last quote with a speaker.
        let mut spoken: Option<usize> = None;
        for i in 0..self.spans.len() {
            let span = self.spans[i];
            let paragraph = prepared.paragraphs[span.paragraph as usize];
            let before = text[paragraph.start as usize..span.outer_start as usize].trim_end();
            self.kinds_own[i] = before.is_empty() || before.ends_with(['：', ':', '。', '，', '،']);
            if span.nested_in.is_some() {
                self.speakers[i].reason = Reason::Nested;
                continue;
            }
            // Beside it and not inside another quote.
            let low = self.spans[..i]
                .iter()
                .rev()
                .take(4)
                .filter(|s| s.nested_in.is_none() && s.outer_end <= span.outer_start)
                .map(|s| s.outer_end)
                .max()
                .unwrap_or(0);
            let high = self.spans[i + 1..]
                .iter()
                .take(6)
                .find(|s| s.outer_start >= span.outer_end)
                .map_or(paragraph.end, |s| s.outer_start)
                .min(paragraph.end);
            let low = low.max(paragraph.start);
            let (start, end) =
                (span.outer_start as usize, (span.outer_end.min(paragraph.end)).max(span.outer_start) as usize);
            let high = (high as usize).max(end);
            let place = Place { low: low as usize, high, start, end };
            if let Some(found) = speaker(text, language, &people, place) {
                let mut speaker = Speaker {
                    written: Some(bytes(found.written)),
                    name: Some(bytes(found.name)),
                    named: true,
                    cue: found.cue.map(bytes),
                    confidence: found.confidence,
                    reason: found.reason,
                    run: None,
                    gender: 0,
                };
                if found.pronoun != 0 {
                    let named = self.spoken_of(text, language, &people, prepared, span, last);
                    speaker.name = named;
                    speaker.confidence -= 0.2;
                    if named.is_none() {
                        speaker.reason = Reason::PronounUnresolved;
                    }
                }
                if let Some(name) = speaker.name {
                    last = Some((name, span.paragraph));
                }
                self.speakers[i] = speaker;
                spoken = Some(i);
                continue;
            }
            let alone = cue_alone(text, language, place);
            if let Some(before) = spoken.filter(|&s| self.spans[s].paragraph == span.paragraph)
                && let Some(cue) = alone
            {
                let speaker = self.speakers[before];
                self.speakers[i] = Speaker {
                    cue: Some((cue.0 as u32, cue.1 as u32)),
                    confidence: speaker.confidence.min(0.6),
                    reason: if cue.0 < start { Reason::CueBefore } else { Reason::CueAfter },
                    ..speaker
                };
            } else if (alone.is_some() || is_told(text, language, place))
                && let Some(name) = self.told_of_before(text, &people, paragraph.start as usize, place)
            {
                let full = people.full(text, name, language);
                self.speakers[i] = Speaker {
                    written: Some(bytes(name)),
                    name: Some(bytes(full)),
                    named: true,
                    confidence: 0.5,
                    reason: Reason::Floating,
                    ..NOBODY
                };
                last = Some((bytes(full), span.paragraph));
                spoken = Some(i);
            }
        }
        self.people = people;
    }

    /// Of whom the sentence before tells, where nothing beside a quote says who speaks: `وأضاف: «…»`.
    fn told_of_before(&self, text: &str, people: &People, paragraph: usize, place: Place) -> Option<(usize, usize)> {
        let from = sentence_start(text, place.low, place.start);
        let quoted = |at: usize| {
            let next = self.spans.partition_point(|span| span.outer_start as usize <= at);
            self.spans[..next].iter().rev().take(4).any(|span| span.outer_end as usize > at)
        };
        let last = people.within(paragraph, from).rev().take(NAMES).find(|name| !quoted(name.0))?;
        // The first one of its sentence.
        let sentence = sentence_start(text, paragraph, last.0);
        people.within(sentence, from).find(|name| !quoted(name.0))
    }

    /// Whom a pronoun means in a script without capitals: who says something earlier in the paragraph, else the last speaker.
    fn spoken_of(
        &self,
        text: &str,
        language: &Language,
        people: &People,
        prepared: &Prepared,
        span: Span,
        last: Option<(Bytes, u32)>,
    ) -> Option<Bytes> {
        let paragraph = prepared.paragraphs[span.paragraph as usize];
        let begin = before(text, paragraph.start as usize, span.outer_start as usize, SENTENCE);
        let end = begin + text[begin..span.outer_start as usize].trim_end().rfind('。')?;
        let from = text[begin..end].rfind('。').map_or(begin, |i| begin + i + '。'.len_utf8());
        let mut clause = from;
        for part in text[from..end].split_inclusive(['，', '：', ',']).take(6) {
            let to = clause + part.len();
            let place = Place { low: clause, high: to, start: to, end: to };
            let found = speaker(text, language, people, place);
            if let Some(found) = found.filter(|f| f.pronoun == 0) {
                return Some((found.name.0 as u32, found.name.1 as u32));
            }
            clause = to;
        }
        if let Some(name) = people.within(from, end).next() {
            let (from, to) = people.full(text, name, language);
            return Some((from as u32, to as u32));
        }
        last.filter(|l| span.paragraph - l.1 <= 2).map(|l| l.0)
    }
}
