//! Every rule of linking with quotes of our own.

use super::*;
use crate::simd::Simd;
use crate::text::{Prepared, hash_normal_word, normal_form};

mod changes;
mod nested;
mod properties;
mod speakers;
mod speech;

/// A mention that owns its strings.
#[derive(Debug, Clone)]
struct Said {
    document: String,
    source: String,
    day: Option<i64>,
    start: u32,
    text: String,
    kind: QuoteKind,
    nested_in: Option<usize>,
    speech: Option<usize>,
    speaker: Option<String>,
    written: Option<String>,
    confidence: f64,
    around: Vec<WordHash>,
    in_furniture: bool,
}

/// `said("d1", "quote")`: in the outlet that is named like the document, on day 0, by nobody.
fn said(document: &str, text: &str) -> Said {
    Said {
        document: document.to_owned(),
        source: format!("outlet of {document}"),
        day: Some(0),
        start: 0,
        text: text.to_owned(),
        kind: QuoteKind::Full,
        nested_in: None,
        speech: None,
        speaker: None,
        written: None,
        confidence: 0.95,
        around: Vec::new(),
        in_furniture: false,
    }
}

impl Said {
    fn by(self, speaker: &str) -> Said {
        Said { speaker: Some(speaker.to_owned()), ..self }
    }
    fn written(self, written: &str) -> Said {
        Said { written: Some(written.to_owned()), ..self }
    }
    fn perhaps(self, confidence: f64) -> Said {
        Said { confidence, ..self }
    }
    fn at(self, start: u32) -> Said {
        Said { start, ..self }
    }
    fn on(self, day: i64) -> Said {
        Said { day: Some(day), ..self }
    }
    fn of(self, source: &str) -> Said {
        Said { source: source.to_owned(), ..self }
    }
    fn scare(self) -> Said {
        Said { kind: QuoteKind::Scare, ..self }
    }
    fn part(self) -> Said {
        Said { kind: QuoteKind::Fragment, ..self }
    }
    fn inside(self, outer: usize) -> Said {
        Said { nested_in: Some(outer), ..self }
    }
    fn goes_on(self, first: usize) -> Said {
        Said { speech: Some(first), ..self }
    }
    fn furniture(self) -> Said {
        Said { in_furniture: true, ..self }
    }
    fn among(self, words: &str) -> Said {
        Said { around: hashes(words), ..self }
    }
}

fn hashes(text: &str) -> Vec<WordHash> {
    normal_form(text).split(' ').map(hash_normal_word).collect()
}

fn linkables(all: &[Said]) -> Vec<Linkable<'_>> {
    let orthography = Orthography::shipped();
    all.iter()
        .map(|s| Linkable {
            document: &s.document,
            source: &s.source,
            day: s.day,
            start: s.start,
            text: &s.text,
            kind: s.kind,
            nested_in: s.nested_in,
            speech: s.speech,
            speaker: s.speaker.as_deref().map(|name| Attribution {
                key: name,
                name,
                form: name,
                written: s.written.as_deref().unwrap_or(name),
                confidence: s.confidence,
                named: true,
            }),
            language: orthography.language(hashes(&s.text).into_iter().chain(s.around.iter().copied())),
            context: &s.around,
            in_furniture: s.in_furniture,
        })
        .collect()
}

fn with_rules<T>(run: impl FnOnce(&LinkRules<'_>) -> T) -> T {
    let (orthography, alterations) = (Orthography::shipped(), Alterations::shipped());
    run(&LinkRules {
        orthography: &orthography,
        alterations: &alterations,
        scoring: Scoring::default(),
        simd: Simd::best(),
    })
}

fn linked(all: &[Said]) -> Linked {
    with_rules(|rules| link(&linkables(all), rules))
}

/// The mentions of each repeated quote, in ascending order.
fn groups(all: &[Said]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = linked(all).quotes.iter().map(members).collect();
    groups.sort();
    groups
}

fn members(quote: &RepeatedQuote) -> Vec<usize> {
    let mut members: Vec<usize> = quote.variants.iter().flat_map(|v| v.mentions.clone()).collect();
    members.sort_unstable();
    members
}

/// How mention `number` relates to the anchor of its quote.
fn relation(linked: &Linked, number: usize) -> Option<QuoteRelation> {
    let quote = &linked.quotes[linked.quote_of[number]? as usize];
    quote.variants.iter().find(|v| v.mentions.contains(&number)).map(|v| v.relation)
}

const HARBOUR: &str =
    "We counted seventeen boats in the harbour before the storm, and in the morning there was nothing left but rope.";

#[test]
fn variants_hang_from_the_fullest_wording() {
    let all = [
        said("a", HARBOUR),
        said(
            "b",
            "We counted seventeen boats in the harbor before the storm and in the morning there was nothing left but rope",
        ),
        said(
            "c",
            "We counted seventeen boats in the harbour before the storm, and next morning there was nothing left but a rope",
        ),
        said("d", "We counted seventeen boats in the harbour before the storm"),
        said("e", "in the morning there was nothing left but rope. I went home and slept").by("Ida Holm"),
        said(
            "f",
            "We counted sixteen boats in the harbour before the storm, and in the morning there was nothing left but rope.",
        ),
        said(
            "g",
            "We counted seventeen boats in the harbour before the storm, and in the morning there was something left but rope.",
        ),
        said("h", "Nobody asked the fishermen what they thought of the new pier or its price.").by("Ida Holm"),
        said("i", HARBOUR).by("Ida Holm"),
    ];
    let linked = linked(&all);
    assert_eq!(linked.quotes.len(), 1);
    let quote = &linked.quotes[0];
    assert_eq!((quote.anchor, quote.words, quote.verdict), (0, 20, Verdict::Syndicated));
    use QuoteRelation::{Altered, Contained, Exact, Near, Partial};
    for (number, expected) in [Exact, Exact, Near, Contained, Partial, Altered, Altered].into_iter().enumerate() {
        assert_eq!(relation(&linked, number), Some(expected), "{}", all[number].text);
    }
    assert_eq!(relation(&linked, 7), None);
    let altered = quote.variants.iter().find(|v| v.relation == Altered).unwrap();
    let edit = altered.edits.iter().find(|e| e.kind != StepKind::Equal).unwrap();
    assert_eq!((&HARBOUR[edit.anchor.clone()], &all[5].text[edit.variant.clone()]), ("seventeen", "sixteen"));
    assert_eq!((quote.spread.documents, quote.spread.sources, quote.spread.within_document), (8, 8, 0));
}

#[test]
fn an_altered_copy_is_no_anchor() {
    for (a, b) in [
        (
            "My sister did paint the fence that the council wants to remove",
            "My sister did not paint the fence that the council wants to remove",
        ),
        ("No window broke when the old crane fell on the quay", "One window broke when the old crane fell on the quay"),
        (
            "Der Bürgermeister hat den Schlüssel zum Turm gestern seinem Bruder gegeben",
            "Der Bürgermeister hat den Schlüssel zum Turm gestern nicht seinem Bruder gegeben",
        ),
    ] {
        let all = [said("a", b), said("b", a), said("c", a)];
        let linked = linked(&all);
        assert_eq!(relation(&linked, 0), Some(QuoteRelation::Altered), "{a}");
        assert_eq!(relation(&linked, 1), Some(QuoteRelation::Exact), "{a}");
    }
}

#[test]
fn numbers_in_one_word_and_in_several() {
    let tail = "lamps along the old harbour wall went out before midnight in the storm";
    for (a, b, expected) in [
        ("Four thousand", "4,000", QuoteRelation::Near),
        ("Five thousand", "4,000", QuoteRelation::Altered),
        ("We counted two million", "We counted 2,000,000", QuoteRelation::Near),
        ("We counted two million", "We counted 3,000,000", QuoteRelation::Altered),
        ("Чотири тисячі", "4000", QuoteRelation::Near),
    ] {
        let texts = [a, b].map(|number| format!("{number} {tail}"));
        let linked = linked(&[said("a", &texts[0]), said("b", &texts[1])]);
        let found = [relation(&linked, 0), relation(&linked, 1)];
        assert!(found.contains(&Some(QuoteRelation::Exact)) && found.contains(&Some(expected)), "{a} {found:?}");
    }
}

#[test]
fn a_cut_is_not_an_alteration() {
    // The number and the negation went with the words that were left out, or the outlet says that it cut.
    let full = "The lighthouse has stood since 1887 and it will not fall because a clerk in the capital says so";
    for part in [
        "it will not fall because a clerk in the capital says so",
        "The lighthouse has stood ... and it will not fall because a clerk in the capital says so",
        "The lighthouse has stood since 1887 […] because a clerk in the capital says so",
    ] {
        let linked = linked(&[said("a", full), said("b", part).by("Ida Holm"), said("c", full).by("Ida Holm")]);
        assert!(matches!(relation(&linked, 1), Some(QuoteRelation::Contained | QuoteRelation::Near)), "{part}");
    }
}

#[test]
fn brackets_and_ellipses_do_not_break_a_match() {
    let full =
        "My uncle said the dam would hold, and my uncle was the man who had poured the concrete in the first place";
    let linked = linked(&[
        said("a", full),
        said("b", "My uncle said the dam would hold, and [he] was the man who had poured the concrete ..."),
    ]);
    assert_eq!(relation(&linked, 1), Some(QuoteRelation::Contained));
    assert!(linked.quotes[0].variants[1].edits.iter().any(|e| e.elided && e.kind == StepKind::Delete));
}

const IDIOM: &str = "It was a storm in a teacup";

#[test]
fn strangers_share_an_idiom_and_no_quote() {
    assert_eq!(groups(&[said("a", IDIOM).by("Ann Moor"), said("b", IDIOM).by("Bo Lind")]), [[0usize; 0]; 0]);
    assert_eq!(groups(&[said("a", IDIOM), said("b", IDIOM)]), [[0usize; 0]; 0]);
    assert_eq!(groups(&[said("a", IDIOM).by("Ann Moor"), said("b", IDIOM)]), [[0usize; 0]; 0]);
    // Not even in one article.
    assert_eq!(groups(&[said("a", IDIOM).by("Ann Moor"), said("a", IDIOM).by("Bo Lind").at(90)]), [[0usize; 0]; 0]);
}

#[test]
fn a_second_witness_joins_short_words() {
    let pair = |a: Said, b: Said| groups(&[a, b]) == [[0, 1]];
    assert!(pair(said("a", IDIOM).by("Ann Moor"), said("b", IDIOM).by("Moor")), "one speaker");
    assert!(pair(said("a", IDIOM), said("a", IDIOM).at(90)), "one article");
    let near = "ferry contract collapsed overnight when Talvik withdrew";
    assert!(pair(said("a", IDIOM).among(near), said("b", IDIOM).among(near).on(1)), "words around, next day");
    assert!(!pair(said("a", IDIOM).among(near), said("b", IDIOM).among(near).on(40)), "words around, weeks later");
    assert!(!pair(
        said("a", IDIOM).by("Ann Moor").among("ferry contract collapsed"),
        said("b", IDIOM).by("Bo Lind").among("ferry contract collapsed")
    ));
    // One story: both articles have a long quote in common.
    let story = [said("a", HARBOUR), said("b", HARBOUR), said("a", IDIOM).at(300), said("b", IDIOM).at(300)];
    assert_eq!(groups(&story), [[0, 1], [2, 3]]);
}

/// What stands around quotes that speak for themselves, or are too short for such words to be witnesses, makes no word a frequent one.
#[test]
fn only_words_around_those_that_need_a_witness_count() {
    let near = "ferry contract collapsed overnight when Talvik withdrew";
    let pair = || vec![said("a", IDIOM).among(near), said("b", IDIOM).among(near).on(1)];
    let mut all = pair();
    for i in 0..20 {
        let tiny = format!("Not lanterns{i}");
        all.extend(["c", "d"].map(|outlet| said(&format!("{outlet}{i}"), &tiny).among(near)));
    }
    assert!(groups(&all).contains(&vec![0, 1]));
    let mut all = pair();
    for i in 0..40 {
        let (long, place) = (HARBOUR.replace("seventeen", &format!("lanterns{i} seventeen")), 100 + i);
        all.extend(["c", "d"].map(|outlet| said(&format!("{outlet}{i}"), &long).at(place).among(near)));
    }
    assert!(groups(&all).contains(&vec![0, 1]));
    // Around quotes that do need one they count.
    for i in 0..40 {
        let short = format!("It was a tempest{i} in a kettle");
        all.extend(["c", "d"].map(|outlet| said(&format!("{outlet}{i}"), &short).among(near).on(60)));
    }
    assert!(!groups(&all).contains(&vec![0, 1]));
}

/// A piece of a long quote needs a witness, and so the long one needs the words around it.
#[test]
fn words_around_a_long_quote_speak_for_a_piece_of_it() {
    let full =
        "They would send a minister around the whole island at the drop of a hat, and now nobody answers the telephone";
    let near = "ferry contract collapsed overnight when Talvik withdrew";
    let piece = "at the drop of a hat";
    assert_eq!(groups(&[said("a", full).among(near), said("b", piece).part().among(near).on(1)]), [[0, 1]]);
    assert_eq!(groups(&[said("a", full).among(near), said("b", piece).part().on(1)]), [[0usize; 0]; 0]);
}

#[test]
fn for_words_of_some_length_the_time_is_a_witness() {
    let words = "We counted boats and lamps at the pier";
    assert_eq!(groups(&[said("a", words), said("b", words).on(2)]), [[0, 1]]);
    assert_eq!(groups(&[said("a", words), said("b", words).on(30)]), [[0usize; 0]; 0]);
    assert_eq!(groups(&[said("a", words).by("Ann Moor"), said("b", words).by("Bo Lind").on(2)]), [[0usize; 0]; 0]);
}

#[test]
fn nine_words_in_a_row_need_no_witness() {
    let words = "My father shut that gate and I opened it";
    let longer = "My father shut that gate and I opened it again, which is all there is";
    let apart = |a: Said, b: Said| groups(&[a, b.on(90)]);
    assert_eq!(apart(said("a", words), said("b", words)), [[0, 1]]);
    assert_eq!(apart(said("a", words).by("Ann Moor"), said("b", longer)), [[0, 1]]);
    // Two names speak against it, eight words and two that say something are not enough, and neither is one of nine that is another.
    assert_eq!(apart(said("a", words).by("Ann Moor"), said("b", longer).by("Bo Lind")), [[0usize; 0]; 0]);
    let shorter = "My father shut that gate and I opened";
    assert_eq!(apart(said("a", shorter), said("b", longer)), [[0usize; 0]; 0]);
    let empty = "It is what it is and that is all that there was to my father at the gate";
    assert_eq!(apart(said("a", empty), said("b", empty)), [[0usize; 0]; 0]);
    assert_eq!(apart(said("a", &words.replace("and", "but")), said("b", longer)), [[0usize; 0]; 0]);
    // An ideograph is half a word.
    let [short, long] = ["这台吊车太旧应该换掉", "这台吊车太旧应该换掉不然大家都走不过这座桥"];
    assert_eq!(apart(said("a", short), said("b", short)), [[0usize; 0]; 0]);
    assert_eq!(apart(said("a", long), said("b", long)), [[0, 1]]);
    // However many there are.
    let many: Vec<Said> = (0..40).map(|i| said(&format!("d{i:02}"), words).on(90 * i)).collect();
    assert_eq!(groups(&many), [(0..40).collect::<Vec<usize>>()]);
}

#[test]
fn one_idiom_many_speakers() {
    let mut all = Vec::new();
    for i in 0..40 {
        all.push(said(&format!("d{i:02}"), IDIOM).by(["Ann Moor", "Bo Lind", "Cem Aydin", "Dora Falk"][i % 4]));
    }
    let groups = groups(&all);
    assert_eq!(groups.len(), 4);
    assert!(groups.iter().all(|g| g.len() == 10 && g.iter().all(|m| m % 4 == g[0] % 4)));
}

#[test]
fn a_fragment_hangs_from_its_sentence_with_a_witness() {
    let full =
        "They would send a minister around the whole island at the drop of a hat, and now nobody answers the telephone";
    let fragment = "at the drop of a hat";
    assert_eq!(groups(&[said("a", full).by("Ann Moor"), said("b", fragment).by("Ann Moor").part()]), [[0, 1]]);
    assert_eq!(groups(&[said("a", full).by("Ann Moor"), said("a", fragment).part().at(200)]), [[0, 1]]);
    assert_eq!(groups(&[said("a", full).by("Ann Moor"), said("b", fragment).by("Bo Lind").part()]), [[0usize; 0]; 0]);
}

#[test]
fn a_compound_in_a_fragment_is_no_difference() {
    let full = "We stood at the pier all night, and the queue for the ferry is not going to end anytime soon";
    for fragment in ["not going to end any time soon", "not going to end anytime soon"] {
        let mentions = [said("a", full).by("Ann Moor"), said("b", fragment).by("Ann Moor").part()];
        assert_eq!(groups(&mentions), [[0, 1]], "{fragment}");
    }
}

#[test]
fn scare_quotes_titles_and_tiny_words() {
    assert_eq!(
        groups(&[
            said("a", "special operation").scare().by("Ann Moor"),
            said("a", "special operation").scare().by("Ann Moor").at(50)
        ]),
        [[0usize; 0]; 0]
    );
    let title = "The Keeper of the Northern Tower";
    assert_eq!(groups(&[said("a", title), said("a", title).at(70)]), [[0usize; 0]; 0]);
    let tiny = |day| {
        groups(&[
            said("a", "a bitter pill").by("Ann Moor").part(),
            said("b", "a bitter pill").by("Ann Moor").part().on(day),
        ])
    };
    assert_eq!(tiny(2), [[0, 1]]);
    assert_eq!(tiny(90), [[0usize; 0]; 0]);
    // A headline in capitals still belongs to its sentence.
    let full = said("b", "The bakers knew about the missing flour before the inspector found his hat");
    assert_eq!(
        groups(&[said("a", "The Bakers Knew About the Missing Flour Before the Inspector Found His Hat"), full]),
        [[0, 1]]
    );
}

#[test]
fn spread_and_verdicts() {
    let within = linked(&[said("a", HARBOUR), said("a", HARBOUR).at(500)]);
    assert_eq!((within.quotes[0].verdict, within.quotes[0].spread.within_document), (Verdict::WithinDocument, 1));
    let update = linked(&[said("a", HARBOUR).of("x"), said("b", HARBOUR).of("x").on(3)]);
    assert_eq!((update.quotes[0].verdict, update.quotes[0].spread.days), (Verdict::Update, 2));
    assert_eq!((update.quotes[0].spread.first, update.quotes[0].spread.last), (Some(0), Some(3)));
    // A teaser quotes it too: it is listed, and neither counted nor the anchor.
    let furniture = linked(&[said("a", HARBOUR).furniture(), said("b", HARBOUR), said("c", HARBOUR)]);
    assert_eq!((furniture.quotes[0].anchor, furniture.quotes[0].spread.documents), (1, 2));
    assert_eq!(members(&furniture.quotes[0]), [0, 1, 2]);
}

#[test]
fn translations_and_templates_stay_apart() {
    let all = [
        said("a", "The orchard lost its best trees to a beetle that nobody had invited").by("Ida Holm"),
        said("b", "Der Obstgarten verlor seine besten Bäume an einen Käfer, den niemand eingeladen hatte")
            .by("Ida Holm"),
        said("c", "The library lost its best lamps to a thief that nobody had noticed").by("Ida Holm"),
    ];
    assert_eq!(groups(&all), [[0usize; 0]; 0]);
}

#[test]
fn words_without_marks_are_found() {
    let all = [
        said("a", HARBOUR).by("Ida Holm"),
        said("b", HARBOUR),
        said("c", "Nobody asked the fishermen what they thought of the new pier or its price."),
    ];
    let article = hashes(
        "The storm came early. Residents counted seventeen boats in the harbor before the storm, and in the morning there was nothing left but rope. \
         Nobody had asked the fishermen what they thought of the new pier or its price, one paper wrote. The rest is known.",
    );
    let mut hits = Vec::new();
    with_rules(|rules| {
        let linked = link(&linkables(&all), rules);
        let mentions = linkables(&all);
        let (mut reader, mut prepared) = (PlainReader::new(rules.orthography), Prepared::new(rules.simd));
        let (mut plain, mut borders) = (Vec::new(), vec![0]);
        for mention in &mentions {
            prepared.prepare(mention.text);
            let all = 0..prepared.words.len();
            reader.read(mention.text, &prepared.words, all, mention.language, &mut plain);
            borders.push(plain.len());
        }
        let plain = PlainQuotes::new(&plain, &borders);
        let printed = |number: u32| {
            let Linkable { text, language, .. } = mentions[number as usize];
            Printed { text, language }
        };
        let mut picked = Picked::default();
        for number in [0, 2] {
            let text = mentions[number as usize].text;
            picked.add(number, text, &hashes(text), mentions[number as usize].speaker.is_some(), rules.simd);
        }
        let index = UnmarkedIndex::new(&[picked], plain, &printed, rules.orthography, rules.scoring, rules.simd);
        let mut searcher = index.searcher();
        let mut found = |marked: &[Range<u32>]| {
            let mut hits = Vec::new();
            searcher.scan(&article, marked, |hit| hits.push(hit));
            fullest(hits, |mention| linked.quote_of[mention])
        };
        hits = found(&[]);
        let marked = 3..20;
        let outside = found(std::slice::from_ref(&marked));
        assert_eq!(outside.iter().map(|h| h.mention).collect::<Vec<_>>(), [2], "what stands in marks is left out");
    });
    assert_eq!(hits.iter().map(|h| h.mention).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(hits[0].words, 5..24);
    assert!(hits.iter().all(|h| h.share >= 0.8));
}
