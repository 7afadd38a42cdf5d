//! Append-only storage for what a pass leaves behind: in memory, or in an unlinked temporary file.
//!
//! The file has no name, so nothing is left when the process dies. Reading is by offset, so many threads may read at once.

use crate::error::{Error, Result};
use crate::text::WordHash;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where a run may put what does not fit into memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: all of it is held in memory. For small corpora and for callers of the library.
    Memory,
    /// In temporary files in this folder.
    Folder(PathBuf),
}

/// Bytes that are appended and read back.
#[derive(Debug)]
pub struct Spill {
    place: Place,
    memory: Vec<u8>,
    file: Option<File>,
    /// Bytes in the file.
    written: u64,
}

/// Bytes gathered in memory before they are written.
const BUFFER: usize = 1 << 20;

impl Spill {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when no temporary file can be made.
    pub fn new(place: &Place) -> Result<Spill> {
        let file = match place {
            Place::Memory => None,
            Place::Folder(folder) => {
                Some(tempfile::tempfile_in(folder).map_err(Error::io("create a temporary file in", folder))?)
            }
        };
        Ok(Spill { place: place.clone(), memory: Vec::new(), file, written: 0 })
    }

    /// Bytes so far.
    pub fn len(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    /// Whether nothing was appended.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes on disk.
    pub fn on_disk(&self) -> u64 {
        self.written
    }

    /// Appends; gives the offset.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let at = self.len();
        if self.file.is_some() && self.memory.len() + bytes.len() >= BUFFER {
            self.flush()?;
            if bytes.len() >= BUFFER / 4 {
                return self.write(bytes).map(|()| at);
            }
        }
        self.memory.extend_from_slice(bytes);
        Ok(at)
    }

    /// Writes what is still in memory. Must be called between appending and reading.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn flush(&mut self) -> Result<()> {
        if self.file.is_some() {
            let mut memory = std::mem::take(&mut self.memory);
            self.write(&memory)?;
            memory.clear();
            self.memory = memory;
        }
        Ok(())
    }

    /// Writes to the file.
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(bytes).map_err(Error::io("write temporary data to", folder(&self.place)))?;
            self.written += bytes.len() as u64;
        }
        Ok(())
    }

    /// Brings all of it into memory.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn hold(&mut self) -> Result<()> {
        if self.file.is_some() {
            self.flush()?;
            let mut all = vec![0; self.written as usize];
            self.read(0, &mut all)?;
            (self.memory, self.file, self.written) = (all, None, 0);
        }
        Ok(())
    }

    /// Fills `out` with the bytes from `at` on.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn read(&self, at: u64, out: &mut [u8]) -> Result<()> {
        match &self.file {
            None => out.copy_from_slice(&self.memory[at as usize..at as usize + out.len()]),
            Some(file) => {
                read_exact_at(file, out, at).map_err(Error::io("read temporary data from", folder(&self.place)))?;
            }
        }
        Ok(())
    }
}

fn folder(place: &Place) -> &Path {
    match place {
        Place::Memory => Path::new("memory"),
        Place::Folder(folder) => folder,
    }
}

/// Reads from a place in a file.
#[cfg(unix)]
pub(crate) fn read_exact_at(file: &File, out: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, at)
}

/// Reads from a place in a file.
#[cfg(windows)]
pub(crate) fn read_exact_at(file: &File, mut out: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !out.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, out, at)?;
        if n == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        out = &mut out[n..];
        at += n as u64;
    }
    Ok(())
}

/// The word hashes of all documents, one after the other: what verification reads.
#[derive(Debug)]
pub struct WordStore {
    spill: Spill,
    /// Number of the first word of each document, and the number of all words.
    firsts: Vec<u64>,
}

impl WordStore {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when no temporary file can be made.
    pub fn new(place: &Place) -> Result<WordStore> {
        Ok(WordStore { spill: Spill::new(place)?, firsts: vec![0] })
    }

    /// Appends the words of documents; `counts` says how many each document has.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn append(&mut self, words: &[WordHash], counts: impl Iterator<Item = u32>) -> Result<()> {
        self.spill.append(bytemuck::cast_slice(words))?;
        for count in counts {
            self.firsts.push(self.firsts[self.firsts.len() - 1] + u64::from(count));
        }
        Ok(())
    }

    /// To be called once, after the last document.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn finish(&mut self) -> Result<()> {
        self.spill.flush()
    }

    /// How many documents.
    pub fn len(&self) -> usize {
        self.firsts.len() - 1
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many words this document has.
    pub fn words(&self, document: u32) -> u32 {
        let d = document as usize;
        (self.firsts[d + 1] - self.firsts[d]) as u32
    }

    /// Bytes on disk.
    pub fn on_disk(&self) -> u64 {
        self.spill.on_disk()
    }

    /// Appends the words `first..end` of a document to `out`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn read(&self, document: u32, first: u32, end: u32, out: &mut Vec<WordHash>) -> Result<()> {
        let from = self.firsts[document as usize] + u64::from(first);
        let before = out.len();
        out.resize(before + (end - first) as usize, 0);
        self.spill.read(from * 8, bytemuck::cast_slice_mut(&mut out[before..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for place in [Place::Memory, Place::Folder(folder.path().to_path_buf())] {
            let mut store = WordStore::new(&place).unwrap();
            let mut all = Vec::new();
            for d in 0..300u64 {
                let words: Vec<u64> = (0..d * 7).map(|i| i * d).collect();
                store.append(&words, [words.len() as u32].into_iter()).unwrap();
                all.push(words);
            }
            store.finish().unwrap();
            let mut out = Vec::new();
            for (d, words) in all.iter().enumerate() {
                out.clear();
                store.read(d as u32, 0, words.len() as u32, &mut out).unwrap();
                assert_eq!(&out, words);
                if words.len() > 3 {
                    out.clear();
                    store.read(d as u32, 1, 3, &mut out).unwrap();
                    assert_eq!(out, words[1..3]);
                }
            }
            assert_eq!(store.on_disk() > 0, place != Place::Memory);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the file has no name");
    }
}
