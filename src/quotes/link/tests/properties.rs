//! Quotes of any kind: the index held to all pairs; order, threads and cost.

use super::*;
use proptest::prelude::*;

/// A set of quotes as a corpus has them: some are repeated, cut, changed, put together with others.
fn random_quotes(seed: u64, count: usize) -> Vec<Said> {
    let mut state = seed;
    let mut below = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % n as u64) as usize
    };
    let mut all: Vec<Said> = Vec::new();
    let names = ["Ida Holm", "Jon Berg", "Ann Moor"];
    while all.len() < count {
        let mut words: Vec<String> = match below(3) {
            0 if !all.is_empty() => all[below(all.len())].text.split(' ').map(str::to_owned).collect(),
            _ => (0..3 + below(22))
                .map(|_| match below(3) {
                    0 => "the".to_owned(),
                    // No word of a language: `tre` is 3.
                    _ => format!("q{}", (0..3).map(|_| char::from(b'b' + below(20) as u8)).collect::<String>()),
                })
                .collect(),
        };
        for _ in 0..below(3) {
            let at = below(words.len());
            match below(5) {
                0 => words[at] = format!("{}", below(30)),
                3 => words[at] = format!("({})", words[at].trim_matches(['(', ')'])),
                1 => words.insert(at, "not".to_owned()),
                2 if words.len() > 8 => drop(words.drain(..words.len() / 3)),
                _ if words.len() > 8 => words.truncate(words.len() * 2 / 3),
                _ => {}
            }
        }
        let mut one =
            said(&format!("d{}", below(count / 2)), &words.join(" ")).at(all.len() as u32 * 100).on(below(20) as i64);
        one.source = format!("s{}", below(5));
        one.speaker = (below(2) == 0).then(|| names[below(3)].to_owned());
        all.push(one);
    }
    all
}

/// What linking gives, told without the numbers of the mentions.
fn told(all: &[Said], linked: &Linked) -> Vec<String> {
    let place = |m: &usize| format!("{}:{}", all[*m].document, all[*m].start);
    linked
        .quotes
        .iter()
        .map(|q| {
            let variants: Vec<String> = q
                .variants
                .iter()
                .map(|v| {
                    format!(
                        "{:?} {} {:?} {:?}",
                        v.relation,
                        place(&v.shown),
                        v.edits,
                        v.mentions.iter().map(place).collect::<Vec<_>>()
                    )
                })
                .collect();
            format!("{} {:?} {:?} {} {variants:?}", q.id, q.spread, q.speaker, q.disputed)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn neither_order_nor_threads_change_anything(seed in any::<u64>(), count in 2usize..60) {
        let all = random_quotes(seed, count);
        let mut shuffled = all.clone();
        shuffled.sort_by_key(|s| crate::text::hash_normal_word(&format!("{seed}{}", s.start)));
        let expected = told(&all, &linked(&all));
        prop_assert_eq!(&told(&shuffled, &linked(&shuffled)), &expected);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(one.install(|| told(&all, &linked(&all))), expected);
    }

    /// Each mention of a quote is in one that is its first, each quote is the first of some mention, and edits lead from text to text.
    #[test]
    fn quotes_are_sound(seed in any::<u64>(), count in 2usize..60) {
        let all = random_quotes(seed, count);
        let linked = linked(&all);
        for (number, quote) in linked.quotes.iter().enumerate() {
            let members = members(quote);
            prop_assert!(members.len() > 1 && members.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(members.contains(&quote.anchor) && quote.variants[0].mentions.contains(&quote.variants[0].shown));
            prop_assert!(members.iter().any(|&m| linked.quote_of[m] == Some(number as u32)));
            prop_assert!(members.iter().all(|&m| linked.quote_of[m].is_some()));
            for v in &quote.variants {
                for edit in &v.edits {
                    let (a, b) = (&all[quote.anchor].text[edit.anchor.clone()], &all[v.shown].text[edit.variant.clone()]);
                    // What stands in brackets is no difference.
                    prop_assert!(edit.kind != StepKind::Equal || a == b || a.contains('(') || b.contains('('), "{a} {b}");
                }
            }
        }
    }

    /// Two wordings relate in the same way from both sides.
    #[test]
    fn relations_are_symmetric(seed in any::<u64>()) {
        let all = random_quotes(seed, 12);
        let mentions = linkables(&all);
        with_rules(|rules| {
            let texts = {
                let all = mentions.iter().map(|m| (m.text, m.language));
                QuoteTexts::new(all, rules.orthography, &Default::default(), rules.simd)
            };
            let mut room = relate::Room::new(Simd::best());
            for a in 0..texts.len() as u32 {
                for b in 0..texts.len() as u32 {
                    let (x, y) = (texts.text(a), texts.text(b));
                    let there = relate::compare(&texts, (&x, &y), rules, &mut room);
                    let back = relate::compare(&texts, (&y, &x), rules, &mut room);
                    assert_eq!(there.as_ref().map(|s| (s.relation, s.strength)), back.as_ref().map(|s| (s.relation, s.strength)));
                }
            }
        });
    }
}

/// The reference: every pair of wordings is aligned. The index asks for three shared grams of ten, so it may miss a pair that is barely related, and hardly any other.
#[test]
fn the_index_misses_next_to_nothing() {
    let joined = |linked: &Linked| -> std::collections::BTreeSet<(usize, usize)> {
        let pairs = |q: &RepeatedQuote| {
            let all = members(q);
            all.iter().flat_map(|&a| all.iter().filter(move |&&b| a < b).map(move |&b| (a, b))).collect::<Vec<_>>()
        };
        linked.quotes.iter().flat_map(pairs).collect()
    };
    let (mut all_pairs, mut missed, mut wrong) = (0, 0, 0);
    for seed in 0..150 {
        let all = random_quotes(seed * 7919 + 1, 60);
        let naive = joined(&with_rules(|rules| link_by(&linkables(&all), rules, propose::all_pairs)));
        let found = joined(&linked(&all));
        all_pairs += naive.len();
        missed += naive.difference(&found).count();
        wrong += found.difference(&naive).count();
    }
    assert!(all_pairs > 1_000, "{all_pairs}");
    // A missed pair may move a mention to another quote, so some pairs come in for those that go.
    assert!(missed * 100 <= all_pairs && wrong * 100 <= all_pairs, "{missed} missed and {wrong} wrong of {all_pairs}");
}

/// Those that may repeat, linked alone, give what all give.
#[test]
fn what_may_repeat_is_all_that_linking_needs() {
    // The same pairs, and every quote is let through.
    fn all_through(plain: &PlainQuotes<'_>) -> Sieved {
        let mut all = sieve(plain);
        let number = |place: u32| all.quotes[place as usize];
        all.pairs = all.pairs.iter().map(|&(a, b)| (number(a), number(b))).collect();
        all.quotes = (0..plain.len() as u32).collect();
        all
    }
    static LET_THROUGH: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    fn counted(plain: &PlainQuotes<'_>) -> Sieved {
        let some = sieve(plain);
        LET_THROUGH.fetch_add(some.quotes.len(), std::sync::atomic::Ordering::Relaxed);
        some
    }
    let (mut repeated, mut quotes) = (0, 0);
    for seed in 0..100 {
        let all = random_quotes(seed * 104_729 + 3, 60);
        let [some, expected] =
            [counted as Propose, all_through].map(|by| with_rules(|rules| link_by(&linkables(&all), rules, by)));
        assert_eq!(told(&all, &some), told(&all, &expected));
        quotes += all.len();
        repeated += expected.quote_of.iter().flatten().count();
    }
    let let_through = LET_THROUGH.load(std::sync::atomic::Ordering::Relaxed);
    assert!(
        repeated > 1_000 && let_through * 10 < quotes * 9,
        "{let_through} of {quotes} let through, {repeated} repeated"
    );
}

/// A quote that was cut with the words of its article around it is shown by words that no wording has.
#[test]
fn words_of_an_article_may_be_others_than_those_of_the_quote() {
    let of_article = "We counted seventeen boats in the harbour before the storms";
    let all = [
        said("a", "We counted seventeen boats in the harbour before the storm"),
        said("b", "We counted seventeen boats in the harbour before it"),
    ];
    let mentions = linkables(&all);
    with_rules(|rules| {
        let mut reader = QuoteReader::new(rules.orthography, rules.simd);
        let unread = |i: usize, words| Unread { text: mentions[i].text, words, language: mentions[i].language };
        reader.read(&[unread(0, Some(&hashes(of_article)[..])), unread(1, None)]);
        let mut texts = reader.finish(&Default::default());
        let mut all = Sieved::default();
        (all.quotes, all.pairs) = (vec![0, 1], vec![(0, 1)]);
        let relations = texts.relations(&all, rules);
        let linked = link_related(&mentions, &[0, 1], &mut texts, &relations, rules);
        assert_eq!(linked.quotes.len(), 1);
        assert_eq!(linked.quotes[0].variants.len(), 2);
    });
}

/// Quotes that have nothing in common but a stock phrase, and one wire quote that many outlets trimmed in their own way.
fn hot_phrase(count: usize) -> Vec<Said> {
    let word = |i: usize, k: usize| format!("w{:x}", (i * 31 + k).wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF);
    let wire: Vec<String> = (0..40).map(|k| format!("wire{}", ["q", "r", "s", "t"][k % 4].repeat(1 + k / 4))).collect();
    (0..count)
        .map(|i| {
            let text = if i % 20 == 0 {
                let from = i / 20 % 12;
                format!("{} {}", wire[from..28 + from / 2].join(" "), word(i, 0))
            } else {
                format!(
                    "{} {} at the end of the day we have to {} {} {}",
                    word(i, 1),
                    word(i, 2),
                    word(i, 3),
                    word(i, 4),
                    word(i, 5)
                )
            };
            said(&format!("d{i:05}"), &text).on((i % 300) as i64)
        })
        .collect()
}

#[test]
fn the_cost_grows_with_the_number_of_quotes() {
    let works: Vec<LinkWork> = [2_500, 5_000, 10_000].map(|n| linked(&hot_phrase(n)).work).to_vec();
    for pair in works.windows(2) {
        let growth = |of: fn(&LinkWork) -> u64| of(&pair[1]) as f64 / of(&pair[0]).max(1) as f64;
        assert!(growth(|w| w.proposed) < 2.3 && growth(|w| w.aligned) < 2.3, "{works:?}");
    }
    assert!(works[2].proposed < 10_000 * 100, "{works:?}");
    // The wire quote is one quote all the same.
    let all = hot_phrase(10_000);
    let largest = linked(&all).quotes.iter().map(|q| members(q).len()).max();
    assert!(largest.unwrap() >= 490, "{largest:?} of 500");
}
