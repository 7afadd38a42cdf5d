//! `boilerplate.jsonl`: what a run says of the furniture of sites.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Language, Random, command, gzip, nearprint, rows, stderr};
use nearprint::corpus::{ReadOptions, expand};
use nearprint::pipeline::{Parameters, Progress, report};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

/// Three stories of one outlet in the same frame.
const SITE: [(&str, &str, &str); 3] = [
    (
        "p-1",
        "2026-05-04",
        "Share this story\nThe harbour board said on Monday that the old crane would be taken down before winter, because nobody could say who had paid for the last inspection.\n3 min read\nRepairs would cost more than the crane had cost when it was new, the board said, and the money was needed for the pier.\nSign up for our newsletter",
    ),
    (
        "p-2",
        "2026-05-06",
        "Share this story\nThe evening ferry left an hour late on Tuesday after its crew had looked in vain for the captain's dog, which slept in the engine room.\n5 min read\nPassengers were given soup. “It was the best part of the crossing,” said Jane Roe, a teacher from the island.\nSign up for our newsletter",
    ),
    (
        "p-3",
        "2026-05-09",
        "Share this story\nThe town's four bakers have agreed to count what they throw away each evening and to publish the figures on the door of the town hall.\n2 min read\nThe first count came to 112 loaves and a wedding cake that nobody had called for.\nSign up for our newsletter",
    ),
];

fn write_site(file: &Path) {
    let line = |(id, date, text): &(&str, &str, &str)| {
        serde_json::json!({"id": id, "url": format!("https://www.example.com/{id}"), "date": date, "text": text})
            .to_string()
    };
    std::fs::write(file, SITE.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
}

#[test]
fn the_frame_of_a_site_is_told_with_every_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write_site(&folder.path().join("site.jsonl"));
    let run = nearprint(folder.path(), &["report", "--quiet", "--out", "out", "site.jsonl"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let found = rows(&out.join("boilerplate.jsonl"));
    let mut classes = BTreeSet::new();
    let mut lines = 0;
    for row in &found {
        assert_eq!(
            (&row["source"], &row["source_documents"], &row["documents"]),
            (&"example.com".into(), &3.into(), &3.into()),
            "{row}"
        );
        assert_eq!(row["action"], "strip", "{row}");
        assert!(!row["reasons"].as_array().unwrap().is_empty() && row["score"].as_f64().unwrap() > 0.5, "{row}");
        classes.insert(row["class"].as_str().unwrap().to_owned());
        for line in row["lines"].as_array().unwrap() {
            let text = SITE.iter().find(|s| line["doc"] == s.0).unwrap().2;
            let (start, end) = (line["start"].as_u64().unwrap() as usize, line["end"].as_u64().unwrap() as usize);
            assert_eq!(line["text"], text[start..end], "{line}");
            assert_eq!(line["line"], text[..start].matches('\n').count() as u64 + 1, "{line}");
            lines += 1;
        }
    }
    assert_eq!(lines, 9, "three lines of three articles: {found:?}");
    assert_eq!(classes, ["counter", "promo", "share"].map(str::to_owned).into());
    // What stands there is not told again as a repeated paragraph.
    assert!(rows(&out.join("clusters.jsonl")).is_empty());
    let bytes = "Share this story3 min readSign up for our newsletter".len();
    assert!(rows(&out.join("documents.jsonl")).iter().all(|row| row["boilerplate_bytes"] == bytes));
}

#[test]
fn without_it_there_is_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write_site(&folder.path().join("site.jsonl"));
    for flags in [&[][..], &["--no-boilerplate"]] {
        let arguments = ["report", "--quiet", "--out", "out", "site.jsonl"];
        let run = nearprint(folder.path(), &[&arguments, flags].concat());
        assert!(run.status.success(), "{}", stderr(&run));
        assert_eq!(out.join("boilerplate.jsonl").exists(), flags.is_empty(), "one of an earlier run is removed");
    }
    assert_eq!(rows(&out.join("documents.jsonl"))[0]["boilerplate_bytes"], 0);
    assert!(!rows(&out.join("clusters.jsonl")).is_empty());
}

/// Six stories that end in the same long notice, and the notice.
fn with_notice() -> (Vec<String>, String) {
    let (language, mut random) = (Language::new(), Random(7));
    let notice = format!(
        "Sign up for our newsletter and get {} in your inbox every morning.",
        "the best of the harbour and ".repeat(9)
    );
    let story = |id: usize, random: &mut Random| {
        let text = [language.article(random, 4), vec![notice.clone()]].concat().join("\n");
        let url = format!("https://www.example.com/{id}");
        serde_json::json!({"id": format!("p-{id}"), "url": url, "date": format!("2026-05-0{}", id + 1), "text": text})
            .to_string()
    };
    ((0..6).map(|id| story(id, &mut random)).collect(), notice)
}

#[test]
fn long_lines_read_the_same_of_plain_and_packed_files_and_of_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let (stories, notice) = with_notice();
    let all = stories.join("\n");
    std::fs::write(folder.path().join("a.jsonl"), &all).unwrap();
    std::fs::write(folder.path().join("b.jsonl.gz"), gzip(all.as_bytes())).unwrap();
    let mut tables = Vec::new();
    for input in ["a.jsonl", "b.jsonl.gz", "-"] {
        let stdin = std::fs::File::open(folder.path().join("a.jsonl")).unwrap();
        let mut run = command(folder.path(), &["report", "--quiet", "--out", "out", input]);
        let run = run.stdin(stdin).output().unwrap();
        assert!(run.status.success(), "{}", stderr(&run));
        tables.push(std::fs::read_to_string(folder.path().join("out/boilerplate.jsonl")).unwrap());
    }
    assert_eq!(tables[0].matches(&notice).count(), 6, "{}", tables[0]);
    assert!(tables.iter().all(|table| *table == tables[0]));
}

/// What is not kept has to stand where it stood.
#[test]
fn an_input_that_changes_while_it_is_in_use_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jsonl");
    let (stories, notice) = with_notice();
    let all = stories.join("\n");
    let inputs = || expand(&[file.to_str().unwrap().to_owned()]).unwrap();
    for (what, later) in [
        ("grown", Some(format!("{all}\n{}\n", stories[0]))),
        ("changed", Some(all.replace(&notice, &notice.replace("best", "rest")))),
        ("cut", Some(all[..all.len() / 2].to_owned())),
        ("gone", None),
    ] {
        std::fs::write(&file, &all).unwrap();
        let found = report(
            &inputs(),
            &ReadOptions::default(),
            &Parameters::default(),
            &folder.path().join("out"),
            &|progress| {
                if !matches!(progress, Progress::Reading { .. }) {
                    match &later {
                        Some(later) => std::fs::write(&file, later).unwrap(),
                        None => drop(std::fs::remove_file(&file)),
                    }
                }
                ControlFlow::Continue(())
            },
        );
        match found {
            Ok(_) => assert_eq!(what, "grown"),
            Err(error) => assert!(what != "grown" && error.to_string().contains("a.jsonl"), "{what}: {error}"),
        }
    }
}
