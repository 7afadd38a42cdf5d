//! `clean` and `restore`: what goes is in the ledger, what stays is as it was, and the two together are the input.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Language, Random, command, gzip, nearprint, rows, stderr, zstandard};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What an outlet puts around its stories.
const FRAME: [&str; 3] = ["Share this story", "Sign up for our newsletter", "All rights reserved © Elda Ledger"];

/// A text as JSON, in one of the ways that programs write it.
fn as_json(text: &str, random: &mut Random) -> String {
    let plain = serde_json::to_string(text).unwrap();
    match random.below(4) {
        0 => plain,
        1 => plain.replace('/', "\\/").replace("\\n", "\\u000a"),
        2 => plain.replace('©', "\\u00a9").replace('é', "\\u00E9").replace('😀', "\\ud83d\\ude00"),
        _ => plain.chars().map(|c| if c.is_ascii() { c.to_string() } else { escaped(c) }).collect(),
    }
}

fn escaped(c: char) -> String {
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// An article in its frame.
fn article(language: &Language, random: &mut Random) -> String {
    let count = random.between(3, 6);
    let mut paragraphs = language.article(random, count);
    for line in FRAME {
        if random.chance(0.7) {
            let at = if random.chance(0.5) { 0 } else { paragraphs.len() };
            paragraphs.insert(at, line.to_owned());
        }
    }
    if random.chance(0.3) {
        paragraphs.push("Café / bar 😀 \"quoted\" text\tof one kind, said the owner of the place.".to_owned());
    }
    let between = ["\n", "\n\n", "\r\n", "\n \n"][random.below(4)];
    paragraphs.join(between) + ["", "\n", "\n\n"][random.below(3)]
}

/// JSON Lines as scrapers leave them: copies, odd escapes, numbers of every form, blank lines, broken lines, byte order marks.
fn json_lines(seed: u64, articles: usize) -> String {
    let (language, mut random) = (Language::new(), Random(seed));
    let random = &mut random;
    let mut file = String::new();
    let mut texts: Vec<String> = Vec::new();
    if random.chance(0.3) {
        file.push('\u{feff}');
    }
    for i in 0..articles {
        let text = match random.below(4) {
            0 if !texts.is_empty() => texts[random.below(texts.len())].clone(),
            _ => article(&language, random),
        };
        texts.push(text.clone());
        let (text, source) = (as_json(&text, random), ["elda", "tarn"][random.below(2)]);
        let line = match random.below(3) {
            0 => format!("{{\"id\": \"{i}\", \"text\": {text}, \"source\": \"{source}\"}}"),
            1 => format!("{{\"n\":1.50e3,\"source\":\"{source}\" ,\"text\":{text},\"tags\":[1,{{\"a\" : null}}]}}"),
            _ => format!("  {{\"text\" : {text} , \"source\" : \"{source}\", \"id\":{i}}}  "),
        };
        file.push_str(&line);
        file.push_str(["\n", "\n", "\r\n", "\n\n", "\n{broken\n", "\n  \r\n"][random.below(6)]);
    }
    if random.chance(0.5) {
        file.truncate(file.trim_end().len());
    }
    file
}

/// Cleans `inputs` in `folder` into `cleaned`, and restores that into `back`.
fn there_and_back(folder: &Path, inputs: &[&str], more: &[&str]) {
    let run = nearprint(folder, &[&["clean", "--quiet", "--out", "cleaned"], inputs, more].concat());
    assert!(run.status.success(), "{}", stderr(&run));
    let run = nearprint(folder, &["restore", "--ledger", "cleaned/removed.jsonl", "cleaned", "--out", "back"]);
    assert!(run.status.success(), "{}", stderr(&run));
}

#[test]
fn what_was_cleaned_is_restored_byte_for_byte() {
    for seed in 0..24 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir_all(path.join("in/deep")).unwrap();
        let plain = json_lines(seed, 40);
        let (packed, frames) = (json_lines(seed + 100, 12), json_lines(seed + 200, 12));
        fs::write(path.join("in/a.jsonl"), &plain).unwrap();
        fs::write(path.join("in/deep/b.jsonl.gz"), gzip(packed.as_bytes())).unwrap();
        fs::write(path.join("in/c.ndjson.zst"), zstandard(frames.as_bytes())).unwrap();
        let (language, mut random) = (Language::new(), Random(seed + 300));
        let text = article(&language, &mut random);
        for name in ["in/one.txt", "in/two.txt", "in/deep/three.txt"] {
            fs::write(path.join(name), &text).unwrap();
        }
        let more: &[&str] =
            if seed % 2 == 0 { &["--remove", "duplicates,boilerplate,paragraphs", "--force"] } else { &[] };
        there_and_back(path, &["in"], more);
        let back = |name: &str| fs::read(path.join("back").join(name)).unwrap();
        assert_eq!(back("a.jsonl"), plain.as_bytes(), "seed {seed}");
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&back("deep/b.jsonl.gz")[..]), &mut unpacked)
            .unwrap();
        assert_eq!(unpacked, packed.as_bytes(), "seed {seed}");
        assert_eq!(zstd::decode_all(&back("c.ndjson.zst")[..]).unwrap(), frames.as_bytes(), "seed {seed}");
        for name in ["one.txt", "two.txt", "deep/three.txt"] {
            assert_eq!(back(name), text.as_bytes(), "seed {seed}");
        }
        check_ledger(path, &plain);
    }
}

/// The ledger tells what went, and the cleaned file is the input without it.
fn check_ledger(folder: &Path, input: &str) {
    let ledger: Vec<serde_json::Value> =
        rows(&folder.join("cleaned/removed.jsonl")).into_iter().filter(|row| row["file"] == "a.jsonl").collect();
    assert!(
        ledger.iter().any(|row| row["why"] == "boilerplate")
            && ledger.iter().any(|row| row["why"] == "duplicate_document")
    );
    let cleaned = fs::read_to_string(folder.join("cleaned/a.jsonl")).unwrap();
    let lines: Vec<&str> = input.split_inclusive('\n').collect();
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line.trim_start_matches('\u{feff}')).ok();
    let mut gone: BTreeMap<usize, Vec<&serde_json::Value>> = BTreeMap::new();
    for row in &ledger {
        gone.entry(row["record"].as_u64().unwrap() as usize).or_default().push(row);
    }
    let mut left = cleaned.split_inclusive('\n');
    for (number, line) in (1..).zip(&lines) {
        let rows = gone.get(&number).map_or(&[][..], Vec::as_slice);
        match rows.first() {
            None => assert_eq!(left.next(), Some(*line)),
            Some(row) if row["why"] == "duplicate_document" => {
                let record = read(line).unwrap();
                assert_eq!((&row["text"], row["raw"].as_str()), (&record["text"], Some(*line)));
                assert!(row["kept"]["doc"].is_string() && row["jaccard"].as_f64() >= Some(0.8), "{row}");
            }
            Some(_) => {
                let (before, after) = (read(line).unwrap(), read(left.next().unwrap()).unwrap());
                let (text, cut) = (before["text"].as_str().unwrap(), after["text"].as_str().unwrap());
                for row in rows {
                    let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
                    assert_eq!(row["text"].as_str(), Some(&text[start..end]));
                }
                // What stays are whole lines, in their order.
                let shown = |text: &str| {
                    text.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect::<Vec<_>>()
                };
                let removed: BTreeSet<u64> =
                    rows.iter().flat_map(|r| r["line"].as_u64().unwrap()..=r["line_end"].as_u64().unwrap()).collect();
                let kept: String = (1..)
                    .zip(text.split_inclusive('\n'))
                    .filter(|(n, _)| !removed.contains(n))
                    .map(|(_, l)| l)
                    .collect();
                assert_eq!(shown(cut), shown(&kept));
                let others = |mut record: serde_json::Value| {
                    record.as_object_mut().unwrap().remove("text");
                    record
                };
                assert_eq!(others(before), others(after));
            }
        }
    }
    assert_eq!(left.next(), None);
}

#[test]
fn cleaning_again_removes_no_article() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), json_lines(5, 60)).unwrap();
    let run = nearprint(folder.path(), &["clean", "--quiet", "a.jsonl", "--out", "one"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let run = nearprint(folder.path(), &["clean", "--quiet", "one/a.jsonl", "--out", "two"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert!(rows(&folder.path().join("two/removed.jsonl")).iter().all(|row| row["why"] == "boilerplate"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), json_lines(6, 40)).unwrap();
    let run = nearprint(folder.path(), &["clean", "a.jsonl", "--dry-run"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(told.contains("would go") && told.contains("Share this story") && told.contains("elda"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_spared_stays() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), json_lines(7, 40)).unwrap();
    let run = nearprint(folder.path(), &["clean", "--quiet", "a.jsonl", "--out", "out", "--spare", "promos,share"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let classes: BTreeSet<String> = rows(&folder.path().join("out/removed.jsonl"))
        .iter()
        .filter_map(|row| row["class"].as_str().map(str::to_owned))
        .collect();
    assert!(classes.contains("legal") && !classes.contains("promo") && !classes.contains("share"), "{classes:?}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let input = json_lines(14, 30);
    fs::create_dir(path.join("in")).unwrap();
    fs::write(path.join("in/a.jsonl"), &input).unwrap();
    fs::write(path.join("in/b.jsonl"), "").unwrap();
    fs::write(path.join("in/c.jsonl.gz"), &gzip(input.as_bytes())[..1]).unwrap();
    let cut = gzip(input.as_bytes());
    fs::write(path.join("in/d.jsonl.gz"), &cut[..cut.len() / 2]).unwrap();
    fs::write(path.join("in/page.html"), "<p>").unwrap();
    let run = nearprint(path, &["clean", "--quiet", "--strict", "in", "--out", "out"]);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    let summary: serde_json::Value = serde_json::from_slice(&fs::read(path.join("out/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["skipped"]["truncated_file"], 2, "{summary}");
    assert_eq!(summary["ignored_files"], serde_json::json!(["in/page.html"]));
    let written: Vec<bool> = summary["files"].as_array().unwrap().iter().map(|f| f["written"] == true).collect();
    assert_eq!(written, [true, true, false, true]);
    assert_eq!(fs::read(path.join("out/b.jsonl")).unwrap(), b"");
    let run = nearprint(path, &["restore", "--ledger", "out/removed.jsonl", "out", "--out", "back"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(path.join("back/a.jsonl")).unwrap(), input);
}

#[test]
fn standard_input_is_cleaned_too() {
    let folder = tempfile::tempdir().unwrap();
    let input = json_lines(8, 30);
    let mut run = command(folder.path(), &["clean", "--quiet", "-", "--out", "out"]);
    let mut child = run.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let run = nearprint(
        folder.path(),
        &["restore", "--quiet", "--ledger", "out/removed.jsonl", "out/stdin.jsonl", "--out", "back"],
    );
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(folder.path().join("back/stdin.jsonl")).unwrap(), input);
}

#[test]
fn other_pipelines_get_their_lists() {
    let folder = tempfile::tempdir().unwrap();
    let input = json_lines(9, 40);
    fs::write(folder.path().join("a.jsonl"), &input).unwrap();
    let run = nearprint(folder.path(), &["clean", "--quiet", "a.jsonl", "--out", "out", "--write", "dolma,datatrove"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let out = folder.path().join("out");
    let records: Vec<serde_json::Value> = input
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line.trim_start_matches('\u{feff}')).unwrap_or_default())
        .collect();
    let attributes = rows(&out.join("attributes/nearprint/a.jsonl"));
    assert_eq!(attributes.len(), records.len());
    let ledger = rows(&out.join("removed.jsonl"));
    let text_of = |record: &serde_json::Value| record["text"].as_str().map(|text| text.chars().collect::<Vec<_>>());
    let mut lines = 0;
    for (row, record) in attributes.iter().zip(&records) {
        for span in row["attributes"]["nearprint__boilerplate"].as_array().into_iter().flatten() {
            let at = |i: usize| span[i].as_u64().unwrap() as usize;
            let text: String = text_of(record).unwrap()[at(0)..at(1)].iter().collect();
            assert!(ledger.iter().any(|removal| removal["text"] == text.as_str()), "{text}");
            lines += 1;
        }
    }
    assert_eq!(lines, ledger.iter().filter(|row| row["why"] == "boilerplate").count());
    let removed: Vec<u32> = fs::read(out.join("remove/000000.remove"))
        .unwrap()
        .chunks_exact(4)
        .map(|number| u32::from_le_bytes([number[0], number[1], number[2], number[3]]))
        .collect();
    let read: Vec<&serde_json::Value> = records.iter().filter(|record| record["text"].is_string()).collect();
    let gone: Vec<&serde_json::Value> = ledger.iter().filter(|row| row["why"] == "duplicate_document").collect();
    assert_eq!(removed.len(), gone.len());
    for (number, row) in removed.iter().zip(&gone) {
        assert_eq!(read[*number as usize]["text"], row["text"]);
    }
}

/// Everything below a folder.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(folder)
        .map(|entries| {
            entries.map(|e| e.unwrap().path()).map(|p| (p.clone(), fs::read(&p).unwrap_or_default())).collect()
        })
        .unwrap_or_default();
    all.sort();
    all
}

#[test]
fn a_run_that_is_killed_leaves_the_old_folder_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("old.jsonl"), json_lines(10, 20)).unwrap();
    fs::write(path.join("new.jsonl"), json_lines(11, 400)).unwrap();
    let run = nearprint(path, &["clean", "--quiet", "old.jsonl", "--out", "out"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let old = contents(&path.join("out"));
    let whole = |names: &[&str]| -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> = names.iter().map(|name| path.join("out").join(name)).collect();
        names.sort();
        names
    };
    let mut random = Random(12);
    for _ in 0..12 {
        let mut child = command(path, &["clean", "--quiet", "new.jsonl", "--out", "out"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.below(120) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        let now = contents(&path.join("out"));
        let names: Vec<PathBuf> = now.iter().map(|(name, _)| name.clone()).collect();
        let is_new = names == whole(&["new.jsonl", "removed.jsonl", "summary.json"]);
        assert!(now == old || now.is_empty() || is_new, "{names:?}");
        if is_new {
            serde_json::from_slice::<serde_json::Value>(&fs::read(path.join("out/summary.json")).unwrap()).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.jsonl"), json_lines(13, 20)).unwrap();
    fs::create_dir_all(path.join("full/below")).unwrap();
    fs::write(path.join("full/below/mine.txt"), "mine").unwrap();
    let refused = |arguments: &[&str], part: &str| {
        let run = nearprint(path, arguments);
        let told = stderr(&run);
        assert!(run.status.code() == Some(2) && told.lines().count() == 1 && told.contains(part), "{told}");
    };
    refused(&["clean", "--quiet", "a.jsonl", "--out", "full"], "mine.txt");
    refused(&["clean", "--quiet", "a.jsonl", "--out", "o", "--spare", "headlines"], "`headlines`");
    refused(&["clean", "--quiet", "a.jsonl", "--out", "o", "--no-boilerplate"], "--no-boilerplate");
    refused(&["clean", "--quiet", "full", "--out", "o", "--write", "dolma"], "mine.txt");
    refused(&["restore", "--ledger", "nothing.jsonl", "a.jsonl", "--out", "o"], "nothing.jsonl");
    refused(&["restore", "--ledger", "a.jsonl", "a.jsonl", "--out", "o"], "line 1");
    let run = nearprint(path, &["clean", "--quiet", "a.jsonl", "--out", "cleaned"]);
    assert!(run.status.success(), "{}", stderr(&run));
    refused(&["clean", "--quiet", "cleaned", "--out", "o"], "removed.jsonl");
    refused(&["restore", "--ledger", "cleaned/removed.jsonl", "full/below/mine.txt", "--out", "o"], "mine.txt");
    // A cleaned file that somebody changed.
    let cleaned = fs::read_to_string(path.join("cleaned/a.jsonl")).unwrap();
    fs::write(path.join("cleaned/a.jsonl"), cleaned.replace("elda", "tarn")).unwrap();
    refused(&["restore", "--ledger", "cleaned/removed.jsonl", "cleaned", "--out", "o"], "checksum");
    fs::write(path.join("cleaned/a.jsonl"), "").unwrap();
    refused(&["restore", "--ledger", "cleaned/removed.jsonl", "cleaned", "--out", "o"], "does not fit");
    assert!(!path.join("o").exists());
}
