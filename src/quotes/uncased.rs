//! Speakers in Chinese, Japanese and Arabic, where no capital shows a name.
//!
//! Chinese has the speaker before the verb and no spaces: what stands between the last mark and the verb, without what tells where, when and to whom, and
//! without titles, is the name. Japanese marks the speaker with a particle, and titles stand behind the name. In Arabic the speaker follows the verb.
//! Simple rules, and a lower confidence than where names can be seen.

use super::class::{HE, SHE};
use super::language::{Language, Script};
use super::reason::Reason;

/// How far from a quote a cue is looked for, in characters; in Arabic, whose words are longer.
const REACH: usize = 48;
const REACH_OF_ARABIC: usize = 96;
/// The longest name, in characters (words in Arabic: five).
const LONGEST: usize = 12;

/// A speaker as bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Name and title as written.
    pub(super) written: (usize, usize),
    /// The name.
    pub(super) name: (usize, usize),
    pub(super) cue: Option<(usize, usize)>,
    /// [`HE`] or [`SHE`] when it is a pronoun.
    pub(super) pronoun: u32,
    pub(super) confidence: f32,
    pub(super) reason: Reason,
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

/// The speaker of the quote whose marks span `start..end`, in the paragraph `low..high`.
pub(super) fn speaker(
    text: &str,
    language: &Language,
    low: usize,
    high: usize,
    start: usize,
    end: usize,
) -> Option<Found> {
    match language.script {
        Script::Han => han(text, language, low, high, start, end),
        Script::Kana => kana(text, language, low, high, start, end),
        Script::Arabic => arabic(text, language, low, high, start, end),
        Script::Cased => None,
    }
}

/// The verb of saying of the quote whose marks span `start..end`, where it has no subject: who spoke before goes on.
pub(super) fn cue_alone(
    text: &str,
    language: &Language,
    low: usize,
    high: usize,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let from = before(text, low, start, REACH);
    let clause = text[from..start].trim_end_matches(|c: char| is_mark(c) || c == ' ');
    let begin = clause.rfind(is_mark).map_or(0, |i| i + clause[i..].chars().next().map_or(0, char::len_utf8));
    let (clause, from) = (&clause[begin..], from + begin);
    match language.script {
        Script::Han => {
            // `并表示：“……”`, `还说：“……”`: no room for a name.
            let fits = |cue: &&String| clause.strip_suffix(cue.as_str()).is_some_and(|name| name.chars().count() <= 1);
            let cue = language.cue_strings.iter().filter(fits).max_by_key(|cue| cue.len())?;
            Some((from + clause.len() - cue.len(), from + clause.len()))
        }
        Script::Kana => {
            // `「……」とも語った。`
            let after = &text[end..behind(text, end, high, REACH)];
            let sentence = after.find('。').map_or(after, |i| &after[..i]);
            let has_subject = |clause: &str| {
                language.subject_marks.iter().any(|mark| clause.find(mark.as_str()).is_some_and(|at| at > 0))
            };
            let (at, cue) = language.cue_strings.iter().find_map(|cue| Some((sentence.find(cue.as_str())?, cue)))?;
            // The verb may begin with the particle: `「……」という。`
            let between = sentence.get('と'.len_utf8()..at).unwrap_or("");
            let bare = sentence.starts_with('と') && !has_subject(clause) && !has_subject(between);
            bare.then_some((end + at, end + at + cue.len()))
        }
        Script::Arabic => {
            // `وأضافت: «…»`
            let word = clause.rsplit(char::is_whitespace).next()?;
            let is_cue = language.cue_strings.iter().any(|cue| cue == word);
            is_cue.then_some((from + clause.len() - word.len(), from + clause.len()))
        }
        Script::Cased => None,
    }
}

fn han(text: &str, language: &Language, low: usize, high: usize, start: usize, end: usize) -> Option<Found> {
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
        // `某某表示，证据“确凿”`: what is said begins before the quote, behind a verb of saying and a comma.
        let comma = text[from..clause_from].trim_end().strip_suffix(['，', ','])?;
        let clause_to = from + comma.len();
        let says = |word: &String| comma.ends_with(word.as_str());
        let said = !has_mark && language.cue_strings.iter().any(says);
        let clause_from = behind_mark(text, from, clause_to);
        said.then(|| han_clause(text, language, clause_from, clause_to, 0.65, Reason::CueInSentence)).flatten()
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
    let mut cue: Option<(usize, usize)> = None;
    for word in &language.cue_strings {
        if let Some(at) = clause.rfind(word.as_str()) {
            let end = at + word.len();
            if cue.is_none_or(|(_, e)| end > e) {
                cue = Some((at, end));
            }
        }
    }
    let (mut cue_from, cue_to) = cue?;
    // `补充道`
    let longer = |at: usize| {
        let before = language.cue_strings.iter().filter_map(|cue| clause[..at].strip_suffix(cue.as_str()));
        before.map(str::len).filter(|&before| before < at).min()
    };
    while let Some(before) = longer(cue_from) {
        cue_from = before;
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
    let mut cut = name.len();
    for word in &language.filler_strings {
        if let Some(at) = name.find(word.as_str()).filter(|&at| at >= two || word.len() > 3 && at > 0) {
            cut = cut.min(at);
        }
    }
    for word in &language.cue_strings {
        if let Some(at) = name.find(word.as_str()).filter(|&at| at >= two) {
            cut = cut.min(at);
        }
    }
    name = &name[..cut];
    let pronoun_of = |list: &[String]| {
        // `他对电台说`
        let filler = |rest: &str| language.filler_strings.iter().any(|filler| rest.starts_with(filler.as_str()));
        list.iter()
            .any(|p| name.strip_prefix(p.as_str()).is_some_and(|rest| rest.len() <= '说'.len_utf8() || filler(rest)))
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
    for title in &language.title_strings {
        if let Some(at) = name.rfind(title.as_str()) {
            let end = at + title.len();
            if end > begin && end < name.len() {
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

fn kana(text: &str, language: &Language, low: usize, high: usize, start: usize, end: usize) -> Option<Found> {
    let to = behind(text, end, high, REACH);
    let after = &text[end..to];
    let sentence = after.find('。').map_or(after, |i| &after[..i]);
    let cue_in = |sentence: &str, at: usize| {
        let found = language.cue_strings.iter().find_map(|cue| Some((sentence.find(cue.as_str())?, cue.len())));
        found.map(|(i, len)| (at + i, at + i + len))
    };
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
        let marks = language.subject_marks.iter().filter_map(|mark| Some((clause.find(mark.as_str())?, mark)));
        let (mark, particle) = marks.filter(|(at, _)| *at > 0).min()?;
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
        for title in &language.title_strings {
            if let Some(bare) = name.strip_suffix(title.as_str()).filter(|bare| !bare.is_empty()) {
                (name, titled) = (bare, true);
            }
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

fn arabic(text: &str, language: &Language, low: usize, high: usize, start: usize, end: usize) -> Option<Found> {
    let from = before(text, low, start, REACH_OF_ARABIC);
    let from = if from == low { low } else { text[from..start].find(' ').map_or(start, |i| from + i) };
    let to = behind(text, end, high, REACH_OF_ARABIC);
    let lead = arabic_clause(text, language, from, start, true);
    // `«…». وأضاف`: the next sentence speaks of the next quote.
    let goes_on = !text[end..to].trim_start().starts_with(['.', '؟', '!']);
    lead.or_else(|| goes_on.then(|| arabic_clause(text, language, end, to, false)).flatten())
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
    let words = || {
        clause[begin..].split_inclusive(|c: char| c.is_whitespace()).scan(begin, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece.trim()))
        })
    };
    // Without the signs of vowels: `قائلاً` is `قائلا`.
    let bare = |w: &str| -> String {
        w.trim_matches(is_mark).chars().filter(|c| !('\u{64b}'..='\u{652}').contains(c)).collect()
    };
    let is = |list: &[String], w: &str| list.iter().any(|l| l == w);
    let mut cue = None;
    let last = clause.trim_end().len();
    for (at, word) in words() {
        // `وردت مراد قائلة: «…»`: the last verb has no name behind it.
        let bare_cue = before && cue.is_some() && at + word.len() >= last;
        if !bare_cue && is(&language.cue_strings, &bare(word)) {
            cue = Some((at, at + word.len()));
            if !before {
                break;
            }
        }
    }
    // `ونقلت الوكالة عن فلان قوله: «…»`: whose saying it is stands before it, behind `عن`.
    let told = words().filter(|_| before).last().filter(|(_, word)| is(&language.his_words, &bare(word)));
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
        if is(&language.title_strings, &plain) {
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
