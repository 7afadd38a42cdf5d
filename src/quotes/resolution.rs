//! From a phrase to a person: which name a surname, a role or a pronoun stands for.
//!
//! A surname is its full name, found before or (less surely) behind it; `the mayor` is who the article calls mayor (`offices.rs`); `she` is the subject of the sentences
//! before, else the last one who spoke. Each step away from a written name takes a little off the confidence.

use super::attribution::Evidence;
use super::class::{
    AUXILIARY, BODY, CAPTION, CONJUNCTION, CUE, Class, DETERMINER, FEMALE, GENERIC, GIVEN, HE, MALE, PARTICLE,
    PREPOSITION, PRONOUN, RELATIVE, SHE, TITLE,
};
use super::finder::{NOBODY, QuoteFinder, Speaker};
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::spans::Span;
use super::tokens::{self, COMMA, Token, Written};
use crate::text::{Paragraph, Prepared, WordHash};

/// How many words of the paragraph before are looked at for somebody who speaks on.
pub(super) const LOOK_BACK: u32 = 70;
/// Words of an office between a comma and the name of who has it, at most, with the first of the name: `la actriz Jane Roe`.
const APPOSED_OFFICE: usize = 5;
/// What does not belong to such an office.
const NO_OFFICE: Class = CUE | AUXILIARY | RELATIVE | CONJUNCTION | PRONOUN;
/// How many lines up the paragraph above is looked for.
const CAPTIONS: usize = 4;

impl QuoteFinder<'_> {
    /// Turns a phrase into a speaker.
    pub(super) fn resolve(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        evidence: Evidence,
        number: u32,
    ) -> Speaker {
        let may_speak = match reader.language.capital_nouns {
            true => self.may_speak(reader, prepared, &evidence),
            false => self.may_lead(reader, prepared, &evidence),
        };
        if !may_speak {
            return NOBODY;
        }
        let mut phrase = evidence.phrase;
        let tokens = reader.tokens;
        // `King said` behind `Jane King`
        let alone = phrase.kind == Kind::Generic && phrase.first == phrase.last && !reader.language.capital_nouns;
        let title = alone && tokens[phrase.first].upper && tokens[phrase.first].is(TITLE);
        if title && self.named(reader, phrase).is_some_and(|run| !run.role && run.words() == 1) {
            phrase.kind = Kind::Name;
        }
        let (first, last) = (tokens[phrase.first], tokens[phrase.last]);
        let (base_end, _) = tokens::base(reader.text, last.start, last.end);
        let written = (first.start, base_end.max(first.start));
        let cue = evidence.cue.map(|(a, b)| (tokens[a].start, tokens[b].end));
        let mut speaker = Speaker {
            written: Some(written),
            name: None,
            named: false,
            cue,
            confidence: evidence.confidence,
            reason: evidence.reason,
            run: None,
            gender: 0,
        };
        match phrase.kind {
            Kind::Name => {
                let ordinal = reader.with_ordinal(phrase);
                speaker.name = Some(reader.with_owner(phrase).or(ordinal).unwrap_or(written));
                let run = self.named(reader, phrase).filter(|_| !reader.is_body_of(phrase) && ordinal.is_none());
                // `Hier sieht auch Roe Vorteile für den Hafen.`: where every noun has a capital, one behind a surname is taken for a part of it.
                let first_alone = reader.language.capital_nouns && phrase.last > phrase.first && !first.is(GIVEN);
                let unknown = first_alone && run.is_none_or(|run| !run.role && !self.names.is_person(run));
                let known = || self.names.only_with_surname(reader.hash(phrase.first), first.word);
                let run = (if unknown { known() } else { None }).or(run);
                let member = self.member_from(reader, prepared, spans, phrase, number);
                speaker.confidence -= if member.is_some() { 0.1 } else { 0.0 };
                let run = member.or(run);
                // `the Court` is the Supreme Court; `the Democrats` are not the House Democrats.
                if let Some(run) = run.filter(|run| !run.role || run.words() < 2 && last.is(BODY)) {
                    let (full, later) = self.names.fullest(run);
                    speaker.name = Some((full.start, full.end));
                    speaker.run = Some(run).filter(|run| !run.role);
                    speaker.gender = run.gender | full.gender;
                    if later {
                        speaker.confidence -= 0.1;
                    }
                } else if run.is_none() && (phrase.first..phrase.last).all(|i| reader.is_title(i)) {
                    // `May said` behind `Jane May`: a word that is rarely a name by itself.
                    if let Some(full) = self.names.only_with_surname(reader.hash(phrase.last), last.word) {
                        speaker.name = Some((full.start, full.end));
                        speaker.run = Some(full).filter(|run| !run.role);
                        speaker.gender = full.gender;
                    }
                }
            }
            Kind::Generic if reader.quotes_document(&evidence) => {
                speaker.name = Some(reader.owner(phrase).unwrap_or(written));
                let bare = reader.is_bare_document(phrase);
                let issuer = bare.then(|| self.issuer(reader, prepared, spans, phrase, number)).flatten();
                if let Some((name, run)) = issuer {
                    speaker.name = Some(name);
                    speaker.run = run;
                    speaker.confidence -= 0.2;
                }
            }
            Kind::Generic => {
                // `Aus dem Ministerium heißt es`
                let bare = phrase.first < phrase.last && reader.language.is_oblique(reader.hash(phrase.first));
                speaker.name = Some(if bare { (tokens[phrase.first + 1].start, written.1) } else { written });
                let run = self.latter(reader, phrase).or_else(|| self.between_commas(reader, phrase));
                let run = run.or_else(|| self.author(reader, phrase));
                let run = run.or_else(|| self.by_role(reader, prepared, phrase));
                let run = run.or_else(|| self.just_named(reader, prepared, phrase));
                let run = run.or_else(|| self.stood_for(reader, prepared, spans, &evidence, number));
                let run = run.or_else(|| self.called_otherwise(reader, prepared, phrase, number));
                if let Some(run) = run {
                    let (full, _) = self.names.fullest(run);
                    speaker.name = Some((full.start, full.end));
                    speaker.run = Some(run);
                    speaker.gender = run.gender | full.gender;
                    speaker.confidence -= 0.1;
                } else if let Some(name) = self.organisation(reader, prepared, phrase, number) {
                    speaker.name = Some(name);
                    speaker.confidence -= 0.15;
                } else if let Some((name, run)) = self.stated(reader, prepared, spans, phrase, number) {
                    speaker.name = Some(name);
                    speaker.run = run;
                    speaker.confidence -= 0.15;
                }
            }
            Kind::Pronoun(class) if class & (HE | SHE) != 0 => {
                let person = self.person(reader, prepared, spans, phrase, class, number);
                // Nobody who is further away than a person without a name.
                let generic = if person.is_some_and(|(_, is_subject)| is_subject) {
                    None
                } else {
                    reader.just_told_of(phrase, class)
                };
                let nobody = person.is_none() && generic.is_none();
                let officer = nobody.then(|| self.officer_before(reader, prepared, (phrase, class), number)).flatten();
                match person {
                    _ if officer.is_some() => {
                        speaker.name = officer;
                        speaker.confidence -= 0.15;
                    }
                    _ if generic.is_some() => {
                        // `Der Präsident war da. „…“, sagte er.`
                        let article = |p: &Phrase| reader.language.article_gender(reader.hash(p.first)) != 0;
                        let german = generic.filter(|p| reader.language.capital_nouns && article(p));
                        // `Roe’s father, Max Roe, confirmed it. “…,” he said.`
                        let apposed = generic.and_then(|p| self.between_commas(reader, p));
                        speaker.run = apposed.or_else(|| german.and_then(|p| self.by_role(reader, prepared, p)));
                        let full = speaker.run.map(|run| self.names.fullest(run).0);
                        let written = generic.map(|p| (tokens[p.first].start, tokens[p.last].end));
                        speaker.name = full.map(|full| (full.start, full.end)).or(written);
                        speaker.confidence -= 0.15;
                    }
                    Some((run, is_subject)) => {
                        let gender = if class & SHE == 0 { MALE } else { FEMALE };
                        let (full, _) = self.names.fullest(run.of_gender(gender));
                        speaker.name = Some((full.start, full.end));
                        speaker.run = Some(run);
                        speaker.gender = gender;
                        speaker.confidence -= if is_subject { 0.1 } else { 0.15 };
                    }
                    None => {
                        speaker.confidence *= 0.5;
                        speaker.reason = Reason::PronounUnresolved;
                    }
                }
            }
            Kind::Pronoun(class) => match self.group(reader, prepared, phrase, class, number) {
                Some(name) => {
                    speaker.name = Some(name);
                    speaker.confidence -= 0.2;
                }
                None => {
                    speaker.confidence *= 0.5;
                    speaker.reason = Reason::PronounUnresolved;
                }
            },
        }
        // `Pope Francis`, and `Francis` behind it
        let crowned = speaker.name.and_then(|(start, _)| self.names.crowned(start, reader.language, reader.hashes));
        if let Some(run) = crowned {
            speaker.name = Some((prepared.words.starts[run.first_word as usize - 1], run.end));
        }
        let is_person = |run: Run| run.titled || self.names.resolve(run).0.words() >= 2;
        speaker.named = speaker.run.is_some_and(is_person) || phrase.kind == Kind::Name && reader.is_name(phrase);
        if let (Some(run), Some((_, verb))) = (speaker.run, evidence.cue) {
            let verb = &reader.text[tokens[verb].start as usize..tokens[verb].end as usize];
            let gender = reader.language.verb_gender(verb);
            // `Mariana` is a woman's name, and a form of a man's.
            let either = gender != 0 && speaker.gender & (MALE | FEMALE) == MALE | FEMALE;
            speaker.gender = if either { gender } else { speaker.gender | gender };
            self.names.learn(run, gender);
        }
        speaker
    }

    /// The name that a phrase is, as the article has it.
    pub(super) fn named(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        self.names.at(reader.tokens[phrase.first].word, reader.tokens[phrase.last].word + 1)
    }

    /// The name that begins at token `at`, behind a comma, and ends where the sentence or a part of it does.
    pub(super) fn apposed(&self, reader: &Reader<'_>, at: usize) -> Option<Run> {
        let word = reader.tokens[at].word;
        let run = self.names.at(word, word + 1).filter(|r| r.first_word == word && !r.role)?;
        let behind = reader.tokens[at..].iter().find(|t| t.word >= run.end_word);
        behind.is_none_or(|t| t.sentence || t.gap & tokens::PARTS != 0).then_some(run)
    }

    /// The person between commas behind somebody without a name: `His co-author, Jane Roe, put it bluntly: “…”`, `su hija, la actriz Jane Roe, …`
    pub(super) fn between_commas(&self, reader: &Reader<'_>, phrase: Phrase) -> Option<Run> {
        let comma = phrase.last + 1;
        reader.tokens.get(comma).filter(|t| t.gap & COMMA != 0 && t.quote.is_none())?;
        let mut near =
            (comma..reader.tokens.len()).take(APPOSED_OFFICE).take_while(|&i| i == comma || reader.plain_gap(i));
        let of_office = |t: &Token| !t.upper && !t.is(NO_OFFICE) && (!t.is(PREPOSITION) || t.is(PARTICLE));
        let name = near.find(|&i| !of_office(&reader.tokens[i])).filter(|&i| reader.capital(i))?;
        let (head, before) = (&reader.tokens[comma], &reader.tokens[name - 1]);
        if name > comma && (!head.is(DETERMINER | TITLE | GENERIC) || before.is(PREPOSITION | DETERMINER)) {
            return None;
        }
        let run = self.apposed(reader, name)?;
        let given = || reader.language.inverted && reader.tokens[name].is(GIVEN) && name == comma;
        let office = || {
            reader.language.inverted
                && (phrase.first..=phrase.last).any(|i| reader.tokens[i].is(TITLE) || reader.is_one(i))
        };
        let known = run.words() >= 2 && (name > comma || office() || self.names.is_person(run));
        (known || run.words() < 2 && given()).then_some(run)
    }

    /// The person whose name stands behind an office and what it is of: `said the mayor, Jane Roe.`, `said the mayor of Port Lystria, Jane Roe.`
    pub(super) fn holder_apposed(&self, reader: &Reader<'_>, phrase: Phrase, role: usize) -> Option<Run> {
        let office = reader.behind_office(role).filter(|&behind| behind > phrase.last);
        let behind = office.or((role == phrase.last).then_some(role + 1));
        let comma = |i: &usize| reader.tokens.get(*i).is_some_and(|t| t.gap & COMMA != 0);
        // `the lawyer, Dr. Jane Roe`
        let next =
            behind.filter(comma).map(|i| if reader.is_title(i) && i + 1 < reader.tokens.len() { i + 1 } else { i });
        if let Some(next) = next.filter(|&i| reader.capital(i)) {
            // Behind a place may stand the larger one that it is in.
            let place = reader.capital(next - 1);
            let given = reader.language.inverted && reader.tokens[next].is(GIVEN);
            let full = |r: &Run| self.names.is_person(*r) || r.words() >= 2 && !place || given;
            return self.apposed(reader, next).filter(|r| office.is_none() || full(r));
        }
        None
    }

    /// What `tell` says of the sentence before the one of token `at`, by its first token and one past its last, in the paragraph with this number or at the end of the one above.
    pub(super) fn in_sentence_before<T>(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        at: usize,
        number: u32,
        tell: impl FnOnce(&mut Self, &Reader<'_>, (usize, usize), u32) -> Option<T>,
    ) -> Option<T> {
        let end = reader.sentence_start(at);
        if let Some(last) = end.checked_sub(1) {
            return tell(self, reader, (reader.sentence_start(last), end), number);
        }
        let above = above(prepared, reader.classes, number)?;
        let mut context = std::mem::take(&mut self.context);
        let reader = read_end(reader, prepared, above, &mut context);
        let end = reader.tokens.len();
        let sentence = end.checked_sub(1).map(|last| (reader.sentence_start(last), end));
        let found = sentence.and_then(|sentence| tell(self, &reader, sentence, above));
        self.context = context;
        found
    }
}

/// Whether a word stands in a quote.
pub(super) fn is_quoted(spans: &[Span], word: u32) -> bool {
    let next = spans.partition_point(|s| s.first_word <= word);
    next > 0 && spans[next - 1].end_word > word
}

/// Numbers of the words with this hash. Looked for block by block, without a branch for each word.
pub(super) fn places(hashes: &[WordHash], hash: WordHash) -> impl Iterator<Item = u32> {
    const BLOCK: usize = 16;
    let has = move |block: &[WordHash]| block.iter().fold(false, |any, &h| any | (h == hash));
    (0..).step_by(BLOCK).zip(hashes.chunks(BLOCK)).filter(move |(_, block)| has(block)).flat_map(
        move |(first, block)| (first..).zip(block).filter(move |(_, h)| **h == hash).map(|(number, _)| number),
    )
}

/// Whether a paragraph begins with what a page puts before a line.
pub(super) fn is_caption(paragraph: Paragraph, classes: &[Class]) -> bool {
    classes.get(paragraph.first_word as usize) == Some(&CAPTION)
}

/// The paragraph above one, over a few lines of the page's own: `Image caption …`
pub(super) fn above(prepared: &Prepared, classes: &[Class], number: u32) -> Option<u32> {
    let own = |above: &u32| is_caption(prepared.paragraphs[*above as usize], classes);
    (0..number).rev().take(CAPTIONS).find(|above| !own(above))
}

/// The last words of a paragraph without quotes, as the rules read them.
pub(super) fn read_end<'b>(
    reader: &Reader<'b>,
    prepared: &Prepared,
    number: u32,
    context: &'b mut Written,
) -> Reader<'b> {
    let mut paragraph = prepared.paragraphs[number as usize];
    paragraph.first_word = paragraph.first_word.max(paragraph.end_word.saturating_sub(LOOK_BACK));
    paragraph.start = prepared.words.starts[paragraph.first_word as usize];
    tokens::tokens(reader.text, prepared, reader.classes, paragraph, &[], 0..0, context);
    Reader { tokens: &context.tokens, ..*reader }
}
