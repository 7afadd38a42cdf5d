//! The pass over one article: spans, then speakers, then mentions.

use super::again;
use super::class::{CONJUNCTION, Class, LINK};
use super::dashes::{self, DashLines};
use super::language::{Language, LanguageData, Script};
use super::links;
use super::marks::{self, Mark};
use super::mention::{Flags, Mention, is_edited, kind};
use super::names::{Names, Run};
use super::phrases::Reader;
use super::reason::Reason;
use super::spans::{Pairing, Span};
use super::tokens::{self, COLON, COMMA, Written, goes_on};
use super::uncased::People;
use crate::matching::HashedMap;
use crate::text::{Prepared, WordHash, hash_normal_word, normal_form};

/// How many lines that go on in the next one are read together.
const MERGED: usize = 6;

/// Bytes of the text.
pub(super) type Bytes = (u32, u32);

/// Who said a quote, as places in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaker {
    pub(super) written: Option<Bytes>,
    pub(super) name: Option<Bytes>,
    pub(super) cue: Option<Bytes>,
    pub(super) confidence: f32,
    pub(super) reason: Reason,
    /// Whether the name is a name, not a role.
    pub(super) named: bool,
    /// The name where it stands, for pronouns to come.
    pub(super) run: Option<Run>,
    pub(super) gender: Class,
}

pub(super) const NOBODY: Speaker = Speaker {
    written: None,
    name: None,
    named: false,
    cue: None,
    confidence: 0.0,
    reason: Reason::NoCue,
    run: None,
    gender: 0,
};

/// The last span before this one that stands in no other.
pub(super) fn outer_before(spans: &[Span], span: usize) -> Option<usize> {
    spans[..span].iter().rposition(|s| s.nested_in.is_none())
}

/// Finds the quotes of articles, one at a time; keeps its buffers from article to article.
#[derive(Debug)]
pub struct QuoteFinder<'a> {
    data: &'a LanguageData,
    language: Option<&'a Language>,
    mark_places: Vec<u64>,
    marks: Vec<Mark>,
    pairing: Pairing,
    pub(super) spans: Vec<Span>,
    /// What each word of the article can be.
    classes: Vec<Class>,
    pub(super) names: Names,
    pub(super) people: People,
    tokens: Written,
    pub(super) context: Written,
    pub(super) speakers: Vec<Speaker>,
    /// Strings of the mentions of the article before, to be filled anew.
    strings: Vec<String>,
    pub(super) kinds_own: Vec<bool>,
    /// Of each span whether it stands in a list of links.
    in_links: Vec<bool>,
    /// The last speaker with a name, and the paragraph.
    pub(super) last_named: Option<(Run, Class, u32)>,
    pub(super) roles: usize,
    /// Whether the article may have lists of links that a page has glued to its text.
    has_links: bool,
    /// Of words of the article that were looked for, whether they stand somewhere without a capital.
    pub(super) small_elsewhere: HashedMap<WordHash, bool>,
}

impl<'a> QuoteFinder<'a> {
    /// A finder that uses this language data.
    pub fn new(data: &'a LanguageData) -> QuoteFinder<'a> {
        QuoteFinder {
            data,
            language: None,
            mark_places: Vec::new(),
            marks: Vec::new(),
            pairing: Pairing::default(),
            spans: Vec::new(),
            classes: Vec::new(),
            names: Names::default(),
            people: People::default(),
            tokens: Written::default(),
            context: Written::default(),
            speakers: Vec::new(),
            strings: Vec::new(),
            kinds_own: Vec::new(),
            in_links: Vec::new(),
            last_named: None,
            roles: 0,
            has_links: false,
            small_elsewhere: HashedMap::default(),
        }
    }

    /// The language of the last text; `None` for one without marks.
    pub fn language(&self) -> Option<&'a Language> {
        self.language
    }

    /// Finds the quotes of `text`, of which `prepared` are the words, lines and paragraphs, and puts them into `mentions` in order of their
    /// first byte, outer before inner. What was there before is gone, and its memory is used again.
    pub fn find(&mut self, text: &str, prepared: &Prepared, mentions: &mut Vec<Mention>) {
        for mention in mentions.drain(..) {
            self.strings.extend([mention.speaker, mention.speaker_as_written, mention.cue].into_iter().flatten());
        }
        self.language = None;
        marks::find(prepared.simd(), text, &mut self.mark_places, &mut self.marks);
        let may_speak = dashes::may_speak(text, prepared);
        let silent = || self.marks.is_empty() && !may_speak && !dashes::may_speak_inside(text);
        if silent() || prepared.paragraphs.is_empty() {
            return;
        }
        let data = self.data;
        let language = data.detect(&prepared.words.hashes);
        self.language = Some(language);
        self.pairing.pair(text, prepared, language, &self.marks, &mut self.spans);
        let may_speak = match language.dash_lines {
            Some(DashLines::Dash) => may_speak || dashes::may_speak_inside(text),
            Some(DashLines::Comma) => may_speak,
            None => false,
        };
        if may_speak {
            language.classes_of(&prepared.words.hashes, &mut self.classes);
            dashes::add(text, prepared, language, &self.classes, &mut self.context, &mut self.spans);
        }
        if self.spans.is_empty() {
            return;
        }
        self.speakers.clear();
        self.speakers.resize(self.spans.len(), NOBODY);
        self.kinds_own.clear();
        self.kinds_own.resize(self.spans.len(), false);
        self.in_links.clear();
        self.in_links.resize(self.spans.len(), false);
        self.last_named = None;
        self.roles = 0;
        self.has_links = links::may_have(text);
        self.small_elsewhere.clear();
        if language.script == Script::Cased {
            if !may_speak {
                language.classes_of(&prepared.words.hashes, &mut self.classes);
            }
            if self.has_links {
                links::lists(text, &prepared.words).into_iter().for_each(|list| self.classes[list].fill(LINK));
            }
            language.page_words.mark(text, &prepared.words, &mut self.classes);
            self.names.collect(text, prepared, language, &self.classes);
            self.attribute(text, prepared, language);
        } else {
            self.attribute_uncased(text, prepared, language);
        }
        self.share();
        again::share(text, &prepared.words, language.script, &self.spans, &mut self.speakers);
        self.tell(text, prepared, language, mentions);
    }

    /// Speakers, paragraph by paragraph.
    fn attribute(&mut self, text: &str, prepared: &Prepared, language: &Language) {
        let spans = std::mem::take(&mut self.spans);
        let mut tokens = std::mem::take(&mut self.tokens);
        let classes = std::mem::take(&mut self.classes);
        let mut from = 0;
        while from < spans.len() {
            let number = spans[from].paragraph;
            let mut paragraph = prepared.paragraphs[number as usize];
            let mut last = number as usize;
            let mut to = from;
            // Lines that go on in the next one, and quotes that close in a later one, are read as one paragraph.
            loop {
                while to < spans.len() && spans[to].paragraph as usize <= last {
                    let end = spans[to].outer_end;
                    while end > prepared.paragraphs[last].end && last + 1 < prepared.paragraphs.len() {
                        last += 1;
                    }
                    to += 1;
                }
                if last - number as usize >= MERGED || !goes_on(text, prepared, &classes, last) {
                    break;
                }
                last += 1;
            }
            let mut first = number as usize;
            while first > 0 && number as usize - first < MERGED && goes_on(text, prepared, &classes, first - 1) {
                first -= 1;
            }
            let begin = prepared.paragraphs[first];
            paragraph.first_word = begin.first_word;
            paragraph.start = begin.start;
            paragraph.end_word = prepared.paragraphs[last].end_word;
            paragraph.end = prepared.paragraphs[last].end;
            tokens::tokens(text, prepared, &classes, paragraph, &spans, from..to, &mut tokens);
            let hashes = &prepared.words.hashes;
            let reader = Reader { text, tokens: &tokens.tokens, language, hashes, classes: &classes };
            self.paragraph(&reader, &tokens.quoted, prepared, &spans, first as u32);
            from = to;
        }
        self.tokens = tokens;
        self.classes = classes;
        self.spans = spans;
        for (i, span) in self.spans.iter().enumerate() {
            let in_list = self.classes.get(span.first_word as usize) == Some(&LINK);
            self.in_links[i] |= in_list;
            if span.nested_in.is_some() {
                self.speakers[i].reason = Reason::Nested;
            } else if in_list {
                self.speakers[i].reason = Reason::Work;
            }
        }
    }

    fn paragraph(&mut self, reader: &Reader<'_>, quoted: &[usize], prepared: &Prepared, spans: &[Span], number: u32) {
        let mut before: Option<usize> = None;
        for &at in quoted {
            let Some(quote) = reader.tokens[at].quote.map(|q| q as usize) else { continue };
            let token = reader.tokens[at];
            self.kinds_own[quote] = token.sentence || token.gap & (COLON | COMMA) != 0;
            self.in_links[quote] = self.has_links && reader.is_in_links(at);
            let nobody = self.says_nothing(reader, at, &spans[quote], self.in_links[quote]);
            let evidence = if nobody.is_some() { None } else { reader.evidence(at) };
            let mut speaker = match evidence {
                Some(evidence) if reader.denies(&evidence, at) => Speaker { reason: Reason::Denied, ..NOBODY },
                Some(evidence) => self.resolve(reader, prepared, spans, evidence, number),
                None => Speaker { reason: nobody.unwrap_or(Reason::NoCue), ..NOBODY },
            };
            // `“A,” Roe said, “b”`: one verb says both.
            let parted = before.and_then(|b| reader.tokens[b].quote).is_some_and(|b| {
                let other = &self.speakers[b as usize];
                other.cue.is_some() && other.cue == speaker.cue && other.reason == Reason::CueAfter
            });
            if parted && token.gap & COMMA != 0 {
                speaker.reason = Reason::Split;
            }
            if speaker.written.is_none() && !matches!(speaker.reason, Reason::Work | Reason::Denied) {
                speaker = self.inherit(reader, prepared, spans, at, before, number).unwrap_or(speaker);
            }
            if let Some(run) = speaker.run {
                self.last_named = Some((run, speaker.gender, number));
            }
            self.speakers[quote] = speaker;
            if speaker.reason != Reason::Work {
                before = Some(at);
            }
        }
        self.list_backwards(reader, quoted);
    }

    /// Why nobody says the quote at token `at`, if it is a name and no quote.
    fn says_nothing(&self, reader: &Reader<'_>, at: usize, span: &Span, in_links: bool) -> Option<Reason> {
        let text = &reader.text[span.start as usize..span.end as usize];
        let low = reader.sentence_start(at);
        let work = in_links || reader.is_work(at, low, text);
        let term = || reader.is_term(at, low, text).then_some(Reason::NoCue);
        (work && !span.open.is_dash()).then_some(Reason::Work).or_else(term)
    }

    /// The paragraphs of one quote have one speaker.
    fn share(&mut self) {
        for i in 0..self.spans.len() {
            if !self.spans[i].reopened || self.spans[i].nested_in.is_some() || self.speakers[i].written.is_some() {
                continue;
            }
            let Some(before) = outer_before(&self.spans, i) else { continue };
            let speaker = self.speakers[before];
            if self.spans[before].goes_on && speaker.written.is_some() {
                self.speakers[i] =
                    Speaker { confidence: speaker.confidence * 0.95, reason: Reason::Reopened, ..speaker };
            }
        }
        for i in (0..self.spans.len()).rev() {
            if !self.spans[i].reopened {
                continue;
            }
            let Some(before) = outer_before(&self.spans, i) else { continue };
            let (speaker, other) = (self.speakers[i], self.speakers[before]);
            let less = other.reason != Reason::Work && other.confidence < speaker.confidence - 0.3;
            if self.spans[before].goes_on && less {
                self.speakers[before] =
                    Speaker { confidence: speaker.confidence * 0.95, reason: Reason::Reopened, ..speaker };
            }
        }
    }

    fn tell(&mut self, text: &str, prepared: &Prepared, language: &Language, mentions: &mut Vec<Mention>) {
        let cases = language.cases.as_ref();
        // Names that a phrase before them shows in another case, as subjects.
        let mut governed_names: Vec<(Bytes, String)> = Vec::new();
        let mut strings = std::mem::take(&mut self.strings);
        let mut slice = |(start, end): Bytes| -> Option<String> {
            let written = text.get(start as usize..end as usize)?;
            let trimmed = written.trim();
            if trimmed.is_empty() {
                return None;
            }
            let mut string = strings.pop().unwrap_or_default();
            string.clear();
            if on_one_line(written) {
                string.push_str(trimmed);
                return Some(string);
            }
            for word in written.split_whitespace() {
                string.push_str(if string.is_empty() { "" } else { " " });
                string.push_str(word);
            }
            Some(string)
        };
        // A quote stands in the first line of its paragraph, or somewhere below.
        let line_of = |byte: u32, first: u32| match prepared.lines.get(first as usize - 1) {
            Some(line) if line.end >= byte => first,
            _ => prepared.lines.partition_point(|l| l.end < byte) as u32 + 1,
        };
        let mut last_outer: Option<u32> = None;
        for (i, span) in self.spans.iter().enumerate() {
            let speaker = self.speakers[i];
            let attributed = matches!(
                speaker.reason,
                Reason::CueBefore
                    | Reason::CueAfter
                    | Reason::CueInverted
                    | Reason::AccordingTo
                    | Reason::Passive
                    | Reason::Split
            ) && speaker.confidence >= 0.6;
            let flags = Flags {
                unclosed: span.close.is_none() && !span.goes_on && !span.open.is_dash(),
                reopened: span.reopened,
                split: speaker.reason == Reason::Split,
                edited: is_edited(&text[span.start as usize..span.end as usize]),
                in_furniture: self.in_links[i],
            };
            let goes_on = (flags.reopened || flags.split) && span.nested_in.is_none();
            let speech = match last_outer.filter(|_| goes_on) {
                Some(before) => mentions[before as usize].speech,
                None => i as u32,
            };
            let mut name = speaker.name.and_then(&mut slice);
            if let (Some(cases), Some(name), true) = (cases, &mut name, speaker.named) {
                let governed = is_governed(text, language, &speaker);
                let known = governed_names.iter().find(|(place, _)| Some(*place) == speaker.name);
                let nominative = match known {
                    Some((_, nominative)) => Some(nominative.clone()),
                    None => cases.nominative(name, speaker.gender, governed),
                };
                if let Some(nominative) = nominative {
                    if let (true, Some(place)) = (governed, speaker.name) {
                        governed_names.push((place, nominative.clone()));
                    }
                    *name = nominative;
                }
            }
            let line = line_of(span.start + 1, prepared.paragraphs[span.paragraph as usize].line);
            mentions.push(Mention {
                start: span.start,
                end: span.end,
                outer_start: span.outer_start,
                outer_end: span.outer_end,
                line,
                line_end: line_of(span.end, line),
                first_word: span.first_word,
                end_word: span.end_word,
                paragraph: span.paragraph,
                open: span.open,
                close: span.close,
                kind: kind(text, span, attributed, self.kinds_own[i]),
                nested_in: span.nested_in,
                speech,
                confidence: if name.is_some() { speaker.confidence.clamp(0.0, 1.0) } else { 0.0 },
                named: name.is_some() && speaker.named,
                speaker: name,
                speaker_as_written: speaker.written.and_then(&mut slice),
                cue: speaker.cue.and_then(&mut slice),
                reason: speaker.reason,
                flags,
            });
            if span.nested_in.is_none() {
                last_outer = Some(i as u32);
            }
        }
        self.strings = strings;
    }
}

/// Whether the name of a speaker stands behind words that ask for another case than that of a subject, which it has in `as Roe says`.
fn is_governed(text: &str, language: &Language, speaker: &Speaker) -> bool {
    let as_written = speaker.name.zip(speaker.written).is_some_and(|(name, written)| name.1 == written.1);
    let cue = speaker.cue.and_then(|(start, end)| text.get(start as usize..end as usize));
    let first = cue.and_then(|cue| cue.split_whitespace().next());
    let class = first.map_or(0, |word| language.class(hash_normal_word(&normal_form(word))));
    speaker.reason == Reason::AccordingTo && as_written && class & CONJUNCTION == 0
}

/// Whether words are parted by single spaces, as far as can be seen from the bytes that part them otherwise.
fn on_one_line(written: &str) -> bool {
    let mut before = 0;
    written.bytes().all(|byte| {
        let two = [std::mem::replace(&mut before, byte), byte];
        !matches!(byte, b'\n' | b'\r' | b'\t') && two != *b"  " && two != [0xC2, 0xA0]
    })
}
