//! Any bytes are a JSON Lines file that can be read: each line gives a record or a row that says why not, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearprint::corpus::{BatchReader, RawBatch, ReadOptions, expand, for_each_record};
use std::io::Write;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    let inputs = expand(&[file.path().display().to_string()]).expect("the file is there");
    // Small batches, so that lines cross their ends.
    let options = ReadOptions { batch_bytes: 64, max_record_bytes: 4096, ..ReadOptions::default() };
    let mut reader = BatchReader::new(inputs.files.clone(), &options);
    let (mut batch, mut skipped) = (RawBatch::default(), Vec::new());
    while reader.fill(&mut batch).expect("the disk holds") {
        for_each_record(&batch, &inputs.files, &options, &mut skipped, |record| {
            assert!(!record.id.is_empty() && record.line > 0);
        });
    }
});
