//! `filter` and `index`: verdicts as brute force gives them, nothing forgotten that was answered, whatever happens in between.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Language, Random, command, nearprint, rows, stderr};
use nearprint::findings::Relation;
use nearprint::matching::{Alterations, Thresholds, compare};
use nearprint::simd::Simd;
use nearprint::text::{Cutter, WordHash, Words};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

/// Nothing but the comparison of whole texts.
const BARE: [&str; 3] = ["--raw", "--no-boilerplate", "--no-quotes"];

/// Articles as they come in a day: new ones, and copies that were edited, cut, or changed in a number.
fn stream(seed: u64, articles: usize) -> Vec<Value> {
    let (language, mut random) = (Language::new(), Random(seed));
    let random = &mut random;
    let mut texts: Vec<Vec<String>> = Vec::new();
    let mut records = Vec::new();
    for i in 0..articles {
        let mut paragraphs = match random.below(3) {
            0 if !texts.is_empty() => texts[random.below(texts.len())].clone(),
            _ => {
                let count = random.between(3, 7);
                language.article(random, count)
            }
        };
        match random.below(6) {
            // A new lede, an edited one, an abridged copy, a changed number; else a copy as it is.
            0 => paragraphs.insert(0, language.paragraph(random)),
            1 => paragraphs[0] = language.paragraph(random),
            2 if paragraphs.len() > 3 => paragraphs.truncate(paragraphs.len() - 1),
            3 => paragraphs[0] = paragraphs[0].replace(['1', '2', '3'], "7"),
            _ => {}
        }
        texts.push(paragraphs.clone());
        let source = format!("outlet{}.example", random.below(5));
        let date = format!("2031-03-{:02}", 1 + i * 27 / articles);
        records.push(json!({"id": format!("a{i}"), "source": source, "date": date, "text": paragraphs.join("\n\n")}));
    }
    records
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| record.to_string() + "\n").collect()
}

/// Runs `filter` on this input.
fn filter(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder, &["filter", "--quiet", "--index", "idx"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A run that refuses reads nothing: then writing fails, which is right.
    let writing = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}

/// The lines that were answered, by id, and what was said of each.
fn answers(output: &Output) -> BTreeMap<String, Value> {
    assert!(output.status.success(), "{}", stderr(output));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let row = |line: &str| -> (String, Value) {
        let row: Value = serde_json::from_str(line).unwrap();
        (row["id"].as_str().unwrap_or_default().to_owned(), row["nearprint"].clone())
    };
    text.lines().map(row).collect()
}

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
fn an_index_that_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let input = lines(&stream(3, 5));
    assert!(filter(folder.path(), &[], &input).status.success());
    let refused = |arguments: &[&str], told: &str| {
        let run = filter(folder.path(), arguments, &input);
        assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0));
        let said = stderr(&run);
        assert!(said.contains(told) && said.lines().count() == 1, "{said}");
    };
    refused(&["--threshold", "0.6"], "was made with 21 bands of 6 values, and");
    refused(&["--raw"], "was made without `--raw`");
    refused(&["--keep", "latest"], "keeps what came first");
    let manifest = folder.path().join("idx/manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    for (broken, told) in [
        (whole.replace("\"version\": 1", "\"version\": 9"), "newer nearprint (format 9; this one knows up to 1)"),
        (whole.replace("\"next\": 2", "\"next\": 3"), "wrong checksum"),
        (whole.replace("nearprint index", "something else"), "is no index"),
        (whole[..whole.len() / 2].to_owned(), "broken manifest.json"),
    ] {
        fs::write(&manifest, broken).unwrap();
        refused(&[], told);
    }
    fs::write(&manifest, whole).unwrap();
    // Another folder is left alone.
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/letters.txt"), "dear").unwrap();
    let run = nearprint(folder.path(), &["index", "add", "other", "idx/manifest.json"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(!folder.path().join("other/manifest.json").exists());
    let run = nearprint(folder.path(), &["index", "stats", "nowhere"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(!folder.path().join("nowhere").exists());
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

/// How a stream ends that nothing disturbed.
fn undisturbed(records: &[Value]) -> BTreeMap<String, Value> {
    undisturbed_with(records, &[])
}

fn undisturbed_with(records: &[Value], arguments: &[&str]) -> BTreeMap<String, Value> {
    let folder = tempfile::tempdir().unwrap();
    answers(&filter(folder.path(), &[arguments, &["--annotate"]].concat(), &lines(records)))
}

/// What was answered stays so when the input is replayed, and the end is that of a stream that nothing disturbed.
fn replayed(folder: &Path, records: &[Value], answered: &BTreeMap<String, Value>, expected: &BTreeMap<String, Value>) {
    let checked = nearprint(folder, &["index", "check", "idx"]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    let after = answers(&filter(folder, &["--annotate"], &lines(records)));
    let verdict = |said: &Value| (said["decision"] == "drop", said["duplicate_of"].clone(), said["jaccard"].clone());
    for (id, said) in answered {
        assert_eq!(verdict(&after[id]), verdict(said), "{id}");
    }
    for (id, said) in expected {
        assert_eq!(verdict(&after[id]), verdict(said), "{id}");
    }
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

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_survived() {
    let records = stream(13, 60);
    let expected = undisturbed(&records);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), lines(&records)).unwrap();
    let mut random = Random(5);
    let mut failures = 0;
    for _ in 0..8 {
        let _ = fs::remove_dir_all(folder.path().join("idx"));
        // Files may grow to so many blocks of 512 bytes; the signal that comes with it is passed over, so that the write fails as on a full disk.
        let limit = random.between(1, 120);
        let run = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec \"$0\" filter --quiet --annotate --index idx in.jsonl | cat"
        );
        let program = env!("CARGO_BIN_EXE_nearprint");
        let output = std::process::Command::new("bash")
            .args(["-o", "pipefail", "-c", &run, program])
            .current_dir(folder.path())
            .output()
            .unwrap();
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr(&output).contains("cannot") && stderr(&output).lines().count() == 1, "{}", stderr(&output));
            failures += 1;
        }
        if folder.path().join("idx/manifest.json").exists() {
            let answered = Output { status: std::process::ExitStatus::default(), ..output };
            replayed(folder.path(), &records, &answers(&answered), &expected);
        }
    }
    assert!(failures > 2, "{failures}");
}

#[test]
fn compacting_and_expiring_change_no_other_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let records = stream(21, 120);
    let (first, second) = records.split_at(80);
    let run = |command: &[&str]| {
        let run = nearprint(folder.path(), command);
        assert!(run.status.success(), "{}", stderr(&run));
        String::from_utf8(run.stdout).unwrap()
    };
    answers(&filter(folder.path(), &[], &lines(first)));
    // A tenth of them once more, in a newer version.
    let newer: Vec<Value> = first
        .iter()
        .step_by(10)
        .map(|record| {
            let mut record = record.clone();
            record["text"] =
                json!(format!("{} Late in the evening all was said once more.", record["text"].as_str().unwrap()));
            record
        })
        .collect();
    answers(&filter(folder.path(), &[], &lines(&newer)));
    let before = answers(&filter(folder.path(), &["--check", "--annotate"], &lines(second)));
    assert_eq!(run(&["index", "compact", "idx"]), "8 articles removed\n");
    assert_eq!(run(&["index", "compact", "idx"]), "0 articles removed\n");
    assert!(run(&["index", "check", "idx"]).contains("nothing wrong"));
    assert_eq!(answers(&filter(folder.path(), &["--check", "--annotate"], &lines(second))), before);
    assert_eq!(run(&["index", "expire", "idx", "--older-than", "1d"]), "0 articles removed\n", "all dates are to come");
    let gone = run(&["index", "stats", "idx", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&gone).unwrap()["superseded"], 0);
    let old = lines(&[
        json!({"id": "old", "date": "2001-01-01", "text": "An old story of the harbour that nobody will print again this year."}),
    ]);
    answers(&filter(folder.path(), &[], &old));
    assert_eq!(run(&["index", "expire", "idx", "--older-than", "90d"]), "1 article removed\n");
    let again = answers(&filter(folder.path(), &["--annotate"], &old.replace("\"old\"", "\"new\"")));
    assert_eq!(again["new"]["decision"], "keep");
}

#[test]
fn a_bit_that_turned_is_found() {
    let folder = tempfile::tempdir().unwrap();
    answers(&filter(folder.path(), &[], &lines(&stream(2, 40))));
    assert!(nearprint(folder.path(), &["index", "compact", "idx"]).status.success());
    let mut random = Random(3);
    for entry in fs::read_dir(folder.path().join("idx")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let whole = fs::read(&path).unwrap();
        if name == "lock" || name.starts_with("log-") {
            continue;
        }
        for _ in 0..6 {
            let mut turned = whole.clone();
            let at = random.below(turned.len());
            turned[at] ^= 1 << random.below(8);
            fs::write(&path, &turned).unwrap();
            let run = nearprint(folder.path(), &["index", "check", "idx"]);
            assert_eq!(run.status.code(), Some(2), "{name} at {at}: {}", String::from_utf8_lossy(&run.stdout));
            assert_eq!(stderr(&run).lines().count(), 1, "{}", stderr(&run));
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(nearprint(folder.path(), &["index", "check", "idx"]).status.success());
}

#[test]
fn a_compact_index_estimates_and_says_so() {
    let records = stream(31, 150);
    let folder = tempfile::tempdir().unwrap();
    let compact = [&BARE[..], &["--annotate", "--compact-index"]].concat();
    let found = answers(&filter(folder.path(), &compact, &lines(&records)));
    let exact = undisturbed_with(&records, &BARE);
    let (mut same, mut copies) = (0, 0);
    for (id, said) in &exact {
        let (near, estimate) = (["near", "exact"].iter().any(|r| said["relation"] == *r), &found[id]);
        assert_eq!(estimate["estimated"], true);
        if near && estimate["duplicate_of"] == said["duplicate_of"] {
            let off = (estimate["jaccard"].as_f64().unwrap() - said["jaccard"].as_f64().unwrap()).abs();
            assert!(off < 0.2, "{said} {estimate}");
        }
        copies += usize::from(near);
        same += usize::from(near && estimate["decision"] == "drop");
    }
    assert!(copies > 10 && same * 10 >= copies * 8, "{same} of {copies}");
    assert_eq!(filter(folder.path(), &BARE, "").status.code(), Some(2), "who asks for exact figures is refused");
    assert!(nearprint(folder.path(), &["index", "compact", "idx"]).status.success());
    assert!(nearprint(folder.path(), &["index", "check", "idx"]).status.success());
    let stats = nearprint(folder.path(), &["index", "stats", "idx", "--format", "json"]);
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert!(stats["bytes_per_article"].as_f64().unwrap() < 600.0, "{stats}");
}

/// Indexes of each version of the format are opened for ever: they were written by the nearprint of their time.
#[test]
fn old_indexes_are_opened() {
    let versions = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/index");
    let mut seen = 0;
    for version in fs::read_dir(versions).unwrap() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("idx")).unwrap();
        for file in fs::read_dir(version.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            fs::copy(&path, folder.path().join("idx").join(path.file_name().unwrap())).unwrap();
        }
        let checked = nearprint(folder.path(), &["index", "check", "idx"]);
        assert!(checked.status.success(), "{}", stderr(&checked));
        let stats = nearprint(folder.path(), &["index", "stats", "idx", "--format", "json"]);
        let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
        assert_eq!((&stats["articles"], &stats["dropped"]), (&json!(31), &json!(9)), "{stats}");
        seen += 1;
    }
    assert!(seen > 0);
}
