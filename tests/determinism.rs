//! One corpus, one result: whatever the threads, the order of the files, the instruction set, the memory and the packing, the tables are the same bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod common;

use common::{Article, Language, Pack, Random, gzip, nearprint, rows, stderr, zstandard};
use nearprint::simd::Simd;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TABLES: [&str; 7] = [
    "documents.jsonl",
    "clusters.jsonl",
    "pairs.jsonl",
    "mentions.jsonl",
    "quotes.jsonl",
    "unmarked.jsonl",
    "skipped.jsonl",
];
const SPEAKERS: [&str; 4] = ["Mayor Ana Velar", "Osten Breck", "Minister Ruta Kalnin", "Jon Marsk"];
const FURNITURE: [&str; 3] = [
    "Follow us on every channel you like and never miss what the town talks about today",
    "This page was made by people who drink too much coffee, write to the desk if you find a fault in it",
    "All rights reserved",
];

/// Articles of twelve outlets with planted copies of every kind, dates that are none and texts that are empty.
fn corpus() -> Vec<Article> {
    let language = Language::new();
    let mut random = Random(2031);
    let mut articles: Vec<Article> = Vec::new();
    let mut add = |random: &mut Random, kind: &str, i: usize, paragraphs: &[String]| {
        let outlet = random.below(12);
        let mut lines = paragraphs.to_vec();
        if outlet < 9 {
            lines.extend(FURNITURE.iter().map(|line| (*line).to_owned()));
            lines.insert(0, format!("Outlet {outlet}, your paper"));
            // Nearly the same line under every article: its group is cut to anchors.
            let counter = random.between(10, 9_999);
            lines.push(format!("People who read this story to its end also read what their neighbours thought of it, and {counter} of them said so"));
        }
        let date = match random.below(20) {
            0 => None,
            1 => Some("the other day".to_owned()),
            day => Some(format!("2031-03-{day:02}")),
        };
        let text = match (kind, articles.last()) {
            // What another outlet prints without a change, down to the furniture.
            ("exact", Some(original)) => original.text.clone(),
            ("empty", _) => "... -- ...".to_owned(),
            _ => lines.join("\n"),
        };
        articles.push(Article { id: format!("{kind}-{i:03}"), source: format!("outlet {outlet}"), date, text });
    };
    for i in 0..60 {
        let count = random.between(5, 12);
        let own = language.article(&mut random, count);
        add(&mut random, "own", i, &own);
        if i % 3 == 0 {
            add(&mut random, "exact", i, &own);
        }
        if i % 2 == 0 {
            for copy in 0..random.between(1, 4) {
                let share = 0.004 * random.between(1, 5) as f64;
                let edited: Vec<String> = own.iter().map(|p| language.edited(p, share, &mut random)).collect();
                add(&mut random, "near", 10 * i + copy, &edited);
            }
        }
        if i % 5 == 1 {
            add(&mut random, "contained", i, &own[..own.len() * 2 / 3]);
        }
        if i % 5 == 2 {
            let mut cut = own[..own.len() * 2 / 3].to_vec();
            cut.extend(language.article(&mut random, 1 + own.len() / 3));
            add(&mut random, "derived", i, &cut);
        }
        if i % 5 == 3 {
            let mut counted = own.clone();
            counted[1].push_str(" In all 12 houses were counted.");
            add(&mut random, "counted", i, &counted);
            counted[1] = counted[1].replace("In all 12 houses", "In all 21 houses");
            add(&mut random, "altered", i, &counted);
        }
    }
    add(&mut random, "empty", 0, &[]);
    for i in 0..60 {
        let filler = language.article(&mut random, 2);
        add(&mut random, "short", i, &filler);
    }
    for i in 0..20 {
        let words: Vec<String> = (0..16).map(|_| language.word(&mut random).to_owned()).collect();
        let speaker = SPEAKERS[i % SPEAKERS.len()];
        let surname = speaker.rsplit(' ').next().unwrap_or(speaker);
        let (whole, part) = (words.join(" "), words[3..13].join(" "));
        let near = format!("{} quite {}", words[..8].join(" "), words[8..].join(" "));
        let said = [
            ("exact", format!("{speaker} said: “We lost 12 {whole}.”")),
            ("near", format!("“We lost 12 {near},” {speaker} said.")),
            ("cut", format!("{speaker} spoke of \"{part}\" on the day. {surname} had no more to say.")),
            ("counted", format!("«We lost 21 {whole}», said {speaker}.")),
            ("plain", format!("We lost 12 {whole}, as everybody in town knows by now.")),
        ];
        for (kind, line) in said {
            let mut lines = language.article(&mut random, 2);
            lines.insert(1, line);
            add(&mut random, &format!("said-{kind}"), i, &lines);
        }
    }
    articles
}

/// The articles in five files.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![Vec::new(); 5];
    for (i, article) in corpus().iter().enumerate() {
        files[i * 7 % 5].extend(article.line().bytes());
    }
    files[3].extend(b"{\"id\": \"broken\", \"text\": \n[]\n");
    files.into_iter().enumerate().map(|(i, bytes)| (format!("part{i}.jsonl"), bytes)).collect()
}

fn write(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// The tables of a run over the files in `folder`.
fn tables(folder: &Path, arguments: &[&str]) -> BTreeMap<&'static str, String> {
    let mut all = vec!["report", "--quiet", "--out", "out"];
    all.extend(arguments);
    let output = nearprint(folder, &all);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    TABLES.into_iter().map(|name| (name, fs::read_to_string(folder.join("out").join(name)).unwrap())).collect()
}

fn assert_same(found: &BTreeMap<&str, String>, expected: &BTreeMap<&str, String>, what: &str) {
    for name in TABLES {
        for (number, (one, two)) in found[name].lines().zip(expected[name].lines()).enumerate() {
            assert_eq!(one, two, "{name}, row {}: {what}", number + 1);
        }
        assert_eq!(found[name].len(), expected[name].len(), "{name}: {what}");
    }
}

const PARTS: [&str; 5] = ["part0.jsonl", "part1.jsonl", "part2.jsonl", "part3.jsonl", "part4.jsonl"];

fn reference() -> (TempDir, BTreeMap<&'static str, String>) {
    let folder = TempDir::new().unwrap();
    write(folder.path(), &files());
    let tables = tables(folder.path(), &PARTS);
    (folder, tables)
}

/// `part0.jsonl.gz` is `part0.jsonl` in another packing, and nothing else of the tables may differ.
fn without_endings(tables: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    tables
        .iter()
        .map(|(&name, text)| (name, text.replace(".jsonl.gz", ".jsonl").replace(".jsonl.zst", ".jsonl")))
        .collect()
}

#[test]
fn the_corpus_holds_every_relation() {
    let (folder, _) = reference();
    let out = folder.path().join("out");
    let mut relations: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&out.join("pairs.jsonl")) {
        let key = format!("{} {}", row["unit"].as_str().unwrap(), row["relation"].as_str().unwrap());
        *relations.entry(key).or_default() += 1;
    }
    println!("{relations:?}");
    for relation in ["exact", "near", "contained", "altered", "derived", "none"] {
        assert!(relations.get(&format!("document {relation}")).is_some_and(|&n| n >= 3), "{relation}: {relations:?}");
    }
    for relation in ["exact", "near"] {
        assert!(relations.get(&format!("paragraph {relation}")).is_some_and(|&n| n >= 10), "{relation}: {relations:?}");
    }
    let clusters = rows(&out.join("clusters.jsonl"));
    assert!(clusters.iter().any(|row| row["verdict"] == "syndicated"));
    assert!(rows(&out.join("boilerplate.jsonl")).iter().filter(|row| row["action"] == "strip").count() >= 10);
    let quotes = rows(&out.join("quotes.jsonl"));
    for relation in ["near", "contained", "altered"] {
        let has =
            |row: &&serde_json::Value| row["variants"].as_array().unwrap().iter().any(|v| v["relation"] == relation);
        assert!(quotes.iter().filter(has).count() >= 10, "{relation}: {quotes:?}");
    }
    assert!(rows(&out.join("unmarked.jsonl")).len() >= 10);
    assert!(rows(&out.join("mentions.jsonl")).iter().filter(|m| m["speaker"] != serde_json::Value::Null).count() >= 70);
    let reasons: Vec<_> = rows(&out.join("skipped.jsonl")).iter().map(|row| row["reason"].clone()).collect();
    for reason in ["malformed_json", "not_an_object", "empty_text", "bad_date"] {
        assert!(reasons.iter().any(|r| r == reason), "{reason}: {reasons:?}");
    }
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let (folder, expected) = reference();
    for threads in ["1", "2", "8"] {
        let mut arguments = vec!["--threads", threads];
        arguments.extend(PARTS);
        assert_same(&tables(folder.path(), &arguments), &expected, &format!("{threads} threads"));
    }
}

#[test]
fn the_order_of_the_files_makes_no_difference() {
    let (folder, expected) = reference();
    let mut order = PARTS;
    order.reverse();
    assert_same(&tables(folder.path(), &order), &expected, "backwards");
    order.swap(0, 3);
    assert_same(&tables(folder.path(), &order), &expected, "shuffled");
    assert_same(
        &tables(folder.path(), &["part*.jsonl", "part1.jsonl"]),
        &expected,
        "a pattern, and a file named twice",
    );
}

/// The order of the records in the files, and the way they are spread over files. Ids settle what the order does not.
#[test]
fn the_order_of_the_records_makes_no_difference() {
    let (_folder, expected) = reference();
    let folder = TempDir::new().unwrap();
    let backwards: Vec<u8> = corpus().iter().rev().flat_map(|article| article.line().into_bytes()).collect();
    write(folder.path(), &[("all.jsonl".to_owned(), backwards)]);
    let found = tables(folder.path(), &["all.jsonl"]);
    for name in TABLES.into_iter().filter(|&name| name != "skipped.jsonl") {
        for (one, two) in found[name].lines().zip(expected[name].lines()) {
            assert_eq!(one, two, "{name}");
        }
        assert_eq!(found[name].len(), expected[name].len(), "{name}");
    }
}

#[test]
fn the_instruction_set_makes_no_difference() {
    let (folder, expected) = reference();
    for simd in Simd::available() {
        let mut arguments = vec!["--simd", simd.tier().name()];
        arguments.extend(PARTS);
        assert_same(&tables(folder.path(), &arguments), &expected, simd.tier().name());
    }
}

#[test]
fn spilling_makes_no_difference() {
    let (folder, expected) = reference();
    for memory in ["1M", "1K"] {
        let mut arguments = vec!["--memory", memory];
        arguments.extend(PARTS);
        assert_same(&tables(folder.path(), &arguments), &expected, memory);
    }
}

#[test]
fn packing_makes_no_difference() {
    let (_folder, expected) = reference();
    let packings: [(&str, Pack); 2] = [("gz", gzip), ("zst", zstandard)];
    for (ending, pack) in packings {
        let packed: Vec<_> = files().iter().map(|(name, bytes)| (format!("{name}.{ending}"), pack(bytes))).collect();
        let folder = TempDir::new().unwrap();
        write(folder.path(), &packed);
        let names: Vec<&str> = packed.iter().map(|(name, _)| name.as_str()).collect();
        assert_same(&without_endings(&tables(folder.path(), &names)), &expected, ending);
    }
}
