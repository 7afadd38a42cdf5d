//! Names in other cases than that of a subject: `за словами Андрія Мельника` names Андрій Мельник.
//!
//! Endings are data, so no form is certain. A given name is one that the list of names has, in the form that its ending stands for; a surname follows it. Without a known given name only
//! a phrase that asks for the case changes a name.

use super::file::Given;
use crate::matching::HashedMap;
use crate::quotes::class::{Class, FEMALE, MALE};
use crate::text::{WordHash, hash_normal_word, normal_form};
use serde::Deserialize;

/// How often the endings of a surname are looked at: `Дзюби`, `Дзюба`, `Дзюб`.
const STEPS: usize = 3;
/// Letters that stand before an ending at least.
const STEM: usize = 2;
/// Letters of an ending from which on it tells the gender by itself: `ской`.
const TELLING: usize = 3;

/// Pairs of endings: for given names that of the subject and the one in its place, for surnames the other way round, the longest first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Endings {
    pub(super) male: Vec<(String, String)>,
    pub(super) female: Vec<(String, String)>,
}

/// The other forms of given names by these endings.
pub(super) fn forms(names: &[String], endings: &[(String, String)]) -> Vec<String> {
    let form =
        |name: &str, (end, other): &(String, String)| Some(format!("{}{other}", name.strip_suffix(end.as_str())?));
    names.iter().flat_map(|name| endings.iter().filter_map(move |ending| form(name, ending))).collect()
}

/// How the names of a language end.
#[derive(Debug, Clone)]
pub(in crate::quotes) struct Cases {
    given: Endings,
    surnames: Endings,
    /// Given names as subjects, with their gender.
    subjects: HashedMap<WordHash, Class>,
}

fn hash(word: &str) -> WordHash {
    hash_normal_word(&normal_form(word))
}

/// A word with the first ending that fits in the place of another one.
fn replaced(word: &str, endings: &[(String, String)]) -> Option<(String, usize)> {
    endings.iter().find_map(|(end, other)| {
        let stem = word.strip_suffix(end.as_str()).filter(|stem| stem.chars().nth(STEM - 1).is_some())?;
        Some((format!("{stem}{other}"), end.chars().count()))
    })
}

impl Cases {
    /// By these endings; nothing where surnames have none.
    pub(super) fn new(given: Endings, surnames: Endings, names: &Given) -> Option<Cases> {
        if surnames.male.is_empty() && surnames.female.is_empty() {
            return None;
        }
        let mut subjects: HashedMap<WordHash, Class> = HashedMap::default();
        for (list, gender) in [(&names.male, MALE), (&names.female, FEMALE)] {
            list.iter().for_each(|name| *subjects.entry(hash(name)).or_default() |= gender);
        }
        Some(Cases { given, surnames, subjects })
    }

    fn surname_endings(&self, gender: Class) -> &[(String, String)] {
        if gender == FEMALE { &self.surnames.female } else { &self.surnames.male }
    }

    /// A hash that all forms of a surname have in common, those of husband and wife too.
    pub(in crate::quotes) fn surname_key(&self, surname: &str) -> WordHash {
        let mut stem = normal_form(surname);
        for gender in [FEMALE, MALE] {
            for _ in 0..STEPS {
                let Some((shorter, _)) = replaced(&stem, self.surname_endings(gender)) else { break };
                stem = shorter;
            }
        }
        hash_normal_word(&stem)
    }

    /// A hash that all forms of a given name have in common.
    pub(in crate::quotes) fn given_key(&self, name: &str) -> WordHash {
        self.subject(name, 0, false).map_or_else(|| hash(name), |(subject, _)| hash(&subject))
    }

    /// A given name as a subject, and the gender that it has then; `None` where it is one as it stands. `governed`: it is none.
    fn subject(&self, name: &str, gender: Class, governed: bool) -> Option<(String, Class)> {
        let may_be = |class: Class| gender & (MALE | FEMALE) == 0 || gender & class != 0;
        let as_it_stands = self.subjects.get(&hash(name)).is_some_and(|class| may_be(*class));
        if as_it_stands && !governed {
            return None;
        }
        let of = |endings: &[(String, String)], class: Class| {
            endings.iter().filter(|_| may_be(class)).find_map(|(end, other)| {
                let subject = format!("{}{end}", name.strip_suffix(other.as_str())?);
                let known = self.subjects.get(&hash(&subject)).is_some_and(|of| of & class != 0);
                known.then_some((subject, class))
            })
        };
        of(&self.given.male, MALE).or_else(|| of(&self.given.female, FEMALE))
    }

    /// A name as a subject; `None` where it is one as it stands. `gender` is that of the person, where it is known; `governed`: it stands behind words that ask for another case.
    pub(in crate::quotes) fn nominative(&self, name: &str, gender: Class, governed: bool) -> Option<String> {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        let given = self.subject(first, gender, governed);
        if rest.is_empty() && given.is_none() {
            return governed.then(|| self.surname_alone(name, gender)).flatten();
        }
        let (mut subject, gender) = given?;
        for word in rest.split(' ').filter(|word| !word.is_empty()) {
            subject.push(' ');
            let mut parts = word.split('-').map(|part| {
                replaced(part, self.surname_endings(gender)).map_or_else(|| part.to_owned(), |(surname, _)| surname)
            });
            subject.push_str(&parts.next().unwrap_or_default());
            for part in parts {
                subject.push('-');
                subject.push_str(&part);
            }
        }
        Some(subject)
    }

    /// A surname that stands alone, as a subject.
    fn surname_alone(&self, surname: &str, gender: Class) -> Option<String> {
        let of = |gender: Class| replaced(surname, self.surname_endings(gender));
        match gender & (MALE | FEMALE) {
            MALE => of(MALE),
            FEMALE => of(FEMALE),
            _ => of(FEMALE).filter(|(_, letters)| *letters >= TELLING).or_else(|| of(MALE)),
        }
        .map(|(subject, _)| subject)
    }

    /// The forms as a subject that a noun may have.
    pub(in crate::quotes) fn nouns(&self, noun: &str) -> impl Iterator<Item = WordHash> {
        let noun = normal_form(noun);
        let all = self.surnames.female.iter().chain(&self.surnames.male);
        all.filter_map(move |(end, other)| {
            Some(hash_normal_word(&format!("{}{other}", noun.strip_suffix(end.as_str())?)))
        })
    }
}
