//! The index as one value: opened, asked, added to.

use super::around::Carriers;
use super::article::{Article, Entry};
use super::codec::Taker;
use super::files::{LEARNED, Writer, broken, read_whole, sync_folder};
use super::keys::{KeyFile, Row as KeyRow, merged};
use super::learned::{Carrier, Learned};
use super::log::{Log, replay};
use super::manifest::{BESIDE, Identity, Manifest, NAME};
use super::recent::Recent;
use super::table::{ArticleFile, Row};
use crate::corpus::Date;
use crate::error::{Error, Result};
use crate::findings::IndexedDocument;
use crate::matching::HashedMap;
use crate::simd::shingles::mix;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The name of the file that a writer locks.
const LOCK: &str = "lock";
/// Rows in memory from which on they are written to files.
const ROWS: usize = 1 << 21;
/// New rows and the files of keys before them become one file, up to a file that has so many times as many rows. With 2 a row is written about three times until there are a hundred
/// million, and a key is looked for in three files.
const GROWTH: u64 = 2;
/// What tells the keys of templates from other keys.
const TEMPLATE: u64 = 0x48C3_F267_1D90_AE5B;

/// Whether an index is only asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is asked only, while another process may write.
    Read,
    /// It is added to, by nobody else at the same time.
    Write,
}

/// What was seen.
#[derive(Debug)]
pub struct Index {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    /// What is known of each article without reading it.
    pub(super) rows: Vec<Row>,
    /// The newest article of each id, by the hash of the id.
    ids: HashedMap<u64, u32>,
    pub(super) articles: Vec<ArticleFile>,
    pub(super) keys: Vec<KeyFile>,
    recent: Recent,
    /// The articles that are in the log only.
    recent_articles: Vec<Vec<u8>>,
    pub(super) learned: Learned,
    /// Where it is written to, and what keeps other writers out.
    log: Option<(Log, File)>,
}

impl Index {
    /// Opens the index in a folder. With [`Access::Write`] it is made where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it was made with other parameters or by a newer version, is broken, is being written to by somebody else, or the folder holds something else;
    /// [`Error::Io`].
    pub fn open(folder: &Path, identity: &Identity, access: Access) -> Result<Index> {
        let lock = match access {
            Access::Read => None,
            Access::Write => Some(lock(folder)?),
        };
        let manifest = match (Manifest::read(folder)?, access) {
            (Some(manifest), _) => manifest,
            (None, Access::Write) => make(folder, identity)?,
            (None, Access::Read) => {
                let why = "holds no index: `nearprint filter` and `nearprint index add` make one".to_owned();
                return Err(Error::Index { folder: folder.to_path_buf(), why });
            }
        };
        manifest.fits(folder, identity)?;
        if access == Access::Write {
            return Index::load(folder, manifest, lock);
        }
        // While it is read a writer may put other files in the place of these: then there is another manifest.
        let mut manifest = manifest;
        loop {
            let loaded = Index::load(folder, manifest.clone(), None);
            let now = Manifest::read(folder)?;
            match (loaded, now) {
                (Err(_), Some(now)) if now != manifest => manifest = now,
                (loaded, _) => return loaded,
            }
        }
    }

    /// Opens the index in a folder as it was made, to look at it or to put it in order.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn open_as_made(folder: &Path, access: Access) -> Result<Index> {
        match Manifest::read(folder)? {
            Some(manifest) => Index::open(folder, &manifest.identity, access),
            None => Err(Error::Index { folder: folder.to_path_buf(), why: "holds no index".to_owned() }),
        }
    }

    fn load(folder: &Path, manifest: Manifest, lock: Option<File>) -> Result<Index> {
        let mut index = Index {
            folder: folder.to_path_buf(),
            rows: Vec::new(),
            ids: HashedMap::default(),
            articles: Vec::new(),
            keys: manifest.keys.iter().map(|name| KeyFile::open(&folder.join(name))).collect::<Result<_>>()?,
            recent: Recent::default(),
            recent_articles: Vec::new(),
            learned: Learned::default(),
            log: None,
            manifest,
        };
        if let Some(name) = &index.manifest.learned {
            let path = folder.join(name);
            let bytes = read_whole(&path, LEARNED)?;
            index.learned = Learned::decode(&mut Taker(&bytes)).ok_or_else(|| broken(&path, "makes no sense"))?;
        }
        for name in &index.manifest.articles {
            let first = index.rows.len() as u32;
            let (file, rows) = ArticleFile::open(&folder.join(name), first)?;
            index.articles.push(file);
            index.rows.extend(rows);
        }
        for (article, row) in (0..).zip(&index.rows) {
            index.ids.insert(row.id, article);
        }
        let path = folder.join(&index.manifest.log);
        let good = replay(&path, |entry| {
            let carriers = index.carriers(entry.templates.iter().map(|&(template, _)| template))?;
            index.apply(&entry, &carriers);
            Ok(())
        })?;
        if let Some(lock) = lock {
            index.remove_leftovers()?;
            index.log = Some((Log::append_to(&path, good)?, lock));
        }
        Ok(index)
    }

    /// Forgets what was added since the last commit: reads the folder again, as it is on disk now.
    ///
    /// # Errors
    ///
    /// As [`Index::open`]. Nothing more can be committed then.
    pub fn roll_back(&mut self) -> Result<()> {
        let lock = self.log.take().map(|(_, lock)| lock);
        *self = Index::load(&self.folder, self.manifest.clone(), lock)?;
        Ok(())
    }

    /// Removes files that do not count: those of before, and of a checkpoint that did not come to its end.
    fn remove_leftovers(&self) -> Result<()> {
        let failed = || Error::io("read", &self.folder);
        for entry in std::fs::read_dir(&self.folder).map_err(failed())? {
            let path = entry.map_err(failed())?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let ours = ["log-", "articles-", "keys-", "learned-", BESIDE].iter().any(|kind| name.starts_with(kind));
            if ours && !self.manifest.files().any(|file| file == name) {
                std::fs::remove_file(&path).map_err(Error::io("remove", path))?;
            }
        }
        Ok(())
    }

    /// Whether of each article only a signature is kept.
    pub fn is_compact(&self) -> bool {
        self.manifest.identity.compact
    }

    /// How many articles it has, superseded ones too.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What outlets repeat.
    pub fn learned(&self) -> &Learned {
        &self.learned
    }

    /// Whether an article is the newest of its id: another one was replaced.
    pub fn is_current(&self, article: u32) -> bool {
        self.ids.get(&self.rows[article as usize].id) == Some(&article)
    }

    /// The newest article of this id.
    ///
    /// # Errors
    ///
    /// As [`Index::article`].
    pub fn by_id(&self, id: &str) -> Result<Option<(u32, Article)>> {
        let Some(&number) = self.ids.get(&xxh3_64(id.as_bytes())) else { return Ok(None) };
        let article = self.article(number)?;
        Ok((article.id == id).then_some((number, article)))
    }

    /// What is known of the newest article of this id.
    ///
    /// # Errors
    ///
    /// As [`Index::article`].
    pub fn document(&self, id: &str) -> Result<Option<IndexedDocument>> {
        let Some((_, article)) = self.by_id(id)? else { return Ok(None) };
        let other = article.seen.other;
        Ok(Some(IndexedDocument {
            id: article.id,
            source: article.source,
            date: article.date.map(|seconds| Date { seconds, day_only: false }.to_string()),
            dropped: article.seen.dropped,
            relation: other.as_ref().map(|other| other.relation),
            jaccard: other.as_ref().map(|other| other.jaccard),
            containment: other.as_ref().filter(|_| !self.is_compact()).map(|other| other.containment),
            duplicate_of: other.map(|other| other.id),
            estimated: self.is_compact(),
        }))
    }

    /// An article by its number.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Index`] when what is stored is broken.
    pub fn article(&self, article: u32) -> Result<Article> {
        let stored = self.rows.len() - self.recent_articles.len();
        let decoded = match (article as usize).checked_sub(stored) {
            Some(recent) => Article::decode(&mut Taker(&self.recent_articles[recent])),
            None => Article::decode(&mut Taker(&self.stored(article)?)),
        };
        decoded.ok_or_else(|| broken(&self.folder, "holds an article that makes no sense"))
    }

    /// The bytes of an article that is in a file.
    fn stored(&self, article: u32) -> Result<Vec<u8>> {
        let row = &self.rows[article as usize];
        let file = &self.articles[self.articles.partition_point(|file| file.first <= article) - 1];
        file.read(row)
    }

    /// How many fingerprints an article has.
    pub fn fingerprints(&self, article: u32) -> u32 {
        self.rows[article as usize].fingerprints
    }

    /// The outlet of an article.
    pub fn source(&self, article: u32) -> &str {
        self.learned.name(self.rows[article as usize].source)
    }

    /// When an article was published, in seconds since 1970-01-01.
    pub fn date(&self, article: u32) -> Option<i64> {
        self.rows[article as usize].date()
    }

    /// Gives `see` the articles that have one of these keys, for each key that any has: its place in `keys`, and at most about `limit` articles; superseded ones are among them.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn look_up_all(&self, keys: &[u64], limit: usize, mut see: impl FnMut(usize, &[u32])) -> Result<()> {
        // Nearly all keys are turned away by the filters. All of them are asked before any row is read: each question waits for memory, and so they wait together.
        let mut files = vec![0u64; keys.len()];
        for (number, file) in self.keys.iter().enumerate() {
            let bit = 1 << number.min(63);
            files.iter_mut().zip(keys).for_each(|(files, &key)| *files |= if file.may_have(key) { bit } else { 0 });
        }
        let mut found = Vec::new();
        for (which, (&key, files)) in keys.iter().zip(files).enumerate() {
            found.clear();
            self.recent.look_up(key, limit, &mut found);
            for (number, file) in self.keys.iter().enumerate().rev() {
                if found.len() >= limit {
                    break;
                }
                if files & 1 << number.min(63) != 0 {
                    file.look_up(key, limit - found.len(), &mut found)?;
                }
            }
            // A file that was damaged since it was checked must not lead anywhere.
            found.retain(|&article| (article as usize) < self.rows.len());
            if !found.is_empty() {
                see(which, &found);
            }
        }
        Ok(())
    }

    /// Adds an article. It counts as seen once [`Index::commit`] has come back. `carriers` knows its templates, as they are now.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::TooManyUnits`].
    pub fn add(&mut self, entry: &Entry, carriers: &Carriers) -> Result<()> {
        u32::try_from(self.rows.len() + 1).map_err(|_| Error::TooManyUnits { what: "articles" })?;
        if let Some((log, _)) = &mut self.log {
            log.add(entry);
        }
        self.apply(entry, carriers);
        Ok(())
    }

    /// Takes an entry into memory.
    fn apply(&mut self, entry: &Entry, carriers: &Carriers) {
        let article = &entry.article;
        let number = self.rows.len() as u32;
        let source = self.learned.source(&article.source);
        let mut bytes = Vec::new();
        article.encode(&mut bytes);
        // Copies of an article that is here already teach nothing.
        if !article.seen.dropped {
            if entry.story.is_none() {
                self.learned.add_article(source);
            }
            for &(template, zone) in &entry.templates {
                let others = self.others(carriers, template, zone, entry.story);
                let counts = self.learned.knows(template) || !others.is_empty();
                others.into_iter().for_each(|other| self.learned.add(template, other));
                // A version of a story is no witness of its own.
                if counts && entry.story.is_none() {
                    self.learned.add(template, Carrier { source, day: day(article.date), zone });
                } else if !counts {
                    self.recent.add(template_key(template), number);
                }
            }
            entry.keys.iter().for_each(|&key| self.recent.add(key, number));
        }
        let row = Row::new(entry, number, source, bytes.len());
        self.ids.insert(row.id, number);
        self.rows.push(row);
        self.recent_articles.push(bytes);
    }

    /// Writes what was added; when it comes back, the disk has it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full: nothing of what was added since the last commit counts then.
    pub fn commit(&mut self) -> Result<()> {
        if let Some((log, _)) = &mut self.log {
            log.commit()?;
        }
        if self.recent.len() >= ROWS { self.checkpoint() } else { Ok(()) }
    }

    /// Turns the log into files.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]: the index is then as it was before.
    pub fn checkpoint(&mut self) -> Result<()> {
        if self.log.is_none() || self.recent_articles.is_empty() {
            return Ok(());
        }
        let mut manifest = self.manifest.clone();
        let first = self.rows.len() - self.recent_articles.len();
        let name = manifest.name("articles");
        let path = self.folder.join(&name);
        let new = self.recent_articles.iter().zip(&self.rows[first..]).map(|(bytes, row)| Ok((bytes.clone(), *row)));
        ArticleFile::write(&path, new)?;
        manifest.articles.push(name);
        let (file, rows) = ArticleFile::open(&path, first as u32)?;
        let sorted = self.recent.sorted();
        let mut count = sorted.len() as u64;
        // The smaller files before it, all in one go.
        let mut stay = self.keys.len();
        while let Some(before) = stay.checked_sub(1).map(|at| &self.keys[at])
            && before.rows < count * GROWTH
        {
            count += before.rows;
            stay -= 1;
        }
        let mut sources: Vec<Box<dyn Iterator<Item = Result<KeyRow>> + '_>> =
            vec![Box::new(sorted.into_iter().map(Ok))];
        self.keys[stay..].iter().for_each(|file| sources.push(Box::new(file.iter())));
        let name = manifest.name("keys");
        let newest = KeyFile::write(&self.folder.join(&name), count, merged(sources))?;
        manifest.keys.truncate(stay);
        manifest.keys.push(name);
        manifest.learned = Some(self.write_learned(&mut manifest)?);
        self.publish(manifest)?;
        self.keys.truncate(stay);
        self.keys.push(newest);
        self.rows.truncate(first);
        self.rows.extend(rows);
        self.articles.push(file);
        self.recent_articles.clear();
        self.recent = Recent::default();
        Ok(())
    }

    pub(super) fn write_learned(&self, manifest: &mut Manifest) -> Result<String> {
        let name = manifest.name("learned");
        let mut bytes = Vec::new();
        self.learned.encode(&mut bytes);
        let mut writer = Writer::create(&self.folder.join(&name), LEARNED)?;
        writer.write(&bytes)?;
        writer.finish()?;
        Ok(name)
    }

    /// Makes these files the ones that count, with a new log; the files that counted before go.
    pub(super) fn publish(&mut self, mut manifest: Manifest) -> Result<()> {
        manifest.log = manifest.name("log");
        let log = Log::create(&self.folder.join(&manifest.log))?;
        sync_folder(&self.folder)?;
        manifest.write(&self.folder)?;
        self.manifest = manifest;
        if let Some((old, _)) = &mut self.log {
            *old = log;
        }
        // What cannot be removed now is removed when the index is opened next.
        let _ = self.remove_leftovers();
        Ok(())
    }

    /// Bytes of each file.
    pub(super) fn sizes(&self) -> Result<Vec<(String, u64)>> {
        let size = |name: &String| {
            let path = self.folder.join(name);
            let size = std::fs::metadata(&path).map_err(Error::io("read", &path))?.len();
            Ok((name.clone(), size))
        };
        self.manifest.files().chain([&NAME.to_owned()]).map(size).collect()
    }
}

pub(super) fn template_key(template: u64) -> u64 {
    mix(template ^ TEMPLATE)
}

/// The day of a second.
pub(super) fn day(date: Option<i64>) -> Option<i32> {
    date.and_then(|seconds| i32::try_from(seconds.div_euclid(86_400)).ok())
}

/// Keeps other writers out for as long as the file is open.
fn lock(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let path = folder.join(LOCK);
    let file = File::options().create(true).append(true).open(&path).map_err(Error::io("write", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Index {
            folder: folder.to_path_buf(),
            why: "is being written to by another process: wait for it, or ask only with `--check`".to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", path)(error)),
    }
}

/// A new index in an empty folder.
fn make(folder: &Path, identity: &Identity) -> Result<Manifest> {
    let failed = || Error::io("read", folder);
    for entry in std::fs::read_dir(folder).map_err(failed())? {
        let name = entry.map_err(failed())?.file_name();
        let ours = name == LOCK || name.to_str().is_some_and(|name| name.starts_with("log-") || name == BESIDE);
        if !ours {
            let why = format!("is no index, and not empty (`{}`): name a new folder", name.display());
            return Err(Error::Index { folder: folder.to_path_buf(), why });
        }
    }
    let mut manifest = Manifest::new(identity.clone());
    manifest.log = manifest.name("log");
    Log::create(&folder.join(&manifest.log))?;
    manifest.write(folder)?;
    Ok(manifest)
}
