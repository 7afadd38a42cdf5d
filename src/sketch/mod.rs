//! What the machine sees of a text: shingles, MinHash signatures, selected fingerprints.
//!
//! All three are made from word hashes and know nothing of characters.

mod fingerprints;
mod scatter;
mod sets;
mod shingles;
mod signature;

pub use fingerprints::Winnower;
pub(crate) use scatter::scatter;
pub use sets::{HashSorter, HashTable};
pub use shingles::{shingle_hashes, shingle_set};
pub use signature::{Signature, SketchParameters, Sketcher};
