//! Sorted runs of `(key, unit)`: which units share a band key or a fingerprint.
//!
//! Rows are parted by some bits of their key as they come ([`Parted`]). Of long runs ([`Runs`]) a part that is full goes to a temporary file; at the end each part is
//! read back, thinned by [`Repeated`], sorted and walked, so the same code runs in memory and out of it.

use super::repeated::Repeated;
use super::spill::{Place, Spill};
use crate::error::Result;
use crate::sketch::scatter;
use rayon::prelude::*;

/// Parts that the keys are divided into.
const PARTS: usize = 256;
/// Rows per chunk of a part. Chunks are never moved, as one growing vector would be.
const CHUNK: usize = 2048;
/// Keys are parted and sorted from their middle on: selected fingerprints are minima, and their upper bits mostly zeros.
const MIDDLE: u32 = 32;
/// Rows that are looked at in one go.
const BLOCK: usize = 512;
/// A row: the key's lower and upper half, and the unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    low: u32,
    high: u32,
    unit: u32,
}

impl Row {
    /// The row of a unit that has this key.
    pub fn new(key: u64, unit: u32) -> Row {
        Row { low: key as u32, high: (key >> 32) as u32, unit }
    }

    /// Its key.
    pub fn key(self) -> u64 {
        u64::from(self.low) | u64::from(self.high) << 32
    }
}

/// A row of a part: the key without the bits that chose the part, and in the lowest byte how far the unit is behind the one before. Units mostly come in ascending
/// order, so a byte is enough; where it is not, a row with [`JUMP`] in this byte comes before, with the unit in place of the key.
type Packed = u64;

/// Marks a row that says from which unit on is counted.
const JUMP: u64 = u8::MAX as u64;

#[derive(Debug, Default)]
struct Part {
    /// The chunk that is being filled.
    chunk: Vec<Packed>,
    full: Vec<Vec<Packed>>,
    /// The unit of the last row.
    last: u32,
}

impl Part {
    #[inline]
    fn push(&mut self, key: u64, unit: u32) {
        let mut gap = u64::from(unit.wrapping_sub(self.last));
        if gap >= JUMP {
            self.push_packed(u64::from(unit) << 8 | JUMP);
            gap = 0;
        }
        self.last = unit;
        self.push_packed(key << 8 | gap);
    }

    #[inline]
    fn push_packed(&mut self, row: Packed) {
        if self.chunk.len() == self.chunk.capacity() {
            self.next_chunk();
        }
        self.chunk.push(row);
    }

    #[cold]
    fn next_chunk(&mut self) {
        let full = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        if !full.is_empty() {
            self.full.push(full);
        }
    }

    /// What it holds, in the order in which it came; nothing is left.
    fn take(&mut self) -> Vec<Vec<Packed>> {
        let mut chunks = std::mem::take(&mut self.full);
        chunks.push(std::mem::take(&mut self.chunk));
        chunks
    }
}

/// Rows of `(key, unit)` in memory, on their way to being grouped by key.
#[derive(Debug)]
pub struct Parted {
    parts: Vec<Part>,
}

impl Default for Parted {
    fn default() -> Parted {
        Parted { parts: (0..PARTS).map(|_| Part::default()).collect() }
    }
}

impl Parted {
    /// Adds a row.
    #[inline]
    pub fn push(&mut self, key: u64, unit: u32) {
        let key = key.rotate_left(MIDDLE);
        self.parts[(key >> (u64::BITS - PARTS.ilog2())) as usize].push(key, unit);
    }

    /// As [`Runs::groups`], without a file that might not be read.
    pub fn groups<T: Send + Default>(self, group: impl Fn(u64, &[u32], &mut T) + Sync) -> Vec<T> {
        let of_part = |(number, mut part): (usize, Part)| groups_of_part(number, &part.take(), &group);
        self.parts.into_par_iter().enumerate().map(of_part).collect()
    }
}

/// Rows of `(key, unit)` on their way to being grouped by key, which may go to a temporary file meanwhile.
#[derive(Debug)]
pub struct Runs {
    rows: Parted,
    /// For each part offset and number of the rows that were spilled.
    spilled: Vec<Vec<(u64, usize)>>,
    spill: Spill,
    in_memory: usize,
    /// Rows held in memory before they are spilled.
    capacity: usize,
}

impl Runs {
    /// Empty runs that hold at most about `memory` bytes in memory, when `place` lets them spill.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io) when no temporary file can be made.
    pub fn new(place: &Place, memory: u64) -> Result<Runs> {
        let capacity = match place {
            Place::Memory => usize::MAX,
            Place::Folder(_) => {
                usize::try_from(memory / size_of::<Packed>() as u64).unwrap_or(usize::MAX).max(PARTS * 16)
            }
        };
        Ok(Runs {
            rows: Parted::default(),
            spilled: vec![Vec::new(); PARTS],
            spill: Spill::new(place)?,
            in_memory: 0,
            capacity,
        })
    }

    /// Adds rows whose units are counted from `first_unit` on.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io), for example when the disk is full.
    pub fn append(&mut self, rows: &[Row], first_unit: u32) -> Result<()> {
        self.in_memory += rows.len();
        for row in rows {
            self.rows.push(row.key(), first_unit + row.unit);
        }
        if self.in_memory >= self.capacity { self.spill_all() } else { Ok(()) }
    }

    fn spill_all(&mut self) -> Result<()> {
        for (part, spilled) in self.rows.parts.iter_mut().zip(&mut self.spilled) {
            let (at, mut rows) = (self.spill.len(), 0);
            // Memory is given back: what follows may be less.
            for chunk in part.take() {
                self.spill.append(bytemuck::cast_slice(&chunk))?;
                rows += chunk.len();
            }
            if rows > 0 {
                spilled.push((at, rows));
            }
        }
        self.in_memory = 0;
        self.spill.flush()
    }

    /// Bytes on disk.
    pub fn on_disk(&self) -> u64 {
        self.spill.on_disk()
    }

    /// Calls `group(key, units, out)` for every key that two different units or more have, with those units in ascending order, each once.
    /// What the calls put into `out` comes back in an order that the keys alone decide, whatever the number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn groups<T: Send + Default>(self, group: impl Fn(u64, &[u32], &mut T) + Sync) -> Result<Vec<T>> {
        let spill = &self.spill;
        let of_part = |(number, (mut part, spilled)): (usize, (Part, Vec<(u64, usize)>))| {
            let mut chunks = Vec::with_capacity(spilled.len() + part.full.len() + 1);
            // What was spilled came first.
            for (at, count) in spilled {
                let mut rows = vec![0; count];
                spill.read(at, bytemuck::cast_slice_mut(&mut rows))?;
                chunks.push(rows);
            }
            chunks.append(&mut part.take());
            Ok(groups_of_part(number, &chunks, &group))
        };
        self.rows.parts.into_par_iter().zip(self.spilled).enumerate().map(of_part).collect()
    }
}

/// Calls `group` for every key of a part that two different units or more have.
fn groups_of_part<T: Default>(number: usize, chunks: &[Vec<Packed>], group: &impl Fn(u64, &[u32], &mut T)) -> T {
    let (mut out, mut units) = (T::default(), Vec::new());
    for same in sorted(number, chunks).chunk_by(|a, b| a.0 == b.0) {
        units.clear();
        units.extend(same.iter().map(|r| r.1));
        units.dedup();
        if units.len() > 1 {
            group(same[0].0.rotate_right(MIDDLE), &units, &mut out);
        }
    }
    out
}

/// The rows of a part whose key may be there more than once, sorted; keys are turned to their middle.
fn sorted(number: usize, chunks: &[Vec<Packed>]) -> Vec<(u64, u32)> {
    let key = |row: Packed| (number as u64) << (u64::BITS - PARTS.ilog2()) | row >> 8;
    let count = chunks.iter().map(Vec::len).sum();
    // Jumps are few, and as keys they do no harm here.
    let repeated = Repeated::among(chunks.iter().flatten().map(|&row| key(row)), count);
    let mut rows = Vec::with_capacity(count / 8);
    let (mut unit, mut found) = (0u32, [(0, 0); BLOCK]);
    for block in chunks.iter().flat_map(|chunk| chunk.chunks(BLOCK)) {
        // Rows that stay come in no order, so a branch would often be guessed wrong.
        let mut count = 0;
        for &row in block {
            let is_jump = row & JUMP == JUMP;
            unit = if is_jump { (row >> 8) as u32 } else { unit + (row & JUMP) as u32 };
            found[count] = (key(row), unit);
            count += usize::from(repeated.may_be(key(row)) & !is_jump);
        }
        rows.extend_from_slice(&found[..count]);
    }
    sort(&mut rows);
    rows
}

/// Sorts the rows of a part. Their turned keys are alike in the upper bits that chose the part and spread evenly below them: one counting pass leaves next to nothing to sort.
fn sort(rows: &mut Vec<(u64, u32)>) {
    let bits = rows.len().max(2).ilog2().min(16);
    let bucket = |row: &(u64, u32)| (row.0 << PARTS.ilog2() >> (64 - bits)) as usize;
    let (mut ends, mut sorted) = (Vec::new(), Vec::new());
    scatter(rows, 1 << bits, bucket, &mut ends, &mut sorted);
    let mut start = 0;
    for end in ends {
        let end = end as usize;
        // Rows of one key come in the order of their units already, mostly.
        if end - start > 1 && !sorted[start..end].is_sorted() {
            sorted[start..end].sort_unstable();
        }
        start = end;
    }
    *rows = sorted;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn groups_equal_a_map_whatever_the_memory() {
        let folder = tempfile::tempdir().unwrap();
        let rows: Vec<(u64, u32)> = (0..60_000u64)
            .map(|i| ((i % 7919).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (i % 3), 3 + (i * i % 1000) as u32))
            .collect();
        let mut expected: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
        for &(key, unit) in &rows {
            expected.entry(key).or_default().insert(unit);
        }
        expected.retain(|_, units| units.len() > 1);
        for place in [Place::Memory, Place::Folder(folder.path().to_path_buf())] {
            for memory in [0, 100_000, 1 << 30] {
                let mut runs = Runs::new(&place, memory).unwrap();
                for rows in rows.chunks(7000) {
                    let rows: Vec<Row> = rows.iter().map(|&(key, unit)| Row::new(key, unit - 3)).collect();
                    runs.append(&rows, 3).unwrap();
                }
                assert_eq!(runs.on_disk() > 0, place != Place::Memory && memory < 1 << 30);
                let mut found =
                    runs.groups(|k, u, out: &mut Vec<(u64, Vec<u32>)>| out.push((k, u.to_vec()))).unwrap().concat();
                found.sort_unstable();
                let expected = expected.iter().map(|(k, u)| (*k, u.iter().copied().collect::<Vec<_>>()));
                assert!(found.into_iter().eq(expected));
            }
        }
    }
    /// Fingerprints are minima: in one part of many they would keep one thread busy and the others waiting.
    #[test]
    fn small_keys_are_spread_over_all_parts() {
        let mut rows = Parted::default();
        for unit in 0..200_000u32 {
            rows.push(u64::from(unit).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 5, unit);
        }
        let most = rows.parts.iter_mut().map(|part| part.take().concat().len()).max();
        assert!(most.unwrap() < 2 * 200_000 / PARTS, "{most:?}");
    }
}
