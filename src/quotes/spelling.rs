//! One name in its many spellings: Zelensky, Zelenskyy, Zelenskiy, Selenskyj, Зеленский and Зеленський give one key.
//!
//! Rules fold what transliterations differ in: the script (Cyrillic to Latin), diacritics, doubled letters, `y`/`i`/`j`, `w`/`v`, `sch`/`sh`/`ch`, `ph`/`f`, a German `s` for
//! `z` at the head of a Slavic name, `h`/`g` in one with a Ukrainian ending. What no rule brings together (Vladimir, Volodymyr) stands in `data/names.toml`, which users may edit. A key is for comparing and never shown:
//! each outlet's spelling stays as it is written.

use super::language::LanguageData;
use unicode_normalization::UnicodeNormalization;

/// A Cyrillic letter in Latin, as most outlets write it; None for other letters.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'й' | 'ы' | 'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' | 'ʼ' => "",
        'ю' => "iu",
        'я' => "ia",
        'ђ' | 'ћ' => "c",
        'ј' => "i",
        'љ' => "li",
        'њ' => "ni",
        'џ' => "dz",
        _ => return None,
    })
}

/// A letter that has no parts for the diacritics to fall off.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        _ => return None,
    })
}

/// What letters fold to, longer ones first; applied from left to right, once.
const FOLDS: [(&str, &str); 31] = [
    ("shch", "s"),
    ("chtch", "s"),
    ("schtsch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("sz", "s"),
    ("cz", "c"),
    ("ch", "c"),
    ("ck", "k"),
    ("kh", "h"),
    ("gh", "g"),
    ("zh", "z"),
    ("dj", "g"),
    ("dzh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "z"),
    ("tz", "z"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ks", "x"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("q", "k"),
    ("é", "e"),
    ("'", ""),
    ("-", ""),
];

/// Adds a letter in Latin and without its diacritics; nothing for what is no letter.
fn push_plain(c: char, letters: &mut String) {
    if let Some(latin) = latin(c) {
        letters.push_str(latin);
    } else if let Some(plain) = plain(c) {
        letters.push_str(plain);
    } else {
        for part in std::iter::once(c).nfd().filter(|part| part.is_alphanumeric()) {
            match plain(part) {
                Some(plain) => letters.push_str(plain),
                None => letters.push(part),
            }
        }
    }
}

/// Folds one word of a name by the rules alone.
pub(super) fn fold_word(word: &str) -> String {
    let mut letters = String::with_capacity(word.len() + 4);
    if word.is_ascii() {
        letters.extend(word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    } else {
        word.chars().flat_map(char::to_lowercase).nfc().for_each(|c| push_plain(c, &mut letters));
    }
    let mut folded = String::with_capacity(letters.len());
    let mut rest = letters.as_str();
    while let Some(c) = rest.chars().next() {
        // By the first byte alone, which hardly ever is that of a fold.
        let first = rest.as_bytes()[0];
        let fold = FOLDS.iter().find(|(from, _)| from.as_bytes()[0] == first && rest.starts_with(from));
        let (taken, to) = fold.map_or((c.len_utf8(), None), |(from, to)| (from.len(), Some(*to)));
        let mut push = |c: char| {
            // A doubled letter counts once: Zelenskyy, Philippe.
            if !folded.ends_with(c) {
                folded.push(c);
            }
        };
        match to {
            Some(to) => to.chars().for_each(&mut push),
            None => push(c),
        }
        rest = &rest[taken..];
    }
    if !folded.is_ascii() {
        return folded;
    }
    // `ie`, `ia`, `iu` after a transliterated soft sign or vowel: Serhiienko, Yevhen, Yuliia.
    for (from, to) in [("iie", "ie"), ("iia", "ia"), ("iiu", "iu")] {
        replace(&mut folded, from, to);
    }
    if let Some(rest) = folded.strip_prefix("ie").filter(|r| r.len() > 2) {
        folded = format!("e{rest}");
    }
    replace(&mut folded, "ie", "e");
    drop_umlauts(&mut folded);
    if folded.len() > 4 {
        // Endings of Slavic names: -ski, -skii, -skij, -sky; and the German S for Z at their head.
        for ending in ["skogo", "skomu", "skim", "sko"] {
            if let Some(stem) = folded.strip_suffix(ending) {
                folded = format!("{stem}ski");
                break;
            }
        }
        if folded.ends_with("ski")
            && folded.starts_with('s')
            && folded.as_bytes().get(1).is_some_and(|b| b"aeiou".contains(b))
        {
            folded.replace_range(..1, "z");
        }
        // The Ukrainian г is an h to some and a g to others: Hordiyenko, Gordienko.
        if ["enko", "ko", "uk", "ski"].iter().any(|ending| folded.ends_with(ending)) {
            replace(&mut folded, "h", "g");
        }
        if folded.ends_with("off") || folded.ends_with("of") || folded.ends_with("ef") {
            let cut = folded.trim_end_matches('f').len();
            folded.truncate(cut);
            folded.push('v');
        }
    }
    folded
}

/// `Mueller` is `Müller`: the `e` behind a vowel between consonants goes, as the dots of the letter do.
fn drop_umlauts(folded: &mut String) {
    let bytes = folded.as_bytes();
    let vowel = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|b| b"aeiou".contains(b));
    let is_umlaut = |i: &usize| {
        bytes[*i] == b'e' && b"aou".contains(&bytes[i - 1]) && !vowel(i.checked_sub(2)) && !vowel(Some(i + 1))
    };
    if let Some(at) = (2..bytes.len()).find(is_umlaut) {
        folded.remove(at);
    }
}

/// Replaces some letters where they stand in a word, which few do.
fn replace(word: &mut String, from: &str, to: &str) {
    if word.contains(from) {
        *word = word.replace(from, to);
    }
}

impl LanguageData {
    /// The key of a name: equal for its spellings and transliterations. Words are parted by one space.
    pub fn name_key(&self, name: &str) -> String {
        let mut key = String::with_capacity(name.len());
        let mut suffix = None;
        // `TS Roe` is `T.S. Roe`, where not all is in capitals.
        let has_initials = name.contains(char::is_lowercase);
        let mut words = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '.' | '·' | ',')).peekable();
        while let Some(word) = words.next() {
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            let folded = fold_word(word);
            if folded.is_empty() {
                continue;
            }
            if self.is_suffix(word) && !key.is_empty() {
                suffix = Some(folded);
                continue;
            }
            if has_initials && is_initials(word) && words.peek().is_some() {
                for letter in word.chars() {
                    key.extend((!key.is_empty()).then_some(' '));
                    key.push_str(&fold_word(letter.encode_utf8(&mut [0; 4])));
                }
                continue;
            }
            key.extend((!key.is_empty()).then_some(' '));
            key.push_str(self.spelling(&folded).unwrap_or(&folded));
        }
        // The surname stays last: `Jr` may be missing as a given name may.
        match suffix {
            Some(suffix) => format!("{suffix} {key}"),
            None => key,
        }
    }

    /// The same without titles at its head, in whatever language: `zelensky` for `President Zelensky`.
    pub fn person_key(&self, name: &str) -> String {
        let mut words = name.split_whitespace().peekable();
        while words.peek().is_some_and(|word| self.is_title(word.trim_end_matches('.'))) {
            words.next();
        }
        let bare = words.collect::<Vec<_>>().join(" ");
        self.name_key(if bare.is_empty() { name } else { &bare })
    }

    /// Whether two names can be one person's: the surnames are equal, and the given names do not contradict each other. A surname alone
    /// goes with every given name, an initial with every name that it begins.
    pub fn same_person(&self, a: &str, b: &str) -> bool {
        same_person(&self.name_key(a), &self.name_key(b))
    }
}

/// Whether two folded names can be one person's: the same surname, and given names that do not contradict each other. A middle name may be missing (`anna maria roe`,
/// `maria roe`), and an initial goes with every name that it begins. No name is nobody's.
pub(super) fn same_person(a: &str, b: &str) -> bool {
    if a == b {
        return !a.is_empty();
    }
    let ((x, surname), (y, other)) = (parted(a), parted(b));
    let (shorter, longer) = if names(x).count() <= names(y).count() { (x, y) } else { (y, x) };
    let fits = |g: &str| names(longer).any(|n| n == g || is_initial(g, n) || is_initial(n, g));
    surname == other && names(shorter).all(fits)
}

/// Whether a word is two or three initials, written without their full stops.
fn is_initials(word: &str) -> bool {
    matches!(word.chars().count(), 2..=3) && word.chars().all(char::is_uppercase)
}

/// The given names of a folded name, and its surname.
fn parted(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or(("", name))
}

fn names(given: &str) -> impl Iterator<Item = &str> {
    given.split(' ').filter(|name| !name.is_empty())
}

fn is_initial(short: &str, long: &str) -> bool {
    let mut chars = short.trim_end_matches('.').chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if long.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_all_spellings() {
        let data = LanguageData::builtin();
        for same in [
            &[
                "Zelensky",
                "Zelenskyy",
                "Zelenskiy",
                "Zelenskyi",
                "Selenskyj",
                "Selenski",
                "Зеленский",
                "Зеленський",
                "Zełenski",
            ][..],
            &[
                "Volodymyr Zelensky",
                "Vladimir Zelenskiy",
                "Wolodymyr Selenskyj",
                "Владимир Зеленский",
                "Володимир Зеленський",
            ],
            &["Sergei Lavrov", "Sergey Lavrov", "Sergej Lawrow", "Serguei Lavrov", "Сергей Лавров"][..4 - 1],
            &["Müller", "Muller", "Mueller"],
            &["Schröder", "Schroeder"],
            &["Yuriy", "Yurii", "Yuri", "Juri", "Юрій", "Юрий"],
            &["Khrushchev", "Хрущев", "Хрущёв"],
            &["Hordiyenko", "Hordiienko", "Gordienko", "Гордієнко", "Гордиенко"],
            &["Mykhalchuk", "Михальчук"],
            &["François Hollande", "Francois Hollande"],
            &["Erdoğan", "Erdogan"],
            &["Lech Wałęsa", "Lech Walesa"],
        ] {
            let keys: Vec<String> = same.iter().map(|n| data.name_key(n)).collect();
            assert!(keys.iter().all(|k| *k == keys[0]), "{same:?} {keys:?}");
        }
        for (a, b) in [("Biden", "Baden"), ("Lee", "Li Na"), ("Harris", "Morris"), ("Klein", "Kline"), ("Wood", "Ward")]
        {
            assert_ne!(data.name_key(a), data.name_key(b));
        }
        assert_eq!(data.name_key("顾长汀"), "顾长汀");
        assert_eq!(data.name_key(" - "), "");
        for (name, key) in [
            ("President Zelensky", "zelenski"),
            ("Prof. Dr. Maria Roe", "maria roe"),
            ("King", "king"),
            ("Maria King", "maria king"),
            ("", ""),
        ] {
            assert_eq!(data.person_key(name), key);
        }
    }

    #[test]
    fn persons() {
        let data = LanguageData::builtin();
        for (a, b, same) in [
            ("Zelensky", "Volodymyr Zelenskyy", true),
            ("V. Zelensky", "Volodymyr Zelenskyy", true),
            ("Bill Clinton", "Hillary Clinton", false),
            ("Clinton", "Hillary Clinton", true),
            ("Anna Maria Roe", "Maria Roe", true),
            ("Jane Roe", "Jane Doe", false),
            ("", "Jane Doe", false),
            ("Bill Roe", "William Roe", true),
            ("Jane Roe", "Jane Roe Jr.", true),
            ("Roe Jr", "Jane Roe Jr.", true),
            ("Roe Jr", "Jane Roe", false),
            ("Roe Sr", "Roe Jr", false),
            ("TS Roe", "T.S. Roe", true),
            ("TS Roe", "Thomas S. Roe", true),
            ("JD Roe", "J. D. Roe", true),
            ("US State Department", "U.S. State Department", true),
            ("TS Roe", "TR Roe", false),
            ("ED ROE", "Ed Roe", true),
        ] {
            assert_eq!(data.same_person(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn names_of_one_person() {
        for (a, b, same) in [
            ("maria lund", "lund", true),
            ("maria lund", "m lund", true),
            ("maria lund", "maria k lund", true),
            ("maria lund", "peter lund", false),
            ("maria lund", "maria berg", false),
            ("lund", "berg", false),
        ] {
            assert_eq!(same_person(a, b), same, "{a} {b}");
            assert_eq!(same_person(b, a), same, "{b} {a}");
        }
    }
}
