//! The manifest: which files count, and what the index was made with.

use super::files::{VERSION, sync_folder};
use crate::error::{Error, Result};
use crate::simd::Simd;
use crate::text::{Cutter, Words, hash_words};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// Its name in the folder.
pub(super) const NAME: &str = "manifest.json";
/// Where it is written before it is put in its place.
pub(super) const BESIDE: &str = "manifest.new";
const FORMAT: &str = "nearprint index";

/// What an index was made with: what is added later, or asked, must be made with the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Words per shingle.
    pub shingle_words: usize,
    /// Values per signature.
    pub values: usize,
    /// What picked their hash functions.
    pub seed: u64,
    /// Bands of a signature.
    pub bands: usize,
    /// Values per band.
    pub rows: usize,
    /// Shingles of which one is selected.
    pub fingerprint_window: usize,
    /// Whether furniture takes part in the comparison.
    pub raw: bool,
    /// Whether of each article only a signature is kept, so that figures are estimates.
    pub compact: bool,
    /// What the words of a text in many scripts come to, as 16 hexadecimal digits: another version of Unicode may cut and fold them otherwise.
    pub normaliser: String,
}

impl Identity {
    /// The fingerprint of this program's way from a text to its words.
    pub fn normaliser_of_this_program() -> String {
        let text = "The U.S. said “don’t”: 3.5 co\u{AD}ops, Straße ﬁnds İstanbul, Ελλάς, Привіт, м’ята, العَرَبِيّة, שלום, 漢字かなカナ, 한국어, ไทย, हिन्दी, x_1 ½ ² ＡＢ 🇺🇸.";
        let (mut words, mut newlines) = (Words::default(), Vec::new());
        Cutter::new(Simd::best()).cut(text, &mut words, &mut newlines);
        format!("{:016x}", hash_words(&words.hashes))
    }

    /// The first thing in which another one differs, as a person would say it.
    fn difference(&self, asked: &Identity) -> Option<String> {
        let figure = |name: &str, made: usize, asked: usize| {
            (made != asked).then(|| format!("was made with {name} {made}, and {asked} is asked for"))
        };
        let flag = |with: bool| if with { "with" } else { "without" };
        figure("shingles of words:", self.shingle_words, asked.shingle_words)
            .or_else(|| figure("signature values:", self.values, asked.values))
            .or_else(|| figure("the seed", self.seed as usize, asked.seed as usize))
            .or_else(|| {
                let bands = |i: &Identity| format!("{} bands of {} values", i.bands, i.rows);
                ((self.bands, self.rows) != (asked.bands, asked.rows)).then(|| {
                    format!(
                        "was made with {}, and {} are asked for by `--threshold` and `--recall`",
                        bands(self),
                        bands(asked)
                    )
                })
            })
            .or_else(|| figure("a fingerprint window of", self.fingerprint_window, asked.fingerprint_window))
            .or_else(|| (self.raw != asked.raw).then(|| format!("was made {} `--raw`", flag(self.raw))))
            .or_else(|| {
                (self.compact != asked.compact).then(|| format!("was made {} `--compact-index`", flag(self.compact)))
            })
            .or_else(|| {
                (self.normaliser != asked.normaliser)
                    .then(|| "was made by a nearprint that cuts or folds words otherwise".to_owned())
            })
    }
}

/// The files of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: String,
    version: u32,
    pub(super) identity: Identity,
    /// The number of the next file.
    pub(super) next: u64,
    pub(super) log: String,
    pub(super) articles: Vec<String>,
    pub(super) keys: Vec<String>,
    pub(super) learned: Option<String>,
    checksum: String,
}

impl Manifest {
    pub(super) fn new(identity: Identity) -> Manifest {
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            identity,
            next: 1,
            log: String::new(),
            articles: Vec::new(),
            keys: Vec::new(),
            learned: None,
            checksum: String::new(),
        }
    }

    /// The manifest of a folder; `None` where there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Manifest>> {
        let path = folder.join(NAME);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", path)(error)),
        };
        let wrong = |why: String| Error::Index { folder: folder.to_path_buf(), why };
        // First what it is, whatever else a newer version may hold.
        let whole: serde_json::Value = serde_json::from_slice(&text)
            .map_err(|e| wrong(format!("has a broken {NAME} ({e}): restore it from a copy")))?;
        if whole["format"] != FORMAT {
            return Err(wrong("is no index of nearprint".to_owned()));
        }
        let version = whole["version"].as_u64().unwrap_or_default();
        if version > u64::from(VERSION) {
            return Err(wrong(format!(
                "was written by a newer nearprint (format {version}; this one knows up to {VERSION}): update nearprint"
            )));
        }
        let manifest: Manifest = serde_json::from_value(whole)
            .map_err(|e| wrong(format!("has a broken {NAME} ({e}): restore it from a copy")))?;
        if manifest.checksum != manifest.sum() {
            return Err(wrong(format!("has a {NAME} with a wrong checksum: restore it from a copy")));
        }
        Ok(Some(manifest))
    }

    /// Puts it in its place in one rename; when it comes back, the disk has it.
    pub(super) fn write(&mut self, folder: &Path) -> Result<()> {
        self.checksum = self.sum();
        let path = folder.join(NAME);
        let failed = || Error::io("write", &path);
        let beside = folder.join(BESIDE);
        let mut file = File::create(&beside).map_err(failed())?;
        serde_json::to_writer_pretty(&mut file, self).map_err(|e| failed()(e.into()))?;
        file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(failed())?;
        std::fs::rename(&beside, &path).map_err(failed())?;
        sync_folder(folder)
    }

    fn sum(&self) -> String {
        let bare = Manifest { checksum: String::new(), ..self.clone() };
        format!("{:016x}", xxh3_64(serde_json::to_string(&bare).unwrap_or_default().as_bytes()))
    }

    /// The name of the next file of a kind.
    pub(super) fn name(&mut self, kind: &str) -> String {
        let number = self.next;
        self.next += 1;
        format!("{kind}-{number:06}")
    }

    /// All files that count.
    pub(super) fn files(&self) -> impl Iterator<Item = &String> {
        self.articles.iter().chain(&self.keys).chain(&self.learned).chain([&self.log])
    }

    /// Refuses what was made with other parameters.
    pub(super) fn fits(&self, folder: &Path, asked: &Identity) -> Result<()> {
        match self.identity.difference(asked) {
            None => Ok(()),
            Some(difference) => Err(Error::Index {
                folder: folder.to_path_buf(),
                why: format!("{difference}: ask for the same, or build another index with `nearprint index add`"),
            }),
        }
    }
}
