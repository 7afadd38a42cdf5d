//! Append-only storage for what a pass leaves behind: in memory, or in an unlinked temporary file.
//!
//! The file has no name, so nothing is left when the process dies. Reading is by offset, so many threads may read at once.

use crate::error::{Error, Result};
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

    /// The `len` bytes from `at` on; `buffer` is where they are put that stand in a file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn get<'a>(&'a self, at: u64, len: usize, buffer: &'a mut Vec<u8>) -> Result<&'a [u8]> {
        if self.file.is_none() {
            return Ok(&self.memory[at as usize..at as usize + len]);
        }
        // What was in it needs no wiping: it is written over.
        buffer.resize(buffer.len().max(len), 0);
        let bytes = &mut buffer[..len];
        self.read(at, bytes)?;
        Ok(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for place in [Place::Memory, Place::Folder(folder.path().to_path_buf())] {
            let mut spill = Spill::new(&place).unwrap();
            let mut all: Vec<(u64, Vec<u8>)> = Vec::new();
            for i in 0..300usize {
                let bytes: Vec<u8> = (0..i * i % 70_000).map(|b| (b * i) as u8).collect();
                all.push((spill.append(&bytes).unwrap(), bytes));
            }
            spill.flush().unwrap();
            let mut buffer = vec![7];
            for (at, bytes) in &all {
                assert_eq!(spill.get(*at, bytes.len(), &mut buffer).unwrap(), bytes);
                let mut out = vec![0; bytes.len()];
                spill.read(*at, &mut out).unwrap();
                assert_eq!(&out, bytes);
            }
            assert_eq!(spill.on_disk() > 0, place != Place::Memory);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the file has no name");
    }
}
