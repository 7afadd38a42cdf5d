//! `report.html`: what stands on it, and that it stays the same.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{nearprint, stderr};
use std::path::Path;

/// The page of a small corpus, without style and script, whose hashes stand in its policy.
fn page(folder: &Path, more: &[&str]) -> String {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/harbour.in");
    for name in ["articles.jsonl", "pier.jsonl"] {
        std::fs::copy(corpus.join(name), folder.join(name)).unwrap();
    }
    let arguments = ["report", "--quiet", "--out", "out", "articles.jsonl", "pier.jsonl"];
    let run = nearprint(folder, &[&arguments[..], more].concat());
    assert!(run.status.success(), "{}", stderr(&run));
    let html = std::fs::read_to_string(folder.join("out/report.html")).unwrap();
    let without = |html: &str, from: &str, to: &str| {
        let (start, end) = (html.find(from).unwrap() + from.len(), html.find(to).unwrap());
        format!("{}{}", &html[..start], &html[end..])
    };
    let html = without(&without(&html, "<style>", "</style>"), "<script>", "</script>");
    let policy = html.lines().find(|line| line.contains("Content-Security-Policy")).unwrap().to_owned();
    html.replace(&(policy + "\n"), "").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// With `NEARPRINT_GOLDEN=overwrite` the file is written anew.
#[test]
fn the_page_of_a_small_corpus() {
    let folder = tempfile::tempdir().unwrap();
    let html = page(folder.path(), &[]);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/report.html");
    if std::env::var_os("NEARPRINT_GOLDEN").is_some_and(|v| v == "overwrite") {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, &html).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap().replace("\r\n", "\n");
    for (line, (found, expected)) in (1..).zip(html.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "line {line}");
    }
    assert_eq!(html.lines().count(), expected.lines().count());
}

#[test]
fn a_limit_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let html = page(folder.path(), &["--html-limit", "1"]);
    assert!(html.contains("The 1 most telling of 2; all of them stand in <code>clusters.jsonl</code>"), "{html}");
    assert_eq!(html.matches("<ol class=\"lines\">").count(), 1);
}

#[test]
fn a_run_without_a_page_removes_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    page(folder.path(), &[]);
    let run = nearprint(folder.path(), &["report", "--quiet", "--out", "out", "articles.jsonl", "--no-html"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert!(!folder.path().join("out/report.html").exists());
}

#[test]
fn a_summary_for_scripts_is_the_one_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    page(folder.path(), &[]);
    for (command, format) in [("report", "json"), ("clean", "json")] {
        let run = nearprint(folder.path(), &[command, "--out", command, "--format", format, "articles.jsonl"]);
        assert!(run.status.success(), "{}", stderr(&run));
        let written = std::fs::read_to_string(folder.path().join(command).join("summary.json")).unwrap();
        assert_eq!(String::from_utf8(run.stdout).unwrap(), written);
    }
}

#[test]
fn two_texts_as_a_page() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "He said <b>12</b> people came to the old harbour on Monday evening.")
        .unwrap();
    std::fs::write(folder.path().join("b.txt"), "He said <b>21</b> people came to the old harbour on Monday evening.")
        .unwrap();
    let run = nearprint(folder.path(), &["explain", "a.txt", "b.txt", "--format", "html"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let html = String::from_utf8(run.stdout).unwrap();
    assert!(html.contains("<h1><bdi>a.txt</bdi> and <bdi>b.txt</bdi></h1>"), "{html}");
    assert!(html.contains("<del>12&#60;/</del>") && html.contains("<ins>21&#60;/</ins>"), "{html}");
    assert!(!html.contains("<b>"));
}
