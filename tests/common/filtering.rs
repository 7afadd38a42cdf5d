//! Streams of records, and `filter` run on them.

use super::{Language, Random, command, nearprint, stderr};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

/// Nothing but the comparison of whole texts.
pub const BARE: [&str; 3] = ["--raw", "--no-boilerplate", "--no-quotes"];

/// Articles as they come in a day: new ones, and copies that were edited, cut, or changed in a number.
pub fn stream(seed: u64, articles: usize) -> Vec<Value> {
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

pub fn lines(records: &[Value]) -> String {
    records.iter().map(|record| record.to_string() + "\n").collect()
}

/// Runs `filter` on this input.
pub fn filter(folder: &Path, arguments: &[&str], input: &str) -> Output {
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
pub fn answers(output: &Output) -> BTreeMap<String, Value> {
    assert!(output.status.success(), "{}", stderr(output));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let row = |line: &str| -> (String, Value) {
        let row: Value = serde_json::from_str(line).unwrap();
        (row["id"].as_str().unwrap_or_default().to_owned(), row["nearprint"].clone())
    };
    text.lines().map(row).collect()
}

/// How a stream ends that nothing disturbed.
pub fn undisturbed(records: &[Value]) -> BTreeMap<String, Value> {
    undisturbed_with(records, &[])
}

pub fn undisturbed_with(records: &[Value], arguments: &[&str]) -> BTreeMap<String, Value> {
    let folder = tempfile::tempdir().unwrap();
    answers(&filter(folder.path(), &[arguments, &["--annotate"]].concat(), &lines(records)))
}

/// What was answered stays so when the input is replayed, and the end is that of a stream that nothing disturbed.
pub fn replayed(
    folder: &Path,
    records: &[Value],
    answered: &BTreeMap<String, Value>,
    expected: &BTreeMap<String, Value>,
) {
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
