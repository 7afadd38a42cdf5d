//! Who said it: ordered rules, each with a reason and a confidence.
//!
//! The strongest evidence comes first: a verb of saying that touches the quote, then one in the same sentence, then the sentence before it, then the
//! paragraph before it. What no rule explains stays without a speaker, with the reason why.

use super::class::{
    ACCORDING, AFTER_QUOTE, AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, DETERMINER, FILLER, GENERIC, NO_NAME, PASSIVE,
    PREPOSITION, PRONOUN, RELATIVE, TELLING, TITLE,
};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{COLON, COMMA, DASH, Gap, PARTS, QUOTE_CALL, QUOTE_COMMA, QUOTE_STOP, SEMICOLON, STOP};

/// How far from a quote a verb of saying is looked for, in tokens.
const REACH: usize = 40;

/// How far behind what helps it the verb may stand: `hatte die Bürgermeisterin Jane Roe (SPD) zu Beginn erklärt`.
const AUXILIARY_REACH: usize = 12;

/// The longest sentence behind a quote that may be nothing but who said it, in tokens.
const SHORT: usize = 8;

/// The shortest quote that is what a source says further on in the sentence, in bytes.
const CLAUSE: u32 = 25;

/// How far behind `quoted` its `as saying` may stand, in tokens.
const CITED: usize = 12;

/// A verb that touches the quote, behind a comma or before a colon.
pub(super) const DIRECT: f32 = 0.95;
/// A name before a colon, with nothing else in its sentence.
pub(super) const ONLY: f32 = 0.85;
/// A verb that nobody listed, behind a quote with a mark at its end.
pub(super) const ENDED: f32 = 0.6;

/// What a rule found: the phrase of the speaker and the words of the cue, as tokens of the paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    pub(super) phrase: Phrase,
    /// First and last token of the cue.
    pub(super) cue: Option<(usize, usize)>,
    pub(super) confidence: f32,
    pub(super) reason: Reason,
}

impl Evidence {
    pub(super) fn new(phrase: Phrase, cue: Option<(usize, usize)>, confidence: f32, reason: Reason) -> Evidence {
        Evidence { phrase, cue, confidence, reason }
    }
}

impl Reader<'_> {
    /// First token of the sentence that token `i` stands in.
    pub(super) fn sentence_start(&self, i: usize) -> usize {
        let mut start = i;
        while start > 0 && !self.tokens[start].sentence && i - start < REACH * 2 {
            start -= 1;
        }
        start
    }

    /// One past the last token of that sentence.
    pub(super) fn sentence_end(&self, i: usize) -> usize {
        let mut end = i + 1;
        while end < self.tokens.len() && !self.tokens[end].sentence && end - i < REACH {
            end += 1;
        }
        end
    }

    /// The speaker of the quote at token `at`, from its own sentence.
    pub(super) fn evidence(&self, at: usize) -> Option<Evidence> {
        let low = self.sentence_start(at);
        let high = self.sentence_end(at);
        let tail = self.tokens.get(at + 1).map_or(0, |t| t.gap);
        let lead = self.tokens[at].gap;
        if let Some(found) = self.agent_behind(at, low, high) {
            return Some(found);
        }
        let direct_left = at > low && lead & (COLON | COMMA) != 0;
        let before = if direct_left { self.left(at, low, true) } else { None };
        if let Some(found) = before {
            // `Dura la reazione: «…», ha detto Roe`: a colon says less than a verb.
            let sure = |f: &Evidence| f.confidence >= DIRECT || f.reason == Reason::AccordingTo && found.cue.is_none();
            let says = || self.right(at, low, high, tail).filter(|f| f.cue.is_some() && sure(f));
            // `La constructora lo desmiente: “…”, asegura su gerente.`
            // `Das lässt sich am Gewicht bestimmen: „…“, erklärt Roe.`
            let nobody = || !self.is_somebody(found.phrase) && self.head(found.phrase).is_none();
            let answered = self.language.inverted
                && tail & (COMMA | QUOTE_COMMA) != 0
                && (!self.language.capital_nouns || nobody());
            // `when he spoke of it: “…,” Roe said`
            let answered = answered || matches!(found.phrase.kind, Kind::Pronoun(_)) && tail & QUOTE_COMMA != 0;
            // `Roe argued that it was late, “with all that it brings,” reported the agency.`
            let inside = lead & COLON == 0 && tail & QUOTE_COMMA != 0 && !self.tokens[at].upper;
            let reported = |f: &Evidence| f.reason == Reason::CueInverted && f.phrase.kind == Kind::Name;
            let lead = found.cue.is_none() || lead & COLON != 0 && answered;
            let behind = if tail & QUOTE_STOP != 0 || !lead && !inside { None } else { says() };
            let behind = behind.filter(|f| lead || reported(f));
            return behind.or(Some(found));
        }
        let ended = tail & (QUOTE_COMMA | QUOTE_CALL | COMMA | DASH) != 0;
        if ended && let Some(found) = self.in_leading_clause(at, low) {
            return Some(found);
        }
        if ended && let Some(found) = self.right(at, low, high, tail) {
            // `Roe said it was “late”, according to the agency`: the agency tells what Roe said.
            let told = found.reason == Reason::AccordingTo && at > low;
            let of_sentence = told.then(|| self.left(at, low, false)).flatten();
            return of_sentence.filter(|f| f.cue.is_some() && self.is_somebody(f.phrase)).or(Some(found));
        }
        if at > low
            && let Some(found) = self.left(at, low, false)
        {
            return Some(found);
        }
        if !ended && let Some(found) = self.right(at, low, high, tail) {
            return Some(found);
        }
        // `“Never.” Roe said.`: a sentence that is nothing but the attribution.
        if at + 1 == high && high < self.tokens.len() && tail & (QUOTE_STOP | STOP | QUOTE_CALL) != 0 {
            let end = self.sentence_end(high);
            let short = end - high <= SHORT;
            let told = short || self.is_told_at_length(high, end);
            if told && self.tokens[high..end].iter().all(|t| t.quote.is_none()) {
                let is_whole = |found: &Evidence| {
                    let whole = found.cue.is_some_and(|(_, last)| {
                        let last = last.max(found.phrase.last);
                        !short || (last + 1..end).all(|i| self.tokens[i].is(FILLER | PREPOSITION | NO_NAME))
                    });
                    let weak = found.cue.is_some_and(|(verb, _)| self.language.is_weak(self.hash(verb)));
                    whole && !weak && found.reason != Reason::UnknownVerb
                };
                if let Some(found) = self.right(at, low, end, QUOTE_COMMA).filter(is_whole) {
                    return Some(Evidence { confidence: found.confidence - 0.1, ..found });
                }
            }
        }
        let unlisted = || self.unlisted(at, low, high, tail);
        // `“The ports” are old, according to Roe.`
        let source = || {
            let parted = |&i: &usize| self.tokens[i].gap & COMMA != 0 && self.tokens[i].quote.is_none();
            // Not `The “yes” side fell, according to Roe.`
            let quote = &self.tokens[at];
            let name = at > low && (quote.upper || self.tokens[at - 1].is(DETERMINER | PREPOSITION));
            let clause = !name && quote.end - quote.start >= CLAUSE;
            let mut behind = (at + 1..high).filter(|i| clause && parted(i));
            behind.find_map(|i| self.according(ACCORDING, i, high)).map(|found| Evidence { confidence: 0.6, ..found })
        };
        let found = self.told_behind(at, low, high).or_else(unlisted).or_else(|| self.byline_behind(at, high, tail));
        found.or_else(source)
    }

    /// What stands behind the quote.
    pub(super) fn right(&self, at: usize, low: usize, high: usize, tail: Gap) -> Option<Evidence> {
        let mut i = at + 1;
        if i >= high || self.tokens[i].quote.is_some() {
            return None;
        }
        let ended = tail & (QUOTE_COMMA | QUOTE_CALL | COMMA | DASH) != 0;
        for class in [ACCORDING, AFTER_QUOTE] {
            if let Some(found) = self.according(class, i, high) {
                return Some(found);
            }
        }
        if let Some(found) = self.as_told(i, high) {
            // `Die Ministerin will reden, „auf Augenhöhe“, wie sie sagte`
            let own = matches!(found.phrase.kind, Kind::Pronoun(_)) && at > low;
            let subject = own.then(|| self.first_subject(low, at)).flatten();
            let subject = subject.filter(|p| self.is_somebody(*p) || self.head(*p).is_some());
            return Some(Evidence { phrase: subject.unwrap_or(found.phrase), ..found });
        }
        // `“…,” and Roe said “…”` speaks of the next quote.
        let conjunction = self.tokens[i].is(CONJUNCTION) && !self.tokens[i].is(RELATIVE | DETERMINER | CUE);
        if conjunction && ended && tail & DASH == 0 {
            i += 1;
            // `Roe said it was “late,” and Doe said it was not`: another clause.
            if i >= high || at > low && self.left(at, low, false).is_some() {
                return None;
            }
        }
        // `«…», se queja Roe`
        let reflexive = self.language.inverted
            && self.tokens[i].class & (FILLER | CUE) == FILLER
            && i + 2 < high
            && self.plain_gap(i + 1)
            && self.tokens[i + 1].is(CUE);
        i += usize::from(reflexive || self.is_adverb_before_verb(i, high));
        let first = self.tokens[i];
        if first.is(CUE)
            && !first.upper
            && let Some(place) = self.place_behind(i, high)
        {
            let confidence = if ended { DIRECT } else { 0.7 };
            return Some(Evidence::new(place, Some((i, i)), confidence, Reason::CueInverted));
        }
        if (first.is(CUE) && !first.upper || first.is(CUE) && first.sentence)
            && let Some(phrase) = self.subject_behind(i + 1, high, ended)
        {
            // `‘We will pay’ says mayor`: a headline.
            let headline = at == low && phrase.last + 1 == high && self.tokens[phrase.last].is(TITLE | GENERIC);
            // `Roe – who said it was “late” – told Doe that …`
            let object = first.is(TELLING) && tail & DASH != 0 || !ended && !headline && phrase.kind != Kind::Name;
            let object = object && !self.language.inverted;
            // `Roe, citing “A,” said the mayor would pay.`
            let behind = phrase.last + 1;
            let clause = !self.language.inverted
                && behind < high
                && self.plain_gap(behind)
                && self.tokens[behind].is(AUXILIARY)
                && !self.tokens[behind].upper
                || self.is_said_clause(i + 1, high);
            if clause && at > low {
                let subject = self.first_subject(low, at)?;
                return Some(Evidence::new(subject, Some((i, i)), 0.75, Reason::CueAfter));
            }
            // `Roe spoke of “A,” saying the port was old.`
            let participle = self.language.ends_like_participle(self.word(i));
            if participle && at > low {
                let subject = self.first_subject(low, at).filter(|p| self.is_somebody(*p))?;
                return Some(Evidence::new(subject, Some((i, i)), 0.6, Reason::CueAfter));
            }
            if !object && !clause && !participle {
                let confidence = if ended { DIRECT } else { 0.75 };
                return Some(Evidence::new(phrase, Some((i, i)), confidence, Reason::CueInverted));
            }
        }
        if first.is(AUXILIARY) && self.language.inverted && i + 1 < high {
            // `a déclaré Roe`, `hatte Roe damals gesagt`
            let cue = (i + 1..high.min(i + AUXILIARY_REACH))
                .find(|&k| self.tokens[k].is(CUE) && self.tokens[k].quote.is_none());
            if let Some(cue) = cue {
                let place = self.place_behind(cue, high);
                let phrase = if place.is_some() || self.language.is_impersonal(self.hash(cue)) {
                    place
                } else if cue <= i + 2 && !self.capital(i + 1) {
                    self.phrase_after(cue + 1, high).or_else(|| self.phrase_after(i + 1, cue))
                } else {
                    // `a pour sa part fait valoir Roe`
                    let somebody = |p: &Phrase| {
                        let noun = || (p.first..=p.last).any(|i| self.tokens[i].is(TITLE | GENERIC) || self.capital(i));
                        p.kind != Kind::Generic || noun()
                    };
                    let between = self.phrase_after(i + 1, cue);
                    between.filter(somebody).or_else(|| self.phrase_after(cue + 1, high)).or(between)
                };
                if let Some(phrase) = phrase {
                    return Some(Evidence::new(phrase, Some((i, cue)), DIRECT, Reason::CueInverted));
                }
            }
        }
        // The first verb of saying that has a subject behind the quote.
        let mut looked = 0;
        for cue in i..high.min(i + 28) {
            let t = self.tokens[cue];
            if t.quote.is_some() {
                break;
            }
            if !t.is(CUE) || cue == i || looked > 3 || self.is_noun(cue) {
                continue;
            }
            looked += 1;
            if self.tokens[cue - 1].is(PASSIVE)
                && self.phrase_words(PASSIVE, cue - 1, high).is_some()
                && let Some(found) = self.quoted_as_saying(cue, i)
            {
                return Some(found);
            }
            if self.is_passive(cue, i) || self.agent(cue, high).is_some() {
                continue;
            }
            // `“…,” the agency quoted Roe as saying`
            let saying = (cue + 2..high.min(cue + CITED)).find(|&k| {
                self.tokens[k].is(CUE)
                    && self.tokens[k - 1].is(PASSIVE)
                    && self.phrase_words(PASSIVE, k - 1, high).is_some()
            });
            if let Some(found) = saying.and_then(|saying| self.quoted_as_saying(saying, i)) {
                return Some(found);
            }
            // `Roe hatte von „A“ der Stadt gesprochen`
            let bracket = self.language.capital_nouns && at > low && cue + 1 == high;
            let helps = |&k: &usize| self.tokens[k].is(AUXILIARY) && !self.tokens[k].upper;
            let subject = if bracket { (low..at).find(helps) } else { None }.and_then(|auxiliary| {
                self.first_subject(low, auxiliary).or_else(|| self.phrase_after(auxiliary + 1, at))
            });
            if let Some(subject) = subject {
                return Some(Evidence::new(subject, Some((cue, cue)), 0.75, Reason::CueInSentence));
            }
            // `«…», si limita a dire Roe`
            if ended && let Some(phrase) = self.behind_infinitive(cue, i, high) {
                return Some(Evidence::new(phrase, Some((i, cue)), 0.9, Reason::CueInverted));
            }
            // `“We are happy” about it, said Roe`
            if let Some(name) = self.name_behind(cue, i, high) {
                return Some(Evidence::new(name, Some((cue, cue)), 0.75, Reason::CueInverted));
            }
            let Some(phrase) = self.subject_before(cue, i) else { continue };
            // The subject stands right behind the quote, or the sentence began with something else.
            let direct = phrase.first <= i + 1;
            let next_quote =
                self.tokens.get(cue + 1).is_some_and(|t| t.quote.is_some() && t.gap & (COLON | COMMA) != 0);
            // `But “A,” Roe added, “B”` is one speech.
            let parted = tail & QUOTE_COMMA != 0 && !conjunction && phrase.first == i;
            if next_quote && (conjunction || at > low) && !parted {
                return None;
            }
            let confidence = match (ended, direct) {
                (true, true) => DIRECT,
                (true, false) => 0.75,
                (false, true) => 0.7,
                (false, false) => 0.5,
            };
            return Some(Evidence::new(phrase, Some((cue, cue)), confidence, Reason::CueAfter));
        }
        if tail & COLON != 0 && at == 0 {
            // `‘Not the time to raise rates’: Harbour Research`, a headline
            let name = self.phrase_at(i, high).filter(|p| p.last + 1 == self.tokens.len() && p.first <= i + 1);
            // Not `“The Harbour Hour”: Tern One`
            let quote = &self.text[self.tokens[at].start as usize..self.tokens[at].end as usize];
            let said = quote.split(' ').skip(1).any(|word| word.starts_with(char::is_lowercase));
            if let Some(name) = name.filter(|p| said && p.kind == Kind::Name) {
                return Some(Evidence::new(name, None, 0.75, Reason::Colon));
            }
        }
        if tail & DASH != 0 {
            // `— protest researcher Jane Roe, to the Tern`, `- CNN's Jane Roe`
            let owner = usize::from(self.tokens[i].possessive && self.capital(i) && i + 1 < high);
            let small = |k: usize| !self.tokens[k].upper && (self.tokens[k].class == 0 || self.is_noun_for_one(k));
            let led = |p: &Phrase| p.first <= i + 2 || p.first <= i + 4 && (i + 1..p.first).all(small);
            let name = self.phrase_at(i + owner, high).filter(|p| p.kind == Kind::Name && led(p));
            // `— Jane Roe in Port Lystria, May 5`
            let place = |i: usize| {
                self.tokens[i].is(PREPOSITION) && !(i..high).any(|i| self.tokens[i].is(CUE | AUXILIARY | PRONOUN))
            };
            let apart = |p: &Phrase| {
                let behind = p.last + 1;
                behind == high || self.tokens[behind].gap & PARTS != 0 || place(behind) && self.is_name(*p)
            };
            if let Some(name) = name.filter(apart) {
                return Some(Evidence::new(name, None, 0.8, Reason::DashLine));
            }
        }
        // A verb that nobody listed, where only a verb of saying can stand: „…“, brummelte er.
        let plain = CONJUNCTION | PREPOSITION | DETERMINER | PRONOUN | COMMON | AUXILIARY | RELATIVE | TITLE | GENERIC;
        // A quote inside a sentence is the name of something there: `Die Gruppe „Roe“ legt`.
        let named = self.language.capital_nouns && at > low && self.tokens[at].gap & (COLON | COMMA) == 0;
        if self.language.inverted && !named && !first.upper && first.class & plain == 0 && i + 1 < high {
            let perhaps = ended || self.language.capital_nouns && tail & QUOTE_STOP == 0;
            let phrase = self.phrase_after(i + 1, high).filter(|p| p.first <= i + 3);
            if let (true, Some(phrase)) = (perhaps, phrase) {
                let confidence = if ended { ENDED } else { 0.5 };
                return Some(Evidence::new(phrase, Some((i, i)), confidence, Reason::UnknownVerb));
            }
        }
        None
    }

    /// What stands before the quote in its sentence.
    pub(super) fn left(&self, at: usize, low: usize, direct: bool) -> Option<Evidence> {
        let lead = self.tokens[at].gap;
        let from = low.max(at.saturating_sub(REACH));
        // `As Roe put it: “…”`
        if direct && at >= from + 3 && self.language.is_cue_phrase([self.hash(at - 2), self.hash(at - 1)]) {
            let clause = (from..at - 2).rev().find(|&i| self.language.is_as(self.hash(i)));
            let subject = clause.and_then(|start| self.first_subject(start + 1, at - 2));
            let ordered = || self.subject_by_order(at - 2, from, at);
            if let Some(phrase) = subject.or_else(ordered).or_else(|| self.phrase_before(at - 3, from)) {
                return Some(Evidence::new(phrase, Some((at - 2, at - 1)), 0.9, Reason::CueBefore));
            }
        }
        let mut looked = 0;
        // What may be said by the subject of another verb further left.
        let mut perhaps_said = None;
        for cue in (from..at).rev() {
            let t = self.tokens[cue];
            if t.quote.is_some() {
                // Beyond another quote the sentence speaks of that one, unless this one is listed with it.
                if direct || self.tokens[cue + 1].gap & (SEMICOLON | STOP) != 0 {
                    break;
                }
                continue;
            }
            if cue > from && self.language.is_according_behind(self.hash(cue)) {
                let phrase = self.phrase_before(cue - 1, from)?;
                return Some(Evidence::new(phrase, Some((cue, cue)), 0.9, Reason::AccordingTo));
            }
            if t.is(ACCORDING) {
                let begins = cue == from || self.tokens[cue].gap & PARTS != 0 || !t.is(PREPOSITION | COMMON);
                // `soll laut Roe die „Bindungen stärken“`
                // Not `sagte laut Manuskript: „…“`
                let said = || (from..cue).any(|i| self.tokens[i].is(CUE) && !self.is_noun(i));
                let inside = self.language.capital_nouns && self.capital(cue + 1) && !said();
                let is_name = |f: &Evidence| {
                    let last = &self.tokens[f.phrase.last];
                    let somebody = f.phrase.kind == Kind::Name || last.is(BODY) || self.head(f.phrase).is_some();
                    begins || f.phrase.first == cue + 1 && somebody
                };
                if (begins || inside)
                    && let Some(found) = self.according(ACCORDING, cue, at).filter(is_name)
                {
                    return Some(found);
                }
            }
            if !t.is(CUE) || looked > 3 || self.is_noun(cue) {
                continue;
            }
            if direct && lead & COLON == 0 && at - cue > 8 {
                break;
            }
            looked += 1;
            // `Claiming that it was “late,” Roe left`
            let participle = self.language.ends_like_participle(self.word(cue)) && !self.language.inverted;
            if cue == low && cue + 1 < at && participle {
                // `Noting that it was late, Roe pushed back: “…”`
                let Some(subject) = self.main_clause(cue, at).or_else(|| self.behind_clause(at)) else { continue };
                return Some(Evidence::new(subject, Some((cue, cue)), 0.7, Reason::CueInSentence));
            }
            if self.tokens[cue.saturating_sub(1)].is(PASSIVE)
                && cue > from
                && self.phrase_words(PASSIVE, cue - 1, at).is_some()
                && let Some(found) = self.quoted_as_saying(cue, from)
            {
                return Some(found);
            }
            if let Some(agent) = self.agent(cue, at) {
                if self.leads(agent, at) {
                    return Some(Evidence::new(agent, Some((cue, cue)), 0.85, Reason::CueBefore));
                }
                continue;
            }
            if self.is_passive(cue, from) {
                // `Roe recalls that she was told “never mind”`
                if t.is(TELLING) && cue + 1 == at && !self.language.inverted {
                    return None;
                }
                continue;
            }
            // `The agency quoted Roe: “…”`
            let cited = |p: &Phrase| p.kind == Kind::Name && p.last + 1 == at && self.is_name(*p);
            if lead & COLON != 0
                && self.language.is_citing(self.word(cue))
                && let Some(name) = self.phrase_after(cue + 1, at).filter(cited)
            {
                return Some(Evidence::new(name, Some((cue, cue)), 0.9, Reason::Passive));
            }
            if lead & COLON != 0
                && let Some(name) = self.main_clause(cue, at)
            {
                return Some(Evidence::new(name, None, 0.7, Reason::Colon));
            }
            // `Aus dem Ministerium hieß es, der Hafen sei „alt“`
            let place = if self.language.is_impersonal(self.hash(cue)) { self.place_before(cue, low) } else { None };
            if let Some(place) = place {
                return Some(Evidence::new(place, Some((cue, cue)), 0.85, Reason::AccordingTo));
            }
            if let Some(phrase) = self.speaker_of(cue, from, at) {
                if self.is_named_so(cue, phrase, at) {
                    continue;
                }
                let phrase = self.issuer_before(cue, phrase, low).unwrap_or(phrase);
                let adjacent = at - cue <= 6;
                let (confidence, reason) = match (direct, adjacent) {
                    (true, _) => (DIRECT, Reason::CueBefore),
                    (false, true) => (0.85, Reason::CueBefore),
                    (false, false) => (0.7, Reason::CueInSentence),
                };
                let found = Evidence::new(phrase, Some((cue, cue)), confidence, reason);
                let perhaps =
                    phrase.kind == Kind::Generic && (self.is_participle(cue) || self.is_perhaps_noun(cue, phrase));
                if perhaps || self.is_told_of(phrase, cue, from) {
                    perhaps_said = perhaps_said.or(Some(found));
                    continue;
                }
                return Some(found);
            }
        }
        if perhaps_said.is_some() {
            return perhaps_said;
        }
        if let Some(owned) = self.owned(at, low, lead) {
            return Some(owned);
        }
        if lead & COLON == 0 { None } else { self.before_colon(at, from) }
    }

    /// The subject behind the comma that ends the clause of the quote at token `at`.
    fn behind_clause(&self, at: usize) -> Option<Phrase> {
        let end = self.sentence_end(at);
        let comma = (at + 1..end).find(|&i| self.tokens[i].gap & (COMMA | QUOTE_COMMA) != 0)?;
        self.first_subject(comma, end).filter(|p| p.first <= comma + 3)
    }
}
