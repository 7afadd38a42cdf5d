//! The fast word splitter against the definition by the reference crates, on a million adversarial strings and on whole texts.

use nearprint::simd::Simd;
use nearprint::text::{Cutter, Words, cut_by_definition, hash_normal_form, hash_normal_word, normal_form};

/// Pieces that word rules are about; strings are random rows of them.
const PIECES: &[&str] = &[
    "a",
    "b",
    "Z",
    "word",
    "The",
    "don",
    "t",
    "l",
    "homme",
    "U",
    "S",
    "1",
    "2",
    "37",
    "0",
    " ",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "'",
    "'",
    "’",
    "’",
    "‘",
    "‘",
    "ʼ",
    ".",
    ".",
    ",",
    ":",
    ";",
    "_",
    "__",
    "-",
    "–",
    "—",
    "\"",
    "“",
    "”",
    "…",
    "·",
    "\u{2024}",
    "\u{2027}",
    "\u{387}",
    "\u{FF0E}",
    "\u{FF1A}",
    "\u{FE52}",
    "é",
    "É",
    "e\u{301}",
    "\u{301}",
    "ß",
    "ẞ",
    "ﬁ",
    "İ",
    "ı",
    "ſ",
    "K",
    "Å",
    "ª",
    "½",
    "²",
    "\u{AD}",
    "\u{200B}",
    "\u{200C}",
    "\u{200D}",
    "\u{200E}",
    "\u{202A}",
    "\u{2060}",
    "\u{FEFF}",
    "\u{FE0F}",
    "\u{FE0E}",
    "Привет",
    "й",
    "и\u{306}",
    "ґ",
    "Ї",
    "ё",
    "м’ята",
    "λόγος",
    "Σ",
    "ς",
    "א",
    "ב",
    "שלום",
    "צה\"ל",
    "\u{5F3}",
    "\u{5F4}",
    "カ",
    "タカナ",
    "ー",
    "ひら",
    "中",
    "文",
    "漢字",
    "。",
    "、",
    "ｆｕｌｌ",
    "１２",
    "Ａ",
    "ก",
    "ไทย",
    "ำ",
    "ລາວ",
    "ខ្មែរ",
    "မြန်မာ",
    "한국",
    "각",
    "각",
    "ع",
    "العربية",
    "مُحَمَّد",
    "ـ",
    "١٢",
    "٫",
    "🇺🇸",
    "🇺",
    "👍🏽",
    "👨‍👩‍👧",
    "😀",
    "❤️",
    "©",
    "®️",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{A0}",
    "\u{3000}",
    "𝐀",
    "𐐀",
    "𠀀",
    "\u{E0100}",
    "हिन्दी",
    "क्ष",
    "€",
    "$5",
    "3.5",
    "1,000",
    "1.a",
    "a.1",
    "x_1",
    "_",
    "''",
    "`",
    "/",
    "@",
    "#",
];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

fn check(text: &str, cutter: &mut Cutter, words: &mut Words, newlines: &mut Vec<u32>) {
    cutter.cut(text, words, newlines);
    let expected = cut_by_definition(text);
    let ranges: Vec<_> = words.starts.iter().zip(&words.ends).map(|(&s, &e)| s as usize..e as usize).collect();
    assert!(ranges.iter().eq(expected.iter().map(|(r, _)| r)), "places of {text:?}: {ranges:?}, not {expected:?}");
    for (hash, (range, normal)) in words.hashes.iter().zip(&expected) {
        assert_eq!(*hash, hash_normal_word(normal), "hash of {:?} in {text:?}", &text[range.clone()]);
    }
    let defined: Vec<&str> = expected.iter().map(|(_, normal)| normal.as_str()).collect();
    assert_eq!(normal_form(text), defined.join(" "), "{text:?}");
    let mut form = String::new();
    words.normal_form_into(text, 0..words.len(), &mut form);
    assert_eq!(hash_normal_form(&form), words.hashes, "normal form {form:?} of {text:?}");
    let feeds: Vec<u32> = text.bytes().zip(0..).filter(|(b, _)| *b == b'\n').map(|(_, i)| i).collect();
    assert_eq!(*newlines, feeds);
}

/// `text` around the borders of blocks: once as it is, and behind padding that moves it.
fn check_strings(count: usize, seed: u64, longest: usize) {
    let tiers = Simd::available();
    let mut cutters: Vec<Cutter> = tiers.iter().map(|&s| Cutter::new(s)).collect();
    let (mut words, mut newlines) = (Words::default(), Vec::new());
    let mut random = Random(seed);
    let mut text = String::new();
    for i in 0..count {
        text.clear();
        for _ in 0..1 + random.below(longest) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        check(&text, &mut cutters[i % tiers.len()], &mut words, &mut newlines);
    }
}

#[test]
fn a_million_short_adversarial_strings() {
    check_strings(900_000, 1, 8);
}

#[test]
fn long_adversarial_strings_cross_block_borders() {
    check_strings(110_000, 2, 60);
}

#[test]
fn every_pair_of_pieces_at_every_block_offset() {
    let mut cutter = Cutter::new(Simd::best());
    let (mut words, mut newlines) = (Words::default(), Vec::new());
    for (i, first) in PIECES.iter().enumerate() {
        for second in PIECES {
            let text = format!("{}{first}{second}a", "x ".repeat(i % 33 + 14));
            check(&text, &mut cutter, &mut words, &mut newlines);
        }
    }
}

#[test]
fn whole_texts_in_many_languages() {
    let mut cutter = Cutter::new(Simd::best());
    let (mut words, mut newlines) = (Words::default(), Vec::new());
    let texts = [
        "The harbourmaster’s boat, the “Anna-Lise”, wasn’t insured, he’d said.The U.S. firm paid $1,234.50 at 3:15 p.m. — “more than it’s worth”.\n",
        "Der Fährmann sagte: „Das Boot war größer als mein Haus“, und lachte. Über 3,5 Millionen Euro; ‚niemand‘ zahlte’s. Straßenbahnäußerungen!\n",
        "L’homme d’à côté n’a rien vu : « C’était l’été », dit-il aujourd’hui. Le cœur, l’œuvre, 12 000 €.\n",
        "Лодочник сказал: «Лодка была больше моего дома», — и засмеялся. Ёлка, подъезд, 3,5 млн рублей; И. И. Иванов.\n",
        "Човняр сказав: «Човен був більший за мою хату», — і засміявся. М’ята, об’єднання, п'ять, ґанок, їжак.\n",
        "船夫说：“这条船比我的房子还大。”他笑了。2026年9月，3.5万人，《日报》报道。\n",
        "「船は家より大きい」と船頭は言った。カタカナ、ひらがな、漢字。\n",
        "قال الملّاح: «القارب أكبر من بيتي»، ثم ضحك. ١٢٣٫٤ مليون.\n",
        "השייט אמר: \"הסירה גדולה מהבית שלי\". צה״ל ב־3.5.\n",
    ];
    for text in texts {
        check(text, &mut cutter, &mut words, &mut newlines);
        check(&text.repeat(40), &mut cutter, &mut words, &mut newlines);
    }
    check(&texts.concat().repeat(5), &mut cutter, &mut words, &mut newlines);
}

#[test]
fn the_definition_says_what_the_docs_say() {
    for (text, normal) in [
        ("said.The", "said the"),
        ("U.S.", "u s"),
        ("3.5 and 1,000", "3.5 and 1,000"),
        ("Don’t, DON'T", "don't don't"),
        ("a:b 3:5", "a b 3 5"),
        ("co\u{AD}op", "coop"),
        ("_ snake_case", "snake_case"),
        ("中文", "中 文"),
        ("1A2b", "1a2b"),
        ("", ""),
        ("“”—…", ""),
    ] {
        assert_eq!(normal_form(text), normal, "{text:?}");
    }
}
