//! Files that are written once and never changed: a head, a body, and a checksum over both.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Bytes of a head: `NPINDEX` and a letter for the kind, then the version of the format.
pub(super) const HEAD: usize = 16;
/// Bytes of a tail: the checksum.
pub(super) const TAIL: usize = 8;

/// The kinds of files.
pub(super) const LOG: u8 = b'L';
pub(super) const ARTICLES: u8 = b'A';
pub(super) const KEYS: u8 = b'K';
pub(super) const LEARNED: u8 = b'T';

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// The head of a file of this kind.
pub(super) fn head(kind: u8) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..7].copy_from_slice(b"NPINDEX");
    head[7] = kind;
    head[8..12].copy_from_slice(&VERSION.to_le_bytes());
    head
}

/// A file of the index is not what it should be.
pub(super) fn broken(path: &Path, what: &str) -> Error {
    Error::Index {
        folder: path.to_path_buf(),
        why: format!("{what}: restore the folder from a copy, or build it anew"),
    }
}

/// Writes a file with a checksum.
pub(super) struct Writer {
    path: PathBuf,
    out: BufWriter<File>,
    sum: Xxh3,
    written: u64,
}

impl Writer {
    pub(super) fn create(path: &Path, kind: u8) -> Result<Writer> {
        let file = File::create(path).map_err(Error::io("create", path))?;
        let mut writer = Writer {
            path: path.to_path_buf(),
            out: BufWriter::with_capacity(1 << 20, file),
            sum: Xxh3::new(),
            written: 0,
        };
        writer.write(&head(kind))?;
        Ok(writer)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.sum.update(bytes);
        self.written += bytes.len() as u64;
        self.out.write_all(bytes).map_err(Error::io("write", &self.path))
    }

    /// Bytes so far.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Puts the checksum behind all of it, and waits until the disk has it.
    pub(super) fn finish(mut self) -> Result<()> {
        let sum = self.sum.digest();
        let written = self.out.write_all(&sum.to_le_bytes()).and_then(|()| self.out.flush());
        written.and_then(|()| self.out.get_ref().sync_all()).map_err(Error::io("write", &self.path))
    }
}

/// A whole file that [`Writer`] wrote, without head and checksum.
pub(super) fn read_whole(path: &Path, kind: u8) -> Result<Vec<u8>> {
    let mut bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let body = bytes.len().checked_sub(TAIL).filter(|&end| end >= HEAD);
    let Some(end) = body.filter(|_| bytes[..HEAD] == head(kind)) else {
        return Err(broken(path, "is no file of an index"));
    };
    if bytes[end..] != xxh3_64(&bytes[..end]).to_le_bytes() {
        return Err(broken(path, "has a wrong checksum"));
    }
    bytes.truncate(end);
    bytes.drain(..HEAD);
    Ok(bytes)
}

/// Waits until the disk has the names of the files of a folder.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    // Windows has no such call; there a rename is written through.
    if cfg!(unix) {
        File::open(folder).and_then(|file| file.sync_all()).map_err(Error::io("write", folder))?;
    }
    Ok(())
}
