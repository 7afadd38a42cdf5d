//! The words of all documents: what is sketched without furniture, and what verification reads.
//!
//! A word is two bytes here. They say where its hash stands in a table, in which each place belongs to the word that came there first: few words are
//! frequent, and those come soon. Of news twelve words of thirteen have a place; of the others the whole hash stands behind the codes of its block. So
//! nothing is lost, and a word takes a third of its hash.

use super::spill::{Place, Spill};
use crate::error::{Error, Result};
use crate::text::WordHash;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words that stand together at most: whoever asks for one of them reads them all.
const BLOCK: usize = 1 << 12;

/// Places in the table, 256 KB of them: what the cache next to a core has room for. (Twice as many take 2.4 bytes a word instead of 2.6, and more time.)
const PLACES: usize = 1 << 15;

/// The code of a word that has no place. The first place of the table is given to no word.
const WRITTEN_OUT: u16 = 0;

/// The words that have a place, for all threads that pack. A place that was taken is never given to another word.
#[derive(Debug)]
struct Places(Box<[AtomicU64; PLACES]>);

impl Places {
    fn new() -> Places {
        Places(Box::new([const { AtomicU64::new(0) }; PLACES]))
    }

    /// Appends the codes of a block of words to `codes`, and puts the words without a place into `written_out`; gives their number. In loops without a branch:
    /// whether a rare word has a place cannot be foreseen, and what stands there is not in the cache, so as many places as possible are waited for at once.
    fn encode(&self, words: &[WordHash], codes: &mut Vec<u16>, written_out: &mut [WordHash; BLOCK + 1]) -> usize {
        const TOGETHER: usize = 64;
        let (mut there, mut count) = ([0; TOGETHER], 0);
        for words in words.chunks(TOGETHER) {
            let there = &mut there[..words.len()];
            there.iter_mut().zip(words).for_each(|(there, &word)| *there = self.word(place(word)));
            if there.contains(&0) {
                let free = there.iter_mut().zip(words).filter(|(there, _)| **there == 0);
                free.for_each(|(there, &word)| *there = self.take(word));
            }
            let first = codes.len();
            let known = words.iter().zip(&*there);
            codes.extend(known.map(|(word, there)| if there == word { place(*word) } else { WRITTEN_OUT }));
            for (&code, &word) in codes[first..].iter().zip(words) {
                written_out[count] = word;
                count += usize::from(code == WRITTEN_OUT);
            }
        }
        count
    }

    /// The word that has the place of `word`, which has it now if it was free.
    #[cold]
    fn take(&self, word: WordHash) -> WordHash {
        let place = &self.0[usize::from(place(word))];
        match place.compare_exchange(0, word, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => word,
            Err(there) => there,
        }
    }

    #[inline]
    fn word(&self, code: u16) -> WordHash {
        self.0[usize::from(code) % PLACES].load(Ordering::Relaxed)
    }
}

/// The place of a word, which is also its code.
fn place(word: WordHash) -> u16 {
    (word >> (u64::BITS - PLACES.ilog2())) as u16
}

/// Packs the words of documents for one store; one per thread.
#[derive(Debug, Clone)]
pub struct WordPacker {
    places: Arc<Places>,
    codes: Vec<u16>,
    written_out: Box<[WordHash; BLOCK + 1]>,
}

/// Documents that were packed and wait to be appended to their store.
#[derive(Debug, Default)]
pub struct PackedWords {
    bytes: Vec<u8>,
    /// Bytes of each block.
    blocks: Vec<u32>,
    /// Words of each document.
    documents: Vec<u32>,
}

impl WordPacker {
    /// Adds a document.
    pub fn pack(&mut self, words: &[WordHash], packed: &mut PackedWords) {
        for block in words.chunks(BLOCK) {
            self.codes.clear();
            let count = self.places.encode(block, &mut self.codes, &mut self.written_out);
            let before = packed.bytes.len();
            packed.bytes.extend_from_slice(bytemuck::cast_slice(&self.codes));
            packed.bytes.extend_from_slice(bytemuck::cast_slice(&self.written_out[..count]));
            packed.blocks.push((packed.bytes.len() - before) as u32);
        }
        packed.documents.push(words.len() as u32);
    }
}

/// The word hashes of all documents, one after the other.
#[derive(Debug)]
pub struct WordStore {
    spill: Spill,
    places: Arc<Places>,
    /// Where each block begins, and where the last one ends.
    blocks: Vec<u64>,
    /// The words of each document, and the number of its first block.
    documents: Vec<(u32, u32)>,
}

/// How many of the first words of a block are written out.
#[derive(Debug, Default)]
struct Counted {
    block: usize,
    words: usize,
    written_out: usize,
}

impl WordStore {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when no temporary file can be made.
    pub fn new(place: &Place) -> Result<WordStore> {
        let (spill, places) = (Spill::new(place)?, Arc::new(Places::new()));
        Ok(WordStore { spill, places, blocks: vec![0], documents: Vec::new() })
    }

    /// What packs words for this store.
    pub fn packer(&self) -> WordPacker {
        WordPacker { places: Arc::clone(&self.places), codes: Vec::new(), written_out: Box::new([0; BLOCK + 1]) }
    }

    /// Appends documents that a packer of this store has packed; none are left.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full; [`Error::TooManyUnits`].
    pub fn append(&mut self, packed: &mut PackedWords) -> Result<()> {
        let mut at = self.spill.append(&packed.bytes)?;
        let mut block = self.blocks.len() - 1;
        for words in packed.documents.drain(..) {
            let first = u32::try_from(block).map_err(|_| Error::TooManyUnits { what: "blocks of words" })?;
            self.documents.push((words, first));
            block += (words as usize).div_ceil(BLOCK);
        }
        self.blocks.extend(packed.blocks.drain(..).map(|bytes| {
            at += u64::from(bytes);
            at
        }));
        packed.bytes.clear();
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
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// How many words this document has.
    pub fn words(&self, document: u32) -> u32 {
        self.documents[document as usize].0
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
        self.read_ranges(document, std::slice::from_ref(&(first..end)), &mut Vec::new(), out)
    }

    /// Gives the words of some documents in a row to `each`, one document after the other. `buffer` is any, to be used again.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn read_documents(
        &self,
        documents: Range<u32>,
        buffer: &mut Vec<u8>,
        mut each: impl FnMut(u32, &[WordHash]),
    ) -> Result<()> {
        let Some(&(_, first)) = self.documents[documents.start as usize..documents.end as usize].first() else {
            return Ok(());
        };
        let end =
            self.documents.get(documents.end as usize).map_or(self.blocks.len() - 1, |(_, block)| *block as usize);
        let blocks = &self.blocks[first as usize..=end];
        let bytes = self.spill.get(blocks[0], (blocks[blocks.len() - 1] - blocks[0]) as usize, buffer)?;
        let (mut of_document, mut block) = (Vec::new(), 0);
        for document in documents {
            of_document.clear();
            let mut left = self.words(document) as usize;
            while left > 0 {
                let count = left.min(BLOCK);
                let bytes = &bytes[(blocks[block] - blocks[0]) as usize..(blocks[block + 1] - blocks[0]) as usize];
                self.unpack(bytes, count, 0..count, &mut Counted::default(), &mut of_document);
                (left, block) = (left - count, block + 1);
            }
            each(document, &of_document);
        }
        Ok(())
    }

    /// Appends the words of some ranges of a document to `out`, one range behind the other. They may be in any order and overlap. `buffer` is any, to be used again.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn read_ranges(
        &self,
        document: u32,
        ranges: &[Range<u32>],
        buffer: &mut Vec<u8>,
        out: &mut Vec<WordHash>,
    ) -> Result<()> {
        let ranges = || ranges.iter().filter(|range| !range.is_empty()).map(|r| r.start as usize..r.end as usize);
        let Some(all) = ranges().reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else { return Ok(()) };
        let (words, first_block) = self.documents[document as usize];
        let (words, before) = (words as usize, all.start / BLOCK);
        let blocks = &self.blocks[first_block as usize + before..=first_block as usize + (all.end - 1) / BLOCK + 1];
        let bytes = self.spill.get(blocks[0], (blocks[blocks.len() - 1] - blocks[0]) as usize, buffer)?;
        // Ranges mostly come in order: what was counted of a block goes on from range to range.
        let mut counted = Counted::default();
        for range in ranges() {
            out.reserve(range.len());
            for number in range.start / BLOCK..=(range.end - 1) / BLOCK {
                let at = |block: usize| (blocks[block - before] - blocks[0]) as usize;
                let start = number * BLOCK;
                let count = BLOCK.min(words - start);
                let (first, end) = (range.start.saturating_sub(start), count.min(range.end - start));
                if counted.block != number || counted.words > first {
                    counted = Counted { block: number, ..Counted::default() };
                }
                self.unpack(&bytes[at(number)..at(number + 1)], count, first..end, &mut counted, out);
            }
        }
        Ok(())
    }

    /// Appends the words `range` of a block of `count` words, of which those before it were `counted` up to some word.
    fn unpack(&self, block: &[u8], count: usize, range: Range<usize>, counted: &mut Counted, out: &mut Vec<WordHash>) {
        let (codes, written_out) = block.split_at(count * size_of::<u16>());
        let codes = codes.as_chunks().0;
        let code = |bytes: &[u8; 2]| u16::from_ne_bytes(*bytes);
        let between = &codes[counted.words..range.start];
        let mut next = counted.written_out + between.iter().filter(|bytes| code(bytes) == WRITTEN_OUT).count();
        let written_out = written_out.as_chunks().0;
        // Without a branch: which word is rare cannot be foreseen.
        out.extend(codes[range.clone()].iter().map(|bytes| {
            let code = code(bytes);
            let rare = written_out.get(next).map_or(0, |bytes| u64::from_ne_bytes(*bytes));
            next += usize::from(code == WRITTEN_OUT);
            std::hint::select_unpredictable(code == WRITTEN_OUT, rare, self.places.word(code))
        }));
        (counted.words, counted.written_out) = (range.end, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rayon::prelude::*;

    /// Words of which few are frequent, as in a text, and some fight for a place.
    fn words(seed: u64, count: usize) -> Vec<WordHash> {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            state ^ state >> 29
        };
        (0..count)
            .map(|_| match next() >> 32 & 7 {
                0 => next(),
                1 => next() & 0xFFFF_0000_0000_0003,
                2 => next() & 3,
                _ => (next() & 63).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_back(
            lengths in prop::collection::vec(prop_oneof![0usize..40, 4090usize..4100, 8180usize..9000], 1..8),
            seed: u64, parts in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 4), in_file: bool
        ) {
            let folder = tempfile::tempdir().unwrap();
            let place = if in_file { Place::Folder(folder.path().to_path_buf()) } else { Place::Memory };
            let mut store = WordStore::new(&place).unwrap();
            let documents: Vec<Vec<WordHash>> =
                lengths.iter().enumerate().map(|(i, &count)| words(seed ^ (i as u64 / 2), count)).collect();
            let mut packer = store.packer();
            let mut packed = PackedWords::default();
            for (i, document) in documents.iter().enumerate() {
                packer.pack(document, &mut packed);
                if i % 3 == 0 {
                    store.append(&mut packed).unwrap();
                }
            }
            store.append(&mut packed).unwrap();
            store.finish().unwrap();
            prop_assert_eq!(store.len(), documents.len());
            let (some, mut read, mut buffer) = (parts.len().min(documents.len()) as u32 / 2..documents.len() as u32, Vec::new(), vec![1; 9]);
            store.read_documents(some.clone(), &mut buffer, |number, words| read.push((number, words.to_vec()))).unwrap();
            let expected: Vec<_> = some.map(|number| (number, documents[number as usize].clone())).collect();
            prop_assert_eq!(read, expected);
            for (number, document) in (0..).zip(&documents) {
                let count = document.len();
                prop_assert_eq!(store.words(number) as usize, count);
                let places = parts.iter().map(|&(a, b)| ((a.min(b) * count as f64) as usize, (a.max(b) * count as f64) as usize));
                for (first, end) in places.clone().chain([(0, count), (count, count)]) {
                    let mut out = vec![7];
                    store.read(number, first as u32, end as u32, &mut out).unwrap();
                    prop_assert_eq!(&out[1..], &document[first..end]);
                }
                let places: Vec<_> = places.collect();
                let ranges: Vec<Range<u32>> = places.iter().map(|&(first, end)| first as u32..end as u32).collect();
                let mut out = Vec::new();
                store.read_ranges(number, &ranges, &mut Vec::new(), &mut out).unwrap();
                prop_assert_eq!(out, places.iter().flat_map(|&(first, end)| &document[first..end]).copied().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn threads_that_pack_at_once_agree_on_the_places() {
        let mut store = WordStore::new(&Place::Memory).unwrap();
        let documents: Vec<Vec<WordHash>> = (0..64).map(|i| words(i / 4, 5000)).collect();
        let packed: Vec<PackedWords> = documents
            .par_iter()
            .map(|document| {
                let mut packed = PackedWords::default();
                store.packer().pack(document, &mut packed);
                packed
            })
            .collect();
        for mut packed in packed {
            store.append(&mut packed).unwrap();
        }
        store.finish().unwrap();
        for (number, document) in (0..).zip(&documents) {
            let mut out = Vec::new();
            store.read(number, 0, document.len() as u32, &mut out).unwrap();
            assert_eq!(&out, document);
        }
    }

    /// What the place in the table is worth: a frequent word takes two bytes.
    #[test]
    fn frequent_words_take_two_bytes() {
        let mut store = WordStore::new(&Place::Memory).unwrap();
        let mut packed = PackedWords::default();
        let frequent: Vec<WordHash> =
            (0..10_000u64).map(|i| (i % 100 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        store.packer().pack(&frequent, &mut packed);
        store.append(&mut packed).unwrap();
        assert!(store.spill.len() < 21_000, "{} bytes", store.spill.len());
    }
}
