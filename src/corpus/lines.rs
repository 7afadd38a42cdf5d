//! A file line by line, for passing it on: every byte comes out, whatever it is.
//!
//! [`BatchReader`](super::BatchReader) gives records and leaves the rest behind; here blank lines, broken ones and those of 100 MB count as well. Lines that nothing is done to
//! are copied as they are read and never held.

use super::input::InputFile;
use super::stream::{Fault, Packing, Stream};
use crate::error::{Error, Result};
use memchr::memchr;
use std::io::{self, Write};

/// How much is read at once.
const BUFFER: usize = 1 << 18;

/// A file that is read line by line.
pub(super) struct Lines {
    stream: Stream,
    name: String,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
}

impl Lines {
    /// Opens a file.
    pub(super) fn open(file: &InputFile) -> Result<Lines> {
        let stream = Stream::open(file).map_err(|fault| error(fault, &file.name))?;
        Ok(Lines { stream, name: file.name.clone(), buffer: vec![0; BUFFER], at: 0, filled: 0, ended: false })
    }

    /// What the file is packed with.
    pub(super) fn packing(&self) -> Packing {
        self.stream.packing()
    }

    /// Whether anything is left.
    pub(super) fn more(&mut self) -> Result<bool> {
        if self.at == self.filled && !self.ended {
            self.at = 0;
            self.filled = match self.stream.read(&mut self.buffer) {
                Ok(count) => count,
                // Packed data that breaks off was told when it was read first; what comes before it is all there is.
                Err(Fault::Broken(_)) => 0,
                Err(fault) => return Err(error(fault, &self.name)),
            };
            self.ended = self.filled == 0;
        }
        Ok(!self.ended)
    }

    /// Hands so many lines to `see`, piece by piece, or all that are left. Gives how many there were.
    pub(super) fn pass(&mut self, lines: u64, mut see: impl FnMut(&[u8]) -> Result<()>) -> Result<u64> {
        let mut passed = 0;
        while passed < lines && self.more()? {
            let rest = &self.buffer[self.at..self.filled];
            let mut end = 0;
            while passed < lines && end < rest.len() {
                match memchr(b'\n', &rest[end..]) {
                    Some(length) => {
                        end += length + 1;
                        passed += 1;
                    }
                    None => end = rest.len(),
                }
            }
            see(&rest[..end])?;
            self.at += end;
        }
        Ok(passed)
    }

    /// The next line with its end, into `line`; `false` when there is none.
    pub(super) fn next(&mut self, line: &mut Vec<u8>) -> Result<bool> {
        line.clear();
        self.pass(1, |piece| {
            line.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(!line.is_empty())
    }
}

fn error(fault: Fault, name: &str) -> Error {
    let source = match fault {
        Fault::Unreadable(error) => error,
        Fault::Broken(why) => io::Error::new(io::ErrorKind::InvalidData, why),
    };
    Error::io("read", name)(source)
}

/// A file that is written, packed as it is to be.
pub(super) enum Packed<W: Write> {
    Plain(W),
    Gzip(flate2::write::GzEncoder<W>),
    Zstd(zstd::stream::write::Encoder<'static, W>),
}

impl<W: Write> Packed<W> {
    pub(super) fn new(to: W, packing: Packing) -> io::Result<Packed<W>> {
        Ok(match packing {
            Packing::Plain => Packed::Plain(to),
            Packing::Gzip => Packed::Gzip(flate2::write::GzEncoder::new(to, flate2::Compression::default())),
            Packing::Zstd => Packed::Zstd(zstd::stream::write::Encoder::new(to, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Packed::Plain(to) => to.write_all(bytes),
            Packed::Gzip(to) => to.write_all(bytes),
            Packed::Zstd(to) => to.write_all(bytes),
        }
    }

    /// Writes what is still held back.
    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Packed::Plain(to) => Ok(to),
            Packed::Gzip(to) => to.finish(),
            Packed::Zstd(to) => to.finish(),
        }
    }
}
