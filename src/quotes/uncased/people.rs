//! Who is named in an article in which no capital shows it.
//!
//! In Chinese a name begins with a surname that a list has, beside an office or before a verb of saying; in Japanese it stands before a title; in Arabic it begins with a known given
//! name. Foreign names in Chinese and Japanese are told by the point between their parts. A name that was met once is known wherever it stands, and a part of it, such as a surname
//! alone, stands for the only person who has it.

use super::strings::Strings;
use crate::quotes::language::{Language, Script};
use std::collections::HashSet;

/// Characters of a given name behind a Chinese surname, at most, and of a part of a foreign name.
const GIVEN: usize = 2;
const FOREIGN: usize = 6;
/// Characters of a Japanese name in ideographs.
const KANJI: std::ops::RangeInclusive<usize> = 2..=5;
/// Words of an Arabic name.
const WORDS: usize = 4;

/// Different names of an article that are known, at most.
const KNOWN: usize = 256;
/// Bytes around a name in which its parts are looked for once more.
const AROUND: usize = 4096;

/// The names of an article, as bytes.
#[derive(Debug, Default)]
pub(in crate::quotes) struct People {
    /// By place.
    names: Vec<(usize, usize)>,
    /// The first place of each different one.
    known: Vec<(usize, usize)>,
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | 'ヶ' | '〇')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

fn is_point(c: char) -> bool {
    matches!(c, '·' | '・' | '•' | '‧')
}

/// The bytes at the end of `text` whose characters fit, at most so many.
fn tail(text: &str, most: usize, fits: impl Fn(char) -> bool) -> &str {
    let from = text.char_indices().rev().take(most).take_while(|(_, c)| fits(*c)).last();
    &text[from.map_or(text.len(), |(at, _)| at)..]
}

/// The same at the beginning.
fn head(text: &str, most: usize, fits: impl Fn(char) -> bool) -> &str {
    let to = text.char_indices().take(most).take_while(|(_, c)| fits(*c)).last();
    &text[..to.map_or(0, |(at, c)| at + c.len_utf8())]
}

impl People {
    /// Collects the names of an article.
    pub(super) fn collect<'t>(&mut self, text: &'t str, language: &Language) {
        self.names.clear();
        match language.script {
            Script::Han => self.collect_chinese(text, language),
            Script::Kana => self.collect_japanese(text, language),
            Script::Arabic => {
                self.collect_arabic(text, language);
                return self.learn(text);
            }
            Script::Cased => return,
        }
        let mut known: Vec<&str> = self.names.iter().map(|&(from, to)| &text[from..to]).collect();
        known.sort_unstable();
        known.dedup();
        known.truncate(KNOWN);
        // `蔡俊走下舷梯`: a name that stands elsewhere without its last character ends before it.
        let times = |name: &str| memchr::memmem::find_iter(text.as_bytes(), name).count();
        let is_whole = |name: &str| {
            let surname = language.surnames.first_of(name).filter(|surname| surname.chars().count() == 1);
            surname.is_none() || name.chars().count() != 1 + GIVEN || language.titles.last_of(name).is_some()
        };
        for name in known.iter_mut().filter(|name| !is_whole(name)) {
            let shorter = tail(name, 1, |_| true).len();
            let shorter = &name[..name.len() - shorter];
            if times(shorter) > times(name) {
                *name = shorter;
            }
        }
        // `贝内` of `马可·贝内`
        let last = |&name: &&'t str| {
            let last = name.rsplit(is_point).next()?;
            (last.len() < name.len() && last.chars().count() > 1).then_some(last)
        };
        let parts: Vec<&str> = known.iter().filter_map(last).collect();
        let mut names: Vec<(usize, usize)> = Vec::new();
        for name in known.into_iter().chain(parts) {
            names.extend(memchr::memmem::find_iter(text.as_bytes(), name).map(|at| (at, at + name.len())));
        }
        // Of two at one place the longer one.
        names.sort_unstable_by_key(|&(from, to)| (from, std::cmp::Reverse(to)));
        let mut end = 0;
        names.retain(|&(from, to)| {
            let apart = from >= end;
            end = if apart { to } else { end };
            apart
        });
        self.names = names;
        self.learn(text);
    }

    /// Keeps the first place of each different name.
    fn learn(&mut self, text: &str) {
        let mut met: HashSet<&str> = HashSet::new();
        let different = self.names.iter().filter(|&&(from, to)| met.insert(&text[from..to]));
        self.known = different.take(KNOWN).copied().collect();
    }

    fn collect_chinese(&mut self, text: &str, language: &Language) {
        let mut begins_clause = true;
        for (at, c) in text.char_indices() {
            let (begin, rest) = (begins_clause, &text[at..]);
            begins_clause = !is_ideograph(c) && !c.is_alphanumeric();
            if is_point(c) {
                self.names.extend(foreign_chinese(text, at, c, language));
            }
            let Some(surname) = language.surnames.first_of(rest) else { continue };
            let given = chinese_given(&rest[surname.len()..], language);
            let end = at + surname.len() + given.len();
            let titled = language.titles.last_of(&text[..at]).is_some();
            let anonymous = given.starts_with('某');
            let long = given.chars().count() == GIVEN || surname.chars().count() == 2;
            let says = begin
                && long
                && (language.sayings.first_of(&text[end..]).is_some() || text[end..].starts_with(['（', '(']));
            if !given.is_empty() && (titled || anonymous || says) {
                self.names.push((at, end));
                continue;
            }
            // `王女士`
            let office = &rest[surname.len()..];
            if let Some(office) = language.titles.first_of(office).filter(|office| begin && office.len() > 3) {
                self.names.push((at, at + surname.len() + office.len()));
            }
        }
    }

    fn collect_japanese(&mut self, text: &str, language: &Language) {
        for (at, _) in text.char_indices() {
            let Some(title) = language.titles.first_of(&text[at..]) else { continue };
            let before = &text[..at];
            // `桑名美穂・生活安全課長`: the office stands behind a point.
            let office = tail(before, 12, is_ideograph);
            let before = match before[..before.len() - office.len()].strip_suffix('・') {
                Some(name) if tail(name, 1, is_ideograph).len() > 1 => name,
                _ => before,
            };
            self.names.extend(japanese(before).map(|name| (before.len() - name.len(), before.len())));
            // `主将の瀬名大地`
            if let Some(rest) = text[at + title.len()..].strip_prefix('の') {
                let (name, from) = (head(rest, 6, is_ideograph), text.len() - rest.len());
                let name = language.titles.last_of(name).map_or(name, |title| &name[..name.len() - title.len()]);
                if (3..=5).contains(&name.chars().count()) {
                    self.names.push((from, from + name.len()));
                }
            }
        }
        // `FW瀬名颯太が`
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_uppercase()) {
            let name = head(&text[at + c.len_utf8()..], 6, is_ideograph);
            let from = at + c.len_utf8();
            if KANJI.contains(&name.chars().count()) && text[from + name.len()..].starts_with(['は', 'が', 'も']) {
                self.names.push((from, from + name.len()));
            }
        }
    }

    fn collect_arabic(&mut self, text: &str, language: &Language) {
        let words: Vec<(usize, usize, bool)> = words(text).collect();
        let word = |i: usize| words.get(i).map_or("", |&(from, to, _)| &text[from..to]);
        let is_given = |word: &str| language.given_strings.binary_search_by(|given| given.as_str().cmp(word)).is_ok();
        let is_particle = |word: &str| language.particle_strings.iter().any(|particle| particle == word);
        let is_article = |word: &str| word.starts_with("ال") && !language.ends_phrase(word);
        let mut i = 0;
        while i < words.len() {
            let (mut from, to, mut parted) = words[i];
            // `وأحمد`
            if let Some(bare) = text[from..to].strip_prefix('و').filter(|bare| is_given(bare)) {
                from = to - bare.len();
            }
            let first = i;
            i += 1;
            if !is_given(&text[from..to]) {
                continue;
            }
            // Behind a surname goes on only what has an article, or ends at a sign or at a word that ends a phrase: `كريم جاسم البدري`.
            let (mut binds, mut closed, mut family) = (is_particle(&text[from..to]), false, true);
            while !parted && i < words.len() && (i - first < WORDS || binds) {
                let next = word(i);
                let opens = is_given(next) || is_particle(next);
                // `للصحفيين`, `قوله`
                let other = next.starts_with("لل")
                    || language.sayings.has(next)
                    || language.his_words.iter().any(|word| word == next);
                let unknown = !other && !language.ends_phrase(next);
                let ends = unknown && (words[i].2 || language.said.has(word(i + 1)));
                let surname = unknown && i - first == 1;
                if !(binds || opens && !closed || is_article(next) && family || surname || ends) {
                    break;
                }
                closed |= !(opens || binds);
                family &= opens || binds || is_article(next);
                (binds, parted) = (is_particle(next), words[i].2);
                i += 1;
            }
            let titled = first > 0 && language.titles.has(word(first - 1));
            if i - first > 1 || parted && titled {
                self.names.push((from, words[i - 1].1));
            }
        }
    }

    /// Those that stand in these bytes.
    pub(super) fn within(&self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = (usize, usize)> + '_ {
        let first = self.names.partition_point(|name| name.0 < from);
        let end = self.names.partition_point(|name| name.0 < to);
        self.names[first..end.max(first)].iter().copied().filter(move |name| name.1 <= to)
    }

    /// The only person who has an office in this article: behind its name in Chinese, before it in Japanese.
    pub(super) fn holder(&self, text: &str, office: &str, language: &Language) -> Option<(usize, usize)> {
        let holds = |&(from, to): &(usize, usize)| match language.script {
            Script::Han => text[..from].ends_with(office) && surname_of(&text[from..to], &language.titles).is_none(),
            Script::Kana => text[to..].starts_with(office),
            _ => false,
        };
        let mut found = self.names.iter().take(KNOWN).copied().filter(holds);
        let first = found.next()?;
        found.all(|(from, to)| text[from..to] == text[first.0..first.1]).then_some(first)
    }

    /// The fullest form of a name: itself, or the only one that it is a part of.
    pub(super) fn full(&self, text: &str, name: (usize, usize), language: &Language) -> (usize, usize) {
        let (script, titles) = (language.script, &language.titles);
        let mut short = &text[name.0..name.1];
        if script == Script::Han
            && let Some(surname) = surname_of(short, titles)
        {
            short = surname;
        }
        let has = |long: &str| {
            let (behind, before) = (long.strip_prefix(short), long.strip_suffix(short));
            match script {
                Script::Arabic => {
                    behind.is_some_and(|rest| rest.starts_with(' ')) || before.is_some_and(|rest| rest.ends_with(' '))
                }
                // A surname, the last part of a foreign name.
                Script::Han => behind.is_some() || before.is_some_and(|rest| rest.ends_with(is_point)),
                Script::Kana => behind.is_some() || before.is_some(),
                Script::Cased => false,
            }
        };
        let longer = |&(from, to): &(usize, usize)| {
            let long = &text[from..to];
            long.len() > short.len() && has(long) && (script != Script::Han || surname_of(long, titles).is_none())
        };
        let mut longer = self.known.iter().copied().filter(longer);
        let Some(first) = longer.next() else { return name };
        let only = longer.all(|(from, to)| text[from..to] == text[first.0..first.1]);
        if only { first } else { name }
    }
}

/// What stands before an office in a name that is nothing else: `王` of `王女士`.
fn surname_of<'t>(name: &'t str, titles: &Strings) -> Option<&'t str> {
    let title = titles.all_ending(name).find(|title| title.len() < name.len())?;
    Some(&name[..name.len() - title.len()])
}

/// The given name at the beginning of `rest`: up to two ideographs, of which none begins a verb of saying or what stands between a name and one.
fn chinese_given<'t>(rest: &'t str, language: &Language) -> &'t str {
    let goes_on = |at: usize| {
        language.sayings.first_of(&rest[at..]).is_none() && language.between.first_of(&rest[at..]).is_none()
    };
    let given = rest.char_indices().take(GIVEN).take_while(|&(at, c)| is_ideograph(c) && goes_on(at)).last();
    &rest[..given.map_or(0, |(at, c)| at + c.len_utf8())]
}

/// The foreign name around the point at `at`: `马可·贝内代蒂`.
fn foreign_chinese(text: &str, at: usize, point: char, language: &Language) -> Option<(usize, usize)> {
    let part = |c: char| is_ideograph(c) && c != '的';
    let mut first = tail(&text[..at], FOREIGN, part);
    let office =
        first.char_indices().filter_map(|(at, _)| Some(at + language.titles.first_of(&first[at..])?.len())).max();
    first = &first[office.unwrap_or(0)..];
    let rest = &text[at + point.len_utf8()..];
    let last = head(rest, FOREIGN, part);
    let lengths = || last.char_indices().skip(1).map(|(at, c)| at + c.len_utf8());
    let stops = |&end: &usize| {
        let behind = &rest[end..];
        !behind.starts_with(is_ideograph)
            || language.sayings.first_of(behind).is_some()
            || language.between.first_of(behind).is_some()
    };
    // As far as it stands elsewhere too, or up to what says that it ends.
    let near = {
        let mut from = at.saturating_sub(AROUND);
        let mut to = text.len().min(at + AROUND);
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        while !text.is_char_boundary(to) {
            to += 1;
        }
        &text[from..to]
    };
    let again = lengths().filter(|&end| near.matches(&last[..end]).nth(1).is_some()).last();
    let end = again.or_else(|| lengths().find(stops))?;
    (!first.is_empty()).then_some((at - first.len(), at + point.len_utf8() + end))
}

/// The name that `before` ends with: ideographs, or katakana with a point.
fn japanese(before: &str) -> Option<&str> {
    let name = tail(before, 7, is_ideograph);
    if KANJI.contains(&name.chars().count()) {
        return Some(name);
    }
    let name = tail(before, 24, |c| is_katakana(c) || is_point(c));
    (name.contains(is_point) && !name.starts_with(is_point)).then_some(name)
}

/// The words of an Arabic text as bytes, and whether a sign follows.
fn words(text: &str) -> impl Iterator<Item = (usize, usize, bool)> + '_ {
    text.split_inclusive(char::is_whitespace).scan(0, |at, piece| {
        let from = *at;
        *at += piece.len();
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let begin = from + piece.find(bare).unwrap_or(0);
        let end = begin + bare.len();
        Some((begin, end, piece.trim_end().len() > end - from))
    })
}
