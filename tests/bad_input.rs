//! Bad input of every kind: it is counted, named with file and line, and written out; the good records beside it are read; nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Article, Language, Pack, Random, command, fault, good, gzip, nearprint, rows, stderr, zstandard};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

/// What a run left behind.
struct Run {
    code: Option<i32>,
    stderr: String,
    summary: Value,
    skipped: Vec<Value>,
    documents: Vec<Value>,
    clusters: Vec<Value>,
}

impl Run {
    fn ids(&self) -> Vec<&str> {
        self.documents.iter().map(|row| row["doc"].as_str().unwrap()).collect()
    }

    /// Holds the run to one complaint, in the table and in the summary.
    fn assert_only(&self, file: &str, line: Option<u64>, reason: &str) {
        assert_eq!(self.skipped.len(), 1, "{:?}", self.skipped);
        let row = &self.skipped[0];
        assert_eq!((&row["file"], &row["line"], &row["reason"]), (&json!(file), &json!(line), &json!(reason)));
        assert!(!row["detail"].as_str().unwrap().is_empty());
        assert_eq!(self.summary["skipped"], json!({reason: 1}));
        let read = ["duplicate_id", "bad_date"].contains(&reason);
        assert_eq!(self.summary["read"]["skipped"], json!(u64::from(!read)));
        assert_eq!(self.summary["skipped_examples"], json!(self.skipped));
    }
}

/// Reports on `arguments` in `folder`.
fn report(folder: &Path, arguments: &[&str]) -> Run {
    let mut all = vec!["report", "--out", "out"];
    all.extend(arguments);
    let output = nearprint(folder, &all);
    let stderr = stderr(&output);
    assert!(!stderr.contains("panicked"), "{stderr}");
    let out = folder.join("out");
    assert!(out.join("summary.json").is_file(), "{:?}: {stderr}", output.status);
    Run {
        code: output.status.code(),
        stderr,
        summary: serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap(),
        skipped: rows(&out.join("skipped.jsonl")),
        documents: rows(&out.join("documents.jsonl")),
        clusters: rows(&out.join("clusters.jsonl")),
    }
}

/// Reports on one file of these contents.
fn report_on(name: &str, contents: &[u8]) -> Run {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), contents).unwrap();
    let run = report(folder.path(), &[name]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run
}

/// A file of two good records with `line` between them: only that line is left out, and it is named.
fn assert_line_is_skipped(line: &[u8], reason: &str) {
    let contents = [good("before").as_bytes(), line, b"\n", good("after").as_bytes()].concat();
    let run = report_on("news.jsonl", &contents);
    run.assert_only("news.jsonl", Some(2), reason);
    assert_eq!(run.ids(), ["after", "before"], "{reason}");
    assert_eq!(run.summary["read"]["documents"], 2);
}

#[test]
fn broken_json() {
    for line in [
        "{\"id\": \"x\", \"text\": \"cut",
        "{\"text\": \"a\",}",
        "{\"text\": \"a\"} tail",
        "}{",
        "hello",
        "{'text': 'a'}",
    ] {
        assert_line_is_skipped(line.as_bytes(), "malformed_json");
    }
    let deep = "[".repeat(100_000);
    assert_line_is_skipped(deep.as_bytes(), "malformed_json");
    assert_line_is_skipped(format!("{{\"text\": {deep}").as_bytes(), "malformed_json");
}

#[test]
fn json_that_is_no_object() {
    for line in ["[1, 2]", "\"text\"", "17", "null", "true", "[]"] {
        assert_line_is_skipped(line.as_bytes(), "not_an_object");
    }
}

#[test]
fn no_text() {
    for line in ["{}", "{\"id\": \"x\"}", "{\"Text\": \"the wrong case of letters\"}"] {
        assert_line_is_skipped(line.as_bytes(), "missing_text");
    }
}

#[test]
fn text_that_is_no_string() {
    for value in ["17", "1.5", "null", "[\"a\"]", "{\"a\": 1}", "true"] {
        assert_line_is_skipped(format!("{{\"id\": \"x\", \"text\": {value}}}").as_bytes(), "text_not_a_string");
    }
}

#[test]
fn half_characters() {
    for escape in ["\\ud800", "\\ud83d word", "\\ud800\\ud800"] {
        assert_line_is_skipped(format!("{{\"text\": \"a {escape}\"}}").as_bytes(), "lone_surrogate");
    }
    // The second half of a pair by itself.
    assert_line_is_skipped(b"{\"text\": \"a \\udc00 b\"}", "lone_surrogate");
}

#[test]
fn invalid_utf8() {
    for bytes in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\xaf", b"caf\xe9"] {
        let line = [b"{\"text\": \"a ", bytes, b" b\"}"].concat();
        assert_line_is_skipped(&line, "invalid_utf8");
    }
    let run = report_on("latin1.txt", b"Ein sch\xf6ner Tag am Hafen.\n");
    run.assert_only("latin1.txt", None, "invalid_utf8");
}

#[test]
fn nul_bytes() {
    assert_line_is_skipped(b"{\"text\": \"a \0 b\"}", "malformed_json");
    let run = report_on("program.txt", b"MZ\0\0\0 this is no article");
    run.assert_only("program.txt", None, "binary_file");
    // Escaped it is a character like others, which parts words.
    let contents = "{\"id\": \"nul\", \"text\": \"before\\u0000after it\"}\n".to_owned() + &good("other");
    let run = report_on("news.jsonl", contents.as_bytes());
    assert_eq!(run.skipped, [] as [Value; 0]);
    assert_eq!((run.ids(), &run.documents[0]["words"]), (vec!["nul", "other"], &json!(3)));
}

#[test]
fn a_line_over_the_limit() {
    let folder = TempDir::new().unwrap();
    let mut file = fs::File::create(folder.path().join("news.jsonl")).unwrap();
    file.write_all(good("before").as_bytes()).unwrap();
    file.write_all(b"{\"id\": \"long\", \"text\": \"").unwrap();
    let megabyte = vec![b'a'; 1_000_000];
    for _ in 0..100 {
        file.write_all(&megabyte).unwrap();
    }
    file.write_all(b"\"}\n").unwrap();
    file.write_all(good("after").as_bytes()).unwrap();
    drop(file);
    let run = report(folder.path(), &["news.jsonl"]);
    assert_eq!(run.code, Some(0));
    run.assert_only("news.jsonl", Some(2), "too_large");
    assert_eq!(run.ids(), ["after", "before"]);
    let peak = run.summary["run"]["peak_memory_bytes"].as_u64();
    assert!(peak.is_none_or(|bytes| bytes < 400_000_000), "{peak:?} bytes for a line that is passed over");
}

#[test]
fn files_over_the_limit() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("long.txt"), "word ".repeat(1_000)).unwrap();
    fs::write(folder.path().join("short.txt"), "a few words").unwrap();
    let run = report(folder.path(), &["long.txt", "short.txt", "--max-record", "4K"]);
    run.assert_only("long.txt", None, "too_large");
    assert_eq!(run.ids(), ["short.txt"]);
}

#[test]
fn texts_without_a_word() {
    for text in ["", "   ", "... -- !", "\\n\\n\\t", "\\u200b\\u00ad"] {
        assert_line_is_skipped(format!("{{\"id\": \"x\", \"text\": \"{text}\"}}").as_bytes(), "empty_text");
    }
    let run = report_on("stars.txt", b" * * * \n");
    assert_eq!((run.skipped.len(), &run.skipped[0]["reason"]), (1, &json!("empty_text")));
    assert!(run.documents.is_empty());
}

#[test]
fn truncated_packed_files() {
    let lines: Vec<String> = (0..400).map(|i| good(&format!("record-{i}"))).collect();
    let plain = lines.concat();
    let packings: [(&str, Pack); 2] = [("gz", gzip), ("zst", zstandard)];
    for (ending, pack) in packings {
        let packed = pack(plain.as_bytes());
        for cut in [packed.len() - 3, packed.len() / 2, 20, 3] {
            let folder = TempDir::new().unwrap();
            let name = format!("cut.jsonl.{ending}");
            fs::write(folder.path().join(&name), &packed[..cut]).unwrap();
            fs::write(folder.path().join("whole.jsonl"), good("whole")).unwrap();
            let run = report(folder.path(), &[&name, "whole.jsonl"]);
            assert_eq!(run.code, Some(0));
            assert_eq!(run.skipped.len(), 1, "{ending}, {cut} bytes: {:?}", run.skipped);
            assert_eq!((&run.skipped[0]["file"], &run.skipped[0]["reason"]), (&json!(name), &json!("truncated_file")));
            let ids = run.ids();
            assert!(ids.contains(&"whole"));
            if cut == packed.len() - 3 {
                assert!(ids.len() > 100, "{ending}: only {} of 400 records before the break", ids.len());
            }
        }
        let mut spoilt = packed.clone();
        spoilt[packed.len() / 2] ^= 0xff;
        let run = report_on(&format!("spoilt.jsonl.{ending}"), &spoilt);
        assert!(run.skipped.iter().any(|row| row["reason"] == "truncated_file"), "{ending}: {:?}", run.skipped);
    }
    let run = report_on("cut.txt.gz", &gzip(plain.as_bytes())[..500]);
    assert_eq!((&run.skipped[0]["reason"], run.documents.len()), (&json!("truncated_file"), 0));
}

#[test]
fn duplicate_ids() {
    let contents = good("same") + &good("other") + "{\"id\": \"same\", \"text\": \"quite another story\"}\n";
    let run = report_on("news.jsonl", contents.as_bytes());
    run.assert_only("news.jsonl", Some(3), "duplicate_id");
    assert_eq!(run.ids(), ["other", "same", "same~2"]);
    assert_eq!(run.summary["read"]["documents"], 3);
    // An id that looks like a suffixed one does not clash with it.
    let contents = good("same~2") + &good("same") + &good("same") + &good("same");
    let run = report_on("news.jsonl", contents.as_bytes());
    let mut ids = run.ids();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
    // With --strict they are remarks, not records left out.
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("news.jsonl"), good("same") + &good("same")).unwrap();
    assert_eq!(report(folder.path(), &["news.jsonl", "--strict"]).code, Some(0));
}

#[test]
fn dates_that_are_none() {
    for date in ["\"soon\"", "\"2031-02-30\"", "\"09/10/2016\"", "7"] {
        let contents =
            good("dated") + &format!("{{\"id\": \"undated\", \"date\": {date}, \"text\": \"a few words\"}}\n");
        let run = report_on("news.jsonl", contents.as_bytes());
        run.assert_only("news.jsonl", Some(2), "bad_date");
        assert_eq!(run.ids(), ["dated", "undated"]);
        assert_eq!(run.documents[1]["date"], Value::Null);
    }
}

#[test]
fn empty_files() {
    for contents in ["", "\n\n", "  \r\n"] {
        let run = report_on("empty.jsonl", contents.as_bytes());
        run.assert_only("empty.jsonl", None, "empty_file");
        assert_eq!(run.summary["read"]["documents"], 0);
        assert!(run.documents.is_empty() && run.clusters.is_empty());
    }
    report_on("empty.txt", b"").assert_only("empty.txt", None, "empty_file");
    let run = report_on("empty.jsonl.gz", &gzip(b""));
    run.assert_only("empty.jsonl.gz", None, "empty_file");
}

#[test]
fn no_records_from_a_pipe() {
    let folder = TempDir::new().unwrap();
    let output = command(folder.path(), &["report", "-", "--out", "out"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(rows(&folder.path().join("out/skipped.jsonl"))[0]["file"], "-");
}

#[test]
fn folders_without_input() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    assert!(fault(folder.path(), &["articles", "--out", "out"]).contains("`articles`"));
    fs::write(folder.path().join("articles/notes.pdf"), "no article").unwrap();
    assert!(fault(folder.path(), &["articles", "--out", "out"]).contains("notes.pdf"));
    assert!(!folder.path().join("out").exists(), "nothing was made before the fault was found");
}

#[cfg(unix)]
#[test]
fn folders_and_files_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("news/closed")).unwrap();
    fs::write(folder.path().join("news/open.jsonl"), good("open")).unwrap();
    fs::write(folder.path().join("news/secret.jsonl"), good("secret")).unwrap();
    let mode =
        |name: &str, mode| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("news/closed", 0o000);
    mode("news/secret.jsonl", 0o000);
    if fs::read_dir(folder.path().join("news/closed")).is_ok() {
        return; // The system administrator may read everything.
    }
    let run = report(folder.path(), &["news"]);
    mode("news/closed", 0o700);
    assert_eq!((run.code, run.ids()), (Some(0), vec!["open"]));
    let unreadable: Vec<_> = run.skipped.iter().map(|row| (row["file"].as_str().unwrap(), &row["reason"])).collect();
    let reason = json!("unreadable");
    assert_eq!(unreadable, [("news/closed", &reason), ("news/secret.jsonl", &reason)]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("news/deep")).unwrap();
    fs::write(folder.path().join("news/deep/one.jsonl"), good("one")).unwrap();
    symlink("..", folder.path().join("news/deep/up")).unwrap();
    symlink("self", folder.path().join("news/self")).unwrap();
    symlink("nowhere.jsonl", folder.path().join("news/dangling.jsonl")).unwrap();
    let run = report(folder.path(), &["news"]);
    assert_eq!((run.code, run.ids()), (Some(0), vec!["one"]));
    assert_eq!(run.summary["read"]["files"], 1);
    assert!(run.skipped.iter().all(|row| row["reason"] == "unreadable"), "{:?}", run.skipped);
    assert_eq!(run.skipped.len(), 2, "the link to itself and the one to nothing: {:?}", run.skipped);
}

#[test]
fn line_ends_and_byte_order_mark() {
    let text = |run: &Run| (run.documents[0]["words"].clone(), run.documents.len(), run.skipped.len());
    let plain = good("a") + &good("b");
    let expected = text(&report_on("news.jsonl", plain.as_bytes()));
    assert_eq!((expected.1, expected.2), (2, 0));
    assert_eq!(text(&report_on("news.jsonl", plain.replace('\n', "\r\n").as_bytes())), expected);
    assert_eq!(text(&report_on("news.jsonl", format!("\u{feff}{plain}").as_bytes())), expected);
    assert_eq!(text(&report_on("news.jsonl", plain.trim_end().as_bytes())), expected);
    // In a text, the mark and the carriage returns are no words; they keep their bytes.
    let run = report_on("news.txt", "\u{feff}One two three.\r\nFour five.\r\n".as_bytes());
    assert_eq!((&run.documents[0]["words"], &run.documents[0]["paragraphs"]), (&json!(5), &json!(2)));
}

#[test]
fn very_long_words_and_texts() {
    let word = "x".repeat(10_000);
    let contents = format!("{{\"id\": \"word\", \"text\": \"{word} and more\"}}\n") + &good("other");
    let run = report_on("news.jsonl", contents.as_bytes());
    assert_eq!((run.ids(), &run.documents[1]["words"]), (vec!["other", "word"], &json!(3)));

    let mut random = Random(5);
    let language = Language::new();
    let mut long = Vec::new();
    let mut bytes = 0;
    while bytes < 5_000_000 {
        long.push(language.paragraph(&mut random));
        bytes += long[long.len() - 1].len() + 1;
    }
    let article = |id: &str, text: String| Article { id: id.into(), source: "long".into(), date: None, text }.line();
    let contents = article("long", long.join("\n")) + &article("copy", long[1..].join("\n")) + &good("short");
    let run = report_on("news.jsonl", contents.as_bytes());
    assert_eq!(run.ids(), ["copy", "long", "short"]);
    assert_eq!((&run.documents[0]["relation"], &run.documents[0]["duplicate_of"]), (&json!("near"), &json!("long")));
    // The same 5 MB as one line that never ends.
    let one = article("long", long.join(" ")) + &good("short");
    assert_eq!(report_on("news.jsonl", one.as_bytes()).ids(), ["long", "short"]);
}

#[test]
fn a_corpus_of_one_article() {
    let run = report_on("news.jsonl", good("alone").as_bytes());
    assert_eq!((run.ids(), run.skipped.len(), run.clusters.len()), (vec!["alone"], 0, 0));
    assert_eq!(run.documents[0]["kept"], true);
    let run = report_on("alone.txt", b"One");
    assert_eq!((run.ids(), &run.documents[0]["words"]), (vec!["alone.txt"], &json!(1)));
}

#[test]
fn a_corpus_of_equal_articles() {
    let text = good("x");
    let contents: String = (0..200).map(|i| text.replace("\"x\"", &format!("\"copy-{i:03}\""))).collect();
    let run = report_on("news.jsonl", contents.as_bytes());
    assert_eq!(run.documents.len(), 200);
    let documents: Vec<_> = run.clusters.iter().filter(|row| row["unit"] == "document").collect();
    assert_eq!(documents.len(), 1);
    assert_eq!((&documents[0]["kept"]["doc"], &documents[0]["documents"]), (&json!("copy-000"), &json!(200)));
    assert!(documents[0]["members"].as_array().unwrap().iter().all(|member| member["relation"] == "exact"));
    assert_eq!(run.documents.iter().filter(|row| row["kept"] == true).count(), 1);
    assert_eq!(run.summary["findings"]["documents_dropped"], 199);
}

/// Empty texts equal nothing, each other least of all.
#[test]
fn texts_without_words_are_no_copies() {
    let contents = "{\"text\": \"...\"}\n{\"text\": \"...\"}\n{\"text\": \"\"}\n{\"text\": \"\"}\n";
    let run = report_on("news.jsonl", contents.as_bytes());
    assert_eq!((run.documents.len(), run.clusters.len(), &run.summary["skipped"]), (0, 0, &json!({"empty_text": 4})));
}
