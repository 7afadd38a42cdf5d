//! From what the user named to a list of files.
//!
//! An argument is a file, a folder, a pattern or `-`. The list is sorted by name and holds each file once, so the order of
//! the arguments, the order in which the system lists a folder, and a file that is named twice make no difference to
//! anything that follows.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::stream::Packing;
use super::walk::Walk;
use crate::error::{Error, Result};
use crate::findings::{SkipReason, Skipped};

/// How the records of a file are laid out, whatever it is packed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One article, nothing else: `.txt`.
    Text,
    /// One JSON object per line: `.jsonl`, `.ndjson`, standard input.
    JsonLines,
}

impl Format {
    /// The format that a file name tells, and the name without the endings that told it.
    ///
    /// ```
    /// use nearprint::corpus::Format;
    /// assert_eq!(Format::of("cnn.jsonl.gz"), Some((Format::JsonLines, "cnn")));
    /// assert_eq!(Format::of("cnn.pdf"), None);
    /// ```
    pub fn of(file_name: &str) -> Option<(Format, &str)> {
        let plain = without_ending(file_name, ".gz").or_else(|| without_ending(file_name, ".zst")).unwrap_or(file_name);
        let json_lines = || without_ending(plain, ".jsonl").or_else(|| without_ending(plain, ".ndjson"));
        let text = || without_ending(plain, ".txt").map(|stem| (Format::Text, stem));
        json_lines().map(|stem| (Format::JsonLines, stem)).or_else(text)
    }
}

fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len())?;
    let (stem, end) = (name.get(..at)?, name.get(at..)?);
    end.eq_ignore_ascii_case(ending).then_some(stem)
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Where it lies; `-` for standard input.
    pub path: PathBuf,
    /// Its name in all tables: the path as the user gave it, joined by `/`, without a leading `./`; `-` for standard input.
    pub name: String,
    /// How its records are laid out.
    pub format: Format,
    /// The source of records that do not name one: the folder of a file below a given folder, else the file's name
    /// (without endings for JSON Lines); `None` for standard input.
    pub source: Option<String>,
    /// Its size on disk; 0 for standard input.
    pub bytes: u64,
}

impl InputFile {
    /// Standard input, as JSON Lines.
    pub fn stdin() -> InputFile {
        InputFile { path: "-".into(), name: "-".into(), format: Format::JsonLines, source: None, bytes: 0 }
    }

    /// Whether this is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// Whether it is packed, by its name.
    pub fn is_packed(&self) -> bool {
        Packing::of(&self.path) != Packing::Plain
    }

    /// A file that was found; `folder` is the name of the folder that stands for its source. `None` for other endings.
    pub(super) fn found(path: &Path, folder: Option<&str>, bytes: u64) -> Option<InputFile> {
        let file_name = path.file_name()?.to_string_lossy();
        let (format, stem) = Format::of(&file_name)?;
        let source = match (folder, format) {
            (Some(folder), _) => folder,
            (None, Format::Text) => &file_name,
            (None, Format::JsonLines) if stem.is_empty() => &file_name,
            (None, Format::JsonLines) => stem,
        };
        Some(InputFile { path: path.into(), name: shown(path), format, source: Some(source.to_owned()), bytes })
    }
}

/// What the arguments came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The files to read, sorted by name, each once.
    pub files: Vec<InputFile>,
    /// Folders and files that could not be looked at.
    pub skipped: Vec<Skipped>,
    /// Files with other endings, sorted. Hidden files in folders are not among them: they are passed over without a word.
    pub ignored: Vec<String>,
}

/// Finds the files that `arguments` name: files, folders (with all below), patterns such as `data/*/2016-*.jsonl.gz`, `-`.
///
/// Links are followed; a file or folder that can be reached twice counts once.
///
/// # Errors
/// [`Error::Io`] for a named file that is not there, [`Error::NoInput`] for a pattern that matches nothing and where nothing to read
/// was found at all.
pub fn expand(arguments: &[String]) -> Result<Inputs> {
    if arguments.is_empty() {
        return Err(Error::NoInput { why: "no file, folder or pattern was given (`-` is standard input)".into() });
    }
    let mut found = Found::default();
    for argument in arguments {
        found.argument(argument)?;
    }
    let inputs = found.finish();
    if inputs.files.is_empty() {
        return Err(Error::NoInput { why: why_nothing(arguments, &inputs) });
    }
    Ok(inputs)
}

/// One sentence on why there is nothing to read.
fn why_nothing(arguments: &[String], inputs: &Inputs) -> String {
    if let Some(skipped) = inputs.skipped.first() {
        return format!("`{}` could not be read: {}", skipped.file, skipped.detail);
    }
    if let Some(first) = inputs.ignored.first() {
        let others = match inputs.ignored.len() - 1 {
            0 => String::new(),
            1 => ", nor is 1 other file".to_owned(),
            count => format!(", nor are {count} other files"),
        };
        return format!("`{first}` is neither .txt nor .jsonl or .ndjson, plain, .gz or .zst{others}");
    }
    let named: Vec<String> = arguments.iter().map(|argument| format!("`{argument}`")).collect();
    format!("there is no .txt, .jsonl or .ndjson file in {}", named.join(", "))
}

/// A file and how it was come by, for choosing between two ways to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// The file itself, links resolved.
    pub(super) real: PathBuf,
    /// Whether a link led there.
    pub(super) by_link: bool,
    /// Whether no folder stands for its source.
    pub(super) no_folder: bool,
    /// What it would be read as.
    pub(super) file: InputFile,
}

/// All that was found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    skipped: BTreeSet<Skipped>,
    ignored: BTreeSet<String>,
}

impl Found {
    pub(super) fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.skipped.insert(Skipped {
            file: shown(path),
            line: None,
            reason: SkipReason::Unreadable,
            detail: error.to_string(),
        });
    }

    pub(super) fn ignore(&mut self, path: &Path) {
        self.ignored.insert(shown(path));
    }

    fn argument(&mut self, argument: &str) -> Result<()> {
        if argument == "-" {
            let file = InputFile::stdin();
            self.candidates.push(Candidate { real: file.path.clone(), by_link: false, no_folder: true, file });
            return Ok(());
        }
        let path = Path::new(argument);
        match self.named(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && argument.contains(['*', '?', '[']) => {
                self.pattern(argument, error)
            }
            outcome => outcome.map_err(Error::io("read", path)),
        }
    }

    /// A file or folder that was named.
    fn named(&mut self, path: &Path) -> io::Result<()> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            Walk::new(self).folder(path);
            return Ok(());
        }
        match InputFile::found(path, None, metadata.len()) {
            Some(file) => {
                let real = fs::canonicalize(path)?;
                self.candidates.push(Candidate { real, by_link: false, no_folder: true, file });
            }
            None => self.ignore(path),
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &str, missing: io::Error) -> Result<()> {
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        // What is no pattern was meant as a name.
        let Ok(matches) = glob::glob_with(pattern, options) else {
            return Err(Error::io("read", pattern)(missing));
        };
        let mut any = false;
        for entry in matches {
            any = true;
            match entry {
                Ok(path) => {
                    if let Err(error) = self.named(&path) {
                        self.unreadable(&path, &error);
                    }
                }
                Err(error) => self.unreadable(error.path(), error.error()),
            }
        }
        if any { Ok(()) } else { Err(Error::NoInput { why: format!("no file matches the pattern `{pattern}`") }) }
    }

    /// Each file once, by the straightest way that led to it.
    fn finish(mut self) -> Inputs {
        self.candidates.sort();
        self.candidates.dedup_by(|later, earlier| later.real == earlier.real);
        let mut files: Vec<InputFile> = self.candidates.into_iter().map(|candidate| candidate.file).collect();
        files.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        Inputs { files, skipped: self.skipped.into_iter().collect(), ignored: self.ignored.into_iter().collect() }
    }
}

/// A path as tables show it: the same on all systems.
pub(super) fn shown(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            other => other.as_os_str().to_string_lossy(),
        };
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&part);
    }
    if name.is_empty() { ".".into() } else { name }
}

#[cfg(test)]
mod tests;
