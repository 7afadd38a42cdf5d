//! Single records, read once more.
//!
//! A run does not keep all texts. What little of them its tables show is read again from where it stands, if that is a file
//! that is not packed.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::batch::RawBatch;
use super::fields::ReadOptions;
use super::input::InputFile;
use super::parse::for_each_record;
use super::record::ByteRange;
use crate::error::{Error, Result};

/// Reads texts of records once more; cheapest in the order of the input.
#[derive(Debug)]
pub struct RecordReader<'a> {
    files: &'a [InputFile],
    options: &'a ReadOptions,
    open: Option<(u32, File)>,
    batch: RawBatch,
}

impl<'a> RecordReader<'a> {
    /// A reader of records of these files, which were read with these options.
    pub fn new(files: &'a [InputFile], options: &'a ReadOptions) -> RecordReader<'a> {
        RecordReader { files, options, open: None, batch: RawBatch::new() }
    }

    /// Puts the text of a record into `text`, which is cleared first. `file` and `range` are as its [`Record`](super::Record) had them.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read, or when there is no record in this place any more.
    pub fn text(&mut self, file: u32, range: ByteRange, text: &mut String) -> Result<()> {
        text.clear();
        let path = &self.files[file as usize].path;
        let bytes = self.batch.one(file, range.bytes as usize);
        let open = self.open.take().filter(|open| open.0 == file).map(|open| open.1);
        let read = || -> io::Result<File> {
            let mut open = open.map_or_else(|| File::open(path), Ok)?;
            open.seek(SeekFrom::Start(range.offset))?;
            open.read_exact(bytes)?;
            Ok(open)
        };
        self.open = Some((file, read().map_err(Error::io("read once more", path))?));
        let mut found = false;
        for_each_record(&self.batch, self.files, self.options, &mut Vec::new(), |record| {
            text.push_str(&record.text);
            found = true;
        });
        if found { Ok(()) } else { Err(self.changed(file)) }
    }

    /// What is said when a file does not hold any more what it held.
    pub fn changed(&self, file: u32) -> Error {
        let why = io::Error::new(io::ErrorKind::InvalidData, "the file was changed while it was in use");
        Error::io("read once more", &self.files[file as usize].path)(why)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BatchReader, expand};
    use super::*;
    use std::io::Write;

    /// Texts of files of every kind, with what stands between records, however they are cut into batches.
    #[test]
    fn what_stays_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let long = format!("{{\"text\":\"{}\"}}", "long ".repeat(400));
        let lines = format!(
            "\u{feff}{{\"text\":\"one\"}}\r\n\n   \n{{\"text\":\"tw\\u00f6\"}}\nbroken\n{long}\n{{\"text\":\"three\"}}\n{{\"text\":\"four\"}}"
        );
        std::fs::write(at("a.jsonl"), &lines).unwrap();
        std::fs::write(at("b.txt"), "A text.\nOf two lines.\n").unwrap();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(lines.as_bytes()).unwrap();
        std::fs::write(at("c.jsonl.gz"), packed.finish().unwrap()).unwrap();
        let files = expand(&[folder.path().to_str().unwrap().to_owned()]).unwrap().files;
        for batch_bytes in [1, 7, 64, 1000, 1 << 20] {
            for max_record_bytes in [200, 1 << 20] {
                let options = ReadOptions { batch_bytes, max_record_bytes, ..ReadOptions::default() };
                let mut reader = BatchReader::new(files.clone(), &options);
                let mut batch = RawBatch::new();
                let mut seen = Vec::new();
                while reader.fill(&mut batch).unwrap() {
                    for_each_record(&batch, &files, &options, &mut Vec::new(), |r| {
                        seen.push((r.file, r.byte_range, r.text.clone()));
                    });
                }
                assert_eq!(seen.len(), if max_record_bytes == 200 { 9 } else { 11 });
                let mut again = RecordReader::new(&files, &options);
                let mut text = String::new();
                for (file, range, expected) in seen.iter().chain(seen.iter().rev()) {
                    assert_eq!(range.is_some(), *file != 2, "what is packed has to be kept");
                    if let Some(range) = range {
                        again.text(*file, *range, &mut text).unwrap();
                        assert_eq!(&text, expected);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_gone_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "{\"text\":\"one\"}").unwrap();
        let files = expand(&[path.to_str().unwrap().to_owned()]).unwrap().files;
        let options = ReadOptions::default();
        let mut again = RecordReader::new(&files, &options);
        let mut text = String::new();
        for range in [ByteRange { offset: 3, bytes: 5 }, ByteRange { offset: 0, bytes: 99 }] {
            let error = again.text(0, range, &mut text).unwrap_err().to_string();
            assert!(error.contains("a.jsonl"), "{error}");
        }
        std::fs::remove_file(&path).unwrap();
        assert!(RecordReader::new(&files, &options).text(0, ByteRange { offset: 0, bytes: 1 }, &mut text).is_err());
    }
}
