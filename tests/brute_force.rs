//! The pipeline against brute force: every pair of a corpus is compared by the definition, and what the search found is held to that.
//!
//! `cargo test --test brute_force -- --ignored --nocapture` does the same on labelled news that stands beside a checkout, and on
//! the file that `NEARPRINT_PLANTED` names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod common;

use common::{Language, Random, shared_data};
use nearprint::corpus::{ReadOptions, Record, expand};
use nearprint::findings::Relation;
use nearprint::matching::{Alterations, Comparison, Thresholds, compare};
use nearprint::pipeline::{Analysis, Found, Parameters, Survey, analyse};
use nearprint::simd::Simd;
use nearprint::sketch::{shingle_hashes, shingle_set};
use nearprint::text::{cut_by_definition, hash_normal_word, normal_form};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;

/// All that has to be compared, as brute force sees it: units with their words.
struct Brute {
    /// The smallest unit with the same words.
    class: Vec<u32>,
    /// Pairs of classes that are related, by their smallest units.
    pairs: BTreeMap<(u32, u32), Comparison>,
}

/// Compares every pair of units that have other words.
fn brute_force(units: &[Vec<u64>], shingle_words: usize, parameters: &Parameters) -> Brute {
    let mut first: HashMap<&[u64], u32> = HashMap::new();
    let class: Vec<u32> = (0..).zip(units).map(|(u, words)| *first.entry(words).or_insert(u)).collect();
    let alone: Vec<u32> =
        (0..).zip(&class).filter(|&(u, &c)| u == c && !units[u as usize].is_empty()).map(|p| p.0).collect();
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut sizes = vec![0; units.len()];
    let mut set = Vec::new();
    for &unit in &alone {
        shingle_set(Simd::best(), &units[unit as usize], shingle_words, &mut set);
        sizes[unit as usize] = set.len();
        for &shingle in &set {
            holders.entry(shingle).or_default().push(unit);
        }
    }
    let length = |u: u32| (units[u as usize].len(), u);
    let found: Vec<Vec<((u32, u32), Comparison)>> = alone
        .par_iter()
        .map(|&a| {
            // How many places of `a` have a shingle that a longer unit has too.
            let mut places: HashMap<u32, usize> = HashMap::new();
            let mut shingles = Vec::new();
            shingle_hashes(Simd::best(), &units[a as usize], shingle_words, &mut shingles);
            for b in shingles.iter().flat_map(|shingle| &holders[shingle]) {
                if length(*b) > length(a) {
                    *places.entry(*b).or_default() += 1;
                }
            }
            let words = units[a as usize].len();
            let mut related = Vec::new();
            for (b, places) in places {
                // A passage of 8 words or more has shared 5-grams at half of its words or more: below a quarter of all words nothing is derived.
                // Sets that are nearly equal or contained share half of the smaller one, each shared one at a place at least.
                let promising = places * 4 >= words || places * 2 >= sizes[a as usize].min(sizes[b as usize]);
                if promising {
                    let (a, b) = (a.min(b), a.max(b));
                    let (one, two) = (&units[a as usize], &units[b as usize]);
                    let comparison =
                        compare(one, two, shingle_words, &parameters.thresholds, parameters.data.alterations());
                    if comparison.relation != Relation::None {
                        related.push(((a, b), comparison));
                    }
                }
            }
            related
        })
        .collect();
    Brute { class, pairs: found.into_iter().flatten().collect() }
}

/// Pairs of a relation: by brute force, and found.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    all: usize,
    found: usize,
}

impl Tally {
    fn recall(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.found as f64 / self.all as f64 }
    }
}

/// Holds what was found to brute force: nothing wrong, and how much of each relation. `wanted` says which relations of brute force count.
fn hold(
    what: &str,
    brute: &Brute,
    found: &Found,
    names: impl Fn(u32) -> String,
    wanted: impl Fn(u32, u32, Relation) -> bool,
) -> BTreeMap<&'static str, Tally> {
    let mut representative: Vec<u32> = (0..brute.class.len() as u32).collect();
    for (&kept, copies) in &found.copies {
        for &copy in copies {
            representative[copy as usize] = kept;
        }
    }
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    // Exact copies: the same classes, whoever stands for them.
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    let mut together: HashMap<(u32, u32), usize> = HashMap::new();
    for (unit, &class) in brute.class.iter().enumerate() {
        *sizes.entry(class).or_default() += 1;
        *together.entry((class, representative[unit])).or_default() += 1;
        assert_eq!(
            brute.class[representative[unit] as usize],
            class,
            "{what}: {} is no exact copy",
            names(unit as u32)
        );
    }
    let pairs_of = |n: usize| n * (n - 1) / 2;
    let exact =
        Tally { all: sizes.values().map(|&n| pairs_of(n)).sum(), found: together.values().map(|&n| pairs_of(n)).sum() };
    tallies.insert("exact", exact);

    let mut edges: BTreeMap<(u32, u32), Comparison> = BTreeMap::new();
    for edge in &found.edges {
        let (a, b) = (brute.class[edge.a as usize], brute.class[edge.b as usize]);
        let given = brute.pairs.get(&(a.min(b), a.max(b)));
        let told = edge.comparison;
        let given =
            given.unwrap_or_else(|| panic!("{what}: {} and {} are told {told:?} and are not", names(a), names(b)));
        assert_eq!(
            (told.relation, told.jaccard, told.containment),
            (given.relation, given.jaccard, given.containment),
            "{what}"
        );
        assert!(told.coverage.is_none() || told.coverage == given.coverage, "{what}: {told:?}, {given:?}");
        assert!(edges.insert((a.min(b), a.max(b)), told).is_none(), "{what}: a pair is told twice");
    }
    let mut missed = String::new();
    for (&(a, b), comparison) in &brute.pairs {
        if wanted(a, b, comparison.relation) {
            let tally = tallies.entry(comparison.relation.name()).or_default();
            tally.all += 1;
            if edges.contains_key(&(a, b)) {
                tally.found += 1;
            } else {
                let _ = writeln!(missed, "  missed {} {}: {comparison:?}", names(a), names(b));
            }
        }
    }
    for (relation, tally) in &tallies {
        println!("{what}: {relation}: {} of {} found, {:.4}", tally.found, tally.all, tally.recall());
    }
    print!("{missed}");
    tallies
}

fn families(brute: &Brute, analysis: &Analysis) -> Tally {
    let links = brute.pairs.keys().copied().chain((0..).zip(&brute.class).map(|(u, &c)| (u, c)));
    let expected = nearprint::matching::families(brute.class.len(), links);
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    let mut together: HashMap<(u32, u32), usize> = HashMap::new();
    for (unit, (&one, &two)) in expected.iter().zip(&analysis.families).enumerate() {
        *sizes.entry(one).or_default() += 1;
        *together.entry((one, two)).or_default() += 1;
        assert_eq!(expected[two as usize], one, "document {unit} is in a family that it does not belong to");
    }
    let pairs = |n: &usize| n * (n - 1) / 2;
    let tally = Tally { all: sizes.values().map(pairs).sum(), found: together.values().map(pairs).sum() };
    println!("families: {} of {} pairs joined, {:.4}", tally.found, tally.all, tally.recall());
    tally
}

/// What is compared of each document.
fn words_of(survey: &Survey, analysis: &Analysis) -> Vec<Vec<u64>> {
    (0..survey.documents.len() as u32)
        .map(|d| {
            let mut words = Vec::new();
            analysis.compared_words(survey, d, &mut words).unwrap();
            words
        })
        .collect()
}

/// Whole texts are compared.
fn raw() -> Parameters {
    Parameters { raw: true, ..Parameters::default() }
}

/// Analyses the survey and holds all of it to brute force.
fn check(mut survey: Survey, parameters: &Parameters) {
    let analysis = analyse(&mut survey, parameters, &|_| ControlFlow::Continue(())).unwrap();
    let documents = words_of(&survey, &analysis);
    let brute = brute_force(&documents, parameters.document_sketch.shingle_words, parameters);
    let id = |d: u32| survey.documents.ids.get(d as usize).to_owned();
    let found = hold("documents", &brute, &analysis.documents, id, |_, _, _| true);
    let joined = families(&brute, &analysis);

    let p = &survey.paragraphs;
    let paragraphs: Vec<Vec<u64>> = (0..p.len())
        .map(|i| documents[p.documents[i] as usize][p.first_word[i] as usize..][..p.words[i] as usize].to_vec())
        .collect();
    let size = parameters.paragraph_sketch.shingle_words;
    let mut of_paragraphs = brute_force(&paragraphs, size, parameters);
    // Passages are not asked of paragraphs, and short ones are compared by their exact keys only.
    of_paragraphs.pairs.retain(|_, c| c.relation != Relation::Derived);
    let short = |u: u32| p.words[u as usize] < parameters.min_paragraph_words;
    let name = |u: u32| format!("{}:{}", id(p.documents[u as usize]), p.spot(u).unwrap().line);
    let found_paragraphs = hold("paragraphs", &of_paragraphs, &analysis.paragraphs, name, |a, b, relation| {
        !short(a) && !short(b) && relation != Relation::Contained
    });

    for (relation, least) in [("exact", 0.995), ("near", 0.995), ("contained", 0.98), ("derived", 0.98)] {
        let recall = found.get(relation).copied().unwrap_or_default().recall();
        assert!(recall >= least, "documents: {relation}: recall {recall}");
    }
    for (relation, least) in [("exact", 0.995), ("near", 0.99)] {
        let recall = found_paragraphs.get(relation).copied().unwrap_or_default().recall();
        assert!(recall >= least, "paragraphs: {relation}: recall {recall}");
    }
    assert!(joined.recall() >= 0.98, "families: {}", joined.recall());
}

const OUTLETS: usize = 15;

/// About 1,500 articles: originals, and copies in every degree of likeness.
fn corpus(seed: u64) -> Vec<Record> {
    let language = Language::new();
    let mut random = Random(seed);
    let furniture: Vec<Vec<String>> =
        (0..OUTLETS).map(|_| (0..3).map(|_| language.sentence(&mut random)).collect()).collect();
    let mut records: Vec<Record> = Vec::new();
    let mut add = |random: &mut Random, id: String, mut paragraphs: Vec<String>, dressed: bool| {
        let outlet = random.below(OUTLETS);
        if dressed {
            let lines = random.between(1, 3);
            paragraphs.extend_from_slice(&furniture[outlet][..lines]);
        }
        records.push(Record {
            id,
            text: paragraphs.join("\n"),
            source: format!("outlet {outlet}"),
            ..Record::default()
        });
    };
    for i in 0..500 {
        let paragraphs = random.between(3, 12);
        let own = language.article(&mut random, paragraphs);
        let dressed = random.chance(0.5);
        add(&mut random, format!("{i:03}-own"), own.clone(), dressed);
        for copy in 0..random.below(5) {
            let mut text = own.clone();
            let mut how = String::new();
            if random.chance(0.25) {
                let from = random.below(text.len() / 2 + 1);
                let until = random.between(from + 1, text.len());
                text = text[from..until].to_vec();
                how += "-cut";
            }
            if random.chance(0.2) {
                let place = random.below(text.len());
                text.rotate_left(place);
                how += "-moved";
            }
            if random.chance(0.2) {
                let more = random.between(1, own.len());
                text.extend(language.article(&mut random, more));
                how += "-longer";
            }
            if random.chance(0.6) {
                // Half of the copies round the threshold, the others up to 15 % of the words.
                let share = random.below(1_000) as f64 / 1_000.0 * if random.chance(0.5) { 0.04 } else { 0.15 };
                text = text.iter().map(|p| language.edited(p, share, &mut random)).collect();
                how += "-edited";
            }
            if random.chance(0.2) {
                text[0] = format!("PORT ELDA, March {} (Coastline) - {}", random.between(1, 31), text[0]);
                how += "-dateline";
            }
            let dressed = random.chance(0.4);
            add(&mut random, format!("{i:03}-{copy}{how}"), text, dressed);
        }
    }
    records
}

#[test]
fn the_pipeline_finds_what_brute_force_finds() {
    for seed in [1, 2] {
        let records = corpus(seed);
        println!("corpus {seed}: {} articles", records.len());
        assert!((1_300..1_700).contains(&records.len()));
        let parameters = raw();
        let mut survey = Survey::new(&parameters).unwrap();
        survey.add(&records, &parameters).unwrap();
        check(survey, &parameters);
    }
}

/// The same for documents without their furniture, of which these have some.
#[test]
fn without_furniture_the_pipeline_finds_what_brute_force_finds() {
    let parameters = Parameters::default();
    let mut survey = Survey::new(&parameters).unwrap();
    survey.add(&corpus(3), &parameters).unwrap();
    let analysis = analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(())).unwrap();
    let documents = words_of(&survey, &analysis);
    let cut = (0..).zip(&documents).filter(|(d, words)| (words.len() as u32) < survey.words.words(*d)).count();
    println!("{cut} of {} documents without furniture", documents.len());
    assert!(cut > 100);
    let brute = brute_force(&documents, parameters.document_sketch.shingle_words, &parameters);
    let id = |d: u32| survey.documents.ids.get(d as usize).to_owned();
    let found = hold("documents", &brute, &analysis.documents, id, |_, _, _| true);
    for (relation, least) in [("exact", 0.995), ("near", 0.995), ("contained", 0.98), ("derived", 0.98)] {
        let recall = found.get(relation).copied().unwrap_or_default().recall();
        assert!(recall >= least, "documents: {relation}: recall {recall}");
    }
}

/// Most pairs of paragraphs are turned down by their bitmaps alone, unless all that are turned down shall be told: then each is compared by its words.
#[test]
fn what_bitmaps_turn_down_is_no_duplicate() {
    let records = corpus(5);
    let paragraphs = |rejected| {
        let parameters = Parameters { rejected, ..raw() };
        let mut survey = Survey::new(&parameters).unwrap();
        survey.add(&records, &parameters).unwrap();
        analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(())).unwrap().paragraphs
    };
    let pairs = |found: &Found| {
        let mut pairs: Vec<_> = found.edges.iter().map(|e| (e.a, e.b, e.comparison.relation)).collect();
        pairs.sort_unstable_by_key(|p| (p.0, p.1));
        pairs
    };
    let all = paragraphs(usize::MAX);
    println!("{} pairs of paragraphs, {} turned down", all.verified, all.rejected.len());
    assert!(!all.edges.is_empty() && all.rejected.len() > 200);
    for rejected in [0, 1, 20, 200] {
        let some = paragraphs(rejected);
        assert_eq!(some.verified, all.verified);
        assert_eq!(pairs(&some), pairs(&all));
        assert_eq!(some.rejected, all.rejected[..rejected], "the nearest {rejected}");
    }
}

/// A hundred and twenty articles of which any two share a passage: too many for all their pairs. What is not compared has to be counted.
#[test]
fn comparisons_that_are_not_made_are_counted() {
    let language = Language::new();
    let mut random = Random(4);
    let shared = language.article(&mut random, 5).join("\n");
    let article = |i: usize, random: &mut Random| {
        let text = format!("{shared}\n{}", language.article(random, 2).join("\n"));
        Record { id: format!("article-{i}"), text, source: "one".into(), ..Record::default() }
    };
    let records: Vec<Record> = (0..120).map(|i| article(i, &mut random)).collect();
    let parameters = raw();
    let mut survey = Survey::new(&parameters).unwrap();
    survey.add(&records, &parameters).unwrap();
    let found = analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(())).unwrap().documents;
    println!("{} compared, {} groups cut, {} comparisons left out", found.verified, found.groups_cut, found.left_out);
    assert!(found.groups_cut > 0 && found.verified + found.left_out >= 120 * 119 / 2);
}

/// The naive reading of the definitions, on strings and without any hash of ours.
fn compare_strings(a: &str, b: &str, thresholds: &Thresholds) -> Comparison {
    let words = |form: &str| form.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<String>>();
    let (a, b) = (words(a), words(b));
    let grams = |words: &[String], n: usize| -> HashSet<String> {
        if words.is_empty() {
            return HashSet::new();
        }
        words.windows(n.min(words.len())).map(|gram| gram.join(" ")).collect()
    };
    let (left, right) = (grams(&a, 5), grams(&b, 5));
    let shared = left.intersection(&right).count();
    let union = left.union(&right).count();
    let (small, large) = (left.len().min(right.len()), left.len().max(right.len()));
    let jaccard = if union == 0 { 0.0 } else { shared as f64 / union as f64 };
    let containment = if small == 0 { 0.0 } else { shared as f64 / small as f64 };
    if small == 0 {
        return Comparison { relation: Relation::None, jaccard, containment, coverage: None };
    }
    let (shorter, longer) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let mut covered = vec![false; shorter.len()];
    let passages = grams(longer, 8);
    for (at, gram) in shorter.windows(8).enumerate() {
        if longer.len() >= 8 && passages.contains(&gram.join(" ")) {
            covered[at..at + 8].fill(true);
        }
    }
    let coverage = covered.iter().filter(|&&c| c).count() as f64 / shorter.len() as f64;
    let relation = if a == b {
        Relation::Exact
    } else if jaccard >= thresholds.jaccard {
        Relation::Near
    } else if containment >= thresholds.containment && small as f64 / large as f64 <= thresholds.shorter {
        Relation::Contained
    } else if coverage >= thresholds.coverage_of_short
        || (coverage >= thresholds.coverage && covered.iter().filter(|&&c| c).count() >= thresholds.passage_words)
    {
        Relation::Derived
    } else {
        Relation::None
    };
    Comparison { relation, jaccard, containment, coverage: Some(coverage) }
}

#[test]
fn the_definition_agrees_with_strings() {
    let (thresholds, alterations) = (Thresholds::default(), Alterations::shipped());
    let mut records = corpus(3);
    records.truncate(400);
    let mut texts: Vec<String> = records.into_iter().map(|r| r.text).collect();
    // Short and odd ones, too.
    let odd = [
        "",
        "one",
        "One!",
        "one two",
        "a b c d e",
        "a b c d f",
        "a b a b a b a b a b",
        "b a b a b a b a b a b",
        "...",
        "Don’t don't",
    ];
    texts.extend(odd.map(str::to_owned));
    texts.extend((0..30).map(|i| "la ".repeat(i) + "le"));
    let forms: Vec<String> = texts.iter().map(|text| normal_form(text)).collect();
    let hashes: Vec<Vec<u64>> = texts
        .iter()
        .map(|text| cut_by_definition(text).iter().map(|(_, normal)| hash_normal_word(normal)).collect())
        .collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut check = |i: usize, j: usize| {
        let told = compare(&hashes[i], &hashes[j], 5, &thresholds, &alterations);
        let mut naive = compare_strings(&forms[i], &forms[j], &thresholds);
        if told.relation == Relation::Altered && matches!(naive.relation, Relation::Near | Relation::Contained) {
            naive.relation = Relation::Altered;
        }
        assert_eq!(told, naive, "{:?} and {:?}", forms[i], forms[j]);
        *seen.entry(told.relation.name()).or_default() += 1;
    };
    for i in 0..texts.len() {
        // Neighbours are copies of one another; the odd ones meet all odd ones.
        let reach = if i >= 400 { texts.len() } else { (i + 6).min(texts.len()) };
        (i..reach).for_each(|j| check(i, j));
        (i + 1..texts.len()).step_by(97).for_each(|j| check(j, i));
    }
    println!("{seen:?}");
    for relation in ["exact", "near", "contained", "derived", "none"] {
        assert!(seen.get(relation).is_some_and(|&n| n >= 20), "{seen:?}");
    }
}

fn check_file(name: &str) {
    let parameters = raw();
    let mut survey = Survey::new(&parameters).unwrap();
    let inputs = expand(&[name.to_owned()]).unwrap();
    survey.read(&inputs.files, &ReadOptions::default(), &parameters, &|_| ControlFlow::Continue(())).unwrap();
    println!("{} articles, {} skipped", survey.documents.len(), survey.skipped.len());
    check(survey, &parameters);
}

#[test]
#[ignore = "needs labelled news beside the checkout"]
fn brute_force_on_real_news() {
    use std::io::{BufRead, BufReader, Write};
    let Some(data) = shared_data() else { return };
    let packed = std::fs::File::open(data.join("real/news_abp.jsonl.zst")).unwrap();
    let lines = BufReader::new(zstd::Decoder::new(packed).unwrap()).lines();
    let mut part = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    for line in lines.take(5_000) {
        writeln!(part, "{}", line.unwrap()).unwrap();
    }
    check_file(part.path().to_str().unwrap());
}

#[test]
#[ignore = "needs the file that NEARPRINT_PLANTED names"]
fn brute_force_on_planted_copies() {
    if let Ok(name) = std::env::var("NEARPRINT_PLANTED") {
        check_file(&name);
    }
}
