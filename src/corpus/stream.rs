//! One file as a stream of its unpacked bytes.
//!
//! What a file is packed with is told by its first bytes and not by its name: dumps are renamed more often than repacked.
//! gzip may have many members (RFC 1952), Zstandard many frames (RFC 8878), skippable ones and windows of 2 GB among
//! them. A fault of the disk and a fault of the packed data are kept apart, since only the second says something about
//! the file.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::input::InputFile;

/// What a file is packed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    /// What the ending of a file name tells.
    pub(super) fn of(path: &Path) -> Packing {
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstd,
            _ => Packing::Plain,
        }
    }
}

/// How many bytes are read to see what a file is; small files come whole with it.
const HEAD: usize = 16 << 10;

/// How much packed data is read at once.
const PACKED: usize = 128 << 10;

/// How much is unpacked in one step. A step that meets broken data loses what it had unpacked: so steps are short, and of
/// one length, for what is lost not to depend on how much the caller asked for.
const STEP: usize = 32 << 10;

/// Why a stream ended before its end.
#[derive(Debug)]
pub(super) enum Fault {
    /// The system could not read.
    Unreadable(io::Error),
    /// The packed data stops too early or makes no sense.
    Broken(String),
}

/// The bytes as they are on disk, counted, with the first ones read ahead.
pub(super) struct Raw {
    from: Box<dyn Read + Send>,
    head: Vec<u8>,
    head_used: usize,
    count: u64,
    failed: bool,
    /// Whether the bytes can be read once more: of a file, but not of a pipe.
    stays: bool,
}

impl Raw {
    fn new(mut from: Box<dyn Read + Send>) -> io::Result<Raw> {
        let mut head = vec![0; HEAD];
        let mut filled = 0;
        // Four bytes tell; a pipe may hand them out one by one.
        while filled < 4 {
            match from.read(&mut head[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        head.truncate(filled);
        Ok(Raw { from, head, head_used: 0, count: filled as u64, failed: false, stays: false })
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.head_used < self.head.len() {
            let count = (&self.head[self.head_used..]).read(buffer)?;
            self.head_used += count;
            return Ok(count);
        }
        match self.from.read(buffer) {
            Ok(count) => {
                self.count += count as u64;
                Ok(count)
            }
            Err(error) => {
                self.failed |= error.kind() != io::ErrorKind::Interrupted;
                Err(error)
            }
        }
    }
}

/// Packed data and the decoder of its format.
enum Decoder {
    Gzip(Box<MultiGzDecoder<BufReader<Raw>>>),
    Zstd(Box<ZstdDecoder<'static, BufReader<Raw>>>),
}

impl Decoder {
    fn raw(&self) -> &Raw {
        match self {
            Decoder::Gzip(decoder) => decoder.get_ref().get_ref(),
            Decoder::Zstd(decoder) => decoder.get_ref().get_ref(),
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Decoder::Gzip(decoder) => decoder.read(buffer),
            Decoder::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

/// What is unpacked step by step: the decoder, the last step, and how much of it was handed out.
pub(super) struct Unpacked {
    decoder: Decoder,
    step: Vec<u8>,
    filled: usize,
    used: usize,
}

impl Unpacked {
    fn new(decoder: Decoder) -> Unpacked {
        Unpacked { decoder, step: vec![0; STEP], filled: 0, used: 0 }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.filled {
            self.filled = self.decoder.read(&mut self.step)?;
            self.used = 0;
        }
        let count = (&self.step[self.used..self.filled]).read(buffer)?;
        self.used += count;
        Ok(count)
    }
}

/// A file that is being read.
pub(super) enum Stream {
    Plain(Raw),
    Packed(Unpacked),
}

impl Stream {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(file: &InputFile) -> Result<Stream, Fault> {
        if file.is_stdin() {
            return Stream::over(Box::new(io::stdin()), &file.name);
        }
        let opened = File::open(&file.path).map_err(Fault::Unreadable)?;
        let stays = opened.metadata().is_ok_and(|metadata| metadata.is_file());
        let mut stream = Stream::over(Box::new(opened), &file.name)?;
        if let Stream::Plain(raw) = &mut stream {
            raw.stays = stays;
        }
        Ok(stream)
    }

    /// The same over any reader; `name` tells whether a few bytes are the beginning of something packed.
    pub(super) fn over(from: Box<dyn Read + Send>, name: &str) -> Result<Stream, Fault> {
        let raw = Raw::new(from).map_err(Fault::Unreadable)?;
        let name = name.to_ascii_lowercase();
        match raw.head.as_slice() {
            [0x1f, 0x8b, ..] => {
                let decoder = MultiGzDecoder::new(BufReader::with_capacity(PACKED, raw));
                Ok(Stream::Packed(Unpacked::new(Decoder::Gzip(Box::new(decoder)))))
            }
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                let mut decoder =
                    ZstdDecoder::with_buffer(BufReader::with_capacity(PACKED, raw)).map_err(Fault::Unreadable)?;
                decoder.window_log_max(31).map_err(Fault::Unreadable)?;
                Ok(Stream::Packed(Unpacked::new(Decoder::Zstd(Box::new(decoder)))))
            }
            [0x1f] if name.ends_with(".gz") => Err(Fault::Broken("it ends after 1 byte".into())),
            [0x28] | [0x28, 0xb5] | [0x28, 0xb5, 0x2f] if name.ends_with(".zst") => {
                Err(Fault::Broken(format!("it ends after {} bytes", raw.head.len())))
            }
            _ => Ok(Stream::Plain(raw)),
        }
    }

    fn raw(&self) -> &Raw {
        match self {
            Stream::Plain(raw) => raw,
            Stream::Packed(unpacked) => unpacked.decoder.raw(),
        }
    }

    /// Whether what it gives stands in a file, byte by byte.
    pub(super) fn stays(&self) -> bool {
        matches!(self, Stream::Plain(raw) if raw.stays)
    }

    /// How many bytes were read from disk.
    pub(super) fn bytes_read(&self) -> u64 {
        self.raw().count
    }

    /// What it is packed with.
    pub(super) fn packing(&self) -> Packing {
        match self {
            Stream::Plain(_) => Packing::Plain,
            Stream::Packed(Unpacked { decoder: Decoder::Gzip(_), .. }) => Packing::Gzip,
            Stream::Packed(Unpacked { decoder: Decoder::Zstd(_), .. }) => Packing::Zstd,
        }
    }

    /// Reads some unpacked bytes; 0 at the end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        loop {
            let outcome = match self {
                Stream::Plain(raw) => raw.read(buffer),
                Stream::Packed(unpacked) => unpacked.read(buffer),
            };
            match outcome {
                Ok(count) => return Ok(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.packing() == Packing::Plain || self.raw().failed => {
                    return Err(Fault::Unreadable(error));
                }
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(Fault::Broken("it stops before its end".into()));
                }
                Err(error) => return Err(Fault::Broken(error.to_string())),
            }
        }
    }
}
