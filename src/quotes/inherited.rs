//! Speakers that the sentence around a quote does not name: those of the sentence or the paragraph before, and the one whom the quote itself interrupts.

use super::attribution::Evidence;
use super::class::{
    AUXILIARY, COMMON, CONJUNCTION, CUE, DETERMINER, FEMALE, FILLER, GENERIC, MALE, PREFIX, PREPOSITION, PRONOUN,
    RELATIVE, TITLE,
};
use super::finder::{QuoteFinder, Speaker, outer_before};
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::resolution::{above, read_end};
use super::spans::Span;
use super::tokens::{COLON, COMMA, DASH, PARTS, QUOTE_CALL, QUOTE_COMMA, SEMICOLON, Token};
use crate::text::Prepared;

/// Words before a verb of saying without a subject, and behind it where what is said follows with a conjunction.
const LEAD: usize = 4;
/// The same where it is told when or where it was said, in languages in which a verb needs no subject.
const CIRCUMSTANCE: usize = 8;
const REPORTED: usize = 12;
/// Words from one of several quotes in a sentence to the next, of which one verb behind the last says all.
const LISTED: usize = 12;

impl Reader<'_> {
    /// The verb of saying before the quote at token `at` that has no subject in its sentence: `Y añadió: «…»`.
    fn without_subject(&self, at: usize, low: usize) -> Option<usize> {
        if !self.language.inverted {
            return None;
        }
        let low_enough = low.max(at.saturating_sub(REPORTED + 1));
        let cue = (low_enough..at).rev().find(|&i| self.tokens[i].is(CUE))?;
        let goes_on = self.reports(cue, at);
        let behind = at - cue - 1;
        let is_small = |i: usize| {
            let t = &self.tokens[i];
            let small = t.is(CONJUNCTION | FILLER | AUXILIARY | PREPOSITION | COMMON);
            t.quote.is_none() && small && !t.is(DETERMINER | PRONOUN | GENERIC | TITLE) && !self.capital(i)
        };
        let said = (cue + 1..at).all(|i| self.tokens[i].quote.is_none() && (goes_on || is_small(i)));
        // `Como explica, …`, `Як додав, …`
        let as_told = cue == low + 1 && self.tokens[low].is(CONJUNCTION) && self.tokens[cue + 1].gap & COMMA != 0;
        if as_told && cue + 1 < at && (self.language.pro_drop || !self.language.articles) {
            return Some(cue);
        }
        // `A propósito, señaló que «…»`, `Dopytywany przez dziennikarzy o koszty, odparł: „…”`
        let lead = (low + 1..=cue).rev().find(|&i| self.tokens[i].gap & COMMA != 0).filter(|&i| {
            let most = if self.language.pro_drop { CIRCUMSTANCE } else { LEAD };
            i - low <= most && (low..i).all(|i| self.is_nobody(i, low))
        });
        let from = lead.unwrap_or(low);
        // `W ostatnim słowie mówił: „…”`, `Na konferencji w Katowicach tłumaczył, że „…”`
        // `Además insistió en la apuesta por la paz: «…»`
        let small = |i: usize| self.is_nobody(i, cue) || self.tokens[i].is(DETERMINER) && !self.tokens[i].upper;
        let colon = self.tokens[at].gap & COLON != 0 && self.tokens[cue + 1].is(PREPOSITION) && behind > 2;
        let of_thing = self.language.pro_drop && colon && (cue + 2..at).all(small);
        let circumstance = self.language.pro_drop && self.tokens[from].is(PREPOSITION) && cue - from <= CIRCUMSTANCE;
        let bare = cue - from <= LEAD
            && (from..cue).all(|i| is_small(i) || lead.is_some() && self.tokens[i].class == 0)
            || circumstance && (from..cue).all(|i| self.is_nobody(i, from));
        (bare && (said && behind <= if goes_on { REPORTED } else { 2 } || of_thing)).then_some(cue)
    }

    /// Whether token `i` of what begins at token `low` names nobody who could speak: no capital and no role, but behind a preposition.
    fn is_nobody(&self, i: usize, low: usize) -> bool {
        let t = &self.tokens[i];
        // `por los periodistas`, `pelos jornalistas`
        let article = i > low + 1 && self.plain_gap(i - 1) && self.tokens[i - 1].is(DETERMINER);
        let before = i.saturating_sub(if article && !self.tokens[i - 1].is(PREPOSITION) { 2 } else { 1 });
        let preposition = self.tokens[before].is(PREPOSITION) || self.language.is_agent(self.hash(before));
        let governed = i > low && self.plain_gap(i) && preposition;
        t.quote.is_none()
            && (i == low || !t.upper || governed)
            && !t.is(PRONOUN)
            && (i == low || !t.is(CUE))
            && (governed || !t.is(GENERIC | TITLE))
    }

    /// Whether a conjunction leads from the verb at token `cue` to the quote at token `at`: `dijo que`, `disse aos jornalistas que`.
    fn reports(&self, cue: usize, at: usize) -> bool {
        let told = |t: &Token| {
            let word = t.class == 0 || t.is(PREPOSITION | DETERMINER | GENERIC | TITLE);
            t.quote.is_none() && !t.upper && t.gap & PARTS == 0 && word
        };
        let conjunction = (cue + 1..at).find(|&i| !told(&self.tokens[i]) || self.tokens[i].is(CONJUNCTION));
        conjunction.is_some_and(|i| i <= cue + LEAD && self.tokens[i].is(CONJUNCTION))
    }

    /// Whether a sentence without anybody in it leads to the quote at token `at` with a colon, and so its verb is said of somebody before: `Y pone un ejemplo: «…»`.
    fn nobody_leads(&self, at: usize, low: usize) -> bool {
        let nobody = |i: usize| !self.tokens[i].is(RELATIVE) && self.is_nobody(i, low) && (i > low || !self.capital(i));
        let begins = self.tokens[low].is(CONJUNCTION | PREPOSITION | FILLER) && !self.tokens[low].is(DETERMINER);
        let colon = self.tokens[at].gap & COLON != 0;
        self.language.pro_drop && colon && begins && at - low <= REPORTED && (low..at).all(nobody)
    }

    /// The verb of saying behind the quote at token `at` that has no subject: `«…», añadió.`, `«…», ha detto.`
    fn verb_alone(&self, at: usize) -> Option<usize> {
        // `«…», ha detto.`, `«…», le espetó a Roe.`
        let leads = |i: &usize| {
            let t = &self.tokens[*i];
            // `«…», solía decir.`
            let leads =
                || t.class == 0 && self.tokens.get(i + 1).is_some_and(|next| next.is(CUE) && next.gap & PARTS == 0);
            let small = t.is(AUXILIARY) || (t.is(FILLER) && !t.is(DETERMINER) || leads()) && self.language.pro_drop;
            t.quote.is_none() && !t.upper && small && !t.is(CUE) && (*i == at + 1 || self.plain_gap(*i))
        };
        let cue = at + 1 + (at + 1..self.tokens.len()).take(2).take_while(leads).count();
        let (first, verb) = (self.tokens.get(at + 1)?, self.tokens.get(cue)?);
        let says = verb.quote.is_none() && verb.is(CUE) && !verb.upper && !self.language.is_impersonal(self.hash(cue));
        let ended = first.gap & (QUOTE_COMMA | QUOTE_CALL | COMMA | DASH) != 0;
        // `añadió en una carta`, `disse apenas`, but not `respondieron a la prensa los vecinos`.
        let small = |next: &&Token| next.is(FILLER) && !next.is(DETERMINER | PRONOUN);
        let rest = || {
            let rest = self.tokens[cue + 1..].iter().take_while(|next| !next.sentence && next.gap & PARTS == 0);
            rest.skip_while(small)
        };
        let adverbial = || {
            let two = rest().zip(rest().skip(1));
            let subject = |(before, next): (&Token, &Token)| next.is(DETERMINER) && !before.is(PREPOSITION);
            rest().next().is_none_or(|next| next.is(PREPOSITION) && !next.is(DETERMINER | TITLE))
                && !two.take(REPORTED).any(subject)
        };
        (says && ended && adverbial()).then_some(cue)
    }

    /// Whether nothing but a few words that name nobody leads to the quote at token `at`, with a colon: `Und weiter: „…“`; or one with a comma: `Now, “…”`
    fn leads_on(&self, at: usize, low: usize) -> bool {
        let names_nobody = |i: usize| {
            let t = &self.tokens[i];
            t.quote.is_none() && !t.is(GENERIC | TITLE | PRONOUN) && (i == low || !t.upper) && !self.capital(i)
        };
        let gap = self.tokens[at].gap;
        let most = if gap & COLON != 0 {
            3
        } else {
            usize::from(gap & COMMA != 0 && self.tokens[low].is(FILLER | COMMON | CONJUNCTION))
        };
        (1..=most).contains(&(at - low)) && (low..at).all(names_nobody)
    }
}

/// A paragraph without the space behind it.
fn text_of<'t>(text: &'t str, prepared: &Prepared, paragraph: u32) -> &'t str {
    let paragraph = &prepared.paragraphs[paragraph as usize];
    text[paragraph.start as usize..paragraph.end as usize].trim_end()
}

/// Whether a quote is all that is of the article in its paragraph, and the heading of what follows: `‘A harbour like no other’`, `“A HARBOUR LIKE NO OTHER”`.
fn is_heading(reader: &Reader<'_>, prepared: &Prepared, span: &Span) -> bool {
    let paragraph = &prepared.paragraphs[span.paragraph as usize];
    let mut others = (paragraph.first_word..span.first_word).chain(span.end_word..paragraph.end_word);
    // `Media caption ‘…’`
    let whole = others.all(|word| reader.classes[word as usize] >= PREFIX);
    let text = &reader.text[span.start as usize..span.end as usize];
    let capitals = || text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    whole && text.ends_with(char::is_alphanumeric) && (span.open.is_single() || capitals())
}

/// The same speaker, of whom that is less sure.
pub(super) fn again(speaker: Speaker, confidence: f32, reason: Reason) -> Speaker {
    Speaker { confidence: speaker.confidence.min(confidence), reason, ..speaker }
}

/// The same speaker with the verb at token `cue`, which has no subject, unless its form is that of the other gender.
fn speaks_on(reader: &Reader<'_>, speaker: Speaker, cue: usize, reason: Reason) -> Option<Speaker> {
    let gender = reader.language.verb_gender(reader.word(cue));
    let contradicts = |gender: u32, other: u32| gender & (MALE | FEMALE) != 0 && other != 0 && gender & other == 0;
    if speaker.name.is_none() || contradicts(gender, speaker.gender) {
        return None;
    }
    let cue = Some((reader.tokens[cue].start, reader.tokens[cue].end));
    Some(Speaker { cue, ..again(speaker, 0.75, reason) })
}

impl QuoteFinder<'_> {
    /// The speaker of the quote at token `at`, where its own sentence names none. `before` is the quote before it in its paragraph.
    pub(super) fn inherit(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        at: usize,
        before: Option<usize>,
        number: u32,
    ) -> Option<Speaker> {
        let quote = reader.tokens[at].quote? as usize;
        let ends = at + 1 == reader.tokens.len() && !spans[quote].open.is_dash();
        // Without a dash the quote is mostly all of its paragraph.
        let spoken = before.is_some_and(|b| self.of(reader, b).is_some());
        // Not `Roe said on “Port Today. “We are tired.”`
        let of_work = || outer_before(spans, quote).is_some_and(|before| self.speakers[before].reason == Reason::Work);
        if spans[quote].reopened && !of_work() {
            return ends.then(|| self.line_below(reader, prepared, spans, spans[quote].outer_end, spoken)).flatten();
        }
        if let Some(speaker) = self.interrupted(reader, prepared, spans, quote, number) {
            return Some(speaker);
        }
        if ends && let Some(speaker) = self.line_below(reader, prepared, spans, spans[quote].outer_end, spoken) {
            return Some(speaker);
        }
        let low = reader.sentence_start(at);
        if at == low && at > 0 {
            let last = &reader.tokens[at - 1];
            if before == Some(at - 1) && (last.sentence || last.gap & (COLON | COMMA) != 0) {
                // Two quotes side by side are two people talking; not `Roe said on “Port Today.” “…”`
                return None;
            }
            let dropped = reader.verb_alone(at).is_some();
            if !dropped && reader.somebody_says(at) {
                return None;
            }
            let found = self.spoken_before(reader, prepared, spans, (at, dropped), before, number);
            let nobody = found.as_ref().is_none_or(|speaker| speaker.name.is_none());
            let topic = if dropped && nobody { self.topic(reader, prepared, spans, at, number) } else { None };
            return topic.or(found);
        }
        if at > low {
            if let Some(cue) = reader.without_subject(at, low) {
                let found = self.goes_on_speaking(reader, prepared, spans, (low, cue), before, number);
                let topic = if found.is_none() { self.topic(reader, prepared, spans, low, number) } else { None };
                return topic.and_then(|speaker| speaks_on(reader, speaker, cue, Reason::CueBefore)).or(found);
            }
            let earlier = before.and_then(|b| self.of(reader, b));
            if let Some(speaker) = earlier.filter(|_| reader.leads_on(at, low) || reader.nobody_leads(at, low)) {
                return Some(again(speaker, 0.6, Reason::Floating));
            }
            // `O cartaz “apanhou o espírito do tempo”, explica.`
            if reader.language.pro_drop
                && low > 0
                && reader.verb_alone(at).is_some()
                && let Some(speaker) = self.spoken_before(reader, prepared, spans, (low, true), before, number)
            {
                return Some(speaker);
            }
            // `Das Gespräch sei „gut“ gewesen.`: what somebody said before goes on.
            if low > 0
                && reader.tells_of_others(low, at)
                && let Some(speaker) = self.spoken_before(reader, prepared, spans, (low, false), before, number)
                && speaker.name.is_some()
            {
                return Some(again(speaker, 0.6, Reason::Floating));
            }
            // `¶ Auch der Hafen habe „gut gearbeitet“.`
            let says = |i: usize| reader.tokens[i].is(CUE) && !reader.is_noun(i);
            if low == 0 && before.is_none() && reader.is_reported_alone(low, at) && !(low..at).any(says) {
                let speaker = self.paragraph_before(reader, prepared, spans, (quote, false), number)?;
                return Some(again(speaker, 0.5, Reason::FloatingParagraph)).filter(|s| s.name.is_some());
            }
            // Listed with another one: called it “a” and “b”. Or its second half: “A,” said Roe of the board, “b.”
            let listed = before.filter(|&b| b >= low).and_then(|b| self.of(reader, b))?;
            let behind = matches!(listed.reason, Reason::CueAfter | Reason::CueInverted);
            let (confidence, reason) = match behind && reader.tokens[at].gap & COMMA != 0 {
                true => (0.9, Reason::Split),
                false => (0.6, Reason::CueInSentence),
            };
            return Some(again(listed, confidence, reason));
        }
        // The quote begins the paragraph.
        let alone = reader.tokens.len() == 1 || reader.tokens[1].sentence;
        let verb = reader.verb_alone(at);
        let words = spans[quote].end_word - spans[quote].first_word;
        if !alone && verb.is_none() || words < 3 || is_heading(reader, prepared, &spans[quote]) {
            return None;
        }
        // Lines behind dashes are mostly people talking, unless the one above leads to it.
        let led = || {
            let above = above(prepared, reader.classes, number);
            above.is_some_and(|above| text_of(reader.text, prepared, above).ends_with(':'))
        };
        if verb.is_none() && spans[quote].open.is_dash() && !led() {
            return None;
        }
        let dropped = verb.is_some() && reader.language.pro_drop;
        let speaker = self.paragraph_before(reader, prepared, spans, (quote, dropped), number)?;
        match verb {
            Some(verb) => speaks_on(reader, speaker, verb, Reason::CueAfter),
            None => Some(speaker),
        }
    }

    /// The speaker of the quote at a token, where it has one.
    pub(super) fn of(&self, reader: &Reader<'_>, token: usize) -> Option<Speaker> {
        let quote = reader.tokens[token].quote? as usize;
        Some(self.speakers[quote]).filter(|s| s.written.is_some() || s.name.is_some())
    }

    /// Who speaks in the paragraph before. `dropped`: a verb of saying without a subject stands beside the quote.
    fn paragraph_before(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        (quote, dropped): (usize, bool),
        number: u32,
    ) -> Option<Speaker> {
        let heading = |i: usize| is_heading(reader, prepared, &spans[i]);
        let speaks =
            |&i: &usize| spans[i].nested_in.is_none() && self.speakers[i].reason != Reason::Work && !heading(i);
        // Quotes further up are not asked. What is said goes on below a heading.
        let mut number = above(prepared, reader.classes, number)?;
        if quote > 0 && spans[quote - 1].paragraph == number && heading(quote - 1) {
            number = above(prepared, reader.classes, number)?;
        }
        let near = |&i: &usize| spans[i].paragraph + 1 >= number;
        let earlier = (0..quote).rev().take_while(near).find(speaks);
        let text_of = |paragraph: u32| text_of(reader.text, prepared, paragraph);
        let leads = text_of(number).ends_with(':');
        // A question, and before it the answer to the one before.
        let answered = earlier.filter(|&e| spans[e].paragraph + 1 == number && text_of(number).ends_with('?'));
        if let Some(earlier) = answered {
            return Some(again(self.speakers[earlier], 0.55, Reason::FloatingParagraph)).filter(|s| s.name.is_some());
        }
        if let Some(earlier) = earlier.filter(|&e| spans[e].paragraph == number && !leads) {
            let speaker = self.speakers[earlier];
            // In a review of the press each quote has its own name behind it.
            if speaker.written.is_some() && speaker.reason != Reason::Byline {
                return Some(again(speaker, 0.6, Reason::FloatingParagraph));
            }
            return None;
        }
        let mut context = std::mem::take(&mut self.context);
        let above = read_end(reader, prepared, number, &mut context);
        let end = above.tokens.len();
        // `Roe called it “late”. Doe put it shorter:` leads by its last sentence alone.
        let start = if leads && end > 0 { above.sentence_start(end - 1) } else { 0 };
        let owner = if leads { above.owner_of_words(end, start) } else { None };
        let owner = owner.map(|phrase| Evidence { phrase, cue: None, confidence: 0.6, reason: Reason::Colon });
        let told = || {
            let (phrase, cue) = above.last_speaker(start, end)?;
            Some(Evidence { phrase, cue: Some((cue, cue)), confidence: 0.55, reason: Reason::FloatingParagraph })
        };
        let found = owner.or_else(told).map(|evidence| self.resolve(&above, prepared, spans, evidence, number));
        // `Roe released a statement:` and the statement below.
        let found = match end {
            last @ 1.. if found.is_none() && leads => {
                let subject = above.first_subject(start, last);
                // Not `Transcript:`
                let is_person = |p: &Phrase| {
                    let is_name = |run: Run| self.names.is_person(run) || run.words() >= 2 && !run.role;
                    above.is_somebody(*p) && (p.kind != Kind::Name || self.named(&above, *p).is_some_and(is_name))
                };
                subject.filter(is_person).map(|phrase| {
                    let evidence = Evidence { phrase, cue: None, confidence: 0.6, reason: Reason::Colon };
                    self.resolve(&above, prepared, spans, evidence, number)
                })
            }
            last @ 1.. if found.is_none() && dropped => {
                // `Roe ya está en la fila. ¶ —No hay agua —dice.`
                let start = above.sentence_start(last - 1);
                let subject = self.subject_going_on(&above, start, last);
                subject.or_else(|| self.only_person(&above, start, last - 1)).map(|phrase| {
                    let evidence = Evidence { phrase, cue: None, confidence: 0.5, reason: Reason::FloatingParagraph };
                    self.resolve(&above, prepared, spans, evidence, number)
                })
            }
            _ => found,
        };
        self.context = context;
        found
    }

    /// Two quotes in one sentence, of which the speaker of the second stands behind it: `It is “late” and “old,” Roe said`.
    pub(super) fn list_backwards(&mut self, reader: &Reader<'_>, quoted: &[usize]) {
        for two in quoted.windows(2).rev() {
            let (first, second) = (two[0], two[1]);
            let joined = !(first + 1..=second).any(|i| reader.tokens[i].sentence);
            let near = second - first <= 3 && joined;
            let (Some(a), Some(b)) = (reader.tokens[first].quote, reader.tokens[second].quote) else { continue };
            let (a, speaker) = (a as usize, self.speakers[b as usize]);
            let behind = matches!(speaker.reason, Reason::CueAfter | Reason::CueInverted | Reason::CueInSentence);
            let between = &reader.tokens[first + 1..second];
            let listed = between.first().is_some_and(|t| t.is(CONJUNCTION | RELATIVE));
            // `« malgré tout » dû notamment « à la crise », explique Roe`
            let told = speaker.reason == Reason::AccordingTo || behind;
            let sure = told && speaker.confidence >= 0.9;
            let apart = second - first <= LISTED && sure && reader.language.inverted && joined;
            let apart = apart && !between.iter().any(|t| t.is(CUE) || t.gap & (SEMICOLON | COLON) != 0);
            let behind = behind && near && listed || apart && self.stands_behind(reader, second, &speaker);
            if behind
                && speaker.name.is_some()
                && self.speakers[a].written.is_none()
                && self.speakers[a].reason == Reason::NoCue
            {
                self.speakers[a] = again(speaker, 0.6, Reason::CueInSentence);
            }
        }
    }

    /// Whether a speaker is written behind the quote at token `at`.
    fn stands_behind(&self, reader: &Reader<'_>, at: usize, speaker: &Speaker) -> bool {
        speaker.written.is_some_and(|(start, _)| start >= reader.tokens[at].end)
    }

    /// Who said what stands before, and goes on with a verb that has no subject: in the sentence that begins at token `low`, at token `cue`.
    fn goes_on_speaking(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        (low, cue): (usize, usize),
        before: Option<usize>,
        number: u32,
    ) -> Option<Speaker> {
        let speaker = if low > 0 {
            self.spoken_before(reader, prepared, spans, (low, true), before, number)?
        } else {
            let quote = reader.tokens[cue..].iter().find_map(|t| t.quote)? as usize;
            self.paragraph_before(reader, prepared, spans, (quote, false), number)?
        };
        speaks_on(reader, speaker, cue, Reason::CueBefore)
    }
}
