//! Sorted runs of `(key, unit)`: which units share a band key or a fingerprint.
//!
//! Rows are parted by the upper bits of their key as they come. A part that is full goes to a temporary file; at the end each part is
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

    fn part(self) -> usize {
        (self.high >> 24) as usize
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
    /// Offset and number of rows of what was spilled.
    spilled: Vec<(u64, usize)>,
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

    fn chunks(&self) -> impl Iterator<Item = &Vec<Packed>> {
        self.full.iter().chain([&self.chunk])
    }
}

/// Rows of `(key, unit)` on their way to being grouped by key.
#[derive(Debug)]
pub struct Runs {
    parts: Vec<Part>,
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
            parts: (0..PARTS).map(|_| Part::default()).collect(),
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
            self.parts[row.part()].push(row.key(), first_unit + row.unit);
        }
        if self.in_memory >= self.capacity { self.spill_all() } else { Ok(()) }
    }

    fn spill_all(&mut self) -> Result<()> {
        for part in &mut self.parts {
            let (at, mut rows) = (self.spill.len(), 0);
            for chunk in part.chunks() {
                self.spill.append(bytemuck::cast_slice(chunk))?;
                rows += chunk.len();
            }
            if rows > 0 {
                part.spilled.push((at, rows));
            }
            // Memory is given back: what follows may be less.
            (part.chunk, part.full) = (Vec::new(), Vec::new());
        }
        self.in_memory = 0;
        self.spill.flush()
    }

    /// Bytes on disk.
    pub fn on_disk(&self) -> u64 {
        self.spill.on_disk()
    }

    /// Calls `group(key, units, out)` for every key that two different units or more have, with those units in ascending order, each once.
    /// What the calls put into `out` comes back in the order of the keys, whatever the number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn groups<T: Send + Default>(self, group: impl Fn(u64, &[u32], &mut T) + Sync) -> Result<Vec<T>> {
        let spill = &self.spill;
        self.parts
            .into_par_iter()
            .enumerate()
            .map(|(number, part)| {
                let mut out = T::default();
                let rows = part.into_sorted(number, spill)?;
                let mut units: Vec<u32> = Vec::new();
                for same in rows.chunk_by(|a, b| a.0 == b.0) {
                    units.clear();
                    units.extend(same.iter().map(|r| r.1));
                    units.dedup();
                    if units.len() > 1 {
                        group(same[0].0, &units, &mut out);
                    }
                }
                Ok(out)
            })
            .collect()
    }
}

impl Part {
    /// Its rows whose key may be there more than once, sorted.
    fn into_sorted(mut self, number: usize, spill: &Spill) -> Result<Vec<(u64, u32)>> {
        // What was spilled came first.
        let mut chunks = Vec::with_capacity(self.spilled.len() + self.full.len() + 1);
        for (at, count) in std::mem::take(&mut self.spilled) {
            let mut rows = vec![0; count];
            spill.read(at, bytemuck::cast_slice_mut(&mut rows))?;
            chunks.push(rows);
        }
        chunks.append(&mut self.full);
        chunks.push(self.chunk);
        let key = |row: Packed| (number as u64) << (u64::BITS - PARTS.ilog2()) | row >> 8;
        let is_jump = |row: Packed| row & JUMP == JUMP;
        let count = chunks.iter().map(Vec::len).sum();
        // Jumps are few, and as keys they do no harm here.
        let repeated = Repeated::among(chunks.iter().flatten().map(|&row| key(row)), count);
        let mut rows = Vec::with_capacity(count / 8);
        let mut unit = 0;
        for &row in chunks.iter().flatten() {
            if is_jump(row) {
                unit = (row >> 8) as u32;
                continue;
            }
            unit += (row & JUMP) as u32;
            if repeated.may_be(key(row)) {
                rows.push((key(row), unit));
            }
        }
        sort(&mut rows);
        Ok(rows)
    }
}

/// Sorts the rows of a part. Their keys are alike in the upper bits that chose the part and spread evenly below them: one counting pass leaves next to nothing to sort.
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
                let found =
                    runs.groups(|k, u, out: &mut Vec<(u64, Vec<u32>)>| out.push((k, u.to_vec()))).unwrap().concat();
                let expected = expected.iter().map(|(k, u)| (*k, u.iter().copied().collect::<Vec<_>>()));
                assert!(found.into_iter().eq(expected));
            }
        }
    }
}
