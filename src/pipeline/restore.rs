//! `restore`: cleaned files and their ledger give the input again.

use super::clean::{LEDGER, SUMMARY, Told, ToldFile};
use crate::corpus::{InputFile, Taken, expand, restore as put_back};
use crate::error::{Error, Result};
use crate::findings::Why;
use crate::report::OutputFolder;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What was restored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    /// Files.
    pub files: u64,
    /// Rows of the ledger that were put back.
    pub removals: u64,
    /// Files that were held to the checksum of the original.
    pub verified: u64,
}

/// What is read of a row of the ledger.
#[derive(Debug, Deserialize)]
struct Row {
    why: Why,
    file: String,
    record: u64,
    at: u64,
    raw: String,
}

/// Puts back what the ledger says was taken from `cleaned` (files, or the folder of a cleaning), and writes the files into the folder `out`. Where the summary of the cleaning lies beside the ledger,
/// each file is held to the checksum of its original.
///
/// # Errors
///
/// [`Error`] when something cannot be read or written, the ledger is none, or it does not belong to the files.
pub fn restore(ledger: &Path, cleaned: &[PathBuf], out: &Path) -> Result<Restored> {
    let home = ledger.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let rows = rows_of_files(ledger)?;
    let told: BTreeMap<String, ToldFile> = Told::read(home)
        .map(|told| told.files.into_iter().map(|file| (file.file.clone(), file)).collect())
        .unwrap_or_default();
    let known: BTreeSet<&str> = rows.keys().map(String::as_str).chain(told.keys().map(String::as_str)).collect();
    let mut files: BTreeMap<String, Option<PathBuf>> = BTreeMap::new();
    for path in cleaned {
        if path.is_dir() {
            // What is in the ledger and not in the folder went as a whole.
            for &name in &known {
                let file = Some(path.join(name)).filter(|path| path.is_file());
                if file.is_some() || rows.contains_key(name) {
                    files.insert(name.to_owned(), file);
                }
            }
        } else {
            files.insert(name_of(path, home, &known)?, Some(path.clone()));
        }
    }
    if files.is_empty() {
        return Err(Error::NoInput { why: format!("`{}` names no file of them", ledger.display()) });
    }
    let folder = OutputFolder::create(out, |_| BTreeSet::new())?;
    let mut restored = Restored::default();
    for (name, path) in &files {
        let file = path.as_deref().map(input_file).transpose()?;
        let taken = match rows.get(name) {
            Some(range) => Some(Rows::new(ledger, range.clone())?),
            None => None,
        };
        let mut count = 0;
        let taken = taken.into_iter().flatten().inspect(|_| count += 1);
        let sum = put_back(file.as_ref(), taken, &folder.path(name)?)?;
        if let Some(original) = told.get(name) {
            if (original.bytes, &original.xxh3) != (sum.bytes, &format!("{:016x}", sum.xxh3)) {
                let why = format!("the checksum is not that of the original in `{}`", home.join(SUMMARY).display());
                return Err(Error::io("restore", name)(io::Error::new(io::ErrorKind::InvalidData, why)));
            }
            restored.verified += 1;
        }
        restored.files += 1;
        restored.removals += count;
    }
    folder.publish()?;
    Ok(restored)
}

/// What a cleaned file is called in the ledger: its path from the folder of the ledger on, or else the one name that ends as its own.
fn name_of(path: &Path, home: &Path, known: &BTreeSet<&str>) -> Result<String> {
    let real = |path: &Path| std::fs::canonicalize(path).map_err(Error::io("read", path));
    let (file, home) = (real(path)?, real(home)?);
    if let Ok(below) = file.strip_prefix(&home) {
        let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if known.contains(name.as_str()) {
            return Ok(name);
        }
    }
    let last = |name: &str| Path::new(name).file_name().map(ToOwned::to_owned);
    let mut same = known.iter().filter(|name| last(name).as_deref() == file.file_name());
    match (same.next(), same.next()) {
        (Some(name), None) => Ok((*name).to_owned()),
        (None, _) => Err(Error::NoInput { why: format!("the ledger knows no file `{}`", path.display()) }),
        _ => Err(Error::NoInput { why: format!("the ledger knows several files called `{}`", path.display()) }),
    }
}

fn input_file(path: &Path) -> Result<InputFile> {
    let inputs = expand(&[path.to_string_lossy().into_owned()])?;
    let none = || Error::NoInput { why: format!("`{}` is neither .txt nor JSON Lines", path.display()) };
    inputs.files.into_iter().next().ok_or_else(none)
}

/// Where in the ledger the rows of each file stand: they stand together.
fn rows_of_files(ledger: &Path) -> Result<BTreeMap<String, Range<u64>>> {
    let mut reader = BufReader::new(File::open(ledger).map_err(Error::io("read", ledger))?);
    let mut files: BTreeMap<String, Range<u64>> = BTreeMap::new();
    let (mut line, mut at, mut number) = (String::new(), 0, 0);
    loop {
        line.clear();
        let length = reader.read_line(&mut line).map_err(Error::io("read", ledger))? as u64;
        if length == 0 {
            return Ok(files);
        }
        number += 1;
        let row = parse(&line, ledger, number)?;
        let range = files.entry(row.file).or_insert(at..at);
        if range.end != at {
            let why = format!("line {number}: the rows of a file do not stand together");
            return Err(Error::io("read", ledger)(io::Error::new(io::ErrorKind::InvalidData, why)));
        }
        at += length;
        range.end = at;
    }
}

fn parse(line: &str, ledger: &Path, number: u64) -> Result<Row> {
    serde_json::from_str(line).map_err(|error| {
        let why = format!("line {number} is no row of a `{LEDGER}`: {error}");
        Error::io("read", ledger)(io::Error::new(io::ErrorKind::InvalidData, why))
    })
}

/// The rows of one file.
struct Rows {
    reader: io::Take<BufReader<File>>,
    ledger: PathBuf,
    line: String,
    number: u64,
}

impl Rows {
    fn new(ledger: &Path, range: Range<u64>) -> Result<Rows> {
        let mut file = File::open(ledger).map_err(Error::io("read", ledger))?;
        file.seek(SeekFrom::Start(range.start)).map_err(Error::io("read", ledger))?;
        let reader = BufReader::new(file).take(range.end - range.start);
        Ok(Rows { reader, ledger: ledger.to_path_buf(), line: String::new(), number: 0 })
    }
}

impl Iterator for Rows {
    type Item = Result<Taken>;

    fn next(&mut self) -> Option<Result<Taken>> {
        self.line.clear();
        match self.reader.read_line(&mut self.line) {
            Ok(0) => return None,
            Ok(_) => self.number += 1,
            Err(error) => return Some(Err(Error::io("read", &self.ledger)(error))),
        }
        Some(parse(&self.line, &self.ledger, self.number).map(|row| Taken {
            line: row.record,
            at: (row.why != Why::DuplicateDocument).then_some(row.at),
            raw: row.raw,
        }))
    }
}
