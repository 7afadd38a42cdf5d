//! Whom a pronoun means: `he`, `she`, `it`, `they`.
//!
//! Whom the sentences before are told of, in the paragraph and in the one above; else the last one who spoke, else the nearest one named who fits by gender. A thing or a group is who spoke last
//! in the paragraph.

use super::class::{
    ACCORDING, AUXILIARY, BODY, COMMON, CONJUNCTION, CUE, Class, DETERMINER, FEMALE, FILLER, FIRST_PERSON, GENERIC,
    GIVEN, HE, IT, MALE, PARTICLE, PREPOSITION, PRONOUN, SHE, THEY, TITLE,
};
use super::finder::{Bytes, QuoteFinder};
use super::names::Run;
use super::phrases::{Kind, Phrase, Reader};
use super::resolution::{above, is_caption, is_quoted, read_end};
use super::spans::Span;
use super::tokens::{self, BRACKET, COMMA, DASH, QUOTE_COMMA, SEMICOLON, Token};
use crate::text::Prepared;

/// Words from the beginning of a sentence to its subject, and where the subject stands behind a comma.
const FAR: usize = 8;
const LED: usize = 16;
/// Words of an office before a name.
const OFFICE: usize = 4;
/// Sentences of the paragraph above in which a pronoun may go on.
const SENTENCES: usize = 4;

impl QuoteFinder<'_> {
    /// Whom `he` or `she` means, and whether that is the subject of the sentence before in the same paragraph.
    pub(super) fn person(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        spans: &[Span],
        phrase: Phrase,
        class: Class,
        number: u32,
    ) -> Option<(Run, bool)> {
        let word = reader.tokens[phrase.first].word;
        // The subject of the sentences before it in this paragraph.
        let mut end = phrase.first;
        let begins = reader.tokens[phrase.first].sentence;
        let (mut perhaps, mut weakly): (Option<Run>, Option<Run>) = (None, None);
        // Whether a sentence on the way is said of the same one: `He went on.`
        let mut chained = false;
        for sentence in 0..5 {
            let Some(last) = end.checked_sub(1) else { break };
            let sentence_start = reader.sentence_start(last);
            // A semicolon parts two sentences too.
            let start = (sentence_start + 1..end).rev().find(|&i| reader.tokens[i].gap & SEMICOLON != 0);
            let start = start.unwrap_or(sentence_start);
            // `If Doe did that, it would be wrong, Roe said. “…,” she went on.`
            let own = sentence == 0 && !begins;
            // `Doe threatened the port, “some of it,” he wrote.`
            let quoted = reader.tokens[phrase.first].gap & QUOTE_COMMA != 0;
            let spoke = if own && !quoted { None } else { self.speaks_in(reader, prepared, class, start, end) };
            if let Some(run) = spoke {
                return Some((run, sentence <= 1));
            }
            let leads = |p: &Phrase| p.first <= start + FAR || p.first <= start + LED && self.begins_clause(reader, *p);
            // `Doe had shown that it was late, she said.`: he is spoken of.
            let last = || {
                let verb = phrase.first + 1;
                let said = reader.tokens.get(verb).is_some_and(|t| t.is(CUE) && t.quote.is_none());
                let parted = |t: &Token| t.quote.is_none() && (t.sentence || t.gap & (COMMA | DASH | SEMICOLON) != 0);
                // `…, he said, …`, and not `Asked about Doe, he told the town “…”`
                said && reader.tokens.get(verb + 1).is_none_or(parted)
                    || (verb..reader.sentence_end(phrase.first)).all(|i| reader.tokens[i].quote.is_none())
            };
            // `Roe (“It is late,” he wrote)`
            let before = phrase.first.checked_sub(1).map(|i| &reader.tokens[i]);
            let aside = before.is_some_and(|t| t.quote.is_some() && t.gap & BRACKET != 0);
            if own && !aside && reader.tokens[phrase.first].gap & (COMMA | QUOTE_COMMA) != 0 && last() {
                end = start;
                continue;
            }
            let subject = reader.subject_for(class, start, end).filter(leads);
            chained |= subject.is_some_and(|p| matches!(p.kind, Kind::Pronoun(other) if other & class != 0));
            let run = match subject {
                Some(p) if p.kind == Kind::Name => self.named(reader, p),
                Some(p) if p.kind == Kind::Generic => self.holder(reader, prepared, p),
                _ => None,
            };
            // An office says that it is a person's.
            let office = subject.is_some_and(|p| p.kind == Kind::Generic);
            // `Maria opened the door. “…,” she said.`
            let wanted = if class & SHE == 0 { MALE } else { FEMALE };
            let given = subject.is_some_and(|p| {
                let t = &reader.tokens[p.first];
                p.kind == Kind::Name && p.first == p.last && t.is(GIVEN) && t.class & (MALE | FEMALE) == wanted
            });
            if let Some(run) = run.filter(|r| given && r.words() == 1 && !r.role) {
                return Some((run, sentence <= 1));
            }
            // Where there are no articles a name of two words is hardly ever anything else.
            let full = |r: Run| !reader.language.articles && !r.role && r.words() >= 2;
            if let Some(run) =
                run.filter(|&r| (office || self.names.is_person(r) || full(r)) && self.names.fits(r, class))
            {
                return Some((run, sentence <= 1));
            }
            // A name of two words may be anybody's.
            perhaps = perhaps
                .or(run.filter(|&r| !r.role && self.names.resolve(r).0.words() >= 2 && self.names.fits(r, class)));
            // `Roe predicted a comeback for Doe. “…,” he said.`: the subject of the sentence before, though nothing says that it is a person.
            let bare = |r: &Run| sentence <= 1 && self.is_surname_alone(reader, prepared, *r);
            // `Roe spoke to a reporter. He told him of Jane Doe. “…,” he said.`
            let goes_on =
                |r: &Run| chained && self.looks_like_person(reader, prepared, *r) && self.names.fits(*r, class);
            if let Some(run) = run.filter(goes_on) {
                return Some((run, false));
            }
            weakly = weakly.or(run.filter(|r| bare(r) && self.names.fits(*r, class)));
            end = start;
        }
        let paragraph = |word: u32| prepared.paragraphs.partition_point(|p| p.end_word <= word) as u32;
        let captioned = |word: u32| {
            prepared.paragraphs.get(paragraph(word) as usize).is_some_and(|p| is_caption(*p, reader.classes))
        };
        let apart = |word: u32| is_quoted(spans, word) || captioned(word);
        let named = self.names.antecedent(word, class, apart, &prepared.paragraphs, reader.text);
        // Whom the paragraph above is about, unless somebody was quoted there or is named in this one.
        let quoted_above = self.last_named.is_some_and(|(_, _, there)| there + 1 >= number);
        let here = named.is_some_and(|run| paragraph(run.first_word) == number);
        let above = if quoted_above || here { None } else { self.subject_above(reader, prepared, class, number) };
        if let Some(run) = above {
            return Some((run, false));
        }
        let wanted = if class & SHE == 0 { MALE } else { FEMALE };
        let last = self
            .last_named
            .filter(|(run, gender, _)| (*gender == 0 || gender & wanted != 0) && self.names.fits(*run, class));
        let found = match (named, last) {
            (Some(named), Some((last, _, there))) => {
                let here = paragraph(named.first_word);
                // Somebody named in this paragraph, or since the last one spoke.
                Some(if here == number || here > there { named } else { last })
            }
            (named, last) => named.or(last.filter(|l| number - l.2 <= 3).map(|l| l.0)).or(perhaps),
        };
        let above = || self.named_above(reader, prepared, class, number);
        found.or(weakly).or_else(above).map(|run| (run, false))
    }

    /// The name of who holds an office: `Le maire, Jane Roe, en appelle à l’État.`, and `The mayor waited.` in an article about Mayor Roe.
    fn holder(&mut self, reader: &Reader<'_>, prepared: &Prepared, phrase: Phrase) -> Option<Run> {
        let run = self.between_commas(reader, phrase);
        let run = run.or_else(|| self.holder_apposed(reader, phrase, reader.head(phrase)?));
        if run.is_some() || !(phrase.first..=phrase.last).any(|i| reader.is_title(i)) {
            return run;
        }
        self.by_role(reader, prepared, phrase).filter(|&run| self.names.is_person(run) || run.words() >= 2)
    }

    /// The office that leads the sentence before a pronoun that nobody with a name fits: `The mayor had some advice. ¶ “…,” he said.`
    pub(super) fn officer_before(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        (phrase, class): (Phrase, Class),
        number: u32,
    ) -> Option<Bytes> {
        if reader.language.inverted {
            return None;
        }
        self.in_sentence_before(reader, prepared, phrase.first, number, |_, reader, (start, end), _| {
            let subject = reader.subject_for(class, start, end)?;
            let (first, last) = (&reader.tokens[subject.first], &reader.tokens[subject.last]);
            let article = first.is(DETERMINER) && !first.is(PRONOUN);
            let definite =
                article && reader.is_definite(subject) && !reader.language.is_negation(reader.hash(subject.first));
            let office = subject.kind == Kind::Generic && last.is(TITLE) && !last.is(BODY);
            (office && definite).then_some((first.start, last.end))
        })
    }

    /// The name that is the subject of the last sentence of the paragraph above, of whom nothing else says that it is a person's: `Roe said no. ¶ “…,” he said.`
    fn named_above(&mut self, reader: &Reader<'_>, prepared: &Prepared, class: Class, number: u32) -> Option<Run> {
        self.in_sentence_before(reader, prepared, 0, number, |finder, reader, (start, end), _| {
            // Not `Advertisement` in a line of its own.
            let named = |p: &Phrase| p.kind == Kind::Name && p.last + 1 < end && reader.is_name(*p);
            let run = finder.named(reader, reader.first_subject(start, end).filter(named)?)?;
            (finder.names.fits(run, class) && finder.is_surname_alone(reader, prepared, run)).then_some(run)
        })
    }

    /// The name of who speaks in a sentence, which begins at token `start`: said of him before, a pronoun means him.
    fn speaks_in(
        &self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        class: Class,
        start: usize,
        end: usize,
    ) -> Option<Run> {
        let name = |p: &Phrase| p.kind == Kind::Name && reader.is_name(*p);
        // `According to Roe, it is late. “…,” he said.`
        let first = start + usize::from(reader.tokens[start].is(CONJUNCTION));
        let according = reader.tokens[..end].get(first).filter(|t| t.is(ACCORDING));
        let according = according.and_then(|_| reader.according(ACCORDING, first, end));
        let told_of =
            according.map(|found| found.phrase).into_iter().chain(reader.told_of(start, end).into_iter().flatten());
        let told_of = told_of.filter(name);
        let mut runs = told_of.filter_map(|phrase| self.named(reader, phrase));
        runs.find(|&run| self.looks_like_person(reader, prepared, run) && self.names.fits(run, class))
    }

    /// Whether a name is a person's, as far as can be seen, or has two words of which the last one stands alone elsewhere, or an age or an office behind a comma.
    fn looks_like_person(&self, reader: &Reader<'_>, prepared: &Prepared, run: Run) -> bool {
        if run.role || self.names.is_person(run) {
            return !run.role;
        }
        let (full, _) = self.names.resolve(run);
        let next = full.end_word as usize;
        let apposed = || {
            let behind = reader.text.get(full.end as usize..)?.strip_prefix(", ")?;
            let office = prepared.words.len() > next && reader.classes[next] & (TITLE | GENERIC | DETERMINER) != 0;
            Some(behind.starts_with(|c: char| c.is_ascii_digit() || c.is_lowercase() && office))
        };
        // Not `U.S.-Lystria`, `UK Daily Tern`
        let first = full.first_word as usize;
        let (start, end) = (prepared.words.starts[first], prepared.words.ends[first]);
        let word = &reader.text[start as usize..end as usize];
        let given = reader.classes[first] & !(GIVEN | PARTICLE) == 0;
        let small = || word.chars().nth(1).map_or(full.words() >= 3, char::is_lowercase);
        // Where a verb may come before its subject, a team or a firm is easily taken for a person.
        let plain = || reader.classes[first..next].iter().all(|class| class & !(GIVEN | PARTICLE | COMMON) == 0);
        let order = !reader.language.inverted || reader.language.capital_nouns && plain();
        let name = full.words() >= 2 && !full.role && given && small() && order;
        name && (self.names.stands_alone(full) || apposed() == Some(true))
    }

    /// Whether a phrase stands behind the comma that ends what leads to it: `During a visit to the port, Roe`.
    fn begins_clause(&self, reader: &Reader<'_>, phrase: Phrase) -> bool {
        let first = self.named(reader, phrase).map_or(reader.tokens[phrase.first].word, |run| run.first_word);
        let parted = |t: &&Token| t.gap & COMMA != 0 && t.quote.is_none();
        let led = reader.tokens[..=phrase.first].iter().rev().take(OFFICE).find(parted);
        led.is_some_and(|t| t.word <= first)
    }

    /// Whom the paragraph above is about: who speaks in one of its last sentences, or is the subject of one, as far back as the pronoun goes on with it: `Roe said no. ¶ “…,” he said.`
    fn subject_above(&mut self, reader: &Reader<'_>, prepared: &Prepared, class: Class, number: u32) -> Option<Run> {
        let above = above(prepared, reader.classes, number)?;
        let mut context = std::mem::take(&mut self.context);
        let reader = read_end(reader, prepared, above, &mut context);
        let found = self.subject_at_end(&reader, prepared, class);
        self.context = context;
        found
    }

    /// The same in the words of the paragraph above.
    fn subject_at_end(&mut self, reader: &Reader<'_>, prepared: &Prepared, class: Class) -> Option<Run> {
        let mut end = reader.tokens.len();
        for _ in 0..SENTENCES {
            let start = reader.sentence_start(end.checked_sub(1)?);
            if let Some(run) = self.speaks_in(reader, prepared, class, start, end) {
                return Some(run);
            }
            let subject = reader.subject_for(class, start, end)?;
            if matches!(subject.kind, Kind::Pronoun(other) if other & class != 0) {
                end = start;
                continue;
            }
            if subject.kind == Kind::Generic {
                let run = self.holder(reader, prepared, subject);
                return run.filter(|&run| !run.role && self.names.fits(run, class));
            }
            // Not `Advertisement` in a line of its own.
            let named = subject.kind == Kind::Name && subject.last + 1 < end && reader.is_name(subject);
            let run = named.then(|| self.named(reader, subject)).flatten().filter(|run| !run.role)?;
            let somebody = self.looks_like_person(reader, prepared, run);
            return (somebody && self.names.fits(run, class)).then_some(run);
        }
        None
    }

    /// Whether a run is one word that no list has, and stands in the article again: a surname, as far as can be seen.
    fn is_surname_alone(&self, reader: &Reader<'_>, prepared: &Prepared, run: Run) -> bool {
        let word = run.first_word as usize;
        let shouts = tokens::shouts(reader.text, prepared.words.starts[word], prepared.words.ends[word]);
        let written = &reader.text[run.start as usize..run.end as usize];
        // `Housing`
        let name = reader.classes[word] == 0 && !shouts && !reader.language.ends_like_participle(written);
        !run.role && run.words() == 1 && name && self.names.is_repeated(run)
    }

    /// What `it` or `they` means: who spoke last in this paragraph.
    pub(super) fn group(
        &mut self,
        reader: &Reader<'_>,
        prepared: &Prepared,
        phrase: Phrase,
        class: Class,
        number: u32,
    ) -> Option<Bytes> {
        if class & FIRST_PERSON != 0 || !Reader::is_impersonal(class) {
            return None;
        }
        let start = reader.sentence_start(phrase.first);
        let bytes = |reader: &Reader<'_>, found: Phrase| {
            let name = !matches!(found.kind, Kind::Pronoun(_));
            name.then(|| (reader.tokens[found.first].start, reader.tokens[found.last].end))
        };
        // `The operator, Port Ferries, disputed that. “…,” it said.`
        let subject = start.checked_sub(1).and_then(|last| reader.first_subject(reader.sentence_start(last), start));
        // `Prosecutors see it differently: In court they called it “…”`
        let body = |p: &Phrase| reader.tokens[p.last].is(GENERIC) || p.kind == Kind::Name && reader.is_body_of(*p);
        let own = || reader.first_subject(start, phrase.first).filter(body);
        if let Some(own) = if class & THEY != 0 { own() } else { None } {
            return bytes(reader, own);
        }
        let is_thing = |run: Run| !self.names.is_person(run);
        let of_group = |p: &Phrase| {
            class & IT != 0
                && match p.kind {
                    Kind::Generic => reader.tokens[p.last].is(BODY),
                    Kind::Name => {
                        let thing = || self.named(reader, *p).is_some_and(is_thing);
                        p.last > p.first && (reader.is_body_of(*p) || thing())
                    }
                    Kind::Pronoun(_) => false,
                }
        };
        if let Some(subject) = subject.filter(of_group) {
            let name = reader.tokens.get(subject.last + 1).filter(|t| t.gap & COMMA != 0 && t.quote.is_none());
            let name = name.and_then(|_| self.apposed(reader, subject.last + 1));
            return name.map_or_else(|| bytes(reader, subject), |name| Some((name.start, name.end)));
        }
        // Where every noun has a capital, a thing is easily taken for who spoke.
        let known = |reader: &Reader<'_>, p: &Phrase| {
            !reader.language.capital_nouns || class & IT == 0 || reader.tokens[p.last].is(BODY) || reader.is_body_of(*p)
        };
        if let Some((found, _)) = reader.last_speaker(0, start) {
            return known(reader, &found).then(|| bytes(reader, found)).flatten();
        }
        let mut context = std::mem::take(&mut self.context);
        let found = above(prepared, reader.classes, number).and_then(|above| {
            let above = read_end(reader, prepared, above, &mut context);
            let (found, _) = above.last_speaker(0, above.tokens.len())?;
            known(&above, &found).then(|| bytes(&above, found)).flatten()
        });
        self.context = context;
        found
    }
}

impl Reader<'_> {
    /// The first subject of a sentence that a pronoun of this class may go on with: that of the next clause behind a thing. `It was a sharp attack, but Roe parried.`
    fn subject_for(&self, class: Class, start: usize, end: usize) -> Option<Phrase> {
        let subject = self.first_subject(start, end)?;
        let other = matches!(subject.kind, Kind::Pronoun(other) if other & class == 0 && other & (IT | THEY) != 0);
        let joins = |&i: &usize| self.tokens[i].is(CONJUNCTION) && self.tokens[i].gap & COMMA != 0;
        let next = (subject.last + 1..end).find(joins).filter(|_| other);
        next.and_then(|next| self.first_subject(next + 1, end)).or(Some(subject))
    }

    /// What a token is as a pronoun.
    pub(super) fn pronoun(&self, i: usize) -> Option<Class> {
        let t = &self.tokens[i];
        let class = t.class & PRONOUN;
        if class == 0 && t.class & (FILLER | GIVEN | GENERIC | TITLE) == FILLER && t.is(MALE | FEMALE) {
            return self.himself(i);
        }
        (t.quote.is_none() && class != 0).then_some(class)
    }

    /// The pronoun that `sam` is before a verb: `Sama unikała wywiadów`, not `Sam minister`.
    fn himself(&self, i: usize) -> Option<Class> {
        let (t, next) = (&self.tokens[i], self.tokens.get(i + 1)?);
        let is_verb = next.is(CUE | AUXILIARY) || next.class == 0 && t.is(self.language.verb_gender(self.word(i + 1)));
        let verb = is_verb && !next.upper && next.quote.is_none() && self.plain_gap(i + 1);
        verb.then_some(if t.is(FEMALE) { SHE } else { HE })
    }

    /// The person without a name who is the subject of the sentence before a pronoun, or of the one before that: `His wife was not hurt. “…,” she said.`
    pub(super) fn just_told_of(&self, pronoun: Phrase, class: Class) -> Option<Phrase> {
        let mut end = pronoun.first;
        for _ in 0..2 {
            let start = self.sentence_start(end.checked_sub(1)?);
            // `Jeder habe eine Aufgabe, erklärt der Chef. „…“, sagt er.`
            let said = |&i: &usize| {
                let t = &self.tokens[i];
                t.is(CUE) && t.gap & COMMA != 0 && t.quote.is_none() && !self.is_noun(i)
            };
            let cue = (start + 1..end).rev().take(OFFICE).find(said).filter(|_| self.language.capital_nouns);
            let speaker = cue.and_then(|cue| self.phrase_after(cue + 1, end)).filter(|p| p.kind == Kind::Generic);
            if let Some(subject) = speaker.or_else(|| self.first_subject(start, end)) {
                let head = (subject.first..=subject.last).take_while(|&i| !self.tokens[i].is(PREPOSITION)).last()?;
                let noun = &self.tokens[head];
                let wanted = if class & SHE == 0 { MALE } else { FEMALE };
                let title = self.language.capital_nouns && self.is_title(head) && subject.first < head;
                let own = noun.class & (MALE | FEMALE);
                let gender =
                    if own == 0 && title { self.language.article_gender(self.hash(subject.first)) } else { own };
                let fits = (noun.is(GENERIC) || title) && gender & (MALE | FEMALE) == wanted;
                return (subject.kind == Kind::Generic && fits).then_some(subject);
            }
            end = start;
        }
        None
    }
}
