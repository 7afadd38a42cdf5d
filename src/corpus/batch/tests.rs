#![allow(clippy::unwrap_used)]
use super::*;
use crate::corpus::expand;
use std::fs;
use std::io::{Read, Write};
use tempfile::TempDir;

/// What a reader gave: `line text` of each record and the rows.
type Outcome = (Vec<(u32, u64, Vec<u8>)>, Vec<Skipped>);

fn read_all(files: Vec<InputFile>, options: &ReadOptions) -> Outcome {
    let mut reader = BatchReader::new(files, options);
    let (mut batch, mut records) = (RawBatch::new(), Vec::new());
    while reader.fill(&mut batch).unwrap() {
        assert!(!batch.items().is_empty());
        records.extend(batch.items().iter().map(|item| (item.file, item.line, batch.item_bytes(item).to_vec())));
    }
    assert!(!reader.fill(&mut batch).unwrap());
    let on_disk: u64 = reader.files().iter().map(|file| file.bytes).sum();
    assert!(reader.bytes_read() <= on_disk);
    (records, reader.take_skipped())
}

fn files_of(folder: &TempDir, contents: &[(&str, &[u8])]) -> Vec<InputFile> {
    for (name, bytes) in contents {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut files = expand(&[folder.path().to_str().unwrap().into()]).unwrap().files;
    for file in &mut files {
        file.name = file.path.file_name().unwrap().to_str().unwrap().into();
    }
    files
}

fn read(contents: &[(&str, &[u8])], options: &ReadOptions) -> Outcome {
    let folder = TempDir::new().unwrap();
    let files = files_of(&folder, contents);
    let outcome = read_all(files.clone(), options);
    for batch_bytes in [1, 16, 100] {
        let small = ReadOptions { batch_bytes, ..options.clone() };
        assert_eq!(read_all(files.clone(), &small), outcome, "batches of {batch_bytes} bytes");
    }
    let eager = ReadOptions { eager: true, ..options.clone() };
    assert_eq!(read_all(files, &eager), outcome, "eager");
    outcome
}

fn lines_of(outcome: &Outcome) -> Vec<String> {
    outcome.0.iter().map(|(_, line, bytes)| format!("{line} {}", String::from_utf8_lossy(bytes))).collect()
}

fn reasons(outcome: &Outcome) -> Vec<(Option<u64>, SkipReason)> {
    outcome.1.iter().map(|row| (row.line, row.reason)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut packed).unwrap();
    packed
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn lines_keep_their_numbers() {
    let outcome =
        read(&[("a.jsonl", b"\xef\xbb\xbfone\r\n\n \t\r\ntwo \r\n\xef\xbb\xbf\n\nthree")], &ReadOptions::default());
    assert_eq!(lines_of(&outcome), ["1 one", "4 two ", "5 \u{feff}", "7 three"]);
    assert_eq!(outcome.1, []);
}

#[test]
fn files_follow_one_another() {
    let outcome = read(
        &[
            ("a.jsonl", b"a1\na2"),
            ("b.txt", b"b\nb\n"),
            ("c.jsonl", b""),
            ("d.txt", b""),
            ("e.jsonl", b"\n \n"),
            ("f.jsonl", b"f1\n"),
        ],
        &ReadOptions::default(),
    );
    let expected: [(u32, u64, &[u8]); 4] = [(0, 1, b"a1"), (0, 2, b"a2"), (1, 1, b"b\nb\n"), (5, 1, b"f1")];
    assert_eq!(outcome.0, expected.map(|(file, line, bytes)| (file, line, bytes.to_vec())));
    let empty: Vec<_> = outcome.1.iter().map(|row| (row.file.as_str(), row.reason)).collect();
    assert_eq!(empty, ["c.jsonl", "d.txt", "e.jsonl"].map(|name| (name, SkipReason::EmptyFile)));
}

#[test]
fn nothing_at_all() {
    assert_eq!(read_all(Vec::new(), &ReadOptions::default()), (Vec::new(), Vec::new()));
}

#[test]
fn packed_files_whatever_their_names() {
    let members = [gzip(b"one\ntw"), gzip(b""), gzip(b"o\nthree\n")].concat();
    let skippable = b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec();
    let frames = [skippable, zstd(b"one\ntw"), zstd(b"o\nthree\n")].concat();
    let expected = ["1 one", "2 two", "3 three"];
    for name in ["a.jsonl", "a.jsonl.gz", "a.ndjson.zst"] {
        assert_eq!(lines_of(&read(&[(name, &members)], &ReadOptions::default())), expected);
        assert_eq!(lines_of(&read(&[(name, &frames)], &ReadOptions::default())), expected);
        assert_eq!(lines_of(&read(&[(name, b"one\ntwo\nthree\n")], &ReadOptions::default())), expected);
    }
    let outcome = read(&[("a.txt.gz", &members), ("b.txt", &frames)], &ReadOptions::default());
    assert_eq!(lines_of(&outcome), ["1 one\ntwo\nthree\n", "1 one\ntwo\nthree\n"]);
}

#[test]
fn a_file_cut_off_anywhere_gives_whole_lines_only() {
    let text: String = (0..12).map(|n| format!("{{\"text\":\"line {n} {}\"}}\n", n * 7919 % 1000)).collect();
    let whole: Vec<&str> = text.lines().collect();
    for (name, packed, parts) in [
        ("a.jsonl.gz", gzip(text.as_bytes()), vec![]),
        ("a.jsonl.zst", zstd(text.as_bytes()), vec![]),
        (
            "a.jsonl.gz",
            [gzip(&text.as_bytes()[..100]), gzip(&text.as_bytes()[100..])].concat(),
            vec![gzip(&text.as_bytes()[..100]).len()],
        ),
        (
            "a.jsonl.zst",
            [zstd(&text.as_bytes()[..100]), zstd(&text.as_bytes()[100..])].concat(),
            vec![zstd(&text.as_bytes()[..100]).len()],
        ),
    ] {
        for cut in 1..packed.len() {
            let folder = TempDir::new().unwrap();
            let files = files_of(&folder, &[(name, &packed[..cut]), ("b.jsonl", b"next\n")]);
            let outcome = read_all(files, &ReadOptions::default());
            let (last, before) = outcome.0.split_last().unwrap();
            assert_eq!(last.2, b"next", "the next file goes on");
            // Where a member or frame ends, nothing tells that more should follow.
            if parts.contains(&cut) {
                continue;
            }
            for (at, (_, line, bytes)) in before.iter().enumerate() {
                assert_eq!((*line, bytes.as_slice()), (at as u64 + 1, whole[at].as_bytes()), "cut at {cut}");
            }
            let expected = (Some(before.len() as u64 + 1), SkipReason::TruncatedFile);
            let mut found = reasons(&outcome);
            if found == [(None, SkipReason::TruncatedFile)] {
                found[0].0 = Some(1); // too short to tell what it is
            }
            assert_eq!(found, [expected], "cut at {cut} of {name}");
        }
        let text_file = read(&[("a.txt.gz", &packed[..packed.len() - 1])], &ReadOptions::default());
        assert_eq!((text_file.0.len(), reasons(&text_file)), (0, vec![(None, SkipReason::TruncatedFile)]));
    }
}

#[test]
fn broken_packed_data_is_named() {
    let text = "some line of text\n".repeat(50);
    for mut packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let end = packed.len();
        packed[end - 2] ^= 0x55; // the checksum
        let outcome = read(&[("a.jsonl", &packed)], &ReadOptions::default());
        assert_eq!(outcome.1.len(), 1);
        assert_eq!(outcome.1[0].reason, SkipReason::TruncatedFile);
        for at in 4..end {
            let mut broken = packed.clone();
            broken[at] ^= 0xff;
            let folder = TempDir::new().unwrap();
            read_all(files_of(&folder, &[("a.jsonl", &broken)]), &ReadOptions::default());
        }
    }
    let trailing = [gzip(b"one\n"), b"garbage that is no member".to_vec()].concat();
    let outcome = read(&[("a.jsonl.gz", &trailing)], &ReadOptions::default());
    assert_eq!(
        (lines_of(&outcome), reasons(&outcome)),
        (vec!["1 one".into()], vec![(Some(2), SkipReason::TruncatedFile)])
    );
}

#[test]
fn long_lines_are_passed_over() {
    let options = ReadOptions { max_record_bytes: 10, ..ReadOptions::default() };
    let long = "x".repeat(5000);
    let text = format!(
        "\u{feff}0123456789\n{long}\n0123456789\r\n012345678\r\nshort\n{long}{long}\n\n{}\nend\n{long}",
        " ".repeat(11)
    );
    let outcome = read(&[("a.jsonl", text.as_bytes()), ("b.jsonl.gz", &gzip(text.as_bytes()))], &options);
    let expected = ["1 0123456789", "4 012345678", "5 short", "9 end"];
    assert_eq!(lines_of(&outcome), [expected, expected].concat());
    let rows: Vec<_> = [2, 3, 6, 8, 10].map(|line| (Some(line), SkipReason::TooLarge)).to_vec();
    assert_eq!(reasons(&outcome), [rows.clone(), rows].concat());
    assert_eq!(outcome.1[0].detail, "the line has 5000 bytes, the limit is 10");
    assert_eq!(outcome.1[2].detail, "the line has 10000 bytes, the limit is 10");

    let outcome =
        read(&[("a.txt", b"0123456789"), ("b.txt", b"0123456789\n"), ("c.txt.gz", &gzip(long.as_bytes()))], &options);
    assert_eq!(lines_of(&outcome), ["1 0123456789"]);
    assert_eq!(reasons(&outcome), [(None, SkipReason::TooLarge); 2]);
}

#[test]
fn a_very_long_line_is_not_held() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.jsonl");
    let file = fs::File::create(&path).unwrap();
    file.set_len(100 << 20).unwrap();
    drop(file);
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"\nnext\n").unwrap();
    let files = expand(&[path.to_str().unwrap().into()]).unwrap().files;
    let options = ReadOptions { max_record_bytes: 4 << 20, batch_bytes: 64 << 10, ..ReadOptions::default() };
    let mut reader = BatchReader::new(files, &options);
    let mut batch = RawBatch::new();
    assert!(reader.fill(&mut batch).unwrap());
    assert_eq!(batch.item_bytes(&batch.items()[0]), b"next");
    assert!(batch.buffer.len() < 10 << 20, "{}", batch.buffer.len());
    assert!(reader.take_skipped()[0].detail.contains("104857600 bytes"));
    assert_eq!(reader.text_bytes(), (100 << 20) + 6);
    assert_eq!(reader.bytes_read(), reader.text_bytes());
    assert!(!reader.fill(&mut batch).unwrap());
    assert!(batch.buffer.len() <= 256 << 10);
}

#[test]
fn blank_lines_without_end_are_not_held() {
    let folder = TempDir::new().unwrap();
    let text = "\n".repeat(3 << 20) + "x";
    let files = files_of(&folder, &[("a.jsonl", text.as_bytes())]);
    let mut reader = BatchReader::new(files, &ReadOptions { batch_bytes: 10_000, ..ReadOptions::default() });
    let mut batch = RawBatch::new();
    assert!(reader.fill(&mut batch).unwrap());
    assert_eq!(batch.items()[0].line, (3 << 20) + 1);
    assert!(batch.buffer.len() < 100_000);
}

#[test]
fn a_file_that_is_gone_is_named_and_the_rest_goes_on() {
    let folder = TempDir::new().unwrap();
    let files = files_of(&folder, &[("a.jsonl", b"a\n"), ("b.jsonl", b"b\n"), ("c.txt", b"c")]);
    fs::remove_file(&files[0].path).unwrap();
    fs::remove_file(&files[2].path).unwrap();
    fs::create_dir(&files[2].path).unwrap(); // opens, and cannot be read
    let outcome = read_all(files, &ReadOptions::default());
    assert_eq!(lines_of(&outcome), ["1 b"]);
    assert_eq!(reasons(&outcome), [(None, SkipReason::Unreadable); 2]);
}

#[test]
fn a_fault_of_the_disk_is_no_fault_of_the_packing() {
    /// Some bytes, then a fault.
    struct Failing(Vec<u8>, usize);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = (&self.0[self.1..]).read(buffer)?;
            self.1 += count;
            if count == 0 { Err(std::io::Error::other("the disk is gone")) } else { Ok(count) }
        }
    }
    let text = b"one\ntwo\nhalf";
    let packed_gzip = gzip(text);
    let packed_zstd = zstd(text);
    for bytes in
        [text.to_vec(), packed_gzip[..packed_gzip.len() - 9].to_vec(), packed_zstd[..packed_zstd.len() - 5].to_vec()]
    {
        let mut stream = Stream::over(Box::new(Failing(bytes, 0)), "a").ok().unwrap();
        let mut buffer = [0; 100];
        let fault = loop {
            match stream.read(&mut buffer) {
                Ok(count) => assert!(count > 0),
                Err(fault) => break fault,
            }
        };
        assert!(matches!(fault, Fault::Unreadable(_)), "{fault:?}");
    }
}
