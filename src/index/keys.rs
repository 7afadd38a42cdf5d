//! Sorted rows of key and article on disk.
//!
//! Most keys of a new article are in no file. A filter in memory (split in blocks of one cache line: Putze, Sanders and Singler 2007) turns nearly all of those away; for the rest
//! one block of rows is read, which a sparse list of keys in memory points to.

use super::files::{HEAD, KEYS, TAIL, Writer, broken, head};
use crate::error::{Error, Result};
use crate::matching::read_exact_at;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A row: a key, and an article that has it.
pub(super) type Row = (u64, u32);

/// Bytes of a row on disk.
const ROW: usize = 12;
/// Rows of a block, whose first key is held in memory.
const BLOCK: usize = 128;
/// Bits of the filter for each row.
const BITS: usize = 11;
/// Words of 64 bits in a block of the filter: one cache line.
const LINE: usize = 8;
/// Bytes behind the filter: how many rows there are, and lines of the filter.
const COUNTS: usize = 16;

/// A file of rows.
#[derive(Debug)]
pub(super) struct KeyFile {
    pub(super) path: PathBuf,
    file: File,
    pub(super) rows: u64,
    /// The first key of each block.
    firsts: Vec<u64>,
    filter: Filter,
}

/// Tells of a key that it is not there, or may be.
#[derive(Debug, Default)]
struct Filter(Vec<[u64; LINE]>);

impl Filter {
    fn for_rows(rows: u64) -> Filter {
        Filter(vec![[0; LINE]; (rows as usize * BITS).div_ceil(LINE * 64).max(1)])
    }

    fn line(&self, key: u64) -> usize {
        ((u128::from(key) * self.0.len() as u128) >> 64) as usize
    }

    /// The bit of each word of a line.
    fn bits(key: u64) -> [u64; LINE] {
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        std::array::from_fn(|word| 1 << (mixed >> (6 * word) & 63))
    }

    fn add(&mut self, key: u64) {
        let line = self.line(key);
        self.0[line].iter_mut().zip(Filter::bits(key)).for_each(|(word, bit)| *word |= bit);
    }

    fn may_have(&self, key: u64) -> bool {
        let line = &self.0[self.line(key)];
        line.iter().zip(Filter::bits(key)).fold(true, |all, (word, bit)| all & (word & bit != 0))
    }
}

impl KeyFile {
    /// Writes rows, sorted and `count` of them.
    pub(super) fn write(path: &Path, count: u64, rows: impl Iterator<Item = Result<Row>>) -> Result<KeyFile> {
        let mut writer = Writer::create(path, KEYS)?;
        let mut filter = Filter::for_rows(count);
        let mut firsts = Vec::new();
        let mut written = 0;
        let mut block: Vec<u8> = Vec::with_capacity(BLOCK * ROW);
        for row in rows {
            let (key, article) = row?;
            if written % BLOCK as u64 == 0 {
                writer.write(&block)?;
                block.clear();
                firsts.push(key);
            }
            filter.add(key);
            block.extend_from_slice(&key.to_le_bytes());
            block.extend_from_slice(&article.to_le_bytes());
            written += 1;
        }
        writer.write(&block)?;
        firsts.iter().try_for_each(|first| writer.write(&first.to_le_bytes()))?;
        filter.0.iter().flatten().try_for_each(|word| writer.write(&word.to_le_bytes()))?;
        writer.write(&written.to_le_bytes())?;
        writer.write(&(filter.0.len() as u64).to_le_bytes())?;
        writer.finish()?;
        let file = File::open(path).map_err(Error::io("read", path))?;
        Ok(KeyFile { path: path.to_path_buf(), file, rows: written, firsts, filter })
    }

    /// Opens a file: its rows stay on disk.
    pub(super) fn open(path: &Path) -> Result<KeyFile> {
        let file = File::open(path).map_err(Error::io("read", path))?;
        let size = file.metadata().map_err(Error::io("read", path))?.len();
        let read = |at: u64, bytes: u64| -> Result<Vec<u8>> {
            let mut out = vec![0; bytes as usize];
            read_exact_at(&file, &mut out, at).map_err(Error::io("read", path))?;
            Ok(out)
        };
        let wrong = || broken(path, "is no file of keys");
        let end = size.checked_sub(TAIL as u64 + COUNTS as u64).filter(|&end| end >= HEAD as u64).ok_or_else(wrong)?;
        if read(0, HEAD as u64)? != head(KEYS) {
            return Err(wrong());
        }
        let counts = words(&read(end, COUNTS as u64)?);
        let (rows, lines) = (counts[0], counts[1]);
        let blocks = rows.div_ceil(BLOCK as u64);
        let parts = (|| {
            let of_rows = rows.checked_mul(ROW as u64)?;
            let of_lines = lines.checked_mul(LINE as u64 * 8)?;
            let whole = (HEAD as u64).checked_add(of_rows)?.checked_add(blocks * 8)?.checked_add(of_lines)?;
            (whole == end && lines > 0).then_some((of_rows, of_lines))
        })();
        let (of_rows, of_lines) = parts.ok_or_else(wrong)?;
        let firsts = words(&read(HEAD as u64 + of_rows, blocks * 8)?);
        let filter = words(&read(end - of_lines, of_lines)?);
        let filter = Filter(filter.as_chunks::<LINE>().0.to_vec());
        Ok(KeyFile { path: path.to_path_buf(), file, rows, firsts, filter })
    }

    /// Whether it is worth a look at all.
    pub(super) fn may_have(&self, key: u64) -> bool {
        self.filter.may_have(key)
    }

    /// Appends the articles that have this key, at most `limit` of them.
    pub(super) fn look_up(&self, key: u64, limit: usize, out: &mut Vec<u32>) -> Result<()> {
        // The key may begin in the block before the first one that begins with it.
        let mut block = self.blocks_before(key).saturating_sub(1);
        let before = out.len();
        let mut bytes = [[0; ROW]; BLOCK];
        while block < self.firsts.len() && self.firsts[block] <= key && out.len() - before < limit {
            let rows = self.block(block, &mut bytes)?;
            let from = rows.partition_point(|bytes| row(bytes).0 < key);
            let same = rows[from..].iter().map(row).take_while(|row| row.0 == key);
            out.extend(same.take(limit - (out.len() - before)).map(|row| row.1));
            block += 1;
        }
        Ok(())
    }

    /// How many blocks begin with a key below this one. Keys are hashes and so lie evenly: it is looked for around the place where it would be, which few cache lines are touched for.
    fn blocks_before(&self, key: u64) -> usize {
        let firsts = &self.firsts;
        let guess = ((u128::from(key) * firsts.len() as u128) >> 64) as usize;
        let (mut low, mut high) = (guess, guess);
        let mut step = 16;
        while low > 0 && firsts[low - 1] >= key {
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high < firsts.len() && firsts[high] < key {
            high = (high + step).min(firsts.len());
            step *= 2;
        }
        low + firsts[low..high].partition_point(|first| *first < key)
    }

    /// The rows of a block as they are on disk.
    fn block<'b>(&self, block: usize, bytes: &'b mut [[u8; ROW]; BLOCK]) -> Result<&'b [[u8; ROW]]> {
        let rows = (self.rows - (block * BLOCK) as u64).min(BLOCK as u64) as usize;
        let at = HEAD as u64 + (block * BLOCK * ROW) as u64;
        let bytes = &mut bytes[..rows];
        read_exact_at(&self.file, bytes.as_flattened_mut(), at).map_err(Error::io("read", &self.path))?;
        Ok(bytes)
    }

    /// All rows in order.
    pub(super) fn iter(&self) -> Rows<'_> {
        Rows { file: self, next: 0, bytes: Vec::new(), at: 0 }
    }
}

/// Rows that are read at once when all of them are.
const READ: usize = 64 * BLOCK;

/// The rows of a file in order.
pub(super) struct Rows<'f> {
    file: &'f KeyFile,
    /// The number of the first row that was not read yet.
    next: u64,
    bytes: Vec<[u8; ROW]>,
    /// The first of them that was not given out yet.
    at: usize,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        if self.at == self.bytes.len() {
            let rows = (self.file.rows - self.next).min(READ as u64) as usize;
            if rows == 0 {
                return None;
            }
            self.bytes.resize(rows, [0; ROW]);
            let at = HEAD as u64 + self.next * ROW as u64;
            if let Err(error) = read_exact_at(&self.file.file, self.bytes.as_flattened_mut(), at) {
                // Nothing comes behind an error.
                (self.next, self.at) = (self.file.rows, rows);
                return Some(Err(Error::io("read", &self.file.path)(error)));
            }
            (self.next, self.at) = (self.next + rows as u64, 0);
        }
        self.at += 1;
        Some(Ok(row(&self.bytes[self.at - 1])))
    }
}

/// Sorted rows of several places as one sorted row of rows. An error comes out first.
pub(super) fn merged<'r>(
    sources: impl IntoIterator<Item = Box<dyn Iterator<Item = Result<Row>> + 'r>>,
) -> impl Iterator<Item = Result<Row>> + 'r {
    // There are a few of them: a look at each is quicker than a heap.
    let mut heads: Vec<_> = (sources.into_iter())
        .filter_map(|mut source| {
            let head = source.next()?;
            Some((head, source))
        })
        .collect();
    std::iter::from_fn(move || {
        let key = |head: &Result<Row>| head.as_ref().ok().copied();
        let least = (0..heads.len()).min_by_key(|&i| key(&heads[i].0))?;
        match heads[least].1.next() {
            Some(next) => Some(std::mem::replace(&mut heads[least].0, next)),
            None => Some(heads.swap_remove(least).0),
        }
    })
}

fn row(bytes: &[u8; ROW]) -> Row {
    let (key, article) = bytes.split_at(8);
    (u64::from_le_bytes(key.try_into().unwrap_or_default()), u32::from_le_bytes(article.try_into().unwrap_or_default()))
}

fn words(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(path: &Path, rows: &[Row]) -> KeyFile {
        KeyFile::write(path, rows.len() as u64, rows.iter().map(|row| Ok(*row))).unwrap()
    }

    proptest! {
        #[test]
        fn what_was_written_is_found(
            mut a in prop::collection::vec((0u64..40, 0u32..90), 0..700), mut b in prop::collection::vec((0u64..40, 0u32..90), 0..300), limit in 1usize..400,
        ) {
            let spread = |rows: &mut Vec<Row>| {
                rows.iter_mut().for_each(|row| row.0 = row.0.wrapping_mul(0x9E37_79B9_7F4A_7C15));
                rows.sort_unstable();
                rows.dedup();
            };
            spread(&mut a);
            spread(&mut b);
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            let (one, two) = (write(&path("a"), &a), write(&path("b"), &b));
            let sources: [Box<dyn Iterator<Item = Result<Row>>>; 2] = [Box::new(one.iter()), Box::new(two.iter())];
            let both = KeyFile::write(&path("c"), one.rows + two.rows, merged(sources)).unwrap();
            let mut all = [a, b].concat();
            all.sort_unstable();
            for file in [both, KeyFile::open(&path("c")).unwrap()] {
                prop_assert_eq!(file.iter().collect::<Result<Vec<Row>>>().unwrap(), &all[..]);
                for key in (0..45u64).map(|key| key.wrapping_mul(0x9E37_79B9_7F4A_7C15)).chain([u64::MAX]) {
                    prop_assert_eq!(file.blocks_before(key), file.firsts.partition_point(|first| *first < key));
                    let mut found = Vec::new();
                    file.look_up(key, limit, &mut found).unwrap();
                    let expected: Vec<u32> = all.iter().filter(|row| row.0 == key).map(|row| row.1).take(limit).collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }

    #[test]
    fn keys_that_are_not_there_are_turned_away() {
        let folder = tempfile::tempdir().unwrap();
        let mix =
            |i: u64| (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mut rows: Vec<Row> = (0..20_000).map(|i| (mix(i), i as u32)).collect();
        rows.sort_unstable();
        let file = write(&folder.path().join("keys"), &rows);
        let passed = (20_000..40_000).filter(|&i| file.may_have(mix(i))).count();
        assert!(passed < 300, "{passed} of 20,000");
        assert!(rows.iter().all(|row| file.may_have(row.0)));
    }

    #[test]
    fn another_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        for bytes in [&b""[..], b"NPINDEXK", &[7; 200]] {
            std::fs::write(&path, bytes).unwrap();
            assert!(KeyFile::open(&path).is_err());
        }
        write(&path, &[(1, 2), (3, 4)]);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert!(KeyFile::open(&path).is_err());
    }
}
