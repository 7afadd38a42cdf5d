//! `filter`: verdicts as brute force gives them, nothing forgotten that was answered, whatever happens in between.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::filtering::{BARE, answers, filter, lines, replayed, stream, undisturbed};
use common::{Language, Random, command, nearprint, rows, shared_data, stderr};
use nearprint::findings::Relation;
use nearprint::matching::{Alterations, Thresholds, compare};
use nearprint::simd::Simd;
use nearprint::text::{Cutter, WordHash, Words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

fn words(text: &str) -> Vec<WordHash> {
    let (mut words, mut newlines) = (Words::default(), Vec::new());
    Cutter::new(Simd::best()).cut(text, &mut words, &mut newlines);
    words.hashes
}

#[test]
fn verdicts_are_those_of_brute_force() {
    for seed in 0..4 {
        let records = stream(seed, 150);
        let folder = tempfile::tempdir().unwrap();
        let found = answers(&filter(folder.path(), &[&BARE[..], &["--annotate"]].concat(), &lines(&records)));
        assert_eq!(found.len(), records.len());
        let (thresholds, alterations) = (Thresholds::default(), Alterations::shipped());
        let mut kept: Vec<(&str, Vec<WordHash>)> = Vec::new();
        let (mut relations, mut drops) = (BTreeMap::new(), 0);
        for record in &records {
            let (id, words) = (record["id"].as_str().unwrap(), words(record["text"].as_str().unwrap()));
            let mut best: Option<(bool, Relation, f64, f64, &str)> = None;
            for (other, theirs) in &kept {
                let c = compare(&words, theirs, 5, &thresholds, &alterations);
                let one = (c.relation.is_duplicate(), c.relation, c.jaccard, c.containment, *other);
                let better = |b: &(bool, Relation, f64, f64, &str)| {
                    (one.0, std::cmp::Reverse(one.1))
                        .cmp(&(b.0, std::cmp::Reverse(b.1)))
                        .then(one.2.total_cmp(&b.2))
                        .then(one.3.total_cmp(&b.3))
                        .is_gt()
                };
                if c.relation != Relation::None && best.as_ref().is_none_or(better) {
                    best = Some(one);
                }
            }
            let said = &found[id];
            let drop = best.is_some_and(|best| best.0);
            assert_eq!(said["decision"], if drop { "drop" } else { "keep" }, "seed {seed}, {id}: {best:?} {said}");
            match best {
                None => assert_eq!(said["duplicate_of"], Value::Null),
                Some((_, relation, jaccard, _, other)) => {
                    assert_eq!(
                        (said["duplicate_of"].as_str(), said["relation"].as_str()),
                        (Some(other), Some(relation.name()))
                    );
                    assert!((said["jaccard"].as_f64().unwrap() - jaccard).abs() < 1e-6);
                    *relations.entry(relation.name()).or_insert(0) += 1;
                }
            }
            drops += usize::from(drop);
            if !drop {
                kept.push((id, words));
            }
        }
        assert!(drops > 10 && relations.len() >= 3, "{drops} {relations:?}");
    }
}

/// Three thousand articles of real news, all that are labelled as copies among them, against all that were seen before.
#[test]
fn verdicts_on_real_news_are_those_of_brute_force() {
    let Some(data) = shared_data() else {
        println!("left out: the labelled data does not lie beside the checkout");
        return;
    };
    let labelled = fs::read_to_string(data.join("real/neardup_abp_clusters.csv")).unwrap();
    let labelled: BTreeSet<&str> = labelled.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let news =
        BufReader::new(zstd::Decoder::new(fs::File::open(data.join("real/news_abp.jsonl.zst")).unwrap()).unwrap());
    let mut others = 3_000 - labelled.len();
    let mut records: Vec<Value> = Vec::new();
    for line in news.lines() {
        let record: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let is_labelled = labelled.contains(record["id"].as_str().unwrap());
        if is_labelled || others > 0 {
            others -= usize::from(!is_labelled);
            records.push(record);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let found = answers(&filter(folder.path(), &[&BARE[..], &["--annotate"]].concat(), &lines(&records)));
    let (thresholds, alterations) = (Thresholds::default(), Alterations::shipped());
    let mut kept: Vec<(&str, Vec<WordHash>)> = Vec::new();
    // Which of the kept ones have a shingle: what shares few of them is no copy, and need not be compared.
    let mut having: HashMap<&[WordHash], Vec<usize>> = HashMap::new();
    let all: Vec<Vec<WordHash>> = records.iter().map(|record| words(record["text"].as_str().unwrap())).collect();
    let (mut right, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
    for (record, words) in records.iter().zip(&all) {
        let id = record["id"].as_str().unwrap();
        let shingles: BTreeSet<&[WordHash]> = words.windows(5).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for &other in shingles.iter().filter_map(|shingle| having.get(shingle)).flatten() {
            *shared.entry(other).or_default() += 1;
        }
        let alike = |&(&other, &shared): &(&usize, &usize)| 2 * shared >= shingles.len().min(kept[other].1.len());
        let copies: Vec<&str> = (shared.iter().filter(alike))
            .filter(|&(&other, _)| compare(words, &kept[other].1, 5, &thresholds, &alterations).relation.is_duplicate())
            .map(|(&other, _)| kept[other].0)
            .collect();
        let said = &found[id];
        match (said["decision"] == "drop", copies.is_empty()) {
            (true, _) if copies.iter().any(|copy| said["duplicate_of"] == *copy) => right += 1,
            (true, _) => wrong.push(id),
            (false, false) => missed.push(id),
            (false, true) => {}
        }
        if copies.is_empty() {
            shingles.iter().for_each(|shingle| having.entry(shingle).or_default().push(kept.len()));
            kept.push((id, words.clone()));
        }
    }
    println!("{right} copies found, {} wrong, {} missed", wrong.len(), missed.len());
    assert_eq!(records.len(), 3_000);
    assert!(right > 25 && wrong.is_empty() && missed.is_empty(), "{right} {wrong:?} {missed:?}");
}

/// In which sense the two agree: with `--keep first` a report drops the articles that the filter drops, but of an article and a longer one that contains it the report keeps the
/// longer, and the filter, which cannot know what will come, the first.
#[test]
fn the_filter_and_a_report_agree() {
    let folder = tempfile::tempdir().unwrap();
    let records = stream(7, 200);
    fs::write(folder.path().join("news.jsonl"), lines(&records)).unwrap();
    let found = answers(&filter(folder.path(), &[&BARE[..], &["--annotate"]].concat(), &lines(&records)));
    let report = ["report", "news.jsonl", "--out", "out", "--keep", "first", "--quiet"];
    assert!(nearprint(folder.path(), &[&report[..], &BARE].concat()).status.success());
    let mut dropped = 0;
    for row in rows(&folder.path().join("out/documents.jsonl")) {
        let (said, gone) = (&found[row["doc"].as_str().unwrap()], row["kept"] == false);
        let contained = [&said["relation"], &row["relation"]].iter().any(|relation| **relation == "contained");
        let of_contained = |id: &Value| id.as_str().is_some_and(|id| found[id]["relation"] == "contained");
        if !contained && !of_contained(&row["duplicate_of"]) && !of_contained(&said["duplicate_of"]) {
            assert_eq!(said["decision"] == "drop", gone, "{said} {row}");
            dropped += usize::from(gone);
        }
    }
    assert!(dropped > 10, "{dropped}");
}

#[test]
fn lines_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let input = concat!(
        "{ \"id\":1,  \"n\": 1.50, \"text\" : \"The harbour board said on Monday that the crane would go.\", \"more\":{\"a\":[1e3]}  }\n",
        "{\"text\": \"caf\\u00e9 \\/ bar of the old town is closed until spring\", \"id\": \"x\"}\r\n",
        "\n",
        "{\"id\": 3, \"text\": \"\"}\n",
        "no json\n",
        "{\"id\": 4}\n",
        "{\"id\": 5, \"text\": \"The harbour board said on Monday that the crane would go!\"}\n",
    );
    let run = filter(folder.path(), &["--annotate", "--rejects", "bad.jsonl"], input);
    let out = String::from_utf8(run.stdout.clone()).unwrap();
    let stripped: Vec<String> = out
        .lines()
        .map(|line| {
            let start = line.find(",\"nearprint\":").unwrap();
            let end = line.rfind("}]}").map_or(line.rfind("]}").unwrap() + 2, |at| at + 3);
            format!("{}{}", &line[..start], &line[end..])
        })
        .collect();
    let expected: Vec<&str> = input.lines().filter(|line| line.contains("text")).collect();
    assert_eq!(stripped, expected);
    let said = answers(&run);
    assert_eq!((&said["x"]["decision"], said.len()), (&json!("keep"), 2), "numbers are ids too, and not strings");
    let fifth: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!((&fifth["nearprint"]["decision"], &fifth["nearprint"]["duplicate_of"]), (&json!("drop"), &json!("1")));
    let bad = rows(&folder.path().join("bad.jsonl"));
    let told: Vec<_> =
        bad.iter().map(|row| (row["line"].as_u64(), row["reason"].as_str(), row["raw"].as_str())).collect();
    assert_eq!(
        told,
        [(Some(5), Some("malformed_json"), Some("no json")), (Some(6), Some("missing_text"), Some("{\"id\": 4}")),]
    );
    assert_eq!(filter(folder.path(), &["--strict"], "no json\n").status.code(), Some(1));
}

#[test]
fn the_same_record_once_more_is_no_copy_of_itself() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The harbour board said on Monday that the crane would go, and that nobody had asked for it.";
    let input = |id: &str, text: &str| lines(&[json!({"id": id, "text": text})]);
    let decision =
        |input: &str, id: &str| answers(&filter(folder.path(), &["--annotate"], input))[id]["decision"].clone();
    assert_eq!(decision(&input("a", text), "a"), "keep");
    assert_eq!(decision(&input("a", text), "a"), "keep");
    assert_eq!(decision(&input("b", text), "b"), "drop");
    // Replayed from the start, both are told what they were told.
    assert_eq!(decision(&(input("a", text) + &input("b", text)), "b"), "drop");
    // A new version takes the place of the old one.
    let newer = "Late in the evening the town council of Elda voted to keep the old crane for three more years.";
    assert_eq!(decision(&input("a", newer), "a"), "keep");
    assert_eq!(decision(&input("c", newer), "c"), "drop");
    assert_eq!(decision(&input("d", text), "d"), "keep", "what was replaced is no reason to drop");
    // Without an id a line is known by its bytes.
    let nameless =
        lines(&[json!({"text": "A storm took the roof of the fish market in the night to Friday, the mayor said."})]);
    for _ in 0..2 {
        assert_eq!(
            answers(&filter(folder.path(), &["--annotate"], &nameless)).values().next().unwrap()["decision"],
            "keep"
        );
    }
    // Who only asks leaves nothing behind.
    let asked = input("e", "Nine boats lay in the inner harbour when the ice came, and two of them were lost.");
    for _ in 0..2 {
        let run = filter(folder.path(), &["--check", "--annotate"], &asked.replace("\"e\"", "\"f\""));
        assert_eq!(answers(&run)["f"]["decision"], "keep");
    }
    let stats = nearprint(folder.path(), &["index", "stats", "idx", "--format", "json"]);
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!(
        (&stats["articles"], &stats["dropped"], &stats["superseded"]),
        (&json!(3), &json!(2), &json!(1)),
        "{stats}"
    );
}

#[test]
fn furniture_and_quotes_are_learned() {
    let (language, mut random) = (Language::new(), Random(11));
    let folder = tempfile::tempdir().unwrap();
    let said = "“There is no honest way to keep it standing in this wind,” said Marta Quill.";
    let records: Vec<Value> = (0..12)
        .map(|i| {
            let mut paragraphs = language.article(&mut random, 4);
            paragraphs.push(format!("More stories from the harbour desk {i}"));
            if i % 4 == 0 {
                paragraphs.insert(1, said.to_owned());
            }
            json!({"id": format!("a{i}"), "source": "elda.example", "text": paragraphs.join("\n")})
        })
        .collect();
    let said = answers(&filter(folder.path(), &["--annotate"], &lines(&records)));
    let trimmed = |i: usize| said[&format!("a{i}")]["trimmed"].as_array().unwrap().len();
    assert_eq!((said["a11"]["decision"].as_str(), trimmed(11)), (Some("trim"), 1), "{said:#?}");
    let quotes = |i: usize| said[&format!("a{i}")]["quotes"].clone();
    assert_eq!(quotes(0), json!([]));
    assert_eq!((&quotes(8)[0]["articles"], &quotes(8)[0]["first"]), (&json!(2), &json!("a0")));
    let templates = nearprint(folder.path(), &["index", "templates", "idx"]);
    fs::write(folder.path().join("templates.json"), &templates.stdout).unwrap();
    fs::write(folder.path().join("one.jsonl"), lines(&records[11..])).unwrap();
    let run = ["boilerplate", "one.jsonl", "--templates", "templates.json", "--format", "jsonl", "--quiet"];
    let run = nearprint(folder.path(), &run);
    assert!(String::from_utf8_lossy(&run.stdout).contains("More stories from the harbour desk"), "{}", stderr(&run));
}

#[test]
fn one_writes_many_ask() {
    let folder = tempfile::tempdir().unwrap();
    let records = stream(5, 20);
    let mut writer = command(folder.path(), &["filter", "--quiet", "--index", "idx", "--annotate"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = writer.stdin.take().unwrap();
    let mut stdout = BufReader::new(writer.stdout.take().unwrap());
    let mut line = String::new();
    for record in &records {
        // Input pauses after each line, and the answer is there.
        stdin.write_all(lines(std::slice::from_ref(record)).as_bytes()).unwrap();
        line.clear();
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains(&format!("\"{}\"", record["id"].as_str().unwrap())));
    }
    let second = filter(folder.path(), &[], &lines(&records));
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("is being written to by another process"), "{}", stderr(&second));
    let asked = answers(&filter(folder.path(), &["--check", "--annotate"], &lines(&records)));
    assert_eq!(asked.len(), records.len());
    drop(stdin);
    assert!(writer.wait().unwrap().success());
}

#[test]
fn killed_at_any_moment_it_forgets_nothing() {
    let records = stream(9, 120);
    let expected = undisturbed(&records);
    let mut random = Random(77);
    let folder = tempfile::tempdir().unwrap();
    let kills = std::env::var("NEARPRINT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    for kill in 0..kills {
        if kill % 5 == 0 {
            let _ = fs::remove_dir_all(folder.path().join("idx"));
        }
        let mut child = command(folder.path(), &["filter", "--quiet", "--index", "idx", "--annotate"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let (input, pause) = (records.clone(), random.between(0, 3));
        let writing = std::thread::spawn(move || {
            for record in input {
                if stdin.write_all(lines(&[record]).as_bytes()).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(pause as u64 / 2));
            }
        });
        let stdout = child.stdout.take().unwrap();
        let reading =
            std::thread::spawn(move || BufReader::new(stdout).lines().map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_micros(random.between(0, 150_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        writing.join().unwrap();
        // The last line may be cut: then it was not given out.
        let answered: BTreeMap<String, Value> = (reading.join().unwrap().iter())
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .map(|row| (row["id"].as_str().unwrap().to_owned(), row["nearprint"].clone()))
            .collect();
        if folder.path().join("idx/manifest.json").exists() {
            replayed(folder.path(), &records, &answered, &expected);
        } else {
            assert!(answered.is_empty());
        }
    }
}
