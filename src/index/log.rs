//! The log: commits one after the other, each whole or not there.
//!
//! A commit is one frame: its length, its checksum, its entries. It is on disk before the next one is begun, so after a crash only the last frame can be torn.

use super::article::Entry;
use super::codec::{Taker, put_u32, put_u64};
use super::files::{HEAD, LOG, broken, head};
use crate::error::{Error, Result};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes before the entries of a frame.
const FRAME: usize = 12;

/// A log that is written to.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// Bytes that are whole commits.
    whole: u64,
    /// Entries that are not committed, and how many.
    pending: Vec<u8>,
    count: u32,
}

impl Log {
    /// A new one.
    pub(super) fn create(path: &Path) -> Result<Log> {
        let mut file = File::create(path).map_err(Error::io("create", path))?;
        file.write_all(&head(LOG)).and_then(|()| file.sync_all()).map_err(Error::io("write", path))?;
        Log::append_to(path, HEAD as u64)
    }

    /// Goes on with one of which `whole` bytes are good: what a crash left behind them goes.
    pub(super) fn append_to(path: &Path, whole: u64) -> Result<Log> {
        let file = OpenOptions::new().append(true).open(path).map_err(Error::io("write", path))?;
        let log = Log { path: path.to_path_buf(), file, whole, pending: Vec::new(), count: 0 };
        log.cut()?;
        Ok(log)
    }

    /// Removes what stands behind the last whole commit.
    fn cut(&self) -> Result<()> {
        let failed = || Error::io("write", &self.path);
        if self.file.metadata().map_err(failed())?.len() > self.whole {
            self.file.set_len(self.whole).and_then(|()| self.file.sync_all()).map_err(failed())?;
        }
        Ok(())
    }

    /// Adds an entry to the next commit.
    pub(super) fn add(&mut self, entry: &Entry) {
        entry.encode(&mut self.pending);
        self.count += 1;
    }

    /// Writes what was added; when it comes back, the disk has it. What a commit that failed left behind is removed by the next one, which has its entries too.
    pub(super) fn commit(&mut self) -> Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        self.cut()?;
        let mut frame = Vec::with_capacity(FRAME + 4 + self.pending.len());
        put_u32(&mut frame, self.pending.len() as u32 + 4);
        put_u64(&mut frame, 0);
        put_u32(&mut frame, self.count);
        frame.extend_from_slice(&self.pending);
        let sum = xxh3_64(&frame[FRAME..]);
        frame[4..FRAME].copy_from_slice(&sum.to_le_bytes());
        self.file.write_all(&frame).and_then(|()| self.file.sync_data()).map_err(Error::io("write", &self.path))?;
        self.whole += frame.len() as u64;
        self.pending.clear();
        self.count = 0;
        Ok(())
    }
}

/// Reads a log: gives each entry to `see`, and returns how many bytes are good.
///
/// # Errors
///
/// When it is no log, or a frame is broken that others follow: that was no crash.
pub(super) fn replay(path: &Path, mut see: impl FnMut(Entry) -> Result<()>) -> Result<u64> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    if bytes.get(..HEAD) != Some(&head(LOG)[..]) {
        return Err(broken(path, "is no log of an index"));
    }
    let mut at = HEAD;
    while let Some((entries, next)) = frame(&bytes, at) {
        let mut taker = Taker(entries);
        let count = taker.u32().unwrap_or_default();
        for _ in 0..count {
            see(Entry::decode(&mut taker).ok_or_else(|| broken(path, "holds an entry that makes no sense"))?)?;
        }
        at = next;
    }
    let length = bytes.get(at..at + 4).and_then(|l| l.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    if length > 0 && frame(&bytes, at.saturating_add(FRAME).saturating_add(length)).is_some() {
        return Err(broken(path, &format!("is broken at byte {at}")));
    }
    Ok(at as u64)
}

/// The entries of the frame at this place, and where the next one begins; `None` when it is torn.
fn frame(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let mut taker = Taker(bytes.get(at..)?);
    let (length, sum) = (taker.u32()? as usize, taker.u64()?);
    let entries = taker.take(length)?;
    (length >= 4 && xxh3_64(entries) == sum).then_some((entries, at + FRAME + length))
}

#[cfg(test)]
mod tests {
    use super::super::article::{Article, Seen};
    use super::*;

    fn entry(id: &str) -> Entry {
        let article = Article {
            id: id.to_owned(),
            source: "a.example".to_owned(),
            date: None,
            content: 7,
            seen: Seen::default(),
            body: Article::pack("one two three").unwrap(),
        };
        Entry {
            article,
            keys: vec![1, 2],
            fingerprints: 1,
            story: None,
            story_words: 3,
            templates: vec![(u64::MAX, 2)],
        }
    }

    #[test]
    fn a_log_cut_anywhere_has_its_whole_commits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut log = Log::create(&path).unwrap();
        let mut ends = vec![HEAD];
        for commit in 0..4 {
            for i in 0..=commit {
                log.add(&entry(&format!("{commit}-{i}")));
            }
            log.commit().unwrap();
            ends.push(std::fs::metadata(&path).unwrap().len() as usize);
        }
        let whole = std::fs::read(&path).unwrap();
        for cut in HEAD..=whole.len() {
            // What a crash leaves: the rest is missing, or was never written.
            for rest in [&[][..], &[0; 40], &[0xA5; 40]] {
                std::fs::write(&path, [&whole[..cut], rest].concat()).unwrap();
                let mut seen = 0;
                let good = replay(&path, |_| {
                    seen += 1;
                    Ok(())
                })
                .unwrap();
                let commits = ends.iter().filter(|end| **end <= cut).count() - 1;
                assert_eq!((seen, good as usize), ([0, 1, 3, 6, 10][commits], ends[commits]), "{cut}");
            }
        }
        // What goes on behind a torn commit is whole again.
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let mut log = Log::append_to(&path, ends[3] as u64).unwrap();
        log.add(&entry("more"));
        log.commit().unwrap();
        let mut last = String::new();
        replay(&path, |entry| {
            last = entry.article.id;
            Ok(())
        })
        .unwrap();
        assert_eq!(last, "more");
        // So it is when a commit failed half-way, as on a full disk, and was tried again.
        log.add(&entry("late"));
        log.file.write_all(&whole[HEAD..ends[1] - 3]).unwrap();
        log.commit().unwrap();
        let mut ids = Vec::new();
        replay(&path, |entry| {
            ids.push(entry.article.id);
            Ok(())
        })
        .unwrap();
        assert_eq!((ids.len(), &*ids[6], &*ids[7]), (8, "more", "late"));
        // A bit that turned in the middle is no crash.
        let mut turned = whole;
        turned[ends[1] + FRAME + 9] ^= 1;
        std::fs::write(&path, &turned).unwrap();
        assert!(replay(&path, |_| Ok(())).is_err());
    }
}
