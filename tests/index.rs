//! The index of the filter on disk: refused where it does not fit, whole after what may happen to it, and open for ever.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::filtering::{BARE, answers, filter, lines, replayed, stream, undisturbed, undisturbed_with};
use common::{Random, nearprint, stderr};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;

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
