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
const STEPS: usize = 4;
/// Letters that stand before an ending at least.
const STEM: usize = 2;
/// Letters of an ending from which on it tells the gender by itself: `ской`.
const TELLING: usize = 3;
/// The same where the given name says otherwise: `skiego`.
const CERTAIN: usize = 4;

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
    /// Endings of surnames of both genders, the longest first.
    endings: Vec<(String, String)>,
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
        let mut endings = [surnames.male.clone(), surnames.female.clone()].concat();
        endings.sort_by_key(|(end, _)| std::cmp::Reverse(end.len()));
        Some(Cases { given, surnames, endings, subjects })
    }

    fn surname_endings(&self, gender: Class) -> &[(String, String)] {
        if gender == FEMALE { &self.surnames.female } else { &self.surnames.male }
    }

    /// A hash that all forms of a surname have in common, those of husband and wife too.
    pub(in crate::quotes) fn surname_key(&self, surname: &str) -> WordHash {
        let mut stem = normal_form(surname);
        for _ in 0..STEPS {
            let Some((shorter, _)) = replaced(&stem, &self.endings) else { break };
            stem = shorter;
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
        // `Jana Wysockiego`: Jana is a woman too, but the surname is a man's in another case.
        let last = rest.rsplit(' ').next().unwrap_or("");
        let of_man = || replaced(last, &self.surnames.male).is_some_and(|(_, letters)| letters >= CERTAIN);
        let given = self.subject(first, gender, governed);
        let given = given.or_else(|| if of_man() { self.subject(first, MALE, true) } else { None });
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
        self.endings.iter().filter_map(move |(end, other)| {
            Some(hash_normal_word(&format!("{}{other}", noun.strip_suffix(end.as_str())?)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::quotes::language::LanguageData;

    #[test]
    fn forms_of_one_name() {
        let data = LanguageData::builtin();
        for (code, subject, others) in [
            ("uk", "Андрій Мельник", &["Андрія Мельника", "Андрію Мельнику"][..]),
            (
                "uk",
                "Володимир Зеленський",
                &["Володимира Зеленського", "Володимиру Зеленському", "Володимиром Зеленським"],
            ),
            ("uk", "Тарас Шевченко", &["Тараса Шевченка", "Тарасу Шевченку"]),
            ("uk", "Ольга Жукова", &["Ольги Жукової", "Ольгу Жукову", "Ольгою Жуковою"]),
            ("uk", "Роман Кравець", &["Романа Кравця", "Роману Кравцю"]),
            ("ru", "Сергей Лавров", &["Сергея Лаврова", "Сергею Лаврову", "Сергеем Лавровым"]),
            ("ru", "Мария Захарова", &["Марии Захаровой", "Марию Захарову"]),
            ("ru", "Дмитрий Песков", &["Дмитрия Пескова", "Дмитрием Песковым"]),
            ("pl", "Donald Nowak", &["Donalda Nowaka", "Donaldowi Nowakowi", "Donaldem Nowakiem"]),
            ("pl", "Marek Dudek", &["Marka Dudka", "Markowi Dudkowi"]),
            ("pl", "Anna Kowalska", &["Anny Kowalskiej", "Annę Kowalską"]),
            ("pl", "Piotr Wysocki", &["Piotra Wysockiego", "Piotrowi Wysockiemu", "Piotrem Wysockim"]),
        ] {
            let language = data.languages().iter().find(|language| language.code == code).unwrap();
            let cases = language.cases.as_ref().unwrap();
            let keys = |name: &str| {
                let (given, surname) = name.split_once(' ').unwrap();
                (cases.given_key(given), cases.surname_key(surname))
            };
            assert_eq!(cases.nominative(subject, 0, false), None, "{subject}");
            for other in others {
                assert_eq!(cases.nominative(other, 0, false).as_deref(), Some(subject), "{other}");
                assert_eq!(keys(other), keys(subject), "{other}");
            }
        }
        // A given name that is one of another gender as it stands.
        let polish = data.languages().iter().find(|language| language.code == "pl").unwrap();
        let nominative = |name: &str, governed: bool| polish.cases.as_ref().unwrap().nominative(name, 0, governed);
        assert_eq!(nominative("Jana Wysockiego", false).as_deref(), Some("Jan Wysocki"));
        assert_eq!(nominative("Jana Nowak", false), None);
        assert_eq!(nominative("Nowaka", true).as_deref(), Some("Nowak"));
        assert_eq!(nominative("Nowaka", false), None);
    }
}
