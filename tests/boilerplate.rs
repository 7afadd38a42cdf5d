//! `boilerplate.jsonl`: what a run says of the furniture of sites.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{nearprint, rows, stderr};
use std::collections::BTreeSet;
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
