#![allow(clippy::unwrap_used)]
use super::*;
use crate::corpus::{BatchReader, FieldNames};
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

/// All records and rows of one file.
fn read_as(name: &str, bytes: &[u8], options: &ReadOptions) -> (Vec<Record>, Vec<Skipped>) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut file = InputFile::found(&path, None, bytes.len() as u64).unwrap();
    file.name = name.into();
    let mut reader = BatchReader::new(vec![file], options);
    let (mut batch, mut records, mut skipped) = (RawBatch::new(), Vec::new(), Vec::new());
    while reader.fill(&mut batch).unwrap() {
        for_each_record(&batch, &reader.files(), options, &mut skipped, |record| records.push(record.clone()));
    }
    skipped.extend(reader.take_skipped());
    skipped.sort();
    (records, skipped)
}

fn read(lines: impl AsRef<[u8]>) -> (Vec<Record>, Vec<Skipped>) {
    read_as("f.jsonl", lines.as_ref(), &ReadOptions::default())
}

/// The one record of a line that is read without complaint.
fn one(line: &str) -> Record {
    let (records, skipped) = read(line);
    assert_eq!(skipped, []);
    assert_eq!(records.len(), 1, "{line}");
    records.into_iter().next().unwrap()
}

/// The one refusal of a line that is not read.
fn refused(line: impl AsRef<[u8]>) -> (SkipReason, String) {
    let (records, mut skipped) = read(line);
    assert_eq!((records.len(), skipped.len()), (0, 1), "{skipped:?}");
    let row = skipped.remove(0);
    assert_eq!((row.file.as_str(), row.line), ("f.jsonl", Some(1)));
    (row.reason, row.detail)
}

#[test]
fn a_whole_record() {
    let record = one(
        r#"{"url":"https://www.bbc.co.uk/news","n":[1,{"text":"no"}],"title":"A \"head\"","date":"2016-09-20","text":"Été\n\u0000 \ud83d\ude00","id":"x1"}"#,
    );
    assert_eq!(record.id, "x1");
    assert_eq!(record.text, "Été\n\0 😀");
    assert_eq!(record.source, "bbc.co.uk");
    assert_eq!(record.title.as_deref(), Some("A \"head\""));
    assert_eq!(record.date.unwrap().to_string(), "2016-09-20");
    assert_eq!((record.file, record.line), (0, 1));
}

#[test]
fn what_is_missing_is_made_up() {
    let record = one(r#"{"text":"t"}"#);
    assert_eq!((record.id.as_str(), record.source.as_str()), ("f.jsonl:1", "f"));
    assert_eq!((record.date, record.title), (None, None));
    let record = one(r#"{"id":null,"source":[1,[2]],"title":{"a":{}},"date":[],"url":7,"text":"t"}"#);
    assert_eq!((record.id.as_str(), record.source.as_str()), ("f.jsonl:1", "f"));
    assert_eq!((record.date, record.title), (None, None));
    let record = one(r#"{"id":" ","source":"","title":"","date":"","url":"nonsense","text":"t"}"#);
    assert_eq!((record.id.as_str(), record.source.as_str(), record.title), ("f.jsonl:1", "f", None));
}

#[test]
fn a_record_keeps_nothing_of_the_one_before() {
    let (records, skipped) = read(concat!(
        r#"{"id":"a","text":"one","title":"T","date":"2016-09-20","url":"http://cnn.com","source":"S"}"#,
        "\n",
        r#"{"id":"b","title":"U","text":"broken"#,
        "\n",
        r#"{"text":"two"}"#
    ));
    assert_eq!(skipped.len(), 1);
    let bare = Record { byte_range: records[1].byte_range, ..Record::new("f.jsonl:3", "two").with_source("f") };
    assert_eq!(records[1], Record { line: 3, ..bare });
}

#[test]
fn the_order_of_the_names_decides_and_not_that_of_the_fields() {
    assert_eq!(one(r#"{"body":"b","text":"t","content":"c"}"#).text, "t");
    assert_eq!(one(r#"{"maintext":"m","body":"b"}"#).text, "b");
    assert_eq!(one(r#"{"text":"","body":"b"}"#).text, "b", "an empty text stands behind");
    assert_eq!(one(r#"{"body":"b","text":" "}"#).text, "b");
    assert_eq!(one(r#"{"text":""}"#).text, "");
    assert_eq!(one(r#"{"text":null,"content":"c"}"#).text, "c");
    assert_eq!(one(r#"{"text":"t","text":"u"}"#).text, "u", "as in all JSON readers");
    assert_eq!(one(r#"{"text":"t","domain":"d","site":"s","url":"http://a.com"}"#).source, "s");
    assert_eq!(one(r#"{"text":"t","headline":"h","title":"t"}"#).title.as_deref(), Some("t"));
    assert_eq!(one(r#"{"te\u0078t":"t"}"#).text, "t", "escapes in keys");
}

#[test]
fn named_fields_replace_the_usual_names() {
    let fields = FieldNames { text: vec!["story".into()], id: vec!["url".into()], ..FieldNames::default() };
    let options = ReadOptions { fields, ..ReadOptions::default() };
    let lines = "{\"text\":\"no\",\"story\":\"yes\",\"id\":\"no\",\"url\":\"http://www.cnn.com/1\"}\n{\"text\":\"no\"}";
    let (records, skipped) = read_as("f.jsonl", lines.as_bytes(), &options);
    assert_eq!((records[0].text.as_str(), records[0].id.as_str()), ("yes", "http://www.cnn.com/1"));
    assert_eq!(records[0].source, "cnn.com");
    assert_eq!(skipped[0].detail, "no field `story`");
}

#[test]
fn ids_may_be_numbers() {
    assert_eq!(one(r#"{"id":17,"text":"t"}"#).id, "17");
    assert_eq!(one(r#"{"id":-3,"text":"t"}"#).id, "-3");
    assert_eq!(one(r#"{"id":18446744073709551615,"text":"t"}"#).id, "18446744073709551615");
    assert_eq!(one(r#"{"id":1.5,"text":"t"}"#).id, "1.5");
}

#[test]
fn dates_and_bad_dates() {
    let date = |line: &str| one(line).date.map(|date| date.to_string());
    assert_eq!(date(r#"{"text":"t","date":1474360215}"#).as_deref(), Some("2016-09-20T08:30:15Z"));
    assert_eq!(date(r#"{"text":"t","date":1474360215123.0}"#).as_deref(), Some("2016-09-20T08:30:15Z"));
    assert_eq!(date(r#"{"text":"t","date":20160920}"#).as_deref(), Some("2016-09-20"));
    assert_eq!(date(r#"{"text":"t","published":"2016-09-20","date":null}"#).as_deref(), Some("2016-09-20"));
    assert_eq!(date(r#"{"text":"t","published":"2016-09-20","date":"soon"}"#).as_deref(), Some("2016-09-20"));
    assert_eq!(date(r#"{"text":"t","date_publish":"2016-09-21","date":"2016-09-20"}"#).as_deref(), Some("2016-09-20"));
    assert_eq!(date(r#"{"text":"t","date":"None"}"#), None);
    for value in ["\"soon\"", "0", "1e300", "-5", "18446744073709551615", "\"2016-02-31\""] {
        let (records, skipped) = read(format!(r#"{{"text":"t","date":{value}}}"#));
        assert_eq!(records[0].date, None);
        assert_eq!((skipped.len(), skipped[0].reason, skipped[0].line), (1, SkipReason::BadDate, Some(1)), "{value}");
        assert!(skipped[0].detail.starts_with("`date` holds `"), "{skipped:?}");
    }
    let (_, skipped) = read(format!(r#"{{"text":"t","date":"{}"}}"#, "é".repeat(500)));
    assert!(skipped[0].detail.len() < 200);
}

#[test]
fn bad_lines_are_told_apart() {
    let (reason, detail) = refused(r#"{"text":"t""#);
    assert_eq!(reason, SkipReason::MalformedJson);
    assert_eq!(detail, "EOF while parsing an object at column 11");
    for line in [
        r#"{"text":"t"} x"#,
        r#"{"text":"t",}"#,
        "text",
        "{'text':'t'}",
        r#"[{"text":1}"#,
        "\u{1}",
        "{\"text\":\"a\0b\"}",
    ] {
        assert_eq!(refused(line).0, SkipReason::MalformedJson, "{line}");
    }
    for (line, what) in
        [("[1]", "a list"), ("3", "a number"), ("\"{\"", "a string"), ("true", "a boolean"), ("null", "null")]
    {
        assert_eq!(refused(line), (SkipReason::NotAnObject, format!("the line holds {what}")));
    }
    for half in [r"\ud800", r"\ud800 x", r"\udc00", r"\ud800\u0041", r"\ud800\n", r"\uDBFF\uD800"] {
        assert_eq!(refused(format!(r#"{{"text":"a {half}"}}"#)).0, SkipReason::LoneSurrogate, "{half}");
        assert_eq!(one(&format!(r#"{{"x":"{half}","text":"t"}}"#)).text, "t", "not where nobody looks");
    }
    assert_eq!(refused(r#"{"text":"a \ud8"}"#).0, SkipReason::MalformedJson);
    assert_eq!(
        refused(r#"{"txt":"t"}"#),
        (SkipReason::MissingText, "no field `text` or `content` or `body` or `maintext`".into())
    );
    assert_eq!(refused("{}").0, SkipReason::MissingText);
    for (value, what) in [
        ("5", "a number"),
        ("-0.5", "a number"),
        ("null", "null"),
        ("[\"a\"]", "a list"),
        ("{}", "an object"),
        ("false", "a boolean"),
    ] {
        assert_eq!(
            refused(format!(r#"{{"text":{value}}}"#)),
            (SkipReason::TextNotAString, format!("`text` holds {what}"))
        );
    }
    assert_eq!(
        refused(b"{\"text\":\"a\xff\"}"),
        (SkipReason::InvalidUtf8, "byte 0xff at offset 10 is not UTF-8".into())
    );
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(one(&format!(r#"{{"x":{deep},"source":{deep},"text":"t"}}"#)).text, "t");
    assert_eq!(refused(format!(r#"{{"text":{deep}}}"#)).0, SkipReason::TextNotAString);
    assert_eq!(refused(&deep).0, SkipReason::NotAnObject);
}

#[test]
fn one_bad_line_does_not_touch_its_neighbours() {
    let (records, skipped) = read(b"\xef\xbb\xbf{\"text\":\"a\"}\r\n\r\n \t\n{\"text\":\"\xc3\"}\n{\"text\":\"\xc3\xa9\"}\n\nbroken\n{\"text\":\"c\"}");
    let lines: Vec<u64> = records.iter().map(|record| record.line).collect();
    assert_eq!(lines, [1, 5, 8]);
    assert_eq!(records[1].text, "é");
    let reasons: Vec<_> = skipped.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(reasons, [(Some(4), SkipReason::InvalidUtf8), (Some(7), SkipReason::MalformedJson)]);
}

#[test]
fn text_files() {
    let options = ReadOptions::default();
    let (records, skipped) = read_as("a.txt", "\u{feff}One.\r\nTwo é.\n".as_bytes(), &options);
    assert_eq!(skipped, []);
    let whole = Record::new("a.txt", "\u{feff}One.\r\nTwo é.\n").with_source("a.txt");
    let expected = Record { line: 1, byte_range: records[0].byte_range, ..whole };
    assert_eq!(records, [expected]);
    for (bytes, reason) in [
        (&b"a\0b\xff"[..], SkipReason::BinaryFile),
        (&b"\xff\xfea\0"[..], SkipReason::BinaryFile),
        (&b"caf\xe9"[..], SkipReason::InvalidUtf8),
        (&b""[..], SkipReason::EmptyFile),
    ] {
        let (records, skipped) = read_as("a.txt", bytes, &options);
        assert_eq!(records, []);
        assert_eq!((skipped.len(), skipped[0].reason, skipped[0].line), (1, reason, None));
    }
}

proptest! {
    #[test]
    fn every_line_is_a_record_or_a_row(bytes in junk(), batch_bytes in 1usize..40) {
        let small = ReadOptions { batch_bytes, ..ReadOptions::default() };
        let (records, skipped) = read(&bytes);
        prop_assert_eq!(&read_as("f.jsonl", &bytes, &small), &(records.clone(), skipped.clone()));
        let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let blank = |line: &[u8]| line.iter().all(|b| b" \t\r".contains(b));
        let lines = bare.split(|b| *b == b'\n').filter(|line| !blank(line)).count();
        let rows = skipped.iter().filter(|row| !row.reason.is_read() && row.reason != SkipReason::EmptyFile).count();
        // Two bytes may make junk a packed file.
        if !bytes.starts_with(b"\x1f\x8b") && !bytes.starts_with(b"\x28\xb5\x2f\xfd") {
            prop_assert_eq!(records.len() + rows, lines);
        }
    }
}

/// Bytes of which some are nearly JSON Lines.
fn junk() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        prop::sample::select(vec![
            &b"\n"[..],
            b"\r\n",
            b" ",
            b"{\"text\":\"",
            b"\"}",
            b"{\"text\":\"word\",\"date\":3}\n",
            b"\\ud83d",
            b"\xc3\xa9",
            b"\xef\xbb\xbf",
            b"{\"body\":\"a\",\"id\":1e9}\r\n",
            b",\"id\":",
            b"null",
            b"[[",
            b"\0",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
