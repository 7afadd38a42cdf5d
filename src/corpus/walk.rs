//! A folder and all below it.
//!
//! Real folders come first and links after them, so that what can be reached in both ways goes by its real name; each real
//! folder is entered once, which is what keeps a circle of links from going round for ever. FIFOs and devices are left
//! alone: opening one could wait for ever.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::input::{Candidate, Found, InputFile};

/// A folder that is to be entered.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Folder {
    path: PathBuf,
    by_link: bool,
    /// Whether it lies below the given folder, so that its name stands for a source.
    below: bool,
}

/// The walk over one given folder.
pub(super) struct Walk<'a> {
    found: &'a mut Found,
    entered: HashSet<PathBuf>,
    folders: Vec<Folder>,
    /// Smallest path first: the order in which the system lists a folder must not matter.
    links: BinaryHeap<Reverse<Folder>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(found: &'a mut Found) -> Walk<'a> {
        Walk { found, entered: HashSet::new(), folders: Vec::new(), links: BinaryHeap::new() }
    }

    /// Takes in every file in and below `path`.
    pub(super) fn folder(mut self, path: &Path) {
        self.folders.push(Folder { path: path.into(), by_link: false, below: false });
        while let Some(folder) = self.folders.pop().or_else(|| self.links.pop().map(|Reverse(folder)| folder)) {
            if let Err(error) = self.enter(&folder) {
                self.found.unreadable(&folder.path, &error);
            }
        }
    }

    fn enter(&mut self, folder: &Folder) -> io::Result<()> {
        let real = fs::canonicalize(&folder.path)?;
        if self.entered.contains(&real) {
            return Ok(());
        }
        let source = folder.path.file_name().filter(|_| folder.below).map(|name| name.to_string_lossy().into_owned());
        for entry in fs::read_dir(&folder.path)? {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if let Err(error) = self.entry(folder, &real, source.as_deref(), &entry) {
                self.found.unreadable(&entry.path(), &error);
            }
        }
        self.entered.insert(real);
        Ok(())
    }

    fn entry(&mut self, folder: &Folder, real: &Path, source: Option<&str>, entry: &DirEntry) -> io::Result<()> {
        let path = entry.path();
        let is_link = entry.file_type()?.is_symlink();
        let by_link = folder.by_link || is_link;
        let metadata = if is_link { fs::metadata(&path)? } else { entry.metadata()? };
        if metadata.is_dir() {
            let below = Folder { path, by_link, below: true };
            if is_link {
                self.links.push(Reverse(below));
            } else {
                self.folders.push(below);
            }
            return Ok(());
        }
        let file = InputFile::found(&path, source, metadata.len()).filter(|_| metadata.is_file());
        match file {
            Some(file) => {
                let real = if is_link { fs::canonicalize(&path)? } else { real.join(entry.file_name()) };
                self.found.candidates.push(Candidate { real, by_link, no_folder: source.is_none(), file });
            }
            None => self.found.ignore(&path),
        }
        Ok(())
    }
}
