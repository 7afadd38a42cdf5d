//! Quotes that nobody says, for they are names: of a programme, a paper, a book (`told CNN’s “State of the Union”`, `« Le Monde » a annoncé`), or headlines in a list of links that a page
//! has glued to the text.

use super::class::{
    AUXILIARY, BODY, CONJUNCTION, CUE, DETERMINER, GIVEN, INDEFINITE, NO_NAME, PASSIVE, PREPOSITION, PRONOUN, TELLING,
    TITLE,
};
use super::links::{MORE, is_glued};
use super::phrases::Reader;
use super::tokens::{BRACKET, CLOSING_BRACKET, COMMA, PARTS, QUOTE_CALL, QUOTE_COMMA};

/// Words of a name that a verb follows, at most: `« Le Monde » a annoncé`.
const NAME_WORDS: usize = 4;
/// Words of a name behind a noun for what has one, at most: `der Bericht „Sicherheit im Hafen von Lystria“`.
const WORK_WORDS: usize = 7;
/// How far before an outlet in marks the verb may stand, in tokens.
const TELLING_REACH: usize = 6;
/// How far from a quote the ends of a list of links are looked for, in tokens.
const LIST: usize = 60;

impl Reader<'_> {
    /// Whether the quote at token `at`, with this text, is the name of something in its sentence, which begins at token `low`.
    pub(super) fn is_work(&self, at: usize, low: usize, text: &str) -> bool {
        if at > low && self.is_named_work(at, text) {
            return true;
        }
        if at <= low || self.tokens[at].gap & PARTS != 0 {
            return false;
        }
        let before = &self.tokens[at - 1];
        // The full stop of the sentence stands inside the marks of many outlets.
        let whole = text.trim_end();
        let text = whole.strip_suffix('.').unwrap_or(whole);
        if before.quote.is_some() || text.ends_with(['.', '!', '?', '…']) {
            return false;
        }
        // `on “Port Today.”`, and not `into “World War III.”`
        let place = text == whole || !self.language.is_no_work_place(self.hash(at - 1));
        let brought_in = place && self.is_brought_in(at, low) || self.is_told(at);
        brought_in && is_name(text) && !self.is_headline(at, low)
            || self.is_programme(at, low, text)
            || self.is_outlet(at, low, text)
            || self.is_subject_in_marks(at, text)
            || self.is_nickname(at, text)
    }

    /// Whether the quote at token `at`, with this text, is how something is called, by nobody that the sentence names: `the so-called “…”`, `known as “…”`.
    pub(super) fn is_term(&self, at: usize, low: usize, text: &str) -> bool {
        let Some(last) = at.checked_sub(1).filter(|&i| i >= low && self.plain_gap(at)) else { return false };
        let before = last.checked_sub(1).filter(|&i| i >= low && self.plain_gap(last));
        let two = [before.map_or(0, |i| self.hash(i)), self.hash(last)];
        // `Betreffzeilen wie „…“`
        let noun = before.is_some_and(|i| self.tokens[i].upper && self.tokens[i].quote.is_none());
        let example = noun && self.language.brings_in_example(two[1]);
        // `heißt seit 1954 „Schiffertag“`, and not `Im Bericht heißt es „…“`
        let called = || {
            let mut near = (low..at).rev().take(NAME_WORDS).take_while(|&i| i == last || self.plain_gap(i + 1));
            let verb = near.find(|&i| self.language.is_impersonal(self.hash(i)));
            verb.is_some_and(|verb| !(verb + 1..at).any(|i| self.tokens[i].is(PRONOUN | CONJUNCTION | CUE)))
        };
        let term = self.language.is_term(two) || self.language.capital_nouns && called();
        // `an article titled “…”`
        let titled = self.language.is_naming(two[1]) && self.language.is_term(two);
        !self.tokens[at].sentence && (term && is_short(text, NAME_WORDS) || example || titled)
    }

    /// Whether the quote at token `at` is an outlet that somebody told something: `sagte Roe dem „Boten“`, `gegenüber «LBC»`.
    fn is_outlet(&self, at: usize, low: usize, text: &str) -> bool {
        if !self.language.capital_nouns || !is_short(text, NAME_WORDS - 1) || !(is_title(text) || text.contains('.')) {
            return false;
        }
        let told = |i: usize| self.language.is_telling_place(self.hash(i));
        // `dem Lindauer „Boten“`
        let adjective = self.tokens[at - 1].class == 0 && self.plain_gap(at - 1) && at > low + 1;
        let article = at - 1 - usize::from(adjective);
        let t = &self.tokens[article];
        if t.quote.is_some() || !self.plain_gap(article) && article > low {
            return false;
        }
        if told(article) {
            return true;
        }
        let Some(before) = article.checked_sub(1).filter(|&i| i >= low && t.is(DETERMINER)) else { return false };
        if told(before) {
            return true;
        }
        // `sagte Roe dem „Boten“`, and not `nannte Roe den „Boten“`
        let dative = self.language.is_telling_article(self.hash(article));
        let after_name = self.capital(before) && !self.is_behind_preposition(before, low);
        let verb = (low..=before).rev().take(TELLING_REACH).find(|&i| self.tokens[i].is(CUE));
        let said = |verb: usize| (verb == before || after_name) && !self.language.is_weak(self.hash(verb));
        dative && verb.is_some_and(said)
    }

    /// Whether the quote at token `at` is whom somebody told something: `told “The Hill” that`.
    fn is_told(&self, at: usize) -> bool {
        self.tokens[at - 1].is(TELLING) && self.plain_gap(at)
    }

    /// Whether the quote at token `at` stands inside a name: `Jane “The Rock” Roe`.
    fn is_nickname(&self, at: usize, text: &str) -> bool {
        let parts = PARTS | QUOTE_COMMA | QUOTE_CALL;
        let goes_on = self.tokens.get(at + 1).is_some_and(|t| t.gap & parts == 0 && !t.sentence);
        goes_on && self.capital(at - 1) && self.capital(at + 1) && is_short(text, NAME_WORDS - 1)
    }

    /// Whether a preposition or an owner stands before the quote at token `at`: `on “…”`, `in the “…”`, `CNN’s “…”`.
    fn is_brought_in(&self, at: usize, low: usize) -> bool {
        // `in the book “…”`
        let t = &self.tokens[at - 1];
        let noun = !t.upper && (t.class == 0 || t.is(BODY)) && at > low + 2 && self.plain_gap(at - 1);
        let last = at - 1 - usize::from(noun && self.tokens[at - 2].is(DETERMINER));
        let article = self.tokens[last].is(DETERMINER) && !self.tokens[last].is(INDEFINITE | PREPOSITION);
        let i = if article && last > low && self.plain_gap(last) { last - 1 } else { last };
        let t = &self.tokens[i];
        if t.quote.is_some() || self.owns(i) {
            return t.quote.is_none();
        }
        // `Recherchen der „New York Times“`
        let genitive = article && self.language.capital_nouns && t.upper && !self.language.is_oblique(self.hash(last));
        if genitive && last > low && self.plain_gap(last) && !self.capital_is_person(i) {
            return true;
        }
        // `called it as “…”`, `spoke of “…”`
        let verb = i > low && self.plain_gap(i) && self.tokens[i - 1].is(CUE) && !self.is_noun(i - 1);
        t.is(PREPOSITION) && !t.is(PASSIVE) && (!verb || self.language.is_work_place(self.hash(i)))
    }

    /// Whether a given name or a title stands at token `i`.
    fn capital_is_person(&self, i: usize) -> bool {
        self.tokens[i].is(GIVEN | TITLE) || self.is_title(i)
    }

    /// Whether a noun for a work stands before the quote at token `at`, or what has a name behind it: `the movie “Harbour”`, `under the headline, “Late Again”`, `a “Mother Harbour” poster`.
    fn is_named_work(&self, at: usize, text: &str) -> bool {
        let kind = self.tokens[at].gap & PARTS & !COMMA == 0 && self.language.is_kind_of_work(self.hash(at - 1));
        // `die Nachrichtenagentur „Hafa“`, `seinem Bericht „Sicherheit im Hafen“`
        let t = &self.tokens[at - 1];
        let compound =
            t.upper && t.quote.is_none() && self.plain_gap(at) && self.language.ends_like_work(self.word(at - 1));
        if compound && is_short(text, WORK_WORDS) && !text.ends_with('.') {
            return text.starts_with(|c: char| !c.is_lowercase()) || is_short(text, 1);
        }
        let next = self.tokens.get(at + 1).filter(|t| t.quote.is_none() && !t.upper && !t.sentence && t.class == 0);
        let label = next.is_some_and(|t| t.gap & (PARTS | QUOTE_COMMA | QUOTE_CALL) == 0);
        let label = label && self.tokens[at - 1].is(INDEFINITE) && self.plain_gap(at) && is_short(text, NAME_WORDS);
        let text = text.trim_end();
        let text = text.strip_suffix(['.', ',']).unwrap_or(text);
        (kind || label && is_name(text)) && is_title(text) && !text.ends_with(['!', '?', '…'])
    }

    /// Whether the quote at token `at` is what a network has on the air: `on ABC’s “20/20”`.
    fn is_programme(&self, at: usize, low: usize, text: &str) -> bool {
        let owner = at - 1;
        if !self.owns(owner) || !self.capital(owner) || !is_short(text, NAME_WORDS - 1) || !is_title(text) {
            return false;
        }
        let first = self.capitals_before(owner, low);
        let on = first > low && self.plain_gap(first) && self.language.is_work_place(self.hash(first - 1));
        on && self.word(first).chars().take_while(|c| c.is_uppercase()).count() > 1
    }

    /// Whether a verb stands directly behind the quote at token `at` as behind its subject: `The group “…” accused`.
    fn is_subject_in_marks(&self, at: usize, text: &str) -> bool {
        let (before, Some(next)) = (&self.tokens[at - 1], self.tokens.get(at + 1)) else { return false };
        // `The “Port Alliance – United Sailors” (PAUS) accused`
        let short = next.gap & BRACKET != 0 && self.tokens.get(at + 2).is_some_and(|t| t.gap & CLOSING_BRACKET != 0);
        let acronym = short && self.word(at + 1).chars().filter(|c| c.is_uppercase()).count() > 1;
        if acronym && before.is(DETERMINER) && !before.is(INDEFINITE) {
            return text.starts_with(char::is_uppercase) && is_short(text, WORK_WORDS);
        }
        let ended = next.sentence || next.gap & (COMMA | QUOTE_COMMA | QUOTE_CALL | PARTS) != 0;
        let verb = next.is(CUE | AUXILIARY) && !next.upper && next.quote.is_none();
        let noun = before.class == 0 || before.is(DETERMINER | BODY);
        let noun = noun && !before.is(NO_NAME | INDEFINITE | CUE | AUXILIARY);
        let capital =
            |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let name = || is_short(text, NAME_WORDS) && (is_name(text) || text.split_whitespace().all(capital));
        verb && !ended && noun && name()
    }

    /// Whether the words around the quote at token `at` have capitals as those of a headline.
    fn is_headline(&self, at: usize, low: usize) -> bool {
        let near = (low..at).chain(at + 1..self.tokens.len().min(at + LIST));
        let mut long =
            near.filter(|&i| self.tokens[i].quote.is_none() && self.tokens[i].end - self.tokens[i].start > 3);
        long.all(|i| self.tokens[i].upper)
    }

    /// Whether the quote at token `at` stands in a list of links that a page has glued to the text: `Jane RoeOn the money: Roe slams “…” MORE`.
    pub(super) fn is_in_links(&self, at: usize) -> bool {
        let is_word = |i: &usize| self.tokens[*i].quote.is_none();
        let is_more = |i: &usize| is_word(i) && self.word(*i) == MORE;
        // Two glued words begin the list.
        let before = (0..at).rev().take(LIST).take_while(|i| !is_more(i));
        before.filter(is_word).any(|i| is_glued(self.word(i)))
            && (at + 1..self.tokens.len()).take(LIST).any(|i| is_more(&i))
    }
}

/// Whether a text has at most so many words.
fn is_short(text: &str, most: usize) -> bool {
    text.split_whitespace().nth(most).is_none()
}

/// Whether all words of a text have a capital or a figure.
fn is_title(text: &str) -> bool {
    let capital =
        |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| c.is_uppercase() || c.is_numeric());
    text.split_whitespace().all(capital)
}

/// Whether a text is written as the name of a work: its first and last words and every longer one have a capital, and two at least.
fn is_name(text: &str) -> bool {
    let words =
        || text.split_whitespace().filter_map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).chars().next());
    let long = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).chars().count() > 3;
    let capital = |c: char| c.is_uppercase() || c.is_numeric();
    words().next().is_some_and(capital)
        && words().next_back().is_some_and(capital)
        && words().filter(|c| c.is_uppercase()).count() >= 2
        && text
            .split_whitespace()
            .filter(|word| long(word))
            .all(|word| word.chars().find(|c| c.is_alphanumeric()).is_some_and(capital))
}
