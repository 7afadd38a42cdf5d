//! Speakers: when two names are one person, and whom a repeated quote belongs to.
//!
//! Names come folded from the room that finds them. What is left to decide here is that one outlet says `Zelensky` and another `Volodymyr Zelensky`. A quote's
//! speaker is settled by all its mentions, each outlet heard once, for ten copies of one wire report are one witness.

use super::{Attribution, Linkable, SettledSpeaker};
use crate::quotes::spelling::same_person;

/// Confidence from which on a name counts as evidence of who spoke.
const GOOD: f64 = 0.5;
/// Confidence from which on a name counts as evidence against another one: it stands beside the quote with a verb of saying, as its subject beyond doubt. Whom `the mayor` means is for the
/// reader of the article to say, and this one may be wrong. Little less than 0.95, which comes as a number of four bytes.
const PRINTED: f64 = 0.949;
/// The same where `she` stands there and goes on with the subject of the sentence before: 0.85.
const GOES_ON: f64 = 0.849;
/// Confidence from which on a name that stands beside a quote counts against another one when it is asked whether two mentions are one quote.
const AGAINST: f64 = 0.82;
/// Share of the evidence for whom most is printed from which on another person disputes it: one mention against many is a slip.
const DISPUTES: f64 = 0.25;
/// The shortest given name that is told to begin another one (`ash`, `ashton`), and the shortest that may be misspelt.
const SHORT_GIVEN: usize = 3;
const LONG_GIVEN: usize = 4;
/// The shortest surname that may be misspelt.
const LONG_SURNAME: usize = 5;
/// Letters at the end of a name that another case may change, and letters that stay at least.
const ENDING: usize = 2;
const STEM: usize = 3;

/// The last word of a folded name: names with different ones are different people.
pub(super) fn surname(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

/// How much of a name stands beside a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    /// A role: whom it means was told from the rest of the article.
    Nothing,
    Pronoun,
    Surname,
    Name,
}

impl Beside {
    fn of(speaker: &Attribution<'_>) -> Beside {
        let stands = |word: &str| {
            let letters = word.chars().count().saturating_sub(ENDING).max(STEM);
            let stem = &word[..word.char_indices().nth(letters).map_or(word.len(), |(end, _)| end)];
            speaker.written.split(|c: char| c.is_whitespace() || c == '-').any(|written| written.starts_with(stem))
        };
        let mut words = speaker.name.split([' ', '-']).rev().filter(|word| !word.is_empty());
        match words.next() {
            // A name in a script without capitals is written in one.
            Some(name) if !is_cased(name) && speaker.written.contains(name) => Beside::Name,
            Some(name) if !is_cased(name) => Beside::Nothing,
            Some(surname) if stands(surname) && words.any(stands) => Beside::Name,
            Some(surname) if stands(surname) => Beside::Surname,
            _ if speaker.written.contains(char::is_whitespace) => Beside::Nothing,
            _ => Beside::Pronoun,
        }
    }

    /// Whether it is evidence against another name.
    fn is_printed(self, confidence: f64) -> bool {
        match self {
            Beside::Nothing => false,
            Beside::Pronoun => confidence >= GOES_ON,
            Beside::Surname | Beside::Name => confidence >= PRINTED,
        }
    }
}

fn is_cased(word: &str) -> bool {
    word.contains(|c: char| c.is_lowercase() || c.is_uppercase())
}

/// Whether a name stands beside the quote itself, so that it speaks against another one: whom `he` means was told from the rest of the article.
pub(super) fn speaks_against(speaker: &Attribution<'_>) -> bool {
    speaker.named && speaker.confidence >= AGAINST && Beside::of(speaker) > Beside::Pronoun
}

/// Whether two names printed with the same words are one person's though they have not the same key: given names of which one begins the other or that differ in one letter, surnames that do,
/// a surname more, and handles (`SpeakerRoe`).
fn is_alike(full: &str, other: &str) -> bool {
    let Some((given, surname)) = full.rsplit_once(' ') else { return false };
    let may_be = |a: &str, b: &str| a == b || a.len().min(b.len()) >= LONG_SURNAME && is_misspelt(a, b);
    let Some((other_given, other_surname)) = other.rsplit_once(' ') else {
        let is_handle = other.len() >= surname.len() + SHORT_GIVEN && other.ends_with(surname);
        return surname.len() > SHORT_GIVEN && is_handle || may_be(surname, other);
    };
    if given == other_given && may_be(surname, other_surname) {
        return true;
    }
    // `Jane Moor Roe`, `Jane Moor`
    if full.strip_prefix(other).is_some_and(|rest| rest.starts_with(' ')) {
        return true;
    }
    let [a, b] = [given, other_given].map(|names| names.split(' ').next().unwrap_or(names));
    let shorter = a.len().min(b.len());
    let begins = shorter >= SHORT_GIVEN && (a.starts_with(b) || b.starts_with(a));
    surname == other_surname && (begins || shorter >= LONG_GIVEN && is_misspelt(a, b))
}

/// Whether two words differ in one letter at most.
fn is_misspelt(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    a.len().max(b.len()) - head - tail <= 1
}

/// The speaker of a mention, where the evidence is good.
pub(super) fn good<'a>(mention: &Linkable<'a>) -> Option<Attribution<'a>> {
    mention.speaker.filter(|s| s.confidence >= GOOD && !s.key.is_empty())
}

/// One person that is given for a quote.
#[derive(Debug)]
struct Person<'a> {
    /// The fullest key.
    key: &'a str,
    named: bool,
    mentions: usize,
    /// The most of the name that stands beside the quote, where that is evidence against others.
    beside: Beside,
    /// The sum of the best confidence of each outlet.
    weight: f64,
    number: usize,
}

/// What one mention gives for a person, by the person's number.
#[derive(Debug)]
struct Given<'a> {
    person: usize,
    source: &'a str,
    speaker: Attribution<'a>,
}

/// The best confidence of each outlet, of what is given for a person by outlet.
fn evidence(of_person: &[Given<'_>]) -> impl Iterator<Item = f64> {
    of_person.chunk_by(|a, b| a.source == b.source).map(|of_source| of_source[0].speaker.confidence)
}

/// The name that is given most, of those with more than a surname where there are any; of several the longest.
fn name<'a>(of_person: &[Given<'a>]) -> Option<&'a str> {
    let mut names: Vec<&str> = of_person.iter().map(|given| given.speaker.name).collect();
    names.sort_unstable();
    let names = names.chunk_by(|a, b| a == b);
    let most = names.max_by_key(|same| (same[0].contains(' '), same.len(), same[0].len(), std::cmp::Reverse(same[0])));
    most.map(|same| same[0])
}

/// Each spelling with the outlets that print it.
fn spellings(of_person: &[Given<'_>]) -> Vec<(String, Vec<String>)> {
    let mut forms: Vec<(&str, &str)> = of_person.iter().map(|given| (given.speaker.form, given.source)).collect();
    forms.sort_unstable();
    forms.dedup();
    let forms = forms.chunk_by(|a, b| a.0 == b.0);
    forms.map(|of| (of[0].0.to_owned(), of.iter().map(|(_, source)| (*source).to_owned()).collect())).collect()
}

/// Settles the speaker of a quote from its mentions, and says whether two different people are printed with it. With each mention, whether it can dispute whose the quote is. `is_person`:
/// whether a name with this key can be one's.
pub(super) fn settle<'a>(
    mentions: impl Iterator<Item = (&'a Linkable<'a>, bool)>,
    is_person: impl Fn(&str) -> bool,
) -> (Option<SettledSpeaker>, bool) {
    let mut given: Vec<(&Linkable<'a>, Attribution<'a>, bool)> = Vec::new();
    let mut all = 0;
    for (mention, can_dispute) in mentions {
        all += 1;
        given.extend(mention.speaker.filter(|s| !s.key.is_empty()).map(|s| (mention, s, can_dispute)));
    }
    // Fuller names first: they say best who is who. A single word may be the given name of one (`Hillary`), or stand first with the surname (`Xi`).
    given.sort_by(|(m, a, _), (n, b, _)| {
        let words = |k: &str| std::cmp::Reverse((k.split(' ').count(), k.len()));
        (words(a.key), a.key, m.document, m.start).cmp(&(words(b.key), b.key, n.document, n.start))
    });
    let mut people: Vec<Person<'a>> = Vec::new();
    let mut told: Vec<Given<'a>> = Vec::with_capacity(given.len());
    for (mention, speaker, can_dispute) in given {
        // `a spokesman for Roe` is not Roe, and a role is nobody but itself.
        let is_same = |p: &&Person<'_>| match p.named && speaker.named {
            true => {
                same_person(p.key, speaker.key)
                    || p.key.split(' ').next() == Some(speaker.key)
                    || is_alike(p.key, speaker.key)
            }
            false => p.named == speaker.named && p.key == speaker.key,
        };
        // A surname alone is most likely of the one who is named in full most often.
        let same = people.iter().filter(is_same).max_by_key(|p| (p.mentions, std::cmp::Reverse(p.number)));
        let at = same.map(|p| p.number).unwrap_or_else(|| {
            let number = people.len();
            let (key, named) = (speaker.key, speaker.named);
            people.push(Person { key, named, mentions: 0, beside: Beside::Nothing, weight: 0.0, number });
            number
        });
        let person = &mut people[at];
        person.mentions += 1;
        let beside = if can_dispute && speaker.named { Beside::of(&speaker) } else { Beside::Nothing };
        if beside.is_printed(speaker.confidence) {
            person.beside = person.beside.max(beside);
        }
        told.push(Given { person: at, source: mention.source, speaker });
    }
    // Each outlet is heard once.
    told.sort_by(|a, b| {
        let best_first = b.speaker.confidence.total_cmp(&a.speaker.confidence);
        (a.person, a.source).cmp(&(b.person, b.source)).then(best_first)
    });
    for (person, of_person) in people.iter_mut().zip(told.chunk_by(|a, b| a.person == b.person)) {
        person.weight = evidence(of_person).sum();
    }
    // A name before a role; then the weight of evidence; then the fuller name.
    let words = |p: &Person<'_>| p.key.split(' ').count();
    people.sort_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        b.named.cmp(&a.named).then(by_weight).then(words(b).cmp(&words(a))).then(a.key.cmp(b.key))
    });
    let is_printed = |p: &&Person<'_>| p.named && p.beside > Beside::Nothing && is_person(p.key);
    let most = people.iter().filter(is_printed).map(|p| p.weight).fold(0.0, f64::max);
    let weighs = |p: &&Person<'_>| is_printed(p) && p.weight >= DISPUTES * most;
    // Of two with one surname a surname says nothing.
    let differ =
        |p: &Person<'_>, q: &Person<'_>| surname(p.key) != surname(q.key) || p.beside.min(q.beside) == Beside::Name;
    let disputes = |p: &&Person<'_>| weighs(p) && people.iter().filter(weighs).any(|q| q.key != p.key && differ(p, q));
    let disputed = people.iter().any(|p| disputes(&p));
    let total: f64 = people.iter().map(|p| p.weight).sum();
    let Some(first) = people.first() else { return (None, false) };
    let of_first = told.chunk_by(|a, b| a.person == b.person).nth(first.number).unwrap_or_default();
    let doubt: f64 = evidence(of_first).map(|confidence| 1.0 - confidence.clamp(0.0, 1.0)).product();
    let outlets = evidence(of_first).count();
    // Who else is printed with it.
    let of = |p: &Person<'_>| told.chunk_by(|a, b| a.person == b.person).nth(p.number).and_then(name);
    let others: Vec<&str> = people[1..].iter().filter(|p| disputed && disputes(p)).filter_map(of).collect();
    let others = if others.is_empty() { String::new() } else { format!("; others print {}", others.join(", ")) };
    let settled = SettledSpeaker {
        name: name(of_first).unwrap_or(first.key).to_owned(),
        key: first.key.to_owned(),
        confidence: if total > 0.0 { (1.0 - doubt) * first.weight / total } else { 0.0 },
        reason: format!(
            "named in {} of {all} mention{}, by {outlets} outlet{}{others}",
            first.mentions,
            if all == 1 { "" } else { "s" },
            if outlets == 1 { "" } else { "s" }
        ),
        spellings: spellings(of_first),
    };
    (Some(settled), disputed)
}
