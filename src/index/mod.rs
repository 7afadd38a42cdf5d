//! The index of the filter: what was seen, kept on disk, so that a new article can be held against all of it.
//!
//! One folder, no server; one writer at a time and any number of readers. `docs/index-format.md` draws the files byte by byte.
//!
//! - What is added goes to the *log* first and counts as seen once [`Index::commit`] has come back: then it is on disk. After a crash the log is read again up to its last whole
//!   commit.
//! - From time to time the log is turned into files that are never changed again: *articles* (what is kept of each, enough to compare it exactly), *keys* (sorted rows of key and
//!   article, with a filter that turns away keys that are not there) and *learned* (the lines that outlets repeat). The *manifest*, replaced in one rename, says which files count.
//! - Keys are band keys, fingerprints, templates and quotes, all of them hashes in one space.

mod around;
mod article;
mod codec;
mod files;
mod keys;
mod learned;
mod log;
mod maintain;
mod manifest;
mod recent;
mod store;
mod table;

pub use around::Carriers;
pub use article::{Article, Entry, Estimate, Other, Packer, Seen};
pub use learned::Learned;
pub use maintain::{Checked, Stats};
pub use manifest::Identity;
pub use store::{Access, Index};
