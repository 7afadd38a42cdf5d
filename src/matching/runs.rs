//! Sorted runs of `(key, unit)`: which units share a band key or a fingerprint.
//!
//! Rows are parted by the upper bits of their key as they come. A part that is full goes to a temporary file; at the end each part is
//! read back, thinned, sorted and walked, so the same code runs in memory and out of it. Most keys occur once: a bitmap that fits the
//! cache throws them out before the sort, which then has little left to do.

use super::spill::{Place, Spill};
use crate::error::Result;
use rayon::prelude::*;

/// Parts that the keys are divided into.
const PARTS: usize = 256;
/// Bytes of a row on disk: key and unit, little-endian.
const ROW: usize = 12;

#[derive(Debug, Default)]
struct Part {
    keys: Vec<u64>,
    units: Vec<u32>,
    /// Offset and number of rows of what was spilled.
    spilled: Vec<(u64, usize)>,
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
            Place::Folder(_) => usize::try_from(memory / ROW as u64).unwrap_or(usize::MAX).max(PARTS * 16),
        };
        Ok(Runs { parts: (0..PARTS).map(|_| Part::default()).collect(), spill: Spill::new(place)?, in_memory: 0, capacity })
    }

    /// Adds rows.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io), for example when the disk is full.
    pub fn extend(&mut self, rows: impl Iterator<Item = (u64, u32)>) -> Result<()> {
        for (key, unit) in rows {
            let part = &mut self.parts[(key >> 56) as usize];
            part.keys.push(key);
            part.units.push(unit);
            self.in_memory += 1;
            if self.in_memory >= self.capacity {
                self.spill_all()?;
            }
        }
        Ok(())
    }

    fn spill_all(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        for part in &mut self.parts {
            bytes.clear();
            for (key, unit) in part.keys.iter().zip(&part.units) {
                bytes.extend_from_slice(&key.to_le_bytes());
                bytes.extend_from_slice(&unit.to_le_bytes());
            }
            if !part.keys.is_empty() {
                part.spilled.push((self.spill.append(&bytes)?, part.keys.len()));
            }
            part.keys.clear();
            part.units.clear();
        }
        self.in_memory = 0;
        self.spill.flush()
    }

    /// Bytes on disk.
    pub fn on_disk(&self) -> u64 {
        self.spill.on_disk()
    }

    /// Bytes in memory.
    pub fn memory(&self) -> u64 {
        self.parts.iter().map(|p| (p.keys.capacity() * 8 + p.units.capacity() * 4) as u64).sum()
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
            .map(|part| {
                let mut out = T::default();
                let rows = part.into_sorted(spill)?;
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
    fn into_sorted(mut self, spill: &Spill) -> Result<Vec<(u64, u32)>> {
        let mut bytes = Vec::new();
        for (at, rows) in std::mem::take(&mut self.spilled) {
            spill.read(at, rows * ROW, &mut bytes)?;
            for row in bytes.as_chunks::<ROW>().0 {
                let (key, unit) = row.split_at(8);
                self.keys.push(key.try_into().map_or(0, u64::from_le_bytes));
                self.units.push(unit.try_into().map_or(0, u32::from_le_bytes));
            }
        }
        // One bit each for "seen" and "seen again", in slots picked by the key's lower bits; a shared slot only lets a row through for nothing.
        let slots = (self.keys.len() * 8).next_power_of_two().max(64);
        let (mut seen, mut again) = (vec![0u64; slots / 64], vec![0u64; slots / 64]);
        for &key in &self.keys {
            let slot = key as usize & (slots - 1);
            let bit = 1 << (slot % 64);
            again[slot / 64] |= seen[slot / 64] & bit;
            seen[slot / 64] |= bit;
        }
        let kept = |key: u64| {
            let slot = key as usize & (slots - 1);
            again[slot / 64] >> (slot % 64) & 1 == 1
        };
        let mut rows: Vec<(u64, u32)> =
            self.keys.iter().copied().zip(self.units.iter().copied()).filter(|&(key, _)| kept(key)).collect();
        rows.sort_unstable();
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn groups_equal_a_map_whatever_the_memory() {
        let folder = tempfile::tempdir().unwrap();
        let rows: Vec<(u64, u32)> = (0..60_000u64)
            .map(|i| ((i % 7919).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (i % 3), (i * i % 1000) as u32))
            .collect();
        let mut expected: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
        for &(key, unit) in &rows {
            expected.entry(key).or_default().insert(unit);
        }
        expected.retain(|_, units| units.len() > 1);
        for place in [Place::Memory, Place::Folder(folder.path().to_path_buf())] {
            for memory in [0, 100_000, 1 << 30] {
                let mut runs = Runs::new(&place, memory).unwrap();
                runs.extend(rows.iter().copied()).unwrap();
                assert_eq!(runs.on_disk() > 0, place != Place::Memory && memory < 1 << 30);
                let found = runs.groups(|k, u, out: &mut Vec<(u64, Vec<u32>)>| out.push((k, u.to_vec()))).unwrap().concat();
                let expected = expected.iter().map(|(k, u)| (*k, u.iter().copied().collect::<Vec<_>>()));
                assert!(found.into_iter().eq(expected));
            }
        }
    }
}
